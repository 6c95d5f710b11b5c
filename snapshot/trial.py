"""Trials: a schema is made on the scratch server from its SQL, and read again."""

from __future__ import annotations

from collections.abc import Iterable

from snapshot.catalog import Capture, capture
from snapshot.errors import ChronicleError
from snapshot.scratch import Server, run_script, run_steps


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


def read_back_what_can_be(
    server: Server, script: str, steps: Iterable[str], *, roles: Iterable[str],
    tablespaces: Iterable[str],
) -> tuple[Capture, list[str]]:  # fmt: skip
    """The same of a script; when that fails, of those of its steps that succeed.

    The second is what the server said of the others: an extension that it does not have, and all
    that needs it.
    """
    try:
        return read_back(server, script, roles=roles, tablespaces=tablespaces), []
    except ChronicleError:
        pass
    with server.database() as url:
        refused = run_steps(url, steps)
        return capture(url, "the scratch server"), refused
