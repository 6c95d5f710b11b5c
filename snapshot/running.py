"""A command of the team's own, run on a scratch database. An exit code of 0 proves nothing.

It runs in a process group of its own, without a terminal, within a time limit, and without a
variable that leads to another database. Afterwards nothing of the group is left.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import time
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from snapshot.errors import CannotBuild
from snapshot.listening import Address
from snapshot.scratch import binaries
from snapshot.sources import Source, masked

_MOST = 64 * 2**20  # bytes on one stream, and the command is stopped
_GLANCE = 0.05  # seconds between two looks at how far it is
_SHOWN = 12  # of its last lines
_ANSI = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07]*\x07|[@-_])")
_FAILED = re.compile(
    r"^\W*(?:\S+:\d+: )?(?:[\w.]*(?:Error|Exception)|ERROR|FATAL|PANIC|error|fatal)\W*(?::|$)"
    r"|^Traceback \(most recent call last\)"
    r"|^\W*(?:error|ERROR)\s+\S|\b(?:ERROR|FATAL|PANIC|FAILED)\b|^\W*[✗✖✘❌]|\bfailed:"
    r"|\bnpm (?:ERR!|error)|\blevel=(?:error|fatal|panic)|\"level\":\s*\"(?:error|fatal)\""
)
_ASKS = re.compile(
    r"\[y(?:es)?[/|]n(?:o)?\]|\(y(?:es)?[/|]n(?:o)?\)|created or renamed from"
    r"|interactive prompts? require|requires? (?:a TTY|an interactive)|non-interactive"
    r"|press (?:any key|enter)|^\W*(?:are you sure|do you want to|password for user)\b"
    r"|^Password:?\s*$|EOFError|EOF when reading",
    re.IGNORECASE,
)
_LEADS_ELSEWHERE = re.compile(
    r"\b(?:postgres(?:ql)?|postgis|pgsql|psql|timescale(?:db)?|cockroach(?:db)?)(?:\+\w+)?://"
    r"|\b(?!https?:)[\w+.-]+://[^/\s@]*@|^jdbc:|\b(?:host|server|dbname|service|password)\s*=",
    re.IGNORECASE,
)


def run(source: Source, address: Address, root: Path, hidden: Collection[str] = ()) -> bytes:
    """Let it fill the database; what it printed. Raises `CannotBuild` when there is any doubt.

    `hidden`: variables that it must not see, since they lead to other databases.
    """
    given = {name: value for name, value in os.environ.items() if name not in hidden}
    found = environment(source.env, address, given)
    with TemporaryFile() as out, TemporaryFile() as err:
        outcome = _outcome(source, found, root, (out, err))
        printed, said = (_read(file) for file in (out, err))
    lines = _lines(b"" if source.stdout_is_sql else printed, said, secrets=address)
    if why := _doubt(source, outcome, lines):
        told = "".join(f"\n  | {line}" for line in lines[-_SHOWN:])
        raise CannotBuild(f"{source.label}: {why}{told}")
    return printed


def _outcome(
    source: Source, found: Mapping[str, str], root: Path, outputs: tuple[IO[bytes], IO[bytes]]
) -> int | str:
    """Its exit code, or why it was stopped. What it leaves running in its group is ended too.

    It writes to files: a pipe would wait for whatever else of it still holds the other end.
    """
    assert source.command is not None
    shell = isinstance(source.command, str)
    try:
        process = subprocess.Popen(
            source.command if shell else list(source.command), shell=shell, cwd=root,
            env=found, stdin=subprocess.DEVNULL,
            stdout=outputs[0], stderr=outputs[1], start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise CannotBuild(f"{source.label}: cannot be started: {error.strerror}") from error
    deadline = time.monotonic() + source.timeout
    try:
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return process.wait(_GLANCE)
            if any(os.fstat(file.fileno()).st_size > _MOST for file in outputs):
                return f"it printed more than {_MOST // 2**20} MB, and was stopped."
            if time.monotonic() > deadline:
                return f"not done after {source.timeout} s, and stopped with all that it started."
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(_MOST)


def environment(
    told: str | Mapping[str, str], address: Address, given: Mapping[str, str]
) -> dict[str, str]:
    """What the command finds: the scratch database in its variables, and no other anywhere.

    Variables that hold a connection string are taken out, as libpq's own are: a tool that reads
    another variable than was said must not reach another database.
    """
    clean = {
        name: value for name, value in given.items()
        if not name.startswith("PG") and not _LEADS_ELSEWHERE.search(value)
    }  # fmt: skip
    parts = {**address._asdict(), "url": address.url}
    named = {told: "{url}"} if isinstance(told, str) else told
    try:
        mine = {name: text.format_map(parts) for name, text in named.items()}
    except (KeyError, ValueError, IndexError) as error:
        due = ", ".join(f"{{{name}}}" for name in parts)
        raise CannotBuild(f"env: {error} is none of {due}") from error
    return {
        **clean, "PATH": os.pathsep.join((clean.get("PATH", ""), str(binaries()))), "CI": "true",
        "PGHOST": address.host, "PGPORT": address.port, "PGUSER": address.user,
        "PGPASSWORD": address.password, "PGDATABASE": address.database, **mine,
    }  # fmt: skip


def _lines(*outputs: bytes, secrets: Address) -> list[str]:
    """What was said, without colours and passwords."""
    text = "\n".join(each.decode("utf-8", "replace") for each in outputs)
    plain = _ANSI.sub("", text).replace(secrets.password, "***").replace("\r", "\n")
    plain = masked(plain)
    return [line.rstrip() for line in plain.split("\n") if line.strip()]


def _doubt(source: Source, outcome: int | str, lines: Iterable[str]) -> str | None:
    """Why the result is not to be trusted; None when nothing speaks against it."""
    harmless = [re.compile(pattern) for pattern in source.harmless]
    lines = [line for line in lines if not any(each.search(line) for each in harmless)]
    if asked := next((line.strip() for line in lines if _ASKS.search(line)), None):
        return f"it asks, and nobody is there to answer: {asked}\n  Answer by its options."
    if isinstance(outcome, str):
        return outcome
    if outcome:
        return f"it ended with exit code {outcome}."
    if failed := next((line.strip() for line in lines if _FAILED.search(line)), None):
        return (
            f"it ended with exit code 0, but said: {failed}\n"
            "  Where that is no failure, add a pattern for it to `harmless`."
        )
    return None
