"""Built sites, served and as files, and a browser that notes every request, error and click."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, Locator, Page, Request

from chronicle import cli
from snapshot.store import Store
from tests.sites import HOSTILE, REPOSITORY, hostile_project, own

UNDER = "a/b"  # the path of a web server that the site is put under
SHOTS = REPOSITORY / "build" / "screenshots"
# Whatever a name can bring to life: a script, a handler, something that is loaded.
ALIVE = """() => [
  ...[...document.scripts].filter(one => /alert/.test(one.textContent + one.src)),
  ...[...document.querySelectorAll("*")].filter(one =>
    [...one.attributes].some(each => each.name.startsWith("on"))),
  ...document.querySelectorAll(".md-content :is(script, iframe, object, embed)"),
  ...document.querySelectorAll(".md-content img:not([src$='badge.svg'])"),
  ...[...document.querySelectorAll(".md-content a, .md-search-result a")].filter(one => {
    const at = new URL(one.getAttribute("href") || one.getAttribute("xlink:href") || "", location);
    return at.protocol !== location.protocol || at.host !== location.host; }),
].map(one => one.outerHTML.slice(0, 200))"""


class Site(msgspec.Struct, frozen=True):
    """A project with a built site, and what its readers look for."""

    root: Path
    database: str
    title: str
    table: str  # one that the team looks up
    domain: str  # where it belongs
    changed: str  # a day with a change, as links say it
    touched: str  # what that change is about

    @property
    def home(self) -> str:
        return f"{(self.root / 'site').as_uri()}/"

    @property
    def store(self) -> Store:
        return Store(self.root / "snapshots" / self.database)


def built(root: Path) -> Path:
    assert cli.main(["-C", str(root), "site"]) == 0
    return root


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of this repository, built in a folder of its own."""
    return Site(
        built(own(tmp_path_factory.mktemp("browsed"))), "koveo", "Koveo Gestion",
        "bills", "financial", "25 Mar 2026", "upcoming_meetings",
    )  # fmt: skip


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site on which every word tries to be Markdown, HTML or a template."""
    return Site(
        built(hostile_project(tmp_path_factory.mktemp("hostile"))), "production",
        "<script>alert(0)</script>", HOSTILE[5], "<d>|`", "4 Jan 2025", HOSTILE[1],
    )  # fmt: skip


def in_french(root: Path) -> Path:
    """The folder of the site of a project, in French."""
    with (root / "chronicle.yml").open("a", encoding="utf-8") as file:
        file.write("\nsite: {language: fr}\n")
    return built(root) / "site"


@pytest.fixture(scope="session")
def french(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the example's site in French."""
    return in_french(own(tmp_path_factory.mktemp("french")))


@pytest.fixture(scope="session")
def site(example: Site) -> Path:
    """The folder of the example's site."""
    return example.root / "site"


def ends_of_cards(site: Path, browser: Browser) -> dict[str, float]:
    """Report → where its card ends, in pixels from above, in a window of 1280 x 800."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    seen = {}
    for path in sorted((site / "history" / "koveo" / "reports").glob("*.html")):
        page.goto(path.as_uri())
        card = page.locator(".sc-card")
        if card.count():
            box = card.bounding_box()
            assert box is not None
            seen[path.name] = box["y"] + box["height"]
    context.close()
    return seen


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Served:
    """A web server of this machine; every site is under a path of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        handler = functools.partial(_Silent, directory=str(folder))
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def put(self, site: Path, name: str) -> str:
        """The address that a folder has from now on."""
        path = self.folder / UNDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.symlink_to(site)
        return f"http://127.0.0.1:{self.server.server_address[1]}/{UNDER}/{name}/"


@pytest.fixture(scope="session")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = Served(tmp_path_factory.mktemp("web"))
    yield served
    served.server.shutdown()
    served.server.server_close()


@pytest.fixture(scope="session")
def served(site: Path, web: Served) -> str:
    """The address of the example."""
    return web.put(site, "example")


class Watched:
    """A page, with every request it made, every error it met, and the clicks it took."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.clicks = 0
        page.add_init_script(
            "for (const name of ['alert', 'confirm', 'prompt'])"
            " window[name] = (...told) => console.error('called:', name, ...told);"
        )
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("requestfailed", self._failed)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console", lambda said: (said.type == "error" and self.errors.append(said.text)) or None
        )

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # which is what leaving a page does
            self.errors.append(f"{request.failure}: {request.url}")

    def click(self, what: Locator) -> None:
        """Click, as a reader does, and count it."""
        self.clicks += 1
        what.click()

    def foreign(self, home: str) -> list[str]:
        """Requests that did not go to this site."""
        own = (home, "data:", "blob:", "about:")
        return [url for url in self.requests if not url.startswith(own)]

    def alive(self) -> list[str]:
        """What is an element and should be words."""
        found: list[str] = self.page.evaluate(ALIVE)
        return found

    def shoot(self, name: str, scheme: str = "light") -> None:
        """Keep a picture of the page, for people to look at."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        width = (self.page.viewport_size or {"width": 0})["width"]
        self.page.screenshot(path=SHOTS / f"{name}-{scheme}-{width}.png")


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1300, "height": 900})
    yield Watched(context.new_page())
    context.close()
