"""Whether an expectation says anything of a place: an object, a part, or a field of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator import patterns
from generator.held import closed_by
from generator.numbers import class_of
from snapshot import closing, model
from snapshot.codec import segment
from snapshot.expectation import of_domains, of_objects
from snapshot.store import Assertion


class Asserted:
    """One expectation, asked about places; patterns in it are spelled out for some objects."""

    def __init__(
        self, assertions: Mapping[str, Assertion], objects: Mapping[str, model.Object]
    ) -> None:
        told = patterns.expanded(assertions, objects)
        self.objects = of_objects(told)
        self.closed = closed_by(of_domains(told))

    def __call__(self, key: str, part: str, field: str) -> bool:
        """Whether it is known, by this expectation, what there is at a place."""
        told = self.objects.get(key)
        if told is None:
            return not part and not field and closing.closes(self.closed, key)
        if not told.exists or not (part or field):
            return True
        is_: Mapping[str, Any] | None = told.is_
        cls: type = class_of(key)
        steps, path = part.split("/") if part else [], ""
        while steps and is_ is not None:
            single = model.is_single(cls, steps[0])
            home, name = steps[0], "" if single else steps[1]
            here = f"{path}{home}" if single else f"{path}{home}/{name}"
            inner = is_.get(home, {})
            is_ = next((inner[n] for n in inner if (segment(n) if n else "") == name), None)
            if is_ is None:
                return _closed(told, path, home, here)
            cls, steps, path = model.children(cls)[home], steps[1 if single else 2 :], f"{here}/"
        return not field or _field(told, is_ or {}, cls, field, path)


def _closed(told: Assertion, path: str, home: str, here: str) -> bool:
    """Whether it is told that a part which is not stated is not there."""
    if here in told.absent or f"{path}{home}" in told.absent:
        return True
    return (told.full and home not in told.unasserted) or (not path and home in told.unlisted)


def _field(told: Assertion, is_: Mapping[str, Any], cls: type, field: str, path: str) -> bool:
    name, _, word = field.partition(".")
    if word == "order":
        return name in told.order and not path
    if word == "count":
        return name in told.count or (told.full and name not in told.unasserted)
    return field in is_ or (
        told.full and field not in told.unasserted and field in model.defaults(cls)
    )
