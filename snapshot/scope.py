"""Which objects belong to a snapshot: `include` and `ignore` patterns, and what they took away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import msgspec

from snapshot import model
from snapshot.codec import qualified

if TYPE_CHECKING:
    from snapshot.catalog import Capture


def narrow(found: Capture, include: Sequence[str], ignore: Sequence[str]) -> Capture:
    """Keep what `include` names (all, when empty) and `ignore` does not; count the rest.

    Patterns are `schema.name` with `*`, `?` and `[…]`, case counts. What lives in no schema always
    stays, but schemas themselves follow the patterns for their content.
    """
    ignored = dict.fromkeys(ignore, 0)
    left_out = 0
    kept: model.State = {}
    for key, thing in found.objects.items():
        name = _name(thing)
        if name is not None and include and not _included(name, thing, include):
            left_out += 1
            continue
        hit = next((p for p in ignore if name is not None and fnmatchcase(name, p)), None)
        if hit is not None:
            ignored[hit] += 1
            continue
        kept[key] = thing
    return msgspec.structs.replace(
        found,
        objects=kept,
        identity={key: number for key, number in found.identity.items() if key in kept},
        coverage=msgspec.structs.replace(
            found.coverage, include=tuple(include), left_out=left_out, ignored=ignored
        ),
    )


def holds(thing: model.Object, include: Collection[str], ignore: Collection[str]) -> bool:
    """Whether a snapshot of this scope would have the object, if it was there."""
    name = _name(thing)
    if name is None:
        return True
    if any(fnmatchcase(name, pattern) for pattern in ignore):
        return False
    return not include or _included(name, thing, include)


def _name(thing: model.Object) -> str | None:
    """What patterns are held against; None for what lives neither in a schema nor is one."""
    if isinstance(thing, model.Schema):
        return thing.name
    return qualified(thing) if model.lives_in_schema(model.folder_of(type(thing))) else None


def _included(name: str, thing: model.Object, include: Collection[str]) -> bool:
    if isinstance(thing, model.Schema):
        return any(fnmatchcase(name, pattern.split(".")[0]) for pattern in include)
    return any(fnmatchcase(name, pattern) for pattern in include)


def unused(coverage_ignored: dict[str, int]) -> list[str]:
    """Patterns that took nothing away: probably misspelt, or no longer needed."""
    return [pattern for pattern, number in coverage_ignored.items() if number == 0]
