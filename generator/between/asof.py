"""What there was at any snapshot: a list of all objects, and each object as it was."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

from generator.changes import Change
from generator.history import History
from generator.links import Links
from generator.lives import Life, Version
from generator.sentences import object_name, one_line
from snapshot import model
from snapshot.codec import text_of

GONE, UNSEEN = -1, -2  # in place of a number of columns


def objects(history: History, links: Links) -> list[list[Any]]:
    """One row for each life: kind, name, page, whether it may be older, and its versions.

    A version is the snapshot, the number of columns (`GONE`, or `UNSEEN` when nobody could look; 0
    where there are none), the name where it is another, and 1 where it was made anew.
    """
    rank = {cls: number for number, cls in enumerate(model.kinds().values())}
    lives = sorted(
        history.lives.all, key=lambda life: (rank[type(life.thing)], life.key, life.since)
    )
    return [
        _row(life, (links.object(life.key) or "") if has_page(life, history) else "", links)
        for life in lives
    ]


def _row(life: Life, address: str, links: Links) -> list[Any]:
    first = life.versions[0]
    name = _name(first)
    row: list[Any] = [
        model.kind_name(type(life.thing)), name, address.removeprefix(f"{links.root}/"),
        0 if life.known or life.since != first.number else 1, [],
    ]  # fmt: skip
    anew = {event.number for event in life.events if any(map(_remade, event.changes))}
    for version in life.versions:
        told: list[Any] = [version.number, _columns(version)]
        now = name if version.thing is None else _name(version)
        if now != name or version.number in anew:
            told.append("" if now == name else now)
            told += [1] if version.number in anew else []
        if len(told) > 2 or not row[-1] or row[-1][-1][1] != told[1]:
            row[-1].append(told)
        name = now
    return row


def _remade(change: Change) -> bool:
    return change.action == "recreated" and not change.part


def _name(version: Version) -> str:
    told = object_name(version.key, () if version.thing is None else (version.thing,))
    return one_line(told)


def _columns(version: Version) -> int:
    if version.thing is None:
        return GONE if version.gone else UNSEEN
    return len(getattr(version.thing, "columns", ()))


def texts(
    history: History, links: Links, skipped: Container[str] = frozenset()
) -> Iterator[tuple[str, dict[str, Any]]]:
    """For each object the address of its data: the JSON of all versions that its page tells of.

    `lines` holds every line once; a version is its snapshot, and what became of the lines of the
    one before: how many stay from the top, how many go, and the lines that come. Instead of that
    `GONE` or `UNSEEN`, after which the next one begins with no lines.
    """
    lives: dict[str, list[Life]] = {}
    for life in history.lives.all:
        lives.setdefault(life.key, []).append(life)
    for key, last in sorted(history.lives.by_key.items()):
        path = links.versions(key)
        if path is None or path in skipped:
            continue
        earlier = [life for life in lives[key] if life is not last]
        yield path, _lines_of(_one_by_one([*earlier, last]))


def _one_by_one(lives: list[Life]) -> list[Version]:
    """The versions of all that had a page's key last, each up to the first of the one after it."""
    told: list[Version] = []
    until: int | None = None
    for life in reversed(lives):
        kept = [v for v in life.versions if until is None or v.number < until]
        told = kept + told
        first = life.versions[0].number
        until = first if until is None else min(until, first)
    return told


def has_page(life: Life, history: History) -> bool:
    """Whether the page of a key shows this life, all the time that it was there."""
    last = history.lives.by_key.get(life.key)
    if last is None or last is life:
        return last is life
    return life.gone is not None and life.gone <= last.versions[0].number


def _lines_of(versions: list[Version]) -> dict[str, Any]:
    lines: dict[str, int] = {}
    found: list[list[Any]] = []
    last: list[int] = []
    seen: model.Object | None = None
    for version in versions:
        if version.thing is None:
            found.append([version.number, _columns(version)])
            last, seen = [], None
            continue
        if version.thing is seen:
            continue
        seen = version.thing
        now = [lines.setdefault(line, len(lines)) for line in _text(seen)]
        if not found or last != now:
            found.append([version.number, *_edit(last, now)])
        last = now
    return {"lines": list(lines), "versions": found}


def _text(thing: model.Object) -> list[str]:
    return text_of(thing).splitlines()


def _edit(old: list[int], new: list[int]) -> tuple[int, int, list[int]]:
    """How many stay from the top, how many go after them, and what comes in their place."""
    top = 0
    while top < min(len(old), len(new)) and old[top] == new[top]:
        top += 1
    end = 0
    while end < min(len(old), len(new)) - top and old[-1 - end] == new[-1 - end]:
        end += 1
    return top, len(old) - top - end, new[top : len(new) - end]
