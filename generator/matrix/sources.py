"""What is kept of the configured databases, as the sources of a matrix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from generator.language import gettext
from generator.side import Side
from snapshot.records import Header
from snapshot.sources import Origins
from snapshot.store import Assertion


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A state or an expectation; or, with `missing`, one that could not be had.

    Those of one `origin` are one voice, such as the code and an expectation that is built from it.
    """

    name: str
    label: str
    origin: str
    side: Side | None = None
    told: Mapping[str, Assertion] | None = None
    missing: str | None = None
    note: str | None = None  # such as: the last capture of it failed


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What the records say of one database."""

    name: str
    origins: Origins
    last: Header | None  # of the last record, even if that capture failed
    good: Header | None = None  # of the last that has a state
    side: Side | None = None
    told: Mapping[str, Assertion] = {}  # the expectation in force at that record


def sources(kept: Iterable[Kept]) -> list[Source]:
    """The databases in their order, then what is expected of each; equal expectations once."""
    kept = list(kept)
    states = [_state(each) for each in kept]
    found: list[Source] = []
    for source in (one for each in kept for one in _expectation(each)):
        same = next(
            (n for n, one in enumerate(found) if one.told and one.told == source.told), None
        )
        if same is None:
            found.append(source)
        else:
            label = f"{found[same].label}, {source.label}"
            found[same] = msgspec.structs.replace(found[same], label=label)
    return [*states, *found]


def _state(kept: Kept) -> Source:
    name, last, good = kept.name, kept.last, kept.good
    if good is None:
        why = gettext("there is no snapshot yet") if last is None else gettext(
            "no capture succeeded: %(why)s", why=last.failure
        )  # fmt: skip
        return Source(name=name, label=name, origin=kept.origins.state, missing=why)
    note = None
    if last is not None and last.failed:
        note = gettext("the capture of %(last)s failed (%(why)s); this is %(good)s",
                       last=last.at, why=last.failure, good=good.at)  # fmt: skip
    return Source(
        name=name, label=f"{name}@{good.at}", origin=kept.origins.state, side=kept.side, note=note
    )


def _expectation(kept: Kept) -> Iterator[Source]:
    """What is expected of a database, as its last good record has it."""
    good = kept.good
    if good is None or (kept.origins.expected is None and good.expectation is None):
        return  # nobody says anything, or nothing is known of the database either
    name = f"expected:{kept.name}"
    origin = kept.origins.expected or name
    if good.expectation is not None and not good.untold:
        yield Source(name=name, label=f"{name}@{good.at}", origin=origin, told=kept.told)
        return
    why = (good.untold or "").split("\n")[0] or (
        gettext("it is in no record yet: `chronicle snapshot %(name)s`", name=kept.name)
    )
    yield Source(name=name, label=name, origin=origin, missing=why)
