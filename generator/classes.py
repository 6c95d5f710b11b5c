"""What an additional table probably is, each class with its evidence; no class without any."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from generator.history import History, Told
from generator.relations import unquoted
from generator.side import Side
from snapshot import model
from snapshot.sources import JOURNALS

Class = Literal["migration or temporary", "system or extension", "legacy", "unknown"]
CLASSES: tuple[Class, ...] = (
    "migration or temporary", "system or extension", "legacy", "unknown",
)  # fmt: skip

# Tables that extensions make, outside what PostgreSQL knows they own: name → extension.
_EXTENSIONS = {
    "spatial_ref_sys": "postgis", "part_config": "pg_partman", "part_config_sub": "pg_partman",
    "job": "pg_cron", "job_run_details": "pg_cron", "plan_table": "orafce",
}  # fmt: skip
_TEMPORARY = re.compile(
    r"^(?:tmp|temp|bak|backup)_|_(?:tmp|temp|bak|bkp|backup|copy)(?:_?\d+)?$|_\d{8}(?:_?\d+)?$",
    re.I,
)
_LEGACY = re.compile(
    r"^(?:old|legacy|deprecated|obsolete)_|_(?:old|legacy|deprecated|obsolete)$", re.I
)
Columns = frozenset[tuple[str, str]]  # name and type of each
_ALIKE = 0.9  # share of equal columns that makes a table a copy


class Evidence(msgspec.Struct, frozen=True):
    """One fact that speaks for a class. The words are the template's."""

    fact: str
    value: str = ""
    number: int = 0  # a snapshot, or a count


class Additional(msgspec.Struct, frozen=True):
    """A table that nobody expects, what it probably is, and why we think so."""

    key: str
    cls: Class
    evidence: tuple[Evidence, ...]
    columns: int
    finding: bool  # whether the expectation says that nothing more may be there


class Around(msgspec.Struct, frozen=True):
    """What a table is looked at beside: all that is there with it."""

    objects: Mapping[str, model.Object]
    referred: Mapping[tuple[str, str], tuple[str, ...]]  # schema and name → who refers to it
    columns: Mapping[str, Columns]  # of every table
    extensions: tuple[str, ...]  # their keys


def around(side: Side) -> Around:
    """Worked out anew only of what changed."""
    things = side.objects
    over = (things,)
    return Around(
        things,
        side.memory.grouped("referred", over, lambda key: tuple(_refers(things[key]))),
        side.memory.over("column types", over, lambda key: _columns(things[key])),
        side.memory.those(
            "extensions", over, lambda key: isinstance(things[key], model.Extension)
        ),
    )  # fmt: skip


def _refers(thing: model.Object) -> Iterator[tuple[str, str]]:
    """The schema and the name of each table that foreign keys refer to."""
    found = (unquoted(part.references) for part in getattr(thing, "foreign_keys", ()))
    return filter(None, found)


def _columns(thing: model.Object) -> Columns:
    own = thing.columns if isinstance(thing, model.Table) else ()
    return frozenset((column.name, column.type) for column in own)


def classify(
    key: str, around: Around, history: History, told: Told
) -> tuple[Class, tuple[Evidence, ...]]:
    """The class of an additional table, and the facts: those that decide first."""
    table = around.objects[key]
    assert isinstance(table, model.Table)
    about = _about(key, table, around, history)
    for cls, decides in (
        ("migration or temporary", _by_purpose(table)),
        ("system or extension", _by_extension(table, around)),
        ("legacy", _by_past(key, table, history, told)),
    ):
        if decides:
            return cls, (*decides, *about)  # type: ignore[return-value]
    return "unknown", tuple(about)


def by_name(name: str) -> Class:
    """The class that a table's bare name alone speaks for."""
    if name.lower() in JOURNALS or _TEMPORARY.search(name):
        return "migration or temporary"
    if name.lower() in _EXTENSIONS:
        return "system or extension"
    return "legacy" if _LEGACY.search(name) else "unknown"


def _by_purpose(table: model.Table) -> list[Evidence]:
    tool = JOURNALS.get(table.name.lower())
    if tool:
        return [Evidence("tool", tool)]
    match = _TEMPORARY.search(table.name)
    return [Evidence("temporary name", match[0])] if match else []


def _by_extension(table: model.Table, around: Around) -> list[Evidence]:
    extension = _EXTENSIONS.get(table.name.lower())
    if extension and f"extensions/{extension}" in around.objects:
        return [Evidence("extension", extension)]
    owners = [
        thing.name
        for thing in map(around.objects.__getitem__, around.extensions)
        if isinstance(thing, model.Extension)
        and thing.schema == table.schema in (thing.name, thing.name.removeprefix("pg_"))
    ]
    return [Evidence("extension schema", name) for name in owners[:1]]


def _by_past(key: str, table: model.Table, history: History, told: Told) -> list[Evidence]:
    found = []
    assertion = told.get(key)
    if assertion is not None and not assertion.exists:
        found.append(Evidence("must be gone", assertion.domain))
    until = history.expected_until(key)
    if until is not None and (assertion is None or not assertion.exists):
        found.append(Evidence("was expected until", number=until))
    life = history.lives.by_key.get(key)
    for old, number in life.names if life else ():
        if history.expected_until(old) is not None:
            found.append(Evidence("was renamed from", old, number))
    match = _LEGACY.search(table.name)
    return [*found, *([Evidence("legacy name", match[0])] if match else [])]


def _about(key: str, table: model.Table, around: Around, history: History) -> list[Evidence]:
    """What is true of the table whatever its class."""
    found = []
    life = history.lives.by_key.get(key)
    if life is not None:
        found.append(Evidence("first seen", number=life.since))
    twin = _twin(key, around.columns)
    if twin:
        found.append(Evidence("copy of", *twin))
    if table.primary_key is None:
        found.append(Evidence("no primary key"))
    if not table.foreign_keys and (table.schema, table.name) not in around.referred:
        found.append(Evidence("no relations"))
    if table.comment:
        found.append(Evidence("comment", table.comment))
    return found


def _twin(key: str, columns: Mapping[str, Columns]) -> tuple[str, int] | None:
    """The other table whose columns this one shares, by name and type, and how many."""
    own = columns.get(key, frozenset())
    best: tuple[str, int] | None = None
    for other, theirs in columns.items() if len(own) > 2 else ():
        shared = len(own & theirs)
        if other != key and shared >= _ALIKE * len(own) and (best is None or shared > best[1]):
            best = (other, shared)
    return best
