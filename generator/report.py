"""The validation report of one snapshot: facts only, every number computed, names behind each.

`found = expected - missing + unexpected` holds by construction; what was not checked is told too.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from generator.check import Check
from generator.classes import CLASSES, Additional, Class, around, classify
from generator.held import hold
from generator.history import Finding, History, Moment, Told
from generator.memory import Memory
from generator.numbers import Numbers, class_of
from generator.practices import Practice, practices
from generator.restated import Restated, restated
from generator.side import Side
from generator.tabled import DEPTHS, Depth, Domain, Row, Rows, as_grouped, domains_of, rows_of
from generator.ways import Ways
from snapshot import model
from snapshot.records import Coverage

__all__ = ["Domain", "Report", "Row", "build", "counts"]


class Blind(msgspec.Struct, frozen=True):
    """What this report did not check: no verdict stands without it."""

    coverage: Coverage
    depths: Mapping[Depth, tuple[str, ...]]  # tables by how far the expectation goes
    unasserted: Mapping[str, tuple[str, ...]]  # kind → objects that nobody asserts
    failed: tuple[int, ...]  # failed captures since the previous good snapshot


class Report(msgspec.Struct, frozen=True):
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

    @property
    def tables_stated(self) -> int:
        """How many tables its domains expect."""
        return sum(len(domain.rows) for domain in self.domains)

    @property
    def states_others(self) -> bool:
        """Whether its domains expect anything but tables."""
        return any(domain.others for domain in self.domains)

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
    held, memory = hold(told, side), side.memory
    claimed = held.named
    rows = rows_of(claimed, side, judged)
    return Report(
        moment=moment, numbers=judged.tables, rows=tuple(rows.values()),
        domains=domains_of(held, rows, moment.findings),
        additional=_additional(rows, side, history, held.expanded),
        practices=(
            *_claimed(judged.tables, bool(claimed)),
            *practices(side.objects, side.coverage.captured, memory),
        ),
        blind=_blind(history, moment, side, rows, judged),
        forbidden=memory.those("forbidden", (claimed,), lambda key: not claimed[key].exists),
        objects=len(side.objects),
        counts=counts(side.objects, memory),
        schemas=memory.total("schemas", (side.objects,), lambda key: _schema(side.objects[key])),
        restated=restated(history, moment, told),
        ways=ways,
        scope_changed=_scope_changed(history, moment),
    )  # fmt: skip


def _claimed(numbers: Numbers, asserted: bool) -> tuple[Practice, ...]:
    """Every table in one domain; two cannot claim it, the reader of expectations sees to that."""
    if not asserted or not numbers.found:
        return ()
    return (Practice("claimed", len(numbers.found), tuple((k, "") for k in numbers.unexpected)),)


def _schema(thing: model.Object) -> dict[str, int]:
    return {thing.schema: 1} if isinstance(thing, model.Table) else {}


def _additional(rows: Rows, side: Side, history: History, told: Told) -> tuple[Additional, ...]:
    beyond = side.memory.those(
        "beyond", (rows,), lambda key: rows[key].found and not rows[key].expected
    )
    if not told or not beyond:
        return ()
    found, beside = [], around(side)
    for row in map(rows.__getitem__, beyond):
        cls, evidence = classify(row.key, beside, history, told)
        found.append(Additional(row.key, cls, evidence, row.columns_found or 0, row.findings > 0))
    return tuple(sorted(found, key=lambda a: (CLASSES.index(a.cls), a.key)))


def _blind(history: History, moment: Moment, side: Side, rows: Rows, judged: Check) -> Blind:
    def unasserted() -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for key in judged.unasserted:
            found.setdefault(model.kind_name(class_of(key)), []).append(key)
        return {kind: tuple(keys) for kind, keys in sorted(found.items())}

    depths = as_grouped("depths", rows, side.memory, lambda row: row.depth)
    since = -1 if moment.previous is None else moment.previous
    return Blind(
        coverage=side.coverage,
        depths={level: depths[level] for level in DEPTHS if level in depths},
        unasserted=side.memory.once("unasserted", (judged.unasserted,), unasserted),
        failed=tuple(m.number for m in history.moments[since + 1 : moment.number] if m.failed),
    )


def counts(
    objects: Mapping[str, model.Object], memory: Memory | None = None
) -> dict[str, int]:  # fmt: skip
    """How many there are of each kind, of objects and of their parts."""
    found = (memory or Memory()).total("counts", (objects,), lambda key: _counts(objects[key]))
    order = [model.kind_name(cls) for cls in model.kinds().values()] + list(model.parts())
    return {kind: found[kind] for kind in order if kind in found}


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
