"""What the last build found out of a history, as long as all that it depends on is as it was."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from generator.history import History

T = TypeVar("T")


def kept(history: History, what: Hashable, on: Any, work: Callable[[], T]) -> T:
    """What `work` makes; nothing is made where it depends `on` the same as what was made last.

    It is kept with the history, which holds as long as its records, the language and the
    severities stay the same (`generator.book`): so these need not be told.
    """
    known = history.kept.get(what)
    if known is None or known[0] != on:
        known = history.kept[what] = (on, work())
    found: T = known[1]
    return found
