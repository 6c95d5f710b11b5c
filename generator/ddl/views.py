"""Views and materialized views."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ddl.columns import dummy
from generator.ddl.quoting import comment, depends, ident, joined, qualified, storage_options
from generator.ddl.statement import Home, Phase, Statement, owned, writes
from generator.ddl.walk import parts_of, split
from snapshot import model


def _home(thing: model.View | model.MaterializedView, word: str) -> Home:
    name = qualified(thing.schema, thing.name)
    return Home(word=word, name=name, owner=thing.owner, thing=thing, schema=thing.schema)


def _query(thing: model.View | model.MaterializedView) -> str:
    return "\n".join(thing.definition).removesuffix(";")


@writes(model.View)
def view(thing: model.View) -> Iterator[Statement]:
    """A view. In a circle it first stands there with its columns alone."""
    home = _home(thing, "VIEW")
    lines, rest = split(parts_of(thing, home))
    said = comment("VIEW", home.name, thing.comment)
    remarks = joined(owned(home), said, *(line.remarks for line in lines))
    makes = ((thing.schema, thing.name),)
    head = f"VIEW {home.name}{storage_options(thing.options)} AS\n{_query(thing)};"
    first = f"CREATE VIEW {home.name} AS\n{dummy(thing.columns)};"
    yield Statement(
        phase=Phase.VIEW,
        text=f"CREATE {head}",
        remarks=remarks,
        makes=makes,
        apart=(
            Statement(phase=Phase.VIEW, text=first, remarks=remarks, makes=makes),
            Statement(phase=Phase.VIEW, text=f"CREATE OR REPLACE {head}"),
        ),
    )
    yield from rest


@writes(model.MaterializedView)
def materialized_view(thing: model.MaterializedView) -> Iterator[Statement]:
    """A materialized view, empty: a snapshot holds no data."""
    home = _home(thing, "MATERIALIZED VIEW")
    lines, rest = split(parts_of(thing, home))
    yield Statement(
        phase=Phase.VIEW,
        text=f"CREATE MATERIALIZED VIEW {home.name}{_stored(thing)} AS\n"
        f"{_query(thing)}\n  WITH NO DATA;",
        remarks=joined(
            owned(home),
            depends(home.alter, thing.depends_on_extensions),
            comment("MATERIALIZED VIEW", home.name, thing.comment),
            *(line.remarks for line in lines),
        ),
        makes=((thing.schema, thing.name),),
        after=(("ACCESS METHOD", thing.access_method),) if thing.access_method else (),
    )
    yield from rest
    yield from marked(thing, home)


def _stored(thing: model.MaterializedView) -> str:
    """What stands between its name and its query."""
    using = f" USING {ident(thing.access_method)}" if thing.access_method else ""
    space = f" TABLESPACE {ident(thing.tablespace)}" if thing.tablespace else ""
    return f"{using}{storage_options(thing.options)}{space}"


def marked(
    thing: model.Table | model.Partition | model.MaterializedView, home: Home
) -> Iterator[Statement]:  # fmt: skip
    """Which index tells its rows apart for replication, and which one it is sorted by."""
    how, _, index = thing.replica_identity.partition(" ")
    if how != "default":
        shown = f"USING INDEX {ident(index)}" if index else how.upper().replace("INDEX", "NOTHING")
        text = f"ALTER {home.word} {home.name} REPLICA IDENTITY {shown};"
        yield Statement(phase=Phase.LINK, text=text)
    if thing.cluster_on is not None:
        text = f"ALTER {home.word} {home.name} CLUSTER ON {ident(thing.cluster_on)};"
        yield Statement(phase=Phase.LINK, text=text)
