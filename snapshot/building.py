"""Schemas built from what a team keeps: on the scratch server, read by the same catalog code."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from snapshot import psql
from snapshot.catalog import Capture, capture
from snapshot.errors import CannotBuild, CannotCapture, CannotConnect
from snapshot.listening import Listening
from snapshot.migrations import ordered
from snapshot.running import run
from snapshot.sources import Source, makes_something

_OTHERS = ("postgres", "template1")  # the databases of every server
_ATTEMPTS = 50  # each makes one role or tablespace that was not there


def build(
    source: Source, root: Path, roles: Iterable[str] = (), hidden: Collection[str] = ()
) -> Capture:
    """What a source makes of an empty database. `root`: the project's folder, where it is at home.

    Roles and tablespaces that SQL names are made first; a command finds `roles`, and its own, and
    none of the variables that are `hidden`, since they lead to other databases. Raises
    `CannotBuild` with the place and what was said; also when nothing was made.
    """
    files = [file for path in source.paths(root) for file in ordered(path)]
    stubs = {name: root / told if told else None for name, told in source.stubs.items()}
    with Listening(roles={*roles, *source.roles}, stubs=stubs) as server:
        if source.command is None:
            return _from_files(server, source, files)

        def by_command(url: str) -> None:
            with tempfile.TemporaryDirectory(prefix="chronicle-") as folder:
                said = run(source, server.address(url), root, hidden)
                if source.stdout_is_sql:
                    file = Path(folder) / "stdout.sql"
                    file.write_bytes(said)
                    psql.run(url, file, source.timeout)

        return _tried(server, source.label, by_command)


def _from_files(server: Listening, source: Source, files: Collection[Path]) -> Capture:
    def by_psql(url: str) -> None:
        for file in files:
            psql.run(url, file, source.timeout)

    return _tried(server, source.label, by_psql)


def _tried(server: Listening, label: str, fill: Callable[[str], None]) -> Capture:
    """What comes of filling an empty database, once all roles and tablespaces are there."""
    roles: list[str] = []
    spaces: list[str] = []
    for _ in range(_ATTEMPTS):
        server.provide(roles, spaces)
        try:
            return _made(server, label, fill)
        except psql.Lacking as lacking:
            (roles if lacking.what == "role" else spaces).append(lacking.name)
    raise CannotBuild(f"{label}: it names more than {_ATTEMPTS} roles that are not there.")


def _made(server: Listening, label: str, fill: Callable[[str], None]) -> Capture:
    before = server.databases()
    with server.database() as url:
        own = server.databases() - before
        try:
            fill(url)
            found = capture(url, "the scratch server")
        except (CannotConnect, CannotCapture) as error:
            raise CannotBuild(f"{label}: the scratch database cannot be read: {error}") from error
        finally:
            strange = server.databases() - before - own
            server.drop(strange)
    elsewhere = sorted(strange) or [name for name in _OTHERS if server.is_filled(name)]
    if elsewhere:
        raise CannotBuild(
            f"{label}: it fills other databases than its own: {', '.join(elsewhere)}.\n"
            "  What it makes there is not seen. Let it go to the one that it is given."
        )
    if not makes_something(found.objects):
        raise CannotBuild(
            f"{label}: it makes nothing.\n"
            "  An empty schema would read as all missing, so nothing is said. Does it go to"
            " another database, or nowhere?"
        )
    return found
