"""Casts, operators and their classes and families, conversions, transforms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.ddl.mentions import unquoted
from generator.ddl.quoting import comment, ident, joined, literal, qualified
from generator.ddl.statement import Home, Name, Phase, Statement, owned, writes
from generator.ddl.walk import parts_of
from snapshot import model

_IDENT = r'"(?:[^"]|"")*"|[^\W\d][\w$]*'
_OPERATOR = re.compile(rf"(?:({_IDENT})\.)?([^\s().]+)(\(.*\))?")
_SLOT = re.compile(r"(\d+) (\(.*\))")


def operator(text: str) -> str:
    """`OPERATOR(schema.name)` of a `regoperator`, as clauses want it."""
    return f"OPERATOR({text[: text.rindex('(')] if text.endswith(')') else text})"


def operator_name(text: str) -> Name | None:
    """The name by which others know the operator of a `regoperator`; None for the server's own."""
    match = _OPERATOR.fullmatch(text)
    return (unquoted(match[1]), match[2]) if match and match[1] else None


def words_between(text: str, word: str) -> tuple[str, str]:
    """The two sides of ` word ` where it stands outside quotes."""
    match = re.fullmatch(rf'((?:"(?:[^"]|"")*"|[^"])*?) {word} (.*)', text, re.DOTALL)
    assert match, text
    return match[1], match[2]


@writes(model.Operator)
def operator_(thing: model.Operator) -> Iterator[Statement]:
    """An operator. Those that it names as its partners need not be there yet."""
    name = f"{ident(thing.schema)}.{thing.name}"
    sides = f"({thing.left or 'NONE'}, {thing.right or 'NONE'})"
    home = Home(word="OPERATOR", name=f"{name} {sides}", owner=thing.owner, thing=thing)
    clauses = [
        f"FUNCTION = {thing.function}",
        f"LEFTARG = {thing.left}" if thing.left else "",
        f"RIGHTARG = {thing.right}" if thing.right else "",
        f"COMMUTATOR = {operator(thing.commutator)}" if thing.commutator else "",
        f"NEGATOR = {operator(thing.negator)}" if thing.negator else "",
        f"RESTRICT = {thing.restrict}" if thing.restrict else "",
        f"JOIN = {thing.join}" if thing.join else "",
        "HASHES" if thing.hashes else "",
        "MERGES" if thing.merges else "",
    ]
    partners = (operator_name(text) for text in (thing.commutator, thing.negator) if text)
    yield Statement(
        phase=Phase.OPERATION,
        text=f"CREATE OPERATOR {name} (\n    {_listed(clauses)}\n);",
        remarks=joined(owned(home), comment("OPERATOR", home.name, thing.comment)),
        makes=((thing.schema, thing.name),),
        despite=tuple(name for name in partners if name),
    )


def _listed(clauses: list[str]) -> str:
    return ",\n    ".join(clause for clause in clauses if clause)


@writes(model.OperatorFamily)
def operator_family(thing: model.OperatorFamily) -> Iterator[Statement]:
    name = f"{qualified(thing.schema, thing.name)} USING {ident(thing.using)}"
    home = Home(word="OPERATOR FAMILY", name=name, owner=thing.owner, thing=thing)
    yield Statement(
        phase=Phase.OPERATION,
        text=f"CREATE OPERATOR FAMILY {name};",
        remarks=joined(owned(home), comment("OPERATOR FAMILY", name, thing.comment)),
        makes=(("OPERATOR FAMILY", qualified(thing.schema, thing.name)),),
        after=(("ACCESS METHOD", thing.using),),
        despite=((thing.schema, thing.name),),
    )
    for line in parts_of(thing, home):
        yield Statement(
            phase=Phase.OPERATION,
            text=f"ALTER OPERATOR FAMILY {name} ADD {line.inline};",
            after=(*line.after, ("OPERATOR FAMILY", qualified(thing.schema, thing.name))),
            despite=((thing.schema, thing.name),),
        )


