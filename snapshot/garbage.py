"""The search for garbage, put off while many objects come and few go."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

SELDOM = 100_000  # objects that come before a search


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


@contextlib.contextmanager
def seldom_collected() -> Iterator[None]:
    """As many more objects must come before each search: pages leave some cycles behind, and the
    usual hundreds took an eighth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
