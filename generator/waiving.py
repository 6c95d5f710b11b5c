"""Which findings are waived. On the day after its end a waiver no longer holds anything back."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

import msgspec

from generator.changes import Change, fingerprint
from snapshot.codec import readable
from snapshot.waivers import Waiver


class Waived(msgspec.Struct, frozen=True):
    """A finding, and the waiver that speaks of it."""

    change: Change
    waiver: Waiver


class Sorted(msgspec.Struct, frozen=True):
    """Findings by what the waivers say of them."""

    open: tuple[Change, ...]
    waived: tuple[Waived, ...]
    expired: tuple[Waived, ...]  # these are among the open ones, too
    unused: tuple[Waiver, ...]  # waivers that speak of nothing


def sort(findings: Iterable[Change], waivers: Iterable[Waiver], on: str) -> Sorted:
    """Judge findings by the waivers, as they stand `on` a day (ISO 8601; a time may follow)."""
    waivers = tuple(waivers)
    opened, waived, expired, used = [], [], [], set()
    for change in findings:
        told = [waiver for waiver in waivers if holds(waiver, change)]
        used.update(told)
        valid = [waiver for waiver in told if waiver.expires >= on[:10]]
        if valid:
            waived.append(Waived(change, max(valid, key=lambda waiver: waiver.expires)))
            continue
        opened.append(change)
        if told:
            expired.append(Waived(change, max(told, key=lambda waiver: waiver.expires)))
    unused = tuple(waiver for waiver in waivers if waiver not in used)
    return Sorted(tuple(opened), tuple(waived), tuple(expired), unused)


def holds(waiver: Waiver, change: Change) -> bool:
    """Whether a waiver speaks of a finding, on whatever day."""
    key = readable(change.object)
    steps = key.split("/")
    names = (change.object, key, f"{steps[0]}.{steps[-1]}" if len(steps) == 3 else steps[-1])
    part = readable(change.part)
    return (
        (waiver.finding is None or waiver.finding == fingerprint(change))
        and (waiver.rule is None or fnmatchcase(change.rule, waiver.rule))
        and (waiver.object is None or any(fnmatchcase(name, waiver.object) for name in names))
        and (waiver.part is None or fnmatchcase(part, waiver.part))
    )
