"""What each verb does: joins `snapshot` and `generator`, prints, returns the exit code.

0 nothing differs · 1 differs · 2 could not be done (raised) · 3 cannot tell.

What compares is loaded by those who compare: `log`, and a snapshot of what did not change, do not.
"""

from __future__ import annotations

import subprocess
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

import msgspec

from chronicle import take
from chronicle.config import Project
from chronicle.terminal import say, working
from generator import formats, output
from generator.changes import Difference, fingerprint, not_compared
from snapshot import expectation, verify
from snapshot.codec import qualified, readable, text_of
from snapshot.errors import ChronicleError
from snapshot.records import NEWEST
from snapshot.store import Assertion, Entry

if TYPE_CHECKING:
    from chronicle import refs
    from generator.ages import Age
    from generator.check import Check

Out = output.Output


def snapshot(project: Project, args: Namespace) -> int:
    """Capture, record, and say within a screen what changed and whether it is as expected."""
    name = project.database(args.database)
    about = take.context(
        label=args.label, commit=args.revision, deploy=args.deploy, actor=args.actor, url=args.link
    )
    with working(f"reading {name}"):
        entry = take.take(project, name, why=args.why, about=about, at=args.at, full=args.full)
    header = entry.header
    assert header.server is not None
    say(f"{name}: snapshot {entry.id[:12]} of {header.at}, PostgreSQL {header.server.version}")
    changed, judged = _since_last(project, name, entry), _judge(project, name, entry)
    first = "the first snapshot: nothing to compare with"
    say(formats.text(changed, brief=True) if changed else first)
    nothing = f"nothing is asserted: write an expectation with `chronicle expect {name}`"
    say(formats.text(judged, brief=True) if judged else nothing)
    for warning in take.warnings(header.coverage, project.expected(name)):
        say(f"  note: {warning}")
    if header.server.major > NEWEST:
        from chronicle import spell

        say(f"  note: {spell.newer(header.server.version)}")
    print(f"recorded: {project.shown(entry.path)}")
    if args.commit:
        _commit(project, name, entry, changed, judged)
    print(f"next: `chronicle check {name}` · `make site`")
    return 0


def _since_last(project: Project, name: str, entry: Entry) -> Out | None:
    entries = project.store(name).history.entries
    before = [e for e in entries[: [e.id for e in entries].index(entry.id)] if not e.header.failed]
    if not before:
        return None
    last = before[-1].header
    if (last.digests, last.server) == (entry.header.digests, entry.header.server):
        coverage = entry.header.coverage  # nothing needs to be replayed
        found = Difference(not_compared=not_compared(last.coverage, coverage))
        return output.of_diff(f"{name}@{last.at}", f"{name}@{entry.header.at}", found, coverage)
    from chronicle import refs, spell

    old, new = spell.prepared(
        project, refs.at_record(project, name, before[-1]), refs.at_record(project, name, entry)
    )
    return _compared(project, old, new)


def _judge(project: Project, name: str, entry: Entry) -> Out | None:
    """A record against the expectation that was in force then; None when there was none."""
    if entry.header.expectation is None:
        return None
    store = project.store(name)
    told = store.expectations.entry(entry.header.expectation)
    asserted = store.expectations.replay(told).objects
    if not asserted:
        return None
    from chronicle import refs

    state = refs.at_record(project, name, entry)
    return _judged(project, state, asserted, f"expected@{told.header.at}", entry.header.at, name)


def _compared(project: Project, old: refs.Resolved, new: refs.Resolved) -> Out:
    """Two sides, compared, with the severities of the configuration."""
    from generator import overrides
    from generator.diff import diff

    found = overrides.difference(diff(old.side, new.side), project.config.severities)
    return output.of_diff(old.label, new.label, found, new.side.coverage)


def _judged(
    project: Project, found: refs.Resolved, told: dict[str, Assertion], label: str, on: str,
    name: str,
) -> Out:  # fmt: skip
    """A state, judged by an expectation, with waivers as they stand `on` a day."""
    from generator import overrides
    from generator.check import check

    at = found.entry.header.at if found.entry else ""
    judged = overrides.check(check(told, found.side, at, on), project.config.severities)
    ages = _ages(project, name, judged, found.entry)
    return output.of_check(label, found.label, judged, found.side.coverage, ages)


def _ages(project: Project, name: str, found: Check, entry: Entry | None) -> dict[str, Age]:
    """How old each finding is: fingerprint → age, as far as any snapshot has shown it."""
    changes = [*found.findings, *(each.change for each in found.waived)]
    if not changes:
        return {}
    from generator import history

    past = history.read(project.store(name), name, entry.id if entry else None).ages
    header = entry.header if entry else None
    known = {fingerprint(change): past.of(change, header) for change in changes}
    return {mark: age for mark, age in known.items() if age}


def _commit(
    project: Project, name: str, entry: Entry, changed: Out | None, judged: Out | None
) -> None:
    """Commit the files of this database's history, and only those."""
    verdict = judged.verdict if judged else "nothing asserted"
    lines = [f"snapshot {name}@{entry.header.at}: {verdict}", ""]
    lines += [formats.text(out) + "\n" for out in (changed, judged) if out]
    store = project.store(name)
    ours = [store.history.folder, store.expectations.folder, store.current, store.folds]
    paths = [str(folder) for folder in ours if folder.exists()]
    for command in (["add", "--", *paths], ["commit", "-q", "-m", "\n".join(lines), "--", *paths]):
        done = subprocess.run(
            ["git", *command], cwd=project.root, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise ChronicleError(
                f"git {command[0]}: {(done.stderr or done.stdout).strip()}\n"
                "  The snapshot is recorded; commit it by hand."
            )
    print("committed")


def check(project: Project, args: Namespace) -> int:
    """The verdict on a record; on the latest one by the expectation as its files stand now."""
    from chronicle import refs, spell

    found = refs.resolve(project, args.ref or project.database(None))
    name = found.database
    if name is None:
        raise ChronicleError(f"{found.label}: a database's snapshot is due, such as production~1.")
    told, label = _expectation(project, name, found)
    found = spell.for_check(project, found)
    spell.warn(found.side)
    on = found.entry.header.at if found.entry and found.dated else take.now()
    judged = _judged(project, found, told, label, on, name)
    _print(judged, args.format)
    return {"in sync": 0, "drift": 1, "cannot tell": 3}[judged.verdict]


def _expectation(
    project: Project, name: str, found: refs.Resolved
) -> tuple[dict[str, Assertion], str]:
    """The expectation to judge by: of its time for a named past, else as its files say now."""
    store = project.store(name)
    folder = project.expected(name)
    if not found.dated and folder is not None:
        return expectation.load(folder), f"expected:{name}"
    if found.entry is None or found.entry.header.expectation is None:
        return {}, f"expected:{name}"
    told = store.expectations.entry(found.entry.header.expectation)
    return store.expectations.replay(told).objects, f"expected@{told.header.at}"


def compare(project: Project, args: Namespace) -> int:
    """`chronicle diff OLD NEW`."""
    from chronicle import refs, spell

    old, new = spell.prepared(project, *refs.pair(project, args.old, args.new))
    spell.warn(old.side, new.side)
    told = _compared(project, old, new)
    _print(told, args.format)
    return 1 if told.changes else 0


def _print(told: Out, form: str) -> None:
    if form == "text":
        say(formats.text(told))
    else:
        print({"json": formats.json, "markdown": formats.markdown}[form](told), end="")


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
