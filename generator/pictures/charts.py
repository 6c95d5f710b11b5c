"""Charts over time and of lengths: how a number grew, what stood open, which is most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import pairwise

import msgspec

from generator.changes import SEVERITIES
from generator.language import counted, gettext, telling
from generator.moments import day
from generator.pictures import svg

_WIDTH, _LEFT, _RIGHT, _TOP, _BOTTOM = 400, 10, 52, 30, 26
MARKED = 80  # snapshots that a chart marks and links, the newest: a page has its limits
DENSE = 30  # marks, from which on they are seen only under the mouse


class Mark(msgspec.Struct, frozen=True):
    """A number at a moment, the words of its tooltip, and where it leads, if it is marked."""

    at: str
    number: int
    title: str
    target: str | None = None


class Span(msgspec.Struct, frozen=True):
    """What was open from a moment on, by severity; None: unknown. Words and target are those of
    the newest `MARKED`."""

    at: str
    open: Mapping[str, int] | None
    title: str
    target: str | None = None


class Bar(msgspec.Struct, frozen=True):
    """A length made of parts of one severity each, with its words."""

    name: str
    parts: tuple[tuple[str, int], ...]
    told: str
    title: str
    target: str | None = None


class _Scale(msgspec.Struct, frozen=True):
    """Moments and numbers → places in a drawing of this height."""

    first: float
    last: float
    low: int
    high: int
    height: int
    width: int = _WIDTH
    left: int = _LEFT

    def x(self, at: str) -> float:
        span = (self.last - self.first) or 1
        return self.left + (_second(at) - self.first) / span * (self.width - self.left - _RIGHT)

    def y(self, number: float) -> float:
        room = (self.high - self.low) or 1
        return self.base - (number - self.low) / room * (self.base - _TOP)

    @property
    def base(self) -> float:
        return self.height - _BOTTOM


def marked(numbers: Sequence[int]) -> list[int]:
    """Which of some numbers a chart marks, by their places: the ends, and the newest that are
    others than those before."""
    return list(dict.fromkeys((0, *_steps(numbers)[-MARKED:], len(numbers) - 1)))


def _steps(numbers: Sequence[int]) -> list[int]:
    """The places of those that are others than those before."""
    return [place for place, (old, new) in enumerate(pairwise(numbers), 1) if old != new]


def growth(marks: Sequence[Mark], noun: str, plural: str, height: int = 150) -> str:
    """A stepped line, from near its minimum: a slow growth would look flat from zero.

    Needs two marks. Each change of the number is marked, the newest of them at most.
    """
    numbers = [mark.number for mark in marks]
    seconds = [_second(mark.at) for mark in marks]  # the order is not the clock's
    at = _Scale(min(seconds), max(seconds), min(numbers), max(numbers), height)
    steps = [marks[place] for place in _steps(numbers)]
    n = svg.number
    path = f"M{n(at.x(marks[0].at))} {n(at.y(marks[0].number))}" + "".join(
        f"H{n(at.x(mark.at))}V{n(at.y(mark.number))}" for mark in steps
    ) + f"H{n(at.x(marks[-1].at))}"  # fmt: skip
    shown = list(dict.fromkeys(marks[place] for place in marked(numbers)))
    dots = "".join(
        svg.link(
            f'<circle class="sc-hit" cx="{n(at.x(m.at))}" cy="{n(at.y(m.number))}" r="9"/>'
            f'<circle class="sc-mark" cx="{n(at.x(m.at))}" cy="{n(at.y(m.number))}" r="3.2"/>',
            m.target, telling(day(m.at), f"{counted(m.number, noun, plural)} ({m.title})"),
        )
        for m in shown
    )  # fmt: skip
    first, last = marks[0], marks[-1]
    body = (
        svg.path(f"M{at.left} {n(at.base + 0.5)}H{at.width - _RIGHT}", "sc-axis")
        + svg.path(f"{path}V{n(at.base)}H{at.left}z", "sc-area") + svg.path(path, "sc-curve")
        + dots
        + svg.words(first.number, at.left, _above(at, first, steps))
        + svg.words(last.number, at.width - _RIGHT + 9, at.y(last.number) + 4.5, "sc-last")
        + _ends(at, first.at, last.at)
    )  # fmt: skip
    what = gettext(plural)
    label = gettext(
        "%(what)s over time: %(old)s on %(first)s, %(new)s on %(last)s",
        what=what[:1].upper() + what[1:], old=first.number, first=day(first.at),
        new=last.number, last=day(last.at),
    )  # fmt: skip
    name = "sc-growth sc-dense" if len(shown) > DENSE else "sc-growth"
    return svg.drawing(body, (at.width, height), label, name, wide=False)


def _above(at: _Scale, first: Mark, steps: Sequence[Mark]) -> float:
    """The base line of the first number: above its point, below where the line climbs at once."""
    y = at.y(first.number)
    climbs = bool(steps) and at.x(steps[0].at) < at.left + 40 and steps[0].number > first.number
    return y + 18 if climbs and y + 18 < at.base else y - 10


def drift(spans: Sequence[Span], height: int = 190) -> str:
    """Findings that were open, stacked by severity; where nobody could tell, a dashed block."""
    most = max((sum(s.open.values()) for s in spans if s.open), default=0)
    seconds = [_second(span.at) for span in spans]
    first, last = min(seconds), max(seconds)
    tail = (last - first) * 0.04 or 86400.0  # what the last one found is open after it
    at = _Scale(first, last + tail, 0, max(most, 1), height, width=560, left=34)
    ends = [*(at.x(span.at) for span in spans[1:]), float(at.width - _RIGHT)]
    body = _grid(at) + _stacks(at, spans, ends) + _places(at, spans, ends)
    now = spans[-1].open
    label = gettext(
        "Open findings from %(first)s to %(last)s: %(most)s at most, %(now)s at last",
        first=day(spans[0].at), last=day(spans[-1].at), most=most,
        now=gettext("unknown") if now is None else sum(now.values()),
    )  # fmt: skip
    return svg.drawing(
        body + _ends(at, spans[0].at, spans[-1].at), (at.width, height), label, "sc-drifted",
        wide=False,
    )  # fmt: skip


def _grid(at: _Scale) -> str:
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 10**6) if at.high / s <= 4)
    n = svg.number
    return "".join(
        svg.path(f"M{at.left} {n(at.y(value) + 0.5)}H{at.width - _RIGHT}", "sc-axis")
        + svg.words(value, at.left - 8, at.y(value) + 4.5, anchor="end")
        for value in range(0, at.high + 1, step)
    )


def _stacks(at: _Scale, spans: Sequence[Span], ends: Sequence[float]) -> str:
    """One path for each severity: blocks from snapshot to snapshot, those of one height as one."""
    n = svg.number
    parts: dict[str, list[str]] = {severity: [] for severity in (*SEVERITIES, "unknown")}
    begin = at.x(spans[0].at)
    for place, (span, end) in enumerate(zip(spans, ends, strict=True)):
        if place + 1 < len(spans) and spans[place + 1].open == span.open:
            continue  # the next one goes on with it
        if span.open is None:
            top = at.y(at.high)
            parts["unknown"].append(
                f"M{n(begin)} {n(top)}H{n(end)}V{n(at.base)}H{n(begin)}z"
            )  # fmt: skip
        base = 0
        for severity in SEVERITIES:
            number = span.open.get(severity, 0) if span.open else 0
            if number:
                low, high = n(at.y(base)), n(at.y(base + number))
                parts[severity].append(f"M{n(begin)} {low}V{high}H{n(end)}V{low}z")
            base += number
        begin = end
    return "".join(
        svg.path("".join(found), f"sc-stack sc-{severity}")
        for severity, found in parts.items() if found
    )  # fmt: skip


def _places(at: _Scale, spans: Sequence[Span], ends: Sequence[float]) -> str:
    """What answers the mouse: one upright strip for each of the newest snapshots."""
    shown = list(zip(spans, ends, strict=True))[-MARKED:]
    return "".join(
        svg.link(
            svg.box(at.x(s.at), _TOP - 6, (max(end - at.x(s.at), 1), at.base - _TOP + 6)),
            s.target, s.title, "sc-strip-of",
        )
        for s, end in shown
    )  # fmt: skip


def bars(rows: Sequence[Bar], label: str) -> str:
    """Level bars under their names, the longest as long as the drawing."""
    width, step = 420, 38
    most = max(sum(number for _, number in row.parts) for row in rows) or 1
    body = []
    for place, row in enumerate(rows):
        y, x = place * step + 14.0, 0.0
        parts = [
            svg.box(0, place * step, (width, step), "sc-hit"),
            svg.words(svg.short(row.name, 36), 0, y, "sc-nm"),
            svg.words(row.told, width, y, anchor="end"),
            svg.box(0, y + 7, (width, 7), "sc-track", 3.5),
        ]
        for severity, number in row.parts:
            long = number / most * width
            parts.append(svg.box(x, y + 7, (max(long, 2), 7), f"sc-part sc-{severity}", 2))
            x += long
        body.append(svg.link("".join(parts), row.target, row.title, "sc-bar"))
    return svg.drawing("".join(body), (width, len(rows) * step), label, "sc-bars", wide=False)


def spark(marks: Sequence[Mark], label: str) -> str:
    """A line of a word's height, for the row of a table. Needs two marks."""
    numbers = [mark.number for mark in marks]
    low, room = min(numbers), (max(numbers) - min(numbers)) or 1
    seconds = [_second(mark.at) for mark in marks]
    first, span = min(seconds), (max(seconds) - min(seconds)) or 1
    n, base = svg.number, 18 if max(numbers) > low else 11
    begin, *turns, end = (
        (n(2 + (seconds[place] - first) / span * 92), n(base - (numbers[place] - low) / room * 14))
        for place in (0, *_steps(numbers), -1)
    )
    path = f"M{begin[0]} {begin[1]}" + "".join(f"H{x}V{y}" for x, y in turns) + f"H{end[0]}"
    dot = f'<circle class="sc-mark" cx="{end[0]}" cy="{end[1]}" r="2.2"/>'
    return svg.drawing(svg.path(path, "sc-curve") + dot, (100, 22), label, "sc-spark", wide=False)


def _ends(at: _Scale, first: str, last: str) -> str:
    """The first and the last day, under the axis."""
    y = at.height - 7
    return svg.words(day(first), at.left, y) + svg.words(day(last), at.width - _RIGHT, y, "", "end")


@lru_cache(1 << 14)
def _second(at: str) -> float:
    return datetime.fromisoformat(at).timestamp()
