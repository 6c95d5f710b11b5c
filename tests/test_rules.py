"""The registry of rules: whole, with an example each, and a mirror or the reason why not."""

from __future__ import annotations

import json
import re

import msgspec
import pytest

from generator import catalogue, overrides, rules, state
from generator.changes import SEVERITIES, Change, Difference
from snapshot.errors import ChronicleError
from tests.conftest import REPOSITORY, Project
from tests.test_cases import CASES, golden

_WORDS = ("object", "kind", "part", "field", "action", "old", "new")


def real() -> dict[str, Change]:
    """The first change of each rule in the cases; only there a value stands for a real one."""
    found: dict[str, Change] = {}
    for path in sorted(CASES.glob("*/*/changes.json")):
        for told in json.loads(path.read_text("utf-8"))["changes"]:
            change = Change(**{word: told[word] for word in _WORDS if word in told})
            found.setdefault(rules.rule_of(change), change)
    return dict(sorted(found.items()))


def test_the_examples_are_those_of_the_cases(update_golden: bool) -> None:
    plain = {
        rule: {w: getattr(change, w) for w in _WORDS if getattr(change, w) not in ("", None)}
        for rule, change in real().items()
    }
    rows = ",\n".join(
        f" {json.dumps(rule)}: {json.dumps(told, ensure_ascii=False)}"
        for rule, told in plain.items()
    )
    golden(f"{{\n{rows}\n}}\n", REPOSITORY / "generator/examples.json", update_golden)


def test_every_rule_that_was_ever_seen_is_in_the_catalogue() -> None:
    known = catalogue.catalogue()
    texts = [path.read_text("utf-8") for path in CASES.glob("*/*/changes*.json")]
    told = set(re.findall(r'"rule": "([a-z-]+)", "severity"', "".join(texts)))
    assert len(told) > 200
    assert not told - set(known)


def test_every_rule_has_its_sentence_and_its_severity() -> None:
    for rule in catalogue.catalogue().values():
        assert re.fullmatch(r"[a-z][a-z-]*", rule.id)
        assert rule.example.endswith((".", ".`", "!`", "?`")) and "\n" not in rule.example
        assert rule.severities and set(rule.severities) <= set(SEVERITIES)
        assert rule.reason


def test_every_rule_has_its_mirror_or_the_reason_why_not() -> None:
    known = catalogue.catalogue()
    for rule in known.values():
        assert (rule.mirror is None) == bool(rule.unmirrored), rule.id
        if rule.mirror is not None:
            assert known[rule.mirror].mirror == rule.id


def test_a_rule_of_a_change_names_its_mirror() -> None:
    for change in catalogue.changes():
        if change.action != "recreated":
            mirror = rules.explain(catalogue.reverse(change))
            assert mirror.rule == catalogue.catalogue()[rules.rule_of(change)].mirror


def test_no_line_of_the_table_is_about_nothing() -> None:
    """A misspelled key of the table of severities would never be found."""
    from generator.severities import TABLE, look_up

    used = set()
    for change in catalogue.changes():
        for key in TABLE:
            alone = {key: TABLE[key]}
            if look_up(alone, change):
                used.add(key)
    assert not set(TABLE) - used


def _changed(rule: str) -> Change:
    return Change(object="public/tables/a", kind="index", action="removed", rule=rule)


def test_the_last_pattern_that_fits_wins() -> None:
    told = overrides.checked({"index-*": "safe", "index-removed": "cosmetic"}, "chronicle.yml")
    found = overrides.changes([rules.explain(_changed(""))], told)[0]
    assert found.severity == "cosmetic"
    assert found.reason.endswith("(cosmetic by configuration, else risky)")
    inner = (_changed("index-added"),)
    brought = msgspec.structs.replace(found, severity="safe", consequences=inner)
    shown = overrides.difference(Difference(changes=(brought,)), told).changes[0]
    assert shown.consequences[0].severity == "safe"


@pytest.mark.parametrize("name", ["index-remove", "colunm-*"])
def test_an_override_of_no_rule_is_an_error(name: str) -> None:
    with pytest.raises(ChronicleError, match="there is no rule"):
        overrides.checked({name: "safe"}, "chronicle.yml")


def test_the_configuration_is_read_strictly(project: Project) -> None:
    project.configure("expected: expected/", more="severities: {index-remove: safe}\n")
    told = project.run("log")
    assert told.code == 2 and "Did you mean `index-removed`?" in told.err
    project.configure("expected: expected/", more="severities: {index-removed: harmless}\n")
    assert project.run("log").code == 2


def test_state_rules_are_rules_of_the_catalogue() -> None:
    assert set(state.RULES) <= set(catalogue.catalogue())
