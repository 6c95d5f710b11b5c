"""What SQL does not say by itself, such as owners: who runs it decides, so it is not compared."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec

from generator.ddl.walk import several
from generator.side import Side
from snapshot import model

FIELDS = ("owner", "tablespace")
OF = {"extension": ("version", "members", "comment")}  # what the server has at hand decides
KINDS = ("privilege", "sequence_privilege", "default_privilege", "security_label", "database",
         "supplied_object")  # fmt: skip


def fields(cls: type[model.Object], unread: Collection[str], told: Collection[str]) -> set[str]:
    """The fields of a class, and of its parts at any depth, of which what was built says nothing.

    `unread`: kinds that the server could not show. `told`: fields that count all the same.
    """
    found = {*FIELDS, *OF.get(model.kind_name(cls), ())} | _of_kinds(cls, {*KINDS, *unread})
    return found - {*told}


def _of_kinds(cls: type, kinds: Collection[str]) -> set[str]:
    inner = model.children(cls)
    here = {field for field, part in inner.items() if model.kind_name(part) in kinds}
    return here.union(*(_of_kinds(part, kinds) for part in inner.values()))


def words() -> set[str]:
    """Every field that is unsaid of some class."""
    return {word for cls in model.kinds().values() for word in fields(cls, (), ())}


def taken_over(built: Side, other: Side) -> Side:
    """A schema that was built, with the owners and tablespaces that the other side has."""
    objects = {
        key: _over(thing, other.objects[key]) if key in other.objects else thing
        for key, thing in built.objects.items()
    }
    return msgspec.structs.replace(built, objects=objects, state=None)


def _over(mine: Any, theirs: Any) -> Any:
    """A thing and its parts, with what the same things have on the other side."""
    if type(mine) is not type(theirs):
        return mine
    cls: type[model.Object] = type(mine)
    fields = {f: getattr(theirs, f) for f in FIELDS if f in mine.__struct_fields__}
    for field, part in model.children(cls).items():
        found = {getattr(p, part.KEY): p for p in several(getattr(theirs, field))}
        value = tuple(
            _over(p, found.get(getattr(p, part.KEY))) for p in several(getattr(mine, field))
        )
        fields[field] = value if not model.is_single(cls, field) else next(iter(value), None)
    return msgspec.structs.replace(mine, **fields)


def known(side: Side) -> Side:
    """A schema that was built, without the kinds of which SQL says nothing."""
    coverage = side.coverage
    return msgspec.structs.replace(
        side,
        objects={k: t for k, t in side.objects.items() if not _is_unsaid(t)},
        coverage=msgspec.structs.replace(
            coverage,
            captured=tuple(kind for kind in coverage.captured if kind not in KINDS),
            not_permitted=coverage.not_permitted | dict.fromkeys(KINDS, "built from SQL"),
        ),
    )


def _is_unsaid(thing: model.Object) -> bool:
    return model.kind_name(type(thing)) in KINDS
