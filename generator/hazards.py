"""What making a change does besides: locks, rewrites, scans, what is lost, who may do what.

All of it is said of the plain form (`ALTER`, `CREATE`, `DROP`), from the old state to the new.
Where a value does not tell, the detail says "may be": a hazard is never left out for want of
knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator import typechanges
from generator.access import of_access
from generator.changes import Change, Hazard, Lock
from generator.locks import LOCKS
from generator.sentences import Things
from generator.severities import look_up
from snapshot import model
from snapshot.codec import segment

_READ = "every row is read while it waits"
_MAKES_ANEW = {  # the fields that ALTER cannot change: the thing is dropped and made again
    "index": ("keys", "include", "predicate", "unique", "using", "nulls_not_distinct"),
    "primary_key": ("columns", "include", "without_overlaps", "deferrable", "initially_deferred"),
    "unique_constraint": ("columns", "include", "without_overlaps", "nulls_not_distinct",
                          "deferrable", "initially_deferred"),
    "exclusion_constraint": ("definition",),
    "check_constraint": ("expression", "no_inherit"),
    "foreign_key": ("columns", "references", "referenced_columns", "on_update", "on_delete",
                    "on_delete_columns", "match", "period"),
}  # fmt: skip
_WITH_INDEX = ("index", "primary_key", "unique_constraint", "exclusion_constraint")
_HELD = ("foreign_key", "check_constraint", "not_null")  # those that can be NOT VALID
_STEADY = re.compile(  # calls that give one value for the whole statement: no row is written for it
    r"\b(?:now|statement_timestamp|transaction_timestamp|current_setting|current_schema"
    r"|current_database|timezone|to_timestamp|date_trunc|lower|upper|abs)\("
)
_CALL = re.compile(r"[\w\"]\(")
_LITERAL = re.compile(r"'(?:[^']|'')*'|(?:character varying|character|numeric|bit|timestamp|time"
                      r"|varchar|interval)(?: varying)?\([\d,]+\)")  # fmt: skip


def of_change(change: Change, *things: model.Object | None) -> tuple[Hazard, ...]:
    """The hazards of making a change; `things` is the object, the newest state first."""
    known = tuple(thing for thing in things if thing is not None)
    found: dict[tuple[str, str], Hazard] = {}
    level = lock(change, known)
    if level is not None:
        found["lock", level] = Hazard("lock", level)
    for look in (_rewrites, _scans, _losses, of_access, _correctness, _one_way):
        for hazard in look(change, known):
            found.setdefault((hazard.kind, hazard.detail), hazard)
    if any(hazard.kind == "rewrite" for hazard in found.values()):  # it reads them all the same
        found.pop(("scan", _READ), None)
    return tuple(found.values())


def lock(change: Change, things: Things = ()) -> Lock | None:
    """The strongest lock on what was there before; None where nobody waits."""
    if change.object.split("/")[1:2] == ["domains"] and change.object.count("/") == 2:
        return "share" if any(_scans(change, things)) else None
    if change.kind == "index" and change.field == "keys" and not _remakes(change):
        return "share update exclusive"
    if change.field == "identity" and _bare(change.old) == _bare(change.new):
        return "share update exclusive"
    if change.kind in _HELD and change.field == "valid" and not change.new:
        return "access exclusive"
    if change.kind == "table" and change.action == "added" and _key(change.new, "foreign_keys"):
        return "share row exclusive"
    if change.kind == "statistics" and change.field in ("kinds", "columns", "expressions"):
        return "share update exclusive"
    if change.kind == "partition" and change.action == "renamed" and change.part.count("/") > 1:
        return "access exclusive"
    return look_up(LOCKS, change)


def _remakes(change: Change) -> bool:
    """Whether the thing is dropped and made again for it."""
    if change.action == "recreated":
        return True
    if change.kind == "index" and change.field == "keys":
        return bool(_without_statistics(change.old) != _without_statistics(change.new))
    return change.field in _MAKES_ANEW.get(change.kind, ())


def _bare(identity: Any) -> Any:
    """An identity without its comment."""
    return {f: v for f, v in (identity or {}).items() if f != "comment"}


def _without_statistics(keys: Any) -> Any:
    """The keys of an index without what ALTER INDEX can change."""
    return [
        {f: v for f, v in key.items() if f != "statistics"} if isinstance(key, dict) else key
        for key in keys or ()
    ]


def _rewrites(change: Change, things: Things) -> Iterator[Hazard]:
    stored = not any(getattr(thing, "foreign_server", None) for thing in things)
    whole = not getattr(things[0] if things else None, "partition_by", None)
    if not stored or change.action in ("removed", "renamed"):
        return
    if change.kind in ("table", "partition", "materialized_view") and whole:
        if change.field in ("unlogged", "access_method"):
            yield Hazard("rewrite", "every row is written anew")
        if change.field == "tablespace":
            yield Hazard("rewrite", "its files are copied")
    if change.kind != "column" or change.part.startswith("partitions/"):
        return
    if change.field == "type":
        yield from _of_type(change)
    elif change.field == "generated" and change.new and not _column(change, things, "virtual"):
        yield Hazard("rewrite", "every row is written anew with its value")
    elif not change.field:
        yield from _of_new_column(change.new or {})


def _of_type(change: Change) -> Iterator[Hazard]:
    told = typechanges.of(change.old, change.new)
    if told is None:
        yield Hazard("rewrite", "may be: the server decides by the two types")
    elif told.rewrite:
        yield Hazard("rewrite", "every row is written anew, and every index of the table")
    elif told.rewrite is None:
        yield Hazard("rewrite", "every row is written anew, unless the session's time zone is UTC")
    elif told.scan:
        yield Hazard("scan", _READ)
    if told and told.index and told.rewrite is False:
        yield Hazard("rewrite", "the indexes on the column are built anew")


def _of_new_column(column: dict[str, Any]) -> Iterator[Hazard]:
    if column.get("identity") or (column.get("generated") and not column.get("virtual")):
        yield Hazard("rewrite", "every row is written anew with its value")
        return
    default = _LITERAL.sub("", column.get("default") or "")
    if _CALL.search(_STEADY.sub("", default)):
        sure = re.search(r"nextval\(|random|clock_timestamp|uuid|timeofday", default)
        yield Hazard("rewrite", "every row is written anew with its value" if sure
                     else "may be: if a function of the default is volatile")  # fmt: skip
    elif not typechanges.known(column.get("type", "")):
        yield Hazard("rewrite", "may be: if its type is a domain with a constraint")


def _scans(change: Change, things: Things) -> Iterator[Hazard]:
    """Where existing rows are read, to check them or to build an index."""
    new = change.new if isinstance(change.new, dict) else {}
    added = change.action == "added" and not change.field
    if change.field == "nullable" and change.new is False:
        if change.kind == "column" and _proven(change, things):
            return
        yield Hazard("scan", _READ)
    elif change.kind == "column" and added and new.get("nullable") is False:
        if not any(new.get(f) for f in ("default", "identity")):
            yield Hazard("scan", f"{_READ}; it fails where there is one")
    elif change.kind in _HELD:
        holds = new.get("valid", True) and new.get("enforced", True)
        now = change.field in ("valid", "enforced") and change.new
        if (added and holds and change.kind != "not_null") or _remakes(change) or now:
            yield Hazard("scan", _READ)
    elif change.kind in _WITH_INDEX:
        built = change.kind == "index" and change.field == "valid" and change.new
        if added or _remakes(change) or built:
            yield Hazard("scan", _READ)
    elif change.kind == "partition" and added:
        if isinstance(change.old, str):
            yield Hazard("scan", f"{_READ}, unless a valid check proves the bound")
        elif any(p.bound == "DEFAULT" for p in getattr(things[0] if things else None,
                                                       "partitions", ())):  # fmt: skip
            yield Hazard("scan", "the rows of the default partition are read")
    elif change.kind == "materialized_view" and (added or change.field in ("definition",)):
        yield Hazard("scan", "its query is run")


def _proven(change: Change, things: Things) -> bool:
    """Whether a valid check says already that there are no nulls."""
    name = change.part.split("/")[-1]
    for check in getattr(things[-1] if things else None, "check_constraints", ()):
        match = re.fullmatch(r'\("?(.+?)"? IS NOT NULL\)', check.expression)
        if match and check.valid and check.enforced and segment(match[1]) == name:
            return True
    return False


def _column(change: Change, things: Things, field: str) -> Any:
    """A fact of the column that a change is about, as it is now."""
    for column in getattr(things[0], "columns", ()) if things else ():
        if change.part == f"columns/{segment(column.name)}":
            return getattr(column, field)
    return None


def _key(value: Any, field: str) -> Any:
    return value.get(field) if isinstance(value, dict) else None


def _labels(value: Any, change: Change) -> Any:
    """A side of a change of an enum's labels; a renamed one keeps its rows."""
    return value or () if (change.field, change.action) == ("labels", "changed") else ()


