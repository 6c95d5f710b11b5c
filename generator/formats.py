"""A comparison or a check as text for terminals, as JSON for machines, as Markdown for comments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from generator.ages import Age
from generator.changes import SEVERITIES, Change, Difference, Fold, Upgrade, fingerprint
from generator.evidence import Evidence
from snapshot.records import Coverage
from snapshot.waivers import Waiver

if TYPE_CHECKING:
    from generator.check import Check
    from generator.waiving import Waived

T = TypeVar("T")
MARKS = {"breaking": "✗", "risky": "!", "safe": "+", "cosmetic": "·"}


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
    fingerprint: str | msgspec.UnsetType = msgspec.UNSET  # these two of findings only
    age: Age | msgspec.UnsetType | None = msgspec.UNSET  # null: in no snapshot yet


class WaivedItem(Item, frozen=True, kw_only=True):
    """A finding that a waiver speaks of."""

    waiver: Waiver


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """The JSON of `diff` and `check`; `docs/report.schema.json` is its published schema."""

    old: str
    new: str
    verdict: str
    changes: list[Item] | msgspec.UnsetType = msgspec.UNSET
    findings: list[Item] | msgspec.UnsetType = msgspec.UNSET  # the open ones
    waived: list[WaivedItem] | msgspec.UnsetType = msgspec.UNSET
    waivers_expired: list[WaivedItem] | msgspec.UnsetType = msgspec.UNSET  # open findings again
    waivers_unused: list[Waiver] | msgspec.UnsetType = msgspec.UNSET
    folds: list[Fold]
    coverage: Coverage
    not_compared: dict[str, str]
    notes: list[str]
    summary: dict[str, int | None]
    upgrade: Upgrade | None = None


_OF_FINDINGS = ("fingerprint", "age")
Ages = Mapping[str, Age]
"""Fingerprint → age, of the findings that some snapshot has shown."""


def _facts(change: Change) -> dict[str, Any]:
    fields = (field for field in Item.__struct_fields__ if field not in _OF_FINDINGS)
    return {field: getattr(change, field) for field in fields}


def _item(change: Change) -> Item:
    return Item(**_facts(change))


def _finding(change: Change, ages: Ages) -> Item:
    mark = fingerprint(change)
    return Item(**_facts(change), fingerprint=mark, age=ages.get(mark))


def _waived(each: Waived, ages: Ages) -> WaivedItem:
    mark = fingerprint(each.change)
    return WaivedItem(
        **_facts(each.change), fingerprint=mark, age=ages.get(mark), waiver=each.waiver
    )


def of_diff(old: str, new: str, found: Difference, coverage: Coverage) -> Output:
    """The result of `chronicle diff`."""
    return Output(
        old=old, new=new, verdict="differs" if found.changes else "same",
        changes=[_item(change) for change in found.changes], folds=list(found.folds),
        coverage=coverage, not_compared=found.not_compared, notes=[],
        summary=_counts(found.changes),
        upgrade=found.upgrade,
    )  # fmt: skip


def of_check(
    old: str,
    new: str,
    found: Check,
    coverage: Coverage,
    ages: Ages = {},  # noqa: B006
) -> Output:
    """The result of `chronicle check`."""
    tables = found.tables
    return Output(
        old=old, new=new, verdict=found.verdict,
        findings=[_finding(finding, ages) for finding in found.findings],
        waived=[_waived(each, ages) for each in found.waived],
        waivers_expired=[_waived(each, ages) for each in found.expired],
        waivers_unused=list(found.unused_waivers), folds=list(found.folds),
        coverage=coverage, not_compared=found.cannot_tell,
        notes=[
            f"`unlisted: all` says nothing about {kind}: {why}"
            for kind, why in found.not_held.items()
        ],
        summary={
            **_counts(found.findings),
            "tables_expected": len(tables.expected), "tables_found": len(tables.found),
            "tables_missing": len(tables.missing), "tables_unexpected": len(tables.unexpected),
            "columns_expected": tables.columns_expected, "columns_found": tables.columns_found,
            "columns_counted": tables.columns_counted,
            "unasserted": len(found.unasserted), "waived": len(found.waived),
        },
    )  # fmt: skip


def _counts(changes: tuple[Change, ...]) -> dict[str, int | None]:
    counts: dict[str, int | None] = {"total": len(changes)}
    for severity in SEVERITIES:
        counts[severity] = sum(change.severity == severity for change in changes)
    return counts


def _items(output: Output) -> list[Item]:
    return _list(output.findings if output.changes is msgspec.UNSET else output.changes)


def _is_check(output: Output) -> bool:
    return output.findings is not msgspec.UNSET


def tally(output: Output) -> str:
    """`12 changes: 1 breaking, 11 safe`, in words."""
    total = output.summary["total"]
    noun = many(total, "finding" if _is_check(output) else "change").partition(" ")[2]
    parts = [f"{output.summary[s]} {s}" for s in SEVERITIES if output.summary[s]]
    waived = f"; {output.summary['waived']} waived" if output.summary.get("waived") else ""
    return f"{total or 'no'} {noun}" + (f": {', '.join(parts)}" if parts else "") + waived


def numbers(output: Output) -> str:
    """The four numbers, which add up: found = expected - missing + unexpected."""
    n = output.summary
    told = sum(i.kind == "table" and i.action == "added" and not i.part for i in _items(output))
    free = (n["tables_unexpected"] or 0) - told
    return (
        f"{many(n['tables_expected'], 'table')} expected, {n['tables_found']} found, "
        f"{n['tables_missing']} missing, {n['tables_unexpected']} unexpected"
        + (f" ({free} that `unlisted` does not forbid); " if free else "; ")
        + f"{many(n['columns_found'], 'column')} found, {_columns(n)}"
    )


def _columns(n: dict[str, int | None]) -> str:
    """How many columns are expected, and which of those found that speaks of."""
    if n["columns_expected"] is None:
        return "how many are expected is not asserted"
    told = f"{n['columns_expected']} expected"
    if n["columns_counted"] == n["columns_found"]:
        return told
    return f"of which {n['columns_counted']} are in tables that state how many: {told}"


def many(number: int | None, noun: str) -> str:
    """`1 table`, `2 tables`."""
    return f"{number} {noun}" + ("" if number == 1 else "s")


def json(output: Output) -> str:
    return msgspec.json.format(msgspec.json.encode(output), indent=2).decode() + "\n"


def text(output: Output, *, brief: bool = False) -> str:
    """Verdict first, then counts, then the worst first.

    `brief` keeps to one screen: of the harmless only the first few, and no coverage.
    """
    if _is_check(output):
        lines = [f"verdict: {output.verdict}", numbers(output), tally(output)]
    else:
        lines = [f"{output.old} → {output.new}: {tally(output)}"]
        lines += [f"  {output.upgrade.sentence}"] if output.upgrade else []
    for severity in SEVERITIES:
        shown = [
            f"  {MARKS[severity]} {severity:<8} {item.sentence}  [{_tag(item)}]{_age(item)}"
            for item in _items(output)
            if item.severity == severity
        ]
        most = 5 if brief and severity in ("safe", "cosmetic") else len(shown)
        lines += shown[:most]
        if len(shown) > most:
            lines.append(f"    … and {len(shown) - most} more that are {severity}")
    if _is_check(output):
        lines += _of_waivers(output) + _where(output)
        lines += [f"  cannot tell: {k or 'all'} ({v})" for k, v in output.not_compared.items()]
        lines += [f"  note: {note}" for note in output.notes]
    else:
        told = {k: v for k, v in output.not_compared.items() if not brief or k == "spelling"}
        lines += [f"  not compared: {k} ({v})" for k, v in told.items()]
    if output.folds and not brief:
        number = len(output.folds)
        lines.append(f"  {number} equal after folding the spelling (--format json lists them)")
    if not brief:
        counts = output.coverage.not_captured.items()
        lines += [f"  not captured: {number} × {kind}" for kind, number in counts]
    return "\n".join(lines)


def _tag(item: Item) -> str:
    """The rule, and for a finding what a waiver would name it by."""
    return " ".join(str(word) for word in (item.rule, item.fingerprint) if word)


def _age(item: Item) -> str:
    if isinstance(item.age, msgspec.UnsetType) or item.age is None:
        return ""
    again = f", for the {ordinal(len(item.age.before) + 1)} time" if item.age.before else ""
    days = f" {many(item.age.days, 'day')}," if item.age.days else ""
    return f" open{days} since {item.age.since[:10]}{again}"


def ordinal(number: int) -> str:
    """`2nd`, `3rd`, `11th`."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


