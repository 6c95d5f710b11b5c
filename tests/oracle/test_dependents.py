"""No dependence is lost: each is told, or of something that no snapshot has, for a known reason."""

from __future__ import annotations

import psycopg
import pytest

from snapshot import dependents
from snapshot.dependents import Address, Place
from tests.conftest import captured
from tests.oracle.conftest import Made

HOMELESS = (
    "operator app.!==", "operator app.>>>",  # announced, and nobody has made them yet
    "constraint not_point", "constraint not_3d", "constraint on_surface",  # of an extension
    "index app.hashed_0_pkey", "index app.hashed_1_pkey",  # a partition's, of its parent's key
)  # fmt: skip
PARTITIONS = """
SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relispartition
"""  # what they have from their parent is told there


def test_every_dependence_has_its_place(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    lost: set[Address] = set()
    find = dependents._find

    def watched(address: Address, *more: object) -> tuple[Place | None, str]:
        found = find(address, *more)  # type: ignore[arg-type]
        if found[0] is None:
            lost.add(address)
        return found

    monkeypatch.setattr(dependents, "_find", watched)
    found = captured(made.url)
    assert found.dependents
    with psycopg.connect(made.url) as connection:
        connection.execute("SET search_path = ''")  # so that each name has its schema
        names = [_described(connection, *address) for address in sorted(lost)]
        parts = {name for (name,) in connection.execute(PARTITIONS.encode())}
    left = [name for name in names if not name.startswith(HOMELESS)]
    left = [name for name in left if name.partition(" table ")[2] not in parts]
    assert not left, ", ".join(left)


def _described(connection: psycopg.Connection, catalog: str, oid: int, sub: int) -> str:
    query = "SELECT pg_describe_object(%s::regclass, %s::oid, %s)"
    row = connection.execute(query, (f"pg_catalog.{catalog}", oid, sub)).fetchone()
    assert row
    return str(row[0])
