"""Who is who where the server's numbers do not compare: across servers, after a restore.

Evidence for a rename is what stayed the same, and how strong it is, is said:

- `exact`: but for its name it is the same, and nothing else could be meant. A column also stands in
  the same place between others, which one that was dropped and added would not: it comes last.
- `strong`: the most of it is the same, and nothing else comes near.
- `weak`: it may be, and so may another. Nothing is paired by it; the sentence mentions it.

Tables and columns that hold next to nothing, such as an id, are never more than weak: two tables of
one column each are alike by chance.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from generator.language import gettext
from snapshot import model
from snapshot.codec import qualified, readable, segment

if TYPE_CHECKING:
    from generator.changes import Change

Strength = Literal["exact", "strong", "weak"]
Plain = dict[str, Any]
_SELF = "\0its own name"
_NOT_ITS_SHAPE = ("name", "schema", "owner", "privileges", "security_labels")
_COUNTED = ("columns", "labels", "attributes")
TELLING = 3  # of them: with fewer a thing is too plain to be known again
_WITH_COLUMNS = (model.Table, model.View, model.MaterializedView)
TELLING_TEXT = 20  # characters of a body or a definition
NEAR = 0.75  # share of the columns that both have, from which on a table is strongly the same
_AT_ALL = 0.5


class Evidence(msgspec.Struct, frozen=True):
    """Why a thing is taken for another that had another name."""

    strength: Strength
    reason: str

    @property
    def told(self) -> str:
        """`strong evidence: 80% of the columns are the same`."""
        if self.strength == "exact":
            return gettext("exact evidence: %(reason)s", reason=self.reason)
        if self.strength == "strong":
            return gettext("strong evidence: %(reason)s", reason=self.reason)
        return gettext("weak evidence: %(reason)s", reason=self.reason)


class Guess(msgspec.Struct, frozen=True):
    """A thing that is gone, and one that came and may be it."""

    old: str
    new: str
    evidence: Evidence


def objects(old: Mapping[str, model.Object], new: Mapping[str, model.Object]) -> list[Guess]:
    """What may have become what: of objects, by key, that the other state has not.

    An object whose name another has taken is weakly guessed at: its key is in both states.
    """
    come = {key: _Traits(thing) for key, thing in new.items() if key not in old}
    kinds = {traits.kind for traits in come.values()}
    gone = {k: _Traits(t) for k, t in old.items() if k not in new and type(t) in kinds}
    replaced = {
        key: traits
        for key, thing in old.items()
        if key in new and type(thing) in kinds and thing is not new[key]
        for traits in [_Traits(thing)]
        if traits.likeness(_Traits(new[key])) < _AT_ALL
    }
    near = [
        (score, before, after)
        for before, was in {**gone, **replaced}.items()
        for after, now in come.items()
        if (score := was.likeness(now)) >= _AT_ALL
    ]
    return list(_told(near, {key for key, traits in gone.items() if traits.telling}))


def parts(cls: type, left: Plain, right: Plain) -> dict[str, list[Guess]]:
    """Field → guesses about parts of one object, told as plain maps (see `model.plain`)."""
    found = {}
    for field, part in model.children(cls).items():
        if part.KEY != "name" or model.is_single(cls, field):
            continue
        was, now = left.get(field, {}), right.get(field, {})
        if guesses := _columns(was, now) if part.ORDERED else _others(was, now):
            found[field] = guesses
    return found


def names(
    cls: type[model.Object], left: Plain, right: Plain, known: Collection[str]
) -> dict[str, list[Guess]]:
    """The same of names that a field lists: labels. Not of `known`, where numbers tell."""
    found = {field: _listed(left[field], right[field]) for field in cls.NUMBERED
             if field in left and field in right and field not in known}  # fmt: skip
    return {field: guesses for field, guesses in found.items() if guesses}


def _told(near: list[tuple[float, str, str]], telling: Collection[str]) -> Iterator[Guess]:
    """A guess for each that is gone and has a likely heir, with what speaks against it."""
    for before in sorted({old for _, old, _ in near}):
        score, after = max((score, new) for score, old, new in near if old == before)
        rivals = [s for s, old, new in near if (old == before) != (new == after)]
        alone = not rivals or max(rivals) < min(score, NEAR)
        share = gettext("it is just like it")
        if score < 1:
            share = gettext("%(share)s%% of the columns are the same", share=f"{score * 100:.0f}")
        if not alone:
            why = gettext("%(why)s, but so is another", why=share)
            yield Guess(before, after, Evidence("weak", why))
        elif score == 1 and before in telling:
            yield Guess(before, after, Evidence("exact", gettext("the same but for its name")))
        elif score >= NEAR and before in telling:
            yield Guess(before, after, Evidence("strong", share))
        else:
            yield Guess(before, after, Evidence("weak", share))


class _Traits:
    """What an object can be known by, apart from names, owners and privileges."""

    def __init__(self, thing: model.Object) -> None:
        self.kind = type(thing)
        columns = thing.columns if isinstance(thing, _WITH_COLUMNS) else ()
        self.columns = {(column.name, column.type) for column in columns}
        self.shape = _shape(thing)
        sizes = [len(getattr(thing, field, ())) for field in _COUNTED]
        text = getattr(thing, "body", ()) or getattr(thing, "definition", ())
        self.telling = max(sizes) >= TELLING or len("".join(text)) > TELLING_TEXT

    def likeness(self, other: _Traits) -> float:
        """From 0 to 1: of tables the share of columns that both have; else all or nothing."""
        if self.kind is not other.kind:
            return 0
        if self.shape == other.shape:
            return 1
        most = max(len(self.columns), len(other.columns))
        return min(0.99, len(self.columns & other.columns) / most) if most else 0


def _shape(thing: model.Object) -> str:
    """All that it is, but for names: its own, and those of parts that are known by what they do."""
    shape = {f: v for f, v in model.plain(thing).items() if f not in _NOT_ITS_SHAPE}
    for field, part in model.children(type(thing)).items():
        if field in shape and not part.ORDERED:
            shape[field] = sorted(repr(_facts(row)) for row in shape[field].values())
    return repr(shape).replace(repr(qualified(thing)), _SELF)


def _columns(was: Mapping[str, Plain], now: Mapping[str, Plain]) -> list[Guess]:
    """By definition, place and neighbours."""
    gone, come = [n for n in was if n not in now], [n for n in now if n not in was]
    guesses = []
    for name in gone:
        alike = [other for other in come if _facts(was[name]) == _facts(now[other])]
        placed = [other for other in alike if _between(was, name) == _between(now, other)]
        if len(placed) == 1 and _between(was, name)[1] is not None:
            why = gettext("the same definition, in the same place between the same columns")
            guesses.append(Guess(name, placed[0], Evidence("exact", why)))
        elif len(alike) == 1 and len(gone) == 1:
            why = gettext("the same definition, but in a place where a new one would stand, too")
            guesses.append(Guess(name, alike[0], Evidence("weak", why)))
    return guesses


def _between(columns: Iterable[str], name: str) -> tuple[str | None, str | None]:
    """The columns, or labels, before and after one; None at an end."""
    names = list(columns)
    at = names.index(name)
    return names[at - 1] if at else None, names[at + 1] if at + 1 < len(names) else None


def _listed(was: Collection[str], now: Collection[str]) -> list[Guess]:
    """By place alone: an enum that was made anew without a label may have another one there."""
    gone, come = [n for n in was if n not in now], [n for n in now if n not in was]
    guesses = []
    for name in gone:
        placed = [other for other in come if _between(was, name) == _between(now, other)]
        if len(placed) != 1:
            continue
        telling = len(gone) == len(come) == 1 and len(was) > TELLING
        if telling and None not in _between(was, name):
            why = Evidence("strong", gettext("in the same place between the same labels"))
        else:
            why = Evidence("weak", gettext("it stands in the same place"))
        guesses.append(Guess(name, placed[0], why))
    return guesses


def _others(was: Mapping[str, Plain], now: Mapping[str, Plain]) -> list[Guess]:
    """Constraints, indexes, triggers, policies: what does the same is the same."""
    gone, come = [n for n in was if n not in now], [n for n in now if n not in was]
    guesses = []
    for name in gone:
        twins = [other for other in gone if _facts(was[other]) == _facts(was[name])]
        alike = [other for other in come if _facts(was[name]) == _facts(now[other])]
        if len(alike) == len(twins) == 1:
            why = Evidence("exact", gettext("the same but for its name"))
            guesses.append(Guess(name, alike[0], why))
    return guesses


def _facts(part: Plain) -> Plain:
    return {field: value for field, value in part.items() if field not in _NOT_ITS_SHAPE}


def sure(guesses: Iterable[Guess]) -> list[Guess]:
    """Those that are worth pairing by."""
    return [guess for guess in guesses if guess.evidence.strength != "weak"]


def noted(changes: Iterable[Change], guesses: Mapping[str, Iterable[Guess]]) -> Iterator[Change]:
    """The changes with the evidence of renames, and with what a thing may have been or become.

    `guesses` by field of the object that the changes are of; "" for objects, told by their keys.
    """
    told = {
        (action, place): guess
        for field, of_field in guesses.items()
        for guess in of_field
        for action, name in (("removed", guess.old), ("added", guess.new), ("renamed", guess.new))
        for place in [f"{field}/{segment(name)}" if field else name]
    }
    for change in changes:
        if change.field and change.field in guesses:
            yield _of_names(change, guesses[change.field])
            continue
        guess = told.get((change.action, change.part or change.object))
        weak = guess is not None and guess.evidence.strength == "weak"
        if guess is None or change.field or weak == (change.action == "renamed"):
            yield change
        elif not weak:
            yield msgspec.structs.replace(change, evidence=guess.evidence)
        else:
            yield msgspec.structs.replace(change, perhaps=_perhaps(change, guess))


def _perhaps(change: Change, guess: Guess) -> str:
    """What a thing may have become, or have been."""
    why = guess.evidence.reason
    if change.action == "removed":
        name = readable(guess.new).split("/")[-1]
        return gettext("it may be %(name)s: %(why)s", name=name, why=why)
    name = readable(guess.old).split("/")[-1]
    return gettext("it may have been %(name)s: %(why)s", name=name, why=why)


def _of_names(change: Change, guesses: Iterable[Guess]) -> Change:
    """A change of a field that lists names: one of them renamed, or what some may be now."""
    told = list(guesses)
    if change.action == "renamed":
        why = next(g.evidence for g in told if (g.old, g.new) == (change.old, change.new))
        return msgspec.structs.replace(change, evidence=why)
    weak = [g for g in told if g.evidence.strength == "weak"]
    perhaps = "; ".join(
        gettext("%(old)s may be %(new)s now: %(why)s", old=g.old, new=g.new, why=g.evidence.reason)
        for g in weak
    )
    return msgspec.structs.replace(change, perhaps=perhaps)
