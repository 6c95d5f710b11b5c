"""Any two snapshots compared, and any date looked back to, in a browser: as the differ says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from chronicle import cli
from generator import overrides
from generator.between import files
from generator.between.asof import has_page
from generator.changes import Change, Difference, hazard_words
from generator.diff import diff
from generator.history import History
from generator.links import Links
from generator.overrides import Overrides
from generator.side import Side
from snapshot import model
from snapshot.codec import text_of
from snapshot.store import Store
from tests.browser.conftest import Watched
from tests.histories import SERVER, Catalog, recorded
from tests.made import header, state, table
from tests.sites import ALL_KINDS, REPOSITORY, project
from tests.sites import recorded as record

ASSETS = REPOSITORY / "docs" / "assets"
EVERY = """() => {
  const told = window.chronicle, moments = told.moments, found = {};
  const all = name => chronicleBetween.join(
    Array.from({length: moments.parts[name]}, (_, n) => told[`${name}-${n + 1}`]));
  const forward = all("forward"), back = all("back");
  moments.moments.forEach((old, i) => moments.moments.forEach((now, j) => {
    if (i === j || old[7] || now[7]) return;
    found[`${i} ${j}`] = chronicleBetween.net(
      i < j ? forward : back, i, j, chronicleBetween.unread(moments, i, j));
  }));
  return found;
}"""


class Read:
    """A history with all its states, and the data that is shipped of it."""

    def __init__(self, store: Store, severities: Overrides | None = None) -> None:
        self.history = History("production", severities)
        self.states: dict[int, Side] = {}
        for moment, side in self.history.walk(store):
            if side is not None:
                self.states[moment.number] = side
        places = {key: {*life.ages} for key, life in self.history.lives.by_key.items()}
        self.links = Links("production", places)
        self.files = dict(files(self.history, self.links))

    def load(self, page: Page) -> None:
        for name, text in self.files.items():
            if "/data/" in name:
                page.evaluate(text)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page that knows how to look up what differs."""
    page = browser.new_page()
    for name in ("words.js", "between.js"):
        page.evaluate((ASSETS / name).read_text("utf-8").replace("var chr", "window.chr"))
    yield page
    page.close()


def told(change: Change) -> tuple[Any, ...]:
    """All that a page says of a change, but for what depends on the thing."""
    return (
        change.object, change.sentence, change.severity, change.reason,
        hazard_words(change.hazards), tuple(map(told, change.consequences)),
    )  # fmt: skip


def shown(change: dict[str, Any]) -> tuple[Any, ...]:
    return (
        *(change[name] for name in ("object", "sentence", "severity", "reason", "hazards")),
        tuple(map(shown, change.get("brought", ()))),
    )


def wrong(read: Read, page: Page) -> list[str]:
    """Every pair of snapshots, either way, of which the data says anything else than the differ."""
    read.load(page)
    every, found = page.evaluate(EVERY), []
    for i, old in read.states.items():
        for j, new in read.states.items():
            if i == j:
                continue
            said: Difference = overrides.difference(diff(old, new), read.history.severities)
            net = every[f"{i} {j}"]
            if net["steps"]:
                found.append(f"{i} {j}: only steps")
            wanted = sorted(map(told, said.changes))
            got = sorted(map(shown, net["changes"]))
            found += [f"{i} {j}: missing {each}" for each in wanted if each not in got]
            found += [f"{i} {j}: not so {each}" for each in got if each not in wanted]
            if len(wanted) != len(got):
                found.append(f"{i} {j}: {len(got)} changes for {len(wanted)}")
    return found


# What is said is what the differ says


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.sampled(3)
def test_every_pair_of_a_random_history_either_way(seed: int, page: Page, tmp_path: Path) -> None:
    """Renames, swaps, drops and re-creations, columns to and fro, partitions, views over it all."""
    store = Store(tmp_path / "production")
    recorded(store, seed)
    read = Read(store)
    assert sum(len(m.difference.changes) for m in read.history.moments if m.difference) > 5
    assert wrong(read, page) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 120))
def test_every_pair_of_a_longer_random_history(seed: int, page: Page, tmp_path: Path) -> None:
    store = Store(tmp_path / "production")
    recorded(store, seed, deploys=14, changes=8)
    assert wrong(Read(store), page) == []


@pytest.mark.slow
def test_every_pair_of_the_example_either_way(page: Page) -> None:
    """With its configured severities, as the pages have them."""
    store = Store(REPOSITORY / "snapshots" / "koveo")
    assert wrong(Read(store), page) == []
    assert wrong(Read(store, {"column-*": "cosmetic", "*-removed": "breaking"}), page) == []


