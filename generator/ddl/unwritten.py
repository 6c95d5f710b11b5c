"""What a snapshot holds and SQL does not bring back: the one list of it, with the reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from generator.ddl.quoting import commented
from snapshot import model

KINDS: dict[type, str] = {}
"""Class → why it has no writer."""

FIELDS = {
    ("Partition", "detach_pending"): "a detaching that was broken off: no command makes it so",
    ("Subscription", "enabled"): "its connection string is masked: it must not connect",
}
"""(class, field) → why its value is not in the script."""

VALUES = {
    ("replica_identity", "index"): "the index is gone; without it no row is told apart",
}
"""(field, value) → why just this value is not in the script."""

_MASKED = ("options", "foreign_options", "settings")


def notes(objects: Mapping[str, model.Object]) -> list[str]:
    """What the script of these objects does not bring back, a sentence each."""
    found = Counter(word for thing in objects.values() for word in _missing(thing))
    lines = []
    if found:
        shown = ", ".join(f"{number} × {word}" for word, number in sorted(found.items()))
        lines.append(f"not written: {shown}")
    masked = [
        f"{thing.name}: {name}" for thing in objects.values() for name in sorted({*_masked(thing)})
    ]
    if masked:
        lines.append(f"masked in the snapshot, to be set by hand: {'; '.join(masked)}")
    return lines


def head(objects: Mapping[str, model.Object]) -> str:
    """The notes as comment lines."""
    return "".join(f"{commented(line)}\n" for line in notes(objects))


def _missing(thing: Any) -> Iterator[str]:
    for item in _walk(thing):
        cls = type(item)
        word = model.kind_name(cls).replace("_", " ")
        if cls in KINDS:
            yield word
            continue
        for field in cls.__struct_fields__:
            if (cls.__name__, field) in FIELDS and getattr(item, field):
                yield f"{word}: {field.replace('_', ' ')}"
            elif field == "replica_identity" and (field, getattr(item, field)) in VALUES:
                yield f"{word}: {field.replace('_', ' ')} {getattr(item, field)}"


def _masked(thing: model.Object) -> Iterator[str]:
    for item in _walk(thing):
        for field in _MASKED:
            for option in getattr(item, field, ()) or ():
                if option.endswith(f"={model.MASKED}"):
                    yield option.removesuffix(f"={model.MASKED}")
        if isinstance(item, model.ConnectionString):
            yield "connection"


def _walk(thing: Any) -> Iterator[msgspec.Struct]:
    """A thing and everything inside it; nothing inside what is not written at all."""
    if isinstance(thing, msgspec.Struct):
        yield thing
        if type(thing) not in KINDS:
            for field in thing.__struct_fields__:
                yield from _walk(getattr(thing, field))
    elif isinstance(thing, tuple):
        for item in thing:
            yield from _walk(item)
