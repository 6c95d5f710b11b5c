"""What was worked out of a history, kept from one build of the pages to the next.

Records never change, so what they tell does not either: one more is taken in where the last build
ended. What is kept is only taken when all that it came of is the same: the tool, the files of every
record, and whatever else a report is made of. It is no part of a project: it lies in the cache of
the user who runs the tool, and may be thrown away at any time.
"""

from __future__ import annotations

import contextlib
import copyreg
import gc
import hashlib
import io
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from snapshot.files import Stat, stats
from snapshot.garbage import uncollected
from snapshot.records import Header
from snapshot.store import Store
from snapshot.trials import Trial

_DEEP = 50_000  # an object that took the place of another holds that one, and so on
_LONG = 30 * 24 * 3600  # seconds
Record = tuple[str | None, Stat, Stat | None]  # digest of the state; its file, its expectation's


@dataclass
class Kept:
    """The work of a build: what it came of, and what came of it."""

    tool: str
    inputs: tuple[Any, ...]  # must be the very same
    records: tuple[Record, ...]  # of those now, must be the first
    trials: tuple[Trial, ...]  # of these records, must be the same
    headers: dict[Stat, tuple[str, Header]]  # of these, by their files: their ids and heads
    work: Any


class Shelf:
    """One file; without a path nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._lean = _Lean()
        self._question: tuple[Any, ...] = ()

    def take(self, inputs: tuple[Any, ...], store: Store, trials: tuple[Trial, ...]) -> Any:
        """The work that is kept of a store, where it still holds; else None."""
        kept = self._kept()
        store.history.known = kept.headers if kept else {}
        records = _records(store)
        files = [record[1] for record in records]
        headers = [(entry.id, entry.header) for entry in store.history.entries]
        told = dict(zip(files, headers, strict=True))
        self._question = (inputs, records, _about(records, trials), told)
        if kept is None or kept.inputs != inputs:
            return None
        first = records[: len(kept.records)]
        holds = kept.records == first and kept.trials == _about(first, trials)
        return kept.work if holds else None

    def _kept(self) -> Kept | None:
        """What this very tool kept."""
        if self.path is None or not self.path.is_file():
            return None
        try:
            with uncollected():
                kept = self._lean.read(self.path.read_bytes())  # only its user can write there
        except Exception:  # cut off, or of another version: as if it was not there
            return None
        gc.freeze()  # it stays until the end: no use in looking through it again and again
        return kept if isinstance(kept, Kept) and kept.tool == tool() else None

    def put(self, work: Any) -> None:
        """Keep what came of what was asked for; where that cannot be, it is done again."""
        if self.path is None:
            return
        deep = sys.getrecursionlimit()
        with contextlib.suppress(OSError, RecursionError):
            sys.setrecursionlimit(max(deep, _DEEP))
            with uncollected():
                inputs, records, trials, told = self._question
                kept = Kept(tool(), inputs, records, trials, told, work)
                text = self._lean.written(kept)
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(dir=self.path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(text)
            Path(name).replace(self.path)
            forget_old(self.path.parent)
        sys.setrecursionlimit(deep)


def forget_old(folder: Path) -> None:
    """Remove what nobody wrote for long: the work on projects that are no longer built."""
    for path in folder.iterdir():
        if path.is_file() and path.stat().st_mtime < time.time() - _LONG:
            path.unlink(missing_ok=True)


class _Lean:
    """Writes and reads what leaves out its defaults as records have it: when it is written it must
    know them again, and they are compared by identity.

    It never changes: what was read is written as it was. (All else that is kept by the thousand is
    not keyword-only: that is written and read by name, in three times as long.)
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[msgspec.Struct, bytes]] = {}  # by id: what was read, its text

    def written(self, kept: Kept) -> bytes:
        out = io.BytesIO()
        pickler = pickle.Pickler(out, protocol=5)
        lean: dict[type, Any] = dict.fromkeys(_lean(msgspec.Struct), self._reduced)
        pickler.dispatch_table = copyreg.dispatch_table | lean
        pickler.dump(kept)
        return out.getvalue()

    def read(self, text: bytes) -> Any:
        reader = _Reader(io.BytesIO(text))
        reader.again = self._again
        return reader.load()

    def _reduced(self, thing: msgspec.Struct) -> tuple[Any, ...]:
        known = self._known.get(id(thing))
        return _again, (type(thing), known[1] if known else msgspec.msgpack.encode(thing))

    def _again(self, cls: type[msgspec.Struct], text: bytes) -> msgspec.Struct:
        thing = _again(cls, text)
        self._known[id(thing)] = (thing, text)
        return thing


class _Reader(pickle.Unpickler):
    """Tells what it reads to the one who wants to know."""

    again: Callable[[type[msgspec.Struct], bytes], msgspec.Struct]

    def find_class(self, module: str, name: str) -> Any:
        ours = (module, name) == (__name__, _again.__name__)
        return self.again if ours else super().find_class(module, name)


def _again(cls: type[msgspec.Struct], text: bytes) -> msgspec.Struct:
    return msgspec.msgpack.decode(text, type=cls)


def _lean(cls: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for each in cls.__subclasses__():
        if each.__struct_config__.omit_defaults:
            yield each
        yield from _lean(each)


def _about(records: tuple[Record, ...], trials: tuple[Trial, ...]) -> tuple[Trial, ...]:
    """The trials that were made of these records."""
    states = {record[0] for record in records}
    return tuple(trial for trial in trials if trial.state in states)


def _records(store: Store) -> tuple[Record, ...]:
    """All records, in the order of the history: the digest of each state, and its files."""
    mine = {told[0]: told for told in stats(store.history.folder)}
    theirs = {told[0]: told for told in stats(store.expectations.folder)}
    told = {entry.id: theirs[entry.path.name] for entry in store.expectations.entries}
    return tuple(
        (
            entry.header.digests.state if entry.header.digests else None,
            mine[entry.path.name], told.get(entry.header.expectation or ""),
        )
        for entry in store.history.entries
    )  # fmt: skip


@cache
def tool() -> str:
    """The digest of all code and data that pages come of, and of what reads the records."""
    found = hashlib.sha256(f"{sys.version} {msgspec.__version__}".encode())
    for path in _sources():
        found.update(f"\n{path.name}\n".encode() + path.read_bytes())
    return found.hexdigest()


def _sources() -> Iterable[Path]:
    here = Path(__file__).resolve().parent
    for folder in (here, here.parent / "snapshot"):
        for ending in ("py", "j2", "json", "sql", "po"):
            yield from sorted(folder.rglob(f"*.{ending}"))
