"""Which pages and copies need not be made again: those of which all that they tell is as it was.

A report of the past tells of records, which never change; the page of an object tells of that
object and of those around it. Both name other things and lead to them: what a page asks for is
noted while it is rendered, and a page whose answers would be others is made again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from stat import S_ISREG
from typing import Any

import msgspec

from generator import links, sentences
from generator.before import Before, Pages, Place, Standing, Stat, found, standing
from generator.book import Book
from generator.changes import Change
from generator.copies import entries, feeds
from generator.history import Moment
from generator.memory import differing
from generator.relations import Relations
from generator.report import Report
from generator.side import Side
from generator.sizes import SEARCHED
from snapshot.dependents import unfold


class Still(msgspec.Struct, frozen=True):
    """What is as it was when the pages were last made."""

    paths: frozenset[str] = frozenset()  # pages and copies that stand as they would be made again
    objects: frozenset[str] = frozenset()


def unchanged(book: Book, known: Pages | None, shared: Any, docs: Path) -> Still:
    """What need not be made again of the pages and copies below `docs`."""
    before = book.before
    if before is None or known is None or known.shared != shared:
        return Still()
    now = standing(book.history)
    told = {key: now.get(key) for key in before.objects.keys() | now.keys()}
    changed = {key for key, each in told.items() if before.objects.get(key) != each}
    around = _around(book, before, changed)
    past = _past(book, before)
    paths = [book.links.report(moment.stem) for moment in past if not _fades(moment, book, before)]
    paths += [leaf.path for leaf in book.leaves if leaf == known.leaves.get(leaf.path)]
    paths += [path for key in now if key not in around and (path := book.links.object(key))]
    paths += links.SHARED_PAGES  # known of one book
    paths += map(book.links.domain, _calm(book, before, changed))
    copies = [*links.SHARED_COPIES, *_silent_feeds(book, before)]
    copies += [book.links.report_data(moment.stem) for moment in past]
    objects = frozenset(now.keys() - changed)
    for key in objects:
        copies += filter(None, (book.links.object_table(key), book.links.versions(key)))
    here = os.fspath(docs)
    stand = (path for path in copies if known.files.get(path, 0) == stat(f"{here}/{path}"))
    return Still(frozenset(stand).union(
        path for path in paths
        if path in known.asked
        and known.files.get(path) == stat(f"{here}/{path}")
        and all(
            _answer(place, before.objects) == _answer(place, now)
            for place in known.asked[path] if place[0] in changed
        )
    ), objects)  # fmt: skip


def stat(path: str) -> Stat | None:
    """What is known of a file without reading it; None when it is not there."""
    try:
        told = os.stat(path)  # noqa: PTH116 - thousands, of which none needs a Path
    except (FileNotFoundError, NotADirectoryError):
        return None
    return (told.st_size, told.st_mtime_ns) if S_ISREG(told.st_mode) else None


def _past(book: Book, before: Before) -> list[Moment]:
    """Those of which only records are told: not the last good one and what followed, which say
    that they are."""
    moments = book.history.moments
    return moments[: before.latest] if len(moments) > before.moments else moments


def _calm(book: Book, before: Before, changed: set[str]) -> Iterator[str]:
    """The domains of which nothing is open, and nothing was changed, stated or read otherwise."""
    old, new = before.report, book.latest
    if old is None or new is None or _seen(old) != _seen(new):
        return
    around = changed | _drawn_otherwise(book, before, changed)
    stood = {domain.name: domain for domain in old.domains}
    for domain in new.domains:
        same = domain == stood.get(domain.name)
        if same and not domain.findings and domain.keys.isdisjoint(around):
            yield domain.name


def _drawn_otherwise(book: Book, before: Before, changed: set[str]) -> set[str]:
    """What stands otherwise in the diagrams of domains, but for what was changed itself: whom
    another table refers to, and whose parents came, went or are told otherwise."""
    every = before.relations, book.relations
    found = {
        use.used
        for key in changed
        if before.relations.uses.get(key) != book.relations.uses.get(key)
        for relations in every
        for use in relations.uses.get(key, ())
    }
    moved = _moved(before.report, book.latest)
    moved |= {key for key in changed if (key in before.side.objects) != (key in book.state)}
    users = (use for relations in every for key in moved for use in relations.used_by.get(key, ()))
    return found | moved | {use.user for use in users}


def _moved(old: Report | None, new: Report | None) -> set[str]:
    """The tables of another domain, or with more or fewer columns."""
    then, now = _homes(old), _homes(new)
    return {key for key in then.keys() | now.keys() if then.get(key) != now.get(key)}


def _homes(report: Report | None) -> dict[str, Any]:
    """Table → its domain, and how many columns it has: the diagrams of others tell these."""
    rows = report.rows if report else ()
    return {row.key: (row.domain if row.expected else None, row.columns_found) for row in rows}


def _seen(report: Report) -> tuple[Any, ...]:
    return report.check.cannot_tell, report.blind.coverage


def _silent_feeds(book: Book, before: Before) -> Iterator[str]:
    """Those of domains of which the snapshots since then tell nothing."""
    since = book.history.moments[before.moments :]
    for scope in entries.scopes(book, book.name):
        if scope.domain and not any(entries.entry(book, moment, scope) for moment in since):
            yield from feeds.places(scope, book.links).values()


def _fades(moment: Moment, book: Book, before: Before) -> bool:
    """Whether no search finds the report of a snapshot any more, which the last build's did."""
    return before.moments - SEARCHED <= moment.number < len(book.history.moments) - SEARCHED


def _around(book: Book, before: Before, changed: set[str]) -> set[str]:
    """The objects whose pages may tell something else."""
    history = book.history
    side = history.side or Side({})
    base = changed | differing(before.told, history.told)
    base |= _moved(before.report, book.latest)
    base |= before.found | found(history.moments[max(0, before.moments - 1) :])
    known, now = before.side.dependents, side.dependents
    if (known is None) != (now is None):
        return {*history.lives.by_key}
    base |= differing(known or {}, now or {})
    for relations in (before.relations, book.relations):
        base |= _neighbours(relations, base)
    return base | _above([known or {}, now or {}], base)


def _neighbours(relations: Relations, keys: Iterable[str]) -> set[str]:
    return {
        end
        for key in keys
        for use in (*relations.uses.get(key, ()), *relations.used_by.get(key, ()))
        for end in (use.user, use.used)
    }


def _above(every: list[Mapping[str, Mapping[str, Any]]], base: set[str]) -> set[str]:
    """What any of these depend on, directly or through others: their pages list them."""
    needs: dict[str, set[str]] = {}
    for dependents in every:
        for key, parts in dependents.items():
            for users in parts.values():
                for user in users:
                    needs.setdefault(unfold(user)[0], set()).add(key)
    reached, waiting = set(base), list(base)
    while waiting:
        further = needs.get(waiting.pop(), set()) - reached
        reached |= further
        waiting += further
    return reached


def _answer(place: Place, objects: Mapping[str, Standing]) -> tuple[Any, ...]:
    """Where a link to a place leads, and what the place is called."""
    key, part = place
    known = objects.get(key)
    if known is None:
        return ()
    about = Change(object=key, kind="", part=part, action="changed")
    name = sentences.name_of(about, (known.thing,))
    while part and part not in known.places:
        part = part.rpartition("/")[0]
    return part, name
