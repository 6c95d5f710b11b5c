"""What happened to each object, snapshot by snapshot: its names, changes, its parts' ages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from generator.changes import Change, Difference
from generator.renames import Pairs
from generator.side import Side
from snapshot import model
from snapshot.codec import segment
from snapshot.records import Identity


class Age(msgspec.Struct, frozen=True):
    """In which snapshot a part was first seen, and last seen to change."""

    since: int
    changed: int
    known: bool = True  # False: it was there when its kind was first captured, so it is older


class Event(msgspec.Struct, frozen=True):
    """What one snapshot told of an object."""

    number: int
    changes: tuple[Change, ...]


class Version(msgspec.Struct, frozen=True):
    """What an object was from one snapshot on."""

    number: int
    key: str
    thing: model.Object | None  # None: it was not there, or nobody could see it
    identity: Identity | None = None
    gone: bool = False


@dataclass
class Life:
    """One object from its first snapshot on; also after it is gone."""

    key: str  # the key it has, or last had
    thing: model.Object  # as last seen
    since: int
    changed: int
    known: bool = True  # as of `Age`
    gone: int | None = None  # the first snapshot without it
    events: list[Event] = field(default_factory=list)
    names: list[tuple[str, int]] = field(default_factory=list)  # earlier key, renamed in
    ages: dict[str, Age] = field(default_factory=dict)  # path of a part → its age
    before: Life | None = None  # another object that had this key, and is gone
    versions: list[Version] = field(default_factory=list)  # in order of their snapshots

    def at(self, number: int) -> Version | None:
        """What it was in a snapshot; None before its first."""
        place = bisect_right(self.versions, number, key=lambda version: version.number)
        return self.versions[place - 1] if place else None


class Lives:
    """All objects that were ever seen, by the key that they have or last had."""

    def __init__(self) -> None:
        self.by_key: dict[str, Life] = {}
        self.moved: dict[str, list[tuple[str, int]]] = {}  # key once → (key it went to, when)
        self.all: list[Life] = []  # as they began; several may have had one key
        self._last: Mapping[str, model.Object] = {}  # what there was in the last good state

    def take(self, number: int, pairs: Pairs, new: Side, difference: Difference | None) -> None:
        """Let every object live on from one good state to the next."""
        changes: dict[str, list[Change]] = {}
        for change in difference.all if difference else ():
            for key in (change.object, *_other_end(change)):
                changes.setdefault(key, []).append(change)
        unseen = difference.not_compared if difference else {}
        others = new.memory.differing(self._last, new.objects) | changes.keys()
        self._last = new.objects
        pairs = [(a, b) for a, b in pairs if a != b or b in others]  # the rest stays as it is
        kept = {before: self.by_key.pop(before) for before, _ in pairs if before}
        for before, after in pairs:
            if before and not after:
                self._end(kept[before], number, changes.get(before, []), unseen)
        for before, after in pairs:
            if after is None:
                continue
            life = kept[before] if before else self.by_key.get(after)
            told = changes.get(after, [])
            if life is not None and life.gone is None:
                self._live_on(life, after, number, new, told)
            else:
                known = difference is not None and _kind(new.objects[after]) not in unseen
                life = self._begin(after, new.objects[after], number, told, known)
            _note(life, number, new, bool(told))

    def _begin(
        self, key: str, thing: model.Object, number: int, changes: list[Change], known: bool
    ) -> Life:
        life = Life(key, thing, number, number, known)
        life.events.append(Event(number, tuple(changes)))
        life.ages = dict.fromkeys(_paths(thing), Age(number, number, known))
        self.all.append(life)
        self._place(life)
        return life

    def _end(
        self, life: Life, number: int, changes: list[Change], unseen: Mapping[str, str]
    ) -> None:
        if _kind(life.thing) not in unseen:  # not captured is not gone
            life.gone = life.changed = number
            life.events.append(Event(number, tuple(changes)))
        gone = life.gone is not None
        life.versions.append(Version(number, life.key, None, gone=gone))
        self._place(life)

    def _place(self, life: Life) -> None:
        """Put a life under its key; one that is gone from there becomes its forerunner."""
        other = self.by_key.get(life.key)
        if other is not None and other.gone is None:
            life, other = other, life  # what is gone has made room at once
        life.before = other or life.before
        self.by_key[life.key] = life

    def _live_on(
        self, life: Life, after: str, number: int, new: Side, changes: list[Change]
    ) -> None:
        if life.key != after:
            life.names.append((life.key, number))
            self.moved.setdefault(life.key, []).append((after, number))
        life.key, was, life.thing = after, life.thing, new.objects[after]
        if changes:
            life.changed = number
            life.events.append(Event(number, tuple(changes)))
        if any(change.action == "recreated" and not change.part for change in changes):
            life.since, life.known = number, True
            life.ages = dict.fromkeys(_paths(life.thing), Age(number, number))
        elif changes or was is not life.thing:
            _grow_older(life.ages, changes, number, set(_paths(life.thing)))
        self._place(life)


def _note(life: Life, number: int, new: Side, told: bool) -> None:
    """Keep what a life is now, where that is not what it was."""
    last = life.versions[-1] if life.versions else None
    now = (life.key, life.thing, new.identity.get(life.key))
    if told or last is None or last.key != now[0] or any(
        a is not b and a != b for a, b in zip((last.thing, last.identity), now[1:], strict=True)
    ):  # fmt: skip
        life.versions.append(Version(number, *now))


def _grow_older(ages: dict[str, Age], changes: list[Change], number: int, now: set[str]) -> None:
    """Move ages along renames, touch what changed, forget what is gone."""
    moved = {}
    for change in changes:
        if change.action == "renamed" and change.part:
            at = change.part.rpartition("/")[0] + "/" + segment(str(change.old))
            for path in [p for p in ages if p == at or p.startswith(f"{at}/")]:
                moved[change.part + path[len(at) :]] = ages.pop(path)
    ages.update(moved)
    for change in changes:
        if change.action in ("added", "recreated") and change.part:
            ages[change.part] = Age(number, number)
        for path in _upwards(change.part):
            if path in ages:
                ages[path] = Age(ages[path].since, number, ages[path].known)
    for path in [p for p in ages if p not in now]:
        del ages[path]
    for path in now:  # what no change tells of: of a kind that was not captured before
        ages.setdefault(path, Age(number, number, known=False))


def _other_end(change: Change) -> Iterator[str]:
    """The table that became a partition, or that a partition became."""
    if change.kind == "partition" and change.action in ("added", "removed"):
        yield from (key for key in (change.old, change.new) if isinstance(key, str))


def _kind(thing: model.Object) -> str:
    return model.kind_name(type(thing))


def _upwards(path: str) -> Iterator[str]:
    """A path and those that it lies in: a privilege on a column is a change of the column."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def _paths(thing: msgspec.Struct) -> Iterator[str]:
    return (path for path, _ in inside(thing))


def inside(thing: msgspec.Struct, prefix: str = "") -> Iterator[tuple[str, model.Part]]:
    """Every part of a thing, and the parts of these, each with its path as changes write it."""
    for name, cls in model.children(type(thing)).items():
        value = getattr(thing, name)
        if value is None:
            continue
        single = model.is_single(type(thing), name)
        for part in (value,) if single else value:
            path = f"{prefix}{name}" + ("" if single else f"/{segment(getattr(part, cls.KEY))}")
            yield path, part
            yield from inside(part, f"{path}/")


def parts_of(thing: msgspec.Struct) -> Mapping[str, tuple[type[model.Part], list[model.Part]]]:
    """Field → (class, the parts), of every kind of part that a thing can hold, in model order."""
    found = {}
    for name, cls in model.children(type(thing)).items():
        value = getattr(thing, name)
        found[name] = (
            cls,
            [] if value is None else [value] if not isinstance(value, tuple) else list(value),
        )
    return found
