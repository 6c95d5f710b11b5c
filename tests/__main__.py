"""`make test`: lint, format, types, then the tests. Says what it does; any failure is a failure."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def steps(*, all_of_them: bool, more: list[str]) -> list[tuple[str, list[str]]]:
    """What to run, each with what it is for."""
    chosen = ["-m", "not matrix" if all_of_them else "not slow and not matrix"]
    tests = "all tests" if all_of_them else "all tests but the long ones"
    return [
        ("lint", ["ruff", "check", "."]),
        ("format", ["ruff", "format", "--check", "."]),
        ("types", ["mypy"]),
        (f"{tests}, on real servers", ["pytest", *chosen, *more]),
    ]


def in_memory() -> dict[str, str]:
    """Thousands of databases are made and dropped: in memory that takes half of the time.

    Where there is room for them, programs may be run there, and nobody has chosen a place.
    """
    place, room = "/dev/shm", 4 * 2**30
    if "TMPDIR" in os.environ or not Path(place).is_dir() or not os.access(place, os.W_OK):
        return {}
    no_programs = os.statvfs(place).f_flag & getattr(os, "ST_NOEXEC", 0)
    return {} if no_programs or shutil.disk_usage(place).free < room else {"TMPDIR": place}


def main() -> int:
    """Run every step, even after one has failed; say at the end which ones did."""
    parser = argparse.ArgumentParser(prog="python -m tests", description=__doc__)
    parser.add_argument("--all", action="store_true", help="the long tests too")
    args, more = parser.parse_known_args()
    failed = []
    environment = {**os.environ, **in_memory()}
    for name, command in steps(all_of_them=args.all, more=more):
        print(f"test: {name}: {' '.join(command)}", flush=True)
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=ROOT, env=environment, check=False
        )
        verdict = "failed" if done.returncode else "ok"
        print(f"test: {name}: {verdict} in {time.monotonic() - began:.0f} s", flush=True)
        failed += [name] if done.returncode else []
    print(f"test: failed: {', '.join(failed)}" if failed else "test: everything holds")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
