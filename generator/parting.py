"""Objects and parts that came, went, were made anew, renamed or attached: as changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from generator import renames
from generator.changes import Action, Change
from generator.side import Side
from snapshot import model
from snapshot.codec import segment
from snapshot.records import Identity

Plain = dict[str, Any]


def part_path(steps: tuple[str, ...]) -> str:
    """`columns/email`: fields and encoded names by turns; nothing for the only one of its field."""
    return "/".join(segment(step) for step in steps if step)


def lean(kind: str, part: Plain | None) -> Plain | None:
    """A whole part without what has its default: as it stands in a file."""
    if part is None:
        return None
    cls = model.parts()[kind]
    kept = {}
    for field, default in model.defaults(cls).items():
        value = part.get(field)
        if field in model.children(cls) and isinstance(value, dict):
            inner = model.kind_name(model.children(cls)[field])
            value = [lean(inner, each) for each in value.values()]
            if model.is_single(cls, field):
                value = value[0] if value else None
        if value not in (None, model.listed(default)):
            kept[field] = value
    return kept


def whole(before: str | None, after: str | None, old: Side, new: Side) -> Change:
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


def where(thing: model.Object) -> Plain | None:
    """What decides whether rows went with an object: those of a foreign table are elsewhere."""
    server = getattr(thing, "foreign_server", None)
    return {"foreign_server": server} if server else None


def remade_parts(
    key: str, cls: type, old: Identity | None, new: Identity | None, thing: model.Object
) -> Iterator[Change]:
    """Columns and partitions that were dropped and added anew under their names."""
    found = list(renames.parts_remade(old or {}, new or {}))
    plain = model.plain(thing) if found else {}
    for field, name in found:
        kind = model.kind_name(model.children(cls)[field])
        yield Change(
            object=key, kind=kind, part=part_path((field, name)), action="recreated",
            new=lean(kind, plain[field].get(name)),
        )  # fmt: skip


def renamed_parts(
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
                old=lean(kind, value),
            )  # fmt: skip
        else:
            moved[name] = value
    left[field] = moved
    if field == "columns" and "partitions" in left:
        left["partitions"] = {
            partition: {**told, "columns": _followed(told["columns"], names)}
            for partition, told in left["partitions"].items()
        }


def _followed(columns: Plain, names: Mapping[str, str]) -> Plain:
    """What a partition says of its own about columns, under their new names."""
    return {
        names.get(name, name): {**column, "name": names.get(name, name)}
        for name, column in columns.items()
        if name in names or name not in names.values()
    }


def renamed_names(
    key: str, cls: type, field: str, left: Plain, names: Mapping[str, str]
) -> Iterator[Change]:
    """The same of names that a field lists, such as the labels of an enum."""
    for name, new_name in names.items():
        yield Change(
            object=key, kind=model.kind_name(cls), field=field, action="renamed",
            old=name, new=new_name,
        )  # fmt: skip
    left[field] = [names.get(name, name) for name in left[field]]


def re_parted(raw: list[Change], old: Side, new: Side) -> list[Change]:
    """One change for a table that became a partition, or a partition that became a table."""
    gone, come = renames.attached(old, new), renames.attached(new, old)
    hidden = {(key, "", "removed") for key in gone} | {(key, "", "added") for key in come}
    called = {c.old: c.object for c in raw if c.action == "renamed" and not c.part}
    found: list[Change] = []
    moves: list[tuple[Action, str, tuple[str, str], Side]] = [
        *(("added", key, place, new) for key, place in gone.items()),
        *(("removed", key, place, old) for key, place in come.items()),
    ]
    for action, key, (root, name), side in moves:
        part = part_path(("partitions", name))
        facts = lean("partition", model.plain(side.objects[root])["partitions"].get(name))
        was, now = (key, facts) if action == "added" else (facts, key)
        about = root if action == "added" else called.get(root, root)
        hidden.add((about, part, action))
        found.append(
            Change(object=about, kind="partition", part=part, action=action, old=was, new=now)
        )
    return [c for c in raw if (c.object, c.part, c.action) not in hidden] + found
