"""How bad a change is, and why: one rule, with a stable id, for each sort of change.

A rule is `<kind>-<field>-<action>`; `severities.TABLE` says how bad each is, and here stands what
depends on the values.
"""

from __future__ import annotations

from typing import Any

import msgspec

from generator import hazards, sentences, typechanges
from generator.changes import Change, Severity
from generator.language import gettext
from generator.sentences import Things
from generator.severities import FOUND, HARMLESS, REFUSING, TABLE, look_up
from snapshot import model
from snapshot.codec import segment


class Judgement(msgspec.Struct, frozen=True):
    """How bad a change is; the reason is a message of the catalogues."""

    severity: Severity
    reason: str


_HARMLESS_NAMES = ("index", "trigger", "policy", "partition", "primary_key", "unique_constraint",
                   "foreign_key", "check_constraint", "exclusion_constraint", "rule", "statistics",
                   "event_trigger", "subscription")  # fmt: skip


def rule_of(change: Change) -> str:
    """The stable id: `column-type-changed`, `table-removed`."""
    field = "" if not change.field else f"-{change.field.replace('.', '-').replace('_', '-')}"
    return f"{change.kind.replace('_', '-')}{field}-{change.action}"


def explain(
    change: Change, *things: model.Object | None, finding: bool = False, forbidden: bool = False
) -> Change:
    """The change with its rule, severity, reason and sentence.

    `things`: the object itself, as far as it is known, the newest first. `forbidden`: the
    expectation says that it must not be there.
    """
    known = tuple(thing for thing in things if thing is not None)
    judged = _special(change, known) or _looked_up(change)
    reason = gettext(judged.reason)
    if finding:
        judged = _found(change, judged, forbidden)
        reason = judged.reason
    name = sentences.name_of(change, known)
    told = sentences.finding if finding else sentences.change
    return msgspec.structs.replace(
        change, rule=rule_of(change), severity=judged.severity, reason=reason,
        name=sentences.one_line(name),
        sentence=sentences.one_line(sentences.with_doubt(told(change, known), change)),
        hazards=hazards.of_change(change, *known),
    )  # fmt: skip


def _found(change: Change, judged: Judgement, forbidden: bool) -> Judgement:
    """The same for a finding, which nobody need have changed; its reason is said."""
    severity = judged.severity
    if change.action == "removed":
        return Judgement(severity, gettext("what the code expects is not there"))
    if change.action == "added" and forbidden:
        return Judgement("risky", gettext("it is stated that it must not be there"))
    if change.action == "added" and change.kind in REFUSING and severity == "breaking":
        why = gettext("nobody states it, and %(reason)s", reason=gettext(judged.reason))
        return Judgement("breaking", why)
    if change.action == "added":
        severity = "safe" if change.kind in HARMLESS else "risky"
        return Judgement(severity, gettext("nobody states it"))
    return Judgement(severity, gettext(FOUND.get(judged.reason, judged.reason)))


def _looked_up(change: Change) -> Judgement:
    return Judgement(*(look_up(TABLE, change) or ("risky", "it behaves otherwise")))


def _special(change: Change, things: Things) -> Judgement | None:
    """Where the values decide."""
    if change.action == "recreated":
        return _recreated(change)
    if change.kind == "partition" and isinstance(change.old, str) and change.action == "added":
        return Judgement("risky", "its rows are rows of that table now, and follow its rules")
    if _is_only_a_name(change):
        return Judgement("cosmetic", "only messages and migrations use the name")
    if change.field == "comment":
        return Judgement("cosmetic", "only people read comments")
    if change.field == "nullable":
        return _nullable(change)
    if change.kind == "column" and not change.field and change.part.startswith("partitions/"):
        return Judgement("risky", "rows of one partition are kept otherwise than the others")
    if change.kind == "column":
        return _column(change, things)
    if change.kind == "enum" and change.field == "labels" and change.action == "changed":
        return _labels(change.old, change.new)
    if change.field == "privileges" and isinstance(change.old, list):
        return _privileges(change.old, change.new)
    return _of_rules_about_rows(change)


