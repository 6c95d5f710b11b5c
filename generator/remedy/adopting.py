"""A state as it is once something of it has followed a rename."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_type_hints

import msgspec

from generator.changes import Change
from generator.remedy.homes import children_of, is_single
from snapshot.codec import readable, segment


def adopt(was: Any, now: Any, steps: list[str], field: str) -> Any:
    """A copy of `was` with what `now` has at one place."""
    if not steps:
        return now if not field else _set(was, now, field)
    name, rest = steps[0], steps[1:]
    cls = children_of(now)[name]
    if is_single(now, name):
        old, new = getattr(was, name), getattr(now, name)
        value = new if old is None or new is None else adopt(old, new, rest, field)
        return msgspec.structs.replace(was, **{name: value})
    key, rest = readable(rest[0]), rest[1:]
    olds = {getattr(p, cls.KEY): p for p in getattr(was, name)}
    news = {getattr(p, cls.KEY): p for p in getattr(now, name)}
    if key in olds and key in news:
        olds[key] = adopt(olds[key], news[key], rest, field)
    elif key in news:
        olds[key] = news[key]
    else:
        olds.pop(key, None)
    return msgspec.structs.replace(was, **{name: tuple(_in_order(cls, olds))})


def _in_order(cls: Any, parts: dict[Any, Any]) -> Iterator[Any]:
    yield from parts.values() if cls.ORDERED else (parts[key] for key in sorted(parts))


def _set(was: Any, now: Any, field: str) -> Any:
    field, _, order = field.partition(".")
    if order:
        names = [p.name for p in getattr(now, field)]
        place = {name: number for number, name in enumerate(names)}
        parts = sorted(getattr(was, field), key=lambda p: place.get(p.name, len(place)))
        return msgspec.structs.replace(was, **{field: tuple(parts)})
    return msgspec.structs.replace(was, **{field: getattr(now, field)})


def rewritten(was: Any, now: Any, change: Change) -> Any:
    """A copy of `was` with the old value of a change, where both sides say the same all the same.

    The renames wrote it there: what it says now was another thing.
    """
    steps = change.part.split("/") if change.part else []
    here, there = _at(was, steps), _at(now, steps)
    if change.action != "changed" or here is None or there is None or "." in change.field:
        return was
    if getattr(here, change.field) != getattr(there, change.field):
        return was
    value = msgspec.convert(change.old, get_type_hints(type(here))[change.field])
    return _placed(was, steps, msgspec.structs.replace(here, **{change.field: value}))


def _at(thing: Any, steps: list[str]) -> Any:
    """What a path leads to; None where there is no such part."""
    while steps and thing is not None:
        name, single = steps[0], is_single(thing, steps[0])
        key, value = children_of(thing)[name].KEY, getattr(thing, name)
        parts = [value] if single else [p for p in value if segment(getattr(p, key)) == steps[1]]
        thing, steps = next(iter(parts), None), steps[1 if single else 2 :]
    return thing


def _placed(thing: Any, steps: list[str], part: Any) -> Any:
    """A copy with another part at the end of a path."""
    if not steps:
        return part
    name, single = steps[0], is_single(thing, steps[0])
    key, value = children_of(thing)[name].KEY, getattr(thing, name)
    if single:
        new: Any = _placed(value, steps[1:], part)
    else:
        new = tuple(
            _placed(p, steps[2:], part) if segment(getattr(p, key)) == steps[1] else p
            for p in value
        )
    return msgspec.structs.replace(thing, **{name: new})
