"""What ALTER, DROP and COMMENT call a thing, and how it is dropped."""

from __future__ import annotations

from typing import Any

import msgspec

from generator.ddl.functions import called
from generator.ddl.operations import words_between
from generator.ddl.quoting import ident, qualified, role
from generator.ddl.statement import WRITERS, Home, Statement
from generator.remedy.step import DROPS, drops
from snapshot import model

_TYPES = (model.Enum, model.CompositeType, model.RangeType, model.BaseType)
_INDEXED = (model.PrimaryKey, model.UniqueConstraint, model.ExclusionConstraint)
CONSTRAINTS = (*_INDEXED, model.ForeignKey, model.CheckConstraint)


def home_of(thing: model.Object) -> Home:
    """The home that the parts of an object are written for, and the name it is altered by."""
    schema = getattr(thing, "schema", "")
    own = schema if isinstance(thing, model.Table | model.View | model.MaterializedView) else ""
    return Home(
        word=_word(thing), name=_name(thing), owner=getattr(thing, "owner", ""), thing=thing,
        schema=own,
    )  # fmt: skip


def _word(thing: model.Object) -> str:
    if isinstance(thing, _TYPES):
        return "TYPE"
    if isinstance(thing, model.ForeignServer):
        return "SERVER"
    if isinstance(thing, model.Table) and thing.foreign_server is not None:
        return "FOREIGN TABLE"
    if isinstance(thing, model.Function) and thing.routine == "procedure":
        return "PROCEDURE"
    return model.kind_name(type(thing)).replace("_", " ").upper()


def _name(thing: model.Object) -> str:
    if isinstance(thing, model.Cast):
        return "({} AS {})".format(*words_between(thing.name, "as"))
    if isinstance(thing, model.Transform):
        return "FOR {} LANGUAGE {}".format(*words_between(thing.name, "language"))
    if not model.lives_in_schema(model.folder_of(type(thing))):
        return ident(thing.name)
    schema = getattr(thing, "schema", "")
    name = qualified(schema, thing.name)
    if isinstance(thing, model.Operator):
        sides = f"({thing.left or 'NONE'}, {thing.right or 'NONE'})"
        return f"{ident(schema)}.{thing.name} {sides}"
    if isinstance(thing, model.Function):
        return called(thing)
    if isinstance(thing, model.Aggregate):
        return f"{name}({thing.arguments or '*'})"
    if isinstance(thing, model.OperatorFamily | model.OperatorClass):
        return f"{name} USING {ident(thing.using)}"
    return name


def home_of_partition(part: model.Partition, home: Home) -> Home:
    """The same of a partition, as its writer has it."""
    table = home.thing
    assert isinstance(table, model.Table)
    schema, name = split_name(part.name, table)
    word = "TABLE" if part.foreign_server is None else "FOREIGN TABLE"
    return Home(
        word=word, name=qualified(schema, name), owner=part.owner or home.owner, thing=part,
        schema=schema, parents=_parents(part, table),
    )  # fmt: skip


def split_name(name: str, root: model.Table) -> tuple[str, str]:
    """Schema and name of a partition: they stand unquoted, with a dot between."""
    if name.startswith(f"{root.schema}."):
        return root.schema, name[len(root.schema) + 1 :]
    schema, _, own = name.partition(".")
    return schema, own


def _parents(
    part: model.Partition, root: model.Table
) -> tuple[model.Table | model.Partition, ...]:  # fmt: skip
    by_name = {other.name: other for other in root.partitions}
    found: list[model.Partition] = []
    above = by_name.get(part.parent or "")
    while above is not None and above not in found:
        found.append(above)
        above = by_name.get(above.parent or "")
    return (*found, root)


def target(part: Any, home: Home) -> tuple[str, str]:
    """What COMMENT calls a part: `("COLUMN", "s.t.c")`, `("INDEX", "s.i")`."""
    if isinstance(part, CONSTRAINTS):
        domain = "DOMAIN " if home.word == "DOMAIN" else ""
        return "CONSTRAINT", f"{ident(part.name)} ON {domain}{home.name}"
    if isinstance(part, model.Index):
        return "INDEX", qualified(home.schema, part.name)
    if isinstance(part, model.Column | model.ViewColumn | model.Attribute):
        return "COLUMN", f"{home.name}.{ident(part.name)}"
    return type(part).__name__.upper(), f"{ident(part.name)} ON {home.name}"


