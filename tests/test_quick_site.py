"""The fast way to a site gives what the slow one gives."""

from __future__ import annotations

import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from markdown import Markdown
from pytest import MonkeyPatch

from chronicle import cli
from generator import forge, frames, searching
from generator.before import Pages
from generator.book import Beside, Book, open_book
from generator.history import History
from generator.links import HISTORY
from generator.overrides import Overrides
from generator.shelf import Shelf
from snapshot.store import Store
from tests import long_history
from tests.sites import REPOSITORY, own

TABLES, SNAPSHOTS = 12, 14


def site_of(root: Path) -> dict[str, bytes]:
    """Every file of a site that was built, by its path."""
    site = root / "site"
    files = (path for path in site.rglob("*") if path.is_file() and path.suffix != ".gz")
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


def built(root: Path) -> dict[str, bytes]:
    assert cli.main(["-C", str(root), "site"]) == 0
    return site_of(root)


@pytest.fixture
def long(tmp_path: Path) -> Path:
    """A project with a history of many snapshots, and what a site needs."""
    root = tmp_path / "p"
    long_history.make(root, TABLES, SNAPSHOTS)
    shutil.copy(REPOSITORY / "mkdocs.yml", root)
    shutil.copytree(REPOSITORY / "overrides", root / "overrides")
    kept = shutil.ignore_patterns(HISTORY, "index.md", ".gitignore")
    shutil.copytree(REPOSITORY / "docs", root / "docs", ignore=kept)
    return root