def test_a_random_history_changes_in_every_way() -> None:
    """Or the tests above would hold of nothing."""
    seen: set[str] = set()
    for seed in range(12):
        catalog = Catalog(seed)
        old = Side(catalog.state().objects, catalog.state().identity, SERVER, ALL_KINDS, "p")
        for _ in range(40):
            catalog.change()
            now = catalog.state()
            new = Side(now.objects, now.identity, SERVER, ALL_KINDS, "p")
            seen |= {f"{c.kind} {c.action}" for c in diff(old, new).all}
            old = new
    for kind in ("table", "column"):
        assert {f"{kind} {a}" for a in ("added", "removed", "renamed", "recreated")} <= seen
    assert {"view changed", "partition added", "partition removed", "index renamed",
            "schema renamed", "enum renamed", "sequence removed", "foreign_key removed",
            "check_constraint added", "privilege removed"} <= seen  # fmt: skip


def test_what_a_key_means_hangs_on_what_became_of_the_table(page: Page, tmp_path: Path) -> None:
    """Made anew in one step and renamed in the next, a table is another one in the end; so is a
    column. A key follows each step, and yet means something else."""
    for column in (False, True):
        store, catalog = Store(tmp_path / f"{column}" / "production"), Catalog(1)
        users, bills = sorted(catalog.tables)[:2]
        catalog.tables[bills].references["fk"] = (1, users)
        catalog.snap(store, 1)
        if column:
            first = catalog.tables[users].columns.pop(1)
            catalog.tables[users].columns = {9: first, **catalog.tables[users].columns}
        else:
            catalog.remake(users)
        catalog.snap(store, 2)
        there = catalog.tables[max(catalog.tables) if not column else users]
        next(iter(there.columns.values())).name = "renamed"
        there.name = "people"
        catalog.snap(store, 3)
        read = Read(store)
        said = {c.sentence for c in diff(read.states[0], read.states[2]).all}
        assert any("fk" in sentence for sentence in said)
        assert wrong(read, page) == []


def test_what_changes_too_often_is_told_step_by_step(page: Page, tmp_path: Path) -> None:
    """Never a sum that nobody worked out: beyond 20 steps of a column there are only its steps."""
    store = Store(tmp_path / "production")
    for day in range(1, 25):
        record(store, table("users", id="integer", email=f"character varying({day})"), day=day)
    read = Read(store)
    read.load(page)
    every = page.evaluate(EVERY)
    assert every["0 23"]["changes"] == [] and len(every["0 23"]["steps"][0]) == 23
    step = every["0 23"]["steps"][0][4]
    assert step[0] == 5 and "character varying(6)" in step[1][0]["sentence"]
    assert len(every["3 4"]["changes"]) == 1 and every["3 4"]["steps"] == []


