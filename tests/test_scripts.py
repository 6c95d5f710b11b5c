"""What the scripts say: all of it is found, and is there in the language of the pages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from babel.messages.jslexer import tokenize, unquote_string

from chronicle import cli
from generator import language, scripts
from snapshot.store import Store
from tests.made import table
from tests.sites import REPOSITORY, Html, expected, project, recorded

DOCS = REPOSITORY / "docs"
SCRIPTS = sorted((DOCS / "assets").glob("*.js"))
OTHERS = language.languages()[1:]
_READ = re.compile(r"[A-Za-z]{2,}[ ,;:!?]+[A-Za-z]|^\W*[A-Z][a-z]|[a-z]{2,}[:,;.!?…] ?$")
_TECHNICAL = re.compile(r"md-|sc-|\[|^[\w/-]+\.js$|^file:$|^use strict$")


def forgotten(text: str) -> list[str]:
    """What looks as if people read it, and no message says it."""
    told = [words for each in scripts.messages(text) for words in each]
    found = [unquote_string(each.value) for each in tokenize(text) if each.type == "string"]
    return [
        each
        for each in found
        if _READ.search(each) and not _TECHNICAL.search(each)
        if not any(each in words for words in told)
    ]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_says_what_cannot_be_translated(path: Path) -> None:
    assert forgotten(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "line",
    ['make("p", "", "Nothing to see.")', 'head.append("Column")', 'out = "as of " + day + ", too"',
     'words = "no key; none"', 'told = ["generated: ", text]'],
)  # fmt: skip
def test_what_is_forgotten_is_found(line: str) -> None:
    assert forgotten(line)


def test_messages_are_found_by_the_functions_that_say_them() -> None:
    script = """
      // gettext("not this one")
      say(gettext("A sentence " + "in two pieces, %(day)s", { day: gettext("inside") }));
      says.parts('With "quotes"', {}); noted("later"); ngettext("one", "%(num)s", all.length);
      says.counted(all.length, "policy"); gettext(variable); gettext("a" + variable);
    """
    assert list(scripts.messages(script)) == [
        ("A sentence in two pieces, %(day)s",), ("inside",), ('With "quotes"',), ("later",),
        ("one", "%(num)s"), ("%(num)s policy", "%(num)s policies"), ("no policies",),
    ]  # fmt: skip


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_words_for_all_that_scripts_say(code: str) -> None:
    texts = [path.read_text("utf-8") for path in SCRIPTS]
    with language.spoken_in(code):
        told = scripts.words(texts)
    words = json.loads(told[told.index("words: ") + 7 : -3])
    assert f'language: "{code}"' in told and "plural: function (n)" in told
    assert {each[0] for text in texts for each in scripts.messages(text)} <= words.keys()
    same = {english for english, other in words.items() if other == english}
    assert same <= {"Type", "Null", "Table", "Tables", "partition", "extension", "publication",
                    "collation", "conversion", "index", "table"}, same  # fmt: skip
    assert words["%(num)s change"] != ["%(num)s change", "%(num)s changes"]


def test_english_needs_no_words(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    recorded(Store(root / "snapshots" / "production"), table("users", id="integer"))
    assert cli.main(["-C", str(root), "site"]) == 0
    assert not (root / "site" / "assets" / "own").exists()
    home = (root / "site" / "index.html").read_text("utf-8")
    assert home.index("assets/words.js") < home.index("assets/site.js")
    assert "How to read this" in (root / "site" / "how-to-read.html").read_text("utf-8")
    assert not list((root / "site").glob("how-to-read.*.html"))


@pytest.mark.parametrize("code", OTHERS)
def test_a_site_in_another_language(code: str, tmp_path: Path) -> None:
    """Its scripts have their words, the page that everybody reads is in its language, and what is
    searched for is found as in English; a page of the team's own may be there in both."""
    root = project(tmp_path / "p")
    users = table("users", id="integer")
    recorded(Store(root / "snapshots" / "production"), users, told=expected(users))
    with (root / "chronicle.yml").open("a", encoding="utf-8") as file:
        file.write(f"site: {{language: {code}}}\n")
    (root / "docs" / "runbook.md").write_text("# Whom to call\n", "utf-8")
    (root / "docs" / f"runbook.{code}.md").write_text("# In the language\n", "utf-8")
    (root / "docs" / f"alone.{code}.md").write_text("# Alone\n", "utf-8")
    assert cli.main(["-C", str(root), "site"]) == 0
    site = root / "site"
    home = (site / "index.html").read_text("utf-8")
    assert f'lang="{code}"' in home
    at = [home.index(f"assets/{name}.js") for name in ("own/words", "words", "site")]
    assert at == sorted(at) and "chronicleSaid" in (site / "assets/own/words.js").read_text("utf-8")
    assert "In the language" in Html(site / "runbook.html").words
    assert not (site / f"runbook.{code}.html").exists()
    assert (site / f"alone.{code}.html").is_file()
    assert "How to read this" not in (site / "how-to-read.html").read_text("utf-8").split("<nav")[0]
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    assert index["config"]["lang"] == ["en"]


@pytest.mark.parametrize("code", OTHERS)
def test_the_guide_to_the_pages_is_whole(code: str) -> None:
    """The same headings at the same addresses, and the same tables of verdicts."""
    english = (DOCS / "how-to-read.md").read_text("utf-8")
    other = (DOCS / f"how-to-read.{code}.md").read_text("utf-8")
    headings = re.findall(r"(?m)^## (.+)$", english)
    assert re.findall(r"(?m)^## .+ \{#([\w-]+)\}$", other) == [
        heading.lower().replace(" ", "-") for heading in headings
    ]
    assert other.count("\n## ") == len(headings)
    for pattern in (r"(?m)^\|", r"sc-pill sc-[\w-]+", r"(?m)^- "):
        assert len(re.findall(pattern, other)) == len(re.findall(pattern, english)), pattern
