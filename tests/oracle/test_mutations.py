"""Against pg_dump: whatever it shows, we show, by its right name, and nothing else.

`everything.sql` makes one of everything. Restored from a dump it is the same to us. Then each
statement of `mutations.sql` is run in turn: where `pg_dump --schema-only` differs, so must we.
"""

from __future__ import annotations

import re
import subprocess

import msgspec
import pytest

from generator.changes import Change
from generator.diff import diff
from generator.side import Side
from snapshot.catalog import Capture
from snapshot.scratch import Server, binaries
from tests.conftest import captured, run_sql
from tests.oracle.conftest import HERE, dumped

pytestmark = pytest.mark.slow


class Mutation(msgspec.Struct, frozen=True):
    """One statement, and what must be found."""

    statement: str
    since: int  # major
    seen_by: str  # both, we, pg_dump
    expected: list[str]


def mutations() -> list[Mutation]:
    text = (HERE / "mutations.sql").read_text("utf-8").split("\n\n", 1)[1]
    found = []
    for line, statement in zip(*[iter(text.splitlines())] * 2, strict=True):
        match = re.fullmatch(r"-- (?:from (\d+): )?(?:only (we|pg_dump): )?(.*)", line)
        assert match, line
        told = [] if match[3] == "nothing" else match[3].split(", ")
        found.append(Mutation(statement, int(match[1] or 0), match[2] or "both", told))
    return found


def side(found: Capture, *, same: bool = True) -> Side:
    return Side(found.objects, found.identity, found.server if same else None, found.coverage, "x")


def word(change: Change) -> str:
    """`column.storage`, `rule added`, `enum.labels renamed`."""
    place = f"{change.kind}.{change.field}" if change.field else change.kind
    return place if change.action == "changed" else f"{place} {change.action}"


def test_restored_from_a_dump_nothing_differs(full: tuple[Server, int, str]) -> None:
    server, major, url = full
    script = dumped(url)
    if major < 18:  # pg_dump of 18 writes settings that older servers do not have
        script = re.sub(r"SET transaction_timeout.*\n", "", script)
        script = re.sub(r", (run_as_owner|password_required) = \w+", "", script)
    with server.database() as copy:
        done = subprocess.run(
            [str(binaries() / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", copy],
            input=script, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        old, new = captured(url), captured(copy)
    found = diff(side(old, same=False), side(new, same=False))
    told = {word(change) for change in found.all if change.kind != "database"}
    assert not told - {"database renamed"}
    assert not found.folds


def test_secrets_stay_on_the_server(full: tuple[Server, int, str]) -> None:
    found = captured(full[2])
    text = msgspec.json.encode(found.objects).decode() + found.fingerprint
    assert "***" in text
    assert "SECRET" not in text
    assert "hunter2" not in text


def test_every_mutation(full: tuple[Server, int, str], request: pytest.FixtureRequest) -> None:
    """All of them in turn, since each stands on those before it."""
    _, major, url = full
    before, script = captured(url), dumped(url)
    wrong, seen = [], {}
    for mutation in mutations():
        if major < mutation.since:
            continue
        run_sql(url, mutation.statement)
        after, later = captured(url), dumped(url)
        found = sorted(word(change) for change in diff(side(before), side(after)).all)
        expected = [w for w in mutation.expected if major >= 18 or not w.startswith("not_null")]
        by_pg_dump = later != script
        who = "both" if bool(found) == by_pg_dump else "we" if found else "pg_dump"
        if found != expected or who != mutation.seen_by:
            wrong.append(f"{mutation.statement}\n    {found} seen by {who}, expected {expected}")
        seen[mutation.statement] = (who, found)
        if found and after.fingerprint == before.fingerprint:
            wrong.append(f"{mutation.statement}\n    not in the fingerprint")
        before, script = after, later
    if request.config.getoption("--update-golden") and major == 18:
        _write(seen)
        return
    assert not wrong, "\n".join(wrong)
    assert len(seen) > 250


def _write(seen: dict[str, tuple[str, list[str]]]) -> None:
    path = HERE / "mutations.sql"
    head = path.read_text("utf-8").split("\n\n", 1)[0]
    lines = []
    for mutation in mutations():
        who, found = seen[mutation.statement]
        since = f"from {mutation.since}: " if mutation.since else ""
        only = "" if who == "both" else f"only {who}: "
        lines += [f"-- {since}{only}{', '.join(found) or 'nothing'}", mutation.statement]
    path.write_text(head + "\n\n" + "\n".join(lines) + "\n", "utf-8")
