"""How changes and findings read, and what their values say of their severity."""

from __future__ import annotations

from typing import Any

import pytest

from generator import rules
from generator.changes import Change
from snapshot import model
from snapshot.codec import segment

T = "public/tables/t"


def change(kind: str, action: Any = "changed", **given: Any) -> Change:
    return Change(object=given.pop("object", T), kind=kind, action=action, **given)


TOLD: list[tuple[Change, str, str]] = [
    (change("index", part="indexes/x", field="keys", old=["a"], new=["a", "b"]),
     "Index `t.x`: keys changed from `a` to `a`, `b`.",
     "Index `t.x`: keys `a`, `b` found, `a` expected."),
    (change("table", field="options", old=[], new=["fillfactor=70"]),
     "Table `t`: options changed from none to `fillfactor=70`.",
     "Table `t`: options `fillfactor=70` found, none expected."),
    (change("table", field="row_security", old=False, new=True),
     "Row security of table `t` was switched on.",
     "Row security of table `t` is on; off is expected."),
    (change("table", field="unlogged", old=True, new=False),
     "Table `t` is not unlogged any more.",
     "Table `t` is not unlogged; the opposite is expected."),
    (change("primary_key", "added", part="primary_key", new={"columns": ["id"]}),
     "The primary key of `t` was added (id).",
     "The primary key of `t` is not expected (id)."),
    (change("privilege", "removed", part="privileges/%50%55%42%4c%49%43",
            old={"grantee": "PUBLIC", "privileges": ["SELECT"]}),
     "The privileges of `PUBLIC` on `t` were removed (SELECT).",
     "The privileges of `PUBLIC` on `t` are missing (SELECT)."),
    (change("privilege", part="columns/c/privileges/app", field="privileges", old=["SELECT"],
            new=["INSERT", "SELECT"]),
     "The privileges of `app` on `t.c` changed from `SELECT` to `INSERT`, `SELECT`.",
     "The privileges of `app` on `t.c`: `INSERT`, `SELECT` found, `SELECT` expected."),
    (change("column", part="columns/c", field="comment", old="Why.", new="What it accepts."),
     "Column `t.c`: comment changed from `Why.` to `What it accepts.`",
     "Column `t.c`: comment `What it accepts.` found, `Why.` expected."),
    (change("table", "renamed", old="billing/tables/a/b"),
     "Table `t` was renamed; it was `billing.a/b`.", "Table `t`: none found, none expected."),
    (change("view_column", "added", part="columns/c", new={"type": "int"}),
     "Column `t.c` was added (`int`).", "Column `t.c` is not expected (`int`)."),
]  # fmt: skip


@pytest.mark.parametrize(("told", "as_change", "as_finding"), TOLD)
def test_sentences_are_english(told: Change, as_change: str, as_finding: str) -> None:
    assert rules.explain(told).sentence == as_change
    if told.action != "renamed":
        assert rules.explain(told, finding=True).sentence == as_finding


def test_a_procedure_is_called_one() -> None:
    made = model.Function(name="p", schema="public", owner="o", language="sql", routine="procedure")
    told = change("function", "removed", object="public/functions/p%28%29")
    assert rules.explain(told, made).sentence == "Procedure `p()` was removed."
    assert rules.explain(told).sentence == "Function `p()` was removed."


def test_no_name_or_value_breaks_a_line() -> None:
    name = "two\nlines\r\x1b[31m\u202e"
    told = rules.explain(change("table", object=f"public/tables/{segment(name)}", field="comment",
                                old=name, new=name))  # fmt: skip
    assert told.sentence.isprintable() and told.name.isprintable()
    assert f"`{told.name}`" in told.sentence and "two↵lines" in told.name


def test_what_is_left_of_an_over_long_name() -> None:
    key = f"public/tables/{segment('É' * 60)}"
    assert rules.explain(change("table", "removed", object=key)).name == "É" * 25 + "…"


@pytest.mark.parametrize(
    ("column", "severity", "reason"),
    [
        (None, "breaking", "rows that leave it out get null, or fail where null is refused"),
        (model.Column(name="c", type="int"), "risky", "rows that leave it out get null"),
        (model.Column(name="c", type="int", nullable=False), "breaking",
         "writes that leave it out fail"),
        (model.Column(name="c", type="int", nullable=False, generated="1"), "risky",
         "rows that leave it out are filled otherwise"),
    ],
)  # fmt: skip
def test_a_default_that_is_dropped(column: Any, severity: str, reason: str) -> None:
    things = (model.Table(name="t", schema="public", owner="o", columns=(column,)),)
    told = change("column", part="columns/c", field="default", old="0", new=None)
    found = rules.explain(told, *(things if column else ()))
    assert (found.severity, found.reason) == (severity, reason)


@pytest.mark.parametrize(
    ("told", "severity"),
    [
        (change("privilege", field="privileges", old=["SELECT"], new=["SELECT", "X"]), "risky"),
        (change("privilege", field="privileges", old=["SELECT", "X"], new=["X"]), "breaking"),
        (change("privilege", "removed"), "breaking"),
        (change("unique_constraint", "added"), "breaking"),
        (change("domain", field="nullable", old=True, new=False), "breaking"),
        (change("foreign_key", field="enforced", old=False, new=True), "breaking"),
        (change("index", field="unique", old=False, new=True), "breaking"),
    ],
)
def test_what_refuses_writes_or_access_is_breaking(told: Change, severity: str) -> None:
    assert rules.explain(told).severity == severity


@pytest.mark.parametrize(
    ("kind", "severity"),
    [("table", "risky"), ("view", "risky"), ("trigger", "risky"), ("policy", "risky"),
     ("privilege", "risky"), ("extension", "risky"), ("index", "safe"), ("enum", "safe"),
     ("column", "risky"), ("foreign_key", "breaking")],
)  # fmt: skip
def test_what_nobody_states(kind: str, severity: str) -> None:
    found = rules.explain(change(kind, "added", new={}), finding=True)
    assert found.severity == severity and found.reason.startswith("nobody states it")
    gone = rules.explain(change(kind, "added", new={}), finding=True, forbidden=True)
    assert (gone.severity, gone.reason) == ("risky", "it is stated that it must not be there")
