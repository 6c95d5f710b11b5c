"""Renames declared in `expected/`: one finding while the old name is there, nothing afterwards."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chronicle.remedies import prove
from generator.check import Check, check
from generator.held import hold
from generator.remedy import plan, script
from generator.remedy.findings import between
from generator.remedy.target import aimed
from generator.side import Side
from snapshot.scratch import Server
from tests.conftest import REPOSITORY, Project, captured, run_sql
from tests.test_expectation import asserted

OLD = """
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE people (
    id integer PRIMARY KEY, mail text NOT NULL, mood mood DEFAULT 'sad', CHECK (mail <> ''),
    CONSTRAINT one_mail UNIQUE (mail)
);
CREATE INDEX people_mood ON people (mood) WHERE mood = 'sad';
CREATE TABLE bills (id integer, payer integer REFERENCES people (id));
CREATE VIEW addresses AS SELECT mail FROM people;
"""
NEW = """
ALTER TYPE mood RENAME VALUE 'sad' TO 'low';
ALTER TABLE people RENAME TO users;
ALTER TABLE users RENAME mail TO email;
ALTER TABLE users RENAME CONSTRAINT one_mail TO one_email;
"""
DECLARED = """
unlisted: [tables]
enums: {mood: {labels: [low, ok], labels_renamed_from: {low: sad}}}
tables:
  users:
    full: true
    owner: postgres
    renamed_from: people
    columns:
      id: {type: integer, nullable: false}
      email: {type: text, nullable: false, renamed_from: mail}
      mood: {type: public.mood, default: "'low'::public.mood"}
    primary_key: {name: people_pkey, columns: [id]}
    unique_constraints: {one_email: {columns: [email], renamed_from: one_mail}}
    check_constraints: {people_mail_check: {expression: "(email <> ''::text)"}}
    indexes: {people_mood: {keys: [{column: mood}], predicate: "(mood = 'low'::public.mood)"}}
  bills:
    foreign_keys:
      bills_payer_fkey: {columns: [payer], references: public.users, referenced_columns: [id]}
