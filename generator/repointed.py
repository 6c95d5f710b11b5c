"""What kept its text although the name in it went to another thing: a change that hides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.changes import Change
from generator.names import Name, Names
from generator.side import Side
from generator.texts import follows
from snapshot import model
from snapshot.codec import segment


def found(
    pairs: Iterable[tuple[str | None, str | None]], changes: Iterable[Change], names: Names,
    old: Side, new: Side,
) -> list[Change]:  # fmt: skip
    """Foreign keys that still say `references a`, while the old `a` has another name now."""
    if not names.renamed:
        return []
    renamed = {
        (c.object, c.old): c.new
        for c in changes
        if c.kind == "foreign_key" and c.action == "renamed"
    }
    return [
        change
        for before, after in pairs
        if before and after and isinstance(new.objects[after], model.Table)
        for change in _of_table(after, old.objects[before], new.objects[after], names, renamed)
        if new.renamed is None or new.renamed.now(change.new) != change.old
    ]


def _of_table(
    key: str, was: Any, now: Any, names: Names, renamed: Mapping[tuple[str, str], str]
) -> Iterator[Change]:
    keys = {renamed.get((key, k.name), k.name): k for k in was.foreign_keys}
    for later in now.foreign_keys:
        once = keys.get(later.name)
        if once is None or once.references != later.references:
            continue
        own: tuple[Name, Name] = ((was.schema, was.name), (now.schema, now.name))
        if not follows(once.references, later.references, names, own):
            moved = names.now(once.references)
            yield Change(
                object=key, kind="foreign_key", part=f"foreign_keys/{segment(later.name)}",
                field="references", action="changed", old=moved, new=later.references,
            )  # fmt: skip
