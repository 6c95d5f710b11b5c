"""What differs between two snapshots, for each span of steps in which a strand changed.

Within one step it is what the step said. Over several it is found by the differ, from the objects
as they were at both ends, with whatever got another name in between. Backwards, nothing is known
from the steps, so all is found by the differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from generator.between.coupling import silent
from generator.between.families import Families, Family, Strand
from generator.between.places import by_old_key, had, place_in, places_of
from generator.changes import Change
from generator.diff import diff
from generator.lives import Version, parts_of
from generator.side import Side
from snapshot import model
from snapshot.records import Coverage

MOST = 20  # steps of one strand; of one that has more, only single steps are told
_ALL = tuple(sorted({*map(model.kind_name, model.kinds().values()), *model.parts()}))

Span = tuple[int, int]  # the first and the last step in it, as their snapshots


class Found(msgspec.Struct, frozen=True):
    """A change between two snapshots, and the life that it is about at both ends."""

    change: Change
    life: int
    old: Version | None
    new: Version | None


Flat = list[Any]  # the fields of some `Found`, one after the other: quickly written to a shelf


def flat(found: Iterable[Found]) -> Flat:
    return [field for each in found for field in (each.change, each.life, each.old, each.new)]


def unfolded(fields: Flat) -> list[Found]:
    each = iter(fields)
    return [Found(*four) for four in zip(each, each, each, each, strict=True)]


class Nets:
    """The differences of one history, forwards or backwards."""

    def __init__(
        self, families: Families, back: bool = False, known: dict[int, Flat] | None = None
    ) -> None:  # fmt: skip
        self.families = families
        self.back = back
        self.history = families.history
        self._previous = {
            moment.number: moment.previous
            for moment in self.history.good
            if moment.previous is not None
        }
        self._bare = {moment.number: self._empty(moment.number) for moment in self.history.good}
        self._touched: dict[int, list[int]] = defaultdict(list)  # step → the lives it touched
        for at, told in enumerate(families.told):
            for number in sorted(told.numbers):
                self._touched[number].append(at)
        self._changing = Strand(
            frozenset((at, place) for at, some in enumerate(families.places) for place in some)
        )
        self.known: dict[int, Flat] = {} if known is None else known  # by the differ, of a step
        self._single: dict[int, list[Found]] = {}

    def _empty(self, number: int) -> Side:
        header = self.history.moments[number].header
        return Side(
            {}, {}, header.server, header.coverage, header.database,
            state=header.digests.state if header.digests else None,
            spellings=self.history.spellings,
        )  # fmt: skip

    def ends(self, span: Span) -> tuple[int, int]:
        """The snapshots that a span lies between: older and newer, or backwards."""
        before, after = self._previous[span[0]], span[1]
        return (after, before) if self.back else (before, after)

    def step(self, number: int) -> list[Found]:
        """All that one step says."""
        if number not in self._single:
            fields = self.compared(number)
            self._single[number] = (
                list(self._said(number)) if fields is None else unfolded(fields)
            )  # fmt: skip
        return self._single[number]

    def compared(self, number: int) -> Flat | None:
        """The same where the differ finds it; None where it is what was said of each life."""
        span = (number, number)
        if not self.back and self._coverage(*self.ends(span)) is None:
            return None
        if number not in self.known:
            if self.back and silent(self.families, number):
                self.known[number] = self._differ(span, range(len(self.families.told)))
            else:
                lives = self._touched[number]
                steady = {at for at in lives if number not in self._whole(at)}
                self.known[number] = self._differ(span, lives, self._changing, steady)
        return self.known[number]

    def _said(self, number: int) -> Iterator[Found]:
        old, new = self.ends((number, number))
        for at in self._touched[number]:
            told = self.families.told[at]
            for change in told.changes.get(number, ()):
                yield Found(change, at, told.life.at(old), told.life.at(new))

    def unheard(self) -> Iterator[tuple[int, int, str]]:
        """What steps say of places that nobody knew they touched: snapshot, life, place."""
        for number in sorted(self._touched):
            if number not in self._previous:
                continue
            for found in self.step(number):
                for place in places_of(found.change)[:1]:
                    strand = self.families.strand_of.get((found.life, place))
                    if strand is None or number not in strand.events:
                        yield number, found.life, place

    def of_strand(self, family: Family, strand: Strand) -> dict[Span, list[Found]]:
        """Span → what differs in a strand, over several steps; none when there are too many."""
        if len(strand.events) > MOST:
            return {}
        found = {}
        for span in _spans(strand.events):
            told = unfolded(self._differ(span, family.lives, strand))
            found[span] = [each for each in told if self.lies_in(each, strand)]
        return found

    def of_family(self, family: Family) -> dict[Span, list[Found]]:
        """The same of a whole family, where one of it came, went or got another name."""
        events = family.events
        whole = {*family.whole}
        spans = [
            span for span in _spans(events) if any(span[0] <= n <= span[1] for n in whole)
        ]  # fmt: skip
        if len(spans) > MOST * (MOST - 1) // 2 and len(whole) > 1:
            return {}
        return {span: unfolded(self._differ(span, family.lives)) for span in spans}

    def _whole(self, at: int) -> list[int]:
        return self.families.all[self.families.family_of[at]].whole

    @staticmethod
    def lies_in(found: Found, strand: Strand) -> bool:
        """Whether a change is about a place of a strand."""
        return any((found.life, place) in strand.places for place in places_of(found.change))

    def _differ(
        self, span: Span, lives: Iterable[int], strand: Strand | None = None,
        steady: set[int] | None = None,
    ) -> Flat:  # fmt: skip
        """The real differ on these lives, and on what got another name in between.

        With a strand, they, or only the steady of them, are cut down to it. Between records that
        do not change it is found once, and kept with the history: as long as no later record
        tells of more places in them, of more that had another name, or of another server.
        """
        wanted = {*lives}
        of = None if strand in (None, self._changing) else strand.places
        cut = None if steady is None else frozenset(steady)
        named = self.families.named_between(*sorted(self.ends(span)))
        numbered = self.families.numbered
        seen = [self.families.places[at] for at in sorted(wanted)] if strand and numbered else ()
        key = (
            self.back, span, frozenset(wanted), strand is None, of, cut, frozenset(named), numbered,
            tuple(map(frozenset, seen)),
        )  # fmt: skip
        if key not in self.history.spans:
            found = self._differing(span, wanted, named, strand, steady)
            self.history.spans[key] = flat(found)
        known: Flat = self.history.spans[key]
        return known

    def _differing(
        self, span: Span, wanted: set[int], named: set[int], strand: Strand | None,
        steady: set[int] | None,
    ) -> list[Found]:  # fmt: skip
        old, new = self.ends(span)
        narrow = strand if self.families.numbered else None
        cut = wanted if steady is None else steady
        left, right = (
            self._side(end, sorted(wanted | named), cut - named, narrow) for end in (old, new)
        )
        if coverage := self._coverage(old, new):
            left, right = (
                msgspec.structs.replace(side, coverage=_seen(side.coverage, coverage))
                for side in (left, right)
            )
        told = diff(left, right, grouped=False)
        was, now = self._keys(old, wanted), self._keys(new, wanted)
        found = []
        for change in told.apart:
            at = now.get(change.object)
            if by_old_key(change) and not self._lost(at, change, old):
                at = was.get(change.object)
            if at is not None:
                life = self.families.told[at].life
                found.append(Found(change, at, life.at(old), life.at(new)))
        return found

    def _lost(self, at: int | None, change: Change, old: int) -> bool:
        """Whether it is of this life that a change tells which partition it lost."""
        return at is not None and had(self.families.told[at].life.at(old), change.part)

    def _coverage(self, old: int, new: int) -> tuple[str, ...] | None:
        """Every kind, where the two saw different ones: who compares leaves out what one lacks."""
        same = self._bare[old].coverage == self._bare[new].coverage
        return None if same else _ALL

    def _side(
        self, number: int, lives: Iterable[int], cut: set[int], strand: Strand | None
    ) -> Side:
        objects, identity = {}, {}
        for at in lives:
            version = self.families.told[at].life.at(number)
            if version is None or version.thing is None:
                continue
            objects[version.key] = version.thing
            if strand is not None and at in cut:
                objects[version.key] = self._narrowed(version.thing, at, strand)
            if version.identity is not None:
                identity[version.key] = version.identity
        return msgspec.structs.replace(
            self._bare[number], objects=dict(sorted(objects.items())), identity=identity
        )

    def _narrowed(self, thing: model.Object, at: int, strand: Strand) -> model.Object:
        """An object without what other strands are about, and the columns that never changed.

        Nothing that is said of a strand depends on these (`places.related`).
        """
        touched = self.families.places[at]
        kept: dict[str, Any] = {}
        for field, (cls, parts) in parts_of(thing).items():
            single = model.is_single(type(thing), field)
            stays = [
                part
                for part in parts
                if (at, place := place_in(field, part, single)) in strand.places
                or (place not in touched and not cls.ORDERED)
            ]
            if len(stays) < len(parts):
                kept[field] = None if single else tuple(stays)
        return msgspec.structs.replace(thing, **kept) if kept else thing

    def _keys(self, number: int, lives: Iterable[int]) -> dict[str, int]:
        found = {}
        for at in lives:
            version = self.families.told[at].life.at(number)
            if version is not None and version.thing is not None:
                found[version.key] = at
        return found


def _spans(events: list[int]) -> Iterator[Span]:
    """Every span of several of these steps."""
    for at, first in enumerate(events):
        for last in events[at + 1 :]:
            yield first, last


def _seen(coverage: Coverage, kinds: tuple[str, ...]) -> Coverage:
    return msgspec.structs.replace(
        coverage, captured=kinds, not_permitted={}, not_on_version=()
    )  # fmt: skip
