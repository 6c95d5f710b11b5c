"""Partitions are told against their parent: one line in their root's file, with what differs."""

from __future__ import annotations

from typing import Any

from snapshot import model

Row = dict[str, Any]
_ALWAYS_ITS_OWN = ("comment", *model.children(model.Column))
_INHERITABLE = [f for f in model.Column.__struct_fields__ if f not in ("name", *_ALWAYS_ITS_OWN)]


def fold(tables: dict[int, Row]) -> None:
    """Move every partition among `tables` (by oid) into the `partitions` of its root.

    Rows that `inherited` marks came with the parent and are left out; so are columns and facts
    that are as the parent has them.
    """
    originals = {oid: dict(row) for oid, row in tables.items()}
    for oid, row in originals.items():
        if row.get("bound") is None:
            continue
        parent = originals.get(row["partition_of"])
        root = _root(originals, oid)
        if parent is None or root is None:
            continue
        folded = _difference(row, parent)
        if row["partition_of"] != root:
            folded["parent"] = _name(parent)
        tables[root].setdefault("partitions", []).append(folded)


def _root(tables: dict[int, Row], oid: int) -> int | None:
    while oid in tables and tables[oid].get("bound") is not None:
        oid = tables[oid]["partition_of"]
    return oid if oid in tables else None


def _name(table: Row) -> str:
    return f"{table['schema']}.{table['name']}"


def _difference(row: Row, parent: Row) -> Row:
    own: Row = {"oid": row["oid"], "name": _name(row)}
    inner = model.children(model.Partition)
    for field in model.Partition.__struct_fields__:
        value = row.get(field)
        if field in ("name", "parent") or value is None:
            continue
        if field == "columns":
            value = _own_columns(value, parent.get("columns", []))
        elif field in inner:
            value = [part for part in value if not part.get("inherited") or part.get("comment")]
        elif field == "owner":
            value = None if value == parent["owner"] else value
        own[field] = value
    return own


def _own_columns(columns: list[Row], inherited: list[Row]) -> list[Row]:
    """In the order of the parent: that of a partition is told nowhere else, so it is no fact."""
    known = {column["name"]: column for column in inherited}
    order = {name: place for place, name in enumerate(known)}
    columns = sorted(columns, key=lambda column: order.get(column["name"], len(order)))
    return [
        column
        for column in map(_without_the_roots_identity, columns)
        if any(column.get(f) for f in _ALWAYS_ITS_OWN)
        or any(column.get(f) != known.get(column["name"], {}).get(f) for f in _differing(column))
    ]


def _differing(column: Row) -> list[str]:
    """The fields that may differ: all but the identity, where that is the root's."""
    return [field for field in _INHERITABLE if field != "identity" or field in column]


def _without_the_roots_identity(column: Row) -> Row:
    """A partition numbers its rows with the sequence of its root, and has none of its own."""
    identity = column.get("identity")
    if identity and identity.get("sequence") is None:
        return {field: value for field, value in column.items() if field != "identity"}
    return column
