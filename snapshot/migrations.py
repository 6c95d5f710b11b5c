"""Folders of migrations: which files, in which order, and how much of each leads upwards."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from snapshot.errors import BrokenFile

_FLYWAY = re.compile(r"V(\d+(?:[._]\d+)*)__", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d+(?:[._-]\d+)*)(?=\D)")
_DATED = 3  # groups of digits: 2026_03_01_users.sql is no number, and a day may have several
_UNDOES = re.compile(r"\.down\.sql$|^U\d+(?:[._]\d+)*__|^down\.sql$", re.IGNORECASE)
_AGAIN = re.compile(r"^R__", re.IGNORECASE)  # Flyway's repeatable ones: after all others
_DOWNWARDS = re.compile(rb"^-- *(?:\+goose +Down|\+migrate +Down|migrate:down)\b", re.M | re.I)


def ordered(path: Path) -> list[Path]:
    """A file alone; of a folder all `.sql` at any depth, by their numbers, then by their names.

    Those that undo others are left out. Raises when there is none, or two have the same number.
    """
    if path.is_file():
        return [path]
    found = [p for p in path.rglob("*.sql") if p.is_file() and not _UNDOES.search(p.name)]
    if not found:
        raise BrokenFile(str(path), "there is no .sql file", "Name a file, or another folder.")
    files = sorted(found, key=lambda file: _place(file.relative_to(path)))
    for one, other in pairwise(files):
        number = _number(one.name)
        alike = one.parent == other.parent and number and number == _number(other.name)
        if alike and len(number) < _DATED:
            raise BrokenFile(
                str(other), f"it has the number of {one.name}",
                "Which comes first? Give one of them another.",
            )  # fmt: skip
    return files


def _number(name: str) -> tuple[int, ...]:
    match = _FLYWAY.match(name) or _NUMBERED.match(name)
    return tuple(int(step) for step in re.split(r"[._-]", match[1])) if match else ()


def _place(path: Path) -> tuple[object, ...]:
    again = bool(_AGAIN.match(path.name))
    return again, [(_number(step) or (float("inf"),), step) for step in path.parts]


def upward(file: Path) -> bytes | None:
    """The text of a migration up to where it is undone again (goose, dbmate, sql-migrate).

    None when there is no such place, and the file is run as it is.
    """
    try:
        text = file.read_bytes()
    except OSError as error:
        raise BrokenFile(
            str(file), f"cannot read: {error.strerror}", "Make it readable."
        ) from error
    found = _DOWNWARDS.search(text)
    return text[: found.start()] if found else None
