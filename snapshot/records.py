"""What is on disk about one moment: the envelope that snapshots and expectations share."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

import msgspec

from snapshot.codec import decode, digest, state_digest
from snapshot.dependents import Dependents
from snapshot.errors import BrokenFile

NEWEST = 18  # the newest major that the queries were written for; later ones work, and are told
FORMAT = 3  # raised when files change so that an older reader would err

T = TypeVar("T")
Identity = dict[str, Any]
"""The server's numbers of one object: `{"oid": 16390, "columns": {"id": 1}, …}`."""

Why = Literal["deploy", "scheduled", "manual", "backfill", "import"]


class Facts(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of everything in a header."""


class Context(Facts, frozen=True):
    """What the capture was for, from flags or the usual CI variables."""

    label: str | None = None
    commit: str | None = None
    deploy: str | None = None
    actor: str | None = None
    url: str | None = None


class Server(Facts, frozen=True):
    """Which server answered. Equal identifier and oid: the numbers of `identity` compare."""

    version: str
    version_number: int
    system_identifier: str | None
    database_oid: int

    @property
    def major(self) -> int:
        return self.version_number // 10000

    def same_database(self, other: Server | None) -> bool:
        return (
            other is not None
            and self.system_identifier is not None
            and (self.system_identifier, self.database_oid)
            == (other.system_identifier, other.database_oid)
        )


class Coverage(Facts, frozen=True):
    """What was read and what was not; no verdict stands without it.

    Kinds are named as in `snapshot.model.kind_name`.
    """

    captured: tuple[str, ...] = ()
    not_on_version: tuple[str, ...] = ()  # such things cannot be on so old a server
    not_permitted: dict[str, str] = {}  # kind → why
    not_captured: dict[str, int] = {}  # in the database, but of no kind of ours: how many
    held: dict[str, int] = {}  # kind → objects that the server knows by an oid, and that are here
    told_with: dict[str, int] = {}  # a word of `snapshot.known.WHY` → those told with another
    include: tuple[str, ...] = ()
    left_out: int = 0  # objects outside `include`
    ignored: dict[str, int] = {}  # pattern → objects that it took away
    built: str | None = None  # what built it: it says nothing of owners, privileges…


class Digests(Facts, frozen=True):
    state: str
    identity: str | None = None
    dependents: str | None = None  # null when they are not known


class Header(Facts, frozen=True):
    """All about a record but its content. `id` is the SHA-256 of its canonical JSON."""

    format: int
    database: str
    at: str  # the moment it speaks of, ISO 8601, UTC
    taken: str  # when the file was made
    why: Why
    parents: tuple[str, ...]  # ids of the records before it; two after a merge of branches
    digests: Digests | None  # null when the capture failed
    context: Context = Context()
    server: Server | None = None
    expectation: str | None = None  # id of the expectation in force
    coverage: Coverage = Coverage()
    untold: str | None = None  # why the expectation of then could not be had
    fingerprint: str | None = None
    failure: str | None = None

    @property
    def id(self) -> str:
        return digest(self)

    @property
    def failed(self) -> bool:
        return self.digests is None


class Replayed(msgspec.Struct, Generic[T], frozen=True):
    """What was true at a record."""

    objects: dict[str, T]
    identity: dict[str, Identity]
    dependents: Dependents | None = None  # null: not known, which is not "none"

    @property
    def digests(self) -> Digests:
        return Digests(
            state=state_digest(self.objects),
            identity=digest(self.identity) if self.identity else None,
            dependents=None if self.dependents is None else digest(self.dependents),
        )


class Body(Facts, Generic[T], frozen=True):
    """The content, told against the record `base`, or complete when that is null.

    `objects`, `identity` and `dependents` hold every item that differs from the base, as it now is;
    an identity that is not known any more is empty, and so are dependents that are gone. `removed`
    holds the keys that are gone. Without `dependents` they are not known, whatever the base says.
    """

    base: str | None
    objects: dict[str, T] = {}
    removed: tuple[str, ...] = ()
    identity: dict[str, Identity] = {}
    dependents: Dependents | None = None

    @staticmethod
    def between(base: str | None, old: Replayed[T], new: Replayed[T]) -> Body[T]:
        """What tells `new` against `old`, the state at `base`."""
        if new is old:
            return Body(base=base, dependents=None if old.dependents is None else {})
        removed = set(old.objects) - set(new.objects)
        return Body(
            base=base,
            objects=_differing(old.objects, new.objects),
            removed=tuple(sorted(removed)),
            identity=_told(old.identity, new.identity, removed),
            dependents=None
            if new.dependents is None
            else _told(old.dependents or {}, new.dependents, removed),
        )

    def apply(self, old: Replayed[T]) -> Replayed[T]:
        """The state that this body tells, from the state at its base."""
        known = self.dependents
        return Replayed(
            _applied(old.objects, self.objects, self.removed),
            _applied(old.identity, self.identity, self.removed),
            None if known is None else _applied(old.dependents or {}, known, self.removed),
        )


def _told(old: dict[str, T], new: dict[str, T], removed: set[str]) -> dict[str, T]:
    """What of a map differs, as it now is; empty where there is nothing any more."""
    lost: dict[str, Any] = {key: {} for key in set(old) - set(new) - removed}
    return _differing(old, new | lost)


def _applied(old: dict[str, T], told: dict[str, T], removed: tuple[str, ...]) -> dict[str, T]:
    """The map that `_told` tells, from the one at the base: that very one where nothing differs."""
    if not told and not removed:
        return old
    found = dict(old)
    for key in removed:
        found.pop(key, None)
    known = told.keys() <= found.keys()
    found |= told
    for key in [key for key, value in told.items() if not value]:
        del found[key]
    return found if known else dict(sorted(found.items()))


def _differing(old: dict[str, T], new: dict[str, T]) -> dict[str, T]:
    return {key: new[key] for key in sorted(new) if old.get(key) != new[key]}


class Record(Facts, Generic[T], frozen=True):
    header: Header
    body: Body[T]


class Envelope(msgspec.Struct, frozen=True):
    """Only the header of a record: the body is skipped, which is fast."""

    header: Header


class _Format(msgspec.Struct, frozen=True):
    format: int


class _Marked(msgspec.Struct, frozen=True):
    """Only the format of a record, which every version can read."""

    header: _Format


_LOST = "Cut off or edited? Bring it back from version control, then `chronicle verify`."


def read(path: Path, cls: type[T]) -> T:
    """A record, or its `Envelope`. Raises `BrokenFile`, of a newer format too."""
    try:
        text = path.read_bytes()
    except OSError as error:
        if path.is_dir():
            what, remedy = "a folder, where a record is due", "Move it away."
        else:
            what, remedy = f"cannot read: {error.strerror or error}", "Make it readable."
        raise BrokenFile(str(path), what, remedy) from error
    try:
        found = decode(text, cls, str(path), _LOST)
    except BrokenFile:
        _check_format(path, decode(text, _Marked, str(path), _LOST).header.format)
        raise
    _check_format(path, found.header.format)  # type: ignore[attr-defined]
    return found


def _check_format(path: Path, found: int) -> None:
    if found > FORMAT:
        raise BrokenFile(
            str(path), f"format {found} is newer than this version reads, which is {FORMAT}",
            "Update schema-chronicle.",
        )  # fmt: skip
