"""What the scratch server is asked about texts in somebody's own words, and what it answers.

A type is asked by a helper, a composite type with an attribute of it, since a type is written in
one way wherever it stands. Any other text is put into its place in the facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from generator.compare import compare
from generator.ddl import sql_of
from generator.numbers import class_of
from generator.own import TYPES, Question
from generator.remedy.target import as_file
from snapshot import model, places
from snapshot.codec import key_of, readable, segment

UNMADE = "perhaps only spelled otherwise: what holds it cannot be made on the scratch server"
MORE = "it says more than what belongs there"
_HELPER = "chronicle_asked"
_SERIAL = re.compile(r"(small|big)?serial[248]?\Z", re.IGNORECASE)
_PLAIN = re.compile(r"[a-z_][a-z0-9_$]*(\[\])*\Z", re.IGNORECASE)


def asked(objects: model.State, wanted: Iterable[Question]) -> model.State:
    """The facts with each text in its place, and with helpers that have the types."""
    found = dict(objects)
    for question in wanted:
        if _of_types(question):
            for helper in _helpers(question, objects):
                found[key_of(helper)] = helper
        elif (overlaid := _overlaid(question, found)) is not None:
            found[question.object] = overlaid
    return found


def _of_types(question: Question) -> bool:
    cls: Any = class_of(question.object)
    for field in question.part.split("/")[::2] if question.part else ():
        cls = _part(cls, field)
    return question.field == TYPES or question.field in model.typed(cls)


def _part(cls: Any, field: str) -> Any:
    return model.children(cls).get(field, cls)


def _names(question: Question) -> list[str]:
    """The types of a question: one, or those of the arguments."""
    if question.field == TYPES:
        listed = readable(question.object.rpartition("/")[2]).partition("(")[2].removesuffix(")")
        return [each.strip() for each in re.split(r",(?![^(]*\))", listed) if each.strip()]
    return [str(question.text).removeprefix("SETOF ")]


def _helpers(question: Question, objects: Mapping[str, model.Object]) -> Iterator[model.Object]:
    """Composite types with an attribute of each type; a bare name may be of the same schema."""
    schema = readable(question.object.split("/")[0])
    owner = getattr(objects.get(f"schemas/{segment(schema)}"), "owner", "postgres")
    for number, name in enumerate(_names(question)):
        yield model.CompositeType(
            name=_helper(question, number), schema=schema, owner=owner,
            attributes=(model.Attribute(name="a", type=name),),
        )  # fmt: skip


def _helper(question: Question, number: int) -> str:
    place = segment(".".join(question.place) + f".{number}").replace("%", "_")
    return f"{_HELPER}_{place[-40:]}"


def qualified(question: Question) -> Question | None:
    """A type's bare name in the schema of what has it; None where that is no bare name."""
    if not _of_types(question) or question.field == TYPES:
        return None
    if not _PLAIN.match(str(question.text)):
        return None
    schema = readable(question.object.split("/")[0])
    return msgspec.structs.replace(question, text=f"{schema}.{question.text}")


def _overlaid(question: Question, objects: Mapping[str, model.Object]) -> model.Object | None:
    """An object with a text in its place; None where its SQL would not say it."""
    thing = objects[question.object]
    plain = model.plain(thing)
    here = plain
    for step in places.steps(type(thing), question.part, plain):
        here = here.get(step, {})
    if not here:
        return None
    here[question.field] = question.text
    made = msgspec.convert(as_file(type(thing), plain), type(thing))
    mine, theirs = (sql_of({question.object: each}, whole=False) for each in (made, thing))
    return made if mine != theirs else None


def answer(question: Question, facts: model.State, made: model.State) -> Any:
    """The text as the server wrote it; the question's own where nothing can be asked.

    Raises `KeyError` when the place is not there.
    """
    if _of_types(question):
        told = []
        for number, _ in enumerate(_names(question)):
            schema = question.object.split("/")[0]
            helper: Any = made[f"{schema}/composite_types/{segment(_helper(question, number))}"]
            told.append(helper.attributes[0].type)
        if question.field != TYPES:
            set_of = "SETOF " if str(question.text).startswith("SETOF ") else ""
            return set_of + told[0]
        folder, _, name = question.object.rpartition("/")
        types = ", ".join(told)
        return f"{folder}/{segment(readable(name).partition('(')[0] + f'({types})')}"
    if _overlaid(question, facts) is None:
        return question.text
    return at(question, made)


def at(question: Question, objects: Mapping[str, model.Object]) -> Any:
    """What stands at the place of a question. Raises `KeyError` when it is not there."""
    thing = objects[question.object]
    plain = model.plain(thing)
    here: Any = plain
    for step in places.steps(type(thing), question.part, plain):
        here = here[step]
    return here[question.field]


def why(question: Question, said: Sequence[str]) -> str:
    """What the server said, with a remedy where we know one."""
    if _of_types(question) and _SERIAL.match(str(question.text)):
        size = str(question.text).lower()
        small, big = size.startswith("small") or "2" in size, size.startswith("big") or "8" in size
        return (
            f"`{question.text}` is no type, but a way to make a column: state `type: "
            f"{'smallint' if small else 'bigint' if big else 'integer'}`, and its default "
            "(`nextval(…)`)"
        )
    return f"PostgreSQL refuses it: {said[0].partition(chr(10))[0]}"


def strange(
    wanted: Iterable[Question], facts: Mapping[str, model.Object], made: Mapping[str, model.Object]
) -> bool:
    """Whether anything is another than in the facts, beside what was asked for."""
    asked_for = {question.place for question in wanted}
    for key, thing in facts.items():
        other = made.get(key)
        if other == thing or isinstance(thing, model.Database):  # each is made in one of its own
            continue
        if other is None:
            return True
        changes = compare(key, type(thing), model.plain(thing), model.plain(other))
        if any((c.object, c.part, c.field) not in asked_for for c in changes):
            return True
    new = made.keys() - facts.keys()
    return any(_HELPER not in key and not isinstance(made[key], model.Database) for key in new)
