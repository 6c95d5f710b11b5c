"""`chronicle expect`: adopt what a reference has, as a domain file of the expectation."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from chronicle import refs
from chronicle.config import Project
from generator import formats, unsaid
from snapshot import adopting, expectation, model
from snapshot.codec import key_of, qualified, readable
from snapshot.errors import ChronicleError
from snapshot.files import write_text

_RESERVED = ("waivers",)


def expect(project: Project, args: Namespace) -> int:
    """Write a domain file that states what a reference has and no other domain claims.

    Without patterns it closes the schemas and the database too: whatever comes later is a finding.
    """
    _check_name(args.domain)
    found = refs.resolve(project, args.ref)
    name = project.database(args.database or found.database)
    folder = project.expected(name) or project.root / "expected"
    path = folder / f"{args.domain}.yml"
    if path.exists() and not args.replace:
        raise ChronicleError(
            f"{project.shown(path)} is there already.\n"
            "  --replace writes it anew (its comments are lost); --domain NAME writes another."
        )
    things = _unclaimed(found, folder, args.domain, args.only)
    whole = () if args.only else _schemas(found.side.objects.values())
    unread = found.side.coverage.not_permitted
    text = adopting.text_of_domain(
        args.domain, things, args.level, whole=whole, unread=unread.keys(),
        unsaid=unsaid.FIELDS if found.built else (),
    )  # fmt: skip
    write_text(path, text)
    number = formats.many(len(things), "object")
    print(f"{project.shown(path)}: {number} of {found.label}, stated in {args.level}")
    if project.config.databases[name].expected is None:
        print(f"next: add `expected: {folder.name}/` to databases.{name} in chronicle.yml")
    return 0


def _check_name(domain: str) -> None:
    if not re.fullmatch(r"[a-z0-9_-]+", domain):
        raise ChronicleError(
            f"--domain {domain}: a name of a-z, 0-9, - and _ is due: it is a file's.\n"
            "  `domain:` in the file may then say any other."
        )
    if domain in _RESERVED:
        raise ChronicleError(f"--domain {domain}: this name is kept for waivers. Take another.")


def _unclaimed(
    found: refs.Resolved, folder: Path, domain: str, only: list[str]
) -> list[model.Object]:
    """What is to be stated: of the reference, by the patterns, and of no other domain."""
    objects = {k: t for k, t in found.side.objects.items() if not k.startswith("databases/")}
    for pattern in only:
        if not any(_matches(thing, pattern) for thing in objects.values()):
            raise ChronicleError(
                f"{pattern}: nothing in {found.label} matches it.\n"
                "  A pattern is `schema.name`, an exact name or a key; `chronicle show` has them."
            )
    claimed = expectation.load(folder) if folder.is_dir() else {}
    others = {key for key, told in claimed.items() if told.domain != domain}
    things = [
        thing for key, thing in objects.items()
        if key not in others and (not only or any(_matches(thing, p) for p in only))
    ]  # fmt: skip
    if not things:
        what = "other domains claim it all" if objects else "it has no objects"
        raise ChronicleError(f"{found.label}: nothing is left to state; {what}.")
    return things


def _matches(thing: model.Object, pattern: str) -> bool:
    key = key_of(thing)
    names = (qualified(thing), key, readable(key))
    return pattern in (*names, thing.identifier) or any(fnmatchcase(n, pattern) for n in names)


def _schemas(things: Iterable[model.Object]) -> set[str]:
    return {
        thing.name if isinstance(thing, model.Schema) else getattr(thing, "schema", None)
        for thing in things
        if isinstance(thing, model.Schema) or model.lives_in_schema(model.folder_of(type(thing)))
    } - {None}  # type: ignore[return-value]
