"""Changes as they are shipped: each once, in the order of every list, with what may bring it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import msgspec

from generator import grouping
from generator.between.families import Families
from generator.between.nets import Found
from generator.between.places import places_of
from generator.changes import Change
from generator.diff import order
from generator.lives import Version
from snapshot import model

Softer = tuple[str, str]  # severity and reason of what a change brings, where it is less grave


class Records:
    """Every change of a history, each once."""

    def __init__(self) -> None:
        self.all: list[Found] = []
        self._known: dict[bytes, int] = {}

    def add(self, found: Found) -> int:
        """The number of a change; the same for all that say the same."""
        change = found.change
        mark = msgspec.json.encode((
            found.life, change.object, change.kind, change.part, change.field, change.action,
            change.old, change.new, change.sentence, change.reason,
            [(hazard.kind, hazard.detail) for hazard in change.hazards], _about(found),
        ))  # fmt: skip
        number = self._known.setdefault(mark, len(self.all))
        if number == len(self.all):
            self.all.append(found)
        return number

    def ranked(self) -> list[int]:
        """Number → its place in the order of all lists."""
        told = sorted(
            range(len(self.all)),
            key=lambda n: (*order(self.all[n].change), self.all[n].change.sentence, n),
        )  # fmt: skip
        places = [0] * len(told)
        for place, number in enumerate(told):
            places[number] = place
        return places


def _about(found: Found) -> list[object]:
    """What else the rules of grouping look at: keys, owners of sequences, parents, defaults."""
    told: list[object] = []
    for version in (found.old, found.new):
        thing = None if version is None else version.thing
        told.append(version.key if version is not None and thing is not None else None)
        if isinstance(thing, model.Sequence | model.Statistics):
            told.append(thing)
        told.append(getattr(thing, "inherits", None))
        if found.change.field == "identity":
            told.append([(c.name, c.default) for c in getattr(thing, "columns", ())])
    return told


class Brought:
    """Which change is made by the same statement as another, where both are there."""

    def __init__(self, records: Records, families: Families) -> None:
        self.lives = [found.life for found in records.all]
        self.strands = [
            families.strand_of.get((found.life, places_of(found.change)[0]))
            for found in records.all
        ]
        self.changes = [found.change for found in records.all]
        self.old = [_objects(found.old) for found in records.all]
        self.new = [_objects(found.new) for found in records.all]
        self.mains: dict[int, list[int]] = {}  # change → those that may have brought it
        about = self._about()
        extensions = {name for name in about if name.startswith("extensions/")}
        for at, change in enumerate(self.changes):
            names = grouping.near(change, self.old[at], self.new[at])
            if change.field == "type":
                names |= extensions
            near = {main for name in names for main in about.get(name, ())} - {at}
            near = {main for main in near if self._may_meet(main, at)}
            if found := sorted(main for main in near if self._brings(main, at)):
                self.mains[at] = found

    def _about(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, change in enumerate(self.changes):
            if _may_bring(change):
                for name in grouping.names(change.object, self.old[at], self.new[at]):
                    found[name].append(at)
        return found

    def _may_meet(self, main: int, at: int) -> bool:
        """Of one object, only places that have to do with each other."""
        here, there = self.strands[main], self.strands[at]
        return self.lives[main] != self.lives[at] or None in (here, there) or here is there

    def _brings(self, main: int, at: int) -> bool:
        return grouping.brings(
            self.changes[main], self.changes[at], {**self.old[at], **self.old[main]},
            {**self.new[at], **self.new[main]},
        )  # fmt: skip

    def softened(self) -> dict[tuple[int, int], Softer]:
        """(What began it, what came of it) → how grave that is, where it is less so than alone."""
        found: dict[tuple[int, int], Softer] = {}
        for at in self.mains:
            for main in self._beginners(at):
                told = grouping.softened(self.changes[main], self.changes[at])
                if told is not self.changes[at]:
                    found[main, at] = (told.severity, told.reason)
        return found

    def _beginners(self, at: int) -> set[int]:
        """All that may have begun a change, directly or through others."""
        seen, waiting = set[int](), [at]
        while waiting:
            for main in self.mains.get(waiting.pop(), ()):
                if main not in seen:
                    seen.add(main)
                    waiting.append(main)
        return seen - {at}


def _objects(version: Version | None) -> dict[str, model.Object]:
    if version is None or version.thing is None:
        return {}
    return {version.key: version.thing}


def _may_bring(change: Change) -> bool:
    """Most changes bring nothing; `grouping` has the rules."""
    if change.part.startswith(("columns/", "check_")):
        return True
    if not change.field:
        return change.action in ("added", "removed")
    return change.field in ("schema", "enforced", "deferrable")
