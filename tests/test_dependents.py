"""What depends on what, as the server knows it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from generator.diff import diff
from generator.side import Side
from snapshot import model, scope
from snapshot.catalog import Capture
from snapshot.codec import digest, segment
from snapshot.dependents import unfold, word
from tests.conftest import REPOSITORY, Servers, captured, run_sql
from tests.test_zero import restored

SCRIPT = """
CREATE TYPE state AS ENUM ('new', 'old');
CREATE TYPE address AS (street text, since state);
CREATE DOMAIN mail AS text CHECK (VALUE <> '');
CREATE TYPE span AS RANGE (subtype = float8);
CREATE FUNCTION day() RETURNS date LANGUAGE sql STABLE AS 'SELECT current_date';
CREATE FUNCTION twice(text) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT $1 || $1';
CREATE SEQUENCE numbers;
CREATE TABLE users (
    id serial PRIMARY KEY, email mail UNIQUE, first text, last text, state state, spans span[],
    spot point, number bigint DEFAULT nextval('numbers'), made date DEFAULT day(),
    "full" text GENERATED ALWAYS AS (first || twice(last)) STORED, CHECK (first <> last),
    EXCLUDE USING gist (spot WITH ~=)
);
CREATE INDEX plain ON users (last);
CREATE INDEX computed ON users (lower(first)) WHERE last IS NOT NULL;
CREATE TABLE orders (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id int REFERENCES users, parent int REFERENCES orders, whole users
);
CREATE VIEW active AS SELECT id, email FROM users WHERE state = 'new';
CREATE VIEW number_of_active AS SELECT count(*) FROM active;
CREATE MATERIALIZED VIEW lasts AS SELECT last FROM users;
CREATE FUNCTION mails() RETURNS bigint LANGUAGE sql
    BEGIN ATOMIC SELECT count(email) FROM users; END;
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER stamp BEFORE UPDATE OF email ON users FOR EACH ROW
    WHEN (new.first IS DISTINCT FROM old.first) EXECUTE FUNCTION stamp();
