"""Reports in French: cards on one screen, pages on a phone, and the way to what is to be done."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Watched, ends_of_cards

PAGES = ("index", *(f"history/koveo/{name}" for name in (
    "latest", "findings", "waivers", "timeline", "tables", "domains", "coverage", "trends", "data",
    "objects", "compare", "as-of", "relations", "schema/public/tables/bills",
)))  # fmt: skip


def test_every_card_is_on_one_screen(french: Path, browser: Browser) -> None:
    seen = ends_of_cards(french, browser)
    assert len(seen) > 15
    assert {name: end for name, end in seen.items() if end > 800} == {}


def test_pages_fit_a_phone_and_ask_nobody(french: Path, watched: Watched) -> None:
    page = watched.page
    page.set_viewport_size({"width": 390, "height": 844})
    for name in PAGES:
        page.goto((french / f"{name}.html").as_uri())
        assert page.locator("html").get_attribute("lang") == "fr"
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0, name
        watched.shoot(f"french-{name.rpartition('/')[2]}")
    assert watched.foreign(french.as_uri()) == [] and watched.errors == []


def test_on_call_walks_from_home_to_what_is_to_be_done(french: Path, watched: Watched) -> None:
    page = watched.page
    page.goto((french / "index.html").as_uri())
    page.get_by_role("link", name="Ouvrir le rapport").click()
    expect(page.locator("h1")).to_contain_text("Rapport de validation du schéma")
    page.get_by_role("link", name="les deux issues").click()
    assert page.url.endswith("#recommendations")
    expect(page.locator("#recommendations")).to_be_in_viewport()
