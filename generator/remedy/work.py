"""Two states, thing by thing: what is altered, what is dropped, what is made, what must be both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

import msgspec

from generator.ddl.mentions import mentioned
from generator.ddl.statement import Home, Name, Phase
from generator.ddl.walk import several
from generator.memory import Memory
from generator.remedy import columns, constraints, indexes
from generator.remedy.handed import fill
from generator.remedy.homes import (
    CONSTRAINTS,
    children_of,
    drop_of,
    is_single,
    statements,
)
from generator.remedy.limits import LIMITS
from generator.remedy.names import keys_of, names_of, needs_of, taken_along, text_of, with_after
from generator.remedy.parted import parted
from generator.remedy.reach import Id, Reach, home_for, home_in
from generator.remedy.step import DROPS, Step, alterer, fields_of, step, step_of
from snapshot import model
from snapshot.codec import segment

_KEPT = (model.Table, model.Sequence, model.Schema, model.Extension, model.Enum,
         model.CompositeType, model.Domain, model.RangeType, model.BaseType)  # fmt: skip
_LATE = (*_KEPT, model.Partition, model.Function, model.Aggregate, model.Collation,
         model.Column)  # fmt: skip


class Work:
    """Fills `steps` (id → steps) and `cannot` (what is left, with the reason)."""

    def __init__(
        self, was: Mapping[str, Any], now: Mapping[str, Any], major: int, memory: Memory
    ) -> None:
        self.was, self.now, self.major = was, now, major
        self.reach = Reach(was, now, major, memory)
        self.steps: dict[Id, list[Step]] = {}
        self.gone: set[Id] = set()  # dropped
        self.along: dict[Id, Id] = {}  # what goes with something else → with what
        self.made: set[Id] = set()  # made, anew or again
        self.settled: set[Id] = set()  # tables that become partitions, and back
        self.cannot: dict[tuple[Id, str], str] = {}

    def compare(self) -> None:
        for key, id_, one in parted(self.was, self.now):
            self.steps[id_] = [one]
            self.settled |= {(key,), id_}
        others = {key for key, thing in self.was.items() if self.now.get(key) is not thing}
        for key in sorted(others | (self.now.keys() - self.was.keys())):
            if (key,) in self.settled:
                continue
            if key not in self.now:
                self.drop((key,))
            elif key not in self.was:
                self.make((key,))
            elif self.was[key] != self.now[key]:
                self._object(key)

    def _object(self, key: str) -> None:
        was, now = self.was[key], self.now[key]
        if self._impossible((key,), now, ""):
            return
        self._fields(was, now, self.home(now), (key,))

    def home(self, thing: model.Object) -> Home:
        return home_in(thing, self.major)

    def _impossible(self, id_: Id, thing: Any, field: str) -> bool:
        reason = LIMITS.get((type(thing).__name__, field))
        if field == "valid" and thing.valid:
            return False
        if reason is not None:
            self.cannot[id_, field] = reason
        return reason is not None

    def _fields(self, was: Any, now: Any, home: Home, id_: Id) -> None:
        """Whatever differs: altered where a function is registered, else made again."""
        done: set[Any] = set()
        inner = children_of(now)
        for field in now.__struct_fields__:
            if getattr(was, field) == getattr(now, field) or self._impossible(id_, now, field):
                continue
            alter = alterer(type(now), field)
            if alter is not None:
                if alter in done:
                    continue
                done.add(alter)
                if isinstance(now, model.Column) and self.handed(id_, field):
                    continue
                found = alter(was, now, home_for(now, home))
                if found is None:
                    self.again(id_)
                    return
                fields = fields_of(now, alter)
                told = (msgspec.structs.replace(one, fields=fields) for one in found)
                self.steps.setdefault(id_, []).extend(told)
            elif field in inner:
                self._parts(was, now, field, home_for(now, home), id_)
                if (id_[0],) in self.made or id_ in self.made:
                    return
            elif field not in ("name", "schema", "argument_types"):
                self.again(id_)
                return

    def _parts(self, was: Any, now: Any, field: str, home: Home, id_: Id) -> None:
        cls = children_of(now)[field]
        single = is_single(now, field)
        old, new = (
            {"" if single else getattr(p, cls.KEY): p for p in several(getattr(thing, field))}
            for thing in (was, now)
        )
        if isinstance(now, model.Partition):
            fill(old, new, home)
        elif cls.ORDERED and not issubclass(cls, model.ViewColumn):
            self._order([*old], [*new], now, field, id_)
        for name in [*old, *(n for n in new if n not in old)]:
            part = (*id_, field, name)
            if part in self.settled:
                continue
            if name in old and name in new:
                if old[name] != new[name] and not self._impossible(part, new[name], ""):
                    self._fields(old[name], new[name], home, part)
            elif not self._impossible(part, old.get(name) or new[name], ""):
                if name in old:
                    self.drop(part)
                else:
                    self.make(part)

    def _order(self, old: list[str], new: list[str], now: Any, field: str, id_: Id) -> None:
        kept = [name for name in old if name in new and (*id_, field, name) not in self.made]
        reached = [*kept, *(name for name in new if name not in kept)]
        if reached != new:
            self._impossible(id_, now, f"{field}.order")

    # what a thing is

    def find(self, state: Mapping[str, Any], id_: Id) -> tuple[Any, Home] | None:
        """The thing of an id in a state, and the home that its writer wants."""
        thing = state.get(id_[0])
        if thing is None:
            return None
        home = self.home(thing)
        for field, name in zip(id_[1::2], id_[2::2], strict=True):
            home = home_for(thing, home)
            if isinstance(thing, model.Column | model.ViewColumn):
                home = msgspec.structs.replace(home, column=thing.name)
            cls = children_of(thing)[field]
            parts = several(getattr(thing, field))
            single = is_single(thing, field)
            thing = next((p for p in parts if single or getattr(p, cls.KEY) == name), None)
            if thing is None:
                return None
        return thing, home

    # dropping and making

    def drop(self, id_: Id) -> None:
        found = self.find(self.was, id_)
        assert found
        thing, home = found
        if id_ in self.gone or self._follows(id_, thing):
            return
        if len(id_) > 1 and (type(thing) not in DROPS or self._in_class(found)):
            self.again(id_[:1])  # a line of its object's CREATE
            return
        self.gone.add(id_)
        if with_ := taken_along(thing, id_, self.now):
            self.along[id_] = with_
            return
        text = drop_of(thing, home)
        self.steps.setdefault(id_, []).append(step(
            text, Phase.LAST if isinstance(thing, _LATE) else Phase.FIRST,
            transactional="CONCURRENTLY" not in text, frees=text_of(thing, home),
            freed=(*sorted(needs_of(thing, home)), ("SCHEMA", getattr(thing, "schema", "")),
                   *keys_of(thing)),
            unmakes=names_of(thing, home), despite=tuple(mentioned(text)),
            touches=columns.touched_by_drop(thing, home),
            makes=(("gone", str(id_)),),
        ))  # fmt: skip

    def _follows(self, id_: Id, thing: Any) -> bool:
        """What comes and goes with the parents of a table."""
        if not getattr(thing, "inherited", False):
            return False
        was, now = self.was.get(id_[0]), self.now.get(id_[0])
        return bool(getattr(was, "inherits", ()) or getattr(now, "inherits", ()))

    def handed(self, id_: Id, field: str) -> bool:
        """Whether a column's type or NOT NULL changes with that of a parent table."""
        table = self.now.get(id_[0])
        if field not in ("type", "collation", "nullable", "not_null"):
            return False
        for parent in getattr(table, "inherits", ()):
            (schema, name), *_ = mentioned(parent)
            key = f"{segment(schema)}/tables/{segment(name)}"
            above = [self.find(state, (key, *id_[1:])) for state in (self.was, self.now)]
            if all(above):
                old, new = (found[0] for found in above if found)
                if field in ("type", "collation") or old != new:
                    return True
        return False

    def make(self, id_: Id) -> None:
        found = self.find(self.now, id_)
        assert found
        thing, home = found
        if id_ in self.made or self._follows(id_, thing):
            return
        if type(thing) in DROPS or len(id_) == 1:
            self.made.add(id_)
            after = ("gone", str(id_))
            new = [with_after(one, after) for one in self._made(thing, home)]
            self.steps.setdefault(id_, []).extend(new)
        elif isinstance(thing, model.ViewColumn):
            seen = columns.relation(home)  # a remark mentions nothing by itself
            new = [with_after(one, seen) for one in self._made(thing, home)]
            self.steps.setdefault(id_, []).extend(new)
        else:
            self.again(id_[:1])

    def _made(self, thing: Any, home: Home) -> Iterator[Step]:
        if isinstance(thing, model.Column):
            yield from columns.add(thing, home)
        elif isinstance(thing, CONSTRAINTS) and home.word != "DOMAIN":
            yield from constraints.add(thing, home)
        elif isinstance(thing, model.Index):
            yield from indexes.add(thing, home)
        else:
            fresh = isinstance(thing, model.Object | model.Partition)
            takes = names_of(thing, home)  # those of its keys too, which are made with it
            for one in statements(thing, home):
                if one.text or one.remarks:
                    yield step_of(one, on_new=fresh, takes=takes)
                    takes = ()

    def again(self, id_: Id) -> None:
        """Dropped, and made again; what was planned for its parts is done by that."""
        while len(id_) > 1:
            found = self.find(self.was, id_) or self.find(self.now, id_)
            if found and type(found[0]) in DROPS and not self._in_class(found):
                break
            id_ = id_[:-2]
        if id_ in self.gone and id_ in self.made:
            return
        for other in [other for other in self.steps if other[: len(id_)] == id_]:
            del self.steps[other]
            self.gone.discard(other)
            self.made.discard(other)
        self.drop(id_)
        self.make(id_)
        if len(id_) == 3 and id_[1] in ("columns", "attributes"):
            was, now = ([p.name for p in getattr(s[id_[0]], id_[1])] for s in (self.was, self.now))
            self._order(was, now, self.now[id_[0]], id_[1], id_[:1])

    def _in_class(self, found: tuple[Any, Home]) -> bool:
        members = (model.FamilyOperator, model.FamilyFunction)
        return isinstance(found[0], members) and "CLASS" in found[1].word

    def kept(self, names: AbstractSet[Name]) -> Iterator[tuple[Id, Any, Home]]:
        """Of everything that is as it was, what needs any of some names."""
        return self.reach.kept(names, self.gone)
