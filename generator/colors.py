"""A team's two colours → the style of its site, readable in light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterable

Rgb = tuple[float, float, float]  # 0 to 255
LEAST = 4.5  # contrast of words with their ground, as WCAG 2 asks for (AA)
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})\Z", re.IGNORECASE)
_WHITE, _BLACK = (255.0, 255.0, 255.0), (0.0, 0.0, 0.0)
# What links and lines stand on, in docs/assets/site.css: the page, panels, heads, tinted boxes.
GROUNDS = {
    "default": ("#fcfcfd", "#ffffff", "#f6f7f9", "#fdeceb", "#fdf3dd", "#e5f5ec", "#eef0f3"),
    "slate": ("#151a26", "#1b2130", "#202737", "#41201e", "#3a2e17", "#17342a", "#2a3040"),
}


def is_color(text: str) -> bool:
    """Whether it is `#rgb` or `#rrggbb`."""
    return bool(_HEX.match(text))


def style(primary: str | None, accent: str | None) -> str:
    """CSS that comes after our own. `primary` is the ground of the header; `accent`, which follows
    it when it is not told, is that of links and lines, made lighter or darker where need be."""
    rules = []
    if primary:
        rules.append(_header(_rgb(primary)))
    chosen = accent or primary
    if chosen:
        light, dark = (_scheme(_rgb(chosen), *told) for told in GROUNDS.items())
        rules.append(f"[data-md-color-scheme] {{\n{light}}}\n")  # the dark one too, on paper
        rules.append(f'@media screen {{\n[data-md-color-scheme="slate"] {{\n{dark}}}\n}}\n')
    return "/* Written by `chronicle site`, of the colours in chronicle.yml. */\n" + "".join(rules)


def _header(ground: Rgb) -> str:
    words = readable_on(ground)
    light = words == _WHITE
    soft = toward(_mixed(words, ground, 0.25), [ground], words)
    told = (
        f":root {{\n"
        f"  --md-primary-fg-color: {_hex(ground)};\n"
        f"  --md-primary-fg-color--light: {_hex(_mixed(ground, _WHITE, 0.15))};\n"
        f"  --md-primary-fg-color--dark: {_hex(_mixed(ground, _BLACK, 0.2))};\n"
        f"  --md-primary-bg-color: {_hex(words)};\n"
        f"  --md-primary-bg-color--light: {_hex(soft)};\n"
        f"}}\n"
        f".md-tabs .md-tabs__link {{ opacity: 1; color: {_hex(soft)}; }}\n"
        f".md-tabs .md-tabs__item--active .md-tabs__link {{ color: {_hex(words)}; }}\n"
    )
    if not light:  # the field of the search is a shade on the header, which such words do not bear
        told += ".md-header .md-search__form { background-color: #ffffff66; }\n"
        told += ".md-header .md-search__form:hover { background-color: #ffffff99; }\n"
        told += ".md-header :focus-visible, .md-tabs :focus-visible { outline-color: #000; }\n"
    return told


def _scheme(color: Rgb, name: str, grounds: Iterable[str]) -> str:
    every = [_rgb(ground) for ground in grounds]
    tint = _mixed(every[0], color, 0.1)
    far = _BLACK if name == "default" else _WHITE
    link = toward(color, [*every, tint], far)
    return (
        f"  --md-typeset-a-color: {_hex(link)};\n"
        f"  --md-accent-fg-color: {_hex(link)};\n"
        f"  --md-accent-fg-color--transparent: {_hex(link)}1a;\n"
        f"  --md-accent-bg-color: {_hex(readable_on(link))};\n"
        f"  --sc-blue: {_hex(link)};\n"
        f"  --sc-blue-tint: {_hex(tint)};\n"
    )


def readable_on(ground: Rgb) -> Rgb:
    """White where it can be read, else black, which then can."""
    return _WHITE if contrast(_WHITE, ground) >= LEAST else _BLACK


def toward(color: Rgb, grounds: Iterable[Rgb], far: Rgb) -> Rgb:
    """The nearest to a colour, on the way to `far`, that can be read on all of these grounds."""
    every = list(grounds)
    for step in range(51):
        mixed = _rounded(_mixed(color, far, step / 50))
        if all(contrast(mixed, ground) >= LEAST for ground in every):
            return mixed
    return far


def contrast(one: Rgb, other: Rgb) -> float:
    """From 1, none, to 21, as WCAG 2 counts it."""
    dark, light = sorted((_luminance(_rounded(one)), _luminance(_rounded(other))))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Rgb) -> float:
    parts = [part / 255 for part in color]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(color: Rgb, other: Rgb, share: float) -> Rgb:
    red, green, blue = (a + (b - a) * share for a, b in zip(color, other, strict=True))
    return red, green, blue


def _rounded(color: Rgb) -> Rgb:
    red, green, blue = (float(round(part)) for part in color)
    return red, green, blue


def _rgb(text: str) -> Rgb:
    digits = text[1:] if len(text) > 4 else "".join(2 * digit for digit in text[1:])
    red, green, blue = (float(int(digits[at : at + 2], 16)) for at in (0, 2, 4))
    return red, green, blue


def _hex(color: Rgb) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in color)
