"""Remedies that were tried on the scratch server: `snapshots/<database>/trials/`.

A recorded state was made anew there, a script applied, and the schema read again. Pages and later
checks read from the file what came of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Literal

from snapshot import kept
from snapshot.codec import digest
from snapshot.kept import Kept
from snapshot.records import Facts

Outcome = Literal["proven", "does not converge", "not tried"]


class Left(Facts, frozen=True):
    """What still differs, or what the server said: of an object, or of the whole for ""."""

    object: str
    what: str


class Trial(Kept, frozen=True, kw_only=True):
    """What came of one script on one state."""

    AGAIN: ClassVar[str] = "Remove it: `chronicle check` makes it anew."

    script: str  # its digest
    aim: str  # the digest of the state that it is to reach
    outcome: Outcome
    left: tuple[Left, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.state[:16]}-{digest([self.script, self.aim])[:16]}.json"

    def __str__(self) -> str:
        on = f" on PostgreSQL {self.scratch}" if self.outcome != "not tried" else ""
        told = "; ".join(left.what for left in self.left)
        return f"{self.outcome}{on}" + (f": {told}" if told else "")


def problems(folder: Path, states: frozenset[str]) -> list[str]:
    """What is wrong with the files. What a trial shows can only be seen by making it again."""
    return [told for _, told in kept.sound(folder, Trial, states) if isinstance(told, str)]
