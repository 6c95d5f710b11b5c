"""Who is who: pairs objects and parts of two states by the server's own numbers, else by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from generator import evidence
from snapshot import model
from snapshot.codec import segment
from snapshot.records import Identity

if TYPE_CHECKING:
    from generator.side import Side

Pairs = list[tuple[str | None, str | None]]


class Pairing(msgspec.Struct, frozen=True):
    """Which object of the old state is which of the new one, and how we know."""

    pairs: Pairs
    same: bool  # both states are of one database of one server: its numbers tell
    guesses: tuple[evidence.Guess, ...] = ()  # else: by what stayed the same
    moved: Pairs = []  # those of one thing under two keys: hardly ever any


def pairing(old: Side, new: Side) -> Pairing:
    """By the server's own numbers where they compare, else by key and by evidence."""
    same = old.same_database(new)
    states = (old.objects, new.objects, old.identity, new.identity)
    return new.memory.once("pairing", states, lambda: _paired(old, new, same), same)


def _paired(old: Side, new: Side, same: bool) -> Pairing:
    if same:
        return paired(pair(old, new), True)
    guesses = tuple(evidence.objects(old.objects, new.objects))
    heirs = {guess.old: guess.new for guess in evidence.sure(guesses)}
    taken = set(heirs.values())
    pairs = [
        (before, heirs.get(before or "", after))
        for before, after in pair_by_key(old, new)
        if before or after not in taken
    ]
    return paired(pairs, False, guesses)


def paired(pairs: Pairs, same: bool, guesses: tuple[evidence.Guess, ...] = ()) -> Pairing:
    """Pairs, and which of them have another key now: looked for once for all who ask."""
    return Pairing(pairs, same, guesses, [(a, b) for a, b in pairs if a != b and a and b])


def pair_by_key(old: Side, new: Side) -> Pairs:
    """Every key of either state, paired with itself where both have it."""
    keys = sorted({*old.objects, *new.objects})
    return _one_database(
        [(k if k in old.objects else None, k if k in new.objects else None) for k in keys]
    )


def _one_database(pairs: Pairs) -> Pairs:
    """There is one database in a snapshot, whatever its name: it is paired with the other's."""
    here = [pair for pair in pairs if (pair[0] or pair[1] or "").startswith("databases/")]
    if len(here) < 2:
        return pairs
    (old,), (new,) = [o for o, _ in here if o], [n for _, n in here if n]
    return [(old, new), *(pair for pair in pairs if pair not in here)]


def pair(old: Side, new: Side) -> Pairs:
    """By oid within a kind; what has no partner there (dropped and made anew) by key.

    An object that only moved because its schema was renamed is paired, but not as a rename of its
    own: `schemas_renamed` says what happened.
    """
    if old.objects.keys() == new.objects.keys() and not _numbered_anew(old, new):
        return [(key, key) for key in old.objects]
    others = _numbered_anew(old, new)  # the rest are themselves
    pairs = {
        key: key for key in old.objects
        if key not in others and key in new.objects and old.identity.get(key)
    }  # fmt: skip
    numbers = {
        number: key for key in new.objects if key not in pairs and (number := _number(key, new))
    }
    for key in old.objects:
        if key not in pairs and (number := _number(key, old)) in numbers:
            pairs[key] = numbers[number]
    taken = set(pairs.values())
    for key in old.objects:
        if key not in pairs and key in new.objects and key not in taken:
            pairs[key] = key
            taken.add(key)
    found: Pairs = [(key, pairs.get(key)) for key in old.objects]
    return _one_database(found + [(None, key) for key in new.objects if key not in taken])


def _numbered_anew(old: Side, new: Side) -> AbstractSet[str]:
    """The keys of which another thing is known than before."""
    return new.memory.differing(old.identity, new.identity)


def _number(key: str, side: Side) -> tuple[type, int] | None:
    identity = side.identity.get(key)
    return (type(side.objects[key]), identity["oid"]) if identity else None


def parts(old: Identity, new: Identity) -> Mapping[str, Mapping[str, str]]:
    """Field → old name → new name, of the parts that kept their number under another name.

    Attribute numbers start anew with each table: nothing is known of one that was made anew.
    """
    found: dict[str, dict[str, str]] = {}
    if old.get("oid") != new.get("oid"):
        return found
    for field, numbers in old.items():
        later = new.get(field)
        if isinstance(numbers, dict) and isinstance(later, dict):
            names = {number: name for name, number in later.items()}
            moved = {
                name: names[number]
                for name, number in numbers.items()
                if names.get(number, name) != name
            }
            if moved:
                found[field] = moved
    return found


_BY_NAME_ONLY = ("default_privilege", "supplied_object", "cast", "transform", "database",
                 "statistics", "event_trigger")  # fmt: skip
_HOLDING = ("columns", "partitions", "attributes")  # parts with rows or values of their own


