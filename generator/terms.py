"""How long each waiver has been in force: from the first snapshot whose expectation had it."""

from __future__ import annotations

import msgspec

from snapshot.waivers import Waiver


class Term(msgspec.Struct, frozen=True):
    """A waiver that once was; `until` is the first snapshot whose expectation no longer had it."""

    waiver: Waiver
    since: int
    until: int


class Terms:
    """All waivers of a history, from snapshot to snapshot. An edited one is another."""

    def __init__(self) -> None:
        self.now: dict[Waiver, int] = {}  # those in force → the snapshot that first had them
        self.ended: list[Term] = []
        self._seen: tuple[Waiver, ...] = ()  # those that were looked at last

    def take(self, number: int, found: tuple[Waiver, ...]) -> None:
        """The waivers in the expectation in force at a snapshot."""
        if found is self._seen:
            return
        self._seen = found
        self.ended += [
            Term(waiver, since, number) for waiver, since in self.now.items() if waiver not in found
        ]
        self.now = {waiver: self.now.get(waiver, number) for waiver in found}

    def followed(self, term: Term) -> Waiver | None:
        """The waiver of the same findings that took the place of one, such as when it was put
        off."""
        later = [*self.now.items(), *((each.waiver, each.since) for each in self.ended)]
        return next(
            (w for w, since in later if since == term.until and w.what == term.waiver.what), None
        )
