"""A YAML text, changed where its content is to be another: every other byte stays.

The text is cut where the parser says that a value begins and ends; nothing is written anew that was
not touched. So comments, order, quotes, flow and block style, anchors, the ends of lines stay.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from snapshot import yamlfile
from snapshot.errors import BrokenFile
from snapshot.yamlnodes import REMEDY, Alias, Entry, Node, Text, anchor_of, compose, end_of
from snapshot.yamlvalues import mappings, paired, rising, same

_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_MISSING = object()


def edited(text: str, wanted: dict[str, Any], path: Path) -> str:
    """The text with the content `wanted`, in its order. Raises `BrokenFile` where it cannot be."""
    closed = text.endswith("\n") or not text
    now = text if closed else text + ("\r\n" if "\r\n" in text else "\n")
    while (moved := _Edits(now, path).reordered(wanted)) != now:
        now = moved
    now = _Edits(now, path).changed(wanted)
    found = now if closed else now.rstrip("\r\n")
    if not same(yamlfile.parse(found, path), wanted):
        raise BrokenFile(str(path), "an edit would change more than it should", REMEDY)
    return found


def renamed(text: str, way: tuple[str, ...], name: str, path: Path) -> str:
    """The text with another name for the key that `way` leads to. Raises `BrokenFile`."""
    edits = _Edits(text, path)
    node, have = edits.root, edits.have
    for step in way:
        if isinstance(node, Alias):
            raise edits.cannot(node.start)
        entry = next(e for e in edits.entries(node, have) if e.key == step)
        node, have = entry.node, entry.value
    edits.name(entry, name)
    return edits.made()


class _Edits(Text):
    """What is to be replaced in one text: (start, end, what), gathered and then made at once."""

    def __init__(self, text: str, path: Path) -> None:
        super().__init__(text, path)
        self.have = yamlfile.parse(text, path)
        self.root = compose(text)
        self.edits: list[tuple[int, int, str]] = []
        self.anchors: dict[str, Any] = {}  # what each will stand for
        self.indent = self._indent()

    def _indent(self) -> int:
        """By how much the file goes inwards."""
        for key, value in self.root.value if isinstance(self.root, yaml.MappingNode) else ():
            if isinstance(value, yaml.MappingNode) and not value.flow_style and value.value:
                found: int = value.value[0][0].start_mark.column - key.start_mark.column
                return found if 2 <= found <= 8 else 2
        return 2

    def changed(self, wanted: dict[str, Any]) -> str:
        if not self.have and not wanted:
            return self.text
        if self.root is None or not self.have:
            empty = "" if self.root is None else self.text[end_of(self.root, self.text) :]
            return (self.text if self.root is None else empty) + self._lines(wanted, 0)
        self._collection(self.root, self.have, wanted)
        return self.made()

    def reordered(self, wanted: dict[str, Any]) -> str:
        """The text with the keys of one mapping in their order; the same text when all are."""
        for node, have, want in mappings(self.root, self.have, wanted):
            kept = [key for key in want if key in have]
            if kept != [key for key in have if key in want]:
                self._move(self.entries(node, have), kept, node.flow_style)
                return self.made()
        return self.text

    def made(self) -> str:
        out, at = [], 0
        for start, end, new in sorted(self.edits, key=lambda edit: edit[:2]):
            if start < at:
                raise self.cannot(start)
            out += [self.text[at:start], new]
            at = end
        return "".join([*out, self.text[at:]])

    def name(self, entry: Entry, name: str) -> None:
        """Give an entry another key."""
        key: Any = entry.key_node
        new = yamlfile.dump({name: 0}, flow=True).strip()[1:].rpartition(":")[0]
        self.edits.append((entry.start, key.end_mark.index, new))

    # What is written

    def _lines(self, value: Any, column: int) -> str:
        text = yamlfile.dump(value, indent=self.indent)
        told = "".join(" " * column + line for line in text.splitlines(keepends=True))
        return told.replace("\n", self.newline)

    def _inline(self, value: Any, flow: bool = True) -> str:
        """A value on one line; `flow`: it stands among others."""
        if flow or isinstance(value, list | dict):
            return yamlfile.dump([value], flow=True).strip()[1:-1]
        return yamlfile.dump({"k": value}).strip()[3:]

    def _shown(self, key: Any, value: Any, named: bool) -> str:
        """An entry of a flow collection."""
        return yamlfile.dump({key: value} if named else [value], flow=True).strip()[1:-1]

    # What is done

    def _value(self, entry: Entry, want: Any, flow: bool) -> None:
        node: Any = entry.node
        have = entry.value
        if isinstance(node, Alias):
            if not same(self.anchors.get(node.anchor, _MISSING), want):
                self.edits.append((node.start, node.end, self._inline(want, flow)))
            return
        if anchor := anchor_of(node):
            self.anchors[anchor] = want
        both = isinstance(node, yaml.CollectionNode) and type(have) in (dict, list)
        if both and have and want and isinstance(want, list if isinstance(have, list) else dict):
            self._collection(node, have, want)
        elif not same(have, want):
            self._replace(entry, want, flow)

    def _replace(self, entry: Entry, want: Any, flow: bool) -> None:
        """Write another value, where neither or only one of them is a mapping or a list."""
        node: Any = entry.node
        start: int = node.start_mark.index
        end = end_of(node, self.text)
        many = isinstance(node, yaml.CollectionNode)
        nested = isinstance(want, dict) and want and not isinstance(want, yamlfile.Flow)
        if many and not node.flow_style:
            self._folded(entry, want)
        elif nested and not flow and not many and entry.key_node is not None:
            self.anchors.pop(anchor_of(node) or "", None)
            colon = self.colon(entry)
            line = self.line_end(max(end, colon) - 1)
            self.edits.append((colon, max(end, colon), ""))
            self.edits.append((line, line, self._lines(want, self.column(entry) + self.indent)))
        else:
            match = _PROPERTIES.match(self.text, start, max(start, end))
            start = match.end() if match else start
            lead = "" if self.text[start - 1 : start] in (" ", "[", "{") else " "
            self.edits.append((start, max(start, end), lead + self._inline(want, flow)))

    def _folded(self, entry: Entry, want: Any) -> None:
        """Write a value in the place of a block; a comment on the line of its key stays."""
        self.anchors.pop(anchor_of(entry.node) or "", None)
        colon, new = self.colon(entry), " " + self._inline(want, flow=False)
        line = self.line_end(colon)
        if re.fullmatch(r"\s*(?:#.*)?\r?\n", self.text[colon:line]):
            self.edits += [(colon, colon, new), (line, self.after(entry), "")]
        else:
            self.edits.append((colon, self.end(entry), new))

    def _collection(self, node: Node, have: Any, want: Any) -> None:
        """Bring a mapping or a list to what is wanted, entry by entry."""
        entries = self.entries(node, have)
        kept: dict[int, Any] = {}  # number of the entry → what it is to be
        added: dict[int, list[tuple[Any, Any]]] = {}  # number of the entry before → new ones
        last = -1
        for number, key, value in paired(have, want):
            if number is None:
                added.setdefault(last, []).append((key, value))
            else:
                kept[last := number] = value
        for number, value in kept.items():
            self._value(entries[number], value, node.flow_style)
        if node.flow_style:
            self._flow(entries, kept, added)
        else:
            self._block(entries, kept, added)

    def _block(
        self, entries: list[Entry], kept: dict[int, Any],
        added: dict[int, list[tuple[Any, Any]]],
    ) -> None:  # fmt: skip
        for number, entry in enumerate(entries):
            if number not in kept:
                start = self.line_start(entry.start)
                self.column(entry)
                self.edits.append((start, self.after(entry), ""))
        for number, pairs in added.items():
            at = self.before(entries[0]) if number < 0 else self.after(entries[number])
            named = entries[0].key_node is not None
            column = self.column(entries[0])
            for key, value in pairs:
                lines = self._lines({key: value} if named else [value], column)
                self.edits.append((at, at, lines))

    def _flow(
        self, entries: list[Entry], kept: dict[int, Any],
        added: dict[int, list[tuple[Any, Any]]],
    ) -> None:  # fmt: skip
        named = entries[0].key_node is not None
        new = {n: [self._shown(*pair, named) for pair in pairs] for n, pairs in added.items()}
        if not kept:
            told = ", ".join(text for texts in new.values() for text in texts)
            self.edits.append((entries[0].start, self.end(entries[-1]), told))
            return
        final = max(kept)
        for number, entry in enumerate(entries):
            if number not in kept and number < final:
                self.edits.append((entry.start, entries[number + 1].start, ""))
        if final < len(entries) - 1:
            self.edits.append((self.end(entries[final]), self.end(entries[-1]), ""))
        for number, texts in new.items():
            if number < 0:
                at = entries[min(kept)].start
                self.edits.append((at, at, "".join(f"{text}, " for text in texts)))
            else:
                alone = number + 1 < len(entries) and number + 1 not in kept
                self._beside(entries, number, texts, alone=alone)

    def _beside(self, entries: list[Entry], number: int, texts: list[str], *, alone: bool) -> None:
        """Put entries after one of a flow collection: on lines of their own where all have one.

        `alone`: what is after it goes, its lines too.
        """
        at = self.end(entries[number])
        starts = [self.line_start(entry.start) for entry in entries]
        spread = len(entries) > 1 and all(a < b for a, b in pairwise(starts))
        line = self.line_end(at - 1)
        rest = re.fullmatch(r"\s*(,?)\s*(?:#.*)?\r?\n", self.text[at:line])
        if alone or not spread or rest is None or not (rest[1] or number + 1 == len(entries)):
            self.edits.append((at, at, "".join(f", {text}" for text in texts)))
            return
        lead = " " * (entries[number].start - starts[number])
        told = f",{self.newline}".join(f"{lead}{text}" for text in texts)
        if not rest[1]:
            self.edits.append((at, at, ","))
        self.edits.append((line, line, f"{told}{rest[1]}{self.newline}"))

    def _move(self, entries: list[Entry], order: list[Any], flow: bool) -> None:
        """Put entries into an order: as few as can be are moved, their comments with them."""
        by_key = {entry.key: entry for entry in entries if entry.key in order}
        if flow:
            for entry, key in zip(by_key.values(), order, strict=True):
                told = by_key[key]
                new = self.text[told.start : self.end(told)]
                self.edits.append((entry.start, self.end(entry), new))
            return
        place = {key: number for number, key in enumerate(order)}
        stay = {order[n] for n in rising([place[key] for key in by_key])}
        at = self.before(entries[0])
        for key in order:
            entry = by_key[key]
            start, end = self.before(entry), self.after(entry)
            if key in stay:
                at = end
            else:
                self.edits += [(start, end, ""), (at, at, self.text[start:end])]
