"""`expected/*.yml`: what is not stated is not asserted; what is stated is judged, then as now."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from generator import formats, output
from generator.check import Check, check
from generator.side import Side
from snapshot import expectation
from snapshot.codec import digest
from snapshot.errors import ChronicleError
from snapshot.records import Coverage
from snapshot.store import Assertion
from tests.conftest import Project, captured, run_sql

SCHEMA = """
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE users (
    id integer PRIMARY KEY, email text NOT NULL UNIQUE, mood mood DEFAULT 'ok',
    boss integer REFERENCES users (id), CHECK (email <> '')
);
CREATE INDEX users_mood ON users (mood) WHERE mood IS NOT NULL;
CREATE TABLE bills (id integer, amount numeric);
GRANT SELECT (email) ON users TO reader;
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS 'SELECT n * 2';
CREATE SCHEMA billing;
CREATE TABLE billing.bills (id integer);
"""


@pytest.fixture
def facts(database: str) -> Side:
    run_sql(database, SCHEMA)
    found = captured(database)
    return Side(found.objects, found.identity, found.server, found.coverage, "production")


def asserted(tmp_path: Path, text: str, name: str = "core") -> dict[str, Assertion]:
    folder = tmp_path / "expected"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yml").write_text(text, "utf-8")
    return expectation.load(folder)


def judged(tmp_path: Path, facts: Side, text: str) -> Check:
    return check(asserted(tmp_path, text), facts)


def told(found: Check) -> list[tuple[str, str, str]]:
    return [(f.action, f"{f.object.rpartition('/')[2]}/{f.part}".rstrip("/"), f.field)
            for f in found.findings]  # fmt: skip


IN_SYNC = {
    "name only": "tables: {users: {}}",
    "in another schema": "tables: {billing.bills: {}}",
    "schema of the file": "schema: billing\ntables: {bills: {}}",
    "number of columns": "tables: {users: {columns: 4}}",
    "some columns": "tables: {users: {columns: {email: {type: text, nullable: false}, id: {}}}}",
    "columns in any order": "tables: {users: {columns: {mood: {}, email: {}, id: {}}}}",
    "a key": "tables: {users: {primary_key: {columns: [id]}}}",
    "an index": "tables: {users: {indexes: {users_mood: {predicate: (mood IS NOT NULL)}}}}",
    "numbers of parts": "tables: {users: {indexes: 1, foreign_keys: 1, check_constraints: 1}}",
    "a null value": "tables: {users: {comment: null}}",
    "an absent table": "tables: {old_users: null}",
    "an absent column": "tables: {users: {columns: {legacy: null}}}",
    "an absent key": "tables: {bills: {primary_key: null}}",
    "no indexes": "tables: {bills: {indexes: null}}",
    "an enum": "enums: {mood: {labels: [sad, ok]}}",
    "a function": "functions: {twice(integer): {returns: integer}}",
    "a schema": "schemas: {billing: {}}",
    "an extension": "extensions: {plpgsql: {}}",
    "a column's privilege": (
        "tables: {users: {columns: {email: {privileges: {reader: {privileges: [SELECT]}}}}}}"
    ),
}


@pytest.mark.parametrize("text", IN_SYNC.values(), ids=IN_SYNC.keys())
def test_what_is_true_is_in_sync(tmp_path: Path, facts: Side, text: str) -> None:
    found = judged(tmp_path, facts, text)
    assert (found.verdict, told(found)) == ("in sync", [])


DRIFT = {
    "a missing table": ("tables: {orders: {}}", [("removed", "orders", "")]),
    "in another schema": ("tables: {billing.orders: {}}", [("removed", "orders", "")]),
    "an unexpected table": ("tables: {users: null}", [("added", "users", "")]),
    "number of columns": ("tables: {users: {columns: 5}}", [("changed", "users", "columns.count")]),
    "no columns": ("tables: {users: {columns: 0}}", [("changed", "users", "columns.count")]),
    "a missing column": (
        "tables: {users: {columns: {age: {type: integer}}}}",
        [("removed", "users/columns/age", "")],
    ),
    "a column that must not be there": (
        "tables: {users: {columns: {boss: null}}}", [("added", "users/columns/boss", "")],
    ),
    "another type": (
        "tables: {users: {columns: {email: {type: citext}}}}",
        [("changed", "users/columns/email", "type")],
    ),
    "a default that must not be there": (
        "tables: {users: {columns: {mood: {default: null}}}}",
        [("changed", "users/columns/mood", "default")],
    ),
    "a key that must not be there": (
        "tables: {users: {primary_key: null}}", [("added", "users/primary_key", "")],
    ),
    "no foreign keys": (
        "tables: {users: {foreign_keys: null}}",
        [("added", "users/foreign_keys/users_boss_fkey", "")],
    ),
    "unlisted columns": (
        "tables: {users: {columns: {id: {}, email: {}}, unlisted: [columns]}}",
        [("added", "users/columns/boss", ""), ("added", "users/columns/mood", "")],
    ),
    "unlisted tables, and nothing listed": (
        "unlisted: [tables]", [("added", "bills", ""), ("added", "users", "")],
    ),
    "unlisted, in another schema": (
        "unlisted: {billing: [tables, views]}", [("added", "bills", "")],
    ),
    "unlisted, all of another schema": ("unlisted: {billing: all}", [("added", "bills", "")]),
    "unlisted, of the database": (
        "unlisted: {database: [schemas]}\nschemas: {public: {}}", [("added", "billing", "")],
    ),
    "unlisted tables": ("unlisted: [tables]\ntables: {users: {}}", [("added", "bills", "")]),
    "full": (
        "tables: {bills: {full: true, owner: postgres, columns: {id: {type: integer}}}}",
        [("added", "bills/columns/amount", "")],
    ),
    "full, in another order": (
        "tables: {bills: {full: true, columns: {amount: {type: numeric}, id: {type: integer}}}}",
        [("changed", "bills", "columns.order")],
    ),
    "an enum's labels": ("enums: {mood: {labels: [sad]}}", [("changed", "mood", "labels")]),
    "an extension": ("extensions: {citext: {}}", [("removed", "citext", "")]),
    "a column's privilege": (
        "tables: {users: {columns: {email: {privileges: {reader: null}}}}}",
        [("added", "users/columns/email/privileges/reader", "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DRIFT.values(), ids=DRIFT.keys())
def test_what_is_not_true_is_found(
    tmp_path: Path, facts: Side, text: str, expected: list[tuple[str, str, str]]
) -> None:
    found = judged(tmp_path, facts, text)
    assert (found.verdict, told(found)) == ("drift", expected)


@pytest.mark.parametrize("level", ["full", "counts", "names"])
def test_what_expect_writes_is_in_sync(project: Project, database: str, level: str) -> None:
    from tests.test_cases import CASES  # every kind there is, in one database

    run_sql(database, SCHEMA)
    for case in ("table/added_and_removed", "column/strange_names", "view/added_and_removed",
                 "function/added_and_removed", "enum/added_and_removed", "extension/added",
                 "domain/added_and_removed", "composite_type/added_and_removed",
                 "partition/deviating", "sequence/added_and_removed", "trigger/of_a_view",
                 "materialized_view/its_index"):  # fmt: skip
        schema = f'"{case.replace("/", " of. ")}"'
        run_sql(database, f"CREATE SCHEMA {schema}")
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(f"SET search_path = {schema}, public")
            for script in ("old.sql", "new.sql"):
                connection.execute((CASES / case / script).read_bytes())
    project.ok("snapshot")
    project.ok("expect", "production", "--level", level)
    result = project.run("check", "production", "--format", "json")
    assert json.loads(result.out)["findings"] == []
    assert result.code == 0, result.out
    text = (project.root / "expected/main.yml").read_text("utf-8")
    (project.root / "again").mkdir()
    again = asserted(project.root / "again", text)
    assert digest(again) == digest(expectation.load(project.root / "expected"))
    assert yaml.safe_load(text)["domain"] == "main"


BROKEN: dict[str, tuple[str, tuple[str, ...]]] = {
    "a misspelt kind": ("tabels: {users: {}}", ("tabels", "did you mean `tables`")),
    "a misspelt field": (
        "tables: {users: {colums: 4}}", ("tables.users.colums", "did you mean `columns`"),
    ),
    "a misspelt word of a column": (
        "tables: {users: {columns: {id: {tpye: text}}}}", ("users.columns.id.tpye", "`type`"),
    ),
    "yes as a name": ("tables: {on: {}}", ("bool True", "quote it")),
    "yes as a column": ("tables: {users: {columns: {on: {}}}}", ("bool True", "quote it")),
    "yes as a label": ("enums: {mood: {labels: [yes, no]}}", ("labels", "bool", "quote it")),
    "a number as a label": ("enums: {mood: {labels: [1.10]}}", ("labels", "float", "quote it")),
    "a number as text": ("extensions: {citext: {version: 1.10}}", ("version", "quote it")),
    "a number as the default": (
        "tables: {users: {columns: {id: {default: 0}}}}", ("default", "quote it"),
    ),
    "text as a number": ("sequences: {s: {start: ten}}", ("start", "int")),
    "text as a truth": ("tables: {users: {full: 'yes'}}", ("full", "true or false")),
    "a list of columns": ("tables: {users: {columns: [id]}}", ("columns", "mapping")),
    "text for unlisted": (
        "tables: {users: {unlisted: columns}}", ("tables.users.unlisted", "list"),
    ),
    "an unknown part": ("tables: {users: {unlisted: [colums]}}", ("colums", "`columns`")),
    "an unknown kind": ("unlisted: [tabels]", ("tabels", "`tables`")),
    "a table that is a word": ("tables: {users: yes}", ("users", "bool True")),
    "a list of tables": ("tables: [users]", ("tables", "mapping of names")),
    "a number as the domain": ("domain: 1.10", ("domain", "quote it")),
    "one key twice": ("tables:\n  users: {}\n  users: {}\n", (":3", "twice")),
    "one table twice": ("tables: {users: {}, public.users: {}}", ("public.users", "twice")),
    "not YAML": ("tables: {\n", ("core.yml:", "not YAML")),
    "fewer than none": ("tables: {users: {columns: -1}}", ("tables.users.columns", "from 0 on")),
    "a number beside full": (
        "tables: {users: {full: true, columns: 2}}", ("tables.users.columns", "full: true"),
    ),
    "the name again": ("tables: {users: {name: zz}}", ("tables.users.name", "leave it out")),
    "the schema again": ("tables: {users: {schema: zz}}", ("tables.users.schema", "leave it out")),
    "a column's name again": (
        "tables: {users: {columns: {id: {name: zz}}}}", ("users.columns.id.name", "leave it out"),
    ),
    "no name": ('tables: {"": {}}', ("tables.", "a name is due")),
    "no name after the schema": ('tables: {"billing.": {}}', ("tables.billing.", "both sides")),
    "no name of a column": (
        'tables: {users: {columns: {"": {}}}}', ("users.columns", "a name is due"),
    ),
    "no schema": ('schema: ""', ("schema", "a name is due")),
    "a word for unlisted": ("unlisted: everything", ("unlisted", "`all`")),
    "a truth for unlisted": ("unlisted: false", ("unlisted", "`all`")),
    "a word for a schema": ("unlisted: {billing: tables}", ("unlisted.billing", "`all`")),
    "a misspelt kind of a schema": (
        "unlisted: {billing: [tabels]}", ("unlisted.billing.tabels", "`tables`"),
    ),
    "a kind of the database in a schema": (
        "unlisted: {billing: [extensions]}", ("unlisted.billing.extensions", "`database`"),
    ),
    "a kind of a schema in the database": (
        "unlisted: {database: [tables]}", ("unlisted.database.tables", "schema's name"),
    ),
    "a schema that is a word": ("unlisted: {on: all}", ("unlisted.True", "quote it")),
    "a table renamed from itself": (
        "tables: {users: {renamed_from: users}}",
        ("public/tables/users", "its name now", "Leave `renamed_from` out"),
    ),
    "a column renamed from itself": (
        "tables: {users: {columns: {id: {renamed_from: id}}}}",
        ("tables.users.columns.id.renamed_from", "its name now", "leave `renamed_from` out"),
    ),
    "a number as the old name": (
        "tables: {users: {columns: {id: {renamed_from: 1}}}}", ("id.renamed_from", "quote it"),
    ),
    "two tables renamed from one": (
        "tables: {a: {renamed_from: c}, b: {renamed_from: c}}", ("public/tables/b", "tables/a"),
    ),
    "two columns renamed from one": (
        "tables: {t: {columns: {a: {renamed_from: c}, b: {renamed_from: c}}}}",
        ("tables.t.columns", "both `a` and `b`", "leave one out"),
    ),
    "a table and its old name": (
        "tables: {a: {renamed_from: b}, b: {}}", ("public/tables/a", "`public/tables/b`", "stated"),
    ),
    "a column and its old name": (
        "tables: {t: {columns: {a: {renamed_from: b}, b: {}}}}", ("tables.t.columns", "`b`"),
    ),
    "the old name of a key": (
        "tables: {t: {primary_key: {name: a, renamed_from: b}}}", ("primary_key", "leave it out"),
    ),
    "a label that is not there": (
        "enums: {mood: {labels: [ok], labels_renamed_from: {low: sad}}}",
        ("mood.labels_renamed_from.low", "state it"),
    ),
    "a label and its old name": (
        "enums: {mood: {labels: [low, sad], labels_renamed_from: {low: sad}}}", ("`sad`", "stated"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "says"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_misspelt_is_an_error_with_its_place(
    tmp_path: Path, text: str, says: tuple[str, ...]
) -> None:
    with pytest.raises(ChronicleError) as error:
        asserted(tmp_path, text)
    for word in ("core.yml", *says):
        assert word in str(error.value)


def test_a_table_that_two_domains_claim_names_both_files(tmp_path: Path) -> None:
    asserted(tmp_path, "tables: {users: {}}", "one")
    with pytest.raises(ChronicleError) as error:
        asserted(tmp_path, "tables: {public.users: {}}", "two")
    assert "one.yml" in str(error.value)
    assert "two.yml" in str(error.value)


@pytest.mark.parametrize("name", ["more.yaml", "UP.YAML", "more.YML"])
def test_a_file_with_the_other_ending_is_not_overlooked(tmp_path: Path, name: str) -> None:
    asserted(tmp_path, "tables: {users: {}}")
    (tmp_path / "expected" / name).write_text("tables: {bills: {}}")
    with pytest.raises(ChronicleError, match=name):
        expectation.load(tmp_path / "expected")


def test_the_order_of_columns_in_full_is_part_of_the_expectation(tmp_path: Path) -> None:
    text = "tables: {bills: {full: true, columns: {a: {type: text}, b: {type: text}}}}"
    other = "tables: {bills: {full: true, columns: {b: {type: text}, a: {type: text}}}}"
    assert digest(asserted(tmp_path, text)) != digest(asserted(tmp_path, other))


def _without(facts: Side, *kinds: str) -> Side:
    import msgspec

    captured = tuple(kind for kind in facts.coverage.captured if kind not in kinds)
    coverage = Coverage(captured=captured, not_permitted=dict.fromkeys(kinds, "permission denied"))
    return msgspec.structs.replace(facts, coverage=coverage)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("function", "functions: {twice(integer): {}}"),
        ("index", "tables: {users: {indexes: {users_mood: {}}}}"),
        ("index", "tables: {users: {indexes: 1}}"),
        ("policy", "tables: {users: {policies: null}}"),
        ("trigger", "tables: {users: {triggers: {t: null}}}"),
        ("privilege", "tables: {users: {columns: {email: {privileges: {reader: {}}}}}}"),
        ("index", "tables: {users: {unlisted: [indexes]}}"),
        ("enum", "unlisted: [enums]\ntables: {users: {}}"),
        ("trigger", "tables: {billing.bills: {full: true, columns: {id: {type: integer}}}}"),
    ],
)  # fmt: skip
def test_what_could_not_be_read_cannot_be_told(
    tmp_path: Path, facts: Side, kind: str, text: str
) -> None:
    found = judged(tmp_path, _without(facts, kind), text)
    assert (found.verdict, told(found)) == ("cannot tell", [])
    assert found.cannot_tell == {kind: "permission denied"}


def test_what_is_not_asserted_needs_not_be_read(tmp_path: Path, facts: Side) -> None:
    found = judged(tmp_path, _without(facts, "function", "index"), "tables: {users: {columns: 4}}")
    assert found.verdict == "in sync"


def test_a_finding_outweighs_what_cannot_be_told(tmp_path: Path, facts: Side) -> None:
    text = "tables: {users: {columns: 9, indexes: 1}}"
    found = judged(tmp_path, _without(facts, "index"), text)
    assert found.verdict == "drift"
    assert "index" in found.cannot_tell


def test_numbers_add_up(tmp_path: Path, facts: Side) -> None:
    text = "tables: {users: {columns: 4}, orders: {columns: 7}, gone: null}"
    numbers = judged(tmp_path, facts, text).tables
    assert numbers.expected == ("public/tables/orders", "public/tables/users")
    assert numbers.missing == ("public/tables/orders",)
    assert numbers.unexpected == ("billing/tables/bills", "public/tables/bills")
    assert len(numbers.found) == 3
    assert (numbers.columns_expected, numbers.columns_found) == (11, 7)


def test_nothing_asserted_cannot_be_told(project: Project, database: str) -> None:
    project.ok("snapshot")
    result = project.run("check")
    assert result.code == 3
    assert "cannot tell" in result.out
    assert "nothing is asserted" in result.out


def test_a_refused_catalog_is_cannot_tell(
    project: Project, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real role that may not read one catalog: the kind is missing, the rest is there."""
    run_sql(database, f"{SCHEMA} REVOKE SELECT ON pg_catalog.pg_language FROM PUBLIC")
    run_sql(database, "ALTER ROLE reader LOGIN")
    monkeypatch.setenv("TEST_DATABASE_URL", f"{database} user=reader")
    out = project.ok("snapshot")
    assert "not permitted: function" in out
    project.write("expected/core.yml", "functions: {twice(integer): {}}\n")
    assert project.run("check").code == 3
    project.write("expected/core.yml", "tables: {users: {}}\n")
    assert project.run("check").code == 0
    run_sql(database, "REVOKE SELECT ON pg_catalog.pg_class FROM PUBLIC")
    result = project.run("snapshot")
    assert result.code == 2
    assert "permission denied for table pg_class" in result.err
    assert project.store.history.entries[-1].header.failed


