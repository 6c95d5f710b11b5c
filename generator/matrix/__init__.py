"""Several schemas and expectations side by side, and which one is the odd one out.

Every two are compared as anywhere else: states by `diff`, an expectation and a state by `check`.
The places of what they find are the rows; two that know a place agree where nothing was found. No
value is compared a second time. A source that cannot know a place has no voice there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Literal

import msgspec

from generator import overrides, sentences
from generator.changes import SEVERITIES, Change, Severity
from generator.language import gettext, ngettext
from generator.matrix import uncompared
from generator.matrix.compared import Compared
from generator.matrix.counterparts import Node
from generator.matrix.sources import Source
from generator.values import listed, value
from snapshot.codec import readable

Outcome = Literal["odd one out", "no majority", "differ"]
_SHORT = 100  # characters of a value where several stand side by side
Place = tuple[Node, str]  # one node of those that are one thing, and a field


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Sources that agree at a place; `value` is null where there is none."""

    sources: tuple[str, ...]
    there: bool
    value: Any
    shown: str  # in words, without who says it: `text`, "not there"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One place where they differ: an object, a part of one, or a field of either."""

    object: str
    part: str
    field: str
    kind: str
    name: str
    about: str  # `column users.email: type`
    outcome: Outcome
    odd: tuple[str, ...]  # the odd ones out
    groups: tuple[Group, ...]  # the largest first
    silent: dict[str, str]  # source → why it has no voice here
    sentence: str
    rule: str
    severity: Severity
    reason: str


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One source, as the head of its column tells it."""

    name: str
    label: str
    kind: Literal["state", "expectation", "none"]
    objects: int | None
    odd: int  # in how many rows it is the odd one out
    missing: str | None = None  # why it could not be had
    note: str | None = None


class Matrix(msgspec.Struct, frozen=True, kw_only=True):
    """All that came of it."""

    sources: tuple[Told, ...]
    rows: tuple[Row, ...]
    objects: int  # that any state has
    agreed: int  # of which nothing differs
    folds: int  # differences in spelling only
    not_compared: tuple[str, ...]  # what nobody could compare, by its nature
    unread: tuple[str, ...]  # what could not be read, though it should have been
    places: dict[tuple[str, str, str, str, str], int]  # (old, new, object, part, field) → row

    @property
    def exit_code(self) -> int:
        return 1 if self.rows else 3 if self.unread else 0

    def row_of(self, old: str, new: str, change: Change) -> Row | None:
        """The row of a change between two of the sources."""
        at = self.places.get((old, new, change.object, change.part, change.field))
        return None if at is None else self.rows[at]


def matrix(sources: Iterable[Source], severities: overrides.Overrides | None = None) -> Matrix:
    """Put sources side by side, in their order; their names differ."""
    found = Compared(tuple(sources), severities or {})
    told = {place: _row(found, place) for place in found.rows}
    rows = {place: row for place, row in told.items() if row is not None}
    order = sorted(rows, key=lambda place: _order(rows[place]))
    at = {place: number for number, place in enumerate(order)}
    known = {
        (found.name(old), found.name(new), change.object, change.part, change.field): at[place]
        for place, old, new, change in found.places()
        if place in at
    }
    ordered = tuple(rows[place] for place in order)
    differing = {found.home(place[0]) for place in order}
    things = {found.home(node) for node in found.objects()}
    return Matrix(
        sources=tuple(_told(source, ordered) for source in found.sources), rows=ordered,
        objects=len(things), agreed=len(things - differing), folds=found.folds,
        not_compared=uncompared.by_nature(found), unread=uncompared.unread(found), places=known,
    )  # fmt: skip


def _order(row: Row) -> tuple[Any, ...]:
    return (SEVERITIES.index(row.severity), row.object, row.part, row.field)


def _told(source: Source, rows: Collection[Row]) -> Told:
    return Told(
        name=source.name, label=source.label, missing=source.missing, note=source.note,
        kind="none" if source.missing else "expectation" if source.side is None else "state",
        objects=None if source.side is None else len(source.side.objects),
        odd=sum(source.name in row.odd for row in rows),
    )  # fmt: skip


def _row(found: Compared, place: Place) -> Row | None:
    """What the sources say of a place; None when those that know it agree."""
    node, field = place
    silent = {n: why for n in range(len(found.sources)) if (why := found.silent(n, place))}
    knowing = [n for n in range(len(found.sources)) if n not in silent]
    groups: list[list[int]] = []
    for one in knowing:
        same = (g for g in groups if all(found.agree(other, one, place) for other in g))
        home = next(same, None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    if len(groups) < 2:
        return None
    groups.sort(key=lambda group: (-found.voices(group), group[0]))
    outcome = _outcome(found, groups)
    most, others = groups[0], [n for group in groups[1:] for n in group]
    change = found.worst(place, most if outcome == "odd one out" else [], others)
    told = _apart(tuple(_group(found, place, group, groups) for group in groups))
    odd = tuple(found.name(n) for n in sorted(others)) if outcome == "odd one out" else ()
    holder = next((at for n in (*most, *others) if (at := found.at(n, node))), node)
    things = tuple(found.things(holder))
    named = msgspec.structs.replace(change, object=holder[1], part=holder[2])
    about = sentences.one_line(sentences.about(named, things))
    mute = {found.name(n): why for n, why in sorted(silent.items())}
    return Row(
        object=holder[1], part=holder[2], field=field, kind=change.kind, about=about,
        name=sentences.one_line(sentences.name_of(named, things)),
        outcome=outcome, odd=odd, groups=told, silent=mute, rule=change.rule,
        severity=change.severity, reason=change.reason,
        sentence=_sentence(outcome, told, change, field),
    )  # fmt: skip


def _outcome(found: Compared, groups: list[list[int]]) -> Outcome:
    """A majority takes three voices, and more on one side than on any other."""
    sizes = [found.voices(group) for group in groups]
    if found.voices([n for group in groups for n in group]) < 3:
        return "differ"
    return "odd one out" if sizes[0] > sizes[1] else "no majority"


def _group(found: Compared, place: Place, group: list[int], groups: list[list[int]]) -> Group:
    names = tuple(found.name(n) for n in sorted(group))
    if place[1]:
        held = found.value(group[0], place)
        shown = _short(held, place[1], another=group is not groups[0])
        return Group(sources=names, there=True, value=held, shown=shown)
    here = found.held(group, place)
    if here is None:
        return Group(sources=names, there=False, value=None, shown=gettext("not there"))
    name = sentences.one_line(_last(here))
    ways = {_last(at) for each in groups if (at := found.held(each, place))}
    shown = f"`{name}`" if len(ways) > 1 else gettext("there")
    return Group(sources=names, there=True, value=name, shown=shown)


def _apart(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """Groups with long lists, told by what they do not have in common."""
    lists = [group.value for group in groups]
    if not all(isinstance(each, list) for each in lists):
        return groups
    if not any(group.shown.endswith(("…", "…`")) for group in groups):
        return groups
    common = [item for item in lists[0] if all(item in each for each in lists)]
    own = [[item for item in each if item not in common] for each in lists]
    if any(own):
        words = [gettext("%(own)s besides %(number)s in common", own=_short(each, ""),
                         number=len(common)) for each in own]  # fmt: skip
    else:  # they stand in another order: the first place where that shows
        at = next(n for n in range(len(common)) if len({str(each[n]) for each in lists}) > 1)
        words = [gettext("%(what)s at place %(place)s", what=_short(each[at], ""), place=at + 1)
                 for each in lists]  # fmt: skip
    pairs = zip(groups, words, strict=True)
    return tuple(msgspec.structs.replace(group, shown=shown) for group, shown in pairs)


def _last(node: Node) -> str:
    """The name that a thing has in a source."""
    if node[2]:
        return readable(node[2].rpartition("/")[2])
    return sentences.object_name(node[1])


def _sentence(outcome: Outcome, groups: tuple[Group, ...], change: Change, field: str) -> str:
    """Who has what: the odd ones first, then those that agree."""
    named = not field and len({group.value for group in groups if group.there}) > 1
    ordered = (*groups[1:], groups[0]) if outcome == "odd one out" else groups
    several = change.kind.endswith("privilege")
    parts = []
    for group in ordered:
        who = listed(group.sources)
        if outcome == "odd one out" and group is not groups[0] and len(group.sources) == 1:
            who = gettext("%(who)s alone", who=who)
        parts.append(_has(group, who, field, named, several))
    told = "; ".join(parts)
    if outcome == "no majority":
        sizes = {len(group.sources) for group in groups}
        if len(groups) == 2 and len(sizes) == 1:
            told = gettext("An even split: %(told)s", told=told)
        else:
            told = gettext("No majority: %(told)s", told=told)
    doubt = change.evidence
    if named and doubt is not None:
        told += f" ({doubt.told})"
    return f"{told}."


def _has(group: Group, who: str, field: str, named: bool, several: bool) -> str:
    """What sources that agree have; `several`: it is no one thing, such as privileges."""
    n = len(group.sources)
    if field:
        return ngettext("%(who)s has %(what)s", "%(who)s have %(what)s", n,
                        who=who, what=group.shown)  # fmt: skip
    if not group.there:
        if several:
            return ngettext("%(who)s lacks them", "%(who)s lack them", n, who=who)
        return ngettext("%(who)s lacks it", "%(who)s lack it", n, who=who)
    if named:
        return ngettext("%(who)s calls it %(name)s", "%(who)s call it %(name)s", n,
                        who=who, name=group.shown)  # fmt: skip
    if several:
        return ngettext("%(who)s has them", "%(who)s have them", n, who=who)
    return ngettext("%(who)s has it", "%(who)s have it", n, who=who)


def _short(thing: Any, field: str, *, another: bool = False) -> str:
    """A value of a field in a few words that cannot break a line; of a text, how long it is.

    `another`: besides one that was told before it.
    """
    if field in ("body", "definition") and isinstance(thing, list):
        if another:
            return ngettext(
                "another text of %(num)s line", "another text of %(num)s lines", len(thing)
            )
        return ngettext("a text of %(num)s line", "a text of %(num)s lines", len(thing))
    if field == "nullable":
        return gettext("nulls accepted") if thing else gettext("NOT NULL")
    told = sentences.one_line(value(thing))
    if len(told) <= _SHORT:
        return told
    return f"{told[:_SHORT].rstrip('`')}…{'`' * (told[:_SHORT].count('`') % 2)}"
