"""Home → the latest report → a table → a search for a column; over HTTP and from a file share."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Watched

WIDE = ("index.html", "history/koveo/timeline.html", "history/koveo/tables.html",
        "history/koveo/schema/public/tables/bills.html", "history/koveo/latest.html",
        "history/koveo/findings.html", "history/koveo/waivers.html",
        "history/koveo/data.html", "history/koveo/objects.html")  # fmt: skip


@pytest.mark.parametrize("way", ["http", "file"])
def test_from_home_to_a_table_and_to_a_column(
    way: str, site: Path, served: str, watched: Watched
) -> None:
    home = served if way == "http" else f"{site.as_uri()}/"
    page = watched.page
    page.goto(f"{home}index.html")
    expect(page.locator("h1")).to_contain_text("Koveo Gestion")
    expect(page.locator(".sc-banner .sc-verdict")).to_be_visible()

    page.get_by_role("link", name="Open the report").click()
    expect(page.locator("h1")).to_contain_text("Schema validation report of")
    for heading in ("Executive summary", "Recommendations", "Conclusion"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()

    page.locator(".sc-filter").get_by_role("link", name="bills", exact=True).click()
    expect(page.locator("h1")).to_have_text(re.compile("^bills"))
    row = page.locator("tr", has=page.locator("#columns-total_amount"))
    expect(row).to_contain_text("29 Oct 2025")  # since when it is there: the table was made anew

    page.locator(".md-search__input").click()
    page.keyboard.type("financial_year_start")
    hit = page.locator(".md-search-result__link", has_text="buildings (table)").first
    expect(hit).to_be_visible(timeout=15_000)
    hit.click()
    expect(page.locator("h1")).to_have_text(re.compile("^buildings"))
    row = page.locator("tr", has=page.locator("#columns-financial_year_start"))
    expect(row.locator(".sc-changed")).to_be_visible()  # when it last changed
    assert watched.foreign(home) == []
    assert watched.errors == []


def test_a_list_is_filtered_and_sorted(served: str, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{served}history/koveo/tables.html")
    rows = page.locator(".sc-filter tbody tr:visible")
    everything = rows.count()
    page.get_by_role("searchbox", name="Filter the rows").fill("bill")
    expect(page.locator(".sc-search")).to_contain_text(f"of {everything}")
    assert 0 < rows.count() < everything
    page.get_by_role("searchbox", name="Filter the rows").fill("")
    page.locator("th", has_text="Columns").click()
    numbers = [int(text) for text in page.locator("tbody td:nth-child(4)").all_inner_texts()
               if text.isdigit()]  # fmt: skip
    assert numbers == sorted(numbers) and len(numbers) > 40
    assert watched.errors == []


def test_how_long_ago_is_added_by_the_browser_only(
    site: Path, served: str, watched: Watched
) -> None:
    assert "ago" not in (site / "index.html").read_text("utf-8").split("sc-banner")[1][:600]
    watched.page.goto(f"{served}index.html")
    expect(watched.page.locator(".sc-banner")).to_contain_text("ago")


@pytest.mark.parametrize("address", WIDE)
def test_a_phone_shows_no_page_wider_than_itself(
    address: str, served: str, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{served}{address}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


def test_a_phone_reaches_every_page_through_the_drawer(served: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{served}index.html")
    page.locator("header label[for=__drawer]").click()
    drawer = page.locator(".md-sidebar--primary")
    drawer.locator("label.md-nav__link", has_text="Timeline").click()  # Compare is there, too
    drawer.get_by_role("link", name="Timeline").click()
    expect(page.locator("h1")).to_contain_text("Timeline")
    page.close()
