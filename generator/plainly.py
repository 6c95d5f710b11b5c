"""An object as a plain map that all who look at it in one step share.

The fact that a snapshot brought is checked, compared with what it was and with what it is to be,
and overlaid with what is asserted: each takes the same map of it.
"""

from __future__ import annotations

from typing import Any

from snapshot import model

_FEW = 64  # as many as one snapshot changes: a map of every object is too much to keep
_lately: dict[int, tuple[model.Object, dict[str, Any]]] = {}  # by identity; the last at the end


def shared(thing: model.Object) -> dict[str, Any]:
    """The same as `model.plain`, for those who only read it: made once for the very same thing."""
    kept = _lately.pop(id(thing), None)
    if kept is None or kept[0] is not thing:
        kept = (thing, model.plain(thing))
        if len(_lately) >= _FEW:
            del _lately[next(iter(_lately))]
    _lately[id(thing)] = kept
    return kept[1]
