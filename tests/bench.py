"""`make bench`: `chronicle snapshot` against its peer, `pg_dump --schema-only`, in one run.

Sizes are 100, 1,000 and 10,000 tables (12 columns, key, foreign key, two indexes, check, comments
each) and one table with 5,000 partitions; `python -m tests.bench 100 1000` does some of them.

- Python keeps what it compiled, as it does wherever chronicle is installed: a machine that forbids
  it (PYTHONDONTWRITEBYTECODE) would compile our modules anew in each run.
- Wall times are of whole processes, medians of interleaved runs. The machine's own noise is the
  spread between the fastest and the slowest of pg_dump's runs.
- `full` is `snapshot --full`: everything is read. `quick` is `snapshot` when nothing changed since
  the last record, the steady state: it is answered from the catalog's fingerprint.
- Server time is the sum of the durations that the server's own log gives for all statements of one
  `snapshot --full` (log_min_duration_statement = 0), in a run apart, set against pg_dump's wall
  time. In brackets stands the ratio to pg_dump.
- Start-up is a `snapshot` that loads all it needs and then finds no server.
- Memory is the peak of one process of ours (`ru_maxrss`), the server's not counted.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec
import psycopg

from snapshot.scratch import Server

SIZES = ("100", "1000", "10000", "partitions")
PARTITIONS = 5000
CHRONICLE = str(Path(sys.executable).parent / "chronicle")


def tables(number: int) -> list[str]:
    """DDL of a schema with that many tables, one text for each."""
    columns = ", ".join(f"c{i} {t}" for i, t in enumerate(["text", "integer", "numeric(12,2)"] * 3))
    return [
        f"create table t{n} (id bigint generated always as identity primary key,"
        f" parent_id bigint references t{max(n - 1, 0)}, at timestamptz not null default now(),"
        f" {columns}, check (c1 > 0));"
        f" create index on t{n} (c0) where c1 > 3; create index on t{n} (at desc);"
        f" comment on table t{n} is 'table {n}'; comment on column t{n}.c0 is 'text {n}';"
        for n in range(number)
    ]


def partitions(number: int) -> list[str]:
    """DDL of one table with that many partitions."""
    whole = (
        "create table m (id bigint not null, at date not null, note text) partition by range (id);"
        "create index on m (at);"
    )
    return [whole] + [
        f"create table m{n} partition of m for values from ({n * 10}) to ({n * 10 + 10});"
        for n in range(number)
    ]


class Run(msgspec.Struct, frozen=True):
    seconds: float
    megabytes: float


def run(command: list[str], folder: Path, env: dict[str, str], code: int = 0) -> Run:
    """One whole process."""
    kept = {name: value for name, value in env.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, env=kept, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode != code:
        raise SystemExit(f"{command} failed: {said.decode()}")
    return Run(seconds, usage.ru_maxrss / 1024)


class Measured(msgspec.Struct, frozen=True):
    """The medians at one size, in seconds and megabytes."""

    size: str
    dump: float
    spread: float
    first: float
    full: float
    quick: float
    server: float
    full_memory: float
    quick_memory: float

    def line(self) -> str:
        ratios = (f"{s:6.2f} ({s / self.dump:.2f})" for s in (self.server, self.full, self.quick))
        return (
            f"{self.size:>10} {self.dump:8.2f} {self.spread:7.2f} {'  '.join(ratios)} "
            f"{self.first:7.2f} {self.full_memory:7.0f} {self.quick_memory:6.0f}"
        )


HEAD = (
    "      size  pg_dump  spread   server        full         quick          first MB full  quick"
)


def measure(server: Server, size: str) -> Measured:
    """Interleaved runs at one size."""
    runs = 3 if size in ("10000", "partitions") else 7
    with server.database() as url, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(url, partitions(PARTITIONS) if size == "partitions" else tables(int(size)))
        (folder / "chronicle.yml").write_text("databases:\n  bench:\n    url: ${BENCH_URL}\n")
        env = {**os.environ, "BENCH_URL": url}
        dump = [str(server.bindir / "pg_dump"), "--schema-only", "-f", os.devnull, "-d", url]
        first = run([CHRONICLE, "snapshot"], folder, env)
        theirs, full, quick, busy = [], [], [], []
        for _ in range(runs):
            theirs.append(run(dump, folder, env).seconds)
            full.append(run([CHRONICLE, "snapshot", "--full"], folder, env))
            quick.append(run([CHRONICLE, "snapshot"], folder, env))
            busy.append(on_the_server(server, folder, env))
    middle = statistics.median
    return Measured(
        size, middle(theirs), max(theirs) / min(theirs), first.seconds,
        middle(r.seconds for r in full), middle(r.seconds for r in quick), middle(busy),
        max(r.megabytes for r in (first, *full)), max(r.megabytes for r in quick),
    )  # fmt: skip


def fill(url: str, statements: list[str]) -> None:
    """Make the schema, a hundred tables at a time, since locks are limited."""
    with psycopg.connect(url, autocommit=True) as connection:
        for n in range(0, len(statements), 100):
            connection.execute("".join(statements[n : n + 100]).encode())
        connection.execute("VACUUM ANALYZE")  # as autovacuum will have done


def on_the_server(server: Server, folder: Path, env: dict[str, str]) -> float:
    """Seconds that the server's log gives for the statements of one full snapshot."""
    log = server.root / "log"
    start = log.stat().st_size
    logged = {**env, "PGOPTIONS": "-c log_min_duration_statement=0"}
    run([CHRONICLE, "snapshot", "--full"], folder, logged)
    text = log.read_bytes()[start:].decode(errors="replace")
    found = re.findall(r"LOG:  duration: ([\d.]+) ms", text)
    if len(found) < 50:
        raise SystemExit("the server's log does not tell the durations")
    return sum(map(float, found)) / 1000


