"""Paths and anchors: the only place that turns a thing into an address.

All addresses are paths below `docs/`, with an anchor where one is meant. Every file name is safe on
every file system and in every URL, and no two things share one.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Container, Mapping
from functools import lru_cache

from snapshot.codec import readable, segment

HOME = "index.md"
GUIDE = "how-to-read.md"
HISTORY = "history"
RULES = f"{HISTORY}/rules.md"
REPORT_SCHEMA = f"{HISTORY}/report.schema.json"
STATUS_SCHEMA = f"{HISTORY}/status.schema.json"
RULES_TABLE = f"{HISTORY}/rules.csv"
TYPES = f"{HISTORY}/type-changes.md"
SHARED_PAGES = (RULES, TYPES)  # of no database
SHARED_COPIES = (REPORT_SCHEMA, STATUS_SCHEMA, RULES_TABLE)
MATRIX = f"{HISTORY}/side-by-side.md"
_PLAIN = re.compile(r"[a-z0-9_-]+\Z")
_DATED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z[a-f0-9-]*\Z")
_TAKEN = ("index", "readme")  # MkDocs makes a section's front page of these
_LONGEST = 80


def slug(name: str) -> str:
    """A name as one segment of an address: itself when plain, else a likeness with a hash.

    Only the second kind has a dot, so that the two cannot meet.
    """
    return _slug(segment(name))


@lru_cache(1 << 16)
def _slug(encoded: str) -> str:
    """The same for a segment of a key, which is encoded already."""
    if _PLAIN.match(encoded) and encoded not in _TAKEN and len(encoded) <= _LONGEST:
        return encoded
    likeness = re.sub(r"[^a-z0-9_]+", "-", readable(encoded).lower())[:40].strip("-") or "x"
    return f"{likeness}.{hashlib.sha256(encoded.encode()).hexdigest()[:10]}"


@lru_cache(1 << 16)
def _of_record(stem: str) -> str:
    """The file name of a record as one segment."""
    return slug(stem.lower() if _DATED.match(stem) else stem)


def anchor(part: str) -> str:
    """The anchor of a part of an object: `columns/email` → `columns-email`."""
    return "-".join(_slug(step) for step in part.split("/"))


def change_anchor(mark: str) -> str:
    """The anchor of a change, by its fingerprint."""
    return f"change-{mark}"


def finding_anchor(mark: str) -> str:
    """The anchor of a finding, by its fingerprint."""
    return f"finding-{mark}"


def report_anchor(stem: str) -> str:
    """The anchor of a snapshot in a list of snapshots."""
    return f"at-{stem.lower()}"


def relative(here: str, target: str) -> str:
    """An address as the page `here` writes it."""
    if target.startswith(here):
        path, hash_, place = target.partition("#")
        if path == here:
            return hash_ + place if place else posixpath.basename(path)
    return _below(here.rpartition("/")[0], target)


@lru_cache(1 << 16)
def _below(folder: str, target: str) -> str:
    """The address of another page as all pages of a folder write it: they ask for the same few."""
    path, hash_, place = target.partition("#")
    mine, theirs = folder.split("/") if folder else [], path.split("/")
    same = 0
    while same < min(len(mine), len(theirs) - 1) and mine[same] == theirs[same]:
        same += 1
    return "../" * (len(mine) - same) + "/".join(theirs[same:]) + hash_ + place


def built(here: str, target: str) -> str:
    """The same in the built site, for what no builder translates: the links inside a drawing."""
    path, hash_, place = relative(here, target).partition("#")
    return f"{path.removesuffix('.md')}.html{hash_}{place}" if path else f"#{place}"


class Links:
    """The addresses of one database's pages; `known` are the objects that have one, by key, with
    the parts that have a place on it."""

    def __init__(self, database: str, known: Mapping[str, Container[str]]) -> None:
        self.root = f"{HISTORY}/{slug(database)}"
        self.known = known
        self.asked: set[tuple[str, str]] = set()  # objects and parts that a page speaks of
        self._places: dict[tuple[str, str], str | None] = {}  # where these are

    def owns(self, path: str) -> bool:
        """Whether a page is one of this database's."""
        return path.startswith(f"{self.root}/")

    def overview(self) -> str:
        return f"{self.root}/index.md"

    def timeline(self, part: str = "") -> str:
        """The page of the newest entries, or that of a year."""
        return f"{self.root}/timeline{'-' if part else ''}{part}.md"

    def compare(self, old: str = "", new: str = "") -> str:
        """The page that compares two snapshots; with the files' names of their records, these."""
        chosen = f"?old={old}&new={new}" if old else ""
        return f"{self.root}/compare.md{chosen}"

    def as_of(self, stem: str = "") -> str:
        """The page of what there was at a snapshot."""
        return f"{self.root}/as-of.md" + (f"?as-of={stem}" if stem else "")

    def tables(self) -> str:
        return f"{self.root}/tables.md"

    def objects(self) -> str:
        return f"{self.root}/objects.md"

    def relations(self) -> str:
        """The page of all tables and what leads from one to another."""
        return f"{self.root}/relations.md"

    def trends(self) -> str:
        return f"{self.root}/trends.md"

    def coverage(self) -> str:
        return f"{self.root}/coverage.md"

    def findings(self) -> str:
        return f"{self.root}/findings.md"

    def waivers(self) -> str:
        return f"{self.root}/waivers.md"

    def data(self) -> str:
        """The page of feeds and machine-readable copies."""
        return f"{self.root}/data.md"

    def table(self, name: str) -> str:
        """A table of the site as CSV."""
        return f"{self.root}/tables/{name}.csv"

    def status(self) -> str:
        return f"{self.root}/status.json"

    def badge(self) -> str:
        return f"{self.root}/badge.svg"

    def feed(self, form: str, severity: str = "", domain: str = "") -> str:
        """A feed of all changes, of those of one severity, or of one domain, as `xml` or `json`."""
        name = f"domains/{slug(domain)}" if domain else severity or "changes"
        return f"{self.root}/feeds/{name}.{form}"

    def report_data(self, stem: str) -> str:
        """The facts of a report as JSON."""
        return f"{self.report(stem).removesuffix('.md')}.json"

    def object_table(self, key: str) -> str | None:
        """The columns of an object as CSV; None for an object that was never seen."""
        page = self.object(key)
        return None if page is None else f"{page.removesuffix('.md')}.csv"

    def versions(self, key: str) -> str | None:
        """What an object was, from version to version, as data for its page."""
        page = self.object(key)
        return None if page is None else f"{page.removesuffix('.md')}.js"

    def against(self, other: str) -> str:
        """The page that holds it against another database."""
        return f"{self.root}/against/{slug(other)}.md"

    def domains(self) -> str:
        return f"{self.root}/domains.md"

    def domain(self, name: str) -> str:
        return f"{self.root}/domains/{slug(name)}.md"

    def report(self, stem: str) -> str:
        """The validation report of the snapshot whose record has this file name."""
        return f"{self.root}/reports/{_of_record(stem)}.md"

    def latest(self) -> str:
        """The report of the latest snapshot, whichever that is."""
        return f"{self.root}/latest.md"

    def claims(self, stem: str) -> str:
        """The page of a hand-written report."""
        return f"{self.root}/claims/{slug(stem)}.md"

    def object(self, key: str, part: str = "") -> str | None:
        """The page of an object, at one of its parts or what that lies in, while it is there.

        None for an object that was never seen.
        """
        place = key, part
        self.asked.add(place)
        if place not in self._places:
            self._places[place] = self._place(key, part)
        return self._places[place]

    def _place(self, key: str, part: str) -> str | None:
        if key not in self.known:
            return None
        while part and part not in self.known[key]:
            part = part.rpartition("/")[0]
        path = "/".join(_slug(step) for step in key.split("/"))
        return f"{self.root}/schema/{path}.md" + (f"#{anchor(part)}" if part else "")
