"""Pages of domains of which nothing is open are left alone only where nothing on them would be
another: diagrams tell of tables of other domains, too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from generator.book import Beside, open_book
from generator.making import make
from generator.shelf import Shelf
from snapshot import model
from snapshot.codec import key_of
from snapshot.patterns import PREFIX
from snapshot.records import Context, Header, Replayed
from snapshot.store import Assertion, Store
from tests.histories import Catalog
from tests.made import header
from tests.sites import ALL_KINDS
from tests.test_unchanged import SERVER, texts

Told = Mapping[str, Assertion]
ORDERS, USERS = "public/tables/orders", "public/tables/users"


def table(name: str, *columns: str, to: str = "") -> model.Table:
    key = model.ForeignKey(
        name="fk", columns=("c0",), references=to, referenced_columns=("c0",)
    )  # fmt: skip
    return model.Table(
        name=name, schema="public", owner="app", foreign_keys=(key,) if to else (),
        columns=tuple(model.Column(name=each, type="text") for each in ("c0", *columns)),
        primary_key=model.PrimaryKey(name="pk", columns=("c0",)),
    )  # fmt: skip


def state(*things: model.Table) -> Replayed[model.Object]:
    """Of one server, which gives each its number by its place."""
    objects: dict[str, model.Object] = {key_of(thing): thing for thing in things}
    numbers = {key: {"oid": number} for number, key in enumerate(objects, 16384)}
    return Replayed(dict(sorted(objects.items())), dict(sorted(numbers.items())), {})


def head(step: int, **more: Any) -> Header:
    more = {"server": SERVER, "coverage": ALL_KINDS, "context": Context(label=f"v{step}"), **more}
    return msgspec.structs.replace(header(f"2025-01-{step + 1:02}T00:00:00Z"), **more)


def left_alone(
    folder: Path, steps: Iterable[tuple[Header, Replayed[model.Object] | None, Told]]
) -> list[str]:
    """The pages that the last step left alone; each step is compared with pages made anew."""
    store, alone = Store(folder / "snapshots"), list[str]()
    for told in steps:
        store.record(*told)
        made = make(
            "T", [open_book(store, "db", Beside(), Shelf(folder / "shelf"))], folder / "docs"
        )
        make("T", [open_book(store, "db", Beside())], folder / "anew")
        found = texts(folder / "docs")
        assert found == texts(folder / "anew"), told[0].context.label
        alone = [path for path in found if path not in made.touched]
    return alone


A, B, C = (Assertion(domain=name) for name in "abc")
BOTH = (table("users", "c1"), table("orders", to="public.users"))


@pytest.mark.parametrize("was,now,told,then", [
    (BOTH, (table("users", "c1", "c2"), BOTH[1]), {ORDERS: A, USERS: B}, {ORDERS: A, USERS: B}),
    (BOTH, (table("users", "c1", "c2"), BOTH[1]), {ORDERS: A}, {ORDERS: A}),
    (BOTH, (table("people", "c1"), table("orders", to="public.people")),
     {ORDERS: A, USERS: B}, {ORDERS: A, "public/tables/people": B}),
    (BOTH, BOTH, {ORDERS: A, USERS: B}, {ORDERS: A, USERS: A}),
    (BOTH, BOTH, {ORDERS: A, f"{PREFIX}public/tables/us*": B},
     {ORDERS: A, f"{PREFIX}public/tables/us*": C}),
], ids=["column", "of no domain", "renamed", "moved", "by a pattern"])  # fmt: skip
def test_a_diagram_tells_of_a_neighbour(
    was: tuple[model.Table, ...], now: tuple[model.Table, ...], told: Told, then: Told,
    tmp_path: Path,
) -> None:  # fmt: skip
    steps = [(head(0), state(*was), told), (head(1), state(*now), then)]
    assert "history/db/domains/a.md" not in left_alone(tmp_path, steps)


def test_a_domain_far_from_a_change_is_left_alone(tmp_path: Path) -> None:
    told = {ORDERS: A, USERS: B, "public/tables/far": C}
    now = (table("users", "c1", "c2"), BOTH[1], table("far"))
    steps = [(head(0), state(*BOTH, table("far")), told), (head(1), state(*now), told)]
    alone = left_alone(tmp_path, steps)
    assert {"history/db/domains/c.md", "history/db/feeds/domains/c.xml"} <= {*alone}


@pytest.mark.parametrize("seed", [*range(2), *(pytest.param(n, marks=pytest.mark.slow)
                                               for n in range(2, 30))])  # fmt: skip
def test_calm_domains_come_out_as_if_made_anew(seed: int, tmp_path: Path) -> None:
    left_alone(tmp_path, _history(Catalog(seed), Random(seed)))


def _history(
    catalog: Catalog, draw: Random
) -> Iterable[tuple[Header, Replayed[model.Object] | None, Told]]:
    """What is there is stated by its name only, so nothing is open; now and then it moves, some
    kind is not read, the capture fails, or what is expected cannot be had."""
    home: dict[Any, str | None] = {}
    for step in range(8):
        found = catalog.state()
        told = {}
        for key, numbers in found.identity.items():
            if numbers["oid"] not in home or draw.random() < 0.03:
                home[numbers["oid"]] = draw.choice(("a", "b", "c", "d", None))
            if (name := home[numbers["oid"]]) and not key.startswith("schemas/"):
                told[key] = Assertion(domain=name)
        chance, more = draw.random(), dict[str, Any]()
        if chance < 0.06:
            kinds = tuple(kind for kind in ALL_KINDS.captured if kind != "foreign_key")
            more["coverage"] = msgspec.structs.replace(ALL_KINDS, captured=kinds)
        elif chance < 0.12:
            more["untold"] = "it is gone"
        elif chance < 0.18:
            more["failure"] = "no"
        yield head(step, **more), None if "failure" in more else found, told
        for _ in range(draw.randint(0, 2)):
            catalog.change()
