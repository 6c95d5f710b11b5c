"""Random histories of a small catalog in memory: objects come, go, come back, and swap names.

What a server would write into views, keys and sequences after a rename is written here, too, and
everything has a number of its own, as with `pg_class.oid` and `pg_attribute.attnum`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from random import Random

import msgspec

from snapshot import model
from snapshot.codec import key_of
from snapshot.records import Identity, Replayed, Server
from snapshot.store import Store
from tests.made import header
from tests.sites import ALL_KINDS

SERVER = Server("18.0", 180000, "7000000000000000001", 16384)
_TABLES = ("users", "bills", "notes", "Old name")
_COLUMNS = ("id", "email", "name", "total", "a b")
_TYPES = ("integer", "bigint", "text", "character varying(20)", "character varying(40)")


@dataclass
class Column:
    name: str
    type: str
    nullable: bool = True
    default: str | None = None
    comment: str | None = None


@dataclass
class Table:
    name: str
    schema: int
    comment: str | None = None
    owner: str = "app"
    columns: dict[int, Column] = field(default_factory=dict)  # by attribute number
    key: int | None = None  # the column of its primary key
    indexes: dict[int, tuple[str, int, int | None]] = field(default_factory=dict)
    checks: dict[str, tuple[int, int]] = field(default_factory=dict)
    references: dict[str, tuple[int, int]] = field(default_factory=dict)  # column, table
    readers: set[str] = field(default_factory=set)
    partitions: dict[int, str] = field(default_factory=dict)  # number → name
    last: int = 0


class Catalog:
    """A database that is changed at random; `state` is what a snapshot of it holds."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.numbers = count(16385)
        self.schemas = {2200: "public"}
        self.tables: dict[int, Table] = {}
        self.views: dict[int, tuple[str, int, int]] = {}  # name, table, column
        self.sequences: dict[int, tuple[str, int, int]] = {}
        self.functions: dict[int, tuple[str, int]] = {}
        self.enums: dict[int, tuple[str, dict[int, str]]] = {}
        for _ in range(3):
            self.create_table()

    def change(self) -> None:
        deeds: tuple[Callable[[], None], ...] = (
            self.create_table, self.drop_table, self.recreate_table, self.rename_table,
            self.exchange_tables, self.exchange_tables_under_views, self.move_table,
            self.new_schema, self.name_schema, self.add_column, self.drop_column,
            self.again_column, self.rename_column, self.set_column, self.set_column,
            self.set_column, self.about_table, self.index, self.index, self.key, self.check,
            self.reference, self.grant, self.view, self.view, self.owned, self.function,
            self.labels, self.partition,
        )  # fmt: skip
        self.random.choice(deeds)()

    # What one deploy may do

    def create_table(self) -> None:
        free = self._free()
        if not free:
            return
        schema = self.random.choice(sorted(self.schemas))
        self.tables[next(self.numbers)] = made = Table(self.random.choice(free), schema)
        for name in self.random.sample(_COLUMNS, 3):
            made.last += 1
            made.columns[made.last] = Column(name, self.random.choice(_TYPES))
        made.key = self.random.choice((None, 1))

    def drop_table(self) -> None:
        if found := self._table():
            self._drop(found[0])

    def recreate_table(self) -> None:
        if found := self._table():
            self.remake(found[0])

    def remake(self, old: int) -> None:
        """Drop a table and make it anew; keys that point to it are made anew, too."""
        new, table = next(self.numbers), self.tables.pop(old)
        self.tables[new] = table
        self.views = {n: v for n, v in self.views.items() if v[1] != old}
        self.sequences = {n: s for n, s in self.sequences.items() if s[1] != old}
        for other in self.tables.values():
            other.references = {
                n: (c, new if t == old else t) for n, (c, t) in other.references.items()
            }
        table.columns = dict(enumerate(table.columns.values(), 1))
        table.last = len(table.columns)
        table.key, table.indexes, table.checks = None, {}, {}
        table.references, table.partitions = {}, {}

    def rename_table(self) -> None:
        free = self._free()
        if free and (found := self._table()):
            found[1].name = self.random.choice(free)

    def exchange_tables(self) -> None:
        if len(self.tables) > 1:
            one, other = self.random.sample(sorted(self.tables), 2)
            a, b = self.tables[one], self.tables[other]
            a.name, b.name, a.schema, b.schema = b.name, a.name, b.schema, a.schema

    def exchange_tables_under_views(self) -> None:
        """And what reads them is made to read the other one: its text stays."""
        if len(self.tables) > 1:
            one, other = self.random.sample(sorted(self.tables), 2)
            a, b = self.tables[one], self.tables[other]
            a.name, b.name, a.schema, b.schema = b.name, a.name, b.schema, a.schema
            for number, (name, table, column) in self.views.items():
                there = {one: other, other: one}.get(table, table)
                if column in self.tables[there].columns:
                    self.views[number] = (name, there, column)

    def move_table(self) -> None:
        if found := self._table():
            found[1].schema = self.random.choice(sorted(self.schemas))

    def new_schema(self) -> None:
        if len(self.schemas) < 3:
            name = self.random.choice(("app", "Billing"))
            if name not in self.schemas.values():
                self.schemas[next(self.numbers)] = name

    def name_schema(self) -> None:
        for number in [n for n in self.schemas if n != 2200][:1]:
            name = self.random.choice(("app", "Billing", "web"))
            if name not in self.schemas.values():
                self.schemas[number] = name

    def add_column(self) -> None:
        if found := self._table():
            there = {column.name for column in found[1].columns.values()}
            if free := [name for name in _COLUMNS if name not in there]:
                found[1].last += 1
                made = Column(self.random.choice(free), self.random.choice(_TYPES))
                found[1].columns[found[1].last] = made

    def drop_column(self) -> None:
        if (found := self._table()) and len(found[1].columns) > 1:
            self._drop_column(found[0], self._column(found[1]))

    def again_column(self) -> None:
        """Dropped and added under its name in one deploy."""
        if (found := self._table()) and len(found[1].columns) > 1:
            table, was = found[1], self._column(found[1])
            kept = table.columns[was]
            self._drop_column(found[0], was)
            table.last += 1
            table.columns[table.last] = kept

    def rename_column(self) -> None:
        if found := self._table():
            there = {column.name for column in found[1].columns.values()}
            if free := [name for name in _COLUMNS if name not in there]:
                found[1].columns[self._column(found[1])].name = self.random.choice(free)

    def set_column(self) -> None:
        if found := self._table():
            column = found[1].columns[self._column(found[1])]
            what = self.random.choice(("type", "nullable", "default", "comment"))
            if what == "nullable":
                column.nullable = not column.nullable
            else:
                values = {"type": _TYPES, "default": (None, "'x'", "1"), "comment": (None, "why")}
                setattr(column, what, self.random.choice(values[what]))

    def about_table(self) -> None:
        if found := self._table():
            what, values = self.random.choice((("comment", (None, "a", "b")),
                                               ("owner", ("app", "boss"))))  # fmt: skip
            setattr(found[1], what, self.random.choice(values))

    def index(self) -> None:
        if found := self._table():
            table = found[1]
            if table.indexes and self.random.random() < 0.6:
                number = self.random.choice(sorted(table.indexes))
                name, column, where = table.indexes.pop(number)
                if self.random.random() < 0.5:
                    table.indexes[number] = (f"{name[:8]}{self._bit()}", column, where)
                return
            name = f"{table.name[:5]}_ix{self.random.randint(0, 1)}"
            if name not in {i[0] for i in table.indexes.values()}:
                where = self.random.choice((None, self._column(table)))
                table.indexes[next(self.numbers)] = (name, self._column(table), where)

    def key(self) -> None:
        if found := self._table():
            found[1].key = None if found[1].key else self._column(found[1])

    def check(self) -> None:
        if found := self._table():
            checks, name = found[1].checks, self.random.choice(("positive", "set"))
            if name in checks and self.random.random() < 0.5:
                del checks[name]
            else:
                checks[name] = (self._column(found[1]), self.random.randint(0, 1))

    def reference(self) -> None:
        if (found := self._table()) and (other := self._table()):
            if "fk" in found[1].references:
                del found[1].references["fk"]
            else:
                found[1].references["fk"] = (self._column(found[1]), other[0])

    def grant(self) -> None:
        if found := self._table():
            found[1].readers ^= {self.random.choice(("reader", "auditor"))}

    def view(self) -> None:
        name = self.random.choice(("v", "w"))
        there = [number for number, view in self.views.items() if view[0] == name]
        found = self._table()
        if there and (self.random.random() < 0.5 or found is None):
            del self.views[there[0]]
        elif found:
            number = there[0] if there and self.random.random() < 0.5 else next(self.numbers)
            if there:
                del self.views[there[0]]
            self.views[number] = (name, found[0], self._column(found[1]))

    def owned(self) -> None:
        if self.sequences and self.random.random() < 0.5:
            del self.sequences[self.random.choice(sorted(self.sequences))]
        elif (found := self._table()) and "counter" not in {s[0] for s in self.sequences.values()}:
            self.sequences[next(self.numbers)] = ("counter", found[0], self._column(found[1]))

    def function(self) -> None:
        there = [number for number, f in self.functions.items() if f[0] == "f"]
        if there and self.random.random() < 0.5:
            del self.functions[there[0]]
        else:
            self.functions[there[0] if there else next(self.numbers)] = (
                "f", self.random.randint(0, 3),
            )  # fmt: skip

    def labels(self) -> None:
        if not self.enums:
            labels = {next(self.numbers): label for label in ("low", "middle", "high", "top")}
            self.enums[next(self.numbers)] = ("level", labels)
            return
        labels = next(iter(self.enums.values()))[1]
        number = self.random.choice(sorted(labels))
        labels[number] = f"{labels[number][:6]}{self.random.randint(0, 1)}"
        if len({*labels.values()}) < len(labels):
            labels[number] += "x"

    def partition(self) -> None:
        if (found := self._table()) is None:
            return
        root = found[1]
        others = [n for n, t in self.tables.items() if t is not root and not t.partitions]
        if root.partitions and self.random.random() < 0.5:
            number, name = root.partitions.popitem()
            if name not in {t.name for t in self.tables.values()}:
                self.tables[number] = Table(name, root.schema, columns={1: Column("id", "integer")},
                                            last=1)  # fmt: skip
        elif others and self.random.random() < 0.5:
            number = self.random.choice(others)
            name = self.tables[number].name
            self._drop(number)
            root.partitions[number] = name
        elif "m1" not in root.partitions.values():
            root.partitions[next(self.numbers)] = "m1"

    def _drop_column(self, number: int, gone: int) -> None:
        table = self.tables[number]
        del table.columns[gone]
        table.key = None if table.key == gone else table.key
        table.indexes = {n: i for n, i in table.indexes.items() if gone not in i[1:]}
        table.checks = {n: c for n, c in table.checks.items() if c[0] != gone}
        table.references = {n: r for n, r in table.references.items() if r[0] != gone}
        self.views = {n: v for n, v in self.views.items() if v[1:] != (number, gone)}
        self.sequences = {n: s for n, s in self.sequences.items() if s[1:] != (number, gone)}

    def _drop(self, number: int) -> None:
        del self.tables[number]
        for table in self.tables.values():
            table.references = {n: r for n, r in table.references.items() if r[1] != number}
        self.views = {n: v for n, v in self.views.items() if v[1] != number}
        self.sequences = {n: s for n, s in self.sequences.items() if s[1] != number}

    def _bit(self) -> int:
        return self.random.randint(0, 1)

    def _free(self) -> list[str]:
        taken = {name for t in self.tables.values() for name in (t.name, *t.partitions.values())}
        return [name for name in _TABLES if name not in taken]

    def _table(self) -> tuple[int, Table] | None:
        if not self.tables:
            return None
        number = self.random.choice(sorted(self.tables))
        return number, self.tables[number]

    def _column(self, table: Table) -> int:
        return self.random.choice(sorted(table.columns))

    # What a snapshot of it holds

    def state(self) -> Replayed[model.Object]:
        things: dict[str, model.Object] = {}
        identity: dict[str, Identity] = {}

        def put(thing: model.Object, **numbers: object) -> None:
            things[key_of(thing)] = thing
            identity[key_of(thing)] = dict(numbers)

        for number, name in self.schemas.items():
            put(model.Schema(name=name, owner="app"), oid=number)
        for number, table in self.tables.items():
            put(self._told(table), **_numbers(number, table, self.schemas[table.schema]))
        for number, (name, at, column) in self.views.items():
            table, called = self.tables[at], _quoted(self.tables[at].columns[column].name)
            text = (f" SELECT {called}", f"   FROM {self._name(at)};")
            told = (model.ViewColumn(name="x", type=table.columns[column].type),)
            put(model.View(name=name, schema="public", owner="app", definition=text, columns=told),
                oid=number, columns={"x": 1})  # fmt: skip
        for number, (name, at, column) in self.sequences.items():
            owner = f"{self._name(at)}.{_quoted(self.tables[at].columns[column].name)}"
            put(model.Sequence(name=name, schema="public", owner="app", owned_by=owner), oid=number)
        for number, (name, body) in self.functions.items():
            put(model.Function(name=name, schema="public", owner="app", language="sql",
                               body=(f"SELECT {body}",)), oid=number)  # fmt: skip
        for number, (name, labels) in self.enums.items():
            put(model.Enum(name=name, schema="public", owner="app", labels=tuple(labels.values())),
                oid=number, labels={label: n for n, label in labels.items()})  # fmt: skip
        return Replayed(dict(sorted(things.items())), dict(sorted(identity.items())), {})

    def snap(self, store: Store, day: int) -> None:
        """Record it as of a day of January 2025."""
        head = header(f"2025-01-{day:02}T00:00:00Z")
        told = msgspec.structs.replace(head, coverage=ALL_KINDS, server=SERVER)
        store.record(told, self.state())

    def _name(self, number: int) -> str:
        table = self.tables[number]
        return f"{_quoted(self.schemas[table.schema])}.{_quoted(table.name)}"

    def _told(self, table: Table) -> model.Table:
        name = {number: column.name for number, column in table.columns.items()}
        schema = self.schemas[table.schema]
        return model.Table(
            name=table.name, schema=schema, owner=table.owner, comment=table.comment,
            columns=tuple(
                model.Column(name=c.name, type=c.type, nullable=c.nullable, default=c.default,
                             comment=c.comment)
                for c in table.columns.values()
            ),
            primary_key=(
                model.PrimaryKey(name="pk", columns=(name[table.key],)) if table.key else None
            ),
            indexes=tuple(sorted((
                model.Index(
                    name=n, keys=(model.IndexKey(column=name[c]),),
                    predicate=f"({_quoted(name[where])} IS NOT NULL)" if where else None,
                )
                for n, c, where in table.indexes.values()
            ), key=lambda index: index.name)),
            check_constraints=tuple(
                model.CheckConstraint(name=n, expression=(
                    f"({_quoted(name[c])} IS NOT NULL)" if k else f"({_quoted(name[c])} > 0)"
                ))
                for n, (c, k) in sorted(table.checks.items())
            ),
            foreign_keys=tuple(
                model.ForeignKey(
                    name=n, columns=(name[c],), references=self._name(to),
                    referenced_columns=(next(iter(self.tables[to].columns.values())).name,),
                )
                for n, (c, to) in sorted(table.references.items()) if to in self.tables
            ),
            privileges=tuple(
                model.Privilege(grantee=who, privileges=("SELECT",))
                for who in sorted(table.readers)
            ),
            partition_by="RANGE (id)" if table.partitions else None,
            partitions=tuple(sorted((
                model.Partition(name=f"{schema}.{n}", bound=f"FOR VALUES FROM ({len(n)}) TO (9)")
                for n in table.partitions.values()
            ), key=lambda partition: partition.name)),
        )  # fmt: skip


def _numbers(number: int, table: Table, schema: str) -> Identity:
    found: Identity = {
        "oid": number, "columns": {c.name: n for n, c in table.columns.items()},
        "indexes": {name: n for n, (name, _, _) in table.indexes.items()},
    }  # fmt: skip
    if table.partitions:
        found["partitions"] = {f"{schema}.{name}": n for n, name in table.partitions.items()}
    return found


def _quoted(name: str) -> str:
    return name if name.islower() and name.isalnum() else f'"{name}"'


def recorded(
    store: Store, seed: int, *, deploys: int = 9, changes: int = 4, server: Server | None = SERVER,
) -> None:  # fmt: skip
    """Record a random history, with a failed capture and an unchanged snapshot in it."""
    catalog = Catalog(seed)
    for day in range(1, deploys + 1):
        head = header(f"2025-01-{day:02}T00:00:00Z")
        if day == deploys // 2:
            store.record(msgspec.structs.replace(head, failure="the server went away"), None)
            continue
        told = msgspec.structs.replace(head, coverage=ALL_KINDS, server=server)
        store.record(told, catalog.state())
        for _ in range(catalog.random.randint(0, changes)):
            catalog.change()
