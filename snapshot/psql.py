"""One file of SQL, run by psql on a scratch database; every error is told with file and line.

psql runs it, since real files are written for it: `\\i`, `\\connect`, `COPY … FROM stdin`, and
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

from snapshot.errors import CannotBuild
from snapshot.migrations import upward
from snapshot.scratch import binaries

_ERROR = re.compile(  # of the server, or of psql itself
    r"^psql:(?P<file>.*?):(?P<line>\d+): (?!(?:NOTICE|WARNING|INFO|LOG|DEBUG):)"
    r"(?:(?:ERROR|FATAL|PANIC):  |error: )?(?P<what>.*)$",
    re.M,
)
_HARMLESS = re.compile(
    r"unrecognized configuration parameter "  # pg_dump of another major wrote it
    r'|(?:role|tablespace) ".*" already exists$'  # they belong to the server, not to the schema
)
_UNFINISHED = "it ends inside a transaction, which is rolled back: what it made is lost."
_AT_THE_END = f"""DO $$ BEGIN
IF pg_catalog.pg_current_xact_id_if_assigned() IS NOT NULL THEN
RAISE EXCEPTION '{_UNFINISHED}'; END IF; END $$;
"""  # in an aborted transaction it fails by itself
_LACKING = re.compile(r'^(role|tablespace) "(.+)" does not exist$')


class Lacking(Exception):
    """A role or a tablespace is named that a server must have before."""

    def __init__(self, what: str, name: str) -> None:
        self.what, self.name = what, name


def run(url: str, file: Path, timeout: int) -> None:
    """Let psql run one file; what its last section would undo again is left out.

    Raises `CannotBuild` for the first error, and `Lacking`.
    """
    with tempfile.TemporaryDirectory(prefix="chronicle-") as folder:
        shown = file
        if (text := upward(file)) is not None:
            shown = Path(folder) / file.name
            shown.write_bytes(text)
        last = Path(folder) / "end.sql"
        last.write_text(_AT_THE_END, "ascii")
        said = _psql(url, (shown, last), file, timeout)
    for error in _ERROR.finditer(said):
        what = error["what"]
        if _HARMLESS.match(what):
            continue
        if lacking := _LACKING.match(what):
            raise Lacking(lacking[1], lacking[2])
        if Path(error["file"]) == last:
            raise CannotBuild(f"{file}: {_UNFINISHED}\n  End it with COMMIT.")
        where = error["file"].replace(str(shown), str(file))
        detail = _statement(said, error.end())
        raise CannotBuild(f"{where}:{error['line']}: {what}{detail}\n  Mend it there.")


def _statement(said: str, at: int) -> str:
    """The statement's line that the server points at, when it does."""
    after = said[at:].lstrip("\n").split("\n")[:1]
    return f"\n  {after[0].strip()}" if after and after[0].startswith("LINE ") else ""


def _psql(url: str, shown: Iterable[Path], file: Path, timeout: int) -> str:
    """What psql wrote to standard error. Raises when it does not end, or did not come to an end."""
    program = binaries() / "psql"
    command = str(program) if program.exists() else shutil.which("psql")
    if command is None:
        raise CannotBuild(f"{file}: there is no psql to run it.\n  Install PostgreSQL's client.")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
    process = subprocess.Popen(
        [command, "-X", "-q", "-v", "ON_ERROR_ROLLBACK=on", "-o", os.devnull, "-d", url,
         *(word for each in shown for word in ("-f", str(each)))],
        env={**environment, "PGCLIENTENCODING": "UTF8", "LC_ALL": "C"}, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace",
        start_new_session=True,
    )  # fmt: skip
    try:
        _, said = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired as error:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise CannotBuild(f"{file}: not done after {timeout} s, and stopped.") from error
    if process.returncode and not _ERROR.search(said):
        told = said.strip().split("\n")[-1:] or [f"exit code {process.returncode}"]
        raise CannotBuild(f"{file}: psql: {told[0]}")
    return said
