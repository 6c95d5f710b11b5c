"""Records as a history lists them, and their order: by their parents, never by a clock."""

from __future__ import annotations

from pathlib import Path

import msgspec

from snapshot.records import Header


class Entry(msgspec.Struct, frozen=True):
    """A record as the history lists it."""

    id: str
    path: Path
    header: Header


def in_order(found: dict[str, Entry]) -> list[Entry]:
    """Topological: a record after all its parents that are there; the earliest of those first."""
    waiting = sorted(found.values(), key=lambda e: (e.header.at, e.id))
    done: dict[str, Entry] = {}
    while waiting:
        ready = next(
            (e for e in waiting if all(p in done or p not in found for p in e.header.parents)),
            waiting[0],
        )
        waiting.remove(ready)
        done[ready.id] = ready
    return list(done.values())


def as_of(entries: list[Entry], until: str) -> Entry | None:
    """The record of the last moment up to one that has a state; of equals the last."""
    past = [entry for entry in entries if not entry.header.failed and entry.header.at <= until]
    return max(reversed(past), key=lambda entry: entry.header.at) if past else None
