"""Findings: where the facts are not what is asserted. The facts are first cut down to that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

from generator import declared, dependents, diff, folds, meant, rules, spelling, waiving
from generator.changes import Change, Fold
from generator.dependents import Depending
from generator.side import Side
from generator.state import Condition, conditions
from generator.waiving import Waived
from snapshot import closing, model, scope, waivers
from snapshot.codec import segment
from snapshot.expectation import of_domains, of_objects
from snapshot.store import Assertion
from snapshot.waivers import Waiver

Verdict = Literal["in sync", "drift", "cannot tell"]
Plain = dict[str, Any]


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """Tables and columns: found == expected - missing + unexpected, with the names behind each."""

    expected: tuple[str, ...]
    found: tuple[str, ...]
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]
    columns_expected: int | None  # null when no table says how many columns it has
    columns_found: int
    columns_counted: int  # of those found, how many are in tables that say how many they have
    columns_unasserted: tuple[str, ...] = ()  # expected tables that do not say it

    def __post_init__(self) -> None:
        assert len(self.found) == len(self.expected) - len(self.missing) + len(self.unexpected)


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """The judgement of one state by one expectation."""

    verdict: Verdict
    findings: tuple[Change, ...]  # the open ones; a waived one does not count
    folds: tuple[Fold, ...]
    tables: Numbers
    cannot_tell: dict[str, str]  # kind → why it could not be judged
    asserted: dict[str, int]  # kind → number of objects of that kind that somebody asserts
    unasserted: tuple[str, ...]  # keys of objects that nobody asserts
    not_held: dict[str, str] = {}  # kind → why; closed through `all` only, and not read
    waived: tuple[Waived, ...] = ()
    expired: tuple[Waived, ...] = ()  # findings, open again since their waiver has ended
    unused_waivers: tuple[Waiver, ...] = ()  # they speak of no finding
    state: tuple[Condition, ...] = ()  # what stands wrong, whatever is expected


def check(
    assertions: Mapping[str, Assertion], facts: Side, at: str = "", on: str = "9999-12-31"
) -> Check:
    """Judge a state; the verdict is `in sync` only when all that is asserted could be read.

    `at`: the moment that the facts speak of; without it nothing is said of what is due by then.
    `on`: the day by which waivers are judged; unless it is told, all have ended.
    """
    stated = of_objects(assertions)
    seen = (facts.coverage.include, facts.coverage.ignored)
    claimed = {k: a for k, a in stated.items() if scope.holds(k, *seen)}
    held = declared.apply(claimed, facts)
    raw = sorted(_findings(assertions, claimed, held.side), key=diff.order)
    raw, respelled = spelling.asserted(raw, facts)
    kept, folded = folds.split(raw, held.names(raw), held.before)
    kept, settled = declared.not_nulls(kept, claimed)
    found, facts = facts, held.side
    hinted = declared.hinted(meant.noted(kept, claimed, facts), claimed, found)
    kept = sorted([*hinted, *held.findings], key=diff.order)
    why = "asserted, but taken away by `include` or `ignore`"
    unreadable, not_held = _unreadable(assertions, facts)
    unreadable |= dict.fromkeys(sorted(set(stated) - set(claimed)), why)
    skipped = {*unreadable, *facts.coverage.not_on_version}
    depending = dependents.before(found, held.pairs, held.findings)
    told = waiving.sort(
        [_explained(f, claimed, facts, depending) for f in kept if f.kind not in skipped],
        waivers.of(assertions), on,
    )  # fmt: skip
    verdict: Verdict = "drift" if told.open else "cannot tell" if unreadable else "in sync"
    if not stated and not any(a.unlisted for a in of_domains(assertions).values()):
        verdict, unreadable = "cannot tell", {"": "nothing is asserted"}
    kinds = [model.kind_name(type(facts.objects[k])) for k in claimed if k in facts.objects]
    return Check(
        verdict=verdict, findings=told.open, folds=(*folded, *settled, *respelled),
        waived=told.waived, expired=told.expired, unused_waivers=told.unused,
        tables=_numbers(claimed, facts), cannot_tell=unreadable,
        asserted={kind: kinds.count(kind) for kind in sorted(set(kinds))},
        unasserted=tuple(key for key in facts.objects if key not in claimed),
        not_held=not_held, state=conditions(found.objects, facts.coverage.captured, at),
    )  # fmt: skip


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


def _forbidden(finding: Change, claimed: Mapping[str, Assertion]) -> bool:
    """Whether it is stated, as `null`, that the thing must not be there."""
    told = claimed.get(finding.object)
    if told is None or not finding.part:
        return told is not None and not told.exists
    return any(f"{finding.part}/".startswith(f"{path}/") for path in told.absent)


def class_of(key: str) -> type[model.Object]:
    """The class of the object that a key names."""
    parts = key.split("/")
    return model.kinds()[parts[1] if len(parts) == 3 else parts[0]]


def _unreadable(
    assertions: Mapping[str, Assertion], facts: Side
) -> tuple[dict[str, str], dict[str, str]]:
    """Kinds that were not captured: asserted explicitly; and only closed, through `all`."""
    wanted: set[str] = set()
    closed: set[str] = set()
    for assertion in of_domains(assertions).values():
        closed |= _names(closing.kinds(assertion.unlisted))
        wanted |= _names(closing.kinds(assertion.unlisted, explicitly=True))
    for key, assertion in of_objects(assertions).items():
        wanted.add(model.kind_name(class_of(key)))
        wanted.update(_kinds_of_parts(class_of(key), assertion.is_, assertion))
    wanted.discard(model.kind_name(model.Partition))  # made of tables
    known = {*facts.coverage.captured, *facts.coverage.not_on_version}

    def why(kinds: set[str]) -> dict[str, str]:
        told = facts.coverage.not_permitted
        return {k: told.get(k, "not captured in this snapshot") for k in sorted(kinds - known)}

    return why(wanted), why(closed - wanted)


def _names(folders: set[str]) -> set[str]:
    return {model.kind_name(model.kinds()[folder]) for folder in folders}


def _kinds_of_parts(
    cls: type, stated: Plain, assertion: Assertion, path: str = ""
) -> Iterator[str]:
    """The kinds of the parts of which something is asserted, at any depth."""
    told = () if path else (*assertion.count, *assertion.unlisted)
    for field, part in model.children(cls).items():
        step = f"{path}{field}"
        absent = any(a == step or a.startswith(f"{step}/") for a in assertion.absent)
        if assertion.full or absent or field in stated or field in told:
            yield model.kind_name(part)
        for name, inner in stated.get(field, {}).items():
            yield from _kinds_of_parts(part, inner, assertion, f"{step}/{segment(name)}/")


def _findings(
    assertions: Mapping[str, Assertion], claimed: Mapping[str, Assertion], facts: Side
) -> Iterator[Change]:
    for key, assertion in claimed.items():
        thing = facts.objects.get(key)
        kind = model.kind_name(class_of(key))
        if thing is None:
            if assertion.exists:
                yield Change(object=key, kind=kind, action="removed", old=_bare(assertion))
        elif not assertion.exists:
            yield Change(object=key, kind=kind, action="added", new=_bare_fact(thing))
        else:
            yield from _of_object(key, thing, assertion)
    places = {place for told in of_domains(assertions).values() for place in told.unlisted}
    for key, thing in facts.objects.items():
        if key not in claimed and closing.closes(places, key):
            yield Change(
                object=key, kind=model.kind_name(type(thing)), action="added",
                new=_bare_fact(thing),
            )  # fmt: skip


def _bare(assertion: Assertion) -> Any:
    return assertion.is_ or None


def _bare_fact(thing: model.Object) -> Any:
    return model.listed(msgspec.to_builtins(thing))


def _of_object(key: str, thing: model.Object, assertion: Assertion) -> Iterator[Change]:
    cls = type(thing)
    fact = model.plain(thing)
    fields = {f: fact[f] for f in assertion.is_ if f not in model.children(cls)}
    expected = dict(assertion.is_)
    if assertion.full:
        expected = _filled(cls, expected)
        fields = {f: fact[f] for f in expected if f not in model.children(cls)}
    projected = {**fields, **_parts(cls, expected, fact, assertion)}
    for field in projected:
        expected.setdefault(field, {})
    for field, names in assertion.order.items():
        expected[field] = {name: expected[field][name] for name in names}
    yield from diff.compare(key, cls, expected, projected, ordered=bool(assertion.order))
    for field, number in assertion.count.items():
        if len(fact[field]) != number:
            yield Change(
                object=key, kind=model.kind_name(cls), field=f"{field}.count", action="changed",
                old=number, new=len(fact[field]),
            )  # fmt: skip


def _filled(cls: type, stated: Plain) -> Plain:
    """A map stated in full: what is not stated has the model's default."""
    inner = model.children(cls)
    full: Plain = {}
    for field, default in model.defaults(cls).items():
        if issubclass(cls, model.Object) and field in cls.KEY:
            continue
        if field in inner:
            full[field] = {
                name: _filled(inner[field], part) for name, part in stated.get(field, {}).items()
            }
        elif field in stated:
            full[field] = stated[field]
        elif default is not msgspec.NODEFAULT:
            full[field] = model.listed(msgspec.to_builtins(default))
    return full


