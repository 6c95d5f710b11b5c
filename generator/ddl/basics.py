"""Types of C, ranges and collations; what the database has for all of its schemas."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ddl.mentions import mentioned
from generator.ddl.quoting import comment, ident, joined, literal, qualified
from generator.ddl.statement import Home, Phase, Statement, owned, writes
from generator.ddl.walk import parts_of
from snapshot import model

_BASE = {  # field → what CREATE TYPE calls it
    "input": "INPUT", "output": "OUTPUT", "receive": "RECEIVE", "send": "SEND",
    "typmod_in": "TYPMOD_IN", "typmod_out": "TYPMOD_OUT", "analyze": "ANALYZE",
    "subscript": "SUBSCRIPT", "element": "ELEMENT",
}  # fmt: skip
_RANGE = {  # the same of a range
    "subtype": "SUBTYPE", "opclass": "SUBTYPE_OPCLASS", "collation": "COLLATION",
    "canonical": "CANONICAL", "subtype_diff": "SUBTYPE_DIFF", "multirange": "MULTIRANGE_TYPE_NAME",
}  # fmt: skip


def _said(thing: model.Object, words: dict[str, str]) -> list[str]:
    pairs = ((word, getattr(thing, field)) for field, word in words.items())
    return [f"{word} = {value}" for word, value in pairs if value is not None]


@writes(model.BaseType)
def base_type(thing: model.BaseType) -> Iterator[Statement]:
    """A type of C, or a shell. Its functions speak of it: first it is a shell, and nothing more."""
    name = qualified(thing.schema, thing.name)
    home = Home(word="TYPE", name=name, owner=thing.owner, thing=thing)
    said = joined(owned(home), comment("TYPE", name, thing.comment))
    makes = ((thing.schema, thing.name),)
    if thing.shell:
        text = f"CREATE TYPE {name};"
        yield Statement(phase=Phase.TYPE, text=text, remarks=said, makes=makes)
        yield from parts_of(thing, home)
        return
    yield Statement(phase=Phase.TYPE, text=f"CREATE TYPE {name};", despite=makes)
    yield Statement(
        phase=Phase.OPERATION,
        text=f"CREATE TYPE {name} (\n    {_listed(_base(thing))}\n);",
        remarks=said,
        makes=makes,
        shelled=True,
    )
    yield from parts_of(thing, home)


def _listed(clauses: list[str]) -> str:
    return ",\n    ".join(clauses)


def _base(thing: model.BaseType) -> list[str]:
    clauses = _said(thing, _BASE)
    clauses.append(f"INTERNALLENGTH = {thing.length if thing.length >= 0 else 'VARIABLE'}")
    if thing.by_value:
        clauses.append("PASSEDBYVALUE")
    clauses.append(f"ALIGNMENT = {thing.alignment}")
    clauses.append(f"STORAGE = {thing.storage}")
    clauses.append(f"CATEGORY = {literal(thing.category)}")
    if thing.preferred:
        clauses.append("PREFERRED = true")
    if thing.default is not None:
        clauses.append(f"DEFAULT = {literal(thing.default)}")
    clauses.append(f"DELIMITER = {literal(thing.delimiter)}")
    if thing.collatable:
        clauses.append("COLLATABLE = true")
    return clauses


@writes(model.RangeType)
def range_type(thing: model.RangeType) -> Iterator[Statement]:
    """A range with its multirange; a canonical function speaks of it before it is there."""
    name = qualified(thing.schema, thing.name)
    home = Home(word="TYPE", name=name, owner=thing.owner, thing=thing)
    clauses = _said(thing, _RANGE)
    if thing.canonical is not None:
        own = ((thing.schema, thing.name),)
        yield Statement(phase=Phase.TYPE, text=f"CREATE TYPE {name};", despite=own)
    multirange = tuple(mentioned(thing.multirange or ""))
    yield Statement(
        phase=Phase.TYPE,
        text=f"CREATE TYPE {name} AS RANGE (\n    {_listed(clauses)}\n);",
        remarks=joined(owned(home), comment("TYPE", name, thing.comment)),
        makes=((thing.schema, thing.name), *multirange),
        shelled=thing.canonical is not None,
    )
    yield from parts_of(thing, home)


@writes(model.Collation)
def collation(thing: model.Collation) -> Iterator[Statement]:
    name = qualified(thing.schema, thing.name)
    home = Home(word="COLLATION", name=name, owner=thing.owner, thing=thing)
    named = (("LOCALE", thing.locale), ("LC_COLLATE", thing.collate), ("LC_CTYPE", thing.ctype))
    clauses = [f"PROVIDER = {thing.provider}"]
    clauses += [f"{word} = {literal(value)}" for word, value in named if value is not None]
    if thing.rules is not None:
        clauses.append(f"RULES = {literal(thing.rules)}")
    if not thing.deterministic:
        clauses.append("DETERMINISTIC = false")
    yield Statement(
        phase=Phase.TYPE,
        text=f"CREATE COLLATION {name} ({', '.join(clauses)});",
        remarks=joined(owned(home), comment("COLLATION", name, thing.comment)),
        makes=((thing.schema, thing.name),),
    )


@writes(model.Language)
def language(thing: model.Language) -> Iterator[Statement]:
    name = ident(thing.name)
    home = Home(word="LANGUAGE", name=name, owner=thing.owner, thing=thing)
    inline = f" INLINE {thing.inline}" if thing.inline else ""
    validator = f" VALIDATOR {thing.validator}" if thing.validator else ""
    yield Statement(
        phase=Phase.TYPE,
        text=f"CREATE {'TRUSTED ' if thing.trusted else ''}LANGUAGE {name} "
        f"HANDLER {thing.handler}{inline}{validator};",
        remarks=joined(owned(home), comment("LANGUAGE", name, thing.comment)),
        makes=(("LANGUAGE", thing.name),),
    )
    yield from parts_of(thing, home)


@writes(model.AccessMethod)
def access_method(thing: model.AccessMethod) -> Iterator[Statement]:
    name = ident(thing.name)
    yield Statement(
        phase=Phase.TYPE,
        text=f"CREATE ACCESS METHOD {name} TYPE {thing.type.upper()} HANDLER {thing.handler};",
        remarks=comment("ACCESS METHOD", name, thing.comment),
        makes=(("ACCESS METHOD", thing.name),),
    )
