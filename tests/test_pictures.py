"""The drawings: valid SVG of one line, whole, inert, nothing over anything, the same every time."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from time import process_time
from xml.etree import ElementTree

import msgspec
import pytest

from generator.book import open_book
from generator.links import Links
from generator.pictures import charts, layout, svg
from generator.pictures.calendar import calendar
from generator.pictures.charts import Bar, Mark, Span
from generator.pictures.diagram import HUES
from generator.pictures.relating import (
    DOMAIN,
    NAMED,
    NEIGHBOURS,
    OUTSIDE,
    WHOLE,
    Drawn,
    Relating,
)
from generator.relations import Relations
from snapshot import model
from snapshot.codec import key_of
from snapshot.store import Store
from tests.made import header, table
from tests.sites import (
    ALL_KINDS,
    HOSTILE,
    REPOSITORY,
    expected,
    hostile_things,
    recorded,
    rendered,
)  # fmt: skip

XLINK = "{http://www.w3.org/1999/xlink}href"
SVG = "{http://www.w3.org/2000/svg}"
Corner = tuple[float, float, float, float]


def related(name: str, *parents: str, unique: bool = False, nullable: bool = True) -> model.Table:
    """A table with a key to each of some others."""
    columns = tuple(
        model.Column(name=f"{p}_id", type="bigint", nullable=nullable)
        for p in dict.fromkeys(parents)
    )
    keys = tuple(
        model.ForeignKey(
            name=f"{name}_{place}_fkey", columns=(f"{parent}_id",),
            references="public." + '"' + parent.replace('"', '""') + '"',
            referenced_columns=("id",), on_delete="cascade",
        )
        for place, parent in enumerate(parents)
    )  # fmt: skip
    made = table(name, id="bigint", note="text")
    return msgspec.structs.replace(
        made, columns=(*made.columns, *columns), foreign_keys=keys,
        primary_key=model.PrimaryKey(name=f"{name}_pkey", columns=("id",)),
        unique_constraints=tuple(
            model.UniqueConstraint(name=f"{name}_{c.name}_key", columns=(c.name,)) for c in columns
        ) if unique else (),
    )  # fmt: skip


def relating(*tables: model.Table, domains: dict[str, str] | None = None) -> Relating:
    objects: dict[str, model.Object] = {key_of(made): made for made in tables}
    links = Links("production", {key: set() for key in objects})
    told = domains or {}
    return Relating(objects, Relations(objects), told, sorted({*told.values()}), links)


def key(name: str) -> str:
    return key_of(table(name))


def parsed(text: str) -> ElementTree.Element:
    """A drawing, read as XML: that it is one line is what Markdown needs."""
    assert "\n" not in text
    return ElementTree.fromstring(text)


def titles(text: str) -> list[str]:
    return [title.text or "" for title in parsed(text).iter(f"{SVG}title")]


def boxes(text: str) -> dict[str, Corner]:
    """The tooltip of each table → left, top, right, bottom of its box."""
    found = {}
    for part in parsed(text).iter():
        if "sc-t" in part.get("class", "").split():
            box = next(part.iter(f"{SVG}rect"))
            x, y, width, height = (float(box.get(n, "")) for n in ("x", "y", "width", "height"))
            found[next(part.iter(f"{SVG}title")).text or ""] = (x, y, x + width, y + height)
    return found


def overlapping(found: dict[str, Corner]) -> list[tuple[str, str]]:
    return [
        (a, b)
        for (a, one), (b, two) in combinations(found.items(), 2)
        if one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
    ]


def plain(target: str) -> str:
    return target


def around(found: Relating, name: str) -> Drawn:
    drawn = found.around(key(name), plain)
    assert drawn is not None
    return drawn


# Diagrams


def test_a_table_stands_among_all_its_neighbours() -> None:
    found = relating(
        related("users"), related("buildings", "users"), related("bills", "users", "buildings"),
        related("payments", "bills"), related("apart"), related("stranger", "users"),
    )  # fmt: skip
    drawn = around(found, "bills")
    names = [title.split(",")[0] for title in boxes(drawn.svg)]
    assert sorted(names) == ["bills", "buildings", "payments", "users"]
    told = [title for title in titles(drawn.svg) if "refers to" in title]
    assert sorted(told) == [
        "bills (buildings_id) refers to buildings (id), bills_1_fkey, on delete cascade",
        "bills (users_id) refers to users (id), bills_0_fkey, on delete cascade",
        "payments (bills_id) refers to bills (id), payments_0_fkey, on delete cascade",
    ]
    place = {title.split(",")[0]: box for title, box in boxes(drawn.svg).items()}
    assert place["users"][2] < place["bills"][0] < place["bills"][2] < place["payments"][0]
    assert found.around(key("apart"), plain) is None  # nothing to draw


def test_every_line_begins_and_ends_at_its_tables() -> None:
    found = relating(*(related(f"t{n}", *(f"t{m}" for m in range(n))) for n in range(6)))
    drawn = found.within("d", [key(f"t{n}") for n in range(6)], plain)
    assert drawn is not None
    place = {title.split(",")[0]: box for title, box in boxes(drawn.svg).items()}
    lines = [p for p in parsed(drawn.svg).iter() if "sc-k" in p.get("class", "").split()]
    assert len(lines) == 15
    for line in lines:
        told = re.match(r"(\w+) .* refers to (\w+) ", next(line.iter(f"{SVG}title")).text or "")
        assert told is not None
        numbers = [
            float(n) for n in re.findall(r"-?[\d.]+", next(line.iter(f"{SVG}path")).get("d", ""))
        ]
        ends = ((numbers[0], numbers[1], told[2]), (numbers[-2], numbers[-1], told[1]))
        for x, y, name in ends:
            left, top, right, bottom = place[name]
            assert min(abs(x - left), abs(x - right)) <= 1 and top <= y <= bottom, name


def test_no_box_lies_over_another() -> None:
    many = [related(f"t{n}", *(f"t{m}" for m in {n // 2, n // 3} if m != n)) for n in range(60)]
    found = relating(*many, domains={key_of(made): f"d{n % 3}" for n, made in enumerate(many)})
    drawn = [found.whole(plain), found.within("d1", [key(f"t{n}") for n in range(1, 60, 3)], plain)]
    for each in (*drawn, around(found, "t1")):
        assert each is not None
        assert len(boxes(each.svg)) > 5
        assert overlapping(boxes(each.svg)) == []


def test_no_word_is_wider_than_its_box() -> None:
    """By the width of a letter that the style sheet's size of it has in common fonts."""
    tables = [related("a" * 63), related("字" * 21, "a" * 63), related("\u202e" * 9, "a" * 63)]
    drawn = around(relating(*tables), "a" * 63)
    whole = relating(*hostile()).whole(plain)
    assert whole is not None
    for part in (*parsed(drawn.svg).iter(), *parsed(whole.svg).iter()):
        if "sc-t" in part.get("class", "").split():
            box = next(part.iter(f"{SVG}rect"))
            right = float(box.get("x", "")) + float(box.get("width", ""))
            for words in part.iter(f"{SVG}text"):
                size = 12.5 if words.get("class") == "sc-nm" else 11.5
                long = svg.cells(words.text or "") * 0.602 * size
                assert float(words.get("x", "")) + long <= right, words.text


