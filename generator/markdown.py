"""All escaping. What came from a database, a file or a command line is inert after these.

The pages are read by MkDocs and by code forges, whose Markdown differ; numeric entities are the
one escape that all of them leave alone, in text, in tables, in links and in inline HTML.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

_ALWAYS = set("\\`*{}[]<>#|~^$&@")  # has a meaning wherever it stands
_AT_START = set("-+=.:)")  # makes a list, a heading, a definition of a line
_MAY_MEAN = re.compile(f"[{re.escape(''.join(sorted(_ALWAYS | _AT_START)))}_]")
_KEPT = 1 << 16  # the same few names stand on every page
_LOOKALIKES = str.maketrans({"<": "‹", ">": "›", "&": "＆", '"': "”", "\\": "∖", "`": "ˋ"})
_WORD = re.compile(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*\Z")  # no Markdown gives it a meaning
_TICKS = re.compile(r"`+")
_EDGES = re.compile(r"^ | $|(?<= ) ")  # spaces that a browser would not show
_IN_DRAWINGS = {ord(c): f"&#{ord(c)};" for c in _ALWAYS | set("\"'")}
_IN_ATTRIBUTES = {**_IN_DRAWINGS, ord("_"): f"&#{ord('_')};"}


def tame(text: str) -> str:
    """Control and direction characters as something that can be seen and does nothing."""
    if text.isascii() and text.isprintable():
        return text
    out = []
    for c in text:
        number = ord(c)
        if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") or c == "\u200d":
            out.append(c)
        elif number < 0x20:
            out.append(chr(0x2400 + number))
        else:
            out.append(f"⟨U+{number:04X}⟩")
    return "".join(out)


def _entities(text: str, *, start: bool = True) -> str:
    """Every character that some Markdown gives a meaning where it stands, as a numeric entity."""
    if _WORD.match(text):
        return text

    def shown(found: re.Match[str]) -> str:
        return f"&#{ord(found[0])};" if _means(text, found.start(), start) else found[0]

    return _MAY_MEAN.sub(shown, text)


def _means(text: str, at: int, start: bool) -> bool:
    """Whether one of the characters that may have a meaning has one where it stands."""
    c, before, after = text[at], text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if c in _ALWAYS or (c in _AT_START and start and not before):
        return True
    if c == "_":  # emphasis, unless between letters
        return not (before.isalnum() and after.isalnum())
    if c == ":":  # addresses and emoji
        return after not in ("", " ")
    if c == "." and after:  # a bare address, and `1. ` at the start of a line
        return text[max(0, at - 3) : at].lower() == "www" or text[:at].isdigit()
    return c == ")" and text[:at].isdigit()


def _one_line(value: Any) -> str:
    told = str(value)
    if told.isprintable() and "  " not in told:  # so it has no other space, and each alone
        return told
    return re.sub(r"[ \t\r\n\f\v]+", " ", told)


def _spaced(shown: str) -> str:
    """The same on one line, with every space kept."""
    if "  " in shown or shown[:1] == " " or shown[-1:] == " ":
        return _EDGES.sub("&#160;", shown)
    return shown


def text(value: Any) -> str:
    """Words in a sentence, a list or a table: one line, and nothing in it means anything."""
    return _text(str(value))


@lru_cache(_KEPT)
def _text(value: str) -> str:
    return _entities(tame(_one_line(value).strip()))


def code(value: Any) -> str:
    """A name or an expression, as code: one line, every space and sign as it is."""
    return _code(str(value))


@lru_cache(_KEPT)
def _code(value: str) -> str:
    shown = _entities(tame(value.replace("\r\n", "\n").replace("\n", "↵")))
    return f"<code>{_spaced(shown) or '&#8203;'}</code>"


def attr(value: Any) -> str:
    """The value of an HTML attribute, between double quotes."""
    return _attr(str(value))


@lru_cache(_KEPT)
def _attr(value: str) -> str:
    return tame(_one_line(value).strip()).translate(_IN_ATTRIBUTES)


def visible(value: Any) -> str:
    """A name as a drawing shows it, before it is escaped: one line, no sign that does something."""
    told = str(value)
    if told.isascii() and told.isprintable():
        return told
    shown = tame(told.replace("\r\n", "\n").replace("\n", "↵"))
    return shown.replace("\ufffe", "⟨U+FFFE⟩").replace("\uffff", "⟨U+FFFF⟩")  # not in XML


def drawn(value: Any) -> str:
    """Words inside a drawing: XML text or the value of an attribute, on one line."""
    return _spaced(visible(value).translate(_IN_DRAWINGS))


def xml(value: Any) -> str:
    """Words in XML outside of a page: its text, or the value of an attribute in double quotes."""
    shown = visible(value)
    return (
        shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )


def title(value: Any) -> str:
    """A title for the front matter, quoted. Themes print it raw: look-alikes stand for HTML."""
    return '"' + plain_title(value).replace("{", "{\u200a") + '"'


def plain_title(value: Any) -> str:
    """A title in which nothing is left that HTML would read."""
    return tame(_one_line(value).strip()).translate(_LOOKALIKES)


def fence(value: str, language: str = "sql") -> str:
    """Several lines of code. The fence is longer than any run of its sign inside."""
    body = "\n".join(tame(line.replace("\t", "    ")) for line in value.split("\n"))
    ticks = "`" * max([3, *(len(run) + 1 for run in _TICKS.findall(body))])
    return f"{ticks}{language}\n{body}\n{ticks}"


@lru_cache(_KEPT)
def sentence(value: str, *, start: bool = True) -> str:
    """A sentence of ours, or the rest of one, in which backticks stand around what came from
    elsewhere."""
    pieces = value.split("`")
    last = len(pieces) - 1
    return "".join(
        code(piece)
        if at % 2 and at < last
        else _entities(tame(_one_line(piece)), start=start and not at)
        for at, piece in enumerate(pieces)
    )
