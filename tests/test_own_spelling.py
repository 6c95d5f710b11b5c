"""Types and expressions in one's own words: what the server makes of them decides."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from chronicle.own import asked
from generator.check import check
from generator.own import questions
from generator.side import Side
from snapshot import spellings
from snapshot.codec import state_digest
from snapshot.scratch import NoServer
from tests.conftest import Project, Servers, captured, run_sql
from tests.test_expectation import asserted

FACTS = """
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN positive AS integer DEFAULT 1 CHECK (VALUE > 0);
CREATE TYPE pair AS (a integer, b character varying(10));
CREATE SEQUENCE counter AS integer;
CREATE TABLE users (
    id integer NOT NULL, name character varying(255) DEFAULT 'x', mood mood DEFAULT 'ok',
    tags character varying(10)[], at timestamp with time zone DEFAULT now(), price numeric(10,2),
    total integer GENERATED ALWAYS AS (id + 1) STORED,
    CONSTRAINT adult CHECK (id > 17 AND name <> ''),
    EXCLUDE USING btree (id WITH =)
);
CREATE INDEX users_name ON users (lower(name)) WHERE mood = 'ok';
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users USING (name = current_user) WITH CHECK (id > 0);
CREATE VIEW adults AS SELECT id, name FROM users WHERE id > 17;
CREATE FUNCTION twice(n integer, t varchar) RETURNS varchar LANGUAGE sql AS 'SELECT $2';
CREATE FUNCTION tr() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER t BEFORE UPDATE ON users FOR EACH ROW WHEN (new.id > old.id) EXECUTE FUNCTION tr();
CREATE TABLE parts (d date) PARTITION BY RANGE (d);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
"""
# place of the fold → what is stated
RIGHT: dict[str, tuple[str, str]] = {
    "a type": ("columns/name type", "tables: {users: {columns: {name: {type: varchar(255)}}}}"),
    "an integer": ("columns/id type", "tables: {users: {columns: {id: {type: int}}}}"),
    "int4": ("columns/id type", "tables: {users: {columns: {id: {type: INT4}}}}"),
    "an array": (
        "columns/tags type",
        "tables: {users: {columns: {tags: {type: 'varchar(10)[]'}}}}"),
    "a moment": ("columns/at type", "tables: {users: {columns: {at: {type: timestamptz}}}}"),
    "a number": (
        "columns/price type",
        "tables: {users: {columns: {price: {type: 'decimal(10, 2)'}}}}"),
    "a type of the same schema": (
        "columns/mood type",
        "tables: {users: {columns: {mood: {type: mood}}}}"),
    "a default": ("columns/name default", "tables: {users: {columns: {name: {default: \"'x'\"}}}}"),
    "a default of an enum": (
        "columns/mood default",
        "tables: {users: {columns: {mood: {default: \"'ok'\"}}}}"),
    "a call": ("columns/at default", "tables: {users: {columns: {at: {default: NOW()}}}}"),
    "a generated column": (
        "columns/total generated",
        "tables: {users: {columns: {total: {generated: id+1}}}}"),
    "a check": (
        "check_constraints/adult expression",
        "tables: {users: {check_constraints: {adult: {expression: \"id > 17 and name <> ''\"}}}}"),
    "a predicate": (
        "indexes/users_name predicate",
        "tables: {users: {indexes: {users_name: {predicate: \"mood = 'ok'\"}}}}"),
    "a key of an index": (
        "indexes/users_name keys",
        "tables: {users: {indexes: {users_name: {keys: [{expression: LOWER(name)}]}}}}"),
    "a policy": (
        "policies/own using",
        "tables: {users: {policies: {own: {using: name = current_user}}}}"),
    "its check": ("policies/own check", "tables: {users: {policies: {own: {check: id>0}}}}"),
    "a trigger's condition": (
        "triggers/t when",
        "tables: {users: {triggers: {t: {when: new.id > old.id}}}}"),
    "a view": (
        " definition",
        "views: {adults: {definition: ['select id, name from public.users where id > 17']}}"),
    "a view's column": ("columns/id type", "views: {adults: {columns: {id: {type: int}}}}"),
    "what a function returns": (
        " returns",
        "functions: {'twice(integer, character varying)': {returns: varchar}}"),
    "a function's arguments": (
        " arguments",
        "functions: {'twice(integer, character varying)': {arguments: 'n int, t varchar'}}"),
    "a function's key": (" argument_types", "functions: {'twice(int, varchar)': {}}"),
    "a domain": (" type", "domains: {positive: {type: int}}"),
    "a domain's check": (
        "check_constraints/positive_check expression",
        "domains: {positive: {check_constraints: {positive_check: {expression: value>0}}}}"),
    "a field of a type": (
        "attributes/b type",
        "composite_types: {pair: {attributes: {b: {type: varchar(10)}}}}"),
    "a sequence": (" type", "sequences: {counter: {type: int}}"),
    "a bound": (
        "partitions/public%2eparts_1 bound",
        "tables: {parts: {partitions: {public.parts_1: {bound: "
        "\"for values from (date '2025-01-01') to ('2026-01-01')\"}}}}"),
    "what parts are made by": (" partition_by", "tables: {parts: {partition_by: range(d)}}"),
}  # fmt: skip
WRONG: dict[str, tuple[str, str]] = {
    "another call": (
        "tables: {users: {columns: {at: {default: current_timestamp}}}}", "CURRENT_TIMESTAMP"),
    "a type": ("tables: {users: {columns: {name: {type: varchar(25)}}}}", "character varying(25)"),
    "another type": ("tables: {users: {columns: {id: {type: int8}}}}", "bigint"),
    "a default": (
        "tables: {users: {columns: {name: {default: \"'y'\"}}}}",
        "'y'::character varying"),
    "a check": (
        "tables: {users: {check_constraints: {adult: {expression: id > 18}}}}",
        "(id > 18)"),
    "a view": ("views: {adults: {definition: ['select id, name from public.users']}}", "SELECT"),
    "a view's column": ("views: {adults: {columns: {id: {type: int8}}}}", "bigint"),
    "a sequence": ("sequences: {counter: {type: int8}}", "bigint"),
}  # fmt: skip
REFUSED: dict[str, tuple[str, str]] = {
    "more than a default": (
        "tables: {users: {columns: {at: {default: now() NOT NULL}}}}",
        "it says more than what belongs there"),
    "more than a check": (
        "domains: {positive: {check_constraints: {positive_check: {expression: "
        "'VALUE > 0) CHECK (VALUE > -1'}}}}", "it says more than what belongs there"),
    "another statement": (
        "sequences: {counter: {type: 'integer; DROP TABLE parts'}}", ""),
    "no type": ("tables: {users: {columns: {id: {type: nubmer}}}}", 'type "nubmer" does not exist'),
    "serial": ("tables: {users: {columns: {id: {type: bigserial}}}}",
               "`bigserial` is no type, but a way to make a column: state `type: bigint`"),
    "a broken check": (
        "tables: {users: {check_constraints: {adult: {expression: id >}}}}",
        "syntax error"),
    "a broken default": ("tables: {users: {columns: {name: {default: \"'x\"}}}}", "syntax error"),
    "a broken view": (
        "views: {adults: {definition: [select nothing from nowhere]}}",
        "does not exist"),
    "a broken predicate": (
        "tables: {users: {indexes: {users_name: {predicate: nam = 1}}}}",
        'column "nam" does not exist'),
    "a broken policy": ("tables: {users: {policies: {own: {using: '1 +'}}}}", "syntax error"),
    "no type of an argument": (
        "functions: {'twice(nubmer, varchar)': {}}",
        'type "nubmer" does not exist'),
}  # fmt: skip


@pytest.fixture
def here(project: Project, database: str) -> Project:
    run_sql(database, FACTS)
    project.ok("snapshot")
    return project


def told(project: Project, text: str, *args: str) -> dict[str, Any]:
    project.write("expected/core.yml", text)
    result = project.run("check", "--format", "json", *args)
    assert result.err == "", result.err
    found: dict[str, Any] = json.loads(result.out)
    return found


def together(cases: dict[str, Any], at: int) -> list[tuple[list[str], str]]:
    """The cases in as few files as can be, since a server is started for each."""
    files: list[tuple[list[str], dict[str, Any]]] = []
    for name, case in cases.items():
        told = yaml.safe_load(case[at])
        for names, file in files:
            if fits(file, told):
                put(file, told)
                names.append(name)
                break
        else:
            files.append(([name], told))
    return [(names, yaml.safe_dump(file)) for names, file in files]


def fits(into: dict[str, Any], more: dict[str, Any]) -> bool:
    if any("(int," in key for key in {**into, **more}) and len({*into, *more}) > 1:
        return False  # the same function, called otherwise
    both = [(into[key], more[key]) for key in more if key in into]
    return all(isinstance(a, dict) and isinstance(b, dict) and a and b and fits(a, b)
               for a, b in both)  # fmt: skip


def put(into: dict[str, Any], more: dict[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, dict) and key in into:
            put(into[key], value)
        else:
            into[key] = value


def test_each_is_the_same_in_ones_own_words(here: Project) -> None:
    for names, text in together(RIGHT, 1):
        found = told(here, text)
        folds = [(f["part"], f["field"]) for f in found["folds"] if f["rule"] == "user-spelling"]
        assert [f["sentence"] for f in found["findings"]] == []
        assert found["verdict"] == "in sync"
        assert sorted(" ".join(fold) for fold in folds) == sorted(RIGHT[name][0] for name in names)


def test_each_that_is_wrong_is_told_in_the_servers_words(here: Project) -> None:
    for names, text in together(WRONG, 0):
        found = told(here, text)
        texts = [str(f["old"]) for f in found["findings"]]
        assert len(texts) == len(names), [f["sentence"] for f in found["findings"]]
        for name in names:
            assert any(WRONG[name][1] in each for each in texts), (name, texts)


@pytest.mark.slow
def test_each_that_the_server_refuses_is_a_finding_with_its_message(here: Project) -> None:
    for names, text in together(REFUSED, 0):
        found = told(here, text)
        sentences = [f["sentence"] for f in found["findings"]]
        assert len(sentences) == len(names), (sentences, found["folds"])
        for name in names:
            assert any(REFUSED[name][1] in each for each in sentences), (name, sentences)


def test_a_broken_one_does_not_hide_the_others(here: Project) -> None:
    found = told(here, """
