"""What is said of a whole table, of a partition, of a materialized view; all of it in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from generator.ddl.quoting import ident, joined
from generator.ddl.statement import Home, Phase
from generator.ddl.walk import several
from generator.remedy.general import foreign, reset_and_set
from generator.remedy.step import Found, Step, alters, step
from snapshot import model

_RELATIONS = (model.Table, model.Partition, model.MaterializedView)


def _for_all(*fields: str) -> Callable[[Found], Found]:
    def register(function: Found) -> Found:
        for cls in _RELATIONS:
            alters(cls, *fields)(function)
        return function

    return register


@_for_all("options")
def options(old: Any, new: Any, home: Home) -> Iterator[Step]:
    yield step(reset_and_set(old.options, new.options, home.alter))


@_for_all("unlogged")
def unlogged(old: Any, new: Any, home: Home) -> Iterator[Step]:
    yield step(f"{home.alter} SET {'UNLOGGED' if new.unlogged else 'LOGGED'};")


@_for_all("tablespace")
def tablespace(old: Any, new: Any, home: Home) -> Iterator[Step]:
    yield step(f"{home.alter} SET TABLESPACE {ident(new.tablespace or 'pg_default')};")


@_for_all("access_method")
def access_method(old: Any, new: Any, home: Home) -> Iterator[Step]:
    name = ident(new.access_method or "heap")
    after = (("ACCESS METHOD", new.access_method),) if new.access_method else ()
    yield step(f"{home.alter} SET ACCESS METHOD {name};", after=after,
               frees=f"ACCESS_METHOD.{ident(old.access_method or 'heap')}")  # fmt: skip


@_for_all("replica_identity")
def replica_identity(old: Any, new: Any, home: Home) -> Iterator[Step]:
    how, _, index = new.replica_identity.partition(" ")
    shown = f"USING INDEX {ident(index)}" if index else how.upper()
    if new.replica_identity == "index":
        shown = "NOTHING"
    yield step(f"{home.alter} REPLICA IDENTITY {shown};", Phase.LINK)


@_for_all("cluster_on")
def cluster_on(old: Any, new: Any, home: Home) -> Iterator[Step]:
    if new.cluster_on is None:
        yield step(f"{home.alter} SET WITHOUT CLUSTER;", Phase.LINK)
    else:
        yield step(f"{home.alter} CLUSTER ON {ident(new.cluster_on)};", Phase.LINK)


@_for_all("row_security", "force_row_security")
def row_security(old: Any, new: Any, home: Home) -> Iterator[Step]:
    commands = []
    if old.row_security != new.row_security:
        word = "ENABLE" if new.row_security else "DISABLE"
        commands.append(f"{home.alter} {word} ROW LEVEL SECURITY;")
    if old.force_row_security != new.force_row_security:
        word = "FORCE" if new.force_row_security else "NO FORCE"
        commands.append(f"{home.alter} {word} ROW LEVEL SECURITY;")
    yield step(joined(*commands), Phase.POLICY)


@_for_all("foreign_options")
def foreign_options(old: Any, new: Any, home: Home) -> Iterator[Step]:
    yield step(foreign(old.foreign_options, new.foreign_options, home.alter))


@_for_all("depends_on_extensions")
@alters(model.Function, "depends_on_extensions")
def depends_on_extensions(old: Any, new: Any, home: Home) -> Iterator[Step]:
    yield step(extensions(old, new, home.alter), Phase.INDEX)


def extensions(old: Any, new: Any, alter: str) -> str:
    was, now = set(old.depends_on_extensions), set(new.depends_on_extensions)
    return joined(
        *(f"{alter} NO DEPENDS ON EXTENSION {ident(name)};" for name in sorted(was - now)),
        *(f"{alter} DEPENDS ON EXTENSION {ident(name)};" for name in sorted(now - was)),
    )


@alters(model.Table, "of_type")
def of_type(old: model.Table, new: model.Table, home: Home) -> Iterator[Step]:
    if old.of_type is not None:
        yield step(f"{home.alter} NOT OF;", Phase.SCHEMA, frees=old.of_type)
    if new.of_type is not None:
        yield step(f"{home.alter} OF {new.of_type};", Phase.LINK)


@alters(model.Table, "inherits")
def inherits(old: model.Table, new: model.Table, home: Home) -> Iterator[Step]:
    for parent in old.inherits:
        if parent not in new.inherits:
            yield step(f"{home.alter} NO INHERIT {parent};", Phase.SCHEMA, frees=parent)
    for parent in new.inherits:
        if parent not in old.inherits:
            yield step(f"{home.alter} INHERIT {parent};", Phase.INHERIT)


@alters(model.Partition, "bound", "parent")
def bound(old: model.Partition, new: model.Partition, home: Home) -> Iterator[Step] | None:
    """Taken out and put in again: its rows stay, and are read to see whether they fit."""
    if new.parent is not None or old.parent is not None or new.bound == "DEFAULT":
        return None
    root = home.parents[-1]
    assert isinstance(root, model.Table)
    name = f"{ident(root.schema)}.{ident(root.name)}"
    return iter([step(joined(
        f"ALTER TABLE {name} DETACH PARTITION {home.name};",
        f"ALTER TABLE {name} ATTACH PARTITION {home.name} {new.bound};",
    ), Phase.TABLE)])  # fmt: skip


def marks(work: Any) -> None:
    """Say again which index tells the rows apart, where that index is made again."""
    for key, now in work.now.items() if work.made else ():
        was = work.was.get(key)
        if not isinstance(now, _RELATIONS) or was is None or (key,) in work.made:
            continue
        again = {id_[-1] for id_ in work.made if id_[:1] == (key,) and id_[1:2] == ("indexes",)}
        for field in ("unique_constraints", "primary_key"):
            if any(id_[:2] == (key, field) for id_ in work.made):
                again |= {p.name for p in several(getattr(now, field, ()))}
        for field, alter in (("replica_identity", replica_identity), ("cluster_on", cluster_on)):
            value = getattr(now, field) or ""
            if value == getattr(was, field) and value.removeprefix("index ") in again:
                work.steps.setdefault((key,), []).extend(alter(was, now, work.home(now)))
