"""Captures of a database that others work on at the same time: they wait, fail, or are whole."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Callable, Iterator

import msgspec
import psycopg
import pytest

from snapshot import model, session
from snapshot.catalog import Capture
from snapshot.errors import CannotCapture
from snapshot.verify import verify
from tests.conftest import Project, captured, run_sql
from tests.test_cases import files

Session = psycopg.Connection[tuple[object, ...]]


@contextlib.contextmanager
def busy(url: str, *deeds: Callable[[Session, int], object]) -> Iterator[list[int]]:
    """Each deed again and again, in a thread and a session of its own; counts what was done."""
    enough, done = threading.Event(), [0] * len(deeds)
    faults: list[BaseException] = []

    def work(which: int) -> None:
        with psycopg.connect(url, autocommit=True) as session:
            while not enough.is_set():
                try:
                    deeds[which](session, done[which])
                except (psycopg.errors.DeadlockDetected, psycopg.errors.LockNotAvailable):
                    session.rollback()
                except BaseException as fault:
                    faults.append(fault)
                    return
                done[which] += 1

    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(deeds))]
    for thread in threads:
        thread.start()
    try:
        deadline = time.monotonic() + 30
        while not all(done) and not faults and time.monotonic() < deadline:
            time.sleep(0.01)
        yield done
    finally:
        enough.set()
        for thread in threads:
            thread.join()
    assert faults == []
    assert all(done), "each deed was done"


def statements(*told: str) -> Callable[[Session, int], object]:
    return lambda session, n: session.execute(told[n % len(told)])


def test_a_database_under_maintenance_holds_still(any_database: str) -> None:
    run_sql(any_database, """
        CREATE TABLE users (id serial PRIMARY KEY, email text DEFAULT lower('X'));
        CREATE INDEX users_email ON users (lower(email)) WHERE email IS NOT NULL;
        ALTER TABLE users CLUSTER ON users_pkey, ADD CHECK (email <> '');
        CREATE TABLE log (id integer, told text);
        CREATE INDEX log_told ON log (upper(told));
        CREATE VIEW seen AS SELECT id FROM users;
        CREATE MATERIALIZED VIEW summed AS SELECT count(*) AS n FROM users;
        """)  # fmt: skip
    before = files(captured(any_database))
    with busy(
        any_database,
        statements("CREATE TEMP TABLE t (id serial PRIMARY KEY, b text)", "DROP TABLE t"),
        statements("CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                   "CREATE DOMAIN pg_temp.d AS text", "DROP DOMAIN pg_temp.d",
                   "DROP FUNCTION pg_temp.f()"),
        statements("INSERT INTO users (email) VALUES ('x')", "TRUNCATE users RESTART IDENTITY",
                   "VACUUM FULL users", "CLUSTER users", "REFRESH MATERIALIZED VIEW summed"),
        statements("TRUNCATE log", "REINDEX TABLE log", "ANALYZE log", "VACUUM log",
                   "VACUUM FREEZE log", "SELECT nextval('users_id_seq')"),
    ):  # fmt: skip
        for _ in range(5):
            assert files(captured(any_database)) == before


GENERATION = """
ALTER TABLE t0 RENAME COLUMN c{old} TO c{new}; ALTER TABLE t1 RENAME COLUMN c{old} TO c{new};
COMMENT ON TABLE t0 IS '{new}'; COMMENT ON TABLE t1 IS '{new}';
CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT {new}';
DROP VIEW v{old}; CREATE VIEW v{new} AS SELECT c{new} + {new} AS x FROM t0;
ALTER INDEX i{old} RENAME TO i{new}; ALTER SEQUENCE s{old} RENAME TO s{new};
DROP TABLE u{old}; CREATE TABLE u{new} (a int CHECK (a <> {new}));
ALTER TYPE mood RENAME VALUE 'm{old}' TO 'm{new}';
"""


def generations(found: Capture) -> set[str]:
    """The numbers that stand in a state: one transaction gives all things the same."""
    schema = {key: thing for key, thing in found.objects.items() if "databases/" not in key}
    told = files(msgspec.structs.replace(found, objects=schema))
    return set(re.findall(r"(?<![\d.:])\d{4,}", told))


def test_a_schema_that_changes_all_the_time_is_whole_or_not_had(any_database: str) -> None:
    run_sql(any_database, """
        CREATE TYPE mood AS ENUM ('m1000'); CREATE SEQUENCE s1000;
        CREATE TABLE t0 (c1000 int DEFAULT nextval('s1000'), m mood);
        ALTER TABLE t0 ADD CONSTRAINT high CHECK (c1000 > 0);
        CREATE TABLE t1 (c1000 int, CONSTRAINT low CHECK (c1000 < 5));
        CREATE INDEX i1000 ON t0 ((c1000 + 1)) WHERE c1000 > 2;
        CREATE TABLE u1000 (a int); CREATE VIEW v1000 AS SELECT c1000 + 1000 AS x FROM t0;
        CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1000';
        COMMENT ON TABLE t0 IS '1000'; COMMENT ON TABLE t1 IS '1000';
        """)  # fmt: skip

    def renew(session: Session, n: int) -> None:
        session.execute(GENERATION.format(old=1000 + n, new=1001 + n).encode())
        time.sleep(0.3)  # now and then a capture fits in between

    def to_and_fro(session: Session, n: int) -> None:
        session.execute("CREATE TABLE passing (a int)")
        session.execute(
            "CREATE INDEX ON passing ((a + 1)); CREATE VIEW pv AS SELECT a FROM passing"
        )
        session.execute("DROP TABLE passing CASCADE")
        time.sleep(0.3)

    had, failed = 0, 0
    with busy(any_database, renew, to_and_fro):
        for _ in range(4):
            try:
                found = captured(any_database)
            except CannotCapture as error:
                assert "attempts" in str(error)
                failed += 1
            else:
                assert len(generations(found)) == 1
                had += 1
    assert had + failed == 4
    assert len(generations(captured(any_database))) == 1, "it holds still again"


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Locks are waited for not quite so long."""
    monkeypatch.setitem(session.SETTINGS, "lock_timeout", "200ms")
    monkeypatch.setattr(time, "sleep", lambda _: None)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("role", ["postgres", "reader"])
