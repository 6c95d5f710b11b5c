"""Findings and waivers over a whole history: what is open, what was, what comes back, what ends."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from generator.book import open_book
from generator.ledger import Ledger
from snapshot.codec import digest
from snapshot.store import Assertion, Store
from snapshot.waivers import PREFIX, Waiver
from tests.made import header, state, table
from tests.sites import ALL_KINDS, expected, recorded, rendered

USERS, STRAY = table("users", id="integer"), table("stray", id="integer")
FINDINGS, WAIVERS = "history/production/findings.md", "history/production/waivers.md"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "snapshots" / "production")


def ledger(store: Store) -> Ledger:
    return open_book(store, "production").ledger


def waived(*told: Waiver) -> dict[str, Assertion]:
    """An expectation of `users` alone, and waivers."""
    found = expected(USERS)
    for waiver in told:
        plain = msgspec.to_builtins(waiver)
        found[PREFIX + digest(plain)[:12]] = Assertion(domain="waivers", is_=plain)
    return found


def waiver(name: str = "stray", expires: str = "2025-06-30", **more: str) -> Waiver:
    words = {"reason": "a partner", "owner": "ana", **more}
    return Waiver(expires=expires, object=f"public.{name}", **words)


def test_what_is_resolved_has_its_days_and_what_gave_way(store: Store) -> None:
    told = expected(USERS)
    recorded(store, USERS, STRAY, day=1, told=told)
    recorded(store, USERS, day=11, told=told)
    recorded(store, USERS, STRAY, day=21, told=told)
    recorded(store, USERS, STRAY, day=24, told=expected(USERS, STRAY))
    found = ledger(store)
    assert [(each.days, each.finding.adopted) for each in found.closed] == [(3, True), (10, False)]
    (flapping,) = found.flapping
    assert (flapping.times, flapping.open, len(flapping.closed)) == (2, False, 2)
    assert found.open == []
    text = rendered(store)[FINDINGS]
    assert "## Came back" in text and "## Resolved" in text and "None." in text
    assert "the expectation |" in text and "the database |" in text


def test_what_is_open_is_listed_with_both_ways_out(store: Store) -> None:
    told = expected(USERS)
    recorded(store, USERS, day=1, told=told)
    recorded(store, STRAY, day=4, told=told)
    recorded(store, STRAY, day=9, told=told)
    found = ledger(store)
    assert [(f.change.rule, f.age.days) for f in found.open] == [
        ("table-removed", 5), ("table-added", 5),
    ]  # fmt: skip
    text = rendered(store)[FINDINGS]
    assert text.count("<strong>Bring the database to the expectation</strong>") == 2
    assert text.count("<strong>Adopt the fact</strong>") == 2
    assert "DROP TABLE" in text and "None yet." in text and "Came back" not in text


def test_nobody_can_tell_where_the_expectation_could_not_be_had(store: Store) -> None:
    """What was open is taken to be open, and a page says that nobody looked."""
    recorded(store, USERS, STRAY, day=1, told=expected(USERS))
    head = msgspec.structs.replace(header("2025-01-08T00:00:00Z"), coverage=ALL_KINDS)
    store.record(head, state(USERS), None, untold="alembic: no such revision")
    found = ledger(store)
    assert found.untold
    assert [(f.change.rule, f.age.days) for f in found.open] == [("table-added", 7)]
    text = rendered(store)[FINDINGS]
    assert "Cannot tell" in text and "taken to be open still" in text


def test_a_database_without_expectation_or_snapshot_says_so(store: Store) -> None:
    recorded(store, failure="no")
    assert "nothing was compared" in rendered(store)[FINDINGS]
    assert "no waiver was recorded" in rendered(store)[WAIVERS]
    recorded(store, USERS, day=2)
    text = rendered(store)[FINDINGS]
    assert "Nobody has stated what is expected" in text and "Nothing was compared." in text
    assert "None: every finding counts." in rendered(store)[WAIVERS]


def test_waivers_are_told_by_what_they_do(store: Store) -> None:
    things = [USERS, *(table(name, id="integer") for name in ("stray", "soon", "old", "free"))]
    told = waived(
        waiver("stray"), waiver("soon", "2025-01-20"), waiver("old", "2025-01-05"),
        waiver("nowhere"),
    )  # fmt: skip
    recorded(store, *things, day=1, told=told)
    recorded(store, *things, day=10, told=told)
    found = {each.waiver.what: each for each in ledger(store).waivers}
    assert {what: each.state for what, each in found.items()} == {
        "object public.stray": "in force", "object public.soon": "ending soon",
        "object public.old": "expired", "object public.nowhere": "unused",
    }  # fmt: skip
    stray, old = found["object public.stray"], found["object public.old"]
    assert (stray.days, stray.left, old.left) == (9, 171, -5)
    assert [f.change.object for f in stray.findings] == ["public/tables/stray"]
    text = rendered(store)[WAIVERS]
    for heading in ("Expired", "Ending soon", "In force", "Unused"):
        assert f"## {heading}\n" in text
    assert text.index("## Expired") < text.index("## Ending soon") < text.index("## In force")


def test_a_waiver_that_is_put_off_is_another_and_leaves_the_old_one_closed(store: Store) -> None:
    recorded(store, USERS, STRAY, day=1, told=waived(waiver(expires="2025-01-31")))
    recorded(store, USERS, STRAY, day=9, told=waived(waiver(expires="2025-03-31")))
    found = ledger(store)
    assert [each.waiver.expires for each in found.waivers] == ["2025-03-31"]
    (term,) = found.ended
    assert (term.since, term.until, term.waiver.expires) == (0, 1, "2025-01-31")
    assert found.followed(term) == found.waivers[0].waiver
    assert "put off to 31 Mar 2025" in rendered(store)[WAIVERS]
    recorded(store, USERS, day=12, told=expected(USERS))
    found = ledger(store)
    assert found.waivers == [] and [each.until for each in found.ended] == [2, 1]
    assert found.followed(found.ended[0]) is None


def test_home_leads_to_findings_and_waivers(store: Store) -> None:
    recorded(store, USERS, STRAY, day=1, told=waived(waiver()))
    home = rendered(store)["index.md"]
    assert f"]({FINDINGS})" in home and f"]({WAIVERS})" in home
    assert "1 waiver" in home
