"""What is shipped of one family in one direction, as far as no other family has a say in it.

From one build to the next few families change, so their pieces are kept. What was worked out of
each change lies there encoded: so it is read at once, and costs next to nothing to keep.
"""

from __future__ import annotations

import msgspec

from generator import grouping
from generator.between.families import Family
from generator.between.kept import kept
from generator.between.nets import Flat, Found, Nets, Span, flat, unfolded
from generator.between.places import places_of
from generator.between.records import NOWHERE, Records, may_bring, objects
from generator.changes import SEVERITIES, hazard_words
from generator.overrides import Overrides, severity_of
from generator.sentences import object_name, one_line

Numbers = list[int]  # of changes of the piece
UNSET = -1  # instead of a severity


class Line(msgspec.Struct, frozen=True, array_like=True):
    """What follows from a change and its family."""

    strand: int  # of the family, that it lies in
    called: str  # the object
    hazards: str  # in words
    configured: int  # its severity, as the configuration sets it
    names: list[str]  # what that is known by which it may bring something to
    near: list[str]  # the keys and names of what may have brought it


class Piece(msgspec.Struct, frozen=True, array_like=True):
    """A family: its snapshots as one strand, what differs over spans of steps, and its strands."""

    whole: list[int]
    spans: dict[str, Numbers]
    strands: list[tuple[list[int], list[Numbers], dict[str, Numbers]]]  # events, steps, spans
    lines: list[Line]  # of each change


_encoded = msgspec.msgpack.Encoder().encode
_decoded = msgspec.msgpack.Decoder(Piece).decode


def piece_of(nets: Nets, family: Family, severities: Overrides) -> tuple[list[Found], Piece]:
    """The changes of a family, each once, and its piece, which tells them by their numbers.

    Steps only ever add to what is known of a life. So of how many there are follows what they say
    and in which strands, but for what the differ found, and for events that came from elsewhere.
    """
    strands = [nets.of_strand(family, strand) for strand in family.strands]
    spans = nets.of_family(family)
    on = (
        nets.families.outline(family), *(nets.compared(number) for number in family.events),
        *(flat(found) for over in (spans, *strands) for found in over.values()),
    )  # fmt: skip

    def made() -> tuple[Flat, bytes]:
        found, piece = _made(nets, family, spans, strands, severities)
        return flat(found), _encoded(piece)

    fields, text = kept(nets.history, ("piece", nets.back, family.lives[0]), on, made)
    return unfolded(fields), _decoded(text)


def _made(
    nets: Nets, family: Family, spans: dict[Span, list[Found]],
    of_strands: list[dict[Span, list[Found]]], severities: Overrides,
) -> tuple[list[Found], Piece]:  # fmt: skip
    records = Records()
    strands = []
    for strand, over in zip(family.strands, of_strands, strict=True):
        steps = [
            [
                records.add(each)
                for each in nets.step(number)
                if each.life in family.lives and nets.lies_in(each, strand)
            ]
            for number in strand.events
        ]
        strands.append((strand.events, steps, _numbers(over, records)))
    numbers = _numbers(spans, records)
    lies = {spot: n for n, strand in enumerate(family.strands) for spot in strand.places}
    lines = [_line(found, lies, severities) for found in records.all]
    return records.all, Piece(family.whole, numbers, strands, lines)


def _numbers(spans: dict[Span, list[Found]], records: Records) -> dict[str, Numbers]:
    return {
        f"{first}-{last}": [records.add(each) for each in found]
        for (first, last), found in spans.items()
    }


def _line(found: Found, lies: dict[tuple[int, str], int], severities: Overrides) -> Line:
    change = found.change
    told = severity_of(change.rule, severities)
    old, new = objects(found.old), objects(found.new)
    return Line(
        strand=lies.get((found.life, places_of(change)[0]), NOWHERE),
        called=one_line(object_name(change.object, (*new.values(), *old.values()))),
        hazards=hazard_words(change.hazards),
        configured=UNSET if told is None else SEVERITIES.index(told),
        names=sorted(grouping.names(change.object, old, new)) if may_bring(change) else [],
        near=sorted(grouping.near(change, old, new)),
    )
