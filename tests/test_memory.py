"""What a memory says is what would be worked out anew, however things came to be as they are."""

from __future__ import annotations

import pickle
from collections import Counter
from pathlib import Path
from random import Random

import msgspec
import pytest

from generator import check as checking
from generator import report
from generator.history import History
from generator.memory import Memory
from snapshot.records import Context
from snapshot.store import Assertion, Store
from tests.made import header
from tests.sites import ALL_KINDS
from tests.test_unchanged import SERVER, World

Things = dict[str, tuple[int, ...]]


def changed(things: Things, draw: Random) -> Things:
    """Other things come, go and change; the rest stays the very same."""
    found = dict(things)
    for _ in range(draw.randint(0, 3)):
        key = draw.choice("abcdefgh")
        if draw.random() < 0.3:
            found.pop(key, None)
        else:
            found[key] = tuple(draw.randint(0, 2) for _ in range(draw.randint(0, 3)))
    return found if draw.random() < 0.9 else things


@pytest.mark.parametrize("seed", range(20))
def test_results_sums_and_groups_are_those_of_all_things(seed: int) -> None:
    draw, memory = Random(seed), Memory()
    one: Things = {}
    other: Things = {}
    for _ in range(40):
        one, other = changed(one, draw), changed(other, draw)
        as_anew(memory, one, other, least=draw.choice((0, 0, 1)))
        if draw.random() < 0.1:
            memory, one, other = pickle.loads(pickle.dumps((memory, one, other)))


def as_anew(memory: Memory, one: Things, other: Things, least: int) -> None:
    """Hold what a memory says against what all things tell."""

    def work(key: str) -> list[int]:
        return [n for n in (*one.get(key, ()), *other.get(key, ())) if n >= least]

    told = {key: found for key in sorted({*one, *other}) if (found := work(key))}
    over = memory.over("over", (one, other), work, least)
    assert list(over.items()) == list(told.items())
    total = memory.total("total", (one, other), lambda key: Counter(map(str, work(key))), least)
    sums = Counter(str(n) for found in told.values() for n in found)
    assert list(total.items()) == sorted(sums.items())
    grouped = memory.grouped("grouped", (over,), lambda key: set(told[key]))
    assert grouped == {n: tuple(k for k in told if n in told[k]) for n in map(int, sums)}
    assert memory.those("those", (over,), lambda key: 1 in told[key]) == grouped.get(1, ())
    late = {key: told[key] for key in told if key > "c"}
    assert list(memory.only("only", over, lambda key: key > "c").items()) == list(late.items())


def test_what_came_out_as_before_is_the_very_same() -> None:
    memory = Memory()
    first = memory.over("size", ({"a": "x", "b": "y"},), lambda key: [key])
    again = memory.over("size", ({"a": "z", "b": "y"},), lambda key: [key])
    assert again is first
    made = memory.once("all", (first,), object)
    assert memory.once("all", (again,), object) is made
    assert memory.once("all", (again,), object, given="other") is not made
    more = memory.over("size", ({"a": "z", "c": "y"},), lambda key: [key])
    assert more["a"] is first["a"]
    assert memory.differing(first, more) == {"b", "c"}
    assert list(first) == ["a", "b"]  # what was handed out stays as it was
    assert memory.alike("list", made := ["x"]) is memory.alike("list", ["x"]) is made
    assert memory.alike("list", ["y"]) == ["y"]


def told(world: World) -> dict[str, Assertion]:
    """What somebody states of tables by name and by pattern, and that nothing more may be there."""
    draw, found = world.draw, world.told()
    for key in draw.sample(sorted(found), 2):
        found[key] = draw.choice((
            Assertion(domain="core", exists=False),
            Assertion(domain="core", count={"columns": 3}),
            Assertion(domain="core", each={"columns/c*": {"type": "text"}}),
            Assertion(domain="core", renamed={"": f"public/tables/t{draw.randint(0, 11)}"}),
            Assertion(domain="core", is_={"columns": {"called": {}}},
                      renamed={"columns/called": "c0"}),
        ))  # fmt: skip
    if draw.random() < 0.5:
        found["*/public/tables/t1*"] = Assertion(domain="other", is_={"owner": "app"})
    if draw.random() < 0.5:
        found["domains/core"] = Assertion(domain="core", unlisted=("public/tables",))
    return dict(sorted(found.items()))


@pytest.mark.parametrize("seed", range(6))
def test_a_history_judges_each_state_as_if_it_was_the_first(seed: int, tmp_path: Path) -> None:
    world, store = World(seed), Store(tmp_path)
    stated = told(world)
    for step in range(20):
        head = msgspec.structs.replace(
            header(f"2025-01-{1 + step:02}T00:00:00Z"), server=SERVER, context=Context(),
            coverage=msgspec.structs.replace(
                ALL_KINDS, ignored={"public.t3": 0} if world.draw.random() < 0.2 else {}
            ),
        )  # fmt: skip
        store.record(head, world.state(), stated)
        world.step()
        stated = told(world) if world.draw.random() < 0.5 else stated
    history = History("db")
    for moment, side in history.walk(store):
        assert side is not None
        fresh = msgspec.structs.replace(side, memory=Memory())
        at = moment.header.at
        assert moment.check == checking.check(history.told, fresh, at, at)
        found = report.build(history, moment, side, history.told, {})
        assert found == report.build(history, moment, fresh, history.told, {})
