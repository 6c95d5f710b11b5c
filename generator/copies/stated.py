"""Which domain stated what a snapshot changed: as it was then, not as it is today."""

from __future__ import annotations

from collections.abc import Mapping

from generator.history import Moment
from generator.report import Domain, Report


class Stated:
    """Of one history; each snapshot is looked at once."""

    def __init__(self, reports: Mapping[int, Report]) -> None:
        self._reports = reports
        self._known: dict[int, dict[str, str]] = {}
        self._keys: dict[int, frozenset[str]] = {}  # of domains, which reports have in common

    def at(self, moment: Moment) -> Mapping[str, str]:
        """What a snapshot changed → the domain that stated it then, or in the good one before."""
        if moment.number not in self._known:
            found = self._known[moment.number] = {}
            changes = moment.difference.changes if moment.difference else ()
            wanted = {change.object for change in changes}
            for number in (moment.previous, moment.number) if wanted else ():
                report = self._reports.get(-1 if number is None else number)
                for domain in report.domains if report else ():
                    found |= dict.fromkeys(self._of(domain) & wanted, domain.name)
        return self._known[moment.number]

    def _of(self, domain: Domain) -> frozenset[str]:
        if id(domain) not in self._keys:
            self._keys[id(domain)] = domain.keys
        return self._keys[id(domain)]
