"""What the scratch server found out about spellings: `snapshots/<database>/folds/`.

A state was made anew on the scratch server and read again. Where its text came back in other words,
the two are one text in the words of two majors. Pages and later comparisons read it from the file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from snapshot import model
from snapshot.codec import decode, segment, text_of
from snapshot.errors import BrokenFile
from snapshot.records import FORMAT, Facts

_AGAIN = "Remove it: `chronicle diff` makes it anew where a scratch server can be started."


class Spelling(Facts, frozen=True):
    """One text: as the snapshot has it, and as the scratch server writes it."""

    object: str
    part: str
    field: str
    old: Any
    new: Any


class Spellings(Facts, frozen=True):
    """Everything of one state that the scratch server writes in other words."""

    format: int
    state: str  # the digest of the state
    server: str  # the version that it was read from
    scratch: str  # the version that it was made anew on
    texts: tuple[Spelling, ...] = ()
    missing: tuple[str, ...] = ()  # `object`, or `object part`, that could not be made there
    reasons: tuple[str, ...] = ()  # what the scratch server said of that

    @property
    def major(self) -> int:
        return int(self.scratch.split(".")[0])

    @property
    def name(self) -> str:
        """The file's name: the same state and the same major give the same file."""
        return f"{self.state[:16]}-{self.major}.json"


def load(folder: Path) -> tuple[Spellings, ...]:
    """All that is known of one database, sorted. Raises `BrokenFile`, of a newer format too."""
    return tuple(_load(path) for path in sorted(folder.glob("*.json")))


def _load(path: Path) -> Spellings:
    found = decode(path.read_bytes(), Spellings, str(path), _AGAIN)
    if found.format > FORMAT:
        raise BrokenFile(str(path), f"format {found.format} is newer", "Update schema-chronicle.")
    return found


def problems(folder: Path, states: dict[str, model.State]) -> list[str]:
    """What is wrong with the files: each must speak of a recorded state, and quote it rightly.

    `states` are those of the history, by digest. What the scratch server made of a text can only
    be seen by asking it again: remove the folder, and let `chronicle diff` fill it.
    """
    found = []
    for path in sorted(folder.glob("*")):
        try:
            told = _load(path)
        except BrokenFile as error:
            found.append(str(error))
            continue
        if path.name != told.name or text_of(told).encode() != path.read_bytes():
            found.append(f"{path}: not the bytes that were written: edited by hand? {_AGAIN}")
        elif told.state not in states:
            found.append(f"{path}: it speaks of a state that no record has. {_AGAIN}")
        elif astray := [t for t in told.texts if _quoted(t, states[told.state]) != t.old]:
            found.append(f"{path}: {astray[0].object} does not say that. {_AGAIN}")
    return found


def _quoted(told: Spelling, state: model.State) -> Any:
    """What a state says at the place of a spelling."""
    if told.object not in state:
        return None
    thing = state[told.object]
    plain, cls = model.plain(thing), cast(type, type(thing))
    steps = told.part.split("/") if told.part else []
    while steps:
        field, single = steps[0], model.is_single(cls, steps[0])
        inner = plain.get(field, {})
        name = "" if single else next((n for n in inner if segment(n) == steps[1]), None)
        plain, cls = inner.get(name, {}), model.children(cls)[field]
        steps = steps[1 if single else 2 :]
    return plain.get(told.field)
