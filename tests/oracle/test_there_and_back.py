"""Every statement of the oracle: the remedy makes exactly the other, there and back."""

from __future__ import annotations

import pytest

from generator.side import Side
from snapshot.catalog import capture
from snapshot.scratch import run_script
from tests.conftest import Servers
from tests.oracle.conftest import everything
from tests.oracle.test_mutations import mutations
from tests.random_schemas import ROLES
from tests.round_trips import converges, scratch, side

__all__ = ["scratch"]

SOME = 24  # every so many-th mutation in the quick run


@pytest.mark.parametrize(
    ("major", "every"),
    [
        pytest.param("18", SOME),
        pytest.param("18", 1, marks=pytest.mark.slow),
        pytest.param("15", 1, marks=pytest.mark.matrix),
    ],
)
def test_mutations_there_and_back(major: str, every: int, scratch: Servers) -> None:
    server = scratch.get(major)
    server.provide([*ROLES, "writer"], ("spc1", "spc2"))
    wrong = []
    with server.database("chronicle_everything") as url:
        run_script(url, everything(int(major)), "everything.sql")
        kept = [m for m in mutations() if int(major) >= m.since]
        old: Side | None = None
        for number, mutation in enumerate(kept):
            wanted = number % every == every // 2 if every > 1 else True
            if wanted and old is None:
                old = side(capture(url, "old"))
            run_script(url, mutation.statement, "mutation")
            if not wanted or old is None:
                old = None
                continue
            new = side(capture(url, "new"))
            for before, after in ((old, new), (new, old)):
                known = _known(mutation.statement)
                what = f"mutations on {major}"
                if left := converges(server, before, after, what, excused=known):
                    way = "forth" if after is new else "back"
                    wrong.append(f"{way}: {mutation.statement}\n    {left}")
            old = new if every == 1 else None
    assert not wrong, "\n".join(wrong)


def _known(statement: str) -> bool:
    return any(word in statement for word in MUTATIONS_NOT_CONVERGING)


MUTATIONS_NOT_CONVERGING = {  # a statement's words → as above
    "pg_seclabel": "security labels",
    "app.base RENAME COLUMN": "what is inherited",
    "app.base RENAME CONSTRAINT": "what is inherited",
    "app.child2 INHERIT": "what is inherited",
    "app.child2 NO INHERIT": "what is inherited",
    "WRAPPER w VALIDATOR": "options that a validator refuses",
    "WRAPPER w NO VALIDATOR": "options that a validator refuses",
    "WRAPPER w IS 'r'": "options that a validator refuses",
    "ON FOREIGN DATA WRAPPER w FROM": "options that a validator refuses",
}
