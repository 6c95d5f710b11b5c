"""A badge of the verdict: drawn here, one flat SVG, a word and a colour."""

from __future__ import annotations

import unicodedata

from generator import markdown
from generator.history import Moment
from generator.language import gettext, noted
from generator.moments import day

_LABEL = noted("schema")
TONES = {
    noted("in sync"): "#14704a", noted("drift"): "#93580a", noted("capture failed"): "#b42318",
    noted("cannot tell"): "#5b6472", noted("no snapshot"): "#5b6472",
}  # fmt: skip
_WIDTHS = dict(zip(  # of the usual sans-serif letters of 11 pixels, in tenths of a pixel
    "abcdefghijklmnopqrstuvwxyzADFJMNOS0123456789 ,.",
    (66, 69, 57, 69, 66, 39, 69, 70, 30, 38, 65, 30, 107, 70, 67, 69, 69, 47, 57, 43, 70, 65, 90,
     65, 65, 58, 75, 85, 63, 50, 93, 82, 87, 75, *[70] * 10, 39, 40, 40), strict=True,
))  # fmt: skip


def verdict(latest: Moment | None) -> str:
    """The word for the latest record: that a capture failed is no verdict on what was before."""
    if latest is None:
        return "no snapshot"
    return "capture failed" if latest.failed else latest.verdict


def badge(database: str, latest: Moment | None) -> str:
    """The SVG. A browser that has wider letters fits them in: each text says how long it is."""
    word = verdict(latest)
    shown, label = gettext(word), gettext(_LABEL)
    if latest is not None:
        shown = f"{shown}, {day(latest.header.at)}"
    told = gettext("Schema of %(database)s: %(verdict)s", database=database, verdict=shown)
    title = markdown.xml(told)
    left, right = width(label), width(shown)
    whole = left + right + 20
    return f"""<?xml version="1.0" encoding="utf-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="20" role="img" aria-label="{title}">
<title>{title}</title>
<rect width="{left + 10}" height="20" fill="#26305f"/>
<rect x="{left + 10}" width="{right + 10}" height="20" fill="{TONES[word]}"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
<text x="5" y="14" textLength="{left}">{label}</text>
<text x="{left + 15}" y="14" textLength="{right}">{shown}</text>
</g>
</svg>
"""


def width(text: str) -> int:
    """Pixels that a text takes; an accent takes none."""
    letters = unicodedata.normalize("NFKD", text)
    return (sum(_WIDTHS[each] for each in letters if not unicodedata.combining(each)) + 5) // 10
