"""Which names a piece of SQL mentions. Deparsed text qualifies whatever is not built in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_IDENT = r'(?:"(?:[^"]|"")*"|[^\W\d][\w$]*)'
_TOKEN = re.compile(
    rf"""
      --[^\n]*
    | (?P<tag>\$(?:[^\W\d]\w*)?\$).*?(?P=tag)
    | '(?P<text>(?:[^']|'')*)'(?P<reg>::reg\w+)?
    | OPERATOR\(\s*(?P<space>{_IDENT})\.(?P<operator>[^\s()]+)\s*\)
    | (?P<schema>{_IDENT})\.(?P<name>{_IDENT})(?:\.{_IDENT})*
    | {_IDENT}
    """,
    re.VERBOSE | re.DOTALL,
)


def mentioned(text: str) -> Iterator[tuple[str, str]]:
    """Every `schema.name`, in order; inside a text only where it is cast to `regclass` and such.

    A column with its table looks the same; whoever asks knows the names that there are.
    """
    return iter(_mentioned(text)) if "." in text else iter(())  # most texts have no dot at all


@lru_cache(maxsize=1 << 12)  # one text is asked for by all that write, order and disturb it
def _mentioned(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(_found(text))


def _found(text: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(text):
        if match["reg"]:
            yield from mentioned(match["text"].replace("''", "'"))
        elif match["operator"]:
            yield unquoted(match["space"]), match["operator"]
        elif match["schema"]:
            yield unquoted(match["schema"]), unquoted(match["name"])


def unquoted(name: str) -> str:
    return name[1:-1].replace('""', '"') if name.startswith('"') else name
