"""Renames come first: what they are, and the state as it is once they are done.

Expressions that follow a rename are read off the folds of the comparison: the server writes the new
names into them by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from generator import renames
from generator.changes import Change, Difference, Fold
from generator.ddl.quoting import ident, literal, qualified
from generator.ddl.statement import Home, Phase
from generator.remedy.adopting import adopt, rewritten
from generator.remedy.homes import (
    CONSTRAINTS,
    children_of,
    home_of,
    home_of_partition,
    split_name,
)
from generator.remedy.step import Step, step
from generator.side import Side
from snapshot import model
from snapshot.codec import key_of, readable, segment

_FOLLOW = (model.Cast, model.Transform, model.DefaultPrivilege, model.SuppliedObject,
           model.Database)  # fmt: skip
_ROUTINES = (model.Function, model.Aggregate, model.Operator)


class Moves:
    """The renames of a comparison, done one after the other on a copy of the old state."""

    def __init__(self, old: Side, new: Side, found: Difference) -> None:
        paired = renames.pairing(old, new)
        pairs, others = paired.pairs, [(a, b) for a, b in paired.moved if a and b]
        self.now = new.objects
        self.was: dict[str, model.Object] = {}  # by the new key, where there is one
        self.steps: list[Step] = []
        self.schemas = {
            old.objects[a].name: new.objects[b].name
            for a, b in others
            if isinstance(old.objects[a], model.Schema)
        }
        renamed = [c for c in found.all if c.action == "renamed"]
        self.told = {_whence(c): c for c in renamed}
        if not others:
            self.was = dict(old.objects)
            for key in old.memory.those(
                "routines", (old.objects,), lambda key: isinstance(old.objects[key], _ROUTINES)
            ):
                self.was[key] = self.was.pop(key)
        else:
            self._objects(self._schemas([(a, b) for a, b in pairs if a], old.objects))
        self._parts([c for c in renamed if c.part])
        self._names([c for c in renamed if c.field])
        for before, after in pairs if renamed and "not_null" in old.coverage.captured else ():
            if before and after and self.was[after] is not old.objects[before]:
                self.was[after] = renames.with_not_nulls(old.objects[before], self.was[after])
        for fold in found.folds:
            if fold.object in self.was and fold.object in self.now:
                steps = fold.part.split("/") if fold.part else []
                self._follow(fold, steps)
        for change in found.all:
            if (was := self.was.get(change.object)) and (now := self.now.get(change.object)):
                self.was[change.object] = rewritten(was, now, change)

    def _follow(self, fold: Fold, steps: list[str]) -> None:
        """What the server wrote anew; a name in it that was another's is no longer there."""
        was, now = self.was[fold.object], self.now[fold.object]
        if not steps and not fold.field:
            return  # the key of the object: it has it already
        if isinstance(fold.old, str) and not fold.field:
            was = renames.with_names(was, steps[0], {fold.old: readable(steps[1])})
        self.was[fold.object] = adopt(was, now, steps, fold.field)

    def _schemas(
        self, pairs: list[tuple[str, str | None]], objects: Any
    ) -> list[tuple[model.Object, str | None]]:
        """Rename the schemas; then every thing, as it is called after that."""
        spare = {s for s in self.schemas.values() if f"schemas/{segment(s)}" in objects}
        for name in sorted(spare):
            change = self._whole(f"schemas/{segment(self.schemas.get(name, name))}")
            self._say(f"ALTER SCHEMA {ident(name)} RENAME TO {ident(f'{name}__moved')};", change)
        self.aside = {name: f"{name}__moved" for name in spare}
        for name, later in sorted(self.schemas.items()):
            now = self.aside.get(name, name)
            change = self._whole(f"schemas/{segment(later)}")
            self._say(f"ALTER SCHEMA {ident(now)} RENAME TO {ident(later)};", change)
        renamed = {**self.aside, **self.schemas}
        found = []
        for before, after in pairs:
            thing = objects[before]
            schema = getattr(thing, "schema", None)
            if isinstance(thing, model.Schema) and thing.name in renamed:
                thing = msgspec.structs.replace(thing, name=renamed[thing.name])
            elif schema in renamed:
                thing = msgspec.structs.replace(thing, schema=renamed[schema])
            found.append((thing, after))
        return found

    def _whole(self, key: str | None) -> Change | None:
        """The change that tells the new name of an object, by its new key."""
        return self.told.get((key or "", "", ""))

    def _say(self, text: str, change: Change | None) -> None:
        self.steps.append(step(text, Phase.FIRST, serves=(change,) if change else ()))

    def _objects(self, things: list[tuple[model.Object, str | None]]) -> None:
        """Those whose new name is free; where all wait for each other, one steps aside."""
        things = sorted(things, key=lambda pair: isinstance(pair[0], _ROUTINES))
        current = {number: thing for number, (thing, _) in enumerate(things)}
        aims = {n: self.now[after] for n, (_, after) in enumerate(things) if after is not None}
        waiting = [n for n, aim in aims.items() if self._differs(current[n], aim)]
        while waiting:
            taken = {_slot(thing): n for n, thing in current.items()}
            free = [n for n in waiting if _slot(aims[n]) not in taken]
            if free:
                change = self._whole(things[free[0]][1])
                current[free[0]] = self._rename(current[free[0]], aims[free[0]], change)
                waiting.remove(free[0])
                continue
            blocker = taken[_slot(aims[waiting[0]])]
            if blocker == waiting[0]:
                waiting.remove(blocker)
                continue
            thing = current[blocker]
            spare = msgspec.structs.replace(thing, name=_spare(thing.name))
            current[blocker] = self._rename(thing, spare, self._whole(things[waiting[0]][1]))
        for number, (_, after) in enumerate(things):
            thing = current[number]
            if after is None:
                self.was[key_of(thing)] = thing
                continue
            aim = self.now[after]
            fields = {f: getattr(aim, f) for f in aim.KEY if f in aim.__struct_fields__}
            same = all(getattr(thing, field) == value for field, value in fields.items())
            self.was[after] = thing if same else msgspec.structs.replace(thing, **fields)

    def _differs(self, thing: model.Object, aim: model.Object) -> bool:
        if isinstance(aim, _FOLLOW):
            return False
        return (thing.name, _schema(thing)) != (aim.name, _schema(aim))

    def _rename(
        self, thing: model.Object, aim: model.Object, change: Change | None
    ) -> model.Object:
        """Name and schema, a command each."""
        if isinstance(thing, model.Function | model.Aggregate):
            thing = msgspec.structs.replace(
                thing, argument_types=getattr(aim, "argument_types", "")
            )
        if thing.name != aim.name:
            alter = home_of(thing).alter
            self._say(f"{alter} RENAME TO {ident(aim.name)};", change)
            thing = msgspec.structs.replace(thing, name=aim.name)
        if _schema(thing) != _schema(aim):
            if getattr(thing, "owned_by", None) is None:  # else its table takes it along
                text = f"{home_of(thing).alter} SET SCHEMA {ident(_schema(aim))};"
                self._say(text, change)
            thing = msgspec.structs.replace(thing, schema=_schema(aim))
        return thing

    def _parts(self, changes: list[Change]) -> None:
        """Columns, constraints, indexes…: by object and field, aside where names are swapped."""
        groups: dict[tuple[str, str], dict[str, str]] = {}
        for change in changes:
            field = change.part.split("/")[0]
            groups.setdefault((change.object, field), {})[str(change.old)] = str(change.new)
        for (key, field), names in groups.items():
            if key in self.was and not self._handed_down(key, field, names, groups):
                self._rename_parts(key, field, names)
        for (key, field), names in groups.items():
            if key in self.was:
                self.was[key] = renames.with_names(self.was[key], field, names)

    def _handed_down(
        self, key: str, field: str, names: dict[str, str], groups: dict[Any, dict[str, str]]
    ) -> bool:
        """Whether a parent table is told the same, which the server hands down."""
        thing = self.now.get(key)
        parents = getattr(thing, "inherits", ()) if field == "columns" else ()
        keys = {
            qualified(other.schema, other.name): k
            for k, other in self.now.items()
            if isinstance(other, model.Table)
        }
        return any(groups.get((keys.get(parent), field)) == names for parent in parents)

    def _rename_parts(self, key: str, field: str, names: dict[str, str]) -> None:
        thing = self.was[key]
        home = home_of(thing)
        cls = children_of(thing)[field]
        parts = getattr(thing, field)
        there = [
            getattr(p, cls.KEY) for p in (parts if isinstance(parts, tuple) else (parts,)) if p
        ]
        moved = self._one_by_one(
            (key, field), there, names, lambda a, b: _rename_part(cls, a, b, home)
        )
        if moved:  # it is dropped later, under its name for the meantime
            self.was[key] = renames.with_names(self.was[key], field, moved)

    def _one_by_one(
        self, where: tuple[str, str], there: Iterable[str], names: dict[str, str],
        say: Callable[[str, str], str],
    ) -> dict[str, str]:  # fmt: skip
        """Say the renames in an order that runs; what only had to step aside, and its name now."""
        waiting = dict(names)
        current = {name: name for name in there}
        while waiting:
            free = [name for name in waiting if waiting[name] not in current.values()]
            name = free[0] if free else next(iter(waiting))
            change = self.told.get((*where, name))
            if free:
                self._say(say(current[name], waiting[name]), change)
                current[name] = waiting.pop(name)
                continue
            blocker = next(n for n, now in current.items() if now == waiting[name])
            spare = _spare(current[blocker])
            self._say(say(current[blocker], spare), change)
            current[blocker] = spare
        return {n: now for n, now in current.items() if n != now and n not in names}

    def _names(self, changes: list[Change]) -> None:
        """Names that a field lists: labels, by object and field."""
        groups: dict[tuple[str, str], dict[str, str]] = {}
        for change in changes:
            groups.setdefault((change.object, change.field), {})[change.old] = change.new
        for (key, field), names in groups.items():
            there, alter = getattr(self.was[key], field), home_of(self.was[key]).alter
            moved = self._one_by_one(
                (key, field),
                there,
                names,
                lambda a, b, alter=alter: _rename_value(alter, a, b),  # type: ignore[misc]
            )
            self.was[key] = renames.with_names(self.was[key], field, {**names, **moved})


