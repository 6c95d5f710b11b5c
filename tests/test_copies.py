"""Machine-readable copies: each read by a parser that is not ours, and held to what pages say."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import uuid
from collections import Counter
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import msgspec
import pytest

from chronicle import cli
from generator import copies, lists, output
from generator.book import Book, open_book
from generator.changes import SEVERITIES, fingerprint
from generator.copies import badge
from generator.copies.entries import MOST
from generator.copies.sheets import cell, sheet
from generator.copies.status import Status
from generator.language import spoken_in
from generator.lists import COPIES
from generator.lives import inside
from generator.site import pages
from snapshot import model
from snapshot.store import Assertion, Store
from tests import long_history
from tests.made import table
from tests.sites import (
    HOSTILE,
    REPOSITORY,
    Html,
    expected,
    hostile_things,
    own,
    project,
    recorded,
)

ROOT = "history/production"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "''+1", "'plain", "＝1")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "snapshots" / "production")


@pytest.fixture
def hostile(store: Store) -> Store:
    """Names that try to be formulas, XML and HTML; changes, findings and a failed capture."""
    things = hostile_things()
    things += [table(name, **{name: "text"}) for name in FORMULAS]
    told = expected(*things[:9], domain='<d>|`"&')
    recorded(store, *things[:5], day=1, told=told)
    recorded(store, *things, day=2, told=told)
    recorded(store, day=3, failure='boom <script>alert(5)</script> ]]> & " `')
    changed = [msgspec.structs.replace(thing, comment=f"={thing.name}") for thing in things[3:]]
    recorded(store, *changed, day=4, told=told)
    return store


def book(store: Store) -> Book:
    return open_book(store, "production")


def made(store: Store, site: str | None = None, title: str = "A title") -> dict[str, str]:
    return dict(copies.files([book(store)], title, site))


def rows(text: str) -> list[dict[str, str]]:
    assert text.count("\n") >= text.count("\r\n") > 0
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def plain(value: str) -> str:
    """A cell as it was, by the rule of the handbook."""
    return re.sub(r"\A'('*[=+\-@\t\r\n＝＋－＠])", r"\1", value)


# CSV


@pytest.mark.parametrize("value", [*HOSTILE, *FORMULAS, "", "a,b", 'a"b', "a\r\nb", "-0"])
def test_a_cell_is_read_back_and_is_no_formula(value: str) -> None:
    text = sheet(("a", "b"), [(value, "x")])
    (found,) = rows(text)
    assert plain(found["a"]) == value and found["b"] == "x"
    assert not found["a"].startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


def test_numbers_and_what_is_unknown_are_not_texts() -> None:
    assert sheet(("a", "b", "c", "d"), [(-1, None, True, 2.5)]) == "a,b,c,d\r\n-1,,yes,2.5\r\n"
    assert cell(("x", "y")) == '["x","y"]' and cell("'draft'::text") == "'draft'::text"


def test_every_table_is_whole_whatever_the_names(hostile: Store) -> None:
    files = {path: text for path, text in made(hostile).items() if path.endswith(".csv")}
    assert {f"{ROOT}/tables/{name}.csv" for name in COPIES} <= files.keys()
    for path, text in files.items():
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        assert {len(line) for line in lines} == {len(lines[0])}, path
        assert text.endswith("\r\n") and len(set(lines[0])) == len(lines[0]), path
        for value in (value for line in lines for value in line):
            risky = value.startswith(tuple("=+-@\t\r\n"))
            assert not risky or re.fullmatch(r"-?\d+(\.\d+)?", value), (path, value)
    names = {plain(row["table"]) for row in rows(files[f"{ROOT}/tables/tables.csv"])}
    assert {*HOSTILE, *FORMULAS} <= names


def test_tables_say_what_pages_say(hostile: Store) -> None:
    told, files = book(hostile), made(hostile)
    report = told.latest
    assert report is not None

    def of(name: str) -> list[dict[str, str]]:
        return rows(files[f"{ROOT}/tables/{name}.csv"])

    assert [row["status"] for row in of("tables")].count("unexpected") == len(
        [r for r in report.rows if r.status == "unexpected"]
    )
    assert len([r for r in of("findings") if r["state"] == "open"]) == len(report.findings) > 5
    assert [row["verdict"] for row in of("snapshots")] == [
        m.verdict for m in told.history.moments
    ]  # fmt: skip
    failed = of("snapshots")[2]
    assert "boom" in failed["failure"] and failed["tables"] == failed["open_findings"] == ""
    changes = [m.difference.changes for m in told.history.good if m.difference]
    assert len(of("changes")) == sum(map(len, changes))
    assert of("trends")[2]["table"] == "" and of("trends")[3]["table"] == str(
        report.counts["table"]
    )
    columns = [row for row in of("columns") if row["key"] == "public/tables/users"]
    own_columns = rows(files[f"{ROOT}/schema/public/tables/users.csv"])
    assert [c["column"] for c in columns] == [c["column"] for c in own_columns] == [
        "users", "plain",
    ]  # fmt: skip


def test_every_part_is_in_the_table_of_its_kind() -> None:
    told = book_of(REPOSITORY)
    files, found = dict(copies.files([told], "t", None)), Counter[str]()
    for key, thing in told.state.items():
        found.update(f"{key} {path} {model.kind_name(type(p))}" for path, p in inside(thing))
    shown = Counter[str]()
    for kind in lists.parts(told.state):
        table = rows(files[told.links.table(lists.sheet_of(kind))])
        shown.update(f"{row['key']} {row['path']} {kind}" for row in table)
        assert all(row["since"] for row in table)
    assert sum(shown.values()) > 150
    own = ("column", "view_column", "foreign_key")
    assert shown == Counter({each: n for each, n in found.items() if not each.endswith(own)})


def test_pages_link_to_copies_that_are_there(hostile: Store) -> None:
    from generator.render import render

    files = made(hostile)
    texts = {page.path: render(page) for page in pages("A title", [book(hostile)])}
    linked = set()
    for path, text in texts.items():
        for target in re.findall(r"\]\(([^)#]+\.(?:csv|json|xml|svg))\)", text):
            linked.add(os.path.normpath(os.path.join(os.path.dirname(path), target)))  # noqa: PTH118, PTH120
    assert linked <= files.keys()
    assert not {path for path in files if path not in linked}, "nothing leads to these"


# Feeds


def atoms(files: dict[str, str]) -> dict[str, ElementTree.Element]:
    return {
        path: ElementTree.fromstring(text) for path, text in files.items() if path.endswith(".xml")
    }


def texts(entry: ElementTree.Element, name: str) -> list[str]:
    return [found.text or "" for found in entry.findall(f"a:{name}", ATOM)]


def test_atom_feeds_are_as_rfc_4287_wants_them(hostile: Store) -> None:
    found = atoms(made(hostile))
    assert len(found) == 1 + len(SEVERITIES) + 1
    ids = []
    for path, feed in found.items():
        assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
        for one in [feed, *feed.findall("a:entry", ATOM)]:
            (own_id,), (title,), (updated,) = (texts(one, n) for n in ("id", "title", "updated"))
            ids.append(own_id)
            assert uuid.UUID(own_id) and own_id.startswith("urn:uuid:") and title
            assert datetime.fromisoformat(updated).tzinfo is not None
        assert texts(feed.find("a:author", ATOM), "name") == ["A title"]  # type: ignore[arg-type]
        assert {link.get("rel") for link in feed.findall("a:link", ATOM)} == {"self", "alternate"}
        entries = feed.findall("a:entry", ATOM)
        moments = [texts(entry, "updated")[0] for entry in entries]
        assert moments == sorted(moments, reverse=True) and texts(feed, "updated")[0] == max(
            moments, default="2025-01-01T00:00:00Z"
        ), path
        for entry in entries:
            content = entry.find("a:content", ATOM)
            assert content is not None and content.get("type") == "html"
            inside = ElementTree.fromstring(f"<div>{content.text}</div>")
            assert {e.tag for e in inside.iter()} <= {"div", "p", "ul", "li", "code"}
    assert len(set(ids)) == len(ids)


def test_json_feeds_are_as_their_version_wants_them(hostile: Store) -> None:
    files = made(hostile)
    found = {p: json.loads(t) for p, t in files.items() if "/feeds/" in p and p.endswith(".json")}
    by_xml = atoms(files)
    assert len(found) == len(by_xml)
    for path, feed in found.items():
        assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"]
        assert "home_page_url" not in feed and "feed_url" not in feed
        twin = by_xml[path.replace(".json", ".xml")]
        entries = twin.findall("a:entry", ATOM)
        assert [i["id"] for i in feed["items"]] == [texts(e, "id")[0] for e in entries]
        assert [i["title"] for i in feed["items"]] == [texts(e, "title")[0] for e in entries]
        for item, entry in zip(feed["items"], entries, strict=True):
            assert item["content_html"] == texts(entry, "content")[0]
            assert item["content_text"] and datetime.fromisoformat(item["date_published"])
            assert all(isinstance(tag, str) for tag in item["tags"])


def test_addresses_are_relative_until_the_site_has_one(hostile: Store) -> None:
    from generator.site import pages

    there = {page.path for page in pages("A title", [book(hostile)])}
    for site in (None, "https://db.example/schema/"):
        for path, feed in atoms(made(hostile, site)).items():
            for link in feed.iterfind(".//a:link", ATOM):
                href = link.get("href") or ""
                if site:
                    assert href.startswith(site)
                    target = href.removeprefix(site)
                else:
                    assert not href.startswith(("http", "/"))
                    target = os.path.normpath(os.path.join(os.path.dirname(path), href))  # noqa: PTH118, PTH120
                page = target.replace(".html", ".md")
                assert page in there or target == path
    feed = json.loads(made(hostile, "https://db.example")[f"{ROOT}/feeds/changes.json"])
    assert feed["feed_url"] == f"https://db.example/{ROOT}/feeds/changes.json"
    assert feed["items"][0]["url"].startswith(f"https://db.example/{ROOT}/reports/")


def entries(store: Store, name: str) -> list[dict[str, str]]:
    found = json.loads(made(store)[f"{ROOT}/feeds/{name}.json"])["items"]
    assert isinstance(found, list)
    return found


def test_a_failed_capture_is_news_and_no_change_is_none(store: Store) -> None:
    told = expected(table("users"))
    recorded(store, table("users", id="integer"), day=1, told=told)
    recorded(store, table("users", id="integer"), day=2, told=told)
    recorded(store, day=3, failure="the server went away")
    recorded(store, table("users", id="bigint"), day=4, told=told)
    found = entries(store, "changes")
    assert [item["title"] for item in found] == [
        "2025-01-04: 1 change; in sync", "2025-01-03: capture failed",
    ]  # fmt: skip
    assert "the server went away" in found[1]["content_text"]
    assert [item["title"] for item in entries(store, "safe")] == ["2025-01-04: 1 change"]
    assert entries(store, "cosmetic") == []


def test_a_domain_is_told_of_what_it_stated_then(store: Store) -> None:
    """Also of what it gave up in the same deploy."""
    users, bills = table("users", id="int"), table("bills", id="int")
    both = {**expected(users, domain="people"), **expected(bills, domain="money")}
    recorded(store, users, bills, day=1, told=both)
    kept = {**expected(users, domain="people"), "domains/money": Assertion(domain="money")}
    recorded(store, users, day=2, told=kept)
    money = entries(store, "domains/money")
    assert ["`bills` was removed" in item["content_text"] for item in money] == [True]
    assert entries(store, "domains/people") == []


def test_an_entry_keeps_its_id_and_a_feed_its_size(store: Store) -> None:
    for day in range(1, 12):
        recorded(store, table("users", **{f"c{n}": "int" for n in range(day)}), day=day)
    before = {item["id"]: item["content_text"] for item in entries(store, "changes")}
    recorded(store, table("users", other="int"), day=12)
    after = {item["id"]: item["content_text"] for item in entries(store, "changes")}
    assert len(before) == 10 and before.items() <= after.items() and len(after) == 11


def test_an_entry_tells_how_many_changes_there_are_and_the_first_of_them(store: Store) -> None:
    number = MOST + 20
    recorded(store, table("wide", id="int"), day=1)
    recorded(store, table("wide", id="int", **{f"c{n}": "int" for n in range(number)}), day=2)
    (item,) = entries(store, "changes")
    head, *lines = item["content_text"].split("\n")
    assert head == f"{number} changes:" and item["title"].startswith(f"2025-01-02: {number} ")
    assert len(lines) == MOST + 1 and lines[-1] == "- and 20 more in the report"


def test_feeds_and_the_badge_speak_the_language_of_the_pages(store: Store) -> None:
    """Tags and addresses stay, and so do ids: a reader knows each entry again."""
    told = expected(table("users"))
    recorded(store, table("users", id="integer"), day=1, told=told)
    recorded(store, table("users", id="bigint"), table("extra"), day=2, told=told)
    english = entries(store, "changes")
    with spoken_in("fr"):
        french, drawn = entries(store, "changes"), made(store)[f"{ROOT}/badge.svg"]
    for ours, theirs in zip(english, french, strict=True):
        assert {**ours, "title": "", "content_text": "", "content_html": ""} == {
            **theirs, "title": "", "content_text": "", "content_html": "",
        }  # fmt: skip
        assert ours["title"] != theirs["title"]
    assert french[0]["title"] == "2025-01-02\u00a0: 2 changements, 1 nouveau constat; dérive"
    assert "risqué\u00a0: Table `extra`\u00a0: élément inattendu." in french[0]["content_text"]
    assert ">schéma</text>" in drawn and ">dérive, " in drawn


# Badge and status


def test_the_badge_has_a_word_and_a_colour_for_every_verdict(store: Store) -> None:
    def shown() -> tuple[str, ElementTree.Element]:
        svg = ElementTree.fromstring(made(store)[f"{ROOT}/badge.svg"])
        assert svg.get("role") == "img"
        title = svg.findtext("{http://www.w3.org/2000/svg}title") or ""
        assert title == svg.get("aria-label")
        return title.removeprefix("Schema of production: "), svg

    seen = [shown()[0]]
    recorded(store, table("users", id="int"), day=1)
    seen.append(shown()[0])
    recorded(store, table("users", id="int"), day=2, told=expected(table("users")))
    seen.append(shown()[0])
    recorded(store, table("more", id="int"), day=3, told=expected(table("users")))
    seen.append(shown()[0])
    recorded(store, day=4, failure="no")
    title, svg = shown()
    assert [*seen, title] == [
        "no snapshot", "cannot tell, 1 Jan 2025", "in sync, 2 Jan 2025", "drift, 3 Jan 2025",
        "capture failed, 4 Jan 2025",
    ]  # fmt: skip
    boxes = [float(r.get("width") or 0) for r in svg.iter("{http://www.w3.org/2000/svg}rect")]
    assert sum(boxes) == float(svg.get("width") or 0)


def test_the_badge_can_be_read() -> None:
    for tone in badge.TONES.values():
        assert contrast(tone, "#ffffff") >= 4.5, tone
    assert badge.width("in sync") == 39  # 3.0 + 7.0 + 3.9 + 5.7 + 6.5 + 7.0 + 5.7
    for month in range(1, 13):  # every day of the year can be written
        day = datetime(2025, month, 28).strftime("%d %b %Y")
        assert badge.width(day) > 50


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_status_says_that_the_last_capture_failed(store: Store) -> None:
    recorded(store, table("users", id="int"), day=1, told=expected(table("users")))
    recorded(store, day=2, failure="no route to host")
    told = json.loads(made(store)[f"{ROOT}/status.json"])
    assert told["verdict"] == "capture failed"
    assert told["latest"]["failure"] == "no route to host" and told["judged"]["failure"] is None
    assert told["tables"] == {"found": 1, "expected": 1, "missing": 0, "unexpected": 0}
    assert told["report"] == "reports/2025-01-02t000000z.html"
    assert told["data"] == "reports/2025-01-01t000000z.json"


def test_status_has_no_numbers_where_nobody_can_tell(store: Store) -> None:
    told = json.loads(made(store)[f"{ROOT}/status.json"])
    assert told["verdict"] == "no snapshot" and told["findings"] is None and told["latest"] is None
    recorded(store, table("users", id="int"))
    told = json.loads(made(store)[f"{ROOT}/status.json"])
    assert told["verdict"] == "cannot tell" and told["tables"]["found"] == 1
    assert told["tables"]["expected"] is told["tables"]["missing"] is None


# JSON


def test_json_is_what_its_schema_says(hostile: Store) -> None:
    files = made(hostile)
    schemas = {
        name: json.loads(files[f"history/{name}.schema.json"]) for name in ("report", "status")
    }
    for name, schema in schemas.items():
        published = (REPOSITORY / "docs" / f"{name}.schema.json").read_text("utf-8")
        assert json.loads(published) == schema
    reports = [json.loads(t) for p, t in files.items() if re.search(r"/reports/.*\.json", p)]
    assert len(reports) == 3  # the failed one has no facts
    for told in reports:
        jsonschema.validate(told, schemas["report"])
    jsonschema.validate(json.loads(files[f"{ROOT}/status.json"]), schemas["status"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"verdict": 1}, schemas["status"])


def test_the_published_schema_of_the_status(update_golden: bool) -> None:
    schema = msgspec.json.encode(msgspec.json.schema(Status), order="sorted")
    text = msgspec.json.format(schema, indent=2).decode() + "\n"
    path = REPOSITORY / "docs" / "status.schema.json"
    if update_golden:
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text


def test_a_report_is_what_check_prints_and_what_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = own(tmp_path / "koveo")
    told = book_of(root)
    report = [r for r in told.reports.values() if r.findings and r.moment.difference][-1]
    at = report.moment.header.at
    files = dict(copies.files([told], "t", None))
    found = json.loads(files[told.links.report_data(report.moment.stem)])
    capsys.readouterr()
    assert cli.main(["-C", str(root), "check", f"koveo@{at}", "--format", "json"]) == 1
    printed = json.loads(capsys.readouterr().out)
    assert [i["fingerprint"] for i in found["findings"]] == [
        i["fingerprint"] for i in printed["findings"]
    ]
    for field in printed.keys() - {"findings", "notes", "state"}:
        assert found[field] == printed[field], field
    for ours, theirs in zip(found["findings"], printed["findings"], strict=True):
        assert {k: v for k, v in ours.items() if k not in ("remedy", "adoption")} == {
            k: v for k, v in theirs.items() if k not in ("remedy", "adoption")
        }
    assert report.moment.difference
    assert len(found["changes"]) == len(report.moment.difference.changes) > 0
    before = told.history.moments[report.moment.previous or 0].header.at
    assert found["since"] == f"koveo@{before}"


def book_of(root: Path) -> Book:
    return open_book(Store(root / "snapshots" / "koveo"), "koveo")


def test_reports_grow_with_what_changed_and_not_with_what_is_there(tmp_path: Path) -> None:
    sizes = []
    for tables in (15, 150):
        root = tmp_path / str(tables)
        long_history.make(root, tables, 6)
        told = open_book(Store(root / "snapshots" / "long"), "long")
        files = dict(copies.files([told], "t", None))
        reports = [len(t) for p, t in files.items() if "/reports/" in p]
        assert len(reports) == 6
        sizes.append(sum(reports[:-1]) / 5)  # the latest names all that stands wrong
        latest = msgspec.json.decode(
            files[told.links.report_data(told.history.moments[-1].stem)], type=output.Output
        )
        assert latest.state is not msgspec.UNSET
        assert len(latest.state) == latest.summary["state"] == tables
    assert sizes[1] < 1.15 * sizes[0]


# The same input, the same bytes


_DIGEST = """
import hashlib, sys
from pathlib import Path
from snapshot.store import Store
from tests.test_copies import made
files = made(Store(Path(sys.argv[1])))
print(hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest())
"""


def test_the_same_bytes_under_any_hash_seed(hostile: Store) -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", _DIGEST, str(hostile.root)], cwd=REPOSITORY, check=True,
            capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "77")
    }  # fmt: skip
    assert len(digests) == 1


def test_every_place_has_its_own_address(hostile: Store) -> None:
    """No two things share an anchor, and an anchor stays when the site is built again."""
    from generator.render import render

    def anchors() -> dict[str, list[str]]:
        return {
            page.path: re.findall(r'<a class="sc-place" id="([^"]+)"', render(page))
            for page in pages("t", [book(hostile)])
        }

    found = anchors()
    for path, ids in found.items():
        assert len(set(ids)) == len(ids), path
    told = book(hostile)
    for report in told.reports.values():
        ids = found[told.links.report(report.moment.stem)]
        changes = report.moment.difference.changes if report.moment.difference else ()
        assert {f"change-{fingerprint(c)}" for c in changes} <= {*ids}
        assert {f"finding-{fingerprint(f.change)}" for f in report.findings} <= {*ids}
    recorded(hostile, table("another", id="int"), day=9)
    later = anchors()
    assert all(later[path] == ids for path, ids in found.items() if "/reports/" in path)


# The site


def test_the_head_of_every_page_names_the_feed(tmp_path: Path) -> None:
    root = project(tmp_path / "p", title='A <b> & "c"')
    recorded(Store(root / "snapshots" / "production"), table("users", id="int"))
    settings = root / "mkdocs.yml"
    settings.write_text(
        settings.read_text("utf-8").replace(
            "use_directory_urls", "site_url: https://db.example/s/\nuse_directory_urls", 1
        )
    )
    assert cli.main(["-C", str(root), "site"]) == 0
    page = root / "site" / "history" / "production" / "tables.html"
    assert "feeds/changes.xml" in Html(page).loads and "feeds/changes.json" in Html(page).loads
    feed = ElementTree.parse(root / "site" / ROOT / "feeds" / "changes.xml")
    assert feed.getroot().findtext("a:title", "", ATOM) == 'A <b> & "c": production'
    links = [link.get("href") for link in feed.getroot().findall("a:link", ATOM)]
    assert links[0] == f"https://db.example/s/{ROOT}/feeds/changes.xml"


def test_copies_that_are_no_longer_made_leave_the_site(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    store = Store(root / "snapshots" / "production")
    first = table("users", id="int")
    recorded(store, first, day=1, told=expected(first, domain="old"))
    assert cli.main(["-C", str(root), "site"]) == 0
    feed = root / "site" / ROOT / "feeds" / "domains" / "old.xml"
    assert feed.is_file()
    recorded(store, first, day=2, told=expected(first, domain="new"))
    assert cli.main(["-C", str(root), "site"]) == 0
    assert not feed.is_file() and feed.with_name("new.xml").is_file()
    assert not (root / "docs" / ROOT / "feeds" / "domains" / "old.xml").exists()


def test_what_merely_names_columns_has_no_sheet_of_them(tmp_path: Path) -> None:
    told = model.Statistics(
        name="s", schema="public", owner="app", table="public.t", columns=("a", "b")
    )
    store = Store(tmp_path / "snapshots" / "production")
    recorded(store, table("t", a="text", b="text"), told)
    found = dict(copies.files([open_book(store, "production")], "T", None))
    sheets = [path for path in found if path.endswith("/s.csv")]
    assert sheets == []
