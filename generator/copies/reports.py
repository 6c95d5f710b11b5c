"""The facts of each report as JSON: what `chronicle check` prints, and what changed."""

from __future__ import annotations

from collections.abc import Container, Iterator

import msgspec

from generator import output
from generator.book import Book
from generator.changes import fingerprint
from generator.report import Report


def files(book: Book, skipped: Container[str]) -> Iterator[tuple[str, str]]:
    """Path below `docs/` and text for each snapshot that has a state."""
    for report in book.reports.values():
        path = book.links.report_data(report.moment.stem)
        if path not in skipped:
            yield path, msgspec.json.encode(told(book, report)).decode() + "\n"


def told(book: Book, report: Report) -> output.Output:
    """One report. What stands wrong is named in the latest alone, and counted in the others: it
    is there whatever a snapshot changed, so all of it would be tables × snapshots."""
    moment = report.moment
    label = f"expected@{moment.told.at}" if moment.told else f"expected:{book.name}"
    ages = {fingerprint(f.change): f.age for f in (*moment.findings, *moment.waived)}
    found = output.of_check(
        label, f"{book.name}@{moment.header.at}", report.check, report.blind.coverage, ages,
        report.ways,
    )  # fmt: skip
    if report is not book.latest:
        found = msgspec.structs.replace(found, state=msgspec.UNSET)
    if moment.previous is None or moment.difference is None:
        return found
    before = book.history.moments[moment.previous]
    return msgspec.structs.replace(
        found, since=f"{book.name}@{before.header.at}", changes=output.items(moment.difference)
    )
