"""What the lists of the site hold: the same rows for a page and for its copy as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec

from generator.history import History
from generator.language import noted, plural_of
from generator.lives import Life
from generator.report import Report, Row
from snapshot import model

Members = tuple[str, list[tuple[str, Life]]]  # a kind, and its objects by key
TableRow = tuple[str, Row | None, Life | None]

GROUPS: Mapping[str, tuple[str, ...]] = {
    noted("Views"): ("view", "materialized_view"),
    noted("Code"): ("function", "aggregate", "operator", "event_trigger", "language"),
    noted("Types"): (
        "enum", "domain", "composite_type", "range_type", "base_type", "cast", "collation",
    ),
    noted("Numbers and statistics"): ("sequence", "statistics"),
    noted("Schemas, extensions, the database"): (
        "database", "schema", "extension", "supplied_object",
    ),
    noted("Access"): ("default_privilege",),
    noted("Other servers, and replication"): (
        "foreign_data_wrapper", "foreign_server", "publication", "subscription",
    ),
    noted("Text search"): (
        "text_search_configuration", "text_search_dictionary", "text_search_parser",
        "text_search_template",
    ),
}  # fmt: skip
COPIES: Mapping[str, str] = {
    "tables": noted("every table that there is, should be, or once was"),
    "columns": noted("the columns of all tables and views that there are, with since when"),
    "foreign-keys": noted("every foreign key between two tables"),
    "objects": noted("everything but tables that there is or once was"),
    "domains": noted("the domains of the expectation"),
    "snapshots": noted("the timeline: every record, with verdict and numbers"),
    "changes": noted("every change from one snapshot to the next"),
    "findings": noted("open, waived and resolved; of one that came back, each time"),
    "waivers": noted("in force, ending soon, expired, unused and closed"),
    "trends": noted("open findings, and how many of each kind there were, by snapshot"),
    "coverage": noted(
        "each kind: whether it was captured, how many, how many of them are asserted"
    ),
}
"""The tables of one database as CSV, and what each holds."""

SHOWN = ("column", "view_column", "foreign_key")  # kinds of parts that have a table above
REST = noted("For extensions of the server")  # whatever kind is in no group


def parts(state: Mapping[str, model.Object]) -> list[str]:
    """The kinds of parts that there are, but for those that have a table of their own anyway."""
    found = {model.kind_name(cls) for thing in state.values() for cls in _classes(thing)}
    return [kind for kind in model.parts() if kind in found and kind not in SHOWN]


def _classes(thing: msgspec.Struct) -> Iterator[type[model.Part]]:
    """The classes of whatever a thing is made of; of a thousand columns, mostly the same few."""
    for field, cls in model.children(type(thing)).items():
        if value := getattr(thing, field):
            yield cls
        if value and model.children(cls):
            for part in value if isinstance(value, tuple) else (value,):
                yield from _classes(part)


def sheet_of(kind: str) -> str:
    """What the table of a kind of part is called: `unique-constraints`."""
    return plural_of(kind).replace("_", "-")


def of_status(rows: Iterable[Row], status: str, other: bool = False) -> list[Row]:
    """Tables of a status, or of any other."""
    if type(rows) is tuple:  # of a report, which asks again, or of a domain that several share
        return list(_of_status(_Itself(rows), status, other))
    return [row for row in rows if (row.status == status) != other]


class _Itself:
    """Rows as they are, whatever they are equal to: to compare thousands takes as long as to look
    through them."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows

    def __hash__(self) -> int:
        return id(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.rows is self.rows


@lru_cache(64)
def _of_status(of: _Itself, status: str, other: bool) -> list[Row]:
    return [row for row in of.rows if (row.status == status) != other]


def tables(history: History, latest: Report | None) -> list[TableRow]:
    """Every table that there is, should be, or once was."""
    lives = history.lives.by_key
    rows = {row.key: row for row in latest.rows} if latest else {}
    seen = {key for key, life in lives.items() if isinstance(life.thing, model.Table)}
    keys = sorted({*rows, *seen}, key=lambda key: (key.split("/")[-1], key))
    return [(key, rows.get(key), lives.get(key)) for key in keys]


def objects(history: History) -> list[Members]:
    """Everything but tables that there is or once was, by kind; what is gone is last."""
    found: dict[str, list[tuple[str, Life]]] = {
        model.kind_name(cls): [] for cls in model.kinds().values() if cls is not model.Table
    }
    for key, life in sorted(history.lives.by_key.items()):
        if not isinstance(life.thing, model.Table):
            found[model.kind_name(type(life.thing))].append((key, life))
    return [
        (kind, sorted(members, key=lambda each: each[1].gone is not None))
        for kind, members in found.items()
        if members
    ]


def grouped(found: Sequence[Members]) -> list[tuple[str, list[Members]]]:
    """Kinds under what they are for; a kind that no group knows is with the rest."""
    named = {kind for kinds in GROUPS.values() for kind in kinds}
    groups: list[tuple[str, list[Members]]] = [
        (title, [each for kind in kinds for each in found if each[0] == kind])
        for title, kinds in GROUPS.items()
    ]
    groups.append((REST, [each for each in found if each[0] not in named]))
    return [(title, kinds) for title, kinds in groups if kinds]
