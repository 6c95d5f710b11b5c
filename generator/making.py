"""All pages and copies, made and written: pages that would come out the same are left alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from generator import between, copies, links
from generator.before import Pages
from generator.book import Book
from generator.custom import PLAIN, Custom
from generator.render import noted
from generator.site import pages
from generator.unchanged import stat, unchanged
from generator.write import Written, write


def make(
    title: str, books: list[Book], docs: Path, site: str | None = None, custom: Custom = PLAIN
) -> Written:
    """Bring the generated pages and copies below `docs` up to date with the books.

    `site`: where the site is published, if that is told; `custom`: what the project sets by itself,
    which holds while they are made.
    """
    shared = {book.name: (_shared(title, books, book), site, custom.mark) for book in books}
    still = {book.name: unchanged(book, book.pages, shared[book.name], docs) for book in books}
    skipped = set[str]().union(*(each.paths for each in still.values()))
    for book in books:
        book.still = still[book.name].objects
    texts, asked = {}, {}
    for page in pages(title, books, skipped):
        texts[page.path], asked[page.path] = noted(page, custom.templates)
    for book in books:
        texts.update(between.files(book.history, book.links, skipped))
    texts.update(copies.files(books, title, site, skipped))
    done, here = write(docs, texts, skipped), os.fspath(docs)
    for book in books:
        beside = {*links.SHARED_PAGES, *links.SHARED_COPIES} if book is books[0] else ()
        own = {path for path in texts if book.links.owns(path) or path in beside}
        known = book.pages.asked if book.pages else {}
        mine = {path: known[path] for path in still[book.name].paths if path in known}
        mine |= {path: places for path, places in asked.items() if path in own}
        paths = [*still[book.name].paths, *own]
        files = {path: found for path in paths if (found := stat(f"{here}/{path}"))}
        if book.pages is None or done.touched or done.removed:
            leaves = {leaf.path: leaf for leaf in book.leaves}
            book.keep(Pages(shared[book.name], mine, files, leaves, book.rows))
    return done


def _shared(title: str, books: list[Book], book: Book) -> Any:
    """What every page of a book may tell, whatever it is about."""
    names = tuple(each.name for each in books)
    return title, names, book.beside, sorted(book.domain_names), len(book.claimed)
