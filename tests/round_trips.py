"""There and back: the remedy from one state to another, tried, with the share that converges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from chronicle.remedies import prove
from generator.diff import diff
from generator.remedy.findings import between
from generator.side import Side
from generator.ways import Proof
from snapshot.catalog import Capture
from snapshot.scratch import Server
from tests.conftest import Servers

TALLY: dict[str, Counter[str]] = {}
CHECKED = ("proven", "limited", "does not converge", "not tried")


def side(found: Capture) -> Side:
    return Side(found.objects, found.identity, found.server, found.coverage, "x")


def proof_of(server: Server, old: Side, new: Side) -> Proof:
    outcome, left = prove(server, between(old, new))
    return Proof(outcome, tuple(each.what for each in left))


def converges(server: Server, old: Side, new: Side, what: str, *, excused: bool = False) -> str:
    """Try the remedy from old to new; nothing when it is proven, or leaves only what it says.

    Else what a trial showed. `excused`: on the list of what a trial cannot show.
    """
    aim = between(old, new)
    outcome, left = prove(server, aim)
    limits = {each.object for each in aim.plan.cannot}
    limited = excused or (outcome != "proven" and bool(left) and
                          all(each.object in limits for each in left))  # fmt: skip
    told = "limited" if limited and outcome != "proven" else outcome
    for kind in sorted({change.kind for change in diff(old, new).changes}) or ["nothing"]:
        TALLY.setdefault(f"{what}, {kind}", Counter())[told] += 1
    return "" if told in ("proven", "limited") else f"{outcome}: {[each.what for each in left]}"


@pytest.fixture(scope="module")
def scratch() -> Iterator[Servers]:
    """Servers for trials; at the end the shares are printed (-s shows them)."""
    found = Servers()
    yield found
    found.stop()
    for what, count in sorted(TALLY.items()):
        limited = count["limited"]
        share = 100 * count["proven"] / max(count.total() - limited, 1)
        rest = f", {limited} with a stated limit" if limited else ""
        print(f"remedies of {what}: {count['proven']} proven ({share:.0f} %){rest}")
    TALLY.clear()
