"""Plans along a history are those that would be made of each state alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import pytest

from generator import cut
from generator.check import check
from generator.memory import Memory
from generator.remedy.findings import toward, ways
from generator.remedy.target import _made
from generator.side import Side
from snapshot import adopting, expectation, model
from snapshot.store import Assertion
from tests.histories import SERVER, Catalog
from tests.sites import ALL_KINDS

T = TypeVar("T")
STEPS = 10


def same(before: Mapping[str, T], now: Mapping[str, T]) -> dict[str, T]:
    """As replayed records are: what did not change is the very instance."""
    return {key: before[key] if before.get(key) == it else it for key, it in now.items()}


def stated(state: Mapping[str, model.Object], folder: Path) -> dict[str, Assertion]:
    file = folder / "all.yml"
    file.write_text(adopting.text_of_domain("all", list(state.values()), "full"), "utf-8")
    return expectation.load_files([file])


def judged(told: Mapping[str, Assertion], side: Side) -> Any:
    found = check(told, side)
    aim = toward(told, side)
    return found, aim.plan, aim.aim.objects, aim.untold, ways(found.findings, aim, None, told, {})


@pytest.mark.parametrize("seed", range(8))
def test_a_history_is_judged_as_each_state_alone(seed: int, tmp_path: Path) -> None:
    catalog, memory = Catalog(seed), Memory()
    side, told, drifted = Side({}), {}, 0
    for step in range(STEPS):
        state = catalog.state()
        objects = same(side.objects, state.objects)
        identity = same(side.identity, state.identity)
        side = Side(objects, identity, SERVER, ALL_KINDS, "db", memory=memory)
        if step % 3 == 0:
            told = same(told, stated(objects, tmp_path))
        alone = Side(objects, identity, SERVER, ALL_KINDS, "db")
        assert judged(told, side) == judged(told, alone), f"step {step}"
        drifted += bool(check(told, side).findings)
        for _ in range(catalog.random.randint(0, 4)):
            catalog.change()
    assert drifted > 2


@pytest.mark.parametrize("seed", range(8))
def test_what_is_as_stated_is_what_is_aimed_at(seed: int, tmp_path: Path) -> None:
    """No plan is made for an object without findings: its aim need not be built."""
    catalog = Catalog(seed)
    told = stated(catalog.state().objects, tmp_path)
    for _ in range(12):
        catalog.change()
    facts = catalog.state().objects
    for key in told.keys() & facts.keys():
        if told[key].exists and not list(cut.of_object(key, facts[key], told[key])):
            assert _made(key, told[key], facts) == facts[key]
