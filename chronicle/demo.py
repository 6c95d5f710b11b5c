"""The example, run for real: every deploy on an embedded PostgreSQL, every snapshot taken again.

The records that are committed are proven by their state digests; they are never rewritten, since
their identities belong to the server that they were first taken from. `--update` starts anew.
One snapshot fails, since another session is in the way; its record is a gap.
"""

from __future__ import annotations

import shutil
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from chronicle import config, importing, judging, own, publish, remedies, take
from chronicle.config import Project
from generator import check as checking
from generator import formats, output
from generator.claims import claimtexts
from generator.diff import diff
from generator.links import HISTORY, HOME
from generator.side import Side
from snapshot import catalog, claims, expectation, waivers, yamlfile
from snapshot.catalog import Capture
from snapshot.claims import claiming
from snapshot.codec import state_digest
from snapshot.errors import CannotCapture, ChronicleError
from snapshot.records import FORMAT, Context, Header, Replayed, Why
from snapshot.scratch import Server, run_script, running
from snapshot.store import Assertion

DATABASE = "koveo"
TITLE = "Koveo Gestion"
REPORT = "validation-report.md"
DURING = "during.sql"  # what another session had begun, so that no snapshot could be taken
APART = Path("build") / "demo"  # where it runs once the configuration is somebody's


class Deploy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One folder of `examples/koveo/deploys/`: what was deployed, when, and what went wrong."""

    at: str
    why: Why
    label: str
    commit: str
    actor: str
    story: str
    incidents: list[dict[str, object]] = []


def demo(project: Project, args: Namespace) -> int:
    """Run all deploys, prove or write the records, build the site, say where it is."""
    example = project.root / "examples" / DATABASE
    if not (example / "deploys").is_dir():
        raise ChronicleError(
            f"{example}: the example is not here. It is in Schema Chronicle's own."
        )
    if DATABASE not in project.config.databases:
        project = _apart(project, example)
    store = project.store(DATABASE)
    update = args.update or not store.history.entries
    if update:
        shutil.rmtree(store.root, ignore_errors=True)
    print(f"demo: the deploys of examples/{DATABASE} on an embedded PostgreSQL")
    with Server() as server, server.database(DATABASE) as url:
        run_script(url, (example / "roles.sql").read_text("utf-8"), "roles.sql")
        previous: Side | None = None
        for folder in sorted((example / "deploys").iterdir()):
            previous = _deployed(project, folder, url, previous, update)
    if len(project.store(DATABASE).history.entries) != len(list((example / "deploys").iterdir())):
        raise ChronicleError("the history holds records that the example does not have.")
    print(f"demo: every record is {'written' if update else 'proven by its state digest'}")
    print(f"demo: {_claims(project, example, update)}")
    print(f"demo: {_remedies(project)}")
    return publish.site(project, args)


def _deployed(
    project: Project, folder: Path, url: str, previous: Side | None, update: bool
) -> Side | None:  # fmt: skip
    """Run one deploy, prove or write its record, say a line; returns what was last seen."""
    deploy = msgspec.convert(yamlfile.load(folder / "deploy.yml"), Deploy)
    script = folder / "production.sql"
    if script.exists():
        run_script(url, script.read_text("utf-8"), f"{folder.name}/{script.name}")
    if (folder / DURING).exists():
        _gap(project, deploy, url, folder, update)
        return previous
    found = catalog.capture(url, f"{DATABASE} at {folder.name}")
    told = _expected(folder.parent, folder)
    if update:
        _record(project, deploy, found, told)
    else:
        _prove(project, deploy, found, folder.name)
    _say(deploy, previous, side := _side(found), told)
    return side


def _claims(project: Project, example: Path, update: bool) -> str:
    """The hand-written report of the example, kept or proven, and what became of its claims."""
    report = claiming.read(example / REPORT)
    folder = project.store(DATABASE).claims
    if update:
        claims.keep(folder, report)
    elif claims.load(folder) != (report,):
        raise ChronicleError(
            f"{REPORT}: the history does not hold what is read from it now.\n"
            "  After a change of the example: `chronicle demo --update`."
        )
    judged = importing.judged(project, DATABASE, report)
    return f"the report by hand of {report.date}: {claimtexts.tally(judged)}"


def _side(found: Capture) -> Side:
    return Side(
        found.objects, found.identity, found.server, found.coverage, DATABASE,
        dependents=found.dependents,
    )  # fmt: skip


def _remedies(project: Project) -> str:
    """Try what brings each drifted deploy to its expectation, where no trial of it is kept.

    So are the spellings that a check would ask for: after this none has anything to write.
    """
    outcomes: Counter[str] = Counter()
    for entry in project.store(DATABASE).history.entries:
        if judged := judging.record(project, DATABASE, entry):
            judged = own.settled(project, judged, entry.header.at)
            for ways in remedies.ways_of(project, judged).values():
                outcomes[ways.remedy.proof.outcome] += 1
    told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items()))
    return f"remedies of all findings: {told}"


def _apart(project: Project, example: Path) -> Project:
    """A project of the example's own, made anew: its configuration has become somebody's."""
    root = project.root / APART
    print(
        f"demo: {config.FILE} has no `{DATABASE}`: all of this goes to {APART.as_posix()}/, apart"
    )
    shutil.rmtree(root, ignore_errors=True)
    for name in ("docs", "overrides"):
        generated = shutil.ignore_patterns(".gitignore", HISTORY, HOME) if name == "docs" else None
        shutil.copytree(project.root / name, root / name, ignore=generated)
    shutil.copy(project.root / publish.SETTINGS, root)
    (root / "expected").mkdir()
    for path in _files(example / "deploys", None):
        shutil.copy(path, root / "expected")
    told = f"title: {TITLE}\ndatabases:\n  {DATABASE}:\n    expected: expected/\n"
    (root / config.FILE).write_text(told, "utf-8")
    return config.load(root)


def _expected(deploys: Path, until: Path) -> dict[str, Assertion]:
    """The expectation at a deploy, and its waivers."""
    files = [*_files(deploys, until)]
    waived = [waivers.load(path) for path in files if path.name == waivers.FILE]
    told = expectation.load_files(path for path in files if path.name != waivers.FILE)
    return told | (waived[0] if waived else {})


def _files(deploys: Path, until: Path | None) -> Iterable[Path]:
    """Each domain's file, and that of the waivers, as the last deploy up to one left it."""
    files: dict[str, Path] = {}
    for folder in sorted(deploys.iterdir()):
        for path in sorted((folder / "expected").glob("*.yml")):
            files[path.name] = path
        if folder == until:
            break
    return files.values()


