"""The only reader of a configured database: catalog rows → model, in one read-only transaction.

One set-based query per kind, `queries/<kind>.sql`; every alias is a field of the model, or `oid`
(identity), `parent`, `parent_catalog`, `parent_sub` (where it belongs), `inherited`.

A capture is bracketed by a fingerprint of the catalog rows it reads, since `pg_get_*` functions
look past the transaction's snapshot: when somebody changed the schema meanwhile, it is read again.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping

import msgspec
import psycopg
from psycopg import errors

from snapshot import model
from snapshot import sql as queries
from snapshot.assemble import assemble
from snapshot.codec import digest
from snapshot.connection import Row, connect, first_line, server_of, settle
from snapshot.errors import CannotCapture
from snapshot.records import Coverage, Header, Identity, Server

ATTEMPTS = 6
_REST = "_not_captured"  # the query that counts what no kind of ours holds
_VANISHED = (errors.UndefinedTable, errors.UndefinedObject, errors.UndefinedFunction,
             errors.InternalError_, errors.UndefinedColumn)  # fmt: skip


class Capture(msgspec.Struct, frozen=True):
    """What one capture found: the state, its identity, and how it was had."""

    objects: model.State
    identity: dict[str, Identity]
    server: Server
    coverage: Coverage
    fingerprint: str


class Unchanged(msgspec.Struct, frozen=True):
    """What a look found that was enough: nothing changed, but what is only counted may have."""

    not_captured: dict[str, int]


def capture(url: str, source: str) -> Capture:
    """Read the whole schema of the database at `url` (a libpq connection string).

    `source` is what messages call it: the name of a variable, never the URL. Raises
    `CannotConnect` before, and `CannotCapture` after the login succeeded.
    """
    found = look(url, source, None)
    assert isinstance(found, Capture)
    return found


def look(url: str, source: str, last: Header | None) -> Capture | Unchanged:
    """As `capture`, but reads nothing when all is as it was at the record with the header `last`.

    That is so when the same server, in the same version, gives the same fingerprint.
    """
    with connect(url, source) as connection:
        refused: dict[str, str] = {}
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(0.1 * 2**attempt)
            try:
                found = _permitted(connection, refused, last)
            except _VANISHED as error:
                reason = first_line(error)
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


def _explain(error: psycopg.Error, source: str) -> str:
    if isinstance(error, errors.LockNotAvailable):
        remedy = "Another session holds a lock that reading needs: wait until it is done."
    elif isinstance(error, errors.QueryCanceled):
        remedy = "The server took longer than the time limit: try again when it is less busy."
    elif isinstance(error, errors.InsufficientPrivilege):
        remedy = "Let the role read pg_catalog, as every role may by default."
    else:
        remedy = "Nothing was recorded but the failure. Try again."
    return f"{source}: {first_line(error)}\n  {remedy}"


def _permitted(
    connection: psycopg.Connection[Row], refused: dict[str, str], last: Header | None
) -> Capture | Unchanged | None:
    """One read of every kind that the role may read; the others go to `refused`, with why."""
    while True:
        try:
            return _attempt(connection, refused, last)
        except errors.InsufficientPrivilege as error:
            if (kind := getattr(error, "kind", None)) is None:
                raise
            refused[kind] = first_line(error)


def _attempt(
    connection: psycopg.Connection[Row], refused: dict[str, str], last: Header | None
) -> Capture | Unchanged | None:
    """One read of everything that may have changed; None when the catalog moved under it."""
    with connection.transaction():
        settle(connection)
        known = _known_columns(connection)
        before = _fingerprint(connection, known)
        server = server_of(connection)
        as_before = _watched(known) and _same(last, server, before)
        adapted = {} if as_before else {k: queries.adapted(k, known) for k in queries.kinds()}
        rows = _all_rows(connection, adapted, known, refused)
        left = [] if _REST in refused else _rows(connection, _REST, queries.text(_REST))
    not_captured = {row["kind"]: row["number"] for row in left}
    if as_before:
        return Unchanged(not_captured)
    with connection.transaction():
        settle(connection)
        if _fingerprint(connection, known) != before:
            return None
    objects, identity = assemble(rows)
    told = _unknown(refused, objects)
    coverage = Coverage(
        captured=tuple(sorted(rows.keys() | (refused.keys() - told.keys() - {_REST}))),
        not_on_version=tuple(sorted(kind for kind, query in adapted.items() if not query)),
        not_permitted={k if k != _REST else "other kinds": why for k, why in told.items()},
        not_captured=not_captured,
    )
    return Capture(objects, identity, server, coverage, before)


def _watched(known: Mapping[tuple[str, str], bool]) -> bool:
    """Whether the role may read every catalog that the fingerprint is made of."""
    readable = {catalog for (catalog, _), free in known.items() if free}
    return queries.catalogs(queries.adapted("_fingerprint", known)) <= readable


def _same(last: Header | None, server: Server, fingerprint: str) -> bool:
    """Whether a record tells the present state: of this very server, and nothing has changed."""
    return (
        last is not None
        and last.server == server
        and server.system_identifier is not None  # else another server may look like it
        and last.fingerprint == fingerprint
    )


def _all_rows(
    connection: psycopg.Connection[Row], adapted: dict[str, str],
    known: Mapping[tuple[str, str], bool], refused: Collection[str],
) -> dict[str, list[Row]]:  # fmt: skip
    """The rows of every kind that the server has; what may be refused comes first."""
    closed = {catalog for (catalog, _), readable in known.items() if not readable}
    order = sorted(adapted, key=lambda kind: closed.isdisjoint(queries.catalogs(adapted[kind])))
    return {
        kind: _rows(connection, kind, adapted[kind])
        for kind in order
        if kind not in refused and adapted[kind]
    }


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


def _fingerprint(connection: psycopg.Connection[Row], known: Mapping[tuple[str, str], bool]) -> str:
    """A digest of all that a state follows from.

    Those are the catalog's rows, what of them this role may read, and how we read them.
    """
    readable = {column for column, free in known.items() if free}
    closed = {catalog for catalog, _ in known} - {catalog for catalog, _ in readable}
    query = queries.adapted("_fingerprint", readable)
    row = connection.execute(queries.without(query, closed)).fetchone()
    return digest([queries.reader(), sorted(readable), row])


def _known_columns(connection: psycopg.Connection[Row]) -> dict[tuple[str, str], bool]:
    """(catalog, column) of every catalog this server has → whether we may read it."""
    rows = connection.execute(queries.text("_columns")).fetchall()
    return {
        (row["catalog"], column): field == "readable"
        for row in rows
        for field in ("readable", "closed")
        for column in row[field] or ()
    }


def _rows(connection: psycopg.Connection[Row], kind: str, query: str) -> list[Row]:
    try:
        return connection.execute(query).fetchall()
    except errors.InsufficientPrivilege as error:
        error.kind = kind  # type: ignore[attr-defined]
        raise
