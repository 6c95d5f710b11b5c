"""A table of tables in a report: which of its columns holds names, counts, ticks."""

from __future__ import annotations

import re

from snapshot.claims import counting, phrases
from snapshot.claims.paper import Grid, Line

OF_TABLES = re.compile(
    r"tab(?:le|elle)|relation|\b(?:expected|erwartet"
    r"|attendu|missing|fehlend|additional|zusätzlich|domain|domäne|domaine|bereich)", re.I,
)  # fmt: skip
_HEADERS = {
    "name": re.compile(r"\btab(?:le|elle)|relation|\bname|\bnom\b", re.I),
    "found": re.compile(r"produ[ck]tion|\bprod\b|\bdb\b|found|database|datenbank|present|exist"
                        r"|live|actual|gefunden|vorhanden|trouvé|\bist\b", re.I),
    "expected": re.compile(r"schema|expect|code|defin|erwart|soll|attendu", re.I),
    "status": re.compile(r"^(?:(?:tables?|tabellen?|sync|overall|current)[\s-]?)?(?:status|state"
                         r"|check|verdict|results?|notes?|remarks?|zustand|ergebnis|bemerkung(?:en)?"
                         r"|hinweise?|état|statut|résultat|remarques?)$|^$", re.I),
}  # fmt: skip


def _named(grid: Grid, found: dict[str, int]) -> str:
    return grid.header.cells[found["name"]]


def columns(grid: Grid, about: str) -> dict[str, int] | None:
    """What each column of a table of tables is; None when it is of something else."""
    found: dict[str, int] = {}
    for at, title in enumerate(grid.header.cells):
        word = next((word for word, like in _HEADERS.items() if like.search(title)), None)
        if word in found and _HEADERS["status"].match(title):
            word = "status"
        word = "columns" if counting.is_number_of(title, "column") else word
        if word == "columns" and word in found:  # expected and found: the fact is the claim
            found[word] = at if _HEADERS["found"].search(title) else found[word]
        elif word:
            found.setdefault(word, at)
    if "name" not in found or not (
        grid.rows and OF_TABLES.search(f"{about} {_named(grid, found)}")
    ):
        return None
    named = [_cell(row, found["name"]) for row in grid.rows]
    if sum(phrases.name_in(cell) is not None for cell in named) * 2 < len(named):
        return None
    at = found.get("expected", -1)
    if at >= 0 and all(_is_name(_cell(row, at)) for row in grid.rows):
        found["schema"] = found.pop("expected")  # the schema that the table is in
    return found


def is_there(row: Line, columns: dict[str, int]) -> bool | None:
    """Whether a row says that its table is there: by a mark, or by words that it is missing."""
    cells = [_cell(row, columns[word]) for word in ("found", "status") if word in columns]
    marked = phrases.mark(cells[0]) if "found" in columns else None
    if marked is None and any(map(phrases.says_missing, cells)):
        return False
    return marked


def _cell(row: Line, at: int) -> str:
    return row.cells[at] if at < len(row.cells) else ""


def _is_name(cell: str) -> bool:
    return phrases.mark(cell) is None and phrases.name_in(cell) is not None and "-" not in cell
