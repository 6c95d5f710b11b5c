"""What a missing thing may be called: mentioned beside the finding, and nothing follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.check import check
from snapshot.scratch import Server
from tests.test_declared import facts_of
from tests.test_expectation import asserted

USERS = (
    "CREATE TABLE users (id integer, mail text, name varchar(9), born date);"
    " CREATE INDEX by_mail ON users (mail); CREATE TYPE mood AS ENUM ('sad', 'ok', 'fine');"
    " CREATE VIEW mails AS SELECT mail FROM users"
)
FULL = "id: {type: integer}, mail: {type: text}, name: {type: character varying(9)}"
SAME = "100% of the stated columns are the same"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(
            "tables: {users: {columns: {email: {type: text}}}}",
            ["email: it may be mail, which nobody states: the same type"],
            id="a column",
        ),
        pytest.param(
            "tables: {users: {columns: {email: {type: text}}, unlisted: [columns]}}",
            ["born", "email: it may be mail, which nobody states: the same type", "id",
             "mail: it may be email, which is missing: the same type", "name"],
            id="a column that is not expected either",
        ),
        pytest.param(
            "tables: {users: {columns: {email: {type: text, nullable: false}}}}", ["email"],
            id="of the same type, but it takes nulls",
        ),
        pytest.param("tables: {users: {columns: {email: {}}}}", ["email"], id="by name alone"),
        pytest.param(
            "tables: {users: {columns: {email: {type: text}, mail: {}}}}", ["email"],
            id="the other one is stated",
        ),
        pytest.param(
            "tables: {users: {columns: {a: {type: text}, b: {type: text}}}}", ["a", "b"],
            id="either could be meant",
        ),
        pytest.param(
            "tables: {users: {indexes: {users_mail: {keys: [{column: mail}]}}}}",
            ["users_mail: it may be by_mail, which nobody states: the same definition"],
            id="an index",
        ),
        pytest.param(
            f"unlisted: [tables]\ntables: {{people: {{columns: {{{FULL}}}}}}}",
            [f"people: it may be users, which nobody states: {SAME}",
             f"users: it may be people, which is missing: {SAME}"],
            id="a table",
        ),
        pytest.param(
            "tables: {people: {columns: {id: {type: integer}}}}", ["people"], id="a plain table",
        ),
        pytest.param(
            "enums: {feeling: {labels: [sad, ok, fine]}}",
            ["feeling: it may be mood, which nobody states: the same labels"],
            id="an enum",
        ),
        pytest.param(
            "views: {letters: {definition: [' SELECT mail', '   FROM public.users;']}}",
            ["letters: it may be mails, which nobody states: the same definition"],
            id="a view",
        ),
        pytest.param(
            "enums: {mood: {labels: [sad, okay, fine]}}",
            ["mood: okay may be ok: it stands in the same place"], id="a label",
        ),
        pytest.param("enums: {mood: {labels: [a, b, c]}}", ["mood"], id="other labels"),
    ],
)  # fmt: skip
def test_a_hint_is_beside_the_finding(
    tmp_path: Path, server: Server, text: str, says: list[str]
) -> None:
    found = check(asserted(tmp_path, text), facts_of(server, USERS)).findings
    names = [((f.part or f.object).rpartition("/")[2], f.perhaps) for f in found]
    assert [f"{name}: {perhaps}" if perhaps else name for name, perhaps in names] == says
    assert not any(f.evidence for f in found)
    assert all(f.sentence.endswith(f" ({f.perhaps}).") for f in found if f.perhaps)
