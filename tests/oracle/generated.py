"""Mutations straight from the model: any field of any class gets another value of its type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from generator.parting import part_path
from snapshot import model
from snapshot.codec import key_of

Place = tuple[str, str, str]  # object, part, field: as a change names it
Field = tuple[str, str]  # class, field

POOL: dict[str, tuple[Any, ...]] = {  # values that make sense to a server, by the field's name
    "alignment": ("char", "double"),
    "compression": ("pglz",),
    "connection_limit": (9,),
    "default": ("NULL::text", "7", "'q'::text"),
    "delimiter": ("/",),
    "depends_on_extensions": (("hstore",),),
    "grantee": ("writer",),
    "initial": ("9",),
    "length": (16,),
    "locale": ("C.UTF-8",),
    "match": ("full",),
    "moving_initial": ("9",),
    "on_delete": ("cascade", "set null"),
    "on_update": ("cascade", "set null"),
    "origin": ("none",),
    "owner": ("app", "writer"),
    "predicate": ("(1 > 0)",),
    "settings": (("work_mem=64MB",),),
    "statistics": (42,),
    "storage": ("external", "plain", "main"),
    "synchronous_commit": ("local",),
    "tablespace": ("spc1", "spc2"),
    "target": (42,),
    "type": ("bigint", "text", "smallint"),
    "using": ("(1 > 0)",),
    "version": ("2.0",),
}


class Spot(msgspec.Struct, frozen=True):
    """A struct inside an object, and where a change of it is reported."""

    item: Any
    part: tuple[str, ...]  # steps of the path
    field: str  # the reported field, when the struct has no name of its own


class Mutation(msgspec.Struct, frozen=True):
    """One field of one thing with another value."""

    key: str
    home: model.Object
    spot: Spot
    field: str
    value: Any

    @property
    def what(self) -> Field:
        return type(self.spot.item).__name__, self.field

    @property
    def made(self) -> model.Object:
        """The whole object, changed."""
        return changed(self.home, self.spot.item, self.field, self.value)  # type: ignore[no-any-return]

    @property
    def expected(self) -> set[Place]:
        """What a comparison must name, and nothing else."""
        return {*_expected(self.key, self.made, self.spot, self.field, self.value)}

    def __str__(self) -> str:
        old = getattr(self.spot.item, self.field)
        return f"{self.key} {'.'.join(self.what)}: {old!r} → {self.value!r}"


def spots(item: Any, part: tuple[str, ...] = (), field: str = "") -> Iterator[Spot]:
    """An object and everything inside it."""
    yield Spot(item, part, field)
    inner = model.children(type(item))
    for name in item.__struct_fields__:
        value = getattr(item, name)
        for each in value if isinstance(value, tuple) else (value,):
            if not isinstance(each, msgspec.Struct):
                continue
            if name in inner and not field:
                single = model.is_single(type(item), name)
                step = () if single else (getattr(each, inner[name].KEY),)
                yield from spots(each, (*part, name, *(step or ("",))))
            else:
                yield from spots(each, part, field or name)


def changed(thing: Any, target: Any, field: str, value: Any) -> Any:
    """A copy in which one struct, found by its identity, has another value of one field."""
    if thing is target:
        return msgspec.structs.replace(target, **{field: value})
    if isinstance(thing, msgspec.Struct):
        inner = {f: changed(getattr(thing, f), target, field, value)
                 for f in thing.__struct_fields__}  # fmt: skip
        same = all(inner[f] is getattr(thing, f) for f in inner)
        return thing if same else msgspec.structs.replace(thing, **inner)
    if isinstance(thing, tuple):
        items = tuple(changed(item, target, field, value) for item in thing)
        return thing if all(a is b for a, b in zip(items, thing, strict=True)) else items
    return thing


def values(item: Any, field: str, donors: tuple[Any, ...] = ()) -> Iterator[Any]:
    """Other values of a field: by its type, by its name, or such as others of its class have."""
    cls, old = type(item), getattr(item, field)
    seen = [old]
    for value in _values(cls, field, old, donors):
        if value not in seen or (isinstance(value, bool) and value is not old and len(seen) == 1):
            seen.append(value)
            yield value


def _values(cls: type, field: str, old: Any, donors: tuple[Any, ...]) -> Iterator[Any]:
    hint = get_type_hints(cls)[field]
    options = get_args(hint) if get_origin(hint) is not Literal else (hint,)
    if field == "comment":
        yield "it's $another$ é\n  one"
    if hint is bool:
        yield not old
    for option in options:
        if get_origin(option) is Literal:
            yield from get_args(option)
    if (default := model.defaults(cls)[field]) is not msgspec.NODEFAULT:
        yield default
    yield from POOL.get(field, ())
    if field not in model.children(cls):
        yield from donors
    if isinstance(old, tuple) and old:
        yield from (old[:-1], old[1:])
    if model.children(cls).get(field) is model.SecurityLabel:
        yield (model.SecurityLabel("provider", "open"),)
    if isinstance(old, int | float) and not isinstance(old, bool):
        yield from (old + 1, old * 2)
    if hint is str:
        yield old + "_other"
    if model.children(cls).get(field) is None and str in options:
        yield "another"
    if hint in (int, int | None, float | None):
        yield 7


def mutations(state: model.State) -> Iterator[Mutation]:
    """Every value that we can think of for every field of every struct of a state."""
    found = {key: list(spots(thing)) for key, thing in state.items()}
    donors: dict[Field, list[Any]] = defaultdict(list)
    for spot in (spot for each in found.values() for spot in each):
        for field in spot.item.__struct_fields__:
            known = donors[type(spot.item).__name__, field]
            if (value := getattr(spot.item, field)) not in known:
                known.append(value)
    for key, each in found.items():
        for spot in each:
            for field in spot.item.__struct_fields__:
                what = (type(spot.item).__name__, field)
                taken = {other.part for other in each}
                for value in values(spot.item, field, tuple(donors[what])):
                    if not _is_key(spot, field) or (*spot.part[:-1], value) not in taken:
                        yield Mutation(key, state[key], spot, field, value)


def _is_key(spot: Spot, field: str) -> bool:
    """Whether a field is what tells a part from its siblings."""
    return bool(spot.part) and not spot.field and field == type(spot.item).KEY


def _expected(key: str, made: model.Object, spot: Spot, field: str, value: Any) -> Iterator[Place]:
    old = getattr(spot.item, field)
    if spot.field:  # inside a mere value
        yield (key, part_path(spot.part), spot.field)
    elif not spot.part and key_of(made) != key:
        yield from ((key, "", ""), (key_of(made), "", ""))
    elif _is_key(spot, field) and spot.part[-1] != "":
        yield from ((key, part_path((*spot.part[:-1], n)), "") for n in (old, value))
    elif field in model.children(type(spot.item)):
        yield from _parts(key, spot, field, old, value)
    else:
        yield (key, part_path(spot.part), field)


def _parts(key: str, spot: Spot, field: str, old: Any, new: Any) -> Iterator[Place]:
    """Parts that came, went, or changed, each by the name of its own."""
    part = model.children(type(spot.item))[field]
    single = model.is_single(type(spot.item), field)
    sides = []
    for value in (old, new):
        each = value if isinstance(value, tuple) else (value,) if value else ()
        sides.append({"" if single else getattr(p, part.KEY): p for p in each})
    was, now = sides
    for name in sorted({*was, *now}):
        path = part_path((*spot.part, field, name))
        if name not in was or name not in now:
            yield (key, path, "")
        elif was[name] != now[name]:
            left, right = model.plain(was[name]), model.plain(now[name])
            yield from (
                (key, path, f)
                for f in left
                if f not in model.children(part) and left[f] != right[f]
            )
    common = [[n for n in side if n in was and n in now] for side in sides]
    if part.ORDERED and common[0] != common[1]:
        yield (key, part_path(spot.part), f"{field}.order")