def test_at_most_fourteen_neighbours_and_the_rest_is_told() -> None:
    children = [related(f"c{n:02}", "users") for n in range(20)]
    drawn = around(relating(related("users", "org"), related("org"), *children), "users")
    assert len(boxes(drawn.svg)) == NEIGHBOURS + 1
    assert any(title.startswith("org,") for title in boxes(drawn.svg)), "what it refers to first"
    assert drawn.left_out == tuple(key(f"c{n:02}") for n in range(13, 20))
    assert "note" not in drawn.svg
    assert NAMED < NEIGHBOURS


@pytest.mark.parametrize(
    ("unique", "nullable", "crow", "circle"),
    [(False, True, True, True), (False, False, True, False), (True, True, False, True),
     (True, False, False, False)],
)  # fmt: skip
def test_the_signs_at_the_ends(unique: bool, nullable: bool, crow: bool, circle: bool) -> None:
    made = related("child", "parent", unique=unique, nullable=nullable)
    drawn = around(relating(related("parent"), made), "child")
    signs = next(p for p in parsed(drawn.svg).iter(f"{SVG}path") if "sc-sg" in p.get("class", ""))
    d = signs.get("d", "")
    assert (d.count("L") == 2, "a3" in d) == (crow, circle)
    assert d.count("v8") == (not crow) + (not circle)


