"""What each verb does: joins `snapshot` and `generator`, prints, returns the exit code.

0 nothing differs · 1 differs · 2 could not be done (raised) · 3 cannot tell.

What compares is loaded by those who compare: `log`, and a snapshot of what did not change, do not.
"""

from __future__ import annotations

import subprocess
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from chronicle import take
from chronicle.config import Project
from chronicle.terminal import say, working
from generator import formats, output
from generator.changes import Difference, not_compared
from snapshot.entries import Entry
from snapshot.errors import ChronicleError
from snapshot.records import NEWEST

if TYPE_CHECKING:
    from chronicle import refs
    from chronicle.expecting import Expected
    from snapshot.records import Server

Out = output.Output


def snapshot(project: Project, args: Namespace) -> int:
    """Capture, record, and say within a screen what changed and whether it is as expected."""
    name = project.database(args.database)
    about = take.context(
        label=args.label, commit=args.revision, deploy=args.deploy, actor=args.actor, url=args.link
    )
    with working(f"reading {name}"):
        asked = take.Asked(args.why, about, args.at, args.full, args.fewer)
        entry, told = take.take(project, name, asked)
    _spell(project, name, entry, told)
    header = entry.header
    assert header.server is not None
    built = f", built from {header.coverage.built}" if header.coverage.built else ""
    server = f"PostgreSQL {header.server.version}{built}"
    say(f"{name}: snapshot {entry.id[:12]} of {header.at}, {server}")
    changed, judged = _since_last(project, name, entry), _judge(project, name, entry)
    first = "the first snapshot: nothing to compare with"
    say(formats.text(changed, brief=True) if changed else first)
    nothing = f"nothing is asserted: write an expectation with `chronicle expect {name}`"
    say(formats.text(judged, brief=True) if judged else nothing)
    for warning in (*take.warnings(header.coverage, project.expected(name)), *told.notes):
        say(f"  note: {warning}")
    if older := _older(told, header.server):
        say(f"  note: {older}")
    if header.server.major > NEWEST:
        from chronicle import spell

        say(f"  note: {spell.newer(header.server.version)}")
    print(f"recorded: {project.shown(entry.path)}")
    if args.commit:
        _commit(project, name, entry, changed, judged)
    print(f"next: `chronicle check {name}` · `make site`")
    return 0


def _spell(project: Project, name: str, entry: Entry, told: Expected) -> None:
    """Keep what the scratch server knows, where what is expected was built by another major."""
    assert entry.header.server is not None
    if told.major not in (None, entry.header.server.major):
        from chronicle import refs, spell

        spell.for_check(project, refs.at_record(project, name, entry), told.major)


def _older(told: Expected, server: Server | None) -> str | None:
    """What to know where the scratch server is older than the database."""
    if told.major is None or server is None or told.major >= server.major:
        return None
    return (
        f"what is expected was built by PostgreSQL {told.major}, older than the database's "
        f"{server.major}: texts may differ in spelling only. Name newer binaries in "
        "CHRONICLE_PG_BIN"
    )


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
    if entry.header.expectation is None and entry.header.untold is None:
        return None
    from chronicle import judging, own

    judged = judging.record(project, name, entry)
    if judged is None:
        return None
    return judging.output_of(project, own.settled(project, judged, entry.header.at))


def _compared(project: Project, old: refs.Resolved, new: refs.Resolved) -> Out:
    """Two sides, compared, with the severities of the configuration."""
    from generator import overrides
    from generator.diff import diff

    found = overrides.difference(diff(old.side, new.side), project.config.severities)
    return output.of_diff(old.label, new.label, found, new.side.coverage)


def _commit(
    project: Project, name: str, entry: Entry, changed: Out | None, judged: Out | None
) -> None:
    """Commit the files of this database's history, and only those."""
    verdict = judged.verdict if judged else "nothing asserted"
    lines = [f"snapshot {name}@{entry.header.at}: {verdict}", ""]
    lines += [formats.text(out) + "\n" for out in (changed, judged) if out]
    store = project.store(name)
    ours = [store.history.folder, store.expectations.folder, store.current, store.folds,
            store.trials, store.claims]  # fmt: skip
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
    from chronicle import judging, own, refs, remedies, spell

    found = refs.resolve(project, args.ref or project.database(None))
    if found.database is None:
        raise ChronicleError(f"{found.label}: a database's snapshot is due, such as production~1.")
    told, label = judging.expected(project, found, fewer=args.fewer)
    for note in told.notes:
        print(f"note: {note}", file=sys.stderr)
    found = spell.for_check(project, found, told.major)
    spell.warn(found.side)
    on = found.entry.header.at if found.entry and found.dated else take.now()
    if older := _older(told, found.side.server):
        print(f"note: {older}", file=sys.stderr)
    judged = judging.judge(project, found, told.assertions or {}, label, on, told.untold)
    judged = own.settled(project, judged, on)
    if args.format == "sql":
        print(remedies.script_of(project, judged), end="")
    else:
        ways = remedies.ways_of(project, judged)
        _print(judging.output_of(project, judged, ways), args.format)
    return {"in sync": 0, "drift": 1, "cannot tell": 3}[judged.check.verdict]


def compare(project: Project, args: Namespace) -> int:
    """`chronicle diff OLD NEW`."""
    from chronicle import refs, spell

    old, new = spell.prepared(project, *refs.pair(project, args.old, args.new))
    spell.warn(old.side, new.side)
    told = _compared(project, old, new)
    if args.format == "sql":
        from chronicle import remedies

        print(remedies.script_between(old.side, new.side), end="")
    else:
        _print(told, args.format)
    return 1 if told.changes else 0


def _print(told: Out, form: str) -> None:
    if form == "text":
        say(formats.text(told))
    else:
        print({"json": formats.json, "markdown": formats.markdown}[form](told), end="")
