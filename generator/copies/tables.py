"""The tables of the site as CSV. Moments are those of records, in UTC; keys are those of
`snapshots/`, and lead from one table to another."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

from generator import lists
from generator.book import Book
from generator.catalogue import catalogue
from generator.changes import SEVERITIES, Change, fingerprint, hazard_words
from generator.copies import made_of
from generator.copies.made_of import SINCE, aged, at, named
from generator.copies.sheets import sheet
from generator.history import Finding, Moment
from generator.overrides import Overrides, severity_of
from generator.trends import Load
from snapshot import model

Files = Iterator[tuple[str, str]]
_CHANGE = (
    "severity", "rule", "action", "key", "object", "part", "field", "sentence", "hazards",
    "fingerprint",
)  # fmt: skip


def files(book: Book, skipped: Container[str]) -> Files:
    """Path below `docs/` and text of each table of one database."""
    if not book.history.moments:
        return
    made = {
        "tables": _tables, "objects": _objects, "foreign-keys": _foreign_keys,
        "domains": _domains, "snapshots": _snapshots, "changes": _changes, "findings": _findings,
        "waivers": _waivers, "trends": _trends, "coverage": _coverage,
    }  # fmt: skip
    for name, table in made.items():
        yield book.links.table(name), sheet(*table(book))
    yield from made_of.files(book, skipped)


def rules(severities: Overrides) -> str:
    """The catalogue of rules; `configured`: the severity that the configuration sets."""
    head = ("rule", "kind", "severities", "configured", "reason", "example", "hazards", "mirror")
    return sheet(head, (
        (rule.id, rule.kind, " ".join(rule.severities), severity_of(rule.id, severities),
         rule.reason, rule.example, hazard_words(rule.hazards), rule.mirror)
        for rule in catalogue().values()
    ))  # fmt: skip


def _tables(book: Book) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    head = ("key", "table", "domain", "status", "asserted", "columns_expected", "columns_found",
            "findings", *SINCE, "removed")  # fmt: skip
    return head, (
        (key, named(book, key), row and row.domain,
         row.status if row else "removed", row and row.depth, row and row.columns_expected,
         row and row.columns_found, row and row.findings, *aged(book, life),
         at(book, life.gone) if life else None)
        for key, row, life in lists.tables(book.history, book.latest)
    )  # fmt: skip


def _objects(book: Book) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    head = ("key", "kind", "object", *SINCE, "removed", "comment")
    return head, (
        (key, kind, named(book, key), *aged(book, life), at(book, life.gone),
         getattr(life.thing, "comment", None))
        for kind, members in lists.objects(book.history)
        for key, life in members
    )  # fmt: skip


def _foreign_keys(book: Book) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    head = ("key", "table", "foreign_key", "columns", "references", "referenced_columns",
            "on_delete", "on_update", "valid")  # fmt: skip
    return head, (
        (each.child, named(book, each.child), each.key.name,
         each.key.columns, each.parent, each.key.referenced_columns, each.key.on_delete,
         each.key.on_update, each.key.valid)
        for each in book.relating.references
    )  # fmt: skip


def _domains(book: Book) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    head = ("domain", "owner", "description", "tables", "columns", "other_objects", "findings",
            "last_change")  # fmt: skip
    return head, (
        (d.name, d.owner, d.description, len(d.rows), d.columns,
         sum(map(len, d.others.values())), len(d.findings), at(book, book.last_change(d)))
        for d in book.domains
    )  # fmt: skip


def _snapshots(book: Book) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    head = ("at", "label", "why", "commit", "deploy", "actor", "url", "server", "verdict",
            "failure", "tables", "columns", "changes", *SEVERITIES, "open_findings",
            "new_findings", "resolved_findings", "waived_findings", "record")  # fmt: skip
    return head, (_snapshot(book, moment) for moment in book.history.moments)


def _snapshot(book: Book, moment: Moment) -> tuple[Any, ...]:
    header, told = moment.header, moment.header.context
    report = book.reports.get(moment.number)
    made = moment.difference
    judged = report is not None and report.check.untold is None
    return (
        header.at, told.label, header.why, told.commit, told.deploy, told.actor, told.url,
        header.server and header.server.version, moment.verdict, header.failure,
        report and len(report.numbers.found), report and report.numbers.columns_found,
        made and len(made.changes), *(made and made.count(each) for each in SEVERITIES),
        len(moment.findings) if judged else None, len(report.new) if report and judged else None,
        len(moment.resolved) if judged else None, len(moment.waived) if judged else None,
        moment.id,
    )  # fmt: skip


def _changes(book: Book) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    return ("at", "label", *_CHANGE), (
        (moment.header.at, moment.header.context.label, *_change(book, change))
        for moment in book.history.moments
        for change in (moment.difference.changes if moment.difference else ())
    )


def _change(book: Book, change: Change) -> tuple[Any, ...]:
    return (
        change.severity, change.rule, change.action, change.object, named(book, change.object),
        change.part,
        change.field, change.sentence, hazard_words(change.hazards), fingerprint(change),
    )  # fmt: skip


def _findings(book: Book) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """Open, waived and resolved; of one that came back, each time is a row."""
    head = ("state", *_CHANGE, "domain", "expected", "found", "since", "days", "resolved",
            "gave_way")  # fmt: skip
    return head, _told_of_findings(book)


def _told_of_findings(book: Book) -> Iterator[tuple[Any, ...]]:
    ledger, latest = book.ledger, book.history.latest
    state = "open before; cannot tell now" if ledger.untold else "open"
    for finding in ledger.open:
        yield (state, *_finding(book, finding), finding.age.days, None, None)
    for finding in latest.waived if latest else ():
        yield ("waived", *_finding(book, finding), finding.age.days, None, None)
    for each in ledger.closed:
        side = "expectation" if each.finding.adopted else "database"
        told = _finding(book, each.finding)
        yield ("resolved", *told, each.days, each.moment.header.at, side)


def _finding(book: Book, finding: Finding) -> tuple[Any, ...]:
    c = finding.change
    return (*_change(book, c), c.domain, c.old, c.new, finding.age.since)


def _waivers(book: Book) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    told = ("finding", "rule", "object", "part", "reason", "owner", "ticket", "expires")
    return ("state", *told, "since", "taken_out", "findings"), _told_of_waivers(book, told)


def _told_of_waivers(book: Book, told: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    for each in book.ledger.waivers:
        values = (getattr(each.waiver, field) for field in told)
        yield (each.state, *values, at(book, each.since), None, len(each.findings))
    for term in book.ledger.ended:
        values = (getattr(term.waiver, field) for field in told)
        yield ("closed", *values, at(book, term.since), at(book, term.until), None)


def _trends(book: Book) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    kinds = [model.kind_name(cls) for cls in model.kinds().values()]
    ever, others = _ever(book), book.made_of_others
    kinds = [each for each in (*kinds, *model.parts()) if each in ever]
    head = ("at", "label", *(f"open_{each}" for each in SEVERITIES), *kinds)
    return head, (_trend(book, load, kinds, others) for load in book.trends.drift)


def _ever(book: Book) -> set[str]:
    return {kind for report in book.reports.values() for kind in report.counts}


def _trend(book: Book, load: Load, kinds: list[str], others: set[str]) -> tuple[Any, ...]:
    moment, open_ = load.moment, load.open
    report = book.reports.get(moment.number)
    known = {*report.blind.coverage.captured, *others} if report else set()
    counts = report.counts if report else {}
    return (
        moment.header.at, moment.header.context.label,
        *(open_[each] if open_ else None for each in SEVERITIES),
        *(counts.get(kind, 0) if kind in known else None for kind in kinds),
    )  # fmt: skip


def _coverage(book: Book) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    head = ("kind", "captured", "in_the_database", "known_to_the_server", "asserted",
            "asserted_by_nobody")  # fmt: skip
    return head, _told_of_coverage(book)


def _told_of_coverage(book: Book) -> Iterator[tuple[Any, ...]]:
    report = book.latest
    if report is None:
        return
    told, counts, others = report.blind.coverage, report.counts, book.made_of_others
    kinds, every = book.kinds, book.all_kinds
    for kind in [*every, *(k for k in told.not_permitted if k not in every)]:
        if kind in told.not_permitted:
            yield (kind, f"not permitted: {told.not_permitted[kind]}", *[None] * 4)
        elif kind in told.not_on_version:
            yield (kind, "not on this version", *[None] * 4)
        elif kind in told.captured or kind in counts or kind in others:
            whole = kind in kinds
            yield (kind, "yes", counts.get(kind, 0), told.held.get(kind),
                   report.check.asserted.get(kind, 0) if whole else None,
                   len(report.blind.unasserted.get(kind, ())) if whole else None)  # fmt: skip
        else:
            yield (kind, "not by this record", *[None] * 4)
    for kind, number in told.not_captured.items():
        yield (kind, "no", number, *[None] * 3)
