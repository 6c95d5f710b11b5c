"""What depends on what, as the server knows it (`pg_depend`), in keys and parts of the model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from snapshot import model
from snapshot.codec import segment

Row = dict[str, Any]
Address = tuple[str, int, int]  # catalog, oid, sub-object number: as in pg_description
Place = tuple[str, str]  # the key of an object; the path of a part in it, "" for all of it
Dependents = dict[str, dict[str, tuple[str, ...]]]
"""Key → path of a part, or "" → what depends on it, sorted, each as `word` writes it.

What is not recorded, the object says itself: the columns of its keys, and that parts are its own.
"""
DEFAULT = "default"  # where only the default of a column depends on something
_VIEWS = [model.folder_of(cls) for cls in (model.View, model.MaterializedView)]


def word(place: Place, field: str = "") -> str:
    """`public/tables/users columns/email default`: no step of it has a space."""
    return " ".join(step for step in (*place, field) if step)


def unfold(word: str) -> tuple[str, str, str]:
    """The key, the part and the field that `word` was made of."""
    key, part, field, *_ = [*word.split(" "), "", ""]
    return key, part, field


def places(found: dict[Address, Place], at: Place, address: Address, node: Row, cls: type) -> None:
    """Add where an object and its parts stand to `found`; `node` is its row, parts and all."""
    found[address] = at
    key, path = at[0], f"{at[1]}/" if at[1] else ""
    for field, part, single, whole in _inside(cls):
        for row in node.get(field) or ():
            if "oid" not in row:
                continue
            place = (key, path + (field if single else f"{field}/{segment(row[part.KEY])}"))
            number = row["oid"]
            inner = (part.CATALOG, number, 0) if part.CATALOG else (*address[:2], number)
            if whole:
                found[inner] = place
            else:
                places(found, place, inner, row, part)


@cache
def _inside(cls: type) -> list[tuple[str, type[model.Part], bool, bool]]:
    """Field, class of its parts, whether there is one at most, and whether nothing is in those."""
    return [
        (field, part, model.is_single(cls, field), not model.children(part))
        for field, part in model.children(cls).items()
    ]


def of_rows(rows: Iterable[Row], found: Mapping[Address, Place]) -> Dependents:
    """The rows of `queries/_dependents.sql`, put in words; what has no place is left out."""
    edges: set[tuple[Address, Address]] = set()
    links: dict[tuple[str, int], tuple[str, Address]] = {}
    for row in rows:
        ends = zip(row["oids"], row["subs"], row["on_oids"], row["on_subs"], strict=True)
        for oid, sub, on_oid, on_sub in ends:
            target = (row["on_catalog"], on_oid, on_sub)
            if row["how"] is None:
                edges.add(((row["catalog"], oid, sub), target))
            else:
                link = (row["how"], target)
                links[row["catalog"], oid] = min(link, links.get((row["catalog"], oid), link))
    told: dict[str, dict[str, set[str]]] = {}
    for user, used in edges:
        place, field = _find(user, found, links)
        on = _find(used, found, links)[0] or found.get((used[0], used[1], 0))
        if place is None or on is None or _says_itself(place, on):
            continue
        if not field and place[0].split("/")[1] in _VIEWS:
            place = (place[0], "")  # its columns come of its query, and that is what depends
        told.setdefault(on[0], {}).setdefault(on[1], set()).add(word(place, field))
    return {
        key: {part: _sorted(told[key][part]) for part in sorted(told[key])} for key in sorted(told)
    }


def _sorted(users: set[str]) -> tuple[str, ...]:
    """In order, without what lies in another of them: parts of an object, defaults of columns."""
    return tuple(sorted(each for each in users if not users.intersection(_around(each))))


def _around(word: str) -> list[str]:
    """The words of what a place lies in."""
    steps = word.split(" ")
    return [" ".join(steps[:number]) for number in range(1, len(steps))]


def _find(
    address: Address, found: Mapping[Address, Place],
    links: Mapping[tuple[str, int], tuple[str, Address]],
) -> tuple[Place | None, str]:  # fmt: skip
    """Where something stands, or what it was made with; and the field that it is."""
    field = ""
    while address not in found:
        if address[:2] not in links:
            return None, field
        how, (catalog, oid, sub) = links[address[:2]]
        field = DEFAULT if how == "a" and address[0] == "pg_attrdef" else field
        address = (catalog, oid, sub or address[2])
    return found[address], field


def _says_itself(user: Place, used: Place) -> bool:
    """Whether a dependence is that of a part on its own object, or on itself."""
    return user[0] == used[0] and used[1] in ("", user[1])


def within(told: Dependents, kept: Iterable[str]) -> Dependents:
    """Only what is among some objects and depends on them."""
    keys = set(kept)
    found = {}
    for key, parts in told.items():
        left = {
            part: tuple(user for user in users if unfold(user)[0] in keys)
            for part, users in parts.items()
            if key in keys
        }
        if some := {part: users for part, users in left.items() if users}:
            found[key] = some
    return found
