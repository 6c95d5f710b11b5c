"""Machine-readable copies: feeds, a badge, the status, reports as JSON, tables as CSV.

docs/data.md tells of each what it holds and what it is for.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

import msgspec

from generator import links, markdown, output
from generator.book import Book
from generator.copies import badge, entries, feeds, reports, status, tables


def files(
    books: list[Book], title: str, site: str | None, skipped: Container[str] = frozenset()
) -> Iterator[tuple[str, str]]:
    """Path below `docs/` and text of every copy, but for those `skipped`.

    `site`: where the site is published, if told.
    """
    for path, of in ((links.REPORT_SCHEMA, output.Output), (links.STATUS_SCHEMA, status.Status)):
        if path not in skipped:
            yield path, _schema(of)
    if links.RULES_TABLE not in skipped:
        yield links.RULES_TABLE, tables.rules(books[0].history.severities if books else {})
    for book in books:
        latest = book.history.moments[-1] if book.history.moments else None
        yield book.links.badge(), badge.badge(book.name, latest)
        yield book.links.status(), status.status(book, site)
        for scope in entries.scopes(book, title):
            if not all(path in skipped for path in feeds.places(scope, book.links).values()):
                feed = entries.feed(book, scope)
                yield from feeds.files(feed, book.links, title, site).items()
        yield from reports.files(book, skipped)
        yield from tables.files(book, skipped)


def found_at(books: list[Book], title: str) -> list[dict[str, str]]:
    """What pages name in their head: of each database the feed of everything, in each form."""
    return [
        {
            "type": kind, "path": book.links.feed(form),
            "title": markdown.plain_title(entries.name(book, title)),
        }
        for book in books
        if book.history.moments
        for form, kind in feeds.FORMS.items()
    ]  # fmt: skip


def _schema(of: type) -> str:
    schema = msgspec.json.encode(msgspec.json.schema(of), order="sorted")
    return msgspec.json.format(schema, indent=2).decode() + "\n"
