"""An expectation in somebody's own words: the scratch server is asked once, its answer is kept."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from chronicle.config import Project
from chronicle.judging import Judged, judge
from chronicle.terminal import working
from generator import own
from generator.own import Question
from generator.side import Side
from snapshot import model
from snapshot.codec import state_digest, text_of
from snapshot.errors import ChronicleError
from snapshot.files import write_text
from snapshot.records import FORMAT
from snapshot.spellings import Spellings

if TYPE_CHECKING:
    pass

Made = tuple[model.State, list[str]]
_ROUNDS = 3  # what a function returns is asked once its key is known


def settled(project: Project, judged: Judged, on: str) -> Judged:
    """A judgement in the words of the server, as far as it could be asked."""
    before: list[Question] = []
    for _ in range(_ROUNDS):
        side = judged.found.side
        if side.state is None:
            side = msgspec.structs.replace(side, state=state_digest(dict(side.objects)))
        wanted = own.questions((*judged.all, *own.forbidden(judged.told, side)), side)
        if not wanted or wanted == before or side.server is None:
            break
        before = wanted
        try:
            with working("asking the scratch server for its spelling"):
                told = asked(side, wanted, renamed=any(c.action == "renamed" for c in judged.all))
        except (ChronicleError, ImportError) as error:
            print(f"note: nobody was asked for the spelling: {error}", file=sys.stderr)
            return judged.marked(wanted)
        told = _kept(project, judged, told)
        rest = tuple(s for s in side.spellings if s.name != told.name)
        side = msgspec.structs.replace(side, spellings=(*rest, told))
        found = msgspec.structs.replace(judged.found, side=side)
        judged = judge(project, found, judged.told, judged.label, on, judged.check.untold)
    return judged


def _kept(project: Project, judged: Judged, told: Spellings) -> Spellings:
    """The answers with those that were there; beside the history, when they are of a record."""
    for before in judged.found.side.spellings:
        if before.name == told.name:
            told = msgspec.structs.replace(
                told, texts=_sorted((*before.texts, *told.texts)),
                refused=_sorted((*before.refused, *told.refused)),
            )  # fmt: skip
    if judged.found.entry is None:
        return told
    path = project.store(judged.database).folds / told.name
    try:
        write_text(path, text_of(told))
    except OSError as error:  # the answer holds all the same
        print(f"note: {project.shown(path)}: cannot write: {error.strerror}", file=sys.stderr)
    return told


def _sorted(answers: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(answers, key=lambda a: (a.object, a.part, a.field, repr(a.old))))


def asked(side: Side, wanted: Sequence[Question], *, renamed: bool = False) -> Spellings:
    """What the scratch server makes of the texts.

    `renamed`: the expectation speaks of names that are not there yet, so that what the server
    refuses may be right, and is not kept.
    """
    from chronicle.asking import Asking  # the driver is loaded only when it is needed
    from snapshot.scratch import Server

    assert side.server is not None and side.state is not None
    with Server() as scratch:
        made = Asking(scratch, side)
        made.of(wanted)
        return Spellings(
            format=FORMAT, state=side.state, server=side.server.version, own=True,
            scratch=scratch.version, texts=_sorted(made.texts),
            refused=() if renamed else _sorted(made.refused),
        )  # fmt: skip
