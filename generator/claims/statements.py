"""Claims without a number: what refutes them, what confirms them, why most cannot be checked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator import classes
from generator.claims.stated import By, Evidence, Stated, contradicted, full, open_, short
from generator.language import gettext, ngettext, noted, numbered
from snapshot.claims import Statement, Topic

_WHY: dict[Topic, str] = {
    "mapping": noted("there is no list and no row to map"),
    "present": noted("there is no list and no row to look up"),
    "sync": noted(
        "names and numbers of columns can refute this, not prove it; the report has nothing on "
        "types, defaults, keys, constraints, indexes"
    ),
    "types": noted("the report has no types to compare"),
    "structure": noted(
        "the report has names and one number of columns per table: nothing on types, "
        "nullability, defaults, keys, constraints, indexes"
    ),
    "migrations": noted("the report does not say which migrations ran, and when"),
    "origin": noted("who changed what, and how, leaves no trace in names and numbers of columns"),
    "environments": noted("the report looks at one database only"),
    "other": noted("it gives no number and no name that could be held against anything"),
}


_COUNTS = {  # (missing, not additional; columns, not tables) → what a line says
    (False, False): noted("line %(line)s counts %(number)s additional tables"),
    (False, True): noted("line %(line)s counts %(number)s additional columns"),
    (True, False): noted("line %(line)s counts %(number)s missing tables"),
    (True, True): noted("line %(line)s counts %(number)s missing columns"),
}
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
                told = ngettext("%(num)s of %(names)s says otherwise",
                                "%(num)s of %(names)s say otherwise", len(names),
                                names=numbered(len(keys), "name"))  # fmt: skip
                return [contradicted("report", None, None, told, names)]
            if not keys:
                return [open_("report", "no table is there that could be one of these")]
            return [open_("report", "none of %(names)s looks so, and only the names are known",
                          names=numbered(len(keys), "name"))]  # fmt: skip
    return []


def _against(stated: Stated) -> Iterator[Evidence]:
    """What no schema has that is as all of it should be."""
    for number in stated.numbers:
        if number.role in ("additional", "missing") and number.number and (
            number.noun in ("table", "column", "")
        ):  # fmt: skip
            message = _COUNTS[number.role == "missing", number.noun == "column"]
            told = gettext(message, line=number.line, number=number.number)
            yield contradicted("report", None, number.number, told, lines=(number.line,))
    for row in stated.rows:
        if row.expected is False or row.found is False:
            yield contradicted("report", None, None, gettext("its own row says otherwise of"),
                               names=(row.name,), lines=(row.line,))  # fmt: skip
    yield from _against_snapshot(stated)


def _against_snapshot(stated: Stated) -> Iterator[Evidence]:
    if stated.side is None or not stated.expected:
        return
    gone = tuple(name for key, name in stated.expected.items() if stated.table(key) is None)
    if gone:
        told = ngettext("%(num)s table that it expects are not in the snapshot",
                        "%(num)s tables that it expects are not in the snapshot",
                        len(gone))  # fmt: skip
        yield stated.gone(told, gone)
    extra = tuple(
        short(key) for key in stated.tables
        if key not in stated.expected and not stated.rows_of(key) and not stated.listed(key)
    )  # fmt: skip
    if extra and not stated.partial:
        told = ngettext("%(num)s table of the snapshot that it does not list",
                        "%(num)s tables of the snapshot that it does not list",
                        len(extra))  # fmt: skip
        yield contradicted("snapshot", None, len(extra), told, extra)
    other = tuple(
        row.name for row in stated.rows
        if (table := stated.table(row.name)) and row.columns not in (None, len(table.columns))
    )  # fmt: skip
    if other:
        told = ngettext("%(num)s table with another number of columns in the snapshot",
                        "%(num)s tables with another number of columns in the snapshot",
                        len(other))  # fmt: skip
        yield contradicted("snapshot", None, len(other), told, other)


def _for(claim: Statement, stated: Stated) -> Iterator[Evidence]:
    """All expected tables are there; and, for a mapping, `_against` found nothing too many."""
    if stated.rows and stated.expected and (stated.tabled or not stated.lists):
        there = {full(row.name) for row in stated.rows if row.found is not False}
        yield _share("report", stated, there)
    if stated.side is not None and stated.expected:
        yield _share("snapshot", stated, {*stated.tables, *stated.partitions})


def _share(by: By, stated: Stated, there: set[str]) -> Evidence:
    absent = tuple(name for key, name in stated.expected.items() if key not in there)
    number = len(stated.expected)
    message = noted("%(number)s of %(all)s tables that it lists have a row")
    if by == "snapshot":
        message = noted("%(number)s of %(all)s tables that it lists are in the snapshot")
    told = gettext(message, number=number - len(absent), all=number)
    if by == "snapshot" and absent:
        told = gettext("%(told)s. Not there", told=told)
        return stated.gone(told, absent, number, number - len(absent))
    holds = None if stated.partial and not absent else not absent
    return Evidence(by, holds, told, number, number - len(absent), absent)
