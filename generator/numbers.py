"""How many tables and columns are expected and found, with the names behind each number."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from generator.side import Side
from snapshot import model
from snapshot.store import Assertion


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
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
    expected = {k: a for k, a in claimed.items() if class_of(k) is model.Table and a.exists}
    found = {k: t for k, t in facts.objects.items() if isinstance(t, model.Table)}
    columns = {key: expected_columns(assertion) for key, assertion in expected.items()}
    known = [number for number in columns.values() if number is not None]
    return Numbers(
        expected=tuple(sorted(expected)),
        found=tuple(sorted(found)),
        missing=tuple(sorted(set(expected) - set(found))),
        unexpected=tuple(sorted(set(found) - set(expected))),
        columns_expected=sum(known) if known else None,
        columns_found=sum(len(table.columns) for table in found.values()),
        columns_counted=sum(
            len(table.columns) for key, table in found.items() if columns.get(key) is not None
        ),
        columns_unasserted=tuple(sorted(k for k, number in columns.items() if number is None)),
    )


def expected_columns(assertion: Assertion) -> int | None:
    """How many columns an assertion says a table has; None when it does not say."""
    if "columns" in assertion.count:
        return assertion.count["columns"]
    if assertion.full or "columns" in assertion.unlisted:
        return len(assertion.is_.get("columns", {}))
    return None
