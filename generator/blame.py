"""Where each attribute of an object came from: the snapshot that first showed it as it is now.

Objects and parts are followed through their renames, as far as the server's own numbers tell them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from generator.changes import Change
from generator.history import History, Moment
from generator.lives import Life, parts_of
from generator.sentences import one_line
from snapshot import model
from snapshot.codec import readable, segment


class Origin(msgspec.Struct, frozen=True):
    """The snapshot that something came with."""

    record: str
    at: str
    known: bool  # false: it was there when this was first captured, so it is older
    why: str
    label: str | None = None
    commit: str | None = None
    actor: str | None = None


class Later(msgspec.Struct, frozen=True):
    """A field that became what it is after its part had come."""

    field: str
    old: Any
    new: Any
    origin: Origin


class Line(msgspec.Struct, frozen=True):
    """One attribute of the object itself, or one part of it, as it is."""

    path: str  # the field, or `columns/email`
    value: Any
    origin: Origin
    later: tuple[Later, ...] = ()
    names: tuple[tuple[str, Origin], ...] = ()  # earlier names, each with what ended it


class Blame(msgspec.Struct, frozen=True):
    """The whole object."""

    object: str
    kind: str
    origin: Origin
    names: tuple[tuple[str, Origin], ...]  # earlier keys, each with the snapshot that ended it
    lines: tuple[Line, ...]


class _Trail:
    """What the events of a life say of each field, under the paths that the parts have now."""

    def __init__(self, life: Life) -> None:
        self.fields: dict[tuple[str, str], tuple[int, Change]] = {}  # (path, field) → the last one
        self.names: dict[str, list[tuple[str, int]]] = {}  # path → earlier names, until when
        for event in life.events:
            for change in event.changes:
                self._take(change, event.number)

    def _take(self, change: Change, number: int) -> None:
        if change.field:
            self.fields[change.part, change.field] = (number, change)
            if change.action == "renamed":  # a name that the field lists
                self.names.setdefault(change.field, []).append((str(change.old), number))
        elif change.action == "renamed" and change.part:
            at = change.part.rpartition("/")[0] + "/" + segment(str(change.old))
            self.fields = {
                (_moved(path, at, change.part), field): last
                for (path, field), last in self.fields.items()
            }
            self.names = {_moved(p, at, change.part): told for p, told in self.names.items()}
            self.names.setdefault(change.part, []).append((str(change.old), number))
        elif change.action != "renamed":  # it came, went or was made anew: nothing older counts
            self.fields = {
                (path, field): last
                for (path, field), last in self.fields.items()
                if not f"{path}/".startswith(f"{change.part}/" if change.part else "")
            }
            self.names.pop(change.part, None)


def _moved(path: str, old: str, new: str) -> str:
    """A path after the part at `old` became `new`."""
    return new + path[len(old) :] if f"{path}/".startswith(f"{old}/") else path


def blame(history: History, key: str) -> Blame:
    """The object that has this key at the last moment of a history. Raises `KeyError`."""
    life = history.lives.by_key[key]
    trail = _Trail(life)

    def of(number: int, known: bool = True) -> Origin:
        return _origin(history.moments[number], known)

    def later(path: str, since: int) -> tuple[Later, ...]:
        return tuple(
            Later(change.field, change.old, change.new, of(number))
            for (at, _), (number, change) in sorted(trail.fields.items())
            if at == path and number > since
        )

    lines = []
    for field, value in _own(life.thing):
        number, _ = trail.fields.get(("", field), (life.since, None))
        names = tuple((old, of(until)) for old, until in trail.names.get(field, ()))
        known = life.known or number != life.since
        lines.append(Line(field, value, of(number, known), (), names))
    for path, part in _parts(life.thing):
        age = life.ages[path]
        names = tuple((old, of(number)) for old, number in trail.names.get(path, ()))
        lines.append(Line(path, part, of(age.since, age.known), later(path, age.since), names))
    renamed = tuple((readable(old), of(number)) for old, number in life.names)
    kind = model.kind_name(type(life.thing))
    return Blame(key, kind, of(life.since, life.known), renamed, tuple(lines))


def _origin(moment: Moment, known: bool) -> Origin:
    header = moment.header
    told = header.context
    return Origin(moment.id, header.at, known, header.why, told.label, told.commit, told.actor)


def _own(thing: model.Object) -> Iterator[tuple[str, Any]]:
    """The fields of the object itself that differ from their default, as its file has them."""
    plain, inner = msgspec.to_builtins(thing), model.children(type(thing))
    left_out = {"kind", *inner, *thing.KEY}
    return ((field, value) for field, value in plain.items() if field not in left_out)


def _parts(thing: model.Object) -> Iterator[tuple[str, Any]]:
    """Path and value of every part that hangs on the object itself."""
    for field, (cls, parts) in parts_of(thing).items():
        for part in parts:
            single = model.is_single(type(thing), field)
            path = field if single else f"{field}/{segment(getattr(part, cls.KEY))}"
            yield path, msgspec.to_builtins(part)


def text(told: Blame) -> str:
    """A line per attribute, as `git blame` has it: the day, the record, what it was taken for."""
    lines = [f"{readable(told.object)}: {told.kind}, since {_day(told.origin).strip()}"]
    lines += [f"  once {old}, until {_day(origin).strip()}" for old, origin in told.names]
    for line in told.lines:
        value = json.dumps(line.value, ensure_ascii=False)
        lines.append(f"{_day(line.origin)}  {one_line(f'{readable(line.path)} {value}')}")
        lines += [f"{_day(o)}    ↳ once {one_line(old)}" for old, o in line.names]
        for each in line.later:
            was, now = (json.dumps(v, ensure_ascii=False) for v in (each.old, each.new))
            lines.append(f"{_day(each.origin)}    ↳ {each.field}: {one_line(f'{was} → {now}')}")
    return "\n".join(lines)


def _day(origin: Origin) -> str:
    """`2025-09-22 1a2b3c4d Invitations by hand`, `≤` where it may be older."""
    label = one_line(origin.label or origin.why)
    return f"{' ' if origin.known else '≤'}{origin.at[:10]} {origin.record[:8]} {label:.28}"