def test_a_deploy_later_the_site_is_what_it_would_be_if_built_anew(
    long: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history = long / "snapshots" / "long" / "history"
    last = sorted(history.iterdir())[-3:]
    for path in last:
        path.rename(tmp_path / path.name)
    built(long)
    for path in last:
        (tmp_path / path.name).rename(path)
        before = {p: p.stat().st_mtime_ns for p in (long / "site").rglob("*.html")}
        found = built(long)
        untouched = [p for p, at in before.items() if p.is_file() and p.stat().st_mtime_ns == at]
        assert untouched, "all pages were built again"
    shutil.rmtree(long / "site")
    anew = built(long)
    assert found.keys() == anew.keys()
    assert [name for name in found if found[name] != anew[name]] == []


def test_only_what_a_deploy_is_about_is_built_again(long: Path, tmp_path: Path) -> None:
    last = max((long / "snapshots" / "long" / "history").iterdir())
    last.rename(tmp_path / last.name)
    leading = long / "docs" / "usage.md"
    leading.write_text(
        f"{leading.read_text('utf-8')}\n[Tables]({HISTORY}/long/tables.md)\n", "utf-8"
    )
    built(long)
    before = {path: path.stat().st_mtime_ns for path in (long / "site").rglob("*.*")}
    (tmp_path / last.name).rename(last)
    built(long)
    again = {path.relative_to(long / "site").as_posix() for path, at in before.items()
             if path.stat().st_mtime_ns != at}  # fmt: skip
    own = f"{HISTORY}/long"
    assert {"index.html", f"{own}/timeline.html", "usage.html"} <= again
    assert not {"remedies.html", f"{HISTORY}/rules.html", f"{own}/as-of.html"} & again
    for folder in ("domains", "feeds/domains", "schema/public/tables"):
        there = {path.name for path in (long / "site" / own / folder).iterdir()}
        made = {path.rpartition("/")[2] for path in again if path.startswith(f"{own}/{folder}/")}
        assert made and len(made) < len(there), folder  # each has a domain here


def test_what_people_wrote_is_looked_at_again_when_any_of_it_changed(
    long: Path, tmp_path: Path
) -> None:
    built(long)
    usage, remedies = long / "docs" / "usage.md", long / "docs" / "remedies.md"
    usage.write_text(f"---\nstatus: new\n---\n{usage.read_text('utf-8')}", "utf-8")
    draft = tmp_path / "draft.md"
    draft.write_text("# Remedies\n\nA draft of long ago.\n", "utf-8")
    os.utime(draft, (0, 0))
    draft.replace(remedies)
    found = built(long)
    shutil.rmtree(long / "site")
    assert found == built(long)


def test_a_record_that_was_touched_is_read_again(long: Path) -> None:
    built(long)
    path = sorted((long / "snapshots" / "long" / "history").iterdir())[1]
    stat = path.stat()
    path.write_bytes(bytes(stat.st_size))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert cli.main(["-C", str(long), "site"]) == 2


def test_what_is_kept_of_a_history_gives_way_to_any_change(long: Path, tmp_path: Path) -> None:
    store = Store(long / "snapshots" / "long")
    shelf = Shelf(tmp_path / "kept")

    def read(severities: Overrides | None = None) -> tuple[int, Book]:
        seen: list[str] = []
        with MonkeyPatch.context() as patch:
            take = History._take
            patch.setattr(History, "_take", lambda *a: seen.append("") or take(*a))
            book = open_book(store, "long", Beside(severities=severities), shelf)
            book.keep(Pages(None))
        return len(seen), book

    assert read()[0] == SNAPSHOTS
    assert read()[0] == 0
    assert read({"column-added": "breaking"})[0] == SNAPSHOTS
    assert read()[0] == SNAPSHOTS  # it keeps one
    path = sorted(store.history.folder.iterdir())[2]
    path.write_bytes(path.read_bytes())  # touched: who knows by whom
    assert read()[0] == SNAPSHOTS
    assert shelf.path
    shelf.path.write_bytes(shelf.path.read_bytes()[:-100])
    assert read()[0] == SNAPSHOTS
    shelf.path.write_bytes(b"nonsense")
    assert read()[0] == SNAPSHOTS


def test_a_history_that_was_kept_goes_on_as_one_that_was_read(long: Path, tmp_path: Path) -> None:
    folder = long / "snapshots" / "long" / "history"
    records = sorted(folder.iterdir())
    for path in records[4:]:
        path.rename(tmp_path / path.name)
    shelf = Shelf(tmp_path / "kept")
    open_book(Store(folder.parent), "long", None, shelf).keep(Pages(None))
    for path in records[4:]:
        (tmp_path / path.name).rename(path)
        found = open_book(Store(folder.parent), "long", None, shelf)
        found.keep(Pages(None))
        assert found.history.moments[-1].stem == path.stem
    anew = open_book(Store(folder.parent), "long")
    assert anew.history.moments == found.history.moments
    assert anew.reports == found.reports
    assert anew.history.side and found.history.side
    assert anew.history.side.objects == found.history.side.objects
    assert {k: vars(v) for k, v in anew.history.lives.by_key.items()} == {
        k: vars(v) for k, v in found.history.lives.by_key.items()
    }


def test_a_page_that_is_gone_leaves_nothing(long: Path) -> None:
    page = long / "docs" / "extra.md"
    page.write_text("# Extra\n\nWords that only stand here: zanzibar.\n", "utf-8")
    found = built(long)
    assert "extra.html" in found and b"zanzibar" in found["search/search_index.json"]
    page.unlink()
    found = built(long)
    assert "extra.html" not in found and b"zanzibar" not in found["search/search_index.json"]


def test_a_change_of_what_all_pages_share_builds_all_anew(long: Path) -> None:
    first = built(long)
    style = long / "overrides" / "main.html"
    text = style.read_text("utf-8").replace("{{ super() }}", "{{ super() }}<!-- other -->")
    style.write_text(text, "utf-8")
    second = built(long)
    pages = [name for name in first if name.endswith(".html")]
    assert all(b"<!-- other -->" in second[name] for name in pages)


def test_a_link_to_nowhere_is_an_error(long: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guide = long / "docs" / "how-to-read.md"
    text = guide.read_text("utf-8")
    guide.unlink()
    settings = yaml.safe_load((long / "mkdocs.yml").read_text("utf-8").replace("!ENV ", ""))
    assert "how-to-read.md" in str(settings["nav"])
    assert cli.main(["-C", str(long), "site"]) == 2
    assert "how-to-read.html" in capsys.readouterr().err
    guide.write_text(text, "utf-8")
    assert cli.main(["-C", str(long), "site"]) == 0  # and the failed one left nothing behind


class Words(HTMLParser):
    """The words of a text, in their order, and where its links lead to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.words += data.split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name == "href"]


def test_both_parsers_read_the_same_in_every_page(tmp_path: Path) -> None:
    """The one of code forges, which is ours, and the one of MkDocs, which any other builder has."""
    root = own(tmp_path / "koveo")
    assert cli.main(["-C", str(root), "pages"]) == 0
    parser = Markdown(extensions=["md_in_html", "tables", "pymdownx.superfences", "attr_list"])
    pages = sorted((root / "docs" / HISTORY).rglob("*.md"))
    assert len(pages) > 100
    for path in pages:
        text = path.read_text("utf-8").split("\n---\n", 1)[1]
        ours = Words(forge.rendered(text))
        theirs = Words(parser.reset().convert(text))
        assert "".join(ours.words) == "".join(theirs.words), path.name
        assert ours.links == theirs.links, path.name


def test_pieces_are_split_at_headings_and_nowhere_else() -> None:
    text = "a\n\n## b\n\n```sql\n# no heading\n```\n\n### c\n"
    assert list(forge.pieces(text)) == [
        (False, "a\n"), (True, "## b"), (False, "\n```sql\n# no heading\n```\n"), (True, "### c"),
        (False, ""),
    ]  # fmt: skip


def test_the_theme_around_many_pages_is_that_around_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = own(tmp_path / "koveo")
    framed = built(root)
    shutil.rmtree(root / "site")
    monkeypatch.setattr(frames, "installed", lambda *_: None)
    alone = built(root)
    assert framed.keys() == alone.keys()
    assert [name for name in framed if framed[name] != alone[name]] == []


def test_a_template_of_the_project_may_ask_anything_of_a_page(long: Path) -> None:
    main = long / "overrides" / "main.html"
    text = main.read_text("utf-8").replace("{{ super() }}", "{{ super() }}<!-- {{ page.url }} -->")
    main.write_text(text, "utf-8")
    found = built(long)
    pages = [name for name in found if name.startswith(HISTORY) and name.endswith(".html")]
    assert len(pages) > TABLES
    assert [name for name in pages if f"<!-- {name} -->".encode() not in found[name]] == []


def test_a_hook_of_the_project_is_run_and_what_it_raises_is_told(
    long: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (long / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("\nhooks: [mine.py]\n")
    hook = "def on_post_page(output, **more):\n    {}\n"
    (long / "mine.py").write_text(hook.format("return output + '<!-- mine -->'"), "utf-8")
    assert built(long)["usage.html"].endswith(b"<!-- mine -->")
    before = (long / "site" / "usage.html").stat().st_mtime_ns
    built(long)  # who knows what it puts into a page
    assert (long / "site" / "usage.html").stat().st_mtime_ns != before
    (long / "other.py").write_text(hook.format("raise KeyError('of mine')"), "utf-8")
    text = (long / "mkdocs.yml").read_text("utf-8").replace("mine.py", "other.py")
    (long / "mkdocs.yml").write_text(text, "utf-8")
    assert cli.main(["-C", str(long), "site"]) == 2
    assert "KeyError: 'of mine'" in capsys.readouterr().err
    assert Path.cwd() != long and "CHRONICLE_TITLE" not in os.environ


def test_search_finds_names_of_tables_and_not_their_every_row() -> None:
    shown = forge.rendered("Words.\n\n| A | B |\n|---|---|\n| <code>x_y</code> | rows |\n")
    assert forge.words(shown) == "x_y Words."
    lines = forge.rendered('A `x_y`.\n\n```text\n{"name": "every column"}\n```\n')
    assert forge.words(lines) == "x_y A x_y ."
    hostile = forge.piece("<code>&#60;img src=x onerror=alert(1)&#62;</code>")
    page: Any = SimpleNamespace(url="x.html", title="A", meta={})
    assert "<img" not in str(searching.told(page, [], [hostile]))
    unclosed = "<p>a</p><table><p>b</p><svg>c</svg><p>d</p>"
    assert forge.words(unclosed) == "a b d", "what is never closed hides nothing"
    assert forge.words("<p>" + "word " * 1000).count("word") == 120, "the beginning is enough"


def test_code_is_coloured_and_stays_what_it_is() -> None:
    shown = forge.rendered("```sql\nSELECT '<b>' AS x;\n```\n\n```nonsense\n<i>\n```\n")
    assert 'class="language-sql highlight"' in shown
    assert "<b>" not in shown and "<i>" not in shown
    assert "".join(re.sub(r"<[^>]*>", "", shown).split()) == "SELECT'&lt;b&gt;'ASx;&lt;i&gt;"


def test_a_search_finds_a_name_by_every_word_in_it() -> None:
    once = searching.findable("Column users.email_key_2 and the plain word, email_key")
    assert {"key_2", "2", "key"} <= {*once.split()}
    assert searching.findable(once) == once, "what was found out before is not added again"
    assert searching.findable("no name, and __init__ alone") == "no name, and __init__ alone"
