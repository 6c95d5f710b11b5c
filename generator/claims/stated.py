"""What a report states, put together: who is expected, listed, found; and what a snapshot has."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Literal

import msgspec

from generator.language import gettext, noted, words
from generator.side import Side
from snapshot import model
from snapshot.claims import Names, Number, Report, Row
from snapshot.claims.phrases import Role
from snapshot.codec import segment

By = Literal["report", "snapshot"]
_SAID = (noted("report"), noted("snapshot"))
_LEAVES_OUT = noted("it leaves out some objects")


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that speaks for or against a claim; `holds` is null when it decides nothing."""

    by: By
    holds: bool | None
    sentence: str
    claimed: int | None = None
    found: int | None = None
    names: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()


def same(
    by: By, claimed: int, found: int, sentence: str, names: tuple[str, ...] = (),
    lines: tuple[int, ...] = (),
) -> Evidence:  # fmt: skip
    """Two numbers that must be equal; the names are of those that are found."""
    return Evidence(by, claimed == found, sentence, claimed, found, names, lines)


def contradicted(
    by: By, claimed: int | None, found: int | None, sentence: str, names: tuple[str, ...] = (),
    lines: tuple[int, ...] = (),
) -> Evidence:  # fmt: skip
    return Evidence(by, False, sentence, claimed, found, names, lines)


def open_(by: By, message: str, **values: str) -> Evidence:
    """What decides nothing: a message, with its values."""
    return Evidence(by, None, gettext(message, **values))


