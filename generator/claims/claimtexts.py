"""A judged report as text, JSON and Markdown."""

from __future__ import annotations

from typing import Any

import msgspec

from generator.claims import Judged, Judgement
from generator.claims.stated import Evidence
from generator.language import numbered
from generator.markdown import plain_title, tame
from generator.markdown import text as escaped
from snapshot.claims import Names, Number, Row, Statement

KINDS: dict[str, type] = {"number": Number, "list": Names, "row": Row, "statement": Statement}
_SHOWN = 6  # names in a line


def title(judgement: Judgement) -> str:
    report = judgement.report
    name = plain_title(report.title) or "A report without a title"
    return f"{name}, {f'of {report.date}' if report.date else 'without a date'}"


def tally(judgement: Judgement) -> str:
    """`89 claims: 12 contradicted, 59 confirmed, 18 not checkable`."""
    told = ", ".join(f"{number} {verdict}" for verdict, number in judgement.summary.items())
    return f"{numbered(len(judgement.claims), 'claim')}: {told}"


def against(judgement: Judgement) -> str:
    """What it was held against, and why that."""
    if judgement.against is None:
        return f"against itself alone: {judgement.why}"
    return f"against itself and {judgement.against}, {judgement.why}"


def repaired(judgement: Judgement) -> str:
    """What was damaged; "" when nothing was."""
    places = judgement.report.repaired
    return (
        f"encoding repaired in {numbered(places, 'place')}: UTF-8 that had been read as another "
        "encoding and written again" if places else ""
    )  # fmt: skip


def text(judgement: Judgement) -> str:
    lines = [f"{title(judgement)}: a claim, not a capture", repaired(judgement)]
    lines += [against(judgement), tally(judgement)]
    for quotes, evidence in cards(judgement.of("contradicted")):
        lines += [f"  ✗ line {line}: “{tame(quote)}”" for line, quote in quotes]
        lines += [f"      {sentence(each)}" for each in evidence]
    lines += [f"  ✓ confirmed: {told}" for told in confirmed(judgement)]
    for why, claims in reasons(judgement):
        lines.append(f"  · not checkable: {tame(why)}")
        lines += [f"      line {c.claim.line}: “{tame(c.claim.quote)}”" for c in claims[:_SHOWN]]
        if len(claims) > _SHOWN:
            lines.append(f"      and {len(claims) - _SHOWN} more")
    return "\n".join(line for line in lines if line)


Sayings = list[tuple[int, str]]
"""Lines with the words that stand there."""


def cards(claims: list[Judged]) -> list[tuple[Sayings, list[Evidence]]]:
    """Claims with what decided, together: a sentence may hold several, and some fall with one."""
    by_quote: dict[tuple[int, str], list[Evidence]] = {}
    for each in claims:
        by_quote.setdefault((each.claim.line, each.claim.quote), []).extend(each.telling)
    found: list[tuple[Sayings, list[Evidence]]] = []
    for quote, evidence in by_quote.items():
        same = next((quotes for quotes, other in found if other == evidence), None)
        if same is None:
            found.append(([quote], evidence))
        else:
            same.append(quote)
    return found


def sentence(evidence: Evidence) -> str:
    """`the report: 31 claimed; 44 tables are listed under it`."""
    told = f"the {evidence.by}: "
    if evidence.claimed is not None and not evidence.holds:
        told += f"{evidence.claimed} claimed; "
    told += evidence.sentence
    names = evidence.names
    if names:
        told += f": {', '.join(names[:_SHOWN])}"
        told += f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return tame(told)


def confirmed(judgement: Judgement) -> list[str]:
    """The claims that hold, a line for each kind."""
    found = []
    for noun, cls in KINDS.items():
        claims = [each for each in judgement.of("confirmed") if isinstance(each.claim, cls)]
        if claims:
            lines = sorted({each.claim.line for each in claims})
            where = f"line{'s' if len(lines) > 1 else ''} {ranges(lines)}"
            found.append(f"{numbered(len(claims), noun)} ({where})")
    return found


def ranges(numbers: list[int]) -> str:
    """`76, 102–145`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)


def reasons(judgement: Judgement) -> list[tuple[str, list[Judged]]]:
    """Why claims cannot be checked, with the claims."""
    found: dict[str, list[Judged]] = {}
    for each in judgement.of("not checkable"):
        found.setdefault("; ".join(e.sentence for e in each.telling), []).append(each)
    return sorted(found.items(), key=lambda item: item[1][0].claim.line)


def json(judgement: Judgement) -> str:
    report: dict[str, Any] = msgspec.to_builtins(judgement.report)
    told = {
        "report": {key: report.get(key) for key in ("title", "date", "repaired", "sha256")},
        "against": judgement.against,
        "why": judgement.why,
        "summary": {verdict.replace(" ", "_"): n for verdict, n in judgement.summary.items()},
        "claims": [
            {**msgspec.to_builtins(each.claim), "verdict": each.verdict,
             "evidence": msgspec.to_builtins(each.evidence)}
            for each in judgement.claims
        ],
    }  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n"


def markdown(judgement: Judgement) -> str:
    """For a comment box: a heading, the counts, a table of what is not so."""
    head = f"### {escaped(title(judgement))}\n\n**{tally(judgement)}**, {against(judgement)}.\n"
    if told := repaired(judgement):
        head += f"\n{told[0].upper()}{told[1:]}.\n"
    rows = [
        f"| {line} | {escaped(quote)} | {'<br>'.join(escaped(sentence(e)) for e in evidence)} |\n"
        for quotes, evidence in cards(judgement.of("contradicted"))
        for line, quote in quotes
    ]
    if rows:
        head += "\n| Line | The report says | But |\n|--:|---|---|\n" + "".join(rows)
    for why, claims in reasons(judgement):
        lines = ranges(sorted({each.claim.line for each in claims}))
        head += f"\n- not checkable, lines {lines}: {escaped(why)}"
    return head.rstrip("\n") + "\n"
