"""A thing with all that is in it, and the names that any of this needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from generator.ddl.mentions import mentioned
from generator.ddl.statement import Home, Name
from generator.ddl.walk import several
from generator.memory import Memory
from generator.remedy.homes import children_of, home_of, home_of_partition, is_single
from generator.remedy.names import needs_of
from snapshot import model

Id = tuple[str, ...]
"""Key of the object, then fields and names by turns: `("public/tables/t", "columns", "a")`."""

_STAY = (model.Table, model.Partition, model.Sequence, model.Schema, model.Extension,
         model.Publication, model.DefaultPrivilege)  # fmt: skip  # whatever they need goes
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
    """An object and all its parts, with what each needs; without those that stay as they are."""
    found = []
    for id_, each, home in within((key,), thing, home_in(thing, major)):
        if isinstance(each, _STAY):
            continue
        needs = needs_of(each, home)
        if isinstance(each, model.Column):
            needs.update(mentioned(home.name))
        found.append(Needing(id_, each, home, frozenset(needs)))
    return tuple(found)


class Reach:
    """What mentions what in two states, as far as it stays as it is."""

    def __init__(
        self, was: Mapping[str, Any], now: Mapping[str, Any], major: int, memory: Memory
    ) -> None:
        self.was, self.now, self.major, self.memory = was, now, major, memory
        self.mentioning = memory.grouped(f"mentions {major}", (dict(was),), self._mentions)

    def kept(
        self, names: AbstractSet[Name], gone: AbstractSet[Id]
    ) -> Iterator[tuple[Id, Any, Home]]:
        """Everything of both states that is neither dropped nor made: it is as it was.

        Of that, what cannot stay without any of some names, in the order of the older state.
        """
        keys = {key for name in names for key in self.mentioning.get(name, ()) if key in self.was}
        for key in sorted(keys, key=self._places.__getitem__) if len(keys) > 1 else keys:
            there = self._there(key)
            for id_, thing, home, needs in self._needing(key):
                above = (id_[:n] for n in range(1, len(id_) + 1, 2))
                if not needs.isdisjoint(names) and all(i in there and i not in gone for i in above):
                    yield id_, thing, home

    @cached_property
    def _places(self) -> Mapping[str, int]:
        """Which of the older state's objects comes first."""
        return {key: place for place, key in enumerate(self.was)}

    def _mentions(self, key: str) -> frozenset[Name]:
        return frozenset().union(*(each.needs for each in self._needing(key)))

    def _needing(self, key: str) -> tuple[Needing, ...]:
        thing = self.was[key]
        return self.memory.once(
            ("needing", self.major, key), (thing,), lambda: needing(key, thing, self.major)
        )

    def _there(self, key: str) -> frozenset[Id]:
        """The ids of an object and its parts, as they are to be."""
        thing = self.now.get(key)
        if thing is None:
            return frozenset()
        return self.memory.once(
            ("ids", self.major, key), (thing,),
            lambda: frozenset(i for i, _, _ in within((key,), thing, home_in(thing, self.major))),
        )  # fmt: skip
