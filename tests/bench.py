"""`make bench`: the command against its peer, pg_dump, in one run: medians and ratios.

Each table has 12 columns, a key, a foreign key, two indexes, a check and comments. The machine's
own noise is the spread between the fastest and the slowest of pg_dump's runs.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from snapshot.scratch import Server, run_script

SIZES = tuple(int(size) for size in sys.argv[1:]) or (100, 1000)
RUNS = 5


def schema(tables: int) -> str:
    """DDL of a schema with that many tables."""
    columns = ", ".join(f"c{i} {t}" for i, t in enumerate(["text", "integer", "numeric(12,2)"] * 3))
    made = []
    for n in range(tables):
        parent = max(n - 1, 0)
        made.append(
            f"create table t{n} (id bigint generated always as identity primary key,"
            f" parent_id bigint references t{parent}, at timestamptz not null default now(),"
            f" {columns}, check (c1 > 0));"
            f" create index on t{n} (c0) where c1 > 3; create index on t{n} (at desc);"
            f" comment on table t{n} is 'table {n}'; comment on column t{n}.c0 is 'text {n}';"
        )
    return "\n".join(made)


def timed(command: list[str], folder: Path, environment: dict[str, str]) -> float:
    """Seconds of wall time of one whole process."""
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {done.stderr}")
    return time.perf_counter() - start


def measure(server: Server, tables: int) -> None:
    """Interleaved runs of both at one size; prints one line."""
    chronicle = str(Path(sys.executable).parent / "chronicle")
    with server.database() as url, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run_script(url, schema(tables), "bench")
        (folder / "chronicle.yml").write_text("databases:\n  bench:\n    url: ${BENCH_URL}\n")
        environment = {**os.environ, "BENCH_URL": url}
        dump = [str(server.bindir / "pg_dump"), "--schema-only", "-f", os.devnull, "-d", url]
        ours, theirs = [], []
        timed([chronicle, "snapshot"], folder, environment)  # the first one writes everything
        for _ in range(RUNS):
            theirs.append(timed(dump, folder, environment))
            ours.append(timed([chronicle, "snapshot"], folder, environment))
        spread = max(theirs) / min(theirs)
        a, b = statistics.median(ours), statistics.median(theirs)
        print(
            f"{tables:>6} tables: chronicle snapshot {a:.2f} s, pg_dump --schema-only {b:.2f} s, "
            f"ratio {a / b:.2f} (medians of {RUNS}; pg_dump's slowest/fastest {spread:.2f})"
        )


def main() -> None:
    print("bench: steady state (nothing changed since the last record), whole processes")
    with Server() as server:
        for size in SIZES:
            measure(server, size)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"bench: peak memory of the largest process {peak:.0f} MB")


if __name__ == "__main__":
    main()
