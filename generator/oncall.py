"""What the engineer on call needs of a deploy, on one screen: what is worst, what stands wrong
since, and questions to put to the database, which only read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from generator.changes import SEVERITIES, Change
from generator.language import gettext, noted
from generator.lives import Life, Lives
from generator.report import Report
from generator.state import Condition
from snapshot import model
from snapshot.codec import quoted, segment

WORST = 3  # changes, and new findings, that are named
_GRAVE = ("data loss", "irreversible", "rewrite", "lock")  # of what is equally grave, these first
_PLACES = 8  # tables that are asked about

Asked = tuple[str, str]  # what SQL shows, in words, and the SQL
_WAITING: Asked = (
    noted("who waits for whom, since changes took locks"),
    """SELECT pid, pg_catalog.pg_blocking_pids(pid) AS waits_for, now() - query_start AS since
FROM pg_catalog.pg_stat_activity
WHERE wait_event_type = 'Lock';""",
)
_STATES: dict[str, Asked] = {
    "state-index-invalid": (
        noted("indexes that no query uses"),
        """SELECT indexrelid::regclass AS index, indrelid::regclass AS "table"
FROM pg_catalog.pg_index WHERE NOT indisvalid;""",
    ),
    "state-constraint-not-validated": (
        noted("constraints that old rows may break"),
        """SELECT conrelid::regclass AS "table", conname
FROM pg_catalog.pg_constraint WHERE NOT convalidated;""",
    ),
    "state-trigger-disabled": (
        noted("triggers that do nothing"),
        """SELECT tgrelid::regclass AS "table", tgname
FROM pg_catalog.pg_trigger WHERE tgenabled = 'D' AND NOT tgisinternal;""",
    ),
}


def worst(changes: Iterable[Change]) -> list[Change]:
    """The gravest few: by severity, by what making them does, by how much depends on them."""
    return sorted(changes, key=_rank)[:WORST]


def _rank(change: Change) -> tuple[int, int, int]:
    kinds = [hazard.kind for hazard in change.hazards]
    grave = min((_GRAVE.index(k) for k in kinds if k in _GRAVE), default=len(_GRAVE))
    return SEVERITIES.index(change.severity), grave, -len(change.dependents or ())


def worsened(report: Report, before: Report | None) -> list[Condition]:
    """What stands wrong, and did not in the snapshot before."""
    if before is None or before.check.state is report.check.state:
        return []
    same = {id(each) for each in before.check.state}  # what did not change is the very same
    new = [each for each in report.check.state if id(each) not in same]
    known = {(each.rule, each.object, each.part) for each in before.check.state} if new else set()
    return [each for each in new if (each.rule, each.object, each.part) not in known]


def questions(report: Report, lives: Mapping[str, Life]) -> str:
    """SQL that shows whether the database is as this report says; none of it changes anything."""
    difference = report.moment.difference
    changes = list(difference.changes) if difference else []
    changes += [finding.change for finding in report.new]
    found = list(dict.fromkeys(
        text for change in sorted(changes, key=_rank) if (text := _about(change, lives))
    ))[:_PLACES]  # fmt: skip
    locked = any(hazard.kind == "lock" for change in changes for hazard in change.hazards)
    stand = {condition.rule for condition in report.check.state}
    found += [_asked(question) for rule, question in _STATES.items() if rule in stand]
    return "\n\n".join([*([_asked(_WAITING)] if locked else []), *found])


def _asked(question: Asked) -> str:
    words, sql = question
    return f"-- {gettext(words)}\n{sql}"


def _about(change: Change, lives: Mapping[str, Life]) -> str:
    """How a table, or one of its columns, is now; "" for what else a change is about."""
    life = lives.get(change.object)
    if life is None or not isinstance(life.thing, model.Table):
        return ""
    table = life.thing
    name = _literal(f"{quoted(table.schema)}.{quoted(table.name)}")
    steps = change.part.split("/")
    if steps[0] == "columns" and len(steps) == 2:
        column = next((c for c in table.columns if segment(c.name) == steps[1]), None)
        return _column(name, column.name) if column else ""
    if not change.part:
        return f"SELECT to_regclass({name}) AS is_there;"
    return ""


def _column(table: str, column: str) -> str:
    return (
        "SELECT attname, format_type(atttypid, atttypmod) AS type, attnotnull\n"
        "FROM pg_catalog.pg_attribute\n"
        f"WHERE attrelid = to_regclass({table}) AND attname = {_literal(column)};"
    )


def _literal(text: str) -> str:
    """A text as SQL has it, whatever the server's settings; in one line."""
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    escaped = escaped.replace("\n", "\\n").replace("\r", "\\r")
    return f"E'{escaped}'" if "\\" in escaped else f"'{escaped}'"


class Card(msgspec.Struct, frozen=True):
    """All of it, of one report."""

    worst: tuple[Change, ...]
    new: tuple[Change, ...]  # the gravest of the new findings
    worsened: tuple[Condition, ...]
    questions: str


def card(report: Report, reports: Mapping[int, Report], lives: Lives) -> Card:
    """Gather it. `reports`: all of the history, by the numbers of their snapshots."""
    before, difference = report.moment.previous, report.moment.difference
    return Card(
        worst=tuple(worst(difference.changes if difference else ())),
        new=tuple(worst(finding.change for finding in report.new)),
        worsened=tuple(worsened(report, None if before is None else reports[before])),
        questions=questions(report, lives.by_key),
    )