def test_the_past_is_judged_by_the_expectation_of_then(project: Project, database: str) -> None:
    def verdict(*ref: str) -> tuple[int, dict[str, Any]]:
        result = project.run("check", *ref, "--format", "json")
        return result.code, json.loads(result.out)

    run_sql(database, "CREATE TABLE users (id integer)")
    project.write("expected/core.yml", "tables: {users: {columns: 1}}\n")
    project.ok("snapshot", "--at", "2025-01-01T00:00:00Z")
    project.ok("snapshot", "--at", "2025-01-02T00:00:00Z")
    run_sql(database, "ALTER TABLE users ADD COLUMN email text")
    project.ok("snapshot", "--at", "2025-01-03T00:00:00Z")
    project.write("expected/core.yml", "tables: {users: {columns: 2}}\n")
    project.ok("snapshot", "--at", "2025-01-04T00:00:00Z")
    assert len(project.store.expectations.entries) == 2
    codes = [verdict(f"production@2025-01-0{day}")[0] for day in (1, 2, 3, 4)]
    assert codes == [0, 0, 1, 0]
    code, found = verdict("production@2025-01-03")
    assert found["old"] == "expected@2025-01-01T00:00:00Z"
    assert found["summary"]["columns_expected"] == 1
    assert verdict("production~1") == (code, found)
    project.write("expected/core.yml", "tables: {users: {columns: 3}}\n")
    assert verdict("production")[0] == 1, "the latest one is judged by the files as they stand"
    assert verdict("live:production")[0] == 1
    assert verdict("production@2025-01-04")[0] == 0


