"""The timeline, cut into pages that stay."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from generator import forge, timeline
from generator.book import Beside, open_book
from generator.claims import Judgement, judge
from generator.history import Moment
from generator.links import Links, report_anchor
from generator.render import render
from generator.site import pages
from snapshot.claims import Report
from snapshot.codec import key_of
from snapshot.records import Context
from snapshot.store import Store
from tests import long_history
from tests.made import header, state, table
from tests.sites import ALL_KINDS

LINKS = Links("db", {})
BUDGET = 500_000  # bytes of a page


def moments(*days: str) -> list[Moment]:
    return [
        Moment(number=n, id=str(n), stem=f"{day}T000000Z", header=header(f"{day}T00:00:00Z"))
        for n, day in enumerate(days)
    ]


def claim(day: str | None) -> Judgement:
    report = Report(
        format=1, reading=1, sha256="ab" * 32, title="X", date=day, repaired=0, claims=(), text=(),
    )  # fmt: skip
    return judge(report, None, None)


def test_as_long_as_one_page_has_room_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "MOST_ENTRIES", 3)
    told = timeline.entries(moments("2024-01-01", "2024-02-01", "2025-01-01"), ())
    assert timeline.leaves(told, LINKS) == ()
    assert list(timeline.newest(told)) == told


def test_a_year_is_cut_from_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "MOST_ENTRIES", 2)
    days = ("2023-05-01", "2024-01-01", "2024-02-01", "2024-03-01", "2025-01-01")
    leaves = timeline.leaves(timeline.entries(moments(*days), ()), LINKS)
    assert [(leaf.label, leaf.path.rpartition("/")[2], leaf.days) for leaf in leaves] == [
        ("2025", "timeline-2025.md", ("2025-01-01", "2025-01-01")),
        ("2024 (2)", "timeline-2024-2.md", ("2024-03-01", "2024-03-01")),
        ("2024", "timeline-2024.md", ("2024-01-01", "2024-02-01")),
        ("2023", "timeline-2023.md", ("2023-05-01", "2023-05-01")),
    ]
    assert [leaf.older for leaf in leaves] == [*(leaf.path for leaf in leaves[1:]), None]
    assert [leaf.newer for leaf in leaves] == [LINKS.timeline(), *(one.path for one in leaves[:-1])]
    grown = timeline.leaves(timeline.entries(moments(*days, "2025-01-02"), ()), LINKS)
    assert grown[1:] == leaves[1:]  # what is full stays as it is


def test_what_says_no_day_has_a_page_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "MOST_ENTRIES", 2)
    claims = (claim("2024-01-01"), claim(None))
    leaves = timeline.leaves(timeline.entries(moments("2024-01-01", "2024-02-01"), claims), LINKS)
    assert [(leaf.path.rpartition("/")[2], len(leaf.entries)) for leaf in leaves] == [
        ("timeline-2024-2.md", 1), ("timeline-2024.md", 2), ("timeline-undated.md", 1),
    ]  # fmt: skip


def test_an_old_link_is_led_to_the_page_that_has_its_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    """As site.js does it; records that were taken in late are in no order."""
    monkeypatch.setattr(timeline, "MOST_ENTRIES", 2)
    days = ("2023-05-01", "2025-01-01", "2024-01-01", "2024-06-01", "2023-01-01", "2025-02-01",
            "2024-03-01")  # fmt: skip
    leaves = timeline.leaves(timeline.entries(moments(*days), (claim("2024-01-01"),)), LINKS)
    homes = {
        report_anchor(one.stem if isinstance(one, Moment) else one.report.stem): leaf.path
        for leaf in leaves for one in leaf.entries
    }  # fmt: skip
    assert len(homes) == len(days) + 1
    assert any(leaf.strays for leaf in leaves)
    for anchor, path in homes.items():
        strays = [leaf.path for leaf in leaves if anchor in leaf.strays]
        between = max((leaf.start, leaf.path) for leaf in leaves if leaf.start <= anchor)[1]
        assert [*strays, between][0] == path


def test_no_page_of_the_timeline_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """750 deploys of four tables each: on one page they would be."""
    store = Store(tmp_path / "snapshots")
    chain = long_history.Chain(store.history.folder)
    for number in range(750):
        year, day = divmod(number, 300)
        at = f"{2023 + year}-{1 + day // 28:02}-{1 + day % 28:02}T00:00:00Z"
        context = Context(label=f"release {number}", actor="deploys", commit=f"{number:040x}")
        head = msgspec.structs.replace(header(at), coverage=ALL_KINDS, context=context)
        tables = [
            table(f"a_table_with_a_long_name_{n}", id=f"char({number + 1})") for n in range(4)
        ]
        chain.add(head, {key_of(thing): thing for thing in tables}, {})
    book = open_book(store, "db", Beside())

    def sizes() -> dict[str, int]:
        made = (page for page in pages("T", [book]) if page.template == "timeline.md.j2")
        return {page.path: len(forge.rendered(render(page)).encode()) for page in made}

    found = sizes()
    assert sorted(path.rpartition("/")[2] for path in found) == [
        "timeline-2023-2.md", "timeline-2023.md", "timeline-2024-2.md", "timeline-2024.md",
        "timeline-2025.md", "timeline.md",
    ]  # fmt: skip
    assert max(found.values()) < BUDGET / 2  # the theme adds some 40 KB
    monkeypatch.setattr(timeline, "MOST_ENTRIES", 10_000)
    del book.leaves
    ((path, size),) = sizes().items()
    assert (path, size > BUDGET) == ("history/db/timeline.md", True)


def test_every_entry_is_on_a_page_of_its_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "MOST_ENTRIES", 2)
    store = Store(tmp_path / "snapshots")
    for year in (2023, 2024, 2025):
        store.record(header(f"{year}-01-01T00:00:00Z"), state(table("t", id="int")))
    book = open_book(store, "db", Beside())
    texts = {page.path: render(page) for page in pages("T", [book])}
    for year in (2023, 2024, 2025):
        places = re.findall(r'<a id="(at-[^"]+)"', texts[f"history/db/timeline-{year}.md"])
        assert places == [f"at-{year}-01-01t000000z"]
    first = texts["history/db/timeline.md"]
    assert re.findall(r'<a id="at-(\d+)-', first) == ["2025", "2024"]
    assert (
        '<span data-start="at-2023-01-01t000000z" data-strays="">[2023](timeline-2023.md)' in first
    )
    assert (
        "[← Older](timeline-2023.md) [Newer →](timeline-2025.md)"
        in (texts["history/db/timeline-2024.md"])
    )
