"""Who is whom among several schemas: what pairs of them say of renames, put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from generator.changes import Change
from snapshot import model, places
from snapshot.codec import segment

Node = tuple[int, str, str]  # source, key of an object, path of a part


class Renamed:
    """What one side of a comparison calls the things of the other."""

    def __init__(self) -> None:
        self.objects: dict[str, str] = {}
        self.parts: dict[tuple[str, str], str] = {}

    def object(self, key: str) -> str:
        """An object's key over there; what is in a renamed schema moves with it."""
        if key in self.objects or key.count("/") != 2:
            return self.objects.get(key, key)
        schema, _, rest = key.partition("/")
        other = self.objects.get(f"schemas/{schema}", f"schemas/{schema}")
        return f"{other.removeprefix('schemas/')}/{rest}"

    def part(self, key: str, path: str) -> str:
        """A part's path over there; `key` is that of its object here."""
        head, tail = path, ""
        while head:
            if (key, head) in self.parts:
                return self.parts[key, head] + tail
            head, _, step = head.rpartition("/")
            tail = f"/{step}{tail}"
        return path


class Ends(msgspec.Struct, frozen=True):
    """Where the changes of one comparison are, on both sides.

    `namer` is the source in whose names the changes are told: the newer one, or the expectation.
    """

    namer: int
    other: int
    there: Renamed  # namer's names → the other's
    back: Renamed
    asserted: bool  # a check: what is "removed" is the namer's, and nowhere else

    def of(self, change: Change) -> list[Node]:
        """The nodes that a change is about: two, or one where the thing is on one side only."""
        here = (self.namer, change.object, change.part)
        whole = not change.field and change.action in ("added", "removed")
        if whole and (change.action == "removed") == self.asserted:
            return [here]
        if whole and not change.part:
            key = self.there.object(change.object) if self.asserted else change.object
            return [(self.other, key, "")]
        key = self.there.object(change.object)
        if whole:  # its name may have gone to another thing over there
            parent, _, last = change.part.rpartition("/")
            parent = self.there.part(change.object, parent)
            return [(self.other, key, f"{parent}/{last}".lstrip("/"))]
        return [here, (self.other, key, self.there.part(change.object, change.part))]

    def across(self, node: Node) -> Node:
        """The same place on the other side, if it is there."""
        source, key, part = node
        here = self.there if source == self.namer else self.back
        target = self.other if source == self.namer else self.namer
        return (target, here.object(key), here.part(key, part))


def ends(
    namer: int, other: int, changes: Iterable[Change], keys: Mapping[str, str], *, asserted: bool
) -> Ends:  # fmt: skip
    """The renames of a comparison. `keys`: the other side's objects, by their readable keys."""
    there, back = Renamed(), Renamed()
    renamed = [c for c in changes if c.action == "renamed" and not (c.field and not c.part)]
    for change in renamed:
        if not change.part and (other_key := keys.get(str(change.old))):
            there.objects[change.object] = other_key
            back.objects[other_key] = change.object
    for change in renamed:
        if change.part:
            home = change.part.rpartition("/")[0]
            path = f"{home}/{segment(str(change.old))}"
            there.parts[change.object, change.part] = path
            back.parts[there.object(change.object), path] = change.part
    return Ends(namer, other, there, back, asserted)


class Classes:
    """Nodes that are one thing, found step by step; no class has two nodes of one source."""

    def __init__(self) -> None:
        self._up: dict[Node, Node] = {}
        self._members: dict[Node, dict[int, Node]] = {}

    def root(self, node: Node) -> Node:
        while (up := self._up.get(node, node)) != node:
            node = up
        return node

    def members(self, node: Node) -> dict[int, Node]:
        """Source → its node, of all that are one with a node."""
        return self._members.get(self.root(node), {node[0]: node})

    def join(self, one: Node, other: Node) -> None:
        a, b = sorted((self.root(one), self.root(other)))
        if a == b:
            return
        mine, theirs = self.members(a), self.members(b)
        if mine.keys() & theirs.keys():
            return  # evidence that contradicts itself: they stay two
        self._up[b] = a
        self._members[a] = mine | theirs


def has(thing: model.Object, part: str) -> bool:
    """Whether an object has a part, at any depth."""
    here: Any = model.plain(thing)
    for step in places.steps(type(thing), part, here):
        here = here.get(step) if isinstance(here, dict) else None
        if here is None:
            return False
    return True


def parents(cls: type, part: str) -> Iterator[str]:
    """The paths of the parts that a part lies in, the outermost first."""
    steps = part.split("/")
    path: list[str] = []
    while steps:
        inner = model.children(cls).get(steps[0])
        if inner is None:
            return
        number = 1 if model.is_single(cls, steps[0]) else 2
        path += steps[:number]
        cls, steps = inner, steps[number:]
        if steps:
            yield "/".join(path)
