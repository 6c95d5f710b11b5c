"""Sequences, and the options that an identity column's sequence shares with them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ddl.quoting import comment, joined, qualified
from generator.ddl.statement import Home, Phase, Statement, owned, writes
from generator.ddl.walk import parts_of
from snapshot import model


def sequence_options(thing: model.Sequence | model.Identity) -> list[str]:
    """What is not as the server would have it, in the words of CREATE SEQUENCE."""
    upwards = thing.increment > 0
    natural = (thing.min_value or 1) if upwards else thing.max_value or -1
    if (thing.min_value if upwards else thing.max_value) == 0:
        natural = 0
    options = []
    if thing.start != natural:
        options.append(f"START WITH {thing.start}")
    if thing.increment != 1:
        options.append(f"INCREMENT BY {thing.increment}")
    if thing.min_value is not None:
        options.append(f"MINVALUE {thing.min_value}")
    if thing.max_value is not None:
        options.append(f"MAXVALUE {thing.max_value}")
    if thing.cache != 1:
        options.append(f"CACHE {thing.cache}")
    if thing.cycle:
        options.append("CYCLE")
    return options


@writes(model.Sequence)
def sequence(thing: model.Sequence) -> Iterator[Statement]:
    """A sequence; that it belongs to a column is said once there is the column."""
    home = Home(
        word="SEQUENCE",
        name=qualified(thing.schema, thing.name),
        owner=thing.owner,
        thing=thing,
    )
    unlogged = "UNLOGGED " if thing.unlogged else ""
    kind = f" AS {thing.type}" if thing.type != "bigint" else ""
    options = "".join(f" {option}" for option in sequence_options(thing))
    yield Statement(
        phase=Phase.SEQUENCE,
        text=f"CREATE {unlogged}SEQUENCE {home.name}{kind}{options};",
        remarks=joined(owned(home), comment("SEQUENCE", home.name, thing.comment)),
        makes=((thing.schema, thing.name),),
    )
    if thing.owned_by:
        yield Statement(phase=Phase.LINK, text=f"{home.alter} OWNED BY {thing.owned_by};")
    yield from parts_of(thing, home)
