"""What things need and what they are called: the names that order and dependents go by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from generator.ddl.columns import line
from generator.ddl.mentions import mentioned
from generator.ddl.statement import Home, Name, Statement
from generator.ddl.walk import several
from generator.names import tokens
from generator.remedy.homes import children_of, home_of_partition, statements
from generator.remedy.step import Step
from snapshot import model
from snapshot.codec import segment

_WITH_INDEX = (model.PrimaryKey, model.UniqueConstraint, model.ExclusionConstraint, model.Index)


def with_after(one: Step, *names: Name) -> Step:
    """A step that also waits for others, its pieces in a circle too."""
    pieces = tuple(msgspec.structs.replace(p, after=(*p.after, *names)) for p in one.apart)
    return msgspec.structs.replace(one, after=(*one.after, *names), apart=pieces)


def text_of(thing: Any, home: Home) -> str:
    """The SQL that says what a thing is and what it needs; not what lives inside a table."""
    if isinstance(thing, model.Column):
        return line(thing, home)
    if isinstance(thing, model.Table | model.Partition):
        named = [*getattr(thing, "inherits", ()), getattr(thing, "of_type", None) or ""]
        inside = [line(column, home) for column in thing.columns]
        keys = [key.references for key in thing.foreign_keys]
        return "\n".join([*named, *inside, *keys, *_inside(thing, home)])
    if isinstance(thing, model.Sequence):
        return ""
    return "\n".join(_texts(statements(thing, home)))


def _inside(thing: Any, home: Home) -> Iterator[str]:
    for field in ("check_constraints", "exclusion_constraints", "indexes", "triggers", "policies",
                  "rules"):  # fmt: skip
        for part in getattr(thing, field):
            yield from _texts(statements(part, home))


def _texts(found: list[Statement]) -> Iterator[str]:
    for one in found:
        yield from (one.text, one.inline or "")


def needs_of(thing: Any, home: Home) -> set[Name]:
    """Every name that a thing needs."""
    if isinstance(thing, model.Column | model.Sequence):
        return set(mentioned(text_of(thing, home)))
    made = statements(thing, home)
    by_part = isinstance(thing, model.Table | model.Partition)
    said = set(mentioned(text_of(thing, home) if by_part else "\n".join(_texts(made))))
    return said | {name for one in made for name in one.after}


def keys_of(thing: Any) -> tuple[Name, ...]:
    """The relations of whose keys one is held by a foreign key, that of a table too."""
    held = (thing,) if isinstance(thing, model.ForeignKey) else getattr(thing, "foreign_keys", ())
    found = [name for key in held for name in mentioned(key.references)]
    return tuple((f"keys of {schema}", name) for schema, name in found)


def names_of(thing: Any, home: Home) -> tuple[Name, ...]:
    """The names that a thing takes: nobody else may have them, and others mention it by them."""
    if isinstance(thing, _WITH_INDEX):
        return ((home.schema, thing.name),)
    if not isinstance(thing, model.Object | model.Partition):
        return ()
    found = [name for one in statements(thing, home) for name in one.makes]
    if isinstance(thing, model.Schema):
        found.append(("SCHEMA", thing.name))
    if isinstance(thing, model.Statistics):
        found.append((thing.schema, thing.name))
    own = home_of_partition(thing, home) if isinstance(thing, model.Partition) else home
    for field, cls in children_of(thing).items():
        if cls in _WITH_INDEX:
            found += [(own.schema, part.name) for part in several(getattr(thing, field))]
        if cls is model.Partition:
            found += [n for part in getattr(thing, field) for n in names_of(part, home)]
    return tuple(dict.fromkeys(found))


def taken_along(
    thing: Any, id_: tuple[str, ...], later: Mapping[str, model.Object]
) -> tuple[str, ...] | None:
    """What takes with it something that is to be gone: the partition above it, or its column."""
    if isinstance(thing, model.Partition):
        names = {part.name for part in getattr(later.get(id_[0]), "partitions", ())}
        above = thing.parent if thing.parent not in names else None
        return (*id_[:-1], above) if above else None
    if isinstance(thing, model.Sequence) and thing.owned_by:
        schema, table, column = tokens(thing.owned_by)[0].path
        key = f"{segment(schema)}/tables/{segment(table)}"
        gone = column not in {each.name for each in getattr(later.get(key), "columns", ())}
        return (key, "columns", column) if gone else None
    return None
