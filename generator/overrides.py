"""Severities that the configuration sets: rule, or pattern of rules → severity; the last one wins.

They decide what is shown, on pages about the past too. Records do not hold severities.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

import msgspec

from generator.catalogue import ids
from generator.changes import Change, Difference, Severity
from generator.check import Check
from generator.language import gettext
from generator.state import Condition
from generator.waiving import Waived
from snapshot.errors import BrokenFile

Overrides = Mapping[str, Severity]


def checked(told: Overrides, file: str) -> Overrides:
    """The overrides themselves. Raises for one that names no rule, with the nearest."""
    known = sorted(ids()) if told else []
    for pattern in told:
        if not any(fnmatchcase(rule, pattern) for rule in known):
            near = difflib.get_close_matches(pattern, known, 1)
            hint = f"Did you mean `{near[0]}`? " if near else ""
            raise BrokenFile(
                file, f"severities: there is no rule `{pattern}`",
                f"{hint}The page of rules lists them all.",
            )  # fmt: skip
    return told


def severity_of(rule: str, told: Overrides) -> Severity | None:
    """What the configuration says of a rule."""
    found = [severity for pattern, severity in told.items() if fnmatchcase(rule, pattern)]
    return found[-1] if found else None


def changes(found: Iterable[Change], told: Overrides) -> tuple[Change, ...]:
    """Changes with the configured severities; the reason says what it would be without."""
    return tuple(_change(change, told) for change in found) if told else tuple(found)


def _change(change: Change, told: Overrides) -> Change:
    brought = tuple(_change(each, told) for each in change.consequences)
    change = msgspec.structs.replace(change, consequences=brought)
    now = severity_of(change.rule, told)
    if now is None or now == change.severity:
        return change
    reason = gettext(
        "%(reason)s (%(now)s by configuration, else %(before)s)",
        reason=change.reason, now=gettext(now), before=gettext(change.severity),
    )  # fmt: skip
    return msgspec.structs.replace(change, severity=now, reason=reason)


def difference(found: Difference, told: Overrides) -> Difference:
    if not told:
        return found
    return msgspec.structs.replace(found, changes=changes(found.changes, told))


def check(found: Check, told: Overrides) -> Check:
    """A check with the configured severities; its verdict stays."""
    if not told:
        return found
    return msgspec.structs.replace(
        found, findings=changes(found.findings, told), state=conditions(found.state, told),
        waived=_waived(found.waived, told), expired=_waived(found.expired, told),
    )  # fmt: skip


def _waived(found: Iterable[Waived], told: Overrides) -> tuple[Waived, ...]:
    return tuple(Waived(_change(each.change, told), each.waiver) for each in found)


def conditions(found: Iterable[Condition], told: Overrides) -> tuple[Condition, ...]:
    """The same for operational state."""
    found = tuple(found)
    now = {rule: severity_of(rule, told) for rule in {each.rule for each in found}}
    return tuple(_condition(each, now[each.rule]) for each in found)


def _condition(found: Condition, now: Severity | None) -> Condition:
    if now is None or now == found.severity:
        return found
    why = gettext("%(reason)s (%(now)s by configuration)", reason=found.reason, now=gettext(now))
    return msgspec.structs.replace(found, severity=now, reason=why)
