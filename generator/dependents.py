"""What may break with a thing: all that depends on it, directly and through other things.

The server's own edges are recorded (`snapshot.dependents`); what an object says by itself, such as
the columns of its keys, is read from the object.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from generator import sentences
from generator.changes import Change, Dependent
from generator.language import gettext, noted
from generator.renames import Pairs
from generator.side import Side
from snapshot import model
from snapshot.codec import segment
from snapshot.dependents import DEFAULT, unfold, word

MOST = 4  # names that a line shows
UNKNOWN = noted("what depends on these is not known: it was not recorded then")
_INDIFFERENT = {
    "comment", "owner", "privileges", "tablespace", "access_method", "storage", "compression",
    "statistics", "target", "options", "foreign_options", "replica_identity", "cluster_on",
    "unlogged", "columns.order", "columns.count", "depends_on_extensions",
}  # fmt: skip
_LEAVES = {
    "database", "default_privilege", "privilege", "security_label", "sequence_privilege",
    "supplied_object", "not_null", "user_mapping", "connection_string", "event_trigger",
}  # fmt: skip
_FIRST = ("view", "materialized_view", "function", "aggregate", "foreign_key", "policy", "trigger")
_KEYS = (model.PrimaryKey, model.UniqueConstraint, model.ForeignKey, model.Index)


User = tuple[str, str, str]  # the key, the part and the field that depends on something


class Depending:
    """Who depends on what in one state.

    `was` and `parts_were` give the names that things have there: by key, and by key and part.
    """

    def __init__(
        self, side: Side, was: Mapping[str, str] | None = None,
        parts_were: Mapping[tuple[str, str], str] | None = None,
    ) -> None:  # fmt: skip
        self.side = side
        self.known = side.dependents is not None
        self._was = was or {}
        self._parts_were = parts_were or {}

    def noted(self, change: Change) -> Change:
        """The change, with what depends on the thing that it is about, which is there."""
        if change.kind in _LEAVES or change.field in _INDIFFERENT:
            return change
        if not self.known:
            return msgspec.structs.replace(change, dependents=None)
        return msgspec.structs.replace(change, dependents=self.of(*self._place(change)))

    def _place(self, change: Change) -> tuple[str, str]:
        """Where the thing stood; a renamed one, and what is in it, had another name."""
        if change.action == "removed" and not change.part:
            return change.object, ""
        part = change.part
        for (key, new), old in self._parts_were.items():
            inside = part.startswith(f"{new}/")
            if key == change.object and (inside or (part == new and change.action != "removed")):
                part = old + part[len(new) :]
                break
        return self._was.get(change.object, change.object), part

    def of(self, key: str, part: str = "") -> tuple[Dependent, ...]:
        """What depends on an object or a part of it: directly first, then through others."""
        direct = _ranked(place for place in self._users(key, part) if part or place[0] != key)
        seen = {(key, part), *((k, p) for k, p, _ in direct)}
        found = [self._told(*place, indirect=False) for place in direct]
        waiting = direct
        while waiting:
            further = [
                place
                for k, p, field in waiting
                if not field
                for place in self._users(k, p)
                if (p or place[0] != k) and (part or place[0] != key)
            ]
            waiting = []
            for place in _ranked(dict.fromkeys(further)):
                if place[:2] not in seen and (place[0], "") not in seen:
                    seen.add(place[:2])
                    waiting.append(place)
                    found.append(self._told(*place, indirect=True))
        return tuple(found)

    def on(self, key: str, user: Dependent) -> tuple[str, ...]:
        """The parts of an object that something depends on directly; "" is all of it."""
        told = (self.side.dependents or {}).get(key, {})
        mark = word((user.object, user.part), DEFAULT if user.kind == DEFAULT else "")
        return tuple(part for part, users in told.items() if mark in users)

    def _users(self, key: str, part: str) -> list[User]:
        """Key, part and field of what depends on it directly; on all of it when `part` is ""."""
        told = (self.side.dependents or {}).get(key, {})
        places = {
            unfold(user)
            for path, users in told.items()
            if not part or path == part or path.startswith(f"{part}/")
            for user in users
        }
        thing = self.side.objects.get(key)
        if thing and part:
            places |= {(key, path, "") for path in _own(thing, part)}
        wholes = {place[0] for place in places if not place[1]}
        return [place for place in places if not place[1] or place[0] not in wholes]

    def _told(self, key: str, part: str, field: str, *, indirect: bool) -> Dependent:
        thing = self.side.objects.get(key)
        kind = DEFAULT if field else kind_of(key, part)
        about = Change(object=key, kind=kind, part=part, action="changed")
        name = sentences.one_line(sentences.name_of(about, (thing,) if thing else ()))
        return Dependent(key, part, kind, name, indirect)


def _ranked(users: Iterable[User]) -> list[User]:
    """Those first that a reader looks for."""
    rank = {kind: number for number, kind in enumerate(_FIRST)}
    return sorted(users, key=lambda user: (rank.get(kind_of(*user[:2]), len(rank)), user))


def before(old: Side, moved: Pairs, changes: Iterable[Change]) -> Depending:
    """Who depended on what in the older of two states: whatever happened may break that.

    `moved`: old and new keys of what has another one now; `changes` tell which part is which.
    """
    return Depending(
        old, {later: earlier for earlier, later in moved if earlier and later},
        {
            (c.object, c.part): f"{c.part.rpartition('/')[0]}/{segment(c.old)}"
            for c in changes
            if c.action == "renamed" and c.part
        },
    )  # fmt: skip


def _own(thing: model.Object, part: str) -> Iterator[str]:
    """The keys and indexes of an object that one of its columns is in, as the object says."""
    for field, cls in model.children(type(thing)).items():
        if cls not in _KEYS:
            continue
        value = getattr(thing, field)
        for each in value if isinstance(value, tuple) else (value,) if value else ():
            names = [*getattr(each, "columns", ()), *getattr(each, "include", ())]
            names += [key.column for key in getattr(each, "keys", ()) if key.column]
            if part in {f"columns/{segment(name)}" for name in names}:
                single = model.is_single(type(thing), field)
                yield field if single else f"{field}/{segment(each.name)}"


def kind_of(key: str, part: str) -> str:
    """The kind of an object, or of a part of it."""
    steps = key.split("/")
    cls: type = model.kinds()[steps[1] if len(steps) == 3 else steps[0]]
    for step in part.split("/")[::2] if part else ():
        cls = model.children(cls)[step]
    return model.kind_name(cls)


def by_distance(found: Iterable[Dependent] | None) -> list[tuple[str, list[Dependent]]]:
    """Those that depend on it directly, and those through others, each with words; if any."""
    known = list(found or ())
    groups = [
        (gettext("Depends on it"), [one for one in known if not one.indirect]),
        (gettext("Indirectly"), [one for one in known if one.indirect]),
    ]
    return [(words, group) for words, group in groups if group]


def words(found: Iterable[Dependent] | None) -> str:
    """`Depends on it: view active_users, foreign key orders.user_id_fkey; indirectly: view x`."""
    told = [
        gettext("%(head)s: %(things)s", head=head, things=_listed(group))
        for head, group in by_distance(found)
    ]
    return "; ".join([*told[:1], *(f"{each[:1].lower()}{each[1:]}" for each in told[1:])])


def _listed(found: list[Dependent]) -> str:
    names = ", ".join(f"{one.what} `{one.name}`" for one in found[:MOST])
    more = len(found) - MOST
    return gettext("%(names)s and %(more)s more", names=names, more=more) if more > 0 else names
