"""What a partition has from its parents: its file lists it only where something is its own.

A part that stands there on one side alone did not come or go: it differed from its parent's.
"""

from __future__ import annotations

from typing import Any

import msgspec

from generator.ddl.statement import Home
from snapshot import model


def fill(old: dict[Any, Any], new: dict[Any, Any], home: Home) -> None:
    """Put the parent's in where a side has none of its own."""
    for name in sorted({*old} ^ {*new}):
        mine = old.get(name) or new[name]
        given = handed_down(mine, home)
        if given is not None:
            old.setdefault(name, given)
            new.setdefault(name, given)


def handed_down(part: Any, home: Home) -> Any:
    """The same part as the nearest parent has it, under the part's own name; None for its own."""
    for parent in home.parents:
        found = _of(part, parent)
        if found is not None:
            return found
    return None


def _of(part: Any, parent: Any) -> Any:
    if isinstance(part, model.Column):
        found = next((c for c in parent.columns if c.name == part.name), None)
        return found and msgspec.structs.replace(found, identity=None, comment=None, privileges=())
    if isinstance(part, model.Trigger):
        return _same(parent.triggers, part, lambda a: a.name)
    if isinstance(part, model.Index):
        return _same(parent.indexes, part, _bare)
    if isinstance(part, model.PrimaryKey):
        return _same([parent.primary_key] if parent.primary_key else [], part, lambda a: a.columns)
    if isinstance(part, model.UniqueConstraint):
        return _same(parent.unique_constraints, part, lambda a: a.columns)
    if isinstance(part, model.ForeignKey):
        return _same(parent.foreign_keys, part, lambda a: (a.columns, a.references))
    if isinstance(part, model.CheckConstraint) and part.inherited:
        return _same(parent.check_constraints, part, lambda a: a.name)
    return None


def _same(parts: Any, part: Any, key: Any) -> Any:
    found = next((other for other in parts if key(other) == key(part)), None)
    return found and msgspec.structs.replace(found, name=part.name, comment=None)


def _bare(index: model.Index) -> model.Index:
    return msgspec.structs.replace(
        index, name="", comment=None, valid=True, options=(), tablespace=None
    )
