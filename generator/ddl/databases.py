"""What lives in the database itself: schemas, extensions, and the facts of the database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from generator.ddl.quoting import comment, commented, ident, joined, literal, setting
from generator.ddl.statement import Home, Phase, Statement, owned, writes
from generator.ddl.walk import parts_of
from snapshot import model

_NEEDS_FIRST = {"earthdistance": ("cube",), "pgrouting": ("postgis",), "vectorscale": ("vector",)}


@writes(model.Schema)
def schema(thing: model.Schema) -> Iterator[Statement]:
    """A schema. `public` is there in every new database, and open to all."""
    home = Home(word="SCHEMA", name=ident(thing.name), owner=thing.owner, thing=thing)
    text = f"CREATE SCHEMA {home.name};"
    said = comment("SCHEMA", home.name, thing.comment)
    if thing.name == "public":
        text = (
            f"CREATE SCHEMA IF NOT EXISTS {home.name};\n"
            f"REVOKE ALL ON SCHEMA {home.name} FROM PUBLIC;"
        )
        said = said or "COMMENT ON SCHEMA public IS NULL;"
    yield Statement(phase=Phase.SCHEMA, text=text, remarks=joined(owned(home), said))
    yield from parts_of(thing, home)


@writes(model.Extension)
def extension(thing: model.Extension) -> Iterator[Statement]:
    """An extension. Its control file gives it a comment, which the snapshot's replaces."""
    name = ident(thing.name)
    version = f" VERSION {literal(thing.version)}" if thing.version else ""
    said = "NULL" if thing.comment is None else literal(thing.comment)
    needed = [*_NEEDS_FIRST.get(thing.name, ()), *re.split(r"[_-]", thing.name)]
    yield Statement(
        phase=Phase.EXTENSION,
        text=f"CREATE EXTENSION IF NOT EXISTS {name} WITH SCHEMA {ident(thing.schema)}"
        f"{version} CASCADE;",
        remarks=f"COMMENT ON EXTENSION {name} IS {said};",
        makes=(("EXTENSION", thing.name),),
        after=tuple(("EXTENSION", other) for other in needed if other != thing.name),
    )


@writes(model.Database)
def database(thing: model.Database) -> Iterator[Statement]:
    """The database's own facts, as comments: a rebuilt schema is at home in another database."""
    home = Home(word="DATABASE", name=ident(thing.name), owner=thing.owner, thing=thing)
    commands = joined(
        owned(home),
        *(f"{home.alter} {setting(item)};" for item in thing.settings),
        *(_of_role(item, home) for item in thing.role_settings),
        f"{home.alter} CONNECTION LIMIT {thing.connection_limit};"
        if thing.connection_limit is not None
        else "",
        f"{home.alter} IS_TEMPLATE true;" if thing.template else "",
        f"{home.alter} ALLOW_CONNECTIONS false;" if not thing.connectable else "",
        f"{home.alter} SET TABLESPACE {ident(thing.tablespace)};" if thing.tablespace else "",
        comment("DATABASE", home.name, thing.comment),
        *(statement.text for statement in parts_of(thing, home)),
    )
    head = (
        f"Database {home.name}: encoding {thing.encoding}, collate {thing.collate}, "
        f"ctype {thing.ctype}, provider {thing.locale_provider}"
        f"{_said('locale', thing.locale)}{_said('rules', thing.locale_rules)}. "
        "By hand, where it is to be the same:"
    )
    yield Statement(phase=Phase.SCHEMA, text=commented(f"{head}\n{commands}"))


def _said(word: str, value: str | None) -> str:
    return f", {word} {value}" if value is not None else ""


def _of_role(item: str, home: Home) -> str:
    """ALTER ROLE … IN DATABASE of `role: name=value`; the role is in quotes where it must be."""
    end = item.index('": ') + 1 if item.startswith('"') else item.index(": ")
    return f"ALTER ROLE {item[:end]} IN DATABASE {home.name} {setting(item[end + 2 :])};"


def without_versions(objects: Mapping[str, model.Object]) -> dict[str, model.Object]:
    """The same with every extension in whatever version a server has: for another major."""
    return {
        key: msgspec.structs.replace(thing, version="")
        if isinstance(thing, model.Extension)
        else thing
        for key, thing in objects.items()
    }
