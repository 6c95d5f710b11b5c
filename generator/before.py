"""A book as it was before more records were taken in: what its pages told that can be otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from generator.history import History, Moment, Told
from generator.lives import Life
from generator.relations import Relations
from generator.report import Report
from generator.side import Side
from generator.timeline import Leaf
from snapshot import model

Place = tuple[str, str]  # key of an object, path of a part
Stat = tuple[int, int]  # bytes, when it was last written


class Pages(msgspec.Struct):
    """What is known of the pages that were written of one database."""

    shared: Any  # what all of them tell
    asked: dict[str, frozenset[Place]] = {}  # path → what it asked for
    files: dict[str, Stat] = {}
    leaves: dict[str, Leaf] = {}  # path → what it tells, of those of the timeline
    rows: dict[str, dict[str, str]] = {}  # object → kind of part → its rows as CSV


class Standing(msgspec.Struct, frozen=True):
    """What pages tell of an object, as far as it can become another."""

    thing: model.Object
    gone: int | None
    events: int
    before: int | None  # when the one that had its key before was gone
    namesakes: tuple[tuple[str, int], ...]
    places: frozenset[str]  # paths of the parts that have a place on its page


class Before:
    """All objects of a history and what surrounded them, at one point of it."""

    def __init__(self, history: History, reports: Mapping[int, Report]) -> None:
        self.objects = standing(history)
        self.told: Told = history.told
        self.side = history.side or Side({})
        self.relations = Relations(dict(self.side.objects))
        self.found = found(history.good[-1:])
        self.moments = len(history.moments)
        self.latest = history.latest.number if history.latest else 0  # the last good one
        self.report = reports.get(self.latest)


def standing(history: History) -> dict[str, Standing]:
    """Every object that has a page, as it stands."""
    moved = history.lives.moved
    return {
        key: Standing(
            life.thing, life.gone, len(life.events), life.before.gone if life.before else None,
            tuple(moved.get(key, ())), places(life),
        )
        for key, life in history.lives.by_key.items()
    }  # fmt: skip


def places(life: Life) -> frozenset[str]:
    """The paths of the parts of an object that have a place on its page."""
    return frozenset(path for path in life.ages if path.count("/") < 2)


def found(moments: Iterable[Moment]) -> set[str]:
    """The objects that findings of some snapshots are about, open or just resolved."""
    return {
        finding.change.object
        for moment in moments
        for finding in (*moment.findings, *moment.waived, *moment.resolved)
    }
