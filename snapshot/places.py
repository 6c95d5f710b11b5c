"""Places inside an object: a part's path, `columns/email`, as the steps into its plain map."""

from __future__ import annotations

from typing import Any

from snapshot import model
from snapshot.codec import readable, segment

Plain = dict[str, Any]


def steps(cls: type, part: str, *plain: Plain) -> list[str]:
    """Fields and names by turns; "" for the name of what is the only one of its field.

    A name that is too long for a path is found in one of the plain maps of the object, as
    `model.plain` gives them.
    """
    path = part.split("/") if part else []
    found: list[str] = []
    while path:
        field, single = path[0], model.is_single(cls, path[0])
        plain = tuple(each.get(field) or {} for each in plain)
        name = "" if single else _name(path[1], plain)
        plain = tuple(each.get(name) or {} for each in plain)
        found += [field, name]
        cls, path = model.children(cls)[field], path[1 if single else 2 :]
    return found


def _name(step: str, plain: tuple[Plain, ...]) -> str:
    names = (name for each in plain for name in each if segment(name) == step)
    return next(names, readable(step))
