"""One step of a remedy, and where the functions that alter a field are registered.

A step is a statement of `generator.ddl` that changes what is there already, so both are put into
order by the same rules: what they mention comes first. What a step takes away it says in `frees`:
whatever is dropped is dropped after all steps that free it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from generator.changes import Change, Hazard
from generator.ddl.statement import Home, Name, Phase, Statement

Alterer = Callable[[Any, Any, Home], Iterable["Step"] | None]
"""(old, new, home) → the steps, or None when it must be dropped and made again."""

Found = TypeVar("Found", bound=Callable[..., Any])
ALTERS: dict[tuple[type | None, str], Alterer] = {}
DROPS: dict[type, Callable[[Any, Home], str]] = {}


Touch = tuple[Name, str]
"""(name, column): whoever mentions it would keep a step from being run. "" for any column."""


class Step(Statement, frozen=True, kw_only=True):
    """One step: what is run, and what is to be known before."""

    hazards: tuple[Hazard, ...] = ()
    transactional: bool = True  # CONCURRENTLY and new enum labels may not share a transaction
    fields: tuple[str, ...] = ()  # those that it brings to another value; none when it is all
    serves: tuple[Change, ...] = ()
    frees: str = ""  # SQL of what is no longer so once it has run
    freed: tuple[Name, ...] = ()  # the same by name
    unmakes: tuple[Name, ...] = ()  # names that are free afterwards
    takes: tuple[Name, ...] = ()  # names that must be free before, besides those that it makes
    touches: tuple[Touch, ...] = ()  # what must not be in use meanwhile: dropped, then made again
    aside: bool = False  # the thing has another name by then: who takes its name need not wait
    on_new: bool = False  # it is about something that this very script has made


def alters(cls: type | None, *fields: str) -> Callable[[Found], Found]:
    """Register the function that brings fields of a class (of any, for None) to another value."""

    def register(function: Found) -> Found:
        for field in fields:
            ALTERS[cls, field] = function
        return function

    return register


def alterer(cls: type, field: str) -> Alterer | None:
    """What brings a field of a class to another value."""
    return ALTERS.get((cls, field)) or ALTERS.get((None, field))


def fields_of(thing: Any, found: Alterer) -> tuple[str, ...]:
    """All fields that one alterer is registered for."""
    return tuple(f for f in thing.__struct_fields__ if alterer(type(thing), f) is found)


def drops(*classes: type) -> Callable[[Found], Found]:
    """Register the function `(thing, home)` that says how things of a class are dropped."""

    def register(function: Found) -> Found:
        DROPS.update(dict.fromkeys(classes, function))
        return function

    return register


def step(text: str, phase: Phase = Phase.DETAIL, **more: Any) -> Step:
    return Step(text=text, phase=phase, **more)


def step_of(one: Statement, **more: Any) -> Step:
    """A statement of the writers as a step."""
    return Step(**{field: getattr(one, field) for field in one.__struct_fields__} | more)