def _header(deploy: Deploy) -> Header:
    return Header(
        format=FORMAT, database=DATABASE, at=deploy.at, taken=take.now(), why=deploy.why,
        parents=(), digests=None,
        context=Context(label=deploy.label, commit=deploy.commit, actor=deploy.actor),
    )  # fmt: skip


def _record(project: Project, deploy: Deploy, found: Capture, told: dict[str, Assertion]) -> None:
    known = {field: getattr(found, field) for field in ("server", "coverage", "fingerprint")}
    state = Replayed(found.objects, found.identity, found.dependents)
    header = msgspec.structs.replace(_header(deploy), **known)
    project.store(DATABASE).record(header, state, told)


def _gap(project: Project, deploy: Deploy, url: str, folder: Path, update: bool) -> None:
    """A snapshot that another session keeps from being taken. Its record has no state to prove.

    It really is tried, for as long as a capture waits, when the record is written.
    """
    store = project.store(DATABASE)
    if update:
        script = folder / DURING
        with running(url, script.read_text("utf-8"), f"{folder.name}/{script.name}"):
            try:
                catalog.capture(url, DATABASE)
            except CannotCapture as error:
                failure = str(error).split("\n")[0]
                store.record(msgspec.structs.replace(_header(deploy), failure=failure), None)
    recorded = next((e for e in store.history.entries if e.header.at == deploy.at), None)
    if recorded is None or not recorded.header.failed:
        raise ChronicleError(
            f"{folder.name}: a capture that failed is due in the history.\n"
            "  After a change of the example: `chronicle demo --update`."
        )
    print(f"  {deploy.at[:10]}  {deploy.label:<34} {'no snapshot: a gap':<52} failed")


def _prove(project: Project, deploy: Deploy, found: Capture, name: str) -> None:
    entries = project.store(DATABASE).history.entries
    digests = next((e.header.digests for e in entries if e.header.at == deploy.at), None)
    if digests is None or digests.state != state_digest(found.objects):
        raise ChronicleError(
            f"{name}: the snapshot taken now is not the one that is recorded.\n"
            f"  It was taken on PostgreSQL {found.server.version}; another major spells some "
            "expressions otherwise.\n  After a change of the example: `chronicle demo --update`."
        )


def _say(deploy: Deploy, previous: Side | None, side: Side, told: dict[str, Assertion]) -> None:
    judged = checking.check(told, side, deploy.at, deploy.at)
    changed = "the first snapshot"
    if previous is not None:
        found = diff(previous, side)
        changed = formats.tally(output.of_diff("", "", found, side.coverage))
    noun = "finding" if len(judged.findings) == 1 else "findings"
    verdict = judged.verdict + (f", {len(judged.findings)} {noun}" if judged.findings else "")
    print(f"  {deploy.at[:10]}  {deploy.label:<34} {changed:<52} {verdict}")
