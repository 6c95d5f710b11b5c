"""The example in French, in a browser: pages and scripts speak it, and compute the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator import language, moments, scripts
from snapshot.store import Store
from tests.browser.conftest import Watched
from tests.browser.test_axe import Examined, check
from tests.browser.test_between import ASSETS, Read, wrong
from tests.histories import recorded
from tests.sites import REPOSITORY

H = "history/koveo"
BILLS = f"{H}/schema/public/tables/bills.html"
SAID = {
    "index.html": "Constats", f"{H}/latest.html": "Rapport",
    f"{H}/tables.html": "Dernier changement", BILLS: "Clés étrangères",
    f"{H}/domains/property.html": "Derniers changements",
    f"{H}/relations.html": "Un trait est une clé étrangère",
    f"{H}/trends.html": "Durée des constats", f"{H}/data.html": "Un flux a une entrée",
    f"{H}/coverage.html": "Ce que le serveur connaît", "history/rules.html": "Miroir",
    "history/type-changes.html": "la table est réécrite",
    f"{H}/objects.html": "Autres objets", "how-to-read.html": "Un verdict va aussi loin",
}  # fmt: skip


@pytest.fixture(scope="module")
def home(french: Path) -> str:
    """The address of the example's site in French."""
    return f"{french.as_uri()}/"


def test_every_kind_of_page_is_in_french(home: str, watched: Watched) -> None:
    page = watched.page
    for address, words in SAID.items():
        page.goto(f"{home}{address}")
        assert page.locator("html").get_attribute("lang") == "fr"
        expect(page.locator(".md-content")).to_contain_text(words)
    assert watched.foreign(home) == []
    assert watched.errors == []


def test_two_snapshots_are_compared(home: str, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{home}{H}/compare.html#old=2025-09-06&new=latest")
    box = page.locator("[data-live=compare]")
    expect(box.locator(".sc-direction")).to_contain_text("ce qui s'est passé")
    expect(box.locator(".sc-total")).to_contain_text("changements")
    expect(box.locator(".sc-total .sc-breaking")).to_contain_text("cassant")
    box.get_by_role("button", name="Inverser").click()
    expect(box.locator(".sc-direction")).to_contain_text("À rebours")
    page.goto(f"{home}{H}/compare.html#old=latest&new=2026-02-20T060000Z")
    box.get_by_role("button", name="Prendre le dernier réussi").click()
    expect(box.locator(".sc-total")).to_contain_text("changements")
    assert watched.foreign(home) == []
    assert watched.errors == []


def test_a_date_is_looked_back_to(home: str, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{home}{H}/as-of.html#as-of=2025-12-10")
    box = page.locator("[data-live=as-of]")
    expect(box.get_by_role("heading", name="Autres objets")).to_be_visible()
    expect(box).to_contain_text("Au 10 déc. 2025")
    expect(box.locator("td", has_text="type énuméré").first).to_be_visible()
    page.goto(f"{home}{BILLS}")
    page.get_by_role("button", name="Montrer l'état à une autre date").click()
    expect(page.locator("[data-live=object]")).to_contain_text("À l'instantané du")
    assert watched.foreign(home) == []
    assert watched.errors == []


def test_scripts_tell_and_read_days_as_pages_do(home: str, watched: Watched) -> None:
    watched.page.goto(f"{home}index.html")
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in (1, 2, 11, 21)]
    told, read = watched.page.evaluate(
        "days => [days.map(chronicleWords.day), days.map(chronicleWords.day)"
        ".map(chronicleWords.dated)]", days,
    )  # fmt: skip
    with language.spoken_in("fr"):
        assert told == [moments.day(each) for each in days]
    assert "1er janv. 2026" in told and read == sorted(set(read))


def test_a_table_is_filtered_and_sorted_by_its_days(home: str, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{home}{H}/tables.html")
    page.get_by_placeholder("Filtrer…").fill("bill")
    expect(page.locator(".sc-search [role=status]")).to_contain_text(" sur ")
    page.get_by_placeholder("Filtrer…").fill("")
    page.get_by_role("button", name="Dernier changement").click()
    told = page.locator(".sc-filter tbody tr td:last-child").all_inner_texts()
    months = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.",
              "nov.", "déc."]  # fmt: skip
    days = [text.removeprefix("≤ ").split() for text in told if text != "–"]
    found = [(int(year), months.index(month), int(day)) for day, month, year in days]
    assert len(found) > 10 and found == sorted(found)
    assert watched.errors == []


def test_what_is_searched_for_is_found(home: str, watched: Watched) -> None:
    page = watched.page
    page.goto(f"{home}{H}/trends.html")
    page.locator(".md-search__input").click()
    for words in ("maintenance_requests", "bills_building_id_fkey", "affirmation"):
        page.keyboard.press("Control+a")
        page.keyboard.type(words)
        page.locator(".md-search-result__link", has_text=words[:11]).first.wait_for(timeout=20_000)
    assert watched.foreign(home) == []
    assert watched.errors == []


@pytest.mark.parametrize(
    ("name", "address"),
    [("french-table", BILLS), ("french-compare", f"{H}/compare.html#old=2025-09-06&new=latest")],
)
def test_axe_finds_nothing(name: str, address: str, home: str, browser: Browser) -> None:
    context = browser.new_context()
    check(Examined(context.new_page()), f"{home}{address}", name)
    context.close()


# What scripts compute in French is what the differ says in French.


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page that has the words of the scripts, and knows how to look up what differs."""
    page = browser.new_page()
    texts = [path.read_text("utf-8") for path in sorted(ASSETS.glob("*.js"))]
    with language.spoken_in("fr"):
        page.evaluate(scripts.words(texts))
        for name in ("words.js", "between.js"):
            page.evaluate((ASSETS / name).read_text("utf-8").replace("var chr", "window.chr"))
        yield page
    page.close()


def test_every_pair_of_the_example(page: Page) -> None:
    """With severities that the configuration sets, whose reasons a script tells."""
    store = Store(REPOSITORY / "snapshots" / "koveo")
    read = Read(store, {"column-*": "cosmetic", "*-removed": "breaking"})
    assert wrong(read, page) == []
    reasons = page.evaluate("() => chronicle['forward-1'].strings")
    assert not any("reader" in each or "was added" in each for each in reasons)


@pytest.mark.parametrize("seed", [1, 5])
def test_every_pair_of_a_random_history(seed: int, page: Page, tmp_path: Path) -> None:
    store = Store(tmp_path / "production")
    recorded(store, seed)
    assert wrong(Read(store), page) == []
