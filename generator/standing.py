"""What stands wrong, as pages list it: hundreds of reports in a row say the same of it."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from jinja2 import pass_context
from jinja2.runtime import Context

from generator.book import Book
from generator.changes import SEVERITIES
from generator.sizes import MOST_CONDITIONS
from generator.state import Condition

_RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}


def gravest_first(found: Iterable[Condition]) -> list[Condition]:
    """What stands wrong, the gravest first."""
    return sorted(found, key=lambda condition: _RANK[condition.severity])


def by_rule(found: Iterable[Condition]) -> list[tuple[str, int]]:
    """Rules, each with how much stands wrong by it."""
    return sorted(Counter(condition.rule for condition in found).items())


@pass_context
def told_once(
    context: Context, found: Iterable[Condition], tell: Callable[[Condition], str]
) -> Iterator[str]:
    """What stands wrong, the gravest first, as pages of one folder tell it alike: each is worked
    out for the first of them."""
    book: Book = context["book"]
    here = posixpath.dirname(context["page"].path)
    for each in gravest_first(found)[:MOST_CONDITIONS]:
        mark = here, each, book.links.object(each.object, each.part)  # all that it leads to
        if mark not in book.said:
            book.said[mark] = tell(each)
        yield book.said[mark]
