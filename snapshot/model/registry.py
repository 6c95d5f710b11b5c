"""Which kinds there are, and how to walk them. Nothing else lists kinds."""

from __future__ import annotations

import re
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from snapshot.model import connections, database, relations, routines, textsearch, types
from snapshot.model.base import SPELLED, TYPED, Object, Part


class InDatabase:
    """Kinds that live in the database itself; their key is `<field>/<name>`."""

    databases: database.Database
    schemas: database.Schema
    extensions: database.Extension
    languages: database.Language
    access_methods: database.AccessMethod
    event_triggers: database.EventTrigger
    default_privileges: database.DefaultPrivilege
    supplied_objects: database.SuppliedObject
    casts: routines.Cast
    transforms: routines.Transform
    foreign_data_wrappers: connections.ForeignDataWrapper
    foreign_servers: connections.ForeignServer
    publications: connections.Publication
    subscriptions: connections.Subscription


class InSchema:
    """Kinds that live in a schema; their key is `<schema>/<field>/<identifier>`."""

    tables: relations.Table
    views: relations.View
    materialized_views: relations.MaterializedView
    sequences: relations.Sequence
    statistics: relations.Statistics
    enums: types.Enum
    domains: types.Domain
    composite_types: types.CompositeType
    range_types: types.RangeType
    base_types: types.BaseType
    collations: types.Collation
    functions: routines.Function
    aggregates: routines.Aggregate
    operators: routines.Operator
    operator_families: routines.OperatorFamily
    operator_classes: routines.OperatorClass
    conversions: routines.Conversion
    text_search_configurations: textsearch.TextSearchConfiguration
    text_search_dictionaries: textsearch.TextSearchDictionary
    text_search_parsers: textsearch.TextSearchParser
    text_search_templates: textsearch.TextSearchTemplate


State = dict[str, Object]
"""The schema of one database at one moment: key → object."""


@cache
def kinds() -> dict[str, type[Object]]:
    """Folder name → class, of every kind that has a file of its own, in model order."""
    return {**get_type_hints(InDatabase), **get_type_hints(InSchema)}


@cache
def folder_of(cls: type[Object]) -> str:
    """The folder of a class: the inverse of `kinds`."""
    return next(folder for folder, kind in kinds().items() if kind is cls)


@cache
def lives_in_schema(folder: str) -> bool:
    return folder in get_type_hints(InSchema)


@cache
def children(cls: type) -> dict[str, type[Part]]:
    """Field → class, of the keyed parts that a class holds, by its type hints."""
    found = {}
    for name, hint in get_type_hints(cls).items():
        options = get_args(hint) if get_origin(hint) is not None else ()
        parts = [a for a in options if isinstance(a, type) and issubclass(a, Part)]
        if parts and parts[0].KEY:
            found[name] = parts[0]
    return found


@cache
def parts() -> dict[str, type[Part]]:
    """Kind name → class, of everything that lives inside an object, each once."""
    found: dict[str, type[Part]] = {}
    waiting: list[type] = list(kinds().values())
    while waiting:
        for cls in children(waiting.pop(0)).values():
            if kind_name(cls) not in found:
                found[kind_name(cls)] = cls
                waiting.append(cls)
    return found


@cache
def kind_name(cls: type) -> str:
    """The name of a kind in coverage, queries and rules: `CheckConstraint` → `check_constraint`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


@cache
def is_single(cls: type, field: str) -> bool:
    """Whether a field holds one part or none (a primary key) and not a list of them."""
    return get_origin(get_type_hints(cls)[field]) is not tuple


@cache
def spelled(cls: type) -> frozenset[str]:
    """The fields of a class whose text the server makes anew of what it has parsed."""
    return _marked(cls, SPELLED)


@cache
def typed(cls: type) -> frozenset[str]:
    """The fields of a class that name a type."""
    return _marked(cls, TYPED)


@cache
def _marked(cls: type, mark: str) -> frozenset[str]:
    hints = get_type_hints(cls, include_extras=True)
    return frozenset(name for name, hint in hints.items() if _has_mark(hint, mark))


def _has_mark(hint: Any, mark: str) -> bool:
    """Whether a hint is marked so, or holds values (not parts with a key) that are."""
    if mark in getattr(hint, "__metadata__", ()):
        return True
    if isinstance(hint, type) and issubclass(hint, Part):
        return not hint.KEY and bool(_marked(hint, mark))
    return any(_has_mark(option, mark) for option in get_args(hint))


@cache
def defaults(cls: type) -> dict[str, Any]:
    """Field → its default, of every field of a class; `msgspec.NODEFAULT` when it has none."""
    return {
        field.name: field.default
        if field.default_factory is msgspec.NODEFAULT
        else field.default_factory()
        for field in msgspec.structs.fields(cls)
    }


def any_object() -> Any:
    """The union of all kinds, told apart by `kind`: the type to decode an object with."""
    return Union[tuple(kinds().values())]  # noqa: UP007  # made at run time


def plain(thing: msgspec.Struct) -> dict[str, Any]:
    """Every field with its value, defaults included; parts as maps keyed by their natural key.

    A part of which there is one at most (a primary key) has the key "".
    """
    found = msgspec.structs.asdict(thing)
    for field, inside, key in _layout(type(thing)):
        value = found[field]
        if inside:
            parts = value if isinstance(value, tuple) else () if value is None else (value,)
            found[field] = {getattr(part, key) if key else "": plain(part) for part in parts}
        elif value is not None:
            found[field] = listed(msgspec.to_builtins(value)) if value != () else []
    return found


@cache
def _layout(cls: type) -> tuple[tuple[str, bool, str], ...]:
    """Every field that may hold more than one value: whether it holds parts, and the field of
    these that tells them apart, if any."""
    inner, hints = children(cls), get_type_hints(cls)
    return tuple(
        (field, field in inner, "" if field not in inner or is_single(cls, field)
         else inner[field].KEY)
        for field in cls.__struct_fields__  # type: ignore[attr-defined]
        if not _is_scalar(hints[field])
    )  # fmt: skip


def _is_scalar(hint: Any) -> bool:
    """Whether a field with this hint holds a text, a number, yes or no, or nothing."""
    if get_origin(hint) in (Union, UnionType):
        return all(map(_is_scalar, get_args(hint)))
    return get_origin(hint) is Literal or hint in (str, bool, int, NoneType)


def listed(value: Any) -> Any:
    """A plain value with lists for tuples, as JSON would give it back."""
    if isinstance(value, list | tuple):
        return [listed(item) for item in value]
    if isinstance(value, dict):
        return {key: listed(item) for key, item in value.items()}
    return value
