"""Any two snapshots compared, as data that a page loads: docs/comparing.md tells the format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.between.families import Families
from generator.between.nets import Found, Nets
from generator.between.pieces import Line, Piece, piece_of
from generator.between.records import Brought, ranked
from generator.changes import SEVERITIES
from generator.links import Links
from generator.overrides import Overrides

Rows = dict[str, list[Any]]


class Strings:
    """Every text once; a text is told by its number."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._known: dict[str, int] = {}

    def __call__(self, text: str) -> int:
        number = self._known.setdefault(text, len(self.all))
        if number == len(self.all):
            self.all.append(text)
        return number


def rows(nets: Nets, links: Links, severities: Overrides) -> Rows:
    """All that differs in one direction: lists by name, to be cut into files."""
    told = [
        piece_of(nets, family, severities) for family in nets.families.all if family.events
    ]  # fmt: skip
    found = [each for some, _ in told for each in some]
    lines = [line for _, piece in told for line in piece.lines]
    brought = Brought(found, lines)
    place = ranked(found)
    strings = Strings()
    changes: list[Any] = [None] * len(found)
    for number, (each, line) in enumerate(zip(found, lines, strict=True)):
        changes[place[number]] = _change(each, line, nets.families, links, strings)
    return {
        "strings": strings.all, "changes": changes,
        "families": list(_placed((piece for _, piece in told), place)),
        "brought": sorted(
            [place[at], sorted(place[main] for main in mains)]
            for at, mains in brought.mains.items()
        ),
        "softened": sorted(
            [place[main], place[at], SEVERITIES.index(severity), reason]
            for (main, at), (severity, reason) in brought.softened().items()
        ),
    }  # fmt: skip


def _change(
    found: Found, line: Line, families: Families, links: Links, strings: Strings
) -> list[int]:
    """One change as numbers; those of texts point into the strings."""
    change = found.change
    texts = (
        change.object, line.called, _target(found, families, links), change.kind, change.name,
        change.sentence, change.reason, change.rule, line.hazards,
    )  # fmt: skip
    return [*map(strings, texts), SEVERITIES.index(change.severity), line.configured]


def _target(found: Found, families: Families, links: Links) -> str:
    """The page of the object as it is called today, below that of the database; "" for none."""
    life = families.told[found.life].life
    address = links.object(life.key, found.change.part)
    return "" if address is None else address.removeprefix(f"{links.root}/")


def _placed(pieces: Iterable[Piece], place: list[int]) -> Iterator[list[Any]]:
    """Families as rows, which tell each change by its place."""
    first = 0
    for piece in pieces:
        here = place[first : first + len(piece.lines)]
        first += len(piece.lines)
        yield [
            piece.whole, _spans(piece.spans, here),
            [[events, [_list(step, here) for step in steps], _spans(spans, here)]
             for events, steps, spans in piece.strands],
        ]  # fmt: skip


def _spans(spans: dict[str, list[int]], place: list[int]) -> dict[str, list[int]]:
    return {span: _list(found, place) for span, found in spans.items()}


def _list(numbers: Iterable[int], place: list[int]) -> list[int]:
    return sorted({place[number] for number in numbers})


def cut(told: Mapping[str, Iterable[str]], most: int) -> Iterator[dict[str, list[str]]]:
    """Rows in pieces of which none has more characters, if no single row has."""
    piece: dict[str, list[str]] = {}
    held = 0
    for name, some in told.items():
        for row in some:
            if piece and held + len(row) > most:
                yield piece
                piece, held = {}, 0
            piece.setdefault(name, []).append(row)
            held += len(row)
    yield piece
