"""What a search of the site finds.

Of generated pages it is known without reading their HTML again; of others MkDocs finds it out.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from mkdocs.structure.pages import Page

from generator.forge import Piece
from generator.headings import Heading

Doc = dict[str, Any]  # as the search plugin of the theme writes it
INDEX = "search/search_index.json"
_NAME = re.compile(r"[^\W_]+(?:_+[^\W_]+)+")
_JOINT = re.compile("_+")


def told(page: Page, headings: Sequence[Heading], pieces: Sequence[Piece]) -> list[Doc]:
    """What is found of a page, by its headings; `pieces`: before the first, and after each."""
    found: list[Doc] = []
    asked = page.meta.get("search") or {}
    if not asked.get("exclude"):
        more = {"boost": asked["boost"]} if "boost" in asked else {}
        whole = str(page.meta.get("title", page.title))
        rows = [
            (each.title or whole, f"#{each.place}", piece.words)
            for each, piece in zip(headings, pieces[1:], strict=True)
        ]
        if rows and headings[0].shown.startswith("<h1") and not pieces[0].shown:
            rows[0] = rows[0][0], "", rows[0][2]  # the page begins with its title
        else:
            rows.insert(0, (whole, "", pieces[0].words))
        found += [_doc(f"{page.url}{place}", title, words, **more) for title, place, words in rows]
    for piece in pieces:  # a rule is looked up by its id
        found += [_doc(f"{page.url}#{place}", title) for place, title in piece.entries]
    return found


def _doc(location: str, title: str, words: str = "", **more: Any) -> Doc:
    text = html.escape(words.replace("\n", " "), quote=False).strip()
    return {"location": location, "title": title, "text": text, **more}


def known(path: Path) -> list[Doc]:
    """What was found of a site as it stands."""
    found: list[Doc] = json.loads(path.read_bytes())["docs"] if path.is_file() else []
    return found


def write(path: Path, made: Mapping[str, list[Doc]], before: Iterable[Doc]) -> None:
    """Put into the index of MkDocs what is found of pages that were `made` here, by address, and
    what was known `before` of those that were not built now."""
    if not path.is_file():
        return
    index = json.loads(path.read_bytes())
    new = [doc for doc in index["docs"] if page_of(doc) not in made]
    new += [doc for docs in made.values() for doc in docs]
    for doc in new:
        doc["text"] = _with_ends(doc["title"], doc["text"])
    index["docs"] = sorted([*new, *before], key=page_of)
    path.write_text(json.dumps(index, separators=(",", ":")), "utf-8")


def page_of(doc: Doc) -> str:
    """The address of the page that something is found on."""
    place: str = doc["location"]
    return place.partition("#")[0]


@lru_cache(1 << 16)
def _with_ends(title: str, text: str) -> str:
    return findable(f"{title} {text}")[len(title) + 1 :]


def findable(text: str) -> str:
    """The text with what its names end with, so that a search finds a name by its beginning and by
    that of any word in it: of `users_email_key` it adds `email_key` and `key`. Twice is as once."""
    known = set(text.split())
    ends = {}
    for name in dict.fromkeys(_NAME.findall(text)):
        for joint in _JOINT.finditer(name):
            end = name[joint.end() :]
            if end not in known:
                ends[end] = True
    return f"{text} {' '.join(ends)}" if ends else text
