"""Numbers of tables in a report, against its lists and rows, and against a snapshot."""

from __future__ import annotations

from generator.claims.stated import (
    By,
    Evidence,
    Stated,
    contradicted,
    full,
    open_,
    same,
    share,
    short,
)
from generator.language import gettext, ngettext, noted, numbered
from snapshot.claims import Number
from snapshot.claims.phrases import Role

NO_SNAPSHOT = noted("there is no snapshot to look into")
_SUMMED: dict[Role, str] = {
    "expected": noted("%(number)s expected"), "missing": noted("%(number)s missing"),
    "additional": noted("%(number)s additional"),
}  # fmt: skip
_NAMELESS = noted("none of them is named")


def fewer(by: By, claimed: int, found: int, sentence: str, names: tuple[str, ...]) -> Evidence:
    """A number against names: more names refute it, fewer decide nothing."""
    holds = None if found < claimed else found == claimed
    return Evidence(by, holds, sentence, claimed, found, names)


def in_snapshot(number: int, kind: str) -> str:
    """`89 tables in the snapshot`."""
    return gettext("%(things)s in the snapshot", things=numbered(number, kind))


def as_expected(stated: Stated, number: int) -> list[Evidence]:
    if not stated.expected:
        return [open_("report", "no list says which tables are expected")]
    told = ngettext("%(num)s table are listed as expected", "%(num)s tables are listed as expected",
                    len(stated.expected))  # fmt: skip
    names = tuple(stated.expected.values())
    return [stated.listed_as(number, len(names), told, names)]


def as_found(stated: Stated, number: int, percent: str) -> list[Evidence]:
    found = []
    if stated.rows:
        rows = len({full(row.name) for row in stated.rows if row.found is not False})
        told = ngettext("%(num)s table have a row", "%(num)s tables have a row", rows)
        found.append(stated.listed_as(number, rows, told))
        if percent and number < rows:
            told = gettext(
                "%(percent)s %% is claimed; %(number)s of %(rows)s rows is %(share)s %%",
                percent=percent, number=number, rows=rows, share=share(number, rows),
            )  # fmt: skip
            found.append(contradicted("report", None, None, told))
    if stated.side is None:
        return found or [open_("snapshot", NO_SNAPSHOT)]
    total = len(stated.tables)
    told = in_snapshot(total, "table")
    if stated.partitions and number == total + len(stated.partitions):
        parts = numbered(len(stated.partitions), "partition")
        told = gettext("%(told)s, with %(partitions)s %(number)s",
                       told=told, partitions=parts, number=number)  # fmt: skip
        return [*found, Evidence("snapshot", True, told, number, number)]
    if extra := tuple(short(name) for name in stated.tables if name not in stated.found):
        told = gettext("%(told)s, %(number)s of them not in the report",
                       told=told, number=len(extra))  # fmt: skip
    return [*found, stated.held("table", number, total, told, extra)]


def as_additional(stated: Stated, number: int) -> list[Evidence]:
    named = stated.named("additional")
    found = []
    if named:
        told = gettext("%(number)s of them are named", number=len(named))
        found.append(fewer("report", number, len(named), told, tuple(named)))
    elif number:
        found.append(Evidence("report", None, gettext(_NAMELESS), number, 0))
    if stated.partial or not stated.expected:
        return found or [open_("report", "it does not name all tables that it expects")]
    if stated.rows:
        more = tuple(row.name for row in stated.rows if full(row.name) not in stated.expected
                     or row.expected is False)  # fmt: skip
        told = gettext("of %(rows)s, %(number)s are of tables not expected",
                       rows=numbered(len(stated.rows), "row"), number=len(more))  # fmt: skip
        found.append(same("report", number, len(more), told, more))
    if stated.side is not None:
        extra = tuple(short(name) for name in stated.tables if name not in stated.expected)
        told = ngettext("%(num)s table in the snapshot that the report does not expect",
                        "%(num)s tables in the snapshot that the report does not expect",
                        len(extra))  # fmt: skip
        found.append(stated.held("table", number, len(extra), told, extra))
    return found


def as_missing(stated: Stated, number: int) -> list[Evidence]:
    found = []
    if stated.missing:
        names = tuple(short(name) for name in sorted(stated.missing))
        told = gettext("%(number)s are named or crossed out", number=len(names))
        found.append(fewer("report", number, len(names), told, names))
    elif number:
        found.append(Evidence("report", None, gettext(_NAMELESS), number, 0))
    if not stated.expected:
        return found or [open_("report", "no list says which tables are expected")]
    if stated.side is None:
        return found or [open_("snapshot", NO_SNAPSHOT)]
    gone = tuple(name for key, name in stated.expected.items() if stated.table(key) is None)
    told = gettext("%(number)s of %(all)s tables listed as expected are not there",
                   number=len(gone), all=len(stated.expected))  # fmt: skip
    if len(gone) > number:
        return [*found, stated.gone(told, gone, number, len(gone))]
    if stated.partial:
        told = gettext("%(told)s; it does not name all", told=told)
        return [*found, Evidence("snapshot", None, told, number, len(gone), gone)]
    return [*found, same("snapshot", number, len(gone), told, gone)]


def sums(stated: Stated, claim: Number) -> list[Evidence]:
    """found = expected − missing + additional, of what is stated."""
    said: dict[Role, Number] = {}
    for each in stated.numbers:
        if (each.noun or "table") == "table":
            said.setdefault(each.role, each)
    if "expected" not in said or not {"additional", "missing"} & {*said}:
        return []
    total, told, lines = 0, "", []
    signs: dict[Role, int] = {"expected": 1, "missing": -1, "additional": 1}
    for role, sign in signs.items():
        if role in said:
            each = said[role]
            total += sign * each.number
            told += "" if not told else " + " if sign > 0 else " − "
            told += gettext(_SUMMED[role], number=each.number)
            lines.append(each.line)
    return [same("report", claim.number, total, f"{told} = {total}", lines=tuple(lines))]
