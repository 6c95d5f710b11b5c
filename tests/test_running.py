"""Commands of the team's own: what they find, and every way in which one may fail and look well."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from snapshot.building import build
from snapshot.catalog import Capture
from snapshot.errors import BrokenFile, CannotBuild
from snapshot.listening import Address
from snapshot.running import environment
from snapshot.sources import Source

PSQL = 'psql -q -v ON_ERROR_STOP=1 "$DATABASE_URL" -c'
MAKES = f"{PSQL} 'CREATE TABLE users (id integer PRIMARY KEY)'"
HERE = Address("127.0.0.1", "5555", "postgres", "secret", "scratch")


def built(command: str | tuple[str, ...], root: Path = Path(), **more: object) -> Capture:
    return build(Source(command=command, **more), root)  # type: ignore[arg-type]


def refused(command: str | tuple[str, ...], root: Path = Path(), **more: object) -> str:
    with pytest.raises(CannotBuild) as told:
        built(command, root, **more)
    return str(told.value)


def test_a_command_builds_what_is_expected() -> None:
    assert "public/tables/users" in built(MAKES).objects


def test_a_program_with_arguments_needs_no_shell() -> None:
    found = built(("psql", "-q", "-c", "CREATE TABLE users (id integer)"))
    assert "public/tables/users" in found.objects, "libpq's own variables lead there too"


def test_it_is_told_where_in_its_own_words() -> None:
    told = {
        "JDBC": "jdbc:postgresql://{host}:{port}/{database}",
        "WHO": "{user}",
        "PW": "{password}",
    }
    found = environment(told, HERE, {"PATH": "/bin"})
    assert found["JDBC"] == "jdbc:postgresql://127.0.0.1:5555/scratch"
    assert (found["WHO"], found["PW"]) == ("postgres", "secret")
    assert (
        environment("DB", HERE, {})["DB"] == "postgresql://postgres:secret@127.0.0.1:5555/scratch"
    )
    with pytest.raises(CannotBuild, match="none of"):
        environment({"DB": "{nothing}"}, HERE, {})


@pytest.mark.parametrize(
    "value",
    [
        "postgresql://me:pw@production/koveo", "postgres://production/koveo",
        "postgresql+psycopg://production/koveo", "jdbc:postgresql://production/koveo",
        "host=production dbname=koveo", "service=koveo", "postgis://me@production/koveo",
        "cockroachdb+psycopg://production/koveo", "other://me:pw@production/koveo",
        "Server=production;User Id=me;Password=pw",
    ],
)  # fmt: skip
def test_no_other_database_is_to_be_found(value: str) -> None:
    """The tool may read another variable than was said: production's must not be there."""
    given = {"PRODUCTION": value, "PGSERVICE": "x", "PGHOST": "production", "HOME": "/root"}
    found = environment("DATABASE_URL", HERE, given)
    assert "PRODUCTION" not in found and "PGSERVICE" not in found
    assert (found["PGHOST"], found["HOME"]) == ("127.0.0.1", "/root")


def test_a_tool_that_reads_another_variable_builds_nothing(
    monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    monkeypatch.setenv("PRODUCTION", database)
    command = 'psql -q -d "$PRODUCTION" -c "CREATE TABLE astray (id integer)"'
    assert "public/tables/astray" in built(command).objects, "on the scratch server"
    with psycopg.connect(database) as connection:
        told = connection.execute("SELECT to_regclass('astray')").fetchone()
        assert told == (None,), "and never there"


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("exit 3", "it ended with exit code 3"),
        ("no-such-tool", "exit code 127"),
        ("true", "it makes nothing"),
        (f"{PSQL} 'CREATE SCHEMA empty'", "it makes nothing"),
        (f"{PSQL} 'CREATE TABLE alembic_version (version_num varchar(32))'", "it makes nothing"),
        (f"{PSQL} 'CREATE TABLE schema_migrations (id serial)'", "it makes nothing"),
        (f"{MAKES}; echo 'Error: relation does not exist' >&2", "exit code 0, but said: Error:"),
        (f"{MAKES}; printf '\\033[31mPostgresError: no\\033[0m\\n'", "but said: PostgresError"),
        (f"{MAKES}; echo 'sqlalchemy.exc.ProgrammingError: no' >&2", "but said: sqlalchemy.exc"),
        (f"{MAKES}; echo 'Traceback (most recent call last):' >&2", "but said: Traceback"),
        ("psql -q $DATABASE_URL -c 'CREATE TABLE a (id int); OOPS'; true", "but said: ERROR:"),
        (f"{MAKES}; echo 'Is users table created or renamed from another table?'", "it asks"),
        (f"{MAKES}; echo 'Apply this? [y/N] '", "it asks, and nobody is there"),
        (f"{MAKES}; read answer; echo 'Do you want to continue?'", "it asks"),
        (f"{MAKES}; test -t 0 || echo 'Interactive prompts require a TTY terminal'", "it asks"),
        (f"{MAKES}; psql -q postgres -c 'CREATE TABLE astray (id int)'",
         "other databases than its own: postgres"),
        (f"{MAKES}; echo '[ERROR] migration 2 not applied'", "but said: [ERROR]"),
        (f"{MAKES}; echo '10:00:00 ERROR could not apply 2_secret'", "but said: 10:00:00 ERROR"),
        (f"{MAKES}; echo 'npm ERR! code 1' >&2", "but said: npm ERR!"),
        (f"{MAKES}; echo 'Migration 2_secret failed: no'", "but said: Migration 2_secret"),
        (f"{MAKES}; echo 'level=error msg=no'", "but said: level=error"),
        (f"{MAKES}; echo '✗ 2_secret.sql: relation does not exist'", "but said: ✗"),
        ("psql -q postgres -c 'CREATE DATABASE mine' "
         "&& psql -q mine -c 'CREATE TABLE users (id int)'", "other databases than its own: mine"),
        ("psql -q postgres -c \"DROP DATABASE $PGDATABASE WITH (FORCE)\"", "cannot be read"),
    ],
)  # fmt: skip
@pytest.mark.sampled(3)
def test_what_looks_well_and_is_not_is_told(command: str, why: str) -> None:
    assert why in refused(command)


