"""Hand-written reports that are kept, judged as their snapshots come by."""

from __future__ import annotations

from generator.claims import Judgement, judge
from generator.history import Moment
from generator.side import Side
from snapshot import claims
from snapshot.store import Store


class Kept:
    """All of one database."""

    def __init__(self, store: Store, name: str) -> None:
        self.name = name
        self.reports = claims.load(store.claims)
        entries = [claims.in_force(store.history, each.date) for each in self.reports]
        self.waiting = [entry.id if entry else None for entry in entries]
        self.judged: dict[int, Judgement] = {}

    def meet(self, moment: Moment, side: Side) -> None:
        for at, told in enumerate(self.reports):
            if self.waiting[at] == moment.id:
                label = f"{self.name}@{moment.header.at}"
                self.judged[at] = judge(told, side, label, moment=moment.number)

    def judgements(self) -> tuple[Judgement, ...]:
        return tuple(
            self.judged[at] if at in self.judged else judge(told, None, None)
            for at, told in enumerate(self.reports)
        )
