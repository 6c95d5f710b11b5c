"""The state that a database would have if it were as its expectation says: what a remedy aims at.

The facts, overlaid with what is asserted. Where the expectation says too little (a table by its
name alone, a number of columns) there is nothing to aim at: that is told, with what is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from generator import cut, declared, plainly
from generator.changes import Change
from generator.held import Held, closed_by, of_domains, of_objects
from generator.language import gettext
from generator.memory import Memory
from generator.numbers import class_of
from generator.side import Side
from snapshot import closing, model, places
from snapshot.codec import readable, segment
from snapshot.store import Assertion

Plain = dict[str, Any]


class Target(msgspec.Struct, frozen=True):
    """The state to reach, and why some of it is not known: key of an object → the reason."""

    objects: dict[str, model.Object]
    untold: dict[str, str]


def aimed(held: Held, leave: Iterable[Change] = ()) -> tuple[Side, dict[str, str]]:
    """The side to reach, and what is untold. What was renamed has the number that it had.

    Where a declared rename is waived, all that is expected of the object waits for it: the SQL
    would go by a name that is not there.
    """
    leave, facts = tuple(leave), held.facts
    rest, waiting = held.assertions, _waiting(held, leave)
    if waiting:
        rest = {key: told for key, told in rest.items() if key not in waiting}
    named = declared.apply(of_objects(rest, facts.memory), facts).side
    found = target(rest, named.objects, leave, facts.memory)
    kept = {key: facts.objects[key] for key in waiting.values() if key in facts.objects}
    objects = dict(sorted((found.objects | kept).items())) if kept else found.objects
    untold = found.untold | dict.fromkeys(waiting, gettext("it waits for a rename that is waived"))
    return msgspec.structs.replace(named, objects=objects), dict(sorted(untold.items()))


def _waiting(held: Held, leave: Iterable[Change]) -> dict[str, str]:
    """Keys of what waits for a waived rename, also inside a schema, and what they are now."""
    found: dict[str, str] = {}
    renamed = {change.object for change in leave if change.action == "renamed"}
    if not renamed:
        return found
    for key, told in held.stated.items():
        schema = f"schemas/{key.split('/')[0]}"
        if key in renamed:
            found[key] = told.renamed.get("", key)
        elif schema in renamed and key.count("/") == 2:
            before = held.stated[schema].renamed.get("", schema).split("/")[1]
            found[key] = told.renamed.get("", "/".join([before, *key.split("/")[1:]]))
    return found


class Untold(Exception):
    """The expectation does not say enough to make or change an object."""


class Gone(msgspec.Struct, frozen=True):
    """What must not be there."""


def target(
    assertions: Mapping[str, Assertion], facts: Mapping[str, model.Object],
    leave: Iterable[Change] = (), memory: Memory | None = None,
) -> Target:  # fmt: skip
    """Overlay facts with assertions. What nobody asserts stays as it is.

    So does what a finding of `leave` is about: those that are waived.
    """
    memory = memory or Memory()
    stated = of_objects(assertions, memory)
    closed = closed_by(of_domains(assertions, memory))
    objects = dict(facts)
    for key in facts.keys() - stated.keys() if closed else ():
        if closing.closes(closed, key):
            del objects[key]
    aims = memory.over(
        "aim", (stated, facts),
        lambda key: _other(key, facts[key], stated[key], memory)
        if key in stated and key in facts else None,
    )  # fmt: skip
    missing = [key for key in stated if key not in facts and stated[key].exists]
    untold: dict[str, str] = {}
    for key, aim in {**aims, **{key: _made(key, stated[key], facts) for key in missing}}.items():
        if isinstance(aim, model.Object):
            objects[key] = aim
        elif isinstance(aim, Gone):
            del objects[key]
        else:
            untold[key] = str(aim)
    for finding in leave:
        left_alone(finding, objects, facts)
    return Target(dict(sorted(objects.items())), dict(sorted(untold.items())))


def _other(
    key: str, fact: model.Object, assertion: Assertion, memory: Memory
) -> model.Object | Untold | Gone | None:
    """What an object is to be, where that is not what it is; or why that is not said."""
    if not assertion.exists:
        return Gone()
    if not cut.differing(key, fact, assertion, memory):
        return None
    found = _made(key, assertion, {key: fact})
    return None if found == fact else found


def _made(
    key: str, assertion: Assertion, facts: Mapping[str, model.Object]
) -> model.Object | Untold:
    try:
        return _overlaid(key, assertion, facts)
    except Untold as reason:
        return reason


def left_alone(
    finding: Change, objects: dict[str, model.Object], facts: Mapping[str, model.Object]
) -> None:
    """Put back, in `objects`, what the facts have where a finding is."""
    key = finding.object
    fact, aim = facts.get(key), objects.get(key)
    if fact is None:
        objects.pop(key, None)
    elif aim is None or not (finding.part or finding.field):
        objects[key] = fact
    else:
        was, now = model.plain(fact), model.plain(aim)
        steps = places.steps(type(fact), finding.part, was, now)
        if finding.field:
            steps.append(finding.field.split(".")[0])
        _put_back(was, now, steps)
        objects[key] = msgspec.convert(as_file(type(fact), now), type(fact))


def _put_back(was: Plain, now: Plain, steps: list[str]) -> None:
    """Let `now` have what `was` has at a place, in the order of that.

    What is to go as a whole goes with all that is inside.
    """
    for step in steps[:-1]:
        if step not in now:
            return
        was, now = was.get(step, {}), now[step]
    last = steps[-1]
    if last not in was:
        now.pop(last, None)
        return
    now[last] = was[last]
    listed = {name: now[name] for name in was if name in now}
    rest = {name: value for name, value in now.items() if name not in listed}
    now.clear()
    now.update(listed | rest)


def _overlaid(
    key: str, assertion: Assertion, facts: Mapping[str, model.Object]
) -> model.Object:  # fmt: skip
    cls = class_of(key)
    thing = facts.get(key)
    base = plainly.shared(thing) if thing is not None else _new(key, cls, assertion, facts)
    merged = _merged(cls, base, assertion.is_, assertion, "")
    for field, names in assertion.order.items():
        merged[field] = {name: merged[field][name] for name in names if name in merged[field]}
    for field, number in assertion.count.items():
        if len(merged.get(field, {})) != number:
            raise Untold(gettext(
                "the expectation does not say which %(parts)s there are, only that they are"
                " %(number)s", parts=field, number=number,
            ))  # fmt: skip
    try:
        return msgspec.convert(as_file(cls, merged), cls)
    except msgspec.ValidationError as error:
        raise Untold(gettext("the expectation does not say enough: %(why)s", why=error)) from error


def _new(
    key: str, cls: type[model.Object], assertion: Assertion, facts: Mapping[str, model.Object]
) -> Plain:
    """What follows from the key of an object that is missing; its owner is that of the others."""
    steps = [readable(step) for step in key.split("/")]
    found: Plain = {"name": steps[-1].partition("(")[0]}
    if len(steps) == 3:
        found["schema"] = steps[0]
    if "owner" in cls.__struct_fields__:
        found["owner"] = assertion.is_.get("owner") or _usual_owner(steps[0], facts)
    if "argument_types" in cls.KEY:
        found["argument_types"] = steps[-1].partition("(")[2].removesuffix(")")
    if cls is model.Table and not assertion.is_.get("columns"):
        raise Untold(gettext("the expectation does not say which columns it has"))
    return found


def _usual_owner(schema: str, facts: Mapping[str, model.Object]) -> str:
    """The role that owns most of what is in a schema; else the schema's own."""
    owners = Counter(
        thing.owner for thing in facts.values()  # type: ignore[attr-defined]
        if getattr(thing, "schema", None) == schema and "owner" in thing.__struct_fields__
    )  # fmt: skip
    home = getattr(facts.get(f"schemas/{segment(schema)}"), "owner", "postgres")
    return min(owners, key=lambda name: (-owners[name], name), default=home)


