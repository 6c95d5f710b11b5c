"""Names with `*` and `?` in `expected/`: said of all that fit, weaker than what is said by name."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Project, run_sql

AUDIT = """
CREATE TABLE audit_users (id integer, at timestamptz NOT NULL, by text);
CREATE TABLE audit_bills (id integer, at timestamptz, by text);
CREATE TABLE users (id integer, created_at timestamptz, updated_at timestamp);
"""


def findings(project: Project, text: str) -> list[tuple[str, str, str]]:
    """(rule, object, part) of what `check` finds with one domain file."""
    project.write("expected/core.yml", text)
    found = project.run("check", "--format", "json")
    assert found.code in (0, 1, 3), found.err
    told = json.loads(found.out)["findings"]
    return sorted((f["rule"], f["object"].rpartition("/")[2], f["part"]) for f in told)


@pytest.fixture
def audited(project: Project, database: str) -> Project:
    run_sql(database, AUDIT)
    project.ok("snapshot")
    return project


def test_a_pattern_claims_what_fits(audited: Project) -> None:
    closed = "unlisted: [tables]\ntables:\n  users: {}\n"
    assert [f[1] for f in findings(audited, closed)] == ["audit_bills", "audit_users"]
    assert findings(audited, f'{closed}  "audit_*": {{}}\n') == []
    assert [f[1] for f in findings(audited, f'{closed}  "audit_b????": {{}}\n')] == ["audit_users"]


def test_what_it_states_is_stated_of_each(audited: Project) -> None:
    text = 'tables:\n  "audit_*": {columns: {at: {nullable: false}, by: {type: text}}}\n'
    assert findings(audited, text) == [("column-nullable-changed", "audit_bills", "columns/at")]


def test_a_name_holds_against_a_pattern(audited: Project) -> None:
    text = (
        'tables:\n  "audit_*": {columns: {at: {nullable: false}, lost: {}}}\n'
        "  audit_bills: {columns: {at: {nullable: true}, lost: null}}\n"
    )
    assert findings(audited, text) == [("column-removed", "audit_users", "columns/lost")]


def test_a_longer_pattern_holds_against_a_shorter_one(audited: Project) -> None:
    text = (
        'tables:\n  "*": {columns: {id: {type: uuid}}}\n'
        '  "audit_*": {columns: {id: {type: integer}}}\n'
    )
    assert findings(audited, text) == [("column-type-changed", "users", "columns/id")]


def test_nothing_that_fits_may_be_there(audited: Project) -> None:
    text = 'tables:\n  "audit_*": null\n  audit_users: {}\n'
    assert findings(audited, text) == [("table-added", "audit_bills", "")]


def test_patterns_of_parts(audited: Project) -> None:
    text = 'tables:\n  users:\n    columns: {"*_at": {type: timestamp with time zone}}\n'
    assert findings(audited, text) == [("column-type-changed", "users", "columns/updated_at")]
    text = 'tables:\n  "us*":\n    columns: {"*_at": null, created_at: {}}\n'
    assert findings(audited, text) == [("column-added", "users", "columns/updated_at")]


def test_a_pattern_of_parts_lists_what_fits(audited: Project) -> None:
    text = 'tables:\n  users: {unlisted: [columns], columns: {id: {}, "*_at": {}}}\n'
    assert findings(audited, text) == []
    text = 'tables:\n  users: {unlisted: [columns], columns: {"*_at": {}}}\n'
    assert findings(audited, text) == [("column-added", "users", "columns/id")]


def test_what_nothing_fits_is_told(audited: Project) -> None:
    audited.write(
        "expected/core.yml",
        'tables:\n  "audit_*": {}\n  "log_*": {}\n  "tmp_*": null\n'
        '  users: {columns: {"x*": {}}}\n',
    )
    told = audited.ok("check")
    assert "nothing fits the pattern `public/tables/log_*`" in told
    assert "nothing fits the pattern `public/tables/users columns/x*`" in told
    assert "audit_*" not in told and "tmp_*" not in told, "that nothing fits it is what it says"


def test_any_schema(audited: Project, database: str) -> None:
    run_sql(database, "CREATE SCHEMA archive; CREATE TABLE archive.audit_old (id integer)")
    audited.ok("snapshot")
    text = 'tables:\n  "*.audit_*": {columns: {at: {}}}\n'
    assert findings(audited, text) == [("column-removed", "audit_old", "columns/at")]


def test_a_quoted_name_is_no_pattern(audited: Project, database: str) -> None:
    run_sql(database, 'CREATE TABLE "audit_*" (id integer)')
    audited.ok("snapshot")
    text = "unlisted: [tables]\ntables:\n  users: {}\n  '\"audit_*\"': {}\n"
    assert [f[1] for f in findings(audited, text)] == ["audit_bills", "audit_users"]


def test_odd_names_are_adopted_as_names(project: Project, database: str) -> None:
    run_sql(
        database,
        'CREATE SCHEMA "s*"; CREATE TABLE "s*"."t?" ("c*" integer, c1 integer);'
        'CREATE TABLE "a*b" ("c*" integer, c1 integer)',
    )
    project.ok("snapshot")
    project.ok("expect", "production")
    assert "verdict: in sync" in project.ok("check")
    run_sql(database, 'CREATE TABLE axb (id integer); ALTER TABLE "s*"."t?" DROP COLUMN c1')
    project.ok("snapshot")
    found = json.loads(project.run("check", "--format", "json").out)["findings"]
    assert {(f["rule"], f["object"]) for f in found} == {
        ("table-added", "public/tables/axb"), ("column-removed", "s%2a/tables/t%3f"),
    }  # fmt: skip
    text = "tables:\n  '\"a*b\"': {columns: {'\"c*\"': {type: text}}}\n"
    (project.root / "expected/main.yml").unlink()
    assert findings(project, text) == [("column-type-changed", "a%2ab", "columns/c%2a")]


def test_an_operator_is_called_so(audited: Project, database: str) -> None:
    run_sql(
        database,
        "CREATE FUNCTION times(text, integer) RETURNS text IMMUTABLE LANGUAGE sql AS 'SELECT $1';"
        "CREATE OPERATOR * (LEFTARG = text, RIGHTARG = integer, FUNCTION = times)",
    )
    audited.ok("snapshot")
    audited.ok("expect", "production", "--domain", "all")
    assert '"*(' in (audited.root / "expected/all.yml").read_text("utf-8").replace("'", '"')
    assert "verdict: in sync" in audited.ok("check")
    run_sql(database, "DROP OPERATOR * (text, integer)")
    audited.ok("snapshot")
    assert "perator `*(" in audited.run("check").out


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('tables: {"a*": {renamed_from: b}}', "one thing is renamed from another"),
        ('tables: {users: {columns: {"a*": 3}}}', "a mapping is due"),
        ('tables: {users: {columns: {"a*": {typ: text}}}}', "did you mean `type`"),
        ('tables: {users: {columns: {"a*": {privileges: {you: {}}}}}}', "not parts"),
    ],
)
def test_what_makes_no_sense_is_an_error(text: str, why: str, audited: Project) -> None:
    audited.write("expected/core.yml", text)
    found = audited.run("check")
    assert found.code == 2 and why in found.err, found.err


def test_the_remedy_and_the_pages_know_them(audited: Project) -> None:
    audited.write(
        "expected/core.yml",
        'tables:\n  "audit_*": {columns: {at: {nullable: false}}}\n  users: {}\n',
    )
    audited.ok("snapshot")
    told = audited.run("check").out
    assert "ADD CONSTRAINT audit_bills_at_not_null NOT NULL at" in told
    assert "proven" in told
    audited.ok("pages")
    (report,) = (
        path.read_text("utf-8") for path in audited.root.glob("docs/history/**/*.md")
        if "audit_bills" in path.read_text("utf-8") and "# " in path.read_text("utf-8")
        and path.parent.name == "reports" and "NOT NULL" in path.read_text("utf-8")
    )  # fmt: skip
    assert "core" in report


def test_patterns_claim_what_is_built(audited: Project) -> None:
    audited.write("db/schema.sql", AUDIT)
    audited.configure(
        "url: ${TEST_DATABASE_URL}", "expected: {sql: db/schema.sql, domains: expected/}"
    )
    text = 'tables:\n  "audit_*": {columns: {by: {type: uuid}}}\n'
    assert findings(audited, text) == [
        ("column-type-changed", "audit_bills", "columns/by"),
        ("column-type-changed", "audit_users", "columns/by"),
        ("table-claimed-changed", "users", ""),
    ]


def test_a_schema_called_domains_is_a_schema(project: Project, database: str) -> None:
    run_sql(database, "CREATE SCHEMA domains; CREATE TABLE domains.users (id integer)")
    project.ok("snapshot")
    text = "tables:\n  domains.users: {columns: {id: {type: uuid}}}\n"
    assert findings(project, text) == [("column-type-changed", "users", "columns/id")]
