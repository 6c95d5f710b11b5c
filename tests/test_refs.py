"""References and scope: what a name of a schema means, and what patterns take away."""

from __future__ import annotations

import json

import pytest
import yaml

from tests.conftest import Project, run_sql


@pytest.fixture
def two_days(project: Project, database: str) -> Project:
    """Two snapshots, of noon on the first and on the third of March."""
    run_sql(database, "create table users (id integer); create table tmp_a (id integer)")
    project.ok("snapshot", "--at", "2026-03-01T12:00:00Z")
    run_sql(database, "alter table users add column email text")
    project.ok("snapshot", "--at", "2026-03-03T12:00:00Z")
    return project


@pytest.mark.parametrize(
    ("moment", "columns"),
    [
        ("2026-03-01", 1),
        ("2026-03-02", 1),
        ("2026-03-03", 2),
        ("2026-03-03T11:59:59Z", 1),
        ("2026-03-03T12:00", 2),
        ("2026-03-03T12:59+01:00", 1),
        ("2026-03-03T13:00+01:00", 2),
    ],
)
def test_a_moment_is_a_date_or_a_time_of_any_zone(
    two_days: Project, moment: str, columns: int
) -> None:
    shown = json.loads(two_days.ok("show", f"production@{moment}", "users"))
    assert len(shown["columns"]) == columns


@pytest.mark.parametrize("moment", ["2026-02-28", "yesterday", "2026-13-01"])
def test_a_moment_without_a_snapshot_is_an_error(two_days: Project, moment: str) -> None:
    result = two_days.run("show", f"production@{moment}")
    assert result.code == 2
    assert "2026-03-01T12:00:00Z" in result.err


def test_an_objects_file_is_held_against_that_object_alone(two_days: Project) -> None:
    path = two_days.root / "snapshots/production/current/public/tables/users.json"
    assert two_days.run("diff", str(path), "production").code == 0
    result = two_days.run("diff", str(path), "production~1")
    assert result.code == 1
    assert "Column `users.email` was removed" in result.out
    assert "tmp_a" not in result.out


def test_what_is_asserted_but_ignored_is_not_missing(two_days: Project, database: str) -> None:
    two_days.write("expected/main.yml", "tables:\n  users: {}\n  tmp_a: {}\n")
    assert two_days.run("check").code == 0
    two_days.configure("url: ${TEST_DATABASE_URL}", "expected: expected/", "ignore: [public.tmp_*]")
    two_days.ok("snapshot", "--at", "2026-03-05T12:00:00Z")
    result = two_days.run("check")
    assert result.code == 3
    assert "cannot tell: public/tables/tmp_a" in result.out
    assert "1 table expected, 1 found, 0 missing" in result.out


def test_a_pattern_that_another_overlaps_is_not_unused(two_days: Project) -> None:
    two_days.configure("url: ${TEST_DATABASE_URL}", "ignore: [public.tmp_*, public.*_a, none.*]")
    out = two_days.ok("snapshot", "--at", "2026-03-05T12:00:00Z")
    assert "`none.*` matches nothing" in out
    assert "`public.*_a`" not in out


def test_a_password_in_the_configuration_is_refused_and_not_shown(project: Project) -> None:
    for url in ("postgresql://u:s3cret@db.example/app", "host=db.example password=s3cret"):
        project.configure(f'url: "{url}"')
        result = project.run("snapshot")
        assert result.code == 2
        assert "holds a password" in result.err
        assert "s3cret" not in result.err + result.out


def test_a_folder_of_expectations_that_is_not_there_is_said(project: Project) -> None:
    project.configure("url: ${TEST_DATABASE_URL}", "expected: expectd/")
    assert "not there: expectd/" in project.ok("snapshot")


@pytest.mark.parametrize("verb", [["show"], ["check"], ["diff", "production"], ["expect"], ["log"]])
@pytest.mark.parametrize(
    "ref",
    ["postgresql+psycopg://u:hunter2@h/x", "POSTGRESQL://u:hunter2@h/x", "u:hunter2@h",
     "host=h password=hunter2 dbname=x", "mysql://u:hunter2@h/x.json", "live:u:hunter2@h",
     "production@u:hunter2@h", "postgresql//u:hunter2@h/x"],
)  # fmt: skip
def test_a_mistyped_url_is_not_shown(two_days: Project, verb: list[str], ref: str) -> None:
    result = two_days.run(*verb, ref)
    assert result.code == 2
    assert "hunter2" not in result.out + result.err
    assert "not shown" in result.err
    result = two_days.run(*verb, "production", "--level", "names", ref, ref)
    assert "hunter2" not in result.out + result.err


def test_a_moment_before_the_last_needs_a_reason(two_days: Project, database: str) -> None:
    before = two_days.files()
    result = two_days.run("snapshot", "--at", "2026-03-02T12:00:00Z")
    assert result.code == 2
    assert "2026-03-03T12:00:00Z" in result.err
    assert "--why backfill" in result.err
    assert two_days.files() == before
    run_sql(database, "alter table users add column age integer")
    two_days.ok("snapshot", "--at", "2026-03-02T12:00:00Z", "--why", "backfill")

    def columns(ref: str) -> int:
        return len(json.loads(two_days.ok("show", ref, "users"))["columns"])

    assert columns("production@2026-03-02") == 3, "of that moment"
    assert columns("production@2026-03-04") == 2, "the greatest moment, not the last record"
    two_days.ok("snapshot", "--at", "2026-03-03T12:00:00Z")
    assert columns("production@2026-03-04") == 3, "of two of one moment the later record"


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_beyond_all_is_an_error(two_days: Project, moment: str) -> None:
    for command in (["snapshot", "--at", moment], ["show", f"production@{moment}"]):
        result = two_days.run(*command)
        assert result.code == 2
        assert "a moment" in result.err.lower()
        assert "fault of ours" not in result.err


@pytest.mark.parametrize(
    ("pattern", "stated"),
    [("public.f(integer[])", ["f(integer[])"]), ("f(integer[])", ["f(integer[])"]),
     ("public/functions/f(integer[])", ["f(integer[])"]), ("public.f(*", ["f(integer[])"]),
     ("public/functions/f%28integer%5b%5d%29", ["f(integer[])"])],
)  # fmt: skip
def test_a_pattern_may_be_an_exact_name(
    two_days: Project, database: str, pattern: str, stated: list[str]
) -> None:
    run_sql(database, "create function f(a integer[]) returns int language sql as 'select 1'")
    two_days.ok("expect", "live:production", pattern)
    told = yaml.safe_load((two_days.root / "expected/main.yml").read_text("utf-8"))
    assert list(told["functions"]) == stated


def test_a_pattern_that_matches_nothing_is_named(two_days: Project) -> None:
    result = two_days.run("expect", "production", "public.users", "public.bil*")
    assert result.code == 2
    assert "public.bil*: nothing in production@2026-03-03T12:00:00Z matches it" in result.err
    two_days.write("expected/core.yml", "tables: {users: {}}\n")
    again = ["expect", "production", "public.users", "--domain", "rest"]
    assert "other domains claim it all" in two_days.run(*again).err


@pytest.mark.parametrize("domain", ["../../evil", "a/b", "waivers", "", "Main", "a b", "."])
def test_a_domain_is_a_plain_name(two_days: Project, domain: str) -> None:
    before = two_days.files()
    result = two_days.run("expect", "production", "--domain", domain)
    assert result.code == 2
    assert "--domain" in result.err
    assert two_days.files() == before
    assert not list(two_days.root.parent.rglob("evil*"))
