"""What lives inside a relation: columns, keys, indexes, triggers, rules, policies, partitions."""

from __future__ import annotations

from typing import Literal

from snapshot.model.base import Enabled, Expression, Part, Privilege, Query, SecurityLabel, TypeName


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
    unlogged: bool = False
    comment: str | None = None


class NotNull(Part, frozen=True):
    """A NOT NULL of which there is more to say (`pg_constraint`, contype n; PostgreSQL 18).

    It stands here when its name is not `<table>_<column>_not_null`, or anything else is unusual.
    """

    CATALOG = "pg_constraint"
    name: str
    valid: bool = True
    no_inherit: bool = False
    comment: str | None = None


class SequencePrivilege(Privilege, frozen=True):
    """What one role may do with the sequence of an identity column (`pg_class.relacl`)."""


class Column(Part, frozen=True):
    """A column of a table (`pg_attribute`, `pg_attrdef`)."""

    ORDERED = True
    name: str
    type: TypeName  # format_type: with modifiers, schema-qualified unless built in
    nullable: bool = True
    default: Expression | None = None
    identity: Identity | None = None
    generated: Expression | None = None  # the expression
    virtual: bool = False  # generated when read, not stored (PostgreSQL 18)
    collation: str | None = None  # only when it is not the type's own
    storage: str | None = None  # only when it is not the type's own
    compression: str | None = None
    statistics: int | None = None
    options: tuple[str, ...] = ()  # n_distinct, n_distinct_inherited
    foreign_options: tuple[str, ...] = ()
    inherited: bool = False  # it came with a parent table, and is not declared here too
    comment: str | None = None
    not_null: NotNull | None = None
    privileges: tuple[Privilege, ...] = ()
    sequence_privileges: tuple[SequencePrivilege, ...] = ()
    security_labels: tuple[SecurityLabel, ...] = ()


class ViewColumn(Part, frozen=True):
    """A column of a view or materialized view (`pg_attribute`)."""

    ORDERED = True
    name: str
    type: TypeName
    default: Expression | None = None
    storage: str | None = None  # only when it is not the type's own
    compression: str | None = None
    statistics: int | None = None
    options: tuple[str, ...] = ()
    comment: str | None = None
    privileges: tuple[Privilege, ...] = ()
    security_labels: tuple[SecurityLabel, ...] = ()


class PrimaryKey(Part, frozen=True):
    """`pg_constraint`, contype p. Its index is part of it and is not listed again."""

    CATALOG = "pg_constraint"
    name: str
    columns: tuple[str, ...]
    include: tuple[str, ...] = ()
    without_overlaps: bool = False
    deferrable: bool = False
    initially_deferred: bool = False
    valid: bool = True
    options: tuple[str, ...] = ()  # of its index
    tablespace: str | None = None  # of its index
    comment: str | None = None


class UniqueConstraint(Part, frozen=True):
    """`pg_constraint`, contype u. Its index is part of it and is not listed again."""

    CATALOG = "pg_constraint"
    name: str
    columns: tuple[str, ...]
    include: tuple[str, ...] = ()
    nulls_not_distinct: bool = False
    without_overlaps: bool = False
    deferrable: bool = False
    initially_deferred: bool = False
    valid: bool = True
    options: tuple[str, ...] = ()  # of its index
    tablespace: str | None = None  # of its index
    comment: str | None = None


class ForeignKey(Part, frozen=True):
    """`pg_constraint`, contype f."""

    CATALOG = "pg_constraint"
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
    disabled: bool = False  # ALTER TABLE … DISABLE TRIGGER ALL: no write is checked
    comment: str | None = None


class CheckConstraint(Part, frozen=True):
    """`pg_constraint`, contype c, of a table or a domain."""

    CATALOG = "pg_constraint"
    name: str
    expression: Expression
    no_inherit: bool = False
    valid: bool = True
    enforced: bool = True
    inherited: bool = False  # it came with a parent table, and is not declared here too
    comment: str | None = None