CREATE POLICY own ON users USING (id = 1 AND EXISTS (
    SELECT FROM orders WHERE orders.user_id = users.id
));
CREATE STATISTICS names ON first, last FROM users;
CREATE PUBLICATION few FOR TABLE users (id, first) WHERE (id > 3);
CREATE PUBLICATION every FOR TABLES IN SCHEMA public;
CREATE TABLE parts (id int, state state) PARTITION BY RANGE (id);
CREATE TABLE part PARTITION OF parts FOR VALUES FROM (0) TO (10);
CREATE VIEW of_part AS SELECT state FROM part;
CREATE TABLE child (x int) INHERITS (orders);
CREATE RULE watch AS ON INSERT TO child WHERE new.x > 3 DO ALSO SELECT 1;
CREATE VIEW streets AS SELECT (row('a', 'new')::address).since;
CREATE EXTENSION citext;
CREATE TABLE odd ("A b/c" citext, "é." int);
CREATE VIEW "V w" AS SELECT "A b/c" FROM odd;
CREATE VIEW "V w 2" AS SELECT * FROM "V w";
"""
U = "public/tables/users"
EXPECTED = {
    "extensions/citext": {"": "public/tables/odd columns/%41%20b%2fc, public/views/%56%20w, "
        "public/views/%56%20w%202"},
    "public/composite_types/address": {
        "": "public/views/streets", "attributes/since": "public/views/streets",
    },
    "public/domains/mail": {"": f"{U} columns/email, public/views/active"},
    "public/enums/state": {
        "": "public/composite_types/address attributes/since, public/tables/parts columns/state, "
        f"{U} columns/state, public/views/active, public/views/of_part, public/views/streets",
    },
    "public/functions/day%28%29": {"": f"{U} columns/made default"},
    "public/functions/stamp%28%29": {"": f"{U} triggers/stamp"},
    "public/functions/twice%28text%29": {"": f"{U} columns/full"},
    "public/range_types/span": {"": f"{U} columns/spans"},
    "public/sequences/numbers": {"": f"{U} columns/number default"},
    "public/sequences/users_id_seq": {"": f"{U} columns/id default"},
    "public/tables/child": {"columns/x": "public/tables/child rules/watch"},
    "public/tables/odd": {"columns/%41%20b%2fc": "public/views/%56%20w"},
    "public/tables/orders": {
        "": "public/tables/child",
        "columns/id": "public/tables/orders foreign_keys/orders_parent_fkey",
        "columns/user_id": f"{U} policies/own",
        "primary_key": "public/tables/orders foreign_keys/orders_parent_fkey",
    },
    "public/tables/parts": {"partitions/public%2epart": "public/views/of_part"},
    U: {
        "": "public/tables/child columns/whole, public/tables/orders columns/whole, "
        "publications/few tables/public%2eusers",
        "columns/email": f"public/functions/mails%28%29, {U} triggers/stamp, public/views/active",
        "columns/first": f"public/statistics/names, {U} check_constraints/users_check, "
        f"{U} columns/full, {U} indexes/computed, {U} triggers/stamp, "
        "publications/few tables/public%2eusers",
        "columns/id": f"public/sequences/users_id_seq, "
        f"public/tables/orders foreign_keys/orders_user_id_fkey, {U} policies/own, "
        "public/views/active, publications/few tables/public%2eusers",
        "columns/last": "public/materialized_views/lasts, public/statistics/names, "
        f"{U} check_constraints/users_check, {U} columns/full, {U} indexes/computed",
        "columns/spot": f"{U} exclusion_constraints/users_spot_excl",
        "columns/state": "public/views/active",
        "primary_key": "public/tables/orders foreign_keys/orders_user_id_fkey",
    },
    "public/views/%56%20w": {"columns/%41%20b%2fc": "public/views/%56%20w%202"},
    "public/views/active": {"": "public/views/number_of_active"},
    "schemas/public": {"": "publications/every"},
}  # fmt: skip


def side(found: Capture, database: str = "x") -> Side:
    return Side(
        found.objects, found.identity, found.server, found.coverage, database,
        dependents=found.dependents,
    )  # fmt: skip


def listed(found: Capture) -> dict[str, dict[str, str]]:
    assert found.dependents is not None
    return {
        key: {part: ", ".join(users) for part, users in parts.items()}
        for key, parts in found.dependents.items()
    }


def test_every_edge_is_told_in_keys_and_parts(any_database: str) -> None:
    run_sql(any_database, SCRIPT)
    found = captured(any_database)
    assert listed(found) == EXPECTED
    assert found.dependents
    for key, parts in found.dependents.items():
        assert key in found.objects
        for part, users in parts.items():
            assert stands(found, key, part), (key, part)
            for user in users:
                assert stands(found, *unfold(user)[:2]), user


def stands(found: Capture, key: str, part: str) -> bool:
    """Whether the model has what a place names."""
    thing: object = found.objects[key]
    steps = part.split("/") if part else []
    while steps and thing:
        field, *steps = steps
        inside = getattr(thing, field)
        if not model.is_single(type(thing), field):
            name, *steps = steps
            inside = next((p for p in inside if segment(getattr(p, p.KEY)) == name), None)
        thing = inside
    return thing is not None


def test_who_may_only_connect_is_told_the_same(any_database: str) -> None:
    run_sql(any_database, SCRIPT)
    run_sql(any_database, "ALTER ROLE reader LOGIN; REVOKE ALL ON SCHEMA public FROM PUBLIC")
    assert captured(f"{any_database} user=reader").dependents == captured(any_database).dependents


def test_where_they_may_not_be_read_they_are_unknown(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    from snapshot import catalog

    rows = catalog._rows

    def refusing(connection: catalog.Session, kind: str, query: str) -> list[catalog.Row]:
        if kind == "_dependents":
            error = psycopg.errors.InsufficientPrivilege("permission denied for table pg_depend")
            error.kind = kind  # type: ignore[attr-defined]
            raise error
        return rows(connection, kind, query)

    run_sql(database, "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t")
    monkeypatch.setattr(catalog, "_rows", refusing)
    found = captured(database)
    assert found.dependents is None
    assert found.coverage.not_permitted["dependents"].startswith("permission denied")
    assert "table" in found.coverage.captured
    assert "_dependents" not in found.coverage.captured


@pytest.mark.parametrize("major", ["18", "15"])
def test_a_restored_dump_has_the_same(servers: Servers, major: str, tmp_path: Path) -> None:
    server = servers.get(major)
    with server.database() as source, server.database() as target:
        run_sql(source, "CREATE TABLE dropped (id int); CREATE TYPE gone AS ENUM ()")
        run_sql(source, SCRIPT + "DROP TABLE dropped; DROP TYPE gone")
        restored(server, source, target, tmp_path)
        before, after = captured(source), captured(target)
        assert digest(before.dependents) == digest(captured(source).dependents)
        assert digest(before.dependents) == digest(after.dependents)
        assert diff(side(before), side(after, "y")).changes == ()


SEEDED = """
import sys
from snapshot.catalog import capture
import msgspec
sys.stdout.buffer.write(msgspec.json.encode(capture(sys.argv[1], "x").dependents))
"""


def test_the_hash_seed_is_not_seen(database: str) -> None:
    run_sql(database, SCRIPT)
    seen = {
        subprocess.run(
            [sys.executable, "-c", SEEDED, database], cwd=REPOSITORY, capture_output=True,
            check=True, env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "4711")
    }  # fmt: skip
    assert len(seen) == 1


def test_temporary_things_leave_no_trace(database: str) -> None:
    import psycopg

    run_sql(database, "CREATE TABLE t (a int)")
    with psycopg.connect(database, autocommit=True) as session:
        session.execute("CREATE TEMPORARY VIEW passing AS SELECT a FROM t")
        assert captured(database).dependents == {}


def test_what_is_out_of_scope_is_left_out(database: str) -> None:
    run_sql(database, SCRIPT)
    found = scope.narrow(captured(database), (), ("public.active", "public.orders"))
    assert found.dependents
    assert "public/views/active" not in found.dependents
    text = msgspec.json.encode(found.dependents).decode()
    assert not re.search(r"views/active|tables/orders", text)
    assert f"{U} triggers/stamp" in found.dependents[U]["columns/email"]


@pytest.mark.parametrize(
    ("place", "field"),
    [(("a/tables/b", ""), ""), (("a/tables/b", "columns/c"), ""),
     (("a/tables/b%20c", "columns/d"), "default")],
)  # fmt: skip
def test_a_word_is_read_as_it_was_written(place: tuple[str, str], field: str) -> None:
    assert unfold(word(place, field)) == (*place, field)
