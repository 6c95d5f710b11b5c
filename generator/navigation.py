"""The navigation: the few pages that every page points to; the rest is reached from them."""

from __future__ import annotations

from typing import Any

from generator import links
from generator.book import Book
from generator.language import gettext as _
from generator.matrix import together

Nav = list[dict[str, Any]]


def nav(books: list[Book]) -> Nav:
    """The entries, by their titles; those of a database under its name, where there are several."""
    found: Nav = [{_("Home"): links.HOME}]
    for book in books:
        at = book.links
        own: Nav = [] if len(books) == 1 else [{_("Overview"): at.overview()}]
        if book.history.moments:
            own += [
                {_("Latest report"): at.latest()},
                {_("Findings"): [{_("Findings"): at.findings()}, {_("Waivers"): at.waivers()}]},
                {_("Timeline"): [
                    {_("Timeline"): at.timeline()}, {_("Compare"): at.compare()},
                    {_("As of"): at.as_of()},
                ]},
                {_("Tables"): at.tables()}, {_("Other objects"): at.objects()},
                {_("Domains"): at.domains()}, {_("Relations"): at.relations()},
                {_("Trends"): at.trends()},
                {_("Coverage"): [
                    {_("Coverage"): at.coverage()}, {_("Feeds and data"): at.data()},
                ]},
            ]  # fmt: skip
        elif book.claimed:
            own.append({_("Timeline"): at.timeline()})
        found += own if len(books) == 1 else [{book.name: own}]
    if len(books) > 1:
        found.insert(1, {_("Side by side"): together.nav(together.Together(books))})
    found.append(
        {
            _("Rules"): [
                {_("All rules"): links.RULES},
                {_("Type changes"): links.TYPES},
            ]
        }
    )
    return found
