"""A matrix as text for terminals, as JSON for machines, as Markdown for comments."""

from __future__ import annotations

import msgspec

from generator.formats import MARKS, cell, many
from generator.language import counted, gettext
from generator.matrix import Matrix, Row, Told
from generator.sentences import one_line
from generator.values import listed


class Output(msgspec.Struct, frozen=True, kw_only=True):
    """The JSON of `matrix`; `docs/matrix.schema.json` is its published schema."""

    verdict: str  # same, differs, or cannot tell
    sources: tuple[Told, ...]
    rows: tuple[Row, ...]
    summary: dict[str, int]
    not_compared: tuple[str, ...]
    unread: tuple[str, ...]


def verdict(found: Matrix) -> str:
    return {0: "same", 1: "differs", 3: "cannot tell"}[found.exit_code]


def json(found: Matrix) -> str:
    told = Output(
        verdict=verdict(found), sources=found.sources, rows=found.rows,
        not_compared=found.not_compared, unread=found.unread,
        summary={
            "rows": len(found.rows), "objects": found.objects, "agreed": found.agreed,
            "folds": found.folds,
            **{word.replace(" ", "_"): n for word, n in outcomes(found).items()},
        },
    )  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n"


def outcomes(found: Matrix) -> dict[str, int]:
    """How many rows have an odd one out, and how many do not tell who is wrong."""
    words = ("odd one out", "no majority", "differ")
    return {word: sum(row.outcome == word for row in found.rows) for word in words}


def headline(found: Matrix) -> str:
    """The verdict in a sentence."""
    number = f"{many(len(found.rows), 'difference')}. " if found.rows else ""
    return number + who(found)


def who(found: Matrix) -> str:
    """Who is the odd one out, how often."""
    if not found.rows:
        if found.unread:
            return gettext("Cannot tell: nothing differs, but not all could be read.")
        return gettext("All agree.")
    odd = sorted((told for told in found.sources if told.odd), key=lambda told: -told.odd)
    if not odd:
        return gettext("Nothing tells which side is wrong.")
    told = listed([f"{each.name} ({counted(each.odd, 'time')})" for each in odd])
    return gettext("The odd one out: %(told)s.", told=told)


def text(found: Matrix) -> str:
    """The verdict, what stands side by side, the rows, and what could not be compared."""
    lines = [headline(found)]
    lines += [_source(told) for told in found.sources]
    lines.append(f"  nothing differs of {found.agreed} of {many(found.objects, 'object')}")
    lines += [_line(row) for row in found.rows]
    lines += [f"  cannot tell: {one_line(why)}" for why in found.unread]
    lines += [f"  not compared: {one_line(why)}" for why in found.not_compared]
    if found.folds:
        lines.append(f"  {found.folds} equal after folding the spelling")
    return "\n".join(lines)


def _source(told: Told) -> str:
    return f"  {told.label}: {_what(told)}"


def _what(told: Told) -> str:
    if told.kind == "none":
        return "could not be had"
    return "an expectation" if told.objects is None else many(told.objects, "object")


def _line(row: Row) -> str:
    mute = "; ".join(f"{name}: {why}" for name, why in row.silent.items())
    line = f"  {MARKS[row.severity]} {row.severity:<8} {row.about.replace('`', '')}: {row.sentence}"
    return f"{line}  [{row.rule}]" + (f"\n             no voice: {one_line(mute)}" if mute else "")


def markdown(found: Matrix) -> str:
    """For a comment box: the verdict, then a column for each source."""
    names = [told.name for told in found.sources if told.kind != "none"]
    lines = [f"### Side by side: {verdict(found)}", "", f"**{headline(found)}**", ""]
    if found.rows:
        lines.append(f"| Severity | What | {' | '.join(map(cell, names))} | Odd one out |")
        lines.append("|---" * (len(names) + 3) + "|")
    for row in found.rows:
        shown = [cell(shown_of(row, name)) for name in names]
        odd = cell(listed(row.odd)) if row.odd else row.outcome
        lines.append(f"| {row.severity} | {cell(row.about)} | {' | '.join(shown)} | {odd} |")
    left = [f"- cannot tell: {cell(why)}" for why in found.unread]
    left += [f"- not compared: {cell(why)}" for why in found.not_compared]
    return "\n".join([*lines, *([""] if found.rows and left else []), *left]) + "\n"


def shown_of(row: Row, name: str) -> str:
    """What a source has at a row, in words; in brackets why it has no voice."""
    group = next((group for group in row.groups if name in group.sources), None)
    return f"({row.silent.get(name, '')})" if group is None else group.shown
