"""Files of what the scratch server found out: read strictly, and held to their canonical bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, TypeVar

from snapshot.codec import decode, text_of
from snapshot.errors import BrokenFile
from snapshot.records import FORMAT, Facts


class Kept(Facts, frozen=True, kw_only=True):
    """What was found out about one recorded state."""

    AGAIN: ClassVar[str]  # how a file that is broken is had again

    format: int
    state: str  # the digest of the state
    scratch: str  # the version of the scratch server

    @property
    def name(self) -> str:
        """The file's name: the same question gives the same file."""
        raise NotImplementedError


K = TypeVar("K", bound=Kept)


def load(folder: Path, cls: type[K]) -> tuple[K, ...]:
    """All that is known of one database, sorted. Raises `BrokenFile`, of a newer format too."""
    return tuple(read(path, cls) for path in sorted(folder.glob("*.json")))


def read(path: Path, cls: type[K]) -> K:
    found = decode(path.read_bytes(), cls, str(path), cls.AGAIN)
    if found.format > FORMAT:
        raise BrokenFile(str(path), f"format {found.format} is newer", "Update schema-chronicle.")
    return found


def sound(folder: Path, cls: type[K], states: frozenset[str]) -> Iterator[tuple[Path, K | str]]:
    """Each file with what it says; with what is wrong with it where that is something.

    `states` are the digests of all recorded states: a file must speak of one.
    """
    for path in sorted(folder.glob("*")):
        try:
            told = read(path, cls)
        except BrokenFile as error:
            yield path, str(error)
            continue
        if path.name != told.name or text_of(told).encode() != path.read_bytes():
            yield path, f"{path}: not the bytes that were written: edited by hand? {cls.AGAIN}"
        elif told.state not in states:
            yield path, f"{path}: it speaks of a state that no record has. {cls.AGAIN}"
        else:
            yield path, told