ROGUES = {
    "CREATE TABLE billing.rogue (id integer)": "billing/tables/rogue",
    "CREATE VIEW billing.rogues AS SELECT 1": "billing/views/rogues",
    "CREATE SEQUENCE rogue": "public/sequences/rogue",
    "CREATE SCHEMA rogue": "schemas/rogue",
    "CREATE EXTENSION hstore": "extensions/hstore",
    "CREATE PUBLICATION rogue": "publications/rogue",
    "CREATE FUNCTION empty.rogue() RETURNS int LANGUAGE sql AS 'SELECT 1'":
        "empty/functions/rogue%28%29",
}  # fmt: skip


@pytest.mark.parametrize("level", ["full", "names"])
def test_what_was_adopted_is_held(project: Project, database: str, level: str) -> None:
    """Whatever comes later, of any kind and anywhere, is a finding."""
    run_sql(database, f"{SCHEMA}; CREATE SCHEMA empty; CREATE SCHEMA database")
    project.ok("snapshot")
    project.ok("expect", "production", "--level", level)
    assert project.run("check", "live:production").code == 0
    run_sql(database, ";".join(ROGUES))
    result = project.run("check", "live:production", "--format", "json")
    named = {finding["object"] for finding in json.loads(result.out)["findings"]}
    assert set(ROGUES.values()) <= named
    assert result.code == 1