def test_kinds_that_one_end_did_not_see_are_not_compared(page: Page, tmp_path: Path) -> None:
    """Not seen at the first, the middle or the last of three snapshots, and changed meanwhile."""
    blind = msgspec.structs.replace(
        ALL_KINDS, not_permitted={"privilege": "permission denied"},
        captured=tuple(kind for kind in ALL_KINDS.captured if kind != "privilege"),
    )  # fmt: skip
    for at in range(3):
        store = Store(tmp_path / f"{at}" / "production")
        for day in range(3):
            head = msgspec.structs.replace(
                header(f"2025-01-0{day + 1}T00:00:00Z"), server=SERVER,
                coverage=blind if day == at else ALL_KINDS,
            )  # fmt: skip
            words = ("SELECT", "INSERT")[: 1 + day // 2]
            may = (model.Privilege(grantee="reader", privileges=words),)
            thing = table("users", **{"id": "integer", f"c{day}": "text"})
            held = msgspec.structs.replace(thing, privileges=() if day == at else may)
            store.record(head, state(held))
        assert wrong(Read(store), page) == []


# What there was at a snapshot


def test_each_object_at_each_snapshot_is_what_was_recorded(page: Page, tmp_path: Path) -> None:
    for seed in range(3):
        store = Store(tmp_path / f"{seed}" / "production")
        recorded(store, seed)
        held_to_the_states(Read(store), page)
    held_to_the_states(Read(Store(REPOSITORY / "snapshots" / "koveo")), page)


def held_to_the_states(read: Read, page: Page) -> None:
    """Every object of every state, to what its page shows; most have one."""
    pages = {}
    for path, text in read.files.items():
        if "/data/" not in path:
            page.evaluate(text)
            pages[path] = page.evaluate(
                "all => all.map(n => chronicleBetween.lines(chronicle.versions, n) || null)",
                [*read.states],
            )
    compared = []
    for at, (number, side) in enumerate(read.states.items()):
        shown = set()
        for life in read.history.lives.all:
            was = life.at(number)
            if was is None or was.thing is None:
                continue
            assert side.objects[was.key] == was.thing
            compared.append(has_page(life, read.history))
            if not compared[-1]:
                continue
            path = f"{read.links.object(life.key)}".replace(".md", ".js")
            shown.add(path)
            assert "\n".join(pages[path][at]) + "\n" == text_of(was.thing), (path, number)
        assert len(side.objects) == sum(
            1 for life in read.history.lives.all if (w := life.at(number)) and w.thing is not None
        )
        assert all(lines[at] is None for path, lines in pages.items() if path not in shown)
    assert compared.count(True) > 0.9 * len(compared)


# The pages


@pytest.mark.parametrize("way", ["http", "file"])
def test_two_snapshots_are_compared_without_a_server(
    way: str, site: Path, served: str, watched: Watched
) -> None:
    home = served if way == "http" else f"{site.as_uri()}/"
    page = watched.page
    page.goto(f"{home}history/koveo/timeline.html")
    page.get_by_role("link", name="Compare", exact=True).last.click()
    box = page.locator("[data-live=compare]")
    read = Read(Store(REPOSITORY / "snapshots" / "koveo"))
    good = [moment for moment in read.history.moments if not moment.failed]
    expect(box.locator(".sc-direction")).to_contain_text("what happened")
    held_to_the_differ(box, read, good[-2].number, good[-1].number)

    page.goto(f"{home}history/koveo/compare.html#old={good[0].stem}&new=latest")
    held_to_the_differ(box, read, good[0].number, good[-1].number)
    box.get_by_role("button", name="Swap").click()
    expect(box.locator(".sc-direction")).to_contain_text("Backwards")
    assert f"old=latest&new={good[0].stem}" in page.url
    held_to_the_differ(box, read, good[-1].number, good[0].number)

    first = box.locator(".sc-changes a").first
    name = first.inner_text()
    first.click()
    expect(page.locator("h1")).to_contain_text(name.split(".")[0])
    assert watched.foreign(home) == [] and watched.errors == []


def held_to_the_differ(box: Any, read: Read, old: int, new: int) -> None:
    """What the page shows, to what the differ says: sentences, severities and their numbers."""
    said = diff(read.states[old], read.states[new])
    expect(box.locator(".sc-total")).to_contain_text(f"{len(said.changes)} change")
    lines = box.locator(".sc-changes li[data-object]")
    expect(lines).to_have_count(len(said.changes))
    got = lines.evaluate_all("""some => some.map(li => {
      const all = Array.from(li.childNodes).filter(node => node.nodeName !== "SMALL");
      return [li.dataset.object, li.querySelector(".sc-pill").textContent,
              all.slice(1).map(node => node.textContent).join("").trim()];
    })""")
    wanted = [[c.object, c.severity, c.sentence.replace("`", "")] for c in said.changes]
    assert sorted(got) == sorted(wanted)
    for word in ("breaking", "risky", "safe", "cosmetic"):
        number = said.count(word)  # type: ignore[arg-type]
        expect(box.locator(f".sc-total .sc-{word}")).to_have_count(1 if number else 0)
        if number:
            expect(box.locator(f".sc-total .sc-{word}")).to_have_text(f"{number} {word}")


@pytest.fixture(scope="module")
def gapped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a failed capture, a change that was taken back, and names that are no HTML."""
    root = project(tmp_path_factory.mktemp("gapped") / "p")
    store = Store(root / "snapshots" / "production")
    users, odd = table("users", id="integer"), table("<b>|`", **{"<script>": "text"})
    record(store, users, day=1)
    record(store, users, odd, day=2)
    record(store, day=3, failure="the server <i>went</i> away")
    record(store, users, day=4)
    assert cli.main(["-C", str(root), "site"]) == 0
    return root / "site"


def test_a_gap_and_what_was_taken_back_are_said(gapped: Path, watched: Watched) -> None:
    page, at = watched.page, f"{gapped.as_uri()}/history/production/compare.html"
    box = page.locator("[data-live=compare]")
    page.goto(f"{at}#old=2025-01-01&new=latest")
    expect(box).to_contain_text("whatever changed in between was changed back")
    page.goto(f"{at}#old=2025-01-03T000000Z&new=latest")
    expect(box).to_contain_text("the server <i>went</i> away")
    expect(box).to_contain_text("cannot be compared")
    box.get_by_role("button", name="last good one").click()
    expect(box.locator(".sc-total")).to_contain_text("1 change")
    expect(box.locator(".sc-changes")).to_contain_text("Table <b>|` was removed")
    page.goto(f"{at}#old=2025-01-01&new=2025-01-03")
    expect(box.locator(".sc-direction")).to_contain_text("failed: what was true then is unknown")
    page.goto(f"{at}#old=latest&new=latest")
    expect(box).to_contain_text("the same snapshot")
    page.goto(f"{at}#old=2024-01-01&new=latest")
    expect(box).to_contain_text("There is no snapshot that succeeded as of 2024-01-01")
    assert box.locator("b, i, script").count() == 0
    assert watched.errors == []


def test_steps_that_are_not_summed_up_are_listed(tmp_path: Path, watched: Watched) -> None:
    root = project(tmp_path / "p")
    store = Store(root / "snapshots" / "production")
    for day in range(1, 25):
        users = table("users", id="integer", email=f"character varying({day})")
        record(store, users, *([table("bills", id="integer")] if day > 3 else []), day=day)
    assert cli.main(["-C", str(root), "site"]) == 0
    page = watched.page
    page.goto(f"{(root / 'site').as_uri()}/history/production/compare.html#old=2025-01-01")
    box = page.locator("[data-live]")
    expect(box.locator(".sc-total")).to_have_text("1 change 1 safe")
    expect(box).to_contain_text("What changed in too many of the steps")
    expect(box.locator(".sc-steps-of li")).to_have_count(23)
    assert watched.errors == []


@pytest.mark.parametrize("way", ["http", "file"])
def test_what_there_was_on_a_date(way: str, site: Path, served: str, watched: Watched) -> None:
    home = served if way == "http" else f"{site.as_uri()}/"
    page, read = watched.page, Read(Store(REPOSITORY / "snapshots" / "koveo"))
    box = page.locator("[data-live]")
    for moment in read.history.good:
        page.goto(f"{home}history/koveo/as-of.html#as-of={moment.stem}")
        there = read.states[moment.number].objects.values()
        tables = [thing for thing in there if isinstance(thing, model.Table)]
        expect(box).to_contain_text(f"{len(tables)} tables and {len(there) - len(tables)} other")
        rows = box.locator("section").first.locator("tbody tr")
        got = [row.split("\t")[:2] for row in rows.all_inner_texts()]
        assert got == sorted([thing.name, str(len(thing.columns))] for thing in tables)

    box.locator("section").first.get_by_role("link", name="users", exact=True).click()
    expect(page.locator("h1")).to_have_text(re.compile("^users"))
    thing: Any = read.states[read.history.good[-1].number].objects["public/tables/users"]
    expect(box.locator("tbody tr")).to_have_count(len(thing.columns))
    expect(box.locator("pre")).to_contain_text('"name": "users"', use_inner_text=False)
    assert watched.foreign(home) == [] and watched.errors == []


def test_a_date_is_chosen_before_the_data_is_there(served: str, watched: Watched) -> None:
    page, held = watched.page, list[Route]()
    last = Store(REPOSITORY / "snapshots" / "koveo").history.entries[-1]

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/objects-*.js", hold)
    page.goto(f"{served}history/koveo/as-of.html", wait_until="commit")
    box = page.locator("[data-live]")
    box.locator("input[type=date]").fill(last.header.at[:10])
    expect(box).to_contain_text("Loading…")
    for route in held:
        route.continue_()
    expect(box.locator("section").first.locator("tbody tr")).not_to_have_count(0)
    assert watched.errors == []


def test_without_javascript_the_pages_say_what_they_need(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for name in ("compare", "as-of"):
        page.goto(f"{site.as_uri()}/history/koveo/{name}.html")
        expect(page.locator("[data-live]")).to_contain_text("needs JavaScript")
    page.goto(f"{site.as_uri()}/history/koveo/compare.html")
    assert page.locator("[data-live] li a").count() > 5
    context.close()


@pytest.mark.parametrize("address", ["compare", "as-of", "schema/public/tables/bills"])
def test_on_a_phone_nothing_is_wider_than_the_page(
    address: str, served: str, browser: Browser
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{served}history/koveo/{address}.html#as-of=latest")
    expect(page.locator("[data-live] select").first).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
