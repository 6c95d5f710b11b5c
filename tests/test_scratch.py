"""The scratch server: as root or not, side by side, and gone when its holder is gone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from snapshot import scratch
from snapshot.scratch import NoServer, Server
from tests.conftest import BINARIES, REPOSITORY, absent, captured

HOLDER = """
import sys
from snapshot.scratch import Server
with Server() as server, server.database() as url:
    print(server.root, server._process.pid, flush=True)
    sys.stdin.read()
"""


def holder(cache: Path, *prefix: str) -> subprocess.Popen[str]:
    """A process that holds a server until its input ends."""
    return subprocess.Popen(
        [*prefix, sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True, cwd=REPOSITORY, env={**os.environ, "XDG_CACHE_HOME": str(cache)},
    )  # fmt: skip


def started(process: subprocess.Popen[str]) -> tuple[Path, int]:
    assert process.stdout
    root, pid = process.stdout.readline().split()
    return Path(root), int(pid)


def running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):  # it ended meanwhile; or there is no /proc
        return not Path("/proc/self").exists()


def assert_gone(root: Path, pid: int) -> None:
    """Within ten seconds nothing is left: neither the process nor its files."""
    deadline = time.monotonic() + 10
    while (running(pid) or root.exists()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not running(pid)
    assert not root.exists()


@pytest.mark.parametrize("major", BINARIES)
def test_a_server_starts_and_leaves_nothing(major: str) -> None:
    bindir = BINARIES[major]
    if bindir and not bindir.exists():
        absent(f"PostgreSQL {major}")
    with Server(bindir) as server:
        root, pid = server.root, server._process.pid
        assert root.exists()
        assert running(pid)
        with server.database() as url, psycopg.connect(url) as connection:
            assert connection.info.server_version // 10000 == int(major)
    assert_gone(root, pid)


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_holder_leaves_nothing(tmp_path: Path, sign: signal.Signals) -> None:
    process = holder(tmp_path)
    root, pid = started(process)
    assert running(pid)
    process.send_signal(sign)
    process.wait(30)
    assert_gone(root, pid)


def test_an_exception_leaves_nothing() -> None:
    with pytest.raises(RuntimeError), Server() as server:
        root, pid = server.root, server._process.pid
        raise RuntimeError
    assert_gone(root, pid)


def test_four_at_once_share_one_template(tmp_path: Path) -> None:
    processes = [holder(tmp_path) for _ in range(4)]
    found = [started(process) for process in processes]
    assert len({root for root, _ in found}) == 4
    for process, (root, pid) in zip(processes, found, strict=True):
        process.communicate("", timeout=30)
        assert process.returncode == 0
        assert_gone(root, pid)
    folders = [path for path in (tmp_path / "schema-chronicle").iterdir() if path.is_dir()]
    assert len(folders) == 1, "made once, and nothing half-made is left"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_an_ordinary_user_can_start_one(tmp_path: Path) -> None:
    if not shutil.which("setpriv"):
        absent("setpriv")
    prefix = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
    if subprocess.run([*prefix, sys.executable, "-c", ""], check=False).returncode:
        pytest.skip("another user cannot run this Python")
    cache = tmp_path / "cache"
    cache.mkdir()
    shutil.chown(cache, 65534, 65534)
    for path in (tmp_path, *tmp_path.parents[:3]):
        path.chmod(path.stat().st_mode | 0o755)
    process = holder(cache, *prefix)
    root, pid = started(process)
    assert root.stat().st_uid == 65534
    process.communicate("", timeout=30)
    assert_gone(root, pid)


def test_no_place_to_keep_a_template_is_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with Server() as server, server.database() as url:
        assert captured(url).objects


def test_two_servers_are_never_taken_for_one() -> None:
    """Both are copies of one template, with its identifier and its next oid."""
    with Server() as one, Server() as two, one.database("x") as here, two.database("x") as there:
        assert not captured(here).server.same_database(captured(there).server)
        with psycopg.connect(here, autocommit=True) as connection:
            connection.execute("SELECT 1")
        assert captured(here).server.same_database(captured(here).server)


def test_a_named_folder_without_a_server_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHRONICLE_PG_BIN", str(tmp_path))
    with pytest.raises(NoServer, match=r"CHRONICLE_PG_BIN.*\n.*make setup"):
        scratch.binaries()


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "bin"
    broken.mkdir()
    for name in ("postgres", "initdb"):
        (broken / name).write_text("#!/bin/sh\necho 'no luck today' >&2\nexit 1\n")
        (broken / name).chmod(0o755)
    with pytest.raises(NoServer, match="no luck today"):
        Server(broken)
