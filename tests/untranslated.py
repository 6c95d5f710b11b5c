"""What of ours is left in English on the pages of another language.

`python -m tests.untranslated fr` builds the pages of the example in both languages and prints the
pieces of text that are the very same in both, the most frequent first, and where one stands. What
comes from the database, the records or the configuration is the same in all languages, of course.
"""

from __future__ import annotations

import html
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from generator import language
from generator.book import Beside, open_book
from generator.making import make
from snapshot.store import Store

ROOT = Path(__file__).resolve().parent.parent
_CODE = re.compile(
    r"(?ms)^(`{3,}).*?^\1$|<pre>.*?</pre>|(`+)(?!`).+?(?<!`)\2(?!`)|<code>.*?</code>"
)
_TOLD = re.compile(r'(?:title|aria-label|alt|placeholder|data-label)="([^"]*)"')
_ADDRESS = re.compile(r"\]\([^)]*\)|https?://\S+|\{[^}]*\}")
_CUTS = re.compile(r"<[^>]*>|[|·\[\]()*_#…→←›:;,.?!–−+×=/\"“”«»\u00a0]| - |^- ")
ENGLISH_WORDS = re.compile(
    r"\b(?:the|of|is|was|were|are|has|have|that|which|what|nothing|nobody|found|expected|its)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3,}")


def pages(root: Path, databases: list[str], code: str, to: Path) -> None:
    """The Markdown of some databases of a project, in a language."""
    with language.spoken_in(code):
        books = [open_book(Store(root / "snapshots" / name), name, Beside()) for name in databases]
        make("T", books, to)


def pieces(text: str) -> Iterator[str]:
    """What people read on a page, cut where it is put together; no code, no addresses."""
    _, _, body = text.removeprefix("---").partition("\n---\n")
    body = _CODE.sub(" ", body)
    for told in _TOLD.findall(body):
        yield from _cut(told)
    for line in body.split("\n"):
        yield from _cut(_ADDRESS.sub(" ", line))


def _cut(text: str) -> Iterator[str]:
    for piece in _CUTS.split(html.unescape(text)):
        if _WORD.search(piece):
            yield " ".join(piece.split())


def given(root: Path) -> set[str]:
    """Every piece of text of the records and of the expectation."""
    found: set[str] = set()
    for path in (root / "snapshots").rglob("*.json"):
        found.update(_strings(json.loads(path.read_text("utf-8"))))
    for path in (root / "snapshots").rglob("*.md"):  # hand-written reports
        found.add(path.read_text("utf-8", errors="replace"))
    for path in (root / "expected").rglob("*.y*ml"):
        found.update(_strings(yaml.safe_load(path.read_text("utf-8"))))
    return {piece for text in found for line in text.split("\n") for piece in _cut(line)}


def _strings(thing: Any) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict):
        yield from (str(key) for key in thing)
        for value in thing.values():
            yield from _strings(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from _strings(value)


def left(root: Path, databases: list[str], code: str) -> dict[str, tuple[int, str]]:
    """Piece → how often it stands in the same words in both languages, and a page where it does."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder, language.ENGLISH), Path(folder, code)
        pages(root, databases, language.ENGLISH, ours)
        pages(root, databases, code, theirs)
        known = given(root)
        times: Counter[str] = Counter()
        where: dict[str, str] = {}
        for path in sorted(theirs.rglob("*.md")):
            name = path.relative_to(theirs)
            english = set(pieces((ours / name).read_text("utf-8")))
            for piece in pieces(path.read_text("utf-8")):
                if piece in english and piece not in known:
                    times[piece] += 1
                    where.setdefault(piece, name.as_posix())
    return {piece: (number, where[piece]) for piece, number in times.most_common()}


if __name__ == "__main__":
    for piece, (number, page) in left(ROOT, ["koveo"], sys.argv[1]).items():
        print(f"{number:6} {piece}   ({page})")