def test_a_key_that_does_not_hold_is_dashed_and_says_so() -> None:
    made = related("child", "parent")
    loose = msgspec.structs.replace(made.foreign_keys[0], valid=False)
    drawn = around(
        relating(related("parent"), msgspec.structs.replace(made, foreign_keys=(loose,))), "child"
    )
    assert "sc-loose" in drawn.svg and "not valid" in drawn.svg


def test_a_table_that_refers_to_itself_is_drawn_alone() -> None:
    drawn = around(relating(related("nodes", "nodes")), "nodes")
    assert len(boxes(drawn.svg)) == 1
    assert sum("refers to" in title for title in titles(drawn.svg)) == 1


def test_the_whole_database_has_one_line_for_two_tables_and_the_words_of_domains() -> None:
    twice = related("bills", "users", "users")
    found = relating(related("users"), twice, related("x"), domains={key("bills"): "money"})
    drawn = found.whole(plain)
    assert drawn is not None
    assert [b.split(",")[1].strip() for b in boxes(drawn.svg)] == [
        "domain money", "in no domain", "in no domain",
    ]  # fmt: skip
    assert sum(title.startswith("2 foreign keys") for title in titles(drawn.svg)) == 1
    assert drawn.svg.count('class="sc-k"') == 1


def test_more_tables_than_one_picture_holds_are_not_drawn_in_one() -> None:
    many = [table(f"t{n}", id="int") for n in range(WHOLE + 1)]
    assert relating(*many).whole(plain) is None
    assert relating(*many[:-1]).whole(plain) is not None


def test_what_a_domain_has_no_room_for_is_told() -> None:
    parents = [related(f"p{n:02}") for n in range(OUTSIDE + 3)]
    own = [related(f"t{n:02}") for n in range(DOMAIN + 1)]
    hub = related("hub", *(made.name for made in parents))
    keys = [key_of(made) for made in (*own, hub)]
    drawn = relating(*parents, *own, hub).within("d", keys, plain)
    assert drawn is not None
    assert len(boxes(drawn.svg)) == DOMAIN + OUTSIDE
    names = {key("t35"), key("t36"), *(key(f"p{n:02}") for n in range(OUTSIDE, OUTSIDE + 3))}
    assert {*drawn.left_out} == names


def test_foreign_keys_that_were_not_read_are_not_none(tmp_path: Path) -> None:
    store = Store(tmp_path / "snapshots" / "production")
    kinds = tuple(kind for kind in ALL_KINDS.captured if kind != "foreign_key")
    seen = msgspec.structs.replace(ALL_KINDS, captured=kinds)
    recorded(store, related("users"), told=expected(related("users")), coverage=seen)
    texts = rendered(store)
    for path in ("relations.md", "domains/core.md"):
        assert "Foreign keys were not read" in texts[f"history/production/{path}"]
    assert "No foreign key leads" not in texts["history/production/domains/core.md"]


