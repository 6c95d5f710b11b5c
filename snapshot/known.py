"""What the server knows, held against what was read: whether anything was overlooked is a number.

`queries/_known.sql` lists every object with an oid, over all catalogs that the server has. Each is
claimed by a row that went into the snapshot, or told in another way (`WHY`), or it was missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from snapshot import sql

FIRST = 16384  # oids below are those of what PostgreSQL brings

WHY = {
    "announced operator": "operators that another one names and nobody has made yet; `pg_dump`"
    " leaves them out, too",
    "default": "defaults and generated values: facts of their column",
    "extension": "what belongs to an extension: summed up under it",
    "made with another": "what PostgreSQL makes and drops with another object: row and array types,"
    " TOAST tables, the index of a constraint, the sequence of an identity column, the triggers of"
    " a foreign key, the functions of a range, the query of a view",
    "not null": "NOT NULLs with their usual name: facts of their column",
    "published schema": "the schemas of a publication: facts of the publication",
}
"""Why an object is no object of ours → what to say of it. All of it is in the snapshot."""

LEFT_OUT = {
    "pg_authid": "roles are the cluster's; their names are had through pg_get_userbyid",
    "pg_auth_members": "memberships are the cluster's",
    "pg_largeobject": "large objects are data; they are counted as not captured",
    "pg_parameter_acl": "privileges on settings are the cluster's",
    "pg_replication_origin": "how far a subscriber has come is data",
    "pg_shdepend": "follows from owners and privileges, which are read where they stand",
    "pg_statistic": "what ANALYZE found is data",
    "pg_statistic_ext_data": "what ANALYZE found is data",
    "pg_subscription_rel": "how far a subscriber has come is data",
}
"""Catalog that is not read, on purpose → why."""

_TEMPORARY = "temporary"  # a session's own: neither schema nor counted
_ABOVE_ALL = ("extension", "policy of an extension's table", _TEMPORARY)  # before all other reasons
_NOT_HERE = {
    "pg_authid", "pg_database", "pg_parameter_acl", "pg_tablespace",  # the cluster's
    "pg_enum",  # labels: the server has no identity for them, and our enums hold them
}  # fmt: skip


def query(columns: Mapping[tuple[str, str], bool]) -> str:
    """The query for a server with these columns (catalog, column) → whether we may read it."""
    catalogs = {catalog for catalog, column in columns}
    closed = {catalog for (catalog, _), free in columns.items() if not free}
    text = sql.adapted("_known", columns)
    text = sql.without(text, closed | (sql.catalogs(text) - catalogs))
    arms = [
        f"SELECT 'pg_catalog.{catalog}'::regclass, NULL, array_agg(oid) FROM pg_catalog.{catalog}"
        f" WHERE oid >= {FIRST}{_HERE.get(catalog, '')}"
        for catalog in sorted(catalogs - _NOT_HERE)
        if columns.get((catalog, "oid")) and (catalog, "tableoid") in columns  # no view
    ]
    return text.replace("{{ every_object }}", "\n    UNION ALL ".join(arms))


_HERE = {  # a catalog of the cluster that holds objects of its databases
    "pg_subscription": " AND subdbid = (SELECT oid FROM pg_catalog.pg_database"
    " WHERE datname = current_database())"
}


def weigh(
    known: list[dict[str, Any]], claimed: Mapping[int, str]
) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """What the query found, and oid → kind of each row that went into the snapshot.

    Gives three counts, sorted: held, by kind; told in another way, by a word of `WHY`; and not
    captured, by what it is: what we know to leave out, or the catalog of what was overlooked.
    """
    reasons: dict[str, dict[int, str]] = {}
    told_apart = [row for row in known if row["why"]]
    told_apart.sort(key=lambda row: (row["why"] not in _ABOVE_ALL, row["why"]), reverse=True)
    for row in told_apart:  # what comes later counts
        reasons.setdefault(row["catalog"], {}).update(dict.fromkeys(row["oids"], row["why"]))
    held: Counter[str] = Counter()
    told: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for row in known:
        if row["why"]:
            continue
        why = reasons.get(row["catalog"], {})
        held.update(claimed[oid] for oid in row["oids"] if oid in claimed)
        rest = Counter(why.get(oid) for oid in row["oids"] if oid not in claimed)
        for word, number in rest.items():
            if word != _TEMPORARY:
                (told if word in WHY else missed)[word or row["catalog"]] += number
    return dict(sorted(held.items())), dict(sorted(told.items())), dict(sorted(missed.items()))
