"""What the server cannot tell of itself is named: damaged catalogs, missing libraries, odd bytes.

The damage is done to catalogs of the scratch server, which lets a superuser write them.
"""

from __future__ import annotations

import time

import psycopg
import pytest

from snapshot import model
from snapshot.catalog import capture
from snapshot.errors import CannotCapture
from snapshot.scratch import Server
from tests.conftest import Project, captured, run_sql


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)


SCHEMA = """
SET allow_system_table_mods = on;
CREATE FUNCTION gone(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE TABLE users (id integer, n integer);
CREATE TABLE others (id integer);
"""
FORGOTTEN = "; DELETE FROM pg_depend WHERE refobjid = 'gone'::regproc; DROP FUNCTION gone(integer)"
DAMAGED = {
    "a view": ("CREATE VIEW v AS SELECT gone(id) FROM users" + FORGOTTEN,
               "view v (cache lookup failed for function"),
    "two views": ("CREATE VIEW v AS SELECT gone(id) FROM users; CREATE VIEW w AS SELECT gone(1);"
                  "CREATE VIEW x AS SELECT 1" + FORGOTTEN, "; view w ("),
    "a view's rule": ("CREATE VIEW v AS SELECT 1; DELETE FROM pg_rewrite"
                      " WHERE ev_class = 'v'::regclass", "the view public.v in full"),
    "a default": ("ALTER TABLE users ADD m integer DEFAULT gone(1)" + FORGOTTEN,
                  "a column of table users (cache lookup failed for function"),
    "an index": ("CREATE INDEX i ON users (gone(id))" + FORGOTTEN, "an index of table users"),
    "a check": ("ALTER TABLE users ADD CHECK (gone(id) > 0)" + FORGOTTEN,
                "a check constraint of table users"),
    "a policy": ("CREATE POLICY p ON users USING (gone(id) > 0)" + FORGOTTEN,
                 "a policy of table users"),
}  # fmt: skip


@pytest.mark.parametrize(("harm", "says"), DAMAGED.values(), ids=DAMAGED.keys())
def test_what_the_server_cannot_write_out_is_named(any_database: str, harm: str, says: str) -> None:
    run_sql(any_database, SCHEMA + harm)
    with pytest.raises(CannotCapture) as caught:
        capture(any_database, "production")
    told = str(caught.value)
    assert told.startswith("production: ")
    assert says.replace(" v ", " public.v ").replace(" w ", " public.w ").replace(
        "table users", "table public.users") in told  # fmt: skip
    assert "others" not in told
    assert "make that object anew, or drop it" in told


def test_a_damaged_object_is_a_gap_that_names_it(project: Project, database: str) -> None:
    harm, _ = DAMAGED["a view"]
    run_sql(database, SCHEMA + harm)
    result = project.run("snapshot")
    assert (result.code, result.out) == (2, "")
    (entry,) = project.store.history.entries
    assert "view public.v (cache lookup failed" in (entry.header.failure or "")
    run_sql(database, "DROP VIEW v")
    project.ok("snapshot")


def test_a_library_that_is_missing_is_not_needed(any_database: str) -> None:
    """Reading loads no extension's library: what the catalog says of it is what we record."""
    run_sql(any_database, """
        SET allow_system_table_mods = on;
        CREATE EXTENSION citext;
        UPDATE pg_proc SET probin = '$libdir/gone' WHERE probin LIKE '%citext';
        CREATE TABLE users (email citext DEFAULT 'A'::citext);
        CREATE INDEX ON users (lower(email)) WHERE email IS NOT NULL;
        CREATE FUNCTION c(text) RETURNS text LANGUAGE internal STRICT AS 'textin';
        UPDATE pg_proc SET prolang = (SELECT oid FROM pg_language WHERE lanname = 'c'),
            probin = '$libdir/gone' WHERE proname = 'c';
        """)  # fmt: skip
    with pytest.raises(psycopg.errors.UndefinedFile), psycopg.connect(any_database) as session:
        session.execute("SELECT c('x')")
    found = captured(any_database).objects
    assert isinstance(found["public/tables/users"], model.Table)
    (made,) = [thing for thing in found.values() if isinstance(thing, model.Function)]
    assert made.library == "$libdir/gone"
    assert "extensions/citext" in found


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
        result = project.run("snapshot")
        assert (result.code, result.out) == (2, "")
        for word in ("production", "UTF8", says, "SQL_ASCII", "write it anew, in UTF-8"):
            assert word in result.err
        assert "Try again." not in result.err
    else:
        project.ok("snapshot")
        assert "café" in project.ok("show", "production", "t")
