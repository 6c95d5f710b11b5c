"""What was found out about an object is true as long as it is the very same object.

From one record to the next nearly every object stays as it is, and replaying hands on the very
instance. So what depends on it alone (its findings, its conditions, its numbers) is worked out
once, and so is what all of them come to: sums and groups follow from those that are others now.
What came out as before is handed on as the very same thing, so that whatever is made of it need
not be made again. A history costs what its changes cost, not snapshots × objects.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Set
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
_Things = tuple[Mapping[str, Any], ...]
_STEPS = 64  # pairs of mappings of which it is known what differs: those of one snapshot


class _Kept(msgspec.Struct):
    """Results by key, beside the very things that they were worked out from."""

    things: _Things
    given: Any
    found: Mapping[str, Any]


class Memory:
    """What was worked out, by what it is.

    It holds all that it compares, so nothing new can be taken for it. A mapping that it was given,
    or gave, must stay as it is.
    """

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._forget()

    def _forget(self) -> None:
        self._steps: deque[tuple[Mapping[Any, Any], Mapping[Any, Any], Set[Any]]]
        self._steps = deque(maxlen=_STEPS)
        self._once: dict[Hashable, tuple[tuple[Any, ...], Any, Any]] = {}
        self._sums: dict[str, tuple[Mapping[str, Any], Mapping[str, int]]] = {}
        self._groups: dict[str, tuple[Mapping[str, Any], Mapping[Any, tuple[str, ...]]]] = {}

    def __getstate__(self) -> dict[str, Any]:
        """What follows from the results by key is soon found again: it is not kept on a shelf."""
        return {"_kept": self._kept}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._kept = state["_kept"]
        self._forget()

    def differing(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> Set[str]:
        """The same as the function; found out once for all who ask of one step."""
        if old is new:
            return frozenset()
        for before, after, keys in self._steps:
            if before is old and after is new:
                return keys
        keys = differing(old, new)
        self._steps.append((old, new, keys))
        return keys

    def over(
        self, what: str, things: _Things, work: Callable[[str], T], given: Any = None
    ) -> Mapping[str, T]:
        """`work(key)` of every key that any of the mappings has, without the empty results.

        Only for keys of which some mapping has another thing than last time, `work` is done anew:
        it must depend on nothing but what they hold for its key, and on what is `given`. Sorted;
        and the very mapping of last time where all came out as it did then.
        """
        kept = self._kept.get(what)
        before: Mapping[str, T] = kept.found if kept else {}
        if kept and kept.given == given:
            steps = (self.differing(a, b) for a, b in zip(kept.things, things, strict=True))
            stale = set[str]().union(*steps)
        else:
            stale = set[str](before).union(*things)
        told = {
            key: (work(key) or None) if any(key in each for each in things) else None
            for key in sorted(stale)
        }
        found = self._renewed(before, told)
        self._kept[what] = _Kept(things, given, found)
        return found

    def _renewed(
        self, before: Mapping[K, T], told: Mapping[K, T | None]
    ) -> Mapping[K, T]:  # fmt: skip
        """Results with those that were found anew; what equals the one before is that one."""
        others = {key: result for key, result in told.items() if before.get(key) != result}
        if not others:
            return before
        found = {**before, **{k: result for k, result in others.items() if result is not None}}
        for key in [key for key, result in others.items() if result is None]:
            del found[key]
        if any(key not in before for key in others):
            found = dict(sorted(found.items()))
        self._steps.append((before, found, others.keys()))
        return found

    def only(
        self, what: str, mapping: Mapping[str, T], holds: Callable[[str], bool], given: Any = None
    ) -> Mapping[str, T]:
        """What a mapping has under the keys of which something holds."""
        found: Mapping[str, Any] = self.over(
            what, (mapping,), lambda key: mapping[key] if holds(key) else None, given
        )
        return found

    def once(
        self, what: Hashable, things: tuple[Any, ...], work: Callable[[], T], given: Any = None
    ) -> T:
        """What `work` makes of these very things, and of what is `given`, as long as they are."""
        known = self._once.get(what)
        if (
            known is None or known[1] != given
            or any(a is not b for a, b in zip(known[0], things, strict=True))
        ):  # fmt: skip
            known = self._once[what] = (things, given, work())
        found: T = known[2]
        return found

    def alike(self, what: Hashable, found: T) -> T:
        """What was found last time, where this equals it: one thing then, not two."""
        known = self._once.get(what)
        if known is not None and known[2] == found:
            same: T = known[2]
            return same
        self._once[what] = ((), None, found)
        return found

    def total(
        self, what: str, things: _Things, work: Callable[[str], Mapping[str, int] | None],
        given: Any = None,
    ) -> Mapping[str, int]:  # fmt: skip
        """The sums of what `work(key)` counts, as of `over`; without those that are nothing."""
        found = self.over(what, things, work, given)
        before, sums = self._sums.get(what, ({}, {}))
        if before is not found:
            now = Counter(sums)
            for key in self.differing(before, found):
                now.subtract(before.get(key, {}))
                now.update(found.get(key, {}))
            sums = {name: number for name, number in sorted(now.items()) if number}
            self._sums[what] = (found, sums)
        return sums

    def grouped(
        self, what: str, things: _Things, work: Callable[[str], Iterable[K] | None],
        given: Any = None,
    ) -> Mapping[K, tuple[str, ...]]:  # fmt: skip
        """Group → the keys in it, sorted; `work(key)` tells the groups of a key, as of `over`."""
        found = self.over(what, things, work, given)
        before, groups = self._groups.get(what, ({}, {}))
        if before is not found:
            told: dict[K, set[str]] = {}
            for key in self.differing(before, found):
                was, now = set(before.get(key) or ()), set(found.get(key) or ())
                for group in was ^ now:
                    told.setdefault(group, set(groups.get(group, ()))).symmetric_difference_update(
                        (key,)
                    )
            groups = self._renewed(
                groups, {group: tuple(sorted(keys)) or None for group, keys in told.items()}
            )
            self._groups[what] = (found, groups)
        return groups

    def those(
        self, what: str, things: _Things, holds: Callable[[str], Any], given: Any = None
    ) -> tuple[str, ...]:  # fmt: skip
        """The keys of which something holds, sorted."""
        named = self.grouped(what, things, lambda key: ("",) if holds(key) else None, given)
        return named.get("", ())


def differing(old: Mapping[str, object], new: Mapping[str, object]) -> set[str]:
    """The keys of which two mappings do not have the very same thing."""
    keys = {key for key, thing in new.items() if old.get(key) is not thing}
    if len(old) + sum(key not in old for key in keys) > len(new):
        keys |= old.keys() - new.keys()
    return keys
