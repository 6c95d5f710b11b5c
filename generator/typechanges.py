"""What `ALTER COLUMN … TYPE` does, for pairs of types, as a real server did it.

`type_changes.json` is measured by `tests/test_type_changes.py`, which also holds it to the servers.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from generator.language import gettext, noted

_FILE = Path(__file__).with_name("type_changes.json")
_SIZES = re.compile(r"\((\d+)(?:,(-?\d+))?\)")


class TypeChanges(msgspec.Struct, frozen=True):
    """Each row has a code for each of `types`, by `CODES`.

    A `u` before it: only with USING; a sign behind it, by `WIDTHS`, where both are of one sort.
    """

    types: tuple[str, ...]
    rows: dict[str, str]
    older: dict[str, dict[str, str]] = {}  # major → `old → new` → its code there, where it differs


CODES = {
    "=": noted("the same type"),
    ".": noted("only the catalog is written"),
    "s": noted("every row is read, none is written"),
    "i": noted("only the indexes on the column are built anew"),
    "z": noted("the table is rewritten, unless the session's time zone is UTC"),
    "r": noted("the table is rewritten, with its indexes"),
    "x": noted("impossible: there is no cast"),
}


_DESCRIBED = (
    noted("a domain of text"), noted("a domain of text with a check"),
    noted("a domain of integer"), noted("an enum"), noted("another enum"),
)  # fmt: skip


WIDTHS: dict[str, Literal["wider", "narrower"]] = {">": "wider", "<": "narrower"}


class Told(msgspec.Struct, frozen=True):
    """What changing a column's type does."""

    code: str  # one of CODES
    using: bool = False  # the cast must be asked for
    width: Literal["wider", "narrower"] | None = None  # None: neither, or of another sort

    @property
    def possible(self) -> bool:
        return self.code != "x"

    @property
    def rewrite(self) -> bool | None:
        """None: unless the session's time zone is UTC."""
        return None if self.code == "z" else self.code in "rx"

    @property
    def index(self) -> bool:
        return self.code == "i"

    @property
    def scan(self) -> bool:
        return self.code == "s"


@cache
def measured() -> TypeChanges:
    """The whole matrix."""
    return msgspec.json.decode(_FILE.read_bytes(), type=TypeChanges)


@cache
def of(old: str, new: str) -> Told | None:
    """What changing one type into another does; None for types that were not measured."""
    was, now = _measured_as(old, new)
    types = measured().types
    if was not in types or now not in types:
        return None
    return read(measured().rows[was].split()[types.index(now)])


def read(code: str) -> Told:
    bare = code.rstrip("<>")
    return Told(bare[-1], bare.startswith("u"), WIDTHS.get(code[-1]))


def called(name: str) -> str:
    """A measured type as people read it: one without a name of its own is described."""
    return gettext(name) if name in _DESCRIBED else name


def known(name: str) -> bool:
    """Whether a type is PostgreSQL's own, so that no domain with a constraint hides behind it."""
    return bool(name) and "." not in name


def _measured_as(old: str, new: str) -> tuple[str, str]:
    """The measured types that stand for two types: what counts of a length is which is larger."""
    was, now = (_SIZES.sub("(n)", name) for name in (old, new))
    sizes = [_numbers(name) for name in (old, new)]
    if was == now and all(sizes):
        first, second = _larger(*sizes)
        return _sized(was, first), _sized(now, second)
    return tuple(  # type: ignore[return-value]
        _sized(pattern, 0) if size and name not in measured().types else _plain(name)
        for name, pattern, size in zip((old, new), (was, now), sizes, strict=True)
    )


def _plain(name: str) -> str:
    return "citext" if name.endswith(".citext") else name


def _numbers(name: str) -> tuple[int, int]:
    found = _SIZES.search(name)
    return (int(found[1]), int(found[2] or 0)) if found else ()  # type: ignore[return-value]


def _larger(old: tuple[int, int], new: tuple[int, int]) -> tuple[int, int]:
    """Which of the measured sizes two sizes are.

    0 is the first, 1 the second, 2 of more digits behind the point, 3 of them and fewer before it.
    """
    if new[1] > old[1]:
        return (0, 2) if new[0] - new[1] >= old[0] - old[1] else (0, 3)
    if new[1] < old[1]:
        return (2, 0)
    return (0, 1) if new[0] >= old[0] else (1, 0)


@cache
def _sized(pattern: str, which: int) -> str:
    """The measured type of a pattern such as `numeric(n)`: the first, the second, the third."""
    found = [name for name in measured().types if _SIZES.sub("(n)", name) == pattern]
    return found[min(which, len(found) - 1)] if found else pattern
