"""An expectation as it is held against facts: worked out once for all who judge, report and remedy.

Patterns are spelled out, texts told in the server's words, and the facts have the names that are
declared. From one snapshot to the next only what changed is looked at again (`generator.memory`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import msgspec

from generator import declared, own, patterns
from generator.memory import Memory
from generator.side import Side
from snapshot import scope, waivers
from snapshot.expectation import is_of_domain, is_of_object
from snapshot.store import Assertion
from snapshot.waivers import Waiver

Told = Mapping[str, Assertion]


class Held(msgspec.Struct, frozen=True, dict=True):
    """Assertions beside the facts that they are judged by."""

    facts: Side
    expanded: Told  # patterns spelled out
    respelt: own.Told  # and that in the server's words

    @property
    def memory(self) -> Memory:
        return self.facts.memory

    @property
    def assertions(self) -> Told:
        return self.respelt.assertions

    @cached_property
    def named(self) -> Told:
        """What is said of objects, in the words of who said it."""
        return of_objects(self.expanded, self.memory)

    @cached_property
    def stated(self) -> Told:
        """What is said of objects, in the server's words."""
        return of_objects(self.assertions, self.memory)

    @cached_property
    def domains(self) -> Told:
        """What is said of domains as a whole."""
        return of_domains(self.assertions, self.memory)

    @cached_property
    def closed(self) -> frozenset[str]:
        """The places in which nothing more may be than what is stated."""
        return closed_by(self.domains)

    @cached_property
    def claimed(self) -> Told:
        """What is said of objects that the facts would have."""
        told, seen = self.stated, self.facts.coverage
        shown = (tuple(seen.include), tuple(seen.ignored))
        if not any(shown):
            return told
        return self.memory.only("claimed", told, lambda key: scope.holds(key, *shown), shown)

    @cached_property
    def declared(self) -> declared.Declared:
        """The facts under the names that they are to have."""
        return declared.apply(self.claimed, self.facts)

    @cached_property
    def unasserted(self) -> tuple[str, ...]:
        """The keys of objects that nobody asserts."""
        claimed, objects = self.claimed, self.declared.side.objects
        return self.memory.those(
            "unasserted", (claimed, objects), lambda key: key in objects and key not in claimed
        )

    @cached_property
    def waivers(self) -> tuple[Waiver, ...]:
        """In the order in which they are told."""
        told = self.assertions
        some = self.memory.only("waivers", told, lambda key: key.startswith(waivers.PREFIX))
        return self.memory.once("waivers", (some,), lambda: waivers.of(told) if some else ())


def hold(assertions: Told, facts: Side) -> Held:
    """Hold assertions against facts; the same ones against the same facts are held but once."""
    return facts.memory.once("held", (assertions, facts), lambda: _held(assertions, facts))


def _held(assertions: Told, facts: Side) -> Held:
    expanded = patterns.expanded(assertions, facts.objects, facts.memory)
    return Held(facts, expanded, own.told(expanded, facts))


def of_objects(told: Told, memory: Memory) -> Told:
    """What is said of objects by name: without domains as a whole, patterns, and waivers."""
    return memory.only("stated", told, is_of_object)


def of_domains(told: Told, memory: Memory) -> Told:
    """What is said of domains as a whole."""
    return memory.only("domains", told, is_of_domain)


def closed_by(domains: Told) -> frozenset[str]:
    """The places in which nothing more may be than what is stated."""
    return frozenset(place for told in domains.values() for place in told.unlisted)
