"""Other languages than English: the catalogues are whole, and pages leave nothing in English."""

from __future__ import annotations

import gettext
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from jinja2 import nodes

from generator import catalogue, language, locks, rules
from generator.changes import Change, hazard_words
from generator.remedy.findings import between
from generator.remedy.script import blocks
from generator.render import environment
from generator.side import Side
from tests import messages
from tests.made import table

OTHERS = language.languages()[1:]
CASES = Path(__file__).parent / "cases"
_VALUES = re.compile(r"%\(\w+\)s|%%")
_CODE = re.compile(r"`[^`]*`")
_LETTER = re.compile(r"[^\W\d_]")


class _Silent(gettext.NullTranslations):
    """A language of one sign for each letter: a letter that is left was no message's."""

    def __init__(self) -> None:
        super().__init__()
        self.known = {id_ for message in messages.said() for id_ in messages.strings(message.id)}

    def gettext(self, message: str) -> str:
        assert message in self.known, f"{message}: not in the catalogues"
        pieces = re.split(f"({_VALUES.pattern})", message)
        return "".join(p if n % 2 else _LETTER.sub("¤", p) for n, p in enumerate(pieces))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)


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


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_has_words_for_each_message(code: str) -> None:
    silent = [m.id for m in messages.read(code) if m.id and not all(messages.strings(m.string))]
    assert not silent


@pytest.mark.parametrize("code", OTHERS)
def test_words_take_the_values_that_the_message_has(code: str) -> None:
    """In each plural form, too."""
    found = messages.read(code)
    for message in found:
        if not message.id:
            continue
        ids, told = map(messages.strings, (message.id, message.string))
        assert len(told) == (found.num_plurals if len(ids) > 1 else 1), message.id
        for words in told:
            assert _taken(words) == _taken(ids[-1]), (message.id, words)


def _taken(words: str) -> list[str]:
    return sorted(_VALUES.findall(words))


@cache
def _changes() -> tuple[Change, ...]:
    """Every change of every case, without its words, and one of every rule."""
    told = (json.loads(path.read_text("utf-8")) for path in sorted(CASES.glob("*/*/changes*.json")))
    fields = {*Change.__struct_fields__}
    golden = [
        msgspec.convert({k: v for k, v in each.items() if k in fields}, Change)
        for found in told
        for each in found["changes"]
    ]
    return *golden, *catalogue.changes()


def _said(change: Change) -> Iterator[str]:
    """What is said of a change, when it happened and when it is found; without code."""
    for finding in (False, True):
        told = rules.explain(change, finding=finding)
        yield _CODE.sub("", told.sentence)
        yield told.reason
        yield hazard_words(told.hazards)


def _given(value: Any) -> Iterator[str]:
    """The texts in a value."""
    if isinstance(value, dict):
        yield from (text for each in value.items() for inner in each for text in _given(inner))
    elif isinstance(value, list):
        yield from (text for each in value for text in _given(each))
    else:
        yield str(value)


def test_every_word_of_a_sentence_is_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the database says, and PostgreSQL's names of locks, stay as they are."""
    silent = _Silent()
    monkeypatch.setattr(language, "catalogue", lambda code: silent)
    levels = sorted({level for level in locks.LOCKS.values() if level}, key=len, reverse=True)
    with language.spoken_in("silent"):
        for change in _changes():
            theirs = sorted({*_given([change.old, change.new])}, key=len, reverse=True)
            for told in _said(change):
                left = told
                for each in (*levels, *theirs):
                    left = left.replace(each, "")
                assert not _LETTER.search(left.replace("¤", "")), (change, told)


@pytest.mark.parametrize("code", OTHERS)
def test_no_sentence_is_said_in_english(code: str) -> None:
    english = [[*_said(change)] for change in _changes()]
    assert len(english) > 500
    with language.spoken_in(code):
        for change, before in zip(_changes(), english, strict=True):
            for ours, theirs in zip(before, _said(change), strict=True):
                words = [re.findall(r"[^\W\d_]+", told) for told in (ours, theirs)]
                assert words[0] != words[1] or not words[0], (change, ours, theirs)


def test_a_trial_is_of_the_same_script_in_every_language() -> None:
    """What a remedy does besides is told beside its SQL; a trial goes by the English one."""
    old, new = (
        Side({"public/tables/t": table("t", **columns)})
        for columns in ({"a": "integer", "b": "text"}, {"a": "integer"})
    )
    asked = between(old, new).question
    with language.spoken_in("fr"):
        aim = between(old, new)
        shown = "".join(blocks(aim.plan.steps))
        assert aim.question == asked
    assert "-- perte de données\u00a0: les valeurs de la colonne\n" in shown
    assert "-- data loss: the values of the column\n" in aim.script
