"""What is expected is built by the team's own SQL or command: judged, recorded, never guessed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator import built, unsaid
from snapshot import model
from snapshot.store import Assertion
from tests.conftest import REPOSITORY, Project, run_sql

SCHEMA = """
CREATE TYPE state AS ENUM ('open', 'done');
CREATE TABLE users (id integer PRIMARY KEY, email varchar(20) NOT NULL, state state DEFAULT 'open',
                    age integer CHECK (age > 0), note varchar(20));
CREATE TABLE audit_log (id integer PRIMARY KEY, at timestamptz);
CREATE INDEX users_email_idx ON users (lower(email));
CREATE VIEW named AS SELECT id, email FROM users;
"""
COMMAND = "psql -q -v ON_ERROR_STOP=1 -f db/schema.sql"
WAYS = {
    "file": "{sql: db/schema.sql}",
    "folder": "{migrations: db}",
    "command": f"{{command: '{COMMAND}'}}",
    "text": "{command: cat db/schema.sql, stdout_is_sql: true}",
}


@pytest.fixture
def filled(project: Project, database: str) -> Project:
    """A project whose database is what `db/schema.sql` makes, with owners and grants of its own."""
    run_sql(database, f"{SCHEMA} GRANT SELECT ON users TO reader; ALTER TABLE users OWNER TO app")
    project.write("db/schema.sql", SCHEMA)
    project.configure("url: ${TEST_DATABASE_URL}", "expected: {sql: db/schema.sql}")
    return project


@pytest.mark.parametrize("way", WAYS)
def test_the_same_schema_in_any_way_is_in_sync(way: str, filled: Project) -> None:
    filled.configure("url: ${TEST_DATABASE_URL}", f"expected: {WAYS[way]}")
    told = filled.ok("snapshot")
    assert "verdict: in sync" in told
    assert "2 tables expected, 2 found" in told and "7 columns found, 7 expected" in told
    assert filled.run("check").code == 0
    assert filled.files().keys() >= {"db/schema.sql"} and "cannot" not in told


DRIFT = [
    ("ALTER TABLE users DROP COLUMN note", "column-removed"),
    ("ALTER TABLE users ADD COLUMN more text", "column-added"),
    ("ALTER TABLE users ALTER COLUMN note TYPE varchar(10)", "column-type-changed"),
    ("ALTER TABLE users RENAME CONSTRAINT users_pkey TO pk", "primary-key-name-changed"),
    ("DROP INDEX users_email_idx", "index-removed"),
    ("CREATE TABLE extra (id integer)", "table-added"),
    ("CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'", "function-added"),
    ("DROP TABLE audit_log", "table-removed"),
    ("ALTER TYPE state ADD VALUE 'lost'", "enum-labels-changed"),
    ("CREATE SCHEMA other", "schema-added"),
    ("CREATE EXTENSION citext", "extension-added"),
]


@pytest.mark.parametrize(("drift", "rule"), DRIFT)
@pytest.mark.sampled(6)
def test_drift_is_found(drift: str, rule: str, filled: Project, database: str) -> None:
    run_sql(database, drift)
    filled.ok("snapshot")
    found = json.loads(filled.run("check", "--format", "json").out)
    assert (found["verdict"], {f["rule"] for f in found["findings"]}) == ("drift", {rule})
    proofs = [f["remedy"]["proof"] for f in found["findings"]]
    assert [proof["outcome"] for proof in proofs] == ["proven"] * len(proofs)


def test_what_is_not_asserted_is_said(filled: Project, database: str) -> None:
    filled.ok("snapshot")
    told = filled.run("check").out
    assert "not asserted, though all else is:" in told and "owner of" in told
    run_sql(database, "GRANT ALL ON users TO writer; ALTER TABLE users OWNER TO writer")
    filled.ok("snapshot")
    assert "verdict: in sync" in filled.run("check").out


def test_it_counts_where_it_is_told_to(filled: Project) -> None:
    filled.configure(
        "url: ${TEST_DATABASE_URL}", "expected: {sql: db/schema.sql, asserts: [owner, privileges]}"
    )
    filled.ok("snapshot")
    found = json.loads(filled.run("check", "--format", "json").out)
    assert {f["rule"] for f in found["findings"]} >= {"table-owner-changed", "privilege-added"}


@pytest.mark.slow
def test_a_past_is_judged_by_what_was_built_then(filled: Project) -> None:
    filled.ok("snapshot", "--at", "2025-01-01T00:00:00Z")
    filled.write("db/schema.sql", f"{SCHEMA}CREATE TABLE later (id integer);")
    filled.ok("snapshot", "--at", "2025-01-02T00:00:00Z")
    assert filled.run("check", "production~1").code == 0
    later = filled.run("check")
    assert later.code == 1 and "`later` is missing" in later.out
    assert "or adopt it: take tables.later out of what db/schema.sql makes" in later.out
    assert (filled.run("verify").code, filled.run("pages").code) == (0, 0)


BROKEN = {
    "syntax": ("{sql: db/broken.sql}", "broken.sql:2: syntax error"),
    "exit code": ("{command: exit 4}", "exit code 4"),
    "nothing": ("{command: 'true'}", "makes nothing"),
    "hangs": ("{command: sleep 600, timeout: 1}", "not done after 1 s"),
    "asks": ("{command: 'echo Really [y/N]'}", "it asks"),
}


@pytest.mark.parametrize(
    "what",
    [pytest.param(w, marks=[] if w == "syntax" else pytest.mark.slow) for w in BROKEN],
)
def test_what_cannot_be_built_is_never_in_sync(what: str, filled: Project) -> None:
    source, why = BROKEN[what]
    filled.write("db/broken.sql", "CREATE TABLE users (id integer);\nOOPS;\n")
    filled.ok("snapshot", "--at", "2025-01-01T00:00:00Z")
    filled.configure("url: ${TEST_DATABASE_URL}", f"expected: {source}")
    taken = filled.run("snapshot", "--at", "2025-01-02T00:00:00Z")
    assert taken.code == 0, "the snapshot itself succeeded"
    for told in (taken, filled.run("check"), filled.run("check", "production@2025-01-02")):
        assert "verdict: cannot tell" in told.out and why in told.out, told.out
        assert "nothing was compared" in told.out and "0 tables expected" not in told.out
    for ref in ([], ["production@2025-01-02"]):
        found = filled.run("check", *ref, "--format", "json")
        assert (found.code, json.loads(found.out)["verdict"]) == (3, "cannot tell")
        assert json.loads(found.out)["summary"]["tables_missing"] is None
    assert filled.run("check", "production@2025-01-01").code == 0
    assert filled.run("verify").code == 0
    filled.ok("pages")
    pages = [path.read_text("utf-8") for path in filled.root.glob("docs/history/**/*.md")]
    assert any("What is expected could not be had" in page for page in pages)
    latest = [page for page in pages if "snapshot of 2 Jan" in page or "2025-01-02" in page]
    assert not [page for page in latest if "in sync" in page.lower() and "0 expected" in page]


@pytest.mark.slow
def test_drift_stays_open_while_nothing_can_be_told(filled: Project, database: str) -> None:
    run_sql(database, "DROP INDEX users_email_idx")
    for day, source in ((1, WAYS["file"]), (2, BROKEN["nothing"][0]), (3, WAYS["file"])):
        filled.configure("url: ${TEST_DATABASE_URL}", f"expected: {source}")
        filled.ok("snapshot", "--at", f"2025-01-0{day}T00:00:00Z")
    assert "open 2 days, since 2025-01-01" in filled.run("check", "production@2025-01-03").out


@pytest.mark.slow
def test_a_build_that_makes_less_is_asked_about(filled: Project, database: str) -> None:
    filled.ok("snapshot")
    filled.write("db/schema.sql", SCHEMA.replace("CREATE VIEW named", "-- CREATE VIEW named"))
    told = filled.run("check")
    assert told.code == 3
    assert "makes public/views/named no more, which the last build made" in told.out
    assert "verdict: cannot tell" in filled.ok("snapshot")
    assert filled.run("check", "--fewer").code == 1, "the view is not expected"
    assert "verdict: drift" in filled.ok("snapshot", "--fewer")
    assert filled.run("check").code == 1, "it was said once"
    run_sql(database, "DROP VIEW named")
    assert "verdict: in sync" in filled.ok("snapshot")


def test_what_is_gone_on_both_sides_was_meant(filled: Project, database: str) -> None:
    filled.ok("snapshot")
    filled.write("db/schema.sql", SCHEMA.replace("CREATE VIEW named", "-- CREATE VIEW named"))
    run_sql(database, "DROP VIEW named")
    assert "verdict: in sync" in filled.ok("snapshot")


def domains(project: Project, text: str, *more: str) -> None:
    project.write("expected/core.yml", text)
    told = ", ".join(["sql: db/schema.sql", "domains: expected/", *more])
    project.configure("url: ${TEST_DATABASE_URL}", f"expected: {{{told}}}")


def test_domains_claim_what_is_built(filled: Project) -> None:
    domains(filled, "domain: core\ntables:\n  users: {}\n  audit_log: {}\n")
    filled.ok("snapshot")
    found = filled.run("check")
    assert found.code == 0, found.out


def test_a_table_that_nobody_claims_is_a_finding_of_low_severity(filled: Project) -> None:
    domains(filled, "domain: core\ntables:\n  users: {}\n")
    filled.ok("snapshot")
    found = json.loads(filled.run("check", "--format", "json").out)
    (one,) = found["findings"]
    assert (one["object"], one["rule"]) == ("public/tables/audit_log", "table-claimed-changed")
    assert one["severity"] == "cosmetic" and not one["hazards"]
    assert (
        one["sentence"] == "Table `audit_log` is not claimed by a domain; the opposite is expected."
    )
    filled.write("expected/core.yml", "domain: core\ntables:\n  users: {}\n  audit_log: {}\n")
    assert filled.run("check").code == 0, "as the sentence beside it says"


def test_yaml_says_what_sql_cannot(filled: Project, database: str) -> None:
    domains(
        filled,
        "domain: core\nowner: team-core\ntables:\n"
        "  users: {owner: app, columns: {password: null},\n"
        "          privileges: {reader: {privileges: [SELECT]}}}\n"
        "  audit_log: {}\n  legacy: null\n",
    )  # fmt: skip
    filled.ok("snapshot")
    assert filled.run("check").code == 0
    run_sql(database, "ALTER TABLE users ADD COLUMN password text; CREATE TABLE legacy (id int);"
                      "REVOKE ALL ON users FROM reader;"
                      "ALTER TABLE users OWNER TO postgres")  # fmt: skip
    filled.ok("snapshot")
    found = json.loads(filled.run("check", "--format", "json").out)
    told = {f["rule"]: f["adoption"]["file"] for f in found["findings"]}
    assert told == {
        "column-added": "expected/core.yml", "table-added": "expected/core.yml",
        "table-owner-changed": "expected/core.yml", "privilege-removed": "expected/core.yml",
    }  # fmt: skip


def test_where_yaml_says_otherwise_it_holds_and_that_is_said(
    filled: Project, database: str
) -> None:
    domains(
        filled,
        "domain: core\ntables:\n"
        "  users: {columns: {age: null, email: {type: character varying(30)}}}\n  audit_log: {}\n",
    )
    told = filled.ok("snapshot")
    assert "note: public/tables/users columns/age is stated otherwise in YAML, which holds" in told
    assert "public/tables/users columns/email/type is stated otherwise" in told
    found = json.loads(filled.run("check", "--format", "json").out)
    assert {(f["rule"], f["part"]) for f in found["findings"]} == {
        ("column-added", "columns/age"), ("column-type-changed", "columns/email"),
    }  # fmt: skip


def test_waivers_hold_for_what_is_built(filled: Project, database: str) -> None:
    run_sql(database, "DROP INDEX users_email_idx")
    domains(filled, "domain: core\ntables: {users: {}, audit_log: {}}\n")
    filled.ok("snapshot")
    found = json.loads(filled.run("check", "--format", "json").out)
    filled.write(
        "expected/waivers.yml",
        f"- what: {found['findings'][0]['fingerprint']}\n  reason: later\n  owner: me\n"
        "  expires: 2999-01-01\n",
    )
    told = filled.run("check")
    assert told.code in (0, 2), told.err


def test_what_is_built_and_not_wanted_is_ignored(filled: Project, database: str) -> None:
    filled.write("db/schema.sql", f"{SCHEMA}CREATE TABLE alembic_version (v varchar(32));")
    filled.ok("snapshot")
    assert "`alembic_version` is missing" in filled.run("check").out
    filled.configure(
        "url: ${TEST_DATABASE_URL}",
        "expected: {sql: db/schema.sql, ignore: [public.alembic_version, public.typo]}",
    )
    told = filled.run("check")
    assert told.code == 0 and "expected.ignore `public.typo` matches nothing" in told.err


def test_stubs_are_said(filled: Project, database: str) -> None:
    filled.write("db/gis.sql", "CREATE DOMAIN geometry AS text;")
    filled.write("db/schema.sql", f"CREATE EXTENSION gis;{SCHEMA}")
    filled.configure(
        "url: ${TEST_DATABASE_URL}", "expected: {sql: db/schema.sql, stubs: {gis: db/gis.sql}}"
    )
    filled.ok("snapshot")
    assert "Extension `gis` is missing" in filled.run("check").out
    record = next((filled.root / "snapshots/production/expectations").glob("*.json"))
    assert "Stubbed, and so hardly asserted: gis" in record.read_text("utf-8")


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("{sql: a.sql, command: b}", "one of `sql`, `migrations` and `command` is due"),
        ("{}", "one of `sql`, `migrations` and `command` is due"),
        ("{sqll: a.sql}", "unknown field `sqll`"),
        ("{sql: missing.sql}", "missing.sql"),
        ("{sql: db/schema.sql, domains: nowhere/}", "no such folder"),
        ("3", "databases"),
    ],
)
def test_a_wrong_configuration_is_an_error(told: str, why: str, filled: Project) -> None:
    filled.ok("snapshot")
    filled.configure("url: ${TEST_DATABASE_URL}", f"expected: {told}")
    found = filled.run("check")
    assert found.code == 2 and why in found.err, found.err


@pytest.mark.slow
def test_a_build_by_another_major_speaks_its_words(
    filled: Project, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is of 15, what is expected is built by 18: nothing differs but spelling."""
    from tests.conftest import BINARIES, absent

    bindir = BINARIES["15"]
    if bindir is None or not (bindir / "postgres").exists():
        absent("PostgreSQL 15")
    from snapshot.scratch import Server

    with Server(bindir) as old, old.database() as url:
        old.provide(["reader", "app"])
        run_sql(url, SCHEMA)
        monkeypatch.setenv("TEST_DATABASE_URL", url)
        told = filled.ok("snapshot")
        assert "verdict: in sync" in told, told
        assert filled.run("check").code == 0


