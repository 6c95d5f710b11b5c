"""What cannot stay while something else is dropped or retyped: it goes before, and comes again.

Found by mentions, as the order of the SQL is: what is aimed at has no `pg_depend`, nor has an old
record. A name may be taken for another; then more is made again than must be, never less.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from generator.ddl.functions import is_standard
from generator.ddl.indexes import tuned
from generator.ddl.mentions import mentioned
from generator.ddl.quoting import ident, qualified
from generator.ddl.statement import Home, Name, Phase
from generator.remedy import columns
from generator.remedy.names import names_of, text_of
from generator.remedy.reach import Id
from generator.remedy.step import Step, Touch, step
from generator.remedy.work import Work
from snapshot import model

_TYPES = (model.Enum, model.CompositeType, model.Domain, model.RangeType, model.BaseType)
_REBUILT = (model.Index, model.PrimaryKey, model.UniqueConstraint, model.ExclusionConstraint,
            model.CheckConstraint, model.ForeignKey, model.Statistics)  # fmt: skip
_KEYS = (model.PrimaryKey, model.UniqueConstraint, model.Index)


def close(work: Work) -> None:
    """Until nothing new is disturbed. A type steps aside; its columns go over to the new one."""
    seen: set[tuple[Name, str]] = set()
    aside: set[Id] = set()
    while True:
        for id_ in sorted(i for i in work.gone & work.made if len(i) == 1 and i not in aside):
            if isinstance(work.was[id_[0]], _TYPES) and _in_use(work, id_):
                aside.add(id_)
                _step_aside(work, id_)
        fresh = [d for d in _disturbances(work) if d not in seen]
        if not fresh:
            return
        seen.update(fresh)
        names = {name for id_ in aside for name in _names(work, id_)}
        for name, how in fresh:
            word, _, column = how.partition(" ")
            Disturbance(work, name, word, column, names).spread()


def _in_use(work: Work, id_: Id) -> bool:
    """Whether any column that stays is of the type."""
    names = {*_names(work, id_)}
    return any(
        isinstance(thing, model.Column) and names & {*mentioned(thing.type)}
        for _, thing, _ in work.kept(names)
    )


def _multirange(thing: Any) -> str:
    """The name that the server gave it."""
    if "range" in thing.name:
        return str(thing.name.replace("range", "multirange", 1))
    return f"{thing.name}_multirange"


def _names(work: Work, id_: Id) -> tuple[Name, ...]:
    found = work.find(work.was, id_)
    return names_of(*found) if found else ()


def _disturbances(work: Work) -> Iterator[tuple[Name, str]]:
    """Names of all that is dropped; columns that are retyped; keys that are referenced."""
    for id_ in sorted(work.gone):
        found = work.find(work.was, id_)
        if found is None:
            continue
        for name in names_of(*found):
            yield name, ""
        if isinstance(found[0], _KEYS):
            yield columns.relation(found[1]), "key " + " ".join(_columns(found[0]))
    for steps in list(work.steps.values()):
        for one in steps:
            for name, column in one.touches:
                if column:
                    yield name, f"{'drop' if 'DROP COLUMN' in one.text else 'type'} {column}"


def _columns(part: Any) -> list[str]:
    if isinstance(part, model.Index):
        return sorted(key.column or "" for key in part.keys)
    return sorted(part.columns)


class Disturbance(msgspec.Struct, frozen=True):
    """What is about to happen to a name, and to whom it matters."""

    work: Work
    name: Name
    word: str  # "drop" or "type" of a column, "key" of columns; nothing when the name goes
    column: str
    aside: set[Name]  # types that have another name meanwhile

    def spread(self) -> None:
        """Make again whatever cannot stay."""
        for id_, thing, home in list(self.work.kept({self.name})):
            if any(id_[: len(i)] == i for i in self.work.gone):
                continue
            if isinstance(thing, model.Object) and self.name in names_of(thing, home):
                continue
            if isinstance(thing, model.Column):
                self.column_needs(id_, thing, home)
            elif self.word == "type" and isinstance(thing, _REBUILT):
                _tune_again(self.work, id_, thing, home)
            elif self.matters(thing, home):
                self.work.again(id_[:1] if isinstance(thing, model.Attribute) else id_)

    def matters(self, thing: Any, home: Home) -> bool:
        if isinstance(thing, model.ViewColumn):
            return False
        if self.word == "key":
            return _needs_key(thing, self.column)
        if not self.word:
            return True
        if isinstance(thing, model.Function) and not is_standard(thing):
            return False
        if isinstance(thing, model.Trigger) and thing.when is None:
            return self.column in thing.columns
        return mentions_column(text_of(thing, home), self.column)

    def column_needs(self, id_: Id, part: model.Column, home: Home) -> None:
        """Its type, its default or its expression needs what goes."""
        if self.word == "key" or (self.word and part.generated is None):
            return
        later = self.work.find(self.work.now, id_)
        if later is None:
            return
        now, own = later
        if self.word:
            computed = now.generated is not None
            own_table = part.name != self.column and columns.relation(home) == self.name
            if computed and own_table and mentions_column(part.generated or "", self.column):
                self.work.again(id_)
        elif part.generated is not None and self.name in {*mentioned(part.generated)}:
            self.work.again(id_)
        elif self.name in {*mentioned(part.type)}:
            if not (self.name in self.aside and self.work.handed(id_, "type")):
                _retype(self.work, id_, part, now, own)
        elif self.name in {*mentioned(part.default or "")} and now.default == part.default:
            _default_again(self.work, id_, now, own)


def _default_again(work: Work, id_: Id, now: model.Column, home: Home) -> None:
    head = columns.alter(now, home)
    token = ("default off", str(id_))
    off = step(f"{head} DROP DEFAULT;", Phase.FIRST, frees=now.default or "", makes=(token,))
    _once(work, id_, [off, step(f"{head} SET DEFAULT {now.default};", after=(token,))])


def _tune_again(work: Work, id_: Id, part: Any, home: Home) -> None:
    """The server builds the index anew, and forgets what it should know of its expressions."""
    later = work.find(work.now, id_)
    if isinstance(part, model.Index) and later is not None:
        text = tuned(later[0], qualified(home.schema, later[0].name))
        if text:
            _once(work, id_, [step(text, Phase.INDEX, after=(columns.relation(home),))])


def mentions_column(text: str, column: str) -> bool:
    found = re.search(rf"(?<![\w$\"]){re.escape(ident(column))}(?![\w$\"])", text)
    return found is not None


def _needs_key(thing: Any, column: str) -> bool:
    if isinstance(thing, model.ForeignKey):
        return " ".join(sorted(thing.referenced_columns)) == column
    definition = getattr(thing, "definition", ())
    return isinstance(thing, model.View | model.MaterializedView) and "GROUP BY" in str(definition)


def _once(work: Work, id_: Id, steps: list[Step]) -> None:
    there = work.steps.setdefault(id_, [])
    there.extend(one for one in steps if all(one.text != other.text for other in there))


def _step_aside(work: Work, id_: Id) -> None:
    """The old type gets another name; the new one is made; in the end the old one is dropped."""
    thing, home = work.was[id_[0]], work.home(work.was[id_[0]])
    spare = thing.name.encode()[:55].decode("utf-8", "ignore") + "__old"
    token, gone = ("aside", str(id_)), ("gone", str(id_))
    names = names_of(thing, home)
    rest = [s for s in work.steps[id_] if gone not in s.makes]
    moved = step(f"{home.alter} RENAME TO {ident(spare)};", Phase.FIRST, makes=(token,),
                 despite=names, touches=tuple((name, "") for name in names))  # fmt: skip
    if isinstance(thing, model.RangeType):
        own = thing.multirange or qualified(thing.schema, _multirange(thing))
        text = f"{moved.text}\nALTER TYPE {own} RENAME TO {ident(spare + '_m')};"
        moved = msgspec.structs.replace(moved, text=text)
    text = f"DROP {home.word} {qualified(thing.schema, spare)};"
    dropped = step(text, Phase.LAST, makes=(gone,), unmakes=names, frees=text_of(thing, home),
                   despite=(*names, (thing.schema, spare)), aside=True)  # fmt: skip
    rest = [_waiting_for(token, gone, one) for one in rest]
    work.steps[id_] = [moved, *rest, dropped]


def _waiting_for(token: Name, gone: Name, one: Step) -> Step:
    """It waits for the old type to step aside, not for its end."""

    def instead(names: tuple[Name, ...]) -> tuple[Name, ...]:
        return tuple(token if name == gone else name for name in names)

    pieces = tuple(msgspec.structs.replace(p, after=instead(p.after)) for p in one.apart)
    return msgspec.structs.replace(one, after=instead(one.after), apart=pieces)


def _retype(work: Work, id_: Id, old: model.Column, now: model.Column, home: Home) -> None:
    """By way of text to the new type of the same name."""
    if any(" TYPE " in one.text for one in work.steps.get(id_, [])):
        return
    head = columns.alter(now, home, only=False)
    token = ("default off", str(id_))
    steps = []
    if old.default is not None:
        steps.append(step(f"{columns.alter(now, home)} DROP DEFAULT;", Phase.FIRST,
                          frees=old.default, makes=(token,)))  # fmt: skip
    collation = f" COLLATE {now.collation}" if now.collation else ""
    touch: Touch = (columns.relation(home), now.name)
    steps.append(step(
        f"{head} TYPE {now.type}{collation}\n    USING {columns.cast(now)};", Phase.TABLE,
        frees=old.type, after=(token,), makes=(columns.relation(home), ("typed", str(id_))),
        touches=(touch,),
    ))  # fmt: skip
    if now.default is not None and old.default is not None:
        steps.append(step(f"{columns.alter(now, home)} SET DEFAULT {now.default};",
                          after=(("typed", str(id_)),)))  # fmt: skip
        there = work.steps.get(id_, [])
        work.steps[id_] = [s for s in there if "SET DEFAULT" not in s.text]
    _once(work, id_, steps)
