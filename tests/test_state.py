"""Operational state: each condition is found on a real server, and only where it is."""

from __future__ import annotations

import json

import pytest

from generator import state
from generator.check import check
from snapshot import model
from tests.conftest import Project, captured, run_sql
from tests.made import table
from tests.test_cases import side

_WRONG = {
    "state-index-invalid": (
        "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE INDEX i ON t (a);"
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass;",
        "indexes/i",
    ),
    "state-constraint-not-validated": (
        "CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t ADD CONSTRAINT c CHECK (id > 0)"
        " NOT VALID;",
        "check_constraints/c",
    ),
    "state-constraint-not-enforced": (
        "CREATE TABLE t (id int PRIMARY KEY, CONSTRAINT c CHECK (id > 0) NOT ENFORCED);",
        "check_constraints/c",
    ),
    "state-trigger-disabled": (
        "CREATE TABLE t (id int PRIMARY KEY); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RETURN new; END'; CREATE TRIGGER g BEFORE INSERT ON t EXECUTE FUNCTION f();"
        "ALTER TABLE t DISABLE TRIGGER g;",
        "triggers/g",
    ),
    "state-row-security-without-policy": (
        "CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t ENABLE ROW LEVEL SECURITY;", "",
    ),
    "state-policy-without-row-security": (
        "CREATE TABLE t (id int PRIMARY KEY); CREATE POLICY p ON t USING (true);", "",
    ),
    "state-definer-search-path": (
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';", "",
    ),
    "state-foreign-key-without-index": (
        "CREATE TABLE t (id int PRIMARY KEY, a int CONSTRAINT k REFERENCES t);", "foreign_keys/k",
    ),
    "state-index-duplicate": (
        "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE INDEX i ON t (a);"
        "CREATE INDEX j ON t (a);",
        "indexes/j",
    ),
    "state-sequence-too-small": (
        "CREATE TABLE t (id serial PRIMARY KEY); ALTER TABLE t ALTER id TYPE bigint;"
        "ALTER SEQUENCE t_id_seq AS integer;",
        "",
    ),
    "state-identity-too-small": (
        "CREATE TABLE t (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY);"
        "ALTER SEQUENCE t_id_seq AS integer;",
        "columns/id",
    ),
    "state-primary-key-missing": ("CREATE TABLE t (id int);", ""),
    "state-next-partition-missing": (
        "CREATE TABLE t (d date PRIMARY KEY) PARTITION BY RANGE (d);"
        "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');",
        "",
    ),
}  # fmt: skip


def test_every_condition_has_a_case() -> None:
    assert set(_WRONG) == set(state.RULES)


@pytest.mark.parametrize("rule", _WRONG)
def test_a_condition_is_found_where_it_is(rule: str, database: str) -> None:
    script, part = _WRONG[rule]
    run_sql(database, script)
    found = check({}, side(captured(database)), "2025-12-15T00:00:00Z").state
    assert [(c.rule, c.part) for c in found] == [(rule, part)]
    assert "`" in found[0].sentence and found[0].remedy


def test_nothing_is_due_while_the_next_partition_is_there(database: str) -> None:
    run_sql(database, _WRONG["state-next-partition-missing"][0])
    facts = side(captured(database))
    assert not check({}, facts, "2025-11-15T00:00:00Z").state
    run_sql(database, "CREATE TABLE rest PARTITION OF t DEFAULT;")
    assert not check({}, side(captured(database)), "2026-11-15T00:00:00Z").state


_PARTED = """
CREATE TABLE t (region text, d date, PRIMARY KEY (region, d)) PARTITION BY LIST (region);
CREATE TABLE t_eu PARTITION OF t FOR VALUES IN ('eu') PARTITION BY RANGE (d);
CREATE TABLE t_eu_25 PARTITION OF t_eu FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')
    PARTITION BY RANGE (d);
CREATE TABLE t_eu_25_1 PARTITION OF t_eu_25 FOR VALUES FROM ('2025-01-01') TO ('2025-12-01');
CREATE TABLE t_us PARTITION OF t FOR VALUES IN ('us') PARTITION BY RANGE (d);
CREATE TABLE t_us_all PARTITION OF t_us FOR VALUES FROM ('2025-01-01') TO (MAXVALUE);
CREATE TABLE t_uk PARTITION OF t FOR VALUES IN ('uk');
"""


@pytest.mark.parametrize(
    ("at", "short"),
    [
        ("2025-10-15", []),
        ("2025-11-15", ["t_eu_25"]),
        ("2025-12-15", ["t_eu", "t_eu_25"]),
        ("2026-01-15", ["t_eu"]),
    ],
)
def test_partitions_with_partitions_need_the_next_too(
    at: str, short: list[str], database: str
) -> None:
    """One of 2025 needs none after 2025, and none at all once 2025 is over."""
    run_sql(database, _PARTED)
    found = check({}, side(captured(database)), f"{at}T00:00:00Z").state
    assert [c.part for c in found] == [f"partitions/public%2e{name}" for name in short]
    whole = "CREATE TABLE t_eu_25_2 PARTITION OF t_eu_25 FOR VALUES FROM ('2025-12-01') TO "
    run_sql(database, f"{whole}('2026-01-01')")
    found = check({}, side(captured(database)), f"{at}T00:00:00Z").state
    assert [c.part for c in found] == [f"partitions/public%2e{n}" for n in short if n == "t_eu"]


def test_a_deliberate_end_of_an_identity_is_no_condition(database: str) -> None:
    identity = "GENERATED ALWAYS AS IDENTITY"
    run_sql(
        database,
        f"CREATE TABLE t (id bigint PRIMARY KEY {identity} (MAXVALUE 9999), b integer {identity});"
        " ALTER TABLE t ALTER b TYPE bigint",
    )
    assert not check({}, side(captured(database)), "2025-11-15T00:00:00Z").state


def test_what_was_not_captured_is_not_judged() -> None:
    things: dict[str, model.Object] = {"public/tables/t": table("t", id="int")}
    assert not state.conditions(things, ("table",), "")
    assert state.conditions(things, ("table", "primary_key"), "")


def test_state_is_told_and_leaves_the_verdict_alone(project: Project, database: str) -> None:
    run_sql(database, "CREATE TABLE t (id int);")
    project.ok("snapshot")
    project.ok("expect", "production", "--domain", "core")
    told = project.ok("check")
    assert "verdict: in sync" in told
    assert "Table `t`" in told or "`t` has no primary key.  [state-primary-key-missing]" in told
    found = json.loads(project.ok("check", "--format", "json"))
    assert [c["rule"] for c in found["state"]] == ["state-primary-key-missing"]
