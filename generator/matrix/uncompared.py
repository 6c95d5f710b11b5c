"""What a matrix could not compare: by the nature of its sources, or since it was not read."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diff import NEWER, OLDER, SPELLING
from generator.language import gettext, words
from generator.matrix.compared import Compared
from generator.matrix.sources import Source
from generator.unsaid import FIELDS, KINDS


def by_nature(found: Compared) -> tuple[str, ...]:
    """What nobody could ever compare, such as the owners of what SQL builds."""
    return tuple(dict.fromkeys(_by_nature(found)))


def _by_nature(found: Compared) -> Iterator[str]:
    for n in found.states:
        coverage = found.side(n).coverage
        if coverage.built:
            yield gettext("%(name)s: built from %(source)s, which says nothing of %(what)s",
                          name=found.name(n), source=coverage.built, what=_unsaid())  # fmt: skip
        elif late := sorted({*coverage.not_on_version} & _captured(found)):
            yield gettext("%(name)s: its server is too old for %(what)s",
                          name=found.name(n), what=_words(late))  # fmt: skip
    if not found.one_database:
        yield gettext("facts of the database itself, which are compared within one database only")
    for (old, new), pair in found.pairs.items():
        for what, why in pair.missing.items():
            if what in (NEWER, OLDER):
                yield _beside(found, *((old, new) if what == NEWER else (new, old)), why)


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
                yield gettext("%(name)s: %(what)s not permitted (%(why)s)",
                              name=found.name(n), what=_words([kind]), why=why)  # fmt: skip
        known = {*coverage.captured, *coverage.not_on_version, *coverage.not_permitted}
        if lacking := sorted(_captured(found) - known):
            yield gettext("%(name)s: its record does not hold %(what)s",
                          name=found.name(n), what=_words(lacking))  # fmt: skip
    for (old, new), pair in found.pairs.items():
        if SPELLING in pair.missing:
            yield _beside(found, old, new, pair.missing[SPELLING])
        if old in found.told:
            yield from _of_check(found, old, new)


def _of_source(source: Source) -> Iterator[str]:
    if source.missing:
        yield gettext("%(name)s: %(why)s", name=source.name, why=source.missing)
    if source.note:
        yield gettext("%(name)s: %(why)s", name=source.name, why=source.note)


def _of_check(found: Compared, old: int, new: int) -> Iterator[str]:
    coverage = found.side(new).coverage
    for kind, why in found.pairs[old, new].missing.items():
        if not kind:
            yield gettext("%(name)s: %(why)s", name=found.name(old), why=why)
        elif not (coverage.built and kind in (*FIELDS, *coverage.not_permitted)):
            yield _beside(found, old, new, f"{_words([kind])} ({why})")


def _beside(found: Compared, one: int, other: int, why: str) -> str:
    return gettext("%(one)s beside %(other)s: %(why)s",
                   one=found.name(one), other=found.name(other), why=why)  # fmt: skip


def _captured(found: Compared) -> set[str]:
    return {kind for n in found.states for kind in found.side(n).coverage.captured}


def _unsaid() -> str:
    return _words([f"{name}s" for name in (*FIELDS, *KINDS)])


def _words(kinds: list[str]) -> str:
    return ", ".join(map(words, kinds))
