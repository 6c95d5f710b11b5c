"""Which pages exist, and what data each one shows. The words are the templates'."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from generator import links, report, typechanges
from generator.catalogue import Rule, catalogue
from generator.changes import Change
from generator.claims import Judgement, claimed
from generator.dependents import Depending
from generator.history import History, Moment, stories
from generator.links import Links
from generator.lives import Life
from generator.matrix.together import Together
from generator.matrix.together import pages as of_several
from generator.objects import ObjectFacts, facts
from generator.overrides import Overrides, severity_of
from generator.pictures.relating import Relating
from generator.relations import Relations
from generator.remedy.findings import answer, toward, ways
from generator.report import Domain, Report, Row
from generator.side import Side
from generator.sizes import SEARCHED
from generator.trends import Trends
from generator.ways import Ways
from snapshot import kept, model, sql
from snapshot.sources import Origins
from snapshot.store import Assertion, Store
from snapshot.trials import Trial


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One file below `docs/`."""

    path: str
    template: str
    title: str
    data: Mapping[str, Any]
    boost: float | None = None  # how much more it counts in a search
    searched: bool = True
    hide: tuple[str, ...] = ("navigation",)  # lists beside the page: of pages, of headings


@dataclass
class Book:
    """All pages of one database, and what they share."""

    name: str
    history: History
    variable: str | None = None  # where its connection string comes from; the name, not the value
    files: Mapping[str, str] = field(default_factory=dict)  # domain → file, as it is now
    origins: Origins = field(default_factory=lambda: Origins(""))  # of it, and what is expected
    several: bool = False  # whether the site has other databases too
    reports: dict[int, Report] = field(default_factory=dict)
    claimed: tuple[Judgement, ...] = ()  # the hand-written reports that are kept, the oldest first
    domain_names: frozenset[str] = field(init=False)  # those that have a page
    links: Links = field(init=False)
    relations: Relations = field(init=False)
    depending: Depending = field(init=False)
    relating: Relating = field(init=False)  # its diagrams
    trends: Trends = field(init=False)

    def __post_init__(self) -> None:
        side = self.history.side
        places = {
            key: {path for path in life.ages if path.count("/") < 2}
            for key, life in self.history.lives.by_key.items()
        }
        self.links = Links(self.name, places)
        self.domain_names = frozenset(domain.name for domain in self.domains)
        self.relations = Relations(dict(side.objects) if side else {})
        self.depending = Depending(side or Side({}))
        stated = {row.key: d.name for d in self.domains for row in d.rows}
        names = [domain.name for domain in self.domains]
        self.relating = Relating(self.state, self.relations, stated, names, self.links)
        self.trends = Trends(self.history, self.reports)

    @property
    def latest(self) -> Report | None:
        moment = self.history.latest
        return None if moment is None else self.reports[moment.number]

    @property
    def state(self) -> Mapping[str, model.Object]:
        return {} if self.history.side is None else self.history.side.objects

    @property
    def kinds(self) -> set[str]:
        """The kinds of objects, as opposed to those of their parts."""
        return {model.kind_name(cls) for cls in model.kinds().values()}

    @property
    def all_kinds(self) -> list[str]:
        """Every kind of the model: those of objects, then those of their parts."""
        return [*(model.kind_name(cls) for cls in model.kinds().values()), *model.parts()]

    @property
    def made_of_others(self) -> set[str]:
        """The kinds without a query of their own: read whenever those are."""
        return {*self.all_kinds} - {*sql.kinds()}

    def last_change(self, domain: Domain) -> int:
        """The last snapshot that changed something of a domain."""
        lives = self.history.lives.by_key
        return max((lives[key].changed for key in domain.keys if key in lives), default=0)

    def story_of(self, domain: Domain) -> list[tuple[Moment, list[Change]]]:
        """The changes of what a domain states today, by snapshot, the newest first."""
        story = [
            (moment, [c for c in moment.difference.changes if c.object in domain.keys])
            for moment in reversed(self.history.moments)
            if moment.difference is not None
        ]
        return [(moment, changes) for moment, changes in story if changes]

    @property
    def timeline(self) -> list[Moment | Judgement]:
        """Snapshots and hand-written reports, the newest first; those without a date at the end."""
        return claimed.timeline(self.history.moments, self.claimed)

    @property
    def domains(self) -> tuple[Domain, ...]:
        return self.latest.domains if self.latest else ()


def open_book(
    store: Store, name: str, *, variable: str | None = None, files: Mapping[str, str] | None = None,
    severities: Overrides | None = None, origins: Origins | None = None,
) -> Book:  # fmt: skip
    """Read the whole history of a database, with a report for each snapshot that has a state."""
    history = History(name, severities)
    trials = kept.load(store.trials, Trial)
    reports, kept_reports = {}, claimed.Kept(store, name)
    for moment, side in history.walk(store):
        if side is not None:
            kept_reports.meet(moment, side)
            out = _ways(moment, side, history.told, trials, files or {})
            reports[moment.number] = report.build(history, moment, side, history.told, out)
    return Book(
        name, history, variable, files or {}, origins or Origins(name), reports=reports,
        claimed=kept_reports.judgements(),
    )  # fmt: skip


def _ways(
    moment: Moment, side: Side, told: Mapping[str, Assertion], trials: Iterable[Trial],
    files: Mapping[str, str],
) -> Mapping[str, Ways]:  # fmt: skip
    """Both ways out of each open finding, with the trial that is kept: no server is asked."""
    findings = [finding.change for finding in moment.findings]
    if not findings:
        return {}
    aim = toward(told, side, (finding.change for finding in moment.waived))
    return ways(findings, aim, answer(aim, trials), told, files)