def children_of(thing: object) -> dict[str, type[model.Part]]:
    """Field → class, of the keyed parts that a thing may hold."""
    cls: type = type(thing)
    return model.children(cls)


def is_single(thing: object, field: str) -> bool:
    """Whether a field of a thing holds one part or none."""
    cls: type = type(thing)
    return model.is_single(cls, field)


def drop_of(thing: Any, home: Home) -> str:
    """The command that drops an object or a part."""
    return (
        DROPS[type(thing)](thing, home)
        if type(thing) in DROPS
        else f"DROP {home.word} {home.name};"
    )


@drops(*CONSTRAINTS)
def _constraint(part: Any, home: Home) -> str:
    return f"{home.alter} DROP CONSTRAINT {ident(part.name)};"


@drops(model.Index)
def _index(part: model.Index, home: Home) -> str:
    partitioned = getattr(home.thing, "partition_by", None) is not None
    child = isinstance(home.thing, model.Partition)
    online = "" if partitioned or child else "CONCURRENTLY "
    return f"DROP INDEX {online}{qualified(home.schema, part.name)};"


@drops(model.Trigger, model.Rule, model.Policy)
def _on_table(part: Any, home: Home) -> str:
    return f"DROP {type(part).__name__.upper()} {ident(part.name)} ON {home.name};"


@drops(model.Column)
def _column(part: model.Column, home: Home) -> str:
    return f"{home.alter} DROP COLUMN {ident(part.name)};"


@drops(model.Attribute)
def _attribute(part: model.Attribute, home: Home) -> str:
    return f"{home.alter} DROP ATTRIBUTE {ident(part.name)};"


@drops(model.Partition)
def _partition(part: model.Partition, home: Home) -> str:
    own = home_of_partition(part, home)
    return f"DROP {own.word} {own.name};"


@drops(model.UserMapping)
def _user_mapping(part: model.UserMapping, home: Home) -> str:
    return f"DROP USER MAPPING FOR {role(part.user)} SERVER {home.name};"


@drops(model.PublishedTable)
def _published(part: model.PublishedTable, home: Home) -> str:
    return f"{home.alter} DROP TABLE ONLY {part.name};"


@drops(model.TokenMapping)
def _token(part: model.TokenMapping, home: Home) -> str:
    return f"{home.alter} DROP MAPPING FOR {ident(part.token)};"


@drops(model.FamilyOperator, model.FamilyFunction)
def _member(part: model.FamilyOperator | model.FamilyFunction, home: Home) -> str:
    number, _, types = part.slot.partition(" ")
    word = "OPERATOR" if isinstance(part, model.FamilyOperator) else "FUNCTION"
    return f"{home.alter} DROP {word} {number} {types};"


@drops(model.SecurityLabel)
def _label(part: model.SecurityLabel, home: Home) -> str:
    on = f"{home.word} {home.name}"
    if home.column:
        on = f"COLUMN {home.name}.{ident(home.column)}"
    return f"SECURITY LABEL FOR {ident(part.provider)} ON {on} IS NULL;"


def statements(thing: Any, home: Home) -> list[Statement]:
    """What the writers say of an object, or of a part as a command of its own."""
    if isinstance(thing, model.Object):
        return [*WRITERS[type(thing)](thing)]
    found = [*WRITERS[type(thing)](thing, home)]
    if isinstance(thing, model.Partition):
        return found
    return [msgspec.structs.replace(one, text=_alone(one, thing, home)) for one in found]


def _alone(one: Statement, part: Any, home: Home) -> str:
    """A line of a CREATE as a command; columns are added by `columns.add`."""
    if one.text or one.inline is None:
        return one.text
    if isinstance(part, model.PublishedTable | model.FamilyOperator | model.FamilyFunction):
        word = "TABLE " if isinstance(part, model.PublishedTable) else ""
        return f"{home.alter} ADD {word}{one.inline};"
    return ""
