"""What a search finds, and what it costs: from a web server and from files."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Watched

LIMIT = 4_000_000  # bytes of an index that a browser still reads in two seconds
FINDS = {
    "maintenance_requests": "/tables/maintenance_requests.html",  # a table
    "financial_year_start": "/tables/buildings.html",  # a column
    "bills_building_id_fkey": "/tables/bills.html",  # a constraint
    "column-nullable-changed": "/rules.html",  # a rule
    "building_receipts": "/views/building_receipts.html",  # a view
    "READ ONLY": "/usage.html",  # the handbook
}  # fmt: skip


@pytest.mark.parametrize("way", ["http", "file"])
def test_names_of_all_kinds_are_found(way: str, site: Path, served: str, watched: Watched) -> None:
    home = served if way == "http" else f"{site.as_uri()}/"
    page = watched.page
    page.goto(f"{home}history/koveo/trends.html")  # a page that is deep in the site
    page.locator(".md-search__input").click()
    for words, leads_to in FINDS.items():
        page.keyboard.press("Control+a")
        page.keyboard.type(words)
        hits = page.locator(f".md-search-result__link[href*='{leads_to}']")
        expect(hits.first).to_be_visible(timeout=20_000)
        ranked = page.locator(".md-search-result__item").evaluate_all(
            "items => items.map(item => item.querySelector('a').href)"
        )
        at = next(n for n, found in enumerate(ranked) if leads_to in found)
        assert at < 3, f"{words}: {leads_to} comes {at + 1}th"
    assert watched.foreign(home) == []
    assert watched.errors == []


def test_the_index_is_small(site: Path) -> None:
    size = (site / "search" / "search_index.json").stat().st_size
    assert 10_000 < size < LIMIT
