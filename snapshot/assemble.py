"""Rows of the catalog queries → objects of the model: no database is needed for it."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from snapshot import dependents, model, partitions
from snapshot.codec import key_of
from snapshot.dependents import Address, Dependents, Place
from snapshot.errors import CannotCapture
from snapshot.records import Identity

Row = dict[str, Any]


class Assembled(msgspec.Struct, frozen=True):
    """What the rows of all kinds make."""

    objects: model.State
    identity: dict[str, Identity]
    claimed: dict[int, str]  # oid → kind of every row that has a place, partitions' parts too
    dependents: Dependents | None  # None when their rows were not to be had


def assemble(rows: dict[str, list[Row]], depend: list[Row] | None = None) -> Assembled:
    """Put the rows of all kinds together: parts into their parents, partitions into their roots.

    `depend`: what the server knows of dependences (`queries/_dependents.sql`).
    """
    nodes: dict[Address, Row] = {}
    claimed: dict[int, str] = {}
    owners: dict[Address, type] = {}
    for cls in model.kinds().values():
        for row in rows.get(model.kind_name(cls), []):
            address = (cls.CATALOG, row["oid"], 0)
            nodes[address], owners[address] = row, cls
            claimed[row["oid"]] = model.kind_name(cls)
    for part in sorted(model.parts().values(), key=lambda p: not model.children(p)):
        for row in rows.get(model.kind_name(part), []):  # those that have parts themselves first
            if _attach(row, part, nodes, owners) and "oid" in row:
                claimed[row["oid"]] = model.kind_name(part)
    partitions.fold({oid: nodes[c, oid, 0] for (c, oid, sub), owner in owners.items()
                     if owner is model.Table and sub == 0})  # fmt: skip
    objects, identity = {}, {}
    places: dict[Address, Place] = {}
    for address, node in nodes.items():
        cls = owners[address]
        if issubclass(cls, model.Object) and node.get("bound") is None:
            made = _made(node, cls)
            key = key_of(made)
            objects[key], identity[key] = made, _identity(node, cls)
            if depend:
                dependents.places(places, (key, ""), address, node, cls)
    told = None if depend is None else dependents.of_rows(depend, places)
    return Assembled(dict(sorted(objects.items())), dict(sorted(identity.items())), claimed, told)


def _attach(row: Row, part: type[model.Part], nodes: dict[Address, Row],
            owners: dict[Address, type]) -> bool:  # fmt: skip
    """Hang one part into its parent; parts of what is not captured (an extension's) fall away."""
    parent: Address = (
        row.get("parent_catalog") or home(part), row["parent"], row.get("parent_sub") or 0,
    )  # fmt: skip
    if parent not in nodes:
        return False
    field = _place(owners[parent], part)
    if field is None:
        return False
    nodes[parent].setdefault(field, []).append(row)
    if model.children(part):
        address = (parent[0], row["parent"], row["oid"])
        nodes[address], owners[address] = row, part
    return True


def _made(node: Row, cls: type[model.Object]) -> model.Object:
    try:
        made = msgspec.convert(_clean(node, cls), cls)
        lacking = "" if getattr(made, "definition", True) else "its definition is gone"
    except msgspec.ValidationError as error:
        lacking = str(error)
    if lacking:
        name = ".".join(node[step] for step in ("schema", "name") if node.get(step))
        raise CannotCapture(
            f"the catalog does not tell the {model.kind_name(cls)} {name} in full: {lacking}.\n"
            "  It is damaged there: make that object anew, or drop it, and try again."
        )
    return made


@cache
def home(part: type[model.Part]) -> str:
    """The catalog of the objects that hold a part, when its rows do not say so themselves."""
    return next(c.CATALOG for c in model.kinds().values() if part in model.children(c).values())


@cache
def _place(owner: type, part: type[model.Part]) -> str | None:
    """The field of a class that holds such parts."""
    return next((f for f, cls in model.children(owner).items() if cls is part), None)


def _clean(node: Row, cls: type) -> Row:
    """Only the model's fields, without defaults, parts in canonical order: ready to convert."""
    defaults, inner = _shape(cls)
    clean = {
        field: value
        for field, value in node.items()
        if value is not None and field in defaults and value != defaults[field]
    }
    for field, (part, single) in inner.items():
        if not (value := clean.pop(field, None)):
            continue
        kept = [_clean(row, part) for row in value]
        if not part.ORDERED and not single:
            kept.sort(key=lambda row: row[part.KEY])
        clean[field] = kept[0] if single else kept
    return clean


@cache
def _shape(cls: type) -> tuple[dict[str, Any], dict[str, tuple[type[model.Part], bool]]]:
    """Field → default as a row has it; field → class of the parts in it, and whether it is one."""
    defaults = {
        field: list(default) if isinstance(default, tuple) else default
        for field, default in model.defaults(cls).items()
    }
    inner = {
        field: (part, model.is_single(cls, field)) for field, part in model.children(cls).items()
    }
    return defaults, inner


def _identity(node: Row, cls: type[model.Object]) -> Identity:
    """The server's own numbers for an object and its parts: apart from the facts."""
    found: Identity = {"oid": node["oid"]}
    for field, part in model.children(cls).items():
        numbers = {row[part.KEY]: row["oid"] for row in node.get(field) or [] if "oid" in row}
        if numbers:
            found[field] = dict(sorted(numbers.items()))
    for field in cls.NUMBERED:
        if names := node.get(field):
            found[field] = dict(sorted(zip(names, node[f"{field}_oid"], strict=True)))
    return found
