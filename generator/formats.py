"""A comparison or a check as text for terminals, as JSON for machines, as Markdown for comments."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from generator import dependents
from generator.changes import SEVERITIES, hazard_words
from generator.output import Item, Output

T = TypeVar("T")
MARKS = {"breaking": "✗", "risky": "!", "safe": "+", "cosmetic": "·"}


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
    found = f"{many(n['tables_found'], 'table')} and {many(n['columns_found'], 'column')} found"
    if n["tables_expected"] is None:
        return f"nothing was compared; {found}"
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
        found = [item for item in _items(output) if item.severity == severity]
        shown = [_line(item) + ("" if brief else _ways(item)) for item in found]
        most = 5 if brief and severity in ("safe", "cosmetic") else len(shown)
        lines += shown[:most]
        if len(shown) > most:
            lines.append(f"    … and {len(shown) - most} more that are {severity}")
    if _is_check(output):
        lines += _of_waivers(output) + _where(output)
        lines += _state(output, brief)
        lines += [_cannot_tell(k, v) for k, v in output.not_compared.items()]
    else:
        told = {k: v for k, v in output.not_compared.items() if not brief or k == "spelling"}
        lines += [f"  not compared: {k} ({v})" for k, v in told.items()]
    lines += [f"  note: {note}" for note in output.notes]
    if output.folds and not brief:
        number = len(output.folds)
        lines.append(f"  {number} equal after folding the spelling (--format json lists them)")
    if not brief:
        counts = output.coverage.not_captured.items()
        lines += [f"  not captured: {number} × {kind}" for kind, number in counts]
    return "\n".join(lines)


def _cannot_tell(kind: str, why: str) -> str:
    """Of a kind; or of all, where the reason may have lines of its own."""
    told = f"{kind} ({why})" if kind else why.replace("\n", "\n    ")
    return f"  cannot tell: {told}"


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


def _state(output: Output, brief: bool) -> list[str]:
    """Operational state: one line for each rule; JSON and pages name every thing. In brief only
    how many there are."""
    found = _list(output.state)
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
    line = (
        f"  {MARKS[item.severity]} {item.severity:<8} {item.sentence}  [{_tag(item)}]{_age(item)}"
    )
    if item.hazards:
        line += f"\n             hazards: {hazard_words(item.hazards)}"
    if item.dependents:
        line += f"\n             {dependents.words(item.dependents)}"
    return line + "".join(f"\n             with it: {c.sentence}" for c in item.consequences)


_STATEMENTS = 3  # of a remedy that are shown; `--format sql` has them all


def _ways(item: Item) -> str:
    """Both ways out of a finding: the SQL with its proof, the edit."""
    if isinstance(item.remedy, msgspec.UnsetType) or isinstance(item.adoption, msgspec.UnsetType):
        return ""
    shown = item.remedy.sql[:_STATEMENTS]
    lines = [line for step in shown for line in step.rstrip().split("\n")]
    if more := len(item.remedy.sql) - len(shown):
        lines.append(f"-- and {many(more, 'step')} more: --format sql")
    if lines:
        head = f"in the database (the whole script: {item.remedy.proof}):"
        lines = [head, *(f"  {line}" for line in lines)]
    lines += [f"left as it is in the database: {why}" for why in item.remedy.left]
    lines.append(f"or adopt it: {item.adoption.sentence.replace('`', '')}")
    return "".join(f"\n             {line}" for line in lines)


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
    left = [f"- {word}: {k or 'all'} ({cell(why)})\n" for k, why in output.not_compared.items()]
    left += [f"- note: {note}\n" for note in output.notes]
    left += [f"- {cell(line.strip(' ~'))}\n" for line in _of_waivers(output)]
    return head + table + ("\n" + "".join(left) if left else "")


def _with_it(item: Item) -> str:
    told = [item.sentence, *(f"With it: {each.sentence}" for each in item.consequences)]
    if item.dependents:
        told.append(f"{dependents.words(item.dependents)}.")
    return " ".join(told)


def cell(text: str) -> str:
    """Text that came from a database, inside a Markdown table."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
