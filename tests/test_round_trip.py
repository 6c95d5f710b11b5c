"""Every case, and pairs of random schemas: the remedy makes exactly the other, there and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from generator.side import Side
from snapshot import model
from snapshot.catalog import capture
from snapshot.scratch import run_script
from tests.conftest import Servers
from tests.random_schemas import ROLES, Maker, schemas
from tests.rebuilding import captured
from tests.round_trips import converges, scratch, side
from tests.test_cases import majors
from tests.test_ddl import CASES, CHECKS

__all__ = ["scratch"]

NOT_CONVERGING = {  # case → the key of its reason in `generator/remedy/limits.py`
    "column/removed_with_all_of_it": "what follows the order of columns",
    "extension/member_left": "an extension's members",
    "extension/version": "an older version",
    "index/invalid": "an invalid index",
    "security_label/properties": "security labels",
    "table/no_longer_inherits": "what is inherited",
}


def of_cases() -> Iterator[Any]:
    for case in CASES:
        for major in majors(case):
            first = case == min(case.parent.iterdir()) and major == "18"
            marks = () if first else (pytest.mark.slow,)
            name = f"{case.parent.name}/{case.name}-{major}"
            yield pytest.param(case, major, id=name, marks=marks)


@pytest.mark.parametrize(("case", "major"), [*of_cases()])
@pytest.mark.sampled(6)
def test_a_case_there_and_back(case: Path, major: str, scratch: Servers) -> None:
    server = scratch.get(major)
    server.provide([*ROLES, "writer"], ("spc1", "spc2"))
    with server.database("chronicle_case") as url:
        run_script(url, (case / "old.sql").read_text("utf-8"), "old.sql")
        old = side(capture(url, "old"))
        run_script(url, (case / "new.sql").read_text("utf-8"), "new.sql")
        new = side(capture(url, "new"))
    known = f"{case.parent.name}/{case.name}" in NOT_CONVERGING
    for before, after in ((old, new), (new, old)):
        assert not converges(server, before, after, "cases", excused=known)


# random schemas, and what becomes of them


@st.composite
def mutated(draw: Any, state: model.State) -> model.State:
    """Some objects gone, some with other comments and owners, tables with other columns."""
    maker = Maker(draw)
    maker.schema = next(t.name for t in state.values() if isinstance(t, model.Schema))
    maker.taken |= {t.name for t in state.values()} | {
        part.name for t in state.values() for part in (*columns(t), *getattr(t, "indexes", ()))
    }
    found = {}
    views = {t.name for t in state.values() if isinstance(t, model.View)}
    for key, thing in state.items():
        if isinstance(thing, model.View) or (
            not views and not isinstance(thing, model.Schema) and draw(st.integers(0, 4)) == 0
        ):
            continue
        said = draw(st.none() | st.just("other")) if draw(st.booleans()) else thing.comment
        found[key] = msgspec.structs.replace(thing, comment=said)
        if isinstance(thing, model.Table):
            found[key] = _with_other_parts(draw, maker, found[key])
    return found


def columns(thing: model.Object) -> tuple[Any, ...]:
    return tuple(getattr(thing, "columns", ()))


def _with_other_parts(draw: Any, maker: Maker, table: model.Table) -> model.Table:
    more = tuple(maker.column() for _ in range(draw(st.integers(0, 2))))
    all_of_them = (*table.columns, *more)
    indexes = tuple(i for i in table.indexes if draw(st.booleans()))
    indexes += (maker.index(all_of_them),) if draw(st.booleans()) else ()
    return msgspec.structs.replace(
        table, columns=all_of_them, indexes=tuple(sorted(indexes, key=lambda i: i.name)),
        check_constraints=table.check_constraints if draw(st.booleans()) else (),
        policies=table.policies if draw(st.booleans()) else (),
        row_security=maker.flag(), unlogged=maker.flag(),
    )  # fmt: skip


@st.composite
def pairs(draw: Any) -> tuple[model.State, model.State]:
    """Two states: strangers, or one and what became of it."""
    old = draw(schemas())
    return old, draw(mutated(old) if draw(st.booleans()) else schemas())


def check_pair(drawn: tuple[model.State, model.State], scratch: Servers) -> None:
    server = scratch.get("18")
    server.provide(ROLES)
    with server.database() as url:
        start = captured(url)
    old, new = (Side({**start, **state}) for state in drawn)
    for before, after in ((old, new), (new, old)):
        assert not converges(server, before, after, "random pairs")


@settings(max_examples=8, deadline=None, derandomize=True, phases=(Phase.generate,),
          suppress_health_check=CHECKS)  # fmt: skip
@given(drawn=pairs())
def test_random_pairs(drawn: tuple[model.State, model.State], scratch: Servers) -> None:
    check_pair(drawn, scratch)


@pytest.mark.matrix
@settings(max_examples=200, deadline=None, suppress_health_check=CHECKS)
@given(drawn=pairs())
def test_many_random_pairs(drawn: tuple[model.State, model.State], scratch: Servers) -> None:
    check_pair(drawn, scratch)
