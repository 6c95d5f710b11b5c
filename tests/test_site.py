"""The built site: strict, whole, inert, and with no need of any other host."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec
import pytest

from chronicle import cli
from generator.matrix import beside
from generator.output import Output
from snapshot.store import Store
from tests.made import table
from tests.sites import (
    HOSTILE,
    REPOSITORY,
    Html,
    hostile_project,
    own,
    project,
    recorded,
)  # fmt: skip

Built = dict[Path, Html]


def build(root: Path) -> Built:
    """Run `chronicle site`, which builds strictly, and read every page of it."""
    assert cli.main(["-C", str(root), "site"]) == 0
    found = sorted((root / "site").rglob("*.html"))
    return {path: Html(path) for path in found if path.name != "404.html"}  # that one is absolute


@pytest.fixture(scope="module")
def koveo(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """This repository's own site, in a folder of its own."""
    return build(own(tmp_path_factory.mktemp("koveo")))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Names, comments and bodies that try to be Markdown, HTML and templates."""
    return build(hostile_project(tmp_path_factory.mktemp("hostile")))


def unresolved(built: Built) -> list[str]:
    """Every internal link or loaded file that leads nowhere, and every anchor that is not there."""
    found = []
    for path, html in built.items():
        for link in [*html.links, *html.loads]:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "mailto", "data", "javascript"):
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file():
                found.append(f"{path.name}: {link}")
            elif parts.fragment and target in built:
                place = unquote(parts.fragment)
                if place not in built[target].anchors and not place.startswith("__"):
                    found.append(f"{path.name}: {link}")
    return found


def test_every_link_and_anchor_resolves(koveo: Built) -> None:
    assert len(koveo) > 100
    assert unresolved(koveo) == []


def test_a_rule_leads_to_what_it_means(koveo: Built) -> None:
    for name in ("findings", "latest"):
        (html,) = (h for path, h in koveo.items() if path.parts[-2:] == ("koveo", f"{name}.html"))
        assert "../rules.html#column-type-changed" in html.links


def test_every_link_resolves_whatever_the_names(hostile: Built) -> None:
    assert unresolved(hostile) == []


@pytest.mark.parametrize("site", ["koveo", "hostile"])
def test_nothing_is_loaded_from_another_host(site: str, request: pytest.FixtureRequest) -> None:
    built: Built = request.getfixturevalue(site)
    for path, html in built.items():
        foreign = [load for load in html.loads if re.match(r"(https?:)?//", load)]
        assert foreign == [], f"{path.name} loads {foreign}"
        text = path.read_text("utf-8")
        assert text.index("Content-Security-Policy") < text.index("<link"), path.name
    root = next(iter(built)).parent
    for style in root.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", style.read_text("utf-8")), style.name


def test_hostile_names_are_words_and_nothing_else(hostile: Built) -> None:
    for path, html in hostile.items():
        assert html.scripts == 8, f"{path.name} has a script that is not the theme's"
        assert html.handlers == [], path.name
    listed = next(html for path, html in hostile.items() if path.name == "tables.html")
    words = "".join(listed.words)
    for name in HOSTILE:
        shown = name.replace("\n", "↵").replace("\u202e", "⟨U+202E⟩").strip()
        assert shown in words, f"{name!r} is not shown as it is"
    assert not any("evil.example" in urlsplit(link).netloc for html in hostile.values()
                   for link in html.links)  # fmt: skip


def test_bodies_are_shown_to_the_letter(hostile: Built) -> None:
    view = next(html for path, html in hostile.items() if path.parent.name == "views")
    words = "".join(view.words)
    for line in (*HOSTILE[:4], "```", "~~~", "</code></pre><script>alert(4)</script>"):
        assert line in words


def test_search_can_find_columns_and_constraints(koveo: Built) -> None:
    root = next(iter(koveo)).parent
    while not (root / "search").is_dir():
        root = root.parent
    index = msgspec.json.decode((root / "search" / "search_index.json").read_bytes())
    text = " ".join(doc["text"] for doc in index["docs"])
    assert "financial_year_start" in text and "bills_building_id_fkey" in text
    words = text.split()
    assert {"year_start", "building_id_fkey", "fkey"} <= {*words}, "names are found by their ends"
    titles = [doc["title"] for doc in index["docs"] if "/rules.html#" in doc["location"]]
    assert "column-nullable-changed" in titles
    assert "refers to buildings (id)" not in text, (
        "what drawings say is found on the pages of the things"
    )
    assert (root / "search" / "search_index.js").is_file()  # for file://


def test_the_site_of_several_databases_and_of_none_yet(tmp_path: Path) -> None:
    root = project(tmp_path / "p", databases=("production", "staging", "empty"))
    recorded(Store(root / "snapshots" / "production"), table("users", id="int"))
    recorded(Store(root / "snapshots" / "staging"), day=1, failure="no")
    built = build(root)
    assert unresolved(built) == []
    assert (root / "site" / "history" / "empty" / "index.html") in built


def test_without_settings_of_the_site_there_is_one_clear_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path / "p")
    (root / "mkdocs.yml").unlink()
    assert cli.main(["-C", str(root), "site"]) == 2
    assert "there are no settings of the site" in capsys.readouterr().err


def test_what_mkdocs_warns_of_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path / "p")
    (root / "docs" / "broken.md").write_text("[nowhere](nowhere.md)\n")
    assert cli.main(["-C", str(root), "site"]) == 2
    assert "nowhere.md" in capsys.readouterr().err


def test_the_address_is_the_last_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(tmp_path / "p")
    assert cli.main(["-C", str(root), "site"]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == (root / "site" / "index.html").as_uri()


@pytest.mark.parametrize(("name", "output"), [("report", Output), ("matrix", beside.Output)])
def test_the_published_schema_is_that_of_the_output(
    name: str, output: type, update_golden: bool
) -> None:
    """`docs/report.schema.json` and the other, which the handbook links to."""
    schema = msgspec.json.encode(msgspec.json.schema(output), order="sorted")
    text = msgspec.json.format(schema, indent=2).decode() + "\n"
    path = REPOSITORY / "docs" / f"{name}.schema.json"
    if update_golden:
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text
