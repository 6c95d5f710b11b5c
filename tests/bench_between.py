"""What working out all comparisons costs: `python -m tests.bench_between 1000 1000 [few]`.

A history in memory of so many tables (12 columns, key, foreign key, two indexes) and snapshots,
five changes each: columns come and go and change their type, null or default; indexes; comments;
tables dropped. With `few`, they gather in a few tables. Seconds are of the processor; the walk
over the history, which every page needs, is told apart.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from random import Random

import msgspec

from generator.between import files
from generator.history import History
from generator.links import Links
from generator.side import Side
from snapshot import model
from snapshot.codec import key_of
from snapshot.records import Digests
from snapshot.store import Entry
from tests.histories import SERVER
from tests.made import header
from tests.sites import ALL_KINDS

TYPES = ("bigint", "text", "numeric(12,2)", "character varying(20)", "character varying(40)")
CHANGES = 5


class Grown:
    """A schema that changes at random; every table and column has a number."""

    def __init__(self, tables: int, few: bool) -> None:
        self.random = Random(1)
        self.few = few
        self.tables: dict[str, model.Table] = {}
        self.numbers: dict[str, dict[str, int]] = {}
        self.last = 0
        for _ in range(tables):
            self.add()

    def add(self) -> None:
        self.last += 1
        name = f"t{self.last}"
        columns = tuple(
            model.Column(name=f"c{n}", type=TYPES[n % 3], nullable=n > 0) for n in range(12)
        )
        made = model.Table(
            name=name, schema="public", owner="app", columns=columns,
            primary_key=model.PrimaryKey(name=f"{name}_pkey", columns=("c0",)),
            indexes=(index(f"{name}_a", "c1"), index(f"{name}_b", "c2")),
            foreign_keys=(model.ForeignKey(
                name=f"{name}_fk", columns=("c3",), references="public.t1",
                referenced_columns=("c0",),
            ),),
        )  # fmt: skip
        self.tables[key_of(made)] = made
        self.numbers[key_of(made)] = {c.name: n for n, c in enumerate(columns, 1)}

    def change(self) -> None:
        keys = list(self.tables)
        at = int(self.random.paretovariate(0.5)) - 1 if self.few else self.random.randrange(10**9)
        key = keys[min(at, len(keys) - 1) if self.few else at % len(keys)]
        table, chance = self.tables[key], self.random.random()
        columns = list(table.columns)
        n = self.random.randrange(1, len(columns))
        if chance > 0.99:
            del self.tables[key]
            self.add()
            return
        self.last += 1
        indexes = table.indexes
        if chance < 0.3:
            columns.append(model.Column(name=f"n{self.last}", type="text"))
            self.numbers[key][f"n{self.last}"] = 100 + self.last
        elif chance < 0.75:
            columns[n] = self.other(columns[n])
        elif chance < 0.82:
            table = msgspec.structs.replace(table, comment=str(self.last))
        elif chance < 0.92 or len(columns) < 6:
            indexes = (*indexes, index(f"x{self.last}", columns[n].name))
        else:
            gone = columns.pop(n).name
            indexes = tuple(each for each in indexes if each.keys[0].column != gone)
            if gone == "c3":
                table = msgspec.structs.replace(table, foreign_keys=())
        self.tables[key] = msgspec.structs.replace(
            table, columns=tuple(columns), indexes=tuple(sorted(indexes, key=lambda i: i.name))
        )

    def other(self, column: model.Column) -> model.Column:
        replace, what = msgspec.structs.replace, self.random.randrange(3)
        if what == 0:
            return replace(column, type=self.random.choice(TYPES))
        if what == 1:
            return replace(column, nullable=not column.nullable)
        return replace(column, default=None if column.default else "'x'")

    def side(self, number: int) -> Side:
        identity = {
            key: {
                "oid": 16384 + int(table.name[1:]),
                "columns": {c.name: self.numbers[key][c.name] for c in table.columns},
            }
            for key, table in self.tables.items()
        }
        objects = dict(sorted(self.tables.items()))
        return Side(objects, identity, SERVER, ALL_KINDS, "production", str(number), dependents={})


def index(name: str, column: str) -> model.Index:
    return model.Index(name=name, keys=(model.IndexKey(column=column),))


def grown(tables: int, snapshots: int, few: bool = False) -> History:
    """A history in memory, without records on disk."""
    schema, history = Grown(tables, few), History("production")
    for number in range(snapshots):
        at = f"2025-01-01T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z"
        told = msgspec.structs.replace(
            header(at), server=SERVER, coverage=ALL_KINDS, digests=Digests(state=str(number))
        )
        path = Path(f"{at.replace(':', '')}.json")
        history._take(Entry(str(number), path, told), schema.side(number), None, {})
        for _ in range(CHANGES):
            schema.change()
    return history


def main() -> None:
    tables, snapshots = int(sys.argv[1]), int(sys.argv[2])
    started = time.process_time()
    history = grown(tables, snapshots, "few" in sys.argv)
    walked = time.process_time()
    places = {key: {*life.ages} for key, life in history.lives.by_key.items()}
    found = dict(files(history, Links("production", places)))
    print(f"walk {walked - started:.1f} s, comparisons {time.process_time() - walked:.1f} s")
    data = [len(text) for path, text in found.items() if "/data/" in path]
    rest = sum(map(len, found.values())) - sum(data)
    print(
        f"data/ {sum(data) / 1e6:.2f} MB in {len(data)} files, the largest {max(data) / 1e3:.0f} KB"
    )
    print(f"objects {rest / 1e6:.2f} MB in {len(found) - len(data)} files")


if __name__ == "__main__":
    main()
