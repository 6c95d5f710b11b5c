"""What may break with a change: named by it, in every form and on the pages."""

from __future__ import annotations

import json
import re

import pytest

from generator import dependents, formats, output
from generator.changes import Change, Dependent, Difference
from generator.check import check
from generator.diff import diff
from generator.side import Side
from snapshot.store import Assertion
from tests.conftest import Project, captured, run_sql
from tests.made import state, table
from tests.test_dependents import SCRIPT, side

USERS = table("users", id="int")


def told(change: Change) -> list[str]:
    assert change.dependents is not None
    return [f"{d.kind} {d.name}" + (" (indirect)" * d.indirect) for d in change.dependents]


def changed(url: str, script: str) -> Difference:
    before = side(captured(url))
    run_sql(url, script)
    return diff(before, side(captured(url)))


def one(found: Difference, rule: str) -> Change:
    (change,) = [change for change in found.changes if change.rule == rule]
    return change


def test_changes_name_what_may_break(any_database: str) -> None:
    run_sql(any_database, SCRIPT)
    found = changed(
        any_database,
        "ALTER TABLE users RENAME email TO mail; ALTER TABLE orders RENAME TO purchases;"
        "ALTER TABLE purchases ALTER parent TYPE bigint; ALTER TYPE state ADD VALUE 'odd';"
        "CREATE OR REPLACE FUNCTION day() RETURNS date LANGUAGE sql STABLE AS 'SELECT now()::date';"
        "COMMENT ON TABLE users IS 'x'; DROP VIEW number_of_active; CREATE VIEW fresh AS SELECT 1",
    )  # fmt: skip
    assert told(one(found, "column-renamed")) == [
        "view active", "function mails()", "trigger users.stamp",
        "unique_constraint users.users_email_key", "view number_of_active (indirect)",
    ]  # fmt: skip
    assert told(one(found, "table-renamed")) == ["policy users.own", "table child"]
    assert told(one(found, "column-type-changed")) == ["foreign_key orders.orders_parent_fkey"]
    assert told(one(found, "function-body-changed")) == ["default users.made"]
    assert told(one(found, "enum-labels-changed")) == [
        "view active", "view of_part", "view streets", "attribute address.since",
        "column parts.state", "column users.state", "view number_of_active (indirect)",
    ]  # fmt: skip
    for rule in ("table-comment-changed", "view-removed", "view-added"):
        assert told(one(found, rule)) == []


def test_an_object_that_is_gone_or_made_anew(any_database: str) -> None:
    run_sql(any_database, SCRIPT)
    found = changed(
        any_database,
        "DROP TABLE odd CASCADE; DROP VIEW active CASCADE; CREATE VIEW active AS SELECT 1 AS id",
    )
    assert told(one(found, "table-removed")) == ["view V w", "view V w 2 (indirect)"]
    assert told(one(found, "view-recreated")) == ["view number_of_active"]


def test_a_default_holds_up_nothing_but_itself(any_database: str) -> None:
    """What reads the column does not depend on the function in its default."""
    run_sql(any_database, SCRIPT + 'CREATE VIEW made AS SELECT made, "full" FROM users')
    found = dependents.Depending(side(captured(any_database)))
    assert [one.name for one in found.of("public/functions/day%28%29")] == ["users.made"]
    assert [one.name for one in found.of("public/functions/twice%28text%29")] == [
        "users.full", "made",
    ]  # fmt: skip


def test_a_finding_names_what_is_there(database: str) -> None:
    run_sql(database, SCRIPT)
    facts = side(captured(database))
    is_ = {"columns": {"email": {"type": "text"}, "phone": {"type": "text"}}}
    asserted = {
        "public/tables/users": Assertion(domain="core", is_=is_),
        "public/tables/odd": Assertion(domain="core", exists=False),
        "public/tables/lost": Assertion(domain="core"),
    }
    found = {f.rule: f for f in check(asserted, facts).findings}
    assert told(found["column-type-changed"])[:2] == ["view active", "function mails()"]
    assert told(found["table-added"]) == ["view V w", "view V w 2 (indirect)"]
    assert told(found["table-removed"]) == told(found["column-removed"]) == []


