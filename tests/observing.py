"""What a real server does when SQL is run: the locks it takes, what it rewrites, what it scans."""

from __future__ import annotations

from typing import get_args

import msgspec
import psycopg

from generator.changes import Lock

_STRONGER = {f"{''.join(w.title() for w in level.split())}Lock": level for level in get_args(Lock)}
_OURS = (
    "SELECT c.oid, c.relfilenode, c.relkind, c.oid::regclass::text"
    " FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
    " WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
)


class Observed(msgspec.Struct, frozen=True):
    """Only relations that were there before count: nobody waits for what is new."""

    lock: str | None  # the strongest; those that reads and writes take are left out
    rewritten: frozenset[str]  # tables and materialized views with other files than before
    rebuilt: frozenset[str]  # indexes with other files than before
    scanned: frozenset[str]  # tables that were read from end to end


def observe(connection: psycopg.Connection, script: str) -> Observed:
    """Run a script in the open transaction, which the caller ends, and look at what it did."""
    before = {row[0]: row for row in connection.execute(_OURS).fetchall()}
    scans = _scans(connection)
    connection.execute(script.encode())
    connection.execute("RESET search_path")
    after = {row[0]: row for row in connection.execute(_OURS).fetchall()}
    locks = connection.execute(
        "SELECT mode, relation FROM pg_catalog.pg_locks"
        " WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted"
    ).fetchall()
    held = {_STRONGER[mode] for mode, oid in locks if oid in before and mode in _STRONGER}
    kept = [(before[oid], row) for oid, row in after.items() if oid in before]
    changed = [was for was, now in kept if was[1] != now[1]]
    return Observed(
        lock=max(held, key=list(get_args(Lock)).index, default=None),
        rewritten=frozenset(name for _, _, kind, name in changed if kind in ("r", "m")),
        rebuilt=frozenset(name for _, _, kind, name in changed if kind == "i"),
        scanned=frozenset(
            before[oid][3]
            for oid, number in _scans(connection).items()
            if oid in before and number > scans.get(oid, 0)
        ),
    )


def _scans(connection: psycopg.Connection) -> dict[int, int]:
    rows = connection.execute(
        "SELECT relid, seq_scan FROM pg_catalog.pg_stat_xact_user_tables"
    ).fetchall()
    return dict(rows)
