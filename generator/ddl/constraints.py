"""Keys, checks, exclusions, foreign keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from generator.ddl.quoting import comment, ident, idents
from generator.ddl.statement import Home, Phase, Statement, writes
from snapshot import model


@writes(model.PrimaryKey)
def primary_key(part: model.PrimaryKey, home: Home) -> Iterator[Statement]:
    """Always a line of CREATE TABLE: views may group by it, so nothing may come between."""
    definition = f"PRIMARY KEY ({_key(part)}){_include(part.include)}{_deferral(part)}"
    yield _constraint(part, definition, home, stays=True)


@writes(model.UniqueConstraint)
def unique_constraint(part: model.UniqueConstraint, home: Home) -> Iterator[Statement]:
    """A line of CREATE TABLE, which drops one that says no more than another: then by itself."""
    distinct = " NULLS NOT DISTINCT" if part.nulls_not_distinct else ""
    definition = f"UNIQUE{distinct} ({_key(part)}){_include(part.include)}{_deferral(part)}"
    others = [getattr(home.thing, "primary_key", None), *_of(home, "unique_constraints")]
    twin = sum(other is not None and other.columns == part.columns for other in others) > 1
    yield _constraint(part, definition, home, stays=not twin, later=twin)


@writes(model.ExclusionConstraint)
def exclusion_constraint(part: model.ExclusionConstraint, home: Home) -> Iterator[Statement]:
    others = [other.definition for other in _of(home, "exclusion_constraints")]
    yield _constraint(part, part.definition, home, later=others.count(part.definition) > 1)


@writes(model.CheckConstraint)
def check_constraint(part: model.CheckConstraint, home: Home) -> Iterator[Statement]:
    """Of a table or a domain. CREATE would take NOT VALID for valid, so that follows later."""
    suffix = " NO INHERIT" if part.no_inherit else ""
    if not part.enforced:
        suffix += " NOT ENFORCED"
    definition = f"CHECK ({part.expression}){suffix}"
    later = part.enforced and not part.valid
    yield _constraint(part, definition, home, suffix=" NOT VALID" if later else "", later=later)


@writes(model.ForeignKey)
def foreign_key(part: model.ForeignKey, home: Home) -> Iterator[Statement]:
    """Once all tables and their indexes are there."""
    match = f" MATCH {part.match.upper()}" if part.match != "simple" else ""
    acts = _action("UPDATE", part.on_update) + _action("DELETE", part.on_delete)
    some = f" ({idents(part.on_delete_columns)})" if part.on_delete_columns else ""
    state = "" if part.enforced else " NOT ENFORCED"
    if part.enforced and not part.valid:
        state = " NOT VALID"
    definition = (
        f"FOREIGN KEY ({_ends(part.columns, part.period)}) REFERENCES {part.references} "
        f"({_ends(part.referenced_columns, part.period)}){match}{acts}{some}"
        f"{_deferral(part)}{state}"
    )
    yield Statement(
        phase=Phase.LINK,
        text=f"ALTER TABLE {home.name} ADD CONSTRAINT {ident(part.name)}\n    {definition};",
        remarks=_comment(part, home),
    )


_Key = model.PrimaryKey | model.UniqueConstraint
_Constraint = _Key | model.CheckConstraint | model.ExclusionConstraint | model.ForeignKey


def _constraint(
    part: _Constraint, definition: str, home: Home, *, suffix: str = "", stays: bool = False,
    later: bool = False,
) -> Statement:  # fmt: skip
    line = f"CONSTRAINT {ident(part.name)} {definition}"
    return Statement(
        phase=Phase.DETAIL,
        text=f"{home.alter} ADD {line}{suffix};",
        remarks=_comment(part, home),
        inline=None if later else line,
        bare=line if stays else None,
    )


def _of(home: Home, field: str) -> tuple[Any, ...]:
    return getattr(home.thing, field, ())


def _comment(part: _Constraint, home: Home) -> str:
    domain = "DOMAIN " if home.word == "DOMAIN" else ""
    return comment("CONSTRAINT", f"{ident(part.name)} ON {domain}{home.name}", part.comment)


def _key(part: _Key) -> str:
    return idents(part.columns) + (" WITHOUT OVERLAPS" if part.without_overlaps else "")


def _ends(columns: Sequence[str], period: bool) -> str:
    """The columns of one end of a foreign key; with PERIOD the last is the time."""
    if not period:
        return idents(columns)
    return ", ".join([*map(ident, columns[:-1]), f"PERIOD {ident(columns[-1])}"])


def _include(columns: Sequence[str]) -> str:
    return f" INCLUDE ({idents(columns)})" if columns else ""


def _action(event: str, action: str) -> str:
    return f" ON {event} {action.upper()}" if action != "no action" else ""


def _deferral(part: _Key | model.ForeignKey | model.Trigger) -> str:
    if not part.deferrable:
        return ""
    return " DEFERRABLE INITIALLY DEFERRED" if part.initially_deferred else " DEFERRABLE"
