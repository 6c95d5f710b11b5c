"""The teams' own tools, installed by the test run itself from npm and PyPI, each version pinned.

A project is a folder with a `package-lock.json` or a `requirements.txt`. What that names goes to
`.cache/tools/<digest>/` once; the project is run in a copy, so that nothing is written beside its
files.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec
from filelock import FileLock

from snapshot.listening import Address
from tests.conftest import REPOSITORY, absent

HERE = Path(__file__).parent
CACHE = REPOSITORY / ".cache" / "tools"
TIME_LIMIT = 300


class Done(msgspec.Struct, frozen=True):
    """What a tool did."""

    code: int
    out: str
    err: str

    def ok(self) -> Done:
        assert self.code == 0, self.out + self.err
        return self


def copied(project: Path, into: Path) -> Path:
    """A copy of a project that can be run: `node_modules` stands in it, a link to the cache."""
    folder = into / project.name
    shutil.copytree(project, folder)
    if (folder / "package-lock.json").exists():
        (folder / "node_modules").symlink_to(node(project) / "node_modules")
    return folder


def node(project: Path) -> Path:
    """The folder where npm installed what the lock of a project names."""
    npm = shutil.which("npm")
    if npm is None:
        absent("npm")
    names = ("package.json", "package-lock.json")
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    return _installed(project, names, lambda _: [command])


def python(project: Path) -> Path:
    """The folder of programs of an environment with the requirements of a project."""
    names = ("requirements.txt",)
    return _installed(project, names, lambda folder: [
        [sys.executable, "-m", "venv", "venv"],
        [f"{folder}/venv/bin/python", "-m", "pip", "install", "-q", "-r", names[0]],
    ]) / "venv" / "bin"  # fmt: skip


def _installed(
    project: Path, names: Sequence[str], commands: Callable[[Path], Sequence[Sequence[str]]]
) -> Path:
    """The folder of the cache where what some files name is installed, by these commands."""
    told = b"".join((project / name).read_bytes() for name in names)
    folder = CACHE / hashlib.sha256(told + sys.version.encode()).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock"):
        if (folder / "ready").exists():  # by an earlier run, or another process
            return folder
        for name in names:
            shutil.copy(project / name, folder / name)
        for command in commands(folder):
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            if done.returncode:
                absent(f"what {project.name} needs ({done.stderr.strip().splitlines()[-1:]})")
        (folder / "ready").touch()
    return folder


def run(
    command: str, folder: Path, address: Address, programs: Path | None = None,
    more: Mapping[str, str] | None = None,
) -> Done:  # fmt: skip
    """Run a command, bare: what `snapshot.running` makes of its exit code and text is not asked."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "DJANGO_", "PYTEST"))}
    path = os.pathsep.join(
        str(p) for p in (folder / "node_modules" / ".bin", programs, kept["PATH"]) if p
    )
    theirs = {
        "CI": "1", "DATABASE_URL": address.url, "PATH": path, "LC_ALL": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    done = subprocess.run(
        command, shell=True, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=TIME_LIMIT, check=False, env={**kept, **theirs, **(more or {})},
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)
