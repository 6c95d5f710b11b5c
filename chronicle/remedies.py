"""Remedies with their proof: planned by the generator, tried on the scratch server, read again."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from generator import remedy
from generator.ddl import roles_of, sql_of, tablespaces_of
from generator.ddl.quoting import commented
from generator.diff import diff
from generator.side import Side
from snapshot import model
from snapshot.codec import readable
from snapshot.errors import ChronicleError
from snapshot.scratch import Server
from snapshot.trial import read_back

State = Literal["proven", "does not converge", "not tried"]


class Proof(msgspec.Struct, frozen=True):
    """What a trial showed. `left`: what still differs; `why`: what kept it from being tried."""

    state: State
    left: tuple[str, ...] = ()
    why: str = ""

    def __str__(self) -> str:
        told = "; ".join(self.left) or self.why
        return f"{self.state}: {told}" if told else self.state


def prove(server: Server, old: Side, new: Side, plan: remedy.Plan) -> Proof:
    """Rebuild `old` on the scratch server, apply the plan, read the result, compare with `new`.

    The facts of the database itself are left out: the scratch server has another database.
    """
    roles = sorted({*roles_of(old.objects), *roles_of(new.objects)})
    spaces = {*tablespaces_of(old.objects), *tablespaces_of(new.objects)}
    first = sql_of(_schema(old.objects))
    try:
        scripts = (first, *remedy.batches(plan.steps))
        made = read_back(server, *scripts, roles=roles, tablespaces=spaces)
    except ChronicleError as error:
        try:
            read_back(server, first, roles=roles, tablespaces=spaces)
        except ChronicleError as at_first:
            return Proof("not tried", why=f"the snapshot's schema is not rebuilt: {at_first}")
        return Proof("does not converge", (str(error),))
    found = diff(Side(_schema(new.objects), renamed=new.renamed), Side(_schema(made.objects)))
    left = tuple(change.sentence for change in found.changes)
    return Proof("does not converge" if left else "proven", left)


def script(old: Side, new: Side, untold: Mapping[str, str] = MappingProxyType({})) -> str:
    """The SQL from one state to another, with its proof and what it leaves undone at its head.

    `untold`: key of an object → why the state to reach is not known of it.
    """
    plan = remedy.plan(old, new)
    lines = [f"proof: {_tried(old, new, plan)}" if plan.steps else "there is nothing to do"]
    lines += [f"left as it is: {readable(key)}: {why}" for key, why in untold.items()]
    lines += [
        f"cannot be brought about: {readable(f'{c.object} {c.part}').rstrip()} {c.field}".rstrip()
        + f": {c.reason}"
        for c in plan.cannot
    ]
    return commented("\n".join(lines)) + "\n" + remedy.script(plan.steps)


def _tried(old: Side, new: Side, plan: remedy.Plan) -> str:
    try:
        with Server() as server:
            return f"{prove(server, old, new, plan)} (PostgreSQL {server.major})"
    except ChronicleError as error:
        return str(Proof("not tried", why=str(error)))


def _schema(objects: Mapping[str, model.Object]) -> model.State:
    return {key: thing for key, thing in objects.items() if not key.startswith("databases/")}
