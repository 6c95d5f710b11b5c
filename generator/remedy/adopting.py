"""A state as it is once something of it has followed a rename."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from generator.remedy.homes import children_of, is_single
from snapshot.codec import readable


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
