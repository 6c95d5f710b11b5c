"""`chronicle expect` on files that are there: what they state is brought to the facts, no more."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.check import check
from generator.side import Side
from generator.updating import Asked, Updated, update
from snapshot import adopting, expectation, model, yamledit, yamlfile
from snapshot.store import Assertion
from snapshot.yamlvalues import copied
from tests.conftest import Project, Servers, captured, run_sql
from tests.test_cases import cases, majors, side

HERE = Path("expected/main.yml")
Raw = dict[str, Any]


def load(files: Mapping[Path, Raw]) -> dict[str, Assertion]:
    return expectation.load_files(files, lambda path: files[path])


def updated(raw: Raw, facts: Side) -> Updated:
    return update({HERE: copied(raw)}, load, Asked(facts, HERE, "2026-01-01"))


def in_part(raw: Raw) -> Raw:
    """The same file as by hand: nothing in full, every second field and part left out."""

    def cut(value: Any, parts: Mapping[str, Any]) -> Any:
        told = {k: v for n, (k, v) in enumerate(value.items()) if k != "full" and n % 2}
        inner = {f: v for f, v in value.items() if f in parts and isinstance(v, dict)}
        for field, listed in inner.items():
            if model.is_single(parts["of"], field):
                continue
            told[field] = {name: cut(part, {}) for n, (name, part) in enumerate(listed.items())
                           if n % 2 == 0}  # fmt: skip
        return told

    found: Raw = {}
    for folder, things in raw.items():
        cls = model.kinds().get(folder)
        if cls is None:
            found[folder] = things
        else:
            inside = {"of": cls, **model.children(cls)}
            found[folder] = {name: cut(thing, inside) for name, thing in things.items()}
    return found


def whole(found: Side) -> set[str]:
    return {t.schema for t in found.objects.values() if hasattr(t, "schema")} | {"public"}


SAMPLE = [  # every tenth case; the others are long to adopt, one after the other
    pytest.param(
        case, id=f"{case.parent.name}-{case.name}", marks=pytest.mark.slow if number % 10 else []
    )
    for number, case in enumerate(cases())
]


@pytest.mark.parametrize("case", SAMPLE)
def test_after_every_case_it_is_in_sync(case: Path, servers: Servers) -> None:
    """Adopted once, by levels and in part; then the change; then adopted again."""
    major = majors(case)[0]
    with servers.get(major).database("chronicle_case") as url:
        run_sql(url, (case / "old.sql").read_text("utf-8"))
        old = side(captured(url))
        run_sql(url, (case / "new.sql").read_text("utf-8"))
        new = side(captured(url))
    things = [t for key, t in old.objects.items() if not key.startswith("databases/")]
    for level in ("full", "counts", "names", "in part"):
        text = adopting.text_of_domain(
            "main", things, "full" if level == "in part" else level, whole=whole(old)
        )
        raw = yamlfile.parse(text, HERE)
        if level == "in part":
            raw = in_part(raw)
            text = yamlfile.dump(raw)
        done = updated(raw, new)
        assert done.left == []
        now = yamledit.edited(text, done.files[HERE], HERE)
        told = load({HERE: yamlfile.parse(now, HERE)})
        found = check(told, new)
        assert found.verdict in ("in sync", "cannot tell"), (level, done.lines)
        assert found.findings == ()
        again = updated(done.files[HERE], new)
        assert (again.lines, yamledit.edited(now, again.files[HERE], HERE)) == ([], now)


SCHEMA = """
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE users (id integer PRIMARY KEY, email text, mood mood DEFAULT 'ok', note text);
CREATE TABLE bills (id integer, amount integer, payer text);
CREATE TABLE vendors (id integer);
CREATE TABLE legacy (id integer);
CREATE SCHEMA billing; CREATE TABLE billing.items (id integer);
"""
CORE = """\
# Who may log in.
domain: Core      # as the team says
owner: "Platform team"

unlisted: [tables, enums]
enums:
  mood: {labels: [sad,   ok]}   # how they feel
