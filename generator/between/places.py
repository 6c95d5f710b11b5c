"""The places of an object that changes are about, and which of them have to do with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, pairwise
from typing import Any

import msgspec

from generator.changes import Change, Fold
from generator.lives import Life, Version, parts_of
from snapshot import model
from snapshot.codec import readable, segment

WHOLE = "*"  # that it is there, and its name
OWN = "."  # its own fields, which no part has
_segment = cache(segment)


def place_of(part: str, field: str) -> str:
    """The part next to the object that a path lies in: `columns/email`."""
    if not part:
        return OWN if field else WHOLE
    steps = part.split("/")
    return "/".join(steps[:2])


def place_in(field: str, part: model.Part, single: bool) -> str:
    """The place of a part of an object."""
    return field if single else f"{field}/{_segment(str(getattr(part, part.KEY)))}"


def places_of(change: Change | Fold) -> list[str]:
    """Where a change is; of a renamed part also where it was."""
    place = place_of(change.part, change.field)
    if not _renamed_part(change):
        return [place]
    above = change.part.rpartition("/")[0]
    return [place, place_of(f"{above}/{segment(str(change.old))}", "")]


def by_old_key(change: Change) -> bool:
    """Whether a change may name its object as it was: one that is gone, with its partitions."""
    if change.kind == "partition" and isinstance(change.new, str):
        return change.action == "removed"
    return change.action == "removed" and not change.part and not change.field


def had(version: Version | None, part: str) -> bool:
    """Whether an object had a part then."""
    return bool(part and version and version.thing and part in parts_by_place(version.thing))


def _renamed_part(change: Change | Fold) -> bool:
    return isinstance(change, Change) and change.action == "renamed" and bool(change.part)


def unordered(
    life: Life, changes: Mapping[int, Sequence[Change]], folds: Mapping[int, Sequence[Fold]]
) -> bool:
    """Whether the order of its parts may be another one between two of its snapshots."""
    told: list[Change | Fold] = [c for some in changes.values() for c in some]
    told += [fold for some in folds.values() for fold in some]
    if any(each.field.endswith(".order") for each in told):
        return True
    whole = [
        (number, change)
        for number, some in changes.items()
        for change in some
        if not change.field and change.action in ("added", "recreated")
        if _ordered(life, change.part)
    ]
    if any(change.action == "recreated" for _, change in whole):
        return True
    return _came_back(life, [(number, change.part) for number, change in whole])


def _ordered(life: Life, part: str) -> bool:
    cls = model.children(type(life.thing)).get(part.partition("/")[0])
    return bool(cls and cls.ORDERED and part.count("/") == 1)


def _came_back(life: Life, added: Sequence[tuple[int, str]]) -> bool:
    """Whether a part that a step added had been there at any time before."""
    if not added:
        return False
    ever: dict[str, set[str]] = {}
    for version in life.versions:
        for number, part in added:
            field, _, name = part.partition("/")
            if number == version.number and name in ever.get(field, ()):
                return True
        for field in {part.partition("/")[0] for _, part in added}:
            parts = getattr(version.thing, field, ())
            ever.setdefault(field, set()).update(_segment(part.name) for part in parts)
    return False


def mixed(changes: Mapping[int, Sequence[Change]]) -> bool:
    """Whether parts went in one step and others came in another: where no numbers tell, one may
    be taken for the other."""
    come = {(c.part.split("/")[0], n) for n, some in changes.items() for c in some
            if c.part and not c.field and c.action == "added"}  # fmt: skip
    gone = {(c.part.split("/")[0], n) for n, some in changes.items() for c in some
            if c.part and not c.field and c.action == "removed"}  # fmt: skip
    return any(a == b and m != n for a, m in come for b, n in gone)


def related(
    life: Life, places: Iterable[str], changes: Mapping[int, Sequence[Change]]
) -> Iterator[tuple[str, str]]:
    """Pairs of places of which one mentions the other, or became it."""
    touched = sorted({*places})
    for some in changes.values():
        for change in some:
            found = places_of(change)
            yield from pairwise(found)
    names = {p: _name(p) for p in touched if p.startswith(("columns/", "attributes/"))}
    partitions = [p for p in touched if p.startswith("partitions/")]
    if len(touched) < 2 or not (names or len(partitions) > 1):
        return
    texts = _texts(life, touched)
    for column, name in names.items():
        for place, text in texts.items():
            if place != column and name in text:
                yield column, place
    if any('"DEFAULT"' in texts.get(place, "") for place in partitions):
        yield from combinations(partitions, 2)


def _name(place: str) -> str:
    """A column's name as JSON has it; of one that is cut in its path, the beginning."""
    name = readable(place.split("/")[1])[:100].rstrip("\ufffd")
    return msgspec.json.encode(name).decode()[1:-1]


def _texts(life: Life, places: Sequence[str]) -> dict[str, str]:
    """Place → all that ever stood there, as JSON."""
    wanted, found = {*places}, dict[str, str]()
    done = set[int]()
    for version in life.versions:
        if version.thing is None or id(version.thing) in done:
            continue
        done.add(id(version.thing))
        for path, part in parts_by_place(version.thing).items():
            if path in wanted:
                found[path] = found.get(path, "") + msgspec.json.encode(part).decode()
    return found


def parts_by_place(thing: model.Object) -> dict[str, Any]:
    """Place → the part that stands there."""
    found = {}
    for field, (_, parts) in parts_of(thing).items():
        single = model.is_single(type(thing), field)
        for part in parts:
            found[place_in(field, part, single)] = part
    return found