tables:
  users:
    columns: {id: {type: int}, name: {type: varchar(255), default: "'x"}, at: {type: nubmer}}
    check_constraints: {adult: {expression: "id > 17 AND name <> ''"}}
views: {adults: {definition: [select nothing]}}
""")  # fmt: skip
    assert len(found["findings"]) == 3, [f["sentence"] for f in found["findings"]]
    assert all("refuses it" in f["sentence"] for f in found["findings"])
    assert len(found["folds"]) == 3


def test_it_is_asked_once_and_pages_need_no_server(
    here: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write("expected/core.yml", together(RIGHT, 1)[0][1])
    here.ok("snapshot")
    first = here.run("check", "--format", "json")
    assert first.code == 0, first.out
    (path,) = here.store.folds.iterdir()
    assert len(spellings.load(here.store.folds)[0].texts) > 20
    assert here.run("verify").code == 0

    def none() -> None:
        raise NoServer("There is no PostgreSQL server to start.")

    monkeypatch.setattr("snapshot.scratch.Server", none)
    assert here.run("check", "--format", "json").out == first.out
    here.ok("pages")
    page = next((here.root / "docs").rglob("validation/*.md"), None) or next(
        p for p in (here.root / "docs").rglob("*.md") if "user-spelling" in p.read_text("utf-8")
    )
    assert "varchar(255)" in page.read_text("utf-8")
    path.unlink()
    result = here.run("check")
    assert result.code == 1
    assert "nobody was asked for the spelling" in result.err
    assert "perhaps only spelled otherwise: no scratch server could be asked" in result.out


@pytest.mark.slow
def test_an_answer_holds_for_its_state_only(here: Project, database: str) -> None:
    text = "tables: {users: {check_constraints: {adult: {expression: \"id > 17 AND name <> ''\"}}}}"
    assert told(here, text)["verdict"] == "in sync"
    run_sql(
        database, "ALTER TABLE users DROP CONSTRAINT adult, ADD CONSTRAINT adult CHECK (id > 1)"
    )
    assert told(here, text, "live:production")["verdict"] == "drift"
    here.ok("snapshot")
    assert told(here, text)["verdict"] == "drift"


def test_the_sql_and_the_update_leave_ones_own_words_alone(here: Project, database: str) -> None:
    text = (
        "tables:\n  users:\n    columns:\n      name: {type: varchar(255)}   # long enough\n"
        "      id: {type: int8}\nfunctions:\n  twice(int, varchar): {returns: text}\n"
    )
    here.write("expected/core.yml", text)
    sql = here.run("check", "--format", "sql").out
    assert "TYPE bigint" in sql
    assert "TYPE character varying" not in sql
    here.ok("expect", "production")
    now = (here.root / "expected/core.yml").read_text("utf-8")
    assert now == text.replace("int8", "integer").replace(
        "returns: text", "returns: character varying"
    )
    assert here.run("check").code == 0


def test_the_question_of_a_forged_file_is_found(here: Project) -> None:
    told(here, RIGHT["a type"][1])
    (path,) = here.store.folds.iterdir()
    path.write_text(
        path.read_text("utf-8").replace("varchar(255)", "varchar(25)", 1) + " ", "utf-8"
    )
    assert "not the bytes that were written" in here.run("verify").out


def test_the_facts_of_another_major_are_told_in_its_words(servers: Servers, tmp_path: Path) -> None:
    """The scratch server writes the text of PostgreSQL 15 otherwise, and both are the same."""
    script = (
        "CREATE TABLE t (a integer, at timestamp, name varchar(9) DEFAULT 'x',"
        " CONSTRAINT c CHECK (a > 1 AND name <> 'q'));"
        "CREATE VIEW v AS SELECT t.a, t.name FROM t WHERE t.a > 1;"
    )
    with servers.get("15").database("chronicle_own") as url:
        run_sql(url, script)
        found = captured(url)
    facts = Side(
        found.objects, found.identity, found.server, found.coverage, "production",
        state=state_digest(found.objects),
    )  # fmt: skip
    text = (
        "tables: {t: {columns: {a: {type: int}, name: {type: varchar(8), default: \"'x'\"}},"
        " check_constraints: {c: {expression: a > 1 and name <> 'q'}}}}\n"
        "views: {v: {definition: ['select a, name from public.t where a > 1']}}\n"
    )
    told = asserted(tmp_path, text)
    before = check(told, facts)
    assert len(before.findings) == 5
    answers = asked(facts, questions(before.findings, facts))
    after = check(told, msgspec.structs.replace(facts, spellings=(answers,)))
    assert [f.sentence for f in after.findings] == [
        "Column `t.name`: type `character varying(9)` found, `character varying(8)` expected."
    ]
    view = next(text for text in answers.texts if text.object == "public/views/v")
    assert view.new == list(found.objects["public/views/v"].definition)  # type: ignore[attr-defined]
    assert len([fold for fold in after.folds if fold.rule == "user-spelling"]) == 5


def test_what_cannot_be_made_on_the_scratch_server_is_marked(tmp_path: Path, database: str) -> None:
    """A type of an extension that it does not have, say."""
    run_sql(database, "CREATE TABLE a (x integer, CHECK (x > 1)); CREATE TABLE b (y integer"
                      " DEFAULT 1)")  # fmt: skip
    found = captured(database)
    table: Any = found.objects["public/tables/a"]
    far = msgspec.structs.replace(table.columns[0], name="far", type="elsewhere.type")
    lost = msgspec.structs.replace(table, columns=(*table.columns, far))
    objects = {**found.objects, "public/tables/a": lost}
    facts = Side(objects, {}, found.server, found.coverage, state=state_digest(objects))
    told = asserted(tmp_path, """
tables:
  a: {check_constraints: {a_x_check: {expression: x>1}}}
  b: {columns: {y: {type: int, default: 0+1}}}
""")  # fmt: skip
    answers = asked(facts, questions(check(told, facts).findings, facts))
    after = check(told, msgspec.structs.replace(facts, spellings=(answers,)))
    assert sorted(f.sentence for f in after.findings) == [
        "Check constraint `a.a_x_check`: expression `(x > 1)` found, `x>1` expected: perhaps only "
        "spelled otherwise: what holds it cannot be made on the scratch server.",
        "Column `b.y`: default value `1` found, `(0 + 1)` expected.",
    ]
    assert questions(after.findings, msgspec.structs.replace(facts, spellings=(answers,))) == []
