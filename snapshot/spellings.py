"""What the scratch server found out about spellings: `snapshots/<database>/folds/`.

A state was made anew on the scratch server and read again. Where its text came back in other words,
the two are one text in the words of two majors. Pages and later comparisons read it from the file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from snapshot import kept, model, places
from snapshot.kept import Kept
from snapshot.records import Facts


class Spelling(Facts, frozen=True):
    """One text: as the snapshot has it, and as the scratch server writes it."""

    object: str
    part: str
    field: str
    old: Any
    new: Any


class Refused(Facts, frozen=True):
    """A text of an expectation that no server takes, and what it said."""

    object: str
    part: str
    field: str
    old: Any
    why: str


class Spellings(Kept, frozen=True, kw_only=True):
    """Everything of one state that the scratch server writes in other words.

    Or, `own`: what an expectation states in somebody's own words, as the server writes it there.
    """

    AGAIN: ClassVar[str] = (
        "Remove it: `chronicle diff` or `check` makes it anew where a scratch server can start."
    )

    server: str  # the version that it was read from
    texts: tuple[Spelling, ...] = ()
    missing: tuple[str, ...] = ()  # `object`, or `object part`, that could not be made there
    reasons: tuple[str, ...] = ()  # what the scratch server said of that
    own: bool = False  # `old` is the expectation's text, and the same as `new` where it is right
    refused: tuple[Refused, ...] = ()

    @property
    def major(self) -> int:
        return int(self.scratch.split(".")[0])

    @property
    def name(self) -> str:
        return f"{self.state[:16]}-{self.major}{'-own' if self.own else ''}.json"


def load(folder: Path) -> tuple[Spellings, ...]:
    """All that is known of one database, sorted. Raises `BrokenFile`, of a newer format too."""
    return kept.load(folder, Spellings)


def problems(folder: Path, states: dict[str, model.State]) -> list[str]:
    """What is wrong with the files: each must quote its recorded state rightly.

    `states` are those of the history, by digest. What the scratch server made of a text can only
    be seen by asking it again: remove the folder, and let `chronicle diff` and `check` fill it.
    """
    found = []
    for path, told in kept.sound(folder, Spellings, frozenset(states)):
        if isinstance(told, str):
            found.append(told)
        elif not told.own:
            state = states[told.state]
            if astray := [t for t in told.texts if _quoted(t, state) != t.old]:
                found.append(f"{path}: {astray[0].object} does not say that. {told.AGAIN}")
    return found


def _quoted(told: Spelling, state: model.State) -> Any:
    """What a state says at the place of a spelling."""
    if told.object not in state:
        return None
    thing = state[told.object]
    plain = model.plain(thing)
    for step in places.steps(type(thing), told.part, plain):
        plain = plain.get(step, {})
    return plain.get(told.field)