def _of_waivers(output: Output) -> list[str]:
    """What is held back, until when and by whom; and the waivers that hold nothing back."""
    lines = [
        f"  ~ waived   {item.sentence}  [{_tag(item)}] until {item.waiver.expires}, "
        f"{item.waiver.owner}: {item.waiver.reason}"
        for item in _list(output.waived)
    ]
    lines += [
        f"  a waiver ended on {item.waiver.expires}: {item.sentence} ({item.waiver.owner})"
        for item in _list(output.waivers_expired)
    ]
    lines += [
        f"  a waiver matches nothing: {waiver.what} ({waiver.owner}, until {waiver.expires})"
        for waiver in _list(output.waivers_unused)
    ]
    return lines


def _list(found: list[T] | msgspec.UnsetType) -> list[T]:
    return [] if isinstance(found, msgspec.UnsetType) else found


def _where(output: Output) -> list[str]:
    """Where findings are settled: in the database, or in the domain's file."""
    domains = [item.domain or "no domain" for item in _items(output)]
    if not domains:
        return []
    told = ", ".join(f"{name} {domains.count(name)}" for name in sorted(set(domains)))
    return [f"  to settle: {told}. Change the database, or adopt it in the domain's file."]


def markdown(output: Output) -> str:
    """For a comment box: a heading, the counts, a table."""
    head = (
        f"### {output.new}: {output.verdict}\n\n{numbers(output)}.\n\n**{tally(output)}**\n"
        if _is_check(output)
        else f"### {output.old} → {output.new}\n\n**{tally(output)}**\n"
        + (f"\n{output.upgrade.sentence}.\n" if output.upgrade else "")
    )
    rows = [
        f"| {item.severity} | {cell(item.sentence)} | `{item.rule}` |\n"
        for severity in SEVERITIES
        for item in _items(output)
        if item.severity == severity
    ]
    table = "\n| Severity | What | Rule |\n|---|---|---|\n" + "".join(rows) if rows else ""
    word = "cannot tell" if _is_check(output) else "not compared"
    left = [f"- {word}: {k or 'all'} ({why})\n" for k, why in output.not_compared.items()]
    left += [f"- note: {note}\n" for note in output.notes]
    left += [f"- {cell(line.strip(' ~'))}\n" for line in _of_waivers(output)]
    return head + table + ("\n" + "".join(left) if left else "")


def cell(text: str) -> str:
    """Text that came from a database, inside a Markdown table."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
