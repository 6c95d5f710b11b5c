"""A report, read: Markdown → its claims. By the shape of the text and the words of `phrases`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import msgspec

from snapshot import claims
from snapshot.claims import (
    Claim,
    Names,
    Number,
    Report,
    Row,
    Statement,
    asserting,
    counting,
    grids,
    paper,
    phrases,
)
from snapshot.claims.counting import Counted
from snapshot.claims.paper import Grid, Piece
from snapshot.claims.phrases import Role
from snapshot.errors import BrokenFile, ChronicleError
from snapshot.files import UNFINISHED

_DOMAIN = re.compile(r"\s*\b(?:domain|domäne|domaine|bereich|module?|modul)\b:?\s*", re.I)
_CONTEXT = 200  # characters of a heading or label that are read for what stands below it
_BRACKETS = re.compile(r"\s*\([^)]*\)")


def read(path: Path) -> Report:
    """A report's claims. Raises `BrokenFile` for what is no text, or claims nothing."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ChronicleError(
            f"{path}: cannot read: {error.strerror or error}\n"
            "  A file is due: a report in Markdown."
        ) from error
    return of_bytes(raw, str(path))


def of_bytes(raw: bytes, where: str) -> Report:
    """The same for the bytes of a file."""
    text = paper.text_of_bytes(raw, where)
    sound, places = paper.repaired(text)
    blocks = list(paper.blocks(sound.removeprefix("\ufeff")))
    found = _Reader(blocks, sound.count("\n") + 1).claims()
    if not any(isinstance(claim, Number | Names | Row) for claim in found):
        raise BrokenFile(
            where, "nothing that could be a claim about a schema",
            "A report in Markdown is due, with lists or a table of tables, or numbers of them.",
        )  # fmt: skip
    title, date = _head(blocks)
    return Report(
        format=claims.FORMAT, reading=claims.READING, sha256=hashlib.sha256(raw).hexdigest(),
        title=title, date=date, repaired=places, claims=found, text=tuple(text.split("\n")),
    )  # fmt: skip


def problems(folder: Path) -> list[str]:
    """What is wrong with the reports that are kept in a folder."""
    found = []
    for path in sorted(folder.glob("*")):
        if path.name.startswith(UNFINISHED):
            continue
        if path.suffix != ".json" or not path.is_file():
            found.append(f"{path}: not a file of ours")
            continue
        try:
            report = claims.read(path)
            wrong = claims.problem(path, of_bytes(report.raw, str(path)))
        except BrokenFile as error:
            found.append(str(error))
        else:
            found += [f"{path}: {wrong}"] if wrong else []
    return found


def _head(blocks: list[Piece | Grid]) -> tuple[str, str | None]:
    """(title, date): the first heading, and the first date above the third."""
    pieces = [block for block in blocks if isinstance(block, Piece)]
    headings = [at for at, piece in enumerate(pieces) if piece.kind == "heading"]
    title = phrases.bare((pieces[headings[0]] if headings else pieces[0]).text) if pieces else ""
    head = pieces[: headings[2] if len(headings) > 2 else len(pieces)]
    dates = (phrases.date_in(piece.text) for piece in head)
    return title, next((date for date in dates if date), None)


class _Section(msgspec.Struct):
    """Where we are in a report."""

    headings: list[tuple[int, str, Role]] = []  # level, text, what it is about
    line: int = 0  # of the last one
    domain: str = ""  # of the last list
    label_at: tuple[int, str] | None = None  # the last text that ends with a colon, and its line
    label: str = ""  # of the list that we are in

    @property
    def heading(self) -> str:
        return self.headings[-1][1] if self.headings else ""

    @property
    def role(self) -> Role:
        return next((role for *_, role in reversed(self.headings) if role), "")


