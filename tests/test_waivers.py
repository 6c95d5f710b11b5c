"""Waivers: findings accepted for a time; and how old a finding is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec
import pytest

from generator.changes import fingerprint
from generator.check import check
from generator.history import History, read
from generator.side import Side
from snapshot import expectation
from snapshot.codec import key_of
from snapshot.errors import BrokenFile
from snapshot.records import Coverage
from snapshot.store import Assertion, Replayed, Store
from tests.conftest import Project, run_sql
from tests.made import header, table
from tests.sites import ALL_KINDS, rendered

USERS = "unlisted: [tables]\ntables:\n  users: {columns: {id: {type: integer}, legacy: null}}\n"
KEPT = "reason: a partner still reads it, owner: ana, expires: 2026-06-30"


def waivers(*told: str) -> str:
    return "waivers:\n" + "".join(f"  - {{{each}}}\n" for each in told)


def asserted(tmp_path: Path, told: str) -> dict[str, Assertion]:
    folder = tmp_path / "expected"
    folder.mkdir(exist_ok=True)
    (folder / "core.yml").write_text(USERS, "utf-8")
    (folder / "waivers.yml").write_text(told, "utf-8")
    return expectation.load(folder)


@pytest.fixture
def facts() -> Side:
    things = [table("users", id="text", legacy="text"), table("tmp_a", id="integer")]
    kinds = Coverage(captured=("table", "column"))
    return Side({key_of(thing): thing for thing in things}, coverage=kinds)


def found(tmp_path: Path, facts: Side, *told: str, on: str = "2026-06-30") -> dict[str, list[str]]:
    """What became of the findings, by rule."""
    judged = check(asserted(tmp_path, waivers(*told)), facts, on=on)
    return {
        "open": [change.rule for change in judged.findings],
        "waived": [each.change.rule for each in judged.waived],
        "expired": [each.change.rule for each in judged.expired],
        "unused": [waiver.what for waiver in judged.unused_waivers],
    }


ALL = ["table-added", "column-type-changed", "column-added"]


def test_without_waivers_all_is_open(tmp_path: Path, facts: Side) -> None:
    assert found(tmp_path, facts) == {"open": ALL, "waived": [], "expired": [], "unused": []}


@pytest.mark.parametrize(
    ("pattern", "rule"),
    [
        ("rule: table-added", "table-added"),
        ('object: "public.tmp_*"', "table-added"),
        ("object: public/tables/tmp_a", "table-added"),
        ('object: public.users, part: "columns/leg*"', "column-added"),
        ('rule: "column-*", part: columns/id', "column-type-changed"),
    ],
)
def test_a_pattern_waives_what_fits_all_of_it(
    tmp_path: Path, facts: Side, pattern: str, rule: str
) -> None:
    told = found(tmp_path, facts, f"{pattern}, {KEPT}")
    assert told["waived"] == [rule]
    assert told["open"] == [other for other in ALL if other != rule]
    assert told["unused"] == []


def test_a_fingerprint_waives_this_very_finding(tmp_path: Path, facts: Side) -> None:
    findings = check(asserted(tmp_path, ""), facts).findings
    changed = next(f for f in findings if f.action == "changed")
    mark = fingerprint(changed)
    assert found(tmp_path, facts, f'finding: "{mark}", {KEPT}')["waived"] == [changed.rule]
    assert fingerprint(msgspec.structs.replace(changed, sentence="said otherwise")) == mark
    assert fingerprint(msgspec.structs.replace(changed, new="bytea")) != mark


def test_a_waiver_holds_through_its_last_day(tmp_path: Path, facts: Side) -> None:
    told = f"rule: table-added, {KEPT}"
    assert found(tmp_path, facts, told, on="2026-06-30T23:59:59Z")["waived"] == ["table-added"]
    ended = found(tmp_path, facts, told, on="2026-07-01")
    assert (ended["open"], ended["waived"], ended["expired"]) == (ALL, [], ["table-added"])


def test_unless_the_day_is_told_all_waivers_have_ended(tmp_path: Path, facts: Side) -> None:
    judged = check(asserted(tmp_path, waivers(f"rule: table-added, {KEPT}")), facts)
    assert len(judged.findings) == len(ALL)


def test_a_waiver_that_speaks_of_nothing_is_told(tmp_path: Path, facts: Side) -> None:
    assert found(tmp_path, facts, f"rule: index-removed, {KEPT}")["unused"] == [
        "rule index-removed"
    ]


def test_all_waived_is_in_sync(tmp_path: Path, facts: Side) -> None:
    judged = check(asserted(tmp_path, waivers(f'rule: "*", {KEPT}')), facts, on="2026-01-01")
    assert (judged.verdict, judged.findings, len(judged.waived)) == ("in sync", (), len(ALL))


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ("- x", "a mapping is due"),
        ("waiver: []", "waiver: only a list under `waivers:`"),
        ("waivers: [x]", "waiver 1: a mapping"),
        (waivers("rule: x, owner: ana, expires: 2026-01-01"), "waiver 1: `reason` is due"),
        (waivers("rule: x, reason: r, expires: 2026-01-01"), "waiver 1: `owner` is due"),
        (waivers("rule: x, reason: r, owner: o"), "waiver 1: `expires` is due"),
        (waivers(KEPT), "waiver 1: which findings?"),
        (waivers(f"rule: x, {KEPT}", f"rule: x, {KEPT}"), "waiver 2: stands twice"),
        (waivers(f"rul: x, {KEPT}"), "did you mean `rule`?"),
        (waivers("rule: x, reason: r, owner: o, expires: soon"), "expires: a day is due"),
        (waivers(f"finding: 123456789012, {KEPT}"), "quote it"),
    ],
)
def test_a_broken_file_is_an_error_that_names_the_place(
    tmp_path: Path, told: str, message: str
) -> None:
    with pytest.raises(BrokenFile, match=re.escape(message)) as caught:
        asserted(tmp_path, told)
    assert "waivers.yml" in str(caught.value)


def recorded(store: Store, *, days: dict[str, bool]) -> History:
    """A history in which a table that must not be there comes and goes."""
    told = {"public/tables/tmp": Assertion(domain="core", exists=False)}
    thing = table("tmp", id="integer")
    for day, there in days.items():
        head = msgspec.structs.replace(header(f"{day}T00:00:00Z"), coverage=ALL_KINDS)
        objects = {key_of(thing): thing} if there else {}
        store.record(head, Replayed(objects, {}), told)
    return read(store, "production")


def test_a_finding_has_an_age_and_says_when_it_comes_back(tmp_path: Path) -> None:
    store = Store(tmp_path / "snapshots" / "production")
    history = recorded(store, days={
        "2026-01-01": True, "2026-01-11": True, "2026-02-01": False, "2026-03-01": True,
        "2026-03-05": True,
    })  # fmt: skip
    ages = [[f.age for f in moment.findings] for moment in history.moments]
    assert [(age.since[:10], age.days) for (age,) in (ages[0], ages[1])] == [
        ("2026-01-01", 0), ("2026-01-01", 10),
    ]  # fmt: skip
    (closed,) = history.moments[2].resolved
    assert (closed.since, history.moments[2].findings) == (0, ())
    (age,) = ages[4]
    assert (age.since[:10], age.days) == ("2026-03-01", 4)
    assert [(p.opened[:10], p.closed[:10]) for p in age.before] == [("2026-01-01", "2026-02-01")]
    text = rendered(store)["history/production/reports/2026-03-05t000000z.md"]
    assert "came back" in text
    assert "open 4 days" in text


def test_the_command_shows_waivers_and_ages(
    project: Project, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_sql(database, "CREATE TABLE users (id integer); CREATE TABLE tmp_a (id integer)")
    project.write("expected/core.yml", "unlisted: [tables]\ntables: {users: {}}\n")
    project.ok("snapshot", "--at", "2026-01-01T00:00:00Z")
    project.ok("snapshot", "--at", "2026-01-15T00:00:00Z")
    assert "open 14 days, since 2026-01-01" in project.run("check").out
    (item,) = json.loads(project.run("check", "--format", "json").out)["findings"]
    assert item["age"]["days"] == 14
    kept = 'reason: "a backup", owner: ana, ticket: OPS-7, expires: 2999-01-01'
    project.write("expected/waivers.yml", waivers(f'finding: "{item["fingerprint"]}", {kept}'))
    result = project.run("check")
    assert result.code == 0, result.out
    assert "verdict: in sync" in result.out
    assert "~ waived" in result.out
    assert "until 2999-01-01, ana: a backup" in result.out
    shown = json.loads(project.run("check", "--format", "json").out)
    assert (shown["summary"]["waived"], shown["findings"]) == (1, [])
    assert shown["waived"][0]["waiver"]["ticket"] == "OPS-7"
    project.write("expected/waivers.yml", waivers(f"rule: table-added, {KEPT}"))
    monkeypatch.setattr("chronicle.take.now", lambda: "2026-07-01T00:00:00Z")
    ended = project.run("check")
    assert ended.code == 1
    assert "a waiver ended on 2026-06-30" in ended.out


def test_the_report_of_a_record_goes_by_the_waivers_of_then(
    project: Project, database: str
) -> None:
    run_sql(database, "CREATE TABLE users (id integer); CREATE TABLE tmp_a (id integer)")
    project.write("expected/core.yml", "unlisted: [tables]\ntables: {users: {}}\n")
    project.write("expected/waivers.yml", waivers(f"rule: table-added, {KEPT}"))
    project.ok("snapshot", "--at", "2026-01-01T00:00:00Z")
    (project.root / "expected/waivers.yml").unlink()
    project.ok("snapshot", "--at", "2026-01-02T00:00:00Z")
    assert project.run("check", "production@2026-01-01").code == 0
    assert project.run("check", "production@2026-01-02").code == 1
    first, second = (m for m in read(project.store, "production").moments)
    assert (first.verdict, second.verdict) == ("in sync", "drift")
    assert second.findings[0].since == 0, "waived or not, it is the same finding"