def _recreated(change: Change) -> Judgement:
    """What is lost when a thing is dropped and made anew under its name."""
    new = change.new or {}
    if change.kind in ("column", "attribute"):
        if new.get("generated"):
            return Judgement("risky", "all its values are computed anew")
        return Judgement("breaking", "its values are gone")
    if change.kind in ("table", "materialized_view", "partition") and not new.get("foreign_server"):
        return Judgement("breaking", "its rows are gone unless somebody copied them")
    if change.kind == "sequence":
        return Judgement("risky", "it counts from its start again")
    return Judgement("risky", "privileges and what depended on it may be gone")


def _is_only_a_name(change: Change) -> bool:
    if change.kind == "not_null" and not change.field:
        return set(change.new or change.old) == {"name"}
    return change.field == "name" or (change.action == "renamed" and change.kind in _HARMLESS_NAMES)


def _of_rules_about_rows(change: Change) -> Judgement | None:
    """Uniqueness, and whether a constraint holds."""
    if change.kind == "index" and (_is_unique(change.new) or _now(change, "unique")):
        return Judgement("breaking", "writes of doubles fail")
    if change.kind == "index" and _is_unique(change.old):
        return Judgement("risky", "doubles are no longer refused; queries that used it get slower")
    if _now(change, "valid"):
        return Judgement("safe", "existing rows were checked")
    if _now(change, "enforced"):
        return Judgement("breaking", "writes that break the rule fail")
    if change.field == "replica_identity" and change.new == "nothing":
        return Judgement("breaking", "UPDATE and DELETE of a published table fail")
    return None


def _is_unique(index: Any) -> bool:
    return isinstance(index, dict) and bool(index.get("unique"))


def _now(change: Change, field: str) -> bool:
    return change.field == field and change.new is True


def _nullable(change: Change) -> Judgement:
    if change.new:
        return Judgement("risky", "readers meet nulls that they do not expect")
    return Judgement("breaking", "writes that leave it null fail")


def _column(change: Change, things: Things) -> Judgement | None:
    new: Any = change.new
    told = typechanges.of(change.old, new) if change.field == "type" and new else None
    if told and told.width == "wider":
        return Judgement("safe", "it is wider: every value that fitted fits")
    if told and told.width == "narrower":
        return Judgement("breaking", "it is narrower: values that fitted fail or are cut")
    if change.field == "default" and new is None:
        return _without_default(change, things)
    if change.action == "added" and isinstance(new, dict):
        filled = any(new.get(field) for field in ("default", "identity", "generated"))
        if new.get("nullable") is False and not filled:
            return Judgement("breaking", "writes that do not know it fail: no null, and no default")
    return None


def _without_default(change: Change, things: Things) -> Judgement:
    """What becomes of rows that leave a column out depends on whether it takes nulls."""
    for column in getattr(things[0], "columns", ()) if things else ():
        if change.part == f"columns/{segment(column.name)}":
            if column.identity or column.generated:
                return Judgement("risky", "rows that leave it out are filled otherwise")
            if column.nullable:
                return Judgement("risky", "rows that leave it out get null")
            return Judgement("breaking", "writes that leave it out fail")
    return Judgement("breaking", "rows that leave it out get null, or fail where null is refused")


def _privileges(old: list[str], new: list[str] | None) -> Judgement:
    if set(old) - set(new or ()):
        return Judgement("breaking", "access is narrowed: what relied on it fails")
    return Judgement("risky", "access is widened")


def _labels(old: list[str], new: list[str]) -> Judgement:
    if set(old) - set(new):
        return Judgement("breaking", "what writes or expects the missing label fails")
    if [label for label in new if label in old] != old:
        return Judgement("risky", "values sort otherwise")
    return Judgement("safe", "what writes the old labels does not notice")
