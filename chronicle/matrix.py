"""`chronicle matrix`: what is configured, or any references, side by side."""

from __future__ import annotations

from argparse import Namespace

import msgspec

from chronicle import expecting, judging, own, refs, spell, take
from chronicle.config import Project
from chronicle.terminal import say
from generator.matrix import beside
from generator.matrix import matrix as compared
from generator.matrix.sources import Kept, Source, sources
from snapshot.errors import ChronicleError

_EXPECTED = "expected"


def matrix(project: Project, args: Namespace) -> int:
    """Without references all databases, as last recorded, and what was expected of them then."""
    found = _named(project, args.refs) if args.refs else sources(_kept(project))
    if sum(not source.missing for source in found) < 2:
        why = "".join(f"\n  {each.name}: {each.missing}" for each in found if each.missing)
        raise ChronicleError(f"there are not two to put side by side.{why}")
    told = compared(_in_its_words(project, found), project.config.severities)
    if args.format == "text":
        say(beside.text(told))
    else:
        print({"json": beside.json, "markdown": beside.markdown}[args.format](told), end="")
    return told.exit_code


def _kept(project: Project) -> list[Kept]:
    """What is recorded of every configured database."""
    names = list(project.config.databases)
    latest = {name: project.store(name).history.latest for name in names}
    found = {name: refs.at_record(project, name, e) for name, e in latest.items() if e}
    found = dict(zip(found, _spelled(project, list(found.values())), strict=True))
    kept = []
    for name in names:
        entries, entry = project.store(name).history.entries, latest[name]
        kept.append(Kept(
            name=name, origins=project.origins(name),
            last=entries[-1].header if entries else None, good=entry.header if entry else None,
            side=found[name].side if entry else None,
            told=judging.in_force(project, name, entry)[0] if entry else {},
        ))  # fmt: skip
    return kept


def _spelled(project: Project, found: list[refs.Resolved]) -> list[refs.Resolved]:
    """States with what it takes to tell any two of them in one major's words."""
    for old in range(len(found)):
        for new in range(old + 1, len(found)):
            found[old], found[new] = spell.prepared(project, found[old], found[new])
    spell.warn(*(each.side for each in found))
    return found


def _in_its_words(project: Project, found: list[Source]) -> list[Source]:
    """The states, with what the scratch server makes of expectations in somebody's own words."""
    settled = list(found)
    for told in (source.told for source in found if source.told is not None):
        for at, state in enumerate(settled):
            if state.side is None:
                continue
            facts = refs.Resolved(state.label, state.side, state.side.database)
            judged = judging.judge(project, facts, told, "", take.now())
            side = own.settled(project, judged, take.now()).found.side
            settled[at] = msgspec.structs.replace(state, side=side)
    return settled


def _named(project: Project, names: list[str]) -> list[Source]:
    """The references, in their order; an expectation as its files stand now."""
    told = {at: _expected(project, ref) for at, ref in enumerate(names) if _is_expected(ref)}
    states = [at for at in range(len(names)) if at not in told]
    resolved = _spelled(project, [refs.resolve(project, names[at]) for at in states])
    found = {
        at: _state(project, names[at], each) for at, each in zip(states, resolved, strict=True)
    }
    ordered = [(told | found)[at] for at in range(len(names))]
    twice = {each.name for each in ordered if [o.name for o in ordered].count(each.name) > 1}
    if twice:
        raise ChronicleError(f"{', '.join(sorted(twice))}: named twice; once is enough.")
    return ordered


def _is_expected(ref: str) -> bool:
    return ref.partition(":")[0] == _EXPECTED


def _expected(project: Project, ref: str) -> Source:
    """`expected` or `expected:production`, of this moment."""
    name = project.database(ref.partition(":")[2] or None)
    origin = project.origins(name).expected
    if origin is None:
        raise ChronicleError(
            f"expected:{name}: nothing is configured.\n"
            f"  Add `expected: expected/` to databases.{name}."
        )
    latest = project.store(name).history.latest
    facts = refs.at_record(project, name, latest).side.objects if latest else {}
    told = expecting.now(project, name, expecting.stated(project, name), facts)
    return Source(
        name=f"expected:{name}", label=f"expected:{name}", origin=origin, told=told.assertions,
        missing=(told.untold or "").split("\n")[0] or None,
    )  # fmt: skip


def _state(project: Project, ref: str, found: refs.Resolved) -> Source:
    name = ref if found.entry is not None else found.label
    origin = found.entry.id if found.entry is not None else name  # one record is one voice
    if found.database is not None and not found.dated and found.side.coverage.built:
        origin = project.origins(found.database).state
    return Source(name=name, label=found.label, origin=origin, side=found.side)
