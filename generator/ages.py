"""Drift has an age: when a finding was first seen, and whether it had been there before.

Two findings are the same one when their fingerprints are. A waived finding ages like any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from generator.changes import Change, fingerprint
from snapshot.records import Header


class Period(msgspec.Struct, frozen=True):
    """From the snapshot that showed a finding to the one that no longer did: their moments."""

    opened: str
    closed: str


class Age(msgspec.Struct, frozen=True):
    """How long a finding is open, as of the snapshot that shows it."""

    since: str  # the moment of the snapshot in which it was first seen, without a gap since
    record: str  # and its id
    days: int
    before: tuple[Period, ...] = ()  # it came, went and came again: the earlier times


class Finding(msgspec.Struct, frozen=True):
    """A finding with its age."""

    change: Change
    since: int  # the number of the snapshot in which it was first seen
    age: Age
    adopted: bool = False  # once resolved: the expectation gave way, not the database


class Ages:
    """The findings that are open, and all that were, from snapshot to snapshot."""

    def __init__(self) -> None:
        self.open: dict[str, Finding] = {}
        self._past: dict[str, tuple[Period, ...]] = {}

    def take(
        self, number: int, header: Header, findings: Iterable[Change]
    ) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """The findings of a snapshot, aged; and those of the one before it that are gone."""
        gone = dict(self.open)
        now: dict[str, Finding] = {}
        for change in findings:
            mark = fingerprint(change)
            known = gone.pop(mark, None)
            now[mark] = self.aged(change, header, known, number)
        for mark, finding in gone.items():
            period = Period(finding.age.since, header.at)
            self._past[mark] = (*self._past.get(mark, ()), period)
        self.open = now
        return tuple(now.values()), tuple(gone.values())

    def of(self, change: Change, header: Header | None) -> Age | None:
        """The age of a finding that need not be in a snapshot; None when it is seen only now."""
        known = self.open.get(fingerprint(change))
        if known is None or header is None:
            return known.age if known else None
        return msgspec.structs.replace(known.age, days=days(known.age.since, header.at))

    def aged(self, change: Change, header: Header, known: Finding | None, number: int) -> Finding:
        """One finding of the snapshot with this header; `known` is it in the one before."""
        since, record = (known.age.since, known.age.record) if known else (header.at, header.id)
        age = Age(since, record, days(since, header.at), self._past.get(fingerprint(change), ()))
        return Finding(change, known.since if known else number, age)


def days(old: str, new: str) -> int:
    """Days of the calendar (UTC) between two moments, as records write them."""
    return (date.fromisoformat(new[:10]) - date.fromisoformat(old[:10])).days
