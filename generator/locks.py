"""The table lock that the plain form of each change takes: data for `hazards.py`.

The key is `<kind>-<field>-<action>`, as in `severities.py`, the most specific first; None where
nobody waits for it. Every line was measured: `tests/test_hazards.py` holds them to `pg_locks`.
"""

from __future__ import annotations

from generator.changes import Lock

_ALL: Lock = "access exclusive"
_NO_WRITES: Lock = "share row exclusive"
_NO_DDL: Lock = "share update exclusive"
_ROW_KINDS = ("table", "partition", "materialized_view")
_WITH_INDEX = ("primary_key", "unique_constraint", "exclusion_constraint")
_CONSTRAINTS = (*_WITH_INDEX, "foreign_key", "check_constraint", "not_null")
_WAITED_FOR = (
    *_ROW_KINDS, *_CONSTRAINTS, "column", "view", "view_column", "sequence", "index", "rule",
    "policy", "attribute", "composite_type", "trigger",
)  # fmt: skip

LOCKS: dict[str, Lock | None] = {
    **{f"{kind}-*-{action}": _ALL for kind in _WAITED_FOR
       for action in ("added", "removed", "changed", "renamed", "recreated")},
    "table-claimed-changed": None,  # nothing of it is in the database
    **{f"{kind}--added": None for kind in ("table", "view", "materialized_view", "sequence",
                                           "composite_type")},
    **{f"{kind}-comment-changed": _NO_DDL for kind in (
        *_ROW_KINDS, "column", "view", "view_column", "sequence", "index",
    )},
    **{f"{kind}-comment-changed": None for kind in (
        *_CONSTRAINTS, "trigger", "rule", "policy", "attribute", "composite_type",
    )},
    **{f"{kind}-options-changed": _NO_DDL for kind in (
        *_ROW_KINDS, *_WITH_INDEX, "column", "view_column", "index",
    )},
    **{f"{kind}-cluster_on-changed": _NO_DDL for kind in _ROW_KINDS},
    **{f"{kind}-statistics-changed": _NO_DDL for kind in ("column", "view_column")},
    **{f"{kind}-valid-changed": _NO_DDL for kind in ("foreign_key", "check_constraint",
                                                     "not_null")},
    **{f"sequence-{field}-changed": _NO_WRITES for field in (
        "type", "start", "increment", "min_value", "max_value", "cache", "cycle", "owned_by",
    )},
    "foreign_key--added": _NO_WRITES,
    "foreign_key-disabled-changed": _NO_WRITES,
    "trigger--added": _NO_WRITES,
    "trigger-*-changed": _NO_WRITES,
    **{f"trigger-{field}-changed": _ALL for field in (  # CREATE OR REPLACE cannot
        "constraint", "deferrable", "initially_deferred", "references",
    )},
    "trigger-depends_on_extensions-changed": None,
    "index--added": "share",
    "index--renamed": _NO_DDL,
    "statistics--added": _NO_DDL,
    "statistics--removed": _NO_DDL,
    "statistics--recreated": _NO_DDL,
    "published_table-*-added": _NO_DDL,
    "published_table-*-removed": _NO_DDL,
    "published_table-*-changed": _NO_DDL,
    "security_label-*-added": _NO_DDL,
    "security_label-*-removed": _NO_DDL,
    "security_label-*-changed": _NO_DDL,
}  # fmt: skip
