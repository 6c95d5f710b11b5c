"""Paths and anchors: the only place that turns a thing into an address.

All addresses are paths below `docs/`, with an anchor where one is meant. Every file name is safe on
every file system and in every URL, and no two things share one.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Container

from snapshot.codec import segment

HOME = "index.md"
GUIDE = "how-to-read.md"
HISTORY = "history"
_PLAIN = re.compile(r"[a-z0-9_-]+\Z")
_TAKEN = ("index", "readme")  # MkDocs makes a section's front page of these
_LONGEST = 80


def slug(name: str) -> str:
    """A name as one segment of an address: itself when plain, else a likeness with a hash.

    Only the second kind has a dot, so that the two cannot meet.
    """
    encoded = segment(name)
    if _PLAIN.match(encoded) and encoded not in _TAKEN and len(encoded) <= _LONGEST:
        return encoded
    likeness = re.sub(r"[^a-z0-9_]+", "-", name.lower())[:40].strip("-") or "x"
    return f"{likeness}.{hashlib.sha256(name.encode()).hexdigest()[:10]}"


def anchor(part: str) -> str:
    """The anchor of a part of an object: `columns/email` → `columns-email`."""
    return "-".join(slug(step) for step in part.split("/"))


def report_anchor(stem: str) -> str:
    """The anchor of a snapshot in a list of snapshots."""
    return f"at-{stem.lower()}"


def relative(here: str, target: str) -> str:
    """An address as the page `here` writes it."""
    path, hash_, place = target.partition("#")
    if path == here:
        return hash_ + place if place else posixpath.basename(path)
    return posixpath.relpath(path, posixpath.dirname(here) or ".") + hash_ + place


class Links:
    """The addresses of one database's pages; `known` are the keys of objects that have one."""

    def __init__(self, database: str, known: Container[str] = ()) -> None:
        self.root = f"{HISTORY}/{slug(database)}"
        self.known = known

    def overview(self) -> str:
        return f"{self.root}/index.md"

    def timeline(self) -> str:
        return f"{self.root}/timeline.md"

    def tables(self) -> str:
        return f"{self.root}/tables.md"

    def objects(self) -> str:
        return f"{self.root}/objects.md"

    def coverage(self) -> str:
        return f"{self.root}/coverage.md"

    def domains(self) -> str:
        return f"{self.root}/domains.md"

    def domain(self, name: str) -> str:
        return f"{self.root}/domains/{slug(name)}.md"

    def report(self, stem: str) -> str:
        """The validation report of the snapshot whose record has this file name."""
        return f"{self.root}/reports/{slug(stem)}.md"

    def object(self, key: str, part: str = "") -> str | None:
        """The page of an object, at one of its parts; None for what was never seen."""
        if key not in self.known:
            return None
        path = "/".join(slug(step) for step in key.split("/"))
        return f"{self.root}/schema/{path}.md" + (f"#{anchor(part)}" if part else "")
