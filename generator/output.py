"""A comparison or a check as machines read it: the JSON of `diff` and `check`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec

from generator.ages import Age
from generator.changes import (
    SEVERITIES,
    Change,
    Dependent,
    Difference,
    Fold,
    Hazard,
    Upgrade,
    fingerprint,
)
from generator.dependents import UNKNOWN
from generator.evidence import Evidence
from generator.language import gettext
from generator.state import Condition
from generator.ways import Adoption, Remedy, Ways
from snapshot.records import Coverage
from snapshot.waivers import Waiver

if TYPE_CHECKING:
    from generator.check import Check
    from generator.waiving import Waived


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """One change or finding, as machines read it."""

    object: str
    part: str
    field: str
    kind: str
    action: str
    old: Any
    new: Any
    rule: str
    severity: str
    reason: str
    sentence: str
    domain: str | None
    evidence: Evidence | None  # of a rename between servers
    perhaps: str  # what it may have been, or be now; "" when nothing is likely
    hazards: tuple[Hazard, ...]
    consequences: tuple[Item, ...]  # what it brought with it: not counted
    dependents: tuple[Dependent, ...] | None  # what may break with it; null when not known
    fingerprint: str | msgspec.UnsetType = msgspec.UNSET  # these four of findings only
    age: Age | msgspec.UnsetType | None = msgspec.UNSET  # null: in no snapshot yet
    remedy: Remedy | msgspec.UnsetType = msgspec.UNSET  # both ways out: not of what is waived
    adoption: Adoption | msgspec.UnsetType = msgspec.UNSET


class WaivedItem(Item, frozen=True, kw_only=True):
    """A finding that a waiver speaks of."""

    waiver: Waiver


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """The JSON of `diff` and `check`, and of the site's reports, which tell both.

    `docs/report.schema.json` is its published schema.
    """

    old: str
    new: str
    verdict: str
    since: str | msgspec.UnsetType = msgspec.UNSET  # of a report: what `changes` are told against
    changes: list[Item] | msgspec.UnsetType = msgspec.UNSET
    findings: list[Item] | msgspec.UnsetType = msgspec.UNSET  # the open ones
    waived: list[WaivedItem] | msgspec.UnsetType = msgspec.UNSET
    waivers_expired: list[WaivedItem] | msgspec.UnsetType = msgspec.UNSET  # open findings again
    waivers_unused: list[Waiver] | msgspec.UnsetType = msgspec.UNSET
    state: list[Condition] | msgspec.UnsetType = msgspec.UNSET  # operational; not in the verdict
    folds: list[Fold]
    coverage: Coverage
    not_compared: dict[str, str]
    notes: list[str]
    summary: dict[str, int | None]
    upgrade: Upgrade | None = None


_OF_FINDINGS = ("fingerprint", "age", "remedy", "adoption")
Ages = Mapping[str, Age]
"""Fingerprint → age, of the findings that some snapshot has shown."""


def _facts(change: Change) -> dict[str, Any]:
    fields = (field for field in Item.__struct_fields__ if field not in _OF_FINDINGS)
    told = {field: getattr(change, field) for field in fields}
    return {**told, "consequences": tuple(_item(each) for each in change.consequences)}


def _item(change: Change) -> Item:
    return Item(**_facts(change))


def _finding(change: Change, ages: Ages, out: Mapping[str, Ways]) -> Item:
    mark = fingerprint(change)
    ways = {f: getattr(out[mark], f) for f in ("remedy", "adoption")} if mark in out else {}
    return Item(**_facts(change), fingerprint=mark, age=ages.get(mark), **ways)


def _waived(each: Waived, ages: Ages) -> WaivedItem:
    mark = fingerprint(each.change)
    return WaivedItem(
        **_facts(each.change), fingerprint=mark, age=ages.get(mark), waiver=each.waiver
    )


def items(found: Difference) -> list[Item]:
    """The changes of a comparison."""
    return [_item(change) for change in found.changes]


def of_diff(old: str, new: str, found: Difference, coverage: Coverage) -> Output:
    """The result of `chronicle diff`."""
    return Output(
        old=old, new=new, verdict="differs" if found.changes else "same",
        changes=items(found), folds=list(found.folds),
        coverage=coverage, not_compared=found.not_compared, notes=_unknown(found.changes),
        summary=_counts(found.changes), upgrade=found.upgrade,
    )  # fmt: skip


def of_check(
    old: str, new: str, found: Check, coverage: Coverage, ages: Ages = MappingProxyType({}),
    ways: Mapping[str, Ways] = MappingProxyType({}),
) -> Output:  # fmt: skip
    """The result of `chronicle check`. `ways`: fingerprint → both ways out."""
    tables = found.tables
    return Output(
        old=old, new=new, verdict=found.verdict,
        findings=[_finding(finding, ages, ways) for finding in found.findings],
        waived=[_waived(each, ages) for each in found.waived],
        waivers_expired=[_waived(each, ages) for each in found.expired],
        waivers_unused=list(found.unused_waivers), state=list(found.state),
        folds=list(found.folds), coverage=coverage, not_compared=found.cannot_tell,
        notes=[
            gettext("`unlisted: all` says nothing about %(kind)s: %(why)s", kind=kind, why=why)
            for kind, why in found.not_held.items()
        ] + [
            gettext("nothing fits the pattern `%(pattern)s`", pattern=each)
            for each in found.unmatched
        ]
        + _silent(found.silent) + _unknown(found.findings),
        summary={
            **_counts(found.findings),
            "tables_found": len(tables.found), **_held(found),
            "columns_expected": tables.columns_expected, "columns_found": tables.columns_found,
            "columns_counted": tables.columns_counted,
            "unasserted": len(found.unasserted), "waived": len(found.waived),
            "state": len(found.state),
        },
    )  # fmt: skip


def contradicted(ages: Ages, days: int) -> list[str]:
    """Findings that stand so long that the expectation may be what is wrong."""
    old = sorted(mark for mark, age in ages.items() if age.days >= days)
    if not old:
        return []
    return [
        f"contradicted for {days} days or more: {', '.join(old)}; "
        "bring the database there, or adopt it with `chronicle expect`"
    ]


def _silent(fields: Mapping[str, int]) -> list[str]:
    """What is not asserted of objects that are stated in full otherwise."""
    told = ", ".join(
        gettext("%(field)s of %(number)s", field=field, number=number)
        for field, number in fields.items()
    )
    return [gettext("not asserted, though all else is: %(told)s", told=told)] if told else []


def _held(found: Check) -> dict[str, int | None]:
    """Tables against the expectation; no numbers where it could not be had."""
    names = ("expected", "missing", "unexpected")
    return {
        f"tables_{name}": None if found.untold else len(getattr(found.tables, name))
        for name in names
    }


def _unknown(changes: tuple[Change, ...]) -> list[str]:
    """Where it matters, and is not known, what depends on something."""
    return (
        [gettext(UNKNOWN)]
        if any(c.dependents is None for each in changes for c in each.all)
        else []
    )


def _counts(changes: tuple[Change, ...]) -> dict[str, int | None]:
    counts: dict[str, int | None] = {"total": len(changes)}
    for severity in SEVERITIES:
        counts[severity] = sum(change.severity == severity for change in changes)
    return counts
