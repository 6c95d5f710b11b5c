"""A server that the tools reach, and what they are held to."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

import msgspec
import pytest

from generator import unsaid
from generator.diff import diff
from generator.side import Side
from snapshot.catalog import Capture, capture
from snapshot.codec import key_of
from snapshot.listening import Listening
from tests.conftest import run_sql
from tests.test_zero import KOVEO

DAY = KOVEO / "deploys" / "2025-12-10-back-in-step"  # what `examples/koveo/as/` is of
ROLES = ("koveo_owner", "koveo_app", "koveo_readonly")


@pytest.fixture(scope="session")
def listening() -> Iterator[Listening]:
    with Listening(roles=ROLES) as server:
        yield server


@pytest.fixture
def scratch(listening: Listening) -> Iterator[str]:
    """The URL of a fresh database, as our own driver takes it."""
    with listening.database() as url:
        yield url


@pytest.fixture(scope="session")
def truth(listening: Listening) -> Capture:
    """The example on the day that its other forms are of, when production and code agreed."""
    with listening.database() as url:
        deploy(url)
        return capture(url, "the example")


def deploy(url: str) -> None:
    """The deploys of the example that its other forms speak of, in order."""
    for script in sorted(KOVEO.glob("deploys/*/production.sql")):
        if script.parent.name > DAY.name:
            break
        run_sql(url, script.read_text("utf-8"))


def side(found: Capture) -> Side:
    return Side(found.objects, found.identity, found.server, found.coverage, "production")


def assert_same(
    truth: Capture, built: Capture, bookkeeping: AbstractSet[str] = frozenset()
) -> None:
    """No change between the two but the tables that a tool keeps for itself, and all of those."""
    objects, coverage = unsaid.known(built.objects, built.coverage, "a tool")
    made = msgspec.structs.replace(side(built), objects=objects, coverage=coverage)
    found = diff(side(truth), made)
    own = {change.object for change in found.changes if change.action == "added"} & bookkeeping
    assert [c.sentence for c in found.changes if c.object not in own] == []
    assert own == bookkeeping
    assert set(found.not_compared) <= {"database", *unsaid.KINDS, *unsaid.FIELDS}


def tables(built: Capture) -> set[str]:
    """The keys of all tables."""
    return {key_of(thing) for key, thing in built.objects.items() if "/tables/" in key}
