"""Sentences that assert something without a number: which they are, and what they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from snapshot.claims import Statement, Topic, phrases
from snapshot.claims.paper import Grid
from snapshot.claims.phrases import TICKED

_LONGEST = 1000  # characters: what goes on longer is no sentence, and is cut
_END = re.compile(r"(?<=[.!?])\s+(?=[\"'“(`*]?[A-ZÄÖÜÉÀ0-9])")
# What is meant to be, or is asked, is no claim.
_MEANT = re.compile(
    r"\b(?:to (?:ensure|check|verify|validate)|whether|should|must|shall|will|please|make sure"
    r"|ob|sollte?n?|müssen|muss|wird|bitte|afin|devrait|doit|doivent)\b|\?\s*$", re.I,
)  # fmt: skip
_NOT = re.compile(r"\b(?:not|never|cannot|nicht|nie|ne|n’est|n'est)\b|n['’]t\b", re.I)
_ALL = re.compile(
    r"\b(?:all|every|each|fully|full|perfect\w*|complete\w*|entire\w*|one[- ]to[- ]one|alle[sn]?"
    r"|jede\w*|vollständig\w*|perfekt\w*|komplett\w*|tou(?:te)?s?|entièrement|parfait\w*)\b"
    r"|100\s?%|\b1:1\b", re.I,
)  # fmt: skip
_ASSERTS = re.compile(
    r"\b(?:no|none|synchroni[sz]ed|in sync|consistent|correct\w*|proper|properly|accurate\w*"
    r"|successful|effective\w*|valid|validated|match(?:es|ed)?|matching|drift|up[- ]to[- ]date"
    r"|aligned|alignment|identical|keine?|korrekt\w*|fehlerfrei\w*|synchron\w*|übereinstimm\w*|identisch"
    r"|aucune?|conforme?s?|identiques?)\b|\bstimm\w* .*überein", re.I,
)  # fmt: skip
_AGREES = re.compile(
    r"synchron|in sync|\balign|\bmap|match|present|defined|implemented|identical|identi[sq]"
    r"|vorhanden|überein|deckungsgleich|1:1|one[- ]to[- ]one", re.I,
)  # fmt: skip
_EXPECTED = re.compile(r"\b(?:expect\w*|erwartet\w*|attendu\w*) (?:tables?|tabellen?)", re.I)
_TOPICS: tuple[tuple[Topic, str], ...] = (
    ("origin", r"manual|outside|by hand|außerhalb|von hand|manuel"),
    ("migrations", r"migrat|db:push"),
    ("environments", r"development\s*/|\bdev/|environment|staging|umgebung"),
    ("types", r"\btypes?\b|typescript|datentyp|\btypen\b"),
    ("structure", r"structur|constraint|\bkeys?\b|\bindex|properly defined|struktur|schlüssel"
                  r"|default|trigger|contrainte|\bcolumns?\b|\bspalten?\b|\bcolonnes?\b"),
    ("mapping", r"1:1|one[- ]to[- ]one|eins[- ]zu[- ]eins|un[- ]pour[- ]un"),
    ("present", r"tab(?:les?|ellen?)\b.*\b(?:present|found|exists?|there|vorhanden|gefunden"
                r"|présentes?)\b"),
    ("sync", r"synchron|in sync|align|match|up[- ]to[- ]date|drift|identi[cs]|überein"),
)  # fmt: skip


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """(where it begins, sentence)."""
    start = 0
    for end in [*(hit.end() for hit in _END.finditer(text)), len(text)]:
        for at in range(start, end, _LONGEST):
            sentence = text[at : min(end, at + _LONGEST)].strip()
            if sentence:
                yield at, sentence
        start = end


def statement(sentence: str, line: int, kind: str, *, counted: bool) -> Statement | None:
    """What a sentence asserts; None when it does not, or its numbers say it all."""
    ticked = TICKED.search(sentence)
    universal = _ALL.search(sentence)
    if _MEANT.search(sentence) and not ticked:
        return None
    if not (ticked or universal or _ASSERTS.search(sentence)):
        return None
    if kind == "heading" and not (ticked or universal):
        return None
    topic = _topic(sentence)
    if topic != "present" and (counted and not _AGREES.search(_without_share(sentence))):
        return None
    whole = bool(
        universal and _AGREES.search(sentence) and topic in ("mapping", "sync", "structure")
        and not _EXPECTED.search(sentence)
    )  # fmt: skip
    return Statement(line=line, quote=sentence, topic=topic, whole=whole)


def _without_share(sentence: str) -> str:
    """`31 (100% match)` says its number, and nothing besides."""
    return re.sub(r"\([^)]*%[^)]*\)", "", sentence)


def _topic(sentence: str) -> Topic:
    if _NOT.search(sentence):
        return "other"
    found = (topic for topic, like in _TOPICS if re.search(like, sentence, re.I))
    return next(found, "other")


def of_header(grid: Grid, columns: dict[str, int]) -> Statement | None:
    """A table whose rows are ticked as equal claims that somebody compared."""
    used = {columns.get("expected"), columns.get("found"), columns["name"], columns.get("columns")}
    ticked = any(
        TICKED.search(cell) and phrases.bare(cell)
        for row in grid.rows
        for at, cell in enumerate(row.cells)
        if at not in used
    )
    if not ticked:
        return None
    return Statement(line=grid.header.line, quote=" | ".join(grid.header.cells), topic="structure")
