"""The only reader of a configured database: catalog rows → model, in one read-only transaction.

One set-based query per kind, `queries/<kind>.sql`; every alias is a field of the model, or `oid`
(identity), `parent`, `parent_catalog`, `parent_sub` (where it belongs), `inherited`. In them
`{{ catalog.column ? this : that }}` chooses by whether the server has the column, and
`{{ _name(a, b) }}` stands for `queries/_name.sql` with `$1` and `$2` put in. A query of which
nothing is left is of a kind that the server is too old for.

A capture is bracketed by a fingerprint of the catalog rows it reads, since `pg_get_*` functions
look past the transaction's snapshot: when somebody changed the schema meanwhile, it is read again.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Mapping
from functools import cache
from importlib import resources

import msgspec
import psycopg
from psycopg import errors
from psycopg.rows import dict_row

from snapshot import model
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
_FALLBACK = re.compile(r"\{\{\s*(\w+)\.(\w+)\s*\?\s*(.*?)\s+:\s*(.*?)\s*\}\}", re.DOTALL)
_SNIPPET = re.compile(r"\{\{\s*(_\w+)\((.*?)\)\s*\}\}")
_COMMENT = re.compile(r"^\s*--.*\n", re.MULTILINE)
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
        attempt = 0
        while attempt < ATTEMPTS:
            try:
                found = _attempt(connection, refused)
            except errors.InsufficientPrivilege as error:
                kind = getattr(error, "kind", None)
                if kind is None:
                    raise CannotCapture(f"{source}: {_first_line(error)}") from error
                refused[kind] = _first_line(error)
                continue  # without it, and this was no attempt
            except _VANISHED as error:
                reason = _first_line(error)
            except psycopg.Error as error:
                raise CannotCapture(_explain(error, source)) from error
            else:
                if found is not None:
                    return found
                reason = "the schema changed while it was read"
            time.sleep(0.2 * 2**attempt)
            attempt += 1
    raise CannotCapture(
        f"{source}: {ATTEMPTS} attempts, and each time {reason}.\n"
        "  Take the snapshot when no deploy or migration is running."
    )


def _connect(url: str, source: str) -> psycopg.Connection[Row]:
    try:
        options = psycopg.conninfo.conninfo_to_dict(url)
        options.setdefault("connect_timeout", "10")
        options.setdefault("application_name", "schema-chronicle")
        options["client_encoding"] = "utf8"
        connection = psycopg.connect(row_factory=dict_row, prepare_threshold=None, **options)  # type: ignore[arg-type]
    except psycopg.ProgrammingError as error:  # its text may quote the string, password and all
        raise CannotConnect(
            f"{source}: this is not a connection string.\n"
            "  Write postgresql://user@host:5432/database, or libpq's key=value form."
        ) from error
    except psycopg.OperationalError as error:
        raise CannotConnect(_why_no_connection(error, source)) from error
    try:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        _check_server(connection, source)
    except BaseException:
        connection.close()
        raise
    return connection


def _why_no_connection(error: psycopg.Error, source: str) -> str:
    text = str(error).strip()
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
            f"PostgreSQL {OLDEST // 10000}."
        )


def _explain(error: psycopg.Error, source: str) -> str:
    if isinstance(error, errors.LockNotAvailable):
        remedy = "Another session holds a lock that reading needs: wait until it is done."
    elif isinstance(error, errors.QueryCanceled):
        remedy = "The server took longer than the time limit: try again when it is less busy."
    else:
        remedy = "Nothing was recorded but the failure. Try again."
    return f"{source}: {_first_line(error)}\n  {remedy}"


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n")[0] or type(error).__name__


def _attempt(connection: psycopg.Connection[Row], refused: dict[str, str]) -> Capture | None:
    """One read of everything; None when the catalog moved under it."""
    with connection.transaction():
        _settle(connection)
        known = _known_columns(connection)
        before = _fingerprint(connection, known)
        closed = {catalog for (catalog, _), readable in known.items() if not readable}
        queries = {kind: _adapted(kind, known) for kind in _queries()}
        rows: dict[str, list[Row]] = {}
        for kind in sorted(queries, key=lambda kind: closed.isdisjoint(catalogs(queries[kind]))):
            if kind not in refused and queries[kind]:  # what may be refused comes first
                rows[kind] = _rows(connection, kind, queries[kind])
        left = connection.execute(_query("_not_captured")).fetchall()
        server = _server(connection)
    with connection.transaction():
        _settle(connection)
        if _fingerprint(connection, known) != before:
            return None
    objects, identity = assemble(rows)
    coverage = Coverage(
        captured=tuple(sorted(rows)),
        not_on_version=tuple(sorted(kind for kind, query in queries.items() if not query)),
        not_permitted=refused,
        not_captured={row["kind"]: row["number"] for row in left},
    )
    return Capture(objects, identity, server, coverage, before)


def _settle(connection: psycopg.Connection[Row]) -> None:
    calls = ", ".join(["set_config(%s, %s, true)"] * len(_SETTINGS))
    connection.execute(
        f"SELECT {calls}",
        [part for setting in _SETTINGS.items() for part in setting],
    )


def _fingerprint(connection: psycopg.Connection[Row], known: Mapping[tuple[str, str], bool]) -> str:
    query = _adapted("_fingerprint", {column for column, readable in known.items() if readable})
    row = connection.execute(query).fetchone()
    return str(row["fingerprint"]) if row else ""


def _known_columns(connection: psycopg.Connection[Row]) -> dict[tuple[str, str], bool]:
    """(catalog, column) of every catalog this server has → whether we may read it."""
    rows = connection.execute(
        "SELECT c.relname, a.attname,"
        " pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT') AS readable"
        " FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid"
        " WHERE c.relnamespace = 'pg_catalog'::regnamespace AND a.attnum > 0"
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


@cache
def _query(name: str) -> str:
    """A query as its file has it, snippets put in."""

    def fill(match: re.Match[str]) -> str:
        text = _COMMENT.sub("", _query(match[1])).strip()
        for number, argument in enumerate(match[2].split(","), 1):
            text = text.replace(f"${number}", argument.strip())
        return text

    text = resources.files("snapshot").joinpath("queries", f"{name}.sql").read_text("utf-8")
    return _SNIPPET.sub(fill, text)


def catalogs(query: str) -> set[str]:
    """The catalogs that a query reads."""
    return set(re.findall(r"(?:FROM|JOIN)\s+pg_catalog\.(pg_\w+)(?!\w*\()", query))


@cache
def _queries() -> tuple[str, ...]:
    """The kinds that have a query, objects first; the rest is made of other kinds' rows."""
    folder = resources.files("snapshot").joinpath("queries")
    names = [model.kind_name(cls) for cls in model.kinds().values()] + list(model.parts())
    return tuple(name for name in names if folder.joinpath(f"{name}.sql").is_file())


def _adapted(kind: str, known: Collection[tuple[str, str]]) -> str:
    """A query for a server with these columns; "" when such a thing cannot be on it."""

    def choose(match: re.Match[str]) -> str:
        catalog, column, there, fallback = match.groups()
        return there if (catalog, column) in known else fallback

    text = _FALLBACK.sub(choose, _query(kind))
    return text if _COMMENT.sub("", text).strip() else ""


def _rows(connection: psycopg.Connection[Row], kind: str, query: str) -> list[Row]:
    try:
        return connection.execute(query).fetchall()
    except errors.InsufficientPrivilege as error:
        error.kind = kind  # type: ignore[attr-defined]
        raise
