"""The card of a report: what is worst comes first, and its questions run and only read."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from generator import oncall
from generator.book import open_book
from generator.changes import Change, Dependent, Hazard
from snapshot import model
from snapshot.store import Store
from tests.conftest import Project, run_sql
from tests.made import table
from tests.sites import HOSTILE, expected, hostile_things, recorded, rendered, report_page


def change(name: str, severity: str = "safe", **more: object) -> Change:
    return Change(object=f"public/tables/{name}", kind="table", action="changed",
                  severity=severity, **more)  # type: ignore[arg-type]  # fmt: skip


def test_the_worst_are_named_first() -> None:
    users = (Dependent("public/views/v", "", "view", "v", False),)
    told = [
        change("a"), change("b", "breaking"), change("c", "risky"),
        change("d", "breaking", hazards=(Hazard("data loss", "rows"),)),
        change("e", "breaking", dependents=users),
    ]  # fmt: skip
    assert [c.object[-1] for c in oncall.worst(told)] == ["d", "e", "b"]
    assert oncall.worst([]) == []


def test_what_newly_stands_wrong_is_told_and_what_stood_before_is_not(tmp_path: Path) -> None:
    store = Store(tmp_path / "snapshots" / "production")
    bare = table("bare", id="integer")
    recorded(store, bare, day=1)
    recorded(store, bare, table("other", id="integer"), day=2)
    recorded(store, bare, table("other", id="bigint"), day=3)
    book = open_book(store, "production")
    cards = [oncall.card(r, book.reports, book.history.lives) for r in book.reports.values()]
    told = [[(c.rule, c.object) for c in card.worsened] for card in cards]
    assert told == [[], [("state-primary-key-missing", "public/tables/other")], []]
    assert "1 thing newly stands wrong" in report_page(rendered(store), 2)


def test_a_card_of_a_quiet_snapshot_says_that_there_is_nothing_to_do(tmp_path: Path) -> None:
    store = Store(tmp_path / "snapshots" / "production")
    users = table("users", id="integer")
    for day in (1, 2):
        recorded(store, users, day=day, told=expected(users))
    text = report_page(rendered(store), 2)
    top = text[: text.index("## Executive summary")]
    assert "**No new finding.**" in top and "**Nothing changed** in the database." in top
    assert "**Nothing.** The database is what the expectation states." in top
    assert "Checks to run" not in top and "of this deploy, and back" not in top


def test_questions_find_what_they_ask_for_and_change_nothing(
    project: Project, database: str
) -> None:
    """Whatever the names are; in a session that may only read."""
    names = [name for name in HOSTILE if len(name.encode()) < 60]
    quoted = ['"' + name.replace('"', '""') + '"' for name in names]
    for name in quoted:
        run_sql(database, f"CREATE TABLE {name} (id integer, {name} integer)")
    project.ok("snapshot", "--at", "2025-01-01T00:00:00Z")
    for name in quoted:
        run_sql(database, f"ALTER TABLE {name} ALTER {name} TYPE bigint")
    run_sql(database, "CREATE TABLE late (id integer)")
    run_sql(database, "ALTER TABLE late ADD CONSTRAINT late_id_check CHECK (id > 0) NOT VALID")
    project.ok("snapshot", "--at", "2025-01-02T00:00:00Z")
    book = open_book(Store(project.root / "snapshots" / "production"), "production")
    report = book.latest
    assert report is not None
    asked = oncall.questions(report, book.history.lives.by_key)
    assert asked.startswith("-- who waits for whom")
    with psycopg.connect(database) as connection:
        connection.read_only = True
        cursor = connection.execute(asked)  # type: ignore[call-overload]
        seen = [cursor.fetchall()]
        while cursor.nextset():
            seen.append(cursor.fetchall())
    assert len(seen) == 1 + 8 + 1  # who waits, eight places, constraints
    assert all(len(rows) == 1 for rows in seen[1:])
    assert ("late", "late_id_check") in seen[-1]


@pytest.mark.parametrize("name", ["a'b", "a\\b", "a\nb", "$$; DROP TABLE x; --"])
def test_a_name_in_a_question_is_a_name(name: str, database: str) -> None:
    thing = table(name, **{name: "integer"})
    literal = oncall._literal(name)
    with psycopg.connect(database) as connection:
        for standard in ("on", "off"):
            connection.execute(f"SET standard_conforming_strings = {standard}")
            assert connection.execute(f"SELECT {literal}").fetchone() == (name,)  # type: ignore[call-overload]
    assert isinstance(thing, model.Table)


def test_every_report_of_hostile_names_has_its_card(tmp_path: Path) -> None:
    store = Store(tmp_path / "snapshots" / "production")
    things = hostile_things()
    recorded(store, *things[:5], day=1, told=expected(*things[:9]))
    recorded(store, *things, day=2, told=expected(*things[:9]))
    text = report_page(rendered(store), 2)
    assert text.count("## What is new") == text.count("## What to do now") == 1
