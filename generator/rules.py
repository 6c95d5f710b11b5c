"""How bad a change is, and why: one rule, with a stable id, for each sort of change.

A rule is `<kind>-<field>-<action>`; the table below gives severities, the most specific first.
`breaking`: something that worked before can fail. `risky`: it can behave otherwise, or slower, or
be seen by others. `safe`: nothing that worked before can notice. `cosmetic`: people only.
"""

from __future__ import annotations

from typing import Any

import msgspec

from generator import sentences
from generator.changes import Change, Severity


class Judgement(msgspec.Struct, frozen=True):
    severity: Severity
    reason: str


_READS = "what reads or writes it fails"
_RENAMED = "what uses the old name fails"
_TABLE: dict[str, tuple[Severity, str]] = {
    "*-columns.order-changed": ("cosmetic", "only SELECT * and INSERT without names can notice"),
    "*-attributes.order-changed": ("risky", "row values are read by position"),
    "*-owner-changed": ("risky", "other roles may alter it"),
    "privilege-*-added": ("risky", "access is widened"),
    "privilege-*-removed": ("risky", "access is narrowed: what relied on it fails"),
    "privilege-*-changed": ("risky", "access is widened or narrowed"),
    "table--added": ("safe", "nothing uses it yet"),
    "table--removed": ("breaking", f"its data is gone, and {_READS}"),
    "table-row_security-changed": ("breaking", "other rows are seen than before"),
    "table-force_row_security-changed": ("breaking", "the owner sees other rows than before"),
    "table-columns.count-changed": (
        "risky",
        "some column came or went; the count does not say which",
    ),
    "column--added": ("safe", "what names its columns does not notice"),
    "column--removed": ("breaking", f"its data is gone, and {_READS}"),
    "column-type-changed": ("risky", "values are stored, compared and sent otherwise"),
    "column-default-changed": ("risky", "rows that leave it out get another value"),
    "column-generated-changed": ("risky", "other values are computed"),
    "column-identity-changed": ("risky", "rows that leave it out are numbered otherwise"),
    "column-collation-changed": ("risky", "text sorts and compares otherwise"),
    "view_column--removed": ("breaking", _READS),
    "view_column--added": ("safe", "what names its columns does not notice"),
    "primary_key--removed": (
        "breaking",
        "rows may be doubled, and replication loses their identity",
    ),
    "primary_key--added": ("risky", "writes of doubles or nulls fail"),
    "unique_constraint--removed": ("risky", "doubles are no longer refused"),
    "unique_constraint--added": ("risky", "writes of doubles fail"),
    "foreign_key--removed": ("risky", "rows may point to nothing"),
    "foreign_key--added": ("risky", "writes of rows that point to nothing fail"),
    "check_constraint--removed": ("risky", "values are no longer refused"),
    "check_constraint--added": ("risky", "writes of other values fail"),
    "exclusion_constraint--removed": ("risky", "conflicting rows are no longer refused"),
    "exclusion_constraint--added": ("risky", "writes of conflicting rows fail"),
    "*-valid-changed": ("risky", "existing rows may break the rule"),
    "index--added": ("safe", "only the plans of queries can change"),
    "index--removed": ("risky", "queries that used it get slower"),
    "index-valid-changed": ("risky", "an invalid index slows writes and serves nobody"),
    "trigger--added": ("risky", "writes do more than before"),
    "trigger--removed": ("risky", "writes do less than before"),
    "trigger-enabled-changed": ("risky", "writes do more or less than before"),
    "policy--added": ("breaking", "other rows are seen than before"),
    "policy--removed": ("breaking", "other rows are seen than before"),
    "policy-*-changed": ("breaking", "other rows are seen than before"),
    "partition--added": ("safe", "rows find a place that had none"),
    "partition--removed": ("risky", "its rows are out of the table"),
    "view--added": ("safe", "nothing uses it yet"),
    "view--removed": ("breaking", _READS),
    "view-definition-changed": ("risky", "it shows other rows or values"),
    "view-options-changed": ("breaking", "whose rights its rows are read with may change"),
    "materialized_view--added": ("safe", "nothing uses it yet"),
    "materialized_view--removed": ("breaking", _READS),
    "sequence--added": ("safe", "nothing uses it yet"),
    "sequence--removed": ("breaking", "what draws numbers from it fails"),
    "enum--added": ("safe", "nothing uses it yet"),
    "enum--removed": ("breaking", "what casts to it fails"),
    "domain--added": ("safe", "nothing uses it yet"),
    "domain--removed": ("breaking", "what casts to it fails"),
    "composite_type--added": ("safe", "nothing uses it yet"),
    "composite_type--removed": ("breaking", "what casts to it fails"),
    "function--added": ("safe", "nothing uses it yet"),
    "function--removed": ("breaking", "what calls it fails"),
    "function-body-changed": ("risky", "it does something else"),
    "function-security_definer-changed": ("breaking", "it runs with other rights"),
    "schema--added": ("safe", "nothing uses it yet"),
    "schema--removed": ("breaking", "everything in it is gone"),
    "extension--added": ("safe", "nothing uses it yet"),
    "extension--removed": ("breaking", "its types and functions are gone"),
    "extension-version-changed": ("risky", "its types and functions may behave otherwise"),
    "database-*-changed": ("risky", "every session can notice"),
    "*--renamed": ("breaking", _RENAMED),
    "*--removed": ("risky", "what relied on it can notice"),
    "*--added": ("risky", "writes and reads can notice"),
    "*-*-changed": ("risky", "it behaves otherwise"),
}
_HARMLESS_NAMES = ("index", "trigger", "policy", "partition", "primary_key", "unique_constraint",
                   "foreign_key", "check_constraint", "exclusion_constraint")  # fmt: skip


