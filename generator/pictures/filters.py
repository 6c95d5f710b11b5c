"""What templates draw with: each filter gives SVG of one line, its links those of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from jinja2 import pass_context
from jinja2.runtime import Context

from generator import links
from generator.changes import SEVERITIES
from generator.history import Finding, Moment
from generator.language import counted, gettext, of_sort, pgettext, telling
from generator.moments import day
from generator.pictures import charts
from generator.pictures.calendar import calendar as _calendar
from generator.pictures.calendar import weeks
from generator.pictures.relating import Drawn
from generator.pictures.svg import Href
from generator.trends import Changed, Day, DomainGrowth, Load, Point

OLDEST = 12  # open findings whose age is drawn
YEARS = 3  # that the calendar goes back


def _href(context: Context) -> Href:
    here = context["page"].path
    return lambda target: links.built(here, target)


def _to_report(context: Context, moment: Moment) -> str:
    return _href(context)(context["book"].links.report(moment.stem))


def _label(moment: Moment) -> str:
    return moment.header.context.label or moment.header.why


@pass_context
def around(context: Context, key: str) -> Drawn | None:
    """A table and its neighbours."""
    found: Drawn | None = context["book"].relating.around(key, _href(context))
    return found


@pass_context
def within(context: Context, domain: Any) -> Drawn | None:
    """The tables of a domain."""
    keys = [row.key for row in domain.rows]
    found: Drawn | None = context["book"].relating.within(domain.name, keys, _href(context))
    return found


@pass_context
def whole(context: Context, book: Any) -> Drawn | None:
    """All tables of a database."""
    found: Drawn | None = book.relating.whole(_href(context))
    return found


@pass_context
def growth(context: Context, points: Sequence[Point], noun: str, plural: str) -> str:
    """A number over time; "" while there are not two of them."""
    if len(points) < 2:
        return ""
    marks = [charts.Mark(p.moment.header.at, p.number, _label(p.moment)) for p in points]
    for place in charts.marked([p.number for p in points]):
        target = _to_report(context, points[place].moment)
        marks[place] = msgspec.structs.replace(marks[place], target=target)
    return charts.growth(marks, noun, plural)


@pass_context
def calendars(context: Context, days: Sequence[Day], most: int = YEARS) -> list[str]:
    """The last year of changes, then the years before it, `most` in all."""
    if not days:
        return []

    def leads(to: Day) -> str:
        return _to_report(context, to.moments[-1])

    last = days[-1].date
    found: list[str] = []
    while len(found) < most and last >= days[0].date:
        found.append(_calendar(days, last, leads))
        last = _eve(weeks(last)[0].isoformat())
    return found


def _eve(at: str) -> str:
    from datetime import date, timedelta

    return (date.fromisoformat(at) - timedelta(days=1)).isoformat()


@pass_context
def drift(context: Context, loads: Sequence[Load]) -> str:
    """What was open over time; "" while there are not two snapshots."""
    spans = [
        charts.Span(load.moment.header.at, load.open, "") for load in loads[: -charts.MARKED]
    ] + [
        charts.Span(
            load.moment.header.at, load.open,
            telling(f"{day(load.moment.header.at)}, {_label(load.moment)}", _told(load)),
            _to_report(context, load.moment),
        )
        for load in loads[-charts.MARKED :]
    ]  # fmt: skip
    return charts.drift(spans) if len(spans) > 1 else ""


def _told(load: Load) -> str:
    if load.open is None:
        return gettext("the capture failed") if load.moment.failed else gettext("nobody can tell")
    parts = [of_sort(load.open[s], s) for s in SEVERITIES if load.open.get(s)]
    whole = counted(sum(load.open.values()), "open finding")
    return f"{whole} ({', '.join(parts)})" if parts else whole


@pass_context
def ages(context: Context, findings: Sequence[Finding]) -> str:
    """How long the oldest findings are open; "" when there is none."""
    book = context["book"]
    rows = [
        charts.Bar(
            f.change.name, ((f.change.severity, f.age.days),),
            counted(f.age.days, "day") if f.age.days else pgettext("a finding", "new"),
            gettext(
                "%(severity)s: %(sentence)s, since %(day)s", severity=gettext(f.change.severity),
                sentence=f.change.sentence, day=day(f.age.since),
            ),
            _page_of(context, book.links.object(f.change.object, f.change.part)),
        )
        for f in findings[:OLDEST]
    ]  # fmt: skip
    return (
        charts.bars(rows, gettext("How long findings are open, the oldest first")) if rows else ""
    )


@pass_context
def most_changed(context: Context, tables: Sequence[Changed], most: int = 0) -> str:
    """The tables that changed most; "" when none did."""
    book = context["book"]
    rows = []
    for each in tables[: most or None]:
        name = context.environment.filters["name"](context, each.key)
        parts = tuple((s, each.severities[s]) for s in SEVERITIES if each.severities.get(s))
        told = ", ".join(of_sort(number, severity) for severity, number in parts)
        rows.append(charts.Bar(
            name, parts, counted(each.number, "change"),
            gettext("%(name)s: %(changes)s, in %(snapshots)s", name=name, changes=told,
                    snapshots=counted(each.snapshots, "snapshot")),
            _page_of(context, book.links.object(each.key)),
        ))  # fmt: skip
    return charts.bars(rows, gettext("The tables that changed most")) if rows else ""


def _page_of(context: Context, target: str | None) -> str | None:
    return None if target is None else _href(context)(target)


def spark(domain: DomainGrowth) -> str:
    """The columns of a domain over time, small; "" while there are not two numbers."""
    marks = [charts.Mark(p.moment.header.at, p.number, "") for p in domain.points]
    if len(marks) < 2:
        return ""
    return charts.spark(
        marks,
        gettext("From %(first)s to %(last)s columns", first=marks[0].number, last=marks[-1].number),
    )


FILTERS = (
    around, within, whole, growth, calendars, drift, ages, most_changed, spark,
)  # fmt: skip
