"""Taking a snapshot: read, judge the scope, record it with the expectation in force."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from chronicle.config import Project
from snapshot import expectation, scope
from snapshot.errors import CannotCapture, ChronicleError
from snapshot.records import FORMAT, Context, Coverage, Header, Replayed, Why
from snapshot.store import Assertion, Entry

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


def asserted(folder: Path | None) -> dict[str, Assertion] | None:
    """The expectation as its files have it now; None when there is none (yet)."""
    return expectation.load(folder) if folder and folder.is_dir() else None


def take(
    project: Project, name: str, *, why: Why = "manual", about: Context | None = None,
    at: str | None = None,
) -> Entry:  # fmt: skip
    """Capture a configured database and record it.

    Raises before anything is written when the expectation is broken or the login fails. A capture
    that fails after that is recorded as failed, and raises `CannotCapture`.
    """
    from snapshot import catalog  # the driver is loaded only when it is needed

    url, source = project.url(name)
    config = project.config.databases[name]
    told = asserted(project.expected(name))
    taken = now()
    header = Header(
        format=FORMAT, database=name, at=at or taken, taken=taken, why=why, parents=(),
        digests=None, context=about or context(),
    )  # fmt: skip
    store = project.store(name)
    if at:
        _in_order(store.history.entries, at, why)
    try:
        found = catalog.capture(url, source)
    except CannotCapture as error:
        failure = str(error).split("\n")[0]
        store.record(msgspec.structs.replace(header, failure=failure), None)
        raise
    found = scope.narrow(found, config.include, config.ignore)
    return store.record(
        msgspec.structs.replace(
            header, server=found.server, coverage=found.coverage, fingerprint=found.fingerprint
        ),
        Replayed(found.objects, found.identity),
        told,
    )


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
