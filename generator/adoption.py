"""The edit of a domain file that adopts a fact: where it goes, and what is to stand there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from generator.changes import Change
from generator.language import gettext
from generator.numbers import class_of
from generator.ways import Adoption
from snapshot import adopting, model, places, yamlfile
from snapshot.codec import readable
from snapshot.store import Assertion


class Edit(msgspec.Struct, frozen=True):
    """One edit of what a domain file says, by its steps from the top."""

    action: Literal["state", "take out", "rename"]
    path: tuple[str, ...]
    value: Any = None  # what is to stand there
    after: str | None = None  # the column before it, where their order is stated
    name: str = ""  # the one that a declared rename takes away
    order: tuple[str, ...] = ()  # as the facts have it, of what stands there or beside it


def edit(finding: Change, facts: Mapping[str, model.Object], told: Assertion | None) -> Edit:
    """The edit after which a finding is none. `told`: what is asserted of its object."""
    key = finding.object
    thing = facts.get(key)
    plain = model.plain(thing) if thing else {}
    path = [key.split("/")[-2], adopting.written(thing) if thing else _name(key)]
    if finding.field == "claimed":
        return Edit("state", tuple(path), {})
    steps = _steps(finding, plain, told)
    path += [step for step in steps if step]
    if finding.action == "renamed":
        path += [str(finding.new)] if finding.field else []  # a label
        return Edit("rename", tuple(path), name=str(finding.old).rpartition("/")[2])
    if thing is None or finding.action == "removed":
        return Edit("take out", tuple(path))
    stated = adopting.stated(thing, "full")
    if finding.field.endswith(".count"):
        return Edit("state", tuple(path), finding.new)
    if told and told.full and finding.action == "changed" and _is_default(stated, steps):
        return Edit("take out", tuple(path))
    after = _before(thing, plain, steps) if told and told.order else None
    ordered = steps and steps[0] in plain and _is_ordered(type(thing), steps[0])
    order = tuple(plain[steps[0]]) if ordered and len(steps) < 3 else ()
    return Edit("state", tuple(path), _found(stated, plain, steps), after, order=order)


def adoption(
    finding: Change, facts: Mapping[str, model.Object], assertions: Mapping[str, Assertion],
    files: Mapping[str, str],
) -> Adoption:  # fmt: skip
    """The same for people. `files`: domain → its file, as it is named now."""
    told = assertions.get(finding.object)
    made = edit(finding, facts, told)
    file = files.get(told.domain) or _untold(told.domain) if told else None
    source = None
    if told and told.source is not None and not _of_yaml(told, finding, facts):
        source = told.source
    if source or finding.field == "claimed":
        file = None
    at = ".".join(made.path)
    if made.action == "rename":
        return Adoption(file, "rename", at, name=made.name)
    if made.action == "take out":
        return Adoption(file, "take out", at, source=source)
    value = made.value
    for step in reversed(made.path):
        value = {step: value}
    source = None if finding.field == "claimed" else source
    return Adoption(file, "state", at, made.after, yamlfile.dump(value), source=source)


def _untold(domain: str) -> str:
    return gettext("the file of the domain %(domain)s", domain=domain)


def _steps(finding: Change, plain: dict[str, Any], told: Assertion | None) -> list[str]:
    """The place of a finding inside its object: fields and names by turns."""
    cls = class_of(finding.object)
    steps = places.steps(cls, finding.part, plain, told.is_ if told else {})
    return steps + (finding.field.split(".")[:1] if finding.field else [])


def _of_yaml(told: Assertion, finding: Change, facts: Mapping[str, model.Object]) -> bool:
    """Whether it is YAML that says so, and not what builds the rest: that cannot say it."""
    thing = facts.get(finding.object)
    steps = _steps(finding, model.plain(thing) if thing else {}, told)
    here = f"{finding.part or finding.field}/"
    if any(step in told.unasserted for step in steps):
        return True
    if any(here.startswith(f"{path}/") for path in told.absent):
        return True
    found: Any = told.by_name
    for step in steps:
        found = found.get(step) if isinstance(found, dict) else None
    return bool(steps) and found is not None


def _is_default(stated: Any, steps: list[str]) -> bool:
    """Whether a field need not be stated where all are: what is not, has its default."""
    *way, field = steps or [""]
    for step in way:
        stated = stated.get(step, {}) if step and isinstance(stated, dict) else stated
    return bool(field) and isinstance(stated, dict) and field not in stated


def _found(stated: Any, plain: dict[str, Any], steps: list[str]) -> Any:
    """What the facts have at a place, as a domain file states it; a default is written out."""
    found: Any = plain
    for step in steps:
        stated = stated.get(step) if step and isinstance(stated, dict) else stated
        found = found[step]
    return found if stated is None else stated


def _is_ordered(cls: type, field: str) -> bool:
    part = model.children(cls).get(field)
    return part is not None and part.ORDERED


def _before(thing: model.Object, plain: dict[str, Any], steps: list[str]) -> str | None:
    """The sibling that a part comes after, where their order matters."""
    if len(steps) != 2 or not _is_ordered(type(thing), steps[0]):
        return None
    names = [*plain[steps[0]]]
    return dict(zip(names[1:], names, strict=False)).get(steps[1])


def _name(key: str) -> str:
    """The name of an object that is not there, as the files have it."""
    steps = [readable(step) for step in key.split("/")]
    return steps[-1] if len(steps) < 3 or steps[0] == "public" else f"{steps[0]}.{steps[-1]}"
