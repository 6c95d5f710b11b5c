"""Other languages than English: the catalogues are whole, and pages leave nothing in English."""

from __future__ import annotations

import re

import pytest
from jinja2 import nodes

from generator import language
from generator.render import environment
from tests import messages

OTHERS = language.languages()[1:]
_VALUES = re.compile(r"%\(\w+\)s|%%")


def test_french_is_spoken() -> None:
    assert language.languages() == ("en", "fr")


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_has_what_the_code_says(code: str) -> None:
    """`make messages` does it."""
    assert messages.updated(code) == messages.path_of(code).read_bytes()


def test_no_template_lets_a_filter_speak_of_a_constant() -> None:
    """Jinja works that out when it compiles the template, in whatever language is spoken then."""
    told = {"kind", "plural", "count", "of_sort", "noun", "decimal", "day"}
    found = []
    for path in sorted(messages.GENERATOR.rglob("*.j2")):
        tree = environment().parse(path.read_text("utf-8"))
        found += [
            f"{path.name}: {each.node.as_const()!r} | {each.name}"
            for each in tree.find_all(nodes.Filter)
            if each.name in told and isinstance(each.node, nodes.Const)
        ]
    assert found == []


def test_outside_of_any_language_english_is_spoken() -> None:
    assert language.counted(2, "foreign_key") == "2 foreign keys"
    with language.spoken_in("fr"):
        assert language.spoken() == "fr"
    assert language.spoken() == "en"


@pytest.mark.parametrize(
    ("number", "noun", "plural", "told"),
    [(0, "table", "", "no tables"), (1, "policy", "", "1 policy"), (2, "policy", "", "2 policies"),
     (2, "day", "", "2 days"), (3, "index", "", "3 indexes"),
     (2, "foreign_key", "", "2 foreign keys"), (2, "child", "children", "2 children")],
)  # fmt: skip
def test_things_are_counted(number: int, noun: str, plural: str, told: str) -> None:
    assert language.counted(number, noun, plural) == told
