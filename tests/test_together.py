"""Pages of several databases: side by side, and every two against each other."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser

from chronicle import cli
from generator.book import Beside, Book, open_book
from generator.navigation import nav
from generator.render import render
from generator.site import pages
from snapshot import model
from snapshot.records import Header, Replayed
from snapshot.sources import Origins
from snapshot.store import Assertion, Store
from tests.made import header, state, table
from tests.sites import ALL_KINDS, Html, expected, hostile_things, project
from tests.test_site import build, unresolved

MATRIX = "history/side-by-side.md"
PAIR = "history/development/against/production.md"


def record(
    root: Path, name: str, *things: model.Object, day: int = 1,
    told: dict[str, Assertion] | None = None, failure: str | None = None,
) -> None:  # fmt: skip
    """Record a state of one of several databases; their numbers do not compare."""
    head: Header = msgspec.structs.replace(header(f"2025-01-{day:02}T00:00:00Z"), database=name)
    store = Store(root / "snapshots" / name)
    if failure:
        store.record(msgspec.structs.replace(head, failure=failure), None, told)
        return
    found = Replayed(state(*things).objects, {})
    store.record(msgspec.structs.replace(head, coverage=ALL_KINDS), found, told)


def books(root: Path, *names: str) -> list[Book]:
    return [
        open_book(Store(root / "snapshots" / name), name, Beside(origins=Origins(name)))
        for name in names
    ]


def texts(root: Path, *names: str) -> dict[str, str]:
    return {page.path: render(page) for page in pages("A title", books(root, *names))}


USERS = table("users", id="integer", email="text")
WIDER = table("users", id="bigint", email="text")


def test_one_database_has_no_such_page(tmp_path: Path) -> None:
    record(tmp_path, "production", USERS, told=expected(USERS))
    found = texts(tmp_path, "production")
    assert MATRIX not in found and not [path for path in found if "/against/" in path]
    assert "Side by side" not in found["index.md"]


def test_who_is_the_odd_one_out_is_told_on_every_page(tmp_path: Path) -> None:
    told = expected(USERS)
    told["public/tables/users"] = Assertion(
        domain="core", is_={"columns": {"id": {"type": "integer"}}}
    )
    record(tmp_path, "production", USERS, told=told)
    record(tmp_path, "development", WIDER)
    found = texts(tmp_path, "production", "development")
    assert '<span class="sc-verdict">1 difference</span>' in found[MATRIX]
    assert "The odd one out: development (1 time)." in found[MATRIX]
    row = next(line for line in found[MATRIX].splitlines() if "users.id" in line)
    assert row.count("<code>integer</code>") == 2 and "**<code>bigint</code>**" in row
    assert "](production/schema/public/tables/users.md#columns-id)" in row
    pair = found[PAIR]
    assert "# development against production" in pair
    assert "type changed from <code>integer</code> to <code>bigint</code>" in pair
    assert "development alone has <code>bigint</code>; production and expected" in pair
    assert "the odd one out is development 1 time." in pair
    home = found["index.md"]
    assert "[development against production](history/development/against/production.md)" in home
    assert "1 difference; the odd one out is development 1 time" in home


def test_two_alone_only_differ(tmp_path: Path) -> None:
    record(tmp_path, "production", USERS)
    record(tmp_path, "development", WIDER)
    found = texts(tmp_path, "production", "development")
    assert "No third source tells which of them is wrong." in found[PAIR]
    assert "Nothing tells which side is wrong." in found[MATRIX]
    assert "sc-odd-one-out" not in found[PAIR] + found[MATRIX]


def test_what_is_alike_is_said(tmp_path: Path) -> None:
    record(tmp_path, "production", USERS)
    record(tmp_path, "development", USERS)
    found = texts(tmp_path, "production", "development")
    assert '<span class="sc-verdict">Alike</span>' in found[PAIR]
    assert '<span class="sc-verdict">All agree</span>' in found[MATRIX]


def test_what_is_configured_and_in_no_record_is_not_alike(tmp_path: Path) -> None:
    record(tmp_path, "production", USERS)
    record(tmp_path, "development", USERS)
    stores = {name: Store(tmp_path / "snapshots" / name) for name in ("production", "development")}
    several = [open_book(s, n, Beside(origins=Origins(n, "expected/"))) for n, s in stores.items()]
    found = {page.path: render(page) for page in pages("A title", several)}
    assert '<span class="sc-verdict">Cannot tell</span>' in found[MATRIX]
    assert "it is in no record yet" in found[MATRIX]


def test_unknown_is_not_alike(tmp_path: Path) -> None:
    record(tmp_path, "production", USERS)
    found = texts(tmp_path, "production", "development")
    for path in (PAIR, MATRIX):
        assert '<span class="sc-verdict">Cannot tell</span>' in found[path]
    assert "there is no snapshot yet" in found[PAIR]
    assert "nothing to compare yet" in found["index.md"]
    record(tmp_path, "development", failure="refused")
    assert "no capture succeeded: refused" in texts(tmp_path, "production", "development")[PAIR]
    record(tmp_path, "development", USERS, day=2)
    record(tmp_path, "development", day=3, failure="refused")
    found = texts(tmp_path, "production", "development")
    for path in (PAIR, MATRIX):
        assert '<span class="sc-verdict">Cannot tell</span>' in found[path]
        assert (
            "the capture of 2025&#45;01" in found[path] or "the capture of 2025-01" in found[path]
        )


def test_a_thing_leads_to_the_database_that_has_it(tmp_path: Path) -> None:
    record(tmp_path, "production", USERS, table("old", id="integer"))
    record(tmp_path, "development", table("users", id="integer", email="text", more="text"))
    found = texts(tmp_path, "production", "development")
    for path, up in ((PAIR, "../../production/"), (MATRIX, "production/")):
        assert f"]({up}schema/public/tables/old.md)" in found[path]
    assert "](development/schema/public/tables/users.md#columns-more)" in found[MATRIX]


def test_every_two_have_a_page_and_the_navigation_stays_short(tmp_path: Path) -> None:
    names = ("production", "development", "staging", "code")
    for name in names:
        record(tmp_path, name, USERS)
    found = texts(tmp_path, *names)
    assert len([path for path in found if "/against/" in path]) == 6
    told = {key: value for entry in nav(books(tmp_path, *names)) for key, value in entry.items()}
    assert told["Side by side"] == [{"All": MATRIX}]
    told = {k: v for entry in nav(books(tmp_path, *names[:2])) for k, v in entry.items()}
    assert told["Side by side"] == [{"All": MATRIX}, {"development against production": PAIR}]


def test_the_same_records_are_the_same_pages(tmp_path: Path) -> None:
    record(tmp_path, "production", *hostile_things())
    record(tmp_path, "development", *hostile_things()[::2], WIDER)
    names = ("production", "development")
    assert texts(tmp_path, *names) == texts(tmp_path, *names)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of three databases whose names of things try to be something else."""
    root = project(
        tmp_path_factory.mktemp("together") / "p", databases=("production", "development", "code")
    )
    things = hostile_things()
    changed = [
        msgspec.structs.replace(thing, comment=f"*{thing.name}|`<b>") for thing in things[3:9]
    ]
    record(root, "production", *things, told=expected(*things[:5], domain="<d>|`"))
    record(root, "development", *things[:3], *changed, *things[12:-1])
    record(root, "code", *things[2:])
    assert cli.main(["-C", str(root), "pages"]) == 0
    return root


def test_hostile_names_are_words_and_nothing_else(hostile: Path) -> None:
    built = build(hostile)
    assert unresolved(built) == []
    ours = {p: h for p, h in built.items() if p.name == "side-by-side.html" or "against" in p.parts}
    assert len(ours) == 4
    for path, html in ours.items():
        assert html.scripts == 8 and html.handlers == [], path.name
        assert isinstance(html, Html) and "\u202e" not in "".join(html.words)


@pytest.mark.parametrize("address", ["side-by-side", "development/against/production"])
def test_a_phone_shows_no_page_wider_than_itself(
    address: str, hostile: Path, browser: Browser
) -> None:  # fmt: skip
    if not (hostile / "site").is_dir():
        build(hostile)
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto((hostile / "site/history" / f"{address}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
