"""Schemas built from SQL: real dumps, folders of migrations, and all that is wrong in one."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator import unsaid
from snapshot import model
from snapshot.building import build
from snapshot.catalog import Capture
from snapshot.errors import BrokenFile, CannotBuild, ChronicleError
from snapshot.migrations import ordered
from snapshot.scratch import binaries
from snapshot.sources import Source
from tests.conftest import Project, Servers, run_sql

USERS = "CREATE TABLE users (id integer PRIMARY KEY, email text);\n"


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Files of a folder, by their paths in it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def built(path: Path, timeout: int = 600) -> Capture:
    """What a file or folder makes."""
    if path.is_dir():
        return build(Source(migrations=str(path), timeout=timeout), Path())
    return build(Source(sql=str(path), timeout=timeout), Path())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "migrations"


@pytest.mark.parametrize(
    "names",
    [
        ["1_a.sql", "2_b.sql", "10_c.sql"],
        ["0000_zebra.sql", "0001_ant.sql"],
        ["V1__a.sql", "V1_1__b.sql", "V1.2__c.sql", "V2__d.sql", "V10__e.sql", "R__views.sql"],
        ["20240101000000_a/migration.sql", "20240102000000_b/migration.sql"],
        ["2024_01_02_a.sql", "2024_01_02_b.sql", "2024_01_03_a.sql"],
        ["functions.sql", "tables.sql"],
        # Flyway: versions count in all folders together, then the repeatable ones by their names
        ["b/V1__a.sql", "a/V1.1__b.sql", "b/V2__c.sql", "V10.0__d.sql", "b/R__1.sql", "a/R__2.sql"],
        ["z/beforeMigrate.sql", "V1__a.sql", "R__b.sql", "afterMigrate.sql",
         "a/afterMigrate__grants.sql"],
    ],
)  # fmt: skip
def test_they_run_in_their_order(folder: Path, names: list[str]) -> None:
    write(folder, dict.fromkeys(reversed(names), USERS))
    assert [path.relative_to(folder).as_posix() for path in ordered(folder)] == names


@pytest.mark.parametrize(
    "undone",
    ["0001_a.down.sql", "U1__a.sql", "1_a/down.sql"],
)
def test_what_undoes_is_left_out(folder: Path, undone: str) -> None:
    write(folder, dict.fromkeys(["1_a/up.sql", undone], USERS))
    assert [path.name for path in ordered(folder)] == ["up.sql"]


@pytest.mark.parametrize(
    "left_out",
    ["U2__b.sql", "V1__a.sql", "V2__b.sql", "B1__old.sql", "beforeClean.sql", "afterInfo__x.sql",
     "afterMigrateError.sql"],
)  # fmt: skip
def test_what_flyway_does_not_run_on_an_empty_database_is_left_out(
    folder: Path, left_out: str
) -> None:
    names = ["B2__baseline.sql", "V2.1__c.sql", "V3__d.sql", "R__views.sql"]
    write(folder, dict.fromkeys([*names, left_out], USERS))
    assert [path.name for path in ordered(folder)] == names


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["a/V1__a.sql", "b/V1.0__b.sql"], "it has the number of V1\\.0__b"),
        (["V2026_01_02__a.sql", "V2026.1.2__b.sql"], "it has the number of V2026"),
        (
            ["V1__a.sql", "afterEachMigrate.sql"],
            r"afterEachMigrate\.sql: Flyway runs it in the mid",
        ),
    ],
)
def test_what_flyway_would_not_take_or_we_cannot_tell_is_told(
    folder: Path, names: list[str], why: str
) -> None:
    write(folder, dict.fromkeys(names, USERS))
    with pytest.raises(BrokenFile, match=why):
        ordered(folder)


LIQUIBASE = {
    "10_orders.sql": """--liquibase formatted sql

--changeset ada:orders
--comment of whom
create table orders (id integer primary key, user_id integer);
--rollback drop table orders;

--changeset ada:orders-mysql dbms:mysql,mariadb
create table orders (id int auto_increment) engine = innodb;

--changeset ada:not-here dbms:!postgresql
create table elsewhere (id integer);

