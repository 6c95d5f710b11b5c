"""Remedies with their proof: planned by the generator, tried on the scratch server, read again.

What a trial of a recorded state showed is kept beside its history: pages need no server.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from chronicle.config import Project
from chronicle.judging import Judged
from chronicle.refs import Resolved
from chronicle.terminal import working
from generator import remedy, unsaid
from generator.ddl import roles_of, sql_of, tablespaces_of
from generator.ddl.quoting import commented
from generator.diff import diff
from generator.remedy.findings import Toward, answer, between, toward, undone, ways
from generator.side import Side
from generator.ways import Ways
from snapshot import kept, model
from snapshot.catalog import Capture
from snapshot.codec import text_of
from snapshot.errors import ChronicleError
from snapshot.files import write_text
from snapshot.records import FORMAT
from snapshot.scratch import Server
from snapshot.trial import read_back
from snapshot.trials import Left, Outcome, Trial


def prove(server: Server, aim: Toward) -> tuple[Outcome, tuple[Left, ...]]:
    """Rebuild the facts on the scratch server, apply the plan, read the result, compare.

    The facts of the database itself are left out: the scratch server has another database.
    """
    first = sql_of(_schema(aim.facts.objects))
    try:
        made = _made(server, aim, first, *remedy.batches(aim.plan.steps))
    except ChronicleError as error:
        try:
            _made(server, aim, first)
        except ChronicleError as at_first:
            return "not tried", (Left("", f"the snapshot's schema is not rebuilt: {at_first}"),)
        return "does not converge", (Left("", " ".join(str(error).split())),)
    found = diff(_reached(server, aim), Side(_schema(made.objects)))
    left = tuple(Left(change.object, change.sentence) for change in found.changes)
    return "does not converge" if left else "proven", left


def _made(server: Server, aim: Toward, *scripts: str) -> Capture:
    sides = (aim.facts.objects, aim.aim.objects)
    roles = {role for side in sides for role in roles_of(side)}
    spaces = {space for side in sides for space in tablespaces_of(side)}
    return read_back(server, *scripts, roles=sorted(roles), tablespaces=spaces)


def _reached(server: Server, aim: Toward) -> Side:
    """The state to reach, in the words of the scratch server's major."""
    wanted = _schema(aim.aim.objects)
    if aim.facts.server is None or aim.facts.server.major == server.major:
        return Side(wanted, renamed=aim.aim.renamed)
    return Side(_schema(_made(server, aim, sql_of(wanted)).objects))


def _schema(objects: Mapping[str, model.Object]) -> model.State:
    return {key: thing for key, thing in objects.items() if not key.startswith("databases/")}


def trial(project: Project, found: Resolved, aim: Toward) -> Trial | None:
    """What a trial shows: the one that is kept, or a new one, which is kept of a record.

    None when there is nothing to try.
    """
    if not aim.plan.steps:
        return None
    if found.entry is None or found.database is None:
        return tried(aim)
    folder = project.store(found.database).trials
    trials = kept.load(folder, Trial)
    known = answer(aim, trials)
    if known is None:
        known = tried(aim)
        try:
            _keep(folder, known, trials)
        except OSError as error:  # what was shown holds all the same
            shown = project.shown(folder)
            print(f"note: {shown}: cannot write: {error.strerror}", file=sys.stderr)
    return known


def _keep(folder: Path, told: Trial, trials: Iterable[Trial]) -> None:
    """Write a trial; those of other SQL to the same end are superseded."""
    if told.outcome == "not tried":
        return
    write_text(folder / told.name, text_of(told))
    for old in trials:
        if (old.state, old.aim) == (told.state, told.aim):
            (folder / old.name).unlink(missing_ok=True)


def tried(aim: Toward) -> Trial:
    """A trial, made now."""
    state, script, wanted = aim.question
    scratch = ""
    try:
        with working("trying the remedy on the scratch server"), Server() as server:
            scratch = server.version
            outcome, left = prove(server, aim)
    except (ChronicleError, ImportError) as error:
        outcome, left = "not tried", (Left("", " ".join(str(error).split())),)
    return Trial(
        format=FORMAT, state=state, script=script, aim=wanted, scratch=scratch, outcome=outcome,
        left=left,
    )  # fmt: skip


def ways_of(project: Project, judged: Judged) -> dict[str, Ways]:
    """Fingerprint of each open finding → both ways out of it."""
    findings = judged.check.findings
    if not findings:
        return {}
    aim = _aim(judged)
    files = project.files(judged.database)
    return ways(findings, aim, trial(project, judged.found, aim), judged.told, files)


def script_of(project: Project, judged: Judged) -> str:
    """The SQL that brings a database to its expectation; what is waived it leaves alone."""
    aim = _aim(judged)
    return _script(aim, trial(project, judged.found, aim))


def script_between(old: Side, new: Side) -> str:
    """The SQL from one state to another."""
    aim = between(*unsaid.alike(old, new))
    return _script(aim, tried(aim) if aim.plan.steps else None)


def _aim(judged: Judged) -> Toward:
    waived = (each.change for each in judged.check.waived)
    return toward(judged.told, judged.found.side, waived)


def _script(aim: Toward, told: Trial | None) -> str:
    """The SQL, with its proof and what it leaves undone at its head."""
    lines = [f"proof: {told}" if told else "there is nothing to do"]
    lines += [left.what for left in undone(aim)]
    return commented("\n".join(lines)) + "\n" + aim.script
