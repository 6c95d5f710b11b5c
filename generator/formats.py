"""A comparison or a check as text for terminals, as JSON for machines, as Markdown for comments."""

from __future__ import annotations

from typing import Any

import msgspec

from generator.changes import SEVERITIES, Change, Difference, Fold, Hazard, hazard_words
from generator.check import Check
from generator.state import Condition
from snapshot.records import Coverage

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
    hazards: tuple[Hazard, ...]
    consequences: tuple[Item, ...]  # what it brought with it: not counted


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """The JSON of `diff` and `check`; `docs/report.schema.json` is its published schema."""

    old: str
    new: str
    verdict: str
    changes: list[Item] | msgspec.UnsetType = msgspec.UNSET
    findings: list[Item] | msgspec.UnsetType = msgspec.UNSET
    state: list[Condition] | msgspec.UnsetType = msgspec.UNSET  # operational; not in the verdict
    folds: list[Fold]
    coverage: Coverage
    not_compared: dict[str, str]
    notes: list[str]
    summary: dict[str, int | None]


def _item(change: Change) -> Item:
    told = {field: getattr(change, field) for field in Item.__struct_fields__}
    return Item(**{**told, "consequences": tuple(_item(each) for each in change.consequences)})


def of_diff(old: str, new: str, found: Difference, coverage: Coverage) -> Output:
    """The result of `chronicle diff`."""
    return Output(
        old=old, new=new, verdict="differs" if found.changes else "same",
        changes=[_item(change) for change in found.changes], folds=list(found.folds),
        coverage=coverage, not_compared=found.not_compared, notes=[],
        summary=_counts(found.changes),
    )  # fmt: skip


def of_check(old: str, new: str, found: Check, coverage: Coverage) -> Output:
    """The result of `chronicle check`."""
    tables = found.tables
    return Output(
        old=old, new=new, verdict=found.verdict,
        findings=[_item(finding) for finding in found.findings], folds=list(found.folds),
        state=list(found.state), coverage=coverage, not_compared=found.cannot_tell,
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
            "unasserted": len(found.unasserted), "state": len(found.state),
        },
    )  # fmt: skip


def _counts(changes: tuple[Change, ...]) -> dict[str, int | None]:
    counts: dict[str, int | None] = {"total": len(changes)}
    for severity in SEVERITIES:
        counts[severity] = sum(change.severity == severity for change in changes)
    return counts


def _items(output: Output) -> list[Item]:
    found = output.changes if output.changes is not msgspec.UNSET else output.findings
    return [] if isinstance(found, msgspec.UnsetType) else found


def _is_check(output: Output) -> bool:
    return output.findings is not msgspec.UNSET


def tally(output: Output) -> str:
    """`12 changes: 1 breaking, 11 safe`, in words."""
    total = output.summary["total"]
    noun = many(total, "finding" if _is_check(output) else "change").partition(" ")[2]
    parts = [f"{output.summary[s]} {s}" for s in SEVERITIES if output.summary[s]]
    return f"{total or 'no'} {noun}" + (f": {', '.join(parts)}" if parts else "")


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
    for severity in SEVERITIES:
        told = [_line(item) for item in _items(output) if item.severity == severity]
        most = 5 if brief and severity in ("safe", "cosmetic") else len(told)
        lines += told[:most]
        if len(told) > most:
            lines.append(f"    … and {len(told) - most} more that are {severity}")
    if _is_check(output):
        lines += _where(output)
        lines += _state(output, brief)
        lines += [f"  cannot tell: {k or 'all'} ({v})" for k, v in output.not_compared.items()]
        lines += [f"  note: {note}" for note in output.notes]
    elif not brief:
        lines += [f"  not compared: {k} ({v})" for k, v in output.not_compared.items()]
    if output.folds and not brief:
        number = len(output.folds)
        lines.append(f"  {number} equal after folding the spelling (--format json lists them)")
    if not brief:
        counts = output.coverage.not_captured.items()
        lines += [f"  not captured: {number} × {kind}" for kind, number in counts]
    return "\n".join(lines)


def _state(output: Output, brief: bool) -> list[str]:
    """Operational state: one line for each rule; JSON and pages name every thing. In brief only
    how many there are."""
    found = [] if isinstance(output.state, msgspec.UnsetType) else output.state
    if not found:
        return []
    head = f"  state: {many(len(found), 'thing')} to look at, apart from the verdict"
    if brief:
        return [f"{head} (`chronicle check` lists them)"]
    lines = [head]
    for severity in SEVERITIES:
        for rule in sorted({c.rule for c in found if c.severity == severity}):
            first, *others = [c for c in found if c.rule == rule]
            more = f" And {len(others)} more." if others else ""
            lines.append(f"  {MARKS[severity]} {severity:<8} {first.sentence}{more}  [{rule}]")
    return lines


def _line(item: Item) -> str:
    """One change: what happened, its hazards, what came with it."""
    line = f"  {MARKS[item.severity]} {item.severity:<8} {item.sentence}  [{item.rule}]"
    if item.hazards:
        line += f"\n             hazards: {hazard_words(item.hazards)}"
    return line + "".join(f"\n             with it: {c.sentence}" for c in item.consequences)


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
    )
    rows = [
        f"| {item.severity} | {cell(_with_it(item))} | {hazard_words(item.hazards)} "
        f"| `{item.rule}` |\n"
        for severity in SEVERITIES
        for item in _items(output)
        if item.severity == severity
    ]
    table = (
        "\n| Severity | What | Hazards | Rule |\n|---|---|---|---|\n" + "".join(rows)
        if rows
        else ""
    )
    if state := _state(output, False):
        listed = "".join(f"- {cell(' '.join(line.split()[1:]))}\n" for line in state[1:])
        table += f"\n**Operational state**, apart from the verdict:\n\n{listed}"
    word = "cannot tell" if _is_check(output) else "not compared"
    left = [f"- {word}: {k or 'all'} ({why})\n" for k, why in output.not_compared.items()]
    left += [f"- note: {note}\n" for note in output.notes]
    return head + table + ("\n" + "".join(left) if left else "")


def _with_it(item: Item) -> str:
    return " ".join([item.sentence, *(f"With it: {each.sentence}" for each in item.consequences)])


def cell(text: str) -> str:
    """Text that came from a database, inside a Markdown table."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
