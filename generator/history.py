"""The life of every object and part: in which snapshot it appeared, and when it last changed.

One pass over the records: each good state is compared with the good state before it, and judged by
the expectation that was in force. Renames are followed by the server's own numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from generator import check as checking
from generator import overrides, renames
from generator.changes import Change, Difference
from generator.check import Check
from generator.diff import Side, diff
from generator.lives import Life, Lives
from snapshot.records import Header, Replayed
from snapshot.store import Assertion, Entry, Store

Told = Mapping[str, Assertion]


class Finding(msgspec.Struct, frozen=True):
    """A finding, and the snapshot in which it was first seen (without a gap since)."""

    change: Change
    since: int
    adopted: bool = False  # once resolved: the expectation gave way, not the database


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """One snapshot as the pages see it; without `check` when it failed."""

    number: int  # its place in the history, from 0
    id: str
    stem: str  # its file's name, which is its address
    header: Header
    previous: int | None = None  # the good one before it
    told: Header | None = None  # the expectation in force
    difference: Difference | None = None  # what changed since `previous`
    check: Check | None = None
    findings: tuple[Finding, ...] = ()
    resolved: tuple[Finding, ...] = ()  # open in `previous`, gone here

    @property
    def failed(self) -> bool:
        return self.check is None

    @property
    def verdict(self) -> str:
        return "failed" if self.check is None else self.check.verdict


class History:
    """All that is known of one database; filled by `walk`."""

    def __init__(self, database: str, severities: overrides.Overrides | None = None) -> None:
        self.database = database
        self.severities = severities or {}
        self.moments: list[Moment] = []
        self.lives = Lives()
        self.told: Told = {}  # the expectation at the last moment
        self.told_before: Told = {}  # and at the good one before it
        self.expected_until: dict[str, int] = {}  # key → last snapshot whose expectation had it
        self.side: Side | None = None  # the last good state
        self._open: dict[tuple[str, ...], Finding] = {}

    @property
    def good(self) -> list[Moment]:
        return [moment for moment in self.moments if not moment.failed]

    @property
    def latest(self) -> Moment | None:
        return self.good[-1] if self.good else None

    def walk(self, store: Store) -> Iterator[tuple[Moment, Side | None]]:
        """Take in every record, in order; yields each with its state."""
        told: tuple[Header | None, Told] = (None, {})
        known: dict[str, Replayed[Assertion]] = {}
        for entry, state in store.history.walk():
            wanted = entry.header.expectation
            if wanted is not None and (told[0] is None or told[0].id != wanted):
                record = store.expectations.entry(wanted)
                known = {wanted: store.expectations.replay(record, known)}
                told = (record.header, known[wanted].objects)
            in_force = told if wanted is not None else (None, {})
            side = None if state is None else _side(entry, state)
            yield self._take(entry, side, *in_force), side

    def _take(self, entry: Entry, side: Side | None, head: Header | None, told: Told) -> Moment:
        """Add one record to the history."""
        number = len(self.moments)
        moment = Moment(
            number=number, id=entry.id, stem=entry.path.stem, header=entry.header, told=head,
            previous=self.good[-1].number if self.good else None,
        )  # fmt: skip
        if side is not None:
            moment = self._judge(moment, side, told)
            self._compare(moment, side)
            self.side, self.told, self.told_before = side, told, self.told
            for key, assertion in told.items():
                if assertion.exists:
                    self.expected_until[key] = number
        self.moments.append(moment)
        return moment

    def _judge(self, moment: Moment, side: Side, told: Told) -> Moment:
        judged = overrides.check(checking.check(told, side, moment.header.at), self.severities)
        found = {_fingerprint(change): Finding(change, moment.number) for change in judged.findings}
        now = {
            mark: Finding(finding.change, self._open.get(mark, finding).since)
            for mark, finding in found.items()
        }
        difference = (
            None if self.side is None
            else overrides.difference(diff(self.side, side), self.severities)
        )  # fmt: skip
        changes = difference.all if difference else ()
        resolved = tuple(
            msgspec.structs.replace(finding, adopted=not _resolved_by(finding.change, changes))
            for mark, finding in self._open.items()
            if mark not in now
        )
        self._open = now
        return msgspec.structs.replace(
            moment, check=judged, findings=tuple(now.values()), resolved=resolved,
            difference=difference,
        )  # fmt: skip

    def _compare(self, moment: Moment, side: Side) -> None:
        """Let every object live on, under its new name where it has one."""
        old = self.side or Side({})
        same = old.server is not None and old.server.same_database(side.server)
        pairs = renames.pair(old, side) if same else renames.pair_by_key(old, side)
        self.lives.take(moment.number, pairs, side, moment.difference)


def read(store: Store, database: str) -> History:
    """The whole history of one database."""
    history = History(database)
    for _ in history.walk(store):
        pass
    return history


def _side(entry: Entry, state: Replayed) -> Side:  # type: ignore[type-arg]
    header = entry.header
    return Side(state.objects, state.identity, header.server, header.coverage, header.database)


def _resolved_by(finding: Change, changes: Iterable[Change]) -> bool:
    """Whether one of these changes of the database is about what a finding was about."""
    for change in (c for c in changes if c.object == finding.object):
        whole = change.action in ("added", "removed", "renamed")
        same = (change.part, change.field) == (finding.part, finding.field)
        around = f"{finding.part}/".startswith(f"{change.part}/" if change.part else "")
        if finding.field.endswith(".count"):  # some part of that kind came or went
            around = change.part.startswith(finding.field.removesuffix(".count"))
        if same or (whole and around):
            return True
    return False


def _fingerprint(change: Change) -> tuple[str, ...]:
    """What makes two findings the same one; not its sentence, since wording changes.

    What is missing or not expected stays the same finding when something else about it changes.
    """
    values = (repr(change.old), repr(change.new)) if change.action == "changed" else ()
    return (change.object, change.part, change.field, change.rule, *values)


__all__ = ["Finding", "History", "Life", "Moment", "read"]
