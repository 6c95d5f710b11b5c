"""What the feeds tell: an entry for each snapshot that has news, of all, a severity or a domain."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import msgspec

from generator.book import Book
from generator.changes import SEVERITIES, Change
from generator.copies.stated import Stated
from generator.history import Moment
from generator.language import gettext, ngettext, noted, numbered
from generator.report import Report

NEWEST = 50  # entries of a feed, at most
MOST = 100  # changes that an entry tells, and findings
CAPTURE_FAILED = noted("capture failed")
_OURS = uuid.UUID("5e7ad6c0-6d0e-4b7a-9c1c-2f5f7f6f5a10")  # ids are made in it, of records


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """The news of one snapshot. `parts`: how many of what, and sentences under it."""

    id: str
    title: str
    at: str
    page: str  # the path below `docs/` of its report
    tags: tuple[str, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]

    @staticmethod
    def said(head: str, lines: tuple[str, ...]) -> str:
        """A heading as it stands above its sentences, or alone."""
        return gettext("%(head)s:", head=head) if lines else f"{head}."


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """One feed, in whatever form; `severity` and `domain` are empty for that of everything."""

    id: str
    title: str
    about: str
    severity: str
    domain: str
    updated: str
    entries: tuple[Entry, ...]


class Scope:
    """What one feed is about: all of a database, one severity, or one domain."""

    def __init__(
        self, title: str, about: str, severity: str = "", domain: str = "",
        stated: Stated | None = None,
    ) -> None:  # fmt: skip
        self.title, self.about = title, about
        self.severity, self.domain, self.stated = severity, domain, stated
        self.name = f"domain {domain}" if domain else severity
        self.everything = not self.name

    def holds(self, moment: Moment, change: Change) -> bool:
        """Whether a change or finding of a snapshot belongs there."""
        if self.stated is not None:
            stated = self.stated.at(moment).get(change.object)
            return (change.domain or stated) == self.domain
        return self.severity in ("", change.severity)


def scopes(book: Book, site: str) -> Iterator[Scope]:
    """What each feed of one database is about; none before the first snapshot."""
    if not book.history.moments:
        return
    called, stated = name(book, site), Stated(book.reports)
    yield Scope(called, gettext("All changes and findings"))
    for severity in SEVERITIES:
        word = gettext(severity)
        about = gettext("What is %(severity)s", severity=word)
        yield Scope(f"{called}, {word}", about, severity)
    for domain in book.domains:
        about = gettext("Changes and findings of the domain %(domain)s", domain=domain.name)
        yield Scope(f"{called}, {domain.name}", about, domain=domain.name, stated=stated)


def name(book: Book, site: str) -> str:
    """What the feeds of a database are called."""
    if book.name == site:
        return site
    return gettext("%(site)s: %(database)s", site=site, database=book.name)


def feed(book: Book, scope: Scope) -> Feed:
    """The newest entries of one feed."""
    moments = book.history.moments
    entries: list[Entry] = []
    for moment in reversed(moments):
        if len(entries) == NEWEST:
            break
        found = entry(book, moment, scope)
        entries += [found] if found else []
    return Feed(
        id=_id(moments[0].id, f"feed {scope.name}"), title=scope.title, about=scope.about,
        severity=scope.severity, domain=scope.domain,
        updated=entries[0].at if entries else moments[0].header.at, entries=tuple(entries),
    )  # fmt: skip


def _id(record: str, scope: str) -> str:
    """Of a record and what is told of it: the same wherever and whenever the site is built."""
    return uuid.uuid5(_OURS, f"{record} {scope}").urn


def entry(book: Book, moment: Moment, scope: Scope) -> Entry | None:
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
    verdict = CAPTURE_FAILED if report is None else moment.verdict
    told = ", ".join(head for head, lines in parts if lines)
    if told and scope.everything:
        told = f"{told}; {gettext(verdict)}"
    title = gettext("%(label)s: %(told)s", label=label, told=told or gettext(verdict))
    return Entry(
        id=_id(moment.id, f"entry {scope.name}"), at=header.at,
        page=book.links.report(moment.stem), title=title,
        tags=(verdict, *_severities(moment, scope)),
        parts=tuple((head, _cut(lines)) for head, lines in parts),
    )  # fmt: skip


def _failed(moment: Moment) -> list[tuple[str, list[str]]]:
    why = moment.header.failure or gettext("not told why")
    told = gettext("The capture failed: %(why)s. What the schema was then is unknown", why=why)
    return [(told, [])]


def _news(moment: Moment, report: Report, scope: Scope) -> list[tuple[str, list[str]]]:
    changes = moment.difference.changes if moment.difference else ()
    changed = [change for change in changes if scope.holds(moment, change)]
    new = [f.change for f in report.new if scope.holds(moment, f.change)]
    resolved = [f.change for f in moment.resolved if scope.holds(moment, f.change)]
    told: list[tuple[Callable[[int], str], list[Change]]] = [
        (lambda number: numbered(number, "change"), changed),
        (lambda number: numbered(number, "new finding"), new),
        (lambda number: ngettext("%(num)s resolved", "%(num)s resolved", number), resolved),
    ]
    lines = [(head(len(found)), list(map(_line, _gravest(found)))) for head, found in told if found]
    untold = report.check.untold
    if untold and scope.everything:
        lines.append((gettext("Cannot tell: %(why)s", why=untold.splitlines()[0]), []))
    return lines


def _gravest(changes: list[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: SEVERITIES.index(change.severity))


def _line(change: Change) -> str:
    severity = gettext(change.severity)
    return gettext("%(severity)s: %(sentence)s", severity=severity, sentence=change.sentence)


def _cut(lines: list[str]) -> tuple[str, ...]:
    if len(lines) <= MOST:
        return tuple(lines)
    return (*lines[:MOST], gettext("and %(number)s more in the report", number=len(lines) - MOST))


def _severities(moment: Moment, scope: Scope) -> tuple[str, ...]:
    changes = moment.difference.changes if moment.difference else ()
    found = {change.severity for change in changes if scope.holds(moment, change)}
    return tuple(each for each in SEVERITIES if each in found)