def test_everything_of_the_model_is_said_or_unsaid() -> None:
    """A field that nobody asserts is one that is listed; the rest of an object is in the map."""
    thing = model.Table(
        name="t", schema="public", owner="me",
        columns=(model.Column(name="a", type="integer", comment="c"),),
        privileges=(model.Privilege(grantee="you", privileges=("SELECT",)),),
    )  # fmt: skip
    from snapshot.records import Coverage

    told = built.assertions({"public/tables/t": thing}, Coverage(captured=("table",)), "x")
    assertion = told["public/tables/t"]
    assert assertion.is_ == {"columns": {"a": {"type": "integer", "comment": "c"}}}
    assert {*unsaid.FIELDS, "privileges"} <= {*assertion.unasserted}
    assert isinstance(assertion, Assertion) and assertion.full


def test_what_a_command_leaves_in_the_repository_is_told(filled: Project) -> None:
    subprocess.run(["git", "init", "-q"], cwd=filled.root, check=True)
    command = "touch meta.json && psql -q -f db/schema.sql"
    filled.configure("url: ${TEST_DATABASE_URL}", f"expected: {{command: '{command}'}}")
    told = filled.ok("snapshot")
    assert "note: what builds the expectation left `meta.json` in the repository" in told
    assert "left" not in filled.run("check").err, "it was there before"