def test_patterns_close_what_they_wrote_where_they_wrote_it(
    project: Project, database: str
) -> None:
    run_sql(database, SCHEMA)
    project.ok("snapshot")
    project.ok("expect", "production", "public.*", "billing.bills")
    text = (project.root / "expected/main.yml").read_text("utf-8")
    assert yaml.safe_load(text)["unlisted"] == {
        "billing": ["tables"], "public": ["tables", "enums", "functions"],
    }  # fmt: skip
    run_sql(database, "CREATE SCHEMA rogue; CREATE SEQUENCE billing.s")
    assert project.run("check", "live:production").code == 0
    run_sql(database, "CREATE TABLE billing.rogue ()")
    assert "`billing.rogue` is not expected" in project.run("check", "live:production").out


def test_one_schema_is_closed_with_one_word(project: Project, database: str) -> None:
    run_sql(database, "CREATE TABLE users ()")
    project.ok("snapshot")
    project.ok("expect", "production")
    assert "unlisted: all\n" in (project.root / "expected/main.yml").read_text("utf-8")


def test_what_only_all_closes_and_nobody_could_read_is_a_note(tmp_path: Path, facts: Side) -> None:
    seen = _without(facts, "publication", "collation")
    found = judged(tmp_path, seen, "unlisted: {database: all, public: all}\ntables: {users: {}}")
    assert found.cannot_tell == {}
    assert found.not_held == dict.fromkeys(["collation", "publication"], "permission denied")
    assert found.verdict == "drift"
    shown = output.of_check("e", "p", found, seen.coverage)
    assert "note: `unlisted: all` says nothing about publication: permission" in formats.text(shown)
    assert "note: `unlisted: all` says nothing about publication" in formats.markdown(shown)
    empty = judged(tmp_path, seen, "unlisted: {rogue: all}")
    assert (empty.verdict, list(empty.not_held)) == ("in sync", ["collation"])
    named = judged(tmp_path, seen, "unlisted: {rogue: all, database: [publications]}")
    assert (named.verdict, list(named.cannot_tell)) == ("cannot tell", ["publication"])


