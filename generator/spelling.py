"""Two majors write one text in two ways: what the scratch server found out tells which.

Only texts that the server makes anew of what it has parsed (`model.spelled`) are looked at, and
only changes of them. Where nothing is known of a text, the change stays and is marked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from generator import folds, sentences
from generator.changes import Change, Fold
from generator.language import gettext, ngettext, noted
from generator.side import Side
from generator.values import listed
from snapshot import model
from snapshot.codec import readable
from snapshot.spellings import Spellings

RULE = "respelled"
MARK = noted("perhaps only spelled otherwise by another major")
_UNKNOWN = object()
_SINCE = {"MAINTAIN": 17}  # privileges that older servers do not have
_OF_TABLES = {"DELETE", "INSERT", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE"}


class Known:
    """The texts of one side in the words of one major."""

    def __init__(self, told: Spellings | None) -> None:
        self.texts = {(t.object, t.part, t.field): t for t in told.texts} if told else {}
        self.missing = set(told.missing) if told else set()

    def __call__(self, change: Change, value: Any) -> Any:
        """A value as that major writes it; `_UNKNOWN` when it could not be made there."""
        steps = change.part.split("/") if change.part else []
        if change.object in self.missing or any(
            f"{change.object} {'/'.join(steps[:n])}" in self.missing
            for n in range(1, len(steps) + 1)
        ):
            return _UNKNOWN
        told = self.texts.get((change.object, change.part, change.field))
        return told.new if told and told.old == value else value


def of(side: Side, major: int) -> Spellings | None:
    """What was found out of this state, in the words of a major."""
    return next((s for s in _known(side) if (s.state, s.major) == (side.state, major)), None)


def _known(side: Side) -> list[Spellings]:
    """What is known of other majors' words."""
    return [told for told in side.spellings if not told.own]


def across(old: Side, new: Side) -> bool:
    """Whether two majors tell the two sides."""
    return (
        old.server is not None and new.server is not None and old.server.major != new.server.major
    )


def common(old: Side, new: Side) -> int | None:
    """The major whose words both sides can be told in; the oldest there is."""
    majors = [side.server.major for side in (old, new) if side.server]
    reached = [
        {side.server.major, *(s.major for s in _known(side) if s.state == side.state)}
        for side in (old, new)
        if side.server
    ]
    return min((m for m in set.intersection(*reached) if m >= max(majors)), default=None)


def split(
    changes: Iterable[Change], old: Side, new: Side
) -> tuple[list[Change], list[Fold], list[Change]]:
    """Changes in the words of one major; the spellings that this folds; what is not known.

    A change on top of another spelling is told in the words of that major, and both spellings
    are listed. Nothing is done where one major tells both sides.
    """
    majors = [side.server.major for side in (old, new) if side.server]
    if not across(old, new):
        return list(changes), [], []
    major = common(old, new)
    left, right = (
        None if major is None or side.server is None else Known(of(side, major))
        for side in (old, new)
    )
    kept: list[Change] = []
    folded: list[Fold] = []
    unknown: list[Change] = []
    for change in changes:
        if _came_with_server(change, majors[0], majors[1], new.objects):
            folded.append(_fold(change, change.old, change.new, "not-on-version"))
        elif not _is_spelled(change, new.objects):
            kept.append(change)
        elif left is None or right is None:
            kept.append(change)
            unknown.append(change)
        else:
            was, now = left(change, change.old), right(change, change.new)
            if was is _UNKNOWN or now is _UNKNOWN:
                kept.append(change)
                unknown.append(change)
            elif was == now:
                folded.append(_fold(change, change.old, change.new, RULE))
            else:
                kept.append(msgspec.structs.replace(change, old=was, new=now))
                pairs = ((change.old, was), (now, change.new))
                folded += [_fold(change, a, b, RULE) for a, b in pairs if a != b]
    return kept, folded, unknown


def asserted(findings: Iterable[Change], facts: Side) -> tuple[list[Change], list[Fold]]:
    """The same for a check: the expectation may be in the words of any major that was seen."""
    seen = {int(told.server.split(".")[0]) for told in _known(facts)}
    ways: dict[tuple[str, str, str], list[tuple[Any, Any]]] = defaultdict(list)
    for told in _known(facts):
        for text in told.texts:
            ways[text.object, text.part, text.field].append((text.old, text.new))
    kept, folded = [], []
    for finding in findings:
        pairs = ways.get((finding.object, finding.part, finding.field), [])
        forms = [
            [value, *(new for old, new in pairs if old == value)]
            for value in (finding.old, finding.new)
        ]
        if facts.server and any(
            _came_with_server(finding, major, facts.server.major, facts.objects) for major in seen
        ):
            folded.append(_fold(finding, finding.old, finding.new, "not-on-version"))
        elif finding.action == "changed" and any(form in forms[1] for form in forms[0]):
            folded.append(_fold(finding, finding.old, finding.new, RULE))
        else:
            kept.append(finding)
    return kept, folded


def marked(change: Change) -> Change:
    """A change of which it is not known whether it is one."""
    return sentences.because(change, gettext(MARK))


def why_unknown(old: Side, new: Side, number: int) -> str:
    """What to do about texts of which nothing is known."""
    majors = sorted({side.server.major for side in (old, new) if side.server})
    told = ngettext(
        "%(num)s text of PostgreSQL %(versions)s may differ in spelling only",
        "%(num)s texts of PostgreSQL %(versions)s may differ in spelling only",
        number, versions=listed(map(str, majors)),
    )  # fmt: skip
    said = sorted({r for s in (*_known(old), *_known(new)) for r in s.reasons
                   if s.state in (old.state, new.state)})  # fmt: skip
    if common(old, new) is not None:
        return gettext("%(told)s; what holds them could not be made anew: %(why)s",
                       told=told, why="; ".join(said))  # fmt: skip
    return gettext(
        "%(told)s: compare them with `chronicle diff` where a scratch server of "
        "PostgreSQL %(version)s or later can be started", told=told, version=majors[-1],
    )  # fmt: skip


def _is_spelled(change: Change, new: Mapping[str, model.Object]) -> bool:
    if change.action != "changed" or change.object not in new:
        return False
    cls: type = type(new[change.object])
    if change.part:
        cls = model.parts()[change.kind]
    return change.field in model.spelled(cls) and folds.is_rewritten(change, new[change.object])


def _came_with_server(
    change: Change, old: int, new: int, objects: Mapping[str, model.Object]
) -> bool:
    """Whether a privilege is missing on one side only since that major does not know it.

    So it is where a role has all that its server knows of, or is the owner.
    """
    if change.kind != "privilege" or change.field not in ("privileges", "grantable"):
        return False
    sides = sorted(
        ((old, set(change.old or ())), (new, set(change.new or ()))), key=lambda side: side[0]
    )
    (before, fewer), (after, more) = sides
    later = {word for word, since in _SINCE.items() if before < since <= after}
    owner = getattr(objects.get(change.object), "owner", None)
    whole = fewer == _OF_TABLES or readable(change.part.rpartition("/")[2]) == owner
    return bool(later) and whole and more - fewer == later and not fewer - more


def _fold(change: Change, old: Any, new: Any, rule: str) -> Fold:
    return Fold(
        object=change.object, part=change.part, field=change.field, old=old, new=new, rule=rule
    )
