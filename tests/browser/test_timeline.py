"""The timeline in pages: old links lead to the entries that they name, wherever those are now."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from generator import timeline
from generator.links import HISTORY
from tests import long_history
from tests.browser.conftest import Served, Watched, built
from tests.sites import REPOSITORY

T = f"{HISTORY}/long/timeline"


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A site of eight snapshots, three on a page: those of 2023-01-01 to 08."""
    root = tmp_path_factory.mktemp("timeline") / "p"
    long_history.make(root, 5, 8)
    shutil.copy(REPOSITORY / "mkdocs.yml", root)
    shutil.copytree(REPOSITORY / "overrides", root / "overrides")
    kept = shutil.ignore_patterns(HISTORY, "index.md", ".gitignore")
    shutil.copytree(REPOSITORY / "docs", root / "docs", ignore=kept)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timeline, "MOST_ENTRIES", 3)
        yield built(root) / "site"


@pytest.mark.parametrize("where", ["file", "web"])
@pytest.mark.parametrize(
    ("day", "there"),
    [(1, "timeline-2023"), (3, "timeline-2023"), (4, "timeline-2023-2"), (5, "timeline-2023-2"),
     (6, "timeline"), (8, "timeline")],
)  # fmt: skip
def test_an_old_link_leads_to_its_entry(
    long: Path, web: Served, watched: Watched, where: str, day: int, there: str
) -> None:
    page = watched.page
    home = f"{long.as_uri()}/" if where == "file" else web.put(long, "timeline")
    place = f"at-2023-01-0{day}t120000z"
    page.goto(f"{home}{T}.html#{place}")
    page.wait_for_url(f"{home}{HISTORY}/long/{there}.html#{place}")
    expect(page.locator(f"#{place}")).to_have_count(1)


def test_from_page_to_page(long: Path, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{long.as_uri()}/{T}.html")
    assert page.locator(".sc-timeline > ul > li").count() == 3
    page.get_by_role("link", name="2023", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Timeline 2023")
    expect(page.locator(".sc-timeline > ul > li")).to_have_count(3)
    page.get_by_role("link", name="Newer →").click()
    expect(page.locator("h1")).to_contain_text("Timeline 2023 (2)")
    page.get_by_role("link", name="← Older").click()
    expect(page.locator("h1")).to_have_text("Timeline 2023¶")
    page.goto(f"{long.as_uri()}/{T}-2023-3.html")
    page.get_by_role("link", name="Newer →").click()
    page.wait_for_url(f"{long.as_uri()}/{T}.html")
