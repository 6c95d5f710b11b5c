"""The same schema on PostgreSQL 14 to 18: nothing differs, and every other spelling is listed.

The servers of every major are installed by the run itself (`tests/majors/`). What one major does
otherwise by default is said in the script, since there it is a difference: versions of extensions,
who may create in `public`, how a subscription is applied.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import permutations
from pathlib import Path

import msgspec
import pytest

from chronicle import spell
from generator.diff import diff
from generator.side import Side
from snapshot.codec import state_digest
from snapshot.scratch import Server
from snapshot.trial import Capture
from tests import majors
from tests.conftest import ROLES, Servers, captured, run_sql
from tests.oracle.test_mutations import everything
from tests.test_cases import golden
from tests.test_zero import KOVEO, build

OLDEST = {"btree_gist": "1.6", "citext": "1.6", "hstore": "1.8", "pg_trgm": "1.6",
          "postgres_fdw": "1.1", "file_fdw": "1.0"}  # fmt: skip
"""Versions of extensions that every major has."""
RULES = {"respelled", "not-on-version"}
PUBLIC = """
ALTER SCHEMA public OWNER TO pg_database_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
"""


def of_cases(url: str, major: int) -> None:
    build(url, majors.MAJORS[0], OLDEST)
    run_sql(url, PUBLIC)


def of_everything(url: str, major: int) -> None:
    for name, version in OLDEST.items():
        if name in ("hstore", "btree_gist", "postgres_fdw"):
            run_sql(url, f"CREATE EXTENSION {name} SCHEMA public VERSION '{version}'")
    run_sql(url, re.sub(r"CREATE EXTENSION .*", "", everything(int(majors.MAJORS[0]))))
    run_sql(url, PUBLIC)
    for name in ("sub", "sub2"):
        run_sql(url, f"ALTER SUBSCRIPTION {name} SET (streaming = off)")
        if major >= 16:  # before, it always was so
            run_sql(url, f"ALTER SUBSCRIPTION {name} SET (run_as_owner = true)")


def of_koveo(url: str, major: int) -> None:
    run_sql(url, (KOVEO / "roles.sql").read_text("utf-8"))
    for script in sorted(KOVEO.glob("deploys/*/production.sql")):
        text = script.read_text("utf-8")
        text = re.sub(r"(create extension if not exists (\w+) with schema public)",
                      lambda m: f"{m[1]} version '{OLDEST[m[2]]}'", text)  # fmt: skip
        text = text.replace("security_invoker", "security_barrier")
        run_sql(url, text.replace("nulls not distinct", ""))
    run_sql(url, PUBLIC)


INPUTS: dict[str, Callable[[str, int], None]] = {
    "cases": of_cases, "everything": of_everything, "koveo": of_koveo,
}  # fmt: skip


@pytest.fixture(scope="module")
def every() -> Iterator[dict[str, Server]]:
    """A running server of each major."""
    running: dict[str, Server] = {}
    try:
        for major in majors.MAJORS:
            running[major] = server = Server(majors.binaries(major))
            server.provide(ROLES, ("spc1", "spc2"))
        yield running
    finally:
        for server in running.values():
            server.stop()


def seen(server: Server, make: Callable[[str, int], None], *, known: bool = True) -> Side:
    """A schema as one server tells it, with what the scratch server makes of that."""
    with server.database("chronicle_majors") as url:
        make(url, server.major)
        found = captured(url)
    return told(found) if known else side(found)


def side(found: Capture) -> Side:
    return Side(
        found.objects, found.identity, found.server, found.coverage, "production",
        state=state_digest(found.objects),
    )  # fmt: skip


def told(found: Capture) -> Side:
    bare = side(found)
    spellings = spell.made_anew(bare, 18)
    return msgspec.structs.replace(bare, spellings=(spellings,) if spellings else ())


def folded(old: Side, new: Side) -> Counter[str]:
    """Compare one schema on two majors: no change; how many folds by which rule."""
    found = diff(old, new)
    assert [change.sentence for change in found.changes] == []
    assert set(found.not_compared) <= {"not_null"}
    rules = Counter(fold.rule for fold in found.folds)
    assert set(rules) <= RULES
    assert all(fold.old != fold.new for fold in found.folds)
    assert found.upgrade
    assert found.upgrade.spellings == len(found.folds)
    return rules


@pytest.mark.slow
def test_one_schema_is_one_on_every_major(every: dict[str, Server], update_golden: bool) -> None:
    lines = []
    for name, make in INPUTS.items():
        sides = {major: seen(server, make) for major, server in every.items()}
        assert all(s.server and str(s.server.major) == m for m, s in sides.items())
        assert all(not told.missing for s in sides.values() for told in s.spellings)
        for old, new in permutations(majors.MAJORS, 2):
            rules = folded(sides[old], sides[new])
            number = ", ".join(f"{n} {rule}" for rule, n in sorted(rules.items())) or "none"
            lines.append(f"{name:<10}  {old} → {new}  {len(sides[old].objects)} objects  {number}")
    print(*lines, sep="\n")
    golden("\n".join(lines) + "\n", Path(majors.__file__).parent / "folds.txt", update_golden)


@pytest.mark.parametrize("name", INPUTS)
def test_one_schema_is_one_on_two_majors(name: str, servers: Servers) -> None:
    sides = []
    for major in ("15", "18"):
        server = servers.get(major)
        server.provide((), ("spc1", "spc2"))
        sides.append(seen(server, INPUTS[name]))
    rules = folded(*sides)
    assert rules == folded(*reversed(sides))
    assert bool(rules) == (name != "koveo")
