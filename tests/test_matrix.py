"""Several databases, the code and expectations side by side: which one is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from generator.diff import diff
from generator.matrix import matrix
from generator.matrix.sources import Source
from generator.side import Side
from tests.conftest import Project, Servers, captured, run_sql
from tests.test_cases import cases

TABLES = {
    "users": "CREATE TABLE users (id integer PRIMARY KEY, email varchar(20) NOT NULL,"
    " state state DEFAULT 'open', note text, born date);",
    "bills": "CREATE TABLE bills (id integer PRIMARY KEY, amount integer);",
    "index": "CREATE INDEX users_email_idx ON users (lower(email));",
}
SCHEMA = "CREATE TYPE state AS ENUM ('open', 'done');\n" + "\n".join(TABLES.values())
OWN = "GRANT SELECT ON users TO reader; ALTER TABLE users OWNER TO app;"
DATABASES = "  development: {url: '${DEVELOPMENT_URL}'}\n  code:\n    build: {sql: db/schema.sql}\n"
EXPECTED = """tables:
  users: {full: true, columns: {id: {type: integer, nullable: false},
          email: {type: character varying(20), nullable: false},
          state: {type: public.state, default: "'open'::public.state"},
          note: {type: text}, born: {type: date}},
          privileges: {reader: {privileges: [SELECT]}},
          primary_key: {name: users_pkey, columns: [id]},
          indexes: {users_email_idx: {keys: [{expression: lower((email)::text)}]}}}
  bills: {columns: {amount: {type: integer}, id: {type: integer}}}
