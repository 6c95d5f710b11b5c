"""The order of the script: phases, and every statement after those that make what it mentions.

A snapshot has no `pg_depend`. Circles (a default that calls a function on the table's own row, a
function whose SQL body reads a view that calls it) are opened by taking a statement apart.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

import msgspec

from generator.ddl.mentions import mentioned
from generator.ddl.statement import Name, Phase, Statement

Place = tuple[int, tuple[int, ...]]
"""Where a statement would stand if nothing needed anything: its phase, then as they came."""

_TWICE = (Phase.FUNCTION, Phase.VIEW)


def ordered(statements: Iterable[Statement]) -> list[Statement]:
    """The statements in an order that runs; the same for the same input."""
    steps: dict[Place, Statement] = {
        (statement.phase, (number,)): statement for number, statement in enumerate(statements)
    }
    while True:
        sorter = TopologicalSorter(_needs(steps))
        try:
            sorter.prepare()
        except CycleError as error:
            _open(steps, set(error.args[1]))
        else:
            return [steps[place] for place in _by_place(sorter)]


def _needs(steps: dict[Place, Statement]) -> dict[Place, set[Place]]:
    makers: dict[Name, set[Place]] = {}
    for place, step in steps.items():
        for name in step.makes:
            makers.setdefault(name, set()).add(place)
    needs = {
        place: {
            maker for name in _names(step) for maker in makers.get(name, ()) if maker != place
        }
        for place, step in steps.items()
    }  # fmt: skip
    for place, step in steps.items():
        if step.shelled:
            for maker in needs[place]:
                needs[maker].discard(place)
    return needs


def _names(step: Statement) -> list[Name]:
    """What it mentions, but for the name that it makes: overloads of a function share theirs."""
    if step.loose:
        return []
    names = [name for name in mentioned(step.text) if name not in step.despite]
    for name in step.makes:
        if name in names:
            names.remove(name)
    return [*names, *step.after, *mentioned(step.hopes)]


def _open(steps: dict[Place, Statement], circle: set[Place]) -> None:
    """Loosen one statement of a circle, the mildest way first.

    A default that follows later is nothing to notice; a function or a view made twice is.
    """
    for place in sorted(circle):
        if steps[place].hopes:
            steps[place] = msgspec.structs.replace(steps[place], hopes="")
            return
    for place in sorted(circle, key=lambda place: (place[0] in _TWICE, place)):
        if steps[place].apart:
            for number, piece in enumerate(steps.pop(place).apart):
                steps[piece.phase, (*place[1], number)] = piece
            return
    first = min(circle)
    steps[first] = msgspec.structs.replace(steps[first], loose=True)


def _by_place(sorter: TopologicalSorter[Place]) -> Iterable[Place]:
    """Of all statements whose needs are met, always the one with the first place."""
    ready: list[Place] = []
    while sorter.is_active():
        for place in sorter.get_ready():
            heapq.heappush(ready, place)
        place = heapq.heappop(ready)
        yield place
        sorter.done(place)
