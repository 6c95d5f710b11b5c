"""The validation report: every number computed, every sentence derived, nothing contradicted."""

from __future__ import annotations

import html
import re
import shlex
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec
import pytest

from generator.book import open_book
from generator.report import Report
from snapshot import model
from snapshot.codec import key_of, qualified
from snapshot.store import Assertion, Store
from tests.made import table
from tests.sites import ALL_KINDS, expected, recorded, rendered, report_page


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "snapshots" / "production")


def latest(store: Store) -> Report:
    found = open_book(store, "production").latest
    assert found is not None
    return found


def test_the_numbers_add_up_with_the_names_behind_them(store: Store) -> None:
    there = [table("users", id="int", name="text"), table("extra", id="int")]
    told = {
        "domains/core": Assertion(domain="core", unlisted=("public/tables",)),
        "public/tables/users": Assertion(domain="core", count={"columns": 3}),
        "public/tables/gone": Assertion(domain="core"),
    }
    recorded(store, *there, told=told)
    found = latest(store)
    n = found.numbers
    assert len(n.found) == len(n.expected) - len(n.missing) + len(n.unexpected) == 2
    assert n.missing == ("public/tables/gone",) and n.unexpected == ("public/tables/extra",)
    assert {row.key.split("/")[-1]: row.status for row in found.rows} == {
        "extra": "unexpected", "gone": "missing", "users": "differs",
    }  # fmt: skip
    text = report_page(rendered(store), 1)
    assert "2 = 2 − 1 + 1" in text
    assert "1 table asserted **by their number of columns**" in text
    assert "No action required" not in text


def test_an_expectation_that_forbids_nothing_more_has_no_unexpected(store: Store) -> None:
    told = {"public/tables/users": Assertion(domain="core")}
    recorded(store, table("users", id="int"), table("extra", id="int"), told=told)
    found = latest(store)
    assert found.moment.verdict == "in sync"
    assert [row.status for row in found.rows] == ["not asserted", "as expected"]
    assert "the expectation does not forbid it" in report_page(rendered(store), 1)


def test_what_must_be_gone_is_not_what_nobody_states(store: Store) -> None:
    users, leg, more = table("users", id="int"), table("leg", id="int"), table("more", id="int")
    told = {**expected(users), "public/tables/leg": Assertion(domain="core", exists=False)}
    recorded(store, users, leg, more, told=told)
    findings = {f.change.object.split("/")[-1]: f.change for f in latest(store).findings}
    assert {name: (c.severity, c.reason) for name, c in findings.items()} == {
        "leg": ("risky", "it is stated that it must not be there"),
        "more": ("risky", "nobody states it"),
    }
    text = report_page(rendered(store), 1)
    assert "1 table that no domain states, and 1 table that must not be there" in text
    assert "- 1 table that must not be there: [<code>leg</code>]" in text
    assert "- 1 table that no domain states: [<code>more</code>]" in text
    assert "Nobody states it." in text and "nothing uses it yet" not in text.lower()


def test_the_limits_are_told(store: Store) -> None:
    coverage = msgspec.structs.replace(
        ALL_KINDS, not_on_version=("publication",), not_captured={"large object": 3},
        captured=tuple(kind for kind in ALL_KINDS.captured if kind not in ("publication",)),
    )  # fmt: skip
    recorded(store, table("users", id="int"), told=expected(table("users")), coverage=coverage)
    text = report_page(rendered(store), 1)
    for words in (
        "whose version does not have them yet: publication.", "not captured:** 3 × large object.",
        "large objects, the sizes of tables", "roles (what they are,", "tablespaces",
    ):  # fmt: skip
        assert words in text
    assert "nothing else was found" not in text and "ALTER ROLE" not in text


def test_a_missing_thing_is_as_grave_as_its_removal(store: Store) -> None:
    key = model.Index(name="i", unique=True)
    users = msgspec.structs.replace(table("users", id="int"), indexes=(key,))
    told = {
        "domains/core": Assertion(domain="core"),
        "public/tables/users": Assertion(
            domain="core", is_={"columns": {"gone": {}}}, unlisted=("indexes",)
        ),
    }
    recorded(store, users, told=told)
    assert {
        f.change.rule: (f.change.severity, f.change.reason) for f in latest(store).findings
    } == {
        "column-removed": ("breaking", "what the code expects is not there"),
        "index-added": ("breaking", "nobody states it, and writes of doubles fail"),
    }


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("g", "integer[], text"), ("odd name", ""), ("it's", "a"), ("[x]*", ""), ("two\nlines", "")],
)
def test_the_command_that_adopts_a_thing_names_it_alone(
    store: Store, name: str, arguments: str
) -> None:
    """What is printed goes through a shell, and then is a pattern."""
    thing = model.Function(
        name=name, schema="public", owner="o", language="sql", argument_types=arguments
    )
    domain = {"domains/core": Assertion(domain="core", unlisted=("public/functions",))}
    recorded(store, thing, told={**domain, "public/tables/x": Assertion(domain="core")})
    page = report_page(rendered(store), 1)
    row = next(line for line in page.splitlines() if "chronicle expect" in line)
    shown = html.unescape(row.split("<code>chronicle")[1].split("</code>")[0])
    words = shlex.split("chronicle" + shown)
    assert words[:3] == ["chronicle", "expect", "production"] and words[4:] == ["--domain", "NAME"]
    names = (qualified(thing), key_of(thing))
    assert any(fnmatchcase(each, words[3]) for each in names)
    assert not fnmatchcase("public.other()", words[3])


