"""The Markdown pages: what they say is computed, adds up, is inert, and is the same every time."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from jinja2 import DictLoader, Environment

from generator import between, links, markdown
from generator.book import open_book
from generator.compiled import Compiled
from generator.links import RULES, TYPES, Links
from generator.write import write
from snapshot import known, model
from snapshot.errors import ChronicleError
from snapshot.store import Assertion, Store
from tests.made import table
from tests.sites import (
    ALL_KINDS,
    HOSTILE,
    expected,
    hostile_things,
    recorded,
    rendered,
    report_page,
)

REPOSITORY = Path(__file__).resolve().parent.parent
HOME, LISTED = "index.md", "history/production/tables.md"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "snapshots" / "production")


# Escaping


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_from_a_database_means_anything(name: str) -> None:
    for shown in (markdown.text(name), markdown.code(name), markdown.sentence(f"Table `{name}`.")):
        bare = re.sub(r"</?code>|&#\d+;", "", shown)
        assert not re.search(r"[|<>\[\]{}*`\\\n#]", bare), bare
        assert "//" not in bare or "&#58;" in shown
        assert "www." not in bare
    assert '"' not in markdown.attr(name)
    assert not re.search(r'[<>&"\\`\n]', markdown.title(name)[1:-1])


def test_a_fence_is_longer_than_any_in_it() -> None:
    text = markdown.fence("a\n`````\nb")
    assert text.startswith("``````sql\n") and text.endswith("\n``````")


def test_ordinary_names_stay_readable() -> None:
    assert markdown.text("Who may log in: user_roles, e-mail (1.5).") == (
        "Who may log in: user_roles, e-mail (1.5)."
    )


# Addresses


def test_no_two_names_share_a_file_on_any_file_system() -> None:
    names = [*HOSTILE, "USERS", "user s", "user-s", "a" * 64, "nul", "readme", "README", ".", ""]
    slugs = [links.slug(name) for name in names]
    assert len({slug.lower() for slug in slugs}) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9_.-]+", slug) and len(slug) < 100 for slug in slugs)
    assert links.slug("users") == "users" and links.slug("index") != "index"


def test_links_lead_to_the_part_while_it_is_there() -> None:
    at = Links("production", {"public/tables/users": {"columns/email"}})
    page = "history/production/schema/public/tables/users.md"
    assert at.object("public/tables/users", "columns/email") == f"{page}#columns-email"
    assert at.object("public/tables/users", "columns/email/privileges/x") == f"{page}#columns-email"
    assert at.object("public/tables/users", "columns/gone") == page
    assert at.object("public/tables/never") is None
    assert links.relative(page, "history/production/tables.md") == "../../../tables.md"


# The same input, the same bytes; only what changed is touched


_DIGEST = """
import hashlib, sys
from pathlib import Path
from generator import between
from generator.book import open_book
from generator.compiled import Compiled
from snapshot.store import Store
from tests.sites import rendered
texts = rendered(Store(Path(sys.argv[1])))
book = open_book(Store(Path(sys.argv[1])), "production")
texts |= between.files(book.history, book.links)
print(hashlib.sha256(repr(sorted(texts.items())).encode()).hexdigest())
"""


def test_the_same_bytes_under_any_hash_seed(store: Store) -> None:
    things = hostile_things()
    recorded(store, *things[:5], day=1, told=expected(*things[:3]))
    recorded(store, *things, day=2, told=expected(*things[1:9]))
    digests = {
        subprocess.run(
            [sys.executable, "-c", _DIGEST, str(store.root)], cwd=REPOSITORY, check=True,
            capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "77")
    }  # fmt: skip
    assert len(digests) == 1


def test_only_what_changed_is_touched_and_stale_pages_go(store: Store, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    recorded(store, table("users", id="int"), table("bills", id="int"), day=1)
    done = write(docs, rendered(store))
    assert set(done.touched) == set(rendered(store)) and not done.removed
    assert write(docs, rendered(store)).touched == ()
    by_hand = docs / "history" / "production" / "notes.md"
    by_hand.write_text("# Mine\n")
    texts = rendered(store)
    del texts["history/production/schema/public/tables/bills.md"]
    texts[HOME] += "more\n"
    done = write(docs, texts)
    assert done.touched == (HOME,)
    assert done.removed == ("history/production/schema/public/tables/bills.md",)
    assert by_hand.read_text() == "# Mine\n"
    assert "/history/" in (docs / ".gitignore").read_text()


def test_data_of_what_is_no_more_goes_too(store: Store, tmp_path: Path) -> None:
    """And no script that somebody wrote."""
    docs, page = tmp_path / "docs", "history/production/schema/public/tables/users.js"
    recorded(store, table("users", id="int"))
    book = open_book(store, "production")
    texts = dict(between.files(book.history, book.links))
    assert page in texts and all(len(text) < 500_000 for text in texts.values())
    assert write(docs, texts).touched == tuple(sorted(texts))
    (docs / "history" / "production" / "mine.js").write_text("// mine\n")
    assert write(docs, {name: text for name, text in texts.items() if name != page}).removed == (
        page,
    )
    assert (docs / "history" / "production" / "mine.js").is_file()


def test_a_page_written_by_hand_is_never_overwritten(store: Store, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# My own home\n")
    recorded(store, table("users", id="int"))
    with pytest.raises(ChronicleError, match=r"index\.md: this file was written by hand"):
        write(docs, rendered(store))
    assert (docs / "index.md").read_text() == "# My own home\n"


def test_the_generator_needs_no_driver() -> None:
    code = (
        "import sys, generator.site, generator.render, generator.write, chronicle.publish; "
        "sys.exit('psycopg' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=False).returncode == 0


# States without the usual


def test_a_database_without_a_snapshot_says_so(store: Store) -> None:
    texts = rendered(store)
    assert list(texts) == [HOME, RULES, TYPES]
    assert "No snapshot yet" in texts[HOME] and "chronicle snapshot production" in texts[HOME]


def test_a_database_without_an_expectation_says_so(store: Store) -> None:
    recorded(store, table("users", id="int"))
    texts = rendered(store)
    assert "Cannot tell" in texts[HOME] and "Nobody has stated" in texts[HOME]
    text = report_page(texts, 1)
    assert "no table can be missing or unexpected" in text
    assert "Additional tables" not in text and "= 0 − 0" not in text
    assert "chronicle expect production" in texts["history/production/domains.md"]


def test_an_empty_database_has_all_its_pages(store: Store) -> None:
    recorded(store)
    assert "There is no table." in rendered(store)[LISTED]


def test_only_failed_captures(store: Store) -> None:
    recorded(store, failure="permission denied for schema billing")
    texts = rendered(store)
    assert "Capture failed" in texts[HOME]
    assert "permission denied for schema billing" in report_page(texts, 1)
    assert "There is no table." in texts[LISTED]


def test_a_failed_capture_is_a_gap_and_not_no_change(store: Store) -> None:
    recorded(store, table("users", id="int"), day=1)
    recorded(store, day=2, failure="the server went away")
    texts = rendered(store)
    assert "sc-cell sc-failed" in texts["history/production/timeline.md"]
    assert "The last good snapshot is of [1 Jan 2025]" in texts[HOME]


def test_what_could_not_be_read_leaves_the_verdict_open(store: Store) -> None:
    coverage = msgspec.structs.replace(
        ALL_KINDS, not_permitted={"policy": "permission denied"},
        captured=tuple(kind for kind in ALL_KINDS.captured if kind != "policy"),
    )  # fmt: skip
    thing = table("users", id="int")
    told = expected(thing)
    told["public/tables/users"] = Assertion(
        domain="core", full=True,
        is_={"owner": "app", "columns": {"id": {"type": "int"}}},
    )  # fmt: skip
    recorded(store, thing, told=told, coverage=coverage)
    text = report_page(rendered(store), 1)
    assert "policy (permission denied)" in text and "sc-cannot-tell" in text
    assert "No action required" not in text


def test_the_coverage_page_lists_every_kind_and_what_is_left_out(store: Store) -> None:
    """And how much of what the server knows is there; of all of it only when it is all."""
    coverage = msgspec.structs.replace(
        ALL_KINDS, captured=tuple({*ALL_KINDS.captured} - {"policy", "publication"}),
        not_permitted={"policy": "permission denied"}, not_on_version=("publication",),
        held={"table": 9_998}, told_with={"default": 1}, not_captured={"pg_new": 1},
    )  # fmt: skip
    recorded(store, table("users", id="int"), coverage=coverage)
    page = "history/production/coverage.md"
    text = rendered(store)[page]
    for kind in [*map(model.kind_name, model.kinds().values()), *model.parts()]:
        assert f"| {kind.replace('_', ' ')} |" in text
    for words in (
        "| policy | <span", "| publication | not on this server", "| table | yes | 1 | 9998 |",
        "| sequence | yes, there is none |", "| partition | yes", "Of 10000 objects", "**99.9 %**",
        "1 × pg new", "- 1: defaults and generated values",
    ):  # fmt: skip
        assert words in text
    assert all(f"`{catalog}`: " in text for catalog in known.LEFT_OUT)
    whole = msgspec.structs.replace(coverage, not_captured={})
    recorded(store, table("users", id="int"), day=2, coverage=whole)
    assert "**100 %**" in rendered(store)[page]


def test_several_databases_have_pages_of_their_own(store: Store, tmp_path: Path) -> None:
    from generator.navigation import nav
    from generator.render import render
    from generator.site import pages

    other = Store(tmp_path / "snapshots" / "staging")
    recorded(store, table("users", id="int"))
    books = [open_book(store, "production"), open_book(other, "staging")]
    texts = {page.path: render(page) for page in pages("Both", books)}
    assert "history/staging/index.md" in texts and "No snapshot yet" in texts[HOME]
    assert "history/production/index.md" in texts
    assert [list(entry) for entry in nav(books)] == [
        ["Home"], ["Side by side"], ["production"], ["staging"], ["Rules"],
    ]  # fmt: skip


# Files without a mark


COPY = "history/production/tables/tables.csv"


def test_a_file_without_a_mark_goes_when_it_is_no_longer_made(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    write(docs, {COPY: "a\r\n1\r\n", "history/x.md": "---\n# Written by `chronicle pages`"})
    by_hand = docs / "history" / "production" / "tables" / "mine.csv"
    by_hand.write_text("a\n")
    done = write(docs, {})
    assert COPY in done.removed and not (docs / COPY).exists()
    assert by_hand.read_text() == "a\n"


def test_a_copy_that_somebody_changed_is_theirs(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    write(docs, {COPY: "a\r\n1\r\n"})
    (docs / COPY).write_text("mine\n")
    with pytest.raises(ChronicleError, match=r"tables\.csv: this file was written by hand"):
        write(docs, {COPY: "a\r\n2\r\n"})
    assert write(docs, {}).removed == ()
    assert (docs / COPY).read_text() == "mine\n"


def test_a_run_that_was_cut_short_is_taken_up_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it left, of before or of then, is known as ours."""
    from generator import write as writing

    docs = tmp_path / "docs"
    other = "history/production/status.json"
    write(docs, {COPY: "old\r\n", other: "{}\n"})

    def stops(path: Path, text: str) -> None:
        if path.name == "tables.csv":
            raise KeyboardInterrupt
        real(path, text)

    real = writing.write_text
    monkeypatch.setattr(writing, "write_text", stops)
    with pytest.raises(KeyboardInterrupt):
        write(docs, {COPY: "new\r\n", other: '{"a": 1}\n'})
    monkeypatch.undo()
    assert (docs / other).read_text() == '{"a": 1}\n' and (docs / COPY).read_text() == "old\n"
    done = write(docs, {COPY: "newer\r\n", other: '{"a": 2}\n'})
    assert {*done.touched} == {COPY, other}
    assert write(docs, {COPY: "newer\r\n", other: '{"a": 2}\n'}).touched == ()


