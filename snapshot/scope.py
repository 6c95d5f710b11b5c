"""Which objects belong to a snapshot: `include` and `ignore` patterns, and what they took away."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import msgspec

from snapshot import dependents
from snapshot.codec import readable

if TYPE_CHECKING:
    from snapshot.catalog import Capture


def narrow(found: Capture, include: Sequence[str], ignore: Sequence[str]) -> Capture:
    """Keep what `include` names (all, when empty) and `ignore` does not; count the rest.

    Patterns are `schema.name` with `*`, `?` and `[…]`, case counts. What lives in no schema always
    stays, but schemas themselves follow the patterns for their content.
    """
    names = {key: _name(key) for key in found.objects}
    kept = {k: t for k, t in found.objects.items() if holds(k, include, ignore)}
    left_out = sum(not _included(key, include) for key in names)
    ignored = {
        pattern: sum(name is not None and fnmatchcase(name, pattern) for name in names.values())
        for pattern in ignore
    }
    return msgspec.structs.replace(
        found,
        objects=kept,
        identity={key: number for key, number in found.identity.items() if key in kept},
        dependents=found.dependents and dependents.within(found.dependents, kept),
        coverage=msgspec.structs.replace(
            found.coverage, include=tuple(include), left_out=left_out, ignored=ignored
        ),
    )


def holds(key: str, include: Collection[str], ignore: Collection[str]) -> bool:
    """Whether a snapshot of this scope would have the object, if it was there."""
    if not include and not ignore:
        return True
    name = _name(key)
    ignored = name is not None and any(fnmatchcase(name, pattern) for pattern in ignore)
    return not ignored and _included(key, include)


def _name(key: str) -> str | None:
    """What patterns are held against; None for what lives neither in a schema nor is one."""
    parts = [readable(part) for part in key.split("/")]
    if len(parts) == 3:
        return f"{parts[0]}.{parts[2]}"
    return parts[1] if parts[0] == "schemas" else None


def _included(key: str, include: Collection[str]) -> bool:
    name = _name(key)
    if name is None or not include:
        return True
    if key.count("/") == 1:  # a schema follows the patterns for its content
        return any(fnmatchcase(name, pattern.split(".")[0]) for pattern in include)
    return any(fnmatchcase(name, pattern) for pattern in include)


def unused(coverage_ignored: dict[str, int]) -> list[str]:
    """Patterns that took nothing away: probably misspelt, or no longer needed."""
    return [pattern for pattern, number in coverage_ignored.items() if number == 0]
