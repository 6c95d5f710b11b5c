"""What a missing thing may be called in the facts: a hint beside the finding, never paired by.

By the rules of `generator.evidence`, on what the expectation states, which may be little. A name is
mentioned when nothing else could be meant, either way; the evidence is weak all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from generator import evidence
from generator.changes import Change
from generator.language import gettext, words
from generator.side import Side
from snapshot import model
from snapshot.codec import readable, segment
from snapshot.store import Assertion

Plain = dict[str, Any]
Place = tuple[str, str]  # key of the object, path of the part
_TEXTS = ("body", "definition")


def noted(
    findings: Iterable[Change], claimed: Mapping[str, Assertion], facts: Side,
    unasserted: Iterable[str],
) -> Iterator[Change]:  # fmt: skip
    """The findings; what is missing, and what is there for it, say so of each other.

    `unasserted`: the keys of the facts of which nothing is claimed.
    """
    findings = list(findings)
    lacking = [f for f in findings if f.action == "removed" and not f.field]
    near = {
        (f.object, f.part): found
        for f in lacking
        if (found := list(_near(f, claimed[f.object], facts, unasserted)))
    }
    every = [place for found in near.values() for place, _ in found]
    told: dict[tuple[str, Place], str] = {}
    for place, found in near.items():
        (other, reason), *more = found
        if not more and every.count(other) == 1:
            told["removed", place] = gettext(
                "it may be %(name)s, which nobody states: %(why)s", name=_name(other), why=reason
            )
            told["added", other] = gettext(
                "it may be %(name)s, which is missing: %(why)s", name=_name(place), why=reason
            )
    for finding in findings:
        perhaps = told.get((finding.action, (finding.object, finding.part)), "")
        if finding.field:
            perhaps = _of_names(finding, facts)
        yield msgspec.structs.replace(finding, perhaps=perhaps) if perhaps else finding


def _name(place: Place) -> str:
    return readable((place[1] or place[0]).rpartition("/")[2])


def _near(
    finding: Change, assertion: Assertion, facts: Side, unasserted: Iterable[str]
) -> Iterator[tuple[Place, str]]:
    """What nobody states, and has all that is stated of what is missing; with the reason."""
    if finding.part:
        yield from _parts(finding, assertion, facts.objects[finding.object])
        return
    for key in unasserted:
        thing = facts.objects[key]
        same_kind = model.kind_name(type(thing)) == finding.kind
        if same_kind and (reason := _alike(assertion.is_, thing)):
            yield (key, ""), reason


def _parts(
    finding: Change, assertion: Assertion, thing: model.Object
) -> Iterator[tuple[Place, str]]:
    """Parts of the same object: of what has a name that nothing else tells it from."""
    field, _, step = finding.part.partition("/")
    cls = model.children(type(thing)).get(field)
    if cls is None or cls.KEY != "name" or not step or "/" in step:
        return
    every = assertion.is_[field]
    stated = next(told for name, told in every.items() if segment(name) == step)
    fields = {f: value for f, value in stated.items() if f not in model.children(cls)}
    bare = model.defaults(cls)
    telling = "type" in fields if cls.ORDERED else any(v != bare[f] for f, v in fields.items())
    for name, part in model.plain(thing)[field].items() if telling else ():
        if name not in every and all(part[f] == value for f, value in fields.items()):
            alone = [*fields] == ["type"]
            reason = gettext("the same type") if alone else gettext("the same definition")
            yield (finding.object, f"{field}/{segment(name)}"), reason


def _alike(stated: Plain, thing: model.Object) -> str:
    """Why an object may be the one that is stated under another name; "" where nothing says so."""
    own = "columns" in model.children(type(thing))  # of statistics they are mere names
    told = stated.get("columns", {}) if own else {}
    columns = {(name, column.get("type")) for name, column in told.items()}
    there = {(c.name, c.type) for c in getattr(thing, "columns", ())} if told else set()
    share = len(columns & there) / len(columns) if columns else 0
    if len(columns) >= evidence.TELLING and share >= evidence.NEAR:
        percent = f"{share * 100:.0f}"
        return gettext("%(share)s%% of the stated columns are the same", share=percent)
    plain = model.listed(msgspec.to_builtins(thing))
    for field in _TEXTS:
        text = stated.get(field)
        if text and text == plain.get(field) and len("".join(text)) > evidence.TELLING_TEXT:
            return gettext("the same %(field)s", field=words(field))
    labels = stated.get("labels", ())
    alike = labels == plain.get("labels") and len(labels) >= evidence.TELLING
    return gettext("the same labels") if alike else ""


def _of_names(finding: Change, facts: Side) -> str:
    """What labels that are missing may be called."""
    thing = facts.objects.get(finding.object)
    if thing is None or finding.field not in type(thing).NUMBERED or finding.action != "changed":
        return ""
    was, now = ({finding.field: value} for value in (finding.old, finding.new))
    guesses = evidence.names(type(thing), was, now, ()).get(finding.field, ())
    return "; ".join(
        gettext("%(old)s may be %(new)s: %(why)s", old=g.old, new=g.new, why=g.evidence.reason)
        for g in guesses
    )
