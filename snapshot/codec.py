"""Keys, file names and canonical JSON: one way to write each thing, and a strict way to read it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes

import msgspec

from snapshot import model
from snapshot.errors import BrokenFile

T = TypeVar("T")

_PLAIN = re.compile(rb"[a-z0-9_-]")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])\Z")
_AS_IT_IS = re.compile(r"[a-z0-9_-]{1,150}\Z")  # most names are, and need no encoding
_LONGEST = 150  # characters of a segment: file systems take 255 bytes, with an ending


@lru_cache(maxsize=1 << 14)  # the same names come again and again
def segment(name: str) -> str:
    """A name as one segment of a key and of a path, the same on every file system.

    Plain are `a-z 0-9 _ -`; every other byte is percent-encoded, so that `User` and `user` stay
    apart where case does not count. Over-long names are cut and hashed.
    """
    if _AS_IT_IS.match(name) and not _DEVICE.match(name):
        return name
    encoded = "".join(
        chr(byte) if _PLAIN.match(bytes([byte])) else f"%{byte:02x}" for byte in name.encode()
    )
    if _DEVICE.match(encoded):
        encoded = f"%{ord(encoded[0]):02x}{encoded[1:]}"
    if len(encoded) > _LONGEST:
        encoded = f"{encoded[:_LONGEST]}.{hashlib.sha256(name.encode()).hexdigest()[:16]}"
    return encoded


def readable(key: str) -> str:
    """A key with its segments decoded, for people; never parsed again."""
    if "%" not in key:
        return key
    return "/".join(unquote_to_bytes(part).decode(errors="replace") for part in key.split("/"))


def quoted(name: str) -> str:
    """A name in quotes, as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def key_of(thing: model.Object) -> str:
    """The key of an object: `public/tables/users`, or `extensions/citext`."""
    folder = model.folder_of(type(thing))
    parts = [folder, segment(thing.identifier)]
    if model.lives_in_schema(folder):
        parts.insert(0, segment(thing.schema))  # type: ignore[attr-defined]
    return "/".join(parts)


def qualified(thing: model.Object) -> str:
    """`schema.name` as people write it, unquoted; the bare name of what lives in no schema."""
    if model.lives_in_schema(model.folder_of(type(thing))):
        return f"{thing.schema}.{thing.identifier}"  # type: ignore[attr-defined]
    return thing.identifier


def digest(thing: Any) -> str:
    """SHA-256 over the sorted, compact JSON: it does not depend on how files are laid out."""
    return hashlib.sha256(msgspec.json.encode(thing, order="sorted")).hexdigest()


def state_digest(objects: Mapping[str, Any]) -> str:
    """The digest of a whole state: of its keys with the digest of each object."""
    return digest({key: digest(thing) for key, thing in objects.items()})


_line = json.JSONEncoder(ensure_ascii=False).encode


def _block(value: dict[str, Any], indent: str, depth: int) -> str:
    """A JSON object, a field a line; lists an element a line; maps open `depth` levels down."""
    if not value:
        return "{}"
    inner = indent + "  "
    lines = []
    for name, item in value.items():
        if isinstance(item, list | tuple) and item:
            rows = f",\n{inner}  ".join(map(_line, item))
            text = f"[\n{inner}  {rows}\n{inner}]"
        elif isinstance(item, dict) and item and depth > 0:
            text = _block(item, inner, depth - 1)
        else:
            text = _line(item)
        lines.append(f"{inner}{_line(name)}: {text}")
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}"


def text_of(thing: Any, depth: int = 0) -> str:
    """Canonical JSON text: one line per column, constraint, index…, one final newline."""
    return _block(msgspec.to_builtins(thing), "", depth) + "\n"


def decode(text: bytes, cls: type[T], where: str, remedy: str = "") -> T:
    """Read JSON of ours, strictly.

    Raises `BrokenFile`, naming the file and the place in it, for anything that is not exactly so.
    """
    try:
        return msgspec.json.decode(text, type=cls)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BrokenFile(where, str(error), remedy) from error