def _merged(cls: type, base: Plain, stated: Plain, assertion: Assertion, path: str) -> Plain:
    """Stated over found; what is full has its defaults; what must not be there is gone."""
    found = dict(base)
    inner = model.children(cls)
    if assertion.full:
        found |= {f: value for f, value in _defaults(cls) if f not in assertion.unasserted}
    found |= {field: value for field, value in stated.items() if field not in inner}
    for field, part in inner.items():
        told = stated.get(field, {})
        whole = assertion.full and field not in assertion.unasserted
        closed = whole or (not path and field in assertion.unlisted)
        kept: Plain = {}
        for name in [*base.get(field, {}), *(n for n in told if n not in base.get(field, {}))]:
            step = f"{path}{field}/{segment(name)}" if name else f"{path}{field}"
            gone = step in assertion.absent or f"{path}{field}" in assertion.absent
            if gone or (closed and name not in told):
                continue
            before = base.get(field, {}).get(name) or ({part.KEY: name} if name else {})
            if name in told:
                before = _merged(part, before, told[name], assertion, f"{step}/")
            kept[name] = before
        found[field] = kept
    return found


def _defaults(cls: type) -> Iterator[tuple[str, Any]]:
    """The default of every field that has one and tells nothing apart."""
    names = cls.KEY if issubclass(cls, model.Object) else (cls.KEY,)  # type: ignore[attr-defined]
    for field, default in model.defaults(cls).items():
        own = default is not msgspec.NODEFAULT and field not in names
        if own and field not in model.children(cls):
            yield field, model.listed(msgspec.to_builtins(default))


def as_file(cls: type, plain: Plain) -> Plain:
    """A plain map as a file has it: parts in lists, in canonical order where theirs is no fact."""
    found = {f: v for f, v in plain.items() if f not in model.children(cls)}
    for field, part in model.children(cls).items():
        values = [as_file(part, value) for value in plain.get(field, {}).values()]
        if model.is_single(cls, field):
            found[field] = values[0] if values else None
            continue
        if not part.ORDERED:
            values.sort(key=lambda value: str(value[part.KEY]))  # used at once
        found[field] = values
    if issubclass(cls, model.Object):
        found["kind"] = model.kind_name(cls).replace("_", " ")
    return found
