"""The edit of a domain file that adopts a fact: where it goes, and what is to stand there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.changes import Change
from generator.numbers import class_of
from generator.ways import Adoption
from snapshot import adopting, model, places, yamlfile
from snapshot.codec import readable
from snapshot.store import Assertion


def adoption(
    finding: Change, facts: Mapping[str, model.Object], assertions: Mapping[str, Assertion],
    files: Mapping[str, str],
) -> Adoption:  # fmt: skip
    """The edit after which a finding is none. `files`: domain → its file, as it is named now."""
    key = finding.object
    thing, told = facts.get(key), assertions.get(key)
    plain = model.plain(thing) if thing else {}
    steps = places.steps(class_of(key), finding.part, plain, told.is_ if told else {})
    steps += finding.field.split(".")[:1] if finding.field else []
    path = [key.split("/")[-2], adopting.written(thing) if thing else _name(key)]
    if finding.field == "claimed":
        return Adoption(None, "state", ".".join(path), yaml=yamlfile.dump({path[0]: {path[1]: {}}}))
    file = files.get(told.domain, f"the file of the domain {told.domain}") if told else None
    source = told.source if told and not _of_yaml(told, finding, steps) else None
    file = None if source else file
    path += [step for step in steps if step]
    at = ".".join(path)
    if finding.action == "renamed":
        at = f"{at}.{finding.new}" if finding.field else at  # a label
        return Adoption(file, "rename", at, name=str(finding.old).rpartition("/")[2])
    if thing is None or finding.action == "removed":
        return Adoption(file, "take out", at, source=source)
    value = finding.new if finding.field.endswith(".count") else _found(thing, plain, steps)
    for step in reversed(path):
        value = {step: value}
    after = _before(thing, plain, steps) if told and told.order else None
    return Adoption(file, "state", at, after, yamlfile.dump(value), source=source)


def _of_yaml(told: Assertion, finding: Change, steps: list[str]) -> bool:
    """Whether it is YAML that says so, and not what builds the rest: that cannot say it."""
    here = f"{finding.part or finding.field}/"
    return any(step in told.unasserted for step in steps) or any(
        here.startswith(f"{path}/") for path in told.absent
    )


def _found(thing: model.Object, plain: dict[str, Any], steps: list[str]) -> Any:
    """What the facts have at a place, as a domain file states it; a default is written out."""
    stated: Any = adopting.stated(thing, "full")
    found: Any = plain
    for step in steps:
        stated = stated.get(step) if step and isinstance(stated, dict) else stated
        found = found[step]
    return found if stated is None else stated


def _before(thing: model.Object, plain: dict[str, Any], steps: list[str]) -> str | None:
    """The sibling that a part comes after, where their order matters."""
    if len(steps) != 2 or not model.children(type(thing))[steps[0]].ORDERED:
        return None
    names = [*plain[steps[0]]]
    return dict(zip(names[1:], names, strict=False)).get(steps[1])


def _name(key: str) -> str:
    """The name of an object that is not there, as the files have it."""
    steps = [readable(step) for step in key.split("/")]
    return steps[-1] if len(steps) < 3 or steps[0] == "public" else f"{steps[0]}.{steps[-1]}"
