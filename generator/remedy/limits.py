"""What no remedy brings about, and why: the one list. `docs/remedies.md` is tested against it."""

from __future__ import annotations

from generator.language import noted

LIMITS: dict[tuple[str, str], str] = {
    ("Table", "columns.order"): noted(
        "the order of columns is fixed when they are added: only a new"
        " table, with all rows copied, has another"
    ),
    ("CompositeType", "attributes.order"): noted(
        "the order of attributes is fixed when they are added"
    ),
    ("Table", "partition_by"): noted(
        "a plain table cannot become a partitioned one, nor change its key:"
        " only a new table, with all rows copied, does"
    ),
    ("Table", "foreign_server"): noted("a table and a foreign table cannot become one another"),
    ("Partition", "partition_by"): noted("as of a table"),
    ("Partition", "foreign_server"): noted("as of a table"),
    ("Partition", "detach_pending"): noted("no command breaks a detaching off"),
    ("Index", "valid"): noted("no command makes an index invalid"),
    ("Database", ""): noted(
        "the facts of the database itself are for who runs the server: a trial has another database"
    ),
    ("Extension", "members"): noted(
        "CREATE EXTENSION and ALTER EXTENSION … UPDATE bring its members"
    ),
    ("Column", "inherited"): noted(
        "that a column is only inherited, or its own as well, is settled when it is made"
    ),
    ("CheckConstraint", "inherited"): noted("as of a column"),
    ("SecurityLabel", ""): noted("the provider of the labels must be loaded on the server"),
    ("ConnectionString", ""): noted("where a subscription connects to is masked in a snapshot"),
    ("Subscription", "enabled"): noted(
        "its connection is masked in a snapshot, so it must not connect"
    ),
    ("Subscription", "two_phase"): noted("it can be set only when the subscription is made"),
}
"""(class, field) → the reason; an empty field stands for the whole class."""

UNPROVEN: dict[str, str] = {
    "an extension's members": "CREATE EXTENSION makes the member that was taken out of it, so the"
    " schema that lacks it cannot be rebuilt",
    "an older version": "extensions bring no way back to an older version: drop it and create it"
    " again, with everything that uses it",
    "an invalid index": "an index that was invalid is not there on the scratch server, so REINDEX"
    " has nothing to rebuild",
    "security labels": "the scratch server has no provider of labels",
    "options that a validator refuses": "a wrapper that got its validator after its servers had"
    " their options cannot be rebuilt: the validator would refuse them",
    "what follows the order of columns": "extended statistics list their columns in the table's"
    " order, which only a new table changes",
    "what is inherited": "columns and checks that a table has from its parent stay its own when it"
    " leaves, and become the parent's again only if they were made that way",
}
"""What a trial cannot show, and why: the remedy may be right all the same."""
