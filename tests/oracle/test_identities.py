"""Everything that `pg_identify_object` knows is in the snapshot, and the coverage counts it right.

The walk goes over the catalogs that the server has, so a new one comes in by itself. Each object is
looked for by its number and its name, or there is a reason of the server's own: what it depends on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
import psycopg
import pytest
from psycopg.rows import dict_row

from snapshot import known, model, sql
from snapshot.catalog import Capture
from tests.conftest import captured, run_sql
from tests.oracle.conftest import Made

NO_IDENTITY = {"pg_enum"}  # labels: the server itself has no word for one
OF_THE_CLUSTER = {"pg_authid", "pg_database", "pg_parameter_acl", "pg_tablespace"}
FACTS = {"default value": "default", "publication namespace": "published schema"}


class Known(msgspec.Struct, frozen=True):
    """One object, in the server's words."""

    oid: int
    type: str
    identity: str
    names: tuple[str, ...]
    home: tuple[str, str] | None  # the table of an index
    internal: bool
    extension: bool
    announced: bool  # an operator that only another one names

    def words(self) -> set[str]:
        return set(re.findall(r"\w+", self.identity.lower()))


def walk(url: str) -> Iterator[Known]:
    with psycopg.connect(url, row_factory=dict_row) as connection:
        connection.execute("SET search_path = ''")
        found = connection.execute(
            "SELECT c.relname FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid"
            " WHERE c.relkind = 'r' AND c.relnamespace = 'pg_catalog'::regnamespace"
            " AND a.attname = 'oid'"
        )
        for catalog in sorted({row["relname"] for row in found} - OF_THE_CLUSTER - NO_IDENTITY):
            query = f"""
                WITH RECURSIVE member (class, oid) AS (
                    SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
                    UNION SELECT d.classid, d.objid FROM member AS m JOIN pg_depend AS d
                    ON d.refclassid = m.class AND d.refobjid = m.oid AND d.deptype IN ('a', 'i'))
                SELECT w.oid, i.type, i.identity,
                    a.object_names || CASE i.type WHEN 'domain constraint' THEN a.object_args END
                        AS names,
                    (SELECT ARRAY[n.nspname, c.relname]::text[] FROM pg_index AS x
                        JOIN pg_class AS c ON c.oid = x.indrelid
                        JOIN pg_namespace AS n ON n.oid = c.relnamespace
                        WHERE i.type = 'index' AND x.indexrelid = w.oid) AS home,
                    EXISTS (SELECT FROM pg_operator AS o WHERE i.type = 'operator'
                        AND o.oid = w.oid AND o.oprcode = 0) AS announced,
                    EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = w.class
                        AND d.objid = w.oid AND d.deptype = 'i') AS internal,
                    EXISTS (SELECT FROM member AS m WHERE m.class = w.class AND m.oid = w.oid)
                        AS extension
                FROM (SELECT '{catalog}'::regclass AS class, oid FROM {catalog}
                    WHERE oid >= {known.FIRST}) AS w
                CROSS JOIN LATERAL pg_identify_object(w.class, w.oid, 0) AS i
                CROSS JOIN LATERAL pg_identify_object_as_address(w.class, w.oid, 0) AS a"""
            yield from (msgspec.convert(row, Known) for row in connection.execute(query.encode()))


