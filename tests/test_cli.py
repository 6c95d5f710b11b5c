"""What people type: outputs and exit codes: 0 nothing differs, 1 differs, 2 failed, 3 unknown."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest

from chronicle import cli
from generator.output import Item, Output
from tests.conftest import REPOSITORY, Project, run_sql

SCHEMA = """
CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL);
CREATE TABLE tmp_one (id integer);
CREATE TABLE tmp_two (id integer);
CREATE SCHEMA billing;
CREATE TABLE billing.bills (id integer);
"""


@pytest.fixture
def ready(project: Project, database: str) -> Project:
    """A project with two records, and an expectation that holds for both."""
    run_sql(database, SCHEMA)
    project.write("expected/core.yml", "tables: {users: {}}\n")
    project.ok(
        "snapshot", "--at", "2025-01-01T00:00:00Z", "--label", "the first", "--why", "deploy"
    )
    run_sql(database, "ALTER TABLE users ADD COLUMN name text; DROP TABLE billing.bills")
    project.ok("snapshot", "--at", "2025-01-02T00:00:00Z")
    return project


def as_json(project: Project, *args: str) -> tuple[int, Output]:
    """Run with `--format json`; what comes must be exactly of the published form."""
    result = project.run(*args, "--format", "json")
    assert result.err == ""
    return result.code, msgspec.json.decode(result.out, type=Output, strict=True)


def changes(output: Output) -> list[Item]:
    assert not isinstance(output.changes, msgspec.UnsetType)
    return output.changes


def test_snapshot_says_what_changed_within_a_screen(ready: Project, database: str) -> None:
    run_sql(database, "ALTER TABLE users DROP COLUMN name")
    out = ready.ok("snapshot")
    assert "1 change: 1 breaking" in out
    assert "verdict: in sync" in out
    assert re.search(r"recorded: snapshots/production/history/\S+\.json", out)
    assert len(out.splitlines()) < 25


def test_snapshot_succeeds_whether_changed_or_not(ready: Project, database: str) -> None:
    assert "no change" in ready.ok("snapshot")
    ready.write("expected/core.yml", "tables: {users: null}\n")
    assert "verdict: drift" in ready.ok("snapshot")


def test_log_has_the_latest_first(ready: Project) -> None:
    lines = ready.ok("log").splitlines()
    assert [line[:20] for line in lines] == ["2025-01-02T00:00:00Z", "2025-01-01T00:00:00Z"]
    assert "the first" in lines[1]
    assert "deploy" in lines[1]


@pytest.mark.parametrize("name", ["users", "public.users", "public/tables/users"])
def test_show_prints_one_object(ready: Project, name: str) -> None:
    shown = json.loads(ready.ok("show", "production~1", name))
    assert [column["name"] for column in shown["columns"]] == ["id", "email"]
    assert ready.run("show", "production", "nobody").code == 2


def test_show_prints_the_whole_schema(ready: Project) -> None:
    shown = json.loads(ready.ok("show", "production@2025-01-01"))
    assert "billing/tables/bills" in shown


def test_show_asks_which_one(ready: Project, database: str) -> None:
    run_sql(database, "CREATE TABLE billing.users (id integer)")
    result = ready.run("show", "live:production", "users")
    assert result.code == 2
    assert "billing/tables/users" in result.err


def test_diff_names_both_sides_and_counts(ready: Project) -> None:
    code, output = as_json(ready, "diff", "production~1", "production")
    assert code == 1
    assert (output.old, output.new) == (
        "production@2025-01-01T00:00:00Z", "production@2025-01-02T00:00:00Z",
    )  # fmt: skip
    assert [(c.action, c.object, c.part) for c in changes(output)] == [
        ("removed", "billing/tables/bills", ""),
        ("added", "public/tables/users", "columns/name"),
    ]
    assert output.summary["total"] == 2
    assert sum(output.summary[s] or 0 for s in ("breaking", "risky", "safe", "cosmetic")) == 2
    assert all(c.rule and c.reason and c.sentence.endswith(".") for c in changes(output))


@pytest.mark.parametrize(
    ("old", "new"),
    [("production", "production"), ("live:production", "live:production"),
     ("production", "live:production"), ("production@2025-01-01", "production~1")],
)  # fmt: skip
def test_nothing_differs(ready: Project, old: str, new: str) -> None:
    code, output = as_json(ready, "diff", old, new)
    assert (code, output.verdict, changes(output), output.folds) == (0, "same", [], [])


def test_diff_of_a_url_shows_no_password(
    ready: Project, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = re.search(r"host=(\S+)", database)
    name = re.search(r"dbname=(\S+)", database)
    assert host
    assert name
    url = f"postgresql://postgres:s3cr3t@/{name[1]}?host={host[1]}"
    result = ready.run("diff", "production", url)
    assert result.code == 0, result.err
    assert "s3cr3t" not in result.out + result.err


def test_diff_of_record_files(ready: Project, tmp_path: Path) -> None:
    first = ready.root / "snapshots/production/history/2025-01-01T000000Z.json"
    code, output = as_json(ready, "diff", str(first), "production")
    assert code == 1
    assert len(changes(output)) == 2
    second = first.with_name("2025-01-02T000000Z.json")
    result = ready.run("diff", str(second), "production")
    assert result.code == 2
    assert "production@2025-01-02" in result.err
    assert ready.run("diff", str(tmp_path / "no.json"), "production").code == 2


@pytest.mark.parametrize(
    "ref", ["production~9", "production@2024-12-31", "production@x", "a b", "live:nobody",
            "no/such.json", "~", "production~-1"]
)  # fmt: skip
def test_a_reference_to_nothing_is_an_error(ready: Project, ref: str) -> None:
    result = ready.run("diff", "production", ref)
    assert result.code == 2
    assert ref.rpartition("/")[2].removeprefix("live:") in result.err
    assert "Traceback" not in result.err


def test_check_says_the_verdict_and_the_four_numbers(ready: Project) -> None:
    ready.write("expected/core.yml", "tables: {users: {columns: 2}, orders: {}}\n")
    result = ready.run("check")
    assert result.code == 1
    assert "verdict: drift" in result.out
    assert "2 tables expected, 3 found, 1 missing, 2 unexpected" in result.out
    code, output = as_json(ready, "check", "production")
    assert code == 1
    assert not isinstance(output.findings, msgspec.UnsetType)
    assert [(f.domain, f.rule) for f in output.findings] == [
        ("core", "table-removed"), ("core", "table-columns-count-changed"),
    ]  # fmt: skip
    assert output.summary["tables_missing"] == 1


def test_check_exit_codes(ready: Project) -> None:
    assert ready.run("check").code == 0
    ready.write("expected/core.yml", "tables: {users: null}\n")
    assert ready.run("check").code == 1
    ready.write("expected/core.yml", "tables: {users: {colums: 1}}\n")
    assert ready.run("check").code == 2
    ready.write("expected/core.yml", "")
    assert ready.run("check").code == 3


@pytest.mark.parametrize("verb", [("diff", "production~1", "production"), ("check",)])
def test_markdown_is_a_table_that_names_survive(
    ready: Project, database: str, verb: tuple[str, ...]
) -> None:
    run_sql(database, 'CREATE TABLE "a|b<script>`\\" (id integer)')
    ready.write("expected/core.yml", "unlisted: [tables]\ntables: {users: {}}\n")
    ready.ok("snapshot")
    result = ready.run(*verb, "--format", "markdown")
    rows = [line for line in result.out.splitlines() if line.startswith("|")]
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1
    assert "<script>" not in result.out


def test_include_and_ignore_are_honoured_and_counted(project: Project, database: str) -> None:
    run_sql(database, SCHEMA)
    project.configure(
        "url: ${TEST_DATABASE_URL}", "include: [public.*]", "ignore: [public.tmp_*, public.gone]"
    )
    out = project.ok("snapshot")
    shown = json.loads(project.ok("show", "production"))
    assert [key for key in shown if "/tables/" in key] == ["public/tables/users"]
    assert "schemas/billing" not in shown
    coverage = project.store.history.entries[0].header.coverage
    assert coverage.ignored == {"public.tmp_*": 2, "public.gone": 0}
    assert coverage.left_out == 2  # the schema and its table
    assert coverage.include == ("public.*",)
    assert "`public.gone` matches nothing" in out
    assert project.run("diff", "production", "live:production").code == 0


def test_several_databases_must_be_named(project: Project) -> None:
    project.configure("url: ${TEST_DATABASE_URL}", more="  staging: {}\n")
    for verb in ("snapshot", "log", "check"):
        result = project.run(verb)
        assert result.code == 2
        assert "production" in result.err
        assert "staging" in result.err
    assert project.run("snapshot", "production").code == 0


def test_verify_of_all_databases(ready: Project) -> None:
    out = ready.ok("verify")
    assert "production: 2 records, 1 of expectations, whole; head " in out
    path = ready.root / "snapshots/production/history/2025-01-01T000000Z.json"
    path.write_text(path.read_text("utf-8").replace("the first", "the fist"), "utf-8")
    assert ready.run("verify").code == 1


def test_commit_commits_its_own_files_only(project: Project, database: str) -> None:
    def git(*args: str) -> str:
        done = subprocess.run(
            ["git", *args], cwd=project.root, capture_output=True, text=True, check=True
        )
        return done.stdout

    run_sql(database, SCHEMA)
    git("init", "-q")
    git("config", "user.name", "t")
    git("config", "user.email", "t@example.com")
    project.write("expected/core.yml", "tables: {users: {}}\n")
    project.write("staged.txt", "not yours")
    project.write("loose.txt", "not yours")
    git("add", "staged.txt")
    project.ok("snapshot", "--commit")
    files = git("show", "--name-only", "--format=", "HEAD").split()
    ours = re.compile(r"snapshots/production/(current|history|expectations)/.+\.json")
    assert files
    assert all(ours.fullmatch(file) for file in files), files
    subject, _, body = git("log", "-1", "--format=%B").partition("\n")
    assert re.match(r"snapshot production@\S+: in sync", subject)
    assert "1 table expected, 4 found" in body
    assert "staged.txt" in git("diff", "--cached", "--name-only")
    run_sql(database, "DROP TABLE billing.bills")
    project.ok("snapshot", "--commit")
    assert "current/billing/tables/bills.json" in git("show", "--name-status", "HEAD")
    assert git("status", "--porcelain", "--", "snapshots").split("\n")[:-1] in ([], [
        "?? snapshots/production/.lock"
    ])  # fmt: skip


def test_commit_outside_of_git_keeps_the_record(project: Project) -> None:
    result = project.run("snapshot", "--commit")
    assert result.code == 2
    assert "recorded; commit it by hand" in result.err
    assert len(project.store.history.entries) == 1


def test_context_comes_from_flags_and_from_ci(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_SHA", "abc")
    monkeypatch.setenv("GITHUB_ACTOR", "ci")
    project.ok("snapshot", "--actor", "me", "--label", "L", "--deploy", "7", "--link", "https://x")
    context = project.store.history.entries[0].header.context
    assert msgspec.to_builtins(context) == {
        "label": "L", "commit": "abc", "deploy": "7", "actor": "me", "url": "https://x",
    }  # fmt: skip


def test_expect_does_not_overwrite(ready: Project) -> None:
    before = (ready.root / "expected/core.yml").read_bytes()
    assert "nothing to adopt" in ready.ok("expect", "production", "--domain", "core")
    assert (ready.root / "expected/core.yml").read_bytes() == before
    ready.ok("expect", "production", "public.tmp_*", "--domain", "temporary", "--level", "names")
    text = (ready.root / "expected/temporary.yml").read_text("utf-8")
    assert "tmp_one" in text
    assert "users" not in text
    ready.ok("expect", "production", "--domain", "rest")
    assert ready.run("check").code == 0
    assert "users" not in (ready.root / "expected/rest.yml").read_text("utf-8"), "core has it"


def test_help_names_the_exit_codes(project: Project) -> None:
    result = project.run("--help")
    assert result.code == 0
    assert "3 cannot tell" in result.out
    assert project.run().code == 2
    assert project.run("snapshto").code == 2


def test_the_command_runs_as_a_program(ready: Project) -> None:
    result = ready.apart("check", NO_COLOR="1", TERM="dumb")
    assert (result.code, result.err) == (0, "")
    assert "\x1b" not in result.out, "plain text where there is no terminal"


def test_a_closed_pipe_is_no_traceback(ready: Project) -> None:
    command = f"{os.sys.executable} -m tests.command -C {ready.root} show production | head -c 1"  # type: ignore[attr-defined]
    done = subprocess.run(
        command, shell=True, cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""


def test_every_handler_exists() -> None:
    from importlib import import_module

    actions: Any = cli.parser()._subparsers
    for made in actions._group_actions[0].choices.values():
        module, _, function = made.get_default("handler").partition(".")
        assert callable(getattr(import_module(f"chronicle.{module}"), function))


def test_one_of_a_thing_is_no_plural(project: Project, database: str) -> None:
    run_sql(database, "CREATE TABLE one (id integer)")
    project.ok("snapshot")
    assert "main.yml: 1 object of" in project.ok("expect", "production", "public.one")
    assert "1 table expected, 1 found, 0 missing, 0 unexpected; 1 column found, 1 expected" in (
        project.ok("check")
    )
    assert "production: 1 record, 1 of expectations, whole" in project.ok("verify")
    (project.root / "snapshots/production/history/x.txt").write_text("")
    assert ", 1 problem; head" in project.run("verify").out