def test_an_ordinary_role_adopts_what_it_can_read(
    project: Project, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may not read user mappings: the server is not stated in full, the rest is held."""
    run_sql(
        database,
        "CREATE EXTENSION file_fdw; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;"
        "CREATE TABLE users (); ALTER ROLE reader LOGIN",
    )
    monkeypatch.setenv("TEST_DATABASE_URL", f"{database} user=reader")
    assert "not permitted: user_mapping" in project.ok("snapshot")
    project.ok("expect", "production")
    told = yaml.safe_load((project.root / "expected/main.yml").read_text("utf-8"))
    assert "full" not in told["foreign_servers"]["files"]
    assert told["tables"]["users"]["full"] is True
    result = project.run("check")
    assert (result.code, "verdict: in sync" in result.out) == (0, True), result.out


def test_columns_are_compared_where_tables_state_them(tmp_path: Path, facts: Side) -> None:
    def numbers(text: str) -> str:
        found = judged(tmp_path, facts, text)
        return formats.numbers(output.of_check("e", "p", found, facts.coverage))

    some = "; 7 columns found, of which 4 are in tables that state how many: 4 expected"
    assert numbers("tables: {users: {columns: 4}, bills: {}}").endswith(some)
    every = "tables: {users: {columns: 4}, bills: {columns: 2}, billing.bills: {columns: 1}}"
    assert numbers(every).endswith("; 7 columns found, 7 expected")
    assert numbers("tables: {users: {}}").endswith("how many are expected is not asserted")
