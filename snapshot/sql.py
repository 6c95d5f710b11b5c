"""The texts of `queries/*.sql`, with snippets put in and made to fit the server.

`{{ pg_constraint.conenforced ? con.conenforced : true }}` asks whether the server has that column;
`{{ _snippet(a, b) }}` puts in `queries/_snippet.sql` with `a` for `$1`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

from snapshot import model

_HOME = Path(__file__).parent

_FALLBACK = re.compile(r"\{\{\s*(\w+)\.(\w+)\s*\?\s*(.*?)\s+:\s*(.*?)\s*\}\}", re.DOTALL)
_SNIPPET = re.compile(r"\{\{\s*(_\w+)\((.*?)\)\s*\}\}")
_COMMENT = re.compile(r"^\s*--.*\n", re.MULTILINE)
_COUNTED = re.compile(r"SELECT '([^']+)'.*?FROM\s+pg_catalog\.(pg_\w+)", re.DOTALL)
_SOURCE = re.compile(r"^FROM\s+(?:pg_catalog\.)?(\w+)", re.MULTILINE)
_ARM = re.compile(r"\n    UNION ALL SELECT .*?(?=\n    UNION ALL|\n\))", re.DOTALL)


@cache
def text(name: str) -> str:
    """A query as its file has it, snippets put in."""

    def fill(match: re.Match[str]) -> str:
        snippet = _COMMENT.sub("", text(match[1])).strip()
        for number, argument in enumerate(match[2].split(","), 1):
            snippet = snippet.replace(f"${number}", argument.strip())
        return snippet

    return _SNIPPET.sub(fill, (_HOME / "queries" / f"{name}.sql").read_text("utf-8"))


@cache
def reader() -> str:
    """A digest of this package: a state read by another version of ours may be told otherwise."""
    files = sorted(path for ending in ("py", "sql") for path in _HOME.rglob(f"*.{ending}"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def catalogs(query: str) -> set[str]:
    """The catalogs that a query reads."""
    return set(re.findall(r"(?:FROM|JOIN)\s+pg_catalog\.(pg_\w+)(?!\w*\()", query))


@cache
def kinds() -> tuple[str, ...]:
    """The kinds that have a query, objects first; the rest is made of other kinds' rows."""
    names = [model.kind_name(cls) for cls in model.kinds().values()] + list(model.parts())
    return tuple(name for name in names if (_HOME / "queries" / f"{name}.sql").is_file())


def adapted(kind: str, known: Collection[tuple[str, str]]) -> str:
    """A query for a server with these columns; "" when such a thing cannot be on it.

    Comments are left out: they may hold characters that the server's encoding does not have.
    """

    def choose(match: re.Match[str]) -> str:
        catalog, column, there, fallback = match.groups()
        return there if (catalog, column) in known else fallback

    return _COMMENT.sub("", _FALLBACK.sub(choose, text(kind))).strip()


def without(query: str, closed: Collection[str]) -> str:
    """A query without those arms of its union that read a catalog in `closed`."""
    return _ARM.sub(lambda arm: "" if catalogs(arm[0]) & set(closed) else arm[0], query)


def empty(fingerprint: str, told: str) -> set[str]:
    """The catalogs in which the fingerprint, by what its query told, found nothing to read."""
    arms = [found.groups() for arm in _ARM.findall(fingerprint) if (found := _COUNTED.search(arm))]
    none = {row.removesuffix(" 0") for row in told.split(",") if row.endswith(" 0")}
    return {of for _, of in arms} - {of for word, of in arms if word not in none}


def sources(query: str) -> set[str]:
    """What a query has its rows of; whatever else it reads is joined to them."""
    return set(_SOURCE.findall(query))
