"""`make bench`, the site: a long history, built whole, and brought up to date after one deploy.

Sizes are tables × snapshots; `python -m tests.bench_site 200x100` does one of them. Times are of
the processor, of the command and all that it starts. The peer is MkDocs itself, run on the same
pages without our hook: the ratio is of what it takes to what `chronicle site` takes after the
pages are written. What is kept between builds lies in a folder of the bench, and is empty at first.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec
import yaml

from tests import long_history
from tests.bench import CHRONICLE
from tests.sites import REPOSITORY

SIZES = ("44x200", "1000x1000")
GOALS = {"whole": 30.0, "again": 3.0, "index": 4.0, "page": 0.5}  # s, s, MB, MB; at 1000x1000


class Measured(msgspec.Struct, frozen=True):
    """Processor seconds, and megabytes."""

    size: str
    pages: float  # the Markdown
    whole: float  # the site, from nothing
    again: float  # the same after one more record
    alone: float  # MkDocs without us, on the same Markdown
    index: float
    page: float  # the largest
    files: float  # all that is shipped
    memory: float

    def line(self) -> str:
        ratio = self.alone / (self.whole - self.pages)
        return (
            f"{self.size:>10} {self.pages:8.1f} {self.whole:8.1f} {self.again:8.1f} "
            f"{self.alone:8.1f} ({ratio:.1f}) {self.index:8.2f} {self.page:8.2f} "
            f"{self.files:8.0f} {self.memory:8.0f}"
        )


HEAD = (
    "      size    pages    whole    again    MkDocs alone    index   largest  shipped  memory MB"
)


def run(command: list[str], folder: Path, kept: Path) -> tuple[float, float]:
    """Processor seconds of a command with all that it starts, and the peak of its memory in MB."""
    env = {**os.environ, "XDG_CACHE_HOME": str(kept), "NO_MKDOCS_2_WARNING": "1"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    with subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} failed: {said.decode()}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure(size: str) -> Measured:
    tables, snapshots = map(int, size.split("x"))
    with tempfile.TemporaryDirectory() as name:
        root, kept, aside = Path(name) / "p", Path(name) / "kept", Path(name) / "last.json"
        long_history.make(root, tables, snapshots + 1)
        shutil.copy(REPOSITORY / "mkdocs.yml", root)
        shutil.copytree(REPOSITORY / "overrides", root / "overrides")
        ours = shutil.ignore_patterns("history", "index.md", ".gitignore")
        shutil.copytree(REPOSITORY / "docs", root / "docs", ignore=ours)
        last = max((root / "snapshots" / "long" / "history").iterdir())
        last.rename(aside)
        pages, _ = run([CHRONICLE, "pages"], root, Path(name) / "other")
        # Moved, not removed: ext4 passes over every inode that was freed within the last minutes.
        (root / "docs" / "history").rename(Path(name) / "read")
        whole, memory = run([CHRONICLE, "site"], root, kept)
        aside.rename(last)
        again, _ = run([CHRONICLE, "site"], root, kept)
        alone = _alone(root, kept)
        return Measured(size, pages, whole, again, alone, *_sizes(root / "site"), memory)


def _alone(root: Path, kept: Path) -> float:
    settings = root / ".cache" / "mkdocs.yml"
    told = yaml.safe_load(settings.read_text("utf-8"))
    del told["hooks"]
    told["site_dir"] = str(root / "other")
    settings.write_text(yaml.safe_dump(told, sort_keys=False), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-f", str(settings)]
    return run(command, root, kept)[0]


def _sizes(site: Path) -> tuple[float, float, float]:
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = max(path.stat().st_size for path in files if path.suffix == ".html")
    index = (site / "search" / "search_index.json").stat().st_size
    return index / 1e6, pages / 1e6, sum(path.stat().st_size for path in files) / 1e6


def main() -> None:
    print("the site: processor seconds (ratio: MkDocs alone to what it takes with us), and MB")
    print(HEAD)
    for size in sys.argv[1:] or SIZES:
        found = measure(size)
        print(found.line(), flush=True)
        if size == "1000x1000":
            for what, goal in GOALS.items():
                measured = getattr(found, what)
                word = "met" if measured <= goal else "MISSED"
                print(f"  {word:<6} {what}: {measured:.2f}, at most {goal:g}")


if __name__ == "__main__":
    main()
