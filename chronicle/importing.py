"""`chronicle import-report`: a hand-written report, read, each claim judged; kept, or adopted."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from pathlib import Path

from chronicle import refs
from chronicle.config import Project
from chronicle.terminal import say
from generator.claims import Judgement, claimtexts, judge
from generator.claims.stated import Stated, full, table_key
from generator.markdown import tame
from snapshot import adopting, claims, expectation
from snapshot.claims import Report, claiming
from snapshot.errors import ChronicleError
from snapshot.files import write_text

_ALL = "main"  # the domain of tables that no domain lists


def import_report(project: Project, args: Namespace) -> int:
    """Exit code 0 when nothing is contradicted, 1 when something is."""
    report = claiming.read(args.file)
    against = refs.resolve(project, args.against) if args.against else None
    name = project.database(args.database or (against.database if against else None))
    found = judged(project, name, report, against)
    files = _expected(project, name, report) if args.expected else {}
    if args.format == "text":
        say(claimtexts.text(found))
    else:
        form = {"json": claimtexts.json, "markdown": claimtexts.markdown}[args.format]
        print(form(found), end="")
    told = [_written(project, path, text) for path, text in files.items()]
    if args.keep:
        kept = claims.keep(project.store(name).claims, report)
        told.append(f"kept: {project.shown(kept)}, a claim and not a capture")
    for line in told:
        print(line, file=sys.stdout if args.format == "text" else sys.stderr)
    return 1 if found.of("contradicted") else 0


def judged(
    project: Project, name: str, report: Report, against: refs.Resolved | None = None
) -> Judgement:
    """Held against what was named, else against the snapshot of its date."""
    if against is not None:
        return judge(report, against.side, against.label, "as asked for")
    entry = claims.in_force(project.store(name).history, report.date)
    found = refs.at_record(project, name, entry) if entry else None
    return judge(report, found.side if found else None, found.label if found else None)


def _written(project: Project, path: Path, text: str) -> str:
    write_text(path, text)
    return f"written: {project.shown(path)}"


def _expected(project: Project, name: str, report: Report) -> dict[Path, str]:
    """Path → text of a file for each domain. Raises when one is there, or a table is stated."""
    folder = project.expected(name) or project.root / "expected"
    files: dict[Path, str] = {}
    for domain, tables in _tables(report).items():
        stem = re.sub(r"[^a-z0-9_-]+", "-", domain.lower()).strip("-") or "domain"
        stem = f"{stem}-tables" if stem == "waivers" else stem
        path = folder / f"{stem}.yml"
        if path in files:
            raise ChronicleError(f"{path.name}: two domains of the report would be in this file.")
        files[path] = adopting.text_of_counts(domain, tables)
    there = [project.shown(path) for path in files if path.exists()]
    if there:
        raise ChronicleError(
            f"{', '.join(there)}: there already; nothing was written.\n"
            "  Move them away, or compare without --expected."
        )
    _check_unclaimed(folder, report)
    return files


def _check_unclaimed(folder: Path, report: Report) -> None:
    told = expectation.load(folder) if folder.is_dir() else {}
    names = [name for tables in _tables(report).values() for name in tables]
    odd = [name for name in names if not re.fullmatch(r"[\w$]+(?:\.[\w$]+)?", name)]
    if odd:
        raise ChronicleError(
            f"{', '.join(map(tame, odd[:6]))}: a file of a domain would take this for something "
            "else; nothing was written.\n  State such a table by hand."
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    stated = [name for name in names if table_key(name) in told]
    if twice or stated:
        what = f"in two domains: {', '.join(twice)}" if twice else (
            f"stated in {folder.name}/ already: {', '.join(stated[:6])}"
        )  # fmt: skip
        raise ChronicleError(f"{what}; nothing was written.\n  A table is stated once.")


def _tables(report: Report) -> dict[str, dict[str, int | None]]:
    """Domain → table → its number of columns where the report says it."""
    stated = Stated(report, None)
    columns = {full(row.name): row.columns for row in stated.counted}
    domains = {name: tuple(names) for name, names in stated.domains.items()}
    listed = {full(name) for names in domains.values() for name in names}
    rest = tuple(name for key, name in stated.expected.items() if key not in listed)
    if rest:
        domains[_ALL] = (*domains.get(_ALL, ()), *rest)
    if not domains:
        raise ChronicleError("the report names no table: there is nothing to write.")
    return {
        domain: {name: columns.get(full(name)) for name in names}
        for domain, names in domains.items()
    }
