"""Generated Markdown → HTML by a parser of CommonMark, which is what code forges read.

pulldown-cmark is a hundred times as fast as the parser of MkDocs. Headings are left to that one: it
gives them their anchors, and lists them beside the page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import pyromark
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

_MARKED = re.compile(r"\n(?:#{1,6} | *(`{3,}))[^\n]*")  # a heading, or where a fence is
_TAG = re.compile(r'^(<[a-z]+\b[^>\n]*?) markdown="(?:1|span|block)"', re.MULTILINE)
_BLOCK = re.compile(r'<pre><code class="language-([\w-]+)">(.*?)</code></pre>', re.DOTALL)
_CODE = re.compile(r"<code>([^<]*)</code>")
_SILENT = re.compile(r"<(?:(svg|table|pre|style)\b|(p|div|details)\b[^>]*data-search-exclude)")
_LINES = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>")
_LINK = re.compile(r'( href="[^":#?]+)\.md(?=[?#"])')
_TARGET = re.compile(r'href="([^":]*)"')
_ID = re.compile(r' id="([^"]+)"')
_ENTRY = re.compile(r'<a id="([^"]+)" class="sc-entry"></a><code>([^<]+)</code>')
_PARSER = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES)
_FORMATTER = HtmlFormatter(nowrap=True)
_PLAIN = 600  # characters of running text that a search finds, of each piece of a page


class Piece(NamedTuple):
    """What stands between two headings, as the site has it."""

    shown: str
    words: str  # that a search finds
    targets: frozenset[str]  # where it leads to
    places: frozenset[str]  # where a link can lead to
    entries: list[tuple[str, str]]  # places that are found by a name, and that name


NOTHING = Piece("", "", frozenset(), frozenset(), [])


def pieces(text: str) -> Iterator[tuple[bool, str]]:
    """The headings of a page and what stands between them: (whether it is a heading, the lines)."""
    text = f"\n{text}"
    at, fence = 1, ""
    for match in _MARKED.finditer(text):
        if match[1] and (not fence or match[0].strip() == fence):
            fence = "" if fence else match[1]
        elif not (match[1] or fence):
            yield False, text[at : max(at, match.start())]
            yield True, match[0][1:]
            at = match.end() + 1
    yield False, text[at:]


@cache
def piece(text: str) -> Piece:
    """One piece: hundreds of reports in a row have the same."""
    shown = linked(rendered(text))
    return Piece(shown, words(shown), targets(shown), anchors(shown), _ENTRY.findall(shown))


def linked(shown: str) -> str:
    """HTML whose links lead to pages of the site, not to the Markdown that they come of."""
    told = _LINK.split(shown)
    told[1::2] = [f"{link}.html" for link in told[1::2]]
    return "".join(told)


def targets(shown: str) -> frozenset[str]:
    """Where some HTML of the site leads to."""
    return frozenset(_TARGET.findall(shown))


def anchors(shown: str) -> frozenset[str]:
    """The places in some HTML."""
    return frozenset(_ID.findall(shown))


def rendered(text: str) -> str:
    """The HTML of one piece; what stands in fences is coloured as MkDocs colours it."""
    found = _PARSER.html(_TAG.sub(r"\1", text))
    return _BLOCK.sub(lambda match: _coloured(match[1], match[2]), found)


@lru_cache(1 << 12)
def _coloured(language: str, body: str) -> str:
    shown = highlight(html.unescape(body), _lexer(language), _FORMATTER)
    inner = f"<pre><span></span><code>{shown}</code></pre>"
    return f'<div class="language-{language} highlight">{inner}</div>'


@cache
def _lexer(language: str) -> Lexer:
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return get_lexer_by_name("text", stripnl=False)


def words(shown: str) -> str:
    """What a search finds a piece by: every name in it, and the beginning of its running text."""
    told = _CODE.findall(_LINES.sub(" ", shown) if "<pre" in shown else shown)
    names = dict.fromkeys(html.unescape(name) for name in told)
    return " ".join([*names, " ".join(_running(shown).split())[:_PLAIN]]).strip()


def _running(shown: str) -> str:
    """The beginning of the text without tables, drawings and the like."""
    told: list[str] = []
    at = look = size = 0
    while size <= _PLAIN and at < len(shown):
        match = _SILENT.search(shown, look)
        start, end = match.span() if match else (len(shown), len(shown))
        if match:
            closing = f"</{match[1] or match[2]}>"
            end = shown.find(closing, end) + len(closing)
            if end < len(closing):  # it is never closed
                look = match.start() + 1
                continue
        while size <= _PLAIN and at < start:  # by and by: most of it is not asked for
            cut = shown.find("<", at + _PLAIN, start)
            part = shown[at : cut if cut > 0 else start]
            at += len(part)
            told.append(" ".join(html.unescape(_MARKUP.sub(" ", part)).split()))
            size += len(told[-1])
        at = look = end
    return " ".join(told)
