"""The two ways out of each finding: the SQL that serves just it, and the edit that adopts it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from chronicle.demo import _files
from chronicle.remedies import prove
from generator.adoption import adoption
from generator.check import check
from generator.remedy.findings import between, toward
from generator.side import Side
from generator.ways import Adoption
from snapshot import expectation, waivers, yamlfile
from snapshot.scratch import NoServer, run_script
from snapshot.store import Store
from tests.conftest import REPOSITORY, Project, Servers, captured, run_sql

KOVEO = Store(REPOSITORY / "snapshots" / "koveo")
DEPLOYS = REPOSITORY / "examples" / "koveo" / "deploys"
FILE = "expected/core.yml"

FACTS = """
CREATE ROLE reader;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE users (id integer PRIMARY KEY, extra text, email varchar(20) DEFAULT 'x',
    born date NOT NULL, CONSTRAINT later CHECK (id > 1));
COMMENT ON COLUMN users.email IS 'where';
GRANT SELECT ON users TO reader;
CREATE INDEX users_email ON users (lower(email), id DESC);
CREATE TABLE forbidden (id integer GENERATED ALWAYS AS IDENTITY);
CREATE TABLE counted (a integer, b integer);
CREATE TABLE pair (b integer, a integer);
CREATE TABLE "Odd.Name" ("a.b" integer);
CREATE VIEW adults AS SELECT id, email FROM users;
CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users USING (id > 0);
"""
EXPECTED = """
# a comment
domain: core
unlisted: [tables, views, functions]
enums:
  mood: {labels: [sad, ok, happy]}
tables:
  users:
    full: true
    owner: postgres
    columns:
      id: {type: integer, nullable: false}
      email: {type: text}
      born: {type: date}
      gone: {type: text}
    primary_key: {name: users_pkey, columns: [id]}
    check_constraints:
      "sooner": {expression: (id > 0)}
    indexes:
      users_email: {keys: [{column: email}]}
  forbidden: null
  missing: {columns: {a: {type: text}}}
  counted: {columns: 3}
  pair:
    full: true
    owner: postgres
    columns:
      a: {type: integer}
      b: {type: integer}
  '"Odd.Name"':
    columns: {a.b: {type: text}, c: null}
