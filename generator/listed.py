"""Which files are ours: most hold a mark; those whose formats know no comments are listed, each
with the digest of what was written. What somebody changed since is theirs."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path

from generator.links import HISTORY
from snapshot.files import write_text

MARK = "# Written by `chronicle pages`: do not edit."
LIST = f"{HISTORY}/.generated"  # MkDocs leaves out what begins with a dot
MARKED = (".md", ".js", ".gitignore")  # these hold the mark

_HEAD = 200  # the mark stands within these bytes


def generated(path: Path) -> bool:
    """Whether a file that may hold the mark does."""
    with path.open("rb") as file:
        return MARK.lstrip("# ").encode() in file.read(_HEAD)


class Listed:
    """The list of one folder of pages, as it was left by the last run; `sha256sum -c` reads it."""

    def __init__(self, docs: Path) -> None:
        self.docs = docs
        self._known: dict[str, set[str]] = {}  # path below `docs` → digests of what we wrote
        path = docs / LIST
        for line in path.read_text("utf-8").splitlines() if path.is_file() else ():
            found, _, name = line.partition("  ")
            self._known.setdefault(name, set()).add(found)

    def holds(self, path: Path) -> bool:
        """Whether a file is one of ours, still as it was written."""
        known = self._known.get(path.relative_to(self.docs).as_posix())
        return known is not None and _digest(path.read_bytes()) in known

    def announce(self, texts: Mapping[str, str]) -> None:
        """List what is there and what is about to be written: a run that is cut short leaves
        nothing behind that the next one would take for somebody's own."""
        told = {(name, found) for name, known in self._known.items() for found in known}
        self._write(told | {*_digests(texts)})

    def settle(self, texts: Mapping[str, str], kept: Collection[str]) -> None:
        """List what was written, and what was left as it stands."""
        stand = {
            (name, found)
            for name in kept if not name.endswith(MARKED)
            for found in self._known.get(name) or (_digest((self.docs / name).read_bytes()),)
        }  # fmt: skip
        self._write({*_digests(texts)} | stand)

    def _write(self, told: set[tuple[str, str]]) -> None:
        text = "".join(f"{found}  {name}\n" for name, found in sorted(told))
        path = self.docs / LIST
        if not text and not path.is_file():
            return
        if not path.is_file() or path.read_bytes() != text.encode():
            write_text(path, text)


def _digests(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Of the texts that hold no mark."""
    return [
        (name, _digest(text.encode())) for name, text in texts.items() if not name.endswith(MARKED)
    ]


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
