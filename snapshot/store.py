"""The `snapshots/` folder: records, replay, `current/`. Written atomically, read strictly."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from snapshot import model
from snapshot.codec import digest, state_digest, text_of
from snapshot.entries import Entry, in_order
from snapshot.errors import BrokenFile, ChronicleError
from snapshot.files import UNFINISHED, Stat, check_way, said, stats, write_text
from snapshot.records import Body, Digests, Envelope, Header, Record, Replayed, read

T = TypeVar("T")
RECORD_DEPTH = 3  # how far a record's maps are opened: objects, each object, its fields
_PATIENCE = 60  # seconds to wait for another writer
_ROOM = "Make room, or make the folder writable, "
_NOTHING = f"Nothing was recorded. {_ROOM}and run again."
_RECORDED = f"The snapshot is recorded. {_ROOM}and `chronicle verify` brings current/ up to date."


class Assertion(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is asserted of one object, or of a domain as a whole (key `domains/<name>`)."""

    domain: str
    exists: bool = True
    is_: dict[str, Any] = msgspec.field(name="is", default_factory=dict)
    full: bool = False  # what is not stated has its default, and nothing more may be there
    order: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)  # of parts, when full
    absent: tuple[str, ...] = ()  # parts that must not be there, as `columns/legacy`
    count: dict[str, int] = msgspec.field(default_factory=dict)  # number of parts, by field
    unlisted: tuple[str, ...] = ()  # kinds of which nothing more may be there
    each: dict[str, Any] = msgspec.field(default_factory=dict)  # pattern of parts → fields of each
    renamed: dict[str, str] = msgspec.field(default_factory=dict)  # see `snapshot.renaming`
    source: str | None = None  # what built it, when something did
    by_name: dict[str, Any] = msgspec.field(default_factory=dict)  # of `is`, what YAML says itself
    unasserted: tuple[str, ...] = ()  # fields, at any depth, of which full says nothing either


class Stream(Generic[T]):
    """One chain of records in one folder: snapshots, or expectations."""

    def __init__(self, folder: Path, item: Any) -> None:
        self.folder = folder
        self.item = item
        self.known: Mapping[Stat, tuple[str, Header]] = {}  # by its file: its id, what was read
        self._recent: dict[str, Replayed[T]] = {}  # the last states that were proven, by record
        self._proven: tuple[dict[str, T], dict[str, str]] = ({}, {})  # last; with their digests

    @cached_property
    def entries(self) -> list[Entry]:
        """All records, parents before children; ties by the moment they speak of."""
        check_way(self.folder)
        found = {}
        for told in stats(self.folder):
            path = self.folder / told[0]
            if told in self.known:
                record_id, header = self.known[told]
            else:
                header = read(path, Envelope).header
                record_id = header.id
            found[record_id] = Entry(record_id, path, header)
        return in_order(found)

    @property
    def heads(self) -> list[Entry]:
        """Records that are nobody's parent: one, or several after a merge of branches."""
        parents = {parent for entry in self.entries for parent in entry.header.parents}
        return [entry for entry in self.entries if entry.id not in parents]

    def entry(self, record_id: str) -> Entry:
        for entry in self.entries:
            if entry.id == record_id:
                return entry
        raise BrokenFile(
            str(self.folder), f"record {record_id[:12]} is missing",
            "Bring it back from version control; `chronicle verify` lists what is wrong.",
        )  # fmt: skip

    def load(self, entry: Entry) -> Record[T]:
        return read(entry.path, Record[self.item])  # type: ignore[name-defined]

    def replay(self, entry: Entry, known: dict[str, Replayed[T]] | None = None) -> Replayed[T]:
        """The state at a record, from its base onwards, proven by its digest.

        `known` holds states to start from; without it, those of the last replays do.
        """
        chain: list[Record[T]] = []
        here = entry
        start: Replayed[T] = Replayed({}, {})
        known = self._recent if known is None else known
        while True:
            if here.id in known:
                start = known[here.id]
                break
            record = self.load(here)
            chain.append(record)
            if record.body.base is None:
                break
            here = self.entry(record.body.base)
            if any(here.header == told.header for told in chain):
                raise BrokenFile(str(entry.path), "its base leads back to itself: edited by hand?")
        for record in reversed(chain):
            start = record.body.apply(start)
        if chain:
            self._prove(entry, start)
            self._remember(entry, start)
        return start

    def _remember(self, entry: Entry, state: Replayed[T]) -> None:
        """Keep the last two states: what a command compares."""
        self._recent = dict([*self._recent.items(), (entry.id, state)][-2:])

    def _prove(self, entry: Entry, state: Replayed[T]) -> None:
        digests = entry.header.digests
        if digests and self._digest(state.objects) != digests.state:
            raise BrokenFile(
                str(entry.path), "what is replayed is not what its digest says",
                "A record was changed: `chronicle verify`, and bring it back from version control.",
            )  # fmt: skip

    def _digest(self, objects: dict[str, T]) -> str:
        """`state_digest`; what is the very object of the last time is not encoded again."""
        before, known = self._proven
        others = [key for key, thing in objects.items() if before.get(key) is not thing]
        found = known | {key: digest(objects[key]) for key in others}
        if len(found) > len(objects):
            found = {key: found[key] for key in objects}
        self._proven = (objects, found)
        return digest(found)

    def walk(
        self, start: int = 0, known: dict[str, Replayed[T]] | None = None
    ) -> Iterator[tuple[Entry, Replayed[T] | None]]:
        """Every record with its state, in order; None for a failed capture.

        From one on, when the states before it are known.
        """
        known = known or {}
        for entry in self.entries[start:]:
            if entry.header.failed:
                yield entry, None
                continue
            state = self.replay(entry, known)
            known = {entry.id: state}
            yield entry, state

    @property
    def latest(self) -> Entry | None:
        """The last record that has a state."""
        return next((e for e in reversed(self.entries) if not e.header.failed), None)

    def append(self, header: Header, state: Replayed[T] | None) -> Entry:
        """Add a record after the present heads. The caller holds the store's lock.

        A state that is the very one of the last replay has not changed, and is not compared.
        """
        self.refresh()
        base = self.latest
        body: Body[T] = Body(base=base.id if base else None)
        digests: Digests | None = None
        if state is not None:
            old = self.replay(base) if base else Replayed({}, {})
            body = Body.between(body.base, old, state)
            digests = base.header.digests if base and state is old else state.digests
        parents = tuple(sorted(entry.id for entry in self.heads))
        header = msgspec.structs.replace(header, parents=parents, digests=digests)
        entry = Entry(header.id, self._write(Record(header, body)), header)
        self.refresh()
        if state is not None:
            self._remember(entry, state)
        return entry

    def refresh(self) -> None:
        """Forget which records there are: another process may have written."""
        self.__dict__.pop("entries", None)

    def _write(self, record: Record[T]) -> Path:
        name = record.header.at.replace(":", "")
        text = text_of(record, RECORD_DEPTH)
        for ending in ("", f"-{record.header.id[:8]}"):
            path = self.folder / f"{name}{ending}.json"
            try:
                write_text(path, text, durable=True, exclusive=True)
            except FileExistsError:
                continue
            return path
        raise ChronicleError(f"{path}: this record is there already.")


