"""One side of a comparison."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from generator.memory import Memory
from generator.names import Names
from snapshot import model
from snapshot.dependents import Dependents
from snapshot.records import Coverage, Identity, Server
from snapshot.spellings import Spellings


class Side(msgspec.Struct, frozen=True):
    """One state to compare, and how far it can be trusted to be whole."""

    objects: Mapping[str, model.Object]
    identity: Mapping[str, Identity] = {}
    server: Server | None = None
    coverage: Coverage = Coverage()
    database: str | None = None  # the configured name
    state: str | None = None  # the digest of the objects, where it is known
    spellings: tuple[Spellings, ...] = ()  # what the scratch server found out, of any state
    renamed: Names | None = None  # what became of names that its texts still say
    dependents: Dependents | None = None  # null when they are not known
    memory: Memory = msgspec.field(default_factory=Memory)  # of the sides of one history

    def same_database(self, other: Side) -> bool:
        """Whether the numbers of both identities compare."""
        if other.renamed is not None:  # the same reading, under the names that are declared
            return True
        return self.server is not None and self.server.same_database(other.server)
