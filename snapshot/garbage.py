"""The search for garbage, put off while many objects come and none goes."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

_MANY = 20_000  # Python's own is some hundreds: a fifth of the time that pages take


def rarely_collected() -> None:
    """Search for cycles only after many new objects: nearly all that a command makes stays."""
    gc.set_threshold(_MANY, *gc.get_threshold()[1:])


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles meanwhile: records have none, and it takes a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
