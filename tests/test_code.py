"""The code as a database of its own: built, recorded, and compared like any other."""

from __future__ import annotations

import json

import pytest

from generator import markdown
from tests.conftest import Project, run_sql

SCHEMA = """
CREATE TYPE state AS ENUM ('open', 'done');
CREATE TABLE users (id integer PRIMARY KEY, email varchar(20) NOT NULL, state state DEFAULT 'open');
CREATE INDEX users_email_idx ON users (lower(email));
CREATE EXTENSION citext;
"""
CODE = "  code:\n    build: {sql: db/schema.sql}\n"


@pytest.fixture
def coded(project: Project, database: str) -> Project:
    """A project whose `production` is what `code` makes, with owners and grants of its own."""
    run_sql(database, f"{SCHEMA} GRANT SELECT ON users TO reader; ALTER TABLE users OWNER TO app;"
                      "COMMENT ON EXTENSION citext IS 'ours';"
                      "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader")  # fmt: skip
    project.write("db/schema.sql", SCHEMA)
    project.configure("url: ${TEST_DATABASE_URL}", more=CODE)
    return project


@pytest.mark.slow
def test_it_has_a_history_and_every_verb_takes_it(coded: Project, database: str) -> None:
    first = coded.ok("snapshot", "code", "--at", "2025-01-01T00:00:00Z")
    assert "built from db/schema.sql" in first
    assert "db/schema.sql says nothing of owners, privileges and tablespaces" in first
    coded.ok("snapshot", "production")
    same = coded.run("diff", "code", "production")
    assert (same.code, "no changes" in same.out) == (0, True), same.out
    assert "not compared: owner (built from db/schema.sql, which says nothing of it)" in same.out
    assert "not compared: privilege (built from db/schema.sql" in same.out
    coded.write("db/schema.sql", f"{SCHEMA}ALTER TABLE users ADD COLUMN age integer;")
    second = coded.ok("snapshot", "code", "--at", "2025-01-02T00:00:00Z")
    assert "Column `users.age` was added" in second
    found = coded.run("diff", "code@2025-01-01", "code")
    assert (found.code, found.out.count("[column-added]")) == (1, 1)
    assert coded.run("diff", "production", "code").out.count("\n  +") == 1
    assert coded.run("diff", "live:code", "code").code == 0
    assert "Column `users.age`" not in coded.ok("show", "code@2025-01-01", "users")
    assert "2025-01-02" in coded.ok("blame", "code", "users")
    assert len(coded.ok("log", "code").splitlines()) == 2
    assert coded.run("verify").code == 0
    coded.ok("pages")
    coverage = (coded.root / "docs/history/code/coverage.md").read_text("utf-8")
    assert f"**Built** from {markdown.code('db/schema.sql')}, which says nothing of" in coverage
    assert "what it is built from says nothing of it" in coverage
    assert "Not permitted" not in coverage


def test_nothing_of_the_scratch_server_is_recorded(coded: Project) -> None:
    coded.ok("snapshot", "code")
    (path,) = (coded.root / "snapshots/code/history").glob("*.json")
    record = json.loads(path.read_text("utf-8"))
    header = record["header"]
    assert header["coverage"]["built"] == "db/schema.sql"
    assert header["server"]["system_identifier"] is None and not header["server"]["database_oid"]
    assert "fingerprint" not in header and "identity" not in record["body"]
    assert not [key for key in record["body"]["objects"] if key.startswith("databases/")]
    before = {k: v for k, v in coded.files().items() if "current" in k}
    coded.ok("snapshot", "code")
    assert before == {k: v for k, v in coded.files().items() if "current" in k}


def test_grants_of_the_code_are_no_changes(coded: Project) -> None:
    coded.ok("snapshot", "code", "--at", "2025-01-01T00:00:00Z")
    coded.write("db/schema.sql", f"{SCHEMA}GRANT SELECT ON users TO reader;"
                                 "ALTER TABLE users OWNER TO reader;")  # fmt: skip
    coded.ok("snapshot", "code", "--at", "2025-01-02T00:00:00Z")
    assert coded.run("diff", "code~1", "code").code == 0


