"""Texts that follow a name: what is said of them hangs on what became of the thing.

A key that follows the new name of a table says nothing new; unless that table was dropped and made
anew in between, since then no number tells that it is the one that the key meant. So the places
that mention a thing in the step that renamed it have the events of that thing for their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from generator.between.places import had, place_of, places_of
from generator.changes import Change
from snapshot.codec import readable

if TYPE_CHECKING:
    from generator.between.families import Families, Happened


def couple(families: Families) -> None:
    """Give each strand the events of what it mentions, in the steps that renamed that."""
    for number, renamed in families.renamers.items():
        sources = [(at, _names(families, at, number)) for at in sorted(renamed)]
        for at, told in enumerate(families.told):
            for place, text in _texts(told, number):
                for source, names in sources:
                    told_so = text is None or any(name in text for name in names)
                    if source != at and told_so:
                        _join(families, at, place, source, number)


def _texts(told: Happened, number: int) -> Iterator[tuple[str, str | None]]:
    """The places of a life that a step changed or wrote anew, with what stood and stands there; of
    what only shows backwards, without."""
    for place, numbers in told.also.items():
        if number in numbers:
            yield place, None
    for each in (*told.changes.get(number, ()), *told.folds.get(number, ())):
        text = msgspec.json.encode([each.old, each.new]).decode()
        yield place_of(each.part, each.field), text


def _names(families: Families, at: int, number: int) -> set[str]:
    """What a thing and its renamed parts are called before and after a step, as JSON has it."""
    life = families.told[at].life
    there = (life.at(number), life.at(families.previous(number)))
    names = {version.thing.name for version in there if version and version.thing}
    for change in families.told[at].changes.get(number, ()):
        if change.action == "renamed" and change.part:
            names |= {str(change.old), readable(change.part.rpartition("/")[2])}
    return {msgspec.json.encode(name).decode()[1:-1] for name in names}


def _join(families: Families, at: int, place: str, source: int, number: int) -> None:
    strand = families.strand_of.get((at, place))
    if strand is None:
        return
    events = {*families.all[families.family_of[source]].whole}
    for change in families.told[source].changes.get(number, ()):
        if change.action == "renamed":
            for there in places_of(change):
                if found := families.strand_of.get((source, there)):
                    events |= {*found.events}
    strand.events = sorted({*strand.events, *events})


def silent(families: Families, number: int) -> bool:
    """Whether a step gave a name that another thing had before: what says that name may mean
    another thing now, and only backwards the differ sees it."""
    before = families.previous(number)
    for at in families.renamers.get(number, ()):
        now = families.told[at].life.at(number)
        family = families.all[families.family_of[at]].lives
        was = {
            version.key
            for other in family
            if other != at and (version := families.told[other].life.at(before)) and version.thing
        }
        changes = families.told[at].changes.get(number, ())
        if (now and now.key in was) or any(_took(families, at, before, c) for c in changes):
            return True
    return False


def _took(families: Families, at: int, before: int, change: Change) -> bool:
    """Whether a part got a name that another part had."""
    if change.action != "renamed" or not change.part:
        return False
    return had(families.told[at].life.at(before), change.part)