def test_names_swapped_between_columns(database: str) -> None:
    run_sql(database, "CREATE TABLE t (a int, b int, c int); CREATE VIEW va AS SELECT a FROM t;"
            "CREATE VIEW vb AS SELECT b FROM t")  # fmt: skip
    found = changed(
        database,
        "ALTER TABLE t RENAME a TO x; ALTER TABLE t RENAME b TO a; ALTER TABLE t RENAME x TO b",
    )
    assert {c.part: told(c) for c in found.changes if c.action == "renamed"} == {
        "columns/a": ["view vb"], "columns/b": ["view va"],
    }  # fmt: skip


def test_what_went_is_not_taken_for_what_took_its_name(database: str) -> None:
    run_sql(database, "CREATE TABLE t (a int, b int); CREATE VIEW va AS SELECT a FROM t;"
            "CREATE VIEW vb AS SELECT b FROM t")  # fmt: skip
    found = changed(
        database, "DROP VIEW va; ALTER TABLE t DROP COLUMN a; ALTER TABLE t RENAME b TO a"
    )
    assert told(one(found, "column-removed")) == ["view va"]
    assert told(one(found, "column-renamed")) == ["view vb"]


def test_circles_end() -> None:
    told = {
        "public/views/a": {"": ("public/views/b",)},
        "public/views/b": {"": ("public/views/c",)},
        "public/views/c": {"": ("public/views/a", "public/views/b")},
    }
    found = dependents.Depending(Side({}, dependents=told)).of("public/views/a")
    assert [(d.name, d.indirect) for d in found] == [("b", False), ("c", True)]


def test_a_long_list_is_cut_and_counted() -> None:
    some = [Dependent(f"public/views/v{n}", "", "view", f"v{n}", n > 6) for n in range(9)]
    assert dependents.words(some) == (
        "Depends on it: view `v0`, view `v1`, view `v2`, view `v3` and 3 more; "
        "indirectly: view `v7`, view `v8`"
    )
    assert dependents.words(some[8:]) == "Indirectly: view `v8`"
    assert dependents.words(()) == ""


@pytest.mark.parametrize("known", [None, {}], ids=["unknown", "none"])
def test_what_is_not_known_is_said(known: dict[str, dict[str, tuple[str, ...]]] | None) -> None:
    old, new = state(USERS).objects, state().objects
    found = diff(Side(dict(old), dependents=known), Side(dict(new), dependents={}))
    shown = output.of_diff("a", "b", found, Side({}).coverage)
    assert (dependents.UNKNOWN in shown.notes) == (known is None)
    assert (dependents.UNKNOWN in formats.text(shown)) == (known is None)
    assert (dependents.UNKNOWN in formats.markdown(shown)) == (known is None)
    item = json.loads(formats.json(shown))["changes"][0]
    assert item["dependents"] == (None if known is None else [])


def test_every_form_names_them(project: Project, database: str) -> None:
    run_sql(database, SCRIPT)
    project.ok("snapshot", "--at", "2025-01-01T00:00:00Z")
    run_sql(database, 'ALTER TABLE odd RENAME "A b/c" TO d')
    words = "Depends on it: view `V w`; indirectly: view `V w 2`"
    assert words in project.ok("snapshot", "--at", "2025-01-02T00:00:00Z")
    assert words in project.run("diff", "production~1", "production").out
    marked = project.run("diff", "production~1", "production", "--format", "markdown").out
    assert f"{words}." in marked
    told = json.loads(project.run("diff", "production~1", "production", "--format", "json").out)
    assert told["changes"][0]["dependents"] == [
        {"object": "public/views/%56%20w", "part": "", "kind": "view", "name": "V w",
         "indirect": False},
        {"object": "public/views/%56%20w%202", "part": "", "kind": "view", "name": "V w 2",
         "indirect": True},
    ]  # fmt: skip
    project.ok("pages")
    pages = {path.name: path.read_text("utf-8") for path in project.root.glob("docs/**/*.md")}
    report = pages["2025-01-02t000000z.md"]
    assert re.search(r"Depends on it: view \[<code>V w</code>\]\(\.\./schema/[^)]*\)\.", report)
    assert re.search(r"Indirectly: view \[<code>V w 2</code>\]\(\.\./schema/[^)]*\)\.", report)
    section = pages["users.md"].split("## Depended on by\n")[1].split("\n## ")[0]
    assert "on [<code>users.email</code>](#columns-email)" in section
    assert "Through these:" in section
    assert "number_of_active" in section.split("Through these:")[1]
    assert "## Depended on by" not in pages["lasts.md"]