enums: {state: {labels: [open, done]}}
unlisted: [tables]
"""
EXTRA = "CREATE TABLE extra (a integer)"
EMPTY = """DROP SCHEMA public CASCADE; CREATE SCHEMA public;
COMMENT ON SCHEMA public IS 'standard public schema'; GRANT USAGE ON SCHEMA public TO PUBLIC;
ALTER SCHEMA public OWNER TO pg_database_owner;"""
SIDES = ("production", "development", "code", "expected:production")


@pytest.fixture
def development(servers: Servers) -> Iterator[str]:
    with servers.get().database() as url:
        yield url


@pytest.fixture
def four(
    project: Project, database: str, development: str, monkeypatch: pytest.MonkeyPatch
) -> Project:
    """Production, development, the code, and an expectation in YAML: all alike."""
    monkeypatch.setenv("DEVELOPMENT_URL", development)
    run_sql(database, SCHEMA + OWN)
    run_sql(development, SCHEMA)
    project.write("db/schema.sql", SCHEMA)
    project.write("expected/main.yml", EXPECTED)
    project.configure("url: ${TEST_DATABASE_URL}", "expected: expected/", more=DATABASES)
    return project


def taken(project: Project, *names: str) -> None:
    for name in names or SIDES[:3]:
        project.ok("snapshot", name)


def found(project: Project, *refs: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(project.run("matrix", *refs, "--format", "json").out)
    return told


def test_what_only_two_can_know_is_no_majority(four: Project) -> None:
    """Development has other owners; the code says nothing of them, and YAML states none."""
    taken(four)
    rows = found(four)["rows"]
    told = {(row["field"] or row["kind"]): row for row in rows}
    assert told.keys() == {"owner", "privilege"}, rows
    assert all("does not say" in row["silent"]["code"] for row in rows)
    owner = told["owner"]
    assert (owner["outcome"], owner["silent"]["expected:production"]) == ("differ", "not asserted")
    assert owner["sentence"] == "production has `app`; development has `postgres`."
    assert told["privilege"]["odd"] == ["development"], "the expectation is the third voice"


def aligned(project: Project, development: str) -> None:
    run_sql(development, OWN)
    taken(project)
    told = project.run("matrix")
    assert (told.code, "All agree." in told.out) == (0, True), told.out
    assert "code: built from db/schema.sql, which says nothing of owners" in told.out


CHANGES: dict[str, tuple[str, tuple[str, str], dict[str, str], str]] = {
    "type": (
        "ALTER TABLE users ALTER COLUMN email TYPE varchar(30)", ("varchar(20)", "varchar(30)"),
        {"object": "public/tables/users", "part": "columns/email", "field": "type",
         "about": "column `users.email`: type", "rule": "column-type-changed"},
        "{} alone has `character varying(30)`; {} have `character varying(20)`.",
    ),
    "index": (
        "DROP INDEX users_email_idx", (TABLES["index"], ""),
        {"part": "indexes/users_email_idx", "field": "", "rule": "index-removed"},
        "{} alone lacks it; {} have it.",
    ),
    "table": (
        EXTRA, (TABLES["bills"], f"{TABLES['bills']} {EXTRA};"),
        {"object": "public/tables/extra", "part": "", "field": "", "rule": "table-added"},
        "{} alone has it; {} lack it.",
    ),
    "gone": (
        "DROP TABLE bills", (TABLES["bills"], ""),
        {"object": "public/tables/bills", "part": "", "field": "", "rule": "table-removed"},
        "{} alone lacks it; {} have it.",
    ),
    "labels": (
        "ALTER TABLE users ALTER state DROP DEFAULT, ALTER state TYPE text; DROP TYPE state;"
        "CREATE TYPE state AS ENUM ('done', 'open'); ALTER TABLE users"
        " ALTER state TYPE state USING state::state, ALTER state SET DEFAULT 'open'",
        ("('open', 'done')", "('done', 'open')"),
        {"object": "public/enums/state", "field": "labels", "rule": "enum-labels-changed"},
        "{} alone has `done`, `open`; {} have `open`, `done`.",
    ),
    "default": (
        "ALTER TABLE users ALTER state SET DEFAULT 'done'", ("DEFAULT 'open'", "DEFAULT 'done'"),
        {"part": "columns/state", "field": "default", "rule": "column-default-changed"},
        "{} alone has `'done'::public.state`; {} have `'open'::public.state`.",
    ),
}  # fmt: skip
YAML = {  # the same in the expectation
    "type": ("character varying(20)", "character varying(30)"),
    "index": ("users_email_idx: {keys: [{expression: lower((email)::text)}]}", ""),
    "table": ("tables:\n", "tables:\n  extra: {}\n"),
    "gone": ("bills: {columns: {amount: {type: integer}, id: {type: integer}}}", "bills: null"),
    "labels": ("[open, done]", "[done, open]"),
    "default": ("'open'::public", "'done'::public"),
}  # fmt: skip


def made_odd(project: Project, urls: dict[str, str], who: str, change: str) -> None:
    sql, text, _, _ = CHANGES[change]
    if who in urls:
        run_sql(urls[who], sql)
    else:
        name, (old, new) = (
            ("db/schema.sql", text) if who == "code" else ("expected/main.yml", YAML[change])
        )
        path = project.root / name
        before = path.read_text("utf-8")
        assert old in before
        path.write_text(before.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    "change",
    [pytest.param(c, marks=[] if c == "gone" else pytest.mark.slow) for c in CHANGES],
)
def test_each_is_the_odd_one_out_in_turn(
    change: str, four: Project, database: str, development: str
) -> None:
    aligned(four, development)
    urls = {"production": database, "development": development}
    _, _, place, words = CHANGES[change]
    for who in SIDES:
        before = four.files()
        made_odd(four, urls, who, change)
        taken(four)
        told = found(four)
        rows = [row for row in told["rows"] if row["odd"] == [who]]
        assert len(told["rows"]) == len(rows) == 1, (who, four.run("matrix").out)
        row = rows[0]
        if who.startswith("expected"):
            place = {k: v for k, v in place.items() if k != "rule"}  # it is nobody's change
        assert {k: row[k] for k in place} == place
        others = [name for name in SIDES if name != who]
        told_others = f"{', '.join(others[:2])} and {others[2]}"
        assert row["sentence"] == words.format(who, told_others)
        assert {each["name"]: each["odd"] for each in told["sources"]}[who] == 1
        assert told["summary"]["odd_one_out"] == 1
        assert four.run("matrix").code == 1
        undo(four, urls, who, before)


def undo(project: Project, urls: dict[str, str], who: str, before: dict[str, bytes]) -> None:
    """As it was: the database is made anew."""
    for name in ("db/schema.sql", "expected/main.yml"):
        (project.root / name).write_bytes(before[name])
    if who in urls:
        run_sql(urls[who], f"{EMPTY} {SCHEMA} {OWN}")


@pytest.mark.parametrize("who", SIDES[:3])
def test_a_renamed_table_is_one_row(
    who: str, four: Project, database: str, development: str
) -> None:
    aligned(four, development)
    renamed = "ALTER TABLE users RENAME TO members;"
    if who == "code":
        four.write("db/schema.sql", f"{SCHEMA}{renamed} ALTER TABLE members ADD COLUMN more text;")
    else:
        url = database if who == "production" else development
        run_sql(url, f"{renamed} ALTER TABLE members ADD COLUMN more text")
    taken(four)
    rows = found(four)["rows"]
    assert [row["odd"] for row in rows] == [[who], [who]], four.run("matrix").out
    name, column = sorted(rows, key=lambda row: row["part"])
    others = [side for side in SIDES if side != who]
    calls = f"{who} alone calls it `members`; {', '.join(others[:2])} and {others[2]} call it"
    assert name["sentence"].startswith(f"{calls} `users` (strong evidence:")
    assert (column["part"], column["object"]) == ("columns/more", "public/tables/members")
    assert column["silent"] == {} or "expected:production" in column["silent"]


def test_an_even_split_is_said(four: Project, database: str, development: str) -> None:
    aligned(four, development)
    for url in (database, development):
        run_sql(url, "ALTER TABLE bills ALTER amount TYPE bigint")
    taken(four)
    (row,) = found(four)["rows"]
    assert (row["outcome"], row["odd"]) == ("no majority", [])
    assert row["sentence"] == (
        "An even split: production and development have `bigint`; "
        "code and expected:production have `integer`."
    )
    assert "Nothing tells which side is wrong" in four.run("matrix").out


def test_two_that_know_only_differ(four: Project, database: str, development: str) -> None:
    """The expectation does not speak of `bills.more`, so it has no voice, on neither side."""
    aligned(four, development)
    four.configure("url: ${TEST_DATABASE_URL}", "expected: expected/",
                   more=DATABASES[: DATABASES.index("  code:")])  # fmt: skip
    for url, kind in ((database, "text"), (development, "date")):
        run_sql(url, f"ALTER TABLE bills ADD COLUMN more {kind}")
    taken(four, *SIDES[:2])
    told = found(four)
    (row,) = told["rows"]
    assert (row["outcome"], row["odd"]) == ("differ", [])
    assert row["silent"] == {"expected:production": "not asserted"}
    assert row["sentence"] == "production has `text`; development has `date`."
    assert all(each["odd"] == 0 for each in told["sources"])


def test_what_lies_in_a_missing_thing_has_no_row_of_its_own(
    four: Project, database: str, development: str
) -> None:
    aligned(four, development)
    run_sql(database, "DROP TABLE users")
    run_sql(development, "ALTER TABLE users ALTER email TYPE text")
    taken(four)
    rows = {(row["part"], row["field"]): row for row in found(four)["rows"]}
    assert rows.keys() == {("", ""), ("columns/email", "type")} | {
        key for key in rows if key[0].startswith("indexes/")
    }
    email = rows["columns/email", "type"]
    assert email["silent"]["production"] == "what it belongs to is not there" or (
        email["silent"]["production"] == "it is not there"
    )
    assert email["odd"] == ["development"]


def test_the_code_and_what_is_built_from_it_are_one_voice(
    four: Project, database: str, development: str
) -> None:
    four.configure("url: ${TEST_DATABASE_URL}", "expected: {sql: db/schema.sql}", more=DATABASES)
    run_sql(development, OWN)
    four.write("db/schema.sql", SCHEMA.replace("amount integer", "amount bigint"))
    taken(four)
    (row,) = found(four)["rows"]
    assert row["odd"] == ["code", "expected:production"]
    assert row["sentence"] == (
        "code and expected:production have `bigint`; production and development have `integer`."
    )


def test_two_expectations_have_a_voice_each_where_they_speak(
    four: Project, development: str
) -> None:
    told = DATABASES.replace("{url: '${DEVELOPMENT_URL}'}",
                             "{url: '${DEVELOPMENT_URL}', expected: other/}")  # fmt: skip
    four.configure("url: ${TEST_DATABASE_URL}", "expected: expected/", more=told)
    four.write("other/main.yml", EXPECTED)
    run_sql(development, OWN)
    taken(four)
    assert [each["name"] for each in found(four)["sources"]] == list(SIDES), "equal, so told once"
    four.write("other/main.yml", EXPECTED.replace("{type: date}", "{type: timestamp}"))
    four.ok("snapshot", "development")
    (row,) = found(four)["rows"]
    assert row["odd"] == ["expected:development"]
    assert set(row["groups"][0]["sources"]) == {*SIDES}


def test_databases_that_could_not_be_had_are_said(
    four: Project, database: str, development: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_sql(development, OWN)
    told = four.run("matrix")
    assert told.code == 2 and "there are not two to put side by side" in told.err
    assert "development: there is no snapshot yet" in told.err
    taken(four, "production", "code")
    told = four.run("matrix")
    assert (told.code, "Cannot tell" in told.out) == (3, True)
    assert "cannot tell: development: there is no snapshot yet" in told.out
    taken(four, "development")
    assert four.run("matrix").code == 0
    four.write("db/schema.sql", "OOPS;")
    assert four.run("snapshot", "code").code == 2
    told = four.run("matrix")
    assert told.code == 3 and "cannot tell: code: the capture of" in told.out
    run_sql(development, EXTRA)
    taken(four, "development")
    told = four.run("matrix")
    assert told.code == 1 and "development alone has it" in told.out


def test_an_expectation_that_could_not_be_had_is_said(four: Project, development: str) -> None:
    run_sql(development, OWN)
    four.configure("url: ${TEST_DATABASE_URL}", "expected: {command: exit 4}", more=DATABASES)
    taken(four)
    told = four.run("matrix")
    assert told.code == 3
    assert "cannot tell: expected:production: exit 4: it ended with exit code 4" in told.out, (
        told.out
    )


def test_any_references_stand_side_by_side(four: Project, development: str) -> None:
    aligned(four, development)
    sql = four.write("db/other.sql", SCHEMA.replace("note text", "note varchar"))
    told = found(four, "production", "expected:production", str(sql), "live:development")
    (row,) = told["rows"]
    assert row["odd"] == [str(sql)]
    assert [each["name"] for each in told["sources"]] == [
        "production", "expected:production", str(sql), "live:development",
    ]  # fmt: skip
    same = four.run("matrix", "production", "code")
    assert (same.code, "All agree." in same.out) == (0, True)
    four.write("expected/main.yml", EXPECTED.replace("type: date", "type: timestamp"))
    assert found(four, "production", "expected:production")["rows"], "as the files stand now"
    assert four.run("matrix").code == 0, "as it was recorded"
    for wrong, why in (
        (["production"], "not two"), (["production", "production"], "named twice"),
        (["production", "expected:code"], "nothing is configured"),
        (["production", "nonsense~9"], "no such database"),
        (["production", "code~7"], "records only"),
    ):  # fmt: skip
        result = four.run("matrix", *wrong)
        assert result.code == 2 and why in result.err, result.err


def test_what_was_made_anew_is_not_a_difference(four: Project, database: str) -> None:
    four.ok("snapshot", "production", "--at", "2025-01-01T00:00:00Z")
    run_sql(database, f"DROP TABLE bills; {TABLES['bills']}")
    four.ok("snapshot", "production", "--at", "2025-01-02T00:00:00Z")
    assert four.run("diff", "production~1", "production").code == 1
    assert four.run("matrix", "production~1", "production").code == 0
    run_sql(database, "ALTER TABLE bills RENAME COLUMN amount TO total")
    four.ok("snapshot", "production", "--at", "2025-01-03T00:00:00Z")
    (row,) = found(four, "production~2", "production~1", "production")["rows"]
    assert row["odd"] == ["production"]
    assert row["sentence"] == (
        "production alone calls it `total`; production~2 and production~1 call it `amount`."
    )


@pytest.mark.slow
def test_an_expectation_in_its_own_words_is_no_odd_one(
    four: Project, development: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`varchar(20)`, `decimal`: asked of each state; on pages, of none but its own database."""
    words = EXPECTED.replace("character varying(20)", "varchar(20)").replace(
        "amount: {type: integer}", "amount: {type: int}"
    )
    four.write("expected/main.yml", words)
    aligned(four, development)
    four.ok("pages")
    page = (four.root / "docs/history/side-by-side.md").read_text("utf-8")
    assert '<span class="sc-verdict">All agree</span>' in page
    assert four.run("matrix", "expected:production", "code", "live:development").code == 0


