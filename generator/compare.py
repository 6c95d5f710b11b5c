"""What differs between two plain maps of one object, keyed by natural keys.

The only importer of deepdiff; its words stay in here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator import parting
from generator.changes import Action, Change
from snapshot import model

Plain = dict[str, Any]


def compare(
    key: str, cls: type, left: Plain, right: Plain, *, ordered: bool = True
) -> Iterator[Change]:
    """Compare two plain maps of one object of class `cls`; they may be projections of it."""
    seen = set()
    for path in _paths(left, right):
        at = _locate(cls, path)
        if at is None or at in seen:
            continue
        seen.add(at)
        yield _change(key, *at, left, right)
    if ordered:
        yield from _reordered(key, cls, left, right)


def _paths(left: Plain, right: Plain) -> Iterator[list[Any]]:
    """Where deepdiff sees a difference, as lists of keys."""
    left, right = _unequal(left, right)
    if left == right:
        return
    from deepdiff import DeepDiff  # loaded only where something differs

    tree = DeepDiff(left, right, view="tree", threshold_to_diff_deeper=0, verbose_level=0)
    for items in tree.values():
        for item in items:
            yield item.path(output_format="list")


def _unequal(left: Plain, right: Plain) -> tuple[Plain, Plain]:
    """Two maps without what is the same in both: deepdiff takes milliseconds to say so."""
    old, new = dict(left), dict(right)
    for key, was in left.items():
        now = right.get(key, ...)
        if type(was) is not type(now):
            continue
        if was == now:
            del old[key], new[key]
        elif isinstance(was, dict):
            old[key], new[key] = _unequal(was, now)
    return old, new


def _locate(cls: type, path: list[Any]) -> tuple[tuple[str, ...], str, str] | None:
    """(path of the part, field, kind) of a difference: deeper than a field we do not tell apart."""
    part: tuple[str, ...] = ()
    while path:
        inner = model.children(cls)
        if path[0] not in inner:
            return part, path[0], model.kind_name(cls)
        if len(path) == 1:
            return None  # the map of parts itself: both sides always have it
        part, cls, path = (*part, path[0], path[1]), inner[path[0]], path[2:]
    return part, "", model.kind_name(cls)


def _at(plain: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        plain = plain.get(step) if isinstance(plain, dict) else None
    return plain


def _change(
    key: str, part: tuple[str, ...], field: str, kind: str, left: Plain, right: Plain
) -> Change:
    old, new = _at(left, part), _at(right, part)
    action: Action = "changed"
    if field:
        old, new = (old or {}).get(field), (new or {}).get(field)
    else:
        action = "removed" if new is None else "added"
        old, new = parting.lean(kind, old), parting.lean(kind, new)
    return Change(
        object=key,
        kind=kind,
        part=parting.part_path(part),
        field=field,
        action=action,
        old=old,
        new=new,
    )


def _reordered(key: str, cls: type, left: Plain, right: Plain) -> Iterator[Change]:
    """Where the order of parts is a fact: the order of those that both sides have."""
    for field, part in model.children(cls).items():
        if part.ORDERED and field in left and field in right:
            old = [name for name in left[field] if name in right[field]]
            new = [name for name in right[field] if name in left[field]]
            if old != new:
                yield Change(
                    object=key, kind=model.kind_name(cls), field=f"{field}.order",
                    action="changed", old=old, new=new,
                )  # fmt: skip
