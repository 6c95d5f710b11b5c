"""What ALTER cannot change: the thing is dropped and made again for it."""

from __future__ import annotations

from typing import Any

from generator.changes import Change

_MAKES_ANEW = {  # kind → the fields
    "index": ("keys", "include", "predicate", "unique", "using", "nulls_not_distinct"),
    "primary_key": ("columns", "include", "without_overlaps", "deferrable", "initially_deferred"),
    "unique_constraint": ("columns", "include", "without_overlaps", "nulls_not_distinct",
                          "deferrable", "initially_deferred"),
    "exclusion_constraint": ("definition",),
    "check_constraint": ("expression", "no_inherit"),
    "foreign_key": ("columns", "references", "referenced_columns", "on_update", "on_delete",
                    "on_delete_columns", "match", "period"),
}  # fmt: skip


def remakes(change: Change) -> bool:
    """Whether the thing is dropped and made again for it."""
    if change.action == "recreated":
        return True
    if change.kind == "index" and change.field == "keys":
        return bool(_without_statistics(change.old) != _without_statistics(change.new))
    return change.field in _MAKES_ANEW.get(change.kind, ())


def _without_statistics(keys: Any) -> Any:
    """The keys of an index without what ALTER INDEX can change."""
    return [
        {f: v for f, v in key.items() if f != "statistics"} if isinstance(key, dict) else key
        for key in keys or ()
    ]
