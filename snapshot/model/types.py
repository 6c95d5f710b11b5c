"""Types, and the collations that text is sorted by."""

from __future__ import annotations

from typing import Literal

from snapshot.model.base import Expression, Lines, Object, Privilege, SecurityLabel, TypeName
from snapshot.model.parts import Attribute, CheckConstraint, NotNull


class Enum(Object, tag="enum", frozen=True):
    """`pg_type`, typtype e. The order of the labels is their sort order."""

    CATALOG = "pg_type"
    NUMBERED = ("labels",)
    schema: str
    owner: str
    comment: str | None = None
    labels: Lines = ()
    privileges: tuple[Privilege, ...] = ()
    security_labels: tuple[SecurityLabel, ...] = ()


class Domain(Object, tag="domain", frozen=True):
    """`pg_type`, typtype d."""

    CATALOG = "pg_type"
    schema: str
    owner: str
    type: TypeName
    comment: str | None = None
    nullable: bool = True
    default: Expression | None = None
    collation: str | None = None
    not_null: NotNull | None = None
    check_constraints: tuple[CheckConstraint, ...] = ()
    privileges: tuple[Privilege, ...] = ()
    security_labels: tuple[SecurityLabel, ...] = ()


class CompositeType(Object, tag="composite type", frozen=True):
    """`pg_type`, typtype c, made by CREATE TYPE."""

    CATALOG = "pg_type"
    schema: str
    owner: str
    comment: str | None = None
    attributes: tuple[Attribute, ...] = ()
    privileges: tuple[Privilege, ...] = ()
    security_labels: tuple[SecurityLabel, ...] = ()


class RangeType(Object, tag="range type", frozen=True):
    """`pg_range` and its `pg_type`, typtype r, with the multirange type that comes with it."""

    CATALOG = "pg_type"
    schema: str
    owner: str
    subtype: TypeName
    multirange: str | None = None
    comment: str | None = None
    opclass: str | None = None  # only when it is not the subtype's default
    collation: str | None = None  # only when it is not the subtype's own
    canonical: str | None = None
    subtype_diff: str | None = None
    privileges: tuple[Privilege, ...] = ()
    security_labels: tuple[SecurityLabel, ...] = ()


class BaseType(Object, tag="base type", frozen=True):
    """`pg_type`, typtype b, written in C; or the shell that stands for one to come."""

    CATALOG = "pg_type"
    schema: str
    owner: str
    comment: str | None = None
    shell: bool = False
    input: str | None = None
    output: str | None = None
    receive: str | None = None
    send: str | None = None
    typmod_in: str | None = None
    typmod_out: str | None = None
    analyze: str | None = None
    subscript: str | None = None
    length: int = -1  # bytes; -1 when it varies, -2 for a C string
    by_value: bool = False
    alignment: Literal["char", "int2", "int4", "double"] = "int4"
    storage: Literal["plain", "external", "extended", "main"] = "plain"
    category: str = "U"
    preferred: bool = False
    default: str | None = None
    element: str | None = None
    delimiter: str = ","
    collatable: bool = False
    privileges: tuple[Privilege, ...] = ()
    security_labels: tuple[SecurityLabel, ...] = ()


class Collation(Object, tag="collation", frozen=True):
    """`pg_collation`. Its version is left out: it is the operating system's."""

    CATALOG = "pg_collation"
    schema: str
    owner: str
    provider: Literal["default", "builtin", "icu", "libc"]
    comment: str | None = None
    locale: str | None = None  # of builtin and icu
    collate: str | None = None  # of libc
    ctype: str | None = None
    rules: str | None = None
    deterministic: bool = True
