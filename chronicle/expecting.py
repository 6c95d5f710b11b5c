"""What is expected of a database as its configuration has it now: YAML, or built by the team's own.

A build that fails, or that there is any doubt about, says so: the verdict is then "cannot tell".
"""

from __future__ import annotations

import difflib
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from chronicle.config import Project
from chronicle.terminal import working
from snapshot import expectation, model, scope
from snapshot.codec import readable
from snapshot.errors import CannotBuild, ChronicleError
from snapshot.sources import Source, makes_something
from snapshot.store import Assertion

if TYPE_CHECKING:
    from snapshot.catalog import Capture

_SHOWN = 5  # names in a message


class Expected(msgspec.Struct, frozen=True):
    """What is asserted (null: nobody says anything), or why that cannot be had."""

    assertions: dict[str, Assertion] | None = None
    untold: str | None = None
    major: int | None = None  # of the server that built it
    notes: tuple[str, ...] = ()


def stated(project: Project, name: str, *, strict: bool = True) -> dict[str, Assertion] | None:
    """What YAML says; null when no folder of it is configured.

    `strict`: a folder that is not there is an error, and not the expectation of nothing yet.
    """
    folder = project.expected(name)
    if folder is None or not (strict or folder.is_dir()):
        return None
    return expectation.load(folder)


def now(
    project: Project, name: str, yaml: dict[str, Assertion] | None,
    facts: Mapping[str, model.Object], *, fewer: bool = False,
) -> Expected:  # fmt: skip
    """The expectation of this moment: YAML, over what is built where something is.

    `facts`: what the database has. What the last build had and this one has not must be gone
    there too, unless `fewer` says that it is meant. Raises for a broken configuration.
    """
    source = project.source(name)
    if source is None:
        return Expected(yaml)
    try:
        return _built(project, name, yaml or {}, facts, fewer)
    except CannotBuild as error:
        return Expected(untold=str(error))


def _built(
    project: Project, name: str, yaml: Mapping[str, Assertion],
    facts: Mapping[str, model.Object], fewer: bool,
) -> Expected:  # fmt: skip
    from generator import built  # this, and the driver, are loaded only when they are needed

    source = project.source(name)
    assert source is not None
    _check_words(source.asserts)
    before = _dirty(project.root) if source.command else set()
    found = _made(project, name, source, facts)
    told = built.assertions(
        found.objects, found.coverage, source.label, asserts=source.asserts,
        stubs=source.stubs.keys(), domain=expectation.UNCLAIMED if yaml else expectation.CODE,
    )  # fmt: skip
    if not fewer:
        renamed = {assertion.renamed.get("") for assertion in yaml.values()}
        gone = {key: thing for key, thing in facts.items() if key not in renamed}
        _not_fewer(project, name, told, gone)
    whole = built.overlaid(told, yaml)
    notes = [f"{where} is stated otherwise in YAML, which holds" for where in whole.overruled]
    left = sorted(_dirty(project.root) - before) if source.command else []
    notes += [f"what builds the expectation left `{path}` in the repository" for path in left]
    ignored = {each: found.coverage.ignored[each] for each in source.ignore}
    notes += [f"expected.ignore `{each}` matches nothing" for each in scope.unused(ignored)]
    return Expected(whole.assertions, None, found.server.major, tuple(map(readable, notes)))


def _made(
    project: Project, name: str, source: Source, facts: Mapping[str, model.Object]
) -> Capture:
    """What a source builds, as far as it is within the scope of the database."""
    from generator.ddl import roles_of
    from snapshot import building

    with working(f"building what is expected: {source.label}"):
        found = building.build(source, project.root, roles_of(facts), project.variables)
    config = project.config.databases[name]
    found = scope.narrow(found, config.include, (*config.ignore, *source.ignore))
    if not makes_something(found.objects):
        raise CannotBuild(f"{source.label}: `include` and `ignore` leave nothing of what it makes.")
    return found


def _check_words(asserts: Iterable[str]) -> None:
    """Raise for a field that is not among those that SQL does not say."""
    from generator import unsaid

    known = sorted(unsaid.words())
    for word in (word for word in asserts if word not in known):
        near = difflib.get_close_matches(word, known, 1)
        hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(known)}"
        raise ChronicleError(f"expected.asserts: {word}: no such field; {hint}")


def _dirty(root: Path) -> set[str]:
    """Files of a git repository that are new or changed; nothing where there is no git."""
    command = ["git", "status", "--porcelain", "-z", "--untracked-files=all", "--", "."]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, check=False)
    except OSError:
        return set()
    entries = done.stdout.decode("utf-8", "replace").split("\0") if done.returncode == 0 else []
    return {entry[3:] for entry in entries if entry}


def _not_fewer(
    project: Project, name: str, told: Mapping[str, Assertion], facts: Mapping[str, model.Object]
) -> None:
    """Raise when a build lost what the last one had and the database still has.

    A tool that stopped half-way leaves just such a schema, and may say nothing.
    """
    stream = project.store(name).expectations
    if stream.latest is None:
        return
    before = stream.replay(stream.latest).objects
    lost = [key for key, was in before.items() if was.source and key not in told and key in facts]
    if lost:
        raise CannotBuild(
            f"{project.source(name).label}: it makes {_names(lost)} no more, "  # type: ignore[union-attr]
            f"which the last build made and {name} still has.\n"
            "  A tool that stopped half-way would leave just that. If it is meant, say `--fewer`"
            " once, with `chronicle snapshot`."
        )


def _names(keys: Iterable[str]) -> str:
    names = [readable(key) for key in keys]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
