"""A capture is never torn: what changes between the reads is read again, or said to be missing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from snapshot import catalog, model
from snapshot.catalog import Capture, capture
from snapshot.errors import CannotCapture
from tests.conftest import Project, captured, run_sql
from tests.test_cases import files

Interrupt = Callable[[str, Callable[[int], None]], list[int]]


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)


@pytest.fixture
def interrupt(monkeypatch: pytest.MonkeyPatch) -> Interrupt:
    """Do something each time before a kind is read; returns a list that counts the reads.

    Tables are read before anything is deparsed, which locks what it writes out.
    """

    def prepare(kind: str, deed: Callable[[int], None]) -> list[int]:
        reads: list[int] = []
        rows = catalog._rows

        def spied(
            connection: psycopg.Connection[catalog.Row], name: str, known: set[tuple[str, str]]
        ) -> list[catalog.Row]:
            if name == kind:
                reads.append(len(reads) + 1)
                deed(reads[-1])
            return rows(connection, name, known)

        monkeypatch.setattr(catalog, "_rows", spied)
        return reads

    return prepare


def users(found: Capture) -> model.Table:
    table = found.objects["public/tables/users"]
    assert isinstance(table, model.Table)
    return table


TORN = {
    "a renamed column": "ALTER TABLE users RENAME COLUMN b TO zzz",
    "an added column": "ALTER TABLE users ADD COLUMN c text",
    "a dropped index": "DROP INDEX users_b",
    "a dropped table": "DROP TABLE notes",
    "a new function": "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2'",
    "a grant": "GRANT SELECT ON users TO reader",
    "a comment": "COMMENT ON TABLE users IS 'new'",
    "a comment on a schema": "COMMENT ON SCHEMA public IS 'new'",
    "a label": "ALTER TYPE mood ADD VALUE 'new'",
    "a policy": "CREATE POLICY p ON users USING (true)",
    "a disabled trigger": "ALTER TABLE users DISABLE TRIGGER t",
    "a sequence": "ALTER SEQUENCE numbers INCREMENT BY 5",
    "its owner": "ALTER SEQUENCE numbers OWNED BY users.a",
    "an owner": "ALTER TABLE users OWNER TO app",
    "an option": "ALTER TABLE users SET (fillfactor = 50)",
    "row security": "ALTER TABLE users ENABLE ROW LEVEL SECURITY",
    "a view": "CREATE OR REPLACE VIEW v AS SELECT a FROM users WHERE a > 1",
    "a setting": "ALTER DATABASE {name} SET work_mem = '5MB'",
    "a database's comment": "COMMENT ON DATABASE {name} IS 'x'",
    "a schema": "CREATE SCHEMA more",
    "an extension": "CREATE EXTENSION citext",
    "a member of an extension": "ALTER EXTENSION plpgsql ADD FUNCTION f()",
    "a domain": "ALTER DOMAIN d SET NOT NULL",
}
SCHEMA = """
CREATE TYPE mood AS ENUM ('old');
CREATE DOMAIN d AS text;
CREATE TABLE users (a integer, b text);
CREATE INDEX users_b ON users (lower(b)) WHERE b IS NOT NULL;
CREATE TABLE notes (a integer);
CREATE VIEW v AS SELECT a FROM users;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION tf();
CREATE SEQUENCE numbers;
"""


@pytest.mark.parametrize("ddl", TORN.values(), ids=TORN.keys())
def test_a_change_in_mid_capture_is_read_again(
    any_database: str, interrupt: Interrupt, ddl: str
) -> None:
    run_sql(any_database, SCHEMA)
    name = psycopg.conninfo.conninfo_to_dict(any_database)["dbname"]

    def deed(read: int) -> None:
        if read == 1:
            run_sql(any_database, ddl.format(name=name))

    reads = interrupt("table", deed)
    found = captured(any_database)
    assert reads == [1, 2]
    assert files(found) == files(captured(any_database)), "consistent, and of the newer state"


QUIET = {
    "temporary objects": (
        "CREATE TEMP TABLE t (id serial PRIMARY KEY, b text CHECK (b <> ''));"
        "CREATE TEMP VIEW tv AS SELECT id FROM t; CREATE TEMP SEQUENCE ts;"
        "CREATE FUNCTION pg_temp.tf() RETURNS int LANGUAGE sql AS 'SELECT 1';"
        "DROP FUNCTION pg_temp.tf"
    ),
    "rows": "INSERT INTO users SELECT n, 'x' FROM generate_series(1, 100) AS n",
    "a sequence's value": "SELECT nextval('numbers')",
    "a rolled back change": "BEGIN; ALTER TABLE users ADD COLUMN x int; ROLLBACK",
}


@pytest.mark.parametrize("sql", QUIET.values(), ids=QUIET.keys())
def test_a_busy_database_holds_still(any_database: str, interrupt: Interrupt, sql: str) -> None:
    run_sql(any_database, SCHEMA)
    reads = interrupt("table", lambda _: run_sql(any_database, sql))
    captured(any_database)
    assert reads == [1]


REWRITTEN = {
    "truncate": "TRUNCATE users, notes",
    "truncate and restart": "TRUNCATE kept RESTART IDENTITY",
    "reindex": "REINDEX TABLE users",
    "cluster": "CLUSTER kept USING kept_pkey",
    "vacuum full": "VACUUM FULL kept",
    "refresh": "REFRESH MATERIALIZED VIEW seen",
}


@pytest.mark.parametrize("sql", REWRITTEN.values(), ids=REWRITTEN.keys())
def test_what_writes_a_table_anew_is_no_change(
    any_database: str, interrupt: Interrupt, sql: str
) -> None:
    """However often it happens: from the second attempt on it is told from a change."""
    run_sql(any_database, f"{SCHEMA} CREATE TABLE kept (id serial PRIMARY KEY, b text)"
            " WITH (toast.autovacuum_enabled = false); CREATE MATERIALIZED VIEW seen AS SELECT 1;"
            "ALTER TABLE kept CLUSTER ON kept_pkey")  # fmt: skip
    before = files(captured(any_database))
    reads = interrupt("table", lambda _: run_sql(any_database, sql))
    assert files(captured(any_database)) == before
    assert reads == [1, 2]


@pytest.mark.parametrize("there", ["SEQUENCE numbers", "INDEX users_b", "TABLE notes"])
def test_a_name_that_goes_and_comes_back_is_a_change(
    database: str, interrupt: Interrupt, there: str
) -> None:
    """In between, what writes out expressions saw the other name."""
    run_sql(database, SCHEMA)
    thing, name = there.split()
    to_and_fro = f"ALTER {there} RENAME TO zzz; ALTER {thing} zzz RENAME TO {name}"
    interrupt("table", lambda _: run_sql(database, to_and_fro))
    with pytest.raises(CannotCapture, match="changed while it was read"):
        captured(database)


@pytest.mark.parametrize(
    "command", ["ANALYZE", "VACUUM (TRUNCATE false)", "VACUUM (FREEZE, TRUNCATE false)"]
)
def test_maintenance_is_no_change(any_database: str, interrupt: Interrupt, command: str) -> None:
    run_sql(any_database, f"{SCHEMA} INSERT INTO users SELECT n, 'x' FROM generate_series(1, 99) n")
    reads = interrupt("table", lambda _: run_sql(any_database, command))
    captured(any_database)
    assert reads == [1]


def test_temporary_objects_are_not_captured(any_database: str) -> None:
    with psycopg.connect(any_database, autocommit=True) as session:
        before = files(captured(any_database))
        session.execute(
            "CREATE TEMP TABLE t (id serial PRIMARY KEY, m text); CREATE INDEX ON t (m);"
            "CREATE TEMP VIEW tv AS SELECT id FROM t; CREATE TYPE pg_temp.tt AS (a int);"
            "CREATE FUNCTION pg_temp.tf() RETURNS int LANGUAGE sql AS 'SELECT 1'"
        )
        assert files(captured(any_database)) == before


def test_what_changes_all_the_time_is_a_gap(
    project: Project, database: str, interrupt: Interrupt
) -> None:
    run_sql(database, SCHEMA)
    reads = interrupt("table", lambda n: run_sql(database, f"CREATE TABLE t{n} ()"))
    with pytest.raises(CannotCapture, match=r"production: .*\n.*no deploy or migration"):
        capture(database, "production")
    assert len(reads) == catalog.ATTEMPTS
    result = project.run("snapshot")
    assert result.code == 2
    assert "changed while it was read" in result.err
    (entry,) = project.store.history.entries
    assert entry.header.failed
    assert entry.header.failure
    assert not (project.root / "snapshots/production/current").exists()
    assert "FAILED" in project.ok("log")
    check = project.run("check")
    assert check.code == 2, "a gap is never judged"


def test_a_lost_connection_is_a_gap(project: Project, database: str, interrupt: Interrupt) -> None:
    def kill(_: int) -> None:
        me = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
        run_sql(database, f"{me} application_name = 'schema-chronicle'")

    interrupt("table", kill)
    result = project.run("snapshot")
    assert result.code == 2
    assert "Traceback" not in result.err
    assert [entry.header.failed for entry in project.store.history.entries] == [True]


def test_an_invalid_index_is_captured_as_such(any_database: str) -> None:
    """What a failed CREATE INDEX CONCURRENTLY leaves behind."""
    run_sql(any_database, "CREATE TABLE users (a integer); INSERT INTO users VALUES (1), (1)")
    refused = pytest.raises(psycopg.errors.UniqueViolation)
    with psycopg.connect(any_database, autocommit=True) as session, refused:
        session.execute("CREATE UNIQUE INDEX CONCURRENTLY one_a ON users (a)")
    (index,) = users(captured(any_database)).indexes
    assert (index.name, index.valid) == ("one_a", False)


def test_a_role_without_rights_reads_it_all(database: str) -> None:
    run_sql(database, f"{SCHEMA} REVOKE ALL ON users FROM PUBLIC; ALTER ROLE reader LOGIN")
    lowly = captured(f"{database} user=reader")
    assert files(lowly) == files(captured(database))
    assert lowly.coverage.not_permitted == {}


def test_what_may_hold_secrets_is_for_superusers_and_is_said(database: str) -> None:
    run_sql(database, "ALTER ROLE reader LOGIN; CREATE EXTENSION postgres_fdw;")
    run_sql(database, "CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw;")
    lowly = captured(f"{database} user=reader")
    assert set(lowly.coverage.not_permitted) == {"user_mapping"}


def test_where_nobody_wrote_anything_the_catalog_is_not_summed_up_again(
    any_database: str, interrupt: Interrupt, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_sql(any_database, SCHEMA)
    summed: list[Any] = []
    fingerprint = catalog._fingerprint

    def counted(*args: Any) -> Any:
        summed.append(fingerprint(*args))
        return summed[-1]

    monkeypatch.setattr(catalog, "_fingerprint", counted)

    def times() -> int:
        summed.clear()
        captured(any_database)
        return len(summed)

    assert 1 in [times() for _ in range(5)], "autovacuum may write something now and then"
    interrupt("table", lambda read: run_sql(any_database, "INSERT INTO users VALUES (1)"))
    assert times() == 2, "somebody wrote something: only a fingerprint tells whether it matters"


def test_what_another_session_has_not_committed_moves_nothing(any_database: str) -> None:
    """It began before the capture and ends in the middle of it: that is seen."""
    run_sql(any_database, SCHEMA)
    with psycopg.connect(any_database) as writer, psycopg.connect(any_database) as reader:
        writer.execute("ALTER TYPE mood ADD VALUE 'new'")
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        moment = "SELECT pg_catalog.pg_current_snapshot()::text"
        before = reader.execute(moment).fetchone()
        reader.rollback()
        assert reader.execute(moment).fetchone() == before
        reader.rollback()
        writer.commit()
        assert reader.execute(moment).fetchone() != before
