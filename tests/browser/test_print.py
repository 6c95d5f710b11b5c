"""On paper: all of a page, nothing of the site around it, whatever the scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import SHOTS

PAGES = {
    "report": "history/koveo/reports/2026-03-04t161500z.html",
    "home": "index.html",
    "table": "history/koveo/schema/public/tables/bills.html",
}
PAPER = 700  # px: A4 at 96 dpi, without its margins
CUT = """() => { const wide = document.documentElement.clientWidth;
  return [...document.querySelectorAll(".md-content *")].filter(one => {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    return box.width && (box.right > wide + 1 || (one.scrollWidth > one.clientWidth + 1 &&
      one.clientWidth && /auto|scroll|hidden|clip/.test(style.overflowX)));
  }).map(one => one.outerHTML.slice(0, 120)); }"""
AROUND = (".md-header", ".md-tabs", ".md-footer", ".md-sidebar", ".md-skip", ".sc-crumbs",
          ".sc-search", ".headerlink")  # fmt: skip


@pytest.fixture(params=["light", "dark"])
def paper(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    page = browser.new_page(
        viewport={"width": PAPER, "height": 990}, color_scheme=request.param
    )  # fmt: skip
    yield page
    page.close()


@pytest.mark.parametrize("name", ["report", "home", "table"])
def test_paper_has_all_of_a_page(name: str, paper: Page, served: str) -> None:
    paper.goto(f"{served}{PAGES[name]}")
    folded = paper.locator(".md-content details:not([open])").count()
    paper.emulate_media(media="print")
    for around in AROUND:
        assert paper.locator(f"{around}:visible").count() == 0, around
    assert paper.evaluate(CUT) == []
    hidden = paper.evaluate(
        "() => [...document.querySelectorAll('details > :not(summary)')]"
        ".filter(one => one.textContent.trim() && !one.getBoundingClientRect().height)"
        ".map(one => one.outerHTML.slice(0, 200))"
    )
    assert hidden == [] and (folded or name == "table")
    ink, ground = paper.evaluate(
        "() => [getComputedStyle(document.querySelector('.md-typeset')).color,"
        " getComputedStyle(document.querySelector('.md-typeset a')).color]"
    )
    for colour in (ink, ground):  # dark on white, whatever the screen shows
        assert sum(map(int, re.findall(r"\d+", colour)[:3])) < 400, colour


def test_a_report_as_pdf(browser: Browser, served: str) -> None:
    page = browser.new_page()
    page.goto(f"{served}{PAGES['report']}")
    SHOTS.mkdir(parents=True, exist_ok=True)
    printed = page.pdf(path=SHOTS / "report.pdf", format="A4")
    sheets = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert printed.startswith(b"%PDF") and 5 < sheets < 40
    assert page.locator("details[open]").count() == 0, "what was folded is folded again"
    page.close()
