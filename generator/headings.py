"""Headings of generated pages, as MkDocs has them: each is put through its parser once.

The extensions of a project say what a heading looks like; thousands of pages have the same few.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from markdown import Markdown  # type: ignore[import-untyped]
from markdown.extensions.toc import nest_toc_tokens, unique  # type: ignore[import-untyped]
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.toc import TableOfContents, get_toc

from generator import forge

_ID = re.compile(r' id="([^"]*)"')
_SIGN = re.compile(r'<a class="headerlink".*?</a>', re.DOTALL)  # leads to the heading itself
_MARKUP = re.compile(r"(<[^>]*>)")
_KEPT = re.compile(
    r"<(/?(?:code|sub|sup))\b[^>]*>"
)  # what a result of the search keeps of a heading


class Heading(NamedTuple):
    """One heading: its HTML and address, its line in the table of contents, what a search says."""

    shown: str
    place: str
    line: dict[str, Any] | None  # as its extension has it
    title: str
    targets: frozenset[str]  # where its links lead to

    @property
    def places(self) -> frozenset[str]:
        """Its own, and those that stand in it: in other languages the English one."""
        return forge.anchors(self.shown)

    def at(self, place: str) -> Heading:
        """The same where another heading of the page has its place."""
        if place == self.place:
            return self
        shown = self.shown.replace(f' id="{self.place}"', f' id="{place}"')
        shown = shown.replace(f' href="#{self.place}"', f' href="#{place}"')
        return self._replace(
            shown=shown, place=place, line=self.line and {**self.line, "id": place}
        )


class Headings:
    """Those that were met, by the line of Markdown."""

    def __init__(self, config: MkDocsConfig) -> None:
        self._parser = Markdown(
            extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"] or {}
        )
        self._known: dict[str, Heading] = {}

    def of_page(self, lines: Iterable[str]) -> list[Heading]:
        """The headings of one page, each at a place of its own."""
        used, told = set[str](), []
        for line in lines:
            heading = self._known.get(line) or self._parsed(line)
            told.append(heading.at(unique(heading.place, used)) if heading.place else heading)
        return told

    def _parsed(self, line: str) -> Heading:
        shown = forge.linked(self._parser.reset().convert(line))
        place, inner = _ID.search(shown), _SIGN.sub("", shown)
        lines = getattr(self._parser, "toc_tokens", [])
        found = Heading(
            shown, place[1] if place else "", lines[0] if lines else None,
            _title(inner), forge.targets(inner),
        )  # fmt: skip
        self._known[line] = found
        return found


def contents(headings: Iterable[Heading]) -> TableOfContents:
    """The table of contents of a page."""
    return get_toc(nest_toc_tokens([dict(each.line) for each in headings if each.line]))


def _title(inner: str) -> str:
    told = _MARKUP.split(inner)
    told[::2] = [html.escape(html.unescape(words), quote=False) for words in told[::2]]
    told[1::2] = [_KEPT.sub(r"<\1>", tag) if _KEPT.match(tag) else "" for tag in told[1::2]]
    return "".join(told).replace("\n", " ").strip()