def test_nothing_is_left_beside_the_project(filled: Project, tmp_path: Path) -> None:
    before = filled.files().keys()
    filled.run("check", "production")
    assert filled.files().keys() == before


@pytest.mark.slow
def test_patterns_hold_over_a_build_and_names_over_patterns(filled: Project, database: str) -> None:
    run_sql(database, "ALTER TABLE users ALTER COLUMN note TYPE varchar(30)")
    for text, rules in (
        ('"audit*": null\n  users: {}', {"table-added", "column-type-changed"}),
        ('"*": {columns: {"n?te": null}}', {"column-added"}),
        ('"*": {indexes: {"*": null}, columns: {note: {type: character varying(30)}}}',
         {"index-added"}),
        ('"*": {columns: {note: {type: character varying(30)}}}', set()),
        ('"*": {columns: {"n*": {type: character varying(30)}}}\n'
         "  users: {columns: {note: {type: character varying(20)}}}", {"column-type-changed"}),
        ('"*": {}\n  users: {columns: {note: {type: character varying(30)}}}', set()),
    ):  # fmt: skip
        domains(filled, f"domain: core\ntables:\n  {text}\n")
        filled.ok("snapshot")
        found = json.loads(filled.run("check", "--format", "json").out)
        assert {f["rule"] for f in found["findings"]} == rules, text