def start_up() -> tuple[float, float]:
    """Seconds of `--help`, and of a snapshot that finds no server."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "chronicle.yml").write_text("databases:\n  bench:\n    url: ${BENCH_URL}\n")
        env = {**os.environ, "BENCH_URL": f"host={folder} dbname=none"}
        shown = [run([CHRONICLE, "--help"], folder, env).seconds for _ in range(7)]
        lost = [run([CHRONICLE, "snapshot"], folder, env, code=2).seconds for _ in range(7)]
    return statistics.median(shown), statistics.median(lost)


def goals(found: dict[str, Measured], start: float) -> list[tuple[str, float, float]]:
    """(what, measured, goal) of the goals that the measured sizes speak of."""
    told = [("start-up, s", start, 0.2)]
    for size, most in (("1000", 1.0), ("10000", 0.35)):
        if m := found.get(size):
            told.append((f"server time / pg_dump at {size}", m.server / m.dump, 1 / 3))
            told.append((f"unchanged / pg_dump at {size}", m.quick / m.dump, most))
    if m := found.get("1000"):
        told.append(("unchanged at 1000 beyond start-up, s", m.quick - start, 0.1))
    if m := found.get("10000"):
        told.append(("memory at 10000, MB", m.full_memory, 500))
    return told


def main() -> None:
    sizes = sys.argv[1:] or SIZES
    helped, start = start_up()
    print(f"start-up: --help {helped:.2f} s, snapshot up to the connection {start:.2f} s")
    print(HEAD)
    found = {}
    with Server() as server:
        for size in sizes:
            found[size] = measure(server, size)
            print(found[size].line(), flush=True)
    print("\ngoals (seconds are this machine's, and only ratios compare):")
    for what, measured, goal in goals(found, start):
        word = "met" if measured <= goal else "MISSED"
        print(f"  {word:<6} {what}: {measured:.2f}, at most {goal:.2f}")


if __name__ == "__main__":
    main()
