"""Who uses what within one state: tables their parents, columns their types, triggers functions."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from snapshot import model
from snapshot.codec import segment

_QUALIFIED = re.compile(r'("(?:[^"]|"")*"|[^".\s]+)\.("(?:[^"]|"")*"|[^".\s(\[]+)')
_TYPES = (
    model.Enum, model.Domain, model.CompositeType, model.RangeType, model.BaseType, model.Table,
)  # fmt: skip


class Use(msgspec.Struct, frozen=True, order=True):
    """`part` of the object `user` refers to `used`; `how` is a kind of part."""

    user: str
    part: str
    how: str
    used: str


def unquoted(name: str) -> tuple[str, str] | None:
    """The schema and the name in `public.users` or `"Odd"."Na""me"`, as the server quotes them."""
    match = _QUALIFIED.match(name)
    if match is None:
        return None
    schema, own = (
        piece[1:-1].replace('""', '"') if piece.startswith('"') else piece
        for piece in match.groups()
    )
    return schema, own


class Relations:
    """Every use that the catalog states; views and bodies, which are text, are not searched."""

    def __init__(self, objects: model.State) -> None:
        self._names: dict[tuple[str, str], list[str]] = {}
        for key, thing in objects.items():
            schema = getattr(thing, "schema", None)
            if isinstance(schema, str):
                self._names.setdefault((schema, thing.name), []).append(key)
        self.uses: dict[str, list[Use]] = {}
        self.used_by: dict[str, list[Use]] = {}
        for key, thing in objects.items():
            for use in self._of(key, thing):
                self.uses.setdefault(use.user, []).append(use)
                self.used_by.setdefault(use.used, []).append(use)

    def find(self, name: str | None, *kinds: type[model.Object]) -> str | None:
        """The key of what a qualified name, or a type with modifiers, names; None: not here."""
        pair = unquoted(name) if name else None
        if pair is None:
            return None
        folders = [model.folder_of(kind) for kind in kinds]
        hits = [key for key in self._names.get(pair, ()) if key.split("/")[1] in folders]
        return hits[0] if hits else None

    def _of(self, key: str, thing: model.Object) -> Iterator[Use]:
        for field in ("foreign_keys", "triggers", "columns", "attributes"):
            for part in getattr(thing, field, ()):
                found = self._target(part)
                if found is not None:
                    path = f"{field}/{segment(part.name)}"
                    yield Use(key, path, model.kind_name(part.__class__), found)
        for parent in getattr(thing, "inherits", ()):
            if found := self.find(parent, model.Table):
                yield Use(key, "", "inherits", found)
        owner = getattr(thing, "owned_by", None)
        if owner and (found := self.find(owner, model.Table)):
            yield Use(key, "", "owned_by", found)

    def _target(self, part: model.Part) -> str | None:
        if isinstance(part, model.ForeignKey):
            return self.find(part.references, model.Table)
        if isinstance(part, model.Trigger):
            return self.find(part.function, model.Function)
        return self.find(getattr(part, "type", None), *_TYPES)
