"""Any two snapshots compared, and the schema as of any date, in a browser without a server.

What the pages need is worked out here and written beside them as files of data; the scripts under
docs/assets only look it up. docs/comparing.md tells the format.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from generator.between import asof
from generator.between.families import Families
from generator.between.nets import Nets
from generator.between.shipped import cut, rows
from generator.diff import unread
from generator.history import History, Moment
from generator.language import gettext
from generator.links import Links
from generator.listed import MARK
from generator.moments import local
from generator.sentences import one_line
from generator.side import Side
from snapshot.records import Coverage

LARGEST = 400_000  # characters of the rows in one file


def files(
    history: History, links: Links, skipped: Container[str] = frozenset()
) -> Iterator[tuple[str, str]]:
    """Path below `docs/` and text of each file of data of one database, but for those `skipped`."""
    if history.latest is None:
        return
    families = Families(history)
    back = Nets(families, True)
    if unheard := list(back.unheard()):
        families.settle(unheard)
    back = Nets(families, True, back.known)
    parts: dict[str, int] = {}
    for name, told in (
        ("forward", rows(Nets(families), links, history.severities)),
        ("back", rows(back, links, history.severities)),
        ("objects", {"objects": asof.objects(history, links)}),
    ):
        parts[name] = 0
        encoded = {head: list(map(_json, rows)) for head, rows in told.items()}
        for piece in cut(encoded, LARGEST):
            parts[name] += 1
            yield (
                f"{links.root}/data/{name}-{parts[name]}.js",
                _text(f"{name}-{parts[name]}", {k: _lines(some) for k, some in piece.items()}),
            )
    yield f"{links.root}/data/moments.js", _told("moments", moments(history, links, parts))
    for path, versions in asof.texts(history, links, skipped):
        yield path, _told("versions", versions)


def _told(name: str, values: Mapping[str, Any]) -> str:
    return _text(name, {
        key: _lines(map(_json, item)) if isinstance(item, list) and item else _json(item)
        for key, item in values.items()
    })  # fmt: skip


def _text(name: str, values: Mapping[str, str]) -> str:
    """A script that puts encoded values where the pages look for them, a row a line."""
    told = ",\n".join(f"{_json(key)}:{item}" for key, item in values.items())
    head = f"// {MARK.removeprefix('# ')}"
    return f"{head}\n(window.chronicle = window.chronicle || {{}})[{_json(name)}] = {{{told}}};\n"


def _lines(rows: Iterable[str]) -> str:
    return "[\n" + ",\n".join(rows) + "\n]"


_escaped = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True).encode


def _json(value: Any) -> str:
    """In ASCII, whatever a server takes a script's encoding for."""
    told = msgspec.json.encode(value).decode()  # ten times as fast, and the same for most
    return told if told.isascii() and "\x7f" not in told else _escaped(value)


def moments(history: History, links: Links, parts: Mapping[str, int]) -> dict[str, Any]:
    """Every snapshot, and what two of them cannot tell of one another."""
    eras: list[Moment] = []  # the first good snapshot of each coverage
    told = []
    for moment in history.moments:
        era = -1
        if not moment.failed:
            era = next(
                (n for n, first in enumerate(eras) if _alike(first, moment)), len(eras)
            )  # fmt: skip
            if era == len(eras):
                eras.append(moment)
        header = moment.header
        told.append([
            moment.stem, header.at, one_line(header.context.label or ""), header.why,
            links.report(moment.stem).removeprefix(f"{links.root}/"), era,
            header.server.version if header.server else "",
            one_line(header.failure or gettext("the capture failed")) if moment.failed else "",
            int(_unnumbered(history, moment)), local(header.at),
        ])  # fmt: skip
    return {
        "database": history.database, "parts": parts, "moments": told,
        "unread": {
            f"{a}-{b}": found
            for a, old in enumerate(eras)
            for b, new in enumerate(eras)
            if (found := _unread(old, new))
        },
    }  # fmt: skip


def _unnumbered(history: History, moment: Moment) -> bool:
    """Whether no numbers of the server's tell who was who in the good one before."""
    if moment.failed or moment.previous is None:
        return False
    server = history.moments[moment.previous].header.server
    return server is None or not server.same_database(moment.header.server)


def _alike(one: Moment, other: Moment) -> bool:
    return (one.header.database, _seen(one)) == (other.header.database, _seen(other))


def _seen(moment: Moment) -> tuple[Any, ...]:
    """What of a coverage decides what can be compared."""
    told: Coverage = moment.header.coverage
    return (told.captured, told.not_permitted, told.not_on_version, told.include,
            tuple(told.ignored), told.built)  # fmt: skip


def _unread(old: Moment, new: Moment) -> dict[str, str]:
    sides = [Side({}, coverage=m.header.coverage, database=m.header.database) for m in (old, new)]
    found = unread(*sides)
    if _scope(old) != _scope(new):
        found["scope"] = gettext(
            "the patterns that choose what is captured were changed in between: what came or went"
            " may be only that"
        )
    return found


def _scope(moment: Moment) -> tuple[Any, ...]:
    return moment.header.coverage.include, tuple(moment.header.coverage.ignored)
