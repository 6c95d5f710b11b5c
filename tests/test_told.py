"""Pages in another language: titles, places, what logic reads, words of pills, numbers and days."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from markdown.extensions.toc import slugify

from chronicle import publish
from chronicle.config import load
from generator import language, navigation
from generator.book import Beside, open_book
from generator.moments import day
from generator.render import render
from generator.site import pages
from snapshot.store import Store
from tests import made, messages, untranslated
from tests.sites import REPOSITORY, recorded

OTHERS = language.languages()[1:]


def test_titles_of_ours_are_told_and_those_of_others_stay(tmp_path: Path) -> None:
    """The navigation: our pages, hand-written ones, the switches; a database called as we speak."""
    for name, at in (("koveo", 1), ("rules", 2)):
        recorded(Store(tmp_path / "snapshots" / name), made.table("users", id="integer"), day=at)
    shutil.copy(REPOSITORY / "mkdocs.yml", tmp_path)
    settings = tmp_path / "mkdocs.yml"
    more = "  - Runbook 100 %:\n      - Timeline: usage.md\n"
    settings.write_text(settings.read_text("utf-8") + more, "utf-8")
    (tmp_path / "chronicle.yml").write_text(
        "databases: {koveo: {}, rules: {}}\nsite: {language: fr}\n", "utf-8"
    )
    project = load(tmp_path)
    with language.spoken_in("fr"):
        books = [open_book(project.store(n), n, Beside()) for n in ("koveo", "rules")]
        shown = navigation.nav(books)
    told = yaml.safe_load(publish._settings(project, books).read_text("utf-8"))
    assert told["nav"][: len(shown)] == shown
    names = [next(iter(entry)) for entry in told["nav"]]
    assert names == [
        "Accueil", "Côte à côte", "koveo", "rules", "Règles", "Comment lire ce site", "Guide",
        "Runbook 100 %",
    ]  # fmt: skip
    assert {"Commandes": "usage.md"} in told["nav"][-2]["Guide"]
    assert told["nav"][-1]["Runbook 100 %"] == [{"Chronologie": "usage.md"}]
    switches = [each["toggle"]["name"] for each in told["theme"]["palette"]]
    assert switches == ["Suivre le système", "Clair", "Sombre"]


def test_places_on_a_page_are_called_the_same_in_every_language() -> None:
    """What a card leads to, and every thing that has a permanent link."""
    anchors = {}
    for code in ("en", "fr"):
        with language.spoken_in(code):
            book = open_book(Store(REPOSITORY / "snapshots" / "koveo"), "koveo", Beside())
            found = next(p for p in pages("T", [book]) if p.path == book.links.latest())
            text = render(found)
        anchors[code] = {*re.findall(r'<a class="sc-place" id="([^"]+)"', text)}
        asked = {*re.findall(r"\]\(#([^)]+)\)", text)}
        headings = {*re.findall(r'^#+ <a id="([^"]+)"', text, re.M)} if code == "fr" else {
            slugify(words, "-") for words in re.findall(r"^#+ (.+)$", text, re.M)
        }  # fmt: skip
        assert {"recommendations", "operational-state"} <= asked <= headings | anchors[code]
    assert anchors["en"] == anchors["fr"] != set()


def test_logic_does_not_read_what_is_told() -> None:
    """The same classes, addresses and marks in both languages, on every kind of page."""
    shapes = {}
    for code in ("en", "fr"):
        with language.spoken_in(code):
            book = open_book(Store(REPOSITORY / "snapshots" / "koveo"), "koveo", Beside())
            texts = {page.path: render(page) for page in pages("T", [book])}
        shapes[code] = {
            path: sorted(re.findall(r'\bclass="[^"]*"|\]\([^)]*\)|(?<=id=")[^"]*', text))
            for path, text in texts.items()
        }
        for path in shapes["fr"] if code == "fr" else ():
            for place in re.findall(r'^#+ <a id="([^"]+)"', texts[path], re.M):
                shapes["fr"][path].remove(place)
    assert shapes["en"].keys() == shapes["fr"].keys()
    assert [p for p in shapes["en"] if shapes["en"][p] != shapes["fr"][p]] == []


@pytest.mark.parametrize("code", OTHERS)
def test_whatever_a_pill_may_show_has_words(code: str) -> None:
    known = messages.read(code)
    words = {*messages._pills(), *messages._titles()}
    assert len(words) > 60 and [w for w in sorted(words) if not known.get(w).string] == []


def test_numbers_and_days_are_told_as_the_language_has_them() -> None:
    told = [(language.noun_of(n, "foreign_key"), language.of_sort(n, "risky")) for n in (0, 1, 2)]
    assert told == [
        ("foreign keys", "0 risky"),
        ("foreign key", "1 risky"),
        ("foreign keys", "2 risky"),
    ]
    assert day("2026-08-12") == "12 Aug 2026"
    with language.spoken_in("fr"):
        told = [(language.noun_of(n, "foreign_key"), language.of_sort(n, "risky")) for n in (0, 2)]
        assert told == [("clé étrangère", "0 risqué"), ("clés étrangères", "2 risqués")]
        assert day("2026-08-12") == "12 août 2026"
        assert day("2026-08-01") == "1er août 2026" and day("2026-08-31") == "31 août 2026"


@pytest.mark.parametrize("code", OTHERS)
def test_no_sentence_of_the_example_is_left_in_english(code: str) -> None:
    """Words that are the same in both languages are no mistake; these of English always are."""
    left = untranslated.left(REPOSITORY, ["koveo"], code)
    assert len(left) > 50, "names of types, of keywords, and words that look alike"
    assert {
        piece: at for piece, at in left.items() if untranslated.ENGLISH_WORDS.search(piece)
    } == {}