views: {addresses: {definition: [" SELECT email AS mail", "   FROM public.users;"]}}
"""


def facts_of(server: Server, *scripts: str) -> Side:
    with server.database() as url:
        for text in scripts:
            run_sql(url, text)
        found = captured(url)
    return Side(
        found.objects, found.identity, found.server, found.coverage, "production",
        dependents=found.dependents,
    )  # fmt: skip


def sentences(found: Check) -> list[str]:
    return [finding.sentence for finding in found.findings]


def test_a_declared_rename_is_one_finding(tmp_path: Path, server: Server) -> None:
    found = check(asserted(tmp_path, DECLARED), facts_of(server, OLD))
    assert [(f.action, f.object, f.part, f.old) for f in found.findings] == [
        ("renamed", "public/enums/mood", "", "sad"),
        ("renamed", "public/tables/users", "", "public/tables/people"),
        ("renamed", "public/tables/users", "columns/email", "mail"),
        ("renamed", "public/tables/users", "unique_constraints/one_email", "one_mail"),
    ]
    assert sentences(found) == [
        "Label `low` of enum `mood` is still called `sad`.",
        "Table `users` is still called `people`.",
        "Column `users.email` is still called `mail`.",
        "Unique constraint `users.one_email` is still called `one_mail`.",
    ]
    assert [f.rule for f in found.findings][:2] == ["enum-labels-renamed", "table-renamed"]
    assert found.findings[1].reason == "what uses the new name fails"
    assert {fold.rule for fold in found.folds} == {"follows-rename"}
    table = {d.name for d in found.findings[1].dependents or ()}
    assert "addresses" in table and "bills.bills_payer_fkey" in table, "told of the old name"
    assert (found.tables.missing, found.tables.unexpected) == ((), ())


def test_once_done_it_is_silent(tmp_path: Path, server: Server) -> None:
    found = check(asserted(tmp_path, DECLARED), facts_of(server, OLD, NEW))
    assert (found.verdict, sentences(found)) == ("in sync", [])
    kept = {fold.new["name"] for fold in found.folds}
    assert kept == {"people_id_not_null", "people_mail_not_null"}, "as the server named them once"


def test_the_remedy_renames_and_loses_nothing(tmp_path: Path, server: Server) -> None:
    told, facts = asserted(tmp_path, DECLARED), facts_of(server, OLD)
    new, untold = aimed(hold(told, facts))
    made = plan(facts, new)
    text = script(made.steps)
    for line in NEW.strip().split("\n"):
        assert line.partition("RENAME")[2] in text
    assert not re.search("DROP|CREATE|ADD", text) and untold == {}
    assert prove(server, between(facts, new)) == ("proven", ())
    assert check(told, new).findings == ()


def test_what_nobody_asserts_follows(tmp_path: Path, server: Server) -> None:
    told = asserted(
        tmp_path,
        "enums: {mood: {labels: [low, ok], labels_renamed_from: {low: sad}}}\n"
        "tables: {users: {renamed_from: people, columns: {email: {renamed_from: mail},"
        " boss: {type: integer}}}}",
    )
    facts = facts_of(server, OLD)
    new, _ = aimed(hold(told, facts))
    made = plan(facts, new)
    text = [line for line in script(made.steps).split("\n") if line.startswith("ALTER")]
    assert len(text) == 4 and "ADD COLUMN boss" in text[-1]
    assert prove(server, between(facts, new)) == ("proven", ())


def test_a_schema_takes_along_what_is_in_it(tmp_path: Path, server: Server) -> None:
    told = asserted(
        tmp_path,
        "schema: billing\nunlisted: {billing: all}\nschemas: {billing: {renamed_from: invoicing}}\n"
        "tables: {bills: {columns: {payer: {renamed_from: who}}}, items: {renamed_from: lines}}\n"
        "views: {payers: {definition: [' SELECT payer AS who', '   FROM billing.bills;']}}",
    )
    facts = facts_of(
        server,
        "CREATE SCHEMA invoicing; CREATE TABLE invoicing.bills (who text);"
        " CREATE TABLE invoicing.lines (id integer);"
        " CREATE VIEW invoicing.payers AS SELECT who FROM invoicing.bills",
    )
    found = check(told, facts)
    assert sentences(found) == [
        "Column `billing.bills.payer` is still called `who`.",
        "Table `billing.items` is still called `billing.lines`.",
        "Schema `billing` is still called `invoicing`.",
    ]
    new, _ = aimed(hold(told, facts))
    text = script(plan(facts, new).steps)
    assert "ALTER SCHEMA invoicing RENAME TO billing;" in text
    assert "ALTER TABLE billing.lines RENAME TO items;" in text and "DROP" not in text
    assert prove(server, between(facts, new)) == ("proven", ())


def test_where_both_are_there_the_old_one_is_a_finding_as_usual(
    tmp_path: Path, server: Server
) -> None:
    told = asserted(
        tmp_path,
        "unlisted: [tables]\ntables: {users: {renamed_from: people, unlisted: [columns],"
        " columns: {email: {renamed_from: mail}}}}",
    )
    both = "CREATE TABLE people (id integer); CREATE TABLE users (email text, mail text)"
    assert sentences(check(told, facts_of(server, both))) == [
        "Table `people` is not expected (it is declared as the old name of users, but both are"
        " there).",
        "Column `users.mail` is not expected (`text`) (it is declared as the old name of email,"
        " but both are there).",
    ]
    neither = check(told, facts_of(server, "CREATE TABLE x (id integer)"))
    assert [f.action for f in neither.findings] == ["removed", "added"]


def test_without_numbers_the_remedy_still_renames(tmp_path: Path, server: Server) -> None:
    """Some roles may not see which server it is."""
    import msgspec

    facts = facts_of(server, OLD)
    assert facts.server is not None
    hidden = msgspec.structs.replace(facts.server, system_identifier=None)
    facts = msgspec.structs.replace(facts, server=hidden)
    new, _ = aimed(hold(asserted(tmp_path, DECLARED), facts))
    assert "DROP" not in script(plan(facts, new).steps)


def test_the_example_of_the_docs(project: Project, database: str) -> None:
    page = (REPOSITORY / "docs/expectations.md").read_text("utf-8")
    (text,) = [b for b in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "renamed_from" in b]
    (project.root / "expected").mkdir(exist_ok=True)
    (project.root / "expected/core.yml").write_text(text, "utf-8")
    run_sql(database, "CREATE TYPE bill_status AS ENUM ('draft', 'sent', 'payed')")
    run_sql(database, "CREATE TABLE people (id integer, mail text)")
    project.ok("snapshot", "production", "--label", "before")
    result = project.run("check", "production")
    assert result.code == 1
    for words in ("`users` is still called `people`", "`users.email` is still called `mail`",
                  "Label `paid` of enum `bill_status` is still called `payed`"):  # fmt: skip
        assert words in result.out
    run_sql(database, "ALTER TABLE people RENAME TO users; ALTER TABLE users RENAME mail TO email")
    run_sql(database, "ALTER TYPE bill_status RENAME VALUE 'payed' TO 'paid'")
    project.ok("snapshot", "production", "--label", "after")
    assert project.run("check", "production").code == 0
    past = project.run("check", "production~1")
    assert past.code == 1 and "is still called `people`" in past.out
    assert project.run("verify").code == 0


@pytest.mark.parametrize("name", ["people", "billing.people"])
def test_two_domains_cannot_claim_one_old_name(tmp_path: Path, name: str) -> None:
    asserted(tmp_path, f"tables: {{a: {{renamed_from: {name}}}}}", "one")
    with pytest.raises(Exception, match=r"two\.yml: .*was renamed from .*people.* too"):
        asserted(tmp_path, f"tables: {{b: {{renamed_from: {name}}}}}", "two")
