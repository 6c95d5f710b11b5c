"""Any name that PostgreSQL takes has a file of its own, and reads back: through every stage."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from generator.ddl import sql_of
from snapshot import model
from snapshot.catalog import capture
from snapshot.codec import state_digest
from snapshot.scratch import Server
from snapshot.trial import read_back
from snapshot.verify import verify
from tests.conftest import Project, run_sql

NAMES = {
    "63 bytes": "a" * 63,
    "63 bytes, other end": "a" * 62 + "b",
    "63 bytes of three each": "漢" * 21,
    "quotes": """it's "quoted" `too`""",
    "slashes": "a/b\\c",
    "a path up": "../../etc/passwd",
    "dot": ".",
    "dots": "..",
    "hidden": ".git",
    "ends in a dot": "name.",
    "ends in a space": "name ",
    "starts with a space": " name",
    "a space": " ",
    "newlines": "two\nlines\r\nand\ttabs",
    "a bell": "ding\x07\x1b[31m",
    "emoji": "🐘🇫🇷👩‍👩‍👧",
    "upper": "Twin",
    "lower": "twin",
    "all upper": "TWIN",
    "composed": "caf\u00e9",
    "decomposed": "cafe\u0301",
    "dotless": "ı",
    "device": "con",
    "device in capitals": "CON",
    "device with an ending": "nul.txt",
    "port": "com1",
    "right to left": "\u202egnp.exe",
    "no width": "a\u200bb",
    "byte order mark": "\ufeffa",
    "looks encoded": "a%2fb",
    "a pipe": "a|b*c?<d>:e",
    "markup": "<script>alert(1)</script>",
    "template": "{{ config }} {% raw %}",
    "number": "007",
    "yes": "yes",
    "null": "null",
    "json": "x.json",
    "select": "select",
    "a dot within": "a.b",
    "quoted itself": '"a"',
    "quoted with a dot": '"a".b',
    "a call": "f(x.y)",
}

MADE = (
    "CREATE TABLE {n} ({n} integer DEFAULT 1, {other} text, CONSTRAINT {n} CHECK ({n} > 0))",
    "CREATE INDEX {i} ON {n} ({n}, lower({other})) WHERE {n} > 2",
    "CREATE VIEW {v} AS SELECT {n} AS {other} FROM {n}",
    "CREATE FUNCTION {n}({n} integer) RETURNS integer LANGUAGE sql AS {body}",
    "CREATE TYPE {e} AS ENUM ({label}, 'other')",
    "CREATE DOMAIN {d} AS integer CONSTRAINT {n} CHECK (VALUE > 0)",
    "CREATE SEQUENCE {s}",
    "CREATE POLICY {n} ON {n} USING ({n} > 0)",
    "CREATE FUNCTION {t}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
    "CREATE TRIGGER {n} BEFORE INSERT ON {n} FOR EACH ROW EXECUTE FUNCTION {t}()",
    "COMMENT ON COLUMN {n}.{n} IS {label}",
    "CREATE COLLATION {n} (locale = 'C')",
)


def _make(url: str) -> None:
    """Every name once as a name of each kind; relations and types share theirs, so one is cut."""
    with psycopg.connect(url) as session:
        for number, name in enumerate(NAMES.values()):
            schema = f"s{number}"
            names = {letter: sql.Identifier(_other(name, letter)) for letter in "ivedst"}
            session.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
            session.execute(sql.SQL("SET LOCAL search_path = {}").format(sql.Identifier(schema)))
            for statement in MADE:
                session.execute(sql.SQL(statement).format(
                    n=sql.Identifier(name), other=sql.Identifier(_other(name, "o")),
                    label=sql.Literal(name), body=sql.Literal(f"SELECT 1 -- {name[:9]!a}"), **names,
                ))  # fmt: skip
            session.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(name)))
            for where in (name, "public"):
                session.execute(
                    sql.SQL("CREATE TABLE {} (a integer)").format(sql.Identifier(where, name))
                )


def _other(name: str, letter: str) -> str:
    """Nearly the same name, of at most 63 bytes: they must not be taken for each other."""
    cut = name.encode()[:62].decode(errors="ignore")
    return cut + letter


def _schema(found: model.State) -> model.State:
    """Without the facts of the database itself."""
    return {key: thing for key, thing in found.items() if not key.startswith("databases/")}


@pytest.fixture(scope="module")
def odd(server: Server) -> Iterator[str]:
    with server.database() as url:
        _make(url)
        yield url


def test_each_name_has_a_file_of_its_own(
    odd: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_DATABASE_URL", odd)
    live = capture(odd, "test")
    tables = {thing.name for key, thing in live.objects.items() if "/tables/" in key}
    assert tables == set(NAMES.values())
    project.ok("snapshot")
    folder = project.root / "snapshots/production/current"
    files = [path.relative_to(folder).as_posix() for path in folder.rglob("*.json")]
    assert len(files) == len(live.objects)
    assert len({name.lower() for name in files}) == len(files), "where case does not count, too"
    for name in files:
        for step in name.removesuffix(".json").split("/"):
            assert re.fullmatch(r"[a-z0-9_%-]+(\.[0-9a-f]{16})?", step), name
            assert not re.fullmatch(r"con|prn|aux|nul|(com|lpt)\d", step), name
            assert len(step) <= 200
    entry = project.store.history.entries[-1]
    assert project.store.history.replay(entry).objects == live.objects
    assert verify(project.store).problems == ()
    project.ok("snapshot")
    assert project.run("diff", "production~1", "production").code == 0
    assert project.run("diff", "production", "live:production").code == 0


def test_each_name_reads_back_from_its_sql(odd: str, server: Server) -> None:
    old = _schema(capture(odd, "test").objects)
    made = read_back(server, sql_of(old), roles=())
    assert state_digest(_schema(made.objects)) == state_digest(old)


def test_each_name_has_a_page_and_an_expectation(
    odd: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_DATABASE_URL", odd)
    project.ok("snapshot")
    project.ok("expect", "production")
    checked = project.run("check", "production")
    assert checked.code == 0, checked.out
    project.ok("pages")
    for path in (project.root / "docs").rglob("*.md"):
        told = re.sub(r"^(`{3,}).*?^\1$", "", path.read_text("utf-8"), flags=re.DOTALL | re.M)
        assert "<script>alert" not in told, told[max(0, told.find("<script>alert") - 300) :][:600]


def test_a_table_as_wide_as_they_get(project: Project, database: str, server: Server) -> None:
    wide = ", ".join(f"c{n} integer DEFAULT {n}" for n in range(1600))
    run_sql(database, f"CREATE TABLE wide ({wide}); COMMENT ON COLUMN wide.c7 IS 'seven'")
    project.ok("snapshot")
    run_sql(database, "ALTER TABLE wide ALTER c1234 SET DEFAULT 5; COMMENT ON COLUMN wide.c7 IS ''")
    project.ok("snapshot")
    told = project.run("diff", "production~1", "production")
    assert told.code == 1
    assert told.out.count("c1234") >= 1
    assert "c1233" not in told.out
    script = project.ok("show", "production", "wide", "--format", "sql")
    assert script.count("integer DEFAULT") == 1600
    project.ok("pages")
    pages = [path for path in (project.root / "docs").rglob("*.md") if "wide" in path.name]
    assert any("c1599" in path.read_text("utf-8") for path in pages)
    old = _schema(capture(database, "test").objects)
    made = read_back(server, sql_of(old), roles=())
    assert state_digest(_schema(made.objects)) == state_digest(old)
