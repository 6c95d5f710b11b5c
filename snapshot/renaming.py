"""`renamed_from`: what an object, a part or a label of the expectation was called before.

An assertion holds it as path → old name: `columns/email` → `mail`, `labels/happy` → `sad`. The path
of the object itself is "", and its old name is its old key.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from snapshot import model
from snapshot.closing import Unclear
from snapshot.codec import readable, segment
from snapshot.errors import CannotReadExpectation
from snapshot.store import Assertion

WORD = "renamed_from"


def of_part(cls: type[model.Part], name: str, told: Any, path: str, where: str) -> str:
    """The old name of a part, `path` that of its field. Raises `Unclear`."""
    if cls.KEY != "name" or not name or "/" in path:
        raise Unclear(where, "only what has a name of its own is renamed: leave it out")
    return _name(told, name, where)


def of_names(cls: type[model.Object], fields: dict[str, Any], where: str) -> dict[str, str]:
    """The old names of those that a field lists, taken out of `fields`: `labels_renamed_from`."""
    found: dict[str, str] = {}
    for field in cls.NUMBERED:
        here = f"{where}.{field}_{WORD}"
        told = fields.pop(f"{field}_{WORD}", {})
        stated = fields.get(field) or ()
        if not isinstance(told, dict):
            raise Unclear(here, "a mapping of new names to old ones is due")
        old = {name: _name(was, name, f"{here}.{name}") for name, was in told.items()}
        for name in old:
            if name not in stated:
                raise Unclear(f"{here}.{name}", f"it is not among the {field}: state it there")
        alone({f"{field}/{segment(name)}": was for name, was in old.items()}, stated, here)
        found |= {f"{field}/{segment(name)}": was for name, was in old.items()}
    return found


def _name(told: Any, name: Any, where: str) -> str:
    if not isinstance(told, str) or not told:
        raise Unclear(where, f"the old name is due, not {told!r}: quote it")
    if told == name:
        raise Unclear(where, f"`{told}` is its name now: leave `{WORD}` out")
    return told


def alone(renamed: Mapping[str, str], stated: Any, where: str) -> None:
    """Of the parts of one field: each old name once, and none that is stated. Raises `Unclear`."""
    for path, old in renamed.items():
        other = next((p for p, was in renamed.items() if was == old and p != path), None)
        if other is not None:
            new, second = (readable(p.rpartition("/")[2]) for p in (path, other))
            what = f"`{old}` cannot have become both `{new}` and `{second}`: leave one out"
            raise Unclear(where, what)
        if old in stated:
            raise Unclear(where, f"`{old}`, once its name, is stated too: leave one out")


def check(found: Mapping[str, Assertion], files: Mapping[str, Path]) -> None:
    """Of all objects: each old key once, and none that is stated."""
    heirs: dict[str, str] = {}
    for key, assertion in found.items():
        old = assertion.renamed.get("")
        if old is None:
            continue
        where, name = f"{files[key]}: {readable(key)}", readable(old)
        if old == key:
            what = f"`{name}` is its name now"
        elif old in heirs:
            what = f"`{readable(heirs[old])}` was renamed from `{name}` too"
        elif old in found and found[old].exists:
            what = f"`{name}`, once its name, is stated too"
        else:
            heirs[old] = key
            continue
        raise CannotReadExpectation(where, what, f"Leave `{WORD}` out of one of them.")