tables:
  # everybody
  users:
    full: true
    owner: postgres
    columns:
      # never reused
      id:    {type: integer, nullable: false}
      email: { type: text }     # as it was typed
      mood:  {type: public.mood, default: "'ok'::public.mood"}
      note: {type: text}
    primary_key: {name: users_pkey, columns: [id]}
  vendors: {}                   # by name only
  legacy: {columns: 1}
"""
MONEY = """\
domain: Money
tables:
    bills:
        columns:
            # in cents
            amount: {type: integer}   # since 2024
            payer: {type: text}
    orders: null
"""
ITEMS = "schema: billing\nunlisted: [tables]\ntables:\n  items: {columns: {id: {type: integer}}}\n"


@pytest.fixture
def kept(project: Project, database: str) -> Project:
    run_sql(database, SCHEMA)
    project.write("expected/core.yml", CORE)
    project.write("expected/money.yml", MONEY)
    project.write("expected/items.yml", ITEMS)
    project.ok("snapshot")
    assert project.run("check").code == 0
    return project


def hunk(old: str, new: str) -> list[str]:
    lines = difflib.unified_diff(old.split("\n"), new.split("\n"), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def test_nothing_new_changes_no_byte(kept: Project) -> None:
    for name in ("core", "money", "items"):
        path = kept.root / f"expected/{name}.yml"
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n").rstrip())
    before = kept.files()
    assert kept.ok("expect", "production") == (
        f"nothing to adopt from production@{kept.store.history.entries[-1].header.at}\n"
        "verdict now: in sync\n"
    )
    assert kept.files() == before


CHANGES: dict[str, tuple[str, str, list[str], list[str]]] = {
    "a type": (
        "ALTER TABLE bills ALTER amount TYPE bigint", "money",
        ["~ tables.bills.columns.amount.type: integer → bigint"],
        ["-            amount: {type: integer}   # since 2024",
         "+            amount: {type: bigint}   # since 2024"],
    ),
    "a column, where they all stand": (
        "ALTER TABLE users ADD born date NOT NULL", "core",
        ["+ tables.users.columns.born"],
        ["+      born: {type: date, nullable: false}"],
    ),
    "a default that is none": (
        "ALTER TABLE users ALTER mood DROP DEFAULT", "core",
        ["- tables.users.columns.mood.default"],
        ["-      mood:  {type: public.mood, default: \"'ok'::public.mood\"}",
         "+      mood:  {type: public.mood}"],
    ),
    "a column that goes": (
        "ALTER TABLE users DROP email", "core",
        ["- tables.users.columns.email"], ["-      email: { type: text }     # as it was typed"],
    ),
    "a label": (
        "ALTER TYPE mood ADD VALUE 'so' BEFORE 'ok'", "core",
        ["~ enums.mood.labels: ['sad', 'ok'] → ['sad', 'so', 'ok']"],
        ["-  mood: {labels: [sad,   ok]}   # how they feel",
         "+  mood: {labels: [sad, so,   ok]}   # how they feel"],
    ),
    "a number": (
        "ALTER TABLE legacy ADD b integer", "core",
        ["~ tables.legacy.columns: 1 → 2"],
        ["-  legacy: {columns: 1}", "+  legacy: {columns: 2}"],
    ),
    "a table that goes": (
        "DROP TABLE vendors", "core", ["- tables.vendors"],
        ["-  vendors: {}                   # by name only"],
    ),
    "a comment on a table in full": (
        "COMMENT ON TABLE users IS 'them'", "core", ["+ tables.users.comment"],
        ["+    comment: them"],
    ),
    "a column of what is partial": ("ALTER TABLE bills ADD x integer", "money", [], []),
    "in another schema": (
        "ALTER TABLE billing.items ALTER id TYPE bigint", "items",
        ["~ tables.items.columns.id.type: integer → bigint"],
        ["-  items: {columns: {id: {type: integer}}}", "+  items: {columns: {id: {type: bigint}}}"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.sampled(2)
def test_one_change_is_one_hunk(kept: Project, database: str, name: str) -> None:
    sql, file, lines, told = CHANGES[name]
    run_sql(database, sql)
    before = {path.stem: path.read_text("utf-8") for path in (kept.root / "expected").iterdir()}
    kept.ok("snapshot")
    out = kept.ok("expect", "production")
    assert [line.strip() for line in out.split("\n") if line.startswith("  ")] == lines
    after = {path.stem: path.read_text("utf-8") for path in (kept.root / "expected").iterdir()}
    assert {stem for stem in after if after[stem] != before.get(stem)} == (
        {file} if told else set()
    )
    assert hunk(before[file], after[file]) == told
    assert kept.run("check").code == 0


def test_what_is_new_and_closed_goes_where_it_is_told(kept: Project, database: str) -> None:
    run_sql(database, "CREATE TABLE zebra (a integer); CREATE TABLE billing.x (b integer)")
    kept.ok("snapshot")
    assert kept.run("check").code == 1
    out = kept.ok("expect", "production")
    assert out.startswith("expected/main.yml:\n  + tables.billing.x\n  + tables.zebra\n")
    told = yamlfile.load(kept.root / "expected/main.yml")
    assert told["tables"]["billing.x"] == {}, "as most of the others are: by name"
    assert kept.run("check").code == 0
    run_sql(database, "CREATE TABLE billing.y (b integer)")
    kept.ok("snapshot")
    kept.ok("expect", "production", "--domain", "items", "--level", "counts")
    told = yamlfile.load(kept.root / "expected/items.yml")
    assert told["tables"]["y"] == {"columns": 1}, "the file speaks of that schema"
    assert kept.run("check").code == 0


def test_patterns_name_what_is_adopted(kept: Project, database: str) -> None:
    run_sql(database, "ALTER TABLE bills ALTER amount TYPE bigint; DROP TABLE vendors;"
                      "CREATE TABLE orders (a integer)")  # fmt: skip
    kept.ok("snapshot")
    core = (kept.root / "expected/core.yml").read_bytes()
    out = kept.ok("expect", "production", "public.bill*")
    assert "~ tables.bills.columns.amount.type: integer → bigint" in out
    assert (kept.root / "expected/core.yml").read_bytes() == core
    told = kept.run("expect", "production")
    assert told.code == 1
    assert "- tables.vendors" in told.out
    assert ("not adopted: tables.orders: `null` says that it must not be there, and is:"
            " name it to state it") in told.out  # fmt: skip
    assert kept.run("check").code == 1
    assert "~ tables.orders: null → as it is" in kept.ok("expect", "production", "public.orders")
    assert kept.run("check").code == 0
    assert "nothing in" in kept.run("expect", "production", "public.nothing").err


def test_what_is_gone_from_an_open_place_is_told(kept: Project, database: str) -> None:
    kept.write("expected/open.yml", "views: {v: {}}\n")
    result = kept.run("expect", "production")
    assert (result.code, "views.v: is gone, and nothing says" in result.out) == (1, True)
    assert "- views.v" in kept.ok("expect", "production", "v")
    assert yamlfile.load(kept.root / "expected/open.yml") == {}
    assert kept.run("check").code == 0


def test_a_declared_rename_that_came_true_goes(kept: Project, database: str) -> None:
    path = kept.root / "expected/core.yml"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("  vendors: {} ", "  suppliers: {renamed_from: vendors} ")
        .replace("email: { type: text }", "mail: { type: text, renamed_from: email }")
        .replace("{labels: [sad,   ok]}", "{labels: [low,   ok], labels_renamed_from: {low: sad}}"),
        "utf-8",
    )
    declared = path.read_text("utf-8")
    run_sql(database, "ALTER TABLE vendors RENAME TO suppliers; ALTER TYPE mood RENAME VALUE 'sad'"
                      " TO 'low'; ALTER TABLE users RENAME email TO mail")  # fmt: skip
    kept.ok("snapshot")
    out = kept.ok("expect", "production")
    assert "- tables.suppliers.renamed_from: vendors" in out
    told = path.read_text("utf-8")
    assert "renamed_from" not in told
    assert len(hunk(declared, told)) == 6
    assert "  suppliers: {}                   # by name only" in told
    assert kept.run("check").code == 0


def test_a_declared_rename_that_is_not_there_is_taken_back(kept: Project) -> None:
    """The facts are adopted, in the place where the new name stood."""
    path = kept.root / "expected/core.yml"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("  users:\n", "  people:\n    renamed_from: users\n")
        .replace("email: { type: text }", "mail: { type: text, renamed_from: email }")
        .replace("{labels: [sad,   ok]}", "{labels: [low,   ok], labels_renamed_from: {low: sad}}"),
        "utf-8",
    )
    out = kept.ok("expect", "production")
    assert "~ tables.people: still called users" in out
    assert path.read_text("utf-8") == text
    assert kept.run("check").code == 0


def test_what_is_waived_is_not_adopted(kept: Project, database: str) -> None:
    run_sql(database, "ALTER TABLE bills ALTER amount TYPE bigint")
    kept.ok("snapshot")
    kept.write("expected/waivers.yml", "waivers: [{object: public.bills, reason: r, owner: o,"
                                       " expires: 2999-01-01}]\n")  # fmt: skip
    before = kept.files()
    assert "nothing to adopt" in kept.ok("expect", "production")
    assert kept.files() == before


def test_sql_adopts_no_owners(kept: Project, database: str) -> None:
    path = kept.root / "expected/core.yml"
    path.write_text(path.read_text("utf-8").replace("owner: postgres", "owner: app"), "utf-8")
    built = kept.write("schema.sql", SCHEMA.replace("amount integer", "amount bigint"))
    out = kept.ok("expect", str(built), "--database", "production")
    assert "~ tables.bills.columns.amount.type: integer → bigint" in out
    assert "owner: app" in path.read_text("utf-8")


def test_a_broken_file_is_refused_and_nothing_is_written(kept: Project, database: str) -> None:
    run_sql(database, "ALTER TABLE bills ALTER amount TYPE bigint; DROP TABLE vendors")
    kept.ok("snapshot")
    kept.write("expected/items.yml", "tables:\n  items: {columns\n")
    before = kept.files()
    result = kept.run("expect", "production")
    assert (result.code, "items.yml:3: not YAML" in result.err) == (2, True), result.err
    kept.write("expected/items.yml", "tables:\n  ? vendors\n  : {}\n  x: null\n")
    kept.write("expected/core.yml", CORE.replace("  vendors: {}  ", "  #"))
    before = kept.files()
    result = kept.run("expect", "production")
    assert result.code == 2
    assert "items.yml:2: written in a way that cannot be edited in place" in result.err
    assert kept.files() == before


def test_a_file_that_changed_meanwhile_is_left(
    kept: Project, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_sql(database, "ALTER TABLE bills ALTER amount TYPE bigint")
    kept.ok("snapshot")
    edited = yamledit.edited

    def slow(text: str, wanted: Raw, path: Path) -> str:
        kept.write("expected/money.yml", MONEY + "# somebody's word\n")
        return edited(text, wanted, path)

    monkeypatch.setattr("chronicle.expect.yamledit.edited", slow)
    result = kept.run("expect", "production")
    assert (result.code, "money.yml: changed meanwhile" in result.err) == (2, True)
    assert "somebody's word" in (kept.root / "expected/money.yml").read_text("utf-8")


def test_what_only_a_pattern_says_is_told(kept: Project, database: str) -> None:
    kept.write("expected/wild.yml", 'tables: {"log_*": {columns: {at: {type: date}}}}\n')
    run_sql(database, "CREATE TABLE log_a (at timestamp)")
    kept.ok("snapshot")
    before = kept.files()
    result = kept.run("expect", "production")
    assert (result.code, "a pattern says so" in result.out) == (1, True), result.out + result.err
    assert kept.files() == before
