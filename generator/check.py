"""Findings: where the facts are not what is asserted. The facts are first cut down to that."""

from __future__ import annotations

from collections import Counter
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
from generator.language import gettext, noted
from generator.numbers import Numbers, class_of
from generator.side import Side
from generator.state import Condition, conditions
from generator.waiving import Waived
from snapshot import closing, model, scope, waivers
from snapshot.codec import segment
from snapshot.expectation import UNCLAIMED, of_domains, of_objects
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
    raw = assertions
    respelt = own.told(patterns.expanded(raw, facts.objects), facts)
    stated = of_objects(assertions := respelt.assertions)
    seen = (facts.coverage.include, facts.coverage.ignored)
    claimed = {k: a for k, a in stated.items() if scope.holds(k, *seen)}
    held = declared.apply(claimed, facts)
    kept, folded = _sorted_out(assertions, claimed, facts, held)
    found, facts = facts, held.side
    unreadable, not_held = _unreadable(assertions, claimed, facts)
    skipped = {*unreadable, *facts.coverage.not_on_version}
    depending = dependents.before(found, held.pairs, held.findings)
    told_of = (f for f in kept if f.kind not in skipped and unsaid.told(f, facts.coverage))
    explained = (_explained(f, claimed, facts, depending) for f in told_of)
    refused = own.marked(explained, respelt.refused)
    told = waiving.sort(refused, waivers.of(assertions), on)
    verdict: Verdict = "drift" if told.open else "cannot tell" if unreadable else "in sync"
    if not stated and not any(a.unlisted for a in of_domains(assertions).values()):
        verdict, unreadable = "cannot tell", {"": untold or gettext("nothing is asserted")}
    return Check(
        verdict=verdict, findings=told.open, folds=(*folded, *respelt.folds),
        waived=told.waived, expired=told.expired, unused_waivers=told.unused,
        tables=numbers.count(claimed, facts), cannot_tell=unreadable,
        silent=_silent(claimed, facts),
        asserted=_asserted(claimed, facts),
        unasserted=tuple(key for key in facts.objects if key not in claimed),
        unmatched=tuple(patterns.unmatched(raw, facts.objects)),
        not_held=not_held, untold=untold,
        state=conditions(found.objects, facts.coverage.captured, at, facts.memory),
    )  # fmt: skip


def _sorted_out(
    assertions: Mapping[str, Assertion], claimed: Mapping[str, Assertion], facts: Side,
    held: declared.Declared,
) -> tuple[list[Change], tuple[Fold, ...]]:  # fmt: skip
    """The findings, without those that are of spelling only; and these."""
    raw = sorted(_findings(assertions, claimed, held.side), key=diff.order)
    raw, respelled = spelling.asserted(raw, facts)
    kept, folded = folds.split(raw, held.names(raw), held.before)
    kept, settled = declared.not_nulls(kept, claimed)
    hinted = declared.hinted(meant.noted(kept, claimed, held.side), claimed, facts)
    told = sorted([*hinted, *held.findings], key=diff.order)
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
    found = Counter(
        model.kind_name(type(facts.objects[key])) for key in claimed if key in facts.objects
    )
    return dict(sorted(found.items()))


def _silent(claimed: Mapping[str, Assertion], facts: Side) -> dict[str, int]:
    """Fields that are not asserted, though all else of an object is: of how many objects."""
    found = Counter(
        field for key, told in claimed.items() if key in facts.objects for field in told.unasserted
        if field in facts.objects[key].__struct_fields__
    )  # fmt: skip
    return dict(sorted(found.items()))


def _forbidden(finding: Change, claimed: Mapping[str, Assertion]) -> bool:
    """Whether it is stated, as `null`, that the thing must not be there."""
    told = claimed.get(finding.object)
    if told is None or not finding.part:
        return told is not None and not told.exists
    return any(f"{finding.part}/".startswith(f"{path}/") for path in told.absent)


def _unreadable(
    assertions: Mapping[str, Assertion], claimed: Mapping[str, Assertion], facts: Side
) -> tuple[dict[str, str], dict[str, str]]:
    """Kinds that were not captured: asserted explicitly; and only closed, through `all`.

    Besides the first, what is outside of the scope, and what a build says nothing of.
    """
    wanted: set[str] = set()
    closed: set[str] = set()
    for assertion in of_domains(assertions).values():
        closed |= _names(closing.kinds(assertion.unlisted))
        wanted |= _names(closing.kinds(assertion.unlisted, explicitly=True))
    stated = of_objects(assertions)
    told_of = facts.memory.over("kinds", (stated,), lambda key: _kinds_of(key, stated[key]))
    wanted = wanted.union(*told_of.values())
    wanted.discard(model.kind_name(model.Partition))  # made of tables
    known = {*facts.coverage.captured, *facts.coverage.not_on_version}

    def why(kinds: set[str]) -> dict[str, str]:
        told = facts.coverage.not_permitted
        unknown = gettext("not captured in this snapshot")
        return {k: told.get(k, unknown) for k in sorted(kinds - known)}

    others = dict.fromkeys(sorted(set(stated) - set(claimed)), gettext(_TAKEN_AWAY))
    others |= unsaid.cannot_tell(claimed, facts.coverage)
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
        absent = any(a == step or a.startswith(f"{step}/") for a in assertion.absent)
        whole = assertion.full and field not in assertion.unasserted
        if whole or absent or field in stated or field in told:
            yield model.kind_name(part)
        for name, inner in stated.get(field, {}).items():
            yield from _kinds_of_parts(part, inner, assertion, f"{step}/{segment(name)}/")


def _findings(
    assertions: Mapping[str, Assertion], claimed: Mapping[str, Assertion], facts: Side
) -> Iterator[Change]:
    inside = facts.memory.over(
        "findings", (claimed, facts.objects),
        lambda key: tuple(cut.of_object(key, facts.objects[key], claimed[key]))
        if key in claimed and claimed[key].exists and key in facts.objects else (),
    )  # fmt: skip
    for key, assertion in claimed.items():
        thing = facts.objects.get(key)
        kind = model.kind_name(class_of(key))
        if thing is None:
            if assertion.exists:
                yield Change(object=key, kind=kind, action="removed", old=assertion.is_ or None)
        elif not assertion.exists:
            yield Change(object=key, kind=kind, action="added", new=_bare_fact(thing))
        else:
            yield from inside.get(key, ())
            if assertion.domain == UNCLAIMED and isinstance(thing, model.Table):
                yield Change(
                    object=key, kind=kind, field="claimed", action="changed", old=True, new=False
                )
    places = {place for told in of_domains(assertions).values() for place in told.unlisted}
    for key, thing in facts.objects.items():
        if key not in claimed and closing.closes(places, key):
            yield Change(
                object=key, kind=model.kind_name(type(thing)), action="added",
                new=_bare_fact(thing),
            )  # fmt: skip


def _bare_fact(thing: model.Object) -> Any:
    return model.listed(msgspec.to_builtins(thing))
