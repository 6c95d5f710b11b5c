"""The tables of a report, as expected and as found, and the domains that they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, TypeVar

import msgspec

from generator.check import Check
from generator.held import Held, Told
from generator.history import Finding
from generator.memory import Memory
from generator.numbers import class_of, expected_columns
from generator.side import Side
from snapshot import model
from snapshot.store import Assertion

Status = Literal["as expected", "differs", "missing", "unexpected", "not asserted"]
Depth = Literal["in full", "some columns", "number of columns", "some facts", "by name only"]
DEPTHS: tuple[Depth, ...] = (
    "in full", "some columns", "number of columns", "some facts", "by name only",
)  # fmt: skip

K = TypeVar("K", bound=str)


class Row(msgspec.Struct, frozen=True):
    """One table, as expected and as found."""

    key: str
    domain: str | None
    expected: bool
    found: bool
    status: Status
    depth: Depth | None  # how far the expectation goes
    columns_expected: int | None
    columns_found: int | None
    findings: int


Rows = Mapping[str, Row]


class Domain(msgspec.Struct, frozen=True):
    """What one domain asserts, and what was found of it."""

    name: str
    owner: str | None
    description: str | None
    rows: tuple[Row, ...]
    others: Mapping[str, tuple[str, ...]]  # kind → keys of what it asserts besides tables
    findings: tuple[Finding, ...]
    columns: int  # that were found, of these tables
    found: int  # of these tables

    @property
    def keys(self) -> frozenset[str]:
        """All objects that it states."""
        others = (key for keys in self.others.values() for key in keys)
        return frozenset((*(row.key for row in self.rows), *others))


def rows_of(claimed: Told, side: Side, judged: Check) -> Rows:
    """The rows, of tables as they are shown."""
    findings = Counter(finding.object for finding in judged.findings)
    tables = judged.tables
    found = side.memory.over(
        "rows", (claimed, side.objects, findings),
        lambda key: _row(key, claimed.get(key), side.objects.get(key), findings[key]),
    )  # fmt: skip
    # of all objects; these are the tables
    shown = side.memory.once(
        "shown", (tables.expected, tables.found),
        lambda: sorted({*tables.expected, *tables.found}, key=_as_shown),
    )  # fmt: skip
    return dict(zip(shown, map(found.__getitem__, shown), strict=True))


def _as_shown(key: str) -> tuple[str, str]:
    return key.rsplit("/", maxsplit=1)[-1], key


def _row(key: str, assertion: Assertion | None, thing: model.Object | None, findings: int) -> Row:
    expected = assertion is not None and assertion.exists
    return Row(
        key=key, domain=assertion.domain if assertion else None, expected=expected,
        found=thing is not None, status=_status(expected, thing is not None, findings),
        depth=depth(assertion) if assertion and expected else None,
        columns_expected=expected_columns(assertion) if assertion and expected else None,
        columns_found=len(thing.columns) if isinstance(thing, model.Table) else None,
        findings=findings,
    )  # fmt: skip


def _status(expected: bool, found: bool, findings: int) -> Status:
    if expected and not found:
        return "missing"
    if expected:
        return "differs" if findings else "as expected"
    return "unexpected" if findings else "not asserted"


def depth(assertion: Assertion) -> Depth:
    """How far an assertion about a table goes."""
    if assertion.full:
        return "in full"
    if "columns" in assertion.is_ or "columns" in assertion.unlisted:
        return "some columns"
    if "columns" in assertion.count:
        return "number of columns"
    return "some facts" if assertion.is_ or assertion.absent else "by name only"


def domains_of(held: Held, rows: Rows, findings: tuple[Finding, ...]) -> tuple[Domain, ...]:
    memory, claimed = held.memory, held.named
    about = {told.domain: told.is_ for told in held.domains.values()}
    names = memory.total("stating", (claimed,), lambda key: {claimed[key].domain: 1})
    homes = as_grouped("homes", rows, memory, lambda row: row.domain if row.expected else None)
    columns = memory.total("in domains", (rows,), lambda key: _found_in(rows[key], "columns"))
    found = memory.total("of domains", (rows,), lambda key: _found_in(rows[key], "tables"))
    others = _others(claimed, memory)
    return tuple(
        memory.alike(("domain", name), Domain(
            name=name,
            owner=about.get(name, {}).get("owner"),
            description=about.get(name, {}).get("description"),
            rows=tuple(map(rows.__getitem__, homes.get(name, ()))),
            others=others.get(name, {}),
            findings=tuple(f for f in findings if f.change.domain == name),
            columns=columns.get(name, 0),
            found=found.get(name, 0),
        ))
        for name in sorted({*about, *names})
    )  # fmt: skip


def _others(claimed: Told, memory: Memory) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Domain → kind → what it expects besides tables, by key."""

    def home(key: str) -> Iterator[tuple[str, str]]:
        cls = class_of(key)
        if claimed[key].exists and cls is not model.Table:
            yield claimed[key].domain, model.kind_name(cls)

    def by_domain() -> dict[str, dict[str, tuple[str, ...]]]:
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for (domain, kind), keys in sorted(homes.items(), key=lambda told: told[1][0]):
            found.setdefault(domain, {})[kind] = keys
        return found

    homes = memory.grouped("others", (claimed,), lambda key: tuple(home(key)))
    return memory.once("others", (homes,), by_domain)


def _found_in(row: Row, what: str) -> dict[str, int]:
    """What was found of a row, for the sums of its domain."""
    if not row.expected or row.domain is None:
        return {}
    return {row.domain: int(row.found) if what == "tables" else row.columns_found or 0}


def as_grouped(
    what: str, rows: Rows, memory: Memory, group: Callable[[Row], K | None]
) -> Mapping[K, tuple[str, ...]]:
    """Group → the keys of its rows, as they are shown."""

    def of(key: str) -> Iterator[K]:
        if (told := group(rows[key])) is not None:
            yield told

    found = memory.grouped(what, (rows,), lambda key: tuple(of(key)))
    return memory.once(
        what, (found,), lambda: {name: tuple(sorted(k, key=_as_shown)) for name, k in found.items()}
    )
