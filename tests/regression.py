"""`python -m tests.regression URL`: the zeros on a database of others' making, as PostgreSQL's own.

URL is that of the database `regression`, which `make installcheck` (or `pg_regress`) leaves behind;
nothing of it is kept here. A superuser has to ask. Three things are told, and the exit code is 1
where one of them does not hold:

- two snapshots have the same bytes;
- of all objects that the server knows by an oid, how many are in the snapshot;
- the SQL of the snapshot, run on a scratch server, gives the same state: else what was refused, and
  what differs. `--bindir` names the binaries of that server: those of the same major, or else
  spellings differ too.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from generator.ddl import roles_of, sql_of, steps_of, tablespaces_of
from generator.diff import diff
from generator.side import Side
from snapshot import model
from snapshot.catalog import Capture, capture
from snapshot.codec import state_digest, text_of
from snapshot.scratch import Server
from snapshot.trial import read_back_what_can_be

MOST = 30  # lines of what is left


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.regression")
    parser.add_argument("url")
    parser.add_argument("--bindir", type=Path, help="of the scratch server (the embedded one)")
    args = parser.parse_args()
    found = capture(args.url, "URL")
    print(f"{len(found.objects)} objects of PostgreSQL {found.server.version}")
    return max(_twice(found, args.url), _complete(found), _rebuilt(found, args.bindir))


def _bytes(found: Capture) -> list[str]:
    return [f"{key} {text_of(thing)}" for key, thing in found.objects.items()]


def _twice(found: Capture, url: str) -> int:
    same = _bytes(found) == _bytes(capture(url, "URL"))
    print("two snapshots: the same bytes" if same else "two snapshots: DIFFERENT BYTES")
    return 0 if same else 1


def _complete(found: Capture) -> int:
    told = found.coverage
    held, others, missed = (sum(n.values()) for n in (told.held, told.told_with, told.not_captured))
    print(f"the server knows {held + others + missed} objects: {held} are held, {others} are told")
    print(f"  with another, {missed} are not captured {told.not_captured or ''}".rstrip())
    return 1 if any(kind.startswith("pg_") for kind in told.not_captured) else 0


def _rebuilt(found: Capture, bindir: Path | None) -> int:
    state = _schema(found)
    with Server(bindir) as server:
        made, refused = read_back_what_can_be(
            server, sql_of(state), steps_of(state),
            roles=roles_of(state), tablespaces=tablespaces_of(state),
        )  # fmt: skip
    if not refused and state_digest(state) == state_digest(_schema(made)):
        print("rebuilt from its SQL: the same state")
        return 0
    new = _schema(made)
    left = diff(Side(state), Side(new))
    silent = [k for k, thing in state.items() if k in new and new[k] != thing and not left.changes]
    print(f"rebuilt from its SQL: {len(refused)} statements refused, {len(left.changes)} changes")
    print(f"  left, {len(left.folds)} folds: {dict(Counter(fold.rule for fold in left.folds))}")
    lines = [f"  refused: {why}" for why in refused]
    lines += [f"  {number} × {rule}" for rule, number in _by_rule(left.changes)]
    lines += [f"  {change.sentence}" for change in left.changes]
    lines += [f"  not the same bytes, and nothing is told: {key}" for key in silent]
    print("\n".join(lines[:MOST]))
    return 1 if refused or left.changes or silent else 0


def _by_rule(changes: tuple[object, ...]) -> list[tuple[str, int]]:
    return Counter(getattr(change, "rule", "") for change in changes).most_common()


def _schema(found: Capture) -> model.State:
    """Without the facts of the database itself, which is another one."""
    return {k: thing for k, thing in found.objects.items() if not isinstance(thing, model.Database)}


if __name__ == "__main__":
    sys.exit(main())
