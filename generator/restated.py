"""What an expectation says otherwise than the one before it."""

from __future__ import annotations

import msgspec

from generator.history import History, Moment, Told
from snapshot.expectation import of_domains, of_objects


class Restated(msgspec.Struct, frozen=True):
    """What the expectation says otherwise than at the previous snapshot: objects, by key."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def restated(history: History, moment: Moment, told: Told) -> Restated:
    """Against the expectation at the good snapshot before this one."""
    if moment.previous is None or not history.told_before or not told:
        return Restated()
    old, told = _stated(history.told_before), _stated(told)
    return Restated(
        added=tuple(sorted(set(told) - set(old))),
        removed=tuple(sorted(set(old) - set(told))),
        changed=tuple(sorted(key for key in set(old) & set(told) if old[key] != told[key])),
    )


def _stated(told: Told) -> Told:
    return {**of_domains(told), **of_objects(told)}
