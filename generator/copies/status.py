"""`status.json`: the verdict on the latest snapshot, for whatever asks the site from outside."""

from __future__ import annotations

import msgspec

from generator.book import Book
from generator.changes import SEVERITIES
from generator.copies import badge
from generator.copies.feeds import address
from generator.history import Moment
from generator.report import Report


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """One record."""

    id: str
    at: str  # the moment that it speaks of, in UTC
    label: str | None
    commit: str | None
    deploy: str | None
    failure: str | None  # why nothing was captured


class Covered(msgspec.Struct, frozen=True, kw_only=True):
    """What the verdict speaks of, and what not."""

    captured: int  # kinds
    not_permitted: dict[str, str]  # kind → why
    not_on_version: tuple[str, ...]
    not_captured: dict[str, int]  # in the database, but of no kind of ours: how many
    unasserted: int  # objects that nobody states
    cannot_tell: dict[str, str]  # kind that is asserted and could not be judged → why


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """`docs/status.schema.json` is its published schema.

    `verdict` is of the latest record; the numbers are those of `judged`, the latest one that
    captured anything, and null where nobody can tell.
    """

    database: str
    verdict: str  # in sync, drift, cannot tell, capture failed, no snapshot
    latest: Snapshot | None
    judged: Snapshot | None
    snapshots: int
    tables: dict[str, int | None]  # found, expected, missing, unexpected
    columns: dict[str, int | None]  # found, expected
    findings: dict[str, int] | None  # open, by severity; `total`, and `new` in that snapshot
    waived: int | None
    coverage: Covered | None
    report: str | None  # the address of the page; relative where the site's own is not configured
    data: str | None  # and of the facts behind it


def status(book: Book, site: str | None) -> str:
    """The file's text."""
    moments, report = book.history.moments, book.latest
    last = moments[-1] if moments else None
    here = book.links.status()
    untold = report is not None and report.check.untold is not None
    told = Status(
        database=book.name, verdict=badge.verdict(last), latest=_snapshot(last) if last else None,
        judged=_snapshot(report.moment) if report else None, snapshots=len(moments),
        tables=_tables(report), columns=_columns(report),
        findings=None if report is None or untold else _findings(report),
        waived=None if report is None or untold else len(report.moment.waived),
        coverage=_covered(report) if report else None,
        report=address(here, book.links.report(last.stem), site) if last else None,
        data=address(here, book.links.report_data(report.moment.stem), site) if report else None,
    )  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n"


def _snapshot(moment: Moment) -> Snapshot:
    header = moment.header
    return Snapshot(
        id=moment.id, at=header.at, label=header.context.label, commit=header.context.commit,
        deploy=header.context.deploy, failure=header.failure,
    )  # fmt: skip


def _tables(report: Report | None) -> dict[str, int | None]:
    judged = report is not None and report.asserted
    n = report.numbers if report else None
    return {
        "found": len(n.found) if n else None,
        **{
            name: len(getattr(n, name)) if judged else None
            for name in ("expected", "missing", "unexpected")
        },
    }


def _columns(report: Report | None) -> dict[str, int | None]:
    n = report.numbers if report else None
    judged = report is not None and report.asserted
    return {
        "found": n.columns_found if n else None,
        "expected": n.columns_expected if n and judged else None,
    }


def _findings(report: Report) -> dict[str, int]:
    told = [finding.change.severity for finding in report.findings]
    return {
        "total": len(told), "new": len(report.new), **{s: told.count(s) for s in SEVERITIES}
    }  # fmt: skip


def _covered(report: Report) -> Covered:
    told = report.blind.coverage
    return Covered(
        captured=len(told.captured), not_permitted=told.not_permitted,
        not_on_version=told.not_on_version, not_captured=told.not_captured,
        unasserted=sum(map(len, report.blind.unasserted.values())),
        cannot_tell=report.check.cannot_tell,
    )  # fmt: skip