def test_every_section_of_the_hand_made_report_is_there(store: Store) -> None:
    recorded(store, table("users", id="int"), told=expected(table("users")))
    text = report_page(rendered(store), 1)
    sections = re.findall(r"^##+ (.*)$", text, re.MULTILINE)
    assert sections == [
        "What is new", "What to do now",
        "What changed since the previous snapshot", "Executive summary",
        "Expected tables by domain", "Production tables", "Additional tables",
        "Detailed analysis", "Table by table", "Recommendations", "Operational state",
            "Confirmed practices",
        "Technical details", "What this report did not check", "Conclusion",
    ]  # fmt: skip


def test_a_report_says_which_side_gave_way(store: Store) -> None:
    users, extra, more = table("users", id="int"), table("extra", id="int"), table("more", id="int")
    recorded(store, users, extra, more, day=1, told=expected(users))
    recorded(store, users, extra, day=2, told=expected(users, extra))
    moment = open_book(store, "production").history.moments[1]
    assert {f.change.object.split("/")[-1]: f.adopted for f in moment.resolved} == {
        "extra": True, "more": False,
    }  # fmt: skip
    text = report_page(rendered(store), 2)
    assert text.count("the expectation was changed, not the database") == 1
    assert (
        "**The expectation changed too.** It states for the first time [<code>extra</code>]" in text
    )


def test_a_comment_does_not_resolve_a_table_that_is_not_expected(store: Store) -> None:
    users, extra = table("users", id="int"), table("extra", id="int")
    recorded(store, users, extra, day=1, told=expected(users))
    told = expected(users, extra)
    recorded(store, users, msgspec.structs.replace(extra, comment="Why."), day=2, told=told)
    assert [f.adopted for f in open_book(store, "production").history.moments[1].resolved] == [True]


def test_the_column_that_a_count_missed_resolves_it(store: Store) -> None:
    told = {"public/tables/users": Assertion(domain="core", count={"columns": 2})}
    recorded(store, table("users", id="int"), day=1, told=told)
    recorded(store, table("users", id="int", name="text"), day=2, told=told)
    assert [f.adopted for f in open_book(store, "production").history.moments[1].resolved] == [
        False
    ]


def facts(found: Report) -> dict[str, tuple[str, set[str]]]:
    return {
        each.key.split("/")[-1]: (each.cls, {e.fact for e in each.evidence})
        for each in found.additional
    }


def test_additional_tables_are_classified_with_evidence(store: Store) -> None:
    users = table("users", id="int", name="text", mail="text")
    legacy, copy = table("money_flow", id="int"), msgspec.structs.replace(users, name="users_bak")
    first = expected(users, legacy)
    recorded(store, users, legacy, day=1, told=first)
    now = expected(users)
    gis = model.Extension(name="postgis", schema="public", version="3.5")
    recorded(
        store, users, legacy, copy, gis, table("spatial_ref_sys", srid="int"),
        table("__drizzle_migrations", id="int"), table("what", x="int"), day=2, told=now,
    )  # fmt: skip
    found = facts(latest(store))
    assert found["__drizzle_migrations"][0] == "migration or temporary"
    assert "tool" in found["__drizzle_migrations"][1]
    assert found["users_bak"][0] == "migration or temporary"
    assert {"temporary name", "copy of"} <= found["users_bak"][1]
    assert found["money_flow"][0] == "legacy"
    assert "was expected until" in found["money_flow"][1]
    assert found["spatial_ref_sys"] == (
        "system or extension", {"extension", "first seen", "no primary key", "no relations"},
    )  # fmt: skip
    assert found["what"][0] == "unknown"
    text = report_page(rendered(store), 2)
    for words in (
        "bookkeeping of Drizzle",
        "3 of its columns are those of",
        "**Unknown tables:** 1",
    ):
        assert words in text


def test_a_name_alone_is_no_evidence_for_an_extension(store: Store) -> None:
    recorded(store, table("spatial_ref_sys", srid="int"), told=expected(table("users")))
    assert facts(latest(store))["spatial_ref_sys"][0] == "unknown"


def test_practices_are_confirmed_only_where_the_data_shows_them(store: Store) -> None:
    keyed = msgspec.structs.replace(
        table("users", id="int"), primary_key=model.PrimaryKey(name="pk", columns=("id",))
    )
    recorded(store, keyed, table("bare", id="int"), told=expected(keyed))
    practices = {practice.id: practice for practice in latest(store).practices}
    assert (practices["primary keys"].holds, practices["primary keys"].of) == (1, 2)
    assert practices["primary keys"].exceptions == (("public/tables/bare", ""),)
    assert "foreign keys hold" not in practices  # there is none: nothing is shown
    confirmed = report_page(rendered(store), 1).split("## Confirmed practices")[1]
    assert "Every table has a primary key: so it is for 1 of 2, but not for" in confirmed


def test_a_practice_is_silent_about_what_was_not_captured(store: Store) -> None:
    blind = msgspec.structs.replace(ALL_KINDS, captured=("table", "column"))
    recorded(store, table("users", id="int"), told=expected(table("users")), coverage=blind)
    assert "primary keys" not in {practice.id for practice in latest(store).practices}


def test_findings_keep_their_age_and_are_resolved(store: Store) -> None:
    users, extra = table("users", id="int"), table("extra", id="int")
    told = expected(users)
    recorded(store, users, extra, day=1, told=told)
    recorded(store, users, day=2, failure="the server went away")
    recorded(
        store, users, msgspec.structs.replace(extra, comment="now with words"), day=3, told=told
    )
    recorded(store, users, day=4, told=told)
    moments = open_book(store, "production").history.moments
    assert [f.since for f in moments[2].findings] == [0]
    assert moments[3].findings == () and [f.since for f in moments[3].resolved] == [0]
    texts = rendered(store)
    assert "It was open since [1 Jan 2025]" in report_page(texts, 4)
    assert "Failed captures" in report_page(texts, 3)
