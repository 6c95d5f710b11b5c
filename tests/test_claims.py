"""A hand-written report: read whatever its shape, each claim judged by numbers that are counted."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from chronicle import config, refs
from generator.book import open_book
from generator.claims import Judged, Judgement, judge
from generator.claims.stated import full
from generator.render import render
from generator.side import Side
from generator.site import pages
from snapshot import claims, model
from snapshot.claims import (
    Names,
    Number,
    Report,
    Row,
    Statement,
    claiming,
    counting,
    paper,
    phrases,
)
from snapshot.codec import key_of, text_of
from snapshot.records import Coverage
from snapshot.store import Store
from tests.conftest import REPOSITORY, Project
from tests.made import record, table
from tests.sites import hostile_report, rendered

SEED = REPOSITORY / "examples/koveo/validation-report.md"
GERMAN = """\
# Abgleich der Produktionsdatenbank

Stand: 6. September 2025, geprüft von Zoë

## Übersicht

- Tabellen gesamt: 3
- Spalten insgesamt: 7
- Fehlende Tabellen: keine
- Zusätzliche Tabellen: 0
- Enums: 1

## Bereiche (3 Tabellen)

Bereich Stamm (2 Tabellen):

* users
* `bills`

Bereich Protokoll (1 Tabelle):

* `audit.log`

## Einzelheiten

| Spalten | Produktion | Tabelle |
|--:|:-:|---|
| 3 | ja | `bills` |
| 1 | ja | audit.log |
| 3 | ja | users |

