"""What an additional table probably is, each class with its evidence; no class without any."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from generator.history import History, Told
from generator.relations import Relations
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


def classify(
    key: str, state: model.State, history: History, told: Told, relations: Relations
) -> tuple[Class, tuple[Evidence, ...]]:
    """The class of an additional table, and the facts: those that decide first."""
    table = state[key]
    assert isinstance(table, model.Table)
    about = _about(key, table, state, history, relations)
    for cls, decides in (
        ("migration or temporary", _by_purpose(table)),
        ("system or extension", _by_extension(table, state)),
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


def _by_extension(table: model.Table, state: model.State) -> list[Evidence]:
    extension = _EXTENSIONS.get(table.name.lower())
    if extension and f"extensions/{extension}" in state:
        return [Evidence("extension", extension)]
    owners = [
        thing.name
        for thing in state.values()
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


def _about(
    key: str, table: model.Table, state: model.State, history: History, relations: Relations
) -> list[Evidence]:
    """What is true of the table whatever its class."""
    found = []
    life = history.lives.by_key.get(key)
    if life is not None:
        found.append(Evidence("first seen", number=life.since))
    twin = _twin(key, table, state)
    if twin:
        found.append(Evidence("copy of", *twin))
    if table.primary_key is None:
        found.append(Evidence("no primary key"))
    if not table.foreign_keys and not any(
        use.how == "foreign_key" for use in relations.used_by.get(key, ())
    ):
        found.append(Evidence("no relations"))
    if table.comment:
        found.append(Evidence("comment", table.comment))
    return found


def _twin(key: str, table: model.Table, state: model.State) -> tuple[str, int] | None:
    """The other table whose columns this one shares, by name and type, and how many."""
    own = {(column.name, column.type) for column in table.columns}
    best: tuple[str, int] | None = None
    for other, thing in state.items():
        if isinstance(thing, model.Table) and other != key and len(own) > 2:
            shared = len(own & {(column.name, column.type) for column in thing.columns})
            if shared >= _ALIKE * len(own) and (best is None or shared > best[1]):
                best = (other, shared)
    return best
