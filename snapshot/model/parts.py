"""What lives inside an object: columns, keys, indexes, triggers, policies, partitions."""

from __future__ import annotations

from typing import Literal

from snapshot.model.base import Part, Privilege


class Identity(Part, frozen=True):
    """`GENERATED … AS IDENTITY`, with the options of its sequence (`pg_sequence`)."""

    KEY = ""
    generation: Literal["always", "by default"]
    sequence: str
    start: int = 1
    increment: int = 1
    min_value: int | None = None
    max_value: int | None = None
    cache: int = 1
    cycle: bool = False


class Column(Part, frozen=True):
    """A column of a table (`pg_attribute`, `pg_attrdef`)."""

    ORDERED = True
    name: str
    type: str  # format_type: with modifiers, schema-qualified unless built in
    nullable: bool = True
    default: str | None = None
    identity: Identity | None = None
    generated: str | None = None  # the expression
    virtual: bool = False  # generated when read, not stored (PostgreSQL 18)
    collation: str | None = None  # only when it is not the type's own
    comment: str | None = None
    privileges: tuple[Privilege, ...] = ()


class ViewColumn(Part, frozen=True):
    """A column of a view or materialized view (`pg_attribute`)."""

    ORDERED = True
    name: str
    type: str
    default: str | None = None
    comment: str | None = None
    privileges: tuple[Privilege, ...] = ()


class PrimaryKey(Part, frozen=True):
    """`pg_constraint`, contype p. Its index is part of it and is not listed again."""

    name: str
    columns: tuple[str, ...]
    include: tuple[str, ...] = ()
    without_overlaps: bool = False
    deferrable: bool = False
    initially_deferred: bool = False
    comment: str | None = None


class UniqueConstraint(Part, frozen=True):
    """`pg_constraint`, contype u. Its index is part of it and is not listed again."""

    name: str
    columns: tuple[str, ...]
    include: tuple[str, ...] = ()
    nulls_not_distinct: bool = False
    without_overlaps: bool = False
    deferrable: bool = False
    initially_deferred: bool = False
    comment: str | None = None


class ForeignKey(Part, frozen=True):
    """`pg_constraint`, contype f."""

    name: str
    columns: tuple[str, ...]
    references: str  # the table, schema-qualified
    referenced_columns: tuple[str, ...]
    on_update: str = "no action"
    on_delete: str = "no action"
    on_delete_columns: tuple[str, ...] = ()  # SET NULL (…), SET DEFAULT (…)
    match: str = "simple"
    period: bool = False
    deferrable: bool = False
    initially_deferred: bool = False
    valid: bool = True
    enforced: bool = True
    comment: str | None = None


class CheckConstraint(Part, frozen=True):
    """`pg_constraint`, contype c, of a table or a domain."""

    name: str
    expression: str
    no_inherit: bool = False
    valid: bool = True
    enforced: bool = True
    comment: str | None = None


class ExclusionConstraint(Part, frozen=True):
    """`pg_constraint`, contype x, as `pg_get_constraintdef` writes it."""

    name: str
    definition: str
    comment: str | None = None


class IndexKey(Part, frozen=True):
    """One key of an index: a column or an expression, and how it is ordered."""

    KEY = ""
    column: str | None = None
    expression: str | None = None
    opclass: str | None = None  # only when it is not the type's default
    options: tuple[str, ...] = ()  # of the operator class
    collation: str | None = None  # only when it is not the column's own
    descending: bool = False
    nulls: Literal["first", "last"] | None = None  # only when it is not the order's default


class Index(Part, frozen=True):
    """An index that no constraint owns (`pg_index`)."""

    name: str
    unique: bool = False
    using: str = "btree"
    keys: tuple[IndexKey, ...] = ()
    include: tuple[str, ...] = ()
    predicate: str | None = None
    nulls_not_distinct: bool = False
    valid: bool = True
    options: tuple[str, ...] = ()
    comment: str | None = None


class Trigger(Part, frozen=True):
    """`pg_trigger`, internal ones left out."""

    name: str
    timing: Literal["before", "after", "instead of"]
    events: tuple[str, ...]
    function: str
    columns: tuple[str, ...] = ()  # UPDATE OF
    for_each: Literal["row", "statement"] = "statement"
    when: str | None = None
    arguments: tuple[str, ...] = ()
    constraint: bool = False
    deferrable: bool = False
    initially_deferred: bool = False
    old_table: str | None = None
    new_table: str | None = None
    enabled: Literal["origin", "replica", "always", "disabled"] = "origin"
    comment: str | None = None


class Policy(Part, frozen=True):
    """A row-level security policy (`pg_policy`)."""

    name: str
    command: Literal["all", "select", "insert", "update", "delete"] = "all"
    permissive: bool = True
    roles: tuple[str, ...] = ("PUBLIC",)
    using: str | None = None
    check: str | None = None
    comment: str | None = None


class Partition(Part, frozen=True):
    """A partition, told against its parent: only what differs is here."""

    name: str  # schema-qualified
    bound: str
    parent: str | None = None  # when it is not the table of this file
    partition_by: str | None = None
    owner: str | None = None
    unlogged: bool = False
    foreign_server: str | None = None
    foreign_options: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    row_security: bool = False
    force_row_security: bool = False
    comment: str | None = None
    columns: tuple[Column, ...] = ()
    primary_key: PrimaryKey | None = None
    unique_constraints: tuple[UniqueConstraint, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    check_constraints: tuple[CheckConstraint, ...] = ()
    exclusion_constraints: tuple[ExclusionConstraint, ...] = ()
    indexes: tuple[Index, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    policies: tuple[Policy, ...] = ()
    privileges: tuple[Privilege, ...] = ()


class Attribute(Part, frozen=True):
    """A field of a composite type (`pg_attribute`)."""

    ORDERED = True
    name: str
    type: str
    collation: str | None = None
    comment: str | None = None
