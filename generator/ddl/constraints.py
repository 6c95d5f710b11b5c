"""Keys, checks, exclusions, foreign keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from generator.ddl.inheritance import for_a_while, is_heir
from generator.ddl.quoting import (
    comment,
    dollar,
    ident,
    idents,
    joined,
    literal,
    qualified,
    storage_options,
)
from generator.ddl.statement import Home, Phase, Statement, writes
from snapshot import model

_Key = model.PrimaryKey | model.UniqueConstraint
_Constraint = _Key | model.CheckConstraint | model.ExclusionConstraint | model.ForeignKey


@writes(model.PrimaryKey)
def primary_key(part: model.PrimaryKey, home: Home) -> Iterator[Statement]:
    """Always a line of CREATE TABLE: views may group by it, so nothing may come between."""
    above = [parent.primary_key for parent in home.parents if parent.primary_key is not None]
    if above:
        yield _handed_down(part, home, above[0])
        return
    definition = f"PRIMARY KEY ({_key(part)}){_include(part.include)}{_index(part)}"
    yield _constraint(part, definition, home, stays=True)


@writes(model.UniqueConstraint)
def unique_constraint(part: model.UniqueConstraint, home: Home) -> Iterator[Statement]:
    """A line of CREATE TABLE, which drops one that says no more than another: then by itself."""
    distinct = " NULLS NOT DISTINCT" if part.nulls_not_distinct else ""
    definition = f"UNIQUE{distinct} ({_key(part)}){_include(part.include)}{_index(part)}"
    above = [key for parent in home.parents for key in parent.unique_constraints
             if key.columns == part.columns and _told(part, key)]  # fmt: skip
    if above:
        yield _handed_down(part, home, above[0])
        return
    others = [getattr(home.thing, "primary_key", None), *_of(home, "unique_constraints")]
    twin = sum(other is not None and other.columns == part.columns for other in others) > 1
    yield _constraint(part, definition, home, stays=not twin, later=twin)


@writes(model.ExclusionConstraint)
def exclusion_constraint(part: model.ExclusionConstraint, home: Home) -> Iterator[Statement]:
    others = [other.definition for other in _of(home, "exclusion_constraints")]
    made = _constraint(part, part.definition, home, later=others.count(part.definition) > 1)
    moved = _moved(part.tablespace, qualified(home.schema, part.name))
    yield msgspec.structs.replace(made, remarks=joined(moved, made.remarks))


@writes(model.CheckConstraint)
def check_constraint(part: model.CheckConstraint, home: Home) -> Iterator[Statement]:
    """Of a table or a domain. CREATE would take NOT VALID for valid, so that follows later."""
    suffix = " NO INHERIT" if part.no_inherit else ""
    if not part.enforced:
        suffix += " NOT ENFORCED"
    definition = f"CHECK ({part.expression}){suffix}"
    later = part.enforced and not part.valid
    if part.inherited and home.parents:
        yield Statement(phase=Phase.DETAIL, text=_comment(part, home))
        return
    made = _constraint(part, definition, home, suffix=" NOT VALID" if later else "", later=later)
    if part.inherited and is_heir(home.thing):
        text = made.text.replace(home.name, for_a_while(home), 1)
        made = msgspec.structs.replace(made, text=text, inherited="check")
    yield made


@writes(model.ForeignKey)
def foreign_key(part: model.ForeignKey, home: Home) -> Iterator[Statement]:
    """Once all tables and their indexes are there."""
    remarks = joined(_comment(part, home), _disabled(part, home))
    if any(_same_link(part, key) for parent in home.parents for key in parent.foreign_keys):
        yield Statement(phase=Phase.TRIGGER, text=remarks)
        return
    match = f" MATCH {part.match.upper()}" if part.match != "simple" else ""
    acts = _action("UPDATE", part.on_update) + _action("DELETE", part.on_delete)
    some = f" ({idents(part.on_delete_columns)})" if part.on_delete_columns else ""
    state = "" if part.enforced else " NOT ENFORCED"
    if part.enforced and not part.valid:
        state = " NOT VALID"
    definition = (
        f"FOREIGN KEY ({_ends(part.columns, part.period)}) REFERENCES {part.references} "
        f"({_ends(part.referenced_columns, part.period)}){match}{acts}{some}"
        f"{deferral(part)}{state}"
    )
    yield Statement(
        phase=Phase.LINK,
        text=f"{home.alter} ADD CONSTRAINT {ident(part.name)}\n    {definition};",
        remarks=remarks,
    )


def _same_link(part: model.ForeignKey, other: model.ForeignKey) -> bool:
    """Whether a key is the one that the table above hands down; nothing else is told of it."""
    told = part.comment is not None or part.disabled
    same = (part.columns, part.references) == (other.columns, other.references)
    return told and same


def _disabled(part: model.ForeignKey, home: Home) -> str:
    """Its triggers have names that the server gives, so they must be looked up."""
    if not part.disabled:
        return ""
    body = f"""
DECLARE name text;
BEGIN
    FOR name IN
        SELECT t.tgname FROM pg_catalog.pg_trigger AS t
        JOIN pg_catalog.pg_constraint AS c ON c.oid = t.tgconstraint
        WHERE t.tgrelid = {literal(home.name)}::regclass AND c.conrelid = t.tgrelid
            AND c.conname = {literal(part.name)}
    LOOP
        EXECUTE format({literal(f"{home.alter} DISABLE TRIGGER %I")}, name);
    END LOOP;
END
"""
    return f"DO {dollar(body)};"


def _handed_down(part: _Key, home: Home, above: _Key) -> Statement:
    """A key that a partition has from its parent, and what of its index is its own."""
    index = qualified(home.schema, part.name)
    given = {option.partition("=")[0] for option in above.options} - {
        option.partition("=")[0] for option in part.options
    }
    options = storage_options(part.options).removeprefix(" WITH ")
    text = joined(
        f"ALTER INDEX {index} RESET ({', '.join(sorted(given))});" if given else "",
        f"ALTER INDEX {index} SET {options};" if options else "",
        _moved(part.tablespace, index),
        _comment(part, home),
    )
    return Statement(phase=Phase.DETAIL if not home.parents else Phase.INHERIT, text=text)


def _told(part: _Key, above: _Key) -> bool:
    """Whether a key handed down would be told at all."""
    mine = (part.options, part.tablespace)
    return part.comment is not None or mine != (above.options, above.tablespace)


def _index(part: _Key) -> str:
    """What a key says of its index, and when it is checked."""
    space = f" USING INDEX TABLESPACE {ident(part.tablespace)}" if part.tablespace else ""
    return f"{storage_options(part.options)}{space}{deferral(part)}"


def _moved(tablespace: str | None, index: str) -> str:
    return f"ALTER INDEX {index} SET TABLESPACE {ident(tablespace)};" if tablespace else ""


def _constraint(
    part: _Constraint, definition: str, home: Home, *, suffix: str = "", stays: bool = False,
    later: bool = False,
) -> Statement:  # fmt: skip
    line = f"CONSTRAINT {ident(part.name)} {definition}"
    if isinstance(part, _Key | model.ExclusionConstraint) and not part.valid:
        # the partitions lack it yet
        text = f"ALTER TABLE ONLY {home.name} ADD {line};"
        return Statement(phase=Phase.INDEX, text=text, remarks=_comment(part, home))
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


def deferral(part: _Key | model.ForeignKey | model.Trigger) -> str:
    if not part.deferrable:
        return ""
    return " DEFERRABLE INITIALLY DEFERRED" if part.initially_deferred else " DEFERRABLE"
