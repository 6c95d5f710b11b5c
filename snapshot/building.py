"""Schemas built from DDL: files or folders of SQL, run by psql on the scratch server, read again.

psql runs them, since real files are written for it: `\\i`, `\\connect`, `COPY … FROM stdin`, and
what pg_dump of any major writes. Nothing is written beside the files.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from snapshot.catalog import Capture, capture
from snapshot.errors import ChronicleError
from snapshot.migrations import ordered, upward
from snapshot.scratch import Server, binaries

TIME_LIMIT = 600  # seconds for one file
_ATTEMPTS = 50  # each makes one role or tablespace that was not there
_ERROR = re.compile(  # of the server, or of psql itself
    r"^psql:(?P<file>.*?):(?P<line>\d+): (?!(?:NOTICE|WARNING|INFO|LOG|DEBUG):)"
    r"(?:(?:ERROR|FATAL|PANIC):  |error: )?(?P<what>.*)$",
    re.M,
)
_HARMLESS = re.compile(
    r"unrecognized configuration parameter "  # pg_dump of another major wrote it
    r'|(?:role|tablespace) ".*" already exists$'  # they belong to the server, not to the schema
)
_LACKING = re.compile(r'^(role|tablespace) "(.+)" does not exist$')


class CannotBuild(ChronicleError):
    """The SQL does not make a schema: nothing is known of what it was to be."""


class _Lacking(Exception):
    """A role or a tablespace is named that a server must have before."""

    def __init__(self, what: str, name: str) -> None:
        self.what, self.name = what, name


def build(server: Server, path: Path) -> Capture:
    """What a file of SQL, or a folder of files, makes of an empty database.

    Roles and tablespaces that are named are made first. Raises `CannotBuild` with file, line and
    what the server said; also when nothing was made.
    """
    files = ordered(path)
    roles: list[str] = []
    spaces: list[str] = []
    for _ in range(_ATTEMPTS):
        server.provide(roles, spaces)
        try:
            return _built(server, path, files)
        except _Lacking as lacking:
            (roles if lacking.what == "role" else spaces).append(lacking.name)
    raise CannotBuild(f"{path}: it names more than {_ATTEMPTS} roles that are not there.")


def _built(server: Server, path: Path, files: Iterable[Path]) -> Capture:
    before = server.databases()
    with server.database() as url:
        own = server.databases() - before
        try:
            for file in files:
                _run(url, file)
            found = capture(url, "the scratch server")
        finally:
            strange = server.databases() - before - own
            server.drop(strange)
    if not [key for key in found.objects if not key.startswith(_ALWAYS)]:
        elsewhere = f": it makes databases of its own ({', '.join(sorted(strange))})"
        raise CannotBuild(
            f"{path}: it makes nothing{elsewhere if strange else ''}.\n"
            "  An empty schema would read as all missing, so nothing is said. Does the SQL go to"
            " another database, or nowhere?"
        )
    return found


_ALWAYS = ("databases/", "extensions/plpgsql", "schemas/public")


def _run(url: str, file: Path) -> None:
    """Let psql run one file; what its last section would undo again is left out."""
    with tempfile.TemporaryDirectory(prefix="chronicle-") as folder:
        shown = file
        if (text := upward(file)) is not None:
            shown = Path(folder) / file.name
            shown.write_bytes(text)
        said = _psql(url, shown, file)
    for error in _ERROR.finditer(said):
        what = error["what"]
        if _HARMLESS.match(what):
            continue
        if lacking := _LACKING.match(what):
            raise _Lacking(lacking[1], lacking[2])
        where = error["file"].replace(str(shown), str(file))
        detail = _statement(said, error.end())
        raise CannotBuild(f"{where}:{error['line']}: {what}{detail}\n  Mend it there.")


def _statement(said: str, at: int) -> str:
    """The statement's line that the server points at, when it does."""
    after = said[at:].lstrip("\n").split("\n")[:1]
    return f"\n  {after[0].strip()}" if after and after[0].startswith("LINE ") else ""


def _psql(url: str, shown: Path, file: Path) -> str:
    """What psql wrote to standard error. Raises when it does not end, or did not come to an end."""
    program = binaries() / "psql"
    command = str(program) if program.exists() else shutil.which("psql")
    if command is None:
        raise CannotBuild(f"{file}: there is no psql to run it.\n  Install PostgreSQL's client.")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    process = subprocess.Popen(
        [command, "-X", "-q", "-o", os.devnull, "-f", str(shown), "-d", url],
        env={**environment, "PGCLIENTENCODING": "UTF8", "LC_ALL": "C"}, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace",
        start_new_session=True,
    )  # fmt: skip
    try:
        _, said = process.communicate(timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise CannotBuild(f"{file}: not done after {TIME_LIMIT} s, and stopped.") from error
    if process.returncode and not _ERROR.search(said):
        told = said.strip().split("\n")[-1:] or [f"exit code {process.returncode}"]
        raise CannotBuild(f"{file}: psql: {told[0]}")
    return said
