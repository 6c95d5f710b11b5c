"""What kept its text although a name in it went to another thing: a change that hides.

The server writes a new name into everything that points to a thing. So where two tables swapped
their names and a view still reads `FROM public.a`, it was made anew, and reads the other one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from generator import folds
from generator.changes import Change
from generator.names import Name, Names
from generator.parting import part_path
from generator.side import Side
from generator.texts import renamed
from snapshot import model

Objects = Mapping[str, model.Object]
Renames = Mapping[tuple[str, str, str], str]  # object, kind and old name of a part → its new name
_NOBODY: tuple[Name, Name] = (("", ""), ("", ""))
_CALLED = ("name", "schema")  # told where things are paired
_VALUES = ("arguments", "default", "moving_initial", "rules")  # names of nothing, if not spelled


def found(
    pairs: Iterable[tuple[str | None, str | None]], changes: Iterable[Change], names: Names,
    old: Side, new: Side,
) -> list[Change]:  # fmt: skip
    """Values that stayed as they were, while what they name has another name now.

    `old` of such a change is what the renames would have made of the value.
    """
    taken = _taken(names, new.objects) if names.renamed else names
    if not taken.renamed:
        return []
    moved = {
        (c.object, c.kind, c.old): c.new
        for c in changes
        if c.action == "renamed" and isinstance(c.old, str)
    }
    kept = (
        change
        for before, after in pairs
        if before and after
        for change in _of_object(after, old.objects[before], new.objects[after], moved)
    )
    return [
        msgspec.structs.replace(change, old=due)
        for change in kept
        if (due := _due(change, names, taken, new.objects)) != change.new
        and (new.renamed is None or _due(change, names, new.renamed, new.objects) != due)
    ]


def _of_object(
    key: str, was: model.Object, now: model.Object, moved: Renames
) -> Iterator[Change]:  # fmt: skip
    yield from _kept(key, type(now), (), was, now, moved)


def _taken(names: Names, new: Objects) -> Names:
    """Only those renames after which something else has the old name."""
    there = {
        name: {getattr(column, "name", column) for column in getattr(thing, "columns", ())}
        for thing in new.values()
        for name in folds.with_partitions(thing)
    }
    columns = {}
    for was, renames in names.columns.items():
        now = set[str]().union(*(there.get(name, ()) for name in names.of_thing(was)))
        if kept := {name: later for name, later in renames.items() if name in now}:
            columns[was] = kept
    things = {
        was: later for was, later in names.things.items() if was in there and was not in later
    }
    return Names(things=things, columns=columns)


def _kept(
    key: str, cls: type, steps: tuple[str, ...], was: Any, now: Any, moved: Renames
) -> Iterator[Change]:
    """Every value that a thing and its parts have kept, as a change from itself to itself."""
    inner = model.children(cls)
    for field in now.__struct_fields__:
        old, new = getattr(was, field, None), getattr(now, field)
        if field in inner:
            yield from _kept_parts(key, inner[field], (*steps, field), old, new, moved)
        elif new and old == new and field not in _CALLED and _names_things(cls, field):
            value = model.listed(msgspec.to_builtins(new))
            yield Change(
                object=key, kind=model.kind_name(cls), part=part_path(steps), field=field,
                action="changed", old=value, new=value,
            )  # fmt: skip


def _kept_parts(
    key: str, part: type[model.Part], steps: tuple[str, ...], old: Any, new: Any, moved: Renames
) -> Iterator[Change]:
    single = not isinstance(new, tuple)
    before = {}
    for each in old if isinstance(old, tuple) else [old]:
        name = getattr(each, part.KEY, "")
        before[moved.get((key, model.kind_name(part), name), name)] = each
    for each in [new] if single else new:
        name = getattr(each, part.KEY, "")
        if each and before.get(name):
            path = (*steps, "" if single else name)
            yield from _kept(key, part, path, before[name], each, moved)


def _names_things(cls: type, field: str) -> bool:
    return field in model.spelled(cls) or field not in _VALUES


def _due(change: Change, names: Names, taken: Names, new: Objects) -> Any:
    """What a value had to become by the renames alone."""
    thing = new[change.object]
    if not folds.is_rewritten(change, thing):
        return change.new
    cls = model.parts().get(change.kind, type(thing))
    of_columns = change.field in model.spelled(cls) or change.field in folds.OF_COLUMNS
    own = folds.own_of(change, names, new) if of_columns else _NOBODY
    return _written(change.field, change.new, taken, own)


def _written(field: str, value: Any, names: Names, own: tuple[Name, Name]) -> Any:
    if isinstance(value, dict):
        return {key: _written(key, each, names, own) for key, each in value.items()}
    if isinstance(value, list) and field in ("definition", "body"):
        return renamed("\n".join(value), names, own).split("\n")
    if isinstance(value, list):
        return [_written(field, each, names, own) for each in value]
    if not isinstance(value, str):
        return value
    if field in folds.OF_COLUMNS:
        return min(names.of_column([own[0]], value))
    if field in folds.OF_DATABASE:
        return min(names.of_thing(("", value)))[1]
    return renamed(value, names, own)
