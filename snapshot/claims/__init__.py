"""The model of a hand-written report: what it claims, each claim with its line and its words."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Literal

import msgspec

from snapshot.claims.phrases import Role
from snapshot.codec import decode, text_of
from snapshot.entries import Entry, as_of
from snapshot.errors import BrokenFile
from snapshot.files import said, write_text
from snapshot.records import Facts
from snapshot.store import Stream

FORMAT = 2  # raised when files change so that an older reader would err
READING = 2  # raised when the same text is read as other claims than before

Topic = Literal[
    "mapping", "present", "sync", "types", "structure", "migrations", "origin", "environments",
    "other",
]  # fmt: skip


class Claim(Facts, frozen=True, kw_only=True, tag_field="kind"):
    """Something that the report says."""

    line: int
    quote: str


class Number(Claim, frozen=True, kw_only=True, tag="number"):
    """How many there are of something."""

    number: int
    noun: str = ""  # a kind of the model, `domain`, `file`, `issue`; "" when none is said
    role: Role = ""
    about: str = ""  # words around it that are not understood
    percent: str = ""
    until: int = 0  # it heads a list or a table that ends at this line


class Names(Claim, frozen=True, kw_only=True, tag="names"):
    """A list of tables."""

    names: tuple[str, ...]
    role: Role = ""
    domain: str = ""
    ticked: bool = False  # so they are claimed to be there, but for `crossed`
    crossed: tuple[str, ...] = ()
    others: int = 0  # items in which no name was found


class Row(Claim, frozen=True, kw_only=True, tag="row"):
    """A table's row: a table, and what the columns of ticks say of it."""

    name: str
    columns: int | None = None
    expected: bool | None = None
    found: bool | None = None
    item: bool = False  # a list's item or a sentence: it says nothing of which tables have a row


class Statement(Claim, frozen=True, kw_only=True, tag="statement"):
    """A sentence that asserts something without a number."""

    topic: Topic
    whole: bool = False  # of all the tables: one too many, or too few, refutes it


class Report(Facts, frozen=True, kw_only=True):
    """A report as it was imported: a claim, not a capture."""

    format: int
    reading: int
    sha256: str  # of the original file's bytes
    title: str
    date: str | None
    repaired: int  # places where the encoding was damaged
    claims: tuple[Number | Names | Row | Statement, ...]
    text: tuple[str, ...]  # the original's lines, as they were

    @property
    def raw(self) -> bytes:
        """The original file."""
        return "\n".join(self.text).encode()

    @property
    def stem(self) -> str:
        """The file's name, without its ending."""
        return f"{self.date or 'undated'}-{self.sha256[:8]}"


class _Format(msgspec.Struct, frozen=True):
    format: int


_AGAIN = "Import the original again: `chronicle import-report FILE --keep`."


def load(folder: Path) -> tuple[Report, ...]:
    """All reports that are kept of one database, the oldest first. Raises `BrokenFile`."""
    return tuple(read(path) for path in sorted(folder.glob("*.json")))


def read(path: Path) -> Report:
    """Raises `BrokenFile`, of a newer format too."""
    raw = path.read_bytes()
    told = decode(raw, _Format, str(path), _AGAIN).format
    if told > FORMAT:
        raise BrokenFile(str(path), f"format {told} is newer", "Update schema-chronicle.")
    return decode(raw, Report, str(path), _AGAIN)


def problem(path: Path, again: Report) -> str | None:
    """What is wrong with a kept file; `again` is what its text is read as now."""
    report = read(path)
    if path.name != f"{report.stem}.json" or text_of(report).encode() != path.read_bytes():
        return f"not the bytes that were written: edited by hand? {_AGAIN}"
    if hashlib.sha256(report.raw).hexdigest() != report.sha256:
        return f"its text is not the file whose SHA-256 it names: edited by hand? {_AGAIN}"
    if report.reading == READING and report != again:
        return f"its claims are not those of its text: edited by hand? {_AGAIN}"
    return None


def keep(folder: Path, report: Report) -> Path:
    """Write a report beside the history; the same report gives the same file."""
    path = folder / f"{report.stem}.json"
    with said(path, "Make room, or make the folder writable, and run again."):
        write_text(path, text_of(report), durable=True)
    return path


def in_force(history: Stream[Any], date: str | None) -> Entry | None:
    """The snapshot to hold a report against: that of its date's end, the latest without a date."""
    return as_of(history.entries, f"{date}T23:59:59Z") if date else history.latest
