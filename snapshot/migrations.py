"""Folders of migrations: which files, in which order, and how much of each leads upwards."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from snapshot.errors import BrokenFile

_FLYWAY = re.compile(r"(?P<kind>[VB])(?P<version>\d+(?:[._]\d+)*)__", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d+(?:[._-]\d+)*)(?=\D)")
_DATED = 3  # groups of digits: 2026_03_01_users.sql is no number, and a day may have several
_UNDOES = re.compile(r"\.down\.sql$|^U\d+(?:[._]\d+)*__|^down\.sql$", re.IGNORECASE)
_AGAIN = re.compile(r"^R__", re.IGNORECASE)  # Flyway's repeatable ones: after all others
_CALLBACK = re.compile(r"(?P<when>before|after)(?P<what>[A-Z][A-Za-z]*)(?:__.*)?\.sql")
_OF_OTHER_COMMANDS = re.compile(
    r"(?:Baseline|Clean|CreateSchema|Info|Repair|Undo|Validate|EachUndo)(?:Error|OperationFinish)?"
    r"|\w*Error"
)
_DOWNWARDS = re.compile(rb"^-- *(?:\+goose +Down|\+migrate +Down|migrate:down)\b", re.M | re.I)
_UPWARDS = re.compile(rb"^-- *(?:\+goose +Up|\+migrate +Up|migrate:up)\b", re.M | re.I)
_ALSO_SQL = (".psql", ".pgsql", ".ddl")
_LIQUIBASE = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*-- *liquibase +formatted +sql\b", re.I)
_CHANGESET = re.compile(rb"^-- *changeset +(?P<told>.*)$", re.M | re.I)
_ORDERED_BY_HAND = re.compile(r"\b(?:include|changeSet)\b", re.IGNORECASE)

_REPLACED = re.compile(rb"\$\{[\w.:-]+\}")  # a placeholder of Flyway, a parameter of Liquibase

_Place = tuple[float, list[tuple[tuple[float, ...], str]]]


def ordered(path: Path) -> list[Path]:
    """A file alone; of a folder all `.sql` at any depth, by their numbers, then by their names.

    Those that undo others are left out. Names of Flyway and files of Liquibase go by their rules.
    Raises when there is none, two have the same number, or the order stands where we cannot read.
    """
    if path.is_file():
        return [path]
    found = [p for p in path.rglob("*.sql") if p.is_file() and not _UNDOES.search(p.name)]
    for file in sorted(path.rglob("*")):
        ending = file.suffix.lower()
        if file.is_file() and (ending in _ALSO_SQL or (ending == ".sql" != file.suffix)):
            raise BrokenFile(str(file), "would not be run", f"Name it {file.stem}.sql, or move it.")
    if not found:
        raise BrokenFile(str(path), "there is no .sql file", "Name a file, or another folder.")
    if any(_LIQUIBASE.match(_read(file)) for file in found):
        _refuse_changelog(path)
        _refuse_placeholders(found, "liquibase update")
        return sorted(found, key=lambda file: file.relative_to(path).as_posix())
    if any(_FLYWAY.match(file.name) for file in found):
        found = [file for file in found if _runs_in_flyway(file, found)]
        _refuse_placeholders(found, "flyway migrate")
    files = sorted(found, key=lambda file: _place(file.relative_to(path)))
    for one, other in pairwise(files):
        number = _number(one.name)
        flyway = _FLYWAY.match(one.name) and _FLYWAY.match(other.name)
        alike = (flyway or one.parent == other.parent) and number and number == _number(other.name)
        if alike and (flyway or len(number) < _DATED):
            raise BrokenFile(
                str(other), f"it has the number of {one.name}",
                "Which comes first? Give one of them another.",
            )  # fmt: skip
    return files


def _number(name: str) -> tuple[int, ...]:
    """The number that a name begins with; to Flyway 1 and 1.0 are one version."""
    flyway = _FLYWAY.match(name)
    match = flyway or _NUMBERED.match(name)
    text = flyway["version"] if flyway else match[1] if match else ""
    number = [int(step) for step in re.split(r"[._-]", text) if step]
    while flyway and number and number[-1] == 0:
        number.pop()
    return tuple(number) if not flyway or number else (0,)


def _place(path: Path) -> _Place:
    """Where a file comes in a folder; versions of Flyway count in all its folders together."""
    if _FLYWAY.match(path.name):
        return 0, [(_number(path.name), path.name)]
    if callback := _CALLBACK.fullmatch(path.name):
        return (-1 if callback["when"] == "before" else 2), [((), path.name)]
    if _AGAIN.match(path.name):
        return 1, [((), path.name)]
    return 0, [(_number(step) or (float("inf"),), step) for step in path.parts]


def _runs_in_flyway(file: Path, all_files: list[Path]) -> bool:
    """Whether `flyway migrate` runs a file on an empty database.

    The newest baseline (B) stands for every version up to its own. Callbacks run before or after
    the whole; those between migrations cannot be told here, and raise.
    """
    if callback := _CALLBACK.fullmatch(file.name):
        if callback["what"] == "Migrate":
            return True
        if _OF_OTHER_COMMANDS.fullmatch(callback["what"]):
            return False
        raise BrokenFile(
            str(file), "Flyway runs it in the middle of a migration, which psql cannot",
            "Let Flyway itself build the schema: `expected: {command: flyway migrate, …}`.",
        )  # fmt: skip
    match = _FLYWAY.match(file.name)
    if not match:
        return True
    baselines = [
        _number(other.name) for other in all_files
        if (found := _FLYWAY.match(other.name)) and found["kind"] in "Bb"
    ]  # fmt: skip
    newest = max(baselines, default=())
    mine = _number(file.name)
    return mine == newest if match["kind"] in "Bb" else mine > newest


def _refuse_changelog(path: Path) -> None:
    """Raise when a changelog in the folder says the order, or makes changes of its own."""
    for file in sorted(path.rglob("*")):
        if file.suffix not in {".xml", ".yaml", ".yml", ".json"}:
            continue
        text = _read(file).decode("utf-8", "replace")
        if "databaseChangeLog" in text and _ORDERED_BY_HAND.search(text):
            raise BrokenFile(
                str(file), "Liquibase has the order from here, and only it can read it",
                "Name the .sql files in that order: `expected: {sql: [one.sql, two.sql]}`; or let"
                " Liquibase itself build the schema: `expected: {command: liquibase update, …}`.",
            )  # fmt: skip


def _refuse_placeholders(files: list[Path], command: str) -> None:
    """Raise when a runner would replace something in a file: psql takes it as it stands."""
    for file in files:
        if found := _REPLACED.search(_read(file)):
            raise BrokenFile(
                str(file), f"only the runner knows what to put for {found[0].decode()}",
                f"Let it build the schema itself: `expected: {{command: {command}, …}}`.",
            )  # fmt: skip


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BrokenFile(
            str(file), f"cannot read: {error.strerror}", "Make it readable."
        ) from error


def upward(file: Path) -> bytes | None:
    """What is to be run of a migration, when that is not the whole file; its lines keep their
    numbers.

    It ends where it is undone again (goose, dbmate, sql-migrate); changesets that Liquibase does
    not run on PostgreSQL are left out.
    """
    text = _read(file)
    if _LIQUIBASE.match(text):
        return _on_postgresql(text)
    kept, at = [], 0
    while found := _DOWNWARDS.search(text, at):
        again = _UPWARDS.search(text, found.end())
        end = again.start() if again else len(text)
        kept += [text[at : found.start()], b"\n" * text.count(b"\n", found.start(), end)]
        at = end
    return b"".join([*kept, text[at:]]) if kept else None


def _on_postgresql(text: bytes) -> bytes:
    starts = [*_CHANGESET.finditer(text)]
    ends = [start.start() for start in starts[1:]] + [len(text)]
    kept = [text[: starts[0].start()] if starts else text]
    for start, end in zip(starts, ends, strict=True):
        whole = text[start.start() : end]
        kept.append(whole if _is_for_us(start["told"].decode()) else b"\n" * whole.count(b"\n"))
    return b"".join(kept)


def _is_for_us(told: str) -> bool:
    """Whether Liquibase runs a changeset with these attributes on PostgreSQL."""
    attributes = {
        name.lower(): value.strip('"').lower()
        for name, value in re.findall(r'(\w+):("[^"]*"|\S+)', told)
    }
    names = {name.strip() for name in attributes.get("dbms", "").split(",")} - {""}
    refused = {name[1:] for name in names if name.startswith("!")}
    wanted = {name for name in names if not name.startswith("!")}
    return (
        attributes.get("ignore") != "true"
        and "postgresql" not in refused
        and (not wanted or bool(wanted & {"all", "postgresql"}))
    )
