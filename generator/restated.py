"""What an expectation says otherwise than the one before it."""

from __future__ import annotations

import msgspec

from generator.history import History, Moment, Told
from snapshot.expectation import is_of_domain, is_of_object


class Restated(msgspec.Struct, frozen=True):
    """What the expectation says otherwise than at the previous snapshot: objects, by key."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def restated(history: History, moment: Moment, told: Told) -> Restated:
    """Against the expectation at the good snapshot before this one."""
    if moment.previous is None or not history.told_before or not told:
        return Restated()
    old = history.told_before
    others = sorted(filter(_states, history.memory.differing(old, told)))
    return Restated(
        added=tuple(key for key in others if key not in old),
        removed=tuple(key for key in others if key not in told),
        changed=tuple(k for k in others if k in old and k in told and old[k] != told[k]),
    )


def _states(key: str) -> bool:
    return is_of_object(key) or is_of_domain(key)
