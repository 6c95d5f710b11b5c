"""Moments and days as pages tell them: in one time zone, which is the team's to choose.

Records, addresses, data and the terminal speak of UTC; only what people read on a page is told
here. Whoever makes pages sets the zone around it, and the machine's own zone is never asked.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime, tzinfo
from functools import lru_cache

from generator.language import gettext, noted, spoken

_MONTHS = (
    noted("Jan"), noted("Feb"), noted("Mar"), noted("Apr"), noted("May"), noted("Jun"),
    noted("Jul"), noted("Aug"), noted("Sep"), noted("Oct"), noted("Nov"), noted("Dec"),
)  # fmt: skip
_DAY = len("2025-09-06")
_ZONE: ContextVar[tzinfo] = ContextVar("zone", default=UTC)


@contextlib.contextmanager
def told_in(zone: tzinfo) -> Iterator[None]:
    """All that is told within is told in this zone; outside of any it is UTC."""
    before = _ZONE.set(zone)
    try:
        yield
    finally:
        _ZONE.reset(before)


def zone() -> str:
    """The name of the zone that is told in: `UTC`, `America/Toronto`."""
    return str(_ZONE.get())


def date(at: str) -> str:
    """The day of a moment, as `2025-09-06`; what is a day already stays that day."""
    return at if len(at) == _DAY else _local(at, _ZONE.get())[:_DAY]


def day(at: str) -> str:
    """The day of a moment, or a day, as `6 Sep 2025`, whatever the machine's language."""
    return _told(date(at), spoken())


@lru_cache(1 << 14)
def _told(date_: str, language: str) -> str:
    """The same of a day, in the language that is spoken."""
    year, named, number = date_.split("-")
    first = gettext("1") if int(number) == 1 else int(number)  # which French tells otherwise
    return f"{first} {month(int(named))} {year}"


def month(number: int) -> str:
    """`Sep` for 9."""
    return gettext(_MONTHS[number - 1])


def clock(at: str) -> str:
    """The time of a moment: `08:00 EDT`."""
    return _local(at, _ZONE.get())[_DAY + 1 :]


def local(at: str) -> str:
    """Both, to be cut in two by a script: `2025-09-06 08:00 EDT`."""
    return _local(at, _ZONE.get())


@lru_cache(1 << 14)
def _local(at: str, zone: tzinfo) -> str:
    moment = datetime.fromisoformat(at)
    with contextlib.suppress(OverflowError):  # the first or the last day that there is
        moment = moment.astimezone(zone)
    name = moment.tzname() or "UTC"
    if name[0] in "+-":  # a zone without letters of its own
        sign, hours, minutes = name[0].replace("-", "−"), name[1:3], name[3:]
        name = f"UTC{sign}{hours}" + (f":{minutes}" if minutes else "")
    return f"{moment.year:04}-{moment.month:02}-{moment.day:02} {moment:%H:%M} {name}"
