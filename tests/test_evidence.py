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
            "CREATE TYPE a AS ENUM ('w', 'x', 'y', 'z')",
            "CREATE TYPE a AS ENUM ('w', 'x2', 'y', 'z')",
            ["renamed enum strong"], id="a label between others",
        ),
        pytest.param(
            "CREATE TYPE a AS ENUM ('w', 'x', 'y', 'z')",
            "CREATE TYPE a AS ENUM ('w', 'x', 'y', 'z2')",
            ["changed enum perhaps"], id="the last label",
        ),
        pytest.param(
            "CREATE TYPE a AS ENUM ('x', 'y', 'z')", "CREATE TYPE a AS ENUM ('x', 'y2', 'z')",
            ["changed enum perhaps"], id="a label among few",
        ),
        pytest.param(
            "CREATE TYPE a AS ENUM ('v', 'w', 'x', 'y', 'z')",
            "CREATE TYPE a AS ENUM ('v', 'w2', 'x', 'y2', 'z')",
            ["changed enum perhaps"], id="two labels, each in its place",
        ),
        pytest.param(
            "CREATE TYPE a AS ENUM ('w', 'x', 'y', 'z')",
            "CREATE TYPE a AS ENUM ('w', 'y', 'x2', 'z')",
            ["changed enum"], id="a label in another place",
        ),
        pytest.param(
            "CREATE TYPE a AS ENUM ('w', 'x', 'y', 'z')",
            "CREATE TYPE a AS ENUM ('w', 'y', 'x', 'z')",
            ["changed enum"], id="two labels swapped: only their order is seen",
        ),
        pytest.param(
            f"CREATE TABLE a ({USERS}); CREATE VIEW v AS SELECT email FROM a",
            f"CREATE TABLE b ({USERS}); CREATE VIEW v AS SELECT email FROM b",
            ["renamed table exact"], id="what follows from a rename is no change of its own",
        ),
    ],
)  # fmt: skip
@pytest.mark.sampled(2)
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


def test_labels_without_numbers_are_told_by_evidence(server: Server) -> None:
    """Records of before the labels had numbers go on working, within one server too."""
    with server.database() as url:
        run_sql(url, "CREATE TYPE a AS ENUM ('w', 'x', 'y', 'z')")
        old = captured(url)
        run_sql(url, "ALTER TYPE a RENAME VALUE 'x' TO 'x2'; ALTER TYPE a RENAME VALUE 'z' TO 'z2'")
        new = captured(url)
    assert set(old.identity["public/enums/a"]["labels"]) == {"w", "x", "y", "z"}
    sides = [Side(f.objects, f.identity, f.server, f.coverage) for f in (old, new)]
    assert [(c.action, c.evidence) for c in diff(*sides).changes] == [("renamed", None)] * 2
    bare = old.identity | {"public/enums/a": {"oid": old.identity["public/enums/a"]["oid"]}}
    before = msgspec.structs.replace(sides[0], identity=bare)
    (change,) = diff(before, sides[1]).changes
    assert change.perhaps == (
        "x may be x2 now: it stands in the same place; z may be z2 now: it stands in the same place"
    )
    assert change.sentence == (
        "Enum `a`: gained `x2`, `z2`; lost `x`, `z` (x may be x2 now: it stands in the same place;"
        " z may be z2 now: it stands in the same place)."
    )
