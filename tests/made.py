"""States and records made by hand, for tests that need no server."""

from __future__ import annotations

from snapshot import model
from snapshot.codec import key_of
from snapshot.entries import Entry
from snapshot.records import FORMAT, Header, Replayed
from snapshot.store import Assertion, Store


def table(name: str, /, **columns: str) -> model.Table:
    made = tuple(model.Column(name=column, type=type_) for column, type_ in columns.items())
    return model.Table(name=name, schema="public", owner="app", columns=made)


def state(*things: model.Object) -> Replayed[model.Object]:
    objects = {key_of(thing): thing for thing in things}
    numbers = {key: {"oid": 16384 + n} for n, key in enumerate(objects)}
    return Replayed(objects, numbers)


def header(at: str = "2025-01-01T00:00:00Z") -> Header:
    return Header(
        format=FORMAT, database="production", at=at, taken=at, why="manual", parents=(),
        digests=None,
    )  # fmt: skip


def record(
    store: Store, *things: model.Object, day: int = 1, told: dict[str, Assertion] | None = None
) -> Entry:
    """Record a state as of a day of January 2025."""
    return store.record(header(f"2025-01-{day:02}T00:00:00Z"), state(*things), told)
