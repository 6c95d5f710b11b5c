"""The two ways out of each finding: SQL that brings the database to the expectation, with its
proof; and the edit that adopts the fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec

from generator import declared
from generator.adoption import adoption
from generator.changes import Change, fingerprint
from generator.held import hold
from generator.language import ENGLISH, gettext, spoken_in
from generator.remedy.plan import Plan, plan
from generator.remedy.script import blocks, script
from generator.remedy.serving import place_of
from generator.remedy.step import Step
from generator.remedy.target import aimed
from generator.side import Side
from generator.ways import Adoption, Proof, Remedy, Ways
from snapshot.codec import digest, readable, state_digest
from snapshot.store import Assertion
from snapshot.trials import Left, Trial


class Toward(msgspec.Struct, frozen=True, dict=True):
    """From facts to what is expected: one plan for all findings but those that are waived."""

    facts: Side
    aim: Side
    untold: Mapping[str, str]  # key of an object → why the state to reach is not known of it
    plan: Plan

    @cached_property
    def script(self) -> str:
        """All of it, with English comments: a trial of it is one in every language."""
        with spoken_in(ENGLISH):
            return script(self.plan.steps)

    @cached_property
    def question(self) -> tuple[str, str, str]:
        """What a trial answers: digests of the state, the script and the state to reach."""
        facts = self.facts.state or state_digest(self.facts.objects)
        return facts, digest(self.script), state_digest(self.aim.objects)


def toward(
    assertions: Mapping[str, Assertion], facts: Side, waived: Iterable[Change] = ()
) -> Toward:
    """How a database would get from the facts to what is asserted."""
    aim, untold = aimed(hold(assertions, facts), waived)
    return between(facts, aim, untold)


def between(old: Side, new: Side, untold: Mapping[str, str] | None = None) -> Toward:
    """How a database would get from one state to another."""
    return Toward(old, new, untold or {}, plan(old, new))


def answer(aim: Toward, trials: Iterable[Trial]) -> Trial | None:
    """The trial of just this, when it was made."""
    return next((t for t in trials if (t.state, t.script, t.aim) == aim.question), None)


def ways(
    findings: Iterable[Change], aim: Toward, trial: Trial | None,
    assertions: Mapping[str, Assertion], files: Mapping[str, str],
) -> dict[str, Ways]:  # fmt: skip
    """Fingerprint of each finding → its ways out. `files`: domain → its file."""
    held = hold(assertions, aim.facts)
    assertions = held.assertions
    facts = declared.apply(held.stated, aim.facts).side.objects  # as it is judged

    def adopted(finding: Change, mark: str) -> Adoption:
        told = assertions.get(finding.object)
        file = files.get(told.domain) if told else None
        return aim.facts.memory.once(
            ("adoption", mark, file), (facts.get(finding.object), told),
            lambda: adoption(finding, facts, assertions, files),
        )  # fmt: skip

    marks = {fingerprint(finding): finding for finding in findings}
    return {
        mark: Ways(_remedy(finding, aim, trial), adopted(finding, mark))
        for mark, finding in marks.items()
    }


def _remedy(finding: Change, aim: Toward, trial: Trial | None) -> Remedy:
    if finding.field == "claimed":
        why = gettext("SQL does not say whose it is")
        return Remedy((), (why,), _proof(finding, [], trial))
    steps = [one for one in aim.plan.steps if any(_about(c, finding) for c in one.serves)]
    left = _undone(finding, aim)
    if not steps and not left:
        left = (gettext("no SQL is known for it"),)
    return Remedy(tuple(blocks(steps)), left, _proof(finding, steps, trial))


def _about(change: Change, finding: Change) -> bool:
    """Whether what a step serves is what a finding is about, or lies inside it."""
    if change.object != finding.object:
        return False
    here, there = place_of(finding), place_of(change)
    renames = {finding.action, change.action if finding.field else ""}
    if "renamed" in renames:  # what is inside has findings of its own
        return (finding.action, here, finding.new) == (change.action, there, change.new)
    inside = not finding.field and f"{there}/".startswith(f"{here}/" if here else "")
    return here == there or inside


def _undone(finding: Change, aim: Toward) -> tuple[str, ...]:
    told = [why for key, why in aim.untold.items() if key == finding.object]
    here = place_of(finding)
    for cannot in aim.plan.cannot:
        there = place_of(cannot)
        near = there == here or there.startswith(f"{here}/") or here.startswith(f"{there}/")
        if cannot.object == finding.object and (near or not here or not there):
            told.append(gettext(cannot.reason))
    return tuple(told)


def _proof(finding: Change, steps: list[Step], trial: Trial | None) -> Proof:
    """A trial is of the whole script: what is left of one object says nothing of another."""
    if not steps:
        return Proof("not tried", (gettext("there is nothing to try"),))
    if trial is None:
        return Proof("not tried", (gettext("no trial of it is kept"),))
    if trial.outcome == "not tried":
        return Proof(trial.outcome, tuple(left.what for left in trial.left))
    mine = tuple(told.what for told in trial.left if told.object in ("", finding.object))
    return Proof("does not converge" if mine else "proven", mine, trial.scratch)


def undone(aim: Toward) -> list[Left]:
    """All that the plan leaves as it is, with the reason."""
    told = [Left(key, f"left as it is: {readable(key)}: {why}") for key, why in aim.untold.items()]
    for cannot in aim.plan.cannot:
        place = f"{readable(f'{cannot.object} {cannot.part}').rstrip()} {cannot.field}".rstrip()
        told.append(Left(cannot.object, f"cannot be brought about: {place}: {cannot.reason}"))
    return told
