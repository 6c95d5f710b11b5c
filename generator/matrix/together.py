"""Several databases on one page: the matrix, and every two of them against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

from generator import links, overrides
from generator.changes import Change, Difference
from generator.diff import diff
from generator.language import gettext
from generator.lives import Life
from generator.matrix import Matrix, Row, matrix, paired
from generator.matrix.sources import Kept, Source, sources

if TYPE_CHECKING:
    from generator.book import Book


class _Lives:
    """The lives of the objects of several books: of each the one where it is, else where it was."""

    def __init__(self, books: list[Book]) -> None:
        self.by_key: dict[str, Life] = {}
        for book in books:
            for key, life in book.history.lives.by_key.items():
                if key not in self.by_key or self.by_key[key].gone is not None:
                    self.by_key[key] = life


class _History:
    def __init__(self, books: list[Book]) -> None:
        self.lives = _Lives(books)


class _Links:
    """Links to the first database that has a thing, else to one that had it."""

    def __init__(self, books: list[Book]) -> None:
        self.books = books
        self.asked: set[tuple[str, str]] = set()  # of no use: pages of several are always made

    def object(self, key: str, part: str = "") -> str | None:
        there = [book for book in self.books if key in book.state] or self.books
        found = [at for book in there if (at := book.links.object(key, part))]
        exact = (at for at in found if not part or at.endswith(f"#{links.anchor(part)}"))
        return next(exact, found[0] if found else None)


class Pair:
    """Two databases: the first is told as the old side. What templates ask of a book, it has."""

    several = False

    def __init__(self, together: Together, old: Book, new: Book) -> None:
        self.together, self.old, self.new = together, old, new
        self.name = gettext("%(new)s against %(old)s", new=new.name, old=old.name)
        self.history, self.links = _History([new, old]), _Links([new, old])
        self.said: dict[Any, str] = {}

    @property
    def path(self) -> str:
        return self.new.links.against(self.old.name)

    @cached_property
    def difference(self) -> Difference | None:
        """What leads from the one to the other; None where one of them has no state."""
        sides = [self.together.by_name[book.name].side for book in (self.old, self.new)]
        if sides[0] is None or sides[1] is None:
            return None
        return overrides.difference(diff(sides[0], sides[1]), self.new.history.severities)

    def row(self, change: Change) -> Row | None:
        """The row of the matrix that tells who is the odd one out."""
        told = self.together.matrix
        return told.row_of(self.old.name, self.new.name, change) if told else None

    @property
    def tally(self) -> Mapping[str, int]:
        """Source → of how many changes it is the odd one out."""
        found = self.difference.changes if self.difference else ()
        odd = [name for c in found if (row := self.row(c)) for name in row.odd]
        return {name: odd.count(name) for name in sorted(set(odd))}

    @property
    def unread(self) -> list[Source]:
        """Those of the two that have no state, or whose last capture failed."""
        both = (self.together.by_name[book.name] for book in (self.old, self.new))
        return [each for each in both if each.missing or each.note]


class Together:
    """All databases of a site. What templates ask of a book, it has."""

    several = False
    name = "side by side"

    def __init__(self, books: list[Book]) -> None:
        self.books = books
        self.sources = paired.spelled(sources(map(_kept, books)))
        self.by_name = {source.name: source for source in self.sources}
        self.history, self.links = _History(books), _Links(books)
        self.pairs = [Pair(self, old, new) for old, new in combinations(books, 2)]

    @cached_property
    def matrix(self) -> Matrix | None:
        """None where there are not two to compare."""
        if sum(not source.missing for source in self.sources) < 2:
            return None
        return matrix(self.sources, self.books[0].history.severities)

    def book(self, name: str) -> Book | None:
        """The database of a source, or whose expectation it is."""
        own = name.removeprefix("expected:")
        return next((book for book in self.books if book.name == own), None)


def _kept(book: Book) -> Kept:
    history = book.history
    good = history.latest.header if history.latest else None
    last = history.moments[-1].header if history.moments else None
    return Kept(
        name=book.name, origins=book.beside.origins, last=last, good=good, side=history.side,
        told=history.told if good and good.expectation else {},
    )  # fmt: skip


def nav(together: Together) -> list[dict[str, str]]:
    """The matrix, and while they are few, every two against each other."""
    pairs = together.pairs if len(together.books) <= _FEW else []
    return [{gettext("All"): links.MATRIX}, *({pair.name: pair.path} for pair in pairs)]


_FEW = 3


def pages(together: Together) -> Iterator[tuple[str, str, str, Together | Pair]]:
    """(path, template, title, what it shows) of each page."""
    yield links.MATRIX, "matrix.md.j2", gettext("Side by side"), together
    for pair in together.pairs:
        yield pair.path, "against.md.j2", pair.name, pair
