"""Texts of an expectation in somebody's own words, `varchar(255)`, told in those of the server.

What the scratch server made of them stands beside the history (`snapshot.spellings`), for the very
state that is judged: what a text means depends on what is there. The server writes a type down
wherever it stands; any other text is put in its place in the facts, made there, and read again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from generator import sentences
from generator.changes import Change, Fold
from generator.language import gettext, noted
from generator.merging import over
from generator.numbers import class_of
from generator.side import Side
from snapshot import model, places
from snapshot.codec import readable
from snapshot.expectation import of_objects
from snapshot.spellings import Refused, Spelling, Spellings
from snapshot.store import Assertion

RULE = "user-spelling"
MARK = noted("perhaps only spelled otherwise: no scratch server could be asked")
TYPES = "argument_types"  # the field of what is told apart by the types of its arguments


class Told(msgspec.Struct, frozen=True):
    """Assertions in the server's words, as far as these are known."""

    assertions: Mapping[str, Assertion]
    folds: tuple[Fold, ...] = ()
    refused: Mapping[tuple[str, str, str], Refused] = {}
    names: Mapping[str, str] = {}  # keys that are in the server's words → as they are stated


class Question(msgspec.Struct, frozen=True):
    """One text of an expectation, and its place."""

    object: str
    part: str
    field: str
    text: Any

    @property
    def place(self) -> tuple[str, str, str]:
        return self.object, self.part, self.field


def told(assertions: Mapping[str, Assertion], facts: Side) -> Told:
    """The assertions, in the server's words where the scratch server was asked of this state."""
    answers = _answers(facts)
    if not answers:
        return Told(assertions)
    found = dict(assertions)
    folds: list[Fold] = []
    refused: dict[tuple[str, str, str], Refused] = {}
    names: dict[str, str] = {}
    texts = [text for answer in answers for text in answer.texts if text.old != text.new]
    for text in sorted(texts, key=lambda text: text.field != TYPES):  # the keys come first
        if text.object in found and _put(found, text):
            folds.append(Fold(
                object=text.object, part=text.part, field=text.field, old=text.old,
                new=text.new, rule=RULE,
            ))  # fmt: skip
            names |= {text.new: text.old} if text.field == TYPES else {}
        elif text.object in found and text.field == TYPES:
            same = gettext("the server calls it `%(name)s`: state it once",
                           name=readable(text.new.rpartition("/")[2]))  # fmt: skip
            refused[text.object, "", TYPES] = Refused(text.object, "", TYPES, text.old, same)
    for each in (each for answer in answers for each in answer.refused):
        if each.object in found and _says(found[each.object], each) == each.old:
            refused[each.object, each.part, each.field] = each
    return Told(found, tuple(folds), refused, names)


def _answers(facts: Side) -> Sequence[Spellings]:
    """What the scratch server said of texts in this very state."""

    def by_state() -> dict[str | None, list[Spellings]]:
        found: dict[str | None, list[Spellings]] = {}
        for answer in facts.spellings:
            if answer.own:
                found.setdefault(answer.state, []).append(answer)
        return found

    return facts.memory.once("answers", (facts.spellings,), by_state).get(facts.state, ())


def _put(assertions: dict[str, Assertion], text: Spelling) -> bool:
    """Let an assertion say a text in the server's words; whether it said it in others."""
    about = assertions[text.object]
    if text.field == TYPES:
        other = assertions.get(text.new)
        if other is not None and other.source is None:
            return False
        if other is not None and about.exists:
            about = over(other, about)
        assertions[text.new] = about
        del assertions[text.object]
        return True
    if _says(about, text) != text.old:
        return False
    is_ = _copied(about.is_)
    here = is_
    for step in _steps(about, text):
        here = here[step]
    here[text.field] = text.new
    assertions[text.object] = msgspec.structs.replace(about, is_=is_)
    return True


def _says(about: Assertion, text: Spelling | Refused) -> Any:
    """What is stated at the place of a text; for the types in a key, the text itself."""
    if text.field == TYPES:
        return text.old
    here: Any = about.is_
    for step in _steps(about, text):
        here = here.get(step, {}) if isinstance(here, dict) else {}
    return here.get(text.field)


def _steps(about: Assertion, text: Spelling | Refused) -> list[str]:
    return places.steps(class_of(text.object), text.part, about.is_)


def _copied(value: Any) -> Any:
    return {k: _copied(v) for k, v in value.items()} if isinstance(value, dict) else value


def questions(changes: Iterable[Change], facts: Side) -> list[Question]:
    """What differs in a text that the server writes in words of its own, and was not asked yet."""
    known: set[tuple[str, str, str, str]] = set()
    for answer in _answers(facts):
        for text in answer.texts:
            place = (text.object, text.part, text.field)
            known |= {(*place, repr(text.old)), (*place, repr(text.new))}
        known |= {(r.object, r.part, r.field, repr(r.old)) for r in answer.refused}
    found: dict[tuple[str, str, str], Question] = {}
    for change in changes:
        asked = _question(change, facts.objects)
        if asked and (*asked.place, repr(asked.text)) not in known:
            found[asked.place] = asked
    return list(found.values())


def forbidden(assertions: Mapping[str, Assertion], facts: Side) -> Iterator[Change]:
    """What must not be there and is told apart by types, which may be written otherwise: as if it
    was missed.
    """
    for key, told in of_objects(assertions).items():
        cls = class_of(key)
        if not told.exists and key not in facts.objects and TYPES in cls.KEY:
            yield Change(object=key, kind=model.kind_name(cls), action="removed")


def _question(change: Change, objects: model.State | Mapping[str, model.Object]) -> Question | None:
    cls: Any = model.parts()[change.kind] if change.part else class_of(change.object)
    if change.action == "removed" and not change.part and TYPES in cls.KEY:
        return Question(change.object, "", TYPES, change.object)
    fields = model.spelled(cls) | model.typed(cls)
    differs = change.action == "changed" and change.field in fields and change.old is not None
    if not differs or change.object not in objects:
        return None
    return Question(change.object, change.part, change.field, change.old)


def marked(
    findings: Iterable[Change], refused: Mapping[tuple[str, str, str], Refused]
) -> list[Change]:
    """Findings with what the server said of the text that is expected."""
    return [_marked(finding, refused) for finding in findings]


def _marked(finding: Change, refused: Mapping[tuple[str, str, str], Refused]) -> Change:
    each = refused.get((finding.object, finding.part, finding.field))
    if each is None and finding.action == "removed":
        each = refused.get((finding.object, finding.part, TYPES))
    if each is None:
        return finding
    return sentences.because(finding, each.why)


def unasked(finding: Change, wanted: Iterable[Question]) -> Change:
    """A finding of which it is not known whether it is one."""
    places_ = {q.place for q in wanted if q.field != TYPES}
    if (finding.object, finding.part, finding.field) not in places_:
        return finding
    return sentences.because(finding, gettext(MARK))
