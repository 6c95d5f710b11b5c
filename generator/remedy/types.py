"""Enums, domains, composite types: what ALTER TYPE can do, and what takes a new type."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ddl.quoting import ident, joined, literal
from generator.ddl.statement import Home, Phase
from generator.remedy.columns import change_not_null, relation
from generator.remedy.step import Step, alters, step
from snapshot import model


@alters(model.Enum, "labels")
def labels(old: model.Enum, new: model.Enum, home: Home) -> Iterator[Step] | None:
    """New labels find their place; one that is gone takes a new type. Renames were done before."""
    was, now = list(old.labels), list(new.labels)
    if [label for label in now if label in was] != was:
        return None
    return _added(was, now, home)


def _added(was: list[str], now: list[str], home: Home) -> Iterator[Step]:
    for number, label in enumerate(now):
        if label in was:
            continue
        place = f" AFTER {literal(now[number - 1])}" if number else ""
        if not number and was:
            place = f" BEFORE {literal(was[0])}"
        elif now[:number] == was[:number] and number == len(was):
            place = ""
        was.insert(number, label)
        yield step(f"{home.alter} ADD VALUE {literal(label)}{place};", Phase.TYPE,
                   transactional=False, makes=(relation(home),))  # fmt: skip


@alters(model.Domain, "default")
def default(old: model.Domain, new: model.Domain, home: Home) -> Iterator[Step]:
    told = "DROP DEFAULT" if new.default is None else f"SET DEFAULT {new.default}"
    yield step(f"{home.alter} {told};", frees=old.default or "")


@alters(model.Domain, "nullable", "not_null")
def nullable(old: model.Domain, new: model.Domain, home: Home) -> Iterator[Step]:
    if new.nullable and new.not_null is None:
        yield step(f"{home.alter} DROP NOT NULL;")
        return
    was = old.not_null or model.NotNull(f"{old.name}_not_null")
    now = new.not_null or model.NotNull(f"{new.name}_not_null")
    if old.nullable:
        told = f"ADD CONSTRAINT {ident(now.name)} NOT NULL" if new.not_null else "SET NOT NULL"
        yield step(f"{home.alter} {told};", Phase.TYPE, makes=(relation(home),))
        was = model.NotNull(now.name)
    yield from change_not_null(was, now, new, home)


@alters(model.Attribute, "type", "collation")
def attribute(old: model.Attribute, new: model.Attribute, home: Home) -> Iterator[Step]:
    collation = f" COLLATE {new.collation}" if new.collation else ""
    text = f"{home.alter} ALTER ATTRIBUTE {ident(new.name)} TYPE {new.type}{collation};"
    frees = joined(old.type, old.collation or "")
    yield step(text, Phase.TYPE, frees=frees, makes=(relation(home),))


@alters(model.BaseType, "analyze", "receive", "send", "typmod_in", "typmod_out", "subscript")
def base_type(old: model.BaseType, new: model.BaseType, home: Home) -> Iterator[Step]:
    fields = ("analyze", "receive", "send", "typmod_in", "typmod_out", "subscript")
    said = [
        f"{field.upper()} = {getattr(new, field) or 'NONE'}"
        for field in fields
        if getattr(old, field) != getattr(new, field)
    ]
    yield step(f"{home.alter} SET ({', '.join(said)});", Phase.FUNCTION)
