"""What YAML says, as plain values: compared and paired strictly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any

import yaml

from snapshot.yamlnodes import Node


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same, types and order of keys included."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [*one] == [*other] and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)


def copied(value: Any) -> Any:
    """A copy in which nothing is shared, as it is where an alias was read."""
    if isinstance(value, dict):
        return {key: copied(inner) for key, inner in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value


def paired(have: Any, want: Any) -> Iterator[tuple[int | None, Any, Any]]:
    """Everything wanted, in order: (number of what it was, or None when it is new; key; value)."""
    if isinstance(have, dict):
        number = {key: n for n, key in enumerate(have)}
        yield from ((number.get(key), key, value) for key, value in want.items())
        return
    old, new = ([repr(item) for item in side] for side in (have, want))
    for word, i, end, j, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for n in range(max(end - i, stop - j)):
            if j + n < stop:
                yield i + n if i + n < end else None, None, want[j + n]
        assert word


def mappings(node: Any, have: Any, want: Any) -> Iterator[tuple[Node, Any, Any]]:
    """Every mapping that stays one, with what it is and is to be."""
    if isinstance(node, yaml.MappingNode) and isinstance(have, dict) and isinstance(want, dict):
        yield node, have, want
        for (key, value), (_, inner) in zip(have.items(), node.value, strict=True):
            if key in want:
                yield from mappings(inner, value, want[key])


def rising(numbers: Iterable[int]) -> list[int]:
    """A longest rising run of numbers."""
    best: list[list[int]] = []
    for number in numbers:
        before = max((run for run in best if run[-1] < number), key=len, default=[])
        best.append([*before, number])
    return max(best, key=len, default=[])
