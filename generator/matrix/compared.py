"""All comparisons of several sources: for each place who knows it, and who agrees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from generator import overrides, unsaid
from generator.changes import SEVERITIES, Change
from generator.language import gettext
from generator.matrix import counterparts, paired
from generator.matrix.asserted import Asserted
from generator.matrix.counterparts import Classes, Node
from generator.matrix.paired import DATABASE, Found
from generator.matrix.sources import Source
from generator.numbers import class_of
from generator.side import Side
from snapshot import model, scope

Place = tuple[Node, str]


class Compared:
    """All comparisons of some sources."""

    def __init__(self, sources: tuple[Source, ...], severities: overrides.Overrides) -> None:
        self.sources = paired.spelled(sources)
        self.severities = severities
        self.states = [n for n, each in enumerate(sources) if each.side is not None]
        self.told = [n for n, each in enumerate(sources) if each.told is not None]
        self.pairs = {
            (old, new): self._compared(old, new)
            for new in self.states
            for old in (*self.states, *self.told)
            if old in self.told or old < new
        }
        self._reversed: dict[tuple[int, int], Found] = {}
        self._classes = self._one()
        self._at: dict[Place, dict[tuple[int, int], Change]] = {}
        for place, old, new, change in self.places():
            self._at.setdefault(place, {})[old, new] = change

    def _compared(self, old: int, new: int) -> Found:
        return paired.compare(self.sources, old, new, self.severities, self.one_database)

    @cached_property
    def one_database(self) -> bool:
        return len({self.side(n).database or n for n in self.states}) == 1

    def side(self, n: int) -> Side:
        side = self.sources[n].side
        assert side is not None
        return side

    def name(self, n: int) -> str:
        return self.sources[n].name

    def voices(self, group: Iterable[int]) -> int:
        return len({self.sources[n].origin for n in group})

    @property
    def folds(self) -> int:
        return sum(found.folds for found in self.pairs.values())

    # Who is whom

    def _one(self) -> Classes:
        classes = Classes()
        touched: set[Node] = set()
        for found in self.pairs.values():
            for change in found.changes:
                nodes = found.ends.of(change)
                touched.update(nodes)
                for node in [*nodes]:  # and what it lies in
                    touched.update((node[0], node[1], path) for path in self._around(node))
                if len(nodes) == 2:
                    classes.join(*nodes)
        renamed = [found for found in self.pairs.values() if found.ends.there.objects]
        for found in (*renamed, *self.pairs.values()):
            for node in sorted(touched):
                if node[0] in (found.ends.namer, found.ends.other) and self.is_there(node):
                    across = found.ends.across(node)
                    if self.is_there(across):
                        classes.join(node, across)
        return classes

    def _around(self, node: Node) -> Iterator[str]:
        yield ""
        if node[2]:
            yield from counterparts.parents(class_of(node[1]), node[2])

    def is_there(self, node: Node) -> bool:
        """Whether a source has a thing; an expectation may have it when it speaks of its object."""
        source, key, part = node
        if (side := self.sources[source].side) is None:
            told = (self.sources[source].told or {}).get(key)
            return told is not None and told.exists
        thing = side.objects.get(key)
        return thing is not None and (not part or counterparts.has(thing, part))

    def home(self, node: Node) -> Node:
        """The node that stands for all objects that are one with that of a node."""
        return self._classes.root((node[0], node[1], ""))

    def objects(self) -> Iterator[Node]:
        """Every object of every state, once for each key; `home` tells who was renamed."""
        first: dict[str, int] = {}
        for n in self.states:
            for key, thing in self.side(n).objects.items():
                if model.kind_name(type(thing)) != DATABASE:
                    first.setdefault(key, n)
        yield from ((n, key, "") for key, n in first.items())

    def at(self, source: int, node: Node) -> Node | None:
        """The same thing in a source; None where it is not there."""
        return self._classes.members(node).get(source)

    def held(self, group: Iterable[int], place: Place) -> Node | None:
        """What sources that agree have at a place; None when the thing is not there."""
        for n in group:
            if n in self.states:
                return self.at(n, place[0])
        for (old, _), change in self._at[place].items():
            if old in group:
                return None if change.action == "added" else self.at(old, place[0]) or place[0]
        return place[0]

    def things(self, node: Node) -> Iterator[model.Object]:
        """The object that a node is of, in any state that has it."""
        for n in (node[0], *self.states):
            side, home = self.sources[n].side, self.at(n, (node[0], node[1], ""))
            if side is not None and home is not None and home[1] in side.objects:
                yield side.objects[home[1]]

    # Places

    def places(self) -> Iterator[tuple[Place, int, int, Change]]:
        """Every change of every comparison, with its place."""
        for (old, new), found in self.pairs.items():
            for change in found.changes:
                yield self._place(found, change), old, new, change

    def _place(self, found: Found, change: Change) -> Place:
        whole = change.action == "renamed" and (change.part or not change.field)
        root = self._classes.root(found.ends.of(change)[0])
        return root, "" if whole else change.field

    @property
    def rows(self) -> list[Place]:
        """The places of changes that stand for themselves somewhere."""
        found = {
            self._place(each, change): None
            for each in self.pairs.values()
            for change in each.changes
            if id(change) in each.main
        }
        return list(found)

    def silent(self, source: int, place: Place) -> str | None:
        """Why a source has no voice at a place; None when it has one."""
        told = self.sources[source]
        if told.missing:
            return gettext("it could not be had")
        if told.side is None:
            return None if self._asserts(source, place) else gettext("not asserted")
        node, field = place
        kind = next(iter(self._at[place].values())).kind
        coverage = told.side.coverage
        if coverage.built and not unsaid.says(kind, field):
            return gettext("what builds it does not say")
        if kind in self._unread(source):
            return gettext("not read")
        if not scope.holds(node[1], coverage.include, coverage.ignored):
            return gettext("out of its scope")
        around = [(node[0], node[1], path) for path in self._around(node) if node[2]]
        around += [node] if field else []
        if any(self.at(source, each) is None for each in around):
            if field:
                return gettext("it is not there")
            return gettext("what it belongs to is not there")
        return None

    def _unread(self, source: int) -> set[str]:
        """Kinds that a state did not read, and another did."""
        coverage = self.side(source).coverage
        others = {kind for n in self.states for kind in self.side(n).coverage.captured}
        return (others - {*coverage.captured}) | {*coverage.not_permitted}

    def _asserts(self, source: int, place: Place) -> bool:
        """Whether an expectation says anything of a place: it finds something there, or would."""
        if any(old == source for old, _ in self._at[place]):
            return True
        if any({old, new} <= {*self.states} for old, new in self._at[place]):
            return False  # where states differ, it would have found one of them otherwise
        node, field = place
        mine = self.at(source, node) or node
        return any(each(mine[1], mine[2], field) for each in self._asserted[source])

    @cached_property
    def _asserted(self) -> dict[int, list[Asserted]]:
        return {
            n: [Asserted(self.sources[n].told or {}, self.side(s).objects) for s in self.states]
            for n in self.told
        }

    def agree(self, one: int, other: int, place: Place) -> bool:
        """Whether two sources that know a place have the same there."""
        at = self._at[place]
        if {one, other} <= {*self.told}:
            found = [{new: c for (old, new), c in at.items() if old == n} for n in (one, other)]
            if any((n in found[0]) != (n in found[1]) for n in self.states):
                return False
            return all(found[0][n].old == found[1][n].old for n in found[0])
        if (one, other) not in at and (other, one) not in at:
            return True
        told, state = (one, other) if one in self.told else (other, one)
        return told in self.told and self._by_another(told, state, place)

    def _by_another(self, told: int, state: int, place: Place) -> bool:
        """Whether an expectation agrees with a state that has the same as this one.

        Of one state the scratch server may have been asked what its own words mean, and not of
        another.
        """
        at = self._at[place]
        return any(
            (told, n) not in at and (min(n, state), max(n, state)) not in at
            for n in self.states
            if n != state and not self.silent(n, place)
        )

    def value(self, source: int, place: Place) -> Any:
        """What a source has at a field, as the comparisons told it."""
        for (old, new), change in self._at[place].items():
            if source in (old, new):
                renamed = change.action == "renamed" and old in self.told
                return change.old if (source == old) != renamed else change.new
        return None

    def worst(self, place: Place, most: Iterable[int], others: Iterable[int]) -> Change:
        """The change that tells how bad it is: from the majority to those who are odd, if any."""
        at = self._at[place]
        toward = [
            change
            for old in most
            for new in others
            for change in [at.get((old, new)) or self._back(place, old, new)]
            if change is not None
        ]
        found = toward or list(at.values())
        return min(found, key=lambda change: SEVERITIES.index(change.severity))

    def _back(self, place: Place, old: int, new: int) -> Change | None:
        """The change at a place from one state to another that stands before it."""
        if old not in self.states or new not in self.states:
            return None
        if (old, new) not in self._reversed:
            self._reversed[old, new] = self._compared(old, new)
        found = self._reversed[old, new]
        return next((c for c in found.changes if self._place(found, c) == place), None)
