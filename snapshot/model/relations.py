"""Relations: tables, views, sequences, and the statistics kept of them."""

from __future__ import annotations

from typing import Literal

from snapshot.model.base import Expression, Object, Privilege, Query, SecurityLabel, TypeName
from snapshot.model.parts import (
    CheckConstraint,
    Column,
    ExclusionConstraint,
    ForeignKey,
    Index,
    Partition,
    Policy,
    PrimaryKey,
    Rule,
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
    of_type: str | None = None  # CREATE TABLE … OF
    inherits: tuple[str, ...] = ()
    partition_by: Expression | None = None
    access_method: str | None = None  # only when it is not heap
    tablespace: str | None = None  # only when it is not the database's
    foreign_server: str | None = None
    foreign_options: tuple[str, ...] = ()
    options: tuple[str, ...] = ()  # storage parameters, those of its TOAST table too
    replica_identity: str = "default"  # nothing, full, or index and its name
    cluster_on: str | None = None  # the index
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
    rules: tuple[Rule, ...] = ()
    policies: tuple[Policy, ...] = ()
    partitions: tuple[Partition, ...] = ()
    privileges: tuple[Privilege, ...] = ()
    security_labels: tuple[SecurityLabel, ...] = ()


class View(Object, tag="view", frozen=True):
    """`pg_class`, relkind v."""

    schema: str
    owner: str
    comment: str | None = None
    options: tuple[str, ...] = ()  # security_barrier, security_invoker, check_option
    columns: tuple[ViewColumn, ...] = ()
    definition: Query = ()
    triggers: tuple[Trigger, ...] = ()
    rules: tuple[Rule, ...] = ()
    privileges: tuple[Privilege, ...] = ()
    security_labels: tuple[SecurityLabel, ...] = ()


class MaterializedView(Object, tag="materialized view", frozen=True):
    """`pg_class`, relkind m."""

    schema: str
    owner: str
    comment: str | None = None
    access_method: str | None = None  # only when it is not heap
    tablespace: str | None = None  # only when it is not the database's
    options: tuple[str, ...] = ()  # storage parameters, those of its TOAST table too
    replica_identity: str = "default"  # nothing, full, or index and its name
    cluster_on: str | None = None  # the index
    depends_on_extensions: tuple[str, ...] = ()
    columns: tuple[ViewColumn, ...] = ()
    definition: Query = ()
    indexes: tuple[Index, ...] = ()
    privileges: tuple[Privilege, ...] = ()
    security_labels: tuple[SecurityLabel, ...] = ()


class Sequence(Object, tag="sequence", frozen=True):
    """A sequence that is no identity column's (`pg_sequence`); its value is data, not schema."""

    schema: str
    owner: str
    comment: str | None = None
    type: TypeName = "bigint"
    start: int = 1
    increment: int = 1
    min_value: int | None = None
    max_value: int | None = None
    cache: int = 1
    cycle: bool = False
    owned_by: str | None = None  # schema.table.column
    unlogged: bool = False
    privileges: tuple[Privilege, ...] = ()
    security_labels: tuple[SecurityLabel, ...] = ()


class Statistics(Object, tag="statistics", frozen=True):
    """Extended statistics, made by CREATE STATISTICS (`pg_statistic_ext`)."""

    CATALOG = "pg_statistic_ext"
    schema: str
    owner: str
    table: str  # schema-qualified
    comment: str | None = None
    kinds: tuple[Literal["ndistinct", "dependencies", "mcv"], ...] = ()
    columns: tuple[str, ...] = ()
    expressions: tuple[Expression, ...] = ()
    target: int | None = None