def test_a_lock_that_stays_is_named_with_its_holder(
    project: Project, database: str, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    run_sql(database, "ALTER ROLE reader LOGIN; CREATE TABLE users (id int);"
            "CREATE VIEW \"The View\" AS SELECT id FROM users")  # fmt: skip
    monkeypatch.setenv("TEST_DATABASE_URL", f"{database} user={role}")
    with psycopg.connect(database, application_name="migrate 7") as migration:
        migration.execute('LOCK TABLE "The View" IN ACCESS EXCLUSIVE MODE')
        migration.execute("SELECT 'a secret'")
        pid = migration.info.backend_pid
        result = project.run("snapshot")
    assert result.code == 2
    state = ", idle in transaction" if role == "postgres" else ""
    held = (
        f'no lock within 200ms on public."The View", which process {pid} (migrate 7{state}) keeps'
    )
    assert held in result.err
    assert f"end it: SELECT pg_terminate_backend({pid})" in result.err
    assert "a secret" not in result.err
    (entry,) = project.store.history.entries
    assert entry.header.failed
    assert held in (entry.header.failure or "")
    assert "FAILED" in project.ok("log").splitlines()[0]
    assert verify(project.store).problems == ()
    project.ok("snapshot")


@pytest.mark.usefixtures("hasty")
def test_a_lock_that_is_given_back_is_waited_for(database: str) -> None:
    run_sql(database, "CREATE TABLE users (id int); CREATE VIEW v AS SELECT id FROM users")
    with psycopg.connect(database) as migration:
        migration.execute("LOCK TABLE v IN ACCESS EXCLUSIVE MODE")
        threading.Timer(0.5, migration.commit).start()
        assert isinstance(captured(database).objects["public/views/v"], model.View)


def test_a_migration_is_never_ended_for_our_sake(database: str) -> None:
    """It locks the one view, then the other, which we have read: we give way, and read again."""
    run_sql(database, "CREATE TABLE users (id int); CREATE VIEW a AS SELECT id FROM users;"
            "CREATE VIEW b AS SELECT id FROM users")  # fmt: skip
    faults: list[BaseException] = []

    def migrate(session: Session, n: int) -> None:
        first, second = ("a", "b") if n % 2 else ("b", "a")
        with session.transaction():
            session.execute(f"LOCK TABLE {first} IN ACCESS EXCLUSIVE MODE".encode())
            time.sleep(0.05)
            try:
                session.execute(f"LOCK TABLE {second} IN ACCESS EXCLUSIVE MODE".encode())
            except psycopg.errors.DeadlockDetected as fault:
                faults.append(fault)
                raise
        time.sleep(0.05)

    with busy(database, migrate):
        for _ in range(4):
            captured(database)
    assert faults == []
