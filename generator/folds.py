"""Differences in spelling only: recognised by a named rule, listed, never shown as changes.

- `follows-rename`: the server wrote a new name into an expression, a key or a view because
  something was renamed; the rename is the change. A NOT NULL keeps the name that it once gave
  itself, and is listed when that no longer is the usual one.
- `follows-inherits`: what came with a parent table is the table's own once it has no parent; that
  it has none is the change.
- `inherited-order`: the columns of a table that inherits stand in another order once a dump of it
  was restored: the inherited ones come first.
- `array-cast`: `varchar IN ('a', 'b')` is written in one way when first created, and in another
  once a dump of it was restored: `(ARRAY['a'::varchar])::text[]`, `ARRAY[('a'::varchar)::text]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from generator.changes import Change, Fold
from snapshot import model
from snapshot.codec import readable, text_of

_NAMED_BY_OTHERS = ("cast", "transform", "default_privilege", "partition", "published_table")
_LITERAL = r"'(?:[^']|'')*'::character varying(?:\(\d+\))?"
_NAMED_PARTS = ("column", "view_column", "attribute", "index", "primary_key", "unique_constraint",
                "exclusion_constraint")  # fmt: skip  # what others of their object speak of
_CAST_ARRAY = re.compile(rf"\(ARRAY\[({_LITERAL}(?:, {_LITERAL})*)\]\)::text\[\]")


class Renamed(msgspec.Struct, frozen=True):
    """A name that changed: of a relation, type or function, of a schema, of a column or index."""

    old: str
    new: str
    schema: str | None = None  # None for a schema itself, and for a column
    new_schema: str | None = None
    table: str | None = None  # of a column: the key of its table, as it is now
    qualified_table: str = ""

    def undo(self, text: str) -> str:
        """Write the old name where the server now writes the new one."""
        if self.table is not None:
            text = re.sub(f"{_token(self.new)} AS {_token(self.old)}", self._as_old(), text)
            return re.sub(_token(self.new), self._as_old(), text)
        if self.schema is None:
            return re.sub(rf"{_token(self.new)}(?=\.)", self._as_old(), text)
        new = rf"{_token(self.new_schema or '')}\.{_token(self.new)}"
        old = f"{_quoted(self.schema)}.{_quoted(self.old)}"
        text = re.sub(f"{new} {_token(self.old)}", lambda _: old, text)
        text = re.sub(new, lambda _: old, text)
        return re.sub(rf"{_token(self.new)}(?=\.)", self._as_old(), text)  # before a column

    @property
    def back(self) -> Renamed:
        """The same, from new to old: a view that said `new AS old` says `old` again."""
        return msgspec.structs.replace(
            self, old=self.new, new=self.old, schema=self.new_schema, new_schema=self.schema
        )

    def _as_old(self) -> Callable[[re.Match[str]], str]:
        return lambda _: _quoted(self.old)


def _quoted(name: str) -> str:
    return name if re.fullmatch(r"[a-z_][a-z0-9_$]*", name) else '"' + name.replace('"', '""') + '"'


def _token(name: str) -> str:
    """A pattern for an identifier as the server writes it: keywords come quoted."""
    quoted = re.escape('"' + name.replace('"', '""') + '"')
    if _quoted(name) != name:
        return quoted
    return (
        rf'(?:(?<![\w$".]){re.escape(name)}(?![\w$"])|(?<=\.){re.escape(name)}(?![\w$"])|{quoted})'
    )


def renamed(
    changes: Iterable[Change], old: Mapping[str, model.Object], new: Mapping[str, model.Object],
    pairs: Iterable[tuple[str | None, str | None]],
) -> list[Renamed]:  # fmt: skip
    """Every rename between two states, in the form that expressions are read with."""
    found = []
    for before, after in pairs:
        if before and after and before != after:
            was, now = old[before], new[after]
            found.append(
                Renamed(
                    old=was.name, new=now.name,
                    schema=getattr(was, "schema", None), new_schema=getattr(now, "schema", None),
                )
            )  # fmt: skip
    for change in changes:
        if change.action == "renamed" and change.kind in _NAMED_PARTS:
            table = new[change.object]
            schema = _quoted(getattr(table, "schema", ""))
            found.append(
                Renamed(
                    old=change.old, new=change.new, table=change.object,
                    qualified_table=f"{schema}.{_quoted(table.name)}",
                )
            )  # fmt: skip
    return found


def split(
    changes: Iterable[Change], names: list[Renamed], new: Mapping[str, model.Object]
) -> tuple[list[Change], list[Fold]]:
    """Tell real changes from spellings."""
    kept, folded = [], []
    changes = list(changes)
    orphans = {change.object for change in changes if change.field == "inherits"}
    for change in changes:
        if change.object in orphans and (change.field == "inherited" or change.kind == "not_null"):
            rule: str | None = "follows-inherits"
        elif change.kind == "not_null":
            rule = "follows-rename" if _kept_its_name(change, names, new) else None
        else:
            rule = _rule(change, names, new) if _may_follow(change) else None
        if rule is None:
            kept.append(change)
        else:
            folded.append(
                Fold(
                    object=change.object, part=change.part, field=change.field,
                    old=change.old, new=change.new, rule=rule,
                )
            )  # fmt: skip
    return kept, folded


def _may_follow(change: Change) -> bool:
    """Values that hold names of other things; a partition's name holds its schema's, the key of a
    function or a cast holds those of its types.
    """
    if change.action == "renamed" and "(" in change.old:
        return bool(change.old.split("(")[0] == change.new.split("(")[0])
    if change.action == "renamed":
        return change.kind in _NAMED_BY_OTHERS
    return change.action == "changed" or change.kind == "partition"


def _kept_its_name(
    change: Change, names: list[Renamed], new: Mapping[str, model.Object]
) -> bool:  # fmt: skip
    """Whether a NOT NULL came or went only because its column, table or domain was renamed."""
    facts, steps = change.new or change.old, change.part.split("/")
    if change.field or set(facts) != {"name"} or len(steps) not in (1, 3):
        return False
    thing = new[change.object]
    usual = [thing.name] if len(steps) == 1 else [thing.name, readable(steps[1])]
    for name in names if change.action == "added" else ():
        if name.table is None and name.schema is not None and name.new == thing.name:
            usual[0] = name.old
        elif name.table == change.object and name.new == usual[-1]:
            usual[-1] = name.old
    return bool(facts["name"] == "_".join([*usual, "not_null"]))


def _rule(change: Change, names: list[Renamed], new: Mapping[str, model.Object]) -> str | None:
    if change.field == "columns.order" and getattr(new.get(change.object), "inherits", None):
        return "inherited-order"
    if _spelled(change.old) == _spelled(change.new):
        return "array-cast"
    if names:
        was, now = change.old, change.new
        for name in names:
            if name.table in (None, change.object) or _mentions(new[change.object], name):
                was, now = _undo(was, name.back), _undo(now, name)
        if _spelled(now) == _spelled(change.old) or _spelled(was) == _spelled(change.new):
            return "follows-rename"
    return None


def _mentions(thing: model.Object, name: Renamed) -> bool:
    return name.qualified_table in text_of(thing)


def _undo(value: Any, name: Renamed) -> Any:
    if isinstance(value, str):
        bare = name.table or name.schema is None  # a column in a list, the schema of an extension
        return name.old if value == name.new and bare else name.undo(value)
    if isinstance(value, list):
        return [_undo(item, name) for item in value]
    if isinstance(value, dict):
        return {key: _undo(item, name) for key, item in value.items()}
    return value


def _spelled(value: Any) -> Any:
    """A value with every varchar array written the one way."""
    if isinstance(value, str):
        return _CAST_ARRAY.sub(_cast_each, value)
    if isinstance(value, list):
        return [_spelled(item) for item in value]
    if isinstance(value, dict):
        return {key: _spelled(item) for key, item in value.items()}
    return value


def _cast_each(match: re.Match[str]) -> str:
    return "ARRAY[" + re.sub(_LITERAL, lambda m: f"({m[0]})::text", match[1]) + "]"
