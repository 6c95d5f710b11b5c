"""A long history on disk, made without a server: many tables, many snapshots, a little drift.

Every snapshot changes a few tables by one column; the expectation follows in the same step, but
for a table in ten, which it follows some snapshots later. What comes out is the same each time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from snapshot import expectation, model
from snapshot.adopting import text_of_domain
from snapshot.codec import digest, key_of, text_of
from snapshot.records import FORMAT, Body, Context, Coverage, Digests, Header, Record, Server
from snapshot.store import RECORD_DEPTH, Assertion, Store

DOMAINS = 20
CHANGES = 5  # tables that a snapshot changes
LATE = 7  # snapshots until the expectation follows a change of production
COVERAGE = Coverage(
    captured=tuple(
        sorted({model.kind_name(cls) for cls in model.kinds().values()} | {*model.parts()})
    )
)
_TYPES = ("text", "integer", "numeric(12,2)", "timestamp with time zone", "boolean", "uuid")
_SERVER = Server(
    version="18.0", version_number=180000, system_identifier="7000000000000000001",
    database_oid=16384,
)  # fmt: skip


def table(number: int) -> model.Table:
    """A table of twelve columns, with a key, a foreign key to the one before, an index, a check."""
    name = f"t{number}"
    columns = [model.Column(name="id", type="bigint", nullable=False)]
    columns += [
        model.Column(name=f"c{n}", type=_TYPES[n % len(_TYPES)], comment=f"the {n}th of {name}")
        for n in range(10)
    ]
    columns.append(model.Column(name="parent_id", type="bigint"))
    return msgspec.structs.replace(
        model.Table(name=name, schema="public", owner="app", columns=tuple(columns)),
        comment=f"table {number}",
        primary_key=model.PrimaryKey(name=f"{name}_pkey", columns=("id",)),
        foreign_keys=(
            model.ForeignKey(
                name=f"{name}_parent", columns=("parent_id",),
                references=f"public.t{max(number - 1, 0)}", referenced_columns=("id",),
            ),
        ),
    )  # fmt: skip


def steps(
    tables: int, snapshots: int
) -> Iterator[tuple[dict[str, model.Object], dict[str, model.Object]]]:
    """What each snapshot changed: of the state, and of what is expected."""
    draw = Random(1)
    first: dict[str, model.Object] = {key_of(thing): thing for thing in map(table, range(tables))}
    state, waiting = dict(first), []
    yield first, dict(first)
    for number in range(1, snapshots):
        changed: dict[str, model.Object] = {}
        told: dict[str, model.Object] = {}
        for key in draw.sample(sorted(state), min(CHANGES, tables)):
            changed[key] = _altered(state[key], number, draw)
            if draw.random() < 0.1:
                waiting.append((number + LATE, key))
            else:
                told[key] = changed[key]
        state |= changed
        told |= {key: state[key] for due, key in waiting if due == number}
        yield changed, told


def _altered(thing: Any, number: int, draw: Random) -> model.Object:
    if draw.random() < 0.5 or len(thing.columns) < 14:
        column = model.Column(name=f"n{number}", type=draw.choice(_TYPES))
        return msgspec.structs.replace(thing, columns=(*thing.columns, column))
    at = draw.randrange(1, 11)
    column = msgspec.structs.replace(thing.columns[at], type=draw.choice(("text", "jsonb", "date")))
    return msgspec.structs.replace(
        thing, columns=(*thing.columns[:at], column, *thing.columns[at + 1 :])
    )


class Chain:
    """One stream of records, written without reading back what was written before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.last: Header | None = None
        self.digests: dict[str, str] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, header: Header, objects: dict[str, Any], identity: dict[str, Any]) -> Header:
        self.digests |= {key: digest(thing) for key, thing in objects.items()}
        state = Digests(state=digest(self.digests), identity=header.fingerprint)
        parents = (self.last.id,) if self.last else ()
        header = msgspec.structs.replace(header, parents=parents, digests=state)
        body: Body[Any] = Body(
            base=parents[0] if parents else None, objects=dict(sorted(objects.items())),
            identity=identity,
        )  # fmt: skip
        name = header.at.replace(":", "")
        (self.folder / f"{name}.json").write_text(
            text_of(Record(header, body), RECORD_DEPTH), "utf-8"
        )
        self.last = header
        return header


def make(root: Path, tables: int, snapshots: int, name: str = "long") -> None:
    """A project with that history, its configuration and its expectation in files."""
    (root / "expected").mkdir(parents=True)
    (root / "chronicle.yml").write_text(
        f"title: A long history\ndatabases:\n  {name}:\n    expected: expected/\n", "utf-8"
    )
    store = Store(root / "snapshots" / name)
    history, expectations = Chain(store.history.folder), Chain(store.expectations.folder)
    told: dict[str, model.Object] = {}
    start = datetime(2023, 1, 1, 12, tzinfo=UTC)
    for number, (changed, expected) in enumerate(steps(tables, snapshots)):
        at = (start + timedelta(days=number)).strftime("%Y-%m-%dT%H:%M:%SZ")
        told |= expected
        header = Header(
            format=FORMAT, database=name, at=at, taken=at, why="deploy", parents=(),
            digests=None, context=Context(label=f"v{number}", commit=f"{number:040x}"),
        )  # fmt: skip
        if expected:
            expectations.add(header, _assertions(expected, root / "expected"), {})
        assert expectations.last
        identity = {} if number else {key: {"oid": 20000 + n} for n, key in enumerate(changed)}
        history.add(
            msgspec.structs.replace(
                header, server=_SERVER, coverage=COVERAGE, expectation=expectations.last.id
            ),
            changed, identity,
        )  # fmt: skip
    for domain in sorted({_domain(key) for key in told}):
        things = [thing for key, thing in told.items() if _domain(key) == domain]
        _write(root / "expected" / f"{domain}.yml", domain, things)


def _domain(key: str) -> str:
    return f"domain_{int(key.rpartition('/t')[2]) % DOMAINS:02}"


def _write(path: Path, domain: str, things: list[model.Object]) -> None:
    path.write_text(text_of_domain(domain, things, "full"), "utf-8")


def _assertions(things: dict[str, model.Object], folder: Path) -> dict[str, Assertion]:
    """What the files of domains assert, read as they are."""
    paths = []
    for domain in sorted({_domain(key) for key in things}):
        paths.append(folder / f"{domain}.yml")
        _write(paths[-1], domain, [t for key, t in things.items() if _domain(key) == domain])
    return expectation.load_files(paths)


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
