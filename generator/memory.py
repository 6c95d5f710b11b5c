"""What was found out about an object is true as long as it is the very same object.

From one record to the next nearly every object stays as it is, and replaying hands on the very
instance. So what depends on it alone (its findings, its conditions, its numbers) is worked out
once, and a history costs what its changes cost, not snapshots × objects.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, TypeVar

T = TypeVar("T")
_Kept = tuple[tuple[Mapping[str, Any], ...], dict[str, Any]]


class Memory:
    """Results by key, beside the very things that each was worked out from."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._once: dict[Hashable, tuple[tuple[Any, ...], Any]] = {}
        self._by_result: dict[str, tuple[Mapping[str, Any], dict[Hashable, set[str]]]] = {}

    def __getstate__(self) -> dict[str, Any]:
        """What is found out again in no time is not kept from one build to the next."""
        return {**self.__dict__, "_once": {}, "_by_result": {}}

    def once(self, what: Hashable, things: tuple[Any, ...], work: Callable[[], T]) -> T:
        """`work()`, done anew only where one of the things that it depends on is another one."""
        before = self._once.get(what)
        if before is not None and all(map(operator.is_, before[0], things)):
            found: T = before[1]
            return found
        self._once[what] = things, (found := work())
        return found

    def over(
        self, what: str, things: tuple[Mapping[str, Any], ...], work: Callable[[str], T]
    ) -> Mapping[str, T]:
        """`work(key)` of every key that any of the mappings has, without the empty results.

        Only for keys of which some mapping has another thing than last time, `work` is done anew:
        it must depend on nothing but what they hold for its key.
        """
        before, found = self._kept.get(what, (tuple({} for _ in things), {}))
        stale: set[str] = set()
        for old, new in zip(before, things, strict=True):
            if old is not new:
                stale.update(key for key, thing in new.items() if old.get(key) is not thing)
                stale.update(old.keys() - new.keys())
        if stale:
            found = {key: result for key, result in found.items() if key not in stale}
            there = stale.intersection(*things) if len(things) == 1 else stale
            found |= {key: result for key in sorted(there) if (result := work(key))}
        self._kept[what] = (things, found)
        return found

    def having(
        self,
        what: str,
        things: tuple[Mapping[str, Any], ...],
        work: Callable[[str], AbstractSet[Hashable]],
    ) -> Mapping[Hashable, AbstractSet[str]]:
        """Each member of `work(key)` → the keys that have it; see `over`."""
        before, keys = self._by_result.get(what, ({}, {}))
        found = self.over(what, things, work)
        if found is not before:
            for key in before.keys() | found.keys():
                old, new = before.get(key, frozenset()), found.get(key, frozenset())
                if old is not new:
                    for each in old - new:
                        keys[each].discard(key)
                    for each in new - old:
                        keys.setdefault(each, set()).add(key)
        self._by_result[what] = found, keys
        return keys
