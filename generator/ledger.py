"""Findings and waivers over a whole history: open, resolved, back again; valid, ended, unused."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from generator import waiving
from generator.ages import days
from generator.changes import SEVERITIES, fingerprint
from generator.history import Finding, History, Moment
from generator.terms import Term
from snapshot.waivers import Waiver

SOON = 30  # days before its end from which a waiver is about to end
State = Literal["in force", "ending soon", "expired", "unused"]


class Closed(msgspec.Struct, frozen=True):
    """A finding that is no more, and the snapshot that no longer showed it."""

    finding: Finding
    moment: Moment

    @property
    def days(self) -> int:
        """Of the calendar, for which it was open."""
        return days(self.finding.age.since, self.moment.header.at)


class Flapping(msgspec.Struct, frozen=True):
    """A finding that was open more than once: the last time, and each time that ended."""

    finding: Finding
    closed: tuple[Closed, ...]
    open: bool

    @property
    def times(self) -> int:
        return len(self.closed) + self.open


class Accepted(msgspec.Struct, frozen=True):
    """A waiver in the expectation of the latest snapshot."""

    waiver: Waiver
    state: State
    since: int  # the snapshot whose expectation first had it
    days: int  # for which it is there, as of the latest snapshot
    left: int  # days until its end; negative when that is over
    findings: tuple[Finding, ...]  # of the latest snapshot, that it speaks of


class Ledger:
    """Both, of one history, as of its latest good snapshot."""

    def __init__(self, history: History) -> None:
        self.history = history

    @property
    def untold(self) -> bool:
        """Whether what is expected could not be had at the latest snapshot."""
        latest = self.history.latest
        return latest is not None and latest.header.untold is not None

    @property
    def open(self) -> list[Finding]:
        """What is open, the gravest first, then the oldest; where nobody can tell, what was."""
        latest = self.history.latest
        found = list(latest.findings) if latest else []
        if self.untold and latest is not None:
            found = [
                msgspec.structs.replace(f, age=msgspec.structs.replace(
                    f.age, days=days(f.age.since, latest.header.at)))
                for f in self.history.ages.open.values()
            ]  # fmt: skip
        return sorted(found, key=lambda f: (
            SEVERITIES.index(f.change.severity), f.since, f.change.object, f.change.part,
            fingerprint(f.change),
        ))  # fmt: skip

    @property
    def closed(self) -> list[Closed]:
        """What was resolved, the newest first."""
        return [
            Closed(finding, moment)
            for moment in reversed(self.history.moments)
            for finding in moment.resolved
        ]

    @property
    def flapping(self) -> list[Flapping]:
        """What was open more than once, the most often first."""
        ended: dict[str, list[Closed]] = {}
        for each in reversed(self.closed):
            ended.setdefault(fingerprint(each.finding.change), []).append(each)
        now = self.history.ages.open
        found = [
            Flapping(now.get(mark, past[-1].finding), tuple(past), mark in now)
            for mark, past in ended.items()
            if len(past) + (mark in now) > 1
        ]
        return sorted(found, key=lambda f: (-f.times, fingerprint(f.finding.change)))

    @property
    def waivers(self) -> list[Accepted]:
        """Those in force, the oldest first."""
        latest = self.history.latest
        if latest is None:
            return []
        found = [
            self._accepted(waiver, since, latest)
            for waiver, since in self.history.terms.now.items()
        ]
        return sorted(found, key=lambda a: (a.since, a.waiver.expires, a.waiver.what))

    def _accepted(self, waiver: Waiver, since: int, latest: Moment) -> Accepted:
        at = latest.header.at
        spoken = tuple(
            finding
            for finding in (*latest.waived, *latest.findings)
            if waiving.holds(waiver, finding.change)
        )
        left = (date.fromisoformat(waiver.expires) - date.fromisoformat(at[:10])).days
        state: State = "ending soon" if left <= SOON else "in force"
        if not spoken:
            state = "unused"
        elif left < 0:
            state = "expired"
        age = days(self.history.moments[since].header.at, at)
        return Accepted(waiver, state, since, age, left, spoken)

    @property
    def ended(self) -> list[Term]:
        """Waivers that were taken out, the newest first."""
        return sorted(
            self.history.terms.ended, key=lambda t: (-t.until, t.since, t.waiver.what)
        )  # fmt: skip

    def followed(self, term: Term) -> Waiver | None:
        """What took the place of one of these."""
        return self.history.terms.followed(term)
