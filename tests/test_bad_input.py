"""Bad input gets one clear message and exit code 2; nothing is lost, and no password is shown.

Each test is a line of the promise in the handbook: the message names the thing and the remedy,
nothing half-written is left, and the database is not touched.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo

from chronicle import commands
from snapshot import connection
from snapshot.connection import SETTINGS
from snapshot.scratch import Server
from snapshot.verify import verify
from tests.conftest import Project, Result, absent, run_sql

PASSWORD = "s3cr3t-Pa55"


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)


def refused(result: Result, *says: str) -> None:
    """The promise: exit code 2, one message with the thing and the remedy, no traceback."""
    assert result.code == 2, result.out + result.err
    assert result.out == ""
    assert "Traceback" not in result.err
    assert PASSWORD not in result.err
    assert result.err.count("chronicle: ") == 1
    for word in says:
        assert word in result.err, result.err


def test_no_configuration(project: Project) -> None:
    (project.root / "chronicle.yml").unlink()
    refused(project.run("snapshot"), "chronicle.yml: there is no configuration", "databases:")
    assert project.files() == {}


@pytest.mark.parametrize("verb", ["snapshot", "log", "check", "verify", "show"])
def test_unknown_database(project: Project, verb: str) -> None:
    refused(project.run(verb, "prodction"), "prodction", "production", "Did you mean")


def test_variable_unset(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL")
    before = project.files()
    refused(project.run("snapshot"), "TEST_DATABASE_URL is not set", "export")
    assert project.files() == before


def test_no_url(project: Project) -> None:
    project.configure("expected: expected/")
    refused(project.run("snapshot"), "production", "no `url`", "Add `url")


def _refused_connection(project: Project, *says: str) -> None:
    before = project.files()
    refused(project.run("snapshot"), "production (TEST_DATABASE_URL)", *says)
    refused(project.run("diff", "live:production", "live:production"), *says)
    assert project.files() == before, "until the login succeeds, nothing is written"


def test_host_down(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"postgresql://app:{PASSWORD}@127.0.0.1:{port}/app"
    monkeypatch.setenv("TEST_DATABASE_URL", url)
    _refused_connection(project, "Connection refused", "Check that the server runs")


def test_unknown_host(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"postgresql://app:{PASSWORD}@no-such-host.invalid/app"
    monkeypatch.setenv("TEST_DATABASE_URL", url)
    _refused_connection(project, "no-such-host.invalid", "Check that the server runs")


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://app:{PASSWORD}@{PASSWORD}@127.0.0.1/app",
        f"postgresql://app:/{PASSWORD}@127.0.0.1/app",
        f"postgresql://app:{PASSWORD}%zz@127.0.0.1/app",
        f"postgresql://app:x#{PASSWORD}@127.0.0.1/app",
        f"postgresql://app:{PASSWORD}@127.0.0.1:{PASSWORD}/app",
        f"postgresql://app:1?{PASSWORD}@127.0.0.1/app",
        f"host=127.0.0.1 password={PASSWORD} {PASSWORD}",
        f"mysql://app:{PASSWORD}@127.0.0.1/app",
        f"sslmode={PASSWORD} host=127.0.0.1",
    ],
)
def test_a_url_that_is_none(project: Project, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("TEST_DATABASE_URL", url)
    _refused_connection(project)


@pytest.fixture(scope="module")
def guarded() -> Iterator[Server]:
    """A server that asks for passwords, as real ones do."""
    with Server() as server:
        with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
            admin.execute(f"CREATE ROLE app LOGIN PASSWORD '{PASSWORD}'")
            admin.execute("CREATE DATABASE app")
            admin.execute("CREATE DATABASE closed")
            admin.execute("REVOKE CONNECT ON DATABASE closed FROM PUBLIC")
            rules = server.root / "data" / "pg_hba.conf"
            rules.write_text("local all postgres trust\nlocal all all scram-sha-256\n")
            admin.execute("SELECT pg_reload_conf()")
        yield server


def _as_app(guarded: Server, dbname: str, password: str | None) -> str:
    return conninfo.make_conninfo(
        host=str(guarded.root), dbname=dbname, user="app", password=password
    )


@pytest.mark.parametrize(
    ("dbname", "password", "says"),
    [
        pytest.param("app", PASSWORD + "x", "password authentication failed", id="wrong password"),
        pytest.param("app", None, "no password supplied", id="no password"),
        pytest.param("closed", PASSWORD, "permission denied for database", id="may not connect"),
        pytest.param("nowhere", PASSWORD, "does not exist", id="no such database"),
    ],
)
def test_the_server_refuses(
    guarded: Server, project: Project, monkeypatch: pytest.MonkeyPatch,
    dbname: str, password: str | None, says: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("TEST_DATABASE_URL", _as_app(guarded, dbname, password))
    _refused_connection(project, says)


def test_a_login_with_a_password_leaves_no_trace_of_it(
    guarded: Server, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_DATABASE_URL", _as_app(guarded, "app", PASSWORD))
    out = project.ok("snapshot") + project.ok("log") + project.ok("show", "production")
    assert PASSWORD not in out
    for name, content in project.files().items():
        assert PASSWORD.encode() not in content, name
        assert str(guarded.root).encode() not in content, f"{name} names the host"


@pytest.mark.parametrize("answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"", b"SSH-2.0-x\r\n"])
def test_not_postgresql(project: Project, monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    peer, _ = listener.accept()
                except OSError:
                    return
                with peer:
                    peer.recv(64)
                    peer.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        port = listener.getsockname()[1]
        url = f"postgresql://app:{PASSWORD}@127.0.0.1:{port}/app"
        monkeypatch.setenv("TEST_DATABASE_URL", url)
        _refused_connection(project)
        listener.shutdown(socket.SHUT_RDWR)


def test_too_old(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "OLDEST", 990000)
    _refused_connection(project, "PostgreSQL 18", "too old", "PostgreSQL 99", "Upgrade")


def test_an_empty_database_is_a_snapshot_of_nothing(project: Project, database: str) -> None:
    out = project.ok("snapshot")
    assert "nothing is asserted" in out
    assert "0 ×" not in out
    assert [e.header.failed for e in project.store.history.entries] == [False]
    run_sql(database, "DROP SCHEMA public")
    assert project.run("diff", "production", "live:production").code == 1
    project.ok("snapshot")
    assert verify(project.store).problems == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("databases: [", ("chronicle.yml:", "not YAML"), id="broken"),
        pytest.param("databases:\n  a: {}\n  a: {}\n", ("chronicle.yml:3", "twice"), id="twice"),
        pytest.param("databasses: {}\n", ("chronicle.yml", "databasses"), id="misspelt"),
        pytest.param("databases:\n  a:\n    ulr: x\n", ("chronicle.yml", "ulr"), id="key"),
        pytest.param("databases:\n  a:\n    url: 5\n", ("chronicle.yml", "url"), id="type"),
        pytest.param("databases: {}\n", ("chronicle.yml", "names none"), id="none"),
        pytest.param("- databases\n", ("chronicle.yml", "mapping"), id="list"),
        pytest.param("databases:\n  ../x: {}\n", ("chronicle.yml", "../x"), id="path"),
        pytest.param("databases:\n  a: {url: 2025-13-45}\n", ("chronicle.yml",), id="date"),
        pytest.param("databases:\n  ? [a]\n  : {}\n", ("chronicle.yml",), id="key is a list"),
        pytest.param("title: \x00\n", ("chronicle.yml",), id="control character"),
    ],
)
def test_broken_configuration(project: Project, text: str, says: tuple[str, ...]) -> None:
    project.write("chronicle.yml", text)
    refused(project.run("snapshot"), *says)
    assert list(project.files()) == ["chronicle.yml"]


def test_not_utf8(project: Project) -> None:
    (project.root / "chronicle.yml").write_bytes(b"title: \xff\n")
    refused(project.run("snapshot"), "chronicle.yml", "UTF-8")


@pytest.mark.parametrize(
    ("files", "says"),
    [
        pytest.param({"a": "tables: [\n"}, ("a.yml:", "not YAML"), id="broken"),
        pytest.param({"a": "tabels: {}\n"}, ("a.yml", "tabels", "`tables`"), id="misspelt"),
        pytest.param(
            {"a": "tables: {users: {}}\n", "b": "tables: {users: {}}\n"},
            ("a.yml", "b.yml", "public/tables/users", "one domain"), id="claimed twice",
        ),
    ],
)  # fmt: skip
def test_broken_expectation(project: Project, files: dict[str, str], says: tuple[str, ...]) -> None:
    for name, text in files.items():
        project.write(f"expected/{name}.yml", text)
    before = project.files()
    refused(project.run("snapshot"), *says)
    refused(project.run("check", "live:production"), *says)
    assert project.files() == before


@pytest.fixture
def recorded(project: Project, database: str) -> Project:
    """A project with two records."""
    run_sql(database, "CREATE TABLE users (id integer, email text)")
    project.ok("snapshot", "--at", "2025-01-01T00:00:00Z")
    run_sql(database, "ALTER TABLE users ADD COLUMN name text")
    project.ok("snapshot", "--at", "2025-01-02T00:00:00Z")
    return project


@pytest.mark.parametrize("damage", ["edited", "truncated", "emptied"])
def test_damaged_record(recorded: Project, damage: str) -> None:
    path = recorded.root / "snapshots/production/history/2025-01-02T000000Z.json"
    text = path.read_text("utf-8")
    name = '{"name": "name", "type": "text"}'
    assert name in text
    harm = {"edited": text.replace(name, name.replace("text", "uuid")), "truncated": text[:-300],
            "emptied": ""}  # fmt: skip
    path.write_text(harm[damage], "utf-8")
    before = recorded.files()
    for command in (["check", "production@2025-01-02"], ["diff", "production~1", "production"],
                    ["show", "production"], ["snapshot"]):  # fmt: skip
        refused(recorded.run(*command), "2025-01-02T000000Z.json", "version control")
    result = recorded.run("verify")
    assert result.code == 1
    assert "2025-01-02T000000Z.json" in result.out
    assert recorded.files() == before, "the damaged file is left for whoever repairs it"


@pytest.mark.parametrize("at", ["yesterday", "2025-01-01", "../../x", "2025-13-01T00:00:00Z"])
def test_a_moment_that_is_none(project: Project, at: str) -> None:
    before = project.files()
    result = project.run("snapshot", "--at", at)
    assert result.code == 2
    assert at in result.err
    assert project.files() == before


def _confined(project: Project, mount: str, *args: str) -> Result:
    """Run the command where `snapshots/` lies on another file system, in a namespace of its own."""
    probe = subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("this machine forbids mount namespaces (`unshare -rm`)")
    script = f'set -e; {mount}; shift; exec "$@"'
    prefix = ("unshare", "-rm", "sh", "-c", script, "sh", str(project.root / "snapshots"))
    return project.apart(*args, prefix=(*prefix,))


READ_ONLY = 'mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"'


@pytest.mark.skipif(sys.platform != "linux", reason="needs mount namespaces")
def test_read_only_disk(recorded: Project, database: str) -> None:
    run_sql(database, "ALTER TABLE users ADD COLUMN age integer")
    before = recorded.files()
    result = _confined(recorded, READ_ONLY, "snapshot")
    refused(result, "snapshots/production", "Read-only file system", "Nothing was recorded")
    assert recorded.files() == before
    recorded.ok("snapshot")
    assert len(recorded.store.history.entries) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="needs mount namespaces")
def test_what_only_reads_works_on_a_read_only_disk(recorded: Project) -> None:
    for args in (
        ["log"],
        ["show", "production"],
        ["verify"],
        ["diff", "production~1", "live:production"],
    ):
        result = _confined(recorded, READ_ONLY, *args)
        assert result.code in (0, 1), result.err


@pytest.mark.skipif(sys.platform != "linux", reason="needs mount namespaces")
def test_expect_on_a_read_only_disk(recorded: Project) -> None:
    mount = READ_ONLY.replace('"$1"', f'"{recorded.root}/expected"')
    result = _confined(recorded, mount, "expect", "production")
    refused(result, "expected", "Read-only file system")


@pytest.mark.skipif(sys.platform != "linux", reason="needs mount namespaces")
@pytest.mark.parametrize("size", ["0", "16k"])
def test_full_disk(recorded: Project, database: str, size: str, tmp_path: Path) -> None:
    wide = ", ".join(f"column_number_{n} text" for n in range(500))
    run_sql(database, f"CREATE TABLE wide ({wide})")
    kept, seen = recorded.root / "snapshots", tmp_path / "seen"
    limit = "nr_inodes=30,size=40k" if size == "0" else "nr_inodes=100,size=40k"
    mount = (
        f'cp -a "$1" {tmp_path}/copy; mount -t tmpfs -o {limit} none "$1"; '
        f'cp -a {tmp_path}/copy/. "$1"'
    )
    script = f'{mount}; shift; "$@"; code=$?; cp -a "{kept}" {seen}; exit $code'
    prefix = ("unshare", "-rm", "sh", "-c", script, "sh", str(kept))
    result = recorded.apart("snapshot", prefix=prefix)
    refused(result, "snapshots/production", "No space left", "Make room")
    shutil.rmtree(kept)
    shutil.move(seen, kept)
    assert not list(kept.rglob(".unfinished-*"))
    assert verify(recorded.store).problems == ()
    assert len(recorded.store.history.entries) == 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs another uid")
def test_a_folder_of_somebody_else(recorded: Project, database: str) -> None:
    prefix = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
    if not shutil.which("setpriv"):
        absent("setpriv")
    probe = recorded.apart("log", prefix=prefix)
    if "Permission denied" in probe.err and "chronicle: " not in probe.err:
        pytest.skip("another user cannot read this Python")
    result = recorded.apart("snapshot", prefix=prefix)
    refused(result)


def test_a_lock_that_reading_needs(recorded: Project, database: str) -> None:
    """A view over a table that a migration holds: an error with the time limit, and a gap."""
    run_sql(database, "CREATE VIEW v AS SELECT id FROM users")
    with psycopg.connect(database) as migration:
        migration.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
        migration.execute("LOCK TABLE v IN ACCESS EXCLUSIVE MODE")
        limit = SETTINGS["lock_timeout"]
        SETTINGS["lock_timeout"] = "100ms"
        try:
            refused(recorded.run("snapshot"), "production", "lock", "wait until it is done")
        finally:
            SETTINGS["lock_timeout"] = limit
    last = recorded.store.history.entries[-1]
    assert last.header.failed
    assert "lock" in (last.header.failure or "")
    assert "FAILED" in recorded.ok("log").splitlines()[0]
    assert verify(recorded.store).problems == ()


@pytest.mark.parametrize(("encoding", "says"), [("LATIN1", None), ("SQL_ASCII", "0xe9")])
def test_text_in_another_encoding(
    server: Server, project: Project, monkeypatch: pytest.MonkeyPatch, encoding: str,
    says: str | None,
) -> None:  # fmt: skip
    name = f"encoded_{encoding.lower()}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute(
            f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0"
            " LC_COLLATE 'C' LC_CTYPE 'C'".encode()
        )
    url = server.url(name)
    with psycopg.connect(f"{url} client_encoding=latin1", autocommit=True) as session:
        session.execute("CREATE TABLE t (a int); COMMENT ON TABLE t IS 'café'")
    monkeypatch.setenv("TEST_DATABASE_URL", url)
    if says:
        refused(project.run("snapshot"), "production", "UTF8", says)
    else:
        project.ok("snapshot")
        assert "café" in project.ok("show", "production", "t")


def test_nothing_is_written_to_the_database(recorded: Project, database: str) -> None:
    def written(connection: psycopg.Connection[tuple[object, ...]]) -> object:
        asked = "SELECT txid_snapshot_xmax(txid_current_snapshot())"
        return connection.execute(asked).fetchone()

    with psycopg.connect(database, autocommit=True) as witness:
        before = written(witness)
        recorded.ok("snapshot")
        recorded.run("check", "live:production")
        assert written(witness) == before, "not even a transaction id was used"


def test_a_fault_of_ours_is_one_line(recorded: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object) -> int:
        raise RuntimeError("first line\nsecond line")

    monkeypatch.setattr(commands, "log", fault)
    monkeypatch.delenv("CHRONICLE_DEBUG", raising=False)
    result = recorded.run("log")
    told = "a fault of ours: RuntimeError: first line second line; please report it"
    assert (result.code, result.err) == (2, f"chronicle: {told}\n")
    monkeypatch.setenv("CHRONICLE_DEBUG", "1")
    assert "Traceback" in recorded.run("log").err