def test_the_list_of_files_can_be_checked_by_others(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    write(docs, {COPY: "a\r\n1\r\n", "history/production/status.json": "{}\n"})
    told = (docs / "history" / ".generated").read_text().splitlines()
    assert [line.split("  ")[1] for line in told] == ["history/production/status.json", COPY]
    for line in told:  # as `sha256sum -c` reads it
        found, name = line.split("  ")
        assert hashlib.sha256((docs / name).read_bytes()).hexdigest() == found


def test_templates_are_compiled_once_for_many_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shown(folder: Path) -> str:
        made = Environment(loader=DictLoader({"a": "{{ 1 + 1 }} of {{ n }}"}))
        made.bytecode_cache = Compiled(folder, "tool")
        return made.get_template("a").render(n=3)

    assert shown(tmp_path / "kept") == "2 of 3"
    (found,) = (tmp_path / "kept").iterdir()
    with monkeypatch.context() as patch:
        patch.delattr(Environment, "_generate")
        assert shown(tmp_path / "kept") == "2 of 3"
    found.write_bytes(found.read_bytes()[:-9])  # cut off
    assert shown(tmp_path / "kept") == "2 of 3"
    (tmp_path / "file").touch()
    assert shown(tmp_path / "file" / "below") == "2 of 3"  # where nothing can be kept
