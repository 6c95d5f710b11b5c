"""A server that stops answering: a message within the limit, a gap in the history, no hanging."""

from __future__ import annotations

import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo

from snapshot import catalog, session
from snapshot.scratch import Server
from tests.conftest import REPOSITORY, Project, Result, run_sql

LIMIT = 1.0


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "SILENCE", LIMIT)


def gap(project: Project, result: Result, *says: str) -> None:
    """Exit code 2, one message, and a record that says the same."""
    assert (result.code, result.out) == (2, "")
    assert "Traceback" not in result.err
    (entry,) = project.store.history.entries
    assert entry.header.failed
    for word in says:
        assert word in result.err, result.err
    assert (entry.header.failure or "?") in result.err
    assert not (project.root / "snapshots/production/current").exists()


class Proxy:
    """A network that forwards so many bytes of the server's, then swallows or hangs up."""

    def __init__(self, server: Server, most: int, hangs_up: bool) -> None:
        self.server, self.most, self.hangs_up = server, most, hangs_up
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        path = next(self.server.root.glob(".s.PGSQL.*[0-9]"))
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            upstream = socket.socket(socket.AF_UNIX)
            upstream.connect(str(path))
            threading.Thread(target=self._forward, args=(client, upstream), daemon=True).start()

    def _forward(self, client: socket.socket, upstream: socket.socket) -> None:
        passed = 0
        while passed <= self.most:
            for ready in select.select([client, upstream], [], [])[0]:
                data = ready.recv(4096)
                if not data:
                    client.close()
                    upstream.close()
                    return
                if ready is upstream:
                    passed += len(data)
                (client if ready is upstream else upstream).sendall(data)
        if self.hangs_up:
            client.close()
        upstream.close()
        self.kept = client  # open, and nobody speaks


@pytest.fixture
def through(server: Server, database: str) -> Iterator[Callable[[int, bool], str]]:
    """The URL of the database behind a network that fails after so many bytes."""
    made: list[Proxy] = []

    def url(most: int, hangs_up: bool) -> str:
        made.append(Proxy(server, most, hangs_up))
        told = conninfo.conninfo_to_dict(database)
        return conninfo.make_conninfo(
            host="127.0.0.1", port=made[-1].port, user=told["user"], dbname=told["dbname"]
        )

    yield url
    for proxy in made:
        proxy.listener.close()


@pytest.mark.parametrize("hangs_up", [False, True], ids=["silent", "hangs up"])
@pytest.mark.parametrize("most", [3_000, 20_000])
def test_a_network_that_fails_in_the_middle(
    project: Project, database: str, monkeypatch: pytest.MonkeyPatch,
    through: Callable[[int, bool], str], most: int, hangs_up: bool,
) -> None:  # fmt: skip
    run_sql(database, "CREATE TABLE users (id int)")
    monkeypatch.setenv("TEST_DATABASE_URL", through(most, hangs_up))
    started = time.monotonic()
    result = project.run("snapshot")
    assert time.monotonic() - started < 20 * LIMIT
    says = "has not answered for 1 seconds" if not hangs_up else "server closed the connection"
    gap(project, result, says, "network swallows" if not hangs_up else "server's log")
    monkeypatch.setenv("TEST_DATABASE_URL", database)
    project.ok("snapshot")


def test_a_network_that_fails_at_once(
    project: Project, monkeypatch: pytest.MonkeyPatch, through: Callable[[int, bool], str]
) -> None:
    """Until the login has succeeded nothing is written."""
    monkeypatch.setenv("TEST_DATABASE_URL", through(600, False) + " connect_timeout=2")
    result = project.run("snapshot")
    assert result.code == 2
    assert "not answer" in result.err or "timeout" in result.err, result.err
    assert project.store.history.entries == []


def _backend(server: Server) -> int:
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        row = admin.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'schema-chronicle'"
        ).fetchone()
    assert row
    return int(row[0])


def _operating_system_pid(server: Server, pid: int) -> int:
    """The process as we see it: the server may live in a namespace of its own."""
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit():
                told = (folder / "status").read_text("utf-8")
                command = (folder / "cmdline").read_bytes()
                numbers = next(x for x in told.splitlines() if x.startswith("NSpid")).split()[1:]
                if str(pid) in numbers[-1:] and command.startswith(b"postgres: "):
                    return int(folder.name)
        except (OSError, StopIteration):
            continue
    raise AssertionError(f"no process {pid}")


