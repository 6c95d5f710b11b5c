"""What stands wrong, as pages list it: hundreds of reports in a row say the same of it."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Hashable, Iterable

from jinja2 import pass_context
from jinja2.runtime import Context

from generator.book import Book
from generator.changes import SEVERITIES
from generator.state import Condition


def gravest_first(found: Iterable[Condition]) -> list[Condition]:
    """What stands wrong, the gravest first."""
    return sorted(found, key=lambda condition: SEVERITIES.index(condition.severity))


def by_rule(found: Iterable[Condition]) -> list[tuple[str, int]]:
    """Rules, each with how much stands wrong by it."""
    return sorted(Counter(condition.rule for condition in found).items())


@pass_context
def once(
    context: Context, book: Book, thing: Hashable, key: str, part: str, caller: Callable[[], str]
) -> str:
    """What is said of a thing, which pages of one folder say alike: worked out for the first.

    `key`, `part`: the only place that it leads to.
    """
    here = posixpath.dirname(context["page"].path)
    mark = (here, thing, book.links.object(key, part))
    if mark not in book.said:
        book.said[mark] = caller()
    return book.said[mark]
