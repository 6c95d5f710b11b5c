"""Numbers of tables in a report, against its lists and rows, and against a snapshot."""

from __future__ import annotations

from generator.claims.stated import (
    By,
    Evidence,
    Stated,
    contradicted,
    full,
    many,
    open_,
    same,
    share,
    short,
)
from snapshot.claims import Number
from snapshot.claims.phrases import Role

_NO_SNAPSHOT = "there is no snapshot to look into"


def fewer(by: By, claimed: int, found: int, sentence: str, names: tuple[str, ...]) -> Evidence:
    """A number against names: more names refute it, fewer decide nothing."""
    holds = None if found < claimed else found == claimed
    return Evidence(by, holds, sentence, claimed, found, names)


def as_expected(stated: Stated, number: int) -> list[Evidence]:
    if not stated.expected:
        return [open_("report", "no list says which tables are expected")]
    told = f"{many(len(stated.expected), 'table')} are listed as expected"
    names = tuple(stated.expected.values())
    return [stated.listed_as(number, len(names), told, names)]


def as_found(stated: Stated, number: int, percent: str) -> list[Evidence]:
    found = []
    if stated.rows:
        rows = len({full(row.name) for row in stated.rows if row.found is not False})
        told = f"{many(rows, 'table')} have a row"
        found.append(stated.listed_as(number, rows, told))
        if percent and number < rows:
            told = f"{percent} % is claimed; {number} of {rows} rows is {share(number, rows)} %"
            found.append(contradicted("report", None, None, told))
    if stated.side is None:
        return found or [open_("snapshot", _NO_SNAPSHOT)]
    total = len(stated.tables)
    told = f"{many(total, 'table')} in the snapshot"
    if stated.partitions and number == total + len(stated.partitions):
        told += f", with {many(len(stated.partitions), 'partition')} {number}"
        return [*found, Evidence("snapshot", True, told, number, number)]
    if extra := tuple(short(name) for name in stated.tables if name not in stated.found):
        told += f", {len(extra)} of them not in the report"
    return [*found, stated.held("table", number, total, told, extra)]


def as_additional(stated: Stated, number: int) -> list[Evidence]:
    named = stated.named("additional")
    found = []
    if named:
        told = f"{len(named)} of them are named"
        found.append(fewer("report", number, len(named), told, tuple(named)))
    elif number:
        found.append(Evidence("report", None, "none of them is named", number, 0))
    if stated.partial or not stated.expected:
        return found or [open_("report", "it does not name all tables that it expects")]
    if stated.rows:
        more = tuple(row.name for row in stated.rows if full(row.name) not in stated.expected
                     or row.expected is False)  # fmt: skip
        told = f"of {many(len(stated.rows), 'row')}, {len(more)} are of tables not expected"
        found.append(same("report", number, len(more), told, more))
    if stated.side is not None:
        extra = tuple(short(name) for name in stated.tables if name not in stated.expected)
        told = f"{many(len(extra), 'table')} in the snapshot that the report does not expect"
        found.append(stated.held("table", number, len(extra), told, extra))
    return found


def as_missing(stated: Stated, number: int) -> list[Evidence]:
    found = []
    if stated.missing:
        names = tuple(short(name) for name in sorted(stated.missing))
        told = f"{len(names)} are named or crossed out"
        found.append(fewer("report", number, len(names), told, names))
    elif number:
        found.append(Evidence("report", None, "none of them is named", number, 0))
    if not stated.expected:
        return found or [open_("report", "no list says which tables are expected")]
    if stated.side is None:
        return found or [open_("snapshot", _NO_SNAPSHOT)]
    gone = tuple(name for key, name in stated.expected.items() if stated.table(key) is None)
    told = f"{len(gone)} of {len(stated.expected)} tables listed as expected are not there"
    if len(gone) > number:
        return [*found, stated.gone(told, gone, number, len(gone))]
    if stated.partial:
        return [
            *found,
            Evidence("snapshot", None, f"{told}; it does not name all", number, len(gone), gone),
        ]
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
            told += f"{'' if not told else ' + ' if sign > 0 else ' − '}{each.number} {role}"
            lines.append(each.line)
    return [same("report", claim.number, total, f"{told} = {total}", lines=tuple(lines))]
