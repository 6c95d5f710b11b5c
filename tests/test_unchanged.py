"""Pages that are not made again are those that would come out the same."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from generator import timeline
from generator.book import Beside, open_book
from generator.making import make
from generator.shelf import Shelf
from snapshot import model
from snapshot.codec import key_of
from snapshot.records import Context, Replayed, Server
from snapshot.store import Assertion, Store
from tests.made import header
from tests.sites import ALL_KINDS

STEPS = 14
MOVED = 10  # the step at which some schemas are moved to another server
SERVER = Server(
    version="18.0", version_number=180000, system_identifier="7", database_oid=16384
)  # fmt: skip


class World:
    """A schema that somebody keeps changing, with the numbers that a server would give."""

    def __init__(self, seed: int) -> None:
        self.draw = Random(seed)
        self.things: dict[int, Any] = {}  # by number
        self.users: dict[int, int] = {}  # a view → the table that it reads
        self.numbers = iter(range(16384, 99999))
        for _ in range(5):
            self.create()

    def step(self) -> None:
        for _ in range(self.draw.randint(1, 3)):
            self.draw.choice((
                self.create, self.drop, self.rename, self.recreate, self.add, self.remove,
                self.retype, self.retype, self.call, self.point, self.view, self.remark,
            ))()  # fmt: skip

    def tables(self) -> list[int]:
        return [n for n, thing in self.things.items() if isinstance(thing, model.Table)]

    def any_table(self) -> int | None:
        return self.draw.choice(self.tables()) if self.tables() else None

    def free(self) -> str:
        taken = {thing.name for thing in self.things.values()}
        return self.draw.choice([n for n in (f"t{i}" for i in range(12)) if n not in taken])

    def create(self) -> None:
        if len(self.tables()) < 9:
            columns = tuple(model.Column(name=f"c{i}", type="text") for i in range(3))
            self.things[next(self.numbers)] = model.Table(
                name=self.free(), schema="public", owner="app", columns=columns,
                primary_key=model.PrimaryKey(name="pk", columns=("c0",)),
            )  # fmt: skip

    def drop(self) -> None:
        number = self.any_table()
        if number is not None:
            name = f"public.{self.things.pop(number).name}"
            for other, thing in self.things.items():
                keys = getattr(thing, "foreign_keys", ())
                kept = tuple(key for key in keys if key.references != name)
                if kept != keys:
                    self.things[other] = msgspec.structs.replace(thing, foreign_keys=kept)
            for view in [view for view, table in self.users.items() if table == number]:
                del self.users[view], self.things[view]

    def rename(self) -> None:
        number = self.any_table()
        if number is not None:
            self.change(number, name=self.free())

    def recreate(self) -> None:
        number = self.any_table()
        if number is not None and number not in self.users.values():
            self.things[next(self.numbers)] = self.things.pop(number)

    def add(self) -> None:
        number = self.any_table()
        if number is not None:
            thing = self.things[number]
            name = f"c{self.draw.randint(0, 9)}"
            if name not in {column.name for column in thing.columns}:
                self.change(number, columns=(*thing.columns, model.Column(name=name, type="int")))

    def remove(self) -> None:
        number = self.any_table()
        if number is not None and len(self.things[number].columns) > 1:
            self.change(number, columns=self.things[number].columns[:-1])

    def retype(self) -> None:
        number = self.any_table()
        if number is not None:
            first, *rest = self.things[number].columns
            other = msgspec.structs.replace(first, type=self.draw.choice(("text", "int", "uuid")))
            self.change(number, columns=(other, *rest))

    def call(self) -> None:
        number = self.any_table()
        if number is not None:
            first, *rest = self.things[number].columns
            self.change(number, columns=(msgspec.structs.replace(first, name="called"), *rest))

    def point(self) -> None:
        number, other = self.any_table(), self.any_table()
        if number is not None and other is not None:
            key = model.ForeignKey(
                name="fk", columns=("c0",), references=f"public.{self.things[other].name}",
                referenced_columns=("c0",),
            )  # fmt: skip
            self.change(number, foreign_keys=(key,))

    def view(self) -> None:
        number = self.any_table()
        if number is not None and len(self.users) < 3:
            view = next(self.numbers)
            self.users[view] = number
            self.things[view] = model.View(
                name=f"v{view}", schema="public", owner="app", definition=("SELECT 1",)
            )

    def remark(self) -> None:
        number = self.any_table()
        if number is not None:
            self.change(number, comment=str(self.draw.random()))

    def change(self, number: int, **fields: Any) -> None:
        was = self.things[number]
        self.things[number] = now = msgspec.structs.replace(was, **fields)
        if was.name != now.name:
            old, new = f"public.{was.name}", f"public.{now.name}"
            for other, thing in self.things.items():
                keys = getattr(thing, "foreign_keys", ())
                told = tuple(
                    msgspec.structs.replace(key, references=new) if key.references == old else key
                    for key in keys
                )
                if told != keys:
                    self.things[other] = msgspec.structs.replace(thing, foreign_keys=told)

    def state(self) -> Replayed[model.Object]:
        keys = {number: key_of(thing) for number, thing in self.things.items()}
        objects = {keys[number]: thing for number, thing in self.things.items()}
        dependents: dict[str, dict[str, tuple[str, ...]]] = {}
        for view, table in sorted(self.users.items()):
            of = dependents.setdefault(keys[table], {})
            of[""] = tuple(sorted((*of.get("", ()), keys[view])))
        numbers: dict[str, dict[str, Any]] = {keys[n]: {"oid": n} for n in self.things}
        return Replayed(
            dict(sorted(objects.items())), dict(sorted(numbers.items())),
            dict(sorted(dependents.items())),
        )  # fmt: skip

    def told(self) -> dict[str, Assertion]:
        """Somebody states a few tables, not always as they are."""
        names = sorted(f"t{i}" for i in range(12))
        some = self.draw.sample(names, 4)
        return {
            f"public/tables/{name}": Assertion(
                domain="core" if at % 2 else "other",
                is_={"columns": {"c0": {"type": self.draw.choice(("text", "int"))}}},
            )
            for at, name in enumerate(sorted(some))
        }


def texts(docs: Path) -> dict[str, str]:
    return {p.relative_to(docs).as_posix(): p.read_text("utf-8") for p in docs.rglob("*.*")
            if p.is_file()}  # fmt: skip


@pytest.mark.parametrize("seed", [*range(2), *(pytest.param(n, marks=pytest.mark.slow)
                                               for n in range(2, 60))])  # fmt: skip
def test_a_build_brought_up_to_date_is_one_made_anew(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "MOST_ENTRIES", 3)
    world, store = World(seed), Store(tmp_path / "snapshots")
    told = world.told()
    left_alone = 0
    for step in range(STEPS):
        at = f"2025-{1 + step // 28:02}-{1 + step % 28:02}T00:00:00Z"
        here = "8" if seed % 2 and step >= MOVED else "7"
        server = msgspec.structs.replace(SERVER, system_identifier=here)
        head = msgspec.structs.replace(
            header(at), server=server, coverage=ALL_KINDS, context=Context(label=f"v{step}")
        )
        if world.draw.random() < 0.1:
            store.record(msgspec.structs.replace(head, failure="no"), None, told)
        else:
            store.record(head, world.state(), told)
        books = [open_book(store, "db", Beside(), Shelf(tmp_path / "shelf"))]
        done = make("T", books, tmp_path / "docs")
        make("T", [open_book(store, "db", Beside())], tmp_path / "anew")
        assert texts(tmp_path / "docs") == texts(tmp_path / "anew"), f"step {step}"
        left_alone += done.pages - sum(name.endswith(".md") for name in done.touched)
        world.step()
        if world.draw.random() < 0.4:
            told = world.told()
    assert left_alone > STEPS


def test_what_somebody_changed_in_a_page_is_put_right(tmp_path: Path) -> None:
    world, store = World(1), Store(tmp_path / "snapshots")
    for day in (1, 2, 3):
        head = header(f"2025-01-{day:02}T00:00:00Z")
        store.record(msgspec.structs.replace(head, coverage=ALL_KINDS), world.state(), {})
        world.step()

    def built() -> dict[str, str]:
        make("T", [open_book(store, "db", Beside(), Shelf(tmp_path / "shelf"))], tmp_path / "docs")
        return texts(tmp_path / "docs")

    first = built()
    page = tmp_path / "docs" / "history/db/reports/2025-01-01t000000z.md"
    page.write_text(page.read_text("utf-8") + "Nonsense.\n", "utf-8")
    assert built() == first
    page.unlink()
    assert built() == first
