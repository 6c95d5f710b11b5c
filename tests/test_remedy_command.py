"""`--format sql`: what to run, with its proof; and that it really brings the database there."""

from __future__ import annotations

import pytest

from snapshot.scratch import NoServer
from tests.conftest import Project, run_sql

OLD = """
CREATE TABLE users (id integer PRIMARY KEY, email varchar(20));
CREATE TABLE left_over (id serial, note text);
"""
EXPECTED = """
unlisted: [tables, sequences]
tables:
  users:
    columns:
      email: {type: text, nullable: false}
      age: {type: integer}
    indexes:
      users_email: {keys: [{column: email}]}
"""


@pytest.fixture
def drifted(project: Project, database: str) -> Project:
    run_sql(database, OLD)
    project.write("expected/core.yml", EXPECTED)
    project.ok("snapshot")
    return project


def test_check_tells_what_to_run_and_it_helps(drifted: Project, database: str) -> None:
    result = drifted.run("check", "--format", "sql")
    assert result.code == 1, "it is drift all the same"
    assert result.out.startswith("-- proof: proven on PostgreSQL 18.")
    assert "SET lock_timeout" in result.out
    assert "-- DATA LOSS: " in result.out.split("DROP TABLE public.left_over")[0]
    assert "CREATE INDEX CONCURRENTLY users_email" in result.out
    for statement in result.out.split(";\n"):  # as psql sends them: one by one
        run_sql(database, statement)
    drifted.ok("snapshot")
    assert drifted.run("check").code == 0, drifted.run("check").out


def test_nothing_to_do_is_said(drifted: Project) -> None:
    out = drifted.ok("diff", "production", "production", "--format", "sql")
    assert out == "-- there is nothing to do\n"


def test_diff_tells_the_way_from_one_to_the_other(drifted: Project, database: str) -> None:
    run_sql(database, "ALTER TABLE users RENAME COLUMN email TO mail")
    run_sql(database, "ALTER TABLE users ADD COLUMN born date")
    drifted.ok("snapshot")
    out = drifted.run("diff", "production~1", "production", "--format", "sql").out
    assert out.startswith("-- proof: proven")
    assert "RENAME COLUMN email TO mail" in out
    back = drifted.run("diff", "production", "production~1", "--format", "sql").out
    assert "RENAME COLUMN mail TO email" in back
    assert "-- data loss" in back.split("DROP COLUMN born")[0]


def test_what_the_expectation_does_not_say_is_left_and_told(
    project: Project, database: str
) -> None:
    run_sql(database, "CREATE TABLE users (id integer)")
    project.write("expected/core.yml", "tables: {users: {columns: 3}, bills: {}}\n")
    project.ok("snapshot")
    out = project.run("check", "--format", "sql").out
    assert "left as it is: public/tables/bills: the expectation does not say" in out
    assert "left as it is: public/tables/users: the expectation does not say which columns" in out
    assert "there is nothing to do" in out


def test_without_a_scratch_server_it_is_not_tried(
    drifted: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> None:
        raise NoServer("There is no PostgreSQL server to start.")

    monkeypatch.setattr("chronicle.remedies.Server", none)
    out = drifted.run("check", "--format", "sql").out
    assert out.startswith("-- proof: not tried: There is no PostgreSQL server to start.")
    assert "CREATE INDEX" in out
