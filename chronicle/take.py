"""Taking a snapshot: read, judge the scope, record it with the expectation in force."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from chronicle import expecting
from chronicle.config import DatabaseConfig, Project
from chronicle.expecting import Expected
from snapshot import scope
from snapshot.entries import Entry
from snapshot.errors import CannotBuild, CannotCapture, ChronicleError
from snapshot.garbage import uncollected
from snapshot.records import FORMAT, Context, Coverage, Header, Replayed, Why
from snapshot.store import Store

if TYPE_CHECKING:
    from snapshot.catalog import Capture, Unchanged

_CI = {
    "commit": ("GITHUB_SHA", "CI_COMMIT_SHA", "BUILDKITE_COMMIT", "GIT_COMMIT"),
    "deploy": ("GITHUB_RUN_ID", "CI_PIPELINE_ID", "BUILDKITE_BUILD_NUMBER", "BUILD_NUMBER"),
    "actor": ("GITHUB_ACTOR", "GITLAB_USER_LOGIN", "BUILDKITE_BUILD_CREATOR"),
    "url": ("CI_PIPELINE_URL", "BUILDKITE_BUILD_URL", "BUILD_URL"),
}


def now() -> str:
    """This second, as records write it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def context(**given: str | None) -> Context:
    """What was given, else what the usual CI variables say."""
    told = dict(given)
    for field, variables in _CI.items():
        if not told.get(field):
            told[field] = next((os.environ[v] for v in variables if os.environ.get(v)), None)
    if not told.get("url") and os.environ.get("GITHUB_RUN_ID"):
        told["url"] = "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_ID}".format(
            **{"GITHUB_SERVER_URL": "", "GITHUB_REPOSITORY": "", **os.environ}
        )
    return Context(**told)


class Asked(msgspec.Struct, frozen=True):
    """How a snapshot is to be taken."""

    why: Why = "manual"
    about: Context | None = None
    at: str | None = None  # the moment it speaks of, when that is not now
    full: bool = False  # read everything, even if nothing seems to have changed
    fewer: bool = False  # see `expecting.now`


@uncollected()
def take(project: Project, name: str, asked: Asked) -> tuple[Entry, Expected]:
    """Capture a configured database and record it, with what is expected of it.

    While the catalog's fingerprint is that of the last record, its state still holds and is not
    read again. Raises before anything is written when the expectation is broken or the login
    fails. A capture that fails after that, or a build, is recorded as failed.
    """
    from snapshot.catalog import Unchanged  # the driver is loaded only when it is needed

    config = project.config.databases[name]
    if config.build is None:
        project.url(name)  # which says what is missing, before anything is written
    yaml = expecting.stated(project, name, strict=False)
    taken = now()
    header = Header(
        format=FORMAT, database=name, at=asked.at or taken, taken=taken, why=asked.why,
        parents=(), digests=None, context=asked.about or context(),
    )  # fmt: skip
    store = project.store(name)
    if asked.at:
        _in_order(store.history.entries, asked.at, asked.why)
    last = None if asked.full else _comparable(store, config)
    try:
        found = _read(project, name, last.header if last else None)
    except (CannotCapture, CannotBuild) as error:
        failure = str(error).split("\n")[0]
        store.record(msgspec.structs.replace(header, failure=failure), None)
        raise
    if not isinstance(found, Unchanged):
        known = {field: getattr(found, field) for field in ("server", "coverage")}
        mark = None if config.build else found.fingerprint  # that server is gone
        header = msgspec.structs.replace(header, fingerprint=mark, **known)
        state = Replayed(found.objects, found.identity, found.dependents)
    else:
        assert last is not None
        header, state = _as_at(last, header, found), store.history.replay(last)
    told = expecting.now(project, name, yaml, state.objects, fewer=asked.fewer)
    return store.record(header, state, told.assertions, told.untold), told


def _read(project: Project, name: str, last: Header | None) -> Capture | Unchanged:
    """What a database holds within its scope, or what its code makes."""
    from snapshot import catalog

    config = project.config.databases[name]
    if config.build is not None:
        from chronicle import code

        return code.capture(project, name)
    found = catalog.look(*project.url(name), last)
    if isinstance(found, catalog.Capture):
        return scope.narrow(found, config.include, config.ignore)
    return found


def _comparable(store: Store, config: DatabaseConfig) -> Entry | None:
    """The last record with a state, when it was taken within the same scope."""
    last = store.history.latest
    if last is None:
        return None
    scope = (last.header.coverage.include, list(last.header.coverage.ignored))
    return last if scope == (config.include, list(dict.fromkeys(config.ignore))) else None


def _as_at(last: Entry, header: Header, found: Unchanged) -> Header:
    """A header with what the last record knows of the server, the same now."""
    known = last.header
    return msgspec.structs.replace(
        header, server=known.server, fingerprint=known.fingerprint,
        coverage=msgspec.structs.replace(known.coverage, not_captured=found.not_captured),
    )  # fmt: skip


def _in_order(entries: list[Entry], at: str, why: Why) -> None:
    """Refuse a moment before the last one, which would be taken for the latest."""
    last = max((entry.header.at for entry in entries), default=at)
    if at < last and why not in ("backfill", "import"):
        raise ChronicleError(
            f"--at {at}: the history already reaches {last}.\n"
            "  Leave it out for a snapshot of now; for one of the past add `--why backfill`."
        )


def warnings(coverage: Coverage, expected: Path | None) -> list[str]:
    """What the on-call engineer must know about what was not read, and not compared."""
    if coverage.built:
        told = [f"{coverage.built} says nothing of owners, privileges and tablespaces"]
    else:
        told = [f"not permitted: {kind} ({why})" for kind, why in coverage.not_permitted.items()]
    told += [
        f"not captured yet: {number} × {kind}" for kind, number in coverage.not_captured.items()
    ]
    told += [
        f"the ignore pattern `{pattern}` matches nothing"
        for pattern in scope.unused(coverage.ignored)
    ]
    if expected is not None and not expected.is_dir():
        told.append(f"the folder of expectations is not there: {expected.name}/")
    return told
