"""Operational state: what is wrong with a schema as it stands, whatever is expected of it.

These are findings of their own, computed from one snapshot. They are no difference, so they are
listed apart and leave the verdict alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import msgspec

from generator import ahead, practices, sentences
from generator.changes import Change, Severity
from generator.language import gettext, noted
from generator.memory import Memory
from generator.practices import Seen
from snapshot import model

_TYPES = {"smallint": 0, "integer": 1, "bigint": 2}
_ENDS = (2**15 - 1, 2**31 - 1, 2**63 - 1)  # of these types
_OWNED = re.compile(r"nextval\('(.+)'::regclass\)")


class Condition(msgspec.Struct, frozen=True):
    """One thing that stands wrong: what, how bad, and what to do about it."""

    rule: str
    object: str
    part: str
    severity: Severity
    reason: str
    sentence: str
    remedy: str


class StateRule(msgspec.Struct, frozen=True, kw_only=True):
    """A sort of condition; `{}` in its words stands for the thing."""

    severity: Severity
    says: str
    reason: str
    remedy: str
    needs: tuple[str, ...]  # the kinds that must have been captured
    look: Callable[[model.State, str], Seen]
    among: Callable[[model.Object], model.Object | None] | None = None
    """What of an object tells together with the others; without it, each tells by itself."""
    dated: bool = False  # the moment tells, too


def conditions(
    state: Mapping[str, model.Object], captured: tuple[str, ...], at: str,
    memory: Memory | None = None,
) -> tuple[Condition, ...]:  # fmt: skip
    """All conditions of a state, as of the moment `at` (ISO), sorted by rule and place."""
    memory = memory or Memory()
    alone = {name: rule for name, rule in RULES.items() if rule.among is None}
    each_alone = memory.over(
        "conditions", (state,), lambda key: list(_conditions(alone, {key: state[key]}, at))
    )
    others = tuple(
        _together(name, rule, rule.among, state, at, memory)
        for name, rule in RULES.items() if rule.among is not None
    )  # fmt: skip
    return memory.once(
        "conditions", (each_alone, *others),
        lambda: _in_order(chain(*each_alone.values(), *others), captured), captured,
    )  # fmt: skip


def _in_order(found: Iterable[Condition], captured: tuple[str, ...]) -> tuple[Condition, ...]:
    """Those of which all was captured that they need."""
    known = set(captured)
    order = {name: number for number, name in enumerate(RULES)}
    kept = (each for each in found if known.issuperset(RULES[each.rule].needs))
    return tuple(sorted(kept, key=lambda each: (order[each.rule], each.object, each.part)))


def _together(
    name: str, rule: StateRule, among: Callable[[model.Object], model.Object | None],
    state: Mapping[str, model.Object], at: str, memory: Memory,
) -> tuple[Condition, ...]:  # fmt: skip
    """The conditions that objects show together."""
    some: Mapping[str, Any] = memory.over(name, (state,), lambda key: among(state[key]))

    def look() -> tuple[Condition, ...]:
        return tuple(_conditions({name: rule}, some, at))

    return look() if rule.dated else memory.once(name, (some,), look)


def _conditions(
    rules: Mapping[str, StateRule], state: Mapping[str, model.Object], at: str
) -> Iterator[Condition]:
    for name, rule in rules.items():
        for (key, part), holds in rule.look({**state}, at):
            if not holds:
                yield _of(name, rule, key, part, state[key])


def _of(name: str, rule: StateRule, key: str, part: str, thing: model.Object) -> Condition:
    about = Change(object=key, kind="", part=part, action="changed")
    called = f"`{sentences.one_line(sentences.name_of(about, (thing,)))}`"
    return Condition(
        rule=name, object=key, part=part, severity=rule.severity,
        reason=gettext(rule.reason), sentence=gettext(rule.says).format(called),
        remedy=gettext(rule.remedy).format(called),
    )  # fmt: skip


def _as_seen(look: Callable[[model.State], Seen]) -> Callable[[model.State, str], Seen]:
    """A practice's look, which needs no moment."""
    return lambda state, at: look(state)


def _constraints_valid(state: model.State, at: str) -> Seen:
    """Constraints that are enforced for new rows, and were never checked for the old ones."""
    for where, part in practices.parts(state, "foreign_keys", "check_constraints"):
        yield where, part.valid or not part.enforced
    for (key, path), column in practices.parts(state, "columns"):
        if rule := getattr(column, "not_null", None):
            yield (key, f"{path}/not_null"), rule.valid


def _constraints_enforced(state: model.State, at: str) -> Seen:
    for where, part in practices.parts(state, "foreign_keys", "check_constraints"):
        yield where, part.enforced and not getattr(part, "disabled", False)


def _policies_work(state: model.State, at: str) -> Seen:
    for key, table in practices.tables(state):
        if table.policies:
            yield (key, ""), table.row_security


def _security_has_policies(state: model.State, at: str) -> Seen:
    for key, table in practices.tables(state):
        if table.row_security:
            yield (key, ""), bool(table.policies)


def _sequences_wide(state: model.State, at: str) -> Seen:
    """A sequence whose numbers end before those of its column do."""
    sequences = {f"{t.schema}.{t.name}": (k, t) for k, t in state.items()
                 if isinstance(t, model.Sequence)}  # fmt: skip
    for _, table in practices.tables(state) if sequences else ():
        for column in (column for column in table.columns if column.default):
            match = _OWNED.fullmatch(column.default or "")
            found = sequences.get(match[1].replace('"', "")) if match else None
            if found and column.type in _TYPES and found[1].type in _TYPES:
                yield (found[0], ""), _TYPES[found[1].type] >= _TYPES[column.type]


