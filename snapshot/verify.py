"""Integrity of `snapshots/`: canonical bytes, unbroken chains, states that are what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from snapshot import model, spellings, trials
from snapshot.claims import claiming
from snapshot.codec import digest, text_of
from snapshot.errors import BrokenFile
from snapshot.files import UNFINISHED, check_way
from snapshot.records import Record, Replayed, read
from snapshot.store import RECORD_DEPTH, Store, Stream


class Verified(msgspec.Struct, frozen=True):
    """What was found; `head` is worth noting elsewhere."""

    records: int
    expectations: int
    head: str
    problems: tuple[str, ...]


def verify(store: Store) -> Verified:
    """Check everything that is kept of one database, and rebuild `current/` where it differs."""
    problems = _stream(store.history) + _stream(store.expectations) + _lost(store)
    reports = claiming.problems(store.claims)
    head = "none"
    if not problems and store.history.entries:
        known = {entry.id for entry in store.expectations.entries}
        problems += [
            f"{entry.path}: its expectation {entry.header.expectation[:12]} is missing"
            for entry in store.history.entries
            if entry.header.expectation and entry.header.expectation not in known
        ]
        head = ", ".join(entry.id for entry in store.history.heads)
        if latest := store.history.latest:
            touched = store.write_current(store.history.replay(latest).objects)
            problems += [f"{store.root / path}: was not as recorded; put right" for path in touched]
        problems += spellings.problems(store.folds, _spelled(store))
        problems += trials.problems(store.trials, _digests(store))
    count = len(list(store.history.folder.glob("*.json")))
    told = len(list(store.expectations.folder.glob("*.json")))
    return Verified(count, told, head, (*problems, *reports))


def _digests(store: Store) -> frozenset[str]:
    """Of every recorded state."""
    headers = (entry.header for entry in store.history.entries)
    return frozenset(header.digests.state for header in headers if header.digests)


def _spelled(store: Store) -> dict[str, model.State]:
    """The recorded states that the files of spellings speak of, by digest."""
    wanted = {path.name[:16] for path in store.folds.glob("*.json")}
    return {
        entry.header.digests.state: store.history.replay(entry).objects
        for entry in store.history.entries
        if entry.header.digests and entry.header.digests.state[:16] in wanted
    }


def _lost(store: Store) -> list[str]:
    """What is left of a history that is not there."""
    if store.root.is_file() or any(store.history.folder.glob("*")):
        return []
    return [
        f"{store.history.folder}: no record is there, but {folder.name}/ is not empty: "
        "bring it back from version control"
        for folder in (store.current, store.expectations.folder)
        if any(folder.rglob("*.json"))
    ]


def _stream(stream: Stream[Any]) -> list[str]:
    try:
        check_way(stream.folder)
    except BrokenFile as error:
        return [str(error)]
    problems: list[str] = []
    named: dict[str, Path] = {}
    for path in sorted(stream.folder.glob("*")):
        if not path.name.startswith(UNFINISHED):
            problems += _file(stream, path, named)
    if problems:
        return problems
    known = {entry.id for entry in stream.entries}
    for entry in stream.entries:
        problems += [
            f"{entry.path}: the record before it, {parent[:12]}, is missing or was changed"
            for parent in entry.header.parents
            if parent not in known
        ]
    roots = [entry for entry in stream.entries if not entry.header.parents]
    problems += [f"{entry.path}: a second beginning of the history" for entry in roots[1:]]
    problems += [
        f"{entry.path}: the history ends here too; the next snapshot joins merged branches, "
        "but if nobody merged, somebody added a record"
        for entry in stream.heads[1:]
    ]
    return problems or _states(stream)


def _file(stream: Stream[Any], path: Path, named: dict[str, Path]) -> list[str]:
    """What is wrong with one file; `named` gathers id → path of those that are records."""
    if path.suffix != ".json" or not path.is_file():
        return [f"{path}: not a file of ours"]
    try:
        record = read(path, Record[stream.item])  # type: ignore[name-defined]
    except BrokenFile as error:
        return [str(error)]
    if text_of(record, RECORD_DEPTH).encode() != path.read_bytes():
        return [f"{path}: not the bytes that were written: edited by hand?"]
    header = record.header
    first = named.setdefault(header.id, path)
    if first != path:
        return [f"{path}: the same record as {first.name}: a copy?"]
    if not path.name.startswith(header.at.replace(":", "")):
        return [f"{path}: a record of {header.at}, under another name: renamed by hand?"]
    return []


def _states(stream: Stream[Any]) -> list[str]:
    problems = []
    known: dict[str, Replayed[Any]] = {}
    for entry in stream.entries:
        if entry.header.digests is None:
            continue
        try:
            state = stream.replay(entry, known)
        except BrokenFile as error:
            problems.append(str(error))
            continue
        known = {entry.id: state}
        told = entry.header.digests
        if told.identity is not None and digest(state.identity) != told.identity:
            problems.append(f"{entry.path}: the identity is not what its digest says")
        users = state.dependents
        if told.dependents != (None if users is None else digest(users)):
            problems.append(f"{entry.path}: the dependents are not what their digest says")
    return problems
