"""One object as a domain file states it, in plain values: what an edit does to it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from generator.adoption import Edit
from snapshot import adopting, model
from snapshot.renaming import WORD

Raw = dict[str, Any]
_LONGEST = 60  # characters of a value that is told


class Stated:
    """An object in a file: `folder` and `name` are the words it is stated under."""

    def __init__(self, path: Path, raw: Raw, folder: str, name: str) -> None:
        self.path, self.raw, self.folder, self.name = path, raw, folder, name
        self.cls = model.kinds()[folder]

    @classmethod
    def new(cls, path: Path, raw: Raw, thing: model.Object) -> Stated:
        """Where an object would be stated."""
        name = adopting.written(thing, raw.get("schema") or "public")
        return cls(path, raw, model.folder_of(type(thing)), name)

    def steps(self, path: tuple[str, ...]) -> tuple[str, ...]:
        """An edit's place, under the words of this file."""
        return (self.folder, self.name, *path[2:])

    def value(self, path: Iterable[str]) -> Any:
        """What stands at a place; None when nothing does."""
        here: Any = self.raw
        for step in path:
            here = here.get(step) if isinstance(here, dict) else None
        return here

    def put(self, value: Any) -> None:
        """State the object, among its kind."""
        folder = self.raw.get(self.folder)
        if not isinstance(folder, dict):
            head = [f for f in self.raw if f not in model.kinds()]
            _place(self.raw, self.folder, {}, [*head, *model.kinds()])
        _place(self.raw[self.folder], self.name, value, None)

    def state(self, made: Edit) -> bool:
        """Let a value stand at a place; whether anything is another then."""
        before = repr(self.value(made.path))
        *way, last = made.path
        here, cls = self.raw, None
        for number, step in enumerate(way):
            if not isinstance(here.get(step), dict):
                _place(here, step, {}, _fields(cls))
            here = here[step]
            cls = self._class(way[: number + 1])
        if made.order and last in model.children(self.cls):
            told = [name for name in made.order if name in here[last]]
            rest = [name for name in here[last] if name not in told]
            here[last] = {name: here[last][name] for name in (*told, *rest)}
        else:
            _place(here, last, made.value, [*made.order] or _fields(cls))
        return repr(self.value(made.path)) != before

    def _class(self, way: Iterable[str]) -> Any:
        """The class whose fields a mapping states; None for names of parts, and values."""
        cls: Any = None
        for number, step in enumerate(way):
            if number < 2:
                cls = self.cls if number else None
                continue
            if isinstance(cls, _Parts):
                cls = cls.of
                continue
            inner = model.children(cls).get(step) if cls else None
            single = inner is not None and model.is_single(cls, step)
            cls = inner if single or inner is None else _Parts(inner)
        return cls

    def take_out(self, path: tuple[str, ...]) -> bool:
        """Take a place out, and what is empty without it; whether it was there."""
        *way, last = path
        here = self.value(way)
        if not isinstance(here, dict) or last not in here:
            return False
        del here[last]
        names = len(path) == 2 or isinstance(self._class(way), _Parts)
        if not here and (names or way[-1:] == [f"labels_{WORD}"]):
            parent = self.value(way[:-1])
            del parent[way[-1]]
        return True

    def rename(self, path: tuple[str, ...], name: str) -> None:
        """Give a key another name; its value stays."""
        *way, last = path
        here = self.value(way)
        told = [(name if key == last else key, value) for key, value in here.items()]
        here.clear()
        here.update(told)
        if len(path) == 2:
            self.name = name

    def relabel(self, path: tuple[str, ...], name: str) -> None:
        """Give a label in a list another name, and take its declared rename out."""
        *way, last = path
        labels = self.value(way)
        labels[labels.index(last)] = name
        self.take_out((*way[:-1], f"{way[-1]}_{WORD}", last))

    def declaration(self, part: str) -> tuple[str, ...]:
        """Where a rename is declared: of the object for "", of `columns/email`, `labels/sad`."""
        own = (self.folder, self.name)
        if not part:
            return (*own, WORD)
        field, _, name = part.partition("/")
        if field in self.cls.NUMBERED:
            return (*own, f"{field}_{WORD}", name)
        return (*own, field, name, WORD)


class _Parts:
    """A mapping of names to parts."""

    def __init__(self, of: type) -> None:
        self.of = of


def _fields(cls: Any) -> list[str] | None:
    """The order in which a mapping states the fields of a class; None for names."""
    return ["full", WORD, *model.defaults(cls)] if isinstance(cls, type) else None


def _place(here: Raw, key: str, value: Any, order: list[str] | None) -> None:
    """Set a key. A new one goes behind what its order has before it; by name where all are so."""
    names = [*here]
    if key in here:
        here[key] = value
        return
    at = len(names)
    if order is not None and key in order:
        earlier = order[: order.index(key)]
        at = max((n + 1 for n, name in enumerate(names) if name in earlier), default=0)
    elif order is None and names == sorted(names):
        at = sum(name < key for name in names)
    told = [*here.items()]
    told.insert(at, (key, value))
    here.clear()
    here.update(told)


def shown(before: Any, now: Any) -> str:
    """How a value became another, where both are short."""
    told = [str(value) if isinstance(value, str | int) else repr(value) for value in (before, now)]
    if any(len(text) > _LONGEST or "\n" in text for text in told):
        return ""
    return f": {told[0]} → {told[1]}"
