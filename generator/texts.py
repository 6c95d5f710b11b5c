"""Two texts that a server wrote, before and after renames: whether only names differ.

They are read side by side, token by token: each identifier must have become what the renames make
of it. All renames hold at once, so swapped names are no problem; what stands in quotes is a value.
The server writes keywords in capitals and identifiers not, which is how an alias is told.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator import literals
from generator.names import END, TOKEN, Name, Names, Token, tokens, written

_QUERY = ("SELECT", "INSERT", "UPDATE", "DELETE")
_RANGE = ("FROM", "JOIN", "INTO", "UPDATE", "ONLY")


class Scopes:
    """Which relations each part of a text reads, and under which names."""

    def __init__(self, found: list[Token], own: Name | None) -> None:
        self.block: list[int] = []  # of each token: the query that it stands in
        self.relations: dict[int, list[Name]] = {0: [own] if own else []}
        self.called: dict[str, set[Name]] = {}
        self.at: set[int] = set()  # tokens that name a relation
        for name in (own[1], "new", "old") if own else ():
            self.called.setdefault(name, set()).add(own or ("", ""))
        self._split(found)
        for index in range(len(found)):
            self._relation(found, index)

    def _split(self, found: list[Token]) -> None:
        open_, number = [0], 0
        for index, token in enumerate(found):
            before = found[index - 1].text if index else ""
            after = found[index + 1].text if index + 1 < len(found) else ""
            starts = token.text in _QUERY and before not in ("FOR", "KEY") and after != "SET"
            if token.text == "(":
                open_.append(open_[-1])
            elif token.text == ")" and len(open_) > 1:
                self.block.append(open_.pop())
                continue
            elif starts:
                number += 1
                open_[-1] = number
                self.relations[number] = []
            self.block.append(open_[-1])

    def _relation(self, found: list[Token], index: int) -> None:
        """Note the relation that a token names, if it does."""
        token, before = found[index], found[index - 1].text if index else ""
        after = found[index + 1] if index + 1 < len(found) else END
        called = before in _RANGE and (before != "FROM" or _is_clause(found, index - 1))
        listed = before in (",", "(") and len(token.path) == 2 and _follows_from(found, index)
        if not token.path or token.keyword or not self.block[index] or not (called or listed):
            return
        if after.text == "(" and before != "INTO":
            name = ("", "")  # a function: what it returns has columns, too
        else:
            name = (token.path[0], token.path[1]) if len(token.path) == 2 else ("", token.path[-1])
            self.at.add(index)
        self.relations[self.block[index]].append(name)
        self.called.setdefault(after.path[0] if after.alias else token.path[-1], set()).add(name)

    def owners(self, index: int, token: Token) -> set[Name]:
        """The relations that a column named by a token can be of."""
        if len(token.path) > 1:
            return self.called.get(token.path[-2], set())
        mine = self.relations[self.block[index]]
        return {mine[0]} if len(set(mine)) == 1 else set()


def _follows_from(found: list[Token], index: int) -> bool:
    """Whether a comma or parenthesis before a name belongs to a list of relations."""
    depth = 0
    for at in range(index - 1, -1, -1):
        token = found[at]
        depth += {")": 1, "(": -1}.get(token.text, 0)
        if token.text == "(" and depth < 0 and at and found[at - 1].alias:
            return False  # the arguments of a function
        if token.keyword and depth <= 0:
            return token.text in ("FROM", "JOIN")
    return False


def _is_clause(found: list[Token], index: int) -> bool:
    """Whether a FROM is that of a query, and not of `IS DISTINCT FROM` or `EXTRACT(… FROM …)`."""
    if index and found[index - 1].text == "DISTINCT":
        return False
    depth = 0
    for token in reversed(found[:index]):
        depth += {")": 1, "(": -1}.get(token.text, 0)
        if depth < 0 or (depth == 0 and token.text in _QUERY):
            return depth == 0
    return False


class _Reader:
    def __init__(self, old: str, new: str, names: Names, own: tuple[Name, Name] | None) -> None:
        self.names, self.own = names, own
        self.old, self.new = tokens(old), tokens(new)
        self.was = Scopes(self.old, own[0] if own else None)
        self.now = Scopes(self.new, own[1] if own else None)

    def same(self) -> bool:
        i = j = 0
        while i < len(self.old) and j < len(self.new):
            if not self._token(i, j):
                return False
            i, j = i + 1, j + 1
            i, j, fits = self._alias(i, j)
            if not fits:
                return False
        return i == len(self.old) and j == len(self.new)

    def written(self) -> Iterator[str]:
        """The old signs one by one, with the names that things have now."""
        for i, token in enumerate(self.old):
            if token.literal and _names_a_thing(self.old, i):
                yield f"'{renamed(token.text[1:-1], self.names, None)}'"
                continue
            options = set(self._paths(i, i)) if token.path and not token.keyword else {token.path}
            if token.path in options:
                yield token.text
            else:
                bare = i in self.was.at and not _given(self.old, i + 1, self.was)
                alias = f" {written(token.path[-1])}" if bare else ""
                yield ".".join(map(written, min(options))) + alias

    def _token(self, i: int, j: int) -> bool:
        was, now = self.old[i], self.new[j]
        if was.literal and now.literal and _names_a_thing(self.old, i):
            inner = _Reader(was.text[1:-1], now.text[1:-1], self.names, None)
            return was.text == now.text or inner.same()
        if was.literal and now.literal and (labels := self._labels(i)):
            return literals.follows(was.text, now.text, labels)
        if not was.path or not now.path:
            return was.text == now.text
        if was.keyword or len(was.path) != len(now.path):
            return was.path == now.path
        return now.path in set(self._paths(i, j))

    def _labels(self, i: int) -> dict[str, str]:
        """What became of the labels that a literal can hold: of its type, or of a bound's key."""
        if _text(self.old, i + 1) == "::":
            path = self.old[i + 2].path
            return self.names.labels.get((path[0], path[1]), {}) if len(path) == 2 else {}
        return self.names.bounds.get(self.own[0], {}) if self.own else {}

    def _paths(self, i: int, j: int) -> Iterator[tuple[str, ...]]:
        """What may have become of a name."""
        token, path = self.old[i], self.old[i].path
        before, after = _text(self.old, i - 1), _text(self.old, i + 1)
        if before == "AS" and len(path) == 1:
            yield path
            if self.own:
                yield from ((c,) for c in self.names.of_column([self.own[0]], path[0]))
        elif len(path) == 1 and (after == "(" and before != "(" and i not in self.was.at):
            yield path
        elif before == "." and len(path) == 1:  # a field of a composite value
            yield path
            yield from ((m[path[0]],) for m in self.names.columns.values() if path[0] in m)
        elif len(path) == 1 and after == "." and path[0] in self.was.called:  # t.*
            yield path
            later = self.now.called.get(self.new[j].path[0], set())
            if any(later & self.names.of_thing(owner) for owner in self.was.called[path[0]]):
                yield self.new[j].path
        elif len(path) == 1:
            columns = self.names.of_column(self.was.owners(i, token), path[0])
            yield from ((c,) for c in columns)
            if before == "::" or i in self.was.at or i - 1 in self.was.at:
                yield path
        elif path[-2] in self.was.called and i not in self.was.at and before != "::":
            yield from self._of_relation(i, self.new[j])
        else:
            yield from self._things(path)

    def _of_relation(self, i: int, now: Token) -> Iterator[tuple[str, ...]]:
        """A column behind the name or alias of its relation."""
        path, owners = self.old[i].path, self.was.owners(i, self.old[i])
        later = self.now.called.get(now.path[-2], set())
        for owner in owners:
            if path[-2] == now.path[-2] or later & self.names.of_thing(owner):
                for column in self.names.of_column([owner], path[-1]):
                    yield (*now.path[:-2], now.path[-2], column)

    def _things(self, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        thing = (path[0], path[1])
        for schema, name in self.names.of_thing(thing):
            if len(path) == 2:
                yield (schema, name)
            else:
                column = path[2]
                yield (schema, name, self.names.columns.get(thing, {}).get(column, column))

    def _alias(self, i: int, j: int) -> tuple[int, int, bool]:
        """Step over an alias that only one side has to write, because of a rename."""
        was, now = self.old[i - 1], self.new[j - 1]
        if not was.path or was.keyword:
            return i, j, True
        left, right = _given(self.old, i, self.was), _given(self.new, j, self.now)
        if bool(left) == bool(right):
            return i, j, True
        called = left[-1].path[0] if left else was.path[-1]
        wanted = right[-1].path[0] if right else now.path[-1]
        fits = called == wanted
        if self.own and not fits:
            fits = wanted in self.names.of_column([self.own[0]], called)
        return i + len(left), j + len(right), fits


def _text(found: list[Token], index: int) -> str:
    return found[index].text if 0 <= index < len(found) else ""


def _names_a_thing(found: list[Token], index: int) -> bool:
    return _text(found, index + 1) == "::" and _text(found, index + 2).startswith("reg")


def _given(found: list[Token], index: int, scopes: Scopes) -> list[Token]:
    """The alias that follows a name: `AS x` behind a column, `x` behind a relation."""
    rest = found[index : index + 2]
    if len(rest) == 2 and rest[0].text == "AS" and rest[1].alias:
        return rest
    if index - 1 in scopes.at and rest and rest[0].alias:
        return rest[:1]
    return []


def follows(old: str, new: str, names: Names, own: tuple[Name, Name] | None) -> bool:
    """Whether `new` says of the renamed things what `old` said; `own`: of whom the text is."""
    return _Reader(old, new, names, own).same()


def renamed(text: str, names: Names, own: tuple[Name, Name] | None) -> str:
    """What the renames make of a text: as near to the server's own words as names alone can be."""
    words = _Reader(text, text, names, own).written()
    return TOKEN.sub(lambda _: next(words), text)
