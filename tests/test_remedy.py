"""Remedies against the server: applied to the one schema they give exactly the other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest

from generator.changes import Change
from generator.check import check
from generator.remedy import LIMITS, UNPROVEN, batches, plan, script
from generator.remedy.target import Target, target
from generator.side import Side
from snapshot import model
from snapshot.catalog import capture
from snapshot.scratch import Server, run_script
from snapshot.store import Assertion, Store
from tests.conftest import Servers
from tests.oracle.test_there_and_back import MUTATIONS_NOT_CONVERGING
from tests.rebuilding import captured
from tests.round_trips import proof_of, scratch, side
from tests.test_round_trip import NOT_CONVERGING

__all__ = ["scratch"]

ROOT = Path(__file__).resolve().parents[1]


# the list of what cannot be


def test_the_list_is_in_the_docs_and_of_the_model() -> None:
    page = (ROOT / "docs" / "remedies.md").read_text("utf-8")
    told = " ".join(page.split())
    for reason in [*LIMITS.values(), *UNPROVEN.values()]:
        assert " ".join(reason.split()) in told
    known = {cls.__name__: cls for cls in [*model.kinds().values(), *model.parts().values()]}
    for name, field in LIMITS:
        assert field.partition(".")[0] in ("", *known[name].__struct_fields__)
    assert {*NOT_CONVERGING.values(), *MUTATIONS_NOT_CONVERGING.values()} <= {*UNPROVEN}


# the forms that keep nobody waiting, and what they cost


def sides(server: Server, before: str, after: str) -> tuple[Side, Side]:
    """A database after the first script, and after the second."""
    with server.database("chronicle_case") as url:
        run_script(url, before, "before")
        old = Side(captured(url))
        run_script(url, after, "after")
        new = Side(captured(url))
    return old, new


def told(server: Server, before: str, after: str) -> str:
    with server.database("chronicle_case") as url:
        run_script(url, before, "before")
        old = side(capture(url, "old"))
        run_script(url, after, "after")
        new = side(capture(url, "new"))
    return script(plan(old, new).steps)


@pytest.mark.parametrize(
    ("after", "forms"),
    [
        ("CREATE INDEX i ON t (a)", ["CREATE INDEX CONCURRENTLY i ON public.t (a);"]),
        ("DROP INDEX ix", ["DROP INDEX CONCURRENTLY public.ix;"]),
        ("ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)",
         ["CREATE UNIQUE INDEX CONCURRENTLY u ON public.t (a);",
          "ADD CONSTRAINT u UNIQUE USING INDEX u;"]),
        ("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)",
         ["ADD CONSTRAINT c CHECK ((a > 0)) NOT VALID;", "VALIDATE CONSTRAINT c;"]),
        ("ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES o",
         ["FOREIGN KEY (a) REFERENCES public.o (id) NOT VALID;", "VALIDATE CONSTRAINT f;"]),
        ("ALTER TABLE t ALTER a SET NOT NULL", ["NOT NULL a NOT VALID;", "VALIDATE CONSTRAINT"]),
        ("ALTER TYPE mood ADD VALUE 'so' BEFORE 'ok'", ["ADD VALUE 'so' AFTER 'sad';"]),
        ("ALTER TABLE t DROP COLUMN b", ["-- DATA LOSS", "DROP COLUMN b;"]),
        ("DROP TABLE t", ["-- DATA LOSS", "DROP TABLE public.t;"]),
        ("ALTER TABLE t RENAME a TO z", ["RENAME COLUMN a TO z;"]),
    ],
)  # fmt: skip
def test_online_forms(after: str, forms: list[str], scratch: Servers) -> None:
    before = (
        "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE o (id integer PRIMARY KEY);"
        " CREATE TABLE t (a integer, b text); CREATE INDEX ix ON t (b)"
    )
    text = told(scratch.get("18"), before, after)
    assert "SET lock_timeout" in text
    places = [text.index(form) for form in forms]
    assert places == sorted(places)


LOCKED = "CREATE TABLE o (id integer PRIMARY KEY); CREATE TABLE t (a integer, b text, c varchar(9))"


@pytest.mark.parametrize(
    "after",
    [
        "ALTER TABLE t ADD d integer", "ALTER TABLE t DROP b",
        "ALTER TABLE t ALTER a SET DEFAULT 1",
        "ALTER TABLE t ALTER a TYPE bigint", "ALTER TABLE t ALTER c TYPE varchar(20)",
        "ALTER TABLE t ADD CHECK (a > 0)", "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES o",
        "ALTER TABLE t ALTER a SET NOT NULL", "ALTER TABLE t ALTER b SET STATISTICS 5",
        "ALTER TABLE t SET (fillfactor = 50)", "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY p ON t", "ALTER TABLE t RENAME a TO z", "ALTER TABLE t SET UNLOGGED",
        "CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING", "DROP TABLE t",
        "ALTER TABLE t ALTER b SET STORAGE EXTERNAL", "ALTER TABLE t ALTER b SET (n_distinct = 3)",
        "CREATE STATISTICS s ON a, b FROM t", "ALTER TABLE t REPLICA IDENTITY FULL",
        "ALTER TABLE t ADD d integer DEFAULT 5 NOT NULL",
        "ALTER TABLE t ADD d double precision DEFAULT random()",
        "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW"
        " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    ],
)  # fmt: skip
def test_hazards_are_what_the_server_does(after: str, scratch: Servers) -> None:
    """The lock of every step, and whether it writes the rows anew, seen on the server itself."""
    server = scratch.get("18")
    with server.database("chronicle_case") as url:
        run_script(url, LOCKED, "before")
        old = side(capture(url, "old"))
        run_script(url, after, "after")
        steps = plan(old, side(capture(url, "new"))).steps
    with server.database() as url:
        run_script(url, LOCKED, "before")
        for one in steps:
            seen, rewritten = _watched(url, one.text)
            locks = {h.detail for h in one.hazards if h.kind == "lock"}
            assert locks == ({seen} if seen else set()), one.text
            told = any(h.kind == "rewrite" for h in one.hazards)
            assert told or not rewritten, one.text
            assert rewritten or not told or "varchar(20)" in after, one.text


_ORDER = ("AccessShareLock", "RowShareLock", "RowExclusiveLock", "ShareUpdateExclusiveLock",
          "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock")  # fmt: skip


def _watched(url: str, text: str) -> tuple[str, bool]:
    """The strongest lock on the table while a command is open, and whether its file is another."""
    node = "SELECT coalesce((SELECT relfilenode FROM pg_class WHERE oid = to_regclass('t')), 0)"
    with psycopg.connect(url) as connection:
        (oid,) = connection.execute("SELECT 't'::regclass::oid").fetchone() or (0,)
        before = connection.execute(node).fetchone()
        connection.execute(text.encode())
        rows = connection.execute(
            "SELECT mode FROM pg_locks WHERE relation = %s AND pid = pg_backend_pid()", [oid]
        ).fetchall()
        there = connection.execute("SELECT to_regclass('t')").fetchone()
        after = connection.execute(node).fetchone()
        connection.commit()
    strongest = max((_ORDER.index(mode) for (mode,) in rows), default=0)
    words = re.sub(r"(?<!^)(?=[A-Z])", " ", _ORDER[strongest].removesuffix("Lock")).upper()
    return words if strongest > 2 else "", before != after and there != (None,)


def test_nothing_to_do_is_no_script(scratch: Servers) -> None:
    assert plan(Side({}), Side({})).steps == ()
    assert script(()) == ""
    assert batches(()) == []


# what a remedy aims at


KOVEO = Store(ROOT / "snapshots" / "koveo")
JUDGED = [e for e in KOVEO.history.entries if e.header.expectation is not None]


def judged(number: int) -> tuple[dict[str, Assertion], Side, Side, Target]:
    """The expectation in force then, the facts, what the database should be, all of it."""
    entry = JUDGED[number]
    told = KOVEO.expectations.entry(entry.header.expectation or "")
    asserted = KOVEO.expectations.replay(told).objects
    found = KOVEO.history.replay(entry)
    header = entry.header
    facts = Side(found.objects, found.identity, header.server, header.coverage, "koveo")
    aim = target(asserted, found.objects)
    return asserted, facts, msgspec.structs.replace(facts, objects=aim.objects), aim


@pytest.mark.parametrize("number", range(len(JUDGED)))
def test_a_database_that_obeys_has_no_findings(number: int) -> None:
    asserted, facts, should, aim = judged(number)
    assert check(asserted, should).findings == ()
    assert aim.untold == {}
    steps = plan(facts, should).steps
    assert bool(steps) == bool(check(asserted, facts).findings)


@pytest.mark.parametrize(
    "number",
    [pytest.param(n, marks=() if n == 3 else pytest.mark.slow) for n in range(len(JUDGED))],
)
def test_the_examples_drift_is_brought_back(number: int, scratch: Servers) -> None:
    """The extensions' members are the scratch server's own."""
    _, facts, should, _ = judged(number)
    proof = proof_of(scratch.get("18"), facts, should)
    assert proof.outcome == "proven" or plan(facts, should).cannot, str(proof)


def assertion(**more: Any) -> Assertion:
    return Assertion(domain="core", **more)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (assertion(), "which columns it has"),
        (assertion(count={"columns": 3}), "which columns it has"),
        (assertion(is_={"columns": {"a": {"nullable": False}}}), "enough"),
        (assertion(is_={"columns": {"a": {"type": "text"}}}, count={"columns": 2}),
         "which columns there are, only that they are 2"),
    ],
)  # fmt: skip
def test_too_little_to_aim_at_is_told(told: Assertion, why: str) -> None:
    found = target({"public/tables/t": told}, {})
    assert found.objects == {}
    assert found.untold["public/tables/t"].startswith(f"the expectation does not say {why}")


def test_absent_and_unlisted_things_go() -> None:
    columns = tuple(model.Column(name, "text") for name in ("a", "b", "c"))
    table = model.Table("t", "public", "o", columns=columns, comment="kept")
    told = assertion(is_={"columns": {"a": {"type": "integer"}}}, absent=("columns/b",))
    found = target({"public/tables/t": told, "public/tables/u": assertion(exists=False)},
                   {"public/tables/t": table, "public/tables/u": table})  # fmt: skip
    aim = model.Table("t", "public", "o", comment="kept",
                      columns=(model.Column("a", "integer"), columns[2]))  # fmt: skip
    assert found.objects == {"public/tables/t": aim}
    closed = assertion(is_={"columns": {"a": {"type": "text"}}}, unlisted=("columns",))
    only = target({"public/tables/t": closed}, {"public/tables/t": table}).objects
    assert [c.name for c in only["public/tables/t"].columns] == ["a"]  # type: ignore[attr-defined]


def test_what_is_waived_inside_of_what_goes_does_not_bring_it_back() -> None:
    table = model.Table("t", "public", "o", columns=(model.Column("a", "text"),))
    told = assertion(absent=("columns/a",))
    waived = Change(object="public/tables/t", kind="column", part="columns/a", field="type",
                    action="changed", old="integer", new="text")  # fmt: skip
    found = target({"public/tables/t": told}, {"public/tables/t": table}, [waived]).objects
    assert found["public/tables/t"].columns == ()  # type: ignore[attr-defined]


def test_a_partition_that_becomes_a_table_keeps_its_rows(scratch: Servers) -> None:
    before = (
        "CREATE TABLE log (at date) PARTITION BY RANGE (at);"
        " CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')"
    )
    text = told(scratch.get("18"), before, "ALTER TABLE log DETACH PARTITION log_1")
    assert "ALTER TABLE public.log DETACH PARTITION public.log_1;" in text
    assert "DROP" not in text


def test_a_label_is_renamed_only_where_that_is_told(scratch: Servers) -> None:
    before = "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (m mood)"
    server = scratch.get("18")
    text = told(server, before, "ALTER TYPE mood RENAME VALUE 'sad' TO 'low'")
    assert "ALTER TYPE public.mood RENAME VALUE 'sad' TO 'low';" in text and "DROP" not in text
    strangers = [
        Side({"public/enums/m": model.Enum(name="m", schema="public", owner="o", labels=labels)})
        for labels in (("sad", "ok"), ("low", "ok"))
    ]
    text = script(plan(*strangers).steps)
    assert "RENAME VALUE" not in text and "DROP TYPE" in text


def test_an_enum_that_loses_a_label_loses_no_column(scratch: Servers) -> None:
    before = (
        "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE t (m mood DEFAULT 'ok');"
        " CREATE VIEW v AS SELECT m FROM t; CREATE INDEX i ON t (m)"
    )
    after = (
        "DROP VIEW v; ALTER TABLE t ALTER m DROP DEFAULT; ALTER TYPE mood RENAME TO gone;"
        " CREATE TYPE mood AS ENUM ('ok'); ALTER TABLE t ALTER m TYPE mood USING m::text::mood;"
        " ALTER TABLE t ALTER m SET DEFAULT 'ok'; CREATE VIEW v AS SELECT m FROM t; DROP TYPE gone"
    )
    server = scratch.get("18")
    old, new = sides(server, before, after)
    steps = plan(old, new).steps
    assert "DROP COLUMN" not in script(steps)
    assert "a value that the new type does not know stops it" in script(steps)
    assert proof_of(server, old, new).outcome == "proven"


_OLD = "CREATE TABLE a (id integer CONSTRAINT k PRIMARY KEY, x integer); CREATE INDEX i ON a (x);"
_NEW = "CREATE TABLE b (id integer CONSTRAINT k PRIMARY KEY, y text); CREATE INDEX i ON b (y);"
_OTHER = "CREATE TABLE c (id integer);"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (_OLD, f"DROP TABLE a; {_NEW}"),
        (f"{_OTHER} {_OLD}", "DROP TABLE a; ALTER TABLE c ADD CONSTRAINT k UNIQUE (id)"),
        (f"{_OTHER} {_OLD}", "DROP TABLE a; CREATE INDEX k ON c (id)"),
        (f"{_OLD} CREATE TABLE d (id integer REFERENCES a)",
         f"ALTER TABLE d DROP CONSTRAINT d_id_fkey; DROP TABLE a; {_NEW}"
         " ALTER TABLE d ADD FOREIGN KEY (id) REFERENCES b"),
        (f"{_OLD} CREATE VIEW v AS SELECT x FROM a", f"DROP VIEW v; DROP TABLE a; {_NEW}"),
    ],
)  # fmt: skip
def test_the_names_of_keys_are_free_before_they_are_taken(
    before: str, after: str, scratch: Servers
) -> None:
    server = scratch.get("18")
    old, new = sides(server, before, after)
    assert proof_of(server, old, new).outcome == "proven"
    assert proof_of(server, new, old).outcome == "proven"
