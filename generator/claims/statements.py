"""Claims without a number: what refutes them, what confirms them, why most cannot be checked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator import classes
from generator.claims.stated import Evidence, Stated, contradicted, full, many, open_, short
from snapshot.claims import Statement, Topic

_WHY: dict[Topic, str] = {
    "mapping": "there is no list and no row to map",
    "present": "there is no list and no row to look up",
    "sync": "names and numbers of columns can refute this, not prove it; the report has nothing on "
            "types, defaults, keys, constraints, indexes",
    "types": "the report has no types to compare",
    "structure": "the report has names and one number of columns per table: nothing on types, "
                 "nullability, defaults, keys, constraints, indexes",
    "migrations": "the report does not say which migrations ran, and when",
    "origin": "who changed what, and how, leaves no trace in names and numbers of columns",
    "environments": "the report looks at one database only",
    "other": "it gives no number and no name that could be held against anything",
}  # fmt: skip


_NONE_OF: dict[classes.Class, re.Pattern[str]] = {
    "migration or temporary": re.compile(
        r"\b(?:migrations?|temporary|temporär\w*|backups?|sicherung\w*|temporaires?)\b", re.I
    ),
    "legacy": re.compile(r"\b(?:legacy|deprecated|obsolete|veraltet\w*|obsolètes?)\b", re.I),
}


def evidence(claim: Statement, stated: Stated) -> list[Evidence]:
    """What speaks for and against a sentence."""
    found = list(_against(stated)) if claim.whole else []
    found = found or none_of(claim.quote, stated)
    if found:
        return found
    if claim.topic in ("present", "mapping"):
        found = list(_for(claim, stated))
    return found or [open_("report", _WHY[claim.topic])]


def none_of(quote: str, stated: Stated, *, more: bool = False) -> list[Evidence]:
    """`Legacy tables: none`, or `all current`, held against what names say; it proves nothing.

    With `more`, only tables that the report does not expect are meant.
    """
    label, colon, rest = quote.partition(":")
    if not colon or not re.search(r"\b(?:all|none|no|0|alle|keine?|aucune?)\b", rest, re.I):
        return []
    for cls, words in _NONE_OF.items():
        if words.search(label):
            keys = sorted({*stated.expected, *stated.found, *stated.tables})
            keys = [key for key in keys if key not in stated.expected] if more else keys
            names = tuple(short(k) for k in keys if classes.by_name(k.split(".")[-1]) == cls)
            if names:
                verb = "says" if len(names) == 1 else "say"
                told = f"{len(names)} of {many(len(keys), 'name')} {verb} otherwise"
                return [contradicted("report", None, None, told, names)]
            if not keys:
                return [open_("report", "no table is there that could be one of these")]
            told = f"none of {many(len(keys), 'name')} looks so, and only the names are known"
            return [open_("report", told)]
    return []


def _against(stated: Stated) -> Iterator[Evidence]:
    """What no schema has that is as all of it should be."""
    for number in stated.numbers:
        if number.role in ("additional", "missing") and number.number and (
            number.noun in ("table", "column", "")
        ):  # fmt: skip
            told = (
                f"line {number.line} counts {number.number} {number.role} {number.noun or 'table'}s"
            )
            yield contradicted("report", None, number.number, told, lines=(number.line,))
    for row in stated.rows:
        if row.expected is False or row.found is False:
            yield contradicted("report", None, None, "its own row says otherwise of",
                               names=(row.name,), lines=(row.line,))  # fmt: skip
    yield from _against_snapshot(stated)


def _against_snapshot(stated: Stated) -> Iterator[Evidence]:
    if stated.side is None or not stated.expected:
        return
    gone = tuple(name for key, name in stated.expected.items() if stated.table(key) is None)
    if gone:
        told = f"{many(len(gone), 'table')} that it expects are not in the snapshot"
        yield stated.gone(told, gone)
    extra = tuple(
        short(key) for key in stated.tables
        if key not in stated.expected and not stated.rows_of(key) and not stated.listed(key)
    )  # fmt: skip
    if extra and not stated.partial:
        told = f"{many(len(extra), 'table')} of the snapshot that it does not list"
        yield contradicted("snapshot", None, len(extra), told, extra)
    other = tuple(
        row.name for row in stated.rows
        if (table := stated.table(row.name)) and row.columns not in (None, len(table.columns))
    )  # fmt: skip
    if other:
        told = f"{many(len(other), 'table')} with another number of columns in the snapshot"
        yield contradicted("snapshot", None, len(other), told, other)


def _for(claim: Statement, stated: Stated) -> Iterator[Evidence]:
    """All expected tables are there; and, for a mapping, `_against` found nothing too many."""
    if stated.rows and stated.expected and (stated.tabled or not stated.lists):
        there = {full(row.name) for row in stated.rows if row.found is not False}
        yield _share("report", stated, there, "have a row")
    if stated.side is not None and stated.expected:
        yield _share(
            "snapshot", stated, {*stated.tables, *stated.partitions}, "are in the snapshot"
        )


def _share(by: str, stated: Stated, there: set[str], words: str) -> Evidence:
    absent = tuple(name for key, name in stated.expected.items() if key not in there)
    number = len(stated.expected)
    told = f"{number - len(absent)} of {number} tables that it lists {words}"
    if by == "snapshot" and absent:
        return stated.gone(f"{told}. Not there", absent, number, number - len(absent))
    holds = None if stated.partial and not absent else not absent
    return Evidence(by, holds, told, number, number - len(absent), absent)  # type: ignore[arg-type]