class Stated:
    """A report's claims by what they speak of, and the snapshot that they are held against."""

    def __init__(self, report: Report, side: Side | None) -> None:
        self.report = report
        self.side = side
        self.numbers = [claim for claim in report.claims if isinstance(claim, Number)]
        rows = [claim for claim in report.claims if isinstance(claim, Row)]
        self.rows = [row for row in rows if not row.item]
        self.counted = [row for row in rows if row.columns is not None]
        self.names = [claim for claim in report.claims if isinstance(claim, Names)]
        self.lists = [claim for claim in self.names if claim.role in ("expected", "found", "")]
        self.kinds = {model.kind_name(cls) for cls in model.kinds().values()} | {*model.parts()}

    # What the report says

    @cached_property
    def domains(self) -> dict[str, list[str]]:
        """Domain → the tables that the report lists under it."""
        found: dict[str, list[str]] = {}
        for claim in self.lists:
            if claim.domain:
                found.setdefault(claim.domain, []).extend(claim.names)
        return found

    def domain(self, words: str) -> list[str]:
        """The tables of the domain that some words name."""
        plain = words.casefold().strip()
        found = (names for name, names in self.domains.items() if name.casefold() == plain)
        return next(found, [])

    @cached_property
    def expected(self) -> dict[str, str]:
        """Full name → name, of the tables that the report lists as expected, else has rows of."""
        listed = [name for claim in self.lists if claim.role != "found" for name in claim.names]
        rows = [row.name for row in self.rows if row.expected is not False]
        return {full(name): name for name in listed or rows}

    @cached_property
    def found(self) -> dict[str, str]:
        """The same of the tables that it says are there."""
        rows = [row.name for row in self.rows if row.found is not False]
        listed = [n for claim in self.lists for n in claim.names if n not in claim.crossed]
        return {full(name): name for name in rows or listed}

    def named(self, role: Role) -> list[str]:
        return [name for claim in self.names if claim.role == role for name in claim.names]

    @cached_property
    def _by_name(self) -> dict[str, list[Row]]:
        return _by_name(self.rows)

    @cached_property
    def counts(self) -> dict[str, list[Row]]:
        """Full name → what says how many columns a table has."""
        return _by_name(self.counted)

    def rows_of(self, name: str) -> list[Row]:
        return self._by_name.get(full(name), [])

    @cached_property
    def _listed(self) -> set[str]:
        return {full(name) for claim in self.names for name in claim.names}

    def listed(self, name: str) -> bool:
        return full(name) in self._listed

    @cached_property
    def missing(self) -> set[str]:
        """The full names of what it says is not there."""
        crossed = [name for claim in self.lists for name in claim.crossed]
        rows = [row.name for row in self.rows if row.found is False]
        return {full(name) for name in (*self.named("missing"), *crossed, *rows)}

    def told_missing(self, name: str) -> bool:
        """Whether the report itself says that a table is not there."""
        return full(name) in self.missing

    def within(self, line: int, until: int) -> list[Row]:
        return [row for row in self.rows if line <= row.line <= until]

    def lists_between(self, line: int, until: int) -> list[Names]:
        return [each for each in self.names if line <= each.line <= until]

    def between(self, line: int, until: int) -> dict[str, str]:
        """The tables that are listed from one line to another."""
        names = [name for each in self.lists_between(line, until) for name in each.names]
        return {full(n): n for n in names or [row.name for row in self.within(line, until)]}

    @cached_property
    def partial(self) -> bool:
        """Whether there may be more tables than the report names: it says so, or a list does."""
        if any(claim.others for claim in self.names):
            return True
        named = {"expected": self.expected, "found": self.found, "": self.found}
        return any(
            number.number > len(named[number.role])
            for number in self.numbers
            if number.noun == "table" and number.role in named
        )

    @cached_property
    def tabled(self) -> bool:
        """Whether its rows are meant to be of all tables: most that it lists have one."""
        listed = {full(name) for claim in self.lists for name in claim.names}
        return sum(name in self._by_name for name in listed) * 2 > len(listed)

    def listed_as(
        self, claimed: int, found: int, sentence: str, names: tuple[str, ...] = (), *,
        whole: bool = False,
    ) -> Evidence:  # fmt: skip
        """A number against what is named; fewer names decide nothing where not all are named."""
        if self.partial and found < claimed and not whole:
            told = gettext("only %(told)s", told=sentence)
            return Evidence("report", None, told, claimed, found, names)
        return same("report", claimed, found, sentence, names)

    # What the snapshot has

    @cached_property
    def tables(self) -> dict[str, model.Table]:
        """Full name → table. A report that writes no schema means the one that there is."""
        things = self.side.objects.values() if self.side else ()
        tables = [thing for thing in things if isinstance(thing, model.Table)]
        names = [name for claim in self.names for name in claim.names]
        rows = [row.name for row in (*self.rows, *self.counted)]
        plain = not any("." in name for name in (*names, *rows))
        same_name = Counter(table.name for table in tables)
        return {
            full(table.name)
            if plain and same_name[table.name] == 1
            else f"{table.schema}.{table.name}": table
            for table in tables
        }

    @cached_property
    def partitions(self) -> dict[str, model.Table]:
        """Full name → the table that it is a partition of: some count these as tables, too."""
        return {part.name: table for table in self.tables.values() for part in table.partitions}

    def table(self, name: str) -> model.Table | None:
        """The table of a name; for a partition, which has the same columns, the one it is of."""
        return self.tables.get(full(name)) or self.partitions.get(full(name))

    @property
    def _partial(self) -> bool:
        """Whether objects were left out, so that what is not there may have been."""
        told = self.side.coverage if self.side else None
        return bool(told and (told.left_out or told.ignored))

    def gone(
        self, sentence: str, names: tuple[str, ...], claimed: int | None = None,
        found: int | None = None,
    ) -> Evidence:  # fmt: skip
        """Tables that the snapshot does not have; it decides nothing where it left out objects."""
        if self._partial or self._unread("table"):
            why = _since(sentence, self._unread("table") or gettext(_LEAVES_OUT))
            return Evidence("snapshot", None, why, claimed, found, names)
        return Evidence("snapshot", False, sentence, claimed, found, names)

    def absent(self, sentence: str) -> Evidence:
        """Tables said to be missing that it does not have: open where it left out objects."""
        gone = self.gone(sentence, ())
        return msgspec.structs.replace(gone, holds=None if gone.holds is None else True)

    def held(
        self, kind: str, claimed: int, found: int, sentence: str, names: tuple[str, ...] = ()
    ) -> Evidence:
        """A number against that of a kind in the snapshot."""
        why = self._unread(kind)
        if not why and found < claimed and self._partial:
            why = gettext(_LEAVES_OUT)
        if why:
            return Evidence("snapshot", None, _since(sentence, why), claimed, found, names)
        return same("snapshot", claimed, found, sentence, names)

    def _unread(self, kind: str) -> str:
        """Why a kind is not in the snapshot; "" when it is."""
        told = self.side.coverage if self.side else None
        if told is None or not told.captured or kind in told.captured:
            return ""
        whole = {
            model.kind_name(part)
            for cls in model.kinds().values()
            if model.kind_name(cls) in told.captured
            for part in model.children(cls).values()
        }
        return "" if kind in whole else gettext("it could not read %(what)s", what=words(kind))


def _since(sentence: str, why: str) -> str:
    return gettext("%(told)s: %(why)s", told=sentence, why=why)


def _by_name(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(full(row.name), []).append(row)
    return found


def full(name: str) -> str:
    """A name with its schema: `public` when none is written."""
    return name if "." in name else f"public.{name}"


def short(name: str) -> str:
    return name.removeprefix("public.")


def table_key(name: str) -> str:
    """The key of the table that a report names."""
    schema, _, bare = full(name).partition(".")
    return f"{segment(schema)}/tables/{segment(bare)}"


def share(part: int, whole: int) -> str:
    """Per cent, rounded down, so that 100 is all."""
    return f"{part * 1000 // whole / 10:g}"