def pages(title: str, books: list[Book]) -> Iterator[Page]:
    """Every page of the site."""
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
    yield from _of_rules(books)
    for book in books:
        if single is None:
            book.several = True
            yield Page(
                path=book.links.overview(), template="overview.md.j2", title=book.name,
                hide=("navigation", "toc"), data={"book": book, "heading": book.name},
            )  # fmt: skip
        if book.history.moments:
            yield from _of_book(book)
        elif book.claimed:
            yield from _of_lists(book, "timeline")
        yield from _of_claims(book)


def _of_rules(books: list[Book]) -> Iterator[Page]:
    """The catalogue of rules, and what changing a column's type does."""
    told = books[0].history.severities if books else {}
    known = catalogue()
    groups: dict[str, list[Rule]] = {}
    for rule in known.values():
        groups.setdefault(rule.kind, []).append(rule)
    shown = {rule: severity_of(rule, told) for rule in known}
    yield Page(
        path=links.RULES, template="rules.md.j2", title="Rules",
        data={"book": None, "groups": groups, "overrides": shown, "number": len(known)}, boost=0.5,
    )  # fmt: skip
    yield Page(
        path=links.TYPES, template="types.md.j2", title="Type changes", boost=0.5,
        data={"book": None, "matrix": typechanges.measured(), "codes": typechanges.CODES,
              "read": typechanges.read},
    )  # fmt: skip


def _of_book(book: Book) -> Iterator[Page]:
    yield from _of_lists(book)
    for domain in book.domains:
        yield Page(
            path=book.links.domain(domain.name), template="domain.md.j2",
            title=f"Domain {domain.name}", data={"book": book, "domain": domain}, boost=1.5,
        )  # fmt: skip
    moments = book.history.moments
    for moment in moments:
        yield _of_report(
            book, moment, book.links.report(moment.stem),
            searched=moment.number >= len(moments) - SEARCHED,
            boost=1.5 if moment is moments[-1] else 0.5,
        )  # fmt: skip
    if moments:  # the same at an address that stays, for bookmarks and the navigation
        yield _of_report(book, moments[-1], book.links.latest(), searched=False)
    yield from _of_objects(book)


def _of_report(
    book: Book, moment: Moment, path: str, *, searched: bool, boost: float | None = None
) -> Page:  # fmt: skip
    found = book.reports.get(moment.number)
    return Page(
        path=path, template="report.md.j2" if found else "failed.md.j2",
        title=f"Report of {moment.header.at[:10]}: {moment.header.context.label or book.name}",
        data={"book": book, "moment": moment, "report": found}, searched=searched, boost=boost,
    )  # fmt: skip


def _of_claims(book: Book) -> Iterator[Page]:
    for judged in book.claimed:
        yield Page(
            path=book.links.claims(judged.report.stem), template="claims.md.j2", boost=0.5,
            title=f"Claims of {judged.report.date or 'no date'}: {judged.report.title}",
            data={"book": book, "judged": judged},
        )  # fmt: skip


def _of_lists(book: Book, only: str = "") -> Iterator[Page]:
    at = book.links
    for path, template, title, more in (
        (at.timeline(), "timeline", "Timeline", {}),
        (at.tables(), "tables", "Tables", {"rows": _tables(book)}),
        (at.objects(), "objects", "Other objects", {"groups": _objects(book)}),
        (at.domains(), "domains", "Domains", {}),
        (at.relations(), "relations", "Relations", {}),
        (at.trends(), "trends", "Trends", {}),
        (at.coverage(), "coverage", "Coverage", {}),
    ):
        broad = template in ("relations", "trends")  # their pictures need the room
        if only in ("", template):
            yield Page(
                path=path, template=f"{template}.md.j2", title=f"{title} of {book.name}",
                data={"book": book, **more},
                hide=(*(() if book.several else ("navigation",)), *(("toc",) if broad else ())),
            )  # fmt: skip


def _of_objects(book: Book) -> Iterator[Page]:
    told = stories(book.history)
    for key, life in sorted(book.history.lives.by_key.items()):
        shown = facts(key, life, book.history, book.relations, book.depending, told.get(key, {}))
        path = book.links.object(key)
        assert path is not None
        yield Page(
            path=path, template="object.md.j2", title=f"{shown.name} ({shown.kind})",
            data={"book": book, "object": shown}, boost=2 if life.gone is None else 0.5,
        )  # fmt: skip


def _tables(book: Book) -> list[tuple[str, Row | None, Life | None]]:
    """Every table that there is, should be, or once was."""
    lives = book.history.lives.by_key
    rows = {row.key: row for row in book.latest.rows} if book.latest else {}
    seen = {key for key, life in lives.items() if isinstance(life.thing, model.Table)}
    keys = sorted({*rows, *seen}, key=lambda key: (key.split("/")[-1], key))
    return [(key, rows.get(key), lives.get(key)) for key in keys]


def _objects(book: Book) -> list[tuple[str, list[tuple[str, Life]]]]:
    """Everything but tables that there is or once was, by kind."""
    lives = sorted(book.history.lives.by_key.items())
    found = [
        (model.kind_name(cls), [(key, life) for key, life in lives if type(life.thing) is cls])
        for cls in model.kinds().values()
        if cls is not model.Table
    ]
    return [(kind, members) for kind, members in found if members]


__all__ = ["Book", "ObjectFacts", "Page", "open_book", "pages"]