"""


@pytest.fixture
def drifted(project: Project, database: str) -> Project:
    run_sql(database, f"DROP ROLE IF EXISTS reader; {FACTS}")
    project.write(FILE, EXPECTED)
    project.ok("snapshot", "--at", "2026-01-01T00:00:00Z")
    return project


def findings(project: Project) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(project.run("check", "--format", "json").out)[
        "findings"
    ]
    return found


def merge(raw: dict[str, Any], told: Mapping[str, Any]) -> None:
    """As a person would by hand: a mapping is gone into, unless it states one thing anew."""
    for name, value in told.items():
        if isinstance(value, dict) and isinstance(raw.get(name), dict):
            merge(raw[name], value)
        else:
            raw[name] = value


def edited(raw: dict[str, Any], edit: Adoption) -> None:
    """Make one edit in a loaded domain file."""
    if edit.action == "take out":
        *way, last = path_in(raw, edit.at)
        for step in way:
            raw = raw[step]
        del raw[last]
        return
    told = yaml.safe_load(edit.yaml)
    ordered = edit.at.endswith((".columns", ".labels"))
    merge(raw, told)
    if edit.after or ordered:
        put_in_order(raw, told, edit)


def put_in_order(raw: dict[str, Any], told: Mapping[str, Any], edit: Adoption) -> None:
    ((kind, things),) = told.items()
    ((name, thing),) = things.items()
    columns = raw[kind][name].get("columns")
    if not isinstance(columns, dict):
        return
    if edit.after:
        (new,) = thing["columns"]
        value = columns.pop(new)
        names = [*columns]
        names.insert(names.index(edit.after) + 1, new)
        columns[new] = value
    else:
        names = [*thing["columns"]]
    raw[kind][name]["columns"] = {n: columns[n] for n in names if n in columns}


def path_in(raw: dict[str, Any], at: str) -> list[str]:
    """A place as its steps, since names may hold dots."""
    if at in raw:
        return [at]
    for name, value in raw.items():
        if at.startswith(f"{name}.") and isinstance(value, dict):
            return [name, *path_in(value, at.removeprefix(f"{name}."))]
    raise AssertionError(f"{at} is not in the file")


@pytest.mark.slow
def test_every_edit_adopts_its_fact(drifted: Project) -> None:
    before = findings(drifted)
    assert len(before) > 15, [f["sentence"] for f in before]
    rules = {f["rule"] for f in before}
    assert {"column-added", "column-removed", "table-added", "table-removed", "view-added",
            "enum-labels-changed", "policy-added", "table-columns-count-changed",
            "table-columns-order-changed"} <= rules, rules  # fmt: skip
    while found := findings(drifted):
        raw = yaml.safe_load((drifted.root / FILE).read_text("utf-8"))
        edited(raw, Adoption(**found[0]["adoption"]))
        drifted.write(FILE, yamlfile.dump(raw))
        left = {f["fingerprint"] for f in findings(drifted)}
        assert found[0]["fingerprint"] not in left, found[0]["adoption"]
        assert left < {f["fingerprint"] for f in found}, found[0]["adoption"]


ENTRIES = [
    pytest.param(
        entry, id=entry.header.at[:10],
        marks=[] if entry.header.at.startswith("2025-08") else pytest.mark.slow,
    )
    for entry in KOVEO.history.entries if not entry.header.failed
]  # fmt: skip


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_edit_adopts_what_the_example_has(entry: Any, tmp_path: Path) -> None:
    folder = sorted(DEPLOYS.iterdir())[KOVEO.history.entries.index(entry)]
    state = KOVEO.history.replay(entry)
    facts = Side(state.objects, coverage=entry.header.coverage)
    paths = (path for path in _files(DEPLOYS, folder) if path.name != waivers.FILE)
    raw = {path.name: yamlfile.load(path) for path in paths}
    files = {str(told["domain"]): name for name, told in raw.items()}
    asserted = {}
    for _ in range(20):
        for name, told in raw.items():
            (tmp_path / name).write_text(yamlfile.dump(told), "utf-8")
        asserted = expectation.load(tmp_path)
        found = check(asserted, facts).findings
        if not found:
            return
        edit = adoption(found[0], facts.objects, asserted, files)
        edited(raw[edit.file or "core.yml"], edit)
    pytest.fail(str([f.sentence for f in found]))


def test_each_finding_has_its_sql_and_all_of_it_is_proven(drifted: Project) -> None:
    told = {f["sentence"]: f["remedy"] for f in findings(drifted)}
    proofs = {remedy["proof"]["outcome"] for remedy in told.values() if remedy["sql"]}
    assert "proven" in proofs
    for sentence, remedy in told.items():
        assert remedy["sql"] or remedy["left"], sentence
    kept = [*drifted.store.trials.iterdir()]
    assert len(kept) == 1
    assert drifted.run("verify").code == 0


def test_what_steps_aside_belongs_to_what_it_makes_way_for(project: Project, database: str) -> None:
    run_sql(database, "CREATE TABLE t (a integer, b text); CREATE VIEW v AS SELECT a FROM t;"
                      "CREATE VIEW w AS SELECT a FROM v")  # fmt: skip
    project.write(FILE, "tables: {t: {columns: {a: {type: bigint}, b: {nullable: false}}}}\n")
    project.ok("snapshot")
    retyped, strict = sorted(findings(project), key=lambda f: f["part"])
    text = "".join(retyped["remedy"]["sql"])
    order = ["DROP VIEW public.w", "DROP VIEW public.v", "TYPE bigint", "VIEW public.v AS",
             "VIEW public.w AS"]  # fmt: skip
    places = [text.index(each) for each in order]
    assert places == sorted(places)
    assert "NOT NULL" not in text
    assert "VIEW" not in "".join(strict["remedy"]["sql"])
    assert retyped["remedy"]["proof"]["outcome"] == "proven"


def test_a_trial_is_made_once(drifted: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    first = drifted.run("check").out

    def none() -> None:
        raise NoServer("There is no PostgreSQL server to start.")

    monkeypatch.setattr("chronicle.remedies.Server", none)
    assert drifted.run("check").out == first
    (path,) = drifted.store.trials.iterdir()
    path.unlink()
    out = drifted.run("check").out
    assert "not tried: There is no PostgreSQL server to start." in out
    assert [*drifted.store.trials.iterdir()] == [], "what was not tried is not kept"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"outcome"', ' "outcome"', "not the bytes that were written"),
        ('"state": "', '"state": "0', "not the bytes that were written"),
        ('"format": ', '"format": 9', "is newer"),
    ],
)
@pytest.mark.sampled(3)
def test_a_forged_trial_is_found(drifted: Project, old: str, new: str, why: str) -> None:
    drifted.run("check")
    (path,) = drifted.store.trials.iterdir()
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    result = drifted.run("verify")
    assert result.code == 1
    assert why in result.out + result.err


def test_what_is_waived_is_left_alone(drifted: Project) -> None:
    drifted.write("expected/waivers.yml", """
waivers:
  - {object: public.forbidden, reason: moves, owner: ann, expires: 2999-01-01}
  - {object: public.users, part: columns/extra, reason: moves, owner: ann, expires: 2999-01-01}
  - {object: public.users, rule: column-default-changed, reason: r, owner: ann, expires: 2999-01-01}