class Store:
    """All that is kept of one database, under `snapshots/<database>/`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.current = root / "current"
        self._changing = root / f"{UNFINISHED}current"  # there while `current/` is written
        self.folds = root / "folds"  # see `snapshot.spellings`
        self.trials = root / "trials"  # see `snapshot.trials`
        self.claims = root / "claims"  # see `snapshot.claims`
        self.history: Stream[model.Object] = Stream(root / "history", model.any_object())
        self.expectations: Stream[Assertion] = Stream(root / "expectations", Assertion)

    def record(
        self, header: Header, state: Replayed[model.Object] | None,
        expectation: dict[str, Assertion] | None = None, untold: str | None = None,
    ) -> Entry:  # fmt: skip
        """Write one snapshot, with the expectation in force when that is new; then `current/`.

        `untold`: why the expectation of now could not be had.
        """
        from filelock import FileLock  # it brings asyncio, and most commands write nothing

        with said(self.root, _NOTHING):
            self.root.mkdir(parents=True, exist_ok=True)
            with FileLock(self.root / ".lock", timeout=_PATIENCE):
                self._sweep()
                header = msgspec.structs.replace(header, untold=untold)
                if expectation is not None:
                    told = self._expectation(header, expectation)
                    header = msgspec.structs.replace(header, expectation=told.id)
                self.history.refresh()
                held = self._held()
                old = self.history.replay(held) if held and state else None
                entry = self.history.append(header, state)
                if state is not None and state is not old:
                    with said(self.current, _RECORDED):
                        self.write_current(state.objects, old.objects if old else None)
        return entry

    def _held(self) -> Entry | None:
        """The record whose state `current/` has; None when a run was killed, or branches merged."""
        single = len(self.history.heads) == 1
        return self.history.latest if single and not self._changing.exists() else None

    def _expectation(self, header: Header, asserted: dict[str, Assertion]) -> Entry:
        """The record of these assertions: the latest one when nothing changed."""
        latest = self.expectations.latest
        if latest and latest.header.digests == Digests(state=state_digest(asserted)):
            return latest
        bare = Header(
            format=header.format, database=header.database, at=header.at, taken=header.taken,
            why=header.why, parents=(), digests=None, context=header.context,
        )  # fmt: skip
        return self.expectations.append(bare, Replayed(asserted, {}))

    def _sweep(self) -> None:
        """Remove what a killed run left half-written; what is in `current/`, its writer removes."""
        for folder in (self.history.folder, self.expectations.folder):
            for leftover in folder.glob(f"{UNFINISHED}*"):
                leftover.unlink(missing_ok=True)

    def write_current(self, objects: model.State, old: model.State | None = None) -> list[str]:
        """Bring `current/` to a state; returns the paths that had to change, sorted.

        With `old`, the state it was brought to before, files of what did not change are not read.
        """
        wanted = {str(self.current / f"{key}.json"): key for key in objects}
        there = {str(Path(at, name)) for at, _, names in os.walk(self.current) for name in names}
        stale = []
        for name, key in wanted.items():
            if name in there and old is not None and old.get(key) == objects[key]:
                continue
            if name not in there or Path(name).read_text("utf-8") != text_of(objects[key]):
                stale.append(name)
        stray = there - wanted.keys()
        if stale or stray:
            self._changing.touch()  # stays when we are killed: then all is read
        for name in stale:
            write_text(Path(name), text_of(objects[wanted[name]]))
        for name in stray:
            Path(name).unlink()
        for folder in [at for at, _, _ in os.walk(self.current, topdown=False)]:
            with contextlib.suppress(OSError):
                Path(folder).rmdir()  # only when empty
        if self._changing.exists():
            self._changing.unlink()
        touched = (Path(name) for name in (*stale, *stray))
        return sorted(path.relative_to(self.root).as_posix() for path in touched)
