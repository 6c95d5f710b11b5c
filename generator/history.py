"""The life of every object and part: in which snapshot it appeared, and when it last changed.

One pass over the records: each good state is compared with the good state before it, and judged by
the expectation that was in force. Renames are followed by the server's own numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from generator import check as checking
from generator import overrides, renames
from generator.ages import Ages, Finding
from generator.changes import Change, Difference
from generator.check import Check
from generator.diff import diff
from generator.held import hold
from generator.lives import Life, Lives
from generator.memory import Memory
from generator.side import Side
from generator.terms import Terms
from snapshot import model, spellings
from snapshot.entries import Entry
from snapshot.records import Header, Replayed
from snapshot.spellings import Spellings
from snapshot.store import Assertion, Store

Told = Mapping[str, Assertion]


class Moment(msgspec.Struct, frozen=True):
    """One snapshot as the pages see it; without `check` when it failed."""

    number: int  # its place in the history, from 0
    id: str
    stem: str  # its file's name, which is its address
    header: Header
    previous: int | None = None  # the good one before it
    told: Header | None = None  # the expectation in force
    difference: Difference | None = None  # what changed since `previous`
    check: Check | None = None
    findings: tuple[Finding, ...] = ()  # the open ones
    waived: tuple[Finding, ...] = ()
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
        self.good: list[Moment] = []  # those that did not fail
        self.lives = Lives()
        self.told: Told = {}  # the expectation at the last moment
        self.told_before: Told = {}  # and at the good one before it
        self.side: Side | None = None  # the last good state
        self.ages = Ages()
        self.terms = Terms()  # of waivers
        self.memory = Memory()
        self.spans: dict[Any, Any] = {}  # what differs over some steps, as the pages found it
        self.kept: dict[Any, tuple[Any, Any]] = {}  # what else they found, and what it depends on
        self._state: dict[str, Replayed[model.Object]] = {}  # of the last good record
        self._expected_until: dict[str, int] = {}  # of what is not expected any more
        self._head: Header | None = None  # of the last expectation
        self._stated: dict[str, Replayed[Assertion]] = {}  # and what it states
        self.spellings: tuple[Spellings, ...] = ()

    @property
    def latest(self) -> Moment | None:
        return self.good[-1] if self.good else None

    def expected_until(self, key: str) -> int | None:
        """The last snapshot whose expectation had an object, if any had."""
        if _expects(self.told, key):
            return self.good[-1].number
        return self._expected_until.get(key)

    def walk(self, store: Store, until: str | None = None) -> Iterator[tuple[Moment, Side | None]]:
        """Take in every record, in order, up to one id; yields each with its state.

        Those that were taken in before, by a history that was kept, are not read again.
        """
        self.spellings = spellings.load(store.folds)
        for entry, state in store.history.walk(len(self.moments), self._state):
            wanted = entry.header.expectation
            head = self._head
            if wanted is not None and (head is None or head.id != wanted):
                record = store.expectations.entry(wanted)
                self._stated = {wanted: store.expectations.replay(record, self._stated)}
                head = self._head = record.header
            in_force = (head, self._stated[wanted].objects) if wanted is not None else (None, {})
            self._state = {entry.id: state} if state is not None else self._state
            side = None if state is None else _side(entry, state, self.spellings, self.memory)
            yield self._take(entry, side, *in_force), side
            if entry.id == until:
                return

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
            if not moment.header.untold:
                self.terms.take(number, hold(told, side).waivers)
            told = self.told if moment.header.untold else told
            for key in self.memory.differing(self.told, told):
                if _expects(self.told, key) and not _expects(told, key):
                    self._expected_until[key] = self.good[-1].number
            self.side, self.told, self.told_before = side, told, self.told
        self.moments.append(moment)
        if not moment.failed:
            self.good.append(moment)
        return moment

    def _judge(self, moment: Moment, side: Side, told: Told) -> Moment:
        at = moment.header.at
        judged = checking.check(told, side, at, at, moment.header.untold)
        judged = overrides.check(judged, self.severities)
        difference = (
            None if self.side is None
            else overrides.difference(diff(self.side, side), self.severities)
        )  # fmt: skip
        moment = msgspec.structs.replace(moment, check=judged, difference=difference)
        if moment.header.untold:  # what was open then is open still, as far as anybody knows
            return moment
        waived = tuple(each.change for each in judged.waived)
        now, gone = self.ages.take(moment.number, moment.header, (*judged.findings, *waived))
        changes = difference.all if difference else ()
        return msgspec.structs.replace(
            moment, findings=now[: len(judged.findings)],
            waived=now[len(judged.findings) :],
            resolved=tuple(
                msgspec.structs.replace(f, adopted=not _resolved_by(f.change, changes))
                for f in gone
            ),
        )  # fmt: skip

    def _compare(self, moment: Moment, side: Side) -> None:
        """Let every object live on, under its new name where it has one."""
        old = self.side or Side({})
        pairs = renames.pairing(old, side).pairs
        self.lives.take(moment.number, pairs, side, moment.difference)


def read(store: Store, database: str, until: str | None = None) -> History:
    """The history of one database: whole, or up to the record with that id."""
    history = History(database)
    for _ in history.walk(store, until):
        pass
    return history


def _side(
    entry: Entry, state: Replayed[model.Object], told: tuple[Spellings, ...], memory: Memory
) -> Side:
    header = entry.header
    return Side(
        state.objects, state.identity, header.server, header.coverage, header.database,
        state=header.digests.state if header.digests else None, spellings=told,
        dependents=state.dependents, memory=memory,
    )  # fmt: skip


def _expects(told: Told, key: str) -> bool:
    return key in told and told[key].exists


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


__all__ = ["Finding", "History", "Life", "Moment", "read"]


def stories(history: History) -> dict[str, dict[int, tuple[list[Finding], list[Finding]]]]:
    """Object → snapshot → the findings about it that it opened, and those that it resolved."""
    found: dict[str, dict[int, tuple[list[Finding], list[Finding]]]] = {}
    for moment in history.moments:
        opened = [f for f in moment.findings if f.since == moment.number]
        for place, findings in enumerate((opened, list(moment.resolved))):
            for finding in findings:
                story = found.setdefault(finding.change.object, {})
                story.setdefault(moment.number, ([], []))[place].append(finding)
    return found
