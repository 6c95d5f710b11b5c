"""The navigation: the few pages that every page points to; the rest is reached from them."""

from __future__ import annotations

from typing import Any

from generator import links
from generator.book import Book
from generator.matrix import together

Nav = list[dict[str, Any]]


def nav(books: list[Book]) -> Nav:
    """The entries, by their titles; those of a database under its name, where there are several."""
    found: Nav = [{"Home": links.HOME}]
    for book in books:
        at = book.links
        own: Nav = [] if len(books) == 1 else [{"Overview": at.overview()}]
        if book.history.moments:
            own += [
                {"Latest report": at.latest()},
                {"Findings": [{"Findings": at.findings()}, {"Waivers": at.waivers()}]},
                {"Timeline": [
                    {"Timeline": at.timeline()}, {"Compare": at.compare()}, {"As of": at.as_of()},
                ]},
                {"Tables": at.tables()}, {"Other objects": at.objects()},
                {"Domains": at.domains()}, {"Relations": at.relations()},
                {"Trends": at.trends()},
                {"Coverage": [{"Coverage": at.coverage()}, {"Feeds and data": at.data()}]},
            ]  # fmt: skip
        elif book.claimed:
            own.append({"Timeline": at.timeline()})
        found += own if len(books) == 1 else [{book.name: own}]
    if len(books) > 1:
        found.insert(1, {"Side by side": together.nav(together.Together(books))})
    found.append({"Rules": [{"All rules": links.RULES}, {"Type changes": links.TYPES}]})
    return found
