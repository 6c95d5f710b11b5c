"""Without a mouse, without colours, without motion."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watched

LIST = "history/koveo/tables.html"
REPORT = "history/koveo/latest.html"
FOCUSED = "document.activeElement"
# How a reader sees where the focus is: an outline, or what the theme draws for its own labels.
OUTLINE = """() => { const one = document.activeElement, style = getComputedStyle(one);
  return [one.outerHTML.slice(0, 120), style.outlineStyle, parseFloat(style.outlineWidth)]; }"""
GRAVE = "breaking|risky|safe|cosmetic|drift|in sync|failed|cannot tell"


def focus(page: Page) -> str:
    found: str = page.evaluate(f"{FOCUSED}.className || {FOCUSED}.tagName")
    return found


def test_the_first_tab_skips_to_the_content(served: str, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{served}{REPORT}")
    page.keyboard.press("Tab")
    assert "md-skip" in focus(page)
    box = page.locator(".md-skip").bounding_box()
    assert box and box["y"] >= 0 and box["width"] > 40
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#schema-validation-report"))
    page.keyboard.press("Tab")
    assert page.evaluate(f"!!{FOCUSED}.closest('.md-content')"), "the navigation was not skipped"
    assert watched.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_wherever_the_tab_key_stops_it_shows(scheme: str, served: str, browser: Browser) -> None:
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{served}index.html")
    stops = []
    for _ in range(45):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(OUTLINE))
    page.close()
    unseen = [stop for stop in stops if stop[1] == "none" or stop[2] < 1]
    assert unseen == []
    assert len({stop[0] for stop in stops}) > 35


def test_the_search_by_keyboard(served: str, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{served}index.html")
    page.keyboard.press("/")
    expect(page.locator(".md-search__input")).to_be_focused()
    # Each key asks anew, and each answer is a list of its own, which takes the focus away: so all
    # letters at once, and one key.
    page.keyboard.insert_text("maintenance_requests")
    page.keyboard.press("End")
    expect(page.locator(".md-search-result__link").first).to_be_visible(timeout=20_000)
    page.keyboard.press("ArrowDown")
    assert "md-search-result__link" in focus(page)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(re.compile("^maintenance_requests"))
    page.keyboard.press("/")
    expect(page.locator("#__search")).to_be_checked()
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()
    assert watched.errors == []


def test_a_list_is_filtered_and_sorted_by_keyboard(served: str, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{served}{LIST}")
    page.get_by_role("searchbox", name="Filter the rows").focus()
    page.keyboard.type("bill")
    expect(page.get_by_role("status")).to_contain_text(" of ")
    shown = page.locator(".sc-filter tbody tr:visible")
    assert 1 < shown.count() < 8
    page.keyboard.press("Tab")  # to the first heading
    heads = page.get_by_role("columnheader")
    expect(heads.first.get_by_role("button")).to_be_focused()
    first, order = heads.first, []
    for key, told in (("Enter", "ascending"), (" ", "descending")):
        page.keyboard.press(key)
        expect(first).to_have_attribute("aria-sort", told)
        order.append(page.locator(".sc-filter tbody tr:visible td:first-child").all_inner_texts())
    assert order[0] == sorted(order[0]) and order[1] == order[0][::-1]
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(heads.nth(3)).to_have_attribute("aria-sort", "ascending")
    assert first.get_attribute("aria-sort") is None, "two columns say that they are sorted"
    assert watched.errors == []


def test_what_is_folded_opens_by_keyboard(served: str, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{served}{REPORT}")
    fold = page.locator("details.sc-way", has_text="SQL").first
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(fold.locator("pre").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(fold.locator("pre").first).to_be_hidden()


def test_a_table_that_is_cut_scrolls_by_keyboard(served: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{served}{LIST}")
    box = page.get_by_role("region", name="Tables, table")
    expect(box).to_have_attribute("tabindex", "0")
    expect(box).to_have_class(re.compile("sc-cut"))  # it fades where it goes on
    box.focus()
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('[role=region]').scrollLeft > 40")
    expect(box).not_to_have_class(re.compile("sc-cut"))
    page.set_viewport_size({"width": 1300, "height": 900})
    expect(page.get_by_role("region")).to_have_count(0)  # nothing is cut: no stop on the way
    page.close()


@pytest.mark.parametrize("address", ["index.html", REPORT, "history/koveo/timeline.html", LIST])
def test_how_bad_is_said_in_words(address: str, served: str, watched: Watched) -> None:
    """A pill has a word and a sign, a dot stands with words, a cell has a figure and a title."""
    page = watched.page
    page.goto(f"{served}{address}")
    pills = page.evaluate(
        "() => [...document.querySelectorAll('.sc-pill')].map(pill =>"
        " [pill.textContent, getComputedStyle(pill, '::before').content])"
    )
    assert pills and all(words.strip() for words, _ in pills)
    grave = [sign for words, sign in pills if re.search(f"({GRAVE})$", words)]
    assert all(sign not in ("none", "normal", '""') for sign in grave)
    for mark in (".sc-cell", ".sc-tick"):
        for words, title in page.evaluate(
            f"() => [...document.querySelectorAll('{mark}')].map(x => [x.textContent, x.title])"
        ):
            assert words.strip() and title.strip()
    dots = page.locator("li:has(> .sc-dot), li:has(> p > .sc-dot)").all_inner_texts()
    assert all(re.search(f"{GRAVE}|claim", words) for words in dots)
    assert page.locator(".sc-day, .sc-on").count() == page.locator(".sc-on title").count() + (
        page.locator(".sc-day").count()
    )


def test_nothing_moves_for_those_who_ask(served: str, browser: Browser) -> None:
    moving = """() => [...document.querySelectorAll("*")].filter(one => {
      const style = getComputedStyle(one);
      return /[1-9]/.test(style.transitionDuration) || style.animationName !== "none" ||
        style.scrollBehavior === "smooth"; }).length"""
    counts = {}
    for asked in ("no-preference", "reduce"):
        page = browser.new_page(reduced_motion=asked)  # type: ignore[arg-type]
        page.goto(f"{served}history/koveo/relations.html")
        counts[asked] = page.evaluate(moving)
        page.close()
    assert counts["no-preference"] > 20 and counts["reduce"] == 0
