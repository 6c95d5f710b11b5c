"""References: how any command names a schema. `production~2`, `koveo@2025-09-06`, `live:…`."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from chronicle.config import Project, shown
from generator.side import Side
from snapshot import spellings
from snapshot.codec import decode, key_of
from snapshot.entries import Entry, as_of
from snapshot.errors import ChronicleError
from snapshot.model import Object, any_object
from snapshot.records import Coverage, Record

if TYPE_CHECKING:
    from snapshot.catalog import Capture

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Resolved(msgspec.Struct, frozen=True):
    """A named schema: what to call it, its content, and its record when it has one."""

    label: str
    side: Side
    database: str | None = None
    entry: Entry | None = None
    dated: bool = False  # a moment of the past was named, even if it is the latest


def resolve(project: Project, ref: str) -> Resolved:
    """Find what a reference names. Raises with the forms there are."""
    if ref.startswith("live:"):
        return live(project, project.database(ref[5:]))
    if ref.startswith(("postgresql://", "postgres://")):
        return _url(ref)
    if shown(ref) != ref and not Path(ref).is_file():
        raise ChronicleError(
            f"{shown(ref)}: not a reference.\n"
            "  A connection string is written as postgresql://…, all in lower case."
        )
    if ref.endswith(".json"):
        return _file(Path(ref))
    if ref.endswith(".sql") or ("/" in ref and Path(ref).is_dir()):
        return _built(Path(ref))
    match = re.fullmatch(r"([a-z0-9_-]+)?(?:~(\d+)|@(\S+))?", ref)
    if not match:
        raise ChronicleError(
            f"{ref}: not a reference. Known: DATABASE, DATABASE~2, DATABASE@2026-03-01, "
            "live:DATABASE, postgresql://…, a record's .json file, a .sql file, a folder/ of them."
        )
    name = project.database(match[1])
    entry = _entry(project, name, match[2], match[3])
    dated = match[2] is not None or match[3] is not None
    return msgspec.structs.replace(at_record(project, name, entry), dated=dated)


def at_record(project: Project, name: str, entry: Entry) -> Resolved:
    """The schema as of one record."""
    if entry.header.failed:
        raise ChronicleError(
            f"{name}: the capture of {entry.header.at} failed ({entry.header.failure}): "
            "there is no schema of that moment."
        )
    state = project.store(name).history.replay(entry)
    header = entry.header
    side = Side(
        state.objects, state.identity, header.server, header.coverage, name,
        state=header.digests.state if header.digests else None,
        spellings=spellings.load(project.store(name).folds), dependents=state.dependents,
    )  # fmt: skip
    return Resolved(f"{name}@{header.at}", side, name, entry)


def _entry(project: Project, name: str, back: str | None, moment: str | None) -> Entry:
    entries = project.store(name).history.entries
    if not entries:
        raise ChronicleError(
            f"{name}: there is no snapshot yet.\n  Take the first: `chronicle snapshot {name}`."
        )
    good = [entry for entry in entries if not entry.header.failed]
    if moment:
        until = _until(moment)
        past = as_of(entries, until) if until else None
        if past is None:
            raise ChronicleError(
                f"{name}@{moment}: no snapshot of then; the first is of {entries[0].header.at}.\n"
                "  A moment is 2026-03-01, or 2026-03-01T12:00:00Z."
            )
        return past
    number = int(back or 0)
    if not good or (back and number >= len(entries)):
        raise ChronicleError(f"{name}~{number}: there are {len(entries)} records only.")
    return entries[-1 - number] if back else good[-1]


def _until(moment: str) -> str | None:
    """A date's end, or a moment in UTC, as records write it; None when it is neither."""
    try:
        found = datetime.fromisoformat(f"{moment}T23:59:59Z" if _DATE.fullmatch(moment) else moment)
        if found.tzinfo is None:
            found = found.replace(tzinfo=UTC)
        in_utc = found.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    except (ValueError, OverflowError):
        return None
    return f"{in_utc.isoformat()}Z"


def live(project: Project, name: str) -> Resolved:
    """The schema as it is now on the server; nothing is recorded."""
    from snapshot import catalog, scope  # the driver is loaded only when it is needed

    config = project.config.databases[name]
    if config.build is not None:
        from chronicle import code

        found = code.capture(project, name)
    else:
        url, source = project.url(name)
        found = scope.narrow(catalog.capture(url, source), config.include, config.ignore)
    side = msgspec.structs.replace(
        _side_of(found), database=name, spellings=spellings.load(project.store(name).folds)
    )
    return Resolved(f"live:{name}", side, name)


def _side_of(found: Capture) -> Side:
    return Side(
        found.objects, found.identity, found.server, found.coverage, dependents=found.dependents
    )


def _url(url: str) -> Resolved:
    from snapshot import catalog

    return Resolved("postgresql://…", _side_of(catalog.capture(url, "the given URL")))


def _file(path: Path) -> Resolved:
    """A complete record of ours, or one object of it."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise ChronicleError(f"{path}: cannot read: {error.strerror}") from error
    if b'"header"' in text[:40]:
        record: Record[Object] = decode(text, Record[any_object()], str(path))  # type: ignore[misc, arg-type]
        if record.body.base is not None:
            raise ChronicleError(
                f"{path}: this record is told against another one.\n"
                f"  Name it by its database: {record.header.database}@{record.header.at}."
            )
        header = record.header
        body = record.body
        side = Side(
            body.objects, body.identity, header.server, header.coverage,
            dependents=body.dependents,
        )  # fmt: skip
        return Resolved(str(path), side)
    thing = decode(text, any_object(), str(path))
    return Resolved(str(path), Side({key_of(thing): thing}, coverage=Coverage()))


def _built(path: Path) -> Resolved:
    """What a file of SQL, or a folder of migrations, makes on the scratch server."""
    from chronicle import code
    from snapshot.sources import Source

    if not path.exists():
        raise ChronicleError(f"{path}: there is no such file or folder.")
    source = Source(migrations=str(path)) if path.is_dir() else Source(sql=str(path))
    return Resolved(str(path), _side_of(code.built(source, Path())))


def pair(project: Project, old: str, new: str) -> tuple[Resolved, Resolved]:
    """Two references to compare. One object's file is held against that object alone."""
    left, right = resolve(project, old), resolve(project, new)
    return _only(left, right), _only(right, left)


def _only(found: Resolved, other: Resolved) -> Resolved:
    if other.side.coverage.captured or not found.side.coverage.captured:
        return found
    objects = {k: thing for k, thing in found.side.objects.items() if k in other.side.objects}
    return Resolved(found.label, Side(objects, coverage=Coverage()))
