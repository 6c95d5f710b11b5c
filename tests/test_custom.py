"""A site as a team wants it, without a fork: logo, colours, templates, pages of its own."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from chronicle import cli
from chronicle.config import load
from generator import custom
from snapshot.errors import ChronicleError
from snapshot.store import Store
from tests.made import table
from tests.sites import Html, expected, project, recorded
from tests.test_quick_site import built, site_of

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="{}"/></svg>'
SITE = """\
site:
  logo: brand/logo.svg
  colors: {primary: "#0f5f45", accent: "#0a7"}
  timezone: America/Toronto
  templates: brand/pages/
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with three snapshots, and what it may use of its own."""
    root = project(tmp_path / "p")
    store = Store(root / "snapshots" / "production")
    for day in (1, 2, 3):
        things = [table(f"t{number}", id="bigint") for number in range(day)]
        recorded(store, *things, day=day, told=expected(*things))
    (root / "brand" / "pages").mkdir(parents=True)
    (root / "brand" / "logo.svg").write_text(LOGO.format(1), "utf-8")
    return root


def configure(root: Path, site: str) -> None:
    path = root / "chronicle.yml"
    plain = path.read_text("utf-8").partition("site:")[0]
    path.write_text(plain + site, "utf-8")


def template(root: Path, name: str, text: str) -> None:
    path = root / "brand" / "pages" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def wrong(root: Path, capsys: pytest.CaptureFixture[str], verb: str = "pages") -> str:
    """What the command says when it cannot be done."""
    capsys.readouterr()
    assert cli.main(["-C", str(root), verb]) == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("site", "what", "remedy"),
    [
        ("site: {logos: a}", "unknown field `logos` - at `$.site`", "Did you mean `logo`?"),
        ("site: {colors: {primry: '#fff'}}", "unknown field `primry`", "Did you mean `primary`?"),
        ("site: {colors: {primary: blue}}", "`primary`: 'blue' is no colour", "docs/config"),
        ("site: {colors: {accent: '#12345'}}", "`accent`: '#12345' is no colour", "docs/config"),
        ("site: {colors: {primary: #fff\n  }}", "Expected `str`, got `null`", "in quotes"),
        ("site: {colors: {primary: 123456}}", "Expected `str`, got `int`", "in quotes"),
        ("site: {timezone: 5}", "Expected `str`, got `int` - at `$.site.timezone`", "docs/config"),
        ("site: [logo]", "Expected `object`, got `array` - at `$.site`", "docs/config"),
    ],
)
def test_what_is_written_wrong_is_said_at_once(
    root: Path, site: str, what: str, remedy: str
) -> None:
    configure(root, site)
    with pytest.raises(ChronicleError) as told:
        load(root)
    assert "chronicle.yml: " in str(told.value)
    assert what in str(told.value)
    assert remedy in str(told.value).partition("\n")[2]


@pytest.mark.parametrize(
    ("site", "what"),
    [
        ("site: {logo: brand/lego.svg}", "site.logo: brand/lego.svg is not there"),
        ("site: {logo: chronicle.yml}", "site.logo: chronicle.yml is no image"),
        ("site: {logo: brand}", "site.logo: brand is no image"),
        ("site: {favicon: ../logo.svg}", "site.favicon: ../logo.svg is not in the project"),
        ("site: {logo: /etc/logo.svg}", "site.logo: /etc/logo.svg is not in the project"),
        ("site: {logo: site/logo.svg}", "site.logo: site/logo.svg is in a folder that is made"),
        ("site: {templates: brand/logo.svg}", "site.templates: brand/logo.svg is no folder"),
        ("site: {templates: nowhere}", "site.templates: nowhere is not there"),
        ("site: {templates: brand/pages}", "no template (*.j2) is in this folder"),
    ],
)
def test_what_is_not_there_is_said_with_its_key(
    root: Path, site: str, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(root, site)
    said = wrong(root, capsys, "site")
    assert what in said
    assert said.count("\n") >= 2, "with its remedy"


def test_logo_and_colours_are_on_every_page(root: Path) -> None:
    configure(root, SITE.replace("  templates: brand/pages/\n", ""))
    site = built(root)
    assert site["assets/own/logo.svg"] == LOGO.format(1).encode()
    pages = [path for path in (root / "site").rglob("*.html") if path.name != "404.html"]
    for path in pages:
        html = Html(path)
        for name in ("logo.svg", "colors.css"):
            loads = {each for each in html.loads if each.endswith(f"assets/own/{name}")}
            assert loads, f"{path.name} lacks {name}"
            for each in loads:
                assert (path.parent / each).resolve() == root / "site/assets/own" / name
        text = path.read_text("utf-8")
        assert text.index("assets/site.css") < text.index("assets/own/colors.css"), "ours first"
        assert re.search(r'rel="icon" href="[./]*assets/own/logo.svg"', text)
    assert b"--md-primary-fg-color: #0f5f45" in site["assets/own/colors.css"]


def test_a_site_without_any_of_it_has_nothing_of_it(root: Path) -> None:
    assert not [name for name in built(root) if name.startswith("assets/own")]


def test_a_favicon_may_be_another_image_and_styles_of_the_settings_stay(root: Path) -> None:
    shutil.copy(root / "brand/logo.svg", root / "docs/assets/small.svg")
    (root / "docs/assets/team.css").write_text("h1 { color: red }", "utf-8")
    settings = root / "mkdocs.yml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("- assets/site.css", "- assets/site.css\n  - assets/team.css"))
    configure(
        root, SITE.replace("  templates: brand/pages/\n", "  favicon: docs/assets/small.svg\n")
    )
    site = built(root)
    home = site["index.html"].decode()
    assert 'rel="icon" href="assets/own/favicon.svg"' in home
    order = [home.index(f"assets/{name}.css") for name in ("site", "team", "own/colors")]
    assert order == sorted(order)


def test_a_template_takes_the_place_of_ours_by_its_name(root: Path) -> None:
    template(root, "_conclusion.md.j2", "Ask **#schema** about {{ book.name | code }}.\n")
    template(root, "sections/column.md.j2", "{{ section.rows | length }} columns, in our words.\n")
    configure(root, SITE)
    built(root)
    report = (root / "docs/history/production/latest.md").read_text("utf-8")
    assert report.endswith("## Conclusion\n\nAsk **#schema** about <code>production</code>.\n")
    users = (root / "docs/history/production/schema/public/tables/t0.md").read_text("utf-8")
    assert "1 columns, in our words." in users


def test_a_template_may_build_on_ours(root: Path) -> None:
    built(root)
    plain = (root / "docs/history/production/latest.md").read_text("utf-8")
    template(
        root, "report.md.j2",
        '{% extends "ours/report.md.j2" %}\n'
        "{% block top %}Deployed by {{ header.context.actor or 'somebody' }}.{% endblock %}\n"
        "{% block end %}{% include 'signed.md.j2' %}{% endblock %}\n",
    )  # fmt: skip
    template(root, "signed.md.j2", "Signed: {{ book.name | text }}.\n")
    template(root, "_changes.md.j2", "Before.\n\n{% include 'ours/_changes.md.j2' %}\nAfter.\n")
    configure(root, "site: {templates: brand/pages}\n")
    built(root)
    found = (root / "docs/history/production/latest.md").read_text("utf-8")
    added = [line for line in found.splitlines() if line not in plain.splitlines()]
    assert added == ["Deployed by somebody.", "Before.", "After.", "Signed: production."]
    assert [line for line in plain.splitlines() if line not in found.splitlines()] == []


def test_every_page_has_both_blocks() -> None:
    names = {path.name for path in custom.OURS.glob("[!_]*.md.j2")} - {
        "home.md.j2",
        "overview.md.j2",
    }
    assert len(names) > 15
    for name in sorted({*names, "_overview.md.j2"}):
        text = (custom.OURS / name).read_text("utf-8")
        for block in ("top", "end"):
            assert text.count(f"{{% block {block} %}}{{% endblock %}}") == 1, (name, block)


@pytest.mark.parametrize(
    ("name", "text", "place", "what"),
    [
        ("report.md.j2", "# R\n\n{{ nobody }}\n", "report.md.j2, line 3", "'nobody' is undefined"),
        ("report.md.j2", "# R\n{% if %}\n", "report.md.j2, line 2", "Expected an expression"),
        ("report.md.j2", "{{ 1 / 0 }}\n", "report.md.j2, line 1", "division by zero"),
        (
            "report.md.j2",
            "\n{{ 1 | nothing }}",
            "report.md.j2, line 2",
            "No filter named",
        ),
        ("report.md.j2", "{% include 'no.j2' %}", "report.md.j2, line 1", "no.j2"),
        ("report.md.j2", "{% extends 'ours/no' %}", "report.md.j2, line 1", "ours/no"),
        ("_conclusion.md.j2", "\n{{ x.y }}", "_conclusion.md.j2, line 2", "'x' is undefined"),
        ("_macros.md.j2", "{% macro a() %}{% endmacro %}", "a template in brand/pages lack", ""),
    ],
)
def test_an_error_names_file_line_and_page(
    root: Path, name: str, text: str, place: str, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    template(root, name, text)
    configure(root, SITE)
    said = wrong(root, capsys)
    assert place in said
    assert what in said
    assert re.search(r"It is used for the page \S+\.md\.", said)
    if not name.startswith("_macros"):
        assert f"brand/pages/{place}: " in said


@pytest.mark.parametrize("name", ["raport.md.j2", "sections/colum.md.j2", "ours/report.md.j2"])
def test_a_template_that_nothing_would_use_is_an_error(
    root: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    template(root, name, "x")
    configure(root, SITE)
    said = wrong(root, capsys)
    assert f"brand/pages/{name}: there is no template of ours with this name" in said
    assert "Did you mean `" in said


def test_a_section_may_have_a_template_where_we_have_none(root: Path) -> None:
    template(root, "sections/check_constraint.md.j2", "x")
    configure(root, SITE)
    built(root)


@pytest.mark.parametrize(
    "what",
    ["none",
     *(pytest.param(w, marks=pytest.mark.slow)
       for w in ("template", "logo", "color", "accent", "zone"))],
)  # fmt: skip
def test_what_was_changed_is_noticed(root: Path, what: str) -> None:
    """A site brought up to date is the one built anew, byte by byte."""
    template(root, "_conclusion.md.j2", "One.\n")
    configure(root, SITE)
    first = built(root)
    if what == "logo":
        (root / "brand/logo.svg").write_text(LOGO.format(2), "utf-8")
    elif what == "template":
        template(root, "_conclusion.md.j2", "Two.\n")
    else:
        old, new = {
            "color": ("#0f5f45", "#5f0f45"), "accent": ("#0a7", "#a07"),
            "zone": ("America/Toronto", "Asia/Tokyo"), "none": (SITE, ""),
        }[what]  # fmt: skip
        configure(root, SITE.replace(old, new))
    again = built(root)
    shutil.rmtree(root / "site")
    shutil.rmtree(root / "docs/history")
    anew = built(root)
    assert again.keys() == anew.keys()
    assert [name for name in again if again[name] != anew[name]] == []
    assert first != again


@pytest.mark.slow
def test_nothing_changed_and_nothing_is_built_again(root: Path) -> None:
    template(root, "_conclusion.md.j2", "One.\n")
    configure(root, SITE)
    first = built(root)
    at = {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*.html")}
    assert built(root) == first
    assert any(path.stat().st_mtime_ns == told for path, told in at.items())


def test_pages_of_ones_own_are_listed_found_and_linked(root: Path) -> None:
    """One that the navigation names, and one that it does not: both are built and searched."""
    (root / "docs/runbook.md").write_text("# Runbook\n\nCall the plumbus keeper.\n", "utf-8")
    (root / "docs/team").mkdir()
    (root / "docs/team/rota.md").write_text(
        "# Rota\n\nThe fleeb is on call. [Runbook](../runbook.md),"
        " [tables](../history/production/tables.md).\n", "utf-8",
    )  # fmt: skip
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("  - Runbook: runbook.md\n")
    site = built(root)
    home = Html(root / "site/index.html")
    assert "runbook.html" in home.links
    assert "team/rota.html" not in home.links
    assert {"../runbook.html", "../history/production/tables.html"} <= {
        *Html(root / "site/team/rota.html").links
    }
    found = {
        doc["location"].partition("#")[0]: doc["text"]
        for doc in json.loads(site["search/search_index.json"])["docs"] if doc["text"]
    }  # fmt: skip
    assert "plumbus" in found["runbook.html"]
    assert "fleeb" in found["team/rota.html"]
    assert (root / "docs/runbook.md").is_file(), "what people wrote is never removed"
    assert site_of(root).keys() == built(root).keys()
