"""Each claim of a report, judged: against the rest of the report, and against a snapshot."""

from __future__ import annotations

from collections import Counter
from typing import Literal

import msgspec

from generator.claims import statements, tallies
from generator.claims.stated import Evidence, Stated, contradicted, full, open_
from generator.language import gettext, ngettext, noted, numbered, words
from generator.report import counts
from generator.side import Side
from snapshot.claims import Claim, Names, Number, Report, Row, Statement

Verdict = Literal["contradicted", "confirmed", "not checkable"]
VERDICTS: tuple[Verdict, ...] = ("contradicted", "confirmed", "not checkable")
_SAID = (noted("contradicted"), noted("confirmed"), noted("not checkable"))
_IN_IT = noted("it is in the snapshot")
_SOME = noted("%(number)s of %(all)s are in the snapshot")


# Kinds that everybody counts alike; of others, such as the indexes of constraints or an extension's
# functions, some count more.
_ALIKE = frozenset(
    ("view", "materialized_view", "enum", "foreign_key", "primary_key", "check_constraint",
     "unique_constraint", "policy")
)  # fmt: skip


class Judged(msgspec.Struct, frozen=True):
    """A claim, the verdict on it, and what speaks for that."""

    claim: Number | Names | Row | Statement
    verdict: Verdict
    evidence: tuple[Evidence, ...]

    @property
    def telling(self) -> tuple[Evidence, ...]:
        """What decided; beside what refutes a claim, what leaves it open stands, too."""
        holds = {"contradicted": (False, None), "confirmed": (True,), "not checkable": (None,)}
        return tuple(each for each in self.evidence if each.holds in holds[self.verdict])


class Judgement(msgspec.Struct, frozen=True):
    """A report, judged."""

    report: Report
    against: str | None  # the snapshot, by its reference; null: against itself alone
    why: str  # that one, or none
    claims: tuple[Judged, ...]
    moment: int | None = None  # the snapshot's number in the history

    def of(self, verdict: Verdict) -> list[Judged]:
        return [each for each in self.claims if each.verdict == verdict]

    @property
    def summary(self) -> dict[Verdict, int]:
        found = Counter(each.verdict for each in self.claims)
        return {verdict: found[verdict] for verdict in VERDICTS}


def judge(
    report: Report, side: Side | None, against: str | None, why: str = "",
    moment: int | None = None,
) -> Judgement:  # fmt: skip
    """Judge all claims of a report; `side` is the snapshot that `against` names.

    Without a reason, `against` is the snapshot in force at the report's date, or the latest.
    """
    stated = Stated(report, side)
    why = why or _why(report, against)
    judged = tuple(_judged(claim, stated) for claim in report.claims)
    return Judgement(report, against, why, judged, moment)


def _why(report: Report, against: str | None) -> str:
    if against is None and report.date:
        return gettext(
            "there is no snapshot of %(date)s or before, so a number is only held against the"
            " report's own", date=report.date,
        )  # fmt: skip
    if against is None:
        return gettext("there is no snapshot, so a number is only held against the report's own")
    if report.date:
        return gettext("the snapshot in force at its date")
    return gettext("the latest snapshot, since it has no date")


def _judged(claim: Number | Names | Row | Statement, stated: Stated) -> Judged:
    evidence = tuple(_evidence(claim, stated))
    if any(each.holds is False for each in evidence):
        return Judged(claim, "contradicted", evidence)
    sure = any(each.holds for each in evidence)
    return Judged(claim, "confirmed" if sure else "not checkable", evidence)


def _evidence(claim: Claim, stated: Stated) -> list[Evidence]:
    match claim:
        case Number():
            return _number(claim, stated)
        case Names():
            return _names(claim, stated)
        case Row():
            return _row(claim, stated)
        case Statement():
            return statements.evidence(claim, stated)
    raise TypeError(claim)


