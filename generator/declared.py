"""Renames that the expectation declares (`renamed_from`), where the facts still have the old name.

The facts are then judged under the new names, so that nothing is missing and unexpected at once:
that the name is another is the one finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from generator import folds, renames
from generator.changes import Change, Fold
from generator.language import gettext
from generator.names import Names
from generator.parting import part_path
from generator.side import Side
from snapshot import model
from snapshot.codec import key_of, readable, segment
from snapshot.records import Identity
from snapshot.store import Assertion


class Declared(msgspec.Struct, frozen=True):
    """The facts under the names that they are to have."""

    side: Side
    findings: tuple[Change, ...] = ()  # one for each name that is still the old one
    before: Mapping[str, model.Object] = {}  # the same objects as they are, by their new keys
    pairs: renames.Pairs = []  # old and new keys of those that have others

    def names(self, findings: Iterable[Change]) -> Names:
        """What every name of the expectation is called in the facts."""
        if not self.findings:
            return Names(moved=folds.moved(findings))
        back = [msgspec.structs.replace(f, old=f.new, new=f.old) for f in self.findings]
        found = _names_of(back, self.side.objects, self.before)
        found.moved.update(folds.moved(findings))
        return found


def apply(claimed: Mapping[str, Assertion], facts: Side) -> Declared:
    """Give the facts the new names, as far as they are not there and the old ones are."""
    claimed = _renamed(claimed, facts)
    if not claimed:
        return Declared(facts, before=facts.objects)
    before, identity = dict(facts.objects), dict(facts.identity)
    findings: list[Change] = []
    once: dict[str, str] = {}  # new key → the first one
    for key, old in _objects(claimed):
        if old in before and key not in before and key_of(_called(key, before[old])) == key:
            findings.append(Change(
                object=key, kind=model.kind_name(type(before[old])), action="renamed",
                old=readable(old), new=readable(key),
            ))  # fmt: skip
            for earlier, later in list(_moved(old, key, before)):
                before[later], once[later] = before.pop(earlier), once.pop(earlier, earlier)
                identity |= {later: identity.pop(earlier)} if earlier in identity else {}
    objects = {key: _called(key, thing) for key, thing in before.items()} if findings else before
    for key, assertion in claimed.items():
        if key in objects:
            for field, names in _inside(assertion, objects[key]).items():
                findings += _of_field(key, type(objects[key]), field, names)
                objects[key] = renames.with_names(objects[key], field, names)
                identity[key] = _numbered(identity.get(key, {}), field, names)
    if not findings:
        return Declared(facts, before=facts.objects)
    renamed = _names_of(findings, before, objects)
    if "not_null" in facts.coverage.captured:
        objects = {k: renames.with_not_nulls(before[k], now) for k, now in objects.items()}
    side = msgspec.structs.replace(
        facts, objects=dict(sorted(objects.items())), identity=identity, renamed=renamed
    )
    return Declared(side, tuple(findings), before, [(was, now) for now, was in once.items()])


def _renamed(claimed: Mapping[str, Assertion], facts: Side) -> Mapping[str, Assertion]:
    """What is said of objects that were renamed, or have parts that were."""
    keys = facts.memory.those("renamed", (claimed,), lambda key: claimed[key].renamed)
    return {key: claimed[key] for key in keys}


def _names_of(
    renamed: Iterable[Change], old: Mapping[str, model.Object], new: Mapping[str, model.Object]
) -> Names:
    """What the names in the texts of `old` are in `new`; both by the same keys."""
    inside = [change for change in renamed if change.part or change.field]
    found = folds.names_of(inside, old, new, renames.paired([(key, key) for key in old], True))
    for key in old:
        if key.startswith("schemas/") and old[key].name != new[key].name:
            found.schemas[old[key].name] = new[key].name
    return found


def _objects(claimed: Mapping[str, Assertion]) -> list[tuple[str, str]]:
    """New and old keys, the schemas first: what is in them moves with them."""
    found = [(key, told.renamed[""]) for key, told in claimed.items() if "" in told.renamed]
    return sorted(found, key=lambda pair: (not pair[0].startswith("schemas/"), pair))


def _moved(old: str, new: str, objects: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Old and new keys of an object, and of what is in it when it is a schema."""
    yield old, new
    if old.startswith("schemas/") and old.count("/") == 1:
        was, now = old.split("/")[1], new.split("/")[1]
        inside = (key for key in objects if key.startswith(f"{was}/") and key.count("/") == 2)
        yield from ((key, now + key[len(was) :]) for key in inside)


