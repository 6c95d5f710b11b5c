"""Maps of what is stated: one over another, and one without a part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from snapshot.codec import segment


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
