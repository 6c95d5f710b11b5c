"""A relation diagram: tables as boxes, foreign keys as lines from the parent to the child."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from generator.pictures import svg
from generator.pictures.layout import Point, arrange

_NAME, _ROW = 7.7, 6.9  # width of a letter in a heading, in a row
_HEAD, _LINE, _PAD = 27.0, 17.0, 11.0
_MOST = 34  # letters of a name that are shown
_ROUND = 7.0
HUES = 12  # that the style sheet has for domains


class Row(msgspec.Struct, frozen=True):
    """A column in a box; `mark` says what it is: PK, FK, or nothing."""

    mark: str
    name: str


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One box. `target` is its page's address as the page of the drawing writes it."""

    name: str
    title: str
    target: str | None
    hue: int | None  # of its domain, 0 … HUES - 1; None: it is in no domain
    rows: tuple[Row, ...] = ()
    more: str = ""  # what the box does not list
    focus: bool = False  # what the drawing is about
    outside: bool = False  # not of what the drawing is about


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One foreign key, between two boxes by their place."""

    parent: int
    child: int
    title: str
    target: str | None
    many: bool = True  # several rows of the child may refer to one of the parent
    optional: bool = False  # a row of the child may refer to none
    holds: bool = True  # it is validated, enforced and not disabled


def draw(tables: Sequence[Table], lines: Sequence[Line], label: str, *, tight: bool) -> str:
    """The SVG; `tight` where boxes are names only. Raises NoLayout when there is no layout."""
    ends = [0] * len(tables)
    for line in lines:
        ends[line.parent] += 1
        ends[line.child] += 1
    sizes = [_size(table, end) for table, end in zip(tables, ends, strict=True)]
    placed = arrange(
        sizes, [(line.parent, line.child) for line in lines],
        apart=13 if tight else 26, between=_between(lines, tight),
    )  # fmt: skip
    drawn = zip(lines, placed.lines, strict=True)
    body = [_line(line, points, signs=not tight) for line, points in drawn]
    for place, (table, at, size) in enumerate(zip(tables, placed.corners, sizes, strict=True)):
        body.append(_table(table, at, size, place))
    return svg.drawing("".join(body), (placed.width, placed.height), label, "sc-er")


def _between(lines: Sequence[Line], tight: bool) -> float:
    """Room between layers: each line needs a lane there, and its ends need their signs."""
    return 58.0 if tight else max(66.0, min(190.0, 9.0 * len(lines)))


def _size(table: Table, ends: int) -> Point:
    widest = max(
        svg.cells(svg.short(table.name, _MOST)) * _NAME,
        *(svg.cells(svg.short(row.name, _MOST)) * _ROW + 24 for row in table.rows),
        svg.cells(table.more) * _ROW,
        60.0,
    )
    rows = len(table.rows) + bool(table.more)
    high = _HEAD + (rows * _LINE + 8 if rows else 0)
    # Each line needs a little of the border; on which side it ends nobody knows yet.
    each, most = (13.0, 270.0) if table.focus else (9.0 if table.rows else 7.0, 180.0)
    needed = min(ends * each, most)
    return round(widest + 2 * _PAD + 4), max(high, needed)


def _table(table: Table, at: Point, size: Point, place: int) -> str:
    x, y = at
    width, height = size
    bare = not (table.rows or table.more)
    head = height if bare else _HEAD
    parts = [
        svg.box(x, y, size, "sc-box sc-hd" if bare else "sc-box", 6),
        "" if bare else svg.path(_top(x, y, width), "sc-hd"),
        svg.box(x, y + 5, (3, head - 10), "sc-band", 1.5),
        svg.words(svg.short(table.name, _MOST), x + _PAD + 2, y + head / 2 + 4.5, "sc-nm"),
    ]
    base = y + _HEAD + 15
    for row in table.rows:
        if row.mark:
            parts.append(svg.words(row.mark, x + _PAD + 2, base, "sc-mk"))
        parts.append(svg.words(svg.short(row.name, _MOST), x + _PAD + 25, base))
        base += _LINE
    if table.more:
        parts.append(svg.words(table.more, x + _PAD + 2, base, "sc-mk"))
    hue = "sc-none" if table.hue is None else f"sc-hue{table.hue}"
    names = ["sc-t", hue, *(["sc-focus"] if table.focus else []),
             *(["sc-outside"] if table.outside else [])]  # fmt: skip
    return svg.link("".join(parts), table.target, table.title, " ".join(names), is_=str(place))


def _top(x: float, y: float, width: float) -> str:
    """The heading's ground: rounded above, where it fills the corners of the box."""
    n = svg.number
    return (
        f"M{n(x)} {n(y + _HEAD)}v{n(6 - _HEAD)}q0 -6 6 -6h{n(width - 12)}q6 0 6 6v{n(_HEAD - 6)}z"
    )


def _line(line: Line, points: Sequence[Point], *, signs: bool) -> str:
    """One bent line, its signs at both ends or at the child, and a broad one for the mouse."""
    bent = _bent(points)
    marks = _child_end(points[-1], points[-2], line.many)
    if signs:
        marks += _parent_end(points[0], points[1], line.optional)
    parts = svg.path(bent, "sc-hit") + svg.path(bent, "sc-ln") + svg.path(marks, "sc-ln sc-sg")
    name = "sc-k" if line.holds else "sc-k sc-loose"
    ends = f"{line.parent} {line.child}"
    return svg.link(parts, line.target, line.title, name, stop=False, is_=ends)  # lists have it too


def _bent(points: Sequence[Point]) -> str:
    n = svg.number
    found = f"M{n(points[0][0])} {n(points[0][1])}"
    for before, at, after in zip(points, points[1:], points[2:], strict=False):
        room = min(_ROUND, _length(before, at) / 2, _length(at, after) / 2)
        one, two = _toward(at, before, room), _toward(at, after, room)
        found += f"L{n(one[0])} {n(one[1])}Q{n(at[0])} {n(at[1])} {n(two[0])} {n(two[1])}"
    return f"{found}L{n(points[-1][0])} {n(points[-1][1])}"


def _parent_end(at: Point, beyond: Point, optional: bool) -> str:
    """A bar: exactly one row; a circle: one or none."""
    if optional:
        x, y = _toward(at, beyond, 6)
        n = svg.number
        return f"M{n(x - 3)} {n(y)}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0"
    return _bar(at, beyond, 7)


def _child_end(at: Point, beyond: Point, many: bool) -> str:
    """A crow's foot: any number of rows; a bar: one at most."""
    if not many:
        return _bar(at, beyond, 7)
    n = svg.number
    x, y = _toward(at, beyond, 9)
    across, along = (5, 0) if abs(beyond[0] - at[0]) < 0.05 else (0, 5)
    return "".join(
        f"M{n(x)} {n(y)}L{n(at[0] + across * side)} {n(at[1] + along * side)}" for side in (-1, 1)
    )


def _bar(at: Point, beyond: Point, away: float) -> str:
    n = svg.number
    x, y = _toward(at, beyond, away)
    if abs(beyond[0] - at[0]) < 0.05:
        return f"M{n(x - 4)} {n(y)}h8"
    return f"M{n(x)} {n(y - 4)}v8"


def _length(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])  # all lines are level or upright


def _toward(at: Point, goal: Point, far: float) -> Point:
    """The point so far from `at` on the way to `goal`."""
    whole = _length(at, goal) or 1.0
    return at[0] + (goal[0] - at[0]) * far / whole, at[1] + (goal[1] - at[1]) * far / whole
