"""Writing files so that a reader never sees half of one, and saying where it was not possible."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from snapshot.errors import BrokenFile, ChronicleError

UNFINISHED = ".unfinished-"
Stat = tuple[str, int, int, int]  # name, bytes, when it was last written, and when changed at all


def cache_home() -> Path:
    """Where this user's programs keep what can be made again: ours, which need not be there."""
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "schema-chronicle"


def stats(folder: Path, pattern: str = "*.json") -> tuple[Stat, ...]:
    """What is known of the files of a folder without reading them."""
    with os.scandir(folder) if folder.is_dir() else contextlib.nullcontext(()) as found:
        told = sorted((one.name, one.stat()) for one in found if fnmatchcase(one.name, pattern))
    return tuple((name, s.st_size, s.st_mtime_ns, s.st_ctime_ns) for name, s in told)


def check_way(folder: Path) -> None:
    """Raise when a file stands where a folder is due."""
    for place in (*reversed(folder.parents), folder):
        if place.is_file():
            raise BrokenFile(str(place), "a file, where a folder is due", "Move it away.")


@contextlib.contextmanager
def said(path: Path, remedy: str) -> Iterator[None]:
    """Turn what the file system refuses into a message that names the place."""
    try:
        yield
    except TimeoutError as error:  # filelock's is one
        raise ChronicleError(
            f"{path}: another snapshot of this database is being recorded.\n"
            "  Nothing was recorded. Wait until it is done, and run again."
        ) from error
    except OSError as error:
        check_way(path)
        what = error.strerror or error
        raise ChronicleError(f"{path}: cannot write: {what}\n  {remedy}") from error


def write_text(path: Path, text: str, *, durable: bool = False, exclusive: bool = False) -> None:
    """Write beside, then rename: a reader sees the old file or the new one, never half of it.

    Raises `FileExistsError` when `exclusive` and the file is there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        Path(name).chmod(0o644)
        if exclusive and path.exists():  # the caller holds the lock: nobody can come between
            raise FileExistsError(path)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if durable:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # Windows cannot open folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
