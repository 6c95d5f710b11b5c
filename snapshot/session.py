"""The session with a configured database: read-only, with fixed settings, and waiting that ends."""

from __future__ import annotations

import re
import time
from typing import TypeVar

import psycopg
from psycopg import errors
from psycopg.abc import PQGen
from psycopg.rows import dict_row

from snapshot.assemble import Row
from snapshot.errors import CannotConnect
from snapshot.records import Server

OLDEST = 140000  # server_version_num of the oldest PostgreSQL whose catalogs we know
SETTINGS = {
    "search_path": "",  # everything that is not built in comes back schema-qualified
    "statement_timeout": "120s",
    "lock_timeout": "900ms",  # shorter than `deadlock_timeout`: no migration is ended for our sake
    "idle_in_transaction_session_timeout": "120s",
    "TimeZone": "UTC",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
    "quote_all_identifiers": "off",
    "jit": "off",
}
SILENCE = (
    130.0  # seconds without an answer; longer than `statement_timeout`: the server speaks first
)
_ALIVE = {"keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3"}
"""How soon a host that is gone is noticed; one that hangs is for `Session`."""
_SHOWN = (
    *_ALIVE,
    "host",
    "hostaddr",
    "port",
    "user",
    "dbname",
    "application_name",
    "client_encoding",
)
_RV = TypeVar("_RV")


class Silent(psycopg.OperationalError):
    """The server neither answered nor hung up."""


class Session(psycopg.Connection[Row]):
    """A connection that never waits for ever.

    The server's own limits need a server that still runs: one that is stopped, or behind a network
    that swallows everything, keeps its clients waiting with an open socket.
    """

    def wait(self, gen: PQGen[_RV], interval: float = 0.1, timeout: float | None = None) -> _RV:
        return super().wait(self._unless_silent(gen), interval, timeout)

    def _unless_silent(self, gen: PQGen[_RV]) -> PQGen[_RV]:
        """The same steps, given up when none brought anything for `SILENCE` seconds."""
        heard = time.monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready:
                    heard = time.monotonic()
                elif time.monotonic() - heard > SILENCE:
                    self.pgconn.finish()  # or else the end of the transaction would wait as long
                    raise Silent(f"the server has not answered for {SILENCE:g} seconds")
                wanted = gen.send(ready)
        except StopIteration as done:
            result: _RV = done.value
            return result


def connect(url: str, source: str) -> Session:
    options = parts_of(url, source)
    try:
        connection = Session.connect(row_factory=dict_row, prepare_threshold=None, **options)
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


def parts_of(url: str, source: str) -> Row:
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
    for name, value in _ALIVE.items():
        options.setdefault(name, value)
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


def _check_server(connection: Session, source: str) -> None:
    try:
        row = connection.execute("SELECT version() AS version").fetchone()
        connection.rollback()
    except Silent as error:
        remedy = (
            "Look whether it is stopped, overloaded, or behind a network that swallows answers."
        )
        raise CannotConnect(f"{source}: {first_line(error)}\n  {remedy}") from error
    except psycopg.Error as error:
        raise CannotConnect(f"{source}: not PostgreSQL: {first_line(error)}") from error
    version = str(row["version"]) if row else ""
    if not version.startswith("PostgreSQL "):
        raise CannotConnect(f"{source}: not PostgreSQL, but {version.split(' on ')[0]}.")
    if connection.info.server_version < OLDEST:
        raise CannotConnect(
            f"{source}: {' '.join(version.split()[:2])} is too old: the oldest supported is "
            f"PostgreSQL {OLDEST // 10000}.\n  Nothing was read. Upgrade the server."
        )


def settle(connection: Session) -> None:
    calls = ", ".join(["set_config(%s, %s, true)"] * len(SETTINGS))
    connection.execute(
        f"SELECT {calls}",
        [part for setting in SETTINGS.items() for part in setting],
    )


def server_of(connection: Session) -> Server:
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


def first_line(error: BaseException) -> str:
    return str(error).strip().split("\n")[0] or type(error).__name__
