"""What goes wrong while a catalog is read: who is in the way, what is broken, and the remedy."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

import psycopg
from psycopg import errors
from psycopg.rows import dict_row

from snapshot import model
from snapshot import sql as queries
from snapshot.assemble import Row, home
from snapshot.session import Session, Silent, first_line

_VANISHED = (errors.UndefinedTable, errors.UndefinedObject, errors.UndefinedFunction,
             errors.InternalError_, errors.UndefinedColumn)  # fmt: skip
PASSING = (*_VANISHED, errors.LockNotAvailable, errors.DeadlockDetected)
"""What asking again may mend: a thing that went between two queries, a lock."""
_IN_THE_WAY = """
SELECT coalesce(l.relation::pg_catalog.regclass::text, l.locktype) AS thing,
    b.pid, a.application_name AS application, a.state
FROM pg_catalog.pg_locks AS l
CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.pg_blocking_pids(l.pid)) AS b (pid)
LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = b.pid
WHERE l.pid = {pid} AND NOT l.granted
ORDER BY b.pid
"""
_MOST = 5  # broken things that one message names
Ask = Callable[[str], list[Row]]


class Witness:
    """Looks from a second session who keeps the first one waiting; `seen` is what it saw last.

    Any role sees process ids and the names of applications, but not what others' sessions do.
    What they run is left out: it may hold secrets.
    """

    def __init__(self) -> None:
        self.seen: list[Row] = []
        self._enough = threading.Event()

    @contextlib.contextmanager
    def watching(self, options: Row, pid: int) -> Iterator[None]:
        thread = threading.Thread(target=self._look, args=(options, pid), daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._enough.set()
            thread.join(timeout=10)

    def _look(self, options: Row, pid: int) -> None:
        question = _IN_THE_WAY.format(pid=pid).encode()
        with (
            contextlib.suppress(psycopg.Error),  # then the message goes without names
            Session.connect(**options, autocommit=True, row_factory=dict_row) as session,
        ):
            session.execute("SET search_path = ''; SET default_transaction_read_only = on")
            session.execute("SET statement_timeout = '5s'")
            while not self._enough.wait(0.02):
                self.seen = session.execute(question).fetchall() or self.seen

    def told(self) -> str:
        """` on public.users, which process 4711 (psql, idle in transaction) keeps`, or nothing."""
        if not self.seen:
            return ""
        who = " and ".join(dict.fromkeys(_who(row) for row in self.seen))
        return f" on {self.seen[0]['thing']}, which {who} keeps"

    def remedy(self) -> str:
        if not (pids := [row["pid"] for row in self.seen if row["pid"]]):
            return "Wait until the session that holds it is done."
        return f"Wait until that session is done, or end it: SELECT pg_terminate_backend({pids[0]})"


def _who(row: Row) -> str:
    if not row["pid"]:
        return "a prepared transaction (see pg_prepared_xacts)"
    about = ", ".join(part for part in (row["application"], row["state"]) if part)
    return f"process {row['pid']}" + (f" ({about})" if about else "")


def explain(error: psycopg.Error, source: str) -> str:
    """The message for an error that asking again will not mend: what, and the remedy."""
    return f"{source}: {first_line(error)}\n  {_remedy(error)}"


def _remedy(error: psycopg.Error) -> str:
    if isinstance(error, errors.QueryCanceled):
        return "The server took longer than the time limit: try again when it is less busy."
    if isinstance(error, errors.InsufficientPrivilege):
        return "Let the role read pg_catalog, as every role may by default."
    if isinstance(error, (errors.CharacterNotInRepertoire, errors.UntranslatableCharacter)):
        return (
            "The database keeps a name, a comment or a source text that is not in the encoding\n"
            "  it should be (SQL_ASCII checks none): write it anew, in UTF-8, then try again."
        )
    if isinstance(error, Silent):
        return "It may be stopped or overloaded, or the network swallows its answers: look there."
    if isinstance(error, psycopg.OperationalError):
        return "The connection was lost: see the server's log for why, then try again."
    return "Nothing was recorded but the failure. Try again."


def broken(ask: Ask, error: psycopg.Error) -> list[str]:
    """The things that the server itself cannot write out, and why: none when all went well now.

    `error` carries the kind and the query that failed; `ask` runs a query in a transaction of its
    own. Halves are asked until single things are left.
    """
    kind, query = getattr(error, "kind", ""), getattr(error, "query", "")
    if not isinstance(error, _VANISHED) or kind not in queries.kinds():
        return []
    part = model.parts().get(kind)
    column = "parent" if part else "oid"
    whole = {model.kind_name(cls): cls.CATALOG for cls in model.kinds().values()}
    catalog = f"'{home(part) if part else whole[kind]}'"
    if "AS parent_catalog" in query:
        catalog = "parent_catalog"
    where = f"('pg_catalog.' || {catalog})::pg_catalog.regclass"
    named = (
        f"SELECT DISTINCT {column} AS id,"
        f" pg_catalog.pg_describe_object({where}, {column}, 0) AS name FROM ({query}) AS q"
    )
    try:
        names = {row["id"]: row["name"] for row in ask(named)}  # what is not asked is not computed
        found = _failing(ask, f"SELECT * FROM ({query}) AS q WHERE {column} IN", sorted(names))
    except psycopg.Error:  # the connection was lost, or a lock stands in the way
        return []
    article = "an" if kind[0] in "aeiou" else "a"
    within = f"{article} {kind.replace('_', ' ')} of " if part else ""
    return [f"{within}{names[number]} ({why})" for number, why in found.items()]


def _failing(ask: Ask, query: str, numbers: list[int]) -> dict[int, str]:
    """Number → why, of the first few with which a query fails."""
    found: dict[int, str] = {}
    open_ = [numbers]
    while open_ and len(found) < _MOST:
        some = open_.pop(0)
        try:
            ask(f"{query} ({', '.join(map(str, some)) or 'NULL'})")
        except _VANISHED as why:
            if len(some) == 1:
                found[some[0]] = first_line(why)
            else:
                half = len(some) // 2
                open_ += [some[:half], some[half:]] if half else []
    return found
