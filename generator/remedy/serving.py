"""Which changes each step serves, so that who reads one finding sees what settles just that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from generator.changes import Change
from generator.parting import part_path
from generator.remedy.reach import Id
from generator.remedy.step import Step, step_of

if TYPE_CHECKING:
    from generator.remedy.plan import Cannot


def serving(
    numbered: list[tuple[Id, Step]], changes: Iterable[Change], along: Mapping[Id, Id]
) -> list[Step]:
    """The steps of `numbered`, each with what it serves.

    Of what only steps aside for another step, such as a view while its column gets another type,
    that is what the other step serves. `along`: what is gone once something else is dropped.
    """
    changes = tuple(changes)
    found = [tuple(c for c in changes if serves(id_, one, c)) for id_, one in numbered]
    for gone, owner in along.items():
        told = tuple(c for c in changes if _whole(c, gone))
        for number, (id_, one) in enumerate(numbered):
            if owner[: len(id_)] == id_ and ("gone", str(id_)) in one.makes:
                found[number] += told
    waiting = _waiting([one for _, one in numbered])
    homes: dict[Id, list[int]] = {}
    for number, (id_, _) in enumerate(numbered):
        homes.setdefault(id_, []).append(number)
    aside = [
        numbers for id_, numbers in homes.items()
        if not any(found[n] for n in numbers)
        or any(("gone", str(id_)) in numbered[n][1].makes for n in numbers)
    ]  # fmt: skip
    while any(_inherit(numbers, waiting, found) for numbers in aside):
        pass  # a view on a view steps aside for what that one steps aside for
    return [_with(one, told) for (_, one), told in zip(numbered, found, strict=True)]


def _inherit(numbers: list[int], waiting: list[set[int]], found: list[tuple[Change, ...]]) -> bool:
    """Let steps serve what those serve that wait for them; whether anything was new."""
    known = {id(change) for change in found[numbers[0]]}
    cause = {id(c): c for n in numbers for other in waiting[n] for c in found[other]}
    more = tuple(change for mark, change in cause.items() if mark not in known)
    for number in numbers:
        found[number] += more
    return bool(more)


def _whole(change: Change, id_: Id) -> bool:
    return (change.object, change.part, change.field) == (id_[0], part_path(id_[1:]), "")


def _waiting(steps: list[Step]) -> list[set[int]]:
    """For each step, those that are run after it because they must be."""
    makers = {name: n for n, one in enumerate(steps) for name in one.makes if name[0] == "step"}
    waiting: list[set[int]] = [set() for _ in steps]
    for number, one in enumerate(steps):
        for name in one.after:
            if name in makers:
                waiting[makers[name]].add(number)
    return waiting


def _with(one: Step, told: tuple[Change, ...]) -> Step:
    """The pieces that a step falls into when it is part of a circle serve what it serves."""
    pieces = tuple(step_of(piece, on_new=True, serves=told) for piece in one.apart)
    return msgspec.structs.replace(one, serves=told, apart=pieces)


def serves(id_: Id, one: Step, change: Change) -> bool:
    """Whether a step, filed under an object or a part, is about a change.

    One that alters fields is about these; one that makes or drops a whole thing is about all of it.
    """
    if change.object != id_[0]:
        return False
    place = f"{place_of(change)}/"
    here = part_path(id_[1:])
    if any(place.startswith(step) for step in _reach(here, one.fields)):
        return True
    if change.action == "renamed":  # what is inside comes along; it has changes of its own
        return False
    return not change.field and f"{here}/".startswith(f"{change.part}/" if change.part else "")


def place_of(change: Change | Cannot) -> str:
    """Where inside its object a change is: `columns/email/type`; "" for the object itself."""
    return "/".join(step for step in (change.part, change.field.replace(".", "/")) if step)


def _reach(here: str, fields: tuple[str, ...]) -> Iterator[str]:
    whole = f"{here}/" if here else ""
    yield from (f"{whole}{field}/" for field in fields) if fields else (whole,)