class ExclusionConstraint(Part, frozen=True):
    """`pg_constraint`, contype x, as `pg_get_constraintdef` writes it."""

    CATALOG = "pg_constraint"
    name: str
    definition: Expression
    valid: bool = True
    tablespace: str | None = None  # of its index
    comment: str | None = None


class IndexKey(Part, frozen=True):
    """One key of an index: a column or an expression, and how it is ordered."""

    KEY = ""
    column: str | None = None
    expression: Expression | None = None
    opclass: str | None = None  # only when it is not the type's default, or has options
    options: tuple[str, ...] = ()  # of the operator class
    collation: str | None = None  # only when it is not the column's own
    descending: bool = False
    nulls: Literal["first", "last"] | None = None  # only when it is not the order's default
    statistics: int | None = None


class Index(Part, frozen=True):
    """An index that no constraint owns (`pg_index`)."""

    CATALOG = "pg_class"
    name: str
    unique: bool = False
    using: str = "btree"
    keys: tuple[IndexKey, ...] = ()
    include: tuple[str, ...] = ()
    predicate: Expression | None = None
    nulls_not_distinct: bool = False
    valid: bool = True
    options: tuple[str, ...] = ()
    tablespace: str | None = None
    depends_on_extensions: tuple[str, ...] = ()
    comment: str | None = None


class Trigger(Part, frozen=True):
    """`pg_trigger`, internal ones left out."""

    CATALOG = "pg_trigger"
    name: str
    timing: Literal["before", "after", "instead of"]
    events: tuple[str, ...]
    function: str
    columns: tuple[str, ...] = ()  # UPDATE OF
    for_each: Literal["row", "statement"] = "statement"
    when: Expression | None = None
    arguments: tuple[str, ...] = ()
    constraint: bool = False
    references: str | None = None  # the other table of a constraint trigger
    deferrable: bool = False
    initially_deferred: bool = False
    old_table: str | None = None
    new_table: str | None = None
    enabled: Enabled = "origin"
    depends_on_extensions: tuple[str, ...] = ()
    comment: str | None = None


class Rule(Part, frozen=True):
    """A rewrite rule that is not a view's own query (`pg_rewrite`)."""

    CATALOG = "pg_rewrite"
    name: str
    event: Literal["select", "insert", "update", "delete"]
    definition: Query = ()  # from WHERE or DO on
    enabled: Enabled = "origin"
    comment: str | None = None


class Policy(Part, frozen=True):
    """A row-level security policy (`pg_policy`)."""

    CATALOG = "pg_policy"
    name: str
    command: Literal["all", "select", "insert", "update", "delete"] = "all"
    permissive: bool = True
    roles: tuple[str, ...] = ("PUBLIC",)
    using: Expression | None = None
    check: Expression | None = None
    comment: str | None = None


class Partition(Part, frozen=True):
    """A partition, told against its parent: only what differs is here."""

    CATALOG = "pg_class"
    name: str  # schema-qualified
    bound: Expression
    parent: str | None = None  # when it is not the table of this file
    detach_pending: bool = False  # DETACH … CONCURRENTLY was broken off
    partition_by: Expression | None = None
    owner: str | None = None
    unlogged: bool = False
    access_method: str | None = None
    tablespace: str | None = None
    foreign_server: str | None = None
    foreign_options: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    replica_identity: str = "default"
    cluster_on: str | None = None
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
    rules: tuple[Rule, ...] = ()
    policies: tuple[Policy, ...] = ()
    privileges: tuple[Privilege, ...] = ()
    security_labels: tuple[SecurityLabel, ...] = ()


class Attribute(Part, frozen=True):
    """A field of a composite type (`pg_attribute`)."""

    ORDERED = True
    name: str
    type: TypeName
    collation: str | None = None
    comment: str | None = None
