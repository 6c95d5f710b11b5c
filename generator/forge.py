"""Generated Markdown → HTML by a parser of CommonMark, which is what code forges read.

pulldown-cmark is a hundred times as fast as the parser of MkDocs. Headings are left to that one: it
gives them their anchors, and lists them beside the page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache

import pyromark
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

_HEADING = re.compile(r"#{1,6} ")
_FENCE = re.compile(r" *(`{3,})")
_TAG = re.compile(r'^(<[a-z]+\b[^>\n]*?) markdown="(?:1|span|block)"', re.MULTILINE)
_BLOCK = re.compile(r'<pre><code class="language-([\w-]+)">(.*?)</code></pre>', re.DOTALL)
_CODE = re.compile(r"<code>([^<]*)</code>")
_SILENT = re.compile(
    r"<(svg|table|pre|style)\b.*?</\1>|<(p|div|details)\b[^>]*data-search-exclude.*?</\2>",
    re.DOTALL,
)
_LINES = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>")
_PARSER = pyromark.Markdown(options=pyromark.Options.ENABLE_TABLES)
_FORMATTER = HtmlFormatter(nowrap=True)
_PLAIN = 600  # characters of running text that a search finds, of each piece of a page


def pieces(text: str) -> Iterator[tuple[bool, str]]:
    """The headings of a page and what stands between them: (whether it is a heading, the lines)."""
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        ticks = _FENCE.match(line)
        if ticks and (not fence or line.strip() == fence):
            fence = "" if fence else ticks[1]
        if not fence and _HEADING.match(line):
            yield False, "\n".join(lines)
            yield True, line
            lines = []
        else:
            lines.append(line)
    yield False, "\n".join(lines)


def rendered(text: str) -> str:
    """The HTML of one piece; what stands in fences is coloured as MkDocs colours it."""
    found = _PARSER.html(_TAG.sub(r"\1", text))
    return _BLOCK.sub(lambda match: _coloured(match[1], match[2]), found)


@lru_cache(1 << 12)
def _coloured(language: str, body: str) -> str:
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        lexer = get_lexer_by_name("text", stripnl=False)
    shown = highlight(html.unescape(body), lexer, _FORMATTER)
    inner = f"<pre><span></span><code>{shown}</code></pre>"
    return f'<div class="language-{language} highlight">{inner}</div>'


def words(shown: str) -> str:
    """What a search finds a piece by: every name in it, and the beginning of its running text."""
    told = _CODE.findall(_LINES.sub(" ", shown))
    names = dict.fromkeys(html.unescape(name) for name in told)
    plain = html.unescape(_MARKUP.sub(" ", _SILENT.sub(" ", shown)))
    return html.escape(" ".join([*names, " ".join(plain.split())[:_PLAIN]]).strip())
