"""A site with a team's logo, colours and time zone, as a browser shows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from chronicle import cli
from generator import colors
from snapshot.store import Store
from tests.browser.conftest import Watched
from tests.browser.test_axe import AXE, SETTLED, WHAT
from tests.made import table
from tests.sites import expected, project, recorded

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>'
)
HEADERS = {"dark": "#0f5f45", "bright": "#ffd400", "grey": "#808080"}
SHOWN = """selector => {
  const number = text => text.match(/[\\d.]+/g).map(Number);
  const over = (top, under) => top.slice(0, 3).map(
    (part, i) => part * (top[3] ?? 1) + under[i] * (1 - (top[3] ?? 1)));
  const element = document.querySelector(selector), grounds = [];
  let opacity = 1;
  for (let each = element; each; each = each.parentElement) {
    grounds.unshift(number(getComputedStyle(each).backgroundColor));
    opacity *= getComputedStyle(each).opacity;
  }
  const ground = grounds.reduce((under, top) => over(top, under), [255, 255, 255]);
  const words = number(getComputedStyle(element).color);
  return [over([...words.slice(0, 3), (words[3] ?? 1) * opacity], ground), ground];
}"""


@pytest.fixture(scope="module", params=HEADERS)
def branded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three snapshots at midnight UTC, the second of which added a table."""
    root = project(tmp_path_factory.mktemp("branded") / "p")
    store = Store(root / "snapshots" / "production")
    for day in (2, 3, 9):
        things = [table(f"t{number}") for number in range(1 + (day > 2))]
        recorded(store, *things, day=day, told=expected(*things))
    (root / "logo.svg").write_text(LOGO, "utf-8")
    with (root / "chronicle.yml").open("a", encoding="utf-8") as file:
        header = HEADERS[request.param]
        file.write(
            f"site: {{logo: logo.svg, colors: {{primary: '{header}'}}, timezone: America/Toronto}}"
        )
    assert cli.main(["-C", str(root), "site"]) == 0
    return root / "site"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_header_and_links_can_be_read(branded: Path, browser: Browser, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 1300, "height": 900}, color_scheme=scheme)
    watched = Watched(context.new_page())
    watched.page.goto((branded / "index.html").as_uri())
    logo = watched.page.locator(".md-header__button.md-logo img")
    assert logo.evaluate("image => image.naturalWidth") > 0
    for selector in (
        ".md-header__topic .md-ellipsis", ".md-tabs__item:not(.md-tabs__item--active) a",
        ".md-tabs__item--active a", ".md-search__input", ".md-typeset .sc-banner a",
        ".md-typeset .sc-tiles a",
    ):  # fmt: skip
        words, ground = watched.page.evaluate(SHOWN, selector)
        assert colors.contrast(tuple(words), tuple(ground)) >= colors.LEAST, (selector, words)
    assert watched.errors == []
    assert watched.foreign(branded.as_uri()) == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1300, 390])
@pytest.mark.slow
def test_axe_finds_nothing(branded: Path, browser: Browser, scheme: str, width: int) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme
    )  # fmt: skip
    watched = Watched(context.new_page())
    for name in ("index", "history/production/latest", "history/production/tables",
                 "history/production/trends", "history/production/compare"):  # fmt: skip
        watched.page.goto((branded / f"{name}.html").as_uri())
        watched.page.wait_for_function(SETTLED)
        watched.page.evaluate(AXE)
        assert watched.page.evaluate(WHAT) == [], name
        if name == "index":
            watched.shoot(f"branded-{branded.parent.parent.name}", scheme)
    context.close()


def test_paper_has_the_light_colours(branded: Path, browser: Browser) -> None:
    seen = []
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)
        page.goto((branded / "index.html").as_uri())
        page.emulate_media(media="print")
        seen.append(page.evaluate(
            "() => ['--md-typeset-a-color', '--sc-blue', '--sc-blue-tint'].map("
            "name => getComputedStyle(document.body).getPropertyValue(name))"
        ))  # fmt: skip
        page.close()
    assert all(seen[0])
    assert seen[0] == seen[1]


@pytest.mark.parametrize("branded", ["grey"], indirect=True)
def test_dates_that_are_chosen_are_those_of_the_zone(branded: Path, watched: Watched) -> None:
    """The snapshot of 3 January, 00:00 UTC, is one of the evening of the 2nd."""
    page = watched.page
    for date, told, tables in (("2025-01-02", "2 Jan 2025, 19:00 EST", 2),
                               ("2025-01-01", "1 Jan 2025, 19:00 EST", 1)):  # fmt: skip
        page.goto(f"{(branded / 'history/production/as-of.html').as_uri()}?as-of={date}")
        live = page.locator(".sc-live")
        expect(live).to_contain_text(f"As of {told}")
        for number in range(2):
            shown = live.get_by_role("link", name=f"t{number}", exact=True)
            expect(shown).to_have_count(int(number < tables))
    page.goto(
        f"{(branded / 'history/production/compare.html').as_uri()}?old=2025-01-01&new=2025-01-02"
    )
    expect(page.locator(".sc-live")).to_contain_text("From 1 Jan 2025, 19:00 EST")
    expect(page.locator(".sc-live")).not_to_contain_text("In force on")
    page.goto(
        f"{(branded / 'history/production/compare.html').as_uri()}?old=2025-01-01&new=2025-01-05"
    )
    expect(page.locator(".sc-live")).to_contain_text(
        "In force on 2025-01-05 was the snapshot of 2 Jan 2025."
    )
    assert watched.errors == []
