"""Columns of tables and of views."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from generator.ddl.quoting import (
    comment,
    foreign_options,
    ident,
    joined,
    qualified,
    storage_options,
)
from generator.ddl.sequences import sequence_options
from generator.ddl.statement import Home, Phase, Statement, writes
from generator.ddl.walk import parts_of
from snapshot import model

_LONGEST_NAME = 63  # bytes; the server cuts the names it makes


@writes(model.Column)
def column(part: model.Column, home: Home) -> Iterator[Statement]:
    """A line of CREATE TABLE. In a circle its default follows later; a generated one cannot."""
    name = ident(part.name)
    bare = line(msgspec.structs.replace(part, default=None), home)
    yield Statement(
        phase=Phase.DETAIL,
        text=f"{home.alter} ALTER COLUMN {name} SET DEFAULT {part.default};",
        remarks=joined(tuned(part, home), comment("COLUMN", f"{home.name}.{name}", part.comment)),
        inline=line(part, home),
        bare=bare,
        inherited="column" if part.inherited else "",
    )
    yield from parts_of(part, msgspec.structs.replace(home, column=part.name))


def line(part: model.Column, home: Home) -> str:
    """A column as CREATE TABLE states it."""
    words = [ident(part.name), part.type]
    if part.foreign_options and isinstance(home.thing, model.Table):
        words.append(foreign_options(part.foreign_options).strip())
    if part.collation:
        words.append(f"COLLATE {part.collation}")
    if part.default is not None:
        words.append(f"DEFAULT {part.default}")
    if part.generated is not None:
        words.append(f"GENERATED ALWAYS AS ({part.generated})")
        words.append("VIRTUAL" if part.virtual else "STORED")
    if part.identity is not None:
        words.append(_identity(part.identity, part.name, home.thing))
    if not part.nullable and (part.not_null is None or part.not_null.valid):
        words.append(not_null(part.not_null))
    return " ".join(words)


def not_null(named: model.NotNull | None) -> str:
    """NOT NULL, with what its constraint has of its own."""
    if named is None:
        return "NOT NULL"
    inherit = " NO INHERIT" if named.no_inherit else ""
    return f"CONSTRAINT {ident(named.name)} NOT NULL{inherit}"


@writes(model.NotNull)
def not_null_constraint(part: model.NotNull, home: Home) -> Iterator[Statement]:
    """It stands with its column; but NOT VALID, and its comment, are said apart."""
    on = f"{'DOMAIN ' if home.word == 'DOMAIN' else ''}{home.name}"
    text = ""
    if not part.valid:
        inherit = " NO INHERIT" if part.no_inherit else ""
        text = (
            f"{home.alter} ADD CONSTRAINT {ident(part.name)} NOT NULL {ident(home.column)}"
            f"{inherit} NOT VALID;"
        )
    said = joined(text, comment("CONSTRAINT", f"{ident(part.name)} ON {on}", part.comment))
    if said:
        yield Statement(phase=Phase.DETAIL, text=said)


def tuned(part: model.Column | model.ViewColumn, home: Home) -> str:
    """How a column is stored and counted, where that is not the usual way."""
    alter = f"{_only(home)} ALTER COLUMN {ident(part.name)}"
    commands = []
    if part.storage:
        commands.append(f"{alter} SET STORAGE {part.storage.upper()};")
    if part.compression and home.word != "FOREIGN TABLE":  # those have what is handed down
        commands.append(f"{alter} SET COMPRESSION {part.compression};")
    if part.statistics is not None:
        commands.append(f"{alter} SET STATISTICS {part.statistics};")
    if part.options:
        shown = storage_options(part.options).removeprefix(" WITH ")
        commands.append(f"{alter} SET {shown};")
    identity = getattr(part, "identity", None)
    if identity is not None:
        commands.append(comment("SEQUENCE", identity.sequence, identity.comment))
        if identity.unlogged:
            commands.append(f"ALTER SEQUENCE {identity.sequence} SET UNLOGGED;")
    return joined(*commands)


def _only(home: Home) -> str:
    """Of this table and not of those below it."""
    return f"ALTER TABLE ONLY {home.name}" if home.word == "TABLE" else home.alter


def _identity(identity: model.Identity, column: str, table: object) -> str:
    """`GENERATED … AS IDENTITY`; the sequence is named where the server would choose another."""
    options = sequence_options(identity)
    if identity.sequence != _chosen(table, column):
        options.insert(0, f"SEQUENCE NAME {identity.sequence}")
    shown = f" ({' '.join(options)})" if options else ""
    return f"GENERATED {identity.generation.upper()} AS IDENTITY{shown}"


def _chosen(table: object, column: str) -> str | None:
    if not isinstance(table, model.Table):
        return None
    name = f"{table.name}_{column}_seq"
    return qualified(table.schema, name) if len(name.encode()) <= _LONGEST_NAME else None


def deviations(
    own: tuple[model.Column, ...], parents: dict[str, model.Column], home: Home
) -> str:  # fmt: skip
    """What makes the columns of a partition other than those it was given."""
    commands = []
    for part in own:
        given = parents.get(part.name)
        alter = f"{home.alter} ALTER COLUMN {ident(part.name)}"
        if given is None or part.default != given.default:
            told = "DROP DEFAULT" if part.default is None else f"SET DEFAULT {part.default}"
            commands.append(f"{alter} {told};")
        if part.not_null is not None and part.not_null.valid:
            said = not_null(part.not_null).replace("NOT NULL", f"NOT NULL {ident(part.name)}")
            commands.append(f"{home.alter} ADD {said};")
        elif not part.nullable and part.not_null is None and (given is None or given.nullable):
            commands.append(f"{alter} SET NOT NULL;")
        if part.foreign_options:
            commands.append(f"{alter}{foreign_options(part.foreign_options)};")
        if given is not None and given.storage and not part.storage:
            commands.append(f"{alter} SET STORAGE DEFAULT;")
        compressed = given is not None and given.compression and home.word == "TABLE"
        if compressed and not part.compression:
            commands.append(f"{alter} SET COMPRESSION default;")
    return joined(*commands)


@writes(model.ViewColumn)
def view_column(part: model.ViewColumn, home: Home) -> Iterator[Statement]:
    """What a view's definition does not say of its columns."""
    name = ident(part.name)
    said = comment("COLUMN", f"{home.name}.{name}", part.comment)
    if part.default is not None:
        text = f"ALTER TABLE {home.name} ALTER COLUMN {name} SET DEFAULT {part.default};"
        yield Statement(phase=Phase.VIEW, text=text)
    said = joined(tuned(part, home), said)
    if said:
        yield Statement(phase=Phase.VIEW, text="", remarks=said, inline="")
    yield from parts_of(part, msgspec.structs.replace(home, column=part.name))


def dummy(columns: tuple[model.ViewColumn, ...]) -> str:
    """A definition with the right columns and no rows: what others need of a view at first."""
    shown = ",\n    ".join(f"NULL::{part.type} AS {ident(part.name)}" for part in columns)
    return f"SELECT\n    {shown}" if columns else "SELECT"
