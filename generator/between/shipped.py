"""Any two snapshots compared, as data that a page loads: docs/comparing.md tells the format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.between.families import Families, Family
from generator.between.nets import Found, Nets, Span
from generator.between.records import Brought, Records
from generator.changes import SEVERITIES, Change, hazard_words
from generator.links import Links
from generator.overrides import Overrides, severity_of
from generator.sentences import object_name, one_line

Rows = dict[str, list[Any]]
Told = dict[Span, list[int]]


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
    families, records = nets.families, Records()
    told = [_family(nets, family, records) for family in families.all if family.events]
    brought = Brought(records, families)
    place = records.ranked()
    strings = Strings()
    changes: list[Any] = [None] * len(records.all)
    for number, found in enumerate(records.all):
        changes[place[number]] = _change(found, families, links, severities, strings)
    return {
        "strings": strings.all, "changes": changes,
        "families": [_placed(each, place) for each in told],
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
    found: Found, families: Families, links: Links, severities: Overrides, strings: Strings
) -> list[int]:
    """One change as numbers; those of texts point into the strings."""
    change = found.change
    told = severity_of(change.rule, severities)
    things = tuple(v.thing for v in (found.new, found.old) if v is not None and v.thing is not None)
    called = one_line(object_name(change.object, things))
    return [
        *map(strings, (change.object, called)),
        *map(strings, (_target(change, found, families, links), change.kind)),
        *map(strings, (change.name, change.sentence, change.reason, change.rule)),
        strings(hazard_words(change.hazards)),
        SEVERITIES.index(change.severity),
        -1 if told is None else SEVERITIES.index(told),
    ]


def _target(change: Change, found: Found, families: Families, links: Links) -> str:
    """The page of the object as it is called today, below that of the database; "" for none."""
    life = families.told[found.life].life
    address = links.object(life.key, change.part)
    return "" if address is None else address.removeprefix(f"{links.root}/")


def _family(nets: Nets, family: Family, records: Records) -> tuple[list[int], Told, list[Any]]:
    """Its snapshots as one strand, what differs over spans of steps, and its strands."""
    strands = []
    for strand in family.strands:
        steps = {
            (number, number): [
                records.add(each)
                for each in nets.step(number)
                if each.life in family.lives and nets.lies_in(each, strand)
            ]
            for number in strand.events
        }
        spans = nets.of_strand(family, strand)
        strands.append((strand.events, steps, _numbers(spans, records)))
    return family.whole, _numbers(nets.of_family(family), records), strands


def _numbers(spans: dict[Span, list[Found]], records: Records) -> Told:
    return {span: [records.add(each) for each in found] for span, found in spans.items()}


def _placed(told: tuple[list[int], Told, list[Any]], place: list[int]) -> list[Any]:
    whole, nets, strands = told
    return [
        whole, _spans(nets, place),
        [[events, [_list(steps[n, n], place) for n in events], _spans(found, place)]
         for events, steps, found in strands],
    ]  # fmt: skip


def _spans(nets: Told, place: list[int]) -> dict[str, list[int]]:
    return {f"{first}-{last}": _list(found, place) for (first, last), found in nets.items()}


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
