"""Comparing: each change once, what cannot be compared is said, severities are what they say."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from generator import formats, output, renames, rules
from generator.changes import Change
from generator.diff import diff
from generator.lives import Lives
from generator.names import Names
from generator.side import Side
from generator.texts import follows
from snapshot import model
from snapshot.records import Coverage, Server
from tests.conftest import Project, run_sql
from tests.made import state, table
from tests.test_cases import cases

ALL = tuple(sorted([model.kind_name(c) for c in model.kinds().values()] + list(model.parts())))
SERVER = Server(version="18.6", version_number=180006, system_identifier="1", database_oid=5)


def side(*things: model.Object, **coverage: object) -> Side:
    made = state(*things)
    covered = Coverage(**{"captured": ALL, **coverage})  # type: ignore[arg-type]
    return Side(made.objects, made.identity, SERVER, covered, "production")


def told(old: Side, new: Side) -> list[tuple[str, str, str]]:
    return [(c.action, c.object.rpartition("/")[2], c.part) for c in diff(old, new).changes]


USERS, BILLS = table("users", id="integer"), table("bills", id="integer")
INDEXED = msgspec.structs.replace(USERS, indexes=(model.Index(name="i"),))


def without(kind: str) -> tuple[str, ...]:
    return tuple(name for name in ALL if name != kind)


@pytest.mark.parametrize("first", [True, False])
def test_what_one_side_did_not_capture_is_not_compared(first: bool) -> None:
    sides = [side(INDEXED), side(USERS, captured=without("index"))]
    found = diff(*(sides if first else reversed(sides)))
    assert found.changes == ()
    assert list(found.not_compared) == ["index"]


def test_what_neither_side_may_read_is_said() -> None:
    refused = {"function": "permission denied"}
    left = side(USERS, captured=without("function"), not_permitted=refused)
    assert list(diff(left, left).not_compared) == ["function"]


@pytest.mark.parametrize(
    "scope", [{"ignored": {"public.b*": 1}}, {"include": ("public.users",)}], ids=str
)
def test_what_is_out_of_the_scope_of_one_side_neither_came_nor_went(
    scope: dict[str, object],
) -> None:
    narrow, wide = side(USERS, **scope), side(USERS, BILLS)
    for old, new in ((narrow, wide), (wide, narrow)):
        found = diff(old, new)
        assert found.changes == ()
        assert "1 object is not for that snapshot" in str(found.not_compared)
    assert told(side(BILLS, **{"ignored": {"public.x": 0}}), side()) == [("removed", "bills", "")]


def test_a_change_of_scope_between_two_snapshots_is_no_change(
    project: Project, database: str
) -> None:
    run_sql(database, "CREATE TABLE users (id integer); CREATE TABLE tmp_users (id integer)")
    project.ok("snapshot")
    project.configure("url: ${TEST_DATABASE_URL}", "ignore: [public.tmp_*]")
    assert "no changes" in project.ok("snapshot")
    result = project.run("diff", "production~1", "production")
    assert result.code == 0
    assert "not compared: out of scope" in result.out


def test_by_name_where_the_servers_are_not_the_same() -> None:
    old, new = side(table("a", id="integer")), side(table("b", id="integer"))
    assert told(old, new) == [("renamed", "b", "")], "one oid, two names"
    elsewhere = msgspec.structs.replace(new, server=msgspec.structs.replace(SERVER, database_oid=6))
    assert told(old, elsewhere) == [("removed", "a", ""), ("added", "b", "")]
    unknown = msgspec.structs.replace(SERVER, system_identifier=None)
    sides = [msgspec.structs.replace(s, server=unknown) for s in (old, new)]
    assert told(*sides) == [("removed", "a", ""), ("added", "b", "")]


def test_three_tables_that_change_names_in_a_circle() -> None:
    names = ["a", "b", "c"]
    old = Side({}, {}, SERVER, Coverage(captured=ALL), "x")

    def with_names(order: list[str]) -> Side:
        objects = {f"public/tables/{n}": table(n, id="integer") for n in order}
        identity = {f"public/tables/{n}": {"oid": 1000 + k} for k, n in enumerate(order)}
        return msgspec.structs.replace(old, objects=objects, identity=identity)

    found = told(with_names(names), with_names(["b", "c", "a"]))
    assert found == [("renamed", n, "") for n in names]


def test_every_change_of_the_cases_has_a_rule_a_reason_and_a_severity() -> None:
    for case in cases():
        for change in json.loads((case / "changes.json").read_text("utf-8"))["changes"]:
            assert change["rule"].startswith(change["kind"].replace("_", "-"))
            assert change["severity"] in ("breaking", "risky", "safe", "cosmetic")


@pytest.mark.parametrize(
    ("change", "severity"),
    [
        (Change(object="t", kind="index", action="added", new={"unique": True}), "breaking"),
        (Change(object="t", kind="index", action="added", new={}), "safe"),
        (Change(object="t", kind="policy", field="comment", action="changed"), "cosmetic"),
        (Change(object="t", kind="database", field="comment", action="changed"), "cosmetic"),
        (Change(object="t", kind="policy", field="using", action="changed"), "breaking"),
        (Change(object="t", kind="column", field="nullable", action="changed", new=False),
         "breaking"),
        (Change(object="t", kind="column", field="nullable", action="changed", new=True), "risky"),
        (Change(object="t", kind="enum", field="labels", action="changed", old=["a"],
                new=["a", "b"]), "safe"),
        (Change(object="t", kind="enum", field="labels", action="changed", old=["a"], new=["b"]),
         "breaking"),
        (Change(object="t", kind="index", action="renamed", part="indexes/b", old="a"), "cosmetic"),
        (Change(object="t", kind="table", action="renamed", old="public/tables/a"), "breaking"),
        (Change(object="t", kind="foreign_key", field="valid", action="changed", new=True), "safe"),
    ],
)  # fmt: skip
def test_how_bad_a_change_is(change: Change, severity: str) -> None:
    assert rules.explain(change).severity == severity


def test_json_markdown_and_text_tell_the_same(tmp_path: Path) -> None:
    old, new = side(USERS), side(INDEXED, BILLS)
    told = output.of_diff("old", "new", diff(old, new), new.coverage)
    items = json.loads(formats.json(told))["changes"]
    assert len(items) == told.summary["total"] == 2
    for item in items:
        assert item["sentence"] in formats.text(told)
        assert item["rule"] in formats.markdown(told)


def test_an_object_made_anew_is_told_once_and_only_within_one_database() -> None:
    old = side(USERS, BILLS)
    numbers = {**old.identity, "public/tables/bills": {"oid": 999}}
    new = msgspec.structs.replace(old, identity=numbers)
    found = diff(old, new).changes
    assert [(c.action, c.severity) for c in found] == [("recreated", "breaking")]
    assert found[0].sentence == "Table `bills` was dropped and made anew."
    assert found[0].reason.endswith("its rows are gone unless somebody copied them")
    elsewhere = msgspec.structs.replace(SERVER, database_oid=6)
    assert told(old, msgspec.structs.replace(new, server=elsewhere)) == []


def test_a_column_added_anew_lost_its_values() -> None:
    old, new = side(USERS), side(USERS)
    key = "public/tables/users"
    for each, number in ((old, 1), (new, 2)):
        each.identity[key] = {"oid": 1, "columns": {"id": number}}  # type: ignore[index]
    (change,) = diff(old, new).changes
    assert (change.action, change.severity) == ("recreated", "breaking")
    assert change.sentence == "Column `users.id` was dropped and added anew."


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("(a < b)", "(b < a)", True),
        ("(a < b)", "(b < b)", False),
        ("(a = 'a')", "(b = 'b')", False),
        ("(a = 'it''s a')", "(b = 'it''s a')", True),
        ("SELECT t.a FROM public.t", "SELECT u.b AS a FROM public.u", True),
        ("SELECT t.a FROM public.t", "SELECT t.b AS a FROM public.u t", True),
        ("SELECT t.a AS b FROM public.t", "SELECT u.b FROM public.u", True),
        ("SELECT o.a FROM public.o", "SELECT o.b AS a FROM public.o", False),
        ("SELECT a FROM public.o", "SELECT b AS a FROM public.o", False),
        ("nextval('public.t'::regclass)", "nextval('public.u'::regclass)", True),
        ("f('public.t'::text)", "f('public.u'::text)", False),
        ("EXTRACT(year FROM a)", "EXTRACT(year FROM b)", True),
    ],
)
def test_a_text_follows_names_and_nothing_else(old: str, new: str, same: bool) -> None:
    was, now = ("public", "t"), ("public", "u")
    names = Names(things={was: {now}}, columns={was: {"a": "b", "b": "a"}})
    view = ("public", "v")
    own = (view, view) if old.startswith("SELECT") else (was, now)
    assert follows(old, new, names, own) is same


def test_what_was_made_anew_begins_its_life_again() -> None:
    old = side(USERS, BILLS)
    numbers = {**old.identity, "public/tables/bills": {"oid": 999}}
    new = msgspec.structs.replace(old, identity=numbers)
    lives = Lives()
    lives.take(0, renames.pair(side(), old), old, None)
    lives.take(1, renames.pair(old, new), new, diff(old, new))
    bills, users = (lives.by_key[f"public/tables/{name}"] for name in ("bills", "users"))
    assert (users.since, bills.since, bills.ages["columns/id"].since) == (0, 1, 1)
