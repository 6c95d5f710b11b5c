"""What SQL does not say by itself, such as owners: who runs it decides, so it is not compared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from generator.changes import Change
from generator.ddl.walk import several
from generator.language import gettext
from generator.numbers import class_of
from generator.side import Side
from snapshot import model
from snapshot.records import Coverage
from snapshot.store import Assertion

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


def told(change: Change, *coverages: Coverage) -> bool:
    """Whether states say anything of what a change is about; those that were read say it all."""
    return not any(each.built for each in coverages) or says(change.kind, change.field)


def says(kind: str, field: str) -> bool:
    """Whether SQL says anything of a field of a kind by itself."""
    return kind not in KINDS and field not in (*FIELDS, *OF.get(kind, ()))


def not_compared(old: Coverage, new: Coverage) -> dict[str, str]:
    """The fields, and why, where a side was built; the kinds are not captured there."""
    label = old.built or new.built
    return {} if label is None else dict.fromkeys(FIELDS, _why(label))


def cannot_tell(asserted: Mapping[str, Assertion], coverage: Coverage) -> dict[str, str]:
    """What is asserted, and a state that was built says nothing of: field → why."""
    if coverage.built is None:
        return {}
    found = {field for key, each in asserted.items() for field in _stated(each.is_, class_of(key))}
    return dict.fromkeys(sorted(found), _why(coverage.built))


def _stated(is_: Mapping[str, Any], cls: type) -> Iterator[str]:
    inner = model.children(cls)
    for field, value in is_.items():
        if part := inner.get(field):
            for each in value.values():
                yield from _stated(each, part)
        elif field in (*FIELDS, *OF.get(model.kind_name(cls), ())):
            yield field


def _why(label: str) -> str:
    return gettext("built from %(label)s, which says nothing of it", label=label)


def alike(old: Side, new: Side) -> tuple[Side, Side]:
    """Two states; what one that was built does not say is in it as the other has it."""
    if old.coverage.built:
        return _taken_over(old, new), new
    return (old, _taken_over(new, old)) if new.coverage.built else (old, new)


def _taken_over(built: Side, other: Side) -> Side:
    objects = {
        key: _over(thing, other.objects[key]) if key in other.objects else thing
        for key, thing in built.objects.items()
    }
    unsaid = {k: t for k, t in other.objects.items() if model.kind_name(type(t)) in KINDS}
    objects = dict(sorted({**objects, **unsaid}.items()))
    return msgspec.structs.replace(built, objects=objects, state=None)


def _over(mine: Any, theirs: Any) -> Any:
    """A thing and its parts, with what the same things have on the other side."""
    if type(mine) is not type(theirs):
        return mine
    cls: type[model.Object] = type(mine)
    names = (*FIELDS, *OF.get(model.kind_name(cls), ()))
    fields = {f: getattr(theirs, f) for f in names if f in mine.__struct_fields__}
    for field, part in model.children(cls).items():
        if model.kind_name(part) in KINDS:
            fields[field] = getattr(theirs, field)
            continue
        found = {getattr(p, part.KEY): p for p in several(getattr(theirs, field))}
        value = (_over(p, found.get(getattr(p, part.KEY))) for p in several(getattr(mine, field)))
        fields[field] = _held(cls, field, value)
    return msgspec.structs.replace(mine, **fields)


def _held(cls: type[model.Object], field: str, parts: Iterable[Any]) -> Any:
    return next(iter(parts), None) if model.is_single(cls, field) else tuple(parts)


def known(
    objects: model.State, coverage: Coverage, label: str
) -> tuple[dict[str, model.Object], Coverage]:  # fmt: skip
    """A schema that was built, without the kinds of which SQL says nothing; marked as built."""
    kept = {k: _bare(t) for k, t in objects.items() if model.kind_name(type(t)) not in KINDS}
    return kept, msgspec.structs.replace(
        coverage,
        captured=tuple(kind for kind in coverage.captured if kind not in KINDS),
        not_permitted=coverage.not_permitted | dict.fromkeys(KINDS, _why(label)),
        built=label,
    )


def _bare(thing: Any) -> Any:
    """A thing without the parts of which SQL says nothing, at any depth."""
    cls: type[model.Object] = type(thing)
    fields = {
        field: _held(
            cls, field,
            () if model.kind_name(part) in KINDS else map(_bare, several(getattr(thing, field))),
        )
        for field, part in model.children(cls).items()
    }  # fmt: skip
    return msgspec.structs.replace(thing, **fields) if fields else thing
