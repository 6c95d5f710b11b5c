"""What differs between two states.

Objects are paired by identity where both states come from the same database, else by key; pairs
that are equal are skipped; the rest is compared as plain maps keyed by natural keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from generator import (
    dependents,
    evidence,
    folds,
    grouping,
    parting,
    plainly,
    renames,
    repointed,
    rules,
    spelling,
    unsaid,
)
from generator.changes import Change, Difference, Upgrade, not_compared
from generator.compare import Plain, compare
from generator.dependents import Depending
from generator.language import gettext, ngettext, noted
from generator.side import Side
from snapshot import model, scope
from snapshot.codec import readable
from snapshot.records import Coverage, Identity

NEWER, OLDER = noted("out of scope of the newer"), noted("out of scope of the older")
SPELLING = noted("spelling")


def diff(old: Side, new: Side, *, grouped: bool = True) -> Difference:
    """Compare two states; sorted, each real change once, or only told `apart`."""
    missing = unread(old, new)
    old, new = (
        _in_scope(old, new.coverage, missing, NEWER),
        _in_scope(new, old.coverage, missing, OLDER),
    )
    paired = renames.pairing(old, new)
    raw = [change for change in _of_pairs(paired, old, new) if change.kind not in missing]
    if paired.same:
        raw = parting.re_parted(raw, old, new)
    else:
        raw = list(evidence.noted(raw, {"": paired.guesses}))
    raw, respelled, unknown = spelling.split(raw, old, new)
    names = folds.names_of(raw, old.objects, new.objects, paired)
    names.absorb(old.renamed)
    kept, folded = folds.split(raw, names, new.objects)
    unsure = {id(change) for change in unknown} & {id(change) for change in kept}
    if unsure:
        missing[SPELLING] = spelling.why_unknown(old, new, len(unsure))
    kept += repointed.found(paired.pairs, raw, names, old, new)
    depending = dependents.before(old, paired.moved, raw)
    apart = tuple(
        _explained(c, old, new, depending, id(c) in unsure) for c in sorted(kept, key=order)
    )
    return Difference(
        changes=tuple(grouping.group(apart, old.objects, new.objects)) if grouped else (),
        apart=apart,
        folds=tuple(sorted(folded + respelled, key=lambda f: (f.object, f.part, f.field))),
        not_compared=missing,
        upgrade=_upgrade(old, new, len(respelled)),
    )  # fmt: skip


def unread(old: Side, new: Side) -> dict[str, str]:
    """Kinds and fields that a side says nothing of, whatever it holds → why."""
    missing = not_compared(old.coverage, new.coverage)
    missing |= unsaid.not_compared(old.coverage, new.coverage)
    if old.database is None or old.database != new.database:
        missing["database"] = gettext(
            "facts of the database itself are compared only within one database"
        )
    return missing


def _upgrade(old: Side, new: Side, spellings: int) -> Upgrade | None:
    """What became of the server of one database; None where it is the same or it is another."""
    if old.database is None or old.database != new.database or not old.server or not new.server:
        return None
    if old.server.version == new.server.version:
        return None
    return Upgrade(old.server.version, new.server.version, spellings)


def _explained(change: Change, old: Side, new: Side, depending: Depending, unsure: bool) -> Change:
    told = rules.explain(change, new.objects.get(change.object), old.objects.get(change.object))
    if told.action != "added":
        told = depending.noted(told)
    return spelling.marked(told) if unsure else told


def _in_scope(side: Side, other: Coverage, missing: dict[str, str], which: str) -> Side:
    """Only the objects that the other snapshot would have, by its `include` and `ignore`."""
    if (side.coverage.include, [*side.coverage.ignored]) == (other.include, [*other.ignored]):
        return side  # it has nothing else
    kept = {k: t for k, t in side.objects.items() if scope.holds(k, other.include, other.ignored)}
    if number := len(side.objects) - len(kept):
        missing[which] = ngettext(
            "%(num)s object is not for that snapshot to see",
            "%(num)s objects are not for that snapshot to see", number,
        )  # fmt: skip
    return msgspec.structs.replace(side, objects=kept)


def order(change: Change) -> tuple[Any, ...]:
    """The sort key of changes: by object, part, field."""
    return (change.object, change.part, change.field, change.action)


def _of_pairs(paired: renames.Pairing, old: Side, new: Side) -> Iterator[Change]:
    """What happened to all of them, as far as both sides say anything of it."""
    schemas = renames.schemas_renamed(paired.moved)
    others = new.memory.differing(old.objects, new.objects)
    others = others | new.memory.differing(old.identity, new.identity)
    for before, after in paired.pairs:
        if before == after and before not in others:
            continue  # nothing happened to it: as nearly always from step to step
        for change in _known(before, after, old, new, paired.same, schemas):
            if unsaid.told(change, old.coverage, new.coverage):
                yield change


def _known(
    before: str | None, after: str | None, old: Side, new: Side, same: bool,
    schemas: Mapping[str, str],
) -> Iterable[Change]:  # fmt: skip
    """The same pair stands in many comparisons, as a fact and its aim do: it is compared once."""
    if before is None or before != after:
        return _of_pair(before, after, old, new, same, schemas)
    states = (old.objects, new.objects, old.identity, new.identity)
    return new.memory.once(
        ("pair", before, same), tuple(state.get(before) for state in states),
        lambda: tuple(_of_pair(before, after, old, new, same, schemas)),
    )  # fmt: skip


def _of_pair(
    before: str | None, after: str | None, old: Side, new: Side, same: bool,
    schemas: Mapping[str, str],
) -> Iterator[Change]:  # fmt: skip
    """What happened to one object; `same`: the identities of the two sides compare."""
    if before is None or after is None:
        yield parting.whole(before, after, old, new)
        return
    was, now = old.objects[before], new.objects[after]
    cls, kind = type(now), model.kind_name(type(now))
    if before != after and not renames.moved_with_schema(before, after, schemas):
        yield Change(
            object=after, kind=kind, action="renamed", old=readable(before), new=readable(after)
        )
    if same and renames.remade(before, after, old, new):
        yield Change(object=after, kind=kind, action="recreated", new=parting.where(now))
    if same:
        yield from parting.remade_parts(
            after, cls, old.identity.get(before), new.identity.get(after), now
        )
    if was is now or was == now:
        return
    left, right = dict(plainly.shared(was)), dict(plainly.shared(now))
    if before != after:
        for field in ("name", "schema"):
            left.pop(field, None)
            right.pop(field, None)
    numbers = (old.identity.get(before, {}), new.identity.get(after, {})) if same else None
    changes, guesses = _renamed_inside(after, cls, left, right, numbers)
    changes += compare(after, cls, left, right)
    yield from evidence.noted(changes, guesses)


def _renamed_inside(
    key: str, cls: type[model.Object], left: Plain, right: Plain,
    numbers: tuple[Identity, Identity] | None,
) -> tuple[list[Change], dict[str, list[evidence.Guess]]]:  # fmt: skip
    """Parts and listed names with another name, which `left` is given; and what was guessed.

    `numbers`: the identities, where they compare.
    """
    guesses = {} if numbers else evidence.parts(cls, left, right)
    known = {*numbers[0]} & {*numbers[1]} if numbers else set()
    guesses |= evidence.names(cls, left, right, known)
    names: dict[str, Mapping[str, str]] = {
        f: {g.old: g.new for g in evidence.sure(told)} for f, told in guesses.items()
    }
    names |= renames.parts(*numbers) if numbers else {}
    changes: list[Change] = []
    for field, of_field in names.items():
        if field in cls.NUMBERED:
            changes += parting.renamed_names(key, cls, field, left, of_field)
        elif field in left and not model.is_single(cls, field):
            changes += parting.renamed_parts(key, cls, field, left, of_field)
    return changes, guesses
