"""A year of weeks: one cell a day, with how much changed, how bad that was, and its report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from generator.language import counted, gettext, noted, telling
from generator.moments import day, month
from generator.pictures import svg
from generator.trends import Day

_STEP, _CELL = 20, 18
_LEFT, _TOP = 34, 20
_WIDTH, _HEIGHT = _LEFT + 53 * _STEP, _TOP + 7 * _STEP


def calendar(days: Sequence[Day], last: str, leads: Callable[[Day], str | None]) -> str:
    """The 53 weeks that end with the day `last`; `leads`: a day → where its cell leads.

    Days before the first one are outlines only: nobody watched then. `days` are all that there are.
    """
    start, end = weeks(last)
    first = date.fromisoformat(days[0].date)
    told = {each.date: each for each in days}
    plain: dict[str, list[str]] = {"sc-day": [], "sc-unwatched": []}
    cells = []
    for offset in range((end - start).days + 1):
        at = start + timedelta(days=offset)
        x, y = _LEFT + offset // 7 * _STEP, _TOP + offset % 7 * _STEP
        known = told.get(at.isoformat())
        if known is None:
            name = "sc-day" if at > first else "sc-unwatched"
            plain[name].append(f"M{x + 0.5} {y + 0.5}h{_CELL - 1}v{_CELL - 1}h{1 - _CELL}z")
        else:
            cells.append(_cell(known, x, y, leads(known)))
    ground = "".join(svg.path("".join(found), name) for name, found in plain.items() if found)
    label = gettext(
        "Changes from %(first)s to %(last)s, by day",
        first=day(start.isoformat()), last=day(end.isoformat()),
    )  # fmt: skip
    body = ground + _heads(start, end) + "".join(cells)
    return svg.drawing(body, (_WIDTH, _HEIGHT), label, "sc-calendar")


_WEEKDAYS = ((0, noted("Mon")), (2, noted("Wed")), (4, noted("Fri")))


def _heads(start: date, end: date) -> str:
    """The months above, where their first Monday is; some days of the week beside."""
    found = []
    for week in range(53):
        monday = start + timedelta(days=7 * week)
        if monday.day <= 7 and week < 52:
            year = f" {monday.year}" if monday.month == 1 else ""
            x = _LEFT + week * _STEP
            found.append(svg.words(f"{month(monday.month)}{year}", x, _TOP - 7))
    for row, name in _WEEKDAYS:
        found.append(svg.words(gettext(name), _LEFT - 6, _TOP + row * _STEP + 13, anchor="end"))
    return "".join(found)


def _cell(told: Day, x: int, y: int, target: str | None) -> str:
    tone, figure = _shown(told)
    narrow = "sc-narrow" if len(figure) > 2 else ""
    body = svg.box(x, y, (_CELL, _CELL), round_=3) + svg.words(
        figure, x + _CELL / 2, y + _CELL / 2 + 4, narrow, "middle"
    )
    return svg.link(
        body,
        target,
        telling(day(told.date), _words(told)),
        f"sc-on sc-{tone}",
    )


def _shown(told: Day) -> tuple[str, str]:
    """The tone and the figure of a cell."""
    if told.failed:
        return "failed", "×"
    if told.worst is None:
        return "quiet", "·"
    return told.worst, str(told.changes) if told.changes < 1000 else f"{told.changes // 1000}k"


def _words(told: Day) -> str:
    names = "; ".join(moment.header.context.label or moment.header.why for moment in told.moments)
    if told.failed:
        return gettext("the capture failed (%(names)s)", names=names)
    if told.worst is None:
        return gettext("no change (%(names)s)", names=names)
    worst = gettext(told.worst)
    if told.changes > 1:
        worst = gettext("the worst is %(severity)s", severity=worst)
    return f"{counted(told.changes, 'change')}, {worst} ({names})"


def weeks(last: str, number: int = 53) -> tuple[date, date]:
    """The Monday on which so many weeks begin that end with the one of a day, and that day."""
    end = date.fromisoformat(last[:10])
    return end - timedelta(days=end.weekday() + 7 * (number - 1)), end
