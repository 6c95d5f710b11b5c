"""Generated mutations: no field of the model is dropped by differ, reader or writer."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from generator.diff import Side, diff
from snapshot import model
from tests.oracle.generated import Field, Mutation, Place, mutations


def named(old: model.State, new: model.State) -> set[Place]:
    """What a comparison says, folds too: object, part, field."""
    found = diff(Side(old), Side(new))
    return {(c.object, c.part, c.field) for c in (*found.changes, *found.folds)}
