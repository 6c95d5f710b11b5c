"""Domain files, brought to what a state has: every open finding is adopted where it is stated.

What nobody states stays so. What somebody decided (a thing that must not be there, an object that
no closed place demands) is changed only where it is named; else it is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec

from generator import declared, own, patterns, unsaid
from generator.adoption import Edit, edit
from generator.changes import Change
from generator.check import check
from generator.held import closed_by
from generator.side import Side
from generator.stating import Raw, Stated, shown
from snapshot import adopting, closing, model, naming
from snapshot.codec import readable
from snapshot.expectation import of_domains, of_objects
from snapshot.renaming import WORD
from snapshot.store import Assertion

_ROUNDS = 50  # some edits only show what is to be edited next: a part that a new kind brought


class Asked(msgspec.Struct, frozen=True):
    """What is to be updated, and how."""

    facts: Side
    target: Path  # the file of what no domain claims
    on: str  # the day by which waivers are judged
    named: Callable[[str], bool] | None = None  # by patterns; None for everything
    only: Path | None = None  # the one file to update
    level: str | None = None  # of what is new; as its neighbours where it is not told
    built: bool = False  # of SQL, which says nothing of owners
    beside: bool = False  # what no file states may be expected all the same: something builds it


class Line(msgspec.Struct, frozen=True):
    """One edit, as it is told."""

    file: Path
    text: str  # `~ tables.bills.columns.amount.type: integer → bigint`


class Updated(msgspec.Struct):
    """What came of it. `renamed`: keys of the files that got other names, by their steps."""

    files: dict[Path, Raw]
    lines: list[Line] = []
    renamed: list[tuple[Path, tuple[str, ...], str]] = []
    left: list[str] = []  # what is for somebody to decide, and how
    verdict: str = ""


Load = Callable[[Mapping[Path, Raw]], dict[str, Assertion]]


def update(files: Mapping[Path, Raw], load: Load, asked: Asked) -> Updated:
    """Adopt every finding, until none is left that may be. `load` gives the assertions."""
    work = _Work(dict(files), load, asked)
    work.satisfied()
    work.unclaimed()
    for _ in range(_ROUNDS):
        told = work.read()
        judged = check(told, asked.facts, on=asked.on)
        facts = declared.apply(of_objects(told), asked.facts).side.objects
        work.found.left.clear()
        done = [work.adopt(finding, facts, told) for finding in judged.findings]
        if not any(done):
            break
    else:
        work.found.left.append("no end was found: run it again, and look at what is edited")
    work.found.verdict = judged.verdict
    return work.found


class _Work:
    """The files as they become."""

    def __init__(self, files: dict[Path, Raw], load: Load, asked: Asked) -> None:
        self.found = Updated(files)
        self._load, self.asked = load, asked
        self.index: dict[str, tuple[Path, str, str]] = {}  # key → its file, kind and name there

    def read(self) -> Mapping[str, Assertion]:
        """The assertions of the files as they are now."""
        facts = self.asked.facts
        told = patterns.expanded(self._load(self.found.files), facts.objects)
        found = own.told(told, facts)
        self.index = {
            key: (path, *names)
            for path, raw in self.found.files.items()
            for key, names in naming.names(raw).items()
        }
        for key, stated in found.names.items():
            self.index[key] = self.index.pop(stated)
        return found.assertions

    def _stated(self, key: str) -> Stated | None:
        """Where a key is stated."""
        if key not in self.index:
            return None
        path, folder, name = self.index[key]
        return Stated(path, self.found.files[path], folder, name)

    def _say(self, path: Path, text: str) -> None:
        self.found.lines.append(Line(path, text))

    def satisfied(self) -> None:
        """Take out the declared renames that have come true."""
        told = of_objects(self.read())
        for key, part, old in declared.satisfied(told, self.asked.facts.objects):
            at = self._stated(key)
            if at is None or not self._mine(key, at.path):
                continue
            way = at.declaration(part)
            at.take_out(way)
            self._say(at.path, f"- {'.'.join(way)}: {old}")

    def _mine(self, key: str, path: Path | None) -> bool:
        asked = self.asked
        if asked.only is not None and path not in (asked.only, None):
            return False
        return asked.named is None or asked.named(key)

    def adopt(
        self, finding: Change, facts: Mapping[str, model.Object], told: Mapping[str, Assertion]
    ) -> bool:
        """Adopt one finding; whether anything was edited."""
        key = finding.object
        at = self._stated(key)
        if not self._mine(key, at.path if at else None):
            return False
        if self.asked.built and finding.field in unsaid.FIELDS:
            return False  # SQL says nothing of it: the file's word stays
        if at is None and key in told:
            why = "a pattern says so: change it, or state the thing by name"
            self.found.left.append(f"{readable(key)}: {why}")
            return False
        if at is None:
            if self.asked.beside and self.asked.named is None:
                return False
            self._new(facts[key], told)
            return True
        if why := self._decided(finding, told[key], told):
            self.found.left.append(f"{'.'.join([at.folder, at.name])}: {why}")
            return False
        if not told[key].exists:
            self._again(at, facts[key], told)
            return True
        made = edit(finding, facts, told[key])
        made = msgspec.structs.replace(made, path=at.steps(made.path))
        return self._done(at, made, finding, told[key].renamed.get(""))

    def _decided(self, finding: Change, about: Assertion, told: Mapping[str, Assertion]) -> str:
        """Why a finding is not adopted unless it is named; "" when it is."""
        key = finding.object
        if finding.kind == "schema" and finding.action == "renamed":
            return "its declared rename is not there yet: wait for it, or take it out by hand"
        if self.asked.named is not None:
            return ""
        places = closed_by(of_domains(told))
        gone = finding.action == "removed" and not finding.part
        if gone and not closing.closes(places, key):
            return "is gone, and nothing says that the files list all: name it to take it out"
        forbidden = not about.exists or any(
            finding.part == path or finding.part.startswith(f"{path}/") for path in about.absent
        )
        if finding.action == "added" and forbidden:
            part = f" {finding.part}" if finding.part else ""
            return f"`null` says that it must not be there, and{part} is: name it to state it"
        return ""

    def _rename(self, at: Stated, made: Edit, finding: Change, old: str | None) -> None:
        """Call something again what it still is called; `old` is the key when it is an object."""
        name = made.name
        if finding.field:
            at.relabel(made.path, name)
        else:
            at.take_out((*made.path, WORD))
            if not finding.part and old is not None:
                name = Stated.new(at.path, at.raw, self.asked.facts.objects[old]).name
                self.index[finding.object] = (at.path, at.folder, name)
            self.found.renamed.append((at.path, made.path, name))
            at.rename(made.path, name)
        self._say(at.path, f"~ {'.'.join(made.path)}: still called {name}")

    def _done(self, at: Stated, made: Edit, finding: Change, old: str | None) -> bool:
        way = ".".join(made.path)
        if made.action == "rename":
            self._rename(at, made, finding, old)
            return True
        before = at.value(made.path)
        if made.action == "take out":
            if not at.take_out(made.path):
                return False
            self._say(at.path, f"- {way}")
            return True
        if not at.state(made):
            return False
        if finding.field.endswith(".order"):
            self._say(at.path, f"~ {way}: in the order {', '.join(made.order)}")
        elif before is None:
            self._say(at.path, f"+ {way}")
        else:
            self._say(at.path, f"~ {way}{shown(before, at.value(made.path))}")
        return True

    def _new(self, thing: model.Object, told: Mapping[str, Assertion]) -> None:
        """State what nobody states, in the target."""
        path = self.asked.target
        raw = self.found.files.setdefault(path, {"domain": path.stem})
        at = Stated.new(path, raw, thing)
        self._put(at, thing, told)
        self._say(path, f"+ {at.folder}.{at.name}")

    def _again(self, at: Stated, thing: model.Object, told: Mapping[str, Assertion]) -> None:
        """State what was said not to be there."""
        self._put(at, thing, told)
        self._say(at.path, f"~ {at.folder}.{at.name}: null → as it is")

    def _put(self, at: Stated, thing: model.Object, told: Mapping[str, Assertion]) -> None:
        here = [key for key, (path, *_) in self.index.items() if path == at.path]
        level = self.asked.level or level_of(
            (told[key] for key in here if key.split("/")[-2] == at.folder and key in told),
            (told[key] for key in here if key in told),
            (told[key] for key in of_objects(told)),
        )
        coverage = self.asked.facts.coverage
        without = unsaid.FIELDS if self.asked.built else ()
        at.put(adopting.stated(thing, level, coverage.not_permitted.keys(), without))

    def unclaimed(self) -> None:
        """State what is named and nobody states, a finding or not."""
        told = self.read()
        known = {*self.index, *(each.renamed.get("") for each in told.values())}
        for key, thing in self.asked.facts.objects.items():
            mine = self.asked.named is not None and self.asked.named(key)
            if mine and key not in known and not key.startswith("databases/"):
                self._new(thing, told)


def level_of(*groups: Iterable[Assertion]) -> str:
    """As most of the neighbours are stated, the nearest first that there are."""
    for group in groups:
        levels = Counter(_level(each) for each in group if each.exists)
        if levels:
            return max(("full", "counts", "names"), key=lambda level: levels[level])
    return "full"


def _level(told: Assertion) -> str:
    return "full" if told.full else "counts" if "columns" in told.count else "names"