def _whence(change: Change) -> tuple[str, str, str]:
    """Object, field and old name of what was renamed in it; the object alone when it was that."""
    field = change.part.split("/")[0] or change.field
    return change.object, field, str(change.old) if field else ""


def _rename_part(cls: type, old: str, new: str, home: Home) -> str:
    was, now = ident(old), ident(new)
    if issubclass(cls, CONSTRAINTS):
        return f"{home.alter} RENAME CONSTRAINT {was} TO {now};"
    if issubclass(cls, model.Index):
        return f"ALTER INDEX {qualified(home.schema, old)} RENAME TO {now};"
    if issubclass(cls, model.Partition):
        return _rename_partition(old, new, home)
    if issubclass(cls, model.Column | model.ViewColumn):
        return f"ALTER TABLE {home.name} RENAME COLUMN {was} TO {now};"
    if issubclass(cls, model.Attribute):
        return f"{home.alter} RENAME ATTRIBUTE {was} TO {now};"
    return f"ALTER {cls.__name__.upper()} {was} ON {home.name} RENAME TO {now};"


def _rename_value(alter: str, old: str, new: str) -> str:
    return f"{alter} RENAME VALUE {literal(old)} TO {literal(new)};"


def _rename_partition(old: str, new: str, home: Home) -> str:
    root = home.thing
    assert isinstance(root, model.Table)
    (schema, was), (later, now) = split_name(old, root), split_name(new, root)
    part = next(p for p in root.partitions if p.name == old)
    alter = f"ALTER {home_of_partition(part, home).word}"
    commands = []
    if was != now:
        commands.append(f"{alter} {qualified(schema, was)} RENAME TO {ident(now)};")
    if schema != later:
        commands.append(f"{alter} {qualified(schema, now)} SET SCHEMA {ident(later)};")
    return "\n".join(commands)


def _schema(thing: model.Object) -> str:
    return getattr(thing, "schema", "") if "schema" in thing.KEY else ""


def _slot(thing: model.Object) -> tuple[str, ...]:
    """What no two things share: relations and types have one space of names between them."""
    space = "relations" if thing.CATALOG in ("pg_class", "pg_type") else thing.CATALOG
    rest = thing.identifier if thing.identifier != thing.name else ""
    return (space, _schema(thing), thing.name, rest.partition("(")[2])


def _spare(name: str) -> str:
    return name.encode()[:55].decode("utf-8", "ignore") + "__moved"
