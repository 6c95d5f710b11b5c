"""Identity columns, and what sequences share with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.ddl.columns import line
from generator.ddl.mentions import mentioned
from generator.ddl.quoting import comment, ident, joined
from generator.ddl.statement import Home, Name, Phase
from generator.remedy.columns import alter
from generator.remedy.general import granted
from generator.remedy.step import Step, alters, step
from snapshot import model

_ENDS = (2**15 - 1, 2**31 - 1)


@alters(model.Column, "identity")
def identity(old: model.Column, new: model.Column, home: Home) -> Iterator[Step] | None:
    was, now, head = old.identity, new.identity, alter(new, home, only=False)
    if now is None:
        assert was is not None
        drop = step(f"{head} DROP IDENTITY;", frees=line(old, home), unmakes=_name(was))
        if new.default is None:
            return iter([drop])
        return iter([drop, step(f"{alter(new, home)} SET DEFAULT {new.default};")])
    if was is None:
        shown = line(new, home).partition("GENERATED ")[2]
        shown = shown[: shown.rindex(" NOT NULL")] if " NOT NULL" in shown else shown
        if new.not_null is not None:
            shown = shown.removesuffix(f" CONSTRAINT {ident(new.not_null.name)}")
        fresh = model.Identity(now.generation, now.sequence)
        text = joined(f"{head} ADD GENERATED {shown};", _of_sequence(fresh, now))
        return iter([step(text, Phase.LINK, makes=_name(now))])
    return _altered_identity(was, now, head, new.type)


def _name(found: model.Identity) -> tuple[Name, ...]:
    """The name of its sequence, which one that is no identity's may have had, or get."""
    return tuple(mentioned(found.sequence))


def _of_sequence(was: model.Identity, now: model.Identity) -> str:
    told = comment("SEQUENCE", now.sequence, now.comment)
    if was.comment is not None and now.comment is None:
        told = f"COMMENT ON SEQUENCE {now.sequence} IS NULL;"
    logged = f"ALTER SEQUENCE {now.sequence} SET {'UN' if now.unlogged else ''}LOGGED;"
    return joined(logged if was.unlogged != now.unlogged else "",
                  told if was.comment != now.comment else "")  # fmt: skip


def _altered_identity(
    was: model.Identity, now: model.Identity, head: str, type_: str
) -> Iterator[Step]:
    commands = []
    if was.max_value in _ENDS and now.max_value is None and was.increment > 0:
        commands.append(f"ALTER SEQUENCE {was.sequence} AS {type_};")  # it may be of a smaller one
    if was.sequence != now.sequence:
        name = now.sequence.rpartition(".")[2]
        commands.append(f"ALTER SEQUENCE {was.sequence} RENAME TO {name};")
    if was.generation != now.generation:
        commands.append(f"{head} SET GENERATED {now.generation.upper()};")
    if options := sequence_changes(was, now):
        commands.append(f"{head} {' '.join(f'SET {option}' for option in options)};")
    commands.append(_of_sequence(was, now))
    if text := joined(*commands):
        yield step(text)


def sequence_changes(was: Any, now: Any) -> list[str]:
    """What differs, each field said: ALTER SEQUENCE leaves alone what it is not told."""
    words = []
    if was.increment != now.increment:
        words.append(f"INCREMENT BY {now.increment}")
    for field, word in (("min_value", "MINVALUE"), ("max_value", "MAXVALUE")):
        value = getattr(now, field)
        if getattr(was, field) != value or (was.increment > 0) != (now.increment > 0):
            words.append(f"NO {word}" if value is None else f"{word} {value}")
    if was.start != now.start:
        words.append(f"START WITH {now.start}")
    if was.cache != now.cache:
        words.append(f"CACHE {now.cache}")
    if was.cycle != now.cycle:
        words.append("CYCLE" if now.cycle else "NO CYCLE")
    return words


@alters(model.Column, "sequence_privileges")
def sequence_privileges(old: model.Column, new: model.Column, home: Home) -> Iterator[Step]:
    if new.identity is not None:
        own = Home(word="SEQUENCE", name=new.identity.sequence, owner=home.owner, thing=home.thing)
        was = old.sequence_privileges if old.identity is not None else ()
        if text := granted(was, new.sequence_privileges, own):
            yield step(text, Phase.PRIVILEGE)
