"""Findings: where the facts are not what is asserted. The facts are first cut down to that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

from generator import (
    cut,
    declared,
    dependents,
    diff,
    folds,
    meant,
    numbers,
    own,
    patterns,
    rules,
    spelling,
    unsaid,
    waiving,
)  # fmt: skip
from generator.changes import Change, Fold
from generator.dependents import Depending
from generator.held import Held, hold
from generator.language import gettext, noted
from generator.numbers import Numbers, class_of
from generator.side import Side
from generator.state import Condition, conditions
from generator.waiving import Waived
from snapshot import closing, model
from snapshot.codec import segment
from snapshot.expectation import UNCLAIMED
from snapshot.store import Assertion
from snapshot.waivers import Waiver

Verdict = Literal["in sync", "drift", "cannot tell"]
Plain = dict[str, Any]


_TAKEN_AWAY = noted("asserted, but taken away by `include` or `ignore`")


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """The judgement of one state by one expectation."""

    verdict: Verdict
    findings: tuple[Change, ...]  # the open ones; a waived one does not count
    folds: tuple[Fold, ...]
    tables: Numbers
    cannot_tell: dict[str, str]  # kind → why it could not be judged
    untold: str | None = None  # why the expectation could not be had: nothing was compared
    silent: dict[str, int] = {}  # field → objects stated in full but for it
    asserted: dict[str, int]  # kind → number of objects of that kind that somebody asserts
    unasserted: tuple[str, ...]  # keys of objects that nobody asserts
    not_held: dict[str, str] = {}  # kind → why; closed through `all` only, and not read
    waived: tuple[Waived, ...] = ()
    expired: tuple[Waived, ...] = ()  # findings, open again since their waiver has ended
    unmatched: tuple[str, ...] = ()  # patterns of the expectation that nothing fits
    unused_waivers: tuple[Waiver, ...] = ()  # they speak of no finding
    state: tuple[Condition, ...] = ()  # what stands wrong, whatever is expected


def check(
    assertions: Mapping[str, Assertion], facts: Side, at: str = "", on: str = "9999-12-31",
    untold: str | None = None,
) -> Check:  # fmt: skip
    """Judge a state; the verdict is `in sync` only when all that is asserted could be read.

    `at`: the moment that the facts speak of; without it nothing is said of what is due by then.
    `on`: the day by which waivers are judged; unless it is told, all have ended. `untold`: why
    the expectation could not be had.
    """
    held = hold(assertions, facts)
    claimed, named = held.claimed, held.declared
    kept, folded = _sorted_out(held)
    found, facts = facts, named.side
    unreadable, not_held = _unreadable(held)
    skipped = {*unreadable, *facts.coverage.not_on_version}
    depending = dependents.before(found, named.pairs, named.findings)
    told_of = (f for f in kept if f.kind not in skipped and unsaid.told(f, facts.coverage))
    explained = (_explained(f, claimed, facts, depending) for f in told_of)
    refused = own.marked(explained, held.respelt.refused)
    told = waiving.sort(refused, held.waivers, on)
    verdict: Verdict = "drift" if told.open else "cannot tell" if unreadable else "in sync"
    if not held.stated and not held.closed:
        verdict, unreadable = "cannot tell", {"": untold or gettext("nothing is asserted")}
    return Check(
        verdict=verdict, findings=told.open, folds=(*folded, *held.respelt.folds),
        waived=told.waived, expired=told.expired, unused_waivers=told.unused,
        tables=numbers.count(claimed, facts), cannot_tell=unreadable,
        silent=_silent(claimed, facts),
        asserted=_asserted(claimed, facts),
        unasserted=held.unasserted,
        unmatched=tuple(patterns.unmatched(assertions, facts.objects, facts.memory)),
        not_held=not_held, untold=untold,
        state=conditions(found.objects, facts.coverage.captured, at, facts.memory),
    )  # fmt: skip


def _sorted_out(held: Held) -> tuple[list[Change], tuple[Fold, ...]]:
    """The findings, without those that are of spelling only; and these."""
    claimed, named = held.claimed, held.declared
    raw = sorted(_findings(held), key=diff.order)
    raw, respelled = spelling.asserted(raw, held.facts)
    kept, folded = folds.split(raw, named.names(raw), named.before)
    kept, settled = declared.not_nulls(kept, claimed)
    near = meant.noted(kept, claimed, named.side, held.unasserted)
    hinted = declared.hinted(near, claimed, held.facts)
    told = sorted([*hinted, *named.findings], key=diff.order)
    return told, (*folded, *settled, *respelled)


def _explained(
    finding: Change, claimed: Mapping[str, Assertion], facts: Side, depending: Depending
) -> Change:
    told = rules.explain(
        finding, facts.objects.get(finding.object), finding=True,
        forbidden=_forbidden(finding, claimed),
    )  # fmt: skip
    if told.action != "removed":  # what is not there has nothing that depends on it
        told = depending.noted(told)
    return msgspec.structs.replace(told, domain=_domain(finding, claimed))


def _domain(finding: Change, claimed: Mapping[str, Assertion]) -> str | None:
    return claimed[finding.object].domain if finding.object in claimed else None


def _asserted(claimed: Mapping[str, Assertion], facts: Side) -> dict[str, int]:
    there = facts.objects
    return {**facts.memory.total(
        "asserted", (claimed, there),
        lambda key: {model.kind_name(type(there[key])): 1}
        if key in claimed and key in there else None,
    )}  # fmt: skip


def _silent(claimed: Mapping[str, Assertion], facts: Side) -> dict[str, int]:
    """Fields that are not asserted, though all else of an object is: of how many objects."""

    def fields(key: str) -> dict[str, int]:
        if key not in claimed or key not in facts.objects:
            return {}
        there = facts.objects[key].__struct_fields__
        return {field: 1 for field in claimed[key].unasserted if field in there}

    return {**facts.memory.total("silent", (claimed, facts.objects), fields)}


def _forbidden(finding: Change, claimed: Mapping[str, Assertion]) -> bool:
    """Whether it is stated, as `null`, that the thing must not be there."""
    told = claimed.get(finding.object)
    if told is None or not finding.part:
        return told is not None and not told.exists
    return any(f"{finding.part}/".startswith(f"{path}/") for path in told.absent)


def _unreadable(held: Held) -> tuple[dict[str, str], dict[str, str]]:
    """Kinds that were not captured: asserted explicitly; and only closed, through `all`.

    Besides the first, what is outside of the scope, and what a build says nothing of.
    """
    stated, claimed, coverage = held.stated, held.claimed, held.facts.coverage
    closed: set[str] = set()
    wanted: set[str] = set()
    for assertion in held.domains.values():
        closed |= _names(closing.kinds(assertion.unlisted))
        wanted |= _names(closing.kinds(assertion.unlisted, explicitly=True))
    wanted |= held.memory.total(
        "kinds", (stated,), lambda key: dict.fromkeys(_kinds_of(key, stated[key]), 1)
    ).keys()
    wanted.discard(model.kind_name(model.Partition))  # made of tables
    known = {*coverage.captured, *coverage.not_on_version}

    def why(kinds: set[str]) -> dict[str, str]:
        told = coverage.not_permitted
        unknown = gettext("not captured in this snapshot")
        return {k: told.get(k, unknown) for k in sorted(kinds - known)}

    beyond = () if claimed is stated else sorted(set(stated) - set(claimed))
    others = dict.fromkeys(beyond, gettext(_TAKEN_AWAY))
    others |= unsaid.cannot_tell(claimed, coverage)
    return why(wanted) | others, why(closed - wanted)


def _names(folders: set[str]) -> set[str]:
    return {model.kind_name(model.kinds()[folder]) for folder in folders}


def _kinds_of(key: str, assertion: Assertion) -> set[str]:
    cls = class_of(key)
    return {model.kind_name(cls), *_kinds_of_parts(cls, assertion.is_, assertion)}


def _kinds_of_parts(
    cls: type, stated: Plain, assertion: Assertion, path: str = ""
) -> Iterator[str]:
    """The kinds of the parts of which something is asserted, at any depth."""
    told = () if path else (*assertion.count, *assertion.unlisted)
    for field, part in model.children(cls).items():
        step = f"{path}{field}"
        absent = assertion.absent and any(f"{a}/".startswith(f"{step}/") for a in assertion.absent)
        whole = assertion.full and field not in assertion.unasserted
        if whole or absent or field in stated or field in told:
            yield model.kind_name(part)
        for name, inner in stated.get(field, {}).items() if model.children(part) else ():
            yield from _kinds_of_parts(part, inner, assertion, f"{step}/{segment(name)}/")


def _findings(held: Held) -> Iterator[Change]:
    claimed, objects, closed = held.claimed, held.declared.side.objects, held.closed
    found = held.memory.over(
        "findings", (claimed, objects),
        lambda key: tuple(_of_object(key, claimed.get(key), objects.get(key), held)), closed,
    )  # fmt: skip
    for findings in found.values():
        yield from findings


def _of_object(
    key: str, told: Assertion | None, thing: model.Object | None, held: Held
) -> Iterator[Change]:
    """Where one object is not what is asserted of it, or nothing is and nothing may be there."""
    kind = model.kind_name(class_of(key))
    if thing is None:
        if told is not None and told.exists:
            yield Change(object=key, kind=kind, action="removed", old=told.is_ or None)
    elif told is None or not told.exists:
        if told is not None or closing.closes(held.closed, key):
            yield Change(object=key, kind=kind, action="added", new=_bare_fact(thing))
    else:
        yield from cut.differing(key, thing, told, held.memory)
        if told.domain == UNCLAIMED and isinstance(thing, model.Table):
            yield Change(
                object=key, kind=kind, field="claimed", action="changed", old=True, new=False
            )


def _bare_fact(thing: model.Object) -> Any:
    return model.listed(msgspec.to_builtins(thing))