Alle Tabellen sind vorhanden. Schema und Datenbank sind vollständig synchron.
Das Schema soll noch dokumentiert werden.
"""
THINGS: tuple[model.Object, ...] = (
    table("users", id="integer", email="text", name="text"),
    table("bills", id="integer", amount="numeric", paid="boolean"),
    msgspec.structs.replace(table("log", line="text"), schema="audit"),
    model.Enum(name="state", schema="public", owner="app", labels=("open", "paid")),
)


def side(*things: model.Object, coverage: Coverage | None = None) -> Side:
    return Side({key_of(thing): thing for thing in things}, coverage=coverage or Coverage())


def read(text: str) -> Report:
    return claiming.of_bytes(text.encode(), "report.md")


def judged(text: str, *things: model.Object) -> Judgement:
    return judge(read(text), side(*things) if things else None, "it" if things else None)


def told(judgement: Judgement, quote: str) -> list[Judged]:
    found = [each for each in judgement.claims if quote in each.claim.quote]
    assert found, quote
    return found


def numbers(each: Judged) -> set[tuple[int | None, int | None]]:
    return {(e.claimed, e.found) for e in each.telling}


def wrong(judgement: Judgement) -> list[str]:
    return [each.claim.quote for each in judgement.of("contradicted")]


# The seed


def seed(*args: str) -> dict[str, Any]:
    result = Project.run(_Koveo(), "import-report", str(SEED), "--format", "json", *args)
    assert (result.code, result.err) == (1, "")
    found: dict[str, Any] = json.loads(result.out)
    return found


class _Koveo(Project):
    def __init__(self) -> None:
        self.root = REPOSITORY


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return seed()


def of_line(found: dict[str, Any], line: int, **also: Any) -> dict[str, Any]:
    hits = [
        claim for claim in found["claims"]
        if claim["line"] == line and all(claim.get(k) == v for k, v in also.items())
    ]  # fmt: skip
    assert len(hits) == 1, hits
    return dict(hits[0])


def facts(claim: dict[str, Any]) -> set[tuple[str, bool, int, int]]:
    return {
        (e["by"], e["holds"], e.get("claimed"), e.get("found"))
        for e in claim["evidence"] if e["holds"] is not None
    }  # fmt: skip


def test_the_seed_is_repaired_and_dated(found: dict[str, Any]) -> None:
    assert found["report"]["repaired"] == 186
    assert found["report"]["date"] == "2025-09-06"
    assert found["report"]["sha256"] == hashlib.sha256(SEED.read_bytes()).hexdigest()
    assert found["against"] == "koveo@2025-09-06T12:00:00Z"
    assert found["why"] == "the snapshot in force at its date"


def test_the_readme_tells_the_counts(found: dict[str, Any]) -> None:
    words = " ".join((REPOSITORY / "README.md").read_text("utf-8").split())
    n = found["summary"]
    assert f"of the {len(found['claims'])} claims in the one that began this project" in words
    assert (
        f"finds {n['contradicted']} contradicted, {n['confirmed']} confirmed and "
        f"{n['not_checkable']} that" in words
    )


def test_31_expected_against_44_listed(found: dict[str, Any]) -> None:
    claim = of_line(found, 12)
    assert claim["verdict"] == "contradicted"
    assert facts(claim) == {("report", False, 31, 44)}
    assert len(claim["evidence"][0]["names"]) == 44


def test_13_additional_but_none_named(found: dict[str, Any]) -> None:
    claim = of_line(found, 78, role="additional")
    assert claim["verdict"] == "contradicted"
    assert facts(claim) == {("report", False, 13, 0), ("snapshot", False, 13, 0)}
    assert "none of them is named" in {e["sentence"] for e in claim["evidence"]}


def test_found_31_against_44_rows(found: dict[str, Any]) -> None:
    claim = of_line(found, 94)
    assert claim["verdict"] == "contradicted"
    assert {("report", False, 31, 44), ("snapshot", False, 31, 44)} <= facts(claim)
    assert any("31 of 44 rows is 70.4 %" in e["sentence"] for e in claim["evidence"])


@pytest.mark.parametrize("line", [91, 151, 155, 156, 173, 177])
def test_all_and_perfect_against_additional(found: dict[str, Any], line: int) -> None:
    whole = [c for c in found["claims"] if c["line"] == line and c.get("whole")]
    assert whole
    for claim in whole:
        assert claim["verdict"] == "contradicted"
        assert {tuple(e["lines"]) for e in claim["evidence"]} == {(78,)}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (158, "no types to compare"), (167, "no types to compare"), (100, "nothing on types"),
        (180, "which migrations ran"), (182, "leaves no trace"), (183, "one database only"),
        (185, "no number and no name"),
    ],
)  # fmt: skip
def test_no_evidence_is_said(found: dict[str, Any], line: int, why: str) -> None:
    claim = of_line(found, line)
    assert claim["verdict"] == "not checkable"
    assert why in claim["evidence"][0]["sentence"]


def test_what_is_right_is_confirmed(found: dict[str, Any]) -> None:
    rows = [c for c in found["claims"] if c["kind"] == "row"]
    assert len(rows) == 44 and {c["verdict"] for c in rows} == {"confirmed"}
    assert sum(c["columns"] for c in rows) == 592
    for line in (76, 172, 171, 95):
        assert of_line(found, line)["verdict"] == "confirmed"
    lists = [c for c in found["claims"] if c["kind"] == "names"]
    assert [len(c["names"]) for c in lists] == [9, 8, 4, 7, 1, 1, 7, 5, 2]
    assert sum(found["summary"].values()) == len(found["claims"])


def test_a_later_snapshot_contradicts_what_changed_since() -> None:
    found = seed("--against", "koveo")
    rows = [c for c in found["claims"] if c["kind"] == "row" and c["verdict"] == "contradicted"]
    names = {c["name"] for c in rows}
    assert {"old_bills", "user_time_limits"} <= names
    assert "it is not in the snapshot" in {e["sentence"] for c in rows for e in c["evidence"]}


def test_a_sound_copy_says_the_same_and_nothing_of_repairs() -> None:
    damaged = claiming.read(SEED)
    sound, places = paper.repaired(SEED.read_text("utf-8"))
    assert places == damaged.repaired == 186
    again = read(sound)
    assert again.repaired == 0
    assert again.claims == damaged.claims


# Encodings


@pytest.mark.parametrize(
    "text", ["Données à jour: été", "Größe ✓", "CAFÉ…", "naïve – “x” ✅", "Ã", "日本語 ✅", "plain"]
)
def test_what_is_sound_is_never_repaired(text: str) -> None:
    assert paper.repaired(text) == (text, 0)


@pytest.mark.parametrize("text", ["Übersicht ✅ vollständig", "déjà vu – « ✓ »", "🟢 ok “yes” €"])
def test_damage_is_repaired_however_often(text: str) -> None:
    damaged = text.encode().decode("cp1252", errors="strict") if _takes(text) else None
    damaged = damaged or text.encode().decode("latin-1")
    assert paper.repaired(damaged)[0] == text
    assert paper.repaired(damaged)[1] > 0


def _takes(text: str) -> bool:
    try:
        text.encode().decode("cp1252")
    except UnicodeDecodeError:
        return False
    return True


def test_a_line_that_was_added_later_stays_as_it_is() -> None:
    text, places = paper.repaired("âœ… fine\nadded by Zoë ✅\nâœ… and âœ…")
    assert text == "✅ fine\nadded by Zoë ✅\n✅ and ✅"
    assert places == 3


# Other reports


def test_a_true_report_of_another_shape_has_nothing_contradicted() -> None:
    judgement = judged(GERMAN, *THINGS)
    assert wrong(judgement) == []
    report = judgement.report
    assert (report.date, report.repaired) == ("2025-09-06", 0)
    rows = {c.name: c.columns for c in report.claims if isinstance(c, Row)}
    assert rows == {"bills": 3, "audit.log": 1, "users": 3}
    assert [c.domain for c in report.claims if isinstance(c, Names)] == ["Stamm", "Protokoll"]
    confirmed = [each.claim.quote for each in judgement.of("confirmed")]
    assert {"Tabellen gesamt: 3", "Spalten insgesamt: 7", "Enums: 1"} <= {*confirmed}
    assert "Bereich Stamm (2 Tabellen):" in confirmed
    assert "Alle Tabellen sind vorhanden." in confirmed
    (sync,) = told(judgement, "vollständig synchron")
    assert sync.verdict == "not checkable", "numbers cannot prove it"
    assert not [c for c in report.claims if "dokumentiert" in c.quote], "what is meant to be"


@pytest.mark.parametrize(
    ("old", "new", "quote", "pair"),
    [
        ("gesamt: 3", "gesamt: 4", "Tabellen gesamt", (4, 3)),
        ("insgesamt: 7", "insgesamt: 8", "Spalten insgesamt", (8, 7)),
        ("Tabellen: keine", "Tabellen: 1", "Fehlende", (1, 0)),
        ("Tabellen: 0", "Tabellen: 2", "Zusätzliche", (2, 0)),
        ("Enums: 1", "Enums: 5", "Enums", (5, 1)),
        ("Stamm (2", "Stamm (5", "Stamm (5", (5, 2)),
        ("| 3 | ja | users", "| 4 | ja | users", "| users", (4, 3)),
        ("| 1 | ja | audit.log", "| 1 | nein | audit.log", "audit.log", (None, None)),
    ],
)
def test_each_number_that_is_not_so_is_found(
    old: str, new: str, quote: str, pair: tuple[int | None, int | None]
) -> None:
    assert old in GERMAN
    judgement = judged(GERMAN.replace(old, new), *THINGS)
    assert any(
        each.verdict == "contradicted" and pair in numbers(each) for each in told(judgement, quote)
    )


def test_a_whole_claim_falls_with_one_table_too_many() -> None:
    judgement = judged(GERMAN, *THINGS, table("extra", id="integer"))
    (sync,) = told(judgement, "vollständig synchron")
    assert sync.verdict == "contradicted"
    assert [e.names for e in sync.telling] == [("extra",)]
    assert wrong(judgement)[:1] == ["Tabellen gesamt: 3"]


def test_a_missing_table_and_another_count_are_named() -> None:
    judgement = judged(GERMAN, THINGS[0], table("bills", id="integer"), THINGS[3])
    (row,) = told(judgement, "`bills`")
    assert (row.verdict, numbers(row)) == ("contradicted", {(3, 1)})
    (gone,) = told(judgement, "sind vorhanden")
    assert gone.verdict == "contradicted"
    assert ("audit.log",) in {e.names for e in gone.telling}


def test_without_a_snapshot_it_is_held_against_itself_and_says_so() -> None:
    judgement = judged(GERMAN)
    assert judgement.against is None and "there is no snapshot" in judgement.why
    assert wrong(judgement) == []
    rows = [each for each in judgement.claims if isinstance(each.claim, Row)]
    assert {each.verdict for each in rows} == {"not checkable"}
    (enums,) = told(judgement, "Enums")
    assert enums.verdict == "not checkable"


def test_what_a_snapshot_leaves_out_contradicts_nothing() -> None:
    left = side(*THINGS[:2], coverage=Coverage(ignored={"audit.*": 1}))
    judgement = judge(read(GERMAN), left, "it")
    assert wrong(judgement) == []
    (row,) = told(judgement, "1 | ja | audit.log")
    assert row.verdict == "not checkable"


def test_a_kind_that_was_not_read_is_not_none() -> None:
    unread = side(*THINGS[:3], coverage=Coverage(captured=("table", "column")))
    (enums,) = told(judge(read(GERMAN), unread, "it"), "Enums")
    assert enums.verdict == "not checkable"
    assert "could not read enum" in enums.evidence[0].sentence


def test_stated_numbers_are_held_against_each_other_when_nothing_is_listed() -> None:
    text = "# R\n\n- Expected tables: 31\n- Additional tables: 13\n- Tables found: 43\n"
    (found,) = told(judged(text), "Tables found")
    assert (found.verdict, numbers(found)) == ("contradicted", {(43, 44)})
    assert found.telling[0].lines == (3, 4)
    assert wrong(judged(text.replace("43", "44"))) == []


VAGUE = """\
# Database audit of 2025-09-06

