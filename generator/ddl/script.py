"""The whole script: what every writer says, in an order that runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from generator.ddl.ordering import ordered
from generator.ddl.privileges import grantee
from generator.ddl.quoting import commented
from generator.ddl.statement import WRITERS, Statement
from generator.ddl.unwritten import KINDS, head
from snapshot import model

_HEAD = """\
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET check_function_bodies = off;
SET client_min_messages = warning;
SET search_path = '';
"""
_ROLE_FIELDS = ("owner", "grantee", "roles", "role", "user")
_IN_CIRCLE = "What follows needs what needs it; no order is right."


def sql_of(objects: Mapping[str, model.Object], *, whole: bool = True) -> str:
    """The DDL of these objects, to run from top to bottom on an empty database.

    Roles are not made: see `roles_of`. Without `whole` it is for reading: of some objects only,
    and neither the settings at the head nor what an empty database has and they have not.
    """
    things = [thing for thing in _named(objects) if type(thing) not in KINDS]
    steps = ordered(step for thing in things for step in WRITERS[type(thing)](thing))
    text = head(objects)
    text += "\n".join([_HEAD, *_taken_away(objects), ""]) if whole else ""
    for step, before in zip(steps, [None, *steps], strict=False):
        text += ("" if before is None or _belong(before, step) else "\n") + _block(step)
    return text


def steps_of(objects: Mapping[str, model.Object]) -> list[str]:
    """The same script in steps that can fail each for itself."""
    things = [thing for thing in _named(objects) if type(thing) not in KINDS]
    steps = ordered(step for thing in things for step in WRITERS[type(thing)](thing))
    return [_HEAD, *_taken_away(objects), *map(_block, steps)]


def _named(objects: Mapping[str, model.Object]) -> Iterator[model.Object]:
    """All of them; a NOT NULL has its usual name told where another column's has taken it."""
    tables = [thing for thing in objects.values() if isinstance(thing, model.Table)]
    taken = {(t.schema, c.not_null.name) for t in tables for c in t.columns if c.not_null}
    for thing in objects.values():
        if not isinstance(thing, model.Table) or not taken:
            yield thing
            continue
        columns = []
        for column in thing.columns:
            name = f"{thing.name}_{column.name}_not_null"
            clashes = not column.nullable and not column.not_null and (thing.schema, name) in taken
            told = model.NotNull(name) if clashes else column.not_null
            columns.append(msgspec.structs.replace(column, not_null=told))
        yield msgspec.structs.replace(thing, columns=tuple(columns))


def _belong(before: Statement, step: Statement) -> bool:
    """Whether no empty line stands between: lists of grants and the like."""
    return before.phase == step.phase and not any(
        "\n" in s.text or s.remarks for s in (before, step)
    )


def _block(step: Statement) -> str:
    lines = [commented(_IN_CIRCLE)] if step.loose else []
    lines += [text for text in (step.text, step.remarks) if text]
    return "\n".join(lines) + "\n"


def _taken_away(objects: Mapping[str, model.Object]) -> Iterator[str]:
    """What every new database has, where the snapshot has none of it."""
    kinds = {type(thing) for thing in objects.values()}
    names = {(type(thing), thing.name) for thing in objects.values()}
    if model.Schema in kinds and (model.Schema, "public") not in names:
        yield "DROP SCHEMA IF EXISTS public;\n"
    if model.Schema in kinds and (model.Extension, "plpgsql") not in names:
        yield "DROP EXTENSION IF EXISTS plpgsql;\n"


def roles_of(objects: Mapping[str, model.Object]) -> list[str]:
    """Every role that the script names and a server may lack, sorted."""
    return sorted({name for thing in objects.values() for name in _roles(thing)})


def tablespaces_of(objects: Mapping[str, model.Object]) -> list[str]:
    """Every tablespace that the script names, sorted."""
    return sorted({name for thing in objects.values() for name in _tablespaces(thing)})


def _tablespaces(thing: Any) -> Iterator[str]:
    if isinstance(thing, msgspec.Struct) and not isinstance(thing, model.Database):
        if name := getattr(thing, "tablespace", None):
            yield name
        for field in thing.__struct_fields__:
            yield from _tablespaces(getattr(thing, field))
    elif isinstance(thing, tuple):
        for item in thing:
            yield from _tablespaces(item)


def _roles(thing: Any) -> Iterator[str]:
    """Roles by the fields that hold one; those that begin with `pg_` are the server's own."""
    if isinstance(thing, model.SuppliedObject):
        words = (*thing.granted, *thing.revoked)
        yield from {grantee(word) for word in words} - {"PUBLIC"}
    if isinstance(thing, msgspec.Struct):
        for field in thing.__struct_fields__:
            value = getattr(thing, field)
            if field in _ROLE_FIELDS:
                names = value if isinstance(value, tuple) else (value,)
                yield from (n for n in names if n and n != "PUBLIC" and not n.startswith("pg_"))
            else:
                yield from _roles(value)
    elif isinstance(thing, tuple):
        for item in thing:
            yield from _roles(item)
