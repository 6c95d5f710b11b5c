"""The validation report of one snapshot: facts only, every number computed, names behind each.

`found = expected - missing + unexpected` holds by construction; what was not checked is told too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from itertools import chain
from typing import Literal

import msgspec

from generator import patterns
from generator.check import Check
from generator.classes import CLASSES, Additional, Class, classify
from generator.history import Finding, History, Moment, Told
from generator.memory import Memory
from generator.numbers import Numbers, class_of, expected_columns
from generator.practices import Practice, practices
from generator.relations import Relations
from generator.restated import Restated, restated
from generator.side import Side
from generator.ways import Ways
from snapshot import model
from snapshot.expectation import of_domains, of_objects
from snapshot.records import Coverage
from snapshot.store import Assertion

Status = Literal["as expected", "differs", "missing", "unexpected", "not asserted"]
Depth = Literal["in full", "some columns", "number of columns", "some facts", "by name only"]
DEPTHS: tuple[Depth, ...] = (
    "in full", "some columns", "number of columns", "some facts", "by name only",
)  # fmt: skip


class Row(msgspec.Struct, frozen=True, kw_only=True):
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


class Domain(msgspec.Struct, frozen=True, kw_only=True):
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

    def among(self, wanted: Set[str]) -> list[str]:
        """Those of some objects that it states."""
        stated = (row.key for row in self.rows)
        return [key for key in (*stated, *chain(*self.others.values())) if key in wanted]


class Blind(msgspec.Struct, frozen=True, kw_only=True):
    """What this report did not check: no verdict stands without it."""

    coverage: Coverage
    depths: Mapping[Depth, tuple[str, ...]]  # tables by how far the expectation goes
    unasserted: Mapping[str, tuple[str, ...]]  # kind → objects that nobody asserts
    failed: tuple[int, ...]  # failed captures since the previous good snapshot


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """All that the page of one snapshot tells. Without `check` nothing was captured."""

    moment: Moment
    numbers: Numbers
    rows: tuple[Row, ...]
    domains: tuple[Domain, ...]
    additional: tuple[Additional, ...]
    practices: tuple[Practice, ...]
    blind: Blind
    forbidden: tuple[str, ...]  # objects that must not be there
    objects: int  # all that were found
    counts: Mapping[str, int]  # kind of object or part → how many there are
    schemas: Mapping[str, int]  # schema → tables in it
    restated: Restated
    ways: Mapping[str, Ways]  # fingerprint of an open finding → both ways out of it
    scope_changed: bool  # include or ignore are not what they were in the previous snapshot

    @property
    def asserted(self) -> bool:
        """Whether there is an expectation to judge by, and it could be had."""
        return bool(self.domains) and self.check.untold is None

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.moment.findings

    @property
    def check(self) -> Check:
        assert self.moment.check is not None
        return self.moment.check

    @property
    def unstated(self) -> list[Additional]:
        """Additional tables that no domain says anything about."""
        return [table for table in self.additional if table.key not in self.forbidden]

    @property
    def still_there(self) -> list[Additional]:
        """Tables that a domain states, as `null`, must not be there."""
        return [table for table in self.additional if table.key in self.forbidden]

    def of_class(self, cls: Class) -> list[Additional]:
        return [table for table in self.additional if table.cls == cls]

    @property
    def new(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.since == self.moment.number]


def build(
    history: History, moment: Moment, side: Side, told: Told, ways: Mapping[str, Ways]
) -> Report:
    """The report of a snapshot that has just been taken into the history."""
    judged = moment.check
    assert judged is not None
    raw, told = told, patterns.expanded(told, side.objects)
    claimed = of_objects(told)
    rows = _rows(claimed, side, judged)
    return Report(
        moment=moment, numbers=judged.tables, rows=rows,
        domains=_domains(told, rows, moment.findings),
        additional=_additional(rows, dict(side.objects), history, told),
        practices=(
            *_claimed(judged.tables, bool(claimed)),
            *practices(dict(side.objects), side.coverage.captured, side.memory),
        ),
        blind=_blind(history, moment, side, rows, judged),
        forbidden=tuple(sorted(key for key, a in claimed.items() if not a.exists)),
        objects=len(side.objects),
        counts=counts(side.objects, side.memory),
        schemas=dict(sorted(Counter(
            thing.schema for thing in side.objects.values() if isinstance(thing, model.Table)
        ).items())),
        restated=restated(history, moment, raw),
        ways=ways,
        scope_changed=_scope_changed(history, moment),
    )  # fmt: skip


def _claimed(numbers: Numbers, asserted: bool) -> tuple[Practice, ...]:
    """Every table in one domain; two cannot claim it, the reader of expectations sees to that."""
    if not asserted or not numbers.found:
        return ()
    return (Practice("claimed", len(numbers.found), tuple((k, "") for k in numbers.unexpected)),)


def _rows(claimed: Told, side: Side, judged: Check) -> tuple[Row, ...]:
    findings = Counter(finding.object for finding in judged.findings)
    keys = {*judged.tables.expected, *judged.tables.found}
    rows = side.memory.over(
        "rows", (claimed, side.objects, findings),
        lambda key: _row(key, claimed.get(key), side.objects.get(key), findings[key]),
    )  # fmt: skip
    return tuple(rows[key] for key in sorted(keys, key=lambda k: (k.split("/")[-1], k)))


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


def _domains(
    told: Told, rows: tuple[Row, ...], findings: tuple[Finding, ...]
) -> tuple[Domain, ...]:
    by_name: dict[str, dict[str, list[str]]] = {}
    about = {assertion.domain: assertion for assertion in of_domains(told).values()}
    claimed = of_objects(told)
    for key, assertion in claimed.items():
        if assertion.exists and class_of(key) is not model.Table:
            kinds = by_name.setdefault(assertion.domain, {})
            kinds.setdefault(model.kind_name(class_of(key)), []).append(key)
    names = sorted({*about, *(assertion.domain for assertion in claimed.values())})
    homes: dict[str | None, list[Row]] = {}
    for row in rows:
        if row.expected:
            homes.setdefault(row.domain, []).append(row)
    return tuple(
        Domain(
            name=name,
            owner=about[name].is_.get("owner") if name in about else None,
            description=about[name].is_.get("description") if name in about else None,
            rows=tuple(homes.get(name, ())),
            others={kind: tuple(keys) for kind, keys in by_name.get(name, {}).items()},
            findings=tuple(f for f in findings if f.change.domain == name),
            columns=sum(row.columns_found or 0 for row in homes.get(name, ())),
            found=sum(row.found for row in homes.get(name, ())),
        )
        for name in names
    )


def _additional(
    rows: tuple[Row, ...], state: model.State, history: History, told: Told
) -> tuple[Additional, ...]:
    found = []
    beyond = [row for row in rows if row.found and not row.expected] if told else []
    relations = Relations(state if beyond else {})
    for row in beyond:
        cls, evidence = classify(row.key, state, history, told, relations)
        found.append(Additional(row.key, cls, evidence, row.columns_found or 0, row.findings > 0))
    return tuple(sorted(found, key=lambda a: (CLASSES.index(a.cls), a.key)))


def _blind(
    history: History, moment: Moment, side: Side, rows: tuple[Row, ...], judged: Check
) -> Blind:
    unasserted: dict[str, list[str]] = {}
    for key in judged.unasserted:
        unasserted.setdefault(model.kind_name(class_of(key)), []).append(key)
    since = -1 if moment.previous is None else moment.previous
    return Blind(
        coverage=side.coverage,
        depths={
            level: tuple(row.key for row in rows if row.depth == level)
            for level in DEPTHS
            if any(row.depth == level for row in rows)
        },
        unasserted={kind: tuple(keys) for kind, keys in sorted(unasserted.items())},
        failed=tuple(m.number for m in history.moments[since + 1 : moment.number] if m.failed),
    )


def counts(
    objects: Mapping[str, model.Object], memory: Memory | None = None
) -> dict[str, int]:  # fmt: skip
    """How many there are of each kind, of objects and of their parts."""
    found: Counter[str] = Counter()
    each = (memory or Memory()).over("counts", (objects,), lambda key: _counts(objects[key]))
    for number in each.values():
        for kind, of in number.items():
            found[kind] += of
    order = [model.kind_name(cls) for cls in model.kinds().values()] + list(model.parts())
    return {kind: found[kind] for kind in order if found[kind]}


def _counts(thing: model.Object) -> dict[str, int]:
    found = {model.kind_name(type(thing)): 1}
    for field, cls in model.children(type(thing)).items():
        value = getattr(thing, field)
        of = len(value) if isinstance(value, tuple) else int(value is not None)
        found |= {model.kind_name(cls): of} if of else {}
    return found


def _scope_changed(history: History, moment: Moment) -> bool:
    if moment.previous is None:
        return False
    old, new = history.moments[moment.previous].header.coverage, moment.header.coverage
    return (old.include, tuple(old.ignored)) != (new.include, tuple(new.ignored))