def test_a_word_about_errors_is_no_failure() -> None:
    said = "echo '0 errors'; echo 'Errors: none' >&2; echo 'Handles error: yes, in a column' >&2"
    assert built(f"{MAKES}; {said}").objects


def test_what_is_harmless_can_be_said() -> None:
    command = f"{MAKES}; echo 'Error: telemetry is off' >&2"
    assert "telemetry" in refused(command)
    assert built(command, harmless=("telemetry",)).objects
    with pytest.raises(ValueError, match="harmless"):
        Source(command="true", harmless=("(",))


def test_the_end_of_what_it_said_is_shown_without_the_password() -> None:
    told = refused('echo "to $DATABASE_URL"; echo "$PGPASSWORD"; exit 1')
    assert "| to postgresql://postgres:***@127.0.0.1" in told and "| ***" in told
    told = refused("echo 'postgresql://joe:topsecret@prod/db'; echo 'password=hush'; exit 1")
    assert "joe:***@prod" in told and "password=***" in told
    assert "topsecret" not in told and "hush" not in told


def alive(mark: str) -> bool:
    told = subprocess.run(["ps", "ax", "-o", "args"], capture_output=True, text=True, check=True)
    return any(mark in line and "ps ax" not in line for line in told.stdout.splitlines())


@pytest.mark.parametrize(
    "command",
    ["sleep {0}", "sleep {0} & sleep {0}", "trap '' TERM INT; sleep {0}; sleep {0}"],
)
def test_what_hangs_is_stopped_with_all_that_it_started(command: str) -> None:
    mark = str(100000 + os.getpid())
    told = refused(command.format(mark), timeout=1)
    assert "not done after 1 s" in told
    time.sleep(0.1)
    assert not alive(f"sleep {mark}")


def test_what_it_leaves_running_is_ended() -> None:
    mark = str(200000 + os.getpid())
    assert built(f"{MAKES}; sleep {mark} & true", timeout=60).objects
    time.sleep(0.1)
    assert not alive(f"sleep {mark}")


@pytest.mark.slow
def test_a_flood_is_stopped() -> None:
    started = time.monotonic()
    assert "printed more than 64 MB" in refused("yes", timeout=120)
    assert time.monotonic() - started < 60


def test_connections_that_stay_open_hold_nothing_back(tmp_path: Path) -> None:
    program = tmp_path / "stays.py"
    program.write_text(
        "import os, psycopg, time\n"
        "c = psycopg.connect(os.environ['DATABASE_URL'], autocommit=True)\n"
        "c.execute('CREATE TABLE users (id integer)')\n"
        "if os.fork() == 0: os.setsid(); time.sleep(20)\n"
    )  # fmt: skip
    assert "public/tables/users" in built((sys.executable, str(program))).objects


def test_what_it_prints_may_be_the_schema() -> None:
    found = built("echo 'CREATE TABLE users (id integer);'", stdout_is_sql=True)
    assert "public/tables/users" in found.objects
    assert "makes nothing" in refused("true", stdout_is_sql=True), "as drizzle-kit export does"
    told = refused("echo 'CREATE TABLE users (id integer;'", stdout_is_sql=True)
    assert "syntax error" in told and "stdout.sql:1" in told


def test_roles_are_there_before() -> None:
    grants = f"{PSQL} 'CREATE TABLE users (id integer); GRANT SELECT ON users TO reader'"
    assert 'role "reader" does not exist' in refused(grants)
    assert built(grants, roles=("reader",)).objects


def test_it_runs_in_the_folder_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "schema.sql").write_text("CREATE TABLE users (id integer);")
    assert built('psql -q "$DATABASE_URL" -f schema.sql', tmp_path).objects


def test_a_stubbed_extension_is_there(tmp_path: Path) -> None:
    (tmp_path / "gis.sql").write_text("CREATE DOMAIN geometry AS text;")
    (tmp_path / "schema.sql").write_text("CREATE EXTENSION gis; CREATE TABLE places (at geometry);")
    source = Source(sql="schema.sql", stubs={"gis": "gis.sql"})
    assert {"extensions/gis", "public/tables/places"} <= {*build(source, tmp_path).objects}
    with pytest.raises(CannotBuild, match=r"schema\.sql:1: extension \"gis\" is not available"):
        build(Source(sql="schema.sql"), tmp_path)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, "one of"),
        ({"sql": "a.sql", "command": "true"}, "one of"),
        ({"command": "true", "timeout": 0}, "timeout"),
        ({"sql": "a.sql", "stdout_is_sql": True}, "stdout_is_sql"),
    ],
)
def test_a_source_is_one_thing(fields: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Source(**fields)  # type: ignore[arg-type]


def test_several_files_run_in_the_order_told(tmp_path: Path) -> None:
    (tmp_path / "b.sql").write_text("CREATE TABLE users (id integer);")
    (tmp_path / "a.sql").write_text("CREATE VIEW v AS SELECT * FROM users;")
    found = build(Source(sql=("b.sql", "a.sql")), tmp_path)
    assert "public/views/v" in found.objects
    with pytest.raises(BrokenFile, match=r"no\.sql"):
        build(Source(sql="no.sql"), tmp_path)
