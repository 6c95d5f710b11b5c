"""How names, texts, options and settings are written in SQL: the only place that quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain, count

from generator.ddl.words import KEYWORDS

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
_BARE_VALUE = re.compile(r"0|-?[1-9][0-9]*|true|false|on|off")
_LISTS = {  # settings that are lists of names: quoted one by one, as pg_dump does
    "local_preload_libraries", "search_path", "session_preload_libraries",
    "shared_preload_libraries", "temp_tablespaces", "unix_socket_directories",
}  # fmt: skip


def ident(name: str) -> str:
    """A name, in quotes where the server's `quote_ident` would put them."""
    if _PLAIN.fullmatch(name) and name not in KEYWORDS:
        return name
    return '"' + name.replace('"', '""') + '"'


def qualified(schema: str, name: str) -> str:
    return f"{ident(schema)}.{ident(name)}"


def idents(names: Iterable[str]) -> str:
    return ", ".join(map(ident, names))


def role(name: str) -> str:
    """A role; `PUBLIC`, which is everybody, is a word and not a name."""
    return name if name == "PUBLIC" else ident(name)


def literal(text: str) -> str:
    """A text. The script's head sets `standard_conforming_strings`, so a backslash is itself."""
    return "'" + text.replace("'", "''") + "'"


def dollar(text: str) -> str:
    """A text between dollar signs, byte for byte, with a tag that does not occur in it."""
    tags = chain(("$$", "$body$"), (f"$body{n}$" for n in count(1)))
    tag = next(tag for tag in tags if (text + tag).index(tag) == len(text))
    return f"{tag}{text}{tag}"


def comment(word: str, name: str, text: str | None) -> str:
    """`COMMENT ON`; nothing for what has no comment."""
    return "" if text is None else f"COMMENT ON {word} {name} IS {literal(text)};"


def storage_options(options: Sequence[str]) -> str:
    """` WITH (…)` of `name=value` as `pg_class.reloptions` has them."""
    if not options:
        return ""
    return f" WITH ({', '.join(map(_storage_option, options))})"


def _storage_option(option: str) -> str:
    name, _, value = option.partition("=")
    shown = value if _BARE_VALUE.fullmatch(value) else literal(value)
    return f"{'.'.join(map(ident, name.split('.')))}={shown}"


def foreign_options(options: Sequence[str]) -> str:
    """` OPTIONS (…)` of `name=value` as the foreign-data catalogs have them."""
    if not options:
        return ""
    pairs = (option.partition("=") for option in options)
    return f" OPTIONS ({', '.join(f'{ident(name)} {literal(value)}' for name, _, value in pairs)})"


def setting(option: str) -> str:
    """`SET name TO value` of `name=value` as `pg_proc.proconfig` has it."""
    name, _, value = option.partition("=")
    values = list_of_names(value) if name in _LISTS else [value]
    shown = ", ".join(map(literal, values)) or "''"
    return f"SET {'.'.join(map(ident, name.split('.')))} TO {shown}"


def list_of_names(value: str) -> list[str]:
    """The elements of a setting like `pg_catalog, "$user"`, unquoted."""
    found = re.findall(r'\s*("(?:[^"]|"")*"|[^,"]+)\s*(?:,|$)', value)
    return [
        item[1:-1].replace('""', '"') if item.startswith('"') else item.strip() for item in found
    ]


def depends(alter: str, extensions: Iterable[str]) -> str:
    """`DEPENDS ON EXTENSION`, a command each."""
    return joined(*(f"{alter} DEPENDS ON EXTENSION {ident(name)};" for name in extensions))


def joined(*commands: str) -> str:
    """Commands one below the other, without the empty ones."""
    return "\n".join(command for command in commands if command)


def commented(text: str) -> str:
    """Lines that the server does not run."""
    return "\n".join(f"-- {line}" for line in text.splitlines())
