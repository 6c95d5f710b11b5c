"""Indexes that no constraint owns: built and dropped beside the writers where it can be."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from generator.ddl.quoting import ident, qualified
from generator.ddl.statement import Home
from generator.remedy.general import reset_and_set
from generator.remedy.homes import statements
from generator.remedy.step import Step, alters, step, step_of
from generator.remedy.tables import extensions
from snapshot import model


def add(part: model.Index, home: Home) -> list[Step]:
    found = []
    for one in statements(part, home):
        made = step_of(one)
        if plain(home) and part.valid:
            text = one.text.replace("INDEX ", "INDEX CONCURRENTLY ", 1)
            made = msgspec.structs.replace(made, text=text, transactional=False)
        found.append(made)
    return found


def plain(home: Home) -> bool:
    partitioned = getattr(home.thing, "partition_by", None) is not None
    return not partitioned and home.word in ("TABLE", "MATERIALIZED VIEW")


@alters(model.Index, "options")
def options(old: model.Index, new: model.Index, home: Home) -> Iterator[Step]:
    name = qualified(home.schema, new.name)
    yield step(reset_and_set(old.options, new.options, f"ALTER INDEX {name}"))


@alters(model.Index, "tablespace")
def tablespace(old: model.Index, new: model.Index, home: Home) -> Iterator[Step]:
    name, space = qualified(home.schema, new.name), ident(new.tablespace or "pg_default")
    yield step(f"ALTER INDEX {name} SET TABLESPACE {space};")


@alters(model.Index, "depends_on_extensions")
def depends(old: model.Index, new: model.Index, home: Home) -> Iterator[Step]:
    yield step(extensions(old, new, f"ALTER INDEX {qualified(home.schema, new.name)}"))


@alters(model.Index, "keys")
def keys(old: model.Index, new: model.Index, home: Home) -> Iterator[Step] | None:
    """How much is known of an expression is all that can be changed of a key."""

    def bare(index: model.Index) -> list[model.IndexKey]:
        return [msgspec.structs.replace(key, statistics=None) for key in index.keys]

    if bare(old) != bare(new):
        return None
    name = qualified(home.schema, new.name)
    pairs = enumerate(zip(old.keys, new.keys, strict=True), 1)
    return iter([
        step(f"ALTER INDEX {name} ALTER COLUMN {number} SET STATISTICS "
             f"{-1 if now.statistics is None else now.statistics};")
        for number, (was, now) in pairs
        if was.statistics != now.statistics
    ])  # fmt: skip


@alters(model.Index, "valid")
def valid(old: model.Index, new: model.Index, home: Home) -> Iterator[Step] | None:
    """A build that failed is built anew; what is whole is never broken on purpose."""
    if not plain(home):
        return None
    if not new.valid:
        return iter(())
    name = qualified(home.schema, new.name)
    return iter([step(f"REINDEX INDEX CONCURRENTLY {name};", transactional=False)])