def test_a_declared_rename_is_no_half_build(filled: Project) -> None:
    filled.ok("snapshot")
    filled.write("db/schema.sql", SCHEMA.replace("TABLE audit_log", "TABLE audit_trail"))
    domains(filled, "domain: core\ntables: {users: {}, audit_trail: {renamed_from: audit_log}}\n")
    found = filled.run("check")
    assert found.code == 1 and "is still called `audit_log`" in found.out, found.out


def test_what_narrowing_leaves_must_be_something(filled: Project) -> None:
    filled.configure(
        "url: ${TEST_DATABASE_URL}", 'expected: {sql: db/schema.sql, ignore: ["public.*"]}'
    )
    filled.ok("snapshot")
    told = filled.run("check")
    assert told.code == 3 and "`include` and `ignore` leave nothing" in told.out


def test_a_field_that_nobody_knows_is_an_error(filled: Project) -> None:
    filled.configure("url: ${TEST_DATABASE_URL}", "expected: {sql: db/schema.sql, asserts: [ownr]}")
    told = filled.run("check", "live:production")
    assert (told.code, "did you mean `owner`?" in told.err) == (2, True)


def test_adopting_over_a_build_says_what_check_says(filled: Project, database: str) -> None:
    run_sql(database, "ALTER TABLE users ADD COLUMN more text; CREATE TABLE extra (id integer)")
    domains(filled, "domain: core\ntables: {users: {}, audit_log: {}}\n")
    filled.ok("snapshot")
    told = filled.run("expect", "production")
    assert (told.code, filled.run("check").code) == (1, 1), told.out
    assert "verdict now: drift" in told.out and "Change what `db/schema.sql` makes" in told.out
    filled.configure("url: ${TEST_DATABASE_URL}", "expected: {sql: db/schema.sql}")
    (filled.root / "expected/core.yml").unlink()
    told = filled.run("expect", "production")
    assert told.code == 2 and "Add `domains: expected/`" in told.err


