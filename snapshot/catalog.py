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
from snapshot.codec import digest
from snapshot.dependents import Dependents
from snapshot.errors import CannotCapture
from snapshot.records import Coverage, Header, Identity, Server
from snapshot.session import Session

ATTEMPTS = 6
_REST = "_known"  # the query of everything that the server knows
_DEPEND = "_dependents"  # the query of what depends on what
_NO_KINDS = {_REST: "other kinds", _DEPEND: "dependents"}  # what coverage calls them
_UNWATCHED = "_large_objects"  # the query that counts what no fingerprint tells


class Capture(msgspec.Struct, frozen=True):
    """What one capture found: the state, its identity, and how it was had."""

    objects: model.State
    identity: dict[str, Identity]
    dependents: Dependents | None  # None when the role may not read them
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
    with session.connect(url, source) as connection:
        refused: dict[str, str] = {}
        failed: psycopg.Error | None = None
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(0.1 * 2**attempt)
            witness = trouble.Witness()
            try:
                with _watched(witness, connection, failed, session.parts_of(url, source)):
                    found = _permitted(connection, refused, last, closer=attempt > 0)
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
        limit = session.SETTINGS["lock_timeout"]
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
            session.settle(connection)
            return connection.execute(query.encode()).fetchall()

    if told := trouble.broken(ask, error):
        raise CannotCapture(
            f"{source}: the server cannot write out {'; '.join(told)}.\n"
            "  Its catalog is damaged there: make that object anew, or drop it, and try again."
        ) from error


def _permitted(
    connection: Session, refused: dict[str, str], last: Header | None, *, closer: bool
) -> Capture | Unchanged | None:
    """One read of every kind that the role may read; the others go to `refused`, with why."""
    while True:
        try:
            return _attempt(connection, refused, last, closer=closer)
        except errors.InsufficientPrivilege as error:
            if (kind := getattr(error, "kind", None)) is None:
                raise
            refused[kind] = session.first_line(error)


def _attempt(
    connection: Session, refused: dict[str, str], last: Header | None, *, closer: bool
) -> Capture | Unchanged | None:
    """One read of everything that may have changed; None when the catalog moved under it.

    `closer`: what only maintenance did is told from a change (see `snapshot.bracket`).
    """
    with connection.transaction():
        session.settle(connection)
        since = _moment(connection)
        known = _known_columns(connection)
        before, empty = _fingerprint(connection, known)
        server = session.server_of(connection)
        if last is not None and _watches_all(known) and _same(last, server, before):
            return Unchanged(_counted_anew(connection, last))
        mark = _mark(connection, known) if closer else None
        adapted = {kind: queries.adapted(kind, known) for kind in queries.kinds()}
        asked = {k: q for k, q in adapted.items() if not q or not queries.sources(q) <= empty}
        rows = _all_rows(connection, asked, known, refused)
        rows |= {kind: [] for kind in adapted.keys() - asked.keys()}
        every = _asked(connection, _REST, completeness.query(known), refused)
        depend = _asked(connection, _DEPEND, queries.adapted(_DEPEND, known), refused)
    with connection.transaction():
        session.settle(connection)
        moved = _moment(connection) != since and _fingerprint(connection, known)[0] != before
        if moved and not (mark and mark.still(_mark(connection, known))):
            return None
    made = assemble(rows, depend)
    held, told_with, missed = completeness.weigh(every or [], made.claimed)
    told = _unknown(refused, made.objects)
    coverage = Coverage(
        captured=tuple(sorted(rows.keys() | (refused.keys() - told.keys()))),
        not_on_version=tuple(sorted(kind for kind, query in adapted.items() if not query)),
        not_permitted={_NO_KINDS.get(kind, kind): why for kind, why in told.items()},
        not_captured=missed,
        held=held,
        told_with=told_with,
    )
    return Capture(made.objects, made.identity, made.dependents, server, coverage, before)


def _watches_all(known: Mapping[tuple[str, str], bool]) -> bool:
    """Whether the role may read all that the fingerprint is made of, and what is counted anew."""
    readable = {catalog for (catalog, _), free in known.items() if free}
    watched = queries.catalogs(queries.adapted("_fingerprint", known))
    return watched | queries.catalogs(queries.text(_UNWATCHED)) <= readable


def _same(last: Header, server: Server, fingerprint: str) -> bool:
    """Whether a record tells the present state: of this very server, and nothing has changed."""
    return (
        last.server == server
        and server.system_identifier is not None  # else another server may look like it
        and last.fingerprint == fingerprint
    )


def _counted_anew(connection: Session, last: Header) -> dict[str, int]:
    """What is not captured: as at the last record, but for what no fingerprint tells."""
    counted = _rows(connection, _UNWATCHED, queries.text(_UNWATCHED))
    found = last.coverage.not_captured | {row["why"]: row["number"] for row in counted}
    return {why: number for why, number in sorted(found.items()) if number}


def _all_rows(
    connection: Session, adapted: dict[str, str], known: Mapping[tuple[str, str], bool],
    refused: Collection[str],
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
    return {k: why for k, why in refused.items() if k in homes | whole.keys() | _NO_KINDS.keys()}


def _inside(cls: type) -> set[str]:
    """The kinds that live inside a class, at any depth."""
    found: set[str] = set()
    for part in model.children(cls).values():
        found |= {model.kind_name(part), *_inside(part)}
    return found


def _moment(connection: Session) -> str:
    """What this transaction sees, as the numbers of all that ended. While nobody who writes
    anything ends, it stays the same, and so does the catalog.
    """
    row = connection.execute("SELECT pg_catalog.pg_current_snapshot()::text AS seen").fetchone()
    assert row is not None
    return str(row["seen"])


def _mark(connection: Session, known: Mapping[tuple[str, str], bool]) -> Mark:
    rows = connection.execute(queries.adapted("_relations", known)).fetchall()
    relations = {row["relation"]: (row["writer"], row["file"], row["said"]) for row in rows}
    return Mark(_fingerprint(connection, known, {"pg_class"})[0], relations)


def _fingerprint(
    connection: Session, known: Mapping[tuple[str, str], bool], but: Collection[str] = ()
) -> tuple[str, set[str]]:
    """A digest of all that a state follows from, and the catalogs in which nothing is to be read.

    A state follows from the rows of all catalogs that may be read, but for some, what of them this
    role may read, and how we read them.
    """
    readable = {column for column, free in known.items() if free}
    closed = {catalog for catalog, _ in known} - {catalog for catalog, _ in readable} | {*but}
    query = queries.without(queries.adapted("_fingerprint", readable), closed)
    row = connection.execute(query).fetchone() or {}
    told = digest([queries.reader(), sorted(readable), row])
    return told, queries.empty(query, row["catalogs"])


def _known_columns(connection: Session) -> dict[tuple[str, str], bool]:
    """(catalog, column) of every catalog this server has → whether we may read it."""
    rows = connection.execute(queries.text("_columns")).fetchall()
    return {
        (row["catalog"], column): field == "readable"
        for row in rows
        for field in ("readable", "closed")
        for column in row[field] or ()
    }


def _asked(
    connection: Session, kind: str, query: str, refused: Collection[str]
) -> list[Row] | None:
    """The rows of a query that is of no kind; None when the role may not have them."""
    return None if kind in refused else _rows(connection, kind, query)


def _rows(connection: Session, kind: str, query: str) -> list[Row]:
    try:
        return connection.execute(query).fetchall()
    except psycopg.Error as error:
        error.kind, error.query = kind, query  # type: ignore[attr-defined]
        raise