def _number(claim: Number, stated: Stated) -> list[Evidence]:
    if claim.noun == "table" or (not claim.noun and claim.role not in ("", "other")):
        found = _tables(claim, stated)
        if claim.role == "other" or any(each.holds is not None for each in found):
            return found
        return _said_elsewhere(claim, stated) or found
    if claim.noun == "column" and claim.role in ("", "found", "expected"):
        return _columns(claim, stated)
    if claim.noun == "domain" and claim.role != "other":
        domains = stated.domains
        if not domains:
            return [open_("report", "it lists no tables by domain")]
        told = gettext("its lists are of %(domains)s",
                       domains=numbered(len(domains), "domain"))  # fmt: skip
        return [stated.listed_as(claim.number, len(domains), told, tuple(domains))]
    if claim.noun in stated.kinds and claim.role in ("", "found"):
        return _kind(claim, stated)
    if claim.role == "other":
        return [open_("report", "which these are is not understood: `%(words)s`",
                      words=claim.about)]  # fmt: skip
    return [open_("report", "neither the report nor a snapshot lists what this counts")]


def _tables(claim: Number, stated: Stated) -> list[Evidence]:
    """A number of tables, against lists, rows and the snapshot."""
    below = stated.between(claim.line, claim.until)
    n = claim.number
    if below:
        told = ngettext("%(num)s table is listed under it", "%(num)s tables are listed under it",
                        len(below))  # fmt: skip
        names = tuple(below.values())
        whole = not any(each.others for each in stated.lists_between(claim.line, claim.until))
        listed = [stated.listed_as(n, len(below), told, names, whole=whole)]
    else:
        listed = []
    match claim.role:
        case "expected":
            return listed or tallies.as_expected(stated, n)
        case "additional":
            return listed + tallies.as_additional(stated, n)
        case "missing":
            return listed + tallies.as_missing(stated, n)
        case "found" | "":
            return listed + tallies.as_found(stated, n, claim.percent)
    if in_domain := stated.domain(claim.about):
        told = ngettext("%(num)s table listed in this domain",
                        "%(num)s tables listed in this domain", len(in_domain))  # fmt: skip
        return [*listed, stated.listed_as(n, len(in_domain), told)]
    by_name = statements.none_of(claim.quote, stated, more=True) if not n else []
    return (
        listed
        or by_name
        or [
            open_(
                "report", "which tables these are is not understood: `%(words)s`", words=claim.about
            )
        ]
    )


def _said_elsewhere(claim: Number, stated: Stated) -> list[Evidence]:
    """What other numbers say, where nothing can be counted."""
    others = [
        each for each in stated.numbers
        if each is not claim and (each.noun or "table", each.role) == ("table", claim.role)
    ]  # fmt: skip
    found = [
        contradicted("report", claim.number, each.number,
                     _line(each.line, each.number), lines=(each.line,))
        for each in others if each.number != claim.number
    ]  # fmt: skip
    if claim.role in ("found", "") and not found:
        found += tallies.sums(stated, claim)
    return found


def _columns(claim: Number, stated: Stated) -> list[Evidence]:
    rows = stated.within(claim.line, claim.until) or stated.rows
    found = []
    if rows and all(row.columns is not None for row in rows):
        total = sum(row.columns or 0 for row in rows)
        told = gettext("%(rows)s have %(columns)s in sum", rows=numbered(len(rows), "row"),
                       columns=numbered(total, "column"))  # fmt: skip
        found.append(stated.listed_as(claim.number, total, told, whole=bool(claim.until)))
    if not claim.until and claim.role != "expected" and stated.side is not None:
        total = sum(len(table.columns) for table in stated.tables.values())
        told = ngettext("%(num)s column of tables in the snapshot",
                        "%(num)s columns of tables in the snapshot", total)  # fmt: skip
        if stated.partitions and total != claim.number:
            told = gettext("%(told)s, without those of partitions", told=told)
            found.append(Evidence("snapshot", None, told, claim.number, total))
        else:
            found.append(stated.held("column", claim.number, total, told))
    return found or [open_("report", "nothing to count: no row says how many columns a table has")]