def _numbering(thing: model.Object) -> model.Object | None:
    """A sequence; of a table, the columns that have their numbers from one."""
    if isinstance(thing, model.Sequence):
        return thing
    numbered = [
        column for column in getattr(thing, "columns", ())
        if isinstance(thing, model.Table) and _OWNED.fullmatch(column.default or "")
    ]  # fmt: skip
    if not numbered:
        return None
    bare = (model.Column(name=c.name, type=c.type, default=c.default) for c in numbered)
    return model.Table(name=thing.name, schema="", owner="", columns=tuple(bare))


def _identities_wide(state: model.State, at: str) -> Seen:
    """An identity column whose sequence is of a smaller type: it has the end of that one."""
    for where, column in practices.parts(state, "columns"):
        identity = getattr(column, "identity", None)
        if identity is not None and column.type in _TYPES:
            yield where, identity.max_value not in _ENDS[: _TYPES[column.type]]


RULES: dict[str, StateRule] = {
    "state-index-invalid": StateRule(
        severity="risky",
        says=noted("Index {} is invalid."),
        reason=noted("it slows writes and serves nobody"),
        remedy=noted("REINDEX INDEX CONCURRENTLY {}, or drop it and build it anew."),
        needs=("index",),
        look=_as_seen(practices.indexes_valid),
    ),
    "state-constraint-not-validated": StateRule(
        severity="risky",
        says=noted("Constraint {} was never validated."),
        reason=noted("existing rows may break the rule"),
        remedy=noted("ALTER TABLE … VALIDATE CONSTRAINT."),
        needs=("foreign_key", "check_constraint"),
        look=_constraints_valid,
    ),
    "state-constraint-not-enforced": StateRule(
        severity="risky",
        says=noted("Constraint {} is not enforced."),
        reason=noted("rows that break it can come in"),
        remedy=noted("Enforce it, or drop it."),
        needs=("foreign_key", "check_constraint"),
        look=_constraints_enforced,
    ),
    "state-trigger-disabled": StateRule(
        severity="risky",
        says=noted("Trigger {} is disabled."),
        reason=noted("what it did is not done"),
        remedy=noted("ALTER TABLE … ENABLE TRIGGER, or drop it."),
        needs=("trigger",),
        look=_as_seen(practices.triggers_enabled),
    ),
    "state-row-security-without-policy": StateRule(
        severity="risky",
        says=noted("Row-level security of {} is on, and there is no policy."),
        reason=noted("all but its owner see no row"),
        remedy=noted("Write a policy, or switch it off."),
        needs=("table", "policy"),
        look=_security_has_policies,
    ),
    "state-policy-without-row-security": StateRule(
        severity="breaking",
        says=noted("{} has policies, and row-level security is off."),
        reason=noted("every role with a grant sees every row"),
        remedy=noted("ALTER TABLE {} ENABLE ROW LEVEL SECURITY."),
        needs=("table", "policy"),
        look=_policies_work,
    ),
    "state-definer-search-path": StateRule(
        severity="risky",
        says=noted("{} runs with its owner's rights and does not fix its search_path."),
        reason=noted("a caller can put other functions before those that it means"),
        remedy=noted("ALTER FUNCTION {} SET search_path = …."),
        needs=("function",),
        look=_as_seen(practices.definers_safe),
    ),
    "state-foreign-key-without-index": StateRule(
        severity="risky",
        says=noted("Foreign key {} has no index that begins with its columns."),
        reason=noted("deletes and updates of what it points to read the whole table"),
        remedy=noted("CREATE INDEX CONCURRENTLY on its columns."),
        needs=("table", "foreign_key", "index"),
        look=_as_seen(practices.foreign_keys_indexed),
    ),
    "state-index-duplicate": StateRule(
        severity="safe",
        says=noted("Index {} is the same as another but for its name."),
        reason=noted("it costs writes and room"),
        remedy=noted("DROP INDEX CONCURRENTLY {}."),
        needs=("index",),
        look=_as_seen(practices.indexes_differ),
    ),
    "state-sequence-too-small": StateRule(
        severity="risky",
        says=noted("Sequence {} ends before the numbers of its column do."),
        reason=noted("inserts fail once it is used up"),
        remedy=noted("ALTER SEQUENCE {} AS the type of the column."),
        needs=("table", "column", "sequence"),
        look=_sequences_wide,
        among=_numbering,
    ),
    "state-identity-too-small": StateRule(
        severity="risky",
        says=noted("The sequence of identity column {} ends before the column's type does."),
        reason=noted("inserts fail once it is used up"),
        remedy=noted("ALTER SEQUENCE … AS the type of the column {}."),
        needs=("table", "column"),
        look=_identities_wide,
    ),
    "state-primary-key-missing": StateRule(
        severity="risky",
        says=noted("{} has no primary key."),
        reason=noted("rows may be doubled, and replication cannot name them"),
        remedy=noted("Add one."),
        needs=("table", "primary_key"),
        look=_as_seen(practices.primary_keys),
    ),
    "state-next-partition-missing": StateRule(
        severity="risky",
        says=noted("The last partition of {} ends within 31 days of this snapshot, or before it."),
        reason=noted("inserts fail once it has ended, since there is no default partition"),
        remedy=noted("Make the next partition."),
        needs=("table",),  # partitions are told with it
        look=ahead.next_partitions,
        among=ahead.partitioned,
        dated=True,
    ),
}
