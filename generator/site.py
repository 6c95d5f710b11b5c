"""Which pages exist, and what data each one shows. The words are the templates'."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

import msgspec

from generator import links, lists, oncall, timeline, typechanges
from generator.book import Book
from generator.catalogue import Rule, catalogue
from generator.history import Moment, stories
from generator.language import gettext, noted
from generator.matrix.together import Together
from generator.matrix.together import pages as of_several
from generator.moments import date
from generator.objects import facts
from generator.overrides import severity_of
from generator.sizes import SEARCHED


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One file below `docs/`."""

    path: str
    template: str
    title: str
    data: Mapping[str, Any]
    boost: float | None = None  # how much more it counts in a search
    searched: bool = True
    hide: tuple[str, ...] = ("navigation",)  # lists beside the page: of pages, of headings


def pages(
    title: str, books: list[Book], skipped: Container[str] = frozenset()
) -> Iterator[Page]:  # fmt: skip
    """Every page of the site, without those that need not be made again."""
    single = books[0] if len(books) == 1 else None
    together = Together(books) if len(books) > 1 else None
    yield Page(
        path=links.HOME, template="home.md.j2", title=title, boost=2, hide=("navigation", "toc"),
        data={"heading": title, "books": books, "book": single, "together": together},
    )  # fmt: skip
    for path, template, name, shown in of_several(together) if together else ():
        yield Page(
            path=path, template=template, title=name, boost=1.5, hide=("toc",),
            data={"book": shown, "together": together},
        )  # fmt: skip
    yield from _of_rules(books, skipped)
    for book in books:
        if single is None:
            book.several = True
            yield Page(
                path=book.links.overview(), template="overview.md.j2", title=book.name,
                hide=("navigation", "toc"), data={"book": book, "heading": book.name},
            )  # fmt: skip
        if book.history.moments:
            yield from _of_book(book, skipped)
        elif book.claimed:
            yield from _of_lists(book, "timeline")
            yield from _of_years(book, skipped)
        yield from _of_claims(book)


def _of_rules(books: list[Book], skipped: Container[str]) -> Iterator[Page]:
    """The catalogue of rules, and what changing a column's type does."""
    if links.RULES not in skipped:
        told = books[0].history.severities if books else {}
        known = catalogue()
        groups: dict[str, list[Rule]] = {}
        for rule in known.values():
            groups.setdefault(rule.kind, []).append(rule)
        shown = {rule: severity_of(rule, told) for rule in known}
        yield Page(
            path=links.RULES, template="rules.md.j2", title=gettext("Rules"), boost=0.5,
            data={"book": None, "groups": groups, "overrides": shown, "number": len(known)},
        )  # fmt: skip
    if links.TYPES not in skipped:
        yield Page(
            path=links.TYPES, template="types.md.j2", title=gettext("Type changes"), boost=0.5,
            data={"book": None, "matrix": typechanges.measured(), "codes": typechanges.CODES,
                  "read": typechanges.read, "called": typechanges.called},
        )  # fmt: skip


def _of_book(book: Book, skipped: Container[str]) -> Iterator[Page]:
    yield from _of_lists(book)
    yield from _of_years(book, skipped)
    for domain in book.domains:
        if (path := book.links.domain(domain.name)) in skipped:
            continue
        yield Page(
            path=path, template="domain.md.j2",
            title=gettext("Domain %(name)s", name=domain.name), boost=1.5,
            data={"book": book, "domain": domain},
        )  # fmt: skip
    moments = book.history.moments
    for moment in moments:
        if (path := book.links.report(moment.stem)) in skipped:
            continue
        yield _of_report(
            book, moment, path,
            searched=moment.number >= len(moments) - SEARCHED,
            boost=1.5 if moment is moments[-1] else 0.5,
        )  # fmt: skip
    if moments:  # the same at an address that stays, for bookmarks and the navigation
        yield _of_report(book, moments[-1], book.links.latest(), searched=False)
    yield from _of_objects(book, skipped)


def _of_report(
    book: Book, moment: Moment, path: str, *, searched: bool, boost: float | None = None
) -> Page:  # fmt: skip
    found = book.reports.get(moment.number)
    return Page(
        path=path, template="report.md.j2" if found else "failed.md.j2",
        title=gettext(
            "Report of %(day)s: %(what)s",
            day=date(moment.header.at), what=moment.header.context.label or book.name,
        ),
        data={"book": book, "moment": moment, "report": found,
              "card": oncall.card(found, book.reports, book.history.lives) if found else None},
        searched=searched, boost=boost,
    )  # fmt: skip


def _of_years(book: Book, skipped: Container[str]) -> Iterator[Page]:
    """The timeline by year, once it has more than its first page shows."""
    for leaf in book.leaves:
        if leaf.path not in skipped:
            yield Page(
                path=leaf.path, template="timeline.md.j2", searched=False,
                title=gettext(
                    "Timeline of %(name)s: %(year)s",
                    name=book.name, year=leaf.label or gettext("no date"),
                ),
                data={"book": book, "leaf": leaf, "entries": leaf.entries},
            )  # fmt: skip


def _of_claims(book: Book) -> Iterator[Page]:
    for judged in book.claimed:
        yield Page(
            path=book.links.claims(judged.report.stem), template="claims.md.j2", boost=0.5,
            title=gettext(
                "Claims of %(day)s: %(what)s",
                day=judged.report.date or gettext("no date"), what=judged.report.title,
            ),
            data={"book": book, "judged": judged},
        )  # fmt: skip


def _of_lists(book: Book, only: str = "") -> Iterator[Page]:
    at, newest = book.links, timeline.newest(book.entries)
    groups = lists.grouped(lists.objects(book.history))
    for path, template, title, more in (
        (at.timeline(), "timeline", noted("Timeline"), {"leaf": None, "entries": newest}),
        (at.compare(), "compare", noted("Compare snapshots"), {}),
        (at.as_of(), "as_of", noted("As of any date"), {}),
        (at.tables(), "tables", noted("Tables"), {"rows": lists.tables(book.history, book.latest)}),
        (at.objects(), "objects", noted("Other objects"), {"groups": groups}),
        (at.domains(), "domains", noted("Domains"), {}),
        (at.relations(), "relations", noted("Relations"), {}),
        (at.trends(), "trends", noted("Trends"), {}),
        (at.findings(), "findings", noted("Findings"), {}),
        (at.waivers(), "waivers", noted("Waivers"), {}),
        (at.data(), "data", noted("Feeds and data"), {}),
        (at.coverage(), "coverage", noted("Coverage"), {}),
    ):
        broad = template in ("relations", "trends")  # their pictures need the room
        hide = (*(() if book.several else ("navigation",)), *(("toc",) if broad else ()))
        if only in ("", template):
            yield Page(
                path=path, template=f"{template}.md.j2", hide=hide,
                title=gettext("%(title)s of %(name)s", title=gettext(title), name=book.name),
                data={"book": book, **more},
            )  # fmt: skip


def _of_objects(book: Book, skipped: Container[str]) -> Iterator[Page]:
    told = stories(book.history)
    for key, life in sorted(book.history.lives.by_key.items()):
        path = book.links.object(key)
        assert path is not None
        if path in skipped:
            continue
        shown = facts(key, life, book.history, book.relations, book.depending, told.get(key, {}))
        yield Page(
            path=path, template="object.md.j2", title=f"{shown.name} ({shown.kind})",
            data={"book": book, "object": shown}, boost=2 if life.gone is None else 0.5,
        )  # fmt: skip
