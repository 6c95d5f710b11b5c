"""What the page of one object shows: its parts with their ages, its relations, its story."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from generator.changes import Change, Dependent
from generator.dependents import Depending
from generator.history import Finding, History
from generator.lives import Age, Life, parts_of
from generator.relations import Relations, Use
from generator.sentences import object_name
from generator.sizes import NEWEST
from snapshot import model
from snapshot.codec import segment

# Told in the heading, or in sections of their own.
_ELSEWHERE = ("name", "schema", "owner", "comment", "definition", "body", "labels")


class PartRow(msgspec.Struct, frozen=True):
    """One part, where it stands, and how old it is."""

    part: Any
    path: str
    age: Age | None
    target: str | None  # the object that it refers to
    leads_to: tuple[str, ...] = ()  # tables that a foreign key on this column refers to


class Section(msgspec.Struct, frozen=True):
    """All parts of one field; `fields` are those in which some part differs from the default."""

    field: str
    kind: str
    single: bool
    rows: tuple[PartRow, ...]
    fields: tuple[str, ...]


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """What one snapshot told of the object: changes, findings that opened, findings resolved."""

    number: int
    changes: tuple[Change, ...] = ()
    opened: tuple[Finding, ...] = ()
    resolved: tuple[Finding, ...] = ()
    renamed_from: str | None = None


class Standing(msgspec.Struct, frozen=True):
    """Something that depends on the object, and on which parts of it."""

    user: Dependent
    on: tuple[str, ...]  # none when it depends on all of it, or through others


class ObjectFacts(msgspec.Struct, frozen=True, kw_only=True):
    """All that the page of an object tells."""

    key: str
    name: str
    kind: str
    thing: Any
    life: Any
    sections: tuple[Section, ...]
    facts: tuple[tuple[str, Any], ...]  # field, value; what has its default is left out
    texts: tuple[str, ...]  # fields of several lines that it has: definition, body, labels
    findings: tuple[Finding, ...]  # open in the latest snapshot
    uses: tuple[Use, ...]
    used_by: tuple[Use, ...]
    dependents: tuple[Standing, ...] | None  # null when they are not known
    chapters: tuple[Chapter, ...]  # the newest first
    older: int  # chapters that are not shown
    domain: str | None
    namesakes: tuple[tuple[str, int], ...]  # others that had this name: key now, since when


def facts(
    key: str,
    life: Life,
    history: History,
    relations: Relations,
    depending: Depending,
    told: dict[int, tuple[list[Finding], list[Finding]]],
) -> ObjectFacts:
    """Gather the page of one object."""
    thing = life.thing
    latest = history.latest
    assertion = history.told.get(key)
    chapters = _chapters(life, told)
    return ObjectFacts(
        key=key, name=object_name(key, (thing,)), kind=model.kind_name(type(thing)),
        thing=thing, life=life,
        sections=_sections(key, life, relations), facts=_facts(thing),
        texts=tuple(f for f in ("definition", "body", "labels") if getattr(thing, f, ())),
        findings=tuple(f for f in latest.findings if f.change.object == key) if latest else (),
        uses=_sorted(relations.uses.get(key, ())) if life.gone is None else (),
        used_by=_sorted(relations.used_by.get(key, ())) if life.gone is None else (),
        dependents=_dependents(key, depending) if life.gone is None else (),
        chapters=chapters[:NEWEST], older=max(0, len(chapters) - NEWEST),
        domain=assertion.domain if assertion else None,
        namesakes=tuple(
            (now, number)
            for now, number in history.lives.moved.get(key, ())
            if now != key
        ),
    )  # fmt: skip


def _dependents(key: str, depending: Depending) -> tuple[Standing, ...] | None:
    if not depending.known:
        return None
    return tuple(
        Standing(user, tuple(part for part in depending.on(key, user) if part))
        for user in depending.of(key)
    )


def _sorted(uses: Iterable[Use]) -> tuple[Use, ...]:
    """Foreign keys first: they are what a reader looks for."""
    return tuple(sorted(set(uses), key=lambda use: (use.how != "foreign_key", use)))


def _sections(key: str, life: Life, relations: Relations) -> tuple[Section, ...]:
    found = []
    led = _led(life.thing, relations) if life.gone is None else {}
    targets = {use.part: use.used for use in relations.uses.get(key, ())}
    for field, (cls, parts) in parts_of(life.thing).items():
        single = model.is_single(type(life.thing), field)
        rows = []
        for part in parts:
            path = field if single else f"{field}/{segment(getattr(part, cls.KEY))}"
            rows.append(PartRow(
                part, path, life.ages.get(path), targets.get(path),
                led.get(part.name, ()) if isinstance(part, model.Column) else (),
            ))  # fmt: skip
        if rows:
            found.append(
                Section(field, model.kind_name(cls), single, tuple(rows), _told(cls, parts))
            )
    return tuple(found)


def _led(thing: model.Object, relations: Relations) -> dict[str, tuple[str, ...]]:
    """Column → the tables that its foreign keys refer to."""
    found: dict[str, tuple[str, ...]] = {}
    for part in getattr(thing, "foreign_keys", ()):
        target = relations.find(part.references, model.Table)
        for column in part.columns if target else ():
            found[column] = (*found.get(column, ()), str(target))
    return found


def _told(cls: type[model.Part], parts: list[model.Part]) -> tuple[str, ...]:
    defaults = model.defaults(cls)
    return tuple(
        field
        for field in cls.__struct_fields__
        if field != cls.KEY and any(getattr(part, field) != defaults[field] for part in parts)
    )


def _facts(thing: model.Object) -> tuple[tuple[str, Any], ...]:
    inner, defaults = model.children(type(thing)), model.defaults(type(thing))
    return tuple(
        (field, getattr(thing, field))
        for field in thing.__struct_fields__
        if field not in inner
        and field not in _ELSEWHERE
        and getattr(thing, field) != defaults[field]
    )


def _chapters(
    life: Life, told: dict[int, tuple[list[Finding], list[Finding]]]
) -> tuple[Chapter, ...]:
    """Its story, the newest first."""
    events = {event.number: event.changes for event in life.events}
    renamed = {number: old for old, number in life.names}
    return tuple(
        Chapter(
            number=number, changes=events.get(number, ()),
            opened=tuple(told.get(number, ([], []))[0]),
            resolved=tuple(told.get(number, ([], []))[1]), renamed_from=renamed.get(number),
        )
        for number in sorted({*events, *told}, reverse=True)
    )  # fmt: skip
