"""A server upgraded by PostgreSQL's own pg_upgrade: one line, no change."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psycopg
import pytest

from snapshot.scratch import Server, _as_whom, binaries
from tests.conftest import BINARIES, ROLES, Project, absent, run_sql
from tests.test_zero import build

pytestmark = pytest.mark.slow


class Upgraded(Server):
    """A server of 18 on what pg_upgrade makes of the data of another, which is shut down."""

    def __init__(self, old: Server) -> None:
        self.bindir = binaries()
        self.root = Path(tempfile.mkdtemp(prefix="chronicle-"))
        old._process.send_signal(signal.SIGINT)
        old._process.wait(timeout=30)
        shutil.copytree(old.root / "data", self.root / "old")
        self._run("initdb", "-D", "data", "-A", "trust", "-U", "postgres", "-E", "UTF8",
                  "--locale=C", "--no-sync", "--no-data-checksums")  # fmt: skip
        self._run("pg_upgrade", "-b", str(old.bindir), "-B", str(self.bindir), "-U", "postgres",
                  "-d", "old", "-D", "data", "-s", str(self.root), "--no-sync")  # fmt: skip
        self._start()

    def _run(self, program: str, *words: str) -> None:
        prefix, options = _as_whom(self.root)
        done = subprocess.run(
            [*prefix, str(self.bindir / program), *words],
            cwd=self.root, capture_output=True, text=True, check=False, **options,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def old() -> Iterator[Server]:
    bindir = BINARIES["15"]
    if bindir is None or not (bindir / "pg_resetwal").exists():
        absent("PostgreSQL 15 with what pg_upgrade needs")
    with Server(bindir) as server:
        server.provide(ROLES)
        with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
            admin.execute("CREATE DATABASE app")
        yield server


def test_pg_upgrade_is_one_line_and_no_change(
    old: Server, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_DATABASE_URL", old.url("app"))
    build(old.url("app"), "15")
    project.ok("snapshot")
    project.ok("expect", "production")
    with Upgraded(old) as new:
        monkeypatch.setenv("TEST_DATABASE_URL", new.url("app"))
        out = project.ok("snapshot")
        assert "no changes" in out
        line = re.search(r"server upgraded from 15\.\d+ to 18\.\d+: (\d+) spellings folded\n", out)
        assert line, out
        assert "verdict: in sync" in out, out
        run_sql(new.url("app"), "CREATE TABLE public.later ()")
        assert "1 change" in project.ok("snapshot")
    first, second, _ = project.store.history.entries
    assert first.header.server
    assert second.header.server
    assert not first.header.server.same_database(second.header.server)
    result = project.run("diff", "production~2", "production~1", "--format", "json")
    output = msgspec.json.decode(result.out)
    assert {fold["rule"] for fold in output["folds"]} == {"respelled", "not-on-version"}
    assert len(output["folds"]) == output["upgrade"]["spellings"] == int(line[1])
    assert int(line[1]) > 10
