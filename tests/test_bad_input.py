"""Bad input gets one clear message and exit code 2; nothing is lost, and no password is shown.

Each test is a line of the promise in the handbook: the message names the thing and the remedy,
nothing half-written is left, and the database is not touched.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import conninfo

from chronicle import looking
from snapshot import session
from snapshot.scratch import Server
from snapshot.verify import verify
from tests.conftest import Project, Result, run_sql

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
    monkeypatch.setattr(session, "OLDEST", 990000)
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

    monkeypatch.setattr(looking, "log", fault)
    monkeypatch.delenv("CHRONICLE_DEBUG", raising=False)
    result = recorded.run("log")
    told = "a fault of ours: RuntimeError: first line second line; please report it"
    assert (result.code, result.err) == (2, f"chronicle: {told}\n")
    monkeypatch.setenv("CHRONICLE_DEBUG", "1")
    assert "Traceback" in recorded.run("log").err
