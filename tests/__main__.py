"""`make test`: lint, format, types, then the tests. Says what it does; any failure is a failure."""

from __future__ import annotations

import argparse
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


def main() -> int:
    """Run every step, even after one has failed; say at the end which ones did."""
    parser = argparse.ArgumentParser(prog="python -m tests", description=__doc__)
    parser.add_argument("--all", action="store_true", help="the long tests too")
    args, more = parser.parse_known_args()
    failed = []
    for name, command in steps(all_of_them=args.all, more=more):
        print(f"test: {name}: {' '.join(command)}", flush=True)
        began = time.monotonic()
        done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False)
        verdict = "failed" if done.returncode else "ok"
        print(f"test: {name}: {verdict} in {time.monotonic() - began:.0f} s", flush=True)
        failed += [name] if done.returncode else []
    print(f"test: failed: {', '.join(failed)}" if failed else "test: everything holds")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
