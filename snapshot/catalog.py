"""The only reader of a configured database: catalog rows → model, in one read-only transaction.

One set-based query per kind, `queries/<kind>.sql`; every alias is a field of the model, or `oid`
(identity), `parent`, `parent_catalog`, `parent_sub` (where it belongs), `inherited`.

A capture is bracketed by a fingerprint of the catalog rows it reads, since `pg_get_*` functions
look past the transaction's snapshot: when somebody changed the schema meanwhile, it is read again.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Collection, Mapping

import msgspec
import psycopg
from psycopg import errors

from snapshot import known as completeness
from snapshot import model, session, trouble
from snapshot import sql as queries
from snapshot.assemble import Row, assemble
from snapshot.bracket import Mark
from snapshot.errors import CannotCapture
from snapshot.records import Coverage, Identity, Server
from snapshot.session import Session

ATTEMPTS = 6
_SETTINGS = {
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
_REST = "_known"  # the query of everything that the server knows


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
    with session.connect(url, source) as connection:
        refused: dict[str, str] = {}
        failed: psycopg.Error | None = None
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(0.1 * 2**attempt)
            witness = trouble.Witness()
            try:
                with _watched(witness, connection, failed, session.parts_of(url, source)):
                    found = _permitted(connection, refused, closer=attempt > 0)
            except trouble.PASSING as error:
                if failed and str(failed) == str(error):
                    _name_what_is_broken(connection, error, source)
                failed = error
            except psycopg.Error as error:
                raise CannotCapture(trouble.explain(error, source)) from error
            except CannotCapture as error:
                raise CannotCapture(f"{source}: {error}") from error
            else:
                if found is not None:
                    return found
                failed = None
    raise CannotCapture(_given_up(failed, witness, source))


def _watched(
    witness: trouble.Witness, connection: Session, failed: psycopg.Error | None, options: Row
) -> contextlib.AbstractContextManager[None]:
    """Once a lock was not to be had, somebody looks who has it."""
    if not isinstance(failed, errors.LockNotAvailable):
        return contextlib.nullcontext()
    return witness.watching(options, connection.info.backend_pid)


def _given_up(failed: psycopg.Error | None, witness: trouble.Witness, source: str) -> str:
    if isinstance(failed, errors.LockNotAvailable):
        limit = _SETTINGS["lock_timeout"]
        return (
            f"{source}: {ATTEMPTS} attempts, and each time no lock within {limit}"
            f"{witness.told()}.\n  {witness.remedy()}"
        )
    reason = session.first_line(failed) if failed else "the schema changed while it was read"
    return (
        f"{source}: {ATTEMPTS} attempts, and each time {reason}.\n"
        "  Take the snapshot when no deploy or migration is running."
    )


def _name_what_is_broken(connection: Session, error: psycopg.Error, source: str) -> None:
    """Raise with what the server itself cannot write out; return when there is no such thing."""

    def ask(query: str) -> list[Row]:
        with connection.transaction():
            _settle(connection)
            return connection.execute(query.encode()).fetchall()

    if told := trouble.broken(ask, error):
        raise CannotCapture(
            f"{source}: the server cannot write out {'; '.join(told)}.\n"
            "  Its catalog is damaged there: make that object anew, or drop it, and try again."
        ) from error


def _permitted(connection: Session, refused: dict[str, str], closer: bool) -> Capture | None:
    """One read of every kind that the role may read; the others go to `refused`, with why."""
    while True:
        try:
            return _attempt(connection, refused, closer)
        except errors.InsufficientPrivilege as error:
            if (kind := getattr(error, "kind", None)) is None:
                raise
            refused[kind] = session.first_line(error)


def _attempt(connection: Session, refused: dict[str, str], closer: bool) -> Capture | None:
    """One read of everything; None when the catalog moved under it.

    `closer`: what only maintenance did is told from a change (see `snapshot.bracket`).
    """
    with connection.transaction():
        _settle(connection)
        known = _known_columns(connection)
        before = _fingerprint(connection, known)
        mark = _mark(connection, known) if closer else None
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
        moved = _fingerprint(connection, known) != before
        if moved and not (mark and mark.still(_mark(connection, known))):
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


def _settle(connection: Session) -> None:
    calls = ", ".join(["set_config(%s, %s, true)"] * len(_SETTINGS))
    connection.execute(
        f"SELECT {calls}",
        [part for setting in _SETTINGS.items() for part in setting],
    )


def _mark(connection: Session, known: Mapping[tuple[str, str], bool]) -> Mark:
    rows = connection.execute(queries.adapted("_relations", known)).fetchall()
    relations = {row["relation"]: (row["writer"], row["file"], row["said"]) for row in rows}
    return Mark(_fingerprint(connection, known, {"pg_class"}), relations)


def _fingerprint(
    connection: Session, known: Mapping[tuple[str, str], bool], but: Collection[str] = ()
) -> str:
    """A digest of the rows of all catalogs that may be read, but for some."""
    readable = {column for column, free in known.items() if free}
    closed = {catalog for catalog, _ in known} - {catalog for catalog, _ in readable} | {*but}
    query = queries.adapted("_fingerprint", readable)
    row = connection.execute(queries.without(query, closed)).fetchone()
    return str(row["fingerprint"]) if row else ""


def _known_columns(connection: Session) -> dict[tuple[str, str], bool]:
    """(catalog, column) of every catalog this server has → whether we may read it."""
    rows = connection.execute(
        "SELECT c.relname, a.attname,"
        " pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT') AS readable"
        " FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid"
        " WHERE c.relnamespace = 'pg_catalog'::regnamespace"
        " AND (a.attnum > 0 OR a.attname = 'tableoid')"  # which views and indexes do not have
    )
    return {(row["relname"], row["attname"]): row["readable"] for row in rows}


def _server(connection: Session) -> Server:
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


def _rows(connection: Session, kind: str, query: str) -> list[Row]:
    try:
        return connection.execute(query).fetchall()
    except psycopg.Error as error:
        error.kind, error.query = kind, query  # type: ignore[attr-defined]
        raise