_LOST: dict[str, str] = {
    "table": "all its rows", "column": "all its values", "partition": "all its rows",
    "sequence": "how far it has counted", "schema": "everything in it", "attribute": "its values",
    "extension": "the columns of its types, and what its tables hold",
    "user_mapping": "the password, which nobody can read here",
    "subscription": "where it was, with its slot",
}  # fmt: skip


def _losses(change: Change, things: Things) -> Iterator[Hazard]:
    old = change.old if isinstance(change.old, dict) else {}
    gone = change.action in ("removed", "recreated") and not change.field
    elsewhere = any(getattr(t, "foreign_server", None) for t in things) or (
        old.get("foreign_server") or old.get("generated") or _key(change.new, "generated")
    )
    detached = change.kind == "partition" and isinstance(change.new, str)
    deviates = change.part.startswith("partitions/") and change.part.count("/") > 1
    if gone and change.kind in _LOST and not elsewhere and not detached and not deviates:
        yield Hazard("data loss", _LOST[change.kind])
    other = change.field == "type" and change.kind in ("column", "attribute")
    told = typechanges.of(change.old, change.new) if other else None
    if other and (told is None or told.width != "wider"):
        yield Hazard("data loss", "may be: values that do not fit are cut, rounded or refused")
    if set(_labels(change.old, change)) - set(_labels(change.new, change)):
        yield Hazard("data loss", "rows that hold the label must take another")
    if change.field == "unlogged" and change.new and change.kind in ("table", "partition"):
        yield Hazard("data loss", "after a crash it is empty")
    if change.kind in _WITH_INDEX and (gone or _remakes(change)):
        again = change.action != "removed"
        yield Hazard("index lost", "until it is built anew" if again else "queries may read it all")
    if change.kind == "column" and change.action == "removed" and not deviates:
        for name in _indexes_of(change.part.split("/")[-1], things[-1] if things else None):
            yield Hazard("index lost", f"`{name}` goes with it")


