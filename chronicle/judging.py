"""A state, judged: by the expectation of its time or as the files stand, with ages of findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import msgspec

from chronicle import expecting, refs
from chronicle.config import Project
from chronicle.expecting import Expected
from generator import history, output, overrides, own
from generator.ages import Age
from generator.changes import Change, fingerprint
from generator.check import Check, check
from generator.own import Question
from generator.ways import Ways
from snapshot.entries import Entry
from snapshot.store import Assertion


class Judged(msgspec.Struct, frozen=True):
    """A state, what it is judged by, and the verdict."""

    found: refs.Resolved
    told: Mapping[str, Assertion]
    label: str  # of the expectation
    check: Check

    @property
    def database(self) -> str:
        assert self.found.database is not None
        return self.found.database

    @property
    def all(self) -> list[Change]:
        """Every finding, the waived ones too."""
        return [*self.check.findings, *(each.change for each in self.check.waived)]

    def marked(self, wanted: Sequence[Question]) -> Judged:
        """The same, where nobody could be asked whether texts are only spelled otherwise."""
        findings = tuple(own.unasked(finding, wanted) for finding in self.check.findings)
        told = msgspec.structs.replace(self.check, findings=findings)
        return msgspec.structs.replace(self, check=told)


def judge(
    project: Project, found: refs.Resolved, told: Mapping[str, Assertion], label: str, on: str,
    untold: str | None = None,
) -> Judged:  # fmt: skip
    """Judge a state, with waivers as they stand `on` a day.

    `untold`: why the expectation could not be had.
    """
    at = found.entry.header.at if found.entry else ""
    judged = check(told, found.side, at, on, untold)
    return Judged(found, told, label, overrides.check(judged, project.config.severities))


def record(project: Project, name: str, entry: Entry) -> Judged | None:
    """A record, judged by the expectation that was in force then; None when there was none."""
    told, label = in_force(project, name, entry)
    untold = entry.header.untold
    if not told and untold is None:
        return None
    found = refs.at_record(project, name, entry)
    return judge(project, found, told, label, entry.header.at, untold)


def in_force(project: Project, name: str, entry: Entry) -> tuple[dict[str, Assertion], str]:
    """The expectation at a record, and what to call it; nothing when there was none."""
    if entry.header.expectation is None:
        return {}, f"expected:{name}"
    store = project.store(name)
    told = store.expectations.entry(entry.header.expectation)
    return store.expectations.replay(told).objects, f"expected@{told.header.at}"


def expected(
    project: Project, found: refs.Resolved, *, fewer: bool = False
) -> tuple[Expected, str]:  # fmt: skip
    """The expectation to judge by, and what to call it: of its time for a named past, else of now.

    `fewer`: see `expecting.now`.
    """
    name = found.database
    assert name is not None
    if not found.dated and project.config.databases[name].expected is not None:
        yaml = expecting.stated(project, name)
        told = expecting.now(project, name, yaml, found.side.objects, fewer=fewer)
        return told, f"expected:{name}"
    if found.entry is None:
        return Expected(), f"expected:{name}"
    asserted, label = in_force(project, name, found.entry)
    return Expected(asserted, found.entry.header.untold), label


def output_of(
    project: Project, judged: Judged, ways: Mapping[str, Ways] = MappingProxyType({})
) -> output.Output:  # fmt: skip
    """As it is shown. `ways`: fingerprint → both ways out of a finding, where they are wanted."""
    found = judged.found
    ages = _ages(project, judged)
    told = output.of_check(judged.label, found.label, judged.check, found.side.coverage, ages, ways)
    days = project.config.contradicted_after
    return msgspec.structs.replace(told, notes=[*told.notes, *output.contradicted(ages, days)])


def _ages(project: Project, judged: Judged) -> dict[str, Age]:
    """How old each finding is: fingerprint → age, as far as any snapshot has shown it."""
    changes = judged.all
    if not changes:
        return {}
    entry = judged.found.entry
    store = project.store(judged.database)
    past = history.read(store, judged.database, entry.id if entry else None).ages
    header = entry.header if entry else None
    known = {fingerprint(change): past.of(change, header) for change in changes}
    return {mark: age for mark, age in known.items() if age}
