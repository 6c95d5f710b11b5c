"""Changes as they are shipped: each once, in the order of every list, with what may bring it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from generator import grouping
from generator.between.nets import Found
from generator.changes import Change
from generator.diff import order
from generator.lives import Version
from snapshot import model

NOWHERE = -1  # instead of the number of a strand

if TYPE_CHECKING:
    from generator.between.pieces import Line

Softer = tuple[str, str]  # severity and reason of what a change brings, where it is less grave


class Records:
    """Every change of some lives, each once."""

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


def ranked(found: Sequence[Found]) -> list[int]:
    """The place of each change in the order of all lists."""
    told = sorted(
        range(len(found)), key=lambda n: (*order(found[n].change), found[n].change.sentence, n)
    )
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

    def __init__(self, found: Sequence[Found], lines: Sequence[Line]) -> None:
        self.found = found
        self.lines = lines
        self.changes = [each.change for each in found]
        self.mains: dict[int, list[int]] = {}  # change → those that may have brought it
        about: dict[str, list[int]] = defaultdict(list)
        for at, line in enumerate(lines):
            for name in line.names:
                about[name].append(at)
        extensions = [name for name in about if name.startswith("extensions/")]
        for at, line in enumerate(lines):
            more = extensions if self.changes[at].field == "type" else ()
            near = {main for name in (*line.near, *more) for main in about.get(name, ())} - {at}
            if mains := sorted(main for main in self._meeting(near, at) if self._brings(main, at)):
                self.mains[at] = mains

    def _meeting(self, near: Iterable[int], at: int) -> list[int]:
        """Of one object, only places that have to do with each other."""
        life, strand = self.found[at].life, self.lines[at].strand
        return [
            main
            for main in near
            if self.found[main].life != life or self.lines[main].strand in (strand, NOWHERE)
            or strand == NOWHERE
        ]  # fmt: skip

    def _brings(self, main: int, at: int) -> bool:
        one, other = self.found[main], self.found[at]
        old = {**objects(other.old), **objects(one.old)}
        new = {**objects(other.new), **objects(one.new)}
        return grouping.brings(one.change, other.change, old, new)

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


def objects(version: Version | None) -> dict[str, model.Object]:
    """A state with nothing but this in it."""
    if version is None or version.thing is None:
        return {}
    return {version.key: version.thing}


def may_bring(change: Change) -> bool:
    """Most changes bring nothing; `grouping` has the rules."""
    if change.part.startswith(("columns/", "check_")):
        return True
    if not change.field:
        return change.action in ("added", "removed")
    return change.field in ("schema", "enforced", "deferrable")
