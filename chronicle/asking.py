"""The scratch server, asked what it makes of texts in somebody's own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from generator import asking
from generator.own import Question
from generator.side import Side
from snapshot import model
from snapshot.spellings import Refused, Spelling

if TYPE_CHECKING:
    from snapshot.scratch import Server

Made = tuple[model.State, list[str]]


class Asking:
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
