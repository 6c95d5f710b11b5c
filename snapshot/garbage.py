"""The search for garbage, put off while many objects come and few go."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

# Objects that come before a search among the new; such searches before one among what is left of
# them; and such before one through everything, which is hardly ever: a history stays to the end.
SELDOM = (500_000, 10, 1_000)


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
    """As many more objects must come before each search: comparisons and pages leave some cycles
    behind, which are young, and the usual searches took an eighth of the time."""
    usual = gc.get_threshold()
    gc.unfreeze()  # of the last time; by now much of it may be garbage
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.freeze()  # what is there now is used to the end: the next search need not go through it
        gc.set_threshold(*usual)
