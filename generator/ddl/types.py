"""Types: enums, domains, composite types with their attributes."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ddl.columns import not_null
from generator.ddl.quoting import comment, ident, joined, literal, qualified
from generator.ddl.statement import Home, Phase, Statement, owned, writes
from generator.ddl.walk import parts_of, split
from snapshot import model


def _home(thing: model.Enum | model.CompositeType | model.Domain, word: str = "TYPE") -> Home:
    return Home(
        word=word, name=qualified(thing.schema, thing.name), owner=thing.owner, thing=thing
    )  # fmt: skip


@writes(model.Enum)
def enum(thing: model.Enum) -> Iterator[Statement]:
    home = _home(thing)
    yield Statement(
        phase=Phase.TYPE,
        text=f"CREATE TYPE {home.name} AS ENUM ({', '.join(map(literal, thing.labels))});",
        remarks=joined(owned(home), comment("TYPE", home.name, thing.comment)),
        makes=((thing.schema, thing.name),),
    )
    yield from parts_of(thing, home)


@writes(model.CompositeType)
def composite_type(thing: model.CompositeType) -> Iterator[Statement]:
    home = _home(thing)
    lines, rest = split(parts_of(thing, home))
    shown = ",\n    ".join(line.inline or "" for line in lines)
    yield Statement(
        phase=Phase.TYPE,
        text=f"CREATE TYPE {home.name} AS (\n    {shown}\n);"
        if lines
        else f"CREATE TYPE {home.name} AS ();",
        remarks=joined(
            owned(home),
            comment("TYPE", home.name, thing.comment),
            *(line.remarks for line in lines),
        ),
        makes=((thing.schema, thing.name),),
    )
    yield from rest


@writes(model.Attribute)
def attribute(part: model.Attribute, home: Home) -> Iterator[Statement]:
    """A field of a composite type: a line of its CREATE."""
    collation = f" COLLATE {part.collation}" if part.collation else ""
    line = f"{ident(part.name)} {part.type}{collation}"
    yield Statement(
        phase=Phase.TYPE,
        text=f"{home.alter} ADD ATTRIBUTE {line};",
        remarks=comment("COLUMN", f"{home.name}.{ident(part.name)}", part.comment),
        inline=line,
        bare=line,
    )


@writes(model.Domain)
def domain(thing: model.Domain) -> Iterator[Statement]:
    """A domain. Its default and its checks may call functions that take the domain."""
    home = _home(thing, "DOMAIN")
    lines, rest = split(parts_of(thing, home))
    collation = f" COLLATE {thing.collation}" if thing.collation else ""
    head = f"CREATE DOMAIN {home.name} AS {thing.type}{collation}"
    null = "" if thing.nullable else f" {not_null(thing.not_null)}"
    default = f" DEFAULT {thing.default}" if thing.default is not None else ""
    checks = "".join(f"\n    {line.inline}" for line in lines)
    said = joined(owned(home), comment("DOMAIN", home.name, thing.comment))
    whole = Statement(
        phase=Phase.TYPE,
        text=f"{head}{default}{null}{checks};",
        remarks=joined(said, *(line.remarks for line in lines)),
        makes=((thing.schema, thing.name),),
        apart=(
            Statement(
                phase=Phase.TYPE,
                text=f"{head}{null};",
                remarks=said,
                makes=((thing.schema, thing.name),),
            ),
            *_default_later(thing, home),
            *lines,
        ),
    )
    yield whole
    yield from rest


def _default_later(thing: model.Domain, home: Home) -> Iterator[Statement]:
    if thing.default is not None:
        yield Statement(
            phase=Phase.DETAIL, text=f"{home.alter} SET DEFAULT {thing.default};"
        )  # fmt: skip