class _Reader:
    """Goes through the blocks once."""

    def __init__(self, blocks: list[Piece | Grid], last: int) -> None:
        self.blocks = blocks
        self.last = last  # the number of lines
        self.at = 0  # how many blocks were read
        self.section = _Section()

    def claims(self) -> tuple[Number | Names | Row | Statement, ...]:
        found: list[Claim] = []
        for group, members in groupby(self.blocks, _group):
            if group:
                items = [piece for piece in members if isinstance(piece, Piece)]
                found += self._list(items)
                continue
            self.section.label = ""
            for one in members:
                found += self._grid(one) if isinstance(one, Grid) else self._piece(one)
                self.at += 1
        return tuple(sorted(found, key=lambda claim: claim.line))  # type: ignore[arg-type]

    def _piece(self, piece: Piece) -> Iterator[Claim]:
        text = piece.text[:_CONTEXT]
        if piece.kind == "heading":
            role = phrases.role_of(_BRACKETS.sub("", text)) or phrases.role_of(text)
            role = role if self.section.line else ""  # a title is about everything
            above = [each for each in self.section.headings if each[0] < piece.level]
            self.section.headings = [*above, (piece.level, text, role)]
            self.section.line = piece.line
            self.section.label_at, self.section.domain = None, ""
        elif _is_label(piece):
            self.section.domain = ""
            self.section.label_at = piece.line, text
        elif piece.lead and piece.kind == "paragraph":
            self.section.domain = ""
            self.section.label_at = piece.line, piece.lead[:_CONTEXT]
        yield from self._said(piece)

    def _said(self, piece: Piece) -> Iterator[Claim]:
        """What the sentences of a piece claim."""
        heads = piece.kind == "heading" or _is_label(piece)
        for start, sentence in asserting.sentences(piece.text):
            line = piece.at(start)
            about = counting.of_table(sentence, plainly=not heads)
            if about:
                yield from self._of_table(sentence, line, *about)
            numbers = list(counting.counted(sentence))
            for each in [] if about else numbers:
                until = self._until(piece) if heads and each.noun in ("table", "column") else 0
                inside = not heads and each.role in ("", "found") and self.section.domain
                yield Number(
                    line=line, quote=sentence, number=each.number, noun=each.noun,
                    role="other" if inside else each.role, about=inside or each.about,
                    percent=each.percent, until=until,
                )  # fmt: skip
            told = asserting.statement(sentence, line, piece.kind, counted=bool(numbers))
            if told:
                yield told

    def _of_table(
        self, quote: str, line: int, name: str, numbers: list[Counted], *, gone: bool = False
    ) -> Iterator[Claim]:
        """What is counted of one table: its columns make a row, of the rest we know nothing."""
        above = (self.section.label, self.section.heading)
        some = next(
            (text for text in above if counting.of_some_columns(text) and quote not in text), ""
        )
        for each in numbers:
            if each.noun == "column" and not (each.role or some):
                yield Row(line=line, quote=quote, name=name, columns=each.number,
                          found=False if gone else None, item=True)  # fmt: skip
                continue
            yield Number(line=line, quote=quote, number=each.number, noun=each.noun,
                         role="other", about=some or name)  # fmt: skip

    def _until(self, head: Piece) -> int:
        """The last line of what a heading, or a label, stands above; 0 when it lists nothing."""
        listed = False
        for at in range(self.at + 1, len(self.blocks)):
            block = self.blocks[at]
            if isinstance(block, Piece) and _ends(head, block):
                return block.line - 1 if listed else 0
            listed = listed or isinstance(block, Grid) or bool(phrases.names_in(block.text))
        return self.last if listed else 0

    def _list(self, items: list[Piece]) -> Iterator[Claim]:
        """A list of names, when each of its items begins with one; else each item for itself."""
        at, label = self.section.label_at or (self.section.line, self.section.heading)
        self.section.label_at, self.section.label = None, label
        names = [phrases.names_in(item.text) for item in items]
        about = " ".join([label, *(heading for _, heading, _ in self.section.headings)])
        marks = [phrases.mark(item.text) for item in items]
        known = grids.OF_TABLES.search(about) or None not in marks
        if sum(map(bool, names)) * 2 >= len(items) and known:
            role = phrases.role_of(label) or self.section.role
            crossed = (some for some, mark in zip(names, marks, strict=True) if mark is False)
            yield Names(
                line=at or items[0].line, quote=label, names=_flat(names),
                role=role, domain=_domain(label),
                ticked=True in marks, crossed=_flat(crossed), others=names.count(()),
            )  # fmt: skip
            self.section.domain = _domain(label)
            for item in (item for item, some in zip(items, names, strict=True) if some):
                one = counting.of_table(item.text, plainly=False)
                gone = role == "missing" or phrases.mark(item.text) is False
                yield from self._of_table(item.text, item.line, *one, gone=gone) if one else ()
            items = [item for item, some in zip(items, names, strict=True) if not some]
            self.at += sum(map(bool, names))
        for item in items:
            told = list(self._piece(item))
            self.at += 1
            if not told and phrases.role_of(label) in ("additional", "missing"):
                told = [Statement(line=item.line, quote=item.text, topic="other")]
            yield from told

    def _grid(self, grid: Grid) -> Iterator[Claim]:
        columns = grids.columns(grid, self.section.heading)
        if columns is None:
            for row in grid.rows:
                yield from _labelled(row)
            return
        for row in grid.rows:
            cells = (*row.cells, *[""] * len(grid.header.cells))
            name = phrases.name_in(cells[columns["name"]])
            if name is None:
                yield from _labelled(row)
                continue
            if "schema" in columns:
                name = f"{phrases.name_in(cells[columns['schema']])}.{name}"
            yield Row(
                line=row.line, quote=" | ".join(row.cells), name=name,
                columns=phrases.number_in(cells[columns["columns"]]) if "columns" in columns
                else None,
                expected=phrases.mark(cells[columns["expected"]]) if "expected" in columns
                else None,
                found=grids.is_there(row, columns),
            )  # fmt: skip
        told = asserting.of_header(grid, columns)
        if told:
            yield told


def _is_label(piece: Piece) -> bool:
    """Whether a line ends with a colon, ticks aside."""
    return phrases.bare(piece.text[-20:]).endswith(":")


def _flat(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(name for some in names for name in some)


def _group(block: Piece | Grid) -> int:
    return block.group if isinstance(block, Piece) else 0


def _ends(head: Piece, block: Piece) -> bool:
    """Whether a block ends what another stands above."""
    if block.kind == "heading":
        return head.kind != "heading" or block.level <= head.level
    return head.kind != "heading" and block.kind == "paragraph"


def _domain(label: str) -> str:
    """The domain that a label or heading names; "" when it speaks of what is listed."""
    plain = _BRACKETS.sub("", phrases.bare(label)).strip().rstrip(":")
    named = _DOMAIN.sub(" ", plain).strip(" `")
    about = phrases.role_of(plain) or re.search(r"tab(?:le|elle)", plain, re.I)
    return "" if about and named == plain else named


def _labelled(row: paper.Line) -> Iterable[Claim]:
    """`| Expected tables | 31 |` says what `Expected tables: 31` does."""
    cells = [cell for cell in row.cells if cell]
    if len(cells) < 2 or phrases.number_in(cells[1]) is None:
        return
    for each in counting.counted(f"{cells[0]}: {cells[1]}"):
        yield Number(
            line=row.line, quote=" | ".join(row.cells), number=each.number, noun=each.noun,
            role=each.role if len(cells) == 2 else "other", about=each.about, percent=each.percent,
        )  # fmt: skip