There are **3 tables** and 7 columns.

| # | Table | Cols |
|---|---|---|
| 1 | users | 3 |

- 3 new tables since August
- Tables dropped: 2
- Columns without default: 100
- Tables (excluding partitions): 4
- Largest table: bills (26 columns)
- 12 tables reviewed
- At least 2 tables
- PostgreSQL 15 tables
- Unexpected tables found: 0
- Expected tables: 3
- Missing tables: 0
- [x] all tables have a primary key
- plus 9 enums
- Tables and views: 50

## Layout of the tables' definitions

- `schema.sql`
- `deploy.yml`

## Environment

- `DATABASE_URL`
"""


def test_what_is_vague_or_not_whole_contradicts_nothing() -> None:
    """Our own fully synchronized would be a contradiction that is none."""
    for things in ((), THINGS):
        judgement = judged(VAGUE, *things)
        assert wrong(judgement) == []
    assert not [c for c in judgement.report.claims if isinstance(c, Names)], "these are files"
    assert [each.claim.quote for each in judgement.of("confirmed")] == [
        "There are 3 tables and 7 columns.", "There are 3 tables and 7 columns.", "1 | users | 3",
    ]  # fmt: skip


def test_lists_with_bold_labels_and_other_items_are_read() -> None:
    text = (
        "# Tables\n\n**Core**\n\n- `users` ✅\n- ✓ bills\n- and 2 enums\n\n"
        "**Audit (1 table)**\n\n- audit.log\n"
    )
    judgement = judged(text, *THINGS)
    lists = [c for c in judgement.report.claims if isinstance(c, Names)]
    assert [(c.domain, c.names, c.others) for c in lists] == [
        ("Core", ("users", "bills"), 1), ("Audit", ("audit.log",), 0),
    ]  # fmt: skip
    assert wrong(judgement) == [], "two enums of this domain"


def test_our_own_reports_hold() -> None:
    """Every validation report of the example, as a report: nothing in it is contradicted."""
    book = open_book(Store(REPOSITORY / "snapshots" / "koveo"), "koveo")
    for page in pages("Koveo", [book]):
        if page.template == "report.md.j2":
            date = page.data["moment"].header.at[:10]
            report = read(render(page))
            assert (report.date, report.repaired) == (date, 0)
            found = judge(report, refs.resolve(config.load(REPOSITORY), f"koveo@{date}").side, "it")
            assert wrong(found) == [], date
            assert len(found.of("confirmed")) > 40


def test_names_marked_as_missing_are_not_claimed_to_be_there() -> None:
    text = (
        "## Expected tables (2)\n\n- `users` ✅\n- `gone` ❌\n\n## Summary\n\n- Missing tables: 1\n"
    )
    assert wrong(judged(text, THINGS[0])) == []
    text = text.replace("❌", "✅").replace("Missing tables: 1", "Missing tables: 0")
    assert "Missing tables: 0" in wrong(judged(text, THINGS[0]))


ROWS = "# R\n\n| Table | Columns | {} |\n|---|---|---|\n| {} | 3 | {} |\n"


@pytest.mark.parametrize("header", ["Status", "Table status", "", "Production", "DB", "Hinweis"])
@pytest.mark.parametrize("cell", ["❌ missing", "missing", "**Fehlt**", "not found in production"])
def test_a_row_that_says_missing_claims_that(header: str, cell: str) -> None:
    for name, verdict in (("bills", "contradicted"), ("ghosts", "confirmed")):
        (row,) = told(judged(ROWS.format(header, name, cell), *THINGS), name)
        assert isinstance(row.claim, Row) and row.claim.found is False
        assert (row.verdict, row.evidence[0].by) == (verdict, "snapshot")


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Status", "missing index"), ("Status", "❌ differs"), ("Status", "not in schema"),
        ("Primary key", "missing"), ("RLS status", "❌ missing"), ("Comment", "missing"),
    ],
)  # fmt: skip
def test_what_else_is_missing_says_nothing_of_the_table(header: str, cell: str) -> None:
    (row,) = told(judged(ROWS.format(header, "bills", cell), *THINGS), "bills")
    assert isinstance(row.claim, Row) and row.claim.found is None
    assert row.verdict == "confirmed"


@pytest.mark.parametrize("text", [ROWS.format("Status", "ghosts", "missing"),
                                  "## Missing tables\n\n- `ghosts`\n"])  # fmt: skip
def test_what_a_snapshot_leaves_out_is_not_confirmed_as_missing(text: str) -> None:
    left = side(*THINGS, coverage=Coverage(ignored={"public.g*": 1}))
    judgement = judge(read(text), left, "it")
    assert not judgement.of("confirmed") and not judgement.of("contradicted")


@pytest.mark.parametrize(
    "said",
    [
        "`bills` – {} columns", "`bills`: {} columns", "`bills` ({} columns)", "bills – {} Spalten",
        "`public.bills` – {} Spalten", "public.bills – {} Spalten", "bills: {} columns",
        "Table bills has {} columns", '"bills" – {} columns', '`"public"."bills"` – columns: {}',
        "✅ `bills` – {} columns, 2 indexes, 5 foreign keys",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "where",
    ["# R\n\n## Tables\n\n- {}\n- `users`\n", "# R\n\n- Tables: 3\n\n## Core\n\n- {}\n",
     "# R\n\nTables: 3\n\n{}\n"],
)  # fmt: skip
def test_columns_of_one_table_are_held_against_that_table(where: str, said: str) -> None:
    for number, verdict in ((3, "confirmed"), (7, "contradicted")):
        judgement = judged(where.format(said.format(number)), *THINGS)
        (row,) = (each for each in judgement.claims if isinstance(each.claim, Row))
        assert (full(row.claim.name), row.verdict) == ("public.bills", verdict)
        assert numbers(row) == {(number, 3)}
        assert wrong(judgement) == ([row.claim.quote] if verdict == "contradicted" else [])


@pytest.mark.parametrize(
    "text",
    [
        "## Columns added\n\n- `bills` – 1 column",
        "## Core\n\n- `bills` – 2 new columns",
        "- `bills` – 2 columns (indexed)",
        "- `bills`, `users` – 9 columns",
        "- `bills` – 2 foreign keys",
        "- `nowhere` – 2 columns",
        "- `schema.sql` – 7 columns",
        "## Tables\n\n- `bills` – 3 columns\n- `users`\n- `audit.log`\n\nColumns: 7",
    ],
)
def test_what_is_said_of_one_table_is_no_total(text: str) -> None:
    assert wrong(judged(f"# R\n\n- Tables: 3\n\n{text}\n", *THINGS)) == []


def test_two_numbers_of_one_table_disagree_wherever_they_stand() -> None:
    text = ROWS.format("Status", "bills", "ok") + "\n`bills` – 4 columns\n"
    assert wrong(judged(text)) == ["bills | 3 | ok", "`bills` – 4 columns"]
    assert wrong(judged("| Table | Status |\n|---|---|\n| bills | ok |\n\n" + text[5:])) == [
        "bills | 3 | ok", "`bills` – 4 columns",
    ]  # fmt: skip


def test_names_may_have_the_quotes_of_sql() -> None:
    for written, name in (
        ('"bills"', "bills"), ('`"bills"`', "bills"), ('"public"."bills"', "public.bills"),
        ('public."bills"', "public.bills"),
    ):  # fmt: skip
        (row,) = told(judged(ROWS.format("Status", written, "ok"), *THINGS), "bills")
        assert isinstance(row.claim, Row)
        assert (row.claim.name, row.verdict) == (name, "confirmed")
    assert phrases.name_in('"two words"') == "two words"
    assert phrases.name_in('"a""b"') == 'a"b'
    assert phrases.names_in('"bills"') == ("bills",)
    assert phrases.unquoted('"a.b"') == '"a.b"', "its point parts nothing"


def test_names_without_a_schema_mean_the_one_that_there_is() -> None:
    things = [
        msgspec.structs.replace(t, schema="app") for t in THINGS if isinstance(t, model.Table)
    ]
    text = (
        "## Tables (3)\n\n| Table | Columns |\n|---|---|\n| users | 3 |\n| bills | 3 |\n| log | 1 |"
    )
    assert len(judged(text, *things).of("confirmed")) == 4


def test_partitions_may_be_counted_or_not() -> None:
    part = model.Partition(name="public.users_1", bound="FOR VALUES IN (1)")
    users = msgspec.structs.replace(table("users", id="integer"), partitions=(part,))
    text = "# R\n\n- Tables: {}\n\n| Table | Columns |\n|---|---|\n| users | 1 |\n| users_1 | 1 |\n"
    for number in (1, 2):
        (told_,) = told(judged(text.format(number), users), "Tables:")
        assert ("snapshot", True) in {(e.by, e.holds) for e in told_.evidence}
    assert wrong(judged(text.format(2), users)) == []


@pytest.mark.parametrize(
    "text",
    [
        "| Index name | Columns |\n|---|---|\n| users_pkey | 1 |",
        "| Table | Columns added |\n|---|---|\n| users | 1 |",
        "| Table | Column | Type |\n|---|---|---|\n| users | id | integer |\n| users | x | text |",
        "The ten largest tables:\n\n| Table | Columns |\n|---|--:|\n| users | 3 |\n\n"
        "Core domain:\n\n- `users`\n- `bills`\n- `audit.log`\n",
        "- Indexes: 40\n- Functions: 12",
    ],
)
def test_other_tables_of_a_report_contradict_nothing(text: str) -> None:
    report = f"# R\n\n- Tables: 3\n\n## Details\n\n{text}\n\n## End\n\nAll tables are present.\n"
    assert wrong(judged(report, *THINGS)) == []


def test_a_schema_column_makes_full_names() -> None:
    text = (
        "| Schema | Table | Columns |\n|---|---|---|\n| audit | log | 1 |\n| public | users | 3 |"
    )
    judgement = judged(text, *THINGS)
    assert [c.name for c in judgement.report.claims if isinstance(c, Row)] == [
        "audit.log", "public.users",
    ]  # fmt: skip
    assert len(judgement.of("confirmed")) == 2


def test_two_rows_of_one_table_disagree() -> None:
    text = "| Table | Columns |\n|---|---|\n| users | 3 |\n| users | 4 |"
    assert wrong(judged(text)) == ["users | 3", "users | 4"]


def test_lists_inside_lists_have_their_domain() -> None:
    report = read("# R\n\n- Core domain:\n  - `users`\n- Money domain:\n  - `bills`\n")
    lists = [claim for claim in report.claims if isinstance(claim, Names)]
    assert [(c.domain, c.names, c.line) for c in lists] == [
        ("Core", ("users",), 3), ("Money", ("bills",), 5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("31 expected tables", [(31, "table", "expected")]),
        ("44 tables with 592 columns", [(44, "table", ""), (592, "column", "")]),
        ("Found in Production: 31 (100% match)", [(31, "", "found")]),
        ("Foreign keys: 1,063", [(1063, "foreign_key", "")]),
        ("Fehlende Tabellen: keine", [(0, "table", "missing")]),
        ("Tables not found: 2", [(2, "table", "missing")]),
        ("Tables: 44 / 44", [(44, "table", "")]),
        # What is not understood must never be taken for a total.
        ("At least 40 tables", [(40, "table", "other")]),
        ("3 tables have an index", [(3, "table", "other")]),
        ("We dropped 3 tables in production", [(3, "table", "other")]),
        ("9 expected tables in the domain Core", [(9, "table", "other")]),
        ("users has 14 columns", [(14, "column", "other")]),
        ("Tables and views: 50", [(50, "several", "other")]),
        ("~40 tables", []),
        ("Version: 15", []),
        ("Date: 2025-09-06", []),
    ],
)
def test_numbers_and_what_they_are_of(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert [(c.number, c.noun, c.role) for c in counting.counted(text)] == expected


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Generated on: September 6, 2025", "2025-09-06"), ("Stand: 6. Sept. 2025", "2025-09-06"),
        ("06.09.2025", "2025-09-06"), ("2025-09-06T10:00", "2025-09-06"),
        ("le 1er août 2025", "2025-08-01"), ("09/06/2025", None), ("31 February 2025", None),
        ("Page 12, 2025", None),
    ],
)  # fmt: skip
def test_dates(text: str, date: str | None) -> None:
    assert phrases.date_in(text) == date


# Files that are no report


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"", "nothing that could be a claim"),
        (b"Dear all, the database is fine. All is well.\n", "nothing that could be a claim"),
        (b"```\n31 tables\n```\n", "nothing that could be a claim"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text: it holds zero bytes"),
        ("Übersicht: 3 tables".encode("cp1252"), "not UTF-8 text at byte 0"),
        ("# 3 tables".encode("utf-16"), "not a text"),
        (b"| Table |\n|---|\n" + b"| users |\n" * 1_000_000, "bytes, and a report is of"),
    ],
    ids=["empty", "prose", "code", "binary", "cp1252", "utf-16", "10 MB"],
)
def test_what_is_no_report_is_told_and_nothing_written(
    tmp_path: Path, raw: bytes, what: str
) -> None:
    project = Project(tmp_path / "p")
    path = project.root / "report.md"
    path.write_bytes(raw)
    before = project.files()
    result = project.run("import-report", str(path), "--keep", "--expected")
    assert (result.code, result.out) == (2, "")
    assert what in result.err and str(path) in result.err
    assert project.files() == before


@pytest.mark.parametrize("name", ["nowhere.md", "expected"])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    project = Project(tmp_path / "p")
    result = project.run("import-report", str(project.root / name))
    assert result.code == 2
    assert name in result.err and "cannot read" in result.err


def test_line_ends_and_a_mark_at_the_beginning_change_nothing() -> None:
    plain = read(GERMAN)
    for raw in (GERMAN.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + GERMAN.encode()):
        report = claiming.of_bytes(raw, "report.md")
        assert report.claims == plain.claims and report.title == plain.title
        assert report.raw == raw


# Hostile content


def test_nothing_of_a_report_means_anything_on_a_page(tmp_path: Path) -> None:
    store = Store(tmp_path / "production")
    record(store, *THINGS)
    claims.keep(store.claims, read(hostile_report()))
    texts = rendered(store)
    (page,) = (text for path, text in texts.items() if "/claims/" in path)
    assert len(page) > 3000
    for text in (page, texts["history/production/timeline.md"]):
        body = text.split("---\n", 2)[2]
        for bad in ("<script", "{{", "{%", "](http", "javascript:"):
            assert bad not in body, bad
        assert not re.search(r"<[a-z]+ [^>]*onmouseover", body)
    result = Project(tmp_path / "p")
    path = result.write("report.md", hostile_report())
    shown = result.run("import-report", str(path), "--format", "markdown").out
    assert "<script" not in shown and "{{" not in shown
    assert "\u202e" not in result.run("import-report", str(path)).out


# Kept


@pytest.fixture
def kept(tmp_path: Path) -> Project:
    project = Project(tmp_path / "p")
    record(project.store, *THINGS)
    report = project.write("report.md", GERMAN)
    assert project.run("import-report", str(report), "--keep").code == 0
    return project


def test_the_same_report_gives_the_same_bytes(kept: Project) -> None:
    before = kept.files()
    (name,) = (name for name in before if "/claims/" in name)
    sha = hashlib.sha256(GERMAN.encode()).hexdigest()
    assert name == f"snapshots/production/claims/2025-09-06-{sha[:8]}.json"
    kept.run("import-report", str(kept.root / "report.md"), "--keep")
    assert kept.files() == before
    told = json.loads(before[name])
    assert (told["sha256"], told["date"]) == (sha, "2025-09-06")
    assert "\n".join(told["text"]) == GERMAN
    assert all(claim["line"] and claim["quote"] for claim in told["claims"])
    assert kept.run("verify").code == 0


def _swap(old: str, new: str) -> Any:
    def tamper(path: Path) -> None:
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return tamper


def _forge(path: Path) -> None:
    """A claim is changed, and everything is written as we would."""
    report = claims.read(path)
    first = report.claims[0]
    assert isinstance(first, Number)
    changed = msgspec.structs.replace(first, number=99)
    forged = msgspec.structs.replace(report, claims=(changed, *report.claims[1:]))
    path.write_text(text_of(forged), "utf-8")


def _forge_text(path: Path) -> None:
    report = claims.read(path)
    text = tuple(line.replace("gesamt: 3", "gesamt: 4") for line in report.text)
    path.write_text(text_of(msgspec.structs.replace(report, text=text)), "utf-8")


@pytest.mark.parametrize(
    ("tamper", "what"),
    [
        (_swap('"number": 3', '"number": 4'), "claims are not those of its text"),
        (_swap('  "title"', ' "title"'), "not the bytes that were written"),
        (_swap(f'"format": {claims.FORMAT}', '"format": 99'), "format 99 is newer"),
        (_swap('"title"', '"tittle"'), "tittle"),
        (_swap("{", ""), ".json"),
        (_forge, "claims are not those of its text"),
        (_forge_text, "not the file whose SHA-256"),
        (lambda path: path.rename(path.with_name("2024-01-01-abc.json")), "not the bytes"),
        (lambda path: path.with_name("note.txt").write_text("x"), "not a file of ours"),
        (lambda path: path.write_bytes(b""), ".json"),
    ],
    ids=["number", "layout", "format", "field", "cut", "forged", "text", "name", "stray", "empty"],
)
def test_verify_finds_what_was_changed(kept: Project, tamper: Any, what: str) -> None:
    (path,) = kept.store.claims.glob("*.json")
    tamper(path)
    result = kept.run("verify")
    assert result.code == 1
    assert what in result.out


def test_claims_read_by_an_older_version_are_left_alone(kept: Project) -> None:
    """What is read otherwise by now is no damage; the text must still be the one of its digest."""
    (path,) = kept.store.claims.glob("*.json")
    report = claims.read(path)
    older = msgspec.structs.replace(report, reading=claims.READING - 1, claims=report.claims[:3])
    path.write_text(text_of(older), "utf-8")
    assert kept.run("verify").code == 0


def test_the_example_holds_what_is_read_from_its_report() -> None:
    store = Store(REPOSITORY / "snapshots" / "koveo")
    assert claims.load(store.claims) == (claiming.read(SEED),)


# Against what


def test_the_snapshot_of_its_date_or_the_latest(tmp_path: Path) -> None:
    project = Project(tmp_path / "p")
    record(project.store, *THINGS, day=1)
    record(project.store, THINGS[0], day=9)
    for date, against in (
        ("2025-01-05", "production@2025-01-01"), ("2025-02-01", "production@2025-01-09"),
        ("2024-12-31", None),
    ):  # fmt: skip
        path = project.write("report.md", f"# R\n\nDate: {date}\n\n- Tables: 3\n")
        found = json.loads(project.run("import-report", str(path), "--format", "json").out)
        assert (found["against"] or "")[:21] == (against or "")
    path = project.write("report.md", "# R\n\n- Tables: 1\n")
    assert "the latest snapshot, since it has no date" in project.ok("import-report", str(path))
    assert project.run("import-report", str(path), "--against", "production~1").code == 1


# As an expectation


def test_expected_writes_a_file_for_each_domain(kept: Project) -> None:
    report = str(kept.root / "report.md")
    out = kept.ok("import-report", report, "--expected")
    assert "written: expected/protokoll.yml" in out
    assert yaml.safe_load((kept.root / "expected/stamm.yml").read_text("utf-8")) == {
        "domain": "Stamm", "tables": {"bills": {"columns": 3}, "users": {"columns": 3}},
    }  # fmt: skip
    check = json.loads(kept.run("check", "--format", "json").out)
    assert check["findings"] == []
    assert check["summary"]["tables_expected"] == 3
    before = kept.files()
    again = kept.run("import-report", report, "--expected")
    assert again.code == 2 and "there already" in again.err
    assert kept.files() == before


def test_expected_takes_the_numbers_of_a_list(kept: Project) -> None:
    path = kept.write("list.md", "## Tables\n\n- `bills` – 3 columns\n- `users`\n")
    kept.ok("import-report", str(path), "--expected")
    assert yaml.safe_load((kept.root / "expected/main.yml").read_text("utf-8"))["tables"] == {
        "bills": {"columns": 3}, "users": {},
    }  # fmt: skip


def test_a_table_that_is_stated_already_is_not_stated_again(kept: Project) -> None:
    kept.write("expected/other.yml", "domain: other\ntables:\n  users: {}\n")
    result = kept.run("import-report", str(kept.root / "report.md"), "--expected")
    assert result.code == 2 and "users" in result.err
    assert sorted(path.name for path in (kept.root / "expected").iterdir()) == ["other.yml"]


def test_a_name_that_would_be_read_otherwise_is_not_written(kept: Project) -> None:
    path = kept.write("odd.md", "| Table | Columns |\n|---|---|\n| `user*` | 3 |\n")
    result = kept.run("import-report", str(path), "--expected")
    assert result.code == 2 and "user*: a file of a domain would take this" in result.err
    assert list((kept.root / "expected").iterdir()) == []


# Pages


def test_the_page_and_the_timeline_say_that_it_is_a_claim(kept: Project) -> None:
    texts = rendered(kept.store)
    (page,) = (text for path, text in texts.items() if "/claims/" in path)
    judgement = judged(GERMAN, *THINGS)
    for text in (page, texts["history/production/timeline.md"], texts["index.md"]):
        assert "claim, not a capture" in text.lower()
    assert f"{len(judgement.claims)} claims" in page
    assert "Nothing is contradicted." in page
    assert "[<code>bills</code>](../schema/public/tables/bills.md)" in page


def test_a_report_may_be_all_there_is(tmp_path: Path) -> None:
    store = Store(tmp_path / "production")
    claims.keep(store.claims, read(GERMAN))
    texts = rendered(store)
    assert "claim, not a capture" in texts["history/production/timeline.md"]
    assert "there is no snapshot of 2025-09-06 or before" in next(
        text for path, text in texts.items() if "/claims/" in path
    )


def test_reports_stand_at_their_dates_in_the_timeline(tmp_path: Path) -> None:
    store = Store(tmp_path / "production")
    record(store, *THINGS, day=1)
    record(store, *THINGS[1:], day=5)
    for date in ("2024-06-01", "2025-01-03", "2025-01-05", None):
        claims.keep(store.claims, read(f"# R {date}\n\nDate: {date}\n\n- Tables: 3\n"))
    text = rendered(store)["history/production/timeline.md"]
    order = [text.index(mark) for mark in (
        "R 2025-01-05", "at-2025-01-05t", "R 2025-01-03", "at-2025-01-01t", "R 2024-06-01",
        "R None",
    )]  # fmt: skip
    assert order == sorted(order)


def test_a_statement_is_about_what_it_says() -> None:
    report = read("# R\n\n- Tables: 3\n- The schema is not synchronized.\n- Perfect 1:1 mapping\n")
    topics = [(c.topic, c.whole) for c in report.claims if isinstance(c, Statement)]
    assert topics == [("other", False), ("mapping", True)]
