"""What is rendered once for many pages is what each of them would be given alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment
from markdown import Markdown
from material.plugins.search.plugin import Parser
from mkdocs.config import load_config
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from chronicle import cli
from generator import forge
from generator.frames import _GIVEN, Frames
from generator.headings import Headings, contents
from generator.themed import themed
from tests.sites import REPOSITORY, own


def test_headings_are_what_mkdocs_makes_of_them(tmp_path: Path) -> None:
    """Each alone, as a part of the whole page; and what a search shows of them."""
    root = own(tmp_path / "koveo")
    assert cli.main(["-C", str(root), "pages"]) == 0
    config = load_config(str(REPOSITORY / "mkdocs.yml"))
    parser = Markdown(
        extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"]
    )
    known = Headings(config)
    texts = [path.read_text("utf-8") for path in sorted((root / "docs").rglob("*.md"))]
    pages = [[text for is_heading, text in forge.pieces(each) if is_heading] for each in texts]
    odd = ["# A", "## B *c*", "### B c", "## 👋", "## 👋", "#### `<b>` &#38; &#x27;"]
    for lines in [*pages, odd]:
        whole = forge.linked(parser.reset().convert("\n\n".join(lines)))
        told = known.of_page(lines)
        assert "\n".join(each.shown for each in told) == whole
        assert str(contents(told)) == str(get_toc(parser.toc_tokens))
        search = Parser()
        search.feed(whole)
        found = ["".join(section.title).strip() for section in search.data]
        assert [each.title for each in told] == found


def test_a_heading_has_every_place_that_stands_in_it() -> None:
    line = '## <a id="recommendations"></a>Recommandations'
    headings = Headings(load_config(str(REPOSITORY / "mkdocs.yml"))).of_page([line, line])
    assert [each.places for each in headings] == [
        {"recommandations", "recommendations"}, {"recommandations_1", "recommendations"},
    ]  # fmt: skip


def test_the_theme_has_all_its_files_but_those_that_are_hidden() -> None:
    config = load_config(str(REPOSITORY / "mkdocs.yml"))
    listed = config.theme.get_env().list_templates()
    shown = [name for name in listed if not any(map(_is_hidden, name.split("/")[:-1]))]
    assert len(shown) < len(listed)
    env = themed(config.theme.get_env())
    assert env.list_templates() == shown
    assert env.get_template(next(name for name in listed if name.startswith(".icons/")))


def _is_hidden(folder: str) -> bool:
    return folder.startswith(".")


PRINTING = """{{ page.meta.title }}|{{ page.meta.title | e }}|{{ base_url }}|{{ page.content }}
{% for one in page.toc recursive %}<a href="#{{ one.id }}" title="{{ one.title | striptags | e }}">
{{ one.title | striptags }}{{ one.title }}</a>{{ loop(one.children) }}{% endfor %}"""


@pytest.mark.parametrize(
    ("template", "framed"),
    [
        pytest.param(PRINTING, True, id="printed"),
        pytest.param("{{ page.meta.title | upper }}", False, id="otherwise"),
        pytest.param("{{ page.url }}", False, id="something else"),
    ],
)
def test_a_frame_gives_what_the_theme_gives(template: str, framed: bool) -> None:
    config = load_config(str(REPOSITORY / "mkdocs.yml"))
    theme = Environment(autoescape=False).from_string(template)
    frames, rendered = Frames("here"), list[str]()

    def page(number: int, title: str) -> Page:
        made = Page(None, File(f"{number}.md", "docs", "site", False), config)
        made.meta, made.content = {"title": title}, "here"
        lines = [
            {"level": 1, "id": "a", "name": title, "children": [
                {"level": 2, "id": f"b{number}", "name": title, "children": []}]},
        ]  # fmt: skip
        made.toc = get_toc(lines)  # type: ignore[arg-type]
        return made

    def by_theme(given: dict[str, Any]) -> str:
        rendered.append(given["page"].url)
        return theme.render(given)

    titles = ("a", "b", "<i>c</i> &amp; 'd'", 'sc0slot "e"')
    for number, title in enumerate(titles):
        given = dict.fromkeys(_GIVEN, "") | {
            "nav": Navigation([], []), "page": page(number, title),
        }  # fmt: skip
        assert frames.rendered(by_theme, "main.html", given) == theme.render(given)
    assert ("3.html" not in rendered) == framed
