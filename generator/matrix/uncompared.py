"""What a matrix could not compare: by the nature of its sources, or since it was not read."""

from __future__ import annotations

from collections.abc import Iterator

from generator.matrix.compared import Compared
from generator.matrix.sources import Source
from generator.unsaid import FIELDS, KINDS

_SCOPE = "out of scope of the "


def by_nature(found: Compared) -> tuple[str, ...]:
    """What nobody could ever compare, such as the owners of what SQL builds."""
    return tuple(dict.fromkeys(_by_nature(found)))


def _by_nature(found: Compared) -> Iterator[str]:
    for n in found.states:
        coverage = found.side(n).coverage
        if coverage.built:
            yield f"{found.name(n)}: built from {coverage.built}, which says nothing of {_unsaid()}"
        elif late := sorted({*coverage.not_on_version} & _captured(found)):
            yield f"{found.name(n)}: its server is too old for {_words(late)}"
    if not found.one_database:
        yield "facts of the database itself, which are compared within one database only"
    for (old, new), pair in found.pairs.items():
        for what, why in pair.missing.items():
            if what.startswith(_SCOPE):
                here, there = (old, new) if what.endswith("newer") else (new, old)
                yield f"{found.name(here)} beside {found.name(there)}: {why}"


def unread(found: Compared) -> tuple[str, ...]:
    """What should have been read, and was not."""
    return tuple(dict.fromkeys(_unread(found)))


def _unread(found: Compared) -> Iterator[str]:
    for source in found.sources:
        yield from _of_source(source)
    for n in found.states:
        coverage = found.side(n).coverage
        if not coverage.built:
            for kind, why in coverage.not_permitted.items():
                yield f"{found.name(n)}: {_words([kind])} not permitted ({why})"
        known = {*coverage.captured, *coverage.not_on_version, *coverage.not_permitted}
        if lacking := sorted(_captured(found) - known):
            yield f"{found.name(n)}: its record does not hold {_words(lacking)}"
    for (old, new), pair in found.pairs.items():
        if "spelling" in pair.missing:
            yield f"{found.name(old)} beside {found.name(new)}: {pair.missing['spelling']}"
        if old in found.told:
            yield from _of_check(found, old, new)


def _of_source(source: Source) -> Iterator[str]:
    if source.missing:
        yield f"{source.name}: {source.missing}"
    if source.note:
        yield f"{source.name}: {source.note}"


def _of_check(found: Compared, old: int, new: int) -> Iterator[str]:
    coverage = found.side(new).coverage
    for kind, why in found.pairs[old, new].missing.items():
        if not kind:
            yield f"{found.name(old)}: {why}"
        elif not (coverage.built and kind in (*FIELDS, *coverage.not_permitted)):
            yield f"{found.name(old)} beside {found.name(new)}: {_words([kind])} ({why})"


def _captured(found: Compared) -> set[str]:
    return {kind for n in found.states for kind in found.side(n).coverage.captured}


def _unsaid() -> str:
    return _words([*(f"{field}s" for field in FIELDS), *(f"{kind}s" for kind in KINDS)])


def _words(kinds: list[str]) -> str:
    return ", ".join(kind.replace("_", " ") for kind in kinds)
