"""What a search finds, and what it costs: from a web server and from files."""

from __future__ import annotations

from pathlib import Path

import pytest

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


# A page is among the first three that are found; the list is made anew with every letter.
AMONG_THE_FIRST = """leads_to => [...document.querySelectorAll(".md-search-result__item")]
  .slice(0, 3).some(item => item.querySelector("a").href.includes(leads_to))"""


@pytest.mark.parametrize("way", ["http", "file"])
def test_names_of_all_kinds_are_found(way: str, site: Path, served: str, watched: Watched) -> None:
    home = served if way == "http" else f"{site.as_uri()}/"
    page = watched.page
    page.goto(f"{home}history/koveo/trends.html")  # a page that is deep in the site
    page.locator(".md-search__input").click()
    for words, leads_to in FINDS.items():
        page.keyboard.press("Control+a")
        page.keyboard.type(words)
        page.wait_for_function(AMONG_THE_FIRST, arg=leads_to, timeout=20_000)
    assert watched.foreign(home) == []
    assert watched.errors == []


def test_the_index_is_small(site: Path) -> None:
    size = (site / "search" / "search_index.json").stat().st_size
    assert 10_000 < size < LIMIT
