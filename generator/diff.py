"""What differs between two states. The only importer of deepdiff; its words stay in here.

Objects are paired by identity where both states come from the same database, else by key; pairs
that are equal are skipped; the rest is compared by deepdiff as plain maps keyed by natural keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from deepdiff import DeepDiff

from generator import folds, grouping, renames, repointed, rules
from generator.changes import Action, Change, Difference, not_compared
from snapshot import model, scope
from snapshot.codec import readable, segment
from snapshot.records import Coverage, Identity, Server

Plain = dict[str, Any]


class Side(msgspec.Struct, frozen=True):
    """One state to compare, and how far it can be trusted to be whole."""

    objects: Mapping[str, model.Object]
    identity: Mapping[str, Identity] = {}
    server: Server | None = None
    coverage: Coverage = Coverage()
    database: str | None = None  # the configured name


def diff(old: Side, new: Side) -> Difference:
    """Compare two states; sorted, each real change once."""
    missing = not_compared(old.coverage, new.coverage)
    old, new = (
        _in_scope(old, new.coverage, missing, "newer"),
        _in_scope(new, old.coverage, missing, "older"),
    )
    if old.database is None or old.database != new.database:
        missing["database"] = "facts of the database itself are compared only within one database"
    same = old.server is not None and old.server.same_database(new.server)
    pairs = renames.pair(old, new) if same else renames.pair_by_key(old, new)
    schemas = renames.schemas_renamed(pairs)
    raw = [
        change
        for before, after in pairs
        for change in _of_pair(before, after, old, new, same, schemas)
        if change.kind not in missing
    ]
    if same:
        raw = _re_parted(raw, old, new)
    names = folds.names_of(raw, old.objects, new.objects, pairs)
    kept, folded = folds.split(raw, names, new.objects)
    kept += repointed.found(pairs, raw, names, old.objects, new.objects)
    return Difference(
        changes=tuple(grouping.group(
            (rules.explain(c, new.objects.get(c.object), old.objects.get(c.object))
             for c in sorted(kept, key=order)), old.objects, new.objects,
        )),
        folds=tuple(sorted(folded, key=lambda f: (f.object, f.part, f.field))),
        not_compared=missing,
    )  # fmt: skip


def _in_scope(side: Side, other: Coverage, missing: dict[str, str], which: str) -> Side:
    """Only the objects that the other snapshot would have, by its `include` and `ignore`."""
    kept = {k: t for k, t in side.objects.items() if scope.holds(k, other.include, other.ignored)}
    if number := len(side.objects) - len(kept):
        noun = "object is" if number == 1 else "objects are"
        missing[f"out of scope of the {which}"] = f"{number} {noun} not for that snapshot to see"
    return msgspec.structs.replace(side, objects=kept)


def order(change: Change) -> tuple[Any, ...]:
    """The sort key of changes: by object, part, field."""
    return (change.object, change.part, change.field, change.action)


def _of_pair(
    before: str | None, after: str | None, old: Side, new: Side, same: bool,
    schemas: Mapping[str, str],
) -> Iterator[Change]:  # fmt: skip
    """What happened to one object; `same`: the identities of the two sides compare."""
    if before is None or after is None:
        yield _whole(before, after, old, new)
        return
    was, now = old.objects[before], new.objects[after]
    cls, kind = type(now), model.kind_name(type(now))
    if before != after and not renames.moved_with_schema(before, after, schemas):
        yield Change(
            object=after, kind=kind, action="renamed", old=readable(before), new=readable(after)
        )
    if same and renames.remade(before, after, old, new):
        yield Change(object=after, kind=kind, action="recreated", new=_where(now))
    if same:
        yield from _remade_parts(after, cls, old.identity.get(before), new.identity.get(after), now)
    if was == now:
        return
    left, right = model.plain(was), model.plain(now)
    if before != after:
        for field in ("name", "schema"):
            left.pop(field, None)
            right.pop(field, None)
    if same:
        parts = renames.parts(old.identity.get(before, {}), new.identity.get(after, {}))
        for field, names in parts.items():
            if field in left and not model.is_single(cls, field):
                yield from _renamed_parts(after, cls, field, left, names)
    yield from compare(after, cls, left, right)


def _where(thing: model.Object) -> Plain | None:
    """What decides whether rows went with an object: those of a foreign table are elsewhere."""
    server = getattr(thing, "foreign_server", None)
    return {"foreign_server": server} if server else None


def _remade_parts(
    key: str, cls: type, old: Identity | None, new: Identity | None, thing: model.Object
) -> Iterator[Change]:
    """Columns and partitions that were dropped and added anew under their names."""
    found = list(renames.parts_remade(old or {}, new or {}))
    plain = model.plain(thing) if found else {}
    for field, name in found:
        kind = model.kind_name(model.children(cls)[field])
        yield Change(
            object=key, kind=kind, part=part_path((field, name)), action="recreated",
            new=_lean(kind, plain[field].get(name)),
        )  # fmt: skip


def _re_parted(raw: list[Change], old: Side, new: Side) -> list[Change]:
    """One change for a table that became a partition, or a partition that became a table."""
    gone, come = renames.attached(old, new), renames.attached(new, old)
    hidden = {(key, "", "removed") for key in gone} | {(key, "", "added") for key in come}
    found: list[Change] = []
    moves: list[tuple[Action, str, tuple[str, str], Side]] = [
        *(("added", key, place, new) for key, place in gone.items()),
        *(("removed", key, place, old) for key, place in come.items()),
    ]
    for action, key, (root, name), side in moves:
        part = part_path(("partitions", name))
        hidden.add((root, part, action))
        facts = _lean("partition", model.plain(side.objects[root])["partitions"].get(name))
        was, now = (key, facts) if action == "added" else (facts, key)
        found.append(
            Change(object=root, kind="partition", part=part, action=action, old=was, new=now)
        )
    return [c for c in raw if (c.object, c.part, c.action) not in hidden] + found


def _whole(before: str | None, after: str | None, old: Side, new: Side) -> Change:
    """An object that came or went."""
    thing = old.objects[before] if before is not None else new.objects[after or ""]
    value = model.listed(msgspec.to_builtins(thing))
    return Change(
        object=before or after or "",
        kind=model.kind_name(type(thing)),
        action="added" if before is None else "removed",
        old=None if before is None else value,
        new=value if before is None else None,
    )


def _renamed_parts(
    key: str, cls: type, field: str, left: Plain, names: Mapping[str, str]
) -> Iterator[Change]:
    """Report renamed parts, and give them their new names in `left`, so that they pair up."""
    part = model.children(cls)[field]
    kind = model.kind_name(part)
    for name, new_name in names.items():
        yield Change(
            object=key, kind=kind, part=part_path((field, new_name)), action="renamed",
            old=name, new=new_name,
        )  # fmt: skip
    moved = {}
    for name, value in left[field].items():
        if name in names:
            moved[names[name]] = {**value, part.KEY: names[name]}
        elif name in names.values():  # it is gone, and its name went to another
            yield Change(
                object=key, kind=kind, part=part_path((field, name)), action="removed",
                old=_lean(kind, value),
            )  # fmt: skip
        else:
            moved[name] = value
    left[field] = moved
    if field == "columns":  # what partitions say of their own about a column follows it
        for partition in left.get("partitions", {}).values():
            partition["columns"] = {
                names.get(name, name): {**column, "name": names.get(name, name)}
                for name, column in partition["columns"].items()
                if name in names or name not in names.values()
            }


def compare(
    key: str, cls: type, left: Plain, right: Plain, *, ordered: bool = True
) -> Iterator[Change]:
    """Compare two plain maps of one object of class `cls`; they may be projections of it."""
    seen = set()
    for path in _paths(left, right):
        at = _locate(cls, path)
        if at is None or at in seen:
            continue
        seen.add(at)
        yield _change(key, *at, left, right)
    if ordered:
        yield from _reordered(key, cls, left, right)


def _paths(left: Plain, right: Plain) -> Iterator[list[Any]]:
    """Where deepdiff sees a difference, as lists of keys."""
    if left == right:  # most are, and deepdiff takes milliseconds to say so
        return
    tree = DeepDiff(left, right, view="tree", threshold_to_diff_deeper=0, verbose_level=0)
    for items in tree.values():
        for item in items:
            yield item.path(output_format="list")


def _locate(cls: type, path: list[Any]) -> tuple[tuple[str, ...], str, str] | None:
    """(path of the part, field, kind) of a difference: deeper than a field we do not tell apart."""
    part: tuple[str, ...] = ()
    while path:
        inner = model.children(cls)
        if path[0] not in inner:
            return part, path[0], model.kind_name(cls)
        if len(path) == 1:
            return None  # the map of parts itself: both sides always have it
        part, cls, path = (*part, path[0], path[1]), inner[path[0]], path[2:]
    return part, "", model.kind_name(cls)


def part_path(steps: tuple[str, ...]) -> str:
    """`columns/email`: fields and encoded names by turns; nothing for the only one of its field."""
    return "/".join(segment(step) for step in steps if step)


def _at(plain: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        plain = plain.get(step) if isinstance(plain, dict) else None
    return plain


def _change(
    key: str, part: tuple[str, ...], field: str, kind: str, left: Plain, right: Plain
) -> Change:
    old, new = _at(left, part), _at(right, part)
    action: Action = "changed"
    if field:
        old, new = (old or {}).get(field), (new or {}).get(field)
    else:
        action = "removed" if new is None else "added"
        old, new = _lean(kind, old), _lean(kind, new)
    return Change(
        object=key, kind=kind, part=part_path(part), field=field, action=action, old=old, new=new
    )


def _lean(kind: str, part: Plain | None) -> Plain | None:
    """A whole part without what has its default: as it stands in a file."""
    if part is None:
        return None
    cls = model.parts()[kind]
    lean = {}
    for field, default in model.defaults(cls).items():
        value = part.get(field)
        if field in model.children(cls) and isinstance(value, dict):
            inner = model.kind_name(model.children(cls)[field])
            value = [_lean(inner, each) for each in value.values()]
            if model.is_single(cls, field):
                value = value[0] if value else None
        if value not in (None, model.listed(default)):
            lean[field] = value
    return lean


def _reordered(key: str, cls: type, left: Plain, right: Plain) -> Iterator[Change]:
    """Where the order of parts is a fact: the order of those that both sides have."""
    for field, part in model.children(cls).items():
        if part.ORDERED and field in left and field in right:
            old = [name for name in left[field] if name in right[field]]
            new = [name for name in right[field] if name in left[field]]
            if old != new:
                yield Change(
                    object=key, kind=model.kind_name(cls), field=f"{field}.order",
                    action="changed", old=old, new=new,
                )  # fmt: skip
