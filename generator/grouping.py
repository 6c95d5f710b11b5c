"""One real change is one change: what the same statement brought is listed with it, not counted.

It keeps its rule, severity and hazards, and the severity of the whole is that of its gravest part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from generator.changes import SEVERITIES, Change
from generator.language import gettext
from snapshot import model
from snapshot.codec import qualified, readable, segment

Objects = Mapping[str, model.Object]
_CAST = re.compile(r"::[\w. ]+(?:\(\d+(?:,\d+)?\))?(?:\[\])*")
_NEXT = re.compile(r"nextval\('(.+)'::regclass\)")
_TYPES = ("enum", "domain", "composite_type", "range_type", "base_type")


def group(changes: Iterable[Change], old: Objects, new: Objects) -> list[Change]:
    """The changes, each under the one that brought it."""
    changes = list(changes)
    about: dict[str, list[int]] = {}  # a thing's key, and its name → the changes of it
    for at, change in enumerate(changes):
        for name in names(change.object, old, new):
            about.setdefault(name, []).append(at)
    extensions = {key for key in about if key.startswith("extensions/") and key in new}
    found: dict[int, int] = {}  # change → the one that brought it
    for at, change in enumerate(changes):
        told = near(change, old, new) | (extensions if change.field == "type" else set())
        mains = sorted({main for name in told for main in about.get(name, ())} - {at})
        for main in (main for main in mains if brings(changes[main], change, old, new)):
            found[at] = main
            break
    brought: dict[int, list[Change]] = {}
    for at, main in ((at, _first(at, found)) for at in found):
        brought.setdefault(main, []).append(softened(changes[main], changes[at]))
    return [
        _whole(change, brought[at]) if at in brought else change
        for at, change in enumerate(changes)
        if at not in found
    ]


def brings(main: Change, change: Change, old: Objects, new: Objects) -> bool:
    """Whether the statement that makes one change makes another, too."""
    return any(rule(main, change, old, new) for rule in _RULES)


def _first(main: int, found: Mapping[int, int]) -> int:
    """What began it: a sequence went with its table, and that with its schema."""
    seen: set[int] = set()
    while main in found and main not in seen:
        seen.add(main)
        main = found[main]
    return main


def names(key: str, old: Objects, new: Objects) -> set[str]:
    """The key of a thing, and its names in both states: what others may mention it by."""
    things = (side[key] for side in (old, new) if key in side)
    return {key, *(_unquoted(qualified(thing)).partition("(")[0] for thing in things)}


def near(change: Change, old: Objects, new: Objects) -> set[str]:
    """The keys and names of what may have brought a change; any extension may that of a type."""
    value = change.old if isinstance(change.old, dict) else {}
    found = {change.object, f"schemas/{change.object.split('/')[0]}"}
    told: list[Any] = [value.get("references"), str(value.get("function")).partition("(")[0]]
    told.append(str(value.get("type")).removesuffix("[]"))
    if change.kind == "published_table":
        told.append(readable(change.part.split("/")[-1]))
    for thing in (old.get(change.object), new.get(change.object)):
        told.append((getattr(thing, "owned_by", None) or "").rpartition(".")[0])
        told += [getattr(thing, "table", None), *getattr(thing, "inherits", ())]
    return found | {_unquoted(name) for name in told if name}


def _unquoted(name: str) -> str:
    return name.replace('"', "")


def _whole(main: Change, brought: list[Change]) -> Change:
    """A change with what it brought; it is as grave as the gravest of them."""
    worst = min((main, *brought), key=lambda c: SEVERITIES.index(c.severity))
    if SEVERITIES.index(worst.severity) < SEVERITIES.index(main.severity):
        reason = gettext("with it, %(reason)s", reason=worst.reason)
        main = msgspec.structs.replace(main, severity=worst.severity, reason=reason)
    return msgspec.structs.replace(main, consequences=tuple(brought))


def softened(main: Change, change: Change) -> Change:
    """A sequence is not missed where that of the identity took its name; casts follow a type."""
    if main.field == "type" and change.kind != "column":
        reason = gettext("only its casts follow the type")
        return msgspec.structs.replace(change, severity="cosmetic", reason=reason)
    name = main.new.get("sequence") if isinstance(main.new, dict) else None
    if change.kind == "sequence" and change.action == "removed" and name == _dotted(change.object):
        reason = gettext("the sequence of the identity has its name now")
        return msgspec.structs.replace(change, severity="risky", reason=reason)
    return change


def _dotted(key: str) -> str:
    steps = key.split("/")
    return f"{readable(steps[0])}.{readable(steps[-1])}"


def _went_with_schema(main: Change, change: Change, old: Objects, new: Objects) -> bool:
    """Everything in a schema that is gone."""
    if main.kind != "schema" or main.action != "removed":
        return False
    inside = change.object.startswith(f"{main.object.split('/')[1]}/")
    return inside and change.object.count("/") == 2 and change.action == "removed"


def _went_with_table(main: Change, change: Change, old: Objects, new: Objects) -> bool:
    """Keys that pointed to a table that is gone, what was owned by it, what was told of it."""
    gone = main.action == change.action == "removed"
    if not gone or main.part or main.kind != "table" or main.object not in old:
        return False
    return _hung_on(change, old, qualified(old[main.object]))


def _hung_on(change: Change, old: Objects, table: str, column: str | None = None) -> bool:
    """Whether a thing that is gone hung on a table, or on a column of one."""
    thing: Any = old.get(change.object)
    if change.kind == "sequence":
        owner = _unquoted(getattr(thing, "owned_by", None) or "")
        return bool(owner == f"{table}.{column}" if column else owner.rpartition(".")[0] == table)
    if change.kind == "statistics":
        told = _unquoted(thing.table) == table if thing else False
        return told and (column is None or column in thing.columns)
    if change.kind == "foreign_key" and isinstance(change.old, dict):
        there = _unquoted(change.old.get("references", "")) == table
        return there and (column is None or column in change.old.get("referenced_columns", ()))
    if change.kind == "published_table" and column is None:
        return _unquoted(readable(change.part.split("/")[-1])) == table
    return False


def _went_with_column(main: Change, change: Change, old: Objects, new: Objects) -> bool:
    """Indexes and constraints that a column was in."""
    if main.kind != "column" or main.action != "removed" or change.action != "removed":
        return False
    if main.part.count("/") != 1 or not isinstance(main.old, dict):
        return False
    name, thing = main.old.get("name"), old.get(main.object) or new.get(main.object)
    if not isinstance(name, str) or thing is None:
        return False
    if change.object == main.object and change.part and not change.field:
        return change.kind != "column" and _mentions(change, name)
    return _hung_on(change, old, qualified(thing), name)


def _mentions(change: Change, column: str) -> bool:
    """Whether a part of a table uses a column: by its lists of columns, else by its text."""
    value = change.old if isinstance(change.old, dict) else {}
    listed = [*value.get("columns", ()), *value.get("include", ())]
    listed += [key.get("column") for key in value.get("keys", ())]
    if column in listed:
        return True
    texts = [value.get(f) for f in ("expression", "definition", "predicate")]
    texts += [key.get("expression") for key in value.get("keys", ())]
    return any(_says(text, column) for text in texts)


def _says(text: Any, column: str) -> bool:
    """Whether an expression, or what holds some, names a column."""
    if isinstance(text, list | dict):
        return any(
            _says(each, column) for each in (text.values() if isinstance(text, dict) else text)
        )
    word = rf'(?<![\w"]){re.escape(column)}(?![\w"(])|"{re.escape(column)}"'
    return isinstance(text, str) and bool(re.search(word, text))


def _went_with_what_it_uses(main: Change, change: Change, old: Objects, new: Objects) -> bool:
    """Triggers of a function, columns of a type that is gone: DROP … CASCADE."""
    if main.part or main.action != "removed" or change.action != "removed":
        return False
    thing = old.get(main.object)
    if thing is None or not isinstance(change.old, dict):
        return False
    if main.kind == "function" and change.kind == "trigger":
        calls = _unquoted(str(change.old.get("function")))
        return calls.partition("(")[0] == _unquoted(qualified(thing)).partition("(")[0]
    if main.kind in _TYPES and change.kind == "column":
        return str(change.old.get("type")).removesuffix("[]").replace('"', "") == qualified(thing)
    return False


def _serial(main: Change, change: Change, old: Objects, new: Objects) -> bool:
    """Serial to identity, and back: the default and its sequence."""
    if main.kind != "column" or main.field != "identity" or (main.old and main.new):
        return False
    side = old if main.new else new
    default = next(
        (c.default for c in getattr(side.get(main.object), "columns", ())
         if main.part == f"columns/{segment(c.name)}"), None,
    )  # fmt: skip
    match = _NEXT.fullmatch(default or "")
    if not match:
        return False
    if (change.object, change.part, change.field) == (main.object, main.part, "default"):
        return True
    wanted = "removed" if main.new else "added"
    if change.kind != "sequence" or change.action != wanted:
        return False
    return match[1].replace('"', "") == _dotted(change.object)


def _not_null(main: Change, change: Change, old: Objects, new: Objects) -> bool:
    """SET NOT NULL by way of a check, and that of a new primary key."""
    if change.object != main.object:
        return False
    if main.field == "nullable" and main.new is False and change.kind == "check_constraint":
        name = readable(main.part.split("/")[-1])
        told = (change.old or {}).get("expression") if change.action == "removed" else None
        return told in (f"({name} IS NOT NULL)", f'("{name}" IS NOT NULL)')
    if main.kind == "primary_key" and main.action == "added" and change.field == "nullable":
        names = map(segment, (main.new or {}).get("columns", ()))
        return change.new is False and change.part in {f"columns/{name}" for name in names}
    return False


def _came_with(main: Change, change: Change, old: Objects, new: Objects) -> bool:
    """The sequence of a serial column that is new, or whose table is."""
    if main.action != "added" or change.kind != "sequence" or change.action != "added":
        return False
    home, owner = new.get(main.object), getattr(new.get(change.object), "owned_by", None)
    if home is None or not owner:
        return False
    table, _, column = _unquoted(owner).rpartition(".")
    if table != qualified(home):
        return False
    return main.kind == "table" if not main.part else main.part == f"columns/{segment(column)}"


def _respelled(main: Change, change: Change, old: Objects, new: Objects) -> bool:
    """What only follows from a column's other type, or from a type's other schema."""
    if main.kind == "extension" and main.field == "schema" and change.field == "type":
        was, now = (str(v).rpartition(".") for v in (change.old, change.new))
        return (was[0], now[0]) == (main.old, main.new) and was[2] == now[2]
    if main.kind != "column" or main.field != "type" or change.object != main.object:
        return False
    if change.part == main.part and change.field == "collation":
        return True
    if change.field not in ("default", "expression", "predicate", "keys", "generated"):
        return False
    if change.field == "default" and change.part != main.part:
        return False
    if change.part != main.part and not _says(change.old, readable(main.part.split("/")[-1])):
        return False
    return change.action == "changed" and _uncast(change.old) == _uncast(change.new)


def _uncast(value: Any) -> Any:
    """An expression without its casts."""
    if isinstance(value, str):
        return re.sub(r"[()\s]", "", _CAST.sub("", value))
    if isinstance(value, list):
        return [_uncast(item) for item in value]
    if isinstance(value, dict):
        return {k: _uncast(v) for k, v in value.items() if k not in ("opclass", "collation")}
    return value


def _same_statement(main: Change, change: Change, old: Objects, new: Objects) -> bool:
    """Facts of one thing that one clause sets together."""
    if (main.object, main.part) != (change.object, change.part) or main.kind != change.kind:
        return False
    return (main.field, change.field) in (
        ("enforced", "valid"), ("deferrable", "initially_deferred"),
    )  # fmt: skip


def _inherited(main: Change, change: Change, old: Objects, new: Objects) -> bool:
    """What ALTER TABLE does to the children of a table, too."""
    parent: Any = new.get(main.object)
    child: Any = new.get(change.object)
    if parent is None or parent is child or not main.part.startswith(("columns/", "check_")):
        return False
    if qualified(parent) not in getattr(child, "inherits", ()):
        return False
    same = ("part", "field", "action", "kind")
    if any(getattr(main, f) != getattr(change, f) for f in same):
        return False
    return bool(main.field == "" or (main.old, main.new) == (change.old, change.new))


_RULES: tuple[Callable[[Change, Change, Objects, Objects], bool], ...] = (
    _went_with_schema, _went_with_table, _went_with_column, _went_with_what_it_uses, _serial,
    _not_null, _came_with, _respelled, _same_statement, _inherited,
)  # fmt: skip
