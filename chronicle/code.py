"""The code as a database of its own: what a team keeps, built on the scratch server."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from chronicle.config import Project
from chronicle.terminal import working
from generator import unsaid
from snapshot import dependents, scope
from snapshot.sources import Source

if TYPE_CHECKING:
    from snapshot.catalog import Capture


def capture(project: Project, name: str) -> Capture:
    """What the code of a configured database makes now, as a capture of it. Raises `CannotBuild`.

    The roles that the schemas of the other databases name are there, as they are for every build.
    """
    config = project.config.databases[name]
    assert config.build is not None
    found = built(config.build, project.root, _roles(project, name), project.variables)
    return scope.narrow(found, config.include, (*config.ignore, *config.build.ignore))


def built(
    source: Source, root: Path, roles: Iterable[str] = (), hidden: Iterable[str] = ()
) -> Capture:
    """What a source makes, without what it says nothing of, and without the numbers of a server
    that is gone."""
    from snapshot import building

    with working(f"building {source.label} on the scratch server"):
        found = building.build(source, root, roles, frozenset(hidden))
    objects, coverage = unsaid.known(found.objects, found.coverage, source.label)
    server = msgspec.structs.replace(found.server, system_identifier=None, database_oid=0)
    return msgspec.structs.replace(
        found, objects=objects, identity={}, server=server, coverage=coverage,
        dependents=found.dependents and dependents.within(found.dependents, objects),
    )  # fmt: skip


def _roles(project: Project, name: str) -> set[str]:
    from generator.ddl import roles_of

    found: set[str] = set()
    for other in project.config.databases:
        history = project.store(other).history
        if other != name and history.latest is not None:
            found |= {*roles_of(history.replay(history.latest).objects)}
    return found
