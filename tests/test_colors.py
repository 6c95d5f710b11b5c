"""Whatever two colours a team chooses, its site can be read in light and dark."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import colors
from tests.sites import REPOSITORY

SCHEMES = {"default": "[data-md-color-scheme] {", "slate": '[data-md-color-scheme="slate"] {'}
COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def values(css: str, scheme: str) -> dict[str, str]:
    """What a style sets in one place."""
    _, _, after = css.partition(scheme)
    return dict(re.findall(r"(--[\w-]+): (#\w+);", after.partition("}")[0]))


def contrast(one: str, other: str) -> float:
    return colors.contrast(colors._rgb(one), colors._rgb(other))


def test_contrast_is_that_of_the_standard() -> None:
    """Pairs with what WCAG's own formula gives."""
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#26305f", "#26305f") == 1
    assert contrast("#ff0000", "#ffffff") == pytest.approx(4.0, abs=0.005)


@given(COLORS, COLORS)
def test_words_can_be_read_on_every_ground(primary: str, accent: str) -> None:
    css = colors.style(primary, accent)
    header = values(css, ":root")
    ground = header["--md-primary-fg-color"]
    assert ground == primary, "the header is as they chose"
    for words in ("--md-primary-bg-color", "--md-primary-bg-color--light"):
        assert contrast(header[words], ground) >= colors.LEAST
    for scheme, grounds in colors.GROUNDS.items():
        told = values(css, SCHEMES[scheme])
        for ground in (*grounds, told["--sc-blue-tint"]):
            assert contrast(told["--md-typeset-a-color"], ground) >= colors.LEAST
        assert contrast(told["--md-accent-bg-color"], told["--md-accent-fg-color"]) >= colors.LEAST


def test_what_can_be_read_stays_as_it_was_chosen() -> None:
    css = colors.style("#0f5f45", "#3443a8")
    assert values(css, SCHEMES["default"])["--md-typeset-a-color"] == "#3443a8"
    assert values(css, SCHEMES["slate"])["--md-typeset-a-color"] != "#3443a8"


def test_links_follow_the_header_unless_they_are_told_otherwise() -> None:
    assert (
        values(colors.style("#0f5f45", None), SCHEMES["default"])["--md-typeset-a-color"]
        == "#0f5f45"
    )
    assert "--md-primary" not in colors.style(None, "#0f5f45")


def test_black_words_lie_on_a_bright_header() -> None:
    css = colors.style("#fd0", None)
    assert values(css, ":root")["--md-primary-bg-color"] == "#000000"
    assert ".md-search__form" in css
    assert ".md-search__form" not in colors.style("#26305f", None)


def test_the_grounds_are_those_of_the_style() -> None:
    """Else a link could lie on a ground that nobody reckoned with."""
    css = (REPOSITORY / "docs/assets/site.css").read_text("utf-8")
    light, _, dark = css.partition('[data-md-color-scheme="slate"] {')
    dark = dark.partition("}")[0]
    light = light.replace("#fff;", "#ffffff;")
    for scheme, text in (("default", light), ("slate", dark)):
        found = re.findall(
            r"(?:--md-default-bg-color|--sc-(?:panel|head|\w+-tint)): *(#\w+);", text
        )
        own = [value for value in found if f"--sc-blue-tint: {value}" not in text]
        assert own, scheme
        assert set(own) == set(colors.GROUNDS[scheme])
