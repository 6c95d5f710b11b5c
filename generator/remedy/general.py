"""Fields that many classes have: comment, owner, options, privileges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from generator.ddl.privileges import WORDS
from generator.ddl.quoting import (
    ident,
    idents,
    joined,
    literal,
    qualified,
    role,
    storage_options,
)
from generator.ddl.statement import Home, Phase
from generator.remedy.homes import target
from generator.remedy.step import Step, alters, step
from snapshot import model


@alters(None, "comment")
def comment(old: Any, new: Any, home: Home) -> Iterator[Step]:
    word, name = (
        (home.word, home.name)
        if isinstance(new, model.Object | model.Partition)
        else target(new, home)
    )
    text = "NULL" if new.comment is None else literal(new.comment)
    yield step(f"COMMENT ON {word} {name} IS {text};", Phase.PRIVILEGE)


@alters(None, "owner")
def owner(old: Any, new: Any, home: Home) -> Iterator[Step]:
    yield step(f"{home.alter} OWNER TO {ident(home.owner)};", Phase.OPERATION)


def reset_and_set(old: Sequence[str], new: Sequence[str], alter: str) -> str:
    """Storage parameters `name=value`: those that went are reset, those that came are set."""
    names = {option.partition("=")[0] for option in new}
    gone = [name for option in old if (name := option.partition("=")[0]) not in names]
    come = [option for option in new if option not in old]
    shown = ", ".join(".".join(map(ident, name.split("."))) for name in gone)
    return joined(
        f"{alter} RESET ({shown});" if gone else "",
        f"{alter} SET {storage_options(come).removeprefix(' WITH ')};" if come else "",
    )


def foreign(old: Sequence[str], new: Sequence[str], alter: str) -> str:
    """`OPTIONS (ADD …, SET …, DROP …)` of what differs."""
    was, now = (dict(_pair(option) for option in options) for options in (old, new))
    words = [f"DROP {ident(name)}" for name in was if name not in now]
    words += [f"SET {ident(n)} {literal(v)}" for n, v in now.items() if was.get(n, v) != v]
    words += [f"ADD {ident(n)} {literal(v)}" for n, v in now.items() if n not in was]
    return f"{alter} OPTIONS ({', '.join(words)});"


def _pair(option: str) -> tuple[str, str]:
    name, _, value = option.partition("=")
    return name, value


@alters(None, "privileges")
def privileges(old: Any, new: Any, home: Home) -> Iterator[Step]:
    """Revoke what is too much, grant what is missing; an owner that is not listed has all."""
    if isinstance(new, model.Aggregate):  # GRANT has no ORDER BY
        name = f"{qualified(new.schema, new.name)}({new.argument_types})"
        home = msgspec.structs.replace(home, name=name)
    column = new.name if isinstance(new, model.Column | model.ViewColumn) else ""
    home = msgspec.structs.replace(home, column=column)
    text = granted(_as_owned(old, new), new.privileges, home)
    if text:
        yield step(text, Phase.PRIVILEGE)


def _as_owned(old: Any, new: Any) -> tuple[model.Privilege, ...]:
    """The old list once a new owner is there: what the old one had is the new one's."""
    was, now = getattr(old, "owner", None), getattr(new, "owner", None)
    if was == now:
        return tuple(old.privileges)
    return tuple(
        msgspec.structs.replace(p, grantee=now) if p.grantee == was else p
        for p in old.privileges
        if p.grantee != now
    )


def granted(
    old: Iterable[model.Privilege], new: Iterable[model.Privilege], home: Home
) -> str:  # fmt: skip
    was = {part.grantee: part for part in old}
    now = {part.grantee: part for part in new}
    commands: list[str] = []
    for name in sorted({*was, *now}):
        if was.get(name) != now.get(name):
            commands += _of_one(name, was.get(name), now.get(name), home)
    return joined(*commands)


def _of_one(
    name: str, old: model.Privilege | None, new: model.Privilege | None, home: Home
) -> Iterator[str]:
    on = f"ON {WORDS.get(home.word, home.word)} {home.name}"
    owner = name == home.owner and not home.column
    if owner and new is None:
        yield f"GRANT ALL {on} TO {role(name)};"
        return
    had, has = (set(p.privileges) if p else set() for p in (old, new))
    passed, passes = (set(p.grantable) if p else set() for p in (old, new))
    if owner and old is None:
        yield f"REVOKE ALL {on} FROM {role(name)};"
        had, passed = set(), set()
    if gone := sorted(had - has):
        yield f"REVOKE {_shown(gone, home)} {on} FROM {role(name)};"
    if less := sorted((passed - passes) & has):
        yield f"REVOKE GRANT OPTION FOR {_shown(less, home)} {on} FROM {role(name)};"
    if come := sorted(has - had - passes):
        yield f"GRANT {_shown(come, home)} {on} TO {role(name)};"
    if more := sorted(passes - passed):
        yield f"GRANT {_shown(more, home)} {on} TO {role(name)} WITH GRANT OPTION;"


def _shown(words: Iterable[str], home: Home) -> str:
    columns = f" ({idents([home.column])})" if home.column else ""
    return ", ".join(f"{word}{columns}" for word in words)
