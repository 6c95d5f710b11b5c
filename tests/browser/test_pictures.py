"""The drawings in a browser: they lead somewhere, follow the scheme, and can be read on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watched

TABLE = "history/koveo/schema/public/tables/bills.html"
DRAWN = ("index.html", "history/koveo/trends.html", "history/koveo/relations.html", TABLE,
         "history/koveo/domains/property.html")  # fmt: skip

# The size in CSS pixels of every word that a drawing shows, and the colours it has.
SIZES = """() => [...document.querySelectorAll(".sc-chart svg text")].map(words =>
  [words.textContent, parseFloat(getComputedStyle(words).fontSize) * words.getScreenCTM().a])"""
COLOURS = """() => ["svg text", ".sc-box", ".sc-hd", ".sc-ln"].map(what => {
  const style = getComputedStyle(document.querySelector(".sc-chart " + what));
  return style.fill + style.stroke; })"""
BEHIND = "() => getComputedStyle(document.querySelector('.sc-er .sc-box')).fill"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    yield page
    page.close()


def test_a_table_and_a_key_of_a_diagram_lead_to_their_places(served: str, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{served}{TABLE}")
    page.locator(".sc-er a.sc-t", has_text="buildings").click()
    expect(page.locator("h1")).to_have_text(re.compile("^buildings"))
    page.locator(".sc-er a.sc-k").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#foreign_keys-"))
    anchor = page.url.partition("#")[2]
    expect(page.locator(f"[id='{anchor}']")).to_have_count(1)
    assert watched.errors == []
    assert watched.foreign(served) == []


def test_a_table_under_the_mouse_shows_its_lines(served: str, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{served}history/koveo/relations.html")
    lines = page.locator(".sc-er .sc-k").count()
    page.locator(".sc-er a.sc-t", has_text=re.compile("^buildings,")).hover()
    hot = page.locator(".sc-er .sc-k.sc-hot title").all_text_contents()
    assert 2 < len(hot) < lines
    assert all("buildings (" in title for title in hot)
    near = page.locator(".sc-er .sc-t.sc-hot").count()
    assert 2 < near <= len(hot) + 1, "one line for each neighbour"
    page.locator("h1").hover()
    expect(page.locator(".sc-lit, .sc-er .sc-hot")).to_have_count(0)
    assert watched.errors == []


def test_the_marks_of_charts_lead_to_reports(served: str, watched: Watched) -> None:
    page = watched.page
    for chart in (".sc-calendar a", ".sc-growth a", ".sc-drifted a"):
        page.goto(f"{served}history/koveo/trends.html")
        page.locator(chart).last.click()
        expect(page.locator("h1")).to_contain_text("Schema validation report of")
    page.goto(f"{served}history/koveo/trends.html")
    page.locator(".sc-bars a").first.click()
    expect(page).to_have_url(re.compile(r"/schema/public/tables/"))
    assert watched.errors == []


def test_drawings_follow_the_scheme(served: str, browser: Browser) -> None:
    seen = {}
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(f"{served}{TABLE}")
        seen[scheme] = page.evaluate(COLOURS), page.evaluate(BEHIND)
        page.close()
    assert all(one != other for one, other in zip(seen["light"][0], seen["dark"][0], strict=True))
    light, dark = (sum(map(int, re.findall(r"\d+", seen[s][1])[:3])) for s in ("light", "dark"))
    assert light > 600 and dark < 200


@pytest.mark.parametrize("address", DRAWN)
def test_on_a_phone_every_word_can_be_read_and_the_page_is_no_wider(
    address: str, served: str, phone: Page
) -> None:
    phone.goto(f"{served}{address}")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    sizes = phone.evaluate(SIZES)
    assert sizes
    assert min(size for _, size in sizes) >= 9.3, sorted(sizes, key=lambda each: each[1])[:3]


def test_a_phone_shows_the_newest_months_first(served: str, phone: Page) -> None:
    phone.goto(f"{served}index.html")
    newest, oldest = phone.locator(".sc-calendar a").last, phone.locator(".sc-calendar a").first
    assert newest.bounding_box()["x"] < 390  # type: ignore[index]
    assert oldest.bounding_box()["x"] < 0  # type: ignore[index]


@pytest.mark.parametrize(
    ("address", "drawing"),
    [("history/koveo/relations.html", ".sc-er"), ("index.html", ".sc-calendar")],
)
def test_paper_has_the_whole_drawing(
    address: str, drawing: str, served: str, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 700, "height": 900})
    page.goto(f"{served}{address}")
    page.emulate_media(media="print")
    box, room = page.locator(drawing).bounding_box(), page.viewport_size
    assert box and room and box["x"] >= 0 and box["x"] + box["width"] <= room["width"]
    page.close()
