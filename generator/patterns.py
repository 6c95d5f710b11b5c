"""Patterns of the expectation, spelled out for the objects and parts that there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from generator.memory import Memory
from generator.merging import kept, merged, remove
from snapshot import model, patterns
from snapshot.codec import readable, segment
from snapshot.expectation import UNCLAIMED, is_of_object
from snapshot.store import Assertion


def expanded(
    assertions: Mapping[str, Assertion], facts: Mapping[str, model.Object],
    memory: Memory | None = None,
) -> Mapping[str, Assertion]:  # fmt: skip
    """The assertions with those of patterns under the keys of what fits them.

    What is said by name holds against a pattern, and a longer pattern against a shorter one; over
    what was built, a pattern holds like all YAML. Of what is neither there nor expected by name a
    pattern says nothing.
    """
    if not _wild(assertions, memory):
        return assertions
    told = tuple(patterns.of(assertions))

    def said(key: str) -> Assertion | None:
        found = assertions.get(key)
        if key.startswith(patterns.PREFIX):
            return None
        if key in facts or is_of_object(key):
            for pattern, saying in told:
                if patterns.holds(key, pattern):
                    found = _both(found, saying) if found is not None else saying
        if found is not None and found.each and key in facts:
            return _spelled_out(found, facts[key])
        return found

    found: Mapping[str, Any] = (memory or Memory()).over(
        "expanded", (assertions, facts), said, told
    )
    return found


def _wild(assertions: Mapping[str, Assertion], memory: Memory | None) -> tuple[str, ...]:
    """The keys of what is a pattern, or says something of parts by pattern."""

    def wild(key: str) -> bool:
        return key.startswith(patterns.PREFIX) or bool(assertions[key].each)

    if memory is None:
        return tuple(filter(wild, assertions))
    return memory.those("wild", (assertions,), wild)


def unmatched(
    assertions: Mapping[str, Assertion], facts: Mapping[str, model.Object],
    memory: Memory | None = None,
) -> Iterator[str]:  # fmt: skip
    """Patterns that nothing fits: misspelt, or no longer needed."""
    wild = _wild(assertions, memory)
    for pattern, saying in patterns.of({key: assertions[key] for key in wild}):
        if saying.exists and not any(patterns.holds(key, pattern) for key in facts):
            yield readable(pattern)
    for key in wild:
        for path, fields in assertions[key].each.items():
            thing = facts.get(key)
            if thing is not None and fields is not None and not any(_parts(path, thing)):
                yield readable(f"{key} {path}")


def _both(named: Assertion, pattern: Assertion) -> Assertion:
    """What is said by name, and by a pattern beside it.

    Of what was built, YAML says by name what `by_name` holds; the rest gives way to the pattern.
    """
    if not named.exists:
        return named
    built = named.source is not None and named.domain == UNCLAIMED
    if built and (pattern.full or not pattern.exists):
        return pattern
    if not pattern.exists:
        return named
    said = named.by_name if named.source is not None else named.is_
    is_ = dict(pattern.is_)
    for path in named.absent:
        remove(is_, path)
    absent = {path for path in pattern.absent if not _is_stated(path, said)}
    whole = merged(merged(named.is_, is_), said)
    for path in absent:
        remove(whole, path)
    return msgspec.structs.replace(
        named, domain=pattern.domain if built else named.domain, is_=whole,
        order=kept(named.order, whole),
        absent=tuple(sorted({*named.absent, *absent})), count=pattern.count | named.count,
        each=pattern.each | named.each,
        unlisted=tuple(sorted({*named.unlisted, *pattern.unlisted})),
    )  # fmt: skip


def _is_stated(path: str, is_: Mapping[str, Any]) -> bool:
    before = dict(is_)
    remove(before, path)
    return before != is_


def _spelled_out(assertion: Assertion, thing: model.Object) -> Assertion:
    """An assertion with what it says of parts by pattern said of each that fits."""
    is_, absent = dict(assertion.is_), set(assertion.absent)
    said = assertion.by_name if assertion.source is not None else assertion.is_
    for path in sorted(assertion.each, key=lambda path: (-len(path), path)):
        fields, field = assertion.each[path], path.partition("/")[0]
        for name in _parts(path, thing):
            mine, here = said.get(field, {}).get(name), f"{field}/{segment(name)}"
            if fields is None and mine is None:
                absent.add(here)
                remove(is_, here)
            elif fields is not None and here not in absent:
                stated = is_.get(field, {}).get(name)
                if stated is not None or not assertion.full:
                    part = {**(stated or {}), **fields, **(mine or {})}
                    is_[field] = {**is_.get(field, {}), name: part}
                    said = merged(said, {field: {name: fields}})  # a longer one holds
    return msgspec.structs.replace(
        assertion, is_=is_, order=kept(assertion.order, is_), absent=tuple(sorted(absent)), each={}
    )


def _parts(path: str, thing: model.Object) -> Iterator[str]:
    """The names of the parts that a path with a pattern is about."""
    field, _, pattern = path.partition("/")
    part = model.children(type(thing))[field]
    for each in getattr(thing, field):
        if patterns.fits(readable(pattern), getattr(each, part.KEY)):
            yield getattr(each, part.KEY)
