"""Every page of a schema that means harm, in a browser: its names are words and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import Served, Site, Watched, in_french
from tests.sites import HOSTILE, hostile_project


@pytest.mark.parametrize("way", ["http", "file"])
def test_no_page_brings_a_name_to_life(
    way: str, hostile: Site, web: Served, watched: Watched
) -> None:
    folder = hostile.root / "site"
    home = hostile.home if way == "file" else web.put(folder, "hostile")
    pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    pages = [page for page in pages if page != "404.html"]
    if way == "http":  # a page of each folder; all of them are walked from files
        pages = list({page.rpartition("/")[0]: page for page in pages}.values())
    assert len(pages) > (40 if way == "file" else 8)
    for page in pages:
        watched.page.goto(f"{home}{page}", wait_until="load")
        assert watched.alive() == [], page
        assert watched.page.locator("h1").count() == 1, page
    assert watched.foreign(home) == []
    assert watched.errors == []


@pytest.mark.slow
def test_no_page_brings_a_name_to_life_in_french(tmp_path: Path, watched: Watched) -> None:
    """Its words are put together otherwise."""
    folder = in_french(hostile_project(tmp_path))
    pages = sorted(path for path in folder.rglob("*.html") if path.name != "404.html")
    assert len(pages) > 40
    for page in pages:
        watched.page.goto(page.as_uri(), wait_until="load")
        assert watched.alive() == [], page.name
        assert watched.page.locator("html").get_attribute("lang") == "fr"
    assert watched.foreign(f"{folder.as_uri()}/") == []
    assert watched.errors == []


COMPUTED = {
    "compare.html#old=2025-01-01&new=2025-01-02": ".sc-total",
    "compare.html#old=2025-01-02&new=latest": ".sc-total",
    "as-of.html#as-of=2025-01-02": "[data-live] section tbody tr",
}


@pytest.mark.parametrize("address", COMPUTED)
def test_what_the_browser_computes_is_words_too(
    address: str, hostile: Site, watched: Watched
) -> None:
    watched.page.goto(f"{hostile.home}history/production/{address}")
    watched.page.wait_for_selector(COMPUTED[address])
    shown = watched.page.locator("[data-live]").inner_text()
    assert sum(name in shown for name in HOSTILE) > 2
    assert watched.alive() == []
    assert watched.foreign(hostile.home) == []
    assert watched.errors == []


def test_what_would_come_alive_is_noticed(hostile: Site, watched: Watched) -> None:
    """The test of the test: one of each, put into a page, is found."""
    watched.page.goto(f"{hostile.home}index.html")
    for bad in (
        "<script>alert(1)</script>", "<b onclick='alert(2)'>x</b>", "<img src='x.png'>",
        "<a href='http://evil.example/'>x</a>", "<a href='javascript:alert(3)'>x</a>",
    ):  # fmt: skip
        watched.page.evaluate(
            "bad => document.querySelector('.md-content h1')"
            ".append(document.createRange().createContextualFragment(bad))",
            bad,
        )
        assert watched.alive(), bad
        watched.page.reload()
        assert watched.alive() == []
    assert any("called: alert 1" in error for error in watched.errors)
