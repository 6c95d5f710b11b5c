"""`chronicle expect`: adopt what a reference has, in the domain files of the expectation."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from chronicle import expecting, judging, own, refs, spell, take
from chronicle.config import Project
from generator import formats, unsaid
from generator.stating import Raw
from generator.updating import Asked, Updated, update
from snapshot import adopting, expectation, model, waivers, yamledit, yamlfile
from snapshot.codec import qualified, readable
from snapshot.errors import ChronicleError
from snapshot.files import write_text
from snapshot.store import Assertion
from snapshot.yamlvalues import copied

_RESERVED = ("waivers",)
_MAIN = "main"


def expect(project: Project, args: Namespace) -> int:
    """Update the domain files in place, or write one that was not there."""
    domain = _MAIN if args.domain is None else args.domain
    _check_name(domain)
    found = refs.resolve(project, args.ref)
    name = project.database(args.database or found.database)
    folder = project.expected(name) or project.root / "expected"
    path = folder / f"{domain}.yml"
    if not args.replace and (path.exists() or (args.domain is None and _domains(folder))):
        return _update(project, args, name, spell.for_check(project, found), path)
    if project.source(name) is not None and project.expected(name) is None:
        raise ChronicleError(
            f"{name}: `{_label(project, name)}` builds what is expected, and no YAML is read.\n"
            f"  Add `domains: {folder.name}/` to databases.{name}.expected in chronicle.yml first."
        )
    _write(project, args, found, path)
    if project.config.databases[name].expected is None:
        print(f"next: add `expected: {folder.name}/` to databases.{name} in chronicle.yml")
    return 0


def _domains(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.yml")) if path.name != waivers.FILE]


def _write(project: Project, args: Namespace, found: refs.Resolved, path: Path) -> None:
    """Write a domain file that states what a reference has and no other domain claims.

    Without patterns it closes the schemas and the database too: whatever comes later is a finding.
    """
    level = args.level or "full"
    things = _unclaimed(found, path, args.only)
    whole = () if args.only else _schemas(found.side.objects.values())
    unread = found.side.coverage.not_permitted
    text = adopting.text_of_domain(
        path.stem, things, level, whole=whole, unread=unread.keys(),
        unsaid=unsaid.FIELDS if found.side.coverage.built else (),
    )  # fmt: skip
    write_text(path, text)
    number = formats.many(len(things), "object")
    print(f"{project.shown(path)}: {number} of {found.label}, stated in {level}")


def _update(
    project: Project, args: Namespace, name: str, found: refs.Resolved, target: Path
) -> int:  # fmt: skip
    """Adopt the findings into the files that state their objects; the rest into the target."""
    expectation.load(target.parent)  # what is broken is told before anything else
    texts = {path: yamlfile.read(path) for path in _domains(target.parent)}
    raws = {path: copied(yamlfile.parse(text, path)) for path, text in texts.items()}
    told = waivers.load(target.parent / waivers.FILE) if _waived(target.parent) else {}

    def load(files: Mapping[Path, Raw]) -> dict[str, Assertion]:
        return expectation.load_files(files, lambda path: files[path]) | told

    now, stated = take.now(), load(raws)
    judged = judging.judge(project, found, stated, "", now)
    found = own.settled(project, judged, now).found
    claimed = expectation.of_objects(stated)
    asked = Asked(
        found.side, target, now, _named(found, claimed, args.only),
        only=target if args.domain is not None else None, level=args.level,
        built=found.side.coverage.built is not None, beside=project.source(name) is not None,
    )  # fmt: skip
    done = update({path: copied(raw) for path, raw in raws.items()}, load, asked)
    _save(project, texts, done)
    _tell(project, found, done)
    verdict = _over_build(project, name, found, now) if asked.beside else done.verdict
    print(f"verdict now: {verdict}")
    return 1 if done.left or (asked.beside and verdict != "in sync") else 0


def _over_build(project: Project, name: str, found: refs.Resolved, on: str) -> str:
    """The verdict of YAML over what is built: most of it is not for YAML to adopt."""
    yaml = expecting.stated(project, name)
    told = expecting.now(project, name, yaml, found.side.objects)
    judged = judging.judge(project, found, told.assertions or {}, "", on, told.untold)
    check = own.settled(project, judged, on).check
    for finding in check.findings:
        if finding.domain is None or finding.object in (told.assertions or {}):
            print(f"not adopted: {finding.sentence} Change what `{_label(project, name)}` makes.")
    return check.verdict


def _label(project: Project, name: str) -> str:
    source = project.source(name)
    return source.label if source else ""


def _waived(folder: Path) -> bool:
    return (folder / waivers.FILE).is_file()


def _save(project: Project, texts: Mapping[Path, str], done: Updated) -> None:
    """Write what is another now, once every text is made and no file was touched meanwhile."""
    made: dict[Path, str] = {}
    for path, raw in done.files.items():
        text = texts.get(path, "")
        for at, way, name in done.renamed:
            text = yamledit.renamed(text, way, name, path) if at == path else text
        made[path] = yamledit.edited(text, raw, path)
    for path, text in texts.items():
        if not path.is_file() or yamlfile.read(path) != text:
            raise ChronicleError(
                f"{project.shown(path)}: changed meanwhile.\n  Nothing was written: run it again."
            )
    for path, text in made.items():
        if text != texts.get(path):
            write_text(path, text)


def _tell(project: Project, found: refs.Resolved, done: Updated) -> None:
    """Each edit on a line of its own, by files; then what is left, and why."""
    for path in dict.fromkeys(line.file for line in done.lines):
        print(f"{project.shown(path)}:")
        for line in done.lines:
            if line.file == path:
                print(f"  {line.text}")
    if not done.lines:
        print(f"nothing to adopt from {found.label}")
    for why in done.left:
        print(f"not adopted: {why}")


def _named(
    found: refs.Resolved, claimed: Mapping[str, Assertion], only: list[str]
) -> Callable[[str], bool] | None:
    """Whether a key is named by the patterns; each must match what there is, or is stated."""
    if not only:
        return None
    objects = found.side.objects
    keys = {*objects, *claimed}
    hits = {key for key in keys for p in only if _fits(key, objects.get(key), p)}
    for pattern in only:
        if not any(_fits(key, objects.get(key), pattern) for key in keys):
            raise _matches_nothing(pattern, found)
    return lambda key: key in hits


def _matches_nothing(pattern: str, found: refs.Resolved) -> ChronicleError:
    return ChronicleError(
        f"{pattern}: nothing in {found.label} matches it.\n"
        "  A pattern is `schema.name`, an exact name or a key; `chronicle show` has them."
    )


def _check_name(domain: str) -> None:
    if not re.fullmatch(r"[a-z0-9_-]+", domain):
        raise ChronicleError(
            f"--domain {domain}: a name of a-z, 0-9, - and _ is due: it is a file's.\n"
            "  `domain:` in the file may then say any other."
        )
    if domain in _RESERVED:
        raise ChronicleError(f"--domain {domain}: this name is kept for waivers. Take another.")


def _unclaimed(found: refs.Resolved, path: Path, only: list[str]) -> list[model.Object]:
    """What is to be stated: of the reference, by the patterns, and of no other domain."""
    objects = {k: t for k, t in found.side.objects.items() if not k.startswith("databases/")}
    for pattern in only:
        if not any(_fits(key, thing, pattern) for key, thing in objects.items()):
            raise _matches_nothing(pattern, found)
    others = expectation.load_files(p for p in _domains(path.parent) if p != path)
    things = [
        thing for key, thing in objects.items()
        if key not in others and (not only or any(_fits(key, thing, p) for p in only))
    ]  # fmt: skip
    if not things:
        what = "other domains claim it all" if objects else "it has no objects"
        raise ChronicleError(f"{found.label}: nothing is left to state; {what}.")
    return things


def _fits(key: str, thing: model.Object | None, pattern: str) -> bool:
    """Whether a pattern names a key, of what is there or only stated."""
    told = readable(key)
    steps = told.split("/")
    names = [key, told, qualified(thing) if thing else ".".join([*steps[:-2], steps[-1]])]
    exact = thing.identifier if thing else steps[-1]
    return pattern in (*names, exact) or any(fnmatchcase(name, pattern) for name in names)


def _schemas(things: Iterable[model.Object]) -> set[str]:
    return {
        thing.name if isinstance(thing, model.Schema) else getattr(thing, "schema", None)
        for thing in things
        if isinstance(thing, model.Schema) or model.lives_in_schema(model.folder_of(type(thing)))
    } - {None}  # type: ignore[return-value]