def _called(key: str, thing: model.Object) -> model.Object:
    """An object with the name, and the schema, that a key tells."""
    steps = [readable(step) for step in key.split("/")]
    rest = thing.identifier.removeprefix(thing.name)
    fields = {"name": steps[-1].removesuffix(rest)}
    if len(steps) == 3:
        fields["schema"] = steps[0]
    return thing if key_of(thing) == key else msgspec.structs.replace(thing, **fields)


def _inside(assertion: Assertion, thing: model.Object) -> dict[str, dict[str, str]]:
    """Field → old → new name, of parts and labels that still have the old one alone."""
    found: dict[str, dict[str, str]] = {}
    for field, new, old in _stated(assertion):
        there = _names(thing, field)
        if old in there and new not in there:
            found.setdefault(field, {})[old] = new
    return found


def _stated(assertion: Assertion) -> Iterator[tuple[str, str, str]]:
    """Field, new and old name of what an assertion says was renamed inside its object."""
    for path, old in assertion.renamed.items():
        field, _, step = path.partition("/")
        if step:
            yield field, next(n for n in assertion.is_[field] if segment(n) == step), old


def satisfied(
    claimed: Mapping[str, Assertion], facts: Mapping[str, model.Object]
) -> Iterator[tuple[str, str, str]]:
    """Key, part (`columns/email`, `labels/sad`) and old name of what is no longer called so."""
    for key, assertion in claimed.items():
        old = assertion.renamed.get("")
        if key in facts and old is not None and old not in facts:
            yield key, "", readable(old).rpartition("/")[2]
        for field, new, was in _stated(assertion):
            there = _names(facts[key], field) if key in facts else []
            if new in there and was not in there:
                yield key, f"{field}/{new}", was


def _names(thing: model.Object, field: str) -> list[str]:
    cls = model.children(type(thing)).get(field)
    return [getattr(each, cls.KEY) if cls else each for each in getattr(thing, field)]


def _of_field(
    key: str, cls: type[model.Object], field: str, names: Mapping[str, str]
) -> Iterator[Change]:
    part = model.children(cls).get(field)
    for old, new in names.items():
        yield Change(
            object=key, kind=model.kind_name(part or cls), action="renamed", old=old, new=new,
            part=part_path((field, new)) if part else "", field="" if part else field,
        )  # fmt: skip


def _numbered(numbers: Identity, field: str, names: Mapping[str, str]) -> Identity:
    """The server's numbers of an object under the new names."""
    told = numbers.get(field)
    return numbers | (
        {field: {names.get(n, n): number for n, number in told.items()}} if told else {}
    )


def not_nulls(
    findings: Iterable[Change], claimed: Mapping[str, Assertion]
) -> tuple[list[Change], list[Fold]]:
    """The findings, and the NOT NULLs that kept the name they gave themselves before a rename."""
    kept, folded = [], []
    for finding in findings:
        told = claimed[finding.object].renamed if finding.object in claimed else {}
        usual = [readable(told.get("", finding.object).rpartition("/")[2])]
        if (path := finding.part.rpartition("/")[0]) and told:
            usual.append(told.get(path, readable(path.rpartition("/")[2])))
        name = {"name": "_".join([*usual, "not_null"])}
        if told and (finding.kind, finding.field, finding.new) == ("not_null", "", name):
            folded.append(Fold(
                object=finding.object, part=finding.part, field="", old=finding.old,
                new=finding.new, rule="follows-rename",
            ))  # fmt: skip
        else:
            kept.append(finding)
    return kept, folded


def hinted(
    findings: Iterable[Change], claimed: Mapping[str, Assertion], facts: Side
) -> Iterator[Change]:
    """The findings; what is not expected and is the declared old name of a thing says so."""
    told: dict[tuple[str, str], str] = {}
    for key, assertion in _renamed(claimed, facts).items():
        if key in facts.objects and "" in assertion.renamed:
            told[assertion.renamed[""], ""] = readable(key)
        for field, new, old in _stated(assertion):
            if key in facts.objects and new in _names(facts.objects[key], field):
                told[key, part_path((field, old))] = new
    for finding in findings:
        heir = told.get((finding.object, finding.part)) if finding.action == "added" else None
        if heir is None:
            yield finding
        else:
            name = heir.split("/")[-1]
            perhaps = gettext(
                "it is declared as the old name of %(name)s, but both are there", name=name
            )
            yield msgspec.structs.replace(finding, perhaps=perhaps)
