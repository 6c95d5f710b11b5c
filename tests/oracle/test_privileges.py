"""A role that may only connect reads what a superuser reads; what it may not read is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import psycopg
import pytest

from generator.diff import diff
from snapshot import model
from snapshot.catalog import Capture
from snapshot.scratch import Server
from tests.conftest import captured, run_sql
from tests.oracle.test_mutations import side

LOWLY = "chronicle_reader"
CLOSED = {"connection_string", "user_mapping"}  # where secrets are: for superusers alone


@pytest.fixture
def lowly(full: tuple[Server, int, str]) -> Iterator[tuple[str, str]]:
    """One of everything, for a superuser and for the role that the handbook tells to make."""
    server, _, url = full
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {LOWLY} LOGIN".encode())
        admin.execute("GRANT CONNECT ON DATABASE chronicle_everything TO chronicle_reader")
    try:
        yield url, f"{url} user={LOWLY}".replace("user=postgres ", "")
    finally:
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(f"DROP OWNED BY {LOWLY}".encode())
        with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
            admin.execute(f"DROP OWNED BY {LOWLY}".encode())
            admin.execute(f"DROP ROLE {LOWLY}".encode())


def without(found: Capture, kinds: set[str]) -> model.State:
    """A state without the parts of some kinds, and without what the test's role changes."""
    return {
        key: _less(thing, kinds)
        for key, thing in found.objects.items()
        if model.kind_name(type(thing)) not in kinds and not key.startswith("databases/")
    }


def _less(thing: Any, kinds: set[str]) -> Any:
    """At any depth."""
    if isinstance(thing, tuple):
        return tuple(_less(item, kinds) for item in thing)
    if not isinstance(thing, msgspec.Struct):
        return thing
    inner, defaults = model.children(type(thing)), model.defaults(type(thing))
    return msgspec.structs.replace(
        thing,
        **{
            field: defaults[field]
            if field in inner and model.kind_name(inner[field]) in kinds
            else _less(getattr(thing, field), kinds)
            for field in thing.__struct_fields__
        },
    )


def counts(found: Capture, kinds: set[str]) -> dict[str, int]:
    return {kind: n for kind, n in found.coverage.held.items() if kind not in kinds}


def test_who_may_only_connect_reads_all_but_secrets(lowly: tuple[str, str]) -> None:
    super_, low = captured(lowly[0]), captured(lowly[1])
    assert set(low.coverage.not_permitted) == CLOSED
    assert without(super_, CLOSED) == without(low, CLOSED)
    assert counts(super_, CLOSED) == counts(low, CLOSED)
    assert low.coverage.not_captured == {}
    found = diff(side(super_), side(low))
    assert found.changes == ()
    assert {*found.not_compared} >= CLOSED


def test_a_hardened_server_says_what_it_hides(full: tuple[Server, int, str], lowly: tuple[str, str]
) -> None:  # fmt: skip
    """Catalogs and functions that a careful administrator takes from PUBLIC."""
    whole = captured(lowly[0])
    run_sql(
        lowly[0],
        "REVOKE SELECT ON pg_catalog.pg_policy, pg_catalog.pg_event_trigger FROM PUBLIC;"
        " REVOKE SELECT ON pg_catalog.pg_foreign_server FROM PUBLIC;"
        " REVOKE EXECUTE ON FUNCTION pg_catalog.pg_control_system() FROM PUBLIC",
    )
    low = captured(lowly[1])
    hidden = {*low.coverage.not_permitted}
    assert hidden >= CLOSED | {"policy", "event_trigger", "foreign_server"}
    assert low.server.system_identifier is None
    assert hidden.isdisjoint(low.coverage.captured)
    told = hidden | {"supplied_object"}  # what was revoked just now
    assert without(whole, told) == without(low, told)
    found = diff(side(whole), side(low))
    assert {change.kind for change in found.changes} <= {"supplied_object"}
    assert {*found.not_compared} >= hidden


def test_the_grant_of_the_handbook_opens_the_rest(lowly: tuple[str, str]) -> None:
    run_sql(lowly[0], f"GRANT SELECT ON pg_catalog.pg_user_mapping TO {LOWLY}")
    run_sql(lowly[0], f"GRANT SELECT ON pg_catalog.pg_subscription TO {LOWLY}")
    super_, low = captured(lowly[0]), captured(lowly[1])
    assert low.coverage == super_.coverage
    assert low.objects == super_.objects
