"""axe-core finds no violation on any kind of page, in light and dark, on a desk and on a phone.

Everything that can be unfolded is, and what axe does not look at while it is hidden is shown to it.
No rule is switched off.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site, Watched, built
from tests.made import table
from tests.sites import expected, project
from tests.test_together import record

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
H = "history/koveo"
OBJECTS = f"{H}/schema/public"
KINDS = {
    "home": "index.html",
    "timeline": f"{H}/timeline.html",
    "report in drift": f"{H}/latest.html",
    "report in sync": f"{H}/reports/2025-12-10t164000z.html",
    "failed report": f"{H}/reports/2026-02-20t060000z.html",
    "findings": f"{H}/findings.html",
    "waivers": f"{H}/waivers.html",
    "feeds and data": f"{H}/data.html",
    "tables": f"{H}/tables.html",
    "table": f"{OBJECTS}/tables/bills.html",
    "removed table": f"{OBJECTS}/tables/money_flow.html",
    "view": f"{OBJECTS}/views/upcoming_meetings.html",
    "enum": f"{OBJECTS}/enums/bill_category.html",
    "function": f"{OBJECTS}/functions/set_updated_at.850477b507.html",
    "other objects": f"{H}/objects.html",
    "domains": f"{H}/domains.html",
    "domain": f"{H}/domains/property.html",
    "relations": f"{H}/relations.html",
    "compare": f"{H}/compare.html#old=2025-09-06&new=latest",
    "as of": f"{H}/as-of.html#as-of=2025-12-10",
    "trends": f"{H}/trends.html",
    "coverage": f"{H}/coverage.html",
    "claims": f"{H}/claims/2025-09-06-35ef45ff.html",
    "how to read this": "how-to-read.html",
    "guide": "usage.html",
}
LONG = {"rules": "history/rules.html", "type changes": "history/type-changes.html"}
COMPUTED = {"compare": ".sc-total", "as of": "[data-live] section tbody tr"}  # in the browser
GUIDE = ("configuration", "expectations", "sources", "remedies", "snapshot-format", "architecture",
         "adding-a-kind", "decisions", "changelog")  # fmt: skip
WAYS = (("light", 1300), ("dark", 390))  # both schemes, both widths; the other two take longer
OTHERS = (("dark", 1300), ("light", 390))
# A table that is cut must be in reach of the keyboard; our script sees to it once it is laid out.
# What fades in is pale until it is there.
SETTLED = """() => document.getAnimations().every(one =>
  one.playState !== "running" || one.effect.getComputedTiming().endTime === Infinity)
  && [...document.querySelectorAll(".md-typeset__scrollwrap")].every(
  box => box.scrollWidth <= box.clientWidth + 1 || box.tabIndex === 0)"""
WHAT = """() => axe.run(document, {resultTypes: ["violations"]}).then(found =>
  found.violations.flatMap(each => each.nodes.map(node =>
    `${each.id}: ${node.target} ${node.html.slice(0, 120)}`)))"""


class Examined(Watched):
    """A page that axe looks at."""

    def open(self, address: str, ready: str = "h1") -> None:
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": 1300, "height": 900})
        self.page.goto(address)
        self.page.wait_for_selector(ready)
        self.page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)")
        self.page.evaluate(AXE)

    def violations(self, scheme: Any, width: int) -> list[str]:
        self.page.emulate_media(color_scheme=scheme)
        self.page.set_viewport_size({"width": width, "height": 900})
        name = "slate" if scheme == "dark" else "default"
        self.page.wait_for_selector(f"body[data-md-color-scheme={name}]")
        self.page.wait_for_function(SETTLED)
        found: list[str] = self.page.evaluate(WHAT)
        return found


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all: axe needs no fresh one, and starting one takes longer than looking."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def examined(page: Page) -> Examined:
    return Examined(page)


def check(examined: Examined, address: str, name: str, ways: Any = WAYS) -> None:
    """No violation, in none of the ways; a picture of each is kept."""
    examined.open(address, COMPUTED.get(name, "h1"))
    for scheme, width in ways:
        found = examined.violations(scheme, width)
        examined.shoot(name.replace(" ", "-"), scheme)
        assert found == [], f"{name}, {scheme}, {width} px"


_OFTEN = ("home", "report in drift", "table", "findings", "compare")  # the others in `test-all`


@pytest.mark.parametrize(
    "kind", [pytest.param(k, marks=[] if k in _OFTEN else pytest.mark.slow) for k in KINDS]
)
def test_every_kind_of_page(kind: str, example: Site, examined: Examined) -> None:
    check(examined, f"{example.home}{KINDS[kind]}", kind)


@pytest.mark.parametrize("kind", LONG)
@pytest.mark.slow
def test_the_long_ones(kind: str, example: Site, examined: Examined) -> None:
    check(examined, f"{example.home}{LONG[kind]}", kind, WAYS + OTHERS)


@pytest.mark.parametrize("name", GUIDE)
@pytest.mark.slow
def test_the_guide(name: str, example: Site, examined: Examined) -> None:
    check(examined, f"{example.home}{name}.html", name, WAYS + OTHERS)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_the_other_way_round(
    kind: str, example: Site, examined: Examined
) -> None:
    check(examined, f"{example.home}{KINDS[kind]}", kind, OTHERS)


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of three databases: two that differ, and one that nobody has read yet."""
    names = ("development", "production", "empty")
    root = project(tmp_path_factory.mktemp("several") / "p", databases=names)
    users = table("users", id="integer", email="text")
    record(root, "production", users, told=expected(users))
    record(root, "development", table("users", id="bigint", email="text"), told=expected(users))
    return built(root) / "site"


@pytest.mark.parametrize(
    "address",
    ["index.html", "history/side-by-side.html", "history/production/against/development.html",
     "history/production/index.html", "history/empty/index.html"],
)  # fmt: skip
def test_pages_of_several_databases(address: str, several: Path, examined: Examined) -> None:
    name = f"several-{address.replace('/', '-').removesuffix('.html')}"
    check(examined, f"{several.as_uri()}/{address}", name)


def test_while_somebody_searches(example: Site, examined: Examined) -> None:
    examined.open(f"{example.home}index.html")
    examined.page.locator(".md-search__input").click()
    examined.page.keyboard.insert_text("bills")
    examined.page.keyboard.press("End")
    examined.page.locator(".md-search-result__link").first.wait_for(timeout=20_000)
    for scheme in ("light", "dark"):
        assert examined.violations(scheme, 1300) == []
    examined.page.keyboard.press("Escape")


def test_axe_sees_what_is_wrong(example: Site, examined: Examined) -> None:
    """The test of the test: a picture without words, and grey on grey."""
    examined.open(f"{example.home}how-to-read.html")
    examined.page.evaluate(
        "document.querySelector('.md-content h1').insertAdjacentHTML('afterend',"
        """ '<img src="data:,"><p style="color:#999;background:#aaa">pale</p>')"""
    )
    found = {each.partition(":")[0] for each in examined.violations("light", 1300)}
    assert {"image-alt", "color-contrast"} <= found
