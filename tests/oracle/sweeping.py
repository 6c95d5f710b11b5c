"""A state in which many things were changed at once, made on a server: what came of each?"""

from __future__ import annotations

import subprocess
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress

import msgspec

from generator.ddl import roles_of, sql_of
from snapshot import model
from snapshot.scratch import Server, binaries
from tests.oracle.conftest import dumped
from tests.oracle.generated import Field, Mutation, mutations
from tests.rebuilding import captured

AT_ONCE = 25
TRIES = 15  # values per field, before it is given up


class Sweep:
    """Which fields came back as they were changed, and how the others ended."""

    def __init__(self) -> None:
        self.exact: set[Field] = set()
        self.seen: dict[Field, list[str]] = defaultdict(list)
        self.built = self.tried = 0

    def over(self, server: Server, state: model.State) -> None:
        """Give every field other values, each in another object, until one comes back."""
        waiting: dict[Field, list[Mutation]] = defaultdict(list)
        for mutation in mutations(state):
            if mutation.what not in self.exact and not _other_object(mutation):
                waiting[mutation.what].append(mutation)
        left = dict.fromkeys(waiting, TRIES)
        while batch := list(self._next(waiting, left)):
            self._build(server, state, batch)
            for what in dict.fromkeys(m.what for m in batch):  # a set would go by the hash seed
                again = waiting.pop(what)
                left[what] -= 1
                if what not in self.exact and left[what] and again:
                    waiting[what] = again  # at the end of the queue

    def _next(
        self, waiting: dict[Field, list[Mutation]], left: dict[Field, int]
    ) -> Iterator[Mutation]:
        taken: set[str] = set()
        for found in waiting.values():
            free = next((m for m in found[:60] if m.key not in taken), None)
            if free is not None and len(taken) < AT_ONCE:
                found.remove(free)
                taken.add(free.key)
                yield free

    def _build(self, server: Server, state: model.State, batch: list[Mutation]) -> None:
        writable = [m for m in batch if _can_be_written(m)]
        changed = {m.key: m.made for m in writable}
        got = built(server, {**state, **changed})
        self.built += 1
        self.tried += len(writable)
        for mutation in writable:
            if got.get(mutation.key) == changed[mutation.key]:
                self.exact.add(mutation.what)
            else:
                same = got.get(mutation.key) == state[mutation.key]
                end = "as before" if same else "otherwise" if mutation.key in got else "refused"
                self.seen[mutation.what].append(f"{end}: {mutation}")


def _other_object(mutation: Mutation) -> bool:
    """Another name is another object, and what mentions it would fall with it."""
    return not mutation.spot.part and mutation.field in (*mutation.home.KEY, "schema")


def _can_be_written(mutation: Mutation) -> bool:
    with suppress(AssertionError, KeyError, ValueError, IndexError, msgspec.MsgspecError):
        sql_of({mutation.key: mutation.made})
        return "" not in roles_of({mutation.key: mutation.made})
    return False


def built(server: Server, state: model.State) -> model.State:
    """What a server makes of it; a statement that it refuses is left out."""
    return built_and_dumped(server, state, dump=False)[0]


def built_and_dumped(
    server: Server, state: model.State, *, dump: bool = True
) -> tuple[model.State, str]:
    """The same, with what pg_dump says of it."""
    server.provide(roles_of(state))
    with server.database("chronicle_case") as url:
        command = [str(binaries() / "psql"), "-X", "-q", "-d", url]
        subprocess.run(command, input=sql_of(state), text=True, capture_output=True, check=False)
        return captured(url), dumped(url) if dump else ""


def can_be_made(mutation: Mutation) -> bool:
    """Whether it is worth a try: it has a script, and is no other object."""
    return not _other_object(mutation) and _can_be_written(mutation)
