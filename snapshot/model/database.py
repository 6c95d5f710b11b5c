"""What lives in the database itself."""

from __future__ import annotations

from typing import Literal

import msgspec

from snapshot.model.base import Enabled, Object, Privilege, SecurityLabel


class Database(Object, tag="database", frozen=True):
    """Facts of the database itself (`pg_database`); compared only within one database."""

    CATALOG = "pg_database"
    owner: str
    encoding: str
    collate: str
    ctype: str
    comment: str | None = None
    locale_provider: Literal["libc", "icu", "builtin"] = "libc"
    locale: str | None = None  # of icu and builtin
    locale_rules: str | None = None
    tablespace: str | None = None  # only when it is not pg_default
    connection_limit: int | None = None
    template: bool = False
    connectable: bool = True
    settings: tuple[str, ...] = ()  # ALTER DATABASE … SET
    role_settings: tuple[str, ...] = ()  # ALTER ROLE … IN DATABASE … SET
    privileges: tuple[Privilege, ...] = ()
    security_labels: tuple[SecurityLabel, ...] = ()


class Schema(Object, tag="schema", frozen=True):
    """`pg_namespace`."""

    CATALOG = "pg_namespace"
    owner: str
    comment: str | None = None
    privileges: tuple[Privilege, ...] = ()
    security_labels: tuple[SecurityLabel, ...] = ()


class Extension(Object, tag="extension", frozen=True):
    """`pg_extension`; the objects it owns are summed up by kind, not listed."""

    CATALOG = "pg_extension"
    KEY = ("name",)  # it can move to another schema
    schema: str
    version: str
    comment: str | None = None
    members: dict[str, int] = msgspec.field(default_factory=dict)


class Language(Object, tag="language", frozen=True):
    """A procedural language (`pg_language`)."""

    CATALOG = "pg_language"
    KEY = ("name",)
    owner: str
    handler: str
    comment: str | None = None
    inline: str | None = None
    validator: str | None = None
    trusted: bool = False
    privileges: tuple[Privilege, ...] = ()
    security_labels: tuple[SecurityLabel, ...] = ()


class AccessMethod(Object, tag="access method", frozen=True):
    """How tables or indexes are stored (`pg_am`)."""

    CATALOG = "pg_am"
    KEY = ("name",)
    type: Literal["index", "table"]
    handler: str
    comment: str | None = None


class EventTrigger(Object, tag="event trigger", frozen=True):
    """`pg_event_trigger`."""

    CATALOG = "pg_event_trigger"
    KEY = ("name",)
    owner: str
    event: str
    function: str
    comment: str | None = None
    tags: tuple[str, ...] = ()
    enabled: Enabled = "origin"
    security_labels: tuple[SecurityLabel, ...] = ()


class DefaultPrivilege(Object, tag="default privilege", frozen=True):
    """What roles may do with what a role makes from now on (`pg_default_acl`).

    Without a schema the set replaces the built-in default; in a schema it comes on top.
    """

    CATALOG = "pg_default_acl"
    KEY = ("name",)
    role: str
    objects: Literal["tables", "sequences", "functions", "types", "schemas", "large objects"]
    in_schema: str | None = None
    privileges: tuple[Privilege, ...] = ()


class SuppliedObject(Object, tag="supplied object", frozen=True):
    """What came with PostgreSQL or an extension, with other privileges than it came with.

    `pg_init_privs` against the object's own list. Its name is its type and identity.
    """

    CATALOG = "pg_init_privs"
    KEY = ("name",)
    extension: str | None = None
    granted: tuple[str, ...] = ()
    revoked: tuple[str, ...] = ()
