"""What reaches other servers: foreign data, publications, subscriptions. No secret is read."""

from __future__ import annotations

from typing import Literal

from snapshot.model.base import Object, Part, Privilege, SecurityLabel

MASKED = "***"  # what `queries/_options.sql` puts for a value that may be a secret


class ForeignDataWrapper(Object, tag="foreign data wrapper", frozen=True):
    """`pg_foreign_data_wrapper`."""

    CATALOG = "pg_foreign_data_wrapper"
    KEY = ("name",)
    owner: str
    comment: str | None = None
    handler: str | None = None
    validator: str | None = None
    options: tuple[str, ...] = ()
    privileges: tuple[Privilege, ...] = ()


class UserMapping(Part, frozen=True):
    """As whom a role connects there (`pg_user_mapping`); every value of an option is masked."""

    CATALOG = "pg_user_mapping"
    KEY = "user"
    user: str
    options: tuple[str, ...] = ()


class ForeignServer(Object, tag="foreign server", frozen=True):
    """`pg_foreign_server`."""

    CATALOG = "pg_foreign_server"
    KEY = ("name",)
    owner: str
    wrapper: str
    comment: str | None = None
    type: str | None = None
    version: str | None = None
    options: tuple[str, ...] = ()
    user_mappings: tuple[UserMapping, ...] = ()
    privileges: tuple[Privilege, ...] = ()


class PublishedTable(Part, frozen=True):
    """A table of a publication (`pg_publication_rel`)."""

    CATALOG = "pg_publication_rel"
    name: str  # schema-qualified
    columns: tuple[str, ...] = ()  # only these
    where: str | None = None


class Publication(Object, tag="publication", frozen=True):
    """`pg_publication`."""

    CATALOG = "pg_publication"
    KEY = ("name",)
    owner: str
    comment: str | None = None
    all_tables: bool = False
    operations: tuple[str, ...] = ("delete", "insert", "truncate", "update")
    via_root: bool = False
    generated_columns: Literal["none", "stored"] = "none"
    schemas: tuple[str, ...] = ()
    tables: tuple[PublishedTable, ...] = ()
    security_labels: tuple[SecurityLabel, ...] = ()


class ConnectionString(Part, frozen=True):
    """Which keywords a connection string has; no value of it is read (`pg_subscription`)."""

    KEY = "keywords"
    keywords: tuple[str, ...] = ()


class Subscription(Object, tag="subscription", frozen=True):
    """`pg_subscription`; how far it has come is data, not schema."""

    CATALOG = "pg_subscription"
    KEY = ("name",)
    owner: str
    comment: str | None = None
    enabled: bool = True
    publications: tuple[str, ...] = ()
    slot: str | None = None
    binary: bool = False
    streaming: Literal["off", "on", "parallel"] = "off"
    two_phase: bool = False
    disable_on_error: bool = False
    password_required: bool = True
    run_as_owner: bool = False
    failover: bool = False
    synchronous_commit: str = "off"
    origin: str = "any"
    connection: ConnectionString | None = None
    security_labels: tuple[SecurityLabel, ...] = ()
