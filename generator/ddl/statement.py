"""What the writers of all kinds yield, and where they are registered: one function per class."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import Literal, TypeVar

import msgspec

from generator.ddl.quoting import ident
from snapshot import model

Name = tuple[str, str]
"""(schema, name) of what others mention; (a word, name) for what lives in no schema."""


class Phase(IntEnum):
    """Where a statement stands, as far as what it mentions allows."""

    FIRST = -1  # what is dropped so that it can be made again
    SCHEMA = 0
    EXTENSION = 1
    TYPE = 2
    SEQUENCE = 3
    OPERATION = 4  # casts, operators and the like: as soon as there are their functions
    FUNCTION = 5
    TABLE = 6
    DETAIL = 7  # defaults and constraints that could not stand inside CREATE TABLE
    PARTITION = 8
    INHERIT = 9  # after the constraints of both, or they would be handed down once more
    VIEW = 10
    OWN_INDEX = 11  # of a partition: before the server names those that its parent hands down
    INDEX = 12
    LINK = 13  # foreign keys, sequences that belong to columns: both ends are there
    TRIGGER = 14
    POLICY = 15
    PRIVILEGE = 16
    LATER = 17  # what has an effect on other commands: default privileges, event triggers
    LAST = 18  # what is dropped and nothing waits for


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the script.

    What it needs is read out of `text`: every qualified name in it that another statement `makes`.
    """

    phase: Phase
    text: str = ""  # commands, each with its semicolon
    remarks: str = ""  # commands that follow it and need nothing else: owner, comments
    inline: str | None = None  # the same as a line of the CREATE of its home
    bare: str | None = None  # what of that line must stay there when `text` is run later
    inherited: Literal["", "column", "check"] = ""  # it comes with a parent table
    makes: tuple[Name, ...] = ()
    after: tuple[Name, ...] = ()  # what it needs and does not mention by a qualified name
    despite: tuple[Name, ...] = ()  # what it mentions and does not need
    shelled: bool = False  # what it needs may mention it: there is a shell of it
    hopes: str = ""  # text whose names it needs too, unless a circle comes of it
    apart: tuple[Statement, ...] = ()  # the same in steps, for when it is part of a circle
    loose: bool = False  # in a circle that nothing could open


class Home(msgspec.Struct, frozen=True):
    """The object that a part is written for."""

    word: str  # TABLE, FOREIGN TABLE, VIEW, DOMAIN…: as ALTER and COMMENT call it
    name: str  # as SQL writes it: qualified, functions with their argument types
    owner: str
    thing: model.Object | model.Part
    schema: str = ""  # where its indexes live; not quoted
    column: str = ""  # the column, for what hangs on one
    parents: tuple[model.Table | model.Partition, ...] = ()  # of a partition: nearest first
    major: int = 18  # of the server that is to run it

    @property
    def alter(self) -> str:
        return f"ALTER {self.word} {self.name}"


Writer = TypeVar("Writer", bound=Callable[..., Iterable[Statement]])
WRITERS: dict[type, Callable[..., Iterable[Statement]]] = {}


def writes(cls: type) -> Callable[[Writer], Writer]:
    """Register the function that writes a class: `(object)`, or `(part, home)` for parts."""

    def register(writer: Writer) -> Writer:
        WRITERS[cls] = writer
        return writer

    return register


def owned(home: Home) -> str:
    return f"{home.alter} OWNER TO {ident(home.owner)};"
