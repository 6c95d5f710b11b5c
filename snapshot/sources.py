"""What builds an expectation, as `chronicle.yml` names it: SQL files, migrations, or a command."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from snapshot import model
from snapshot.codec import readable

TIME_LIMIT = 600  # seconds for one file, or for the command
_HOW = ("sql", "migrations", "command")

JOURNALS = {
    "__drizzle_migrations": "Drizzle", "drizzle_migrations": "Drizzle",
    "_prisma_migrations": "Prisma", "alembic_version": "Alembic",
    "ar_internal_metadata": "Rails", "atlas_schema_revisions": "Atlas",
    "databasechangelog": "Liquibase", "databasechangeloglock": "Liquibase",
    "django_migrations": "Django", "__diesel_schema_migrations": "Diesel",
    "__efmigrationshistory": "Entity Framework", "flyway_schema_history": "Flyway",
    "goose_db_version": "goose", "gorp_migrations": "sql-migrate", "hdb_version": "Hasura",
    "knex_migrations": "Knex", "knex_migrations_lock": "Knex", "migrations": "Laravel or TypeORM",
    "mikro_orm_migrations": "MikroORM", "pgmigrations": "node-pg-migrate", "phinxlog": "Phinx",
    "refinery_schema_history": "Refinery", "schema_migrations": "Rails, dbmate or golang-migrate",
    "schema_version": "Flyway", "sequelizemeta": "Sequelize", "_sqlx_migrations": "SQLx",
    "typeorm_metadata": "TypeORM", "_yoyo_migration": "yoyo",
}  # fmt: skip
"""Tables in which migration tools keep what they have done, in small letters → whose they are.

Alone, they are no schema.
"""
_SECRET = re.compile(r"(://[^:/@\s]*:)[^@\s]+(?=@)|(\b(?:password|passwd|pwd)\s*[=:]\s*)\S+", re.I)


def masked(text: str) -> str:
    """A text without passwords, as far as they can be told by what stands before them."""
    return _SECRET.sub(lambda found: f"{found[1] or found[2]}***", text)


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of `sql`, `migrations` and `command`, with what it needs."""

    sql: str | tuple[str, ...] | None = None  # files, in this order
    migrations: str | None = None  # a folder
    command: str | tuple[str, ...] | None = None  # for the shell, or a program and its arguments
    env: str | dict[str, str] = "DATABASE_URL"  # variable, or variables → texts with {url}, {host}…
    stdout_is_sql: bool = False  # what the command prints is what makes the schema
    harmless: tuple[str, ...] = ()  # patterns of output that only looks like a failure
    timeout: int = TIME_LIMIT
    roles: tuple[str, ...] = ()  # to be there before
    stubs: dict[str, str | None] = {}  # extension that the scratch server lacks → SQL for it
    ignore: tuple[str, ...] = ()  # built, but not expected: `public.alembic_version`
    asserts: tuple[str, ...] = ()  # of what SQL does not say by itself: `owner`, `privileges`
    domains: str | None = None  # a folder of YAML with what SQL cannot say

    def __post_init__(self) -> None:
        given = [how for how in _HOW if getattr(self, how)]
        if len(given) != 1:
            raise ValueError(f"one of `sql`, `migrations` and `command` is due, not {len(given)}")
        if self.timeout <= 0:
            raise ValueError("`timeout`: a number of seconds is due")
        for pattern in self.harmless:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"`harmless`: {pattern}: {error}") from error
        if self.stdout_is_sql and not self.command:
            raise ValueError("`stdout_is_sql` goes with `command`")

    @property
    def label(self) -> str:
        """What messages call it; a command is shown as it is configured."""
        told = self.sql or self.migrations or self.command
        return masked(told if isinstance(told, str) else " ".join(told or ()))

    @property
    def origin(self) -> str:
        """What two sources that make the same have in common."""
        how = next(how for how in _HOW if getattr(self, how))
        return f"{how} {self.label}"

    def paths(self, root: Path) -> list[Path]:
        """The files, or the folder, below a project."""
        told = self.sql or self.migrations or ()
        return [root / each for each in ((told,) if isinstance(told, str) else told)]


class Origins(msgspec.Struct, frozen=True):
    """What a database and its expectation are made from; equal texts are one origin."""

    state: str
    expected: str | None = None  # null when nothing is configured


def makes_something(objects: model.State) -> bool:
    """Whether there is more than what every database has, and than a tool's own journal."""
    return any(True for _ in _own(objects))


def _own(objects: model.State) -> Iterator[str]:
    journals = {key for key in objects if readable(key.rpartition("/")[2]).lower() in JOURNALS}
    homes = {key.rpartition("/")[2] for key in journals}
    for key in objects:
        name = key.rpartition("/")[2]
        around = key.startswith(("databases/", "extensions/", "schemas/"))
        sequence = any(name.startswith(f"{home}_") for home in homes) and "/sequences/" in key
        if not around and key not in journals and not sequence:
            yield key
