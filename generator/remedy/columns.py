"""Columns: added, altered in place, never dropped to be changed where there is another way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from generator import typechanges
from generator.changes import Doubtful, Hazard
from generator.ddl.columns import line, tuned
from generator.ddl.mentions import mentioned
from generator.ddl.quoting import comment, ident, joined
from generator.ddl.statement import Home, Name, Phase
from generator.ddl.walk import parts_of
from generator.remedy.general import foreign, reset_and_set
from generator.remedy.step import Step, Touch, alters, step
from snapshot import model

_LONGEST_NAME = 63  # bytes


def relation(home: Home) -> Name:
    """(schema, name) of the relation of a home, as mentions have it."""
    return next(iter(mentioned(home.name)), ("", ""))


def alter(part: Any, home: Home, *, only: bool = True) -> str:
    head = f"ALTER TABLE ONLY {home.name}" if only and home.word == "TABLE" else home.alter
    return f"{head} ALTER COLUMN {ident(part.name)}"


def touched(part: Any, home: Home) -> tuple[Touch, ...]:
    return ((relation(home), part.name),)


def touched_by_drop(thing: Any, home: Home) -> tuple[Touch, ...]:
    """What must not be in use when it is dropped, and is told by no name of its own."""
    schema, name = relation(home)
    if isinstance(thing, model.Column):
        return (((schema, name), thing.name),)
    keys = isinstance(thing, model.PrimaryKey | model.UniqueConstraint | model.Index)
    return (((f"keys of {schema}", name), ""),) if keys else ()


def add(part: model.Column, home: Home) -> Iterator[Step]:
    """ADD COLUMN, with all that hangs on it. With its default it needs no second pass."""
    inner = msgspec.structs.replace(home, column=part.name)
    told = (comment("COLUMN", f"{home.name}.{ident(part.name)}", part.comment), tuned(part, home))
    yield step(
        f"{home.alter} ADD COLUMN {line(part, home)};", Phase.TABLE, makes=(relation(home),),
        remarks=joined(*told),
    )  # fmt: skip
    for one in parts_of(part, inner):
        yield step(one.text, one.phase, remarks=one.remarks, after=(relation(home),))


def computed(old: model.Column, new: model.Column, home: Home) -> bool:
    return old.generated is not None or new.generated is not None


@alters(model.Column, "type", "collation")
def retype(old: model.Column, new: model.Column, home: Home) -> Iterator[Step] | None:
    """A new type in place: the server rebuilds its indexes and keys itself, but not its views."""
    return _retype(old, new, home)


def _retype(old: model.Column, new: model.Column, home: Home) -> Iterator[Step]:
    collation = f" COLLATE {new.collation}" if new.collation else ""
    using = "" if assignable(old.type, new.type) else f"\n    USING {cast(new)}"
    if new.generated is not None or home.word == "FOREIGN TABLE":
        using = ""
    foreign_default = old.default is not None and using
    if foreign_default:
        yield step(
            f"{alter(old, home)} DROP DEFAULT;", Phase.TABLE, frees=line(old, home),
            makes=(("default off", f"{home.name}.{new.name}"),),
        )  # fmt: skip
    yield step(
        f"{alter(new, home, only=False)} TYPE {new.type}{collation}{using};", Phase.TABLE,
        frees=line(old, home), makes=(relation(home),), touches=touched(old, home),
        after=(("default off", f"{home.name}.{new.name}"),), remarks=tuned(new, home),
        hazards=_losses(old.type, new.type),
    )  # fmt: skip
    if foreign_default and new.default is not None:
        yield step(f"{alter(new, home)} SET DEFAULT {new.default};", after=(relation(home),))


def _losses(old: str, new: str) -> tuple[Hazard, ...]:
    """What the measured matrix does not rule out."""
    told = typechanges.of(old, new)
    if old == new or (told is not None and told.width == "wider"):
        return ()
    return (Doubtful("data loss", "may be: values that do not fit are cut, rounded or refused"),)


def cast(new: model.Column) -> str:
    """By way of text: the way that exists between any two types."""
    return f"{ident(new.name)}::text::{new.type}"


_TOASTED = ("text", "character varying", "character", "jsonb", "json", "bytea")
_FAMILIES = (
    ("smallint", "integer", "bigint", "numeric", "real", "double precision"),
    ("character", "character varying", "text", "name"),
    ("date", "timestamp without time zone", "timestamp with time zone"),
    ("time without time zone", "time with time zone"), ("bit", "bit varying"), ("json", "jsonb"),
)  # fmt: skip


def base(type_: str) -> str:
    return re.sub(r"\([^)]*\)", "", type_).strip()


def assignable(old: str, new: str) -> bool:
    """Whether the server takes a value of the one for the other without being told how."""
    was, now = base(old), base(new)
    return was == now or any(was in family and now in family for family in _FAMILIES)


@alters(model.Column, "default")
def default(old: model.Column, new: model.Column, home: Home) -> Iterator[Step] | None:
    if computed(old, new, home) or _retyped(old, new):
        return iter(())
    if old.identity is not None and new.identity is None:
        return iter(())  # set once the identity is dropped
    told = "DROP DEFAULT" if new.default is None else f"SET DEFAULT {new.default}"
    return iter([step(f"{alter(new, home)} {told};", frees=old.default or "")])


def _retyped(old: model.Column, new: model.Column) -> bool:
    """Whether the new type has brought the default with it."""
    return (
        old.type != new.type and not assignable(old.type, new.type)
        and old.default is not None and new.default is not None
    )  # fmt: skip


@alters(model.Column, "generated", "virtual")
def generated(old: model.Column, new: model.Column, home: Home) -> Iterator[Step] | None:
    """A stored expression can be let go; any other change computes the column anew."""
    stored = old.generated is not None and not old.virtual
    if stored and new.generated is None:
        text = f"{alter(new, home, only=False)} DROP EXPRESSION;"
        return iter([step(text, Phase.TABLE, frees=old.generated or "")])
    return None


@alters(model.Column, "nullable", "not_null")
def nullable(old: model.Column, new: model.Column, home: Home) -> Iterator[Step] | None:
    if new.identity is not None and old.identity is None and new.not_null is None:
        return iter(()) if not old.nullable else iter([_set_plain(new, home, Phase.TABLE)])
    if new.nullable and new.not_null is None:
        freed = old.identity is not None and new.identity is None  # DROP IDENTITY comes first
        phase = Phase.INDEX if freed else Phase.DETAIL
        return iter([step(f"{alter(new, home, only=False)} DROP NOT NULL;", phase)])
    if old.nullable and old.not_null is None:
        return _refuse_nulls(new, home)
    return _rename_not_null(old, new, home)


def usual(part: model.Column, home: Home) -> str:
    return f"{relation(home)[1]}_{part.name}_not_null"


def _set_plain(new: model.Column, home: Home, phase: Phase) -> Step:
    return step(f"{alter(new, home, only=False)} SET NOT NULL;", phase, makes=(relation(home),))


def _refuse_nulls(new: model.Column, home: Home) -> Iterator[Step]:
    """NOT VALID, then VALIDATE: nobody waits while the rows are read."""
    told = new.not_null
    name = told.name if told else usual(new, home)
    plain = home.word == "TABLE" and not isinstance(home.thing, model.Partition)
    if not plain or len(name.encode()) > _LONGEST_NAME or home.major < 18:
        yield from _on_older(new, home)
        return
    inherit = " NO INHERIT" if told and told.no_inherit else ""
    yield step(
        f"{home.alter} ADD CONSTRAINT {ident(name)} NOT NULL {ident(new.name)}{inherit} NOT VALID;",
        Phase.TABLE,
    )
    if told is None or told.valid:
        yield step(f"{home.alter} VALIDATE CONSTRAINT {ident(name)};", Phase.TABLE,
                   makes=(relation(home),))  # fmt: skip
    if told is not None and told.comment is not None:
        yield _not_null_comment(told, home)


def _on_older(new: model.Column, home: Home) -> Iterator[Step]:
    """Before 18 a validated check spares the scan under the strongest lock."""
    check = f"{new.name}_not_null"[: _LONGEST_NAME - 10] + "_for_now"
    if home.word == "TABLE" and len(check.encode()) <= _LONGEST_NAME:
        yield step(
            f"{home.alter} ADD CONSTRAINT {ident(check)} CHECK ({ident(new.name)} IS NOT NULL)"
            " NOT VALID;", Phase.TABLE,
        )  # fmt: skip
        yield step(f"{home.alter} VALIDATE CONSTRAINT {ident(check)};", Phase.TABLE)
        yield _set_plain(new, home, Phase.TABLE)
        yield step(f"{home.alter} DROP CONSTRAINT {ident(check)};", Phase.TABLE)
    else:
        yield _set_plain(new, home, Phase.TABLE)


def _not_null_comment(told: model.NotNull, home: Home) -> Step:
    on = f"{'DOMAIN ' if home.word == 'DOMAIN' else ''}{home.name}"
    text = comment("CONSTRAINT", f"{ident(told.name)} ON {on}", told.comment)
    return step(text or f"COMMENT ON CONSTRAINT {ident(told.name)} ON {on} IS NULL;", Phase.INDEX)


def _rename_not_null(old: model.Column, new: model.Column, home: Home) -> Iterator[Step] | None:
    return change_not_null(
        old.not_null or model.NotNull(usual(old, home)),
        new.not_null or model.NotNull(usual(new, home)), new, home,
    )  # fmt: skip


def change_not_null(was: model.NotNull, now: model.NotNull, new: Any, home: Home) -> Iterator[Step]:
    """Another name, validity, inheritance or comment of the constraint behind a NOT NULL."""
    name = ident(now.name)
    if was.valid and not now.valid:
        inherit = " NO INHERIT" if now.no_inherit else ""
        yield step(joined(
            f"{home.alter} DROP CONSTRAINT {ident(was.name)};",
            f"{home.alter} ADD CONSTRAINT {name} NOT NULL {ident(new.name)}{inherit} NOT VALID;",
        ))  # fmt: skip
        was = model.NotNull(now.name, no_inherit=now.no_inherit, valid=False)
    if was.name != now.name:
        yield step(f"{home.alter} RENAME CONSTRAINT {ident(was.name)} TO {name};")
    if now.valid and not was.valid:
        yield step(f"{home.alter} VALIDATE CONSTRAINT {name};")
    if was.no_inherit != now.no_inherit:
        told = "NO INHERIT" if now.no_inherit else "INHERIT"
        yield step(f"{home.alter} ALTER CONSTRAINT {name} {told};")
    if was.comment != now.comment:
        yield _not_null_comment(now, home)


@alters(model.Column, "storage")
@alters(model.ViewColumn, "storage")
def storage(old: Any, new: Any, home: Home) -> Iterator[Step]:
    word = (new.storage or "DEFAULT").upper()
    if home.major < 16 and new.storage is None:
        word = "EXTENDED" if base(new.type) in _TOASTED else "PLAIN"  # DEFAULT came with 16
    yield step(f"{alter(new, home)} SET STORAGE {word};")


@alters(model.Column, "compression")
@alters(model.ViewColumn, "compression")
def compression(old: Any, new: Any, home: Home) -> Iterator[Step]:
    yield step(f"{alter(new, home)} SET COMPRESSION {new.compression or 'default'};")


@alters(model.Column, "statistics")
@alters(model.ViewColumn, "statistics")
def statistics(old: Any, new: Any, home: Home) -> Iterator[Step]:
    number = -1 if new.statistics is None else new.statistics
    yield step(f"{alter(new, home)} SET STATISTICS {number};")


@alters(model.Column, "options")
@alters(model.ViewColumn, "options")
def options(old: Any, new: Any, home: Home) -> Iterator[Step]:
    yield step(reset_and_set(old.options, new.options, alter(new, home)))


@alters(model.Column, "foreign_options")
def foreign_options(old: model.Column, new: model.Column, home: Home) -> Iterator[Step]:
    yield step(foreign(old.foreign_options, new.foreign_options, alter(new, home)))


@alters(model.Column, "inherited")
def inherited(old: model.Column, new: model.Column, home: Home) -> Iterator[Step]:
    """It follows from the table's parents; by itself no command changes it."""
    return iter(())


@alters(model.ViewColumn, "default")
def view_default(old: Any, new: Any, home: Home) -> Iterator[Step]:
    told = "DROP DEFAULT" if new.default is None else f"SET DEFAULT {new.default}"
    yield step(f"ALTER TABLE {home.name} ALTER COLUMN {ident(new.name)} {told};", Phase.VIEW)
