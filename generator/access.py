"""Whether a change lets somebody do more, or less, than before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.changes import Change, Hazard
from generator.sentences import Things

_GRANTS = ("privilege", "sequence_privilege", "default_privilege")
_BY_PRESENCE = {  # kind → what its being there allows
    "user_mapping": "that role can reach the other server",
    "published_table": "subscribers get its rows",
    "publication": "subscribers get rows",
}
_ROWS = "other rows may be seen or written than before"


def _wider(detail: str) -> Hazard:
    return Hazard("access widened", detail)


def _narrower(detail: str) -> Hazard:
    return Hazard("access narrowed", detail)


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
        who = "the owner" if change.field.startswith("force") else "roles without a policy"
        yield _narrower(f"{who} see fewer rows") if change.new else _wider(f"{who} see more rows")
    elif change.field == "owner":
        yield _wider(f"`{change.new}` may do all with it")
        yield _narrower(f"`{change.old}` may do only what it is granted")
    elif change.field in ("security_definer", "trusted"):
        who = "whoever calls it has its owner's rights"
        if change.field == "trusted":
            who = "every role may write functions in it"
        yield _wider(who) if change.new else _narrower(f"no longer: {who}")
    elif change.kind == "view" and change.field == "options":
        yield from _view(change)
    elif change.kind == "security_label":
        yield _wider("may be: the label's provider decides")
        yield _narrower("may be: the label's provider decides")


def _granted(change: Change) -> Iterator[Hazard]:
    if change.kind == "default_privilege" and change.action != "changed":
        verb = _wider if change.action == "added" else _narrower
        yield verb("what is made from now on")
        return
    old, new = _rights(change.old), _rights(change.new)
    if more := sorted(new - old):
        yield _wider(", ".join(more))
    if less := sorted(old - new):
        yield _narrower(", ".join(less))


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
            yield more("others may do other things with it than it came with")
        if old - new:
            yield less("others may do again what it came with")


def _policy(change: Change) -> Iterator[Hazard]:
    if change.action == "renamed" or change.field == "comment":
        return
    whole = change.new or change.old
    if not change.field and isinstance(whole, dict):
        permits = whole.get("permissive", True) is (change.action == "added")
        yield (_wider if permits else _narrower)(_ROWS)
        return
    yield _wider(f"may be: {_ROWS}")
    yield _narrower(f"may be: {_ROWS}")


def _view(change: Change) -> Iterator[Hazard]:
    """Whose rights the rows of a view are read with."""
    old, new = ("security_invoker=true" in (v or ()) for v in (change.old, change.new))
    if new and not old:
        yield _narrower("who reads it needs the rights on what it reads")
    elif old and not new:
        yield _wider("who reads it has its owner's rights on what it reads")
