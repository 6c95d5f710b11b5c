"""A hand-written report as a file: its text, with a damaged encoding repaired, and its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

import msgspec

from snapshot.errors import BrokenFile

if TYPE_CHECKING:
    from markdown_it.token import Token

LARGEST = 1024 * 1024  # bytes: people write no longer reports, and reading takes seconds then
_FRONT = re.compile(r"---\r?\n(?:[^\n]*\n){0,100}?---[ \t]*\r?\n")
_OTHER = re.compile(r"[^\x00-\x7f]+")


class Piece(msgspec.Struct, frozen=True):
    """A heading, a list's item or a part of a paragraph, without its emphasis; code keeps ticks."""

    kind: Literal["heading", "item", "paragraph"]
    text: str
    line: int
    level: int = 0  # of a heading
    group: int = 0  # which list an item is of
    lead: str = ""  # the bold words that it begins with
    lines: tuple[tuple[int, int], ...] = ()  # (where in the text, line) of each further line

    def at(self, place: int) -> int:
        """The line of a place in the text."""
        return max([self.line, *(line for start, line in self.lines if start <= place)])


class Line(msgspec.Struct, frozen=True):
    """A table's row."""

    line: int
    cells: tuple[str, ...]


class Grid(msgspec.Struct, frozen=True):
    """A table."""

    header: Line
    rows: tuple[Line, ...]


def text_of_bytes(raw: bytes, where: str) -> str:
    """The file's text as it is. Raises `BrokenFile` for what is no text."""
    if len(raw) > LARGEST:
        raise BrokenFile(
            where, f"{len(raw)} bytes, and a report is of {LARGEST} at most", "Cut it into several."
        )
    if b"\0" in raw:
        raise BrokenFile(where, "not a text: it holds zero bytes", "Save it as UTF-8 text.")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BrokenFile(
            where, f"not UTF-8 text at byte {error.start}", "Save it as UTF-8."
        ) from error


def repaired(text: str) -> tuple[str, int]:
    """(text, number of places): what was UTF-8, was read as another encoding, and written again.

    ftfy tells such places from text that merely looks like it: `CAFÉ…` stays as it is.
    """
    if text.isascii():
        return text, 0
    from ftfy import fix_encoding  # only what imports a report needs it

    lines = text.split("\n")
    sound = [line if line.isascii() else fix_encoding(line) for line in lines]
    pairs = zip(lines, sound, strict=True)
    return "\n".join(sound), sum(_places(old, new) for old, new in pairs if old != new)


def _places(old: str, new: str) -> int:
    """How many runs of other than ASCII are not what they were: damage is in nothing else."""
    return sum(a != b for a, b in zip_longest(_OTHER.findall(old), _OTHER.findall(new)))


def blocks(text: str) -> Iterator[Piece | Grid]:
    """What a Markdown text holds, in order; code blocks and HTML are passed over."""
    from markdown_it import MarkdownIt

    front = _FRONT.match(text)  # settings of a site, no part of the report
    if front:
        text = "\n" * front[0].count("\n") + text[front.end() :]
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    lists: list[int] = []
    number, level, item, at = 0, 0, False, 0
    while at < len(tokens):
        token = tokens[at]
        if token.type in ("bullet_list_open", "ordered_list_open"):
            number += 1
            lists.append(number)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "table_open":
            end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
            yield _grid(tokens[at:end])
            at = end
        elif token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "list_item_open":
            item = True
        elif token.type == "inline":
            group = lists[-1] if item and lists else 0
            yield from _pieces(token, level, group)
            level, item = 0, False
        at += 1


def _grid(tokens: list[Token]) -> Grid:
    rows: list[Line] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append(Line(_line(token), ()))
        elif token.type == "inline":
            last = rows[-1]
            words = "".join(text for text, _ in _words(token)).strip()
            rows[-1] = Line(last.line, (*last.cells, words))
    return Grid(rows[0], tuple(rows[1:]))


def _line(token: Token) -> int:
    return (token.map or [0])[0] + 1


def _words(token: Token) -> Iterator[tuple[str, str]]:
    """(text, type) of what stands in a line."""
    for child in token.children or []:
        if child.type == "code_inline":
            yield f"`{child.content}`", child.type
        elif child.type == "html_inline":
            continue
        elif child.type == "softbreak":
            yield " ", child.type
        elif child.type == "hardbreak":
            yield "", child.type
        else:
            yield child.content, child.type


def _pieces(token: Token, level: int, group: int) -> Iterator[Piece]:
    """The pieces of one block: a line that ends for good ends a piece."""
    line, start, text, lead = _line(token), _line(token), "", ""
    lines: list[tuple[int, int]] = []
    bold = 0  # where bold words begin

    def made() -> Piece:
        kind: Literal["heading", "item", "paragraph"] = (
            "heading" if level else "item" if group else "paragraph"
        )
        return Piece(kind, text.rstrip(), start, level, group, lead.strip(), tuple(lines))

    for words, kind in _words(token):
        if kind in ("softbreak", "hardbreak"):
            line += 1
        if kind == "hardbreak":
            if text.strip():
                yield made()
            start, text, lead, lines = line, "", "", []
            continue
        if kind == "strong_close" and not lead:
            lead = text if bold == 0 else ""
        elif kind == "strong_open":
            bold = len(text.strip())
        text += words
        if kind == "softbreak":
            lines.append((len(text), line))
    if text.strip():
        yield made()
