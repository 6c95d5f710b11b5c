"""Whether the next partition is there before it is needed: the last one ends by a date."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from generator import practices
from generator.practices import Place, Seen
from snapshot import model

_AHEAD = timedelta(days=31)  # the next partition must be there this long before it is needed
_DATE = re.compile(r"TO \('(\d{4}-\d{2}-\d{2})")


def next_partitions(state: model.State, at: str) -> Seen:
    """Of what is partitioned by range of one date: the last partition ends well after now.

    A partition that has partitions itself needs none after its own end.
    """
    if not at:
        return
    today = date.fromisoformat(at[:10])
    for key, table in practices.tables(state):
        known = {part.name: part for part in table.partitions}
        yield from _ahead((key, ""), table, table.partitions, None, today)
        for part in table.partitions:
            where = practices.place(key, "partitions", part)
            yield from _ahead(where, part, table.partitions, _end(part, known), today)


def partitioned(thing: model.Object) -> model.Object | None:
    return thing if isinstance(thing, model.Table) and thing.partitions else None


def _ahead(
    where: Place, thing: model.Table | model.Partition, every: Sequence[model.Partition],
    until: date | None, today: date,
) -> Seen:  # fmt: skip
    """Whether one table, or partition with partitions, has the next; `until`: where it ends."""
    parent = thing.name if isinstance(thing, model.Partition) else None
    own = [part.bound for part in every if part.parent == parent]
    if not (thing.partition_by or "").upper().startswith("RANGE") or "DEFAULT" in own:
        return
    ends = [date.fromisoformat(m[1]) for bound in own if (m := _DATE.search(bound))]
    if ends and not any("MAXVALUE" in bound for bound in own):
        whole = until is not None and (max(ends) >= until or until <= today)
        yield where, whole or max(ends) > today + _AHEAD


def _end(part: model.Partition, known: Mapping[str, model.Partition]) -> date | None:
    """The date that a partition ends by, by its own bound or that of one which it is in."""
    above: model.Partition | None = part
    while above is not None:
        if found := _DATE.search(above.bound):
            return date.fromisoformat(found[1])
        above = known.get(above.parent or "")
    return None
