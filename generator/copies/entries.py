"""What the feeds tell: an entry for each snapshot that has news, of all, a severity or a domain."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import msgspec

from generator.book import Book
from generator.changes import SEVERITIES, Change
from generator.copies.stated import Stated
from generator.history import Moment
from generator.report import Report

NEWEST = 50  # entries of a feed, at most
MOST = 100  # changes that an entry tells, and findings
_OURS = uuid.UUID("5e7ad6c0-6d0e-4b7a-9c1c-2f5f7f6f5a10")  # ids are made in it, of records


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """The news of one snapshot. `parts`: a heading, and sentences under it."""

    id: str
    title: str
    at: str
    page: str  # the path below `docs/` of its report
    tags: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """One feed, in whatever form; `severity` and `domain` are empty for that of everything."""

    id: str
    title: str
    about: str
    severity: str
    domain: str
    updated: str
    entries: tuple[Entry, ...]


class _Scope:
    """What one feed is about: all of a database, one severity, or one domain."""

    def __init__(self, severity: str = "", domain: str = "", stated: Stated | None = None) -> None:
        self.severity, self.domain, self.stated = severity, domain, stated
        self.name = f"domain {domain}" if domain else severity
        self.everything = not self.name

    def holds(self, moment: Moment, change: Change) -> bool:
        """Whether a change or finding of a snapshot belongs there."""
        if self.stated is not None:
            stated = self.stated.at(moment).get(change.object)
            return (change.domain or stated) == self.domain
        return self.severity in ("", change.severity)


def feeds(book: Book, site: str) -> Iterator[Feed]:
    """Every feed of one database; none before the first snapshot."""
    if not book.history.moments:
        return
    called, stated = name(book, site), Stated(book.reports)
    yield _feed(book, called, "All changes and findings", _Scope())
    for severity in SEVERITIES:
        yield _feed(book, f"{called}, {severity}", f"What is {severity}", _Scope(severity))
    for domain in book.domains:
        about = f"Changes and findings of the domain {domain.name}"
        scope = _Scope(domain=domain.name, stated=stated)
        yield _feed(book, f"{called}, {domain.name}", about, scope)


def name(book: Book, site: str) -> str:
    """What the feeds of a database are called."""
    return f"{site}: {book.name}" if book.name != site else site


def _feed(book: Book, title: str, about: str, scope: _Scope) -> Feed:
    moments = book.history.moments
    entries: list[Entry] = []
    for moment in reversed(moments):
        if len(entries) == NEWEST:
            break
        entry = _entry(book, moment, scope)
        entries += [entry] if entry else []
    return Feed(
        id=_id(moments[0].id, f"feed {scope.name}"), title=title, about=about,
        severity=scope.severity, domain=scope.domain,
        updated=entries[0].at if entries else moments[0].header.at, entries=tuple(entries),
    )  # fmt: skip


def _id(record: str, scope: str) -> str:
    """Of a record and what is told of it: the same wherever and whenever the site is built."""
    return uuid.uuid5(_OURS, f"{record} {scope}").urn


def _entry(book: Book, moment: Moment, scope: _Scope) -> Entry | None:
    """The news of a snapshot for one feed; None without any."""
    report = book.reports.get(moment.number)
    if report is not None:
        parts = _news(moment, report, scope)
    else:
        parts = _failed(moment) if scope.everything else []
    if not parts:
        return None
    header = moment.header
    label = header.context.label or header.at[:10]
    words = ", ".join(f"{len(lines)} {head}" for head, lines in parts if lines)
    verdict = "capture failed" if report is None else moment.verdict
    more = f"; {verdict}" if words and scope.everything else ""
    return Entry(
        id=_id(moment.id, f"entry {scope.name}"), at=header.at,
        page=book.links.report(moment.stem), title=f"{label}: {words or verdict}{more}",
        tags=(verdict, *_severities(moment, scope)),
        parts=tuple((head, _cut(lines)) for head, lines in parts),
    )  # fmt: skip


def _failed(moment: Moment) -> list[tuple[str, list[str]]]:
    why = moment.header.failure or "not told why"
    return [(f"The capture failed: {why}. What the schema was then is unknown", [])]


def _news(moment: Moment, report: Report, scope: _Scope) -> list[tuple[str, list[str]]]:
    changes = moment.difference.changes if moment.difference else ()
    told = [
        ("changes", [c for c in changes if scope.holds(moment, c)]),
        ("new findings", [f.change for f in report.new if scope.holds(moment, f.change)]),
        ("resolved", [f.change for f in moment.resolved if scope.holds(moment, f.change)]),
    ]
    lines = [
        (_number(head, len(found)), [_line(c) for c in _gravest(found)])
        for head, found in told
        if found
    ]
    untold = report.check.untold
    if untold and scope.everything:
        lines.append((f"Cannot tell: {untold.splitlines()[0]}", []))
    return lines


def _number(head: str, number: int) -> str:
    return head.removesuffix("s") if number == 1 and head != "resolved" else head


def _gravest(changes: list[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: SEVERITIES.index(change.severity))


def _line(change: Change) -> str:
    return f"{change.severity}: {change.sentence}"


def _cut(lines: list[str]) -> tuple[str, ...]:
    more = (f"and {len(lines) - MOST} more in the report",) if len(lines) > MOST else ()
    return (*lines[:MOST], *more)


def _severities(moment: Moment, scope: _Scope) -> tuple[str, ...]:
    changes = moment.difference.changes if moment.difference else ()
    found = {change.severity for change in changes if scope.holds(moment, change)}
    return tuple(each for each in SEVERITIES if each in found)
