"""Trials: a schema is made on the scratch server from its SQL, and read again."""

from __future__ import annotations

from collections.abc import Iterable

from snapshot.catalog import Capture, capture
from snapshot.scratch import Server, run_script


def read_back(
    server: Server, *scripts: str, roles: Iterable[str], tablespaces: Iterable[str] = ()
) -> Capture:
    """What the scripts, run one after the other on a new, empty database, make of it.

    Roles and tablespaces that the scripts name are made first. Raises `ChronicleError` with what
    the server said of a script.
    """
    server.provide(roles, tablespaces)
    with server.database() as url:
        for script in scripts:
            run_script(url, script, "the rebuilt schema")
        return capture(url, "the scratch server")