def _parts(cls: type, expected: Plain, fact: Plain, assertion: Assertion, path: str = "") -> Plain:
    """The facts about parts, cut down to what is stated of them, and to what must not be there."""
    found: Plain = {}
    for field, part_cls in model.children(cls).items():
        closed = assertion.full or (not path and field in assertion.unlisted)
        prefix = f"{path}{field}"
        shown = {}
        for name, part in fact[field].items():
            step = f"{prefix}/{segment(name)}" if name else prefix
            wanted = expected.get(field, {}).get(name)
            if wanted is not None:
                shown[name] = {
                    **{f: part[f] for f in wanted if f not in model.children(part_cls)},
                    **_parts(part_cls, wanted, part, assertion, f"{step}/"),
                }
            elif closed or step in assertion.absent or prefix in assertion.absent:
                shown[name] = part
        if field in expected or shown:
            found[field] = shown
    return found


def _numbers(claimed: Mapping[str, Assertion], facts: Side) -> Numbers:
    expected = {k: a for k, a in claimed.items() if class_of(k) is model.Table and a.exists}
    found = {k: t for k, t in facts.objects.items() if isinstance(t, model.Table)}
    columns = {key: expected_columns(assertion) for key, assertion in expected.items()}
    known = [number for number in columns.values() if number is not None]
    return Numbers(
        expected=tuple(sorted(expected)),
        found=tuple(sorted(found)),
        missing=tuple(sorted(set(expected) - set(found))),
        unexpected=tuple(sorted(set(found) - set(expected))),
        columns_expected=sum(known) if known else None,
        columns_found=sum(len(table.columns) for table in found.values()),
        columns_counted=sum(
            len(table.columns) for key, table in found.items() if columns.get(key) is not None
        ),
        columns_unasserted=tuple(sorted(k for k, number in columns.items() if number is None)),
    )


def expected_columns(assertion: Assertion) -> int | None:
    """How many columns an assertion says a table has; None when it does not say."""
    if "columns" in assertion.count:
        return assertion.count["columns"]
    if assertion.full or "columns" in assertion.unlisted:
        return len(assertion.is_.get("columns", {}))
    return None
