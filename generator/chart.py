"""One small drawing, made at build time: how a number grew from snapshot to snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 560, 150, 8, 44, 14, 20


class Point(msgspec.Struct, frozen=True):
    """A number at a moment; the label is a tooltip."""

    at: str
    number: int
    label: str


def growth(points: Sequence[Point], noun: str) -> str:
    """An SVG of a stepped line; colours come from the style sheet. Needs two points."""
    seconds = [datetime.fromisoformat(point.at).timestamp() for point in points]
    low, high = min(p.number for p in points), max(p.number for p in points)
    span, room = (seconds[-1] - seconds[0]) or 1, (high - low) or 1

    def x(second: float) -> float:
        return _LEFT + (second - seconds[0]) / span * (_WIDTH - _LEFT - _RIGHT)

    def y(number: int) -> float:
        return _HEIGHT - _BOTTOM - (number - low) / room * (_HEIGHT - _TOP - _BOTTOM)

    path = f"M{x(seconds[0]):.1f} {y(points[0].number):.1f}" + "".join(
        f"H{x(second):.1f}V{y(point.number):.1f}"
        for second, point in zip(seconds[1:], points[1:], strict=True)
    )
    dots = "".join(
        f'<circle cx="{x(second):.1f}" cy="{y(point.number):.1f}" r="3">'
        f"<title>{point.label}: {point.number} {noun}</title></circle>"
        for second, point in zip(seconds, points, strict=True)
    )
    base, last = _HEIGHT - _BOTTOM + 0.5, points[-1]
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{noun} over time">'
        f'<path class="sc-axis" d="M{_LEFT} {base}H{_WIDTH - _RIGHT}"/>'
        f'<path class="sc-area" d="{path}V{base}H{_LEFT}Z"/>'
        f'<path class="sc-curve" d="{path}"/>{dots}'
        f'<text x="{_WIDTH - _RIGHT + 8}" y="{y(last.number) + 4:.1f}">{last.number}</text>'
        f'<text x="{_LEFT}" y="{y(points[0].number) - 9:.1f}">{points[0].number}</text>'
        f'<text x="{_LEFT}" y="{_HEIGHT - 5}">{points[0].label}</text>'
        f'<text x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 5}" text-anchor="end">{last.label}</text>'
        "</svg>"
    )