""")  # fmt: skip
    told = drifted.run("check", "--format", "sql")
    out = told.out
    assert told.code == 1, told.err
    assert "forbidden" not in out
    assert "DROP COLUMN extra" not in out
    assert "DROP DEFAULT" not in out
    assert "TYPE text" in out


def test_a_declared_rename_is_served_by_its_rename_alone(project: Project, database: str) -> None:
    """What else differs has SQL of its own; each edit goes by the new names of the file."""
    run_sql(database, "CREATE TABLE old (id integer, mail text, n integer, gone integer)")
    project.write(
        FILE,
        """
tables:
  new:
    renamed_from: old
    full: true
    owner: postgres
    columns: {id: {type: integer}, email: {type: text, renamed_from: mail}, n: {type: bigint}}
""",
    )
    project.ok("snapshot")
    told = {f["rule"]: f for f in findings(project)}
    sql = {rule: "".join(f["remedy"]["sql"]) for rule, f in told.items()}
    assert "ALTER TABLE public.old RENAME TO new;" in sql["table-renamed"]
    assert "COLUMN" not in sql["table-renamed"]
    assert "ALTER TABLE public.new RENAME COLUMN mail TO email;" in sql["column-renamed"]
    assert "DATA LOSS" in sql["column-added"]
    edits = {rule: f["adoption"] for rule, f in told.items()}
    assert (edits["column-added"]["action"], edits["column-added"]["after"]) == ("state", "n")
    assert edits["column-type-changed"]["yaml"].strip().endswith("type: integer")


def test_what_waits_for_a_waived_rename_is_left_alone(project: Project, database: str) -> None:
    """The SQL does not rename what was accepted, and nothing goes by a name that is not there."""
    run_sql(database, "CREATE TABLE a (x integer); CREATE TABLE k (mail text, n integer);"
                      "CREATE SCHEMA so; CREATE TABLE so.t (x integer); CREATE TABLE o (x integer)"
            )  # fmt: skip
    project.write(FILE, """
unlisted: [tables]
schemas: {sn: {renamed_from: so}}
tables:
  b: {renamed_from: a, columns: {x: {type: bigint}, z: {type: text}}}
  k: {columns: {email: {type: text, renamed_from: mail}, n: {type: bigint}}}
  sn.t: {columns: {x: {type: bigint}}}
  o: {columns: {x: {type: bigint}}}
""")  # fmt: skip
    project.write("expected/waivers.yml", """
waivers:
  - {object: public.b, rule: table-renamed, reason: r, owner: ann, expires: 2999-01-01}
  - {object: public.k, part: columns/email, reason: r, owner: ann, expires: 2999-01-01}
  - {object: sn, reason: r, owner: ann, expires: 2999-01-01}
""")  # fmt: skip
    project.ok("snapshot")
    out = project.run("check", "--format", "sql").out
    assert out.startswith("-- proof: proven")
    commands = [line for line in out.split("\n") if line and not line.startswith(("--", "SET "))]
    assert commands == ["ALTER TABLE public.o ALTER COLUMN x TYPE bigint;"]
    told = {f["object"]: f["remedy"]["left"] for f in findings(project)}
    wait = ["it waits for a rename that is waived"]
    assert {key for key, left in told.items() if left == wait} == {
        "public/tables/b", "public/tables/k", "sn/tables/t",
    }  # fmt: skip


def test_it_is_proven_across_majors(servers: Servers) -> None:
    """On 18 a NOT NULL is a constraint with a name; the old server has none."""
    with servers.get("15").database("chronicle_ways") as url:
        run_script(url, "CREATE TABLE t (a integer NOT NULL, b integer)", "facts")
        found = captured(url)
        run_script(url, "ALTER TABLE t ALTER b SET NOT NULL, ADD c text DEFAULT 'x'", "aim")
        wanted = captured(url)
    old, new = (Side(f.objects, server=f.server, coverage=f.coverage) for f in (found, wanted))
    assert prove(servers.get("18"), between(old, new)) == ("proven", ())


def test_no_sql_is_said_where_there_is_none(project: Project, database: str) -> None:
    run_sql(database, "CREATE TABLE t (a integer)")
    project.write(FILE, "tables: {t: {columns: 3}}\n")
    project.ok("snapshot")
    (found,) = findings(project)
    assert found["remedy"]["sql"] == []
    assert found["remedy"]["left"] == [
        "the expectation does not say which columns there are, only that they are 3"
    ]
    assert found["adoption"]["yaml"] == "tables:\n  t:\n    columns: 1\n"
    out = project.run("check").out
    assert "or adopt it: state tables.t.columns in expected/core.yml: columns: 1" in out


def test_the_same_plan_for_any_order_of_assertions(drifted: Project) -> None:
    told = expectation.load(drifted.root / "expected")
    entry = drifted.store.history.entries[0]
    facts = Side(drifted.store.history.replay(entry).objects)
    there, back = (toward(dict(found), facts) for found in (told.items(), [*told.items()][::-1]))
    assert there.script == back.script
