"""Whether a change lets somebody do more, or less, than before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.changes import Change, Hazard, hazard, may_be
from generator.language import noted
from generator.sentences import Things

_GRANTS = ("privilege", "sequence_privilege", "default_privilege")
_BY_PRESENCE = {  # kind → what its being there allows
    "user_mapping": noted("that role can reach the other server"),
    "published_table": noted("subscribers get its rows"),
    "publication": noted("subscribers get rows"),
}
_BY_FIELD = {  # field that is switched on → what that brings; and what it brings to switch it off
    "row_security": (
        noted("roles without a policy see fewer rows"),
        noted("roles without a policy see more rows"),
    ),
    "force_row_security": (noted("the owner see fewer rows"), noted("the owner see more rows")),
    "security_definer": (
        noted("whoever calls it has its owner's rights"),
        noted("no longer: whoever calls it has its owner's rights"),
    ),
    "trusted": (
        noted("every role may write functions in it"),
        noted("no longer: every role may write functions in it"),
    ),
}  # fmt: skip
_ROWS = noted("other rows may be seen or written than before")
_MAY_BE_ROWS = noted("may be: other rows may be seen or written than before")
_BY_PROVIDER = noted("may be: the label's provider decides")


def _wider(message: str, **values: str) -> Hazard:
    return hazard("access widened", message, **values)


def _narrower(message: str, **values: str) -> Hazard:
    return hazard("access narrowed", message, **values)


def _either(message: str) -> Iterator[Hazard]:
    """Both, where it cannot be told which."""
    yield may_be("access widened", message)
    yield may_be("access narrowed", message)


def of_access(change: Change, things: Things) -> Iterator[Hazard]:
    """Hazards `access widened` and `access narrowed`; both where it cannot be told."""
    if change.kind in _GRANTS:
        yield from _granted(change)
    elif change.kind == "supplied_object":
        yield from _supplied(change)
    elif change.kind in _BY_PRESENCE and change.action in ("added", "removed"):
        more = change.action == "added"
        yield (_wider if more else _narrower)(_BY_PRESENCE[change.kind])
    elif change.kind == "policy":
        yield from _policy(change)
    elif change.field in ("row_security", "force_row_security"):
        on, off = _BY_FIELD[change.field]
        yield _narrower(on) if change.new else _wider(off)
    elif change.field == "owner":
        yield _wider("`%(role)s` may do all with it", role=change.new)
        yield _narrower("`%(role)s` may do only what it is granted", role=change.old)
    elif change.field in ("security_definer", "trusted"):
        on, off = _BY_FIELD[change.field]
        yield _wider(on) if change.new else _narrower(off)
    elif change.kind == "view" and change.field == "options":
        yield from _view(change)
    elif change.kind == "security_label":
        yield from _either(_BY_PROVIDER)


def _granted(change: Change) -> Iterator[Hazard]:
    if change.kind == "default_privilege" and change.action != "changed":
        verb = _wider if change.action == "added" else _narrower
        yield verb(noted("what is made from now on"))
        return
    old, new = _rights(change.old), _rights(change.new)
    more, less = (", ".join(sorted(rights)) for rights in (new - old, old - new))
    if more:
        yield Hazard("access widened", more)
    if less:
        yield Hazard("access narrowed", less)


def _rights(value: Any) -> set[str]:
    """The privileges in a value: a whole privilege, or one of its two lists."""
    if isinstance(value, dict):
        return set(value.get("privileges", ()))
    return set(value) if isinstance(value, list) else set()


def _supplied(change: Change) -> Iterator[Hazard]:
    """What was granted and revoked of what came with PostgreSQL."""
    for field, more, less in (("granted", _wider, _narrower), ("revoked", _narrower, _wider)):
        if change.field not in ("", field):
            continue
        old, new = (
            set((v.get(field, ()) if isinstance(v, dict) else v) or ())
            for v in (change.old, change.new)
        )
        if new - old:
            yield more(noted("others may do other things with it than it came with"))
        if old - new:
            yield less(noted("others may do again what it came with"))


def _policy(change: Change) -> Iterator[Hazard]:
    if change.action == "renamed" or change.field == "comment":
        return
    whole = change.new or change.old
    if not change.field and isinstance(whole, dict):
        permits = whole.get("permissive", True) is (change.action == "added")
        yield (_wider if permits else _narrower)(_ROWS)
        return
    yield from _either(_MAY_BE_ROWS)


def _view(change: Change) -> Iterator[Hazard]:
    """Whose rights the rows of a view are read with."""
    old, new = ("security_invoker=true" in (v or ()) for v in (change.old, change.new))
    if new and not old:
        yield _narrower("who reads it needs the rights on what it reads")
    elif old and not new:
        yield _wider("who reads it has its owner's rights on what it reads")