@pytest.mark.slow
def test_functions_are_found_whatever_their_types_are_called(
    filled: Project, database: str
) -> None:
    makes = "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';"
    run_sql(database, makes)
    filled.write("db/schema.sql", SCHEMA + makes)
    claims = "domain: core\ntables: {users: {}, audit_log: {}}\nfunctions: {f(int): %s}\n"
    domains(filled, claims % "{}")
    filled.ok("snapshot")
    assert filled.run("check").code == 0, filled.run("check").out
    domains(filled, claims % "null")
    found = json.loads(filled.run("check", "--format", "json").out)
    assert [f["rule"] for f in found["findings"]] == ["function-added"]
    filled.configure("url: ${TEST_DATABASE_URL}", "expected: expected/")
    found = json.loads(filled.run("check", "--format", "json").out)
    assert [f["rule"] for f in found["findings"]] == ["function-added"]


def test_who_ends_us_ends_the_command(filled: Project) -> None:
    filled.configure("url: ${TEST_DATABASE_URL}", "expected: {command: sleep 987654}")
    with subprocess.Popen(
        [sys.executable, "-m", "tests.command", "-C", str(filled.root), "check", "live:production"],
        cwd=REPOSITORY, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        for _ in range(200):
            listed = subprocess.run(
                ["ps", "ax", "-o", "args"], capture_output=True, text=True, check=True
            )
            if "\nsleep 987654" in listed.stdout:
                break
            time.sleep(0.1)
        else:
            pytest.fail("the command was never started")
        process.terminate()
        _, said = process.communicate(timeout=30)
    listed = subprocess.run(["ps", "ax", "-o", "args"], capture_output=True, text=True, check=True)
    assert "\nsleep 987654" not in listed.stdout
    assert process.returncode == 2 and "stopped" in said
