"""All that the pages of one database share: its history, its reports, who leads to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec

from generator import report, timeline
from generator.before import Before, Pages, places
from generator.changes import Change
from generator.claims import Judgement
from generator.claims.claimed import Kept
from generator.dependents import Depending
from generator.history import History, Moment
from generator.language import spoken
from generator.ledger import Ledger
from generator.links import Links
from generator.overrides import Overrides
from generator.pictures.relating import Relating
from generator.relations import Relations
from generator.remedy.findings import answer, toward, ways
from generator.report import Domain, Report
from generator.shelf import Shelf
from generator.side import Side
from generator.trends import Trends
from generator.ways import Ways
from snapshot import kept, model, sql
from snapshot.files import stats
from snapshot.sources import Origins
from snapshot.store import Assertion, Store
from snapshot.trials import Trial

Work = tuple[History, dict[int, Report], Kept, Pages | None]  # what a history is worked into


class Beside(msgspec.Struct, frozen=True):
    """What is known of a database beside its records: from the configuration, as it is now."""

    variable: str | None = None  # where its connection string comes from; the name, not the value
    files: Mapping[str, str] = {}  # domain → file
    severities: Overrides | None = None
    origins: Origins = Origins("")  # of it, and what is expected


@dataclass
class Book:
    """All pages of one database, and what they share."""

    name: str
    history: History
    beside: Beside
    several: bool = False  # whether the site has other databases too
    reports: dict[int, Report] = field(default_factory=dict)
    claimed: tuple[Judgement, ...] = ()  # the hand-written reports that are kept, the oldest first
    before: Before | None = None  # it was, when its pages were last made
    pages: Pages | None = None  # and what is known of these
    keep: Callable[[Pages], None] = lambda pages: None  # for the next build
    still: frozenset[str] = frozenset()  # the objects that are as they were then
    rows: dict[str, dict[str, str]] = field(default_factory=dict)  # of tables, as CSV, by object
    said: dict[Any, str] = field(default_factory=dict)  # what pages say alike
    domain_names: frozenset[str] = field(init=False)  # those that have a page
    links: Links = field(init=False)
    relations: Relations = field(init=False)
    depending: Depending = field(init=False)
    relating: Relating = field(init=False)  # its diagrams
    trends: Trends = field(init=False)
    ledger: Ledger = field(init=False)

    def __post_init__(self) -> None:
        side = self.history.side
        lives = self.history.lives.by_key
        self.links = Links(self.name, {key: places(life) for key, life in lives.items()})
        self.domain_names = frozenset(domain.name for domain in self.domains)
        self.relations = Relations(dict(side.objects) if side else {})
        self.depending = Depending(side or Side({}))
        stated = {row.key: d.name for d in self.domains for row in d.rows}
        names = [domain.name for domain in self.domains]
        self.relating = Relating(self.state, self.relations, stated, names, self.links)
        self.trends = Trends(self.history, self.reports)
        self.ledger = Ledger(self.history)
        self.rows = dict(self.pages.rows) if self.pages else {}

    @property
    def variable(self) -> str | None:
        return self.beside.variable

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
        keys = domain.keys
        story = [
            (moment, [c for c in moment.difference.changes if c.object in keys])
            for moment in reversed(self.history.moments)
            if moment.difference is not None
        ]
        return [(moment, changes) for moment, changes in story if changes]

    @cached_property
    def entries(self) -> list[timeline.Entry]:
        """Snapshots and hand-written reports, the newest first; those without a date at the end."""
        return timeline.entries(self.history.moments, self.claimed)

    @cached_property
    def leaves(self) -> tuple[timeline.Leaf, ...]:
        """The pages of the timeline's years."""
        return timeline.leaves(self.entries, self.links)

    @property
    def domains(self) -> tuple[Domain, ...]:
        return self.latest.domains if self.latest else ()


def open_book(
    store: Store, name: str, beside: Beside | None = None, shelf: Shelf | None = None
) -> Book:
    """Read the whole history of a database, with a report for each snapshot that has a state.

    What the last build made of it is taken from the shelf.
    """
    beside = beside or Beside(origins=Origins(name))
    trials = kept.load(store.trials, Trial)
    inputs = (
        name, spoken(), beside.severities, beside.files, stats(store.folds), stats(store.claims),
    )  # fmt: skip
    shelf = shelf or Shelf(None)
    found: Work | None = shelf.take(inputs, store, trials)
    fresh: Work = (History(name, beside.severities), {}, Kept(store, name), None)
    history, reports, kept_reports, pages = found or fresh
    before = Before(history, reports) if pages else None
    for moment, side in history.walk(store):
        if side is not None:
            kept_reports.meet(moment, side)
            out = _ways(moment, side, history.told, trials, beside.files)
            reports[moment.number] = report.build(history, moment, side, history.told, out)
    return Book(
        name, history, beside, reports=reports, claimed=kept_reports.judgements(), before=before,
        pages=pages, keep=lambda pages: shelf.put((history, reports, kept_reports, pages)),
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