@writes(model.OperatorClass)
def operator_class(thing: model.OperatorClass) -> Iterator[Statement]:
    name = f"{qualified(thing.schema, thing.name)} USING {ident(thing.using)}"
    home = Home(word="OPERATOR CLASS", name=name, owner=thing.owner, thing=thing)
    lines = [*parts_of(thing, home)]
    members = [line.inline or "" for line in lines]
    if thing.storage or not members:
        members.append(f"STORAGE {thing.storage or thing.type}")
    default = "DEFAULT " if thing.default else ""
    yield Statement(
        phase=Phase.OPERATION,
        text=f"CREATE OPERATOR CLASS {qualified(thing.schema, thing.name)}\n"
        f"    {default}FOR TYPE {thing.type} USING {ident(thing.using)} FAMILY {thing.family} AS\n"
        f"    {_listed(members)};",
        remarks=joined(owned(home), comment("OPERATOR CLASS", name, thing.comment)),
        makes=((thing.schema, thing.name),),
        after=(
            *(name for line in lines for name in line.after),
            ("OPERATOR FAMILY", thing.family),
            ("ACCESS METHOD", thing.using),
        ),
    )


@writes(model.FamilyOperator)
def family_operator(part: model.FamilyOperator, home: Home) -> Iterator[Statement]:
    """A line of the class or the family that holds it."""
    match = _SLOT.fullmatch(part.slot)
    assert match, part.slot
    sort = f" FOR ORDER BY {part.order_by}" if part.order_by else ""
    known = operator_name(part.operator)
    family = (("OPERATOR FAMILY", part.order_by),) if part.order_by else ()
    yield Statement(
        phase=Phase.OPERATION,
        inline=f"OPERATOR {match[1]} {part.operator}{sort}",
        after=(*((known,) if known else ()), *family),
    )


@writes(model.FamilyFunction)
def family_function(part: model.FamilyFunction, home: Home) -> Iterator[Statement]:
    """A line of the class or the family that holds it."""
    match = _SLOT.fullmatch(part.slot)
    assert match, part.slot
    inline = f"FUNCTION {match[1]} {match[2]} {part.function}"
    yield Statement(phase=Phase.OPERATION, inline=inline)


@writes(model.Conversion)
def conversion(thing: model.Conversion) -> Iterator[Statement]:
    name = qualified(thing.schema, thing.name)
    home = Home(word="CONVERSION", name=name, owner=thing.owner, thing=thing)
    yield Statement(
        phase=Phase.OPERATION,
        text=f"CREATE {'DEFAULT ' if thing.default else ''}CONVERSION {name} "
        f"FOR {literal(thing.from_encoding)} TO {literal(thing.to_encoding)} "
        f"FROM {thing.function};",
        remarks=joined(owned(home), comment("CONVERSION", name, thing.comment)),
    )


@writes(model.Cast)
def cast(thing: model.Cast) -> Iterator[Statement]:
    source, target = words_between(thing.name, "as")
    how = {
        "function": f"WITH FUNCTION {thing.function}",
        "inout": "WITH INOUT",
        "binary": "WITHOUT FUNCTION",
    }[thing.method]
    when = f" AS {thing.context.upper()}" if thing.context != "explicit" else ""
    yield Statement(
        phase=Phase.OPERATION,
        text=f"CREATE CAST ({source} AS {target}) {how}{when};",
        remarks=comment("CAST", f"({source} AS {target})", thing.comment),
    )


@writes(model.Transform)
def transform(thing: model.Transform) -> Iterator[Statement]:
    kind, language = words_between(thing.name, "language")
    name = f"FOR {kind} LANGUAGE {language}"
    clauses = [
        f"FROM SQL WITH FUNCTION {thing.from_sql}" if thing.from_sql else "",
        f"TO SQL WITH FUNCTION {thing.to_sql}" if thing.to_sql else "",
    ]
    yield Statement(
        phase=Phase.OPERATION,
        text=f"CREATE TRANSFORM {name} (\n    {_listed(clauses)}\n);",
        remarks=comment("TRANSFORM", name, thing.comment),
        makes=(("TRANSFORM", thing.name),),
        after=(("LANGUAGE", unquoted(language)),),
    )
