"""Names with `*` and `?` in domain files: what is said of all that fit, however many there are.

A name in double quotes, as SQL writes it, is taken as it is. Among the assertions the key of a
pattern is `*/` and then the key that its name would have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from snapshot import model
from snapshot.codec import readable
from snapshot.store import Assertion

PREFIX = "*/"
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def is_wild(name: str, cls: type) -> bool:
    """Whether a name in a domain file is a pattern; operators are called `*` themselves."""
    return cls is not model.Operator and bool(re.search(r"[*?]", _QUOTED.sub("", name)))


def literal(name: str) -> str:
    """A name that stands in double quotes since it holds what would make it a pattern."""
    quoted = _QUOTED.fullmatch(name) and re.search(r"[*?]", name)
    return name[1:-1].replace('""', '"') if quoted else name


def fits(pattern: str, name: str) -> bool:
    """`*` is any text, `?` any one character; case counts."""
    told = {"*": ".*", "?": "."}
    parts = (told.get(letter) or re.escape(letter) for letter in pattern)
    return re.fullmatch("".join(parts), name, re.DOTALL) is not None


def holds(key: str, pattern: str) -> bool:
    """Whether the pattern with a key (without `PREFIX`) is about the object with another."""
    mine, other = key.split("/"), pattern.split("/")
    return len(mine) == len(other) and all(
        fits(readable(told), readable(step)) for step, told in zip(mine, other, strict=True)
    )


def of(assertions: Mapping[str, Assertion]) -> Iterator[tuple[str, Assertion]]:
    """Each pattern with what it says, the longest first: it says most."""
    keys = [key for key in assertions if key.startswith(PREFIX)]
    for key in sorted(keys, key=lambda key: (-len(key), key)):
        yield key.removeprefix(PREFIX), assertions[key]
