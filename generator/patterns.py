"""Patterns of the expectation, spelled out for the objects and parts that there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from generator.merging import kept, merged, remove
from snapshot import model, patterns
from snapshot.codec import readable, segment
from snapshot.expectation import UNCLAIMED, of_objects
from snapshot.store import Assertion


def expanded(
    assertions: Mapping[str, Assertion], facts: Mapping[str, model.Object]
) -> Mapping[str, Assertion]:
    """The assertions with those of patterns under the keys of what fits them.

    What is said by name holds against a pattern, and a longer pattern against a shorter one; over
    what was built, a pattern holds like all YAML. Of what is neither there nor expected by name a
    pattern says nothing.
    """
    told = list(patterns.of(assertions))
    if not told and not any(assertion.each for assertion in assertions.values()):
        return assertions
    found = {k: a for k, a in assertions.items() if not k.startswith(patterns.PREFIX)}
    named = of_objects(found)
    for key in sorted({*facts, *named}):
        for pattern, saying in told:
            if patterns.holds(key, pattern):
                found[key] = _both(found[key], saying) if key in found else saying
    for key, assertion in found.items():
        if assertion.each and key in facts:
            found[key] = _spelled_out(assertion, facts[key])
    return dict(sorted(found.items()))


def unmatched(
    assertions: Mapping[str, Assertion], facts: Mapping[str, model.Object]
) -> Iterator[str]:
    """Patterns that nothing fits: misspelt, or no longer needed."""
    for pattern, saying in patterns.of(assertions):
        if saying.exists and not any(patterns.holds(key, pattern) for key in facts):
            yield readable(pattern)
    for key, assertion in assertions.items():
        for path, fields in assertion.each.items():
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
