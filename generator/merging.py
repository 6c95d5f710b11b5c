"""Maps of what is stated: one over another, and one without a part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from snapshot.codec import segment
from snapshot.store import Assertion


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """A map over another, at any depth."""
    found = dict(under)
    for field, value in over.items():
        both = isinstance(value, dict) and isinstance(found.get(field), dict)
        found[field] = merged(found[field], value) if both else value
    return found


def remove(is_: dict[str, Any], path: str) -> None:
    """Take a part out of a map; what is below its first level is copied, and not changed."""
    *way, last = path.split("/")
    here = is_
    for step in way:
        name = next((n for n in here if segment(n) == step), None)
        if name is None or not isinstance(here[name], dict):
            return
        here[name] = dict(here[name])
        here = here[name]
    for name in [n for n in here if segment(n) == last]:
        del here[name]


def kept(order: Mapping[str, Sequence[str]], is_: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The order of parts without those that are stated no more."""
    return {
        f: tuple(name for name in names if name in is_.get(f, {})) for f, names in order.items()
    }


def over(built: Assertion, yaml: Assertion) -> Assertion:
    """What YAML says by name over what was built of the same object."""
    is_ = merged(built.is_, yaml.is_)
    for path in yaml.absent:
        remove(is_, path)
    order = kept(built.order, is_)
    for field, names in order.items():  # what YAML adds comes last: nobody says where it stands
        order[field] = (*names, *(n for n in is_.get(field, {}) if n not in names))
    return msgspec.structs.replace(
        yaml, is_=is_, full=built.full, order=order, unasserted=built.unasserted,
        source=built.source, by_name=yaml.is_,
    )  # fmt: skip
