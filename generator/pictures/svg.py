"""The grammar of our drawings: one line of SVG each, escaped, with its links and tooltips.

A drawing has no colour, no font and no identifier of its own: classes only, so that it follows the
light and the dark scheme, and any number of them stand on one page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from generator.markdown import drawn, visible

Href = Callable[[str], str]
"""An address below `docs/` → the same as the page writes it."""

_SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
_SHRINK = 0.85  # no drawing is shown smaller: it scrolls instead, and its words stay readable


def drawing(body: str, size: tuple[float, float], label: str, name: str, wide: bool = True) -> str:
    """A whole SVG. `wide`: it may scroll sideways; else it takes the width that there is.

    What has links is a group for a screen reader, since an image would hide them. A search finds
    its words on the pages it leads to, so the index leaves it out.
    """
    width, height = (number(side) for side in size)
    role = "group" if "<a " in body else "img"
    room = (
        f'width="{width}" height="{height}" style="min-width:{number(size[0] * _SHRINK)}px" '
        if wide else ""
    )  # fmt: skip
    return (
        f'<svg {_SPACES} class="{name}" viewBox="0 0 {width} {height}" {room}'
        f'role="{role}" aria-label="{drawn(label)}" data-search-exclude="">{body}</svg>'
    )


def link(
    body: str, target: str | None, title: str, name: str = "", *, stop: bool = True, is_: str = ""
) -> str:  # fmt: skip
    """A part with a tooltip, leading somewhere when there is a target (as the page writes it).

    `stop`: whether the tab key stops there; `is_`: what a script knows it by.
    """
    told = f"<title>{drawn(title)}</title>{body}"
    shown = (f' class="{name}"' if name else "") + (f' data-is="{is_}"' if is_ else "")
    if target is None:
        return f"<g{shown}>{told}</g>"
    order = "" if stop else ' tabindex="-1"'
    return f'<a{shown} xlink:href="{drawn(target)}"{order}>{told}</a>'


def words(value: object, x: float, y: float, name: str = "", anchor: str = "") -> str:
    """A line of text whose base line begins at a point; `anchor`: ends there, or has its middle."""
    shown = f' class="{name}"' if name else ""
    anchored = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{number(x)}" y="{number(y)}"{shown}{anchored}>{drawn(value)}</text>'


def box(x: float, y: float, size: tuple[float, float], name: str = "", round_: float = 0) -> str:
    """A rectangle."""
    shown = f' class="{name}"' if name else ""
    rounded = f' rx="{number(round_)}"' if round_ else ""
    return (
        f'<rect{shown} x="{number(x)}" y="{number(y)}" width="{number(size[0])}" '
        f'height="{number(size[1])}"{rounded}/>'
    )


def path(d: str, name: str) -> str:
    """A path."""
    return f'<path class="{name}" d="{d}"/>'


def number(value: float) -> str:
    """A length: one decimal at most."""
    shown = f"{value:.1f}".removesuffix(".0")
    return "0" if shown == "-0" else shown


def cells(text: str) -> float:
    """How wide a text is, in letters of a monospaced font."""
    return sum(_cell(c) for c in text)


def _cell(c: str) -> float:
    if unicodedata.combining(c) or c == "\u200d":
        return 0
    return 2.1 if unicodedata.east_asian_width(c) in "WF" else 1


def short(text: str, most: int) -> str:
    """A text as it is shown, cut to a number of such letters; the tooltip has all of it."""
    text = visible(text)
    if cells(text) <= most:
        return text
    kept, room = "", float(most - 1)
    for c in text:
        room -= _cell(c)
        if room < 0:
            break
        kept += c
    return f"{kept}…"
