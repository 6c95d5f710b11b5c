"""The facts about one object, cut down to what is asserted of it, and held against that."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

import msgspec

from generator import plainly
from generator.changes import Change
from generator.compare import compare
from generator.memory import Memory
from snapshot import model
from snapshot.codec import segment
from snapshot.store import Assertion

Plain = dict[str, Any]


def differing(
    key: str, thing: model.Object, assertion: Assertion, memory: Memory
) -> tuple[Change, ...]:
    """Where one object is not what is asserted of it; worked out once for the two of them."""
    return memory.once(
        ("cut", key), (thing, assertion), lambda: tuple(of_object(key, thing, assertion))
    )


def of_object(key: str, thing: model.Object, assertion: Assertion) -> Iterator[Change]:
    """Where one object is not what is asserted of it."""
    cls = type(thing)
    fact = plainly.shared(thing)
    fields = {f: fact[f] for f in assertion.is_ if f not in model.children(cls)}
    expected = dict(assertion.is_)
    if assertion.full:
        expected = _filled(cls, expected, assertion.unasserted)
        fields = {f: fact[f] for f in expected if f not in model.children(cls)}
    projected = {**fields, **_parts(cls, expected, fact, assertion)}
    for field in projected:
        expected.setdefault(field, {})
    for field, names in assertion.order.items():
        expected[field] = {name: expected[field][name] for name in names}
    yield from compare(key, cls, expected, projected, ordered=bool(assertion.order))
    for field, number in assertion.count.items():
        if len(fact[field]) != number:
            yield Change(
                object=key, kind=model.kind_name(cls), field=f"{field}.count", action="changed",
                old=number, new=len(fact[field]),
            )  # fmt: skip


def _filled(cls: type, stated: Plain, silent: Collection[str]) -> Plain:
    """A map stated in full: what is not stated has the model's default, unless it is `silent`."""
    full: Plain = {**_bare(cls), **stated}
    for field in silent:
        if field not in stated:
            full.pop(field, None)
    for field, part in model.children(cls).items():
        if full.get(field):
            full[field] = {name: _filled(part, each, silent) for name, each in full[field].items()}
    return full


@cache
def _bare(cls: type) -> Plain:
    """Every field that has a default, with it; without those that tell an object from others."""
    inner = model.children(cls)
    found: Plain = {}
    for field, default in model.defaults(cls).items():
        if issubclass(cls, model.Object) and field in cls.KEY:
            continue
        if field in inner:
            found[field] = {}
        elif default is not msgspec.NODEFAULT:
            found[field] = model.listed(msgspec.to_builtins(default))
    return found


def _parts(cls: type, expected: Plain, fact: Plain, assertion: Assertion, path: str = "") -> Plain:
    """The facts about parts, cut down to what is stated of them, and to what must not be there."""
    found: Plain = {}
    for field, part_cls in model.children(cls).items():
        whole = assertion.full and field not in assertion.unasserted
        closed = whole or (not path and field in assertion.unlisted)
        prefix = f"{path}{field}"
        shown: Plain = {}
        for name, part in fact[field].items():
            step = f"{prefix}/{segment(name)}" if name else prefix
            wanted = expected.get(field, {}).get(name)
            if wanted is not None and {part_cls.KEY: part.get(part_cls.KEY), **wanted} == part:
                shown[name] = wanted  # as nearly always, where all is stated
            elif wanted is not None:
                shown[name] = {
                    **{f: part[f] for f in wanted if f not in model.children(part_cls)},
                    **_parts(part_cls, wanted, part, assertion, f"{step}/"),
                }
            elif closed or step in assertion.absent or prefix in assertion.absent:
                shown[name] = part
        if field in expected or shown:
            found[field] = shown
    return found