def test_one_record_under_two_names_is_one_voice(four: Project, database: str) -> None:
    four.ok("snapshot", "production", "--at", "2025-01-01T00:00:00Z")
    run_sql(database, "DROP TABLE bills")
    four.ok("snapshot", "production", "--at", "2025-02-01T00:00:00Z")
    (row,) = found(four, "production@2025-01-01", "production@2025-02-01", "production")["rows"]
    assert (row["outcome"], row["odd"]) == ("differ", [])


def test_long_lists_are_told_by_what_they_have_of_their_own(
    four: Project, database: str, development: str
) -> None:
    labels = [f"a_rather_long_label_{n}" for n in range(12)]
    many = f"CREATE TYPE many AS ENUM ({', '.join(repr(label) for label in labels)});"
    four.write("db/schema.sql", SCHEMA + many)
    run_sql(database, many)
    run_sql(development, f"{OWN}{many} ALTER TYPE many ADD VALUE 'one_more'")
    taken(four)
    (row,) = found(four)["rows"]
    assert row["sentence"] == (
        "development alone has `one_more` besides 12 in common; "
        "production and code have none besides 12 in common."
    )
    run_sql(
        development,
        "DROP TYPE many; "
        + many.replace("label_3'", "x'").replace("label_4'", "label_3'").replace("x'", "label_4'"),
    )
    taken(four)
    (row,) = found(four)["rows"]
    assert "development alone has `a_rather_long_label_4` at place 4" in row["sentence"]


