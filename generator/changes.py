"""The words of a comparison: what differs, what was folded, what could not be compared."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Action = Literal["added", "removed", "changed", "renamed"]
Severity = Literal["breaking", "risky", "safe", "cosmetic"]
SEVERITIES: tuple[Severity, ...] = ("breaking", "risky", "safe", "cosmetic")


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One real difference. `old` is the past or the expectation, `new` is the fact.

    `part` is the path inside the object (`columns/email`), "" for the object itself; `field` is
    "" when the whole thing came, went or changed its name. For renames `old` and `new` are names.
    """

    object: str
    kind: str
    part: str = ""
    field: str = ""
    action: Action
    old: Any = None
    new: Any = None
    rule: str = ""
    severity: Severity = "risky"
    reason: str = ""
    sentence: str = ""
    domain: str | None = None


class Fold(msgspec.Struct, frozen=True, kw_only=True):
    """A difference in spelling only, with the rule that says so: readers can dispute it."""

    object: str
    part: str
    field: str
    old: Any
    new: Any
    rule: str


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """All that a comparison found."""

    changes: tuple[Change, ...] = ()
    folds: tuple[Fold, ...] = ()
    not_compared: dict[str, str] = {}  # kind → why

    def count(self, severity: Severity) -> int:
        return sum(change.severity == severity for change in self.changes)
