"""What has a file of its own. A field that holds parts registers a kind that lives inside."""

from __future__ import annotations

from typing import Literal

import msgspec

from snapshot.model.base import Lines, Object, Privilege
from snapshot.model.parts import (
    Attribute,
    CheckConstraint,
    Column,
    ExclusionConstraint,
    ForeignKey,
    Index,
    Partition,
    Policy,
    PrimaryKey,
    Trigger,
    UniqueConstraint,
    ViewColumn,
)


class Table(Object, tag="table", frozen=True):
    """A table: plain, partitioned or foreign (`pg_class`, relkind r, p, f)."""

    schema: str
    owner: str
    comment: str | None = None
    unlogged: bool = False
    inherits: tuple[str, ...] = ()
    partition_by: str | None = None
    foreign_server: str | None = None
    foreign_options: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    row_security: bool = False
    force_row_security: bool = False
    columns: tuple[Column, ...] = ()
    primary_key: PrimaryKey | None = None
    unique_constraints: tuple[UniqueConstraint, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    check_constraints: tuple[CheckConstraint, ...] = ()
    exclusion_constraints: tuple[ExclusionConstraint, ...] = ()
    indexes: tuple[Index, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    policies: tuple[Policy, ...] = ()
    partitions: tuple[Partition, ...] = ()
    privileges: tuple[Privilege, ...] = ()


class View(Object, tag="view", frozen=True):
    """`pg_class`, relkind v."""

    schema: str
    owner: str
    comment: str | None = None
    options: tuple[str, ...] = ()  # security_barrier, security_invoker, check_option
    columns: tuple[ViewColumn, ...] = ()
    definition: Lines = ()
    triggers: tuple[Trigger, ...] = ()
    privileges: tuple[Privilege, ...] = ()


class MaterializedView(Object, tag="materialized view", frozen=True):
    """`pg_class`, relkind m."""

    schema: str
    owner: str
    comment: str | None = None
    options: tuple[str, ...] = ()
    columns: tuple[ViewColumn, ...] = ()
    definition: Lines = ()
    indexes: tuple[Index, ...] = ()
    privileges: tuple[Privilege, ...] = ()


class Sequence(Object, tag="sequence", frozen=True):
    """A sequence that is no identity column's (`pg_sequence`); its value is data, not schema."""

    schema: str
    owner: str
    comment: str | None = None
    type: str = "bigint"
    start: int = 1
    increment: int = 1
    min_value: int | None = None
    max_value: int | None = None
    cache: int = 1
    cycle: bool = False
    owned_by: str | None = None  # schema.table.column
    unlogged: bool = False
    privileges: tuple[Privilege, ...] = ()


class Enum(Object, tag="enum", frozen=True):
    """`pg_type`, typtype e. The order of the labels is their sort order."""

    CATALOG = "pg_type"
    schema: str
    owner: str
    comment: str | None = None
    labels: Lines = ()
    privileges: tuple[Privilege, ...] = ()


class Domain(Object, tag="domain", frozen=True):
    """`pg_type`, typtype d."""

    CATALOG = "pg_type"
    schema: str
    owner: str
    type: str
    comment: str | None = None
    nullable: bool = True
    default: str | None = None
    collation: str | None = None
    check_constraints: tuple[CheckConstraint, ...] = ()
    privileges: tuple[Privilege, ...] = ()


class CompositeType(Object, tag="composite type", frozen=True):
    """`pg_type`, typtype c, made by CREATE TYPE."""

    CATALOG = "pg_type"
    schema: str
    owner: str
    comment: str | None = None
    attributes: tuple[Attribute, ...] = ()
    privileges: tuple[Privilege, ...] = ()


class Function(Object, tag="function", frozen=True):
    """A function, procedure or window function (`pg_proc`)."""

    CATALOG = "pg_proc"
    KEY = ("name", "schema", "argument_types")
    schema: str
    owner: str
    language: str
    argument_types: str = ""  # what tells overloads apart
    arguments: str = ""  # modes, names and defaults too
    comment: str | None = None
    routine: Literal["function", "procedure", "window"] = "function"
    returns: str | None = None
    volatility: Literal["immutable", "stable", "volatile"] = "volatile"
    parallel: Literal["safe", "restricted", "unsafe"] = "unsafe"
    strict: bool = False
    security_definer: bool = False
    leakproof: bool = False
    cost: float | None = None  # only when it is not the language's default
    rows: float | None = None
    settings: tuple[str, ...] = ()
    library: str | None = None
    body: Lines = ()
    privileges: tuple[Privilege, ...] = ()

    @property
    def identifier(self) -> str:
        return f"{self.name}({self.argument_types})"


class Schema(Object, tag="schema", frozen=True):
    """`pg_namespace`."""

    CATALOG = "pg_namespace"
    owner: str
    comment: str | None = None
    privileges: tuple[Privilege, ...] = ()


class Extension(Object, tag="extension", frozen=True):
    """`pg_extension`; the objects it owns are summed up by kind, not listed."""

    CATALOG = "pg_extension"
    KEY = ("name",)  # it can move to another schema
    schema: str
    version: str
    comment: str | None = None
    members: dict[str, int] = msgspec.field(default_factory=dict)


class Database(Object, tag="database", frozen=True):
    """Facts of the database itself (`pg_database`); compared only within one database."""

    CATALOG = "pg_database"
    owner: str
    encoding: str
    collate: str
    ctype: str
    comment: str | None = None
    settings: tuple[str, ...] = ()  # ALTER DATABASE … SET
    privileges: tuple[Privilege, ...] = ()
