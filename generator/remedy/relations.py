"""Views, sequences, extended statistics, triggers, rules and policies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.ddl.quoting import ident, joined, role
from generator.ddl.sequences import sequence_options
from generator.ddl.statement import Home, Phase
from generator.remedy.columns import relation
from generator.remedy.general import reset_and_set
from generator.remedy.homes import statements
from generator.remedy.identities import sequence_changes
from generator.remedy.step import Step, alters, step
from generator.remedy.tables import extensions
from snapshot import model

_ENABLED = {
    "origin": "ENABLE", "disabled": "DISABLE", "replica": "ENABLE REPLICA",
    "always": "ENABLE ALWAYS",
}  # fmt: skip


@alters(model.View, "definition")
def definition(old: model.View, new: model.View, home: Home) -> Iterator[Step] | None:
    """OR REPLACE can add columns at the end, and nothing else to them."""
    was, now = ([(c.name, c.type) for c in view.columns] for view in (old, new))
    if now[: len(was)] != was:
        return None
    made = statements(new, home)[0]
    return iter([step(made.text.replace("CREATE ", "CREATE OR REPLACE ", 1), Phase.VIEW,
                      makes=(relation(home),), frees="\n".join(old.definition))])  # fmt: skip


@alters(model.View, "options")
def options(old: model.View, new: model.View, home: Home) -> Iterator[Step]:
    yield step(reset_and_set(old.options, new.options, home.alter), Phase.VIEW)


@alters(
    model.Sequence, "type", "start", "increment", "min_value", "max_value", "cache", "cycle"
)  # fmt: skip
def sequence(old: model.Sequence, new: model.Sequence, home: Home) -> Iterator[Step]:
    """All at once: a bound may not pass the other, nor the start, on the way."""
    kind = [f"AS {new.type}"] if old.type != new.type else []
    words = [*kind, *sequence_changes(old, new)]
    if kind and not any("VALUE" in word for word in words):
        words += [word for word in sequence_options(new) if "VALUE" in word]
    moved = _restart(old, new)
    yield step(f"{home.alter} {' '.join([*words, *moved])};", Phase.SEQUENCE)


def _restart(old: model.Sequence, new: model.Sequence) -> list[str]:
    """Where it stands may lie outside the new bounds; only then is it moved."""
    low, high = bounds(new)
    return [] if bounds(old) == (low, high) or low <= old.start <= high else ["RESTART"]


_MOST = {"smallint": 2**15 - 1, "integer": 2**31 - 1, "bigint": 2**63 - 1}


def bounds(thing: model.Sequence) -> tuple[int, int]:
    most = _MOST.get(thing.type, _MOST["bigint"])
    up = thing.increment > 0
    low = thing.min_value if thing.min_value is not None else 1 if up else -most - 1
    high = thing.max_value if thing.max_value is not None else most if up else -1
    return low, high


@alters(model.Sequence, "unlogged")
def unlogged(old: model.Sequence, new: model.Sequence, home: Home) -> Iterator[Step]:
    yield step(f"{home.alter} SET {'UN' if new.unlogged else ''}LOGGED;", Phase.SEQUENCE)


@alters(model.Sequence, "owned_by")
def owned_by(old: model.Sequence, new: model.Sequence, home: Home) -> Iterator[Step]:
    """Given up before its column may go, taken when there is the new one."""
    if old.owned_by is not None:
        yield step(f"{home.alter} OWNED BY NONE;", Phase.FIRST, frees=old.owned_by)
    if new.owned_by is not None:
        yield step(f"{home.alter} OWNED BY {new.owned_by};", Phase.LINK)


@alters(model.Statistics, "target")
def target(old: model.Statistics, new: model.Statistics, home: Home) -> Iterator[Step]:
    number = -1 if new.target is None else new.target
    yield step(f"{home.alter} SET STATISTICS {number};", Phase.INDEX)


@alters(model.Trigger, "enabled")
@alters(model.Rule, "enabled")
def enabled(old: Any, new: Any, home: Home) -> Iterator[Step]:
    word = type(new).__name__.upper()
    yield step(f"ALTER TABLE {home.name} {_ENABLED[new.enabled]} {word} {ident(new.name)};",
               Phase.POLICY)  # fmt: skip


@alters(model.Trigger, "depends_on_extensions")
def depends(old: model.Trigger, new: model.Trigger, home: Home) -> Iterator[Step]:
    yield step(extensions(old, new, f"ALTER TRIGGER {ident(new.name)} ON {home.name}"),
               Phase.POLICY)  # fmt: skip


@alters(model.Rule, "definition", "event")
def rule(old: model.Rule, new: model.Rule, home: Home) -> Iterator[Step]:
    (made,) = statements(new, home)
    yield step(made.text.replace("CREATE ", "CREATE OR REPLACE ", 1), Phase.TRIGGER,
               frees="\n".join(old.definition))  # fmt: skip


@alters(model.Policy, "roles", "using", "check")
def policy(old: model.Policy, new: model.Policy, home: Home) -> Iterator[Step] | None:
    """ALTER POLICY says what is; what is no longer there takes a new policy."""
    if (old.using and not new.using) or (old.check and not new.check):
        return None
    words = [
        f"TO {', '.join(map(role, new.roles))}" if old.roles != new.roles else "",
        f"USING ({new.using})" if old.using != new.using else "",
        f"WITH CHECK ({new.check})" if old.check != new.check else "",
    ]
    shown = joined(*words).replace("\n", "\n    ")
    return iter([step(f"ALTER POLICY {ident(new.name)} ON {home.name}\n    {shown};", Phase.POLICY,
                      frees=joined(old.using or "", old.check or ""))])  # fmt: skip
