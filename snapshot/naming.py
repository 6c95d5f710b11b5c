"""Names as domain files have them: the keys that they stand for."""

from __future__ import annotations

import re
from typing import Any

from snapshot import model, patterns
from snapshot.closing import Unclear
from snapshot.codec import segment


def key(folder: str, name: Any, schema: str, where: str) -> str:
    """`users`, or `billing.invoices` in another schema; quoted names may hold dots.

    Raises `Unclear`.
    """
    if not isinstance(name, str) or not name:
        raise Unclear(where, f"a name is due, not {type(name).__name__} {name!r}: quote it")
    if not model.lives_in_schema(folder):
        return f"{folder}/{segment(name)}"
    own = name
    if match := re.fullmatch(r'"((?:[^"]|"")+)"\.(.+)', name, re.DOTALL):
        schema, own = match[1].replace('""', '"'), patterns.literal(match[2])
    elif name.startswith('"') and name.endswith('"'):
        own = name[1:-1].replace('""', '"')
    elif "." in name.split("(")[0]:
        schema, own = name.split(".", 1)
        own = patterns.literal(own)
    if not schema or not own:
        raise Unclear(where, "schema.name is due, with something on both sides of the dot")
    return f"{segment(schema)}/{folder}/{segment(own)}"


def names(raw: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Key of each object that a file states → the kind's word and the name that it has there."""
    schema = raw.get("schema") or "public"
    return {
        key(folder, name, schema, f"{folder}.{name}"): (folder, name)
        for folder, listed in raw.items() if folder in model.kinds()
        for name in listed
    }  # fmt: skip
