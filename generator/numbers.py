"""How many tables and columns are expected and found, with the names behind each number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from generator.side import Side
from snapshot import model
from snapshot.store import Assertion


class Numbers(msgspec.Struct, frozen=True):
    """Tables and columns: found == expected - missing + unexpected, with the names behind each."""

    expected: tuple[str, ...]
    found: tuple[str, ...]
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]
    columns_expected: int | None  # null when no table says how many columns it has
    columns_found: int
    columns_counted: int  # of those found, how many are in tables that say how many they have
    columns_unasserted: tuple[str, ...] = ()  # expected tables that do not say it

    def __post_init__(self) -> None:
        assert len(self.found) == len(self.expected) - len(self.missing) + len(self.unexpected)


def class_of(key: str) -> type[model.Object]:
    """The class of the object that a key names."""
    parts = key.split("/")
    return model.kinds()[parts[1] if len(parts) == 3 else parts[0]]


def count(claimed: Mapping[str, Assertion], facts: Side) -> Numbers:
    def expected(key: str) -> Assertion | None:
        told = claimed.get(key)
        return told if told and told.exists and class_of(key) is model.Table else None

    def found(key: str) -> model.Table | None:
        thing = facts.objects.get(key)
        return thing if isinstance(thing, model.Table) else None

    def groups(key: str) -> Iterator[str]:
        told, there = expected(key), found(key) is not None
        if told is not None:
            yield "expected"
            if expected_columns(told) is None:
                yield "silent"
        if there:
            yield "found"
        if there != (told is not None):
            yield "unexpected" if there else "missing"

    def columns(key: str) -> dict[str, int]:
        told, thing = expected(key), found(key)
        number = None if told is None else expected_columns(told)
        here = 0 if thing is None else len(thing.columns)
        counted = {} if number is None else {"tables": 1, "expected": number, "counted": here}
        return {"found": here, **counted}

    over = (claimed, facts.objects)
    named = facts.memory.grouped("tables", over, lambda key: tuple(groups(key)))
    of = facts.memory.total("columns", over, columns)
    return Numbers(
        expected=named.get("expected", ()),
        found=named.get("found", ()),
        missing=named.get("missing", ()),
        unexpected=named.get("unexpected", ()),
        columns_expected=of.get("expected", 0) if of.get("tables") else None,
        columns_found=of.get("found", 0),
        columns_counted=of.get("counted", 0),
        columns_unasserted=named.get("silent", ()),
    )


def expected_columns(assertion: Assertion) -> int | None:
    """How many columns an assertion says a table has; None when it does not say."""
    if "columns" in assertion.count:
        return assertion.count["columns"]
    if assertion.full or "columns" in assertion.unlisted:
        return len(assertion.is_.get("columns", {}))
    return None
