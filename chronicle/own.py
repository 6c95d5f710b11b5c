"""An expectation in somebody's own words: the scratch server is asked once, its answer is kept."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from chronicle.config import Project
from chronicle.judging import Judged, judge
from chronicle.terminal import working
from generator import asking, own
from generator.own import Question
from generator.side import Side
from snapshot import model
from snapshot.codec import state_digest, text_of
from snapshot.errors import ChronicleError
from snapshot.files import write_text
from snapshot.records import FORMAT
from snapshot.spellings import Refused, Spelling, Spellings

if TYPE_CHECKING:
    from snapshot.scratch import Server

Made = tuple[model.State, list[str]]
_ROUNDS = 3  # what a function returns is asked once its key is known


def settled(project: Project, judged: Judged, on: str) -> Judged:
    """A judgement in the words of the server, as far as it could be asked."""
    before: list[Question] = []
    for _ in range(_ROUNDS):
        side = judged.found.side
        if side.state is None:
            side = msgspec.structs.replace(side, state=state_digest(dict(side.objects)))
        wanted = own.questions(judged.all, side)
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
    from snapshot.scratch import Server  # the driver is loaded only when it is needed

    assert side.server is not None and side.state is not None
    with Server() as scratch:
        made = _Asking(scratch, side)
        made.of(wanted)
        return Spellings(
            format=FORMAT, state=side.state, server=side.server.version, own=True,
            scratch=scratch.version, texts=_sorted(made.texts),
            refused=() if renamed else _sorted(made.refused),
        )  # fmt: skip


class _Asking:
    """Questions to one scratch server about one state."""

    def __init__(self, scratch: Server, side: Side) -> None:
        from generator.ddl import without_versions

        assert side.server is not None
        self.scratch, self.side = scratch, side
        self.other = scratch.major != side.server.major
        self.state = without_versions(side.objects) if self.other else dict(side.objects)
        self.texts: list[Spelling] = []
        self.refused: list[Refused] = []
        self._facts: Made | None = None

    def of(self, wanted: Sequence[Question]) -> None:
        """Ask all at once; where something goes wrong, in halves, until it is known what."""
        made, said = self._make(wanted)
        strange = asking.strange(wanted, self._base()[0], made)
        if not said and not strange:
            for question in wanted:
                self._take(question, made)
        elif len(wanted) > 1:
            half = len(wanted) // 2
            self.of(wanted[:half])
            self.of(wanted[half:])
        elif not said:
            self._odd(wanted[0], made)
        elif not self._qualified(wanted[0]):
            self._refuse(wanted[0], asking.why(wanted[0], said))

    def _odd(self, question: Question, made: model.State) -> None:
        """A text that changed something beside its place: it is none when its place is as it was.

        `'x' NOT NULL` is no default, though the server takes it after DEFAULT.
        """
        try:
            same = asking.at(question, made) == asking.at(question, self._base()[0])
        except KeyError:
            same = True
        if same:
            self._refuse(question, asking.MORE)
        else:
            self._take(question, made)

    def _qualified(self, question: Question) -> bool:
        """Whether a bare name is that of a type in the schema of what has it."""
        whole = asking.qualified(question)
        if whole is None:
            return False
        made, said = self._make([whole])
        if said:
            return False
        self._take(whole, made, text=question.text)
        return True

    def _refuse(self, question: Question, why: str) -> None:
        self.refused.append(Refused(*question.place, question.text, why))

    def _take(self, question: Question, made: model.State, text: Any = None) -> None:
        try:
            new = asking.answer(question, self.state, made)
            if self.other and question.object in self.state and new != question.text:
                facts = self._base()[0]
                if new == asking.at(question, facts):
                    new = asking.at(question, self.side.objects)
        except KeyError:
            self._refuse(question, asking.UNMADE)
            return
        old = question.text if text is None else text
        self.texts.append(Spelling(*question.place, old, new))

    def _base(self) -> Made:
        """The facts as they are made there, and what is refused of them."""
        if self._facts is None:
            self._facts = self._read([])
        return self._facts

    def _make(self, wanted: Sequence[Question]) -> Made:
        """What is made with the texts, and what is refused that is not refused of the facts."""
        made, said = self._read(wanted)
        usual = Counter(self._base()[1] if said else [])
        new = []
        for told in said:
            if usual[told] > 0:
                usual[told] -= 1
            else:
                new.append(told)
        return made, new

    def _read(self, wanted: Sequence[Question]) -> Made:
        from generator.ddl import roles_of, sql_of, steps_of, tablespaces_of
        from snapshot.trial import read_back_what_can_be

        state = asking.asked(self.state, wanted)
        made, said = read_back_what_can_be(
            self.scratch, sql_of(state), steps_of(state), roles=roles_of(state),
            tablespaces=tablespaces_of(state),
        )  # fmt: skip
        return made.objects, said
