"""The numbers behind the pictures of a history: how it grew, when it changed, what stood open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from statistics import median

import msgspec

from generator.ages import days
from generator.changes import SEVERITIES
from generator.history import Finding, History, Moment
from generator.moments import date
from generator.report import Report
from snapshot import model

KINDS = ("table", "column", "index")  # whose number is drawn over time
MOST_CHANGED = 10


class Point(msgspec.Struct, frozen=True):
    """A number as of a snapshot."""

    moment: Moment
    number: int


class Day(msgspec.Struct, frozen=True):
    """What the snapshots of one day told: `worst` is the gravest severity of its changes."""

    date: str
    moments: tuple[Moment, ...]
    changes: int
    worst: str | None

    @property
    def failed(self) -> bool:
        """No snapshot of that day succeeded."""
        return all(moment.failed for moment in self.moments)


class Load(msgspec.Struct, frozen=True):
    """The findings that were open from a snapshot on, by severity; None: nobody could tell."""

    moment: Moment
    open: Mapping[str, int] | None


class Resolved(msgspec.Struct, frozen=True):
    """How long findings of one severity were open, those that are resolved; in days."""

    severity: str
    number: int
    adopted: int  # of those, where the expectation gave way
    median: float
    longest: int
    open: int  # findings that are open still


class Changed(msgspec.Struct, frozen=True):
    """How often a table changed since it appeared."""

    key: str
    severities: Mapping[str, int]  # of its changes
    snapshots: int  # that changed it
    gone: bool

    @property
    def number(self) -> int:
        return sum(self.severities.values())


class DomainGrowth(msgspec.Struct, frozen=True):
    """The columns of a domain's tables, over the snapshots whose expectation had that domain."""

    name: str
    points: tuple[Point, ...]
    tables: tuple[int, int]  # found at the first of them, and at the last


class Trends:
    """All of them, of one history and the reports of its snapshots that succeeded; each is worked
    out once, and several pages show it."""

    def __init__(self, history: History, reports: Mapping[int, Report]) -> None:
        self.history = history
        self.moments = history.moments
        self.reports = [reports[number] for number in sorted(reports)]
        self._growth: dict[str, list[Point]] = {}

    def growth(self, kind: str) -> list[Point]:
        """How many there were at each snapshot that could read them."""
        if kind not in self._growth:
            self._growth[kind] = self._grown(kind)
        return self._growth[kind]

    def _grown(self, kind: str) -> list[Point]:
        return [
            Point(report.moment, report.counts.get(kind, 0))
            for report in self.reports
            if kind in report.blind.coverage.captured
        ]

    @cached_property
    def days(self) -> list[Day]:
        """The days that have snapshots, the oldest first."""
        found: dict[str, list[Moment]] = {}
        for moment in self.moments:
            found.setdefault(date(moment.header.at), []).append(moment)
        return [_day(at, moments) for at, moments in sorted(found.items())]

    @cached_property
    def drift(self) -> list[Load]:
        """What stood open after each snapshot."""
        return [Load(moment, _open(moment)) for moment in self.moments]

    @cached_property
    def resolved(self) -> list[Resolved]:
        """By severity, those that have any finding, open or resolved; the gravest first."""
        closed: dict[str, list[tuple[int, Finding]]] = {}
        for moment in self.moments:
            for finding in moment.resolved:
                open_ = days(finding.age.since, moment.header.at)
                closed.setdefault(finding.change.severity, []).append((open_, finding))
        latest = self.history.latest
        now = Counter(f.change.severity for f in latest.findings) if latest else Counter()
        return [
            _resolved(severity, closed.get(severity, []), now[severity])
            for severity in SEVERITIES
            if severity in closed or now[severity]
        ]

    @cached_property
    def median_days(self) -> float | None:
        """Of all findings that are resolved."""
        closed = [
            days(finding.age.since, moment.header.at)
            for moment in self.moments
            for finding in moment.resolved
        ]
        return median(closed) if closed else None

    @cached_property
    def oldest(self) -> list[Finding]:
        """The findings that are open in the latest snapshot, the oldest first."""
        latest = self.history.latest
        findings = latest.findings if latest else ()
        return sorted(
            findings,
            key=lambda f: (-f.age.days, SEVERITIES.index(f.change.severity), f.change.name),
        )

    @cached_property
    def most_changed(self) -> list[Changed]:
        """The tables with the most changes; that they appeared, or went, is none of these."""
        found = []
        for key, life in sorted(self.history.lives.by_key.items()):
            if not isinstance(life.thing, model.Table):
                continue
            told = [e for e in life.events if e.number not in (life.events[0].number, life.gone)]
            severities: Counter[str] = Counter(c.severity for event in told for c in event.changes)
            if severities:
                snapshots = sum(1 for event in told if event.changes)
                found.append(Changed(key, severities, snapshots, life.gone is not None))
        return sorted(found, key=lambda each: (-each.number, each.key))[:MOST_CHANGED]

    @cached_property
    def domains(self) -> list[DomainGrowth]:
        """The domains of the latest expectation."""
        seen: dict[str, list[tuple[Report, int, int]]] = {}
        for report in self.reports:
            for domain in report.domains:
                told = (report, domain.columns, domain.found)
                seen.setdefault(domain.name, []).append(told)
        latest = self.reports[-1].domains if self.reports else ()
        return [_domain(domain.name, seen[domain.name]) for domain in latest]


def _day(at: str, moments: Sequence[Moment]) -> Day:
    changes = [c for m in moments if m.difference is not None for c in m.difference.changes]
    worst = min((c.severity for c in changes), key=SEVERITIES.index, default=None)
    return Day(at, tuple(moments), len(changes), worst)


def _open(moment: Moment) -> Mapping[str, int] | None:
    if moment.failed or (moment.verdict == "cannot tell" and not moment.findings):
        return None
    found = Counter(finding.change.severity for finding in moment.findings)
    return {severity: found[severity] for severity in SEVERITIES}


def _resolved(severity: str, closed: list[tuple[int, Finding]], now: int) -> Resolved:
    lasted = [open_ for open_, _ in closed]
    return Resolved(
        severity, len(closed), sum(finding.adopted for _, finding in closed),
        median(lasted) if lasted else 0, max(lasted, default=0), now,
    )  # fmt: skip


def _domain(name: str, seen: list[tuple[Report, int, int]]) -> DomainGrowth:
    points = tuple(Point(report.moment, columns) for report, columns, _ in seen)
    return DomainGrowth(name, points, (seen[0][2], seen[-1][2]))