def _kind(claim: Number, stated: Stated) -> list[Evidence]:
    """A number of another kind, which only a snapshot knows."""
    if stated.side is None:
        return [open_("report", "the report lists no %(what)s, and there is no snapshot",
                      what=words(claim.noun))]  # fmt: skip
    found = counts(stated.side.objects).get(claim.noun, 0)
    if found != claim.number and claim.noun not in _ALIKE:
        told = gettext("%(things)s in the snapshot, which leaves out what belongs to others",
                       things=numbered(found, claim.noun))  # fmt: skip
        return [Evidence("snapshot", None, told, claim.number, found)]
    told = tallies.in_snapshot(found, claim.noun)
    return [stated.held(claim.noun, claim.number, found, told)]


def _row(claim: Row, stated: Stated) -> list[Evidence]:
    found = []
    for other in stated.counts.get(full(claim.name), []) if claim.columns is not None else []:
        if other.columns != claim.columns:
            told = _line(other.line, other.columns)
            found.append(contradicted("report", claim.columns, other.columns, told,
                                      lines=(other.line,)))  # fmt: skip
    if claim.expected and stated.lists and not (stated.partial or stated.listed(claim.name)):
        told = gettext("it is ticked as expected, and is in none of the lists")
        found.append(contradicted("report", None, None, told))
    if stated.side is None:
        return found or [open_("snapshot", tallies.NO_SNAPSHOT)]
    table = stated.table(claim.name)
    if claim.found is False:
        if table is None:
            return [*found, stated.absent(gettext("it is not in the snapshot"))]
        return [*found, Evidence("snapshot", False, gettext(_IN_IT))]
    if table is None and claim.item:  # a list says for itself that its tables are there
        return [*found, open_("snapshot", "no table of the snapshot is called so")]
    if table is None:
        return [*found, stated.gone(gettext("it is not in the snapshot"), (claim.name,))]
    if claim.columns is None:
        return [*found, Evidence("snapshot", True, gettext(_IN_IT))]
    number = len(table.columns)
    told = tallies.in_snapshot(number, "column")
    return [*found, stated.held("column", claim.columns, number, told)]


def _line(line: int, number: int | None) -> str:
    return gettext("line %(line)s says %(number)s", line=line, number=number)


def _names(claim: Names, stated: Stated) -> list[Evidence]:
    found = []
    twice = tuple(name for name, number in Counter(claim.names).items() if number > 1)
    if twice:
        found.append(contradicted("report", None, None, gettext("named twice in it"), names=twice))
    if claim.role == "missing":
        there = tuple(name for name in claim.names if stated.table(name) is not None)
        if stated.side is None:
            return [*found, open_("snapshot", tallies.NO_SNAPSHOT)]
        told = gettext(_SOME, number=len(there), all=len(claim.names))
        if not there:
            return [*found, stated.absent(told)]
        return [*found, Evidence("snapshot", False, told, names=there)]
    claimed = tuple(name for name in claim.names if name not in claim.crossed)
    absent = tuple(name for name in claimed if not stated.rows_of(name))
    if stated.tabled and not stated.partial and absent and claim.role != "additional":
        found.append(contradicted("report", len(claimed), len(claimed) - len(absent),
                                  gettext("no row of its table is of"), names=absent))  # fmt: skip
    if stated.side is None:
        return found or [open_("snapshot", tallies.NO_SNAPSHOT)]
    return [*found, *_in_snapshot(claim, claimed, stated)]


def _in_snapshot(claim: Names, claimed: tuple[str, ...], stated: Stated) -> list[Evidence]:
    gone = tuple(
        name for name in claimed if stated.table(name) is None and not stated.told_missing(name)
    )
    there = sum(stated.table(name) is not None for name in claimed)
    told = gettext(_SOME, number=there, all=len(claimed))
    if not gone:
        return [Evidence("snapshot", True, told, len(claimed), there)]
    if claim.role == "expected" and not claim.ticked:
        told = gettext(
            "%(told)s; the list says that they are expected, not that they are there. Not there",
            told=told,
        )
        return [Evidence("snapshot", None, told, names=gone)]
    told = gettext("%(told)s. Not there", told=told)
    return [stated.gone(told, gone, len(claimed), there)]
