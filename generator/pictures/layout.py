"""Where boxes stand, and how lines run between them: the only importer of the layout engine.

graphlay has no wheel for some systems (musl); there nothing is drawn, and the pages say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from types import ModuleType
from typing import Any

import msgspec

from generator.language import gettext, noted

Point = tuple[float, float]
MISSING = noted("the layout engine, graphlay, is not installed where these pages were built")
_MARGIN = 10.0


class Layout(msgspec.Struct, frozen=True):
    """A drawing's geometry: `corners[i]` is the upper left one of box i, `lines[i]` leads from the
    border of its first box to that of its second."""

    corners: tuple[Point, ...]
    lines: tuple[tuple[Point, ...], ...]
    width: float
    height: float


class NoLayout(Exception):
    """Nothing can be drawn; its words say why."""


def arrange(
    sizes: Sequence[Point], pairs: Sequence[tuple[int, int]], *, apart: float, between: float
) -> Layout:
    """Boxes from left to right along the pairs (from, to), the same for the same input.

    `apart`: between boxes above each other; `between`: from one layer to the next. Raises NoLayout.
    """
    engine = _engine()
    if engine is None:
        raise NoLayout(gettext(MISSING))
    nodes = [
        {"size": {"width": width, "height": height}, "shape": "box", "key": str(place)}
        for place, (width, height) in enumerate(sizes)
    ]
    edges = [{"source": one, "target": other, "weight": 1.0} for one, other in pairs]
    options = {
        "direction": "leftright",
        "spacing": {"node_gap": apart, "layer_gap": between, "isolated_gap": apart,
                    "isolated_max_columns": 5},
        "routing": {"port_sides": "facing_only"},
    }  # fmt: skip
    try:
        found = engine.layout({"nodes": nodes, "edges": edges}, options=options)
    except engine.GraphlayError as error:
        raise NoLayout(
            gettext("the layout engine could not place the tables (%(error)s)", error=error)
        ) from error
    return _shifted(found)


@cache
def _engine() -> ModuleType | None:
    try:
        import graphlay
    except ImportError:
        return None
    return graphlay


def _shifted(found: Any) -> Layout:
    """The same in whole units, with its upper left corner at the margin."""
    low, high = found.bounds["min"], found.bounds["max"]
    left, top = _MARGIN - low["x"], _MARGIN - low["y"]
    return Layout(
        corners=tuple(
            (
                round(node["center"]["x"] - node["size"]["width"] / 2 + left),
                round(node["center"]["y"] - node["size"]["height"] / 2 + top),
            )
            for node in found.nodes
        ),
        lines=tuple(
            tuple((round(point["x"] + left), round(point["y"] + top)) for point in edge["points"])
            for edge in found.edges
        ),
        width=round(high["x"] - low["x"] + 2 * _MARGIN),
        height=round(high["y"] - low["y"] + 2 * _MARGIN),
    )  # fmt: skip
