"""Whether a column's type became wider or narrower, where that is plain to see."""

from __future__ import annotations

import re
from typing import Any, Literal

_LADDERS = (("smallint", "integer", "bigint"), ("real", "double precision"))
_NUMERIC = re.compile(r"numeric(?:\((\d+),(-?\d+)\))?\Z")
_TEXT = re.compile(r"(?:character varying(?:\((\d+)\))?|text)\Z")
_ENDLESS = 10**9


def compare(old: Any, new: Any) -> Literal["wider", "narrower"] | None:
    """None where neither holds, or nobody can tell."""
    if not isinstance(old, str) or not isinstance(new, str):
        return None
    for ladder in _LADDERS:
        if old in ladder and new in ladder:
            return "wider" if ladder.index(new) > ladder.index(old) else "narrower"
    for pattern, sizes in ((_TEXT, _length), (_NUMERIC, _digits)):
        was, now = pattern.match(old), pattern.match(new)
        if was and now:
            before, after = sizes(was), sizes(now)
            if all(b <= a for b, a in zip(before, after, strict=True)):
                return "wider"
            return "narrower" if after[0] < before[0] or after <= before else None
    return None


def _length(match: re.Match[str]) -> tuple[int, ...]:
    return (int(match[1] or _ENDLESS),)


def _digits(match: re.Match[str]) -> tuple[int, ...]:
    """Before and after the point."""
    if match[1] is None:
        return (_ENDLESS, _ENDLESS)
    return (int(match[1]) - int(match[2]), int(match[2]))
