"""Tables that become partitions and partitions that become tables: attached and detached.

What the server makes of its indexes and constraints on the way is not foreseen; the proof shows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.ddl.quoting import qualified
from generator.ddl.statement import Phase
from generator.remedy.homes import split_name
from generator.remedy.step import Step, step
from snapshot import model
from snapshot.codec import segment

Found = tuple[str, tuple[str, ...], Step]
"""Key of the table, id of the partition, and the step between them."""


def parted(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Found]:
    """Partitions that are tables of their name in the other state."""
    come, gone = now.keys() - was.keys(), was.keys() - now.keys()
    for key in sorted(was.keys() & now.keys()) if come or gone else ():
        old, new = was[key], now[key]
        if isinstance(old, model.Table) and isinstance(new, model.Table):
            yield from _moved(key, old, new, come, attach=False)
            yield from _moved(key, new, old, gone, attach=True)


def _moved(
    key: str, has: model.Table, lacks: model.Table, tables: Any, *, attach: bool
) -> Iterator[Found]:
    others = {part.name for part in lacks.partitions}
    for part in has.partitions:
        schema, name = split_name(part.name, has)
        table = f"{segment(schema)}/tables/{segment(name)}"
        if part.name in others or table not in tables:
            continue
        above = qualified(*split_name(part.parent, has)) if part.parent else _name(has)
        word, bound = ("ATTACH", f" {part.bound}") if attach else ("DETACH", "")
        text = f"ALTER TABLE {above} {word} PARTITION {qualified(schema, name)}{bound};"
        phase = Phase.INHERIT if attach else Phase.FIRST
        yield table, (key, "partitions", part.name), step(text, phase)


def _name(table: model.Table) -> str:
    return qualified(table.schema, table.name)
