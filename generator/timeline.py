"""The timeline of a database: snapshots and hand-written reports, the newest first, in pages.

The first page has the newest. Once there are more, all of them have a place on a page of their
year, which stays: a page of a year that is over is never written again.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from generator.claims import Judgement
from generator.history import Moment
from generator.links import Links, report_anchor
from generator.moments import date
from generator.sizes import MOST_ENTRIES

Entry = Moment | Judgement


class Leaf(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a year, or a part of it."""

    path: str
    label: str  # `2024`; of a later part `2024 (2)`; "" for what has no date
    entries: tuple[Entry, ...]  # the newest first
    newer: str | None = None  # the page that follows it
    older: str | None = None
    start: str  # the first of its anchors
    strays: tuple[str, ...] = ()  # anchors that are not between its start and that of the next

    @property
    def days(self) -> tuple[str, str]:
        """The day of its oldest entry and that of its newest."""
        return _day(self.entries[-1]), _day(self.entries[0])


def entries(moments: Sequence[Moment], claimed: Sequence[Judgement]) -> list[Entry]:
    """Both, the newest first; a report above the snapshots of its day, one without a date last."""
    dated = [each for each in claimed if each.report.date]
    found: list[Entry] = []
    for moment in reversed(moments):
        while dated and (dated[-1].report.date or "") >= date(moment.header.at):
            found.append(dated.pop())
        found.append(moment)
    return [*found, *reversed(dated), *(each for each in claimed if not each.report.date)]


def newest(told: Sequence[Entry]) -> Sequence[Entry]:
    """What the first page shows."""
    return told[:MOST_ENTRIES]


def leaves(told: Sequence[Entry], links: Links) -> tuple[Leaf, ...]:
    """The pages of the years, the newest first; none while all fit on the first page."""
    if len(told) <= MOST_ENTRIES:
        return ()
    years: dict[str, list[Entry]] = {}
    for entry in told:
        years.setdefault(_day(entry)[:4], []).append(entry)
    found = [leaf for year, of in years.items() for leaf in _of_year(year, of, links)]
    starts = sorted((leaf.start, leaf.path) for leaf in found)
    homes = {_anchor(entry): leaf.path for leaf in found for entry in leaf.entries}
    strays: dict[str, list[str]] = {}
    for anchor, path in sorted(homes.items()):
        if max(start for start in starts if start[0] <= anchor)[1] != path:
            strays.setdefault(path, []).append(anchor)
    return tuple(
        msgspec.structs.replace(
            leaf, strays=tuple(strays.get(leaf.path, ())),
            newer=found[at - 1].path if at else links.timeline(),
            older=found[at + 1].path if at + 1 < len(found) else None,
        )
        for at, leaf in enumerate(found)
    )  # fmt: skip


def _of_year(year: str, told: list[Entry], links: Links) -> list[Leaf]:
    """A year in parts, counted from its beginning, so that more entries leave these as they are."""
    found = []
    for part, end in enumerate(range(len(told), 0, -MOST_ENTRIES), 1):
        mine = tuple(told[max(0, end - MOST_ENTRIES) : end])
        name = year or "undated"
        found.append(Leaf(
            path=links.timeline(name if part == 1 else f"{name}-{part}"),
            label=year if part == 1 else f"{year} ({part})",
            entries=mine, start=min(map(_anchor, mine)),
        ))  # fmt: skip
    return found[::-1]


def _day(entry: Entry) -> str:
    """Its day; "" for a report without one."""
    return date(entry.header.at) if isinstance(entry, Moment) else entry.report.date or ""


def _anchor(entry: Entry) -> str:
    return report_anchor(entry.stem if isinstance(entry, Moment) else entry.report.stem)
