"""Aggregates, and the statistics that somebody asked for."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ddl.operations import operator, operator_name
from generator.ddl.quoting import comment, idents, joined, literal, qualified
from generator.ddl.statement import Home, Phase, Statement, owned, writes
from generator.ddl.walk import parts_of
from snapshot import model

_FUNCTIONS = {  # field → what CREATE AGGREGATE calls it
    "state_function": "SFUNC", "state_type": "STYPE", "final_function": "FINALFUNC",
    "combine_function": "COMBINEFUNC", "serial_function": "SERIALFUNC",
    "deserial_function": "DESERIALFUNC", "moving_state_function": "MSFUNC",
    "moving_inverse_function": "MINVFUNC", "moving_state_type": "MSTYPE",
    "moving_final_function": "MFINALFUNC",
}  # fmt: skip


@writes(model.Aggregate)
def aggregate(thing: model.Aggregate) -> Iterator[Statement]:
    name = qualified(thing.schema, thing.name)
    shown = f"{name}({thing.arguments or '*'})"
    home = Home(word="AGGREGATE", name=shown, owner=thing.owner, thing=thing)
    sort = operator_name(thing.sort_operator) if thing.sort_operator else None
    clauses = ",\n    ".join(_clauses(thing))
    yield Statement(
        phase=Phase.OPERATION,
        text=f"CREATE AGGREGATE {shown} (\n    {clauses}\n);",
        remarks=joined(owned(home), comment("AGGREGATE", shown, thing.comment)),
        makes=((thing.schema, thing.name),),
        after=(sort,) if sort else (),
    )
    called = Home(
        word="FUNCTION", name=f"{name}({thing.argument_types})", owner=thing.owner, thing=thing
    )
    yield from parts_of(thing, called)


def _clauses(thing: model.Aggregate) -> Iterator[str]:
    for field, word in _FUNCTIONS.items():
        value = getattr(thing, field)
        if value is not None:
            yield f"{word} = {value}"
    for prefix, size, initial, extra, modify in (
        ("", thing.state_size, thing.initial, thing.final_extra, thing.final_modify),
        ("M", thing.moving_state_size, thing.moving_initial, thing.moving_final_extra,
         thing.moving_final_modify),
    ):  # fmt: skip
        if size:
            yield f"{prefix}SSPACE = {size}"
        if initial is not None:
            yield f"{prefix}INITCOND = {literal(initial)}"
        if extra:
            yield f"{prefix}FINALFUNC_EXTRA"
        if modify is not None:
            yield f"{prefix}FINALFUNC_MODIFY = {modify.upper().replace(' ', '_')}"
    if thing.sort_operator is not None:
        yield f"SORTOP = {operator(thing.sort_operator)}"
    if thing.parallel != "unsafe":
        yield f"PARALLEL = {thing.parallel.upper()}"
    if thing.aggregate == "hypothetical set":
        yield "HYPOTHETICAL"


@writes(model.Statistics)
def statistics(thing: model.Statistics) -> Iterator[Statement]:
    name = qualified(thing.schema, thing.name)
    home = Home(word="STATISTICS", name=name, owner=thing.owner, thing=thing)
    kinds = f" ({', '.join(thing.kinds)})" if thing.kinds else ""
    columns = [idents(thing.columns)] if thing.columns else []
    shown = ", ".join([*columns, *(f"({expression})" for expression in thing.expressions)])
    target = f"{home.alter} SET STATISTICS {thing.target};" if thing.target is not None else ""
    yield Statement(
        phase=Phase.INDEX,
        text=f"CREATE STATISTICS {name}{kinds} ON {shown} FROM {thing.table};",
        remarks=joined(owned(home), target, comment("STATISTICS", name, thing.comment)),
    )
