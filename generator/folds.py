"""Differences in spelling only: recognised by a named rule, listed, never shown as changes.

- `follows-rename`: the server wrote a new name into an expression, a key or a view because
  something was renamed, or an extension went to another schema; that is the change. A NOT NULL
  keeps the name that it once gave itself, and is listed when that no longer is the usual one.
- `follows-inherits`: what came with a parent table is the table's own once it has no parent; that
  it has none is the change.
- `inherited-order`: the columns of a table that inherits stand in another order once a dump of it
  was restored: the inherited ones come first.
- `follows-version`: the members of an extension are others since its version is another one; that
  is the change.
- `array-cast`: `varchar IN ('a', 'b')` is written in one way when first created, and in another
  once a dump of it was restored: `(ARRAY['a'::varchar])::text[]`, `ARRAY[('a'::varchar)::text]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.changes import Change, Fold
from generator.names import Name, Names, tokens
from generator.renames import Pairing
from generator.texts import follows
from snapshot import model
from snapshot.codec import readable

_NAMED_BY_OTHERS = ("cast", "transform", "default_privilege", "partition", "published_table")
_LITERAL = r"'(?:[^']|'')*'::character varying(?:\(\d+\))?"
_COLUMNS = ("column", "view_column", "attribute")
_INDEXES = ("index", "primary_key", "unique_constraint", "exclusion_constraint")
OF_COLUMNS = ("columns", "include", "column", "referenced_columns", "on_delete_columns")
OF_DATABASE = ("foreign_server", "server", "wrapper", "language", "access_method",
                "depends_on_extensions")  # fmt: skip
_NEVER = ("comment", "labels", "owner", "options", "settings", "foreign_options", "initial",
          "library", "label", "locale", "version", "privileges", "grantable", "roles")  # fmt: skip
_PARSED = ("BEGIN ATOMIC", "RETURN ")  # how the server writes a body that it has parsed
_CAST_ARRAY = re.compile(rf"\(ARRAY\[({_LITERAL}(?:, {_LITERAL})*)\]\)::text\[\]")


def names_of(
    changes: Iterable[Change], old: Mapping[str, model.Object], new: Mapping[str, model.Object],
    paired: Pairing,
) -> Names:  # fmt: skip
    """What every name between two states became, in the form that expressions are read with."""
    changes = list(changes)
    names = Names(moved=moved(changes))
    if not (paired.moved or names.moved or any(c.action == "renamed" for c in changes)):
        return names  # whatever is there has the name that it had
    for before, after in paired.pairs:
        if before is None or after is None:
            continue
        was, now = name_of(old[before]), name_of(new[after])
        names.things.setdefault(was, set()).add(now)
        if before != after:
            names.before[after] = before
            if isinstance(old[before], model.Schema):
                names.schemas[was[1]] = now[1]
    for change in changes:
        if change.action == "renamed" and change.kind in _COLUMNS:
            key = names.before.get(change.object, change.object)
            for relation in with_partitions(old[key]):
                names.columns.setdefault(relation, {})[change.old] = change.new
        elif change.action == "renamed" and change.field:
            key = names.before.get(change.object, change.object)
            names.labels.setdefault(name_of(old[key]), {})[change.old] = change.new
        elif change.action == "renamed" and change.kind in _INDEXES:
            names.indexes.setdefault(change.object, {})[change.old] = change.new
        elif change.action == "renamed" and change.kind == "partition":
            was, now = (_split(str(each)) for each in (change.old, change.new))
            names.things.setdefault(was, set()).add(now)
    if names.labels:
        names.bounds.update(_labels_in_bounds(names, old))
    return names


def _labels_in_bounds(
    names: Names, old: Mapping[str, model.Object]
) -> Iterator[tuple[Name, dict[str, str]]]:
    """Of tables with partitions by an enum; a bound has its labels without their type."""
    for thing in old.values():
        if isinstance(thing, model.Table) and thing.partitions:
            told = [names.labels.get(_split(column.type), {}) for column in thing.columns]
            if labels := {was: now for each in told for was, now in each.items()}:
                yield name_of(thing), labels


def moved(changes: Iterable[Change]) -> dict[str, set[str]]:
    """Schema → where extensions went from there: their members, which are not listed, follow."""
    found: dict[str, set[str]] = {}
    for change in changes:
        if change.kind == "extension" and change.field == "schema":
            found.setdefault(change.old, set()).add(change.new)
    return found


def name_of(thing: model.Object) -> Name:
    return getattr(thing, "schema", "") if "schema" in thing.KEY else "", thing.name


def _split(name: str) -> Name:
    steps = tokens(name)[0].path
    return (steps[0], steps[1]) if len(steps) == 2 else ("", name)


def with_partitions(thing: model.Object) -> list[Name]:
    """A relation and its partitions, whose columns are called as its own."""
    return [name_of(thing), *(_split(p.name) for p in getattr(thing, "partitions", ()))]


def split(
    changes: Iterable[Change], names: Names, new: Mapping[str, model.Object]
) -> tuple[list[Change], list[Fold]]:
    """Tell real changes from spellings."""
    kept, folded = [], []
    changes = list(changes)
    updated = {c.object for c in changes if (c.kind, c.field) == ("extension", "version")}
    orphans = {change.object for change in changes if change.field == "inherits"}
    for change in changes:
        if change.object in orphans and (change.field == "inherited" or change.kind == "not_null"):
            rule: str | None = "follows-inherits"
        elif change.field == "members" and change.object in updated:
            rule = "follows-version"
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


def _kept_its_name(change: Change, names: Names, new: Mapping[str, model.Object]) -> bool:
    """Whether a NOT NULL came or went only because its column, table or domain was renamed."""
    facts, steps = change.new or change.old, change.part.split("/")
    if change.field or set(facts) != {"name"} or len(steps) not in (1, 3):
        return False
    thing = new[change.object]
    usual = [thing.name] if len(steps) == 1 else [thing.name, readable(steps[1])]
    if change.action == "added":
        was = own_of(change, names, new)[0]
        columns = {later: once for once, later in names.columns.get(was, {}).items()}
        usual = [was[1], *(columns.get(column, column) for column in usual[1:])]
    return bool(facts["name"] == "_".join([*usual, "not_null"]))


def own_of(change: Change, names: Names, new: Mapping[str, model.Object]) -> tuple[Name, Name]:
    """The relation that a value speaks of, as it was called and as it is."""
    thing = new[change.object]
    steps = change.part.split("/")
    now = name_of(thing)
    if isinstance(thing, model.Statistics):
        now = _split(thing.table)
    elif isinstance(thing, model.Publication) and len(steps) == 2:
        now = _split(readable(steps[1]))
    elif change.field == "referenced_columns":
        keys = getattr(thing, "foreign_keys", ())
        now = next((_split(k.references) for k in keys if k.name == readable(steps[-1])), now)
    return next((was for was, later in names.things.items() if now in later), now), now


def _rule(change: Change, names: Names, new: Mapping[str, model.Object]) -> str | None:
    if change.field == "columns.order" and getattr(new.get(change.object), "inherits", None):
        return "inherited-order"
    old, now = _spelled(change.old), _spelled(change.new)
    if old == now:
        return "array-cast"
    if names.renamed and change.object in new and is_rewritten(change, new[change.object]):
        if change.action == "renamed":
            old, now = readable(old), readable(now)
            if change.kind == "partition":  # only its schema is another's
                schema, name = _split(old)
                moved = (names.schemas.get(schema, schema), name) == _split(now)
                return "follows-rename" if moved else None
        own = own_of(change, names, new)
        if _followed(change.field.removesuffix(".order"), old, now, names, own):
            return "follows-rename"
        if change.field in ("cluster_on", "replica_identity"):
            word, _, index = ("" if old is None else str(old)).rpartition(" ")
            later = names.indexes.get(change.object, {}).get(index)
            return "follows-rename" if later and f"{word} {later}".strip() == now else None
    return None


def is_rewritten(change: Change, thing: model.Object) -> bool:
    """Whether the server writes new names into a value by itself."""
    if change.field == "body":
        text = " ".join(getattr(thing, "body", ())).lstrip()
        return getattr(thing, "language", "") == "sql" and text.startswith(_PARSED)
    return change.field not in _NEVER


def _followed(field: str, old: Any, new: Any, names: Names, own: tuple[Name, Name]) -> bool:
    """Whether a value says of the renamed things what it said before."""
    if isinstance(old, list) and isinstance(new, list):
        if field in ("definition", "body"):
            return follows("\n".join(old), "\n".join(new), names, own)
        pairs = zip(old, new, strict=False)
        return len(old) == len(new) and all(_followed(field, *p, names, own) for p in pairs)
    if isinstance(old, dict) and isinstance(new, dict):
        return old.keys() == new.keys() and all(
            _followed(key, old[key], new[key], names, own) for key in old
        )
    if not isinstance(old, str) or not isinstance(new, str):
        return bool(old == new)
    if field in OF_COLUMNS:
        return new in names.of_column([own[0]], old)
    if field == "schema":
        return names.schemas.get(old, old) == new
    if field in OF_DATABASE:
        return ("", new) in names.of_thing(("", old))
    return follows(old, new, names, own)


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
