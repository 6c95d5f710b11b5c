"""The card of a report is on one screen; permanent places; copies that a browser opens."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Watched, ends_of_cards


def test_every_card_is_on_one_screen(site: Path, browser: Browser) -> None:
    seen = ends_of_cards(site, browser)
    assert len(seen) > 15
    assert {name: end for name, end in seen.items() if end > 800} == {}


def test_a_permanent_place_is_there_for_mouse_and_keyboard(served: str, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{served}history/koveo/findings.html")
    place = page.locator("a.sc-place").first
    expect(place).to_have_css("opacity", "0")
    page.locator(".sc-finding p").first.hover()
    expect(place).to_have_css("opacity", "1")
    page.mouse.move(0, 0)
    place.focus()
    expect(place).to_have_css("opacity", "1")
    place.press("Enter")
    name = place.get_attribute("id") or ""
    assert page.url.endswith(f"#{name}") and name.startswith("finding-")
    report = f"{served}history/koveo/latest.html#{name}"
    page.goto(report)
    expect(page.locator(f"#{name}")).to_be_in_viewport()
    assert watched.foreign(served) == [] and watched.errors == []


def test_from_home_to_findings_waivers_and_data(served: str, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{served}index.html")
    page.locator(".sc-tile").get_by_role("link", name="findings").click()
    expect(page.locator("h1")).to_contain_text("Findings")
    page.locator("details", has_text="Bring the database to the expectation").first.click()
    expect(page.locator("details[open]").first).to_be_visible()
    page.locator("article").get_by_role("link", name="Waivers").click()
    expect(page.locator("h1")).to_contain_text("Waivers")
    page.goto(f"{served}history/koveo/data.html")
    badge = page.get_by_role("img", name="The verdict on the latest snapshot, as a badge")
    assert badge.evaluate("image => image.complete && image.naturalWidth") > 100
    for link in page.locator("article a[href$='.csv'], article a[href$='.json']").all():
        answer = page.request.get(f"{served}history/koveo/{link.get_attribute('href')}")
        assert answer.ok, link.get_attribute("href")
    assert watched.foreign(served) == [] and watched.errors == []


def test_the_badge_fits_its_words(site: Path, browser: Browser) -> None:
    """The table of widths is near what a browser measures."""
    page = browser.new_page()
    page.goto((site / "history" / "koveo" / "badge.svg").as_uri())
    told = page.evaluate(
        """() => [...document.querySelectorAll('text')].map(text => {
            const told = Number(text.getAttribute('textLength'));
            text.removeAttribute('textLength');
            return [told, text.getComputedTextLength()];
        })"""
    )
    page.close()
    assert all(abs(ours - measured) < 0.12 * measured for ours, measured in told), told
