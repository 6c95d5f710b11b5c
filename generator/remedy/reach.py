"""A thing with all that is in it, and the names that any of this needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from generator.ddl.mentions import mentioned
from generator.ddl.statement import Home, Name
from generator.ddl.walk import several
from generator.remedy.homes import children_of, home_of, home_of_partition, is_single
from generator.remedy.names import needs_of
from snapshot import model

Id = tuple[str, ...]
"""Key of the object, then fields and names by turns: `("public/tables/t", "columns", "a")`."""

_NO_UNITS = (model.Privilege, model.SequencePrivilege, model.SecurityLabel, model.NotNull)


def home_in(thing: model.Object, major: int) -> Home:
    """The home that the parts of an object are written for, on a server of a major version."""
    return msgspec.structs.replace(home_of(thing), major=major)


def home_for(thing: Any, home: Home) -> Home:
    """The home of what is inside a thing: a partition is one of its own."""
    if isinstance(thing, model.Partition):
        return msgspec.structs.replace(home_of_partition(thing, home), major=home.major)
    return home


def within(id_: Id, thing: Any, home: Home) -> Iterator[tuple[Id, Any, Home]]:
    """A thing and its parts, at any depth."""
    yield id_, thing, home
    home = home_for(thing, home)
    for field, cls in children_of(thing).items():
        if cls in _NO_UNITS:
            continue
        for part in several(getattr(thing, field)):
            name = "" if is_single(thing, field) else getattr(part, cls.KEY)
            yield from within((*id_, field, name), part, home)


class Needing(NamedTuple):
    """A thing, and every name that it needs: of a column, that of its table too."""

    id: Id
    thing: Any
    home: Home
    needs: frozenset[Name]


def needing(key: str, thing: model.Object, major: int) -> tuple[Needing, ...]:
    """An object and all its parts, with what each needs."""
    found = []
    for id_, each, home in within((key,), thing, home_in(thing, major)):
        needs = needs_of(each, home)
        if isinstance(each, model.Column):
            needs.update(mentioned(home.name))
        found.append(Needing(id_, each, home, frozenset(needs)))
    return tuple(found)
