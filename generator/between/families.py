"""Which changes of a history can be told apart, and which must be looked at together.

A *family* holds the objects of which one may be taken for another: those that had one key at
different times, and a table with what it was a partition of. A *strand* is a set of places in a
family (a column with the indexes that mention it, or the object's own fields) whose changes alter
what is said of one another. So what differs between two snapshots is, strand by strand, what the
one step said in which it changed; only where a strand changed in several steps is there more to
find out. Where an object came, went or got another name in between, its family is one strand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from generator.between.coupling import couple
from generator.between.kept import kept
from generator.between.places import WHOLE, by_old_key, had, mixed, places_of, related, unordered
from generator.changes import Change, Fold
from generator.history import History
from generator.lives import Life, Version

Told = dict[int, list[Change]]  # snapshot → what the step to it said


@dataclass
class Strand:
    """Places that are looked at together, and the snapshots that changed something there."""

    places: frozenset[tuple[int, str]]  # number of a life, and a place in it
    events: list[int] = field(default_factory=list)


@dataclass
class Family:
    """Lives that may be taken for one another."""

    lives: list[int]
    strands: list[Strand] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)  # snapshots at which it is one strand

    @property
    def events(self) -> list[int]:
        return sorted({number for strand in self.strands for number in strand.events})


@dataclass
class Happened:
    """What the steps said of one life."""

    life: Life
    changes: Told = field(default_factory=lambda: defaultdict(list))
    folds: dict[int, list[Fold]] = field(default_factory=lambda: defaultdict(list))
    whole: set[int] = field(default_factory=set)

    also: dict[str, set[int]] = field(default_factory=dict)  # by place: only said backwards

    @property
    def numbers(self) -> set[int]:
        return {*self.changes, *self.folds, *self.whole}

    @property
    def extent(self) -> tuple[Any, ...]:
        """What tells whether it is as it was in an earlier build. Versions, and what steps said,
        only ever get more: how many there are says which."""
        also = ((place, *sorted(numbers)) for place, numbers in self.also.items())
        return (*self.said, tuple(sorted(self.whole)), tuple(also))

    @property
    def said(self) -> tuple[int, int, int]:
        """The same of what the steps said themselves."""
        changes, folds = (sum(map(len, said.values())) for said in (self.changes, self.folds))
        return len(self.life.versions), changes, folds


class Groups:
    """A partition of things that grows coarser."""

    def __init__(self) -> None:
        self._parent: dict[object, object] = {}

    def of(self, thing: object) -> object:
        while (parent := self._parent.get(thing, thing)) != thing:
            self._parent[thing] = thing = self._parent.get(parent, parent)
        return thing

    def join(self, one: object, other: object) -> None:
        one, other = self.of(one), self.of(other)
        if one != other:
            self._parent[other] = one


class Families:
    """All families of a history, with what happened to each life."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.told = [Happened(life) for life in history.lives.all]
        self.first = history.good[0].number if history.good else 0
        self.renamers: dict[int, set[int]] = defaultdict(set)  # snapshot → lives with new names
        self.places: list[set[str]] = [set() for _ in self.told]  # of each life, where it changed
        self._groups = Groups()
        self._at = {
            (version.number, version.key, version.thing is not None): at
            for at, told in enumerate(self.told)
            for version in told.life.versions
        }
        self._read_steps()
        self._read_versions()
        self.settle()

    def settle(self, also: Iterable[tuple[int, int, str]] = ()) -> None:
        """Make the families; `also` are further events: the snapshot, the life, the place."""
        for number, at, place in also:
            self.told[at].also.setdefault(place, set()).add(number)
        self._extents = [told.extent for told in self.told]
        self._outlines: dict[int, tuple[Any, ...]] = {}  # of a family, by its first life
        self.all = self._families()
        found = [strand for family in self.all for strand in family.strands]
        self.strand_of = {spot: strand for strand in found for spot in strand.places}
        self.family_of = {life: f for f, family in enumerate(self.all) for life in family.lives}
        couple(self)

    def _read_steps(self) -> None:
        """Give each change and fold of each step to the life that it is about."""
        for moment in self.history.good[1:]:
            found, number = moment.difference, moment.number
            if found is None:
                continue
            for change in found.apart:
                at = self._life_of(number, change)
                if at is None:
                    continue
                self.told[at].changes[number].append(change)
                if change.action == "renamed" or (change.kind, change.field) == (
                    "extension", "schema",
                ):  # fmt: skip
                    self.renamers[number].add(at)
                self._attach(at, number, change)
            for fold in found.folds:
                if (at := self._at.get((number, fold.object, True))) is not None:
                    self.told[at].folds[number].append(fold)

    def _life_of(self, number: int, change: Change) -> int | None:
        """Which life a change of a step is about; None for what neither side lists."""
        if change.kind == "partition" and by_old_key(change):
            before = self.previous(number)
            at = self._at.get((number, change.object, True))
            if at is not None and had(self.told[at].life.at(before), change.part):
                return at
            there = (
                at
                for at, told in enumerate(self.told)
                if (was := told.life.at(before)) and was.thing and was.key == change.object
            )
            return next(there, None)
        return self._at.get((number, change.object, not by_old_key(change)))

    def previous(self, number: int) -> int:
        """The good snapshot before one; -1 when there is none."""
        previous = self.history.moments[number].previous
        return -1 if previous is None else previous

    def _attach(self, at: int, number: int, change: Change) -> None:
        """A table that became a partition, or a partition that became a table, is in its family."""
        if change.kind != "partition" or change.action not in ("added", "removed"):
            return
        for key in (change.old, change.new):
            for there in (False, True):
                if isinstance(key, str) and (number, key, there) in self._at:
                    other = self._at[number, key, there]
                    self._groups.join(at, other)
                    self.told[at].whole.add(number)
                    self.told[other].whole.add(number)

    def _read_versions(self) -> None:
        """Where a life came, went, got another key, or changed without a step that could see it."""
        good = self.history.good
        blind = {
            new.number for old, new in pairwise(good) if old.header.coverage != new.header.coverage
        }
        by_key: dict[str, int] = {}
        for at, told in enumerate(self.told):
            last = None
            for version in told.life.versions:
                self._groups.join(by_key.setdefault(version.key, at), at)
                if last is None or _came_or_went(last, version):
                    told.whole.add(version.number)
                elif version.number in blind and last.thing != version.thing:
                    told.whole.add(version.number)  # of kinds that were not captured before
                if last is not None and last.key != version.key:
                    self.renamers[version.number].add(at)
                last = version
            told.whole |= {
                number
                for number, changes in told.changes.items()
                if any(not change.part and not change.field for change in changes)
            }
            if self._unordered(at, told) or (not self.numbered and mixed(told.changes)):
                told.whole |= told.numbers

    def _unordered(self, at: int, told: Happened) -> bool:
        return kept(
            self.history, ("unordered", at), told.said,
            lambda: unordered(told.life, told.changes, told.folds),
        )  # fmt: skip

    def _related(self, at: int) -> list[tuple[str, str]]:
        """The places of a life that have to do with each other."""
        told = self.told[at]
        return kept(
            self.history, ("related", at, bool(told.also)), self._extents[at],
            lambda: list(related(told.life, self.places[at], told.changes)),
        )  # fmt: skip

    def outline(self, family: Family) -> tuple[Any, ...]:
        """What tells whether a family and its strands are as they were in an earlier build."""
        if family.lives[0] not in self._outlines:
            self._outlines[family.lives[0]] = (
                tuple(family.lives), *(self._extents[at] for at in family.lives),
                *(tuple(strand.events) for strand in family.strands),
            )  # fmt: skip
        return self._outlines[family.lives[0]]

    @cached_property
    def numbered(self) -> bool:
        """Whether the server's own numbers tell who is who from the first snapshot to the last."""
        servers = [moment.header.server for moment in self.history.good]
        return all(a is not None and a.same_database(b) for a, b in pairwise(servers))

    def _families(self) -> list[Family]:
        members: dict[object, list[int]] = defaultdict(list)
        for at in range(len(self.told)):
            members[self._groups.of(at)].append(at)
        return [self._family(lives) for lives in members.values()]

    def _family(self, lives: list[int]) -> Family:
        found = Family(lives)
        strands: dict[object, Strand] = {}
        groups = Groups()
        touched: dict[tuple[int, str], set[int]] = defaultdict(set)
        for at in lives:
            for place, number in self._touched(self.told[at]):
                touched[at, place].add(number)
                self.places[at].add(place)
            for one, other in self._related(at):
                groups.join((at, one), (at, other))
        for spot, numbers in touched.items():
            root = groups.of(spot)
            strand = strands.setdefault(root, Strand(frozenset()))
            strand.places |= {spot}
            strand.events = sorted({*strand.events, *(n for n in numbers if n > self.first)})
        whole = {n for at in lives for n in self.told[at].whole}
        found.whole = sorted(n for n in whole if n > self.first)
        found.strands = [strand for strand in strands.values() if strand.events]
        return found

    def _touched(self, told: Happened) -> Iterator[tuple[str, int]]:
        for number in told.whole:
            yield WHOLE, number
        for place, numbers in told.also.items():
            for number in numbers:
                yield place, number
        things: Iterable[tuple[int, list[Change] | list[Fold]]]
        for things in (told.changes.items(), told.folds.items()):
            for number, changes in things:
                for change in changes:
                    for place in places_of(change):
                        yield place, number

    def named_between(self, after: int, until: int) -> set[int]:
        """The lives that got other names in them in a span of snapshots, with their families."""
        numbers = sorted(self.renamers)
        span = numbers[bisect_right(numbers, after) : bisect_right(numbers, until)]
        families = {self.family_of[at] for number in span for at in self.renamers[number]}
        return {at for family in families for at in self.all[family].lives}


def _came_or_went(last: Version, now: Version) -> bool:
    """Whether it is there now and was not, or the other way, or has another key."""
    return (last.thing is None) != (now.thing is None) or last.key != now.key