def can_be_remade(kind: str, whole: bool) -> bool:
    """Whether a change can say of a kind that it was dropped and made anew."""
    if whole:
        return kind not in _BY_NAME_ONLY
    return any(
        field in _HOLDING and model.kind_name(cls) == kind
        for home in model.kinds().values()
        for field, cls in model.children(home).items()
    )


def remade(key: str | None, later: str | None, old: Side, new: Side) -> bool:
    """Whether an object was dropped and made anew under its name: the server gave another number.

    Not of kinds that hold nothing and are found by what they are for: made anew they are the same.
    """
    if key is None or key != later:
        return False
    was, now = old.identity.get(key, {}).get("oid"), new.identity.get(key, {}).get("oid")
    kind = model.kind_name(type(new.objects[key]))
    return bool(was and now and was != now and kind not in _BY_NAME_ONLY)


def parts_remade(old: Identity, new: Identity) -> Iterator[tuple[str, str]]:
    """Field and name of parts that were dropped and added anew: their values are gone."""
    if old.get("oid") != new.get("oid"):
        return
    for field in _HOLDING:
        was, now = old.get(field), new.get(field)
        if isinstance(was, dict) and isinstance(now, dict):
            for name in sorted(was.keys() & now.keys()):
                lost = was[name] not in now.values() and now[name] not in was.values()
                if was[name] != now[name] and lost:
                    yield field, name


def attached(old: Side, new: Side) -> dict[str, tuple[str, str]]:
    """Key of a table that is a partition now → key of its root, and its name there."""
    places = [
        (number, root, name)
        for root in sorted(_numbered_anew(old, new))  # of the rest all were partitions before
        for name, number in new.identity.get(root, {}).get("partitions", {}).items()
        if root in new.objects
    ]
    if not places:
        return {}
    tables = {
        side_.get("oid"): key
        for key, side_ in old.identity.items()
        if isinstance(old.objects.get(key), model.Table)
    }
    return {tables[number]: (root, name) for number, root, name in places if number in tables}


def schemas_renamed(moved: Pairs) -> dict[str, str]:
    """Old → new name, as segments of a key, of schemas that kept their oid."""
    return {
        old.split("/")[1]: new.split("/")[1]
        for old, new in moved
        if old and new and old.startswith("schemas/") and old.count("/") == 1
    }


def moved_with_schema(old: str, new: str, schemas: Mapping[str, str]) -> bool:
    """Whether a key differs only because its schema has another name."""
    first, _, rest = old.partition("/")
    return old.count("/") == 2 and f"{schemas.get(first, segment(first))}/{rest}" == new


def with_names(thing: model.Object, field: str, names: Mapping[str, str]) -> model.Object:
    """An object whose parts of one field, or what that lists, have other names: old → new."""
    value: Any = getattr(thing, field)
    cls = model.children(type(thing)).get(field)
    if cls is None:
        return msgspec.structs.replace(thing, **{field: tuple(names.get(n, n) for n in value)})

    def called(part: model.Part) -> model.Part:
        name = getattr(part, cls.KEY)
        return msgspec.structs.replace(part, **{cls.KEY: names.get(name, name)})

    if not isinstance(value, tuple):
        return msgspec.structs.replace(thing, **{field: called(value)})
    parts = [called(part) for part in value]
    if not cls.ORDERED:
        parts.sort(key=lambda part: str(getattr(part, cls.KEY)))
    found = msgspec.structs.replace(thing, **{field: tuple(parts)})
    own = getattr(found, "partitions", ()) if field == "columns" else ()
    if not own:
        return found
    followed = tuple(with_names(partition, field, names) for partition in own)
    return msgspec.structs.replace(found, partitions=followed)


_Nullable = TypeVar("_Nullable", model.Column, model.Domain)


def with_not_nulls(was: model.Object, now: model.Object) -> model.Object:
    """A renamed object: each NOT NULL keeps the name that it gave itself, which is unusual now.

    Its columns stand in the same order. Only where the server keeps a NOT NULL as a constraint.
    """
    if isinstance(was, model.Domain) and isinstance(now, model.Domain):
        return _with_not_null(was, now, was.name, now.name)
    if not isinstance(was, model.Table) or not isinstance(now, model.Table):
        return now
    columns = tuple(
        _with_not_null(a, b, f"{was.name}_{a.name}", f"{now.name}_{b.name}")
        for a, b in zip(was.columns, now.columns, strict=True)
    )
    return now if columns == now.columns else msgspec.structs.replace(now, columns=columns)


def _with_not_null(was: _Nullable, now: _Nullable, old: str, new: str) -> _Nullable:
    if was.nullable or was.not_null is not None or old == new:
        return now
    return msgspec.structs.replace(now, not_null=model.NotNull(f"{old}_not_null"))
