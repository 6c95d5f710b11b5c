"""Tables: plain, partitioned, foreign, inherited; and their partitions."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from generator.ddl import columns
from generator.ddl.inheritance import create, given_to_parents, is_heir
from generator.ddl.quoting import (
    comment,
    foreign_options,
    ident,
    joined,
    qualified,
    storage_options,
)
from generator.ddl.statement import Home, Name, Phase, Statement, owned, writes
from generator.ddl.views import marked
from generator.ddl.walk import parts_of, split
from snapshot import model

_Any = model.Table | model.Partition


@writes(model.Table)
def table(thing: model.Table) -> Iterator[Statement]:
    """A table with what CREATE TABLE can hold; what circles must wait for stands apart."""
    home = Home(
        word=_word(thing), name=qualified(thing.schema, thing.name), owner=thing.owner,
        thing=thing, schema=thing.schema,
    )  # fmt: skip
    lines, rest = split(parts_of(thing, home))
    stays = [line for line in lines if line.bare is not None]
    moves = [line for line in lines if line.bare != line.inline]
    whole = _create(thing, home, lines, bare=False)
    bare = _create(thing, home, stays, bare=True)
    later = (_later(line) for line in moves)
    yield msgspec.structs.replace(whole, apart=(bare, *later) if moves else ())
    yield from rest
    yield from given_to_parents(thing, home)
    if thing.of_type is not None:
        yield Statement(phase=Phase.LINK, text=f"{home.alter} OF {thing.of_type};")
    yield from marked(thing, home)
    yield from _row_security(thing, home)


def _word(thing: _Any) -> str:
    return "TABLE" if thing.foreign_server is None else "FOREIGN TABLE"


def _create(
    thing: model.Table, home: Home, lines: list[Statement], *, bare: bool
) -> Statement:  # fmt: skip
    shown = ",\n".join(f"    {line.bare if bare else line.inline}" for line in lines)
    inside = f"(\n{shown}\n)" if lines else "()"
    text = f"CREATE {_kind(thing)} {home.name} {inside}{_suffix(thing)};"
    if is_heir(thing):
        text = create(thing, home, _kind(thing), _suffix(thing), lines, bare=bare)
    return Statement(
        phase=Phase.TABLE,
        text=text,
        remarks=joined(
            owned(home),
            comment(home.word, home.name, thing.comment),
            *(line.remarks for line in lines),
        ),
        makes=((thing.schema, thing.name),),
        after=_after(thing),
    )


def _later(line: Statement) -> Statement:
    """What is taken out of CREATE TABLE; the remarks on a column stayed with it."""
    return line if line.bare is None else msgspec.structs.replace(line, remarks="")


def _kind(thing: _Any) -> str:
    return ("UNLOGGED " if thing.unlogged else "") + _word(thing)


def _suffix(thing: _Any) -> str:
    """What follows the columns, or the bound, in CREATE TABLE."""
    by = f" PARTITION BY {thing.partition_by}" if thing.partition_by is not None else ""
    if thing.foreign_server is not None:
        by += f" SERVER {ident(thing.foreign_server)}{foreign_options(thing.foreign_options)}"
    using = f" USING {ident(thing.access_method)}" if thing.access_method is not None else ""
    space = f" TABLESPACE {ident(thing.tablespace)}" if thing.tablespace is not None else ""
    return by + using + storage_options(thing.options) + space


def _after(thing: _Any) -> tuple[Name, ...]:
    named = (("SERVER", thing.foreign_server), ("ACCESS METHOD", thing.access_method))
    return tuple((word, name) for word, name in named if name is not None)


def _row_security(thing: _Any, home: Home) -> Iterator[Statement]:
    text = joined(
        f"{home.alter} ENABLE ROW LEVEL SECURITY;" if thing.row_security else "",
        f"{home.alter} FORCE ROW LEVEL SECURITY;" if thing.force_row_security else "",
    )
    if text:
        yield Statement(phase=Phase.POLICY, text=text)


@writes(model.Partition)
def partition(part: model.Partition, home: Home) -> Iterator[Statement]:
    """A partition, and how it differs from what its parent gives it."""
    assert isinstance(home.thing, model.Table)
    parents = _parents(part, home.thing)
    part = _effective(part, parents)
    schema, name = _names(part.name, home.thing)
    own = Home(
        word=_word(part), name=qualified(schema, name), owner=part.owner or home.owner,
        thing=part, schema=schema, parents=parents,
    )  # fmt: skip
    lines, rest = split(parts_of(part, own))
    number = len(part.columns)  # they come first, and PARTITION OF has no room for the others
    said = [line.remarks for line in lines[:number]]
    yield Statement(
        phase=Phase.PARTITION,
        text=_make(part, own, home.thing),
        remarks=joined(owned(own), comment(own.word, own.name, part.comment), *said),
        makes=((schema, name),),
        after=_after(part),
    )
    yield from (msgspec.structs.replace(line, inline=None) for line in lines[number:])
    yield from rest
    yield from marked(part, own)
    yield from _row_security(part, own)


def _make(part: model.Partition, home: Home, root: model.Table) -> str:
    """PARTITION OF; but a table that is attached where a column is computed otherwise."""
    parent = qualified(*_names(part.parent, root)) if part.parent else _name(root)
    given = _columns(home.parents)
    differs = [c for c in part.columns if c.generated != given.get(c.name, c).generated]
    if not differs:
        create = f"CREATE {_kind(part)} {home.name} PARTITION OF {parent}\n    {part.bound}"
        return joined(
            f"{create}{_suffix(part)};", columns.deviations(part.columns, given, home)
        )  # fmt: skip
    own = {column.name: column for column in part.columns}
    checks = {check.name: check for above in home.parents for check in above.check_constraints}
    lines = [columns.line(own.get(name, column), home) for name, column in given.items()]
    lines += [f"CONSTRAINT {ident(c.name)} CHECK ({c.expression})" for c in checks.values()]
    shown = ",\n".join(f"    {line}" for line in lines)
    return (
        f"CREATE {_kind(part)} {home.name} (\n{shown}\n){_suffix(part)};\n"
        f"ALTER TABLE {parent} ATTACH PARTITION {home.name} {part.bound};"
    )


def _parents(part: model.Partition, root: model.Table) -> tuple[_Any, ...]:
    """Everything above a partition, the nearest first."""
    by_name = {other.name: other for other in root.partitions}
    found: list[_Any] = []
    above = by_name.get(part.parent or "")
    while above is not None and above not in found:
        found.append(above)
        above = by_name.get(above.parent or "")
    return (*found, root)


def _columns(parents: tuple[_Any, ...]) -> dict[str, model.Column]:
    """The columns that a partition is given, as the tables above it have changed them."""
    found: dict[str, model.Column] = {}
    for above in reversed(parents):
        for column in above.columns:
            found[column.name] = msgspec.structs.replace(column, identity=None)
    return found


def _effective(part: model.Partition, parents: tuple[_Any, ...]) -> model.Partition:
    """With the owner that a snapshot leaves out where it is the parent's."""
    owner = next((p.owner for p in (part, *parents) if p.owner is not None), None)
    return msgspec.structs.replace(part, owner=owner)


def _names(name: str, root: model.Table) -> tuple[str, str]:
    """The schema and the name of a partition, which stand unquoted with a dot between."""
    if name.startswith(f"{root.schema}."):
        return root.schema, name[len(root.schema) + 1 :]
    schema, _, own = name.partition(".")
    return schema, own


def _name(root: model.Table) -> str:
    return qualified(root.schema, root.name)