def test_a_thousand_neighbourhoods_take_a_few_seconds() -> None:
    many = [related(f"t{n}", *(f"t{m}" for m in {n // 10, n // 7, n // 3})) for n in range(1000)]
    found = relating(*many)
    started = process_time()
    drawn = [found.around(each, plain) for each in found.tables]
    assert process_time() - started < 5
    assert sum(each is not None for each in drawn) == 1000


def test_without_the_layout_engine_the_relations_are_a_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where no wheel of it exists: the pages are whole, and say why nothing is drawn."""
    store = Store(tmp_path / "snapshots" / "production")
    recorded(store, related("users"), related("bills", "users"))
    monkeypatch.setitem(sys.modules, "graphlay", None)  # importing it fails
    layout._engine.cache_clear()
    texts = rendered(store)
    layout._engine.cache_clear()
    assert not any("sc-er" in text for text in texts.values())
    for path in ("relations.md", "schema/public/tables/bills.md"):
        page = texts[f"history/production/{path}"]
        assert "graphlay, is not installed" in page
        assert "[<code>users</code>]" in page


# Names that mean something elsewhere


def hostile() -> list[model.Table]:
    names = [name for name in HOSTILE if name not in ("users",)]
    return [related("users"), *(related(name, "users", "users") for name in names)]


def test_hostile_names_are_words_in_a_diagram() -> None:
    tables = hostile()
    found = relating(*tables, domains={key_of(made): '<b>&"' for made in tables})
    for made in tables:
        drawn = around(found, made.name)
        told = " ".join(titles(drawn.svg))
        tags = {part.tag.removeprefix(SVG) for part in parsed(drawn.svg).iter()}
        assert tags <= {"svg", "a", "g", "title", "text", "rect", "path"}
        shown = made.name.replace("\n", "↵").replace("\u202e", "⟨U+202E⟩")
        assert shown in told.replace("\xa0", " ")
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x1f]", drawn.svg)
    whole = found.whole(plain)
    assert whole is not None
    assert len(boxes(whole.svg)) == len(tables)
    assert overlapping(boxes(whole.svg)) == []


@pytest.mark.parametrize("name", [*HOSTILE, "\ufffe\uffff\x00", "\u2028", "𝔘"])
def test_any_name_is_valid_in_xml(name: str) -> None:
    made = svg.drawing(svg.link(svg.words(name, 0, 0), name, name), (1, 1), name, "x")
    found = parsed(made)
    text = next(found.iter(f"{SVG}text")).text or ""
    assert text.replace("\xa0", " ") == svg_shown(name)


def svg_shown(name: str) -> str:
    for raw, shown in (
        ("\n", "↵"), ("\u202e", "⟨U+202E⟩"), ("\ufffe", "⟨U+FFFE⟩"), ("\uffff", "⟨U+FFFF⟩"),
        ("\x00", "␀"), ("\u2028", "⟨U+2028⟩"),
    ):  # fmt: skip
        name = name.replace(raw, shown)
    return name


def drawings(texts: dict[str, str]) -> Iterator[tuple[str, str]]:
    for path, text in texts.items():
        for line in text.split("\n"):
            for found in re.findall(r"<svg .*?</svg>", line):
                yield path, found


def history_of(root: Path) -> Store:
    """A history with everything to draw: growth, drift of every severity, a gap, hostile names."""
    store = Store(root / "snapshots" / "production")
    told = expected(*hostile_things()[:9], domain="<d>|`")
    recorded(store, *hostile()[:4], day=1, told=expected(*hostile()[:2]))
    recorded(store, *hostile(), day=2, told=told)
    recorded(store, day=3, failure="boom | <script>alert(5)</script> `")
    changed = [msgspec.structs.replace(made, comment=f"*{made.name}") for made in hostile()[3:]]
    recorded(store, *hostile()[:3], *changed, day=4, told=told)
    return store


def test_every_drawing_of_a_site_is_valid_and_leads_to_a_page(tmp_path: Path) -> None:
    texts = rendered(history_of(tmp_path))
    found = list(drawings(texts))
    assert {path.split("/")[-1] for path, _ in found} >= {"index.md", "trends.md", "relations.md"}
    for path, text in found:
        for part in parsed(text).iter():
            target = part.get(XLINK)
            if target is not None:
                file = target.partition("#")[0]
                page = os.path.normpath(Path(path).parent / file) if file else path[:-3]
                assert page.removesuffix(".html") + ".md" in texts, f"{path}: {target}"
        assert not re.search(r'(?<!xlink:)href=|style="(?!min-width)|\bid=|fill=|stroke=', text)
    counted = sum(text.count("<svg ") for text in texts.values())
    assert counted == len(found), "a drawing goes over several lines"


def test_a_drawing_has_the_same_bytes_whatever_the_hash(tmp_path: Path) -> None:
    store = history_of(tmp_path)
    script = (
        "import hashlib, sys\nfrom pathlib import Path\nfrom snapshot.store import Store\n"
        "from tests.sites import rendered\nfrom tests.test_pictures import drawings\n"
        "text = repr(list(drawings(rendered(Store(Path(sys.argv[1]))))))\n"
        "print(hashlib.sha256(text.encode()).hexdigest())\n"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", script, str(store.root)], capture_output=True, text=True,
            check=True, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("0", "7")
    }  # fmt: skip
    here = repr(list(drawings(rendered(store))))
    assert told == {hashlib.sha256(here.encode()).hexdigest()}


# Charts


def marks(*numbers: int) -> list[Mark]:
    return [
        Mark(f"2025-{place + 1:02}-01T00:00:00Z", number, f"n{place}", f"r{place}.html")
        for place, number in enumerate(numbers)
    ]


@pytest.mark.parametrize("numbers", [(9, 3, 1), (1, 3, 9), (4, 4), (1, 9, 1), (0, 1000000)])
def test_no_label_of_a_growth_is_cut_off(numbers: tuple[int, ...]) -> None:
    found = parsed(charts.growth(marks(*numbers), "table", "tables"))
    _, _, width, height = (float(n) for n in found.get("viewBox", "").split())
    for words in found.iter(f"{SVG}text"):
        x, y, text = float(words.get("x", "")), float(words.get("y", "")), words.text or ""
        assert 14 <= y <= height - 3, text  # 18 px on a phone: the ascent is some 14
        assert 0 <= x <= width
        if not words.get("text-anchor"):
            assert x + len(text) * 8.5 <= width + 30, text  # it may stand over, into the margin


def test_a_growth_marks_each_change_and_leads_to_its_report() -> None:
    found = parsed(charts.growth(marks(1, 1, 2, 2, 3), "index", "indexes"))
    told = [title.text for title in found.iter(f"{SVG}title")]
    assert told == ["1 Jan 2025: 1 index (n0)", "1 Mar 2025: 2 indexes (n2)",
                    "1 May 2025: 3 indexes (n4)"]  # fmt: skip
    assert [a.get(XLINK) for a in found.iter(f"{SVG}a")] == ["r0.html", "r2.html", "r4.html"]
    assert found.get("role") == "group" and "1 on 1 Jan 2025, 3 on" in found.get("aria-label", "")


def test_a_long_history_stays_small() -> None:
    long = [
        Mark(f"20{10 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}T00:00:00Z", n, "x", "r.html")
        for n in range(1000)
    ]
    assert len(charts.growth(long, "table", "tables")) < 60_000
    spans = [Span(m.at, {"risky": m.number % 7}, "x", "r.html") for m in long]
    assert len(charts.drift(spans)) < 100_000


def test_snapshots_out_of_the_clock_s_order_stay_in_the_drawing() -> None:
    odd = [marks(1, 2, 3)[place] for place in (1, 2, 0)]
    spans = [Span(m.at, {"risky": m.number}, m.title) for m in odd]
    for text in (charts.growth(odd, "table", "tables"), charts.drift(spans), charts.spark(odd, "")):
        found = parsed(text)
        width = float(found.get("viewBox", "").split()[2])
        for drawn in found.iter(f"{SVG}path"):
            x = re.findall(r"[MH](-?[\d.]+)", drawn.get("d", ""))
            assert all(0 <= float(each) <= width for each in x)


def heights(d: str) -> float:
    """How high the block of a path is."""
    y = [float(n) for n in re.findall(r"(?:M[\d.]+ |V)([\d.]+)", d)]
    return max(y) - min(y)


def test_drift_is_stacked_by_severity_and_gaps_are_blocks_of_their_own() -> None:
    spans = [
        Span("2025-01-01T00:00:00Z", {"breaking": 1, "risky": 3}, "one", "a.html"),
        Span("2025-01-05T00:00:00Z", None, "failed", "b.html"),
        Span("2025-01-09T00:00:00Z", {"breaking": 0, "risky": 0}, "none", "c.html"),
    ]
    found = parsed(charts.drift(spans))
    stacks = {p.get("class", "").split()[-1]: p.get("d", "") for p in found.iter(f"{SVG}path")
              if "sc-stack" in p.get("class", "")}  # fmt: skip
    assert set(stacks) == {"sc-breaking", "sc-risky", "sc-unknown"}
    assert heights(stacks["sc-risky"]) == pytest.approx(3 * heights(stacks["sc-breaking"]), abs=0.2)
    assert [a.get(XLINK) for a in found.iter(f"{SVG}a")] == ["a.html", "b.html", "c.html"]
    assert "4 at most, 0 at last" in found.get("aria-label", "")


def test_bars_are_as_long_as_their_numbers() -> None:
    rows = [
        Bar("a", (("breaking", 1), ("safe", 3)), "4", "t", "a.html"),
        Bar("b", (("safe", 2),), "2", "t"),
    ]
    found = parsed(charts.bars(rows, "label"))
    parts = [
        float(p.get("width", ""))
        for p in found.iter(f"{SVG}rect")
        if "sc-part" in p.get("class", "")
    ]
    assert parts == [105, 315, 210]


def test_the_calendar_has_each_day_in_its_place(tmp_path: Path) -> None:
    store = Store(tmp_path / "snapshots" / "production")
    recorded(store, table("users", id="int"), day=6)  # a Monday
    recorded(store, table("users", id="int", name="text"), day=8)
    recorded(store, day=9, failure="no")
    days = open_book(store, "production").trends.days
    found = parsed(calendar(days, days[-1].date, lambda to: {"2025-01-08": "r.html"}.get(to.date)))
    on = [p for p in found.iter() if "sc-on" in p.get("class", "").split()]
    assert [next(p.iter(f"{SVG}title")).text for p in on] == [
        "6 Jan 2025: no change (manual)", "8 Jan 2025: 1 change, safe (manual)",
        "9 Jan 2025: the capture failed (manual)",
    ]  # fmt: skip
    assert [p.get("class") for p in on] == ["sc-on sc-quiet", "sc-on sc-safe", "sc-on sc-failed"]
    at = [(float(b.get("x", "")), float(b.get("y", ""))) for p in on for b in p.iter(f"{SVG}rect")]
    assert len({x for x, _ in at}) == 1, "one week, one column"
    step = at[1][1] - at[0][1]
    assert step == 2 * (at[2][1] - at[1][1]) > 0
    assert at[0][1] == 20, "Monday is the first row"
    empty = {p.get("class"): p.get("d", "").count("M") for p in found.iter(f"{SVG}path")}
    assert empty == {"sc-unwatched": 52 * 7, "sc-day": 1}


# The numbers behind them


def test_the_numbers_of_trends(tmp_path: Path) -> None:
    store = Store(tmp_path / "snapshots" / "production")
    users, bills = table("users", id="int"), table("bills", id="int")
    told = expected(users, bills)
    recorded(store, users, bills, day=1, told=told)
    recorded(store, users, day=3, told=told)  # bills is missing
    recorded(store, day=4, failure="no")
    recorded(store, users, table("extra", id="int"), day=7, told=told)
    recorded(store, table("users", id="int", name="text"), bills, day=13, told=told)
    trends = open_book(store, "production").trends
    assert [point.number for point in trends.growth("table")] == [2, 1, 2, 2]
    assert [None if load.open is None else sum(load.open.values()) for load in trends.drift] == [
        0, 1, None, 2, 0,
    ]  # fmt: skip
    assert sum(each.number for each in trends.resolved) == 2
    assert trends.median_days == 8  # 10 days of bills, 6 of extra
    assert max(each.longest for each in trends.resolved) == 10
    assert trends.oldest == []
    assert [(each.key, each.number) for each in trends.most_changed] == [(key("users"), 1)]
    assert [(d.name, d.tables, [p.number for p in d.points]) for d in trends.domains] == [
        ("core", (2, 2), [2, 1, 1, 3])
    ]


def test_what_is_open_has_its_age(tmp_path: Path) -> None:
    store = Store(tmp_path / "snapshots" / "production")
    users, bills = table("users", id="int"), table("bills", id="int")
    told = expected(users, bills)
    recorded(store, users, day=1, told=told)
    recorded(store, users, table("extra", id="int"), day=11, told=told)
    trends = open_book(store, "production").trends
    assert [(f.change.object, f.age.days) for f in trends.oldest] == [
        (key("bills"), 10), (key("extra"), 0),
    ]  # fmt: skip
    assert trends.median_days is None
    page = rendered(store)["history/production/trends.md"]
    ages = next(text for _, text in drawings({"": page}) if "sc-bars" in text)
    assert [t for t in (p.text for p in parsed(ages).iter(f"{SVG}text")) if t] == [
        "bills", "10 days", "extra", "new",
    ]  # fmt: skip
    assert "No finding was ever resolved" in page


def test_a_kind_that_was_not_read_is_no_zero(tmp_path: Path) -> None:
    store = Store(tmp_path / "snapshots" / "production")
    seen = msgspec.structs.replace(header(), at="2025-01-01T00:00:00Z").coverage
    recorded(store, table("users", id="int"), day=1, coverage=seen)
    recorded(store, table("users", id="int"), day=2)
    trends = open_book(store, "production").trends
    assert [point.moment.number for point in trends.growth("index")] == [1]
    assert "| ? |" in rendered(store)["history/production/trends.md"]


@pytest.mark.parametrize("builder", ["Python-Markdown", "CommonMark"])
def test_a_drawing_survives_markdown_to_the_letter(builder: str, tmp_path: Path) -> None:
    """That of the site, and that of code forges and other builders."""
    import markdown
    from markdown_it import MarkdownIt

    extensions = ["admonition", "attr_list", "md_in_html", "tables", "toc"]
    for path, text in rendered(history_of(tmp_path)).items():
        wanted = [found for _, found in drawings({path: text})]
        body = text.split("---\n", 2)[2]
        built = (
            markdown.markdown(body, extensions=extensions)
            if builder == "Python-Markdown"
            else MarkdownIt("commonmark", {"html": True}).enable("table").render(body)
        )
        missing = [each[:200] for each in wanted if each not in built]
        assert missing == [], path


def test_every_class_of_a_drawing_has_its_look(tmp_path: Path) -> None:
    style = (REPOSITORY / "docs" / "assets" / "site.css").read_text("utf-8")
    used = {f"sc-hue{place}" for place in range(HUES)}
    for _, text in drawings(rendered(history_of(tmp_path))):
        used |= {name for told in re.findall(r'class="([^"]*)"', text) for name in told.split()}
    assert len(used) > 30
    assert [n for n in sorted(used) if not re.search(rf"\.{n}(?![\w-])", style)] == []
