"""Strict YAML: no key twice, no surprises of type, errors with their line."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from snapshot.errors import BrokenFile, ChronicleError

_LONGEST_KEY = 500  # characters: some of them are written as several


class _Loader(yaml.SafeLoader):
    """The safe loader, which also refuses a key that stands twice in one mapping."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                raise yaml.constructor.ConstructorError(
                    None, None, "a key is due, not a list or a mapping", key_node.start_mark
                )
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"`{key}` stands twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def read(path: Path) -> str:
    """The text of a file, with the ends of its lines as they are."""
    try:
        return path.read_bytes().decode()
    except OSError as error:
        raise ChronicleError(f"{path}: cannot read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise BrokenFile(str(path), "not UTF-8 text") from error


def load(path: Path) -> dict[str, Any]:
    """Read a file that holds a mapping. Raises `BrokenFile` with the line."""
    return parse(read(path), path)


def parse(text: str, path: Path) -> dict[str, Any]:
    """The same of a text; `path` is what messages call it."""
    try:
        found = yaml.load(text, Loader=_Loader)  # a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"{path}:{mark.line + 1}" if mark else str(path)
        raise BrokenFile(line, f"not YAML: {getattr(error, 'problem', None) or error}") from error
    except ValueError as error:  # what looks like a date and is none
        raise BrokenFile(str(path), f"not YAML: {error}: quote it") from error
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise BrokenFile(str(path), "a mapping is due, `key: value`")
    return found


def scalar_at_top(path: Path, key: str) -> str | None:
    """The plain value of a key of the topmost mapping, read no further than there.

    Raises `BrokenFile` for what is not YAML before it.
    """
    depth, words = 0, []
    try:
        for event in yaml.parse(read(path), Loader=_Loader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth == 1 and not isinstance(event, yaml.CollectionStartEvent):
                words.append(event.value if isinstance(event, yaml.ScalarEvent) else None)
                if len(words) % 2 == 0 and words[-2] == key:
                    return words[-1]
    except yaml.YAMLError as error:
        raise BrokenFile(str(path), "not YAML") from error
    return None


class Flow(dict[str, Any]):
    """A mapping that is written on one line."""


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True  # whatever is the same twice is written twice

    def check_simple_key(self) -> bool:
        """A long key stays before its colon, such as a function's signature."""
        simple: bool = super().check_simple_key()
        text = getattr(getattr(self, "event", None), "value", None)
        return simple or (text is not None and len(text) < _LONGEST_KEY and "\n" not in text)


_Dumper.add_representer(
    Flow, lambda dumper, value: dumper.represent_mapping("tag:yaml.org,2002:map", value, True)
)


def _represent_text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    """SQL is full of single quotes: double ones around it read better than doubled ones in it."""
    style = '"' if "'" in value and "\n" not in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style)


_Dumper.add_representer(str, _represent_text)


def dump(value: Any, *, flow: bool = False, indent: int = 2) -> str:
    """Block YAML in the given order, with `Flow` mappings on a line each; or `flow`, all on one."""
    return yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100_000,
        default_flow_style=flow, indent=indent,
    )  # fmt: skip
