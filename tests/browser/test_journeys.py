"""The four whom the site is for, each from home to an answer, in as many clicks as are counted.

On the example and on a schema that means harm; from a web server, under a path, and from files.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Served, Site, Watched

pytestmark = pytest.mark.parametrize(
    ("name", "way"), [(n, w) for n in ("example", "hostile") for w in ("http", "file")]
)


class Walk:
    """A reader at home; at the end the page must have kept to itself."""

    def __init__(self, site: Site, name: str, home: str, watched: Watched) -> None:
        self.site, self.name, self.home, self.watched = site, name, home, watched
        self.page = watched.page
        self.page.goto(f"{home}index.html")
        expect(self.page.locator("h1")).to_contain_text(site.title)

    def link(self, words: str, within: str = ".md-content", *, exact: bool = True) -> Locator:
        return self.page.locator(within).get_by_role("link", name=words, exact=exact).first

    def click(self, what: Locator) -> None:
        self.watched.click(what)
        assert self.watched.alive() == []

    def end(self, role: str, clicks: int) -> None:
        """It took so many clicks, nothing went elsewhere, nothing failed, no name came alive."""
        self.watched.shoot(f"{role}-{self.name}")
        assert self.watched.clicks == clicks
        assert self.watched.foreign(self.home) == []
        assert self.watched.errors == []
        assert self.watched.alive() == []


@pytest.fixture
def walk(
    name: str, way: str, request: pytest.FixtureRequest, web: Served, watched: Watched
) -> Walk:
    site: Site = request.getfixturevalue(name)
    home = site.home if way == "file" else web.put(site.root / "site", name)
    return Walk(site, name, home, watched)


def above_the_fold(what: Locator) -> bool:
    box, room = what.bounding_box(), what.page.viewport_size
    return bool(box and room and box["y"] + box["height"] <= room["height"])


def test_the_team_browses(walk: Walk) -> None:
    """Which tables are there, what is in one, since when, who answers for it: three clicks."""
    page, site = walk.page, walk.site
    walk.click(walk.link("Tables", ".md-tabs"))
    page.get_by_role("searchbox", name="Filter the rows").fill(site.table)
    walk.click(walk.link(site.table, ".sc-filter"))
    expect(page.locator("h1")).to_have_text(re.compile(f"^{re.escape(site.table)}"))
    row = page.locator(".sc-columns tbody tr").first
    expect(row.locator("td").nth(4)).to_contain_text(re.compile(r"\d{1,2} \w{3} \d{4}"))
    for heading in ("Columns", "Primary key", "Indexes", "Policies", "Privileges", "History"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    walk.click(walk.link(site.domain, ".sc-facts"))
    expect(page.locator("h1")).to_contain_text(site.domain)
    expect(walk.link(site.table)).to_be_visible()
    walk.end("team", 3)


def test_the_engineer_on_call_after_a_deploy(walk: Walk) -> None:
    """Is it bad, what changed, what to do. The first two without scrolling, all in two clicks."""
    page = walk.page
    expect(page.locator(".sc-banner .sc-verdict")).to_have_text("Drift")
    walk.click(page.get_by_role("link", name="Open the report"))
    for what in (".sc-banner .sc-verdict", ".sc-card .sc-pill", ".sc-card li"):
        assert above_the_fold(page.locator(what).first), what
    expect(page.locator(".sc-card .sc-pill").first).to_have_text(
        re.compile("breaking|risky|safe|cosmetic")
    )
    fold = page.locator("details.sc-way", has_text="both ways out").first
    if walk.name == "example":  # no server has tried anything of the other
        walk.click(fold.locator("summary").first)
        expect(fold.locator("pre").first).to_contain_text(re.compile("ALTER|DROP|CREATE"))
        assert page.locator(".sc-pill.sc-proven").count()
    ways = page.locator("table", has=page.get_by_role("columnheader", name="Adopt the fact"))
    expect(ways.first.locator("tbody td").nth(1)).not_to_be_empty()
    walk.end("on-call", 2 if walk.name == "example" else 1)


def test_the_reviewer_of_one_change(walk: Walk) -> None:
    """A change, the thing it is about, and the file that a diff shows: two clicks."""
    page, site = walk.page, walk.site
    walk.click(page.locator(".sc-timeline").get_by_role("link", name=site.changed).first)
    expect(page.locator("h1")).to_contain_text(site.changed)
    if walk.name == "example":
        assert page.locator(".highlight .gi").count() and page.locator(".highlight .gd").count()
    walk.click(walk.link(site.touched, ".sc-changes"))
    expect(page.locator("h1")).to_have_text(re.compile(f"^{re.escape(site.touched)}"))
    expect(page.locator(".sc-timeline").last).to_contain_text(site.changed)
    told = page.locator("h2:has-text('Source') ~ p code").first.inner_text()
    if walk.name == "example":
        kept = site.root / told
        assert kept.is_file() and site.touched in kept.read_text("utf-8")
    else:  # it is gone, and told where it still is
        assert (site.root / told).is_dir()
    walk.end("reviewer", 2)


def test_the_auditor_asks_what_was_true_on_a_day(walk: Walk) -> None:
    """What was there on a day, how do we know, and what was not looked at: three clicks."""
    page, site = walk.page, walk.site
    walk.click(walk.link("Timeline", ".md-tabs"))
    walk.click(page.locator(".sc-timeline").get_by_role("link", name=site.changed).first)
    expect(page.locator(".sc-banner .sc-verdict")).to_be_visible()
    details = page.locator("table", has_text="State digest")
    record = Path(details.locator("tr", has_text="Record").locator("code").first.inner_text())
    entry = next(e for e in site.store.history.entries if e.path == site.root / record)
    header = entry.header
    expect(details).to_contain_text(f"id {header.id[:12]}")
    assert header.digests
    expect(details).to_contain_text(header.digests.state[:16])
    assert header.expectation
    expect(details).to_contain_text(f"id {header.expectation[:12]}")
    expect(page.get_by_role("heading", name="What this report did not check")).to_be_visible()
    walk.click(walk.link("Coverage", ".md-tabs"))
    expect(page.get_by_role("heading", name="Kinds")).to_be_visible()
    walk.end("auditor", 3)


def test_the_auditor_asks_what_there_was(walk: Walk) -> None:
    """Every table of a day, from data that the site ships, and its report: three clicks."""
    page, site = walk.page, walk.site
    walk.click(walk.link("Timeline", ".md-tabs"))
    walk.click(walk.link("as of any date"))
    day = datetime.strptime(site.changed, "%d %b %Y").date().isoformat()
    page.locator("input[type=date]").first.fill(day)
    rows = page.locator("[data-live] section").first.locator("tbody tr")
    entry = next(e for e in site.store.history.entries if e.header.at.startswith(day))
    there = [key for key in site.store.history.replay(entry).objects if "/tables/" in key]
    expect(rows).to_have_count(len(there))
    walk.click(page.locator("[data-live] a").first)
    expect(page.locator("h1")).to_contain_text(site.changed)
    walk.end("auditor-as-of", 3)


def test_whoever_searches(walk: Walk) -> None:
    """A name is found, whatever it is; from a file, too."""
    page, site = walk.page, walk.site
    page.locator(".md-search__input").click()
    words = "alert" if walk.name == "hostile" else site.table
    page.keyboard.type(words)
    hit = page.locator(".md-search-result__link").first
    expect(hit).to_be_visible(timeout=20_000)
    assert walk.watched.alive() == []
    walk.watched.shoot(f"search-{walk.name}")
    hit.click()
    expect(page.locator("h1")).to_contain_text(words)
    walk.end("searching", 0)
