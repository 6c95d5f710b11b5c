"""The words of the two ways out of a finding: bring the database to the expectation, or adopt the
fact."""

from __future__ import annotations

from typing import Literal

import msgspec

from generator.language import gettext, noted
from snapshot.trials import Outcome

_SAID = (noted("proven"), noted("does not converge"), noted("not tried"))


class Proof(msgspec.Struct, frozen=True):
    """What a trial showed of a remedy: nothing is left where it is proven."""

    outcome: Outcome
    left: tuple[str, ...] = ()
    scratch: str | None = None  # the version of the server that it was tried on

    def __str__(self) -> str:
        on = f" on PostgreSQL {self.scratch}" if self.scratch else ""
        told = "; ".join(self.left)
        return f"{self.outcome}{on}" + (f": {told}" if told else "")


class Remedy(msgspec.Struct, frozen=True):
    """What brings the database to the expectation."""

    sql: tuple[str, ...]  # a step each, its hazards above it as comments; in the order to run them
    left: tuple[str, ...]  # what no SQL brings about, or why there is none
    proof: Proof


class Adoption(msgspec.Struct, frozen=True):
    """One edit of a domain file. `at` is the place: `tables.users.columns.email`."""

    file: str | None  # null: no domain states the object yet, any file will do
    action: Literal["state", "take out", "rename"]
    at: str
    after: str | None = None  # the column before it, where their order is stated
    yaml: str = ""  # what to merge into the file, when something is stated
    name: str | None = None  # the one that a declared rename takes away
    source: str | None = None  # what builds the expectation of it: its edit is the team's

    @property
    def sentence(self) -> str:
        where = f"`{self.file}`" if self.file else gettext("the file of a domain")
        said = {"at": self.at, "where": where, "source": self.source, "name": self.name}
        if self.source and self.action == "take out":
            return gettext("take `%(at)s` out of what `%(source)s` makes", **said)
        if self.action == "take out":
            return gettext("take `%(at)s` out of %(where)s", **said)
        if self.action == "rename":
            return gettext(
                "name `%(at)s` `%(name)s` in %(where)s, and take its declared rename out", **said
            )
        if self.source and self.action == "state":
            return gettext("have `%(source)s` make `%(at)s` so", **said)
        told = gettext("state `%(at)s` in %(where)s", **said)
        if self.after:
            told = gettext(
                "state `%(at)s` after `%(after)s` in %(where)s", **said, after=self.after
            )
        lines = self.yaml.strip().split("\n")
        last = lines[-1].strip()
        alone = len(lines) <= self.at.count(".") + 1 and len(last) < 80
        return gettext("%(told)s: `%(yaml)s`", told=told, yaml=last) if alone else told


class Ways(msgspec.Struct, frozen=True):
    """Both ways out of one finding."""

    remedy: Remedy
    adoption: Adoption
