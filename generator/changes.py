"""The words of a comparison: what differs, what was folded, what could not be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal

import msgspec

from generator.evidence import Evidence
from generator.language import gettext, ngettext, noted, spoken, words
from snapshot.codec import digest
from snapshot.records import Coverage

Action = Literal["added", "removed", "changed", "renamed", "recreated"]
Severity = Literal["breaking", "risky", "safe", "cosmetic"]
SEVERITIES: tuple[Severity, ...] = ("breaking", "risky", "safe", "cosmetic")
_SAID = (noted("breaking"), noted("risky"), noted("safe"), noted("cosmetic"))

HazardKind = Literal[
    "lock", "rewrite", "scan", "data loss", "index lost", "access widened", "access narrowed",
    "correctness", "irreversible",
]  # fmt: skip
_LOCK = noted("lock")
_HAZARDS: dict[HazardKind, tuple[str, str]] = {  # in words: for sure, and if it may be
    "rewrite": (noted("rewrite"), noted("may be rewrite")),
    "scan": (noted("scan"), noted("may be scan")),
    "data loss": (noted("data loss"), noted("may be data loss")),
    "index lost": (noted("index lost"), noted("may be index lost")),
    "access widened": (noted("access widened"), noted("may be access widened")),
    "access narrowed": (noted("access narrowed"), noted("may be access narrowed")),
    "correctness": (noted("correctness"), noted("may be correctness")),
    "irreversible": (noted("irreversible"), noted("may be irreversible")),
}

Lock = Literal[
    "share update exclusive", "share", "share row exclusive", "exclusive", "access exclusive",
]  # fmt: skip
"""Table locks that somebody may wait for, the weakest first, as the manual calls them."""


class Hazard(msgspec.Struct, frozen=True):
    """What making a change does besides: apart from how bad its outcome is."""

    kind: HazardKind
    detail: str  # a lock's level as the manual calls it; else one plain clause

    @property
    def words(self) -> str:
        """`access exclusive lock`, `may be data loss`."""
        if self.kind == "lock":
            return gettext("%(level)s lock", level=self.detail)
        return gettext(_HAZARDS[self.kind][isinstance(self, Doubtful)])


class Doubtful(Hazard, frozen=True):
    """One of which the values do not tell whether it is there; its detail says `may be`, too."""


def hazard(kind: HazardKind, message: str, **values: str) -> Hazard:
    """A hazard, its detail in the language that is spoken."""
    return Hazard(kind, gettext(message, **values))


def may_be(kind: HazardKind, message: str) -> Hazard:
    """The same of one that is not sure."""
    return Doubtful(kind, gettext(message))


def hazard_words(hazards: Iterable[Hazard]) -> str:
    """In a few words: `access exclusive lock, rewrite, may be data loss`."""
    told = tuple(hazards)
    return _hazard_words(told, spoken()) if told else ""


@lru_cache(1 << 12)
def _hazard_words(hazards: tuple[Hazard, ...], language: str) -> str:
    """The same in the language that is spoken: thousands of changes have the same few."""
    return ", ".join(dict.fromkeys(hazard.words for hazard in hazards))


class Dependent(msgspec.Struct, frozen=True):
    """What depends on the thing that a change is about, and may break with it."""

    object: str
    part: str
    kind: str  # "default": of that column nothing else depends on it
    name: str  # as sentences have it
    indirect: bool  # it depends on something that depends on it

    @property
    def what(self) -> str:
        """What stands before its name: `foreign key`, `default of`."""
        return gettext("default of") if self.kind == "default" else words(self.kind)


class Change(msgspec.Struct, frozen=True):
    """One real difference. `old` is the past or the expectation, `new` is the fact.

    `part` is the path inside the object (`columns/email`), "" for the object itself; `field` is
    "" when the whole thing came, went, was made anew or changed its name. For renames `old` and
    `new` are names. A partition that was a table before has the table's key for `old`; one that is
    a table now has it for `new`.
    """

    object: str
    kind: str
    action: Action
    part: str = ""
    field: str = ""
    old: Any = None
    new: Any = None
    rule: str = ""
    severity: Severity = "risky"
    reason: str = ""
    sentence: str = ""
    name: str = ""  # of the thing, as its sentence has it
    domain: str | None = None
    evidence: Evidence | None = None  # of a rename, where no number of the server's proves it
    perhaps: str = ""  # what a thing that came or went may have been, or become; not sure enough
    hazards: tuple[Hazard, ...] = ()  # of making it: from old to new
    consequences: tuple[Change, ...] = ()  # what the same statement brought: not counted apart
    dependents: tuple[Dependent, ...] | None = ()  # where they matter; null when they are not known

    @property
    def all(self) -> tuple[Change, ...]:
        """It, and what it brought."""
        return (self, *(inner for each in self.consequences for inner in each.all))


def fingerprint(change: Change) -> str:
    """What makes two findings the same one: 12 hexadecimal digits; not of its sentence or severity.

    What is missing or not expected stays the same finding when something else about it changes.
    """
    values = [change.old, change.new] if change.field else []
    return digest([change.object, change.part, change.field, change.rule, *values])[:12]


class Fold(msgspec.Struct, frozen=True):
    """A difference in spelling only, with the rule that says so: readers can dispute it."""

    object: str
    part: str
    field: str
    old: Any
    new: Any
    rule: str


class Upgrade(msgspec.Struct, frozen=True):
    """The server of one database got another version between two snapshots of it."""

    old: str
    new: str
    spellings: int  # texts that the new version spells otherwise: they are among the folds

    @property
    def sentence(self) -> str:
        """`server upgraded from 15.18 to 18.6: 3 spellings folded`."""
        old, new = ([*map(int, re.findall(r"\d+", v))] for v in (self.old, self.new))
        if old < new:
            return ngettext(
                "server upgraded from %(old)s to %(new)s: %(num)s spelling folded",
                "server upgraded from %(old)s to %(new)s: %(num)s spellings folded",
                self.spellings, old=self.old, new=self.new,
            )  # fmt: skip
        return ngettext(
            "server changed from %(old)s to %(new)s: %(num)s spelling folded",
            "server changed from %(old)s to %(new)s: %(num)s spellings folded",
            self.spellings, old=self.old, new=self.new,
        )  # fmt: skip


class Difference(msgspec.Struct, frozen=True):
    """All that a comparison found."""

    changes: tuple[Change, ...] = ()
    apart: tuple[Change, ...] = ()  # before they were grouped: each as grave as alone
    folds: tuple[Fold, ...] = ()
    not_compared: dict[str, str] = {}  # kind → why
    upgrade: Upgrade | None = None

    @property
    def all(self) -> tuple[Change, ...]:
        """Every change, those that others brought too."""
        return tuple(inner for change in self.changes for inner in change.all)

    def count(self, severity: Severity) -> int:
        return sum(change.severity == severity for change in self.changes)


_TOO_OLD = (
    noted("the server of the older snapshot is too old for it"),
    noted("the server of the newer snapshot is too old for it"),
)
_NOT_CAPTURED = (
    noted("not captured in the older snapshot"), noted("not captured in the newer snapshot")
)  # fmt: skip


def not_compared(old: Coverage, new: Coverage) -> dict[str, str]:
    """Kinds that a side does not have: unknown is not empty."""
    neither = set(old.not_permitted) & set(new.not_permitted)
    found = {
        kind: old.not_permitted[kind] if old.built else gettext("not permitted in either snapshot")
        for kind in sorted(neither)
    }
    for kind in sorted(set(old.captured) ^ set(new.captured)):
        which, lacking = (0, old) if kind in new.captured else (1, new)
        found[kind] = (
            gettext(_TOO_OLD[which])
            if kind in lacking.not_on_version
            else lacking.not_permitted[kind]
            if lacking.built and kind in lacking.not_permitted
            else gettext(_NOT_CAPTURED[which])
        )
    return found
