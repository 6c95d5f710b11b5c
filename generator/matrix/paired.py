"""Two sources of a matrix, compared: states by `diff`, an expectation and a state by `check`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from generator import overrides
from generator.changes import Change
from generator.check import check
from generator.diff import diff
from generator.matrix import counterparts
from generator.matrix.counterparts import Ends
from generator.matrix.sources import Source
from snapshot.codec import readable
from snapshot.spellings import Spellings

DATABASE = "database"  # what is said of the database itself is compared within one only


class Found(msgspec.Struct, frozen=True):
    """One comparison: all its changes, those that stand for themselves, where they are."""

    changes: tuple[Change, ...]
    main: frozenset[int]
    ends: Ends
    folds: int
    missing: Mapping[str, str]


def spelled(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Sources, each with the spellings of all."""
    sources = tuple(sources)
    known = {s.name: s for each in sources if each.side for s in each.side.spellings}
    return tuple(_with(each, tuple(known.values())) for each in sources)


def _with(source: Source, known: tuple[Spellings, ...]) -> Source:
    """A source with the spellings of all: one's words may be what another is told in."""
    if source.side is None:
        return source
    side = msgspec.structs.replace(source.side, spellings=known)
    return msgspec.structs.replace(source, side=side)


def compare(
    sources: Sequence[Source], old: int, new: int, severities: overrides.Overrides,
    one_database: bool,
) -> Found:  # fmt: skip
    """What differs between two of the sources; `new` is a state."""
    facts = sources[new].side
    assert facts is not None
    told, before = sources[old].told, sources[old].side
    if told is not None:
        judged = overrides.check(check(told, facts), severities)
        main = (*judged.findings, *(each.change for each in judged.waived))
        folds, missing = len(judged.folds), judged.cannot_tell
    else:
        assert before is not None
        found = overrides.difference(diff(before, facts), severities)
        main, folds, missing = found.changes, len(found.folds), found.not_compared
    main = tuple(change for change in main if _counts(change, one_database))
    changes = tuple(c for each in main for c in each.all if _counts(c, one_database))
    other = facts if before is None else before
    keys = {readable(key): key for key in other.objects}
    namer, otherwise = (new, old) if told is None else (old, new)
    ends = counterparts.ends(namer, otherwise, changes, keys, asserted=told is not None)
    return Found(changes, frozenset(map(id, main)), ends, folds, missing)


def _counts(change: Change, one_database: bool) -> bool:
    """Whether a change is a difference between schemas, whoever has them.

    That something was made anew is a matter of time, and "claimed" one of the files.
    """
    if change.action == "recreated" or change.field == "claimed":
        return False
    return change.kind != DATABASE or one_database
