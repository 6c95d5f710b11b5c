"""A disk that is full, read-only, or somebody else's: one message, and nothing half-written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from snapshot.verify import verify
from tests.conftest import Project, Result, absent, run_sql
from tests.test_bad_input import refused


def _confined(project: Project, mount: str, *args: str) -> Result:
    """Run the command where `snapshots/` lies on another file system, in a namespace of its own."""
    script = f'set -e; {mount}; shift; exec "$@"'
    prefix = (*_namespace(), "sh", "-c", script, "sh", str(project.root / "snapshots"))
    return project.apart(*args, prefix=prefix)


def _namespace() -> tuple[str, ...]:
    """How to get mounts of our own: as anybody, or with root's rights alone."""
    for command in (("unshare", "-rm"), ("unshare", "-m")):
        if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
            return command
    pytest.skip("this machine forbids mounts; the tests without them say nearly the same")


READ_ONLY = 'mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"'


@pytest.mark.skipif(sys.platform != "linux", reason="needs mount namespaces")
def test_read_only_disk(recorded: Project, database: str) -> None:
    run_sql(database, "ALTER TABLE users ADD COLUMN age integer")
    before = recorded.files()
    result = _confined(recorded, READ_ONLY, "snapshot")
    refused(result, "snapshots/production", "Read-only file system", "Nothing was recorded")
    assert recorded.files() == before
    recorded.ok("snapshot")
    assert len(recorded.store.history.entries) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="needs mount namespaces")
def test_what_only_reads_works_on_a_read_only_disk(recorded: Project) -> None:
    for args in (
        ["log"],
        ["show", "production"],
        ["verify"],
        ["diff", "production~1", "live:production"],
    ):
        result = _confined(recorded, READ_ONLY, *args)
        assert result.code in (0, 1), result.err


@pytest.mark.skipif(sys.platform != "linux", reason="needs mount namespaces")
def test_expect_on_a_read_only_disk(recorded: Project) -> None:
    mount = READ_ONLY.replace('"$1"', f'"{recorded.root}/expected"')
    result = _confined(recorded, mount, "expect", "production")
    refused(result, "expected", "Read-only file system")


@pytest.mark.skipif(sys.platform != "linux", reason="needs mount namespaces")
@pytest.mark.parametrize("size", ["0", "16k"])
def test_full_disk(recorded: Project, database: str, size: str, tmp_path: Path) -> None:
    wide = ", ".join(f"column_number_{n} text" for n in range(500))
    run_sql(database, f"CREATE TABLE wide ({wide})")
    kept, seen = recorded.root / "snapshots", tmp_path / "seen"
    limit = "nr_inodes=30,size=40k" if size == "0" else "nr_inodes=100,size=40k"
    mount = (
        f'cp -a "$1" {tmp_path}/copy; mount -t tmpfs -o {limit} none "$1"; '
        f'cp -a {tmp_path}/copy/. "$1"'
    )
    script = f'{mount}; shift; "$@"; code=$?; cp -a "{kept}" {seen}; exit $code'
    prefix = (*_namespace(), "sh", "-c", script, "sh", str(kept))
    result = recorded.apart("snapshot", prefix=prefix)
    refused(result, "snapshots/production", "No space left", "Make room")
    shutil.rmtree(kept)
    shutil.move(seen, kept)
    assert not list(kept.rglob(".unfinished-*"))
    assert verify(recorded.store).problems == ()
    assert len(recorded.store.history.entries) == 2


@pytest.mark.skipif(os.name != "posix", reason="needs ulimit")
def test_no_room_for_a_file(recorded: Project, database: str) -> None:
    """A limit on the size of files, which every machine allows, stands for a disk that is full."""
    wide = ", ".join(f"column_number_{n} text" for n in range(500))
    run_sql(database, f"CREATE TABLE wide ({wide})")
    before = recorded.files()
    result = recorded.apart("snapshot", prefix=("sh", "-c", 'ulimit -f 16; exec "$@"', "sh"))
    refused(result, "snapshots/production", "File too large", "Make room")
    assert recorded.files() == before, "nothing half-written is left"
    assert verify(recorded.store).problems == ()
    recorded.ok("snapshot")


@pytest.mark.skipif(os.name != "posix", reason="needs another uid, or none of root's rights")
def test_a_folder_of_somebody_else(recorded: Project) -> None:
    prefix: tuple[str, ...] = ()
    if os.geteuid() == 0:
        prefix = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
        if not shutil.which("setpriv"):
            absent("setpriv")
        probe = recorded.apart("log", prefix=prefix)
        if "Permission denied" in probe.err and "chronicle: " not in probe.err:
            pytest.skip("another user cannot read this Python")
    before = recorded.files()
    for folder in (recorded.root / "snapshots").rglob(""):
        folder.chmod(0o555)
    result = recorded.apart("snapshot", prefix=prefix)
    for folder in (recorded.root / "snapshots").rglob(""):
        folder.chmod(0o755)
    refused(result)
    assert recorded.files() == before
