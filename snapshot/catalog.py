"""The only reader of a configured database: catalog rows → model, in one read-only transaction.

One set-based query per kind, `queries/<kind>.sql`; every alias is a field of the model, or `oid`
(identity), `parent`, `parent_catalog`, `parent_sub` (where it belongs), `inherited`.

A capture is bracketed by a fingerprint of the catalog rows it reads, since `pg_get_*` functions
look past the transaction's snapshot: when somebody changed the schema meanwhile, it is read again.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping

import msgspec
import psycopg
from psycopg import errors
from psycopg.rows import dict_row

from snapshot import known as completeness
from snapshot import model
from snapshot import sql as queries
from snapshot.assemble import Row, assemble
from snapshot.errors import CannotCapture, CannotConnect
from snapshot.records import Coverage, Identity, Server

OLDEST = 140000  # server_version_num of the oldest PostgreSQL whose catalogs we know
ATTEMPTS = 6
_SETTINGS = {
    "search_path": "",  # everything that is not built in comes back schema-qualified
    "statement_timeout": "120s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "120s",
    "TimeZone": "UTC",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "quote_all_identifiers": "off",
    "jit": "off",
}
_SHOWN = ("host", "hostaddr", "port", "user", "dbname", "application_name", "client_encoding")
_REST = "_known"  # the query of everything that the server knows
_VANISHED = (errors.UndefinedTable, errors.UndefinedObject, errors.UndefinedFunction,
             errors.InternalError_, errors.UndefinedColumn)  # fmt: skip


class Capture(msgspec.Struct, frozen=True):
    """What one capture found: the state, its identity, and how it was had."""

    objects: model.State
    identity: dict[str, Identity]
    server: Server
    coverage: Coverage
    fingerprint: str


def capture(url: str, source: str) -> Capture:
    """Read the whole schema of the database at `url` (a libpq connection string).

    `source` is what messages call it: the name of a variable, never the URL. Raises
    `CannotConnect` before, and `CannotCapture` after the login succeeded.
    """
    with _connect(url, source) as connection:
        refused: dict[str, str] = {}
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(0.1 * 2**attempt)
            try:
                found = _permitted(connection, refused)
            except _VANISHED as error:
                reason = _first_line(error)
            except psycopg.Error as error:
                raise CannotCapture(_explain(error, source)) from error
            else:
                if found is not None:
                    return found
                reason = "the schema changed while it was read"
    raise CannotCapture(
        f"{source}: {ATTEMPTS} attempts, and each time {reason}.\n"
        "  Take the snapshot when no deploy or migration is running."
    )


def _connect(url: str, source: str) -> psycopg.Connection[Row]:
    options = _options(url, source)
    try:
        connection = psycopg.connect(row_factory=dict_row, prepare_threshold=None, **options)
    except psycopg.Error as error:
        raise CannotConnect(_why_no_connection(error, source, options)) from error
    try:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        _check_server(connection, source)
    except BaseException:
        connection.close()
        raise
    return connection


def _options(url: str, source: str) -> Row:
    """The parts of a connection string. A wrong one is not quoted: it holds a password."""
    try:
        options: Row = psycopg.conninfo.conninfo_to_dict(url)
    except psycopg.Error:
        options = {"port": "?"}
    astray = "@" in str(options.get("host", ""))[1:] or "@" in str(options.get("dbname", ""))
    if astray or not re.fullmatch(r"[\d,]*", str(options.get("port", ""))):
        raise CannotConnect(
            f"{source}: this is not a connection string.\n"
            "  Write postgresql://user:password@host:5432/database, with @ : / ? # and % of the\n"
            "  password percent-encoded, or libpq's key=value form."
        )
    options.setdefault("connect_timeout", "10")
    options.setdefault("application_name", "schema-chronicle")
    return options | {"client_encoding": "utf8"}


def _why_no_connection(error: psycopg.Error, source: str, options: Row) -> str:
    text = str(error).strip()
    for name, value in options.items():
        if name not in _SHOWN and len(str(value)) > 3:
            text = text.replace(str(value), "…")
    remedies = {
        "password authentication failed": "Check the user and the password that it holds.",
        "no password supplied": "Put the password into it, or into libpq's password file.",
        "permission denied for database": "GRANT CONNECT ON DATABASE … TO the role.",
        "does not exist": "Check the name of the database and of the role.",
        "invalid response": "What answers there is not PostgreSQL: check host and port.",
        "received": "What answers there is not PostgreSQL: check host and port.",
    }
    remedy = next(
        (remedy for sign, remedy in remedies.items() if sign in text),
        "Check that the server runs, and that host and port are right.",
    )
    return f"{source}: cannot connect: {' '.join(text.split())}\n  {remedy}"


def _check_server(connection: psycopg.Connection[Row], source: str) -> None:
    try:
        row = connection.execute("SELECT version() AS version").fetchone()
    except psycopg.Error as error:
        raise CannotConnect(f"{source}: not PostgreSQL: {_first_line(error)}") from error
    finally:
        connection.rollback()
    version = str(row["version"]) if row else ""
    if not version.startswith("PostgreSQL "):
        raise CannotConnect(f"{source}: not PostgreSQL, but {version.split(' on ')[0]}.")
    if connection.info.server_version < OLDEST:
        raise CannotConnect(
            f"{source}: {' '.join(version.split()[:2])} is too old: the oldest supported is "
            f"PostgreSQL {OLDEST // 10000}.\n  Nothing was read. Upgrade the server."
        )


def _explain(error: psycopg.Error, source: str) -> str:
    if isinstance(error, errors.LockNotAvailable):
        remedy = "Another session holds a lock that reading needs: wait until it is done."
    elif isinstance(error, errors.QueryCanceled):
        remedy = "The server took longer than the time limit: try again when it is less busy."
    elif isinstance(error, errors.InsufficientPrivilege):
        remedy = "Let the role read pg_catalog, as every role may by default."
    else:
        remedy = "Nothing was recorded but the failure. Try again."
    return f"{source}: {_first_line(error)}\n  {remedy}"


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n")[0] or type(error).__name__


def _permitted(connection: psycopg.Connection[Row], refused: dict[str, str]) -> Capture | None:
    """One read of every kind that the role may read; the others go to `refused`, with why."""
    while True:
        try:
            return _attempt(connection, refused)
        except errors.InsufficientPrivilege as error:
            if (kind := getattr(error, "kind", None)) is None:
                raise
            refused[kind] = _first_line(error)


def _attempt(connection: psycopg.Connection[Row], refused: dict[str, str]) -> Capture | None:
    """One read of everything; None when the catalog moved under it."""
    with connection.transaction():
        _settle(connection)
        known = _known_columns(connection)
        before = _fingerprint(connection, known)
        closed = {catalog for (catalog, _), readable in known.items() if not readable}
        adapted = {kind: queries.adapted(kind, known) for kind in queries.kinds()}
        rows: dict[str, list[Row]] = {}
        for kind in sorted(
            adapted, key=lambda kind: closed.isdisjoint(queries.catalogs(adapted[kind]))
        ):
            if kind not in refused and adapted[kind]:  # what may be refused comes first
                rows[kind] = _rows(connection, kind, adapted[kind])
        every = [] if _REST in refused else _rows(connection, _REST, completeness.query(known))
        server = _server(connection)
    with connection.transaction():
        _settle(connection)
        if _fingerprint(connection, known) != before:
            return None
    objects, identity, claimed = assemble(rows)
    held, told_with, missed = completeness.weigh(every, claimed)
    told = _unknown(refused, objects)
    coverage = Coverage(
        captured=tuple(sorted(rows.keys() | (refused.keys() - told.keys() - {_REST}))),
        not_on_version=tuple(sorted(kind for kind, query in adapted.items() if not query)),
        not_permitted={k if k != _REST else "other kinds": why for k, why in told.items()},
        not_captured=missed,
        held=held,
        told_with=told_with,
    )
    return Capture(objects, identity, server, coverage, before)


def _unknown(refused: dict[str, str], objects: model.State) -> dict[str, str]:
    """What was refused, but for what lives inside others of which there are none."""
    whole = {model.kind_name(cls): cls for cls in model.kinds().values()}
    present = {type(thing) for thing in objects.values()}
    present |= {cls for kind, cls in whole.items() if kind in refused}
    homes = {kind for cls in present for kind in _inside(cls)}
    return {k: why for k, why in refused.items() if k in homes or k in whole or k == _REST}


def _inside(cls: type) -> set[str]:
    """The kinds that live inside a class, at any depth."""
    found: set[str] = set()
    for part in model.children(cls).values():
        found |= {model.kind_name(part), *_inside(part)}
    return found


def _settle(connection: psycopg.Connection[Row]) -> None:
    calls = ", ".join(["set_config(%s, %s, true)"] * len(_SETTINGS))
    connection.execute(
        f"SELECT {calls}",
        [part for setting in _SETTINGS.items() for part in setting],
    )


def _fingerprint(connection: psycopg.Connection[Row], known: Mapping[tuple[str, str], bool]) -> str:
    readable = {column for column, free in known.items() if free}
    closed = {catalog for catalog, _ in known} - {catalog for catalog, _ in readable}
    query = queries.adapted("_fingerprint", readable)
    row = connection.execute(queries.without(query, closed)).fetchone()
    return str(row["fingerprint"]) if row else ""


def _known_columns(connection: psycopg.Connection[Row]) -> dict[tuple[str, str], bool]:
    """(catalog, column) of every catalog this server has → whether we may read it."""
    rows = connection.execute(
        "SELECT c.relname, a.attname,"
        " pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT') AS readable"
        " FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid"
        " WHERE c.relnamespace = 'pg_catalog'::regnamespace"
        " AND (a.attnum > 0 OR a.attname = 'tableoid')"  # which views and indexes do not have
    )
    return {(row["relname"], row["attname"]): row["readable"] for row in rows}


def _server(connection: psycopg.Connection[Row]) -> Server:
    row = connection.execute(
        "SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()"
    ).fetchone()
    assert row is not None
    identifier = None
    try:
        with connection.transaction():
            control = connection.execute("SELECT system_identifier FROM pg_control_system()")
            identifier = str((control.fetchone() or {})["system_identifier"])
    except errors.InsufficientPrivilege:
        pass  # then renames are not known by identity; the header says null
    version = connection.info.parameter_status("server_version") or ""
    return Server(
        version=version.split(" ")[0],
        version_number=connection.info.server_version,
        system_identifier=identifier,
        database_oid=row["oid"],
    )


def _rows(connection: psycopg.Connection[Row], kind: str, query: str) -> list[Row]:
    try:
        return connection.execute(query).fetchall()
    except errors.InsufficientPrivilege as error:
        error.kind = kind  # type: ignore[attr-defined]
        raise
