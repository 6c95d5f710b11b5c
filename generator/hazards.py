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
from generator.changes import Change, Doubtful, Hazard, Lock, hazard, may_be
from generator.language import gettext, noted
from generator.locks import LOCKS
from generator.remaking import remakes
from generator.sentences import Things
from generator.severities import look_up
from snapshot import model
from snapshot.codec import segment

_READ = noted("every row is read while it waits")
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
        for each in look(change, known):
            found.setdefault((each.kind, each.detail), each)
    if any(each.kind == "rewrite" for each in found.values()):  # it reads them all the same
        found.pop(("scan", gettext(_READ)), None)
    return tuple(found.values())


def lock(change: Change, things: Things = ()) -> Lock | None:
    """The strongest lock on what was there before; None where nobody waits."""
    if change.object.split("/")[1:2] == ["domains"] and change.object.count("/") == 2:
        return "share" if any(_scans(change, things)) else None
    if change.kind == "index" and change.field == "keys" and not remakes(change):
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


def _bare(identity: Any) -> Any:
    """An identity without its comment."""
    return {f: v for f, v in (identity or {}).items() if f != "comment"}


def _rewrites(change: Change, things: Things) -> Iterator[Hazard]:
    stored = not any(getattr(thing, "foreign_server", None) for thing in things)
    whole = not getattr(things[0] if things else None, "partition_by", None)
    if not stored or change.action in ("removed", "renamed"):
        return
    if change.kind in ("table", "partition", "materialized_view") and whole:
        if change.field in ("unlogged", "access_method"):
            yield hazard("rewrite", "every row is written anew")
        if change.field == "tablespace":
            yield hazard("rewrite", "its files are copied")
    if change.kind != "column" or change.part.startswith("partitions/"):
        return
    if change.field == "type":
        yield from _of_type(change)
    elif change.field == "generated" and change.new and not _column(change, things, "virtual"):
        yield hazard("rewrite", "every row is written anew with its value")
    elif not change.field:
        yield from _of_new_column(change.new or {})


def _of_type(change: Change) -> Iterator[Hazard]:
    told = typechanges.of(change.old, change.new)
    if told is None:
        yield may_be("rewrite", "may be: the server decides by the two types")
    elif told.rewrite:
        yield hazard("rewrite", "every row is written anew, and every index of the table")
    elif told.rewrite is None:
        yield hazard("rewrite", "every row is written anew, unless the session's time zone is UTC")
    elif told.scan:
        yield hazard("scan", _READ)
    if told and told.index and told.rewrite is False:
        yield hazard("rewrite", "the indexes on the column are built anew")


def _of_new_column(column: dict[str, Any]) -> Iterator[Hazard]:
    if column.get("identity") or (column.get("generated") and not column.get("virtual")):
        yield hazard("rewrite", "every row is written anew with its value")
        return
    default = _LITERAL.sub("", column.get("default") or "")
    if _CALL.search(_STEADY.sub("", default)):
        sure = re.search(r"nextval\(|random|clock_timestamp|uuid|timeofday", default)
        if sure:
            yield hazard("rewrite", "every row is written anew with its value")
        else:
            yield may_be("rewrite", "may be: if a function of the default is volatile")
    elif not typechanges.known(column.get("type", "")):
        yield may_be("rewrite", "may be: if its type is a domain with a constraint")


def _scans(change: Change, things: Things) -> Iterator[Hazard]:
    """Where existing rows are read, to check them or to build an index."""
    new = change.new if isinstance(change.new, dict) else {}
    added = change.action == "added" and not change.field
    if change.field == "nullable" and change.new is False:
        if change.kind == "column" and _proven(change, things):
            return
        yield hazard("scan", _READ)
    elif change.kind == "column" and added and new.get("nullable") is False:
        if not any(new.get(f) for f in ("default", "identity")):
            yield hazard("scan", "every row is read while it waits; it fails where there is one")
    elif change.kind in _HELD:
        holds = new.get("valid", True) and new.get("enforced", True)
        now = change.field in ("valid", "enforced") and change.new
        if (added and holds and change.kind != "not_null") or remakes(change) or now:
            yield hazard("scan", _READ)
    elif change.kind in _WITH_INDEX:
        built = change.kind == "index" and change.field == "valid" and change.new
        if added or remakes(change) or built:
            yield hazard("scan", _READ)
    elif change.kind == "partition" and added:
        if isinstance(change.old, str):
            yield hazard(
                "scan", "every row is read while it waits, unless a valid check proves the bound"
            )
        elif any(p.bound == "DEFAULT" for p in getattr(things[0] if things else None,
                                                       "partitions", ())):  # fmt: skip
            yield hazard("scan", "the rows of the default partition are read")
    elif change.kind == "materialized_view" and (added or change.field in ("definition",)):
        yield hazard("scan", "its query is run")


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


LOST: dict[str, str] = {  # the catalogues of languages take in both tables
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
    if gone and change.kind in LOST and not elsewhere and not detached and not deviates:
        yield hazard("data loss", LOST[change.kind])
    other = change.field == "type" and change.kind in ("column", "attribute")
    told = typechanges.of(change.old, change.new) if other else None
    if other and (told is None or told.width != "wider"):
        yield may_be("data loss", "may be: values that do not fit are cut, rounded or refused")
    if set(_labels(change.old, change)) - set(_labels(change.new, change)):
        yield hazard("data loss", "rows that hold the label must take another")
    if change.field == "unlogged" and change.new and change.kind in ("table", "partition"):
        yield hazard("data loss", "after a crash it is empty")
    if change.kind in _WITH_INDEX and (gone or remakes(change)):
        if change.action == "removed":
            yield hazard("index lost", "queries may read it all")
        else:
            yield hazard("index lost", "until it is built anew")
    if change.kind == "column" and change.action == "removed" and not deviates:
        for name in _indexes_of(change.part.split("/")[-1], things[-1] if things else None):
            yield hazard("index lost", "`%(name)s` goes with it", name=name)


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


WRONG: dict[str, str] = {
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
    if told := look_up(WRONG, change):
        yield hazard("correctness", told)
    new = change.new if isinstance(change.new, dict) else {}
    unchecked = new.get("valid") is False or new.get("enforced") is False
    if change.kind in _HELD and change.action == "added" and unchecked:
        yield hazard("correctness", "existing rows may break it")
    if change.field in ("valid", "enforced") and change.new is False:
        yield hazard("correctness", "rows that break it can be there")
    if change.field == "disabled" or (change.kind == "trigger" and change.field == "enabled"):
        if change.new in (True, "disabled", "replica"):
            yield hazard("correctness", "rows written meanwhile are not checked")
        else:
            yield hazard("correctness", "rows written meanwhile were not checked")
    if change.kind == "index" and change.action == "removed" and _key(change.old, "unique"):
        yield hazard("correctness", "rows that break it can come in")
    if change.field == "cycle" and change.new:
        yield hazard("correctness", "numbers may come a second time")


def _one_way(change: Change, things: Things) -> Iterator[Hazard]:
    """What no statement undoes."""
    lost = [h for h in _losses(change, things) if h.kind == "data loss"]
    if change.field != "unlogged" and any(not isinstance(h, Doubtful) for h in lost):
        yield hazard("irreversible", "what is gone comes back from a backup only")
    if set(_labels(change.new, change)) - set(_labels(change.old, change)):
        yield hazard("irreversible", "a label can be added, not taken away")
    if change.kind == "extension" and change.field == "version":
        yield hazard("irreversible", "few extensions can go back to an older version")
