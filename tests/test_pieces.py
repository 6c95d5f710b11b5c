"""What is shipped of a family is worked out anew only where something happened to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from generator.between import files, pieces
from generator.book import Book, open_book
from snapshot.store import Store
from tests.made import header
from tests.sites import ALL_KINDS
from tests.test_unchanged import SERVER, World


def test_what_nothing_happened_to_is_not_worked_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, store = World(3), Store(tmp_path / "snapshots")
    made: list[list[int]] = []
    work = pieces._made

    def counted(nets: Any, family: Any, *more: Any) -> Any:
        made.append(family.lives)
        return work(nets, family, *more)

    def told(book: Book) -> dict[str, str]:
        made.clear()
        return dict(files(book.history, book.links))

    def record(day: int) -> None:
        head = header(f"2025-01-{day:02}T00:00:00Z")
        head = msgspec.structs.replace(head, server=SERVER, coverage=ALL_KINDS)
        store.record(head, world.state(), {})

    monkeypatch.setattr(pieces, "_made", counted)
    for day in range(1, 4):
        for number in world.tables():
            world.change(number, comment=f"day {day}")
        record(day)
    book = open_book(store, "db")
    first = told(book)
    assert len(made) == 2 * len(world.tables())  # in both directions
    assert (told(book), made) == (first, [])
    world.change(world.tables()[0], comment="another")
    record(4)
    for _ in book.history.walk(store):
        pass
    now = told(book)
    assert len(made) == 2
    assert now == told(open_book(store, "db"))
