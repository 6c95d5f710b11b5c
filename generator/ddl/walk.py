"""From a thing to the statements of what lives inside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.ddl.privileges import withheld
from generator.ddl.statement import WRITERS, Home, Statement
from generator.ddl.unwritten import KINDS
from snapshot import model


def parts_of(thing: model.Object | model.Part, home: Home) -> Iterator[Statement]:
    """The statements of everything that lives inside a thing, in model order."""
    for field, cls in model.children(type(thing)).items():
        parts = several(getattr(thing, field))
        for part in parts if cls not in KINDS else ():
            yield from WRITERS[cls](part, home)
        if cls is model.Privilege and not home.column:
            yield from withheld(parts, home)


def several(value: Any) -> tuple[Any, ...]:
    """A field's parts as a tuple, also of a field that holds one or none."""
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)


def split(statements: Iterator[Statement]) -> tuple[list[Statement], list[Statement]]:
    """Those that may be a line of their home's CREATE, and the others."""
    found = list(statements)
    return [s for s in found if s.inline is not None], [s for s in found if s.inline is None]
