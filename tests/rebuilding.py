"""From a state to its SQL, to an empty database, to the state that comes of it."""

from __future__ import annotations

import msgspec

from generator.ddl import roles_of, sql_of
from generator.diff import diff
from generator.side import Side
from snapshot import model
from snapshot.catalog import capture
from snapshot.codec import state_digest
from snapshot.scratch import Server, run_script
from snapshot.trial import read_back
from tests.random_schemas import ROLES


class Rebuilt(msgspec.Struct, frozen=True):
    """What came of it."""

    old: model.State
    new: model.State
    script: str

    def proof(self) -> str:
        """How equal they are; raises with what differs."""
        if state_digest(self.old) == state_digest(self.new):
            return "byte for byte"
        found = diff(Side(self.old), Side(self.new))
        assert found.changes == (), [change.sentence for change in found.changes]
        return f"after folds ({', '.join(sorted({fold.rule for fold in found.folds}))})"


def captured(url: str) -> model.State:
    """A state without the facts of the database itself."""
    return _schema(capture(url, "test").objects)


def _schema(found: model.State) -> model.State:
    return {key: thing for key, thing in found.items() if not key.startswith("databases/")}


def rebuild(server: Server, old: model.State) -> Rebuilt:
    """Write a state as SQL, run it on an empty database, read that."""
    script = sql_of(old)
    made = read_back(server, script, roles=roles_of(old))
    return Rebuilt(old, _schema(made.objects), script)


def rebuilt_from(server: Server, *scripts: str) -> Rebuilt:
    """The same for what scripts make."""
    server.provide([*ROLES, "writer"])
    with server.database("chronicle_case") as url:
        for number, script in enumerate(scripts):
            run_script(url, script, f"script {number}")
        old = captured(url)
    return rebuild(server, old)
