"""`expected/waivers.yml`: findings that are accepted for a time, each with reason, owner and end.

They are part of the expectation: they are recorded with it, so that a report about last year is
judged by last year's. Among the assertions their keys are `waivers/<a digest>`.
"""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from snapshot import yamlfile
from snapshot.codec import digest
from snapshot.errors import CannotReadExpectation
from snapshot.store import Assertion

FILE = "waivers.yml"
PREFIX = "waivers/"
_DUE = ("reason", "owner", "expires")


class Waiver(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which findings are accepted: one by its fingerprint, or all that fit every pattern given."""

    reason: str
    owner: str
    expires: str  # the last day on which it holds, `2026-12-31`
    ticket: str | None = None
    finding: str | None = None  # the fingerprint that `chronicle check` shows
    rule: str | None = None  # patterns with `*`, `?` and `[…]`
    object: str | None = None  # of the key, or of `schema.name`
    part: str | None = None  # `columns/legacy_*`

    @property
    def what(self) -> str:
        """What it speaks of, in the words of its file."""
        told = [(field, getattr(self, field)) for field in ("finding", "rule", "object", "part")]
        return ", ".join(f"{field} {value}" for field, value in told if value is not None)


def load(path: Path) -> dict[str, Assertion]:
    """The waivers of a file, as assertions. Raises `CannotReadExpectation` with file and place."""
    raw = yamlfile.load(path)
    listed = raw.pop("waivers", None)
    listed = [] if listed is None else listed
    if raw or not isinstance(listed, list):
        where = next(iter(raw), "waivers")
        raise CannotReadExpectation(f"{path}: {where}", "only a list under `waivers:` is due here")
    found: dict[str, Assertion] = {}
    for number, told in enumerate(listed, 1):
        where = f"{path}: waiver {number}"
        waiver = msgspec.to_builtins(_waiver(told, where))
        key = PREFIX + digest(waiver)[:12]
        if key in found:
            raise CannotReadExpectation(where, "stands twice", "Leave one of them.")
        found[key] = Assertion(domain=PREFIX.rstrip("/"), is_=waiver)
    return found


def _waiver(told: Any, where: str) -> Waiver:
    if not isinstance(told, dict):
        raise CannotReadExpectation(where, "a mapping with `reason`, `owner` and `expires` is due")
    known = Waiver.__struct_fields__
    for field in told:
        if field not in known:
            near = difflib.get_close_matches(str(field), known, 1)
            hint = f"; did you mean `{near[0]}`?" if near else ""
            raise CannotReadExpectation(f"{where}: {field}", "no such word" + hint)
    for field in _DUE:
        if not told.get(field):
            raise CannotReadExpectation(where, f"`{field}` is due: nothing is waived without")
    if not any(told.get(field) for field in ("finding", "rule", "object")):
        raise CannotReadExpectation(
            where, "which findings? `finding` with a fingerprint, or a `rule` or `object`",
            "`chronicle check` shows the fingerprint and the rule of each finding.",
        )  # fmt: skip
    try:
        return msgspec.convert({**told, "expires": _day(told["expires"], where)}, Waiver)
    except msgspec.ValidationError as error:
        raise CannotReadExpectation(where, f"{error}: quote it") from error


def _day(told: Any, where: str) -> str:
    """A day, which YAML may have read as a date already."""
    try:
        return datetime.date.fromisoformat(str(told)).isoformat()
    except ValueError:
        raise CannotReadExpectation(
            f"{where}: expires", f"a day is due, such as 2026-12-31, not {told!r}"
        ) from None


def of(assertions: Mapping[str, Assertion]) -> tuple[Waiver, ...]:
    """The waivers among the assertions."""
    return tuple(
        msgspec.convert(told.is_, Waiver)
        for key, told in assertions.items()
        if key.startswith(PREFIX)
    )