def test_what_brings_one_to_the_other_leaves_owners_alone(coded: Project, database: str) -> None:
    coded.ok("snapshot", "code")
    run_sql(database, "ALTER TABLE users DROP COLUMN state")
    coded.ok("snapshot", "production")
    script = coded.run("diff", "production", "code", "--format", "sql").out
    assert "proof: proven" in script and "ADD COLUMN state" in script, script
    assert "OWNER" not in script and "GRANT" not in script and "REVOKE" not in script, script


def test_a_renamed_table_is_renamed_and_nothing_more(coded: Project, database: str) -> None:
    wide = "CREATE TABLE wide (a int, b text, c date, d bytea, e json);"
    coded.write("db/schema.sql", SCHEMA + wide)
    run_sql(database, f"{wide} ALTER TABLE wide OWNER TO app; ALTER TABLE wide RENAME TO broad")
    coded.ok("snapshot", "code")
    coded.ok("snapshot", "production")
    found = json.loads(coded.run("diff", "code", "production", "--format", "json").out)
    assert [c["rule"] for c in found["changes"]] == ["table-renamed"]


@pytest.mark.parametrize(
    ("source", "why"),
    [("{sql: db/broken.sql}", "broken.sql:1: syntax error"), ("{command: exit 4}", "exit code 4"),
     ("{command: 'true'}", "makes nothing")],
)  # fmt: skip
def test_a_build_that_fails_is_a_gap(source: str, why: str, coded: Project) -> None:
    coded.ok("snapshot", "code", "--at", "2025-01-01T00:00:00Z")
    coded.write("db/broken.sql", "OOPS;")
    coded.configure("url: ${TEST_DATABASE_URL}", more=CODE.replace("{sql: db/schema.sql}", source))
    failed = coded.run("snapshot", "code", "--at", "2025-01-02T00:00:00Z")
    assert failed.code == 2 and why in failed.err
    assert "FAILED" in coded.ok("log", "code").splitlines()[0]
    assert why in coded.ok("log", "code").splitlines()[0]
    assert coded.run("verify").code == 0
    coded.ok("pages")


def test_it_is_judged_and_what_it_does_not_say_is_not_told(coded: Project) -> None:
    coded.configure("url: ${TEST_DATABASE_URL}", more=f"{CODE}    expected: expected/\n")
    coded.write("expected/main.yml", "tables: {users: {columns: {email: {}}}}\n")
    coded.ok("snapshot", "code")
    assert coded.run("check", "code").code == 0
    for told in ("owner: app", "privileges: {reader: {privileges: [SELECT]}}"):
        coded.write("expected/main.yml", f"tables: {{users: {{{told}}}}}\n")
        found = coded.run("check", "code")
        assert (found.code, "says nothing of it" in found.out) == (3, True), found.out
    coded.write(
        "expected/main.yml", "tables: {users: {owner: app, columns: {more: {type: text}}}}\n"
    )
    found = coded.run("check", "code")
    assert found.code == 1 and "Column `users.more` is missing" in found.out
    assert "[table-owner-changed" not in found.out


@pytest.mark.parametrize(
    ("told", "why"),
    [("{url: '${X}', build: {sql: a.sql}}", "`url` and `build` exclude each other"),
     ("{build: {sql: a.sql, asserts: [owner]}}", "go with `expected`"),
     ("{build: {}}", "one of `sql`, `migrations` and `command`"),
     ("{build: {sql: a.sql, timeout: 0}}", "a number of seconds is due")],
)  # fmt: skip
def test_a_wrong_configuration_is_an_error(told: str, why: str, project: Project) -> None:
    project.write("chronicle.yml", f"databases: {{code: {told}}}")
    found = project.run("snapshot", "code")
    assert found.code == 2 and why in found.err, found.err


def test_a_command_finds_the_roles_of_the_other_databases(coded: Project, database: str) -> None:
    coded.ok("snapshot", "production")
    grants = f"{SCHEMA}ALTER TABLE users OWNER TO app;"
    coded.write("db/schema.sql", grants)
    command = "{command: psql -q -v ON_ERROR_STOP=1 -f db/schema.sql}"
    coded.configure("url: ${TEST_DATABASE_URL}", more=CODE.replace("{sql: db/schema.sql}", command))
    coded.ok("snapshot", "code")
