"""Every entry of `pg_restore -l` has its place in the snapshot: by its number, or by its name."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import psycopg

from snapshot import model
from snapshot.catalog import Capture
from snapshot.known import FIRST
from snapshot.scratch import binaries
from tests.conftest import captured
from tests.oracle.conftest import Made

WORDS = (  # pg_dump's words for what it lists; a new one fails by its name
    "ACCESS METHOD|ACL|AGGREGATE|CAST|CHECK CONSTRAINT|COLLATION|COMMENT|CONSTRAINT|CONVERSION"
    "|DATABASE|DATABASE PROPERTIES|DEFAULT|DEFAULT ACL|DOMAIN|EVENT TRIGGER|EXTENSION"
    "|FK CONSTRAINT|FOREIGN DATA WRAPPER|FOREIGN TABLE|FUNCTION|INDEX|INDEX ATTACH"
    "|MATERIALIZED VIEW|OPERATOR|OPERATOR CLASS|OPERATOR FAMILY|POLICY|PROCEDURAL LANGUAGE"
    "|PROCEDURE|PUBLICATION|PUBLICATION TABLE|PUBLICATION TABLES IN SCHEMA|ROW SECURITY|RULE"
    "|SCHEMA|SECURITY LABEL|SEQUENCE|SEQUENCE OWNED BY|SERVER|SHELL TYPE|STATISTICS|SUBSCRIPTION"
    "|TABLE|TABLE ATTACH|TEXT SEARCH CONFIGURATION|TEXT SEARCH DICTIONARY|TEXT SEARCH PARSER"
    "|TEXT SEARCH TEMPLATE|TRANSFORM|TRIGGER|TYPE|USER MAPPING|VIEW"
)
ENTRY = re.compile(
    rf"\d+; \d+ (?P<oid>\d+) (?P<word>{'|'.join(sorted(WORDS.split('|'), key=len)[::-1])})"
    r" (?P<schema>-|\S+) (?P<tag>.*?) (?P<owner>\S*|Odd \"role\")"
)


class Listed(msgspec.Struct, frozen=True):
    """One line of the table of contents."""

    word: str
    oid: int
    schema: str
    tag: str


def contents(url: str, folder: Path) -> Iterator[Listed]:
    dump = folder / "dump"
    command = [binaries() / "pg_dump", "-Fc", "--schema-only", "--create", "-f", dump, "-d", url]
    subprocess.run(command, check=True)
    command = [binaries() / "pg_restore", "-l", dump]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for line in told.splitlines():
        if line and not line.startswith(";"):
            found = ENTRY.fullmatch(line)
            assert found, f"pg_dump lists what nobody has thought of: {line}"
            yield Listed(found["word"], int(found["oid"]), found["schema"], found["tag"])


def items(thing: Any) -> Iterator[Any]:
    """Objects and everything inside them."""
    yield thing
    for field in model.children(type(thing)):
        value = getattr(thing, field)
        for part in value if isinstance(value, tuple) else [value] if value else []:
            yield from items(part)
    if isinstance(thing, model.Column) and thing.identity:
        yield thing.identity


def numbers(identity: Any) -> Iterator[int]:
    for value in identity.values():
        if isinstance(value, dict):
            yield from numbers(value)
        else:
            yield value


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def named(item: Any) -> set[str]:
    """The words of what it is called; of a partition without its schema."""
    if isinstance(item, model.Identity):
        return words(item.sequence)
    name = str(getattr(item, item.KEY)) if isinstance(item, model.Part) else item.name
    return words(name) - ({"table"} if isinstance(item, model.SuppliedObject) else set())


def has(*fields: str) -> Callable[[Any], bool]:
    return lambda item: any(getattr(item, field, None) for field in fields)


def knows(field: str) -> Callable[[Any], bool]:
    """Effective privileges may be none: what counts is that they are told."""
    return lambda item: hasattr(item, field) or isinstance(item, model.SuppliedObject)


def of(*classes: type) -> Callable[[Any], bool]:
    return lambda item: isinstance(item, classes)


def _is_public(item: Any) -> bool:
    """Without its usual comment pg_dump empties it."""
    return isinstance(item, model.Schema) and item.name == "public"


BY_NAME: dict[str, Callable[[Any], bool]] = {  # what has no number of its own there
    "ACL": knows("privileges"),
    "COMMENT": lambda item: has("comment")(item) or _is_public(item),
    "CONSTRAINT": of(model.NotNull, model.Partition),
    "CHECK CONSTRAINT": of(model.Partition),
    "DATABASE PROPERTIES": of(model.Database),
    "DATABASE": of(model.Database),
    "DEFAULT": has("default", "generated"),
    "FK CONSTRAINT": of(model.Partition),
    "FOREIGN TABLE": of(model.Partition),
    "POLICY": of(model.Partition),
    "PUBLICATION TABLES IN SCHEMA": has("schemas"),
    "ROW SECURITY": has("row_security"),
    "RULE": of(model.Partition),
    "SECURITY LABEL": has("security_labels"),
    "SEQUENCE": of(model.Identity),
    "SEQUENCE OWNED BY": has("owned_by"),
    "SHELL TYPE": of(model.BaseType),
    "TABLE ATTACH": of(model.Partition),
    "TABLE": of(model.Partition),
    "TRIGGER": of(model.Partition),
    "USER MAPPING": of(model.UserMapping),
    "VIEW": of(model.View),
}


def place(entry: Listed, found: Capture, known: set[int], indexes: dict[str, str]) -> str:
    """How the entry was found, "" when it is nowhere."""
    if entry.oid in known:
        return "by number"
    tag = entry.tag
    if entry.word == "RULE" and tag.endswith(" _RETURN"):  # a view told in two steps
        tag, entry = tag.removesuffix(" _RETURN"), msgspec.structs.replace(entry, word="VIEW")
    if entry.word in ("INDEX", "INDEX ATTACH"):  # a partition's are told with its parent's
        if entry.tag not in indexes:
            return ""
        tag, entry = indexes[entry.tag], msgspec.structs.replace(entry, word="TABLE")
    right = BY_NAME.get(entry.word, lambda _: False)
    told = words(tag) | words(entry.schema)
    everything = (item for thing in found.objects.values() for item in items(thing))
    if any(right(item) and named(item) <= told for item in everything):
        return "by name"
    return ""


def test_every_entry_has_its_place(made: Made, tmp_path: Path) -> None:
    found = captured(made.url)
    known = {n for n in numbers(found.identity) if n >= FIRST}
    with psycopg.connect(made.url) as connection:
        indexes = dict(
            connection.execute(
                "SELECT i.relname::text, t.relname::text FROM pg_index AS x"
                " JOIN pg_class AS i ON i.oid = x.indexrelid"
                " JOIN pg_class AS t ON t.oid = x.indrelid WHERE t.relispartition"
            ).fetchall()
        )
    entries = [*contents(made.url, tmp_path)]
    nowhere = [
        f"{entry.word} {entry.schema} {entry.tag}"
        for entry in entries
        if not place(entry, found, known, indexes)
    ]
    print(f"{made.name}-{made.major}: {len(entries) - len(nowhere)} of {len(entries)} entries")
    assert not nowhere, "\n".join(nowhere)
