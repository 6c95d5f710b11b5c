"""Every rule there is, found by walking the model: what it says, how bad it is, its mirror.

A rule is `<kind>-<field>-<action>`. Nothing lists rules a second time: the catalogue page, the
check of `severities` in `chronicle.yml` and the tests all read this.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from generator import renames, rules, state
from generator.changes import SEVERITIES, Action, Change, Hazard
from generator.language import gettext, noted, spoken
from snapshot import model

_FILE = Path(__file__).with_name("examples.json")
_NO_MIRROR = noted("what was lost does not come back when it is made anew once more")
_STATE = noted("operational state")
_OF_STATE = noted("it is how a thing stands, not what happened to it")


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule, with an example. `severities`: all that its values can make of it."""

    id: str
    kind: str
    severities: tuple[str, ...]
    reason: str
    example: str
    hazards: tuple[Hazard, ...] = ()
    mirror: str | None = None
    unmirrored: str = ""  # why it has no mirror


def catalogue() -> dict[str, Rule]:
    """Rule id → rule, of all changes that the model can tell, then of operational state."""
    return _catalogue(spoken())


@cache
def _catalogue(language: str) -> dict[str, Rule]:
    """The same in the language that is spoken."""
    found = {}
    for change in changes():
        rule = _rule(change)
        found[rule.id] = rule
    for name, condition in state.RULES.items():
        found[name] = Rule(
            id=name, kind=_STATE, severities=(condition.severity,),
            reason=gettext(condition.reason), example=gettext(condition.says).format("`users`"),
            unmirrored=gettext(_OF_STATE),
        )  # fmt: skip
    return found


def ids() -> frozenset[str]:
    """Every rule, without a word of what it says."""
    return frozenset(state.RULES).union(*(_ids(kind, cls) for kind, cls in _classes()))


@cache
def knows(rule: str) -> bool:
    """Whether there is such a rule. Only the kinds are looked at that it may be of: to walk the
    whole model takes as long as many a page."""
    return rule in state.RULES or any(
        rule in _ids(kind, cls)
        for kind, cls in _classes()
        if rule.startswith(f"{kind.replace('_', '-')}-")
    )


@cache
def _ids(kind: str, cls: type) -> frozenset[str]:
    """The rules of a kind."""
    told = _told(kind, cls)
    changes = (Change(object="", kind=kind, field=field, action=act) for field, act in told)
    return frozenset(map(rules.rule_of, changes))


def changes() -> Iterator[Change]:
    """A change of every sort: a real one from the cases where there is one, else a made one."""
    real = examples()
    for kind, cls in _classes():
        for field, action in _told(kind, cls):
            made = _sample(kind, cls, field, action)
            yield real.get(rules.rule_of(made), made)


@cache
def examples() -> dict[str, Change]:
    """Rule → a change of it from `tests/cases`; `tests/test_rules.py` gathers them."""
    return msgspec.json.decode(_FILE.read_bytes(), type=dict[str, Change])


def _classes() -> Iterator[tuple[str, type]]:
    for cls in model.kinds().values():
        yield model.kind_name(cls), cls
    yield from model.parts().items()


@cache
def _single(cls: type) -> bool:
    """Whether there is one of it at most where it lives, so that its name is a mere field."""
    return any(
        part is cls and model.is_single(home, field)
        for _, home in _classes()
        for field, part in model.children(home).items()
    )


def _told(kind: str, cls: type) -> Iterator[tuple[str, Action]]:
    """What can be told of a class: (field, action)."""
    whole = issubclass(cls, model.Object)
    yield "", "added"
    yield "", "removed"
    named = cls.KEY == "name" and not _single(cls)  # type: ignore[attr-defined]
    if whole or named:
        yield "", "renamed"
    if renames.can_be_remade(kind, whole):
        yield "", "recreated"
    key: Any = cls.KEY  # type: ignore[attr-defined]
    names = {"name", "schema"} & set(key) if whole else set() if _single(cls) else {key}
    for field in cls.NUMBERED if whole else ():  # type: ignore[attr-defined]
        yield field, "renamed"
    if cls is model.Table:
        yield "claimed", "changed"
    for field in model.defaults(cls):
        part = model.children(cls).get(field)
        if part is None and field not in names:
            yield field, "changed"
        elif part is not None and part.ORDERED:
            yield f"{field}.order", "changed"
        if part is not None and whole and not model.is_single(cls, field):
            yield f"{field}.count", "changed"


def _sample(kind: str, cls: type, field: str, action: Action) -> Change:
    """A change made up from the model."""
    whole = issubclass(cls, model.Object)
    folder = model.folder_of(cls) if whole else "tables"
    inside = not whole or model.lives_in_schema(folder)
    key = f"public/{folder}/example" if inside else f"{folder}/example"
    part = "" if whole else f"{kind}s/a"
    old, new = _values(cls, field, action)
    return Change(
        object=key, kind=kind, part=part, field=field, action=action,
        old=old, new="public/tables/b" if action == "renamed" and whole and not field else new,
    )  # fmt: skip


def _values(cls: type, field: str, action: Action) -> tuple[Any, Any]:
    if action == "renamed":
        return "a", "b"
    if not field:
        thing = {"name": "a"}
        return (None if action in ("added", "recreated") else thing,
                None if action == "removed" else thing)  # fmt: skip
    if field.endswith(".count"):
        return 3, 4
    if field.endswith(".order"):
        return ["a", "b"], ["b", "a"]
    if field == "claimed":
        return True, False
    return _pair(_hints(cls)[field])


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _pair(hint: Any) -> tuple[Any, Any]:
    """Two values that a field can have."""
    options = [each for each in get_args(hint) if each is not type(None)]
    if hint is bool:
        return False, True
    if get_origin(hint) is Literal:
        return options[0], options[-1]
    if get_origin(hint) is tuple:
        return ["a"], ["a", "b"]
    if get_origin(hint) is dict:
        return {"a": 1}, {"a": 2}
    if options:
        return _pair(options[0])
    return (1, 2) if hint in (int, float) else ("a", "b")


def _rule(change: Change) -> Rule:
    told = rules.explain(change)
    back = rules.explain(reverse(change))
    worst = {told.severity, back.severity} if change.action == "changed" else {told.severity}
    mirror = rules.rule_of(reverse(change))
    alone = change.action == "recreated"
    return Rule(
        id=told.rule, kind=change.kind, severities=tuple(s for s in SEVERITIES if s in worst),
        reason=told.reason, example=told.sentence, hazards=told.hazards,
        mirror=None if alone else mirror, unmirrored=gettext(_NO_MIRROR) if alone else "",
    )  # fmt: skip


def reverse(change: Change) -> Change:
    """The change that undoes a change, as far as one does."""
    other: dict[str, Action] = {"added": "removed", "removed": "added"}
    return msgspec.structs.replace(
        change, old=change.new, new=change.old, action=other.get(change.action, change.action)
    )
