"""From two states to the steps between them, in an order that runs."""

from __future__ import annotations

import msgspec

from generator.ddl.mentions import mentioned
from generator.ddl.ordering import ordered
from generator.ddl.statement import Name, Statement
from generator.diff import diff
from generator.parting import part_path
from generator.remedy import columns
from generator.remedy.dependents import close, mentions_column
from generator.remedy.hazards import hazards_of
from generator.remedy.moves import Moves
from generator.remedy.names import with_after
from generator.remedy.reach import Id
from generator.remedy.serving import serving
from generator.remedy.step import Step, step_of
from generator.remedy.tables import marks
from generator.remedy.work import Work
from generator.side import Side
from snapshot import model


class Cannot(msgspec.Struct, frozen=True):
    """What no SQL brings about."""

    object: str
    part: str
    field: str
    reason: str


class Plan(msgspec.Struct, frozen=True):
    """The steps, and what they leave undone."""

    steps: tuple[Step, ...] = ()
    cannot: tuple[Cannot, ...] = ()


def plan(old: Side, new: Side) -> Plan:
    """What turns `old` into `new`, on a server of old's major version.

    Both sides are compared as `diff` compares them; where their identities tell renames, the plan
    renames. The order of steps, and every byte, is the same for the same input.
    """
    found = diff(old, new)
    moves = Moves(old, new, found)
    major = old.server.version_number // 10000 if old.server is not None else 18
    work = Work(moves.was, new.objects, major, old.memory)
    work.compare()
    close(work)
    marks(work)
    numbered = [
        (id_, one) for id_ in work.steps for one in chained(work, id_) if one.text or one.remarks
    ]
    linked = _linked([one for _, one in numbered])
    filed = [(id_, one) for (id_, _), one in zip(numbered, linked, strict=True)]
    told = serving(filed, found.all, work.along)
    steps = [*moves.steps, *(_as_step(one) for one in ordered(told))]
    made = {name for step in told if step.on_new for name in step.makes}
    return Plan(
        tuple(
            msgspec.structs.replace(s, hazards=(*s.hazards, *hazards_of(s, made))) for s in steps
        ),
        tuple(
            Cannot(id_[0], part_path(id_[1:]), field, reason)
            for (id_, field), reason in sorted(work.cannot.items())
        ),
    )


def chained(work: Work, id_: Id) -> list[Step]:
    """The steps about a column, each after the one before: they speak of the table all the same."""
    steps = work.steps[id_]
    if "columns" not in id_:
        return steps
    found = work.find(work.now, id_) or work.find(work.was, id_)
    view = isinstance(work.now.get(id_[0]), model.View)  # which must have the column first
    own = (columns.relation(found[1]),) if found and not view else ()
    links = [("column", f"{id_} {number}") for number in range(len(steps))]
    return [
        msgspec.structs.replace(
            with_after(one, *links[:number][-1:]), makes=(*one.makes, links[number]),
            despite=(*one.despite, *own),
        )
        for number, one in enumerate(steps)
    ]  # fmt: skip


def _as_step(one: Statement) -> Step:
    """A piece of a circle that was opened is a statement of the writers."""
    if isinstance(one, Step):
        return one
    return step_of(one, on_new=True)


def _linked(steps: list[Step]) -> list[Step]:
    """Drops wait for whatever frees them; who takes a name waits for who has it."""
    frees = [{*mentioned(one.frees), *one.freed} for one in steps]
    holders: dict[Name, list[int]] = {}
    for number, one in enumerate(steps):
        for name in one.unmakes:
            holders.setdefault(name, []).append(number)
    token = [("step", str(number)) for number in range(len(steps))]
    wait: list[set[int]] = [set() for _ in steps]
    for number, names in enumerate(frees):
        for name in names:
            for holder in holders.get(name, ()):
                if holder != number and not _mutual(holder, number, frees, steps):
                    wait[holder].add(number)
    for number, one in enumerate(steps):
        for name in (*one.makes, *one.takes) if not one.unmakes else ():
            for holder in holders.get(name, ()):
                if holder != number and not steps[holder].aside and number not in wait[holder]:
                    wait[number].add(holder)
        for name, column in one.touches:
            wait[number] |= {
                other
                for other, dropped in enumerate(steps)
                if other != number
                and _is_drop(dropped)
                and name in _of(dropped, frees[other])
                and (not column or mentions_column(dropped.frees, column))
            }
    return [
        msgspec.structs.replace(
            with_after(one, *(token[other] for other in sorted(wait[number]))),
            makes=(*one.makes, token[number]),
        )
        for number, one in enumerate(steps)
    ]


def _of(one: Step, freed: set[Name]) -> set[Name]:
    """What a dropped part was about: its table stands in the command."""
    return freed | {*mentioned(one.text)}


def _is_drop(one: Step) -> bool:
    return not one.aside and any(word == "gone" for word, _ in one.makes)


def _mutual(a: int, b: int, frees: list[set[Name]], steps: list[Step]) -> bool:
    """Whether two drops speak of each other: then the one that came first goes first."""
    return a < b and any(name in frees[a] for name in steps[b].unmakes)
