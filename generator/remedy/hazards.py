"""What running a step does besides, told by its commands, as PostgreSQL does it.

The lock of a command on a relation that is there already, whether its rows are read or written
anew, and what cannot be had back. Tests hold each against a server: `pg_locks`, `relfilenode`.
All of it is English here, so that a plan is the same in every language; `script.py` says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.changes import Hazard, HazardKind
from generator.ddl.mentions import mentioned
from generator.ddl.statement import Name
from generator.remedy.step import Step

AccessExclusive, ShareRowExclusive, Share, ShareUpdateExclusive = (
    "ACCESS EXCLUSIVE", "SHARE ROW EXCLUSIVE", "SHARE", "SHARE UPDATE EXCLUSIVE",
)  # fmt: skip
_TABLE = r"ALTER (?:FOREIGN )?TABLE (?:ONLY )?\S.*?"
_READ, _REWRITTEN = "all rows are read", "all rows are written anew, and every index"

RULES: tuple[tuple[str, str, tuple[tuple[HazardKind, str], ...]], ...] = (
    (r"CREATE (UNIQUE )?INDEX CONCURRENTLY|REINDEX INDEX CONCURRENTLY", ShareUpdateExclusive,
     (("scan", "all rows are read, twice"),
      ("correctness", "if it fails, an invalid index is left to be dropped"))),
    (r"DROP INDEX CONCURRENTLY", ShareUpdateExclusive, (("index lost", "queries lose it"),)),
    (r"CREATE (UNIQUE )?INDEX", Share, (("scan", _READ),)),
    (r"DROP INDEX", AccessExclusive, (("index lost", "queries lose it"),)),
    (rf"{_TABLE} VALIDATE CONSTRAINT", ShareUpdateExclusive, (("scan", _READ),)),
    (rf"{_TABLE} ADD CONSTRAINT .*?\n? *FOREIGN KEY .*NOT (VALID|ENFORCED)", ShareRowExclusive, ()),
    (rf"{_TABLE} ADD CONSTRAINT .*?\n? *FOREIGN KEY", ShareRowExclusive, (("scan", _READ),)),
    (rf"{_TABLE} ADD CONSTRAINT .*USING INDEX", AccessExclusive, ()),
    (rf"{_TABLE} ADD CONSTRAINT .*NOT (VALID|ENFORCED)", AccessExclusive, ()),
    (rf"{_TABLE} ADD CONSTRAINT", AccessExclusive, (("scan", _READ),)),
    (rf"{_TABLE} DROP CONSTRAINT", AccessExclusive, ()),
    (rf"{_TABLE} RENAME CONSTRAINT", AccessExclusive, ()),
    (rf"{_TABLE} DROP COLUMN", AccessExclusive,
     (("data loss", "the values of the column"), ("irreversible", "no command brings them back"))),
    (rf"{_TABLE} SET NOT NULL", AccessExclusive, (("scan", _READ),)),
    (rf"{_TABLE} ALTER COLUMN .* SET (STATISTICS|\()", ShareUpdateExclusive, ()),
    (rf"{_TABLE} ALTER COLUMN .* RESET \(", ShareUpdateExclusive, ()),
    (rf"{_TABLE} SET TABLESPACE|{_TABLE} SET ACCESS METHOD", AccessExclusive,
     (("rewrite", _REWRITTEN),)),
    (rf"{_TABLE} SET (UN)?LOGGED", AccessExclusive, (("rewrite", _REWRITTEN),)),
    (rf"{_TABLE} (SET|RESET) \(|{_TABLE} CLUSTER ON|{_TABLE} SET WITHOUT CLUSTER",
     ShareUpdateExclusive, ()),
    (rf"{_TABLE} (EN|DIS)ABLE (ALWAYS |REPLICA )?TRIGGER", ShareRowExclusive, ()),
    (r"CREATE (OR REPLACE )?(CONSTRAINT )?TRIGGER", ShareRowExclusive, ()),
    (r"CREATE STATISTICS", ShareUpdateExclusive, ()),
    (rf"{_TABLE} ATTACH PARTITION", AccessExclusive,
     (("scan", "all rows are read, unless a check says that they fit"),)),
    (_TABLE, AccessExclusive, ()),
    (r"(CREATE (OR REPLACE )?RULE|(CREATE|ALTER) POLICY|DROP (TRIGGER|RULE|POLICY))",
     AccessExclusive, ()),
    (r"DROP (FOREIGN )?TABLE", AccessExclusive,
     (("data loss", "the table with all its rows"), ("irreversible", "no command brings it back"))),
    (r"DROP VIEW", AccessExclusive, ()),
    (r"DROP MATERIALIZED VIEW", AccessExclusive,
     (("data loss", "its rows, until it is refreshed"),)),
    (r"CREATE MATERIALIZED VIEW", "", (("correctness", "it is empty until it is refreshed"),)),
    (r"DROP SEQUENCE", AccessExclusive,
     (("data loss", "how far it has counted"), ("irreversible", "no command brings it back"))),
    (r"DROP SCHEMA|DROP EXTENSION", "", (("irreversible", "what it brought is gone"),)),
    (r"ALTER TYPE .* ADD VALUE", "", (("irreversible", "a label cannot be taken away again"),)),
)  # fmt: skip


def hazards_of(one: Step, made: set[Name]) -> tuple[Hazard, ...]:
    """Of all commands of a step; none of what it does to a thing that the script has just made."""
    old_too = r"CREATE (MATERIALIZED VIEW|STATISTICS)|.*\bREFERENCES\b"
    if re.match(old_too, one.text, re.DOTALL) or one.text.startswith("DROP "):
        return tuple(dict.fromkeys(_of(one.text)))
    about = next(mentioned(one.text), None)  # the first name is that of what is altered
    if one.on_new or about in made:
        return ()
    return tuple(dict.fromkeys(_of(one.text)))


def _of(text: str) -> Iterator[Hazard]:
    for command in re.split(r";\n(?=[A-Z])", text):
        for pattern, lock, rest in RULES:
            if re.match(pattern, command, re.DOTALL):
                if lock:
                    yield Hazard("lock", lock)
                yield from (Hazard(kind, detail) for kind, detail in rest)
                break
        yield from _of_column(command)


def _of_column(command: str) -> Iterator[Hazard]:
    """New types, and columns that need a value in every row."""
    retyped = re.match(rf"{_TABLE} ALTER COLUMN .* TYPE ", command, re.DOTALL)
    if retyped:
        yield Hazard(
            "rewrite",
            "all rows are written anew, and every index, unless the new type reads the old ones",
        )
        if re.search(r"USING .*::text::[^;]*\.", command):  # a type of one's own: an enum
            yield Hazard("correctness", "a value that the new type does not know stops it")
    added = re.match(rf"{_TABLE} ADD COLUMN ", command, re.DOTALL)
    if added and ("STORED" in command or "IDENTITY" in command or _volatile(command)):
        yield Hazard(
            "rewrite",
            "all rows are written anew, and every index: each has a value of its own",
        )
    if added and " NOT NULL" in command and not re.search("DEFAULT|IDENTITY|GENERATED", command):
        yield Hazard("correctness", "it fails where there are rows: they have no value for it")


def _volatile(command: str) -> bool:
    """A default that calls a function may differ from row to row; those of the clock do not."""
    default = command.partition(" DEFAULT ")[2]
    calls = set(re.findall(r"([\w.\"]+)\(", default))
    return bool(calls - {"now", "character", "numeric", "varying", "bit"})