def _indexes_of(column: str, thing: Any) -> Iterator[str]:
    """The indexes of a table that go when a column goes."""
    for index in getattr(thing, "indexes", ()):
        names = [*(key.column for key in index.keys if key.column), *index.include]
        if column in map(segment, names):
            yield index.name
    own = getattr(thing, "primary_key", None)
    for part in (*((own,) if own else ()), *getattr(thing, "unique_constraints", ())):
        if column in map(segment, (*part.columns, *part.include)):
            yield part.name


_WRONG: dict[str, str] = {
    "collation-*-changed": "indexes sorted by it may be wrong until they are built anew",
    "extension-version-changed": "what was computed by its functions stays as it is",
    "function-body-changed": "indexes and stored values computed by it stay as they are",
    "function-volatility-changed": "plans and indexes that rely on it may be wrong",
    "text_search_dictionary-*-changed": "stored search vectors stay as they are",
    "token_mapping-*-changed": "stored search vectors stay as they are",
    "family_function-*-changed": "indexes that use it may be wrong until they are built anew",
    "family_operator-*-changed": "indexes that use it may be wrong until they are built anew",
    "foreign_key--removed": "rows that break it can come in",
    "check_constraint--removed": "rows that break it can come in",
    "unique_constraint--removed": "rows that break it can come in",
    "primary_key--removed": "rows that break it can come in",
    "exclusion_constraint--removed": "rows that break it can come in",
    "trigger--removed": "what it did is not done for the rows written from now on",
    "trigger--added": "rows written before were not seen by it",
}


def _correctness(change: Change, things: Things) -> Iterator[Hazard]:
    if told := look_up(_WRONG, change):
        yield Hazard("correctness", told)
    new = change.new if isinstance(change.new, dict) else {}
    unchecked = new.get("valid") is False or new.get("enforced") is False
    if change.kind in _HELD and change.action == "added" and unchecked:
        yield Hazard("correctness", "existing rows may break it")
    if change.field in ("valid", "enforced") and change.new is False:
        yield Hazard("correctness", "rows that break it can be there")
    if change.field == "disabled" or (change.kind == "trigger" and change.field == "enabled"):
        if change.new in (True, "disabled", "replica"):
            yield Hazard("correctness", "rows written meanwhile are not checked")
        else:
            yield Hazard("correctness", "rows written meanwhile were not checked")
    if change.kind == "index" and change.action == "removed" and _key(change.old, "unique"):
        yield Hazard("correctness", "rows that break it can come in")
    if change.field == "cycle" and change.new:
        yield Hazard("correctness", "numbers may come a second time")


def _one_way(change: Change, things: Things) -> Iterator[Hazard]:
    """What no statement undoes."""
    if any(h.detail.startswith("may be") is False for h in _losses(change, things)
           if h.kind == "data loss") and change.field != "unlogged":  # fmt: skip
        yield Hazard("irreversible", "what is gone comes back from a backup only")
    if set(_labels(change.new, change)) - set(_labels(change.old, change)):
        yield Hazard("irreversible", "a label can be added, not taken away")
    if change.kind == "extension" and change.field == "version":
        yield Hazard("irreversible", "few extensions can go back to an older version")
