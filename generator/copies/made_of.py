"""What objects are made of, as CSV: their columns, and a table for each other kind of part.

They have a row for each part of each object, and most objects are as they were in the build before:
the rows of these are kept as text.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

from generator import lists
from generator.book import Book
from generator.copies.sheets import lines, sheet
from generator.lives import Age, Life, inside
from generator.sentences import object_name
from snapshot import model
from snapshot.codec import segment

SINCE = ("since", "or_before", "last_change")
COLUMNS = "columns"
_COLUMN = (
    "position", "column", "type", "nullable", "default", "identity", "generated", "collation",
    "comment",
)  # fmt: skip


def files(book: Book, skipped: Container[str]) -> Iterator[tuple[str, str]]:
    """The columns of each table and view, beside its page; and of all that are there, in one."""
    found: dict[str, list[str]] = {COLUMNS: []}
    for key, life in sorted(book.history.lives.by_key.items()):
        path = book.links.object_table(key)
        columns = _columns_of(life)
        if columns and path is not None and path not in skipped:
            yield path, sheet((*_COLUMN, *SINCE), _columns(book, life, columns))
        if life.gone is None:
            told = book.rows.get(key) if key in book.still else None
            told = book.rows[key] = _rows(book, key, life) if told is None else told
            for kind, text in told.items():
                found.setdefault(kind, []).append(text)
        else:
            book.rows.pop(key, None)
    for kind, rows in found.items():  # no other than those of `lists.parts`
        yield book.links.table(_name(kind)), "".join((lines([_head(kind)]), *rows))


def _name(kind: str) -> str:
    return kind if kind == COLUMNS else lists.sheet_of(kind)


def _head(kind: str) -> tuple[str, ...]:
    if kind == COLUMNS:
        return ("key", "object", *_COLUMN, *SINCE)
    return ("key", "object", "path", model.parts()[kind].KEY, *_fields(kind), *SINCE)


def _fields(kind: str) -> list[str]:
    """What a kind of part tells besides its name and what it is made of itself."""
    cls = model.parts()[kind]
    return [f for f in cls.__struct_fields__ if f != cls.KEY and f not in model.children(cls)]


def _rows(book: Book, key: str, life: Life) -> dict[str, str]:
    """Kind → the rows of one object."""
    name = named(book, key)
    found: dict[str, list[tuple[Any, ...]]] = {}
    if columns := _columns_of(life):
        found[COLUMNS] = [(key, name, *row) for row in _columns(book, life, columns)]
    for path, part in inside(life.thing):
        kind = model.kind_name(type(part))
        if kind not in lists.SHOWN:
            told = (getattr(part, field) for field in (part.KEY, *_fields(kind)))
            row = (key, name, path, *told, *aged(book, life.ages.get(path)))
            found.setdefault(kind, []).append(row)
    return {kind: lines(rows) for kind, rows in found.items()}


def _columns_of(life: Life) -> tuple[Any, ...]:
    own = COLUMNS in model.children(type(life.thing))  # of statistics they are mere names
    return life.thing.columns if own else ()  # type: ignore[attr-defined]


def _columns(book: Book, life: Life, columns: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    return [
        (
            number, column.name, *(getattr(column, field, None) for field in _COLUMN[2:]),
            *aged(book, life.ages.get(f"columns/{segment(column.name)}")),
        )
        for number, column in enumerate(columns, 1)
    ]  # fmt: skip


def at(book: Book, number: int | None) -> str | None:
    """The moment of a snapshot."""
    return None if number is None else book.history.moments[number].header.at


def named(book: Book, key: str) -> str:
    """An object by its name, in full where it was ever seen; several tables tell of it."""
    mark = "in tables", key
    if mark not in book.said:
        life = book.history.lives.by_key.get(key)
        book.said[mark] = object_name(key, (life.thing,) if life else ())
    return book.said[mark]


def aged(book: Book, age: Age | Life | None) -> tuple[Any, ...]:
    """What stands under `SINCE`."""
    if age is None:
        return None, None, None
    return at(book, age.since), not age.known, at(book, age.changed)
