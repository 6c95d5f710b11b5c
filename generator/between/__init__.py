"""Any two snapshots compared, and the schema as of any date, in a browser without a server.

What the pages need is worked out here and written beside them as files of data; the scripts under
docs/assets only look it up. docs/comparing.md tells the format.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Mapping
from typing import Any

from generator.between import asof
from generator.between.families import Families
from generator.between.nets import Nets
from generator.between.shipped import Rows, cut, rows
from generator.diff import unread
from generator.history import History, Moment
from generator.language import gettext
from generator.links import Links
from generator.moments import local
from generator.render import MARK
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
    back = Nets(families, True, back.single)
    parts: dict[str, int] = {}
    for name, told in (
        ("forward", rows(Nets(families), links, history.severities)),
        ("back", rows(back, links, history.severities)),
        ("objects", {"objects": asof.objects(history, links)}),
    ):
        parts[name] = 0
        for piece in cut(told, LARGEST, lambda row: len(_json(row))):
            parts[name] += 1
            yield (
                f"{links.root}/data/{name}-{parts[name]}.js",
                _text(f"{name}-{parts[name]}", piece),
            )
    yield f"{links.root}/data/moments.js", _text("moments", moments(history, links, parts))
    for path, versions in asof.texts(history, links, skipped):
        yield path, _text("versions", versions)


def _text(name: str, value: Rows | Mapping[str, Any]) -> str:
    """A script that puts a value where the pages look for it, a row a line."""
    told = ",\n".join(f"{_json(key)}:{_lines(item)}" for key, item in value.items())
    head = f"// {MARK.removeprefix('# ')}"
    return f"{head}\n(window.chronicle = window.chronicle || {{}})[{_json(name)}] = {{{told}}};\n"


def _lines(item: Any) -> str:
    if not isinstance(item, list) or not item:
        return _json(item)
    return "[\n" + ",\n".join(map(_json, item)) + "\n]"


_json = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True).encode


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
