"""Names as the server writes them into its texts, and what became of them between two states."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

Name = tuple[str, str]  # schema and name
_IDENTIFIER = r'"(?:[^"]|"")+"|[^\W\d][\w$]*'
TOKEN = re.compile(
    r"(?P<literal>E'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*')"
    r"|::(?:double precision|\w+ varying|\w+(?:\(\d\))? with(?:out)? time zone)"  # no columns
    rf"|(?P<path>(?:{_IDENTIFIER})(?:\.(?:{_IDENTIFIER}))*)|(?P<other>\d[\w.]*|::|[^\s])"
)


@dataclass(frozen=True)
class Names:
    """What became of every name between two states; what is not here kept its own."""

    things: dict[Name, set[Name]] = field(default_factory=dict)  # also those that kept theirs
    schemas: dict[str, str] = field(default_factory=dict)  # only the renamed
    columns: dict[Name, dict[str, str]] = field(default_factory=dict)  # by the old relation
    before: dict[str, str] = field(default_factory=dict)  # new key → old key
    indexes: dict[str, dict[str, str]] = field(default_factory=dict)  # by the new key of the table
    labels: dict[Name, dict[str, str]] = field(default_factory=dict)  # by the old enum
    bounds: dict[Name, dict[str, str]] = field(default_factory=dict)  # labels, by the old table
    moved: dict[str, set[str]] = field(default_factory=dict)  # schema → where its extensions went

    @property
    def renamed(self) -> bool:
        told = self.before or self.columns or self.indexes or self.moved or self.labels
        return bool(told) or any({was} != now for was, now in self.things.items())

    def absorb(self, other: Names | None) -> None:
        """Take in what became of further names; columns of what was renamed are told by both."""
        if other is None:
            return
        self.things.update({was: now for was, now in other.things.items() if now != {was}})
        for relation, columns in other.columns.items():
            for name in (relation, *other.of_thing(relation)):
                self.columns.setdefault(name, {}).update(columns)
        for mine, more in ((self.labels, other.labels), (self.bounds, other.bounds)):
            mine.update({name: told for was, told in more.items()
                         for name in (was, *other.of_thing(was))})  # fmt: skip
        self.schemas.update(other.schemas)
        self.indexes.update(other.indexes)

    def of_thing(self, name: Name) -> set[Name]:
        """What a table, type or function may be called now."""
        if known := self.things.get(name):
            return known
        places = {self.schemas.get(name[0], name[0])} | self.moved.get(name[0], set())
        return {(place, name[1]) for place in places}

    def now(self, name: str) -> str:
        """A qualified name as the server writes it after the renames."""
        path = tokens(name)[0].path
        later = min(self.of_thing((path[0], path[1]))) if len(path) == 2 else path
        return ".".join(written(step) for step in later)

    def of_column(self, relations: Iterable[Name], column: str) -> set[str]:
        """What a column of one of these relations may be called now."""
        return {self.columns.get(r, {}).get(column, column) for r in relations} or {column}


@dataclass(frozen=True)
class Token:
    text: str
    path: tuple[str, ...] = ()
    literal: bool = False

    @property
    def keyword(self) -> bool:
        return self.text != self.text.lower() and '"' not in self.text and not self.literal

    @property
    def alias(self) -> bool:
        return len(self.path) == 1 and not self.keyword


END = Token("")


def tokens(text: str) -> list[Token]:
    """Literals, dotted names, and all other signs one by one."""
    found = []
    for match in TOKEN.finditer(text):
        steps = [_bare(step) for step in re.findall(_IDENTIFIER, match["path"] or "")]
        found.append(Token(match[0], tuple(steps), bool(match["literal"])))
    return found


def _bare(identifier: str) -> str:
    return identifier[1:-1].replace('""', '"') if identifier.startswith('"') else identifier


def written(name: str) -> str:
    """A name as the server writes it: in quotes where it needs them."""
    return name if re.fullmatch(r"[a-z_][a-z0-9_$]*", name) else '"' + name.replace('"', '""') + '"'
