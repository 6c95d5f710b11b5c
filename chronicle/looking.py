"""What only looks at a history: `log`, `show`, `blame`, `verify`. Nothing is compared for it."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

import msgspec

from chronicle.config import Project
from generator import formats
from snapshot import verify
from snapshot.codec import qualified, readable, text_of
from snapshot.errors import ChronicleError

if TYPE_CHECKING:
    from chronicle import refs


def log(project: Project, args: Namespace) -> int:
    """The history, the latest first; failed captures are gaps, and shown."""
    name = project.database(args.database)
    entries = project.store(name).history.entries
    if not entries:
        raise ChronicleError(f"{name}: there is no snapshot yet.\n  `chronicle snapshot {name}`")
    for entry in reversed(entries):
        header = entry.header
        label = header.context.label or ""
        if header.failed:
            print(f"{header.at}  {entry.id[:12]}  {header.why:<9} FAILED: {header.failure}")
            continue
        body = project.store(name).history.load(entry).body
        number = len(body.objects) + len(body.removed)
        touched = f"{formats.many(number, 'object')} touched"
        print(f"{header.at}  {entry.id[:12]}  {header.why:<9} {touched:<20} {label}".rstrip())
    return 0


def show(project: Project, args: Namespace) -> int:
    """A schema, or one object of it, as JSON or as SQL."""
    from chronicle import refs

    found = refs.resolve(project, args.ref)
    objects = found.side.objects
    key = None if args.object is None else _one(args.object, found)
    if args.format == "sql":
        from generator.ddl import notes, sql_of

        only = objects if key is None else {key: objects[key]}
        for line in notes(only):
            print(line, file=sys.stderr)
        print(sql_of(only, whole=key is None), end="")
    else:
        print(text_of(dict(objects), 2) if key is None else text_of(objects[key]), end="")
    return 0


def blame(project: Project, args: Namespace) -> int:
    """Since when each attribute of an object is as it is, and by which snapshot."""
    from chronicle import refs
    from generator import history
    from generator.blame import blame as of_object
    from generator.blame import text

    found = refs.resolve(project, args.ref)
    if found.entry is None or found.database is None:
        raise ChronicleError(f"{found.label}: a record of a history is due, such as production.")
    key = _one(args.object, found)
    past = history.read(project.store(found.database), found.database, found.entry.id)
    told = of_object(past, key)
    if args.format == "json":
        print(msgspec.json.format(msgspec.json.encode(told), indent=2).decode())
    else:
        print(text(told))
    return 0


def _one(name: str, found: refs.Resolved) -> str:
    """The key of the one object that a name names."""
    objects = found.side.objects
    hits = [
        key for key, thing in objects.items()
        if name in (key, readable(key), qualified(thing), thing.identifier, thing.name)
    ]  # fmt: skip
    exact = [key for key in hits if name in (key, readable(key))]
    hits = exact or hits
    if not hits:
        raise ChronicleError(f"{name}: {found.label} has no such object.")
    if len(hits) > 1:
        raise ChronicleError(f"{name}: which one? {', '.join(map(readable, hits))}")
    return hits[0]


def verify_(project: Project, args: Namespace) -> int:
    """Whether the records are whole, unchanged and in one chain; `current/` is put right."""
    names = [args.database] if args.database else list(project.config.databases)
    wrong = 0
    for name in names:
        report = verify.verify(project.store(project.database(name)))
        for problem in report.problems:
            print(f"{name}: {problem}")
        wrong += len(report.problems)
        print(
            f"{name}: {formats.many(report.records, 'record')}, "
            f"{report.expectations} of expectations, "
            f"{formats.many(len(report.problems), 'problem') if report.problems else 'whole'}; "
            f"head {report.head}"
        )
    print("A history rewritten or cut at its end shows only against a head id noted elsewhere.")
    return 1 if wrong else 0
