"""YAML as nodes that know where they stand in the text; an alias is a node of its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from snapshot.errors import BrokenFile

Node = Any  # of PyYAML: scalar, sequence or mapping, with `start_mark` and `end_mark`; or `Alias`


class Alias:
    """`*name`, in the place of what `&name` stands before."""

    def __init__(self, event: Any) -> None:
        self.anchor: str = event.anchor
        self.start: int = event.start_mark.index
        self.end: int = event.end_mark.index
        self.start_mark, self.end_mark = event.start_mark, event.end_mark


_ANCHOR = "anchor"
REMEDY = "Make the edit by hand, or write the value in the usual way, and run again."


class _Composer(yaml.SafeLoader):
    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        node = super().compose_node(parent, index)
        if isinstance(event, yaml.AliasEvent):
            return Alias(event)
        setattr(node, _ANCHOR, event.anchor)
        return node


def compose(text: str) -> Node | None:
    """The root of a text that was found to be one document; None when it says nothing."""
    return _Composer(text).get_single_node()


def anchor_of(node: Node) -> str | None:
    found: str | None = getattr(node, _ANCHOR, None)
    return found


def end_of(node: Node, text: str) -> int:
    """Where a node ends in the text, without what stands behind it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        ends = last if isinstance(last, tuple) else (last,)
        return max(end_of(each, text) for each in ends)
    start: int = node.start_mark.index
    return start + len(text[start : node.end_mark.index].rstrip())


class Entry:
    """One key with its value, or one item of a list, in the text."""

    def __init__(self, key: Any, value: Any, nodes: tuple[Node | None, Node]) -> None:
        self.key, self.value = key, value
        self.key_node, self.node = nodes
        self.start: int = (self.key_node or self.node).start_mark.index


class Text:
    """A text, and where its entries stand in it."""

    def __init__(self, text: str, path: Path) -> None:
        self.text, self.path = text, path
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def cannot(self, at: int) -> BrokenFile:
        line = self.text.count("\n", 0, at) + 1
        return BrokenFile(
            f"{self.path}:{line}", "written in a way that cannot be edited in place", REMEDY
        )

    def line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def line_end(self, at: int) -> int:
        """The end of a line, after its break."""
        return self.text.find("\n", at) + 1 or len(self.text)

    def column(self, entry: Entry) -> int:
        """Where an entry in block style begins in its line; nothing may stand before it there."""
        lead = self.text[self.line_start(entry.start) : entry.start]
        if entry.key_node is None:
            dash = re.fullmatch(r"( *)-\s*", lead)
            if dash is None:
                raise self.cannot(entry.start)
            return len(dash[1])
        if lead.strip(" "):
            raise self.cannot(entry.start)
        return len(lead)

    def after(self, entry: Entry) -> int:
        """Where the next entry in block style may begin: after its comments that go deeper."""
        column = self.column(entry)
        at = self.line_end(max(self.end(entry) - 1, entry.start))
        deeper = re.compile(rf" {{{column + 1},}}#[^\n]*\n")
        while match := deeper.match(self.text, at):
            at = match.end()
        return at

    def end(self, entry: Entry) -> int:
        ends = [end_of(node, self.text) for node in (entry.key_node, entry.node) if node]
        return max(ends)

    def before(self, entry: Entry) -> int:
        """Where an entry begins with the comments right above it."""
        column, at = self.column(entry), self.line_start(entry.start)
        while at > 0:
            above = self.line_start(at - 1)
            if not re.match(rf" {{{column}}}#", self.text[above:at]):
                break
            at = above
        return at

    def entries(self, node: Node, have: Any) -> list[Entry]:
        if isinstance(have, list):
            return [
                Entry(n, v, (None, inner))
                for n, (v, inner) in enumerate(zip(have, node.value, strict=True))
            ]
        pairs = zip(have.items(), node.value, strict=True)
        return [Entry(key, value, nodes) for (key, value), nodes in pairs]

    def colon(self, entry: Entry) -> int:
        """After the colon of a key, or the dash of an item."""
        if entry.key_node is None:
            return self.text.rfind("-", 0, entry.start) + 1
        return self.text.index(":", entry.key_node.end_mark.index) + 1
