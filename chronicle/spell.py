"""Comparisons across majors: the scratch server is asked once, and its answer is kept in a file."""

from __future__ import annotations

import sys

import msgspec

from chronicle.config import Project
from chronicle.refs import Resolved, at_record
from chronicle.terminal import working
from generator import spelling
from generator.side import Side
from snapshot.codec import state_digest, text_of
from snapshot.errors import ChronicleError
from snapshot.files import write_text
from snapshot.records import NEWEST
from snapshot.spellings import Spellings


def prepared(project: Project, old: Resolved, new: Resolved) -> tuple[Resolved, Resolved]:
    """Two sides with what it takes to tell them in one major's words, as far as it can be had.

    Where the files do not say it, and a scratch server can be started, it is asked; what it says
    of a record is written beside the history.
    """
    if not spelling.across(old.side, new.side):
        return old, new
    old, new = _with_state(old), _with_state(new)
    if spelling.common(old.side, new.side) is not None:
        return old, new
    newest = max(found.side.server.major for found in (old, new) if found.side.server)
    return _asked(project, old, newest), _asked(project, new, newest)


def for_check(project: Project, found: Resolved, built: int | None = None) -> Resolved:
    """A state with the spellings of the majors before it: an expectation may be in their words.

    `built`: the major that the expectation was built by, where it was.
    """
    if found.database is None or found.side.server is None:
        return found
    major = found.side.server.major
    if built is not None and built > major and spelling.of(_with_state(found).side, built) is None:
        found = _asked(project, _with_state(found), built)
    assert found.database is not None
    for entry in reversed(project.store(found.database).history.entries):
        server = entry.header.server
        if server and not entry.header.failed and server.major != major:
            before, after = prepared(project, at_record(project, found.database, entry), found)
            told = {s.name: s for s in (*before.side.spellings, *after.side.spellings)}
            return _with(found, tuple(told.values()))
    return found


def warn(*sides: Side) -> None:
    """Say of a server that it is newer than what we know."""
    for version in sorted(
        {s.server.version for s in sides if s.server and s.server.major > NEWEST}
    ):
        print(f"note: {newer(version)}", file=sys.stderr)


def newer(version: str) -> str:
    """What is known of a server of a later major."""
    return (
        f"PostgreSQL {version} is newer than {NEWEST}, the newest that this version knows: "
        "what it added is not seen; update schema-chronicle"
    )


def _with(found: Resolved, told: tuple[Spellings, ...]) -> Resolved:
    return msgspec.structs.replace(found, side=msgspec.structs.replace(found.side, spellings=told))


def _with_state(found: Resolved) -> Resolved:
    if found.side.state is not None:
        return found
    state = state_digest(dict(found.side.objects))
    return msgspec.structs.replace(found, side=msgspec.structs.replace(found.side, state=state))


def _asked(project: Project, found: Resolved, newest: int) -> Resolved:
    """A side with what the scratch server makes of it, where that is of so new a major."""
    with working(f"making {found.label} anew on the scratch server"):
        try:
            told = made_anew(found.side, newest)
        except (ChronicleError, ImportError) as error:
            print(f"note: no spellings of {found.label}: {error}", file=sys.stderr)
            return found
    if told is None:
        return found
    if found.entry is not None and found.database is not None:
        path = project.store(found.database).folds / told.name
        try:
            write_text(path, text_of(told))
        except OSError as error:  # the answer holds all the same
            print(f"note: {project.shown(path)}: cannot write: {error.strerror}", file=sys.stderr)
    return _with(found, (*found.side.spellings, told))


def made_anew(side: Side, newest: int) -> Spellings | None:
    """What the scratch server makes of a state.

    None where it is of this side's major already, or older than the newest.
    """
    from generator.ddl import roles_of, sql_of, steps_of, tablespaces_of, without_versions
    from generator.learn import learned
    from snapshot.scratch import Server  # the driver is loaded only when it is needed
    from snapshot.trial import read_back_what_can_be

    assert side.server is not None
    with Server() as scratch:
        if scratch.major < newest or scratch.major == side.server.major:
            return None
        state = without_versions(side.objects)
        made, reasons = read_back_what_can_be(
            scratch, sql_of(state), steps_of(state), roles=roles_of(state),
            tablespaces=tablespaces_of(state),
        )  # fmt: skip
    return learned(dict(side.objects), side.server, made.objects, made.server, reasons)