--changeset ada:off ignore:true
create table off (id integer);
""",
    "2_users.sql": """\ufeff-- liquibase formatted SQL

-- changeset ada:users dbms:"postgresql, h2" splitStatements:false
create table users (id integer primary key, email text);
/* liquibase rollback
drop table users;
*/
--changeset ada:key context:prod labels:v2
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 select count(*) from users
alter table orders add constraint orders_user_fkey foreign key (user_id) references users;
--rollback alter table orders
--rollback   drop constraint orders_user_fkey;
""",
}


def test_a_folder_of_liquibase_loads(folder: Path) -> None:
    """In the order of the names as `includeAll` has it, without rollbacks and other databases."""
    write(folder, {**LIQUIBASE, "master.yml": "databaseChangeLog:\n- includeAll: {path: .}\n"})
    assert [path.name for path in ordered(folder)] == ["10_orders.sql", "2_users.sql"]
    found = built(folder).objects
    assert [k for k in found if "/tables/" in k] == ["public/tables/orders", "public/tables/users"]
    orders = found["public/tables/orders"]
    assert isinstance(orders, model.Table)
    assert [key.name for key in orders.foreign_keys] == ["orders_user_fkey"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("db.changelog-master.yaml",
         "databaseChangeLog:\n  - include: {file: 2_users.sql}\n"),
        ("changelog.xml",
         '<databaseChangeLog><changeSet author="a" id="1"/></databaseChangeLog>'),
        ("changelog.json", '{"databaseChangeLog": [{"include": {"file": "2_users.sql"}}]}'),
    ],
)  # fmt: skip
def test_a_changelog_that_says_the_order_is_told(folder: Path, name: str, text: str) -> None:
    write(folder, {**LIQUIBASE, name: text})
    with pytest.raises(BrokenFile, match=rf"{name}: Liquibase has the order from here") as told:
        ordered(folder)
    assert "expected: {sql: [" in str(told.value)


@pytest.mark.parametrize(
    ("files", "command"),
    [
        ({"V1__a.sql": "create schema ${tenant};"}, "flyway migrate"),
        ({**LIQUIBASE, "3_grants.sql": "comment on table users is '${app.name}';"},
         "liquibase update"),
    ],
)  # fmt: skip
def test_what_a_runner_would_replace_is_told(
    folder: Path, files: dict[str, str], command: str
) -> None:
    write(folder, files)
    with pytest.raises(BrokenFile, match=r"only the runner knows what to put for \$\{") as told:
        ordered(folder)
    assert command in str(told.value)
    (alone := folder / "alone.sql").write_text("select '${x}';", "utf-8")
    assert ordered(alone) == [alone]


def test_a_line_of_liquibase_is_that_of_the_file(folder: Path) -> None:
    text = LIQUIBASE["10_orders.sql"] + "--changeset ada:broken\nOOPS;\n"
    path = write(folder, {"one.sql": text}) / "one.sql"
    with pytest.raises(CannotBuild, match=rf"^{path}:{len(text.splitlines())}: syntax error"):
        built(path)


def test_two_with_one_number_are_told(folder: Path) -> None:
    write(folder, dict.fromkeys(["0001_a.sql", "0002_b.sql", "002_c.sql"], USERS))
    with pytest.raises(BrokenFile, match=r"it has the number of (0002_b|002_c)\.sql"):
        ordered(folder)


def test_a_folder_without_sql_is_told(folder: Path) -> None:
    folder.mkdir()
    with pytest.raises(BrokenFile, match=r"there is no \.sql file"):
        ordered(folder)


@pytest.mark.parametrize(
    "text",
    [
        f"-- +goose Up\n-- +goose StatementBegin\n{USERS}-- +goose StatementEnd\n-- +goose Down\n"
        "DROP TABLE users;\n",
        f"-- migrate:up\n{USERS}\n-- migrate:down\nDROP TABLE users;\n",
        f"-- +migrate Up\n{USERS}\n-- +migrate Down\nDROP TABLE users;\n",
        f"SET no_such_setting_of_ours = 1;\n{USERS}",
        f"CREATE ROLE migrator;\n{USERS}ALTER TABLE users OWNER TO migrator;\n",
        f'{USERS}ALTER TABLE users OWNER TO nobody_made_me;\nGRANT ALL ON users TO "Nor Me";\n',
        f"{USERS}COPY users FROM stdin;\n1\ta\n2\tb\n\\.\n",
        f"\\set ON_ERROR_STOP on\n\\echo hello\n{USERS}",
        f"BEGIN;\n{USERS}COMMIT;\n",
        f"{USERS}DO $$ BEGIN RAISE WARNING 'mind this'; END $$;\n",
    ],
)
@pytest.mark.sampled(2)
def test_real_files_load(folder: Path, text: str) -> None:
    path = write(folder, {"schema.sql": text}) / "schema.sql"
    assert [k for k in built(path).objects if "/tables/" in k] == ["public/tables/users"]


def test_included_files_load(folder: Path) -> None:
    write(folder, {
        "all.sql": "\\ir inner/users.sql\n\\ir inner/views.sql\n",
        "inner/users.sql": USERS, "inner/views.sql": "CREATE VIEW v AS SELECT id FROM users;",
    })  # fmt: skip
    assert "public/views/v" in built(folder / "all.sql").objects


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"{USERS}\nCREATE TABEL x (a integer);\n",
         'schema.sql:3: syntax error at or near "TABEL"\n  LINE 1: CREATE TABEL x'),
        (f"{USERS}\\i missing.sql\n", "schema.sql:2: missing.sql: No such file"),
        (f"{USERS}\\frobnicate\n", r"schema.sql:2: invalid command \frobnicate"),
        ("", "it makes nothing"),
        ("-- only this\n", "it makes nothing"),
        (f"\\connect no_such_database\n{USERS}", "no_such_database"),
        (f"CREATE DATABASE own_one;\n\\connect own_one\n{USERS}",
         "it fills other databases than its own: own_one"),
        (f"{USERS}SELECT 1/0;\n", "schema.sql:2: division by zero"),
        (f"{USERS}CREATE EXTENSION postgis;\n", "postgis"),
        (f"{USERS}DROP TABLE users;\n", "it makes nothing"),
    ],
)  # fmt: skip
@pytest.mark.sampled(2)
def test_what_is_wrong_is_told_with_its_place(folder: Path, text: str, why: str) -> None:
    path = write(folder, {"schema.sql": text}) / "schema.sql"
    with pytest.raises(ChronicleError) as told:
        built(path)
    assert why in str(told.value)
    assert [p.name for p in folder.iterdir()] == ["schema.sql"], "nothing is left beside the files"


def test_a_line_of_a_cut_migration_is_that_of_the_file(folder: Path) -> None:
    text = f"-- migrate:up\n{USERS}OOPS;\n-- migrate:down\nDROP TABLE users;\n"
    path = write(folder, {"one.sql": text}) / "one.sql"
    with pytest.raises(CannotBuild, match=rf"^{path}:3: syntax error"):
        built(path)


@pytest.mark.parametrize(
    "text",
    [
        f"{USERS}BEGIN; CREATE TABLE lost (id integer);",
        f"{USERS}BEGIN; CREATE TABLE lost (id integer); COMMIT AND CHAIN; CREATE TABLE a (id int);",
        f"{USERS}START TRANSACTION; CREATE TABLE lost (id integer);\n-- COMMIT;",
    ],
)
def test_a_transaction_that_nobody_ends_is_told(folder: Path, text: str) -> None:
    path = write(folder, {"one.sql": text}) / "one.sql"
    with pytest.raises(CannotBuild, match=r"one\.sql: it ends inside a transaction"):
        built(path)


def test_what_is_passed_over_takes_no_transaction_with_it(folder: Path) -> None:
    text = f"{USERS}BEGIN; CREATE TABLE kept (id integer); SET no_such_setting = 1; COMMIT;"
    path = write(folder, {"one.sql": text}) / "one.sql"
    assert "public/tables/kept" in built(path).objects


def test_upwards_may_come_after_downwards(folder: Path) -> None:
    text = f"-- migrate:down\nDROP TABLE users;\n-- migrate:up\n{USERS}OOPS;\n"
    path = write(folder, {"one.sql": text}) / "one.sql"
    with pytest.raises(CannotBuild, match=rf"^{path}:5: syntax error"):
        built(path)
    path.write_text(text.replace("OOPS;\n", ""), "utf-8")
    assert "public/tables/users" in built(path).objects


@pytest.mark.parametrize("name", ["2_b.SQL", "2_b.psql", "inner/2_b.ddl"])
def test_what_would_not_be_run_is_told(folder: Path, name: str) -> None:
    write(folder, {"1_a.sql": USERS, name: "CREATE TABLE secret (id integer);"})
    with pytest.raises(BrokenFile, match=r"would not be run\n.*Name it 2_b\.sql"):
        built(folder)


def test_what_does_not_end_is_stopped(folder: Path) -> None:
    path = write(folder, {"slow.sql": "SELECT pg_sleep(600);"}) / "slow.sql"
    with pytest.raises(CannotBuild, match="not done after 1 s"):
        built(path, timeout=1)


@pytest.mark.parametrize("major", ["15", "18"])
def test_a_dump_is_the_database(
    major: str, servers: Servers, project: Project, tmp_path: Path
) -> None:
    """With rows and all; the dump of a newer major on an older server, too."""
    with servers.get(major).database("chronicle_dumped") as url:
        run_sql(url, f"{USERS}INSERT INTO users VALUES (1, 'a');"
                     "CREATE VIEW v AS SELECT * FROM users;")  # fmt: skip
        for kind in ("--schema-only", "--create", "--no-owner"):
            done = subprocess.run(
                [binaries() / "pg_dump", kind, "-d", url], capture_output=True, check=True
            )
            path = tmp_path / "dump.sql"
            path.write_bytes(done.stdout)
            if kind == "--create":
                with pytest.raises(CannotBuild, match="other databases than its own"):
                    built(path)
                continue
            found = built(path)
            assert {"public/tables/users", "public/views/v"} <= {*found.objects}


def test_a_schema_of_sql_is_compared_with_a_database(project: Project, database: str) -> None:
    run_sql(database, f"{USERS}CREATE ROLE other_owner; ALTER TABLE users OWNER TO other_owner;"
                      "GRANT SELECT ON users TO PUBLIC")  # fmt: skip
    project.ok("snapshot")
    path = project.write("db/schema.sql", USERS)
    same = project.run("diff", str(path), "production")
    assert (same.code, "no changes" in same.out) == (0, True), same.out
    assert "not compared: owner (built from" in same.out
    project.write("db/more.sql", "ALTER TABLE users ADD COLUMN age integer;")
    run_sql(database, "DROP ROLE IF EXISTS unused")
    more = project.run("diff", "production", f"{project.root}/db/")
    assert more.code == 2, "more.sql comes before schema.sql"
    (project.root / "db/more.sql").rename(project.root / "db/z.sql")
    more = project.run("diff", "production", f"{project.root}/db/")
    assert "Column `users.age` was added" in more.out
    assert more.out.count("\n  +") + more.out.count("\n  !") == 1, more.out


def test_a_schema_of_sql_is_adopted_without_what_it_does_not_say(
    project: Project, database: str
) -> None:
    run_sql(database, f"{USERS}CREATE ROLE its_owner; ALTER TABLE users OWNER TO its_owner;"
                      "GRANT SELECT ON users TO PUBLIC")  # fmt: skip
    project.ok("snapshot")
    path = project.write("db/schema.sql", USERS)
    project.ok("expect", str(path), "public.users", "--database", "production")
    text = next((project.root / "expected").glob("*.yml")).read_text("utf-8")
    assert "email: {type: text}" in text
    assert "owner" not in text and "full" not in text
    found = project.run("check")
    assert "verdict: in sync" in found.out, found.out


def test_what_sql_does_not_say_is_of_the_model() -> None:
    kinds = {model.kind_name(cls) for cls in model.kinds().values()} | {*model.parts()}
    assert {*unsaid.KINDS} <= kinds
