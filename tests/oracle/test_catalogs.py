"""No catalog is overlooked: each is read by one of our queries, or left out for a written reason.

A catalog that a new PostgreSQL brings makes this fail, and so does a reason that no longer holds.
"""

from __future__ import annotations

import re
from importlib import resources

import psycopg
import pytest

from snapshot.known import LEFT_OUT
from snapshot.scratch import Server
from snapshot.sql import catalogs
from tests.conftest import BINARIES, absent

COLUMNS_LEFT_OUT = {
    # Bookkeeping and data of the server.
    "pg_class": "relfilenode relpages reltuples relallvisible relallfrozen relhasindex relisshared"
    " relchecks relhasrules relhastriggers relhassubclass relrewrite relfrozenxid relminmxid"
    " relnatts relispopulated reltype",
    "pg_attribute": "attlen attndims attbyval attalign atthasdef atthasmissing attmissingval"
    " attcacheoff",
    "pg_database": "datfrozenxid datminmxid datcollversion dathasloginevt datlastsysoid",
    "pg_index": "indnatts indimmediate indcheckxmin indislive indisexclusion indisprimary",
    "pg_extension": "extowner extrelocatable extconfig extcondition",
    "pg_collation": "collversion",
    "pg_tablespace": "spcowner spcacl spcoptions",
    "pg_subscription": "subskiplsn",
    "pg_largeobject_metadata": "lomowner lomacl",
    # Said by another column, or by what the server writes of the whole.
    "pg_type": "typndims",
    "pg_proc": "provariadic proargmodes proargnames proallargtypes proargdefaults pronargs"
    " pronargdefaults prorettype",
    "pg_aggregate": "aggnumdirectargs",
    "pg_operator": "oprkind oprresult",
    "pg_constraint": "conpfeqop conppeqop conffeqop conexclop",
    "pg_partitioned_table": "partrelid partstrat partnatts partdefid partattrs partclass"
    " partcollation partexprs",
    "pg_rewrite": "is_instead ev_qual ev_action",
    "pg_trigger": "tgconstrindid",
    "pg_amop": "amopmethod",
    "pg_statistic_ext": "stxexprs",
    "pg_amproc": "amprocfamily",
    "pg_init_privs": "privtype",
}


def texts() -> str:
    """Every query of ours, but for the one that only names what maintenance writes."""
    folder = resources.files("snapshot").joinpath("queries")
    return "\n".join(
        path.read_text("utf-8") for path in folder.iterdir() if path.name != "_relations.sql"
    )


@pytest.fixture(scope="module", params=list(BINARIES))
def columns(request: pytest.FixtureRequest) -> dict[str, list[str]]:
    """Catalog → columns, of one server."""
    binaries = BINARIES[request.param]
    if binaries is not None and not (binaries / "postgres").exists():
        absent(f"PostgreSQL {request.param}")
    with Server(binaries) as server, psycopg.connect(server.url("postgres")) as connection:
        return dict(
            connection.execute(
                "SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)"
                " FROM pg_catalog.pg_class AS c"
                " JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0"
                " WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r'"
                " AND NOT a.attisdropped GROUP BY c.relname"
            ).fetchall()
        )


def test_every_catalog_is_read_or_left_out(columns: dict[str, list[str]]) -> None:
    read = catalogs(texts())
    overlooked = sorted(set(columns) - read - set(LEFT_OUT))
    assert not overlooked, f"read them, or write down why not: {', '.join(overlooked)}"
    assert not read & set(LEFT_OUT)


def test_every_column_is_read_or_left_out(columns: dict[str, list[str]]) -> None:
    """By its name alone, which is the catalog's own: a prefix tells whose it is."""
    text = texts()
    overlooked = {
        f"{catalog}.{column}"
        for catalog in catalogs(text) & set(columns)
        for column in columns[catalog]
        if not re.search(rf"\b{column}\b", text)
        and column not in COLUMNS_LEFT_OUT.get(catalog, "").split()
    }
    assert not overlooked, f"read them, or write down why not: {', '.join(sorted(overlooked))}"


def test_what_changes_is_in_the_fingerprint(columns: dict[str, list[str]]) -> None:
    """A catalog that is read and not watched would be torn, or missed when nothing else changed."""
    folder = resources.files("snapshot").joinpath("queries")
    watched = catalogs(folder.joinpath("_fingerprint.sql").read_text("utf-8"))
    only_counted = {"pg_largeobject_metadata"}
    by_view = {"pg_user_mapping"}  # its rows through a view that everybody may read
    read = catalogs(texts()) & set(columns)
    assert not sorted(read - watched - only_counted - by_view)


def test_no_reason_outlives_its_catalog() -> None:
    text = texts()
    read_all_the_same = [
        f"{catalog}.{column}"
        for catalog, left_out in COLUMNS_LEFT_OUT.items()
        for column in left_out.split()
        if re.search(rf"\b{column}\b", text)
    ]
    assert not read_all_the_same
