"""Rows → CSV as RFC 4180 has it, which no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

_STARTS = tuple("=+-@\t\r\n＝＋－＠")  # a spreadsheet computes a cell that begins so
_SUSPECT = frozenset((*_STARTS, "'"))
_WRITTEN = frozenset((int, float, type(None)))  # as `cell` has them, which nearly all cells spare


def sheet(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table with a line of names."""
    return lines([head]) + lines(rows)


def lines(rows: Iterable[Sequence[Any]]) -> str:
    """The rows of a table. Numbers stay numbers; what is not known is an empty cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows(
        [
            each
            if (sort := type(each)) in _WRITTEN or (sort is str and each[:1] not in _SUSPECT)
            else cell(each)
            for each in row
        ]
        for row in rows
    )
    return out.getvalue()


def cell(value: Any) -> str | int | float:
    """One value. A text that would be a formula gets an apostrophe before it, and so does one that
    begins with apostrophes and then so: one apostrophe less is what it was."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    text = value if isinstance(value, str) else _json(msgspec.to_builtins(value))
    return f"'{text}" if text.lstrip("'").startswith(_STARTS) else text


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