def rule_of(change: Change) -> str:
    """The stable id: `column-type-changed`, `table-removed`."""
    field = "" if not change.field else f"-{change.field.replace('.', '-').replace('_', '-')}"
    return f"{change.kind.replace('_', '-')}{field}-{change.action}"


def explain(change: Change, *, finding: bool = False) -> Change:
    """The change with its rule, severity, reason and sentence."""
    judged = _special(change) or _looked_up(change)
    return msgspec.structs.replace(
        change,
        rule=rule_of(change),
        severity=judged.severity,
        reason=judged.reason,
        sentence=sentences.finding(change) if finding else sentences.change(change),
    )


def _looked_up(change: Change) -> Judgement:
    for kind in (change.kind, "*"):
        for field in (change.field, "*"):
            found = _TABLE.get(f"{kind}-{field}-{change.action}")
            if found:
                return Judgement(*found)
    return Judgement("risky", "it behaves otherwise")


def _special(change: Change) -> Judgement | None:
    """Where the values decide."""
    if change.action == "renamed" and change.kind in _HARMLESS_NAMES:
        return Judgement("cosmetic", "only messages and migrations use the name")
    if change.field == "comment":
        return Judgement("cosmetic", "only people read comments")
    if change.field == "name":
        return Judgement("cosmetic", "only messages and migrations use the name")
    if change.kind == "column" and not change.field and change.part.startswith("partitions/"):
        return Judgement("risky", "rows of one partition are kept otherwise than the others")
    if change.kind == "column":
        return _column(change)
    if change.kind == "enum" and change.field == "labels":
        return _labels(change.old, change.new)
    if change.kind == "index" and _is_unique(change.new):
        return Judgement("risky", "writes of doubles fail")
    if change.kind == "index" and _is_unique(change.old):
        return Judgement("risky", "doubles are no longer refused; queries that used it get slower")
    if change.field == "valid" and change.new is True:
        return Judgement("safe", "existing rows were checked")
    return None


def _is_unique(index: Any) -> bool:
    return isinstance(index, dict) and bool(index.get("unique"))


def _column(change: Change) -> Judgement | None:
    new: Any = change.new
    if change.field == "nullable":
        if new:
            return Judgement("risky", "readers meet nulls that they did not meet before")
        return Judgement("breaking", "writes that leave it null fail")
    if change.action == "added" and isinstance(new, dict):
        filled = any(new.get(field) for field in ("default", "identity", "generated"))
        if new.get("nullable") is False and not filled:
            return Judgement("breaking", "writes that do not know it fail: no null, and no default")
    return None


def _labels(old: list[str], new: list[str]) -> Judgement:
    if set(old) - set(new):
        return Judgement("breaking", "what writes or expects the missing label fails")
    if [label for label in new if label in old] != old:
        return Judgement("risky", "values sort otherwise")
    return Judgement("safe", "what writes the old labels does not notice")