class Held:
    """What a snapshot has: number → name, and what has none of its own there."""

    def __init__(self, found: Capture) -> None:
        self.names: dict[int, str] = {}
        self.partitions: set[tuple[str, ...]] = set()
        self.not_null: set[str] = set()
        for key, thing in found.objects.items():
            identity = found.identity[key]
            self.names[identity["oid"]] = thing.name
            for field, part in model.children(type(thing)).items():
                if part not in (model.Column, model.ViewColumn, model.Attribute):  # numbered apart
                    self.names |= {oid: name for name, oid in identity.get(field, {}).items()}
            self._without(thing)

    def _without(self, thing: Any) -> None:
        if isinstance(thing, model.Partition):
            self.partitions.add(tuple(thing.name.split(".")))
        if isinstance(thing, model.NotNull):
            self.not_null.add(thing.name)
        for field in model.children(type(thing)):
            value = getattr(thing, field)
            for part in value if isinstance(value, tuple) else [value] if value else []:
                self._without(part)

    def place(self, it: Known) -> str:
        """`held`, or the word for how it is told all the same; "" when it is nowhere."""
        if it.oid in self.names:
            return "held" if _same(self.names[it.oid], it) else ""
        if it.names[-1] in self.not_null or self._of_partition(it):
            return "held"
        if it.extension:
            return "extension"
        if it.announced:
            return "announced operator"
        if it.type in FACTS:
            return FACTS[it.type]
        if it.internal or it.type == "toast table" or it.identity.startswith("pg_toast."):
            return "made with another"
        if it.names[-1].endswith("_not_null"):
            return "not null"
        return ""

    def _of_partition(self, it: Known) -> bool:
        """The snapshot tells a partition against its parent, in the parent's file."""
        if it.type in ("table", "foreign table"):
            return it.names[:2] in self.partitions
        parts = ("index", "table constraint", "trigger", "rule", "policy")
        own = it.type in parts and not it.internal and not it.names[-1].endswith("_not_null")
        return own and (it.home or it.names[:2]) in self.partitions


def _same(name: str, it: Known) -> bool:
    """The words of a name are in the server's own for it: `app.mood as int` in a cast's."""
    mine = set(re.findall(r"\w+", name.lower())) - {"public"}
    return mine <= it.words() | {"in", "schema"}


def test_every_identity_is_in_the_snapshot(made: Made) -> None:
    found = captured(made.url)
    held = Held(found)
    places = [(it, held.place(it)) for it in walk(made.url)]
    nowhere = [f"{it.type} {it.identity}" for it, place in places if not place]
    assert not nowhere, "\n".join(nowhere)
    assert found.coverage.not_captured == {}
    counted = Counter(place for _, place in places)
    assert counted.pop("held") == sum(found.coverage.held.values())
    assert counted == found.coverage.told_with


def test_what_nobody_reads_is_counted(any_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a version had brought kinds that we do not know yet."""
    run_sql(
        any_database,
        "CREATE TABLE t (a int, b int); CREATE STATISTICS st ON a, b FROM t;"
        " CREATE POLICY p ON t; CREATE INDEX i ON t (a)",
    )
    whole = captured(any_database).coverage
    assert whole.not_captured == {}
    assert {kind: whole.held[kind] for kind in ("index", "policy", "statistics", "table")} == {
        "index": 1, "policy": 1, "statistics": 1, "table": 1,
    }  # fmt: skip
    kinds = sql.kinds()
    monkeypatch.setattr(sql, "kinds", lambda: tuple({*kinds} - {"statistics", "policy", "index"}))
    blind = captured(any_database).coverage
    assert blind.not_captured == {"pg_class": 1, "pg_policy": 1, "pg_statistic_ext": 1}
    assert blind.told_with == whole.told_with


def test_what_is_left_out_on_purpose_is_counted_by_its_name(any_database: str) -> None:
    run_sql(
        any_database,
        "CREATE EXTENSION hstore; CREATE TABLE t (a int); ALTER EXTENSION hstore ADD TABLE t;"
        " CREATE POLICY p ON t; SELECT lo_create(0), lo_create(0);"
        " SET allow_system_table_mods = on;"
        " INSERT INTO pg_seclabel VALUES ('t'::regclass, 'pg_class'::regclass, 0, 'x', 'open')",
    )
    with psycopg.connect(any_database, autocommit=True) as session:
        before = captured(any_database).coverage
        session.execute("CREATE TEMP TABLE mine (id serial PRIMARY KEY, t text UNIQUE)")
        session.execute("CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'select 1'")
        session.execute("CREATE TYPE pg_temp.e AS ENUM ('x')")
        assert captured(any_database).coverage == before
    assert before.not_captured == {
        "large object": 2, "policy of an extension's table": 1,
        "security label of an extension's object": 1,
    }  # fmt: skip


def test_every_reason_is_explained() -> None:
    text = sql.text("_known")
    assert all(f"'{word}'" in text for word in known.WHY)
