"""Functions, procedures and window functions, their bodies byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from generator.ddl.quoting import (
    comment,
    depends,
    dollar,
    ident,
    joined,
    literal,
    qualified,
    setting,
)
from generator.ddl.statement import Home, Phase, Statement, owned, writes
from generator.ddl.walk import parts_of
from snapshot import model

_BETWEEN = re.compile(r', (?=(?:[^"]*"[^"]*")*[^"]*$)')  # a comma that is no part of a name


@writes(model.Function)
def function(thing: model.Function) -> Iterator[Statement]:
    """A routine. The script turns the checking of bodies off: only SQL-standard ones need a thing.

    The server looks into a text body too where it inlines an immutable function: hence `hopes`.
    """
    word = "PROCEDURE" if thing.routine == "procedure" else "FUNCTION"
    name = qualified(thing.schema, thing.name)
    home = Home(word=word, name=called(thing), owner=thing.owner, thing=thing)
    head = f"{word} {name}({thing.arguments}){_attributes(thing)}"
    standard = is_standard(thing)
    inlined = thing.language == "sql" and thing.volatility == "immutable" and not standard
    whole = Statement(
        phase=Phase.FUNCTION,
        text=f"CREATE {head}{_body(thing)};",
        remarks=joined(
            owned(home),
            depends(home.alter, thing.depends_on_extensions),
            comment(word, home.name, thing.comment),
        ),
        makes=((thing.schema, thing.name),),
        after=(
            ("LANGUAGE", thing.language),
            *(("TRANSFORM", f"{t} language {ident(thing.language)}") for t in thing.transforms),
        ),
        hopes="\n".join(thing.body) if inlined else "",
    )
    yield msgspec.structs.replace(whole, apart=_stub_first(thing, head, whole) if standard else ())
    yield from parts_of(thing, home)


def called(thing: model.Function) -> str:
    """What tells it from its siblings. Without a mode, the types of a procedure may be meant with
    those of its OUT arguments, and so fit another one, too.
    """
    types = thing.argument_types
    if thing.routine == "procedure" and types:
        types = "IN " + _BETWEEN.sub(", IN ", types)
    return f"{qualified(thing.schema, thing.name)}({types})"


def is_standard(thing: model.Function) -> bool:
    """Whether the body is SQL itself and not a text: neither form is a valid text in `sql`."""
    first = thing.body[0] if thing.body else ""
    return thing.language == "sql" and (first == "BEGIN ATOMIC" or first.startswith("RETURN "))


def _attributes(thing: model.Function) -> str:
    """Everything between the arguments and the body, a line each."""
    words = [
        "WINDOW" if thing.routine == "window" else "",
        thing.volatility.upper() if thing.volatility != "volatile" else "",
        "STRICT" if thing.strict else "",
        "SECURITY DEFINER" if thing.security_definer else "",
        "LEAKPROOF" if thing.leakproof else "",
        f"PARALLEL {thing.parallel.upper()}" if thing.parallel != "unsafe" else "",
        f"COST {_number(thing.cost)}" if thing.cost is not None else "",
        f"ROWS {_number(thing.rows)}" if thing.rows is not None else "",
    ]
    lines = [
        f"RETURNS {thing.returns}" if thing.returns else "",
        f"LANGUAGE {ident(thing.language)}",
        " ".join(word for word in words if word),
        f"TRANSFORM {', '.join(f'FOR TYPE {name}' for name in thing.transforms)}"
        if thing.transforms
        else "",
        f"SUPPORT {thing.support}" if thing.support is not None else "",
        *map(setting, thing.settings),
    ]
    return "".join(f"\n    {line}" for line in lines if line)


def _number(value: float) -> str:
    return repr(value).removesuffix(".0")


def _body(thing: model.Function) -> str:
    body = "\n".join(thing.body)
    if is_standard(thing):
        return f"\n{body}"
    if thing.library is not None:
        return f"\n    AS {literal(thing.library)}, {literal(body)}"
    return f"\n    AS {dollar(body)}"


def _stub_first(thing: model.Function, head: str, whole: Statement) -> tuple[Statement, ...]:
    """First with no body, so that what the body mentions may mention it; then as it is."""
    stub = msgspec.structs.replace(whole, text=f"CREATE {head}\n    AS '';")
    real = Statement(phase=Phase.FUNCTION, text=f"CREATE OR REPLACE {head}{_body(thing)};")
    return stub, real
