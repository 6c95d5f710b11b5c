"""Renames between servers: told by evidence with its strength, never a confident wrong answer."""

from __future__ import annotations

import msgspec
import pytest

from generator.changes import Change
from generator.diff import diff
from generator.side import Side
from snapshot.scratch import Server
from tests.conftest import captured, run_sql

USERS = "id integer, email text, name text, born date"
FUNCTION = "LANGUAGE sql AS 'SELECT 40 + 2 AS the_answer_to_everything'"


def told(server: Server, old: str, new: str) -> list[Change]:
    """What differs between two databases of which the server says nothing of who is who."""
    sides = []
    for script in (old, new):
        with server.database() as url:
            run_sql(url, script)
            found = captured(url)
            sides.append(Side(found.objects, found.identity, found.server, found.coverage))
    return list(diff(*sides).changes)


def short(changes: list[Change]) -> list[str]:
    """`renamed column exact`, `removed table (weak)`."""
    return [
        " ".join(filter(None, (
            c.action, c.kind, c.evidence.strength if c.evidence else "", "perhaps" * bool(c.perhaps)
        )))
        for c in changes
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            f"CREATE TABLE a ({USERS})", f"CREATE TABLE b ({USERS})", ["renamed table exact"],
            id="a table",
        ),
        pytest.param(
            f"CREATE TABLE a ({USERS})", f"CREATE TABLE b ({USERS}, more text)",
            ["renamed table strong", "added column"], id="a table that also changed",
        ),
        pytest.param(
            f"CREATE TABLE a ({USERS})", f"CREATE TABLE b ({USERS}); CREATE TABLE c ({USERS})",
            ["removed table perhaps", "added table perhaps", "added table"],
            id="two could be meant",
        ),
        pytest.param(
            "CREATE TABLE a (id integer)", "CREATE TABLE b (id integer)",
            ["removed table perhaps", "added table perhaps"], id="too plain to be known again",
        ),
        pytest.param(
            f"CREATE TABLE a ({USERS})", "CREATE TABLE b (x text, y text, z text)",
            ["removed table", "added table"], id="nothing alike",
        ),
        pytest.param(
            f"CREATE TABLE a ({USERS})",
            f"CREATE TABLE a (x text, y text, z text); CREATE TABLE b ({USERS})",
            ["added table perhaps", *["added column"] * 3, *["removed column"] * 4],
            id="another table took its name",
        ),
        pytest.param(
            f"CREATE TABLE a ({USERS})", f"CREATE TABLE a ({USERS.replace('email', 'mail')})",
            ["renamed column exact"], id="a column",
        ),
        pytest.param(
            f"CREATE TABLE a ({USERS})", f"CREATE TABLE a ({USERS.replace('born', 'day')})",
            ["removed column perhaps", "added column perhaps"], id="the last column",
        ),
        pytest.param(
            f"CREATE TABLE a ({USERS})",
            f"CREATE TABLE a ({USERS.replace('email text, ', '')}, email2 text)",
            ["removed column perhaps", "added column perhaps"], id="a column in another place",
        ),
        pytest.param(
            f"CREATE TABLE a ({USERS})", f"CREATE TABLE a ({USERS.replace('email text', 'n int')})",
            ["removed column", "added column"], id="another column in its place",
        ),
        pytest.param(
            "CREATE TABLE a (x integer, y integer, z integer)",
            "CREATE TABLE a (y integer, x integer, z integer)",
            ["changed table"], id="two columns swapped: only their order is seen",
        ),
        pytest.param(
            f"CREATE TABLE a ({USERS}, CONSTRAINT one CHECK (id > 0)); CREATE INDEX i ON a (name)",
            f"CREATE TABLE a ({USERS}, CONSTRAINT two CHECK (id > 0)); CREATE INDEX j ON a (name)",
            ["renamed check_constraint exact", "renamed index exact"], id="a constraint, an index",
        ),
        pytest.param(
            f"CREATE TABLE a ({USERS}); CREATE INDEX i ON a (name); CREATE INDEX j ON a (name)",
            f"CREATE TABLE a ({USERS}); CREATE INDEX k ON a (name)",
            ["removed index", "removed index", "added index"], id="which of two indexes",
        ),
        pytest.param(
            f"CREATE FUNCTION f() RETURNS integer {FUNCTION}",
            f"CREATE FUNCTION g() RETURNS integer {FUNCTION}",
            ["renamed function exact"], id="a function",
        ),
        pytest.param(
            "CREATE TYPE a AS ENUM ('x', 'y', 'z')", "CREATE TYPE b AS ENUM ('x', 'y', 'z')",
            ["renamed enum exact"], id="an enum",
        ),
        pytest.param(
            f"CREATE TABLE a ({USERS}); CREATE VIEW v AS SELECT email FROM a",
            f"CREATE TABLE b ({USERS}); CREATE VIEW v AS SELECT email FROM b",
            ["renamed table exact"], id="what follows from a rename is no change of its own",
        ),
    ],
)  # fmt: skip
def test_between_servers(server: Server, old: str, new: str, expected: list[str]) -> None:
    assert sorted(short(told(server, old, new))) == sorted(expected)


def test_the_sentence_says_how_it_is_known(server: Server) -> None:
    (change,) = told(server, f"CREATE TABLE a ({USERS})", f"CREATE TABLE b ({USERS})")
    assert change.sentence == (
        "Table `b` was renamed; it was `a` (exact evidence: the same but for its name)."
    )
    (gone, come) = told(server, "CREATE TABLE a (id integer)", "CREATE TABLE b (id integer)")
    assert (gone.perhaps, come.perhaps) == (
        "it may be b: it is just like it", "it may have been a: it is just like it",
    )  # fmt: skip


def test_the_servers_own_numbers_go_before_all_evidence(server: Server) -> None:
    with server.database() as url:
        run_sql(url, f"CREATE TABLE a ({USERS})")
        old = captured(url)
        run_sql(url, f"DROP TABLE a; CREATE TABLE b ({USERS})")
        new = captured(url)
    sides = [Side(f.objects, f.identity, f.server, f.coverage) for f in (old, new)]
    assert sorted(short(list(diff(*sides).changes))) == ["added table", "removed table"]
    unknown = [msgspec.structs.replace(side, server=None) for side in sides]
    assert short(list(diff(*unknown).changes)) == ["renamed table exact"]
