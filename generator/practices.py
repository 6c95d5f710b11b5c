"""Good practices, each counted: on how many things it holds, of how many, and where it does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import msgspec

from generator.memory import Memory
from snapshot import model
from snapshot.codec import segment

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")
Place = tuple[str, str]  # key, path of the part
Seen = Iterator[tuple[Place, bool]]
Tally = tuple[int, list[Place]]  # how many were seen, and the exceptions


class Practice(msgspec.Struct, frozen=True):
    """It holds on `holds` of `of`; the exceptions are named. The words are the template's."""

    id: str
    of: int
    exceptions: tuple[Place, ...]

    @property
    def holds(self) -> int:
        return self.of - len(self.exceptions)

    @property
    def confirmed(self) -> bool:
        return not self.exceptions


def practices(
    state: Mapping[str, model.Object], captured: tuple[str, ...], memory: Memory | None = None
) -> tuple[Practice, ...]:
    """Every practice that the data can show; none about what is not there or was not captured."""
    memory = memory or Memory()
    owners = memory.total("owners", (state,), lambda key: dict.fromkeys(_owner(state[key]), 1))
    usual = max(owners, key=owners.__getitem__, default="")
    seen = cache(lambda key: _seen({key: state[key]}, usual))
    of = memory.total(
        "practices", (state,), lambda key: {name: of for name, (of, _) in seen(key).items()}, usual
    )
    exceptions = memory.over(
        "exceptions", (state,),
        lambda key: {name: places for name, (_, places) in seen(key).items() if places}, usual,
    )  # fmt: skip
    found = memory.once("exceptions", (exceptions,), lambda: _by_practice(exceptions.values()))
    return tuple(
        Practice(name, of[name], found.get(name, ()))
        for name, (needs, _) in _LOOKS.items()
        if of.get(name) and set(needs) <= set(captured)
    )


def _by_practice(exceptions: Iterable[Mapping[str, list[Place]]]) -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for told in exceptions:
        for name, places in told.items():
            found.setdefault(name, []).extend(places)
    return {name: tuple(places) for name, places in found.items()}


def _seen(state: model.State, usual: str) -> dict[str, Tally]:
    """What every practice sees in one object; `usual`: the role that owns most of the tables."""
    found = {
        name: _tallied(look(state) if look else _one_owner(state, usual))
        for name, (_, look) in _LOOKS.items()
    }
    return {name: tally for name, tally in found.items() if tally[0]}


def _tallied(seen: Seen) -> Tally:
    told = list(seen)
    return len(told), [place for place, holds in told if not holds]


def tables(state: model.State) -> Iterator[tuple[str, model.Table]]:
    for key, thing in state.items():
        if isinstance(thing, model.Table):
            yield key, thing


def place(key: str, field: str, part: model.Part) -> Place:
    """Where a part is."""
    return key, f"{field}/{segment(part.name)}"  # type: ignore[attr-defined]


def parts(state: model.State, *fields: str) -> Iterator[tuple[Place, Any]]:
    """Where each part is that an object has in one of these fields, and the part."""
    for key, thing in state.items():
        for field in sorted(model.children(type(thing)).keys() & fields):
            for part in getattr(thing, field):
                yield place(key, field, part), part


def primary_keys(state: model.State) -> Seen:
    for key, table in tables(state):
        if table.foreign_server is None:
            yield (key, ""), table.primary_key is not None


def _foreign_keys_hold(state: model.State) -> Seen:
    for where, part in parts(state, "foreign_keys"):
        yield where, part.valid and part.enforced


def foreign_keys_indexed(state: model.State) -> Seen:
    """An index, or a key, whose first columns are the foreign key's, in any order."""
    for key, table in tables(state):
        leads = [tuple(k.column for k in i.keys) for i in table.indexes
                 if i.valid and not i.predicate]  # fmt: skip
        leads += [part.columns for part in table.unique_constraints]
        leads += [table.primary_key.columns] if table.primary_key else []
        for part in table.foreign_keys:
            wanted = set(part.columns)
            covered = any(set(lead[: len(part.columns)]) == wanted for lead in leads)
            yield place(key, "foreign_keys", part), covered


def _checks_hold(state: model.State) -> Seen:
    for where, part in parts(state, "check_constraints"):
        yield where, part.valid and part.enforced


def indexes_valid(state: model.State) -> Seen:
    for where, part in parts(state, "indexes"):
        yield where, part.valid


def indexes_differ(state: model.State) -> Seen:
    """No two indexes of a table are the same but for the name."""
    for key, thing in state.items():
        known: list[model.Index] = []
        for part in getattr(thing, "indexes", ()):
            bare = msgspec.structs.replace(part, name="", comment=None)
            yield place(key, "indexes", part), bare not in known
            known.append(bare)


def triggers_enabled(state: model.State) -> Seen:
    for where, part in parts(state, "triggers"):
        yield where, part.enabled != "disabled"


def _row_security(state: model.State) -> Seen:
    """Policies work only where row-level security is on, and the other way round."""
    for key, table in tables(state):
        if table.policies or table.row_security:
            yield (key, ""), bool(table.policies) and table.row_security


def _plain_names(state: model.State) -> Seen:
    """Names that need no quotes: tables and columns."""
    for key, table in tables(state):
        yield (key, ""), bool(_PLAIN.match(table.name))
        for part in table.columns:
            yield place(key, "columns", part), bool(_PLAIN.match(part.name))


def _owner(thing: model.Object) -> Iterator[str]:
    """The owner of a table."""
    if isinstance(thing, model.Table):
        yield thing.owner


def _one_owner(state: model.State, usual: str) -> Seen:
    """All tables belong to the role that owns most of them."""
    for key, table in tables(state):
        yield (key, ""), table.owner == usual


def _commented(state: model.State) -> Seen:
    for key, table in tables(state):
        yield (key, ""), bool(table.comment)


def _logged(state: model.State) -> Seen:
    for key, table in tables(state):
        yield (key, ""), not table.unlogged


def definers_safe(state: model.State) -> Seen:
    """What runs with its owner's rights fixes its search path."""
    for key, thing in state.items():
        if isinstance(thing, model.Function) and thing.security_definer:
            yield (key, ""), any(s.startswith("search_path") for s in thing.settings)


_LOOKS: dict[str, tuple[tuple[str, ...], Callable[[model.State], Seen] | None]] = {
    "primary keys": (("table", "primary_key"), primary_keys),
    "foreign keys hold": (("table", "foreign_key"), _foreign_keys_hold),
    "foreign keys indexed": (("table", "foreign_key", "index"), foreign_keys_indexed),
    "checks hold": (("check_constraint",), _checks_hold),
    "indexes valid": (("index",), indexes_valid),
    "indexes differ": (("index",), indexes_differ),
    "triggers enabled": (("trigger",), triggers_enabled),
    "row security": (("table", "policy"), _row_security),
    "plain names": (("table", "column"), _plain_names),
    "one owner": (("table",), None),  # the one look that no object tells by itself
    "commented": (("table",), _commented),
    "logged": (("table",), _logged),
    "definers safe": (("function",), definers_safe),
}