@pytest.mark.slow
def test_two_majors_are_told_in_one_ones_words(
    four: Project, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = "ALTER TABLE users ADD CHECK (email IN ('a', 'b')); CREATE VIEW v AS SELECT u.id, b.id"
    schema = f"{SCHEMA}\n{check} AS other FROM users u JOIN bills b ON u.id = b.id;"
    four.write("db/schema.sql", schema)
    four.configure("url: ${TEST_DATABASE_URL}", "expected: {sql: db/schema.sql}", more=DATABASES)
    with servers.get("15").database() as old, servers.get().database() as new:
        monkeypatch.setenv("TEST_DATABASE_URL", old)
        monkeypatch.setenv("DEVELOPMENT_URL", new)
        run_sql(old, schema + OWN)
        run_sql(new, schema + OWN)
        taken(four)
        told = four.run("matrix")
        assert (told.code, "All agree" in told.out) == (0, True), told.out
        run_sql(old, "DROP VIEW v; CREATE VIEW v AS SELECT u.id, 1 AS other FROM users u")
        taken(four)
        (row,) = found(four)["rows"]
        assert row["odd"] == ["production"] and row["rule"] == "view-definition-changed"


def test_hostile_names_do_nothing(four: Project, database: str, development: str) -> None:
    aligned(four, development)
    names = ("a|b`c", "<script>", "\x1b[31mred", "line\nbreak", "Users", "..", "é/ü", "a" * 63)
    for name in names:
        quoted = '"' + name.replace('"', '""') + '"'
        literal = "'" + name + "'"
        run_sql(development, f"CREATE TABLE {quoted} (a text DEFAULT {literal});"
                             f"ALTER TABLE bills ADD COLUMN {quoted} integer")  # fmt: skip
    taken(four)
    told = four.run("matrix")
    assert told.code == 1 and told.out.count("development alone has it") >= len(names)
    assert "\x1b" not in told.out and "line\nbreak" not in told.out
    text = four.run("matrix", "--format", "markdown").out
    assert "<script>" not in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len({len(row.replace("\\|", "").split("|")) for row in rows}) == 1, rows


@pytest.mark.slow
@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_in_every_case_the_changed_one_is_odd(case: Path, servers: Servers) -> None:
    """Two states are alike and one is not, in whatever order they are named."""
    with servers.get().database("chronicle_case") as url:
        run_sql(url, (case / "old.sql").read_text("utf-8"))
        before = captured(url)
        run_sql(url, (case / "new.sql").read_text("utf-8"))
        after = captured(url)
    found = {"p": before, "q": before, "r": after}
    sides = [  # of three servers: no number tells who is whom
        Source(name=n, label=n, origin=n, side=Side(f.objects, {}, None, f.coverage, n))
        for n, f in found.items()
    ]
    told = diff(*(each.side for each in sides[1:] if each.side)).changes
    differs = any(change.kind != "database" for change in told)
    for order in permutations(sides):
        rows = matrix(order).rows
        assert {row.odd for row in rows} == ({("r",)} if differs else set()), order
