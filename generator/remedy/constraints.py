"""Keys, checks and foreign keys on tables that have rows: in the way that keeps nobody waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from generator.ddl.constraints import deferral
from generator.ddl.quoting import ident, qualified
from generator.ddl.statement import Home, Phase
from generator.remedy.columns import change_not_null
from generator.remedy.general import reset_and_set
from generator.remedy.homes import statements
from generator.remedy.step import Found, Step, alters, step, step_of
from snapshot import model

_Key = model.PrimaryKey | model.UniqueConstraint


def plain(home: Home) -> bool:
    """Whether it is a table that indexes can be built on without stopping its writers."""
    thing = home.thing
    return isinstance(thing, model.Table) and not thing.partition_by and not thing.foreign_server


def add(part: Any, home: Home) -> list[Step]:
    """A constraint for a table that is there already."""
    if isinstance(part, _Key) and plain(home) and part.valid and not part.without_overlaps:
        return _by_index(part, home)
    if isinstance(part, model.CheckConstraint | model.ForeignKey) and _comes_apart(part, home):
        return _then_validated(part, home)
    return [
        step_of(one, phase=max(one.phase, Phase.DETAIL), inline=None, bare=None)
        for one in statements(part, home)
        if one.text or one.remarks
    ]


def _comes_apart(part: Any, home: Home) -> bool:
    if not (part.valid and part.enforced) or getattr(part, "inherited", False):
        return False
    partitioned = getattr(home.thing, "partition_by", None) is not None
    return not (isinstance(part, model.ForeignKey) and partitioned and home.major < 18)


def _then_validated(part: Any, home: Home) -> list[Step]:
    """NOT VALID takes its lock for a moment only; VALIDATE lets others write."""
    made = add(msgspec.structs.replace(part, valid=False, comment=None), home)
    first = msgspec.structs.replace(made[0], remarks="" if part.comment else made[0].remarks)
    token = ("constraint", f"{home.name} {part.name}")
    remarks = statements(part, home)[0].remarks
    text = f"{home.alter} VALIDATE CONSTRAINT {ident(part.name)};"
    return [
        msgspec.structs.replace(first, makes=(*first.makes, token), remarks=""),
        step(text, first.phase, after=(token,), remarks=remarks),
    ]


def _by_index(part: _Key, home: Home) -> list[Step]:
    """The index is built beside the writers, then the constraint takes it."""
    index = model.Index(
        part.name, unique=True, keys=tuple(model.IndexKey(name) for name in part.columns),
        include=part.include, options=part.options, tablespace=part.tablespace,
        nulls_not_distinct=getattr(part, "nulls_not_distinct", False),
    )  # fmt: skip
    (made,) = statements(index, home)
    token = ("constraint", f"{home.name} {part.name}")
    word = "PRIMARY KEY" if isinstance(part, model.PrimaryKey) else "UNIQUE"
    name = ident(part.name)
    return [
        step(made.text.replace("INDEX ", "INDEX CONCURRENTLY ", 1), Phase.DETAIL,
             transactional=False, makes=(token,), takes=((home.schema, part.name),)),
        step(f"{home.alter} ADD CONSTRAINT {name} {word} USING INDEX {name}{deferral(part)};",
             Phase.DETAIL, after=(token,), remarks=statements(part, home)[0].remarks,
             makes=((home.schema, part.name), ("key", home.name))),
    ]  # fmt: skip


@alters(model.CheckConstraint, "valid")
@alters(model.ForeignKey, "valid")
def valid(old: Any, new: Any, home: Home) -> Iterator[Step] | None:
    """What holds can be found to hold; that nobody knows it takes a new one."""
    if not new.valid or old.enforced != new.enforced:
        return None if old.enforced == new.enforced else iter(())
    return iter([step(f"{home.alter} VALIDATE CONSTRAINT {ident(new.name)};")])


@alters(model.CheckConstraint, "inherited")
def inherited(old: Any, new: Any, home: Home) -> Iterator[Step]:
    return iter(())


@alters(model.ForeignKey, "deferrable", "initially_deferred")
def deferred(old: model.ForeignKey, new: model.ForeignKey, home: Home) -> Iterator[Step]:
    told = deferral(new) or " NOT DEFERRABLE"
    if new.deferrable and not new.initially_deferred:
        told += " INITIALLY IMMEDIATE"
    yield step(f"{home.alter} ALTER CONSTRAINT {ident(new.name)}{told};", Phase.LINK)


@alters(model.ForeignKey, "enforced")
def enforced(old: model.ForeignKey, new: model.ForeignKey, home: Home) -> Iterator[Step] | None:
    if new.enforced and not new.valid:
        return None
    word = "ENFORCED" if new.enforced else "NOT ENFORCED"
    return iter([step(f"{home.alter} ALTER CONSTRAINT {ident(new.name)} {word};", Phase.LINK)])


@alters(model.ForeignKey, "disabled")
def disabled(old: model.ForeignKey, new: model.ForeignKey, home: Home) -> Iterator[Step]:
    """Its triggers have names that the server gives: they are looked up."""
    told = statements(msgspec.structs.replace(new, disabled=True, comment=None), home)[0].remarks
    if not new.disabled:
        told = told.replace(" DISABLE TRIGGER %I", " ENABLE TRIGGER %I")
    yield step(told, Phase.TRIGGER)


def _of_index(*fields: str) -> Callable[[Found], Found]:
    def register(function: Found) -> Found:
        for cls in (model.PrimaryKey, model.UniqueConstraint, model.ExclusionConstraint):
            alters(cls, *fields)(function)
        return function

    return register


@_of_index("options")
def options(old: Any, new: Any, home: Home) -> Iterator[Step]:
    name = qualified(home.schema, new.name)
    yield step(reset_and_set(old.options, new.options, f"ALTER INDEX {name}"))


@_of_index("tablespace")
def tablespace(old: Any, new: Any, home: Home) -> Iterator[Step]:
    name, space = qualified(home.schema, new.name), ident(new.tablespace or "pg_default")
    yield step(f"ALTER INDEX {name} SET TABLESPACE {space};")


@alters(model.PrimaryKey, "name")
def renamed(old: model.PrimaryKey, new: model.PrimaryKey, home: Home) -> Iterator[Step]:
    """There is one at most, so it is the same under another name."""
    text = f"{home.alter} RENAME CONSTRAINT {ident(old.name)} TO {ident(new.name)};"
    yield step(text, Phase.FIRST)


@alters(model.NotNull, "name", "valid", "no_inherit", "comment")
def not_null(old: model.NotNull, new: model.NotNull, home: Home) -> Iterator[Step]:
    return change_not_null(old, new, home.thing, home)
