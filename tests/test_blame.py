"""Where each attribute came from, through changes and renames."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from tests.conftest import Project, run_sql

DAYS = (
    "CREATE TABLE people (id integer, mail varchar(20), gone text)",
    "ALTER TABLE people ALTER mail TYPE varchar(50)",
    "ALTER TABLE people RENAME TO users; ALTER TABLE users RENAME mail TO email",
    "ALTER TABLE users ALTER email SET DEFAULT 'x', ADD COLUMN age integer, DROP COLUMN gone",
    "ALTER TABLE users ADD COLUMN gone text; COMMENT ON TABLE users IS 'who'",
)


@pytest.fixture
def told(project: Project, database: str) -> Project:
    for day, script in enumerate(DAYS, 1):
        run_sql(database, script)
        project.ok("snapshot", "--at", f"2026-01-{day:02}T00:00:00Z", "--label", f"deploy {day}")
    return project


def blamed(project: Project, ref: str = "production") -> dict[str, dict[str, object]]:
    found = json.loads(project.ok("blame", ref, "users", "--format", "json"))
    return {line["path"]: line for line in found["lines"]}


def day(line: dict[str, object]) -> tuple[str, bool]:
    origin = line["origin"]
    assert isinstance(origin, dict)
    return origin["at"][8:10], origin["known"]


def test_each_attribute_has_its_snapshot(told: Project) -> None:
    lines = blamed(told)
    assert day(lines["columns/id"]) == ("01", False)
    assert day(lines["columns/email"]) == ("01", False)
    assert day(lines["columns/age"]) == ("04", True)
    assert day(lines["columns/gone"]) == ("05", True), "another column of the same name"
    assert day(lines["comment"]) == ("05", True)


def test_what_a_part_became_later_is_told_under_its_present_name(told: Project) -> None:
    email = blamed(told)["columns/email"]
    later = email["later"]
    assert isinstance(later, Sequence)
    assert [(each["field"], each["old"], each["origin"]["at"][8:10]) for each in later] == [
        ("default", None, "04"), ("type", "character varying(20)", "02"),
    ]  # fmt: skip
    assert [(old, origin["at"][8:10]) for old, origin in email["names"]] == [("mail", "03")]  # type: ignore[misc, attr-defined]


def test_the_past_knows_nothing_of_what_came_after(told: Project) -> None:
    out = told.ok("blame", "production@2026-01-02", "people")
    assert "email" not in out
    assert "varying(50)" in out


def test_it_reads_like_a_list_of_lines(told: Project) -> None:
    out = told.ok("blame", "production", "users").splitlines()
    assert out[0].startswith("public/tables/users: table, since ≤2026-01-01 ")
    assert out[1].startswith("  once public/tables/people, until 2026-01-03")
    assert any("↳ once mail" in line for line in out)


def test_without_a_record_there_is_nothing_to_blame(told: Project) -> None:
    result = told.run("blame", "live:production", "users")
    assert (result.code, "a record of a history is due" in result.err) == (2, True)


def test_a_label_is_followed_through_its_names(project: Project, database: str) -> None:
    days = (
        "CREATE TYPE mood AS ENUM ('sad', 'ok')", "ALTER TYPE mood RENAME VALUE 'sad' TO 'low'",
        "ALTER TYPE mood RENAME VALUE 'low' TO 'down'", "COMMENT ON TYPE mood IS 'how one is'",
    )  # fmt: skip
    for day, script in enumerate(days, 1):
        run_sql(database, script)
        project.ok("snapshot", "--at", f"2026-01-{day:02}T00:00:00Z", "--label", f"deploy {day}")
    out = project.ok("blame", "production", "mood").splitlines()
    (at,) = [n for n, line in enumerate(out) if 'labels ["down", "ok"]' in line]
    assert "2026-01-03" in out[at] and "deploy 3" in out[at]
    assert [line.split("↳ ")[1] for line in out[at + 1 : at + 3]] == ["once sad", "once low"]
    assert "2026-01-02" in out[at + 1] and "2026-01-03" in out[at + 2]
