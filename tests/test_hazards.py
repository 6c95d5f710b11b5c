"""The hazards of changes are what a real server does: locks, files, scans, over every mutation.

Each case and each statement of the oracle is run in an open transaction that is looked at, and the
hazards of the changes that it makes are held against it: nothing that happened may be missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import psycopg
import pytest

from generator.changes import Change, Lock
from generator.diff import diff
from snapshot.catalog import Capture
from snapshot.scratch import Server
from tests.conftest import BINARIES, ROLES, Servers, captured, run_sql
from tests.observing import Observed, observe
from tests.oracle.conftest import DATABASE, everything
from tests.oracle.test_mutations import mutations
from tests.test_cases import cases, majors, side

_LEVELS: list[str | None] = [None, *get_args(Lock)]
_NOT_ALTERED = (
    "pg_catalog.pg_seclabel",  # a label is put into the catalog by hand: no provider is there
    "COMMENT ON CONSTRAINT nn_c_not_null",  # the comment made it worth a line
)
_NOT_PLAIN = {  # cases that drop and make again what ALTER or CREATE OR REPLACE could change
    "index/options", "not_null/properties", "trigger/transition_tables",
}  # fmt: skip
_PLAIN = {f"{case.parent.name}/{case.name}": case for case in cases()}
_PLAIN = {name: case for name, case in _PLAIN.items() if name not in _NOT_PLAIN}


def claimed(changes: tuple[Change, ...], kind: str) -> list[str]:
    return [h.detail for c in changes for h in c.hazards if h.kind == kind]


def strongest(changes: tuple[Change, ...]) -> str | None:
    return max(claimed(changes, "lock"), key=_LEVELS.index, default=None)


def missing(changes: tuple[Change, ...], seen: Observed) -> Iterator[str]:
    """What the server did and no hazard says."""
    if _LEVELS.index(strongest(changes)) < _LEVELS.index(seen.lock):
        yield f"lock {seen.lock}, claimed {strongest(changes)}"
    if seen.rewritten and not claimed(changes, "rewrite"):
        yield f"rewrote {sorted(seen.rewritten)}"
    if seen.scanned and not claimed(changes, "rewrite") + claimed(changes, "scan"):
        yield f"read {sorted(seen.scanned)}"


def invented(changes: tuple[Change, ...], seen: Observed) -> Iterator[str]:
    """What a hazard says for sure and the server did not do."""
    if strongest(changes) != seen.lock:
        yield f"lock {strongest(changes)}, was {seen.lock}"
    sure = [d for d in claimed(changes, "rewrite") if not d.startswith(("may be", "the indexes"))]
    if sure and not seen.rewritten:
        yield f"rewrite: {sure}"
    if claimed(changes, "scan") and not seen.scanned:
        yield f"scan: {claimed(changes, 'scan')}"


def compared(
    url: str, script: str, before: Capture
) -> tuple[tuple[Change, ...], Observed, Capture]:
    with psycopg.connect(url) as connection:
        seen = observe(connection, script)
    after = captured(url)
    return diff(side(before), side(after)).all, seen, after


@pytest.mark.slow
@pytest.mark.parametrize("major", list(BINARIES))
def test_every_mutation_does_what_its_hazards_say(major: str, servers: Servers) -> None:
    server: Server = servers.get(major)
    server.provide(ROLES, ("spc1", "spc2"))
    wrong, sharp, number = [], 0, 0
    with server.database(DATABASE) as url:
        run_sql(url, everything(int(major)))
        before = captured(url)
        for mutation in mutations():
            if int(major) < mutation.since:
                continue
            changes, seen, before = compared(url, mutation.statement, before)
            if any(word in mutation.statement for word in _NOT_ALTERED):
                continue
            number += 1
            lacking, more = list(missing(changes, seen)), list(invented(changes, seen))
            sharp += not more
            wrong += [f"{mutation.statement}: {what}" for what in lacking]
    assert not wrong, "\n".join(wrong)
    assert number > 250
    assert sharp / number > 0.9, f"{sharp} of {number}"


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in _PLAIN.items()])
@pytest.mark.sampled(3)
def test_every_case_does_what_its_hazards_say(case: Path, servers: Servers) -> None:
    server = servers.get(majors(case)[0])
    with server.database("chronicle_case") as url:
        run_sql(url, (case / "old.sql").read_text("utf-8"))
        changes, seen, _ = compared(url, (case / "new.sql").read_text("utf-8"), captured(url))
    assert not list(missing(changes, seen))