@pytest.fixture
def own_server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(
    ("sign", "says"),
    [(signal.SIGSTOP, "has not answered for 1 seconds"), (signal.SIGKILL, "server closed")],
    ids=["stopped", "killed"],
)
def test_a_server_process_that_is_stopped_or_killed(
    own_server: Server, project: Project, monkeypatch: pytest.MonkeyPatch,
    sign: signal.Signals, says: str,
) -> None:  # fmt: skip
    """Over its own socket, where no keepalive helps."""
    monkeypatch.setenv("TEST_DATABASE_URL", own_server.url("postgres"))
    rows, hit = catalog._rows, list[int]()

    def spied(connection: session.Session, kind: str, query: str) -> list[catalog.Row]:
        if kind == "table":
            hit.append(_operating_system_pid(own_server, _backend(own_server)))
            os.kill(hit[0], sign)
        return rows(connection, kind, query)

    monkeypatch.setattr(catalog, "_rows", spied)
    result = project.run("snapshot")
    if sign == signal.SIGSTOP:
        os.kill(hit[0], signal.SIGCONT)
    _until(lambda: _answers(own_server))
    gap(project, result, "production (TEST_DATABASE_URL)", says)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("kind", ["table", "_known"], ids=["early", "late"])
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGQUIT], ids=["killed", "immediate"])
def test_a_whole_server_that_dies(
    own_server: Server, project: Project, monkeypatch: pytest.MonkeyPatch, sign: signal.Signals,
    kind: str,
) -> None:  # fmt: skip
    """Not a process of it, but the one that all others need: nobody starts it anew."""
    monkeypatch.setenv("TEST_DATABASE_URL", own_server.url("postgres"))
    rows = catalog._rows

    def spied(connection: session.Session, name: str, query: str) -> list[catalog.Row]:
        if name == kind:
            ours = Path(f"/proc/{_operating_system_pid(own_server, _backend(own_server))}")
            told = (ours / "status").read_text("utf-8")
            os.kill(int(re.findall(r"^PPid:\s*(\d+)$", told, re.MULTILINE)[0]), sign)
            _until(lambda: not (ours / "exe").exists())  # as soon as it waits for a command
        return rows(connection, name, query)

    monkeypatch.setattr(catalog, "_rows", spied)
    result = project.run("snapshot")
    gap(project, result, "production (TEST_DATABASE_URL)", "connection was lost")
    again = project.run("snapshot")
    assert again.code == 2
    assert "cannot connect" in again.err
    assert len(project.store.history.entries) == 1, "what never began leaves no record"


def test_an_interrupt_cancels_what_runs_on_the_server(
    project: Project, database: str, server: Server
) -> None:
    """Ctrl-C while the server works: it stops working, and no gap is recorded: nobody waited."""
    run_sql(database, "CREATE TABLE users (id int); CREATE VIEW v AS SELECT id FROM users")
    command = [sys.executable, "-c", _PATIENT, "-C", str(project.root), "snapshot"]
    with psycopg.connect(database) as migration:
        migration.execute("LOCK TABLE v IN ACCESS EXCLUSIVE MODE")
        with subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.PIPE, text=True) as run:
            _until(lambda: _waiting(server))
            run.send_signal(signal.SIGINT)
            _, told = run.communicate(timeout=30)
        assert run.returncode == 2
        assert "stopped; nothing half-written is left" in told
        assert not _waiting(server), "the query was cancelled although the lock is still there"
    assert project.store.history.entries == []


_PATIENT = """
from snapshot import session
session.SETTINGS["lock_timeout"] = "60s"
from chronicle.cli import run
run()
"""


def _waiting(server: Server) -> bool:
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        found = admin.execute(
            "SELECT 1 FROM pg_stat_activity"
            " WHERE application_name = 'schema-chronicle' AND wait_event_type = 'Lock'"
        ).fetchone()
    return found is not None


def _answers(server: Server) -> bool:
    try:
        psycopg.connect(server.url("postgres")).close()
    except psycopg.OperationalError:  # it starts anew after a crash
        return False
    return True


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)
