"""Privileges: what a snapshot lists is the whole of it, so what the server gives by itself goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.ddl.quoting import ident, joined, role
from generator.ddl.statement import Home, Phase, Statement, writes
from snapshot import model

_GIVEN = {  # what PUBLIC may do with a thing when nobody said anything
    "DATABASE": {"CONNECT", "TEMPORARY"},
    "DOMAIN": {"USAGE"},
    "FUNCTION": {"EXECUTE"},
    "LANGUAGE": {"USAGE"},
    "PROCEDURE": {"EXECUTE"},
    "TYPE": {"USAGE"},
}
WORDS = dict.fromkeys(("FOREIGN TABLE", "VIEW", "MATERIALIZED VIEW"), "TABLE") | {
    "AGGREGATE": "FUNCTION", "SERVER": "FOREIGN SERVER",
}  # fmt: skip
"""What GRANT calls a thing that ALTER calls otherwise."""


@writes(model.Privilege)
def privilege(part: model.Privilege, home: Home) -> Iterator[Statement]:
    """What one role may do. An owner that is listed has less, or other, than owners have."""
    given = _GIVEN.get(home.word, set()) if part.grantee == "PUBLIC" else set()
    revoke = ""
    if (part.grantee == home.owner and not home.column) or given - {*part.privileges}:
        revoke, given = _revoke(part.grantee, home), set()
    plain = [p for p in part.privileges if p not in given and p not in part.grantable]
    text = joined(
        revoke,
        _grant(plain, part.grantee, home, ""),
        _grant(part.grantable, part.grantee, home, " WITH GRANT OPTION"),
    )
    if text:
        yield Statement(phase=_phase(home), text=text)


def withheld(privileges: Iterable[model.Privilege], home: Home) -> Iterator[Statement]:
    """Take from PUBLIC what it has by default, where the snapshot does not list it at all."""
    if home.word in _GIVEN and all(p.grantee != "PUBLIC" for p in privileges):
        yield Statement(phase=_phase(home), text=_revoke("PUBLIC", home))


@writes(model.SequencePrivilege)
def sequence_privilege(part: model.SequencePrivilege, home: Home) -> Iterator[Statement]:
    """Of the sequence of an identity column."""
    column = next(c for c in home.thing.columns if c.name == home.column)  # type: ignore[union-attr]
    if column.identity is not None:
        own = Home(
            word="SEQUENCE", name=column.identity.sequence, owner=home.owner, thing=home.thing
        )
        yield from privilege(part, own)


def grantee(word: str) -> str:
    """The role of `role: SELECT WITH GRANT OPTION`."""
    return word.rpartition(": ")[0]


def _phase(home: Home) -> Phase:
    """Last, but for schemas: an index is built with the rights of its table's owner."""
    return Phase.SCHEMA if home.word in ("SCHEMA", "DATABASE") else Phase.PRIVILEGE


def _target(home: Home) -> str:
    return f"{WORDS.get(home.word, home.word)} {home.name}"


def _revoke(grantee: str, home: Home) -> str:
    return f"REVOKE ALL ON {_target(home)} FROM {role(grantee)};"


def _grant(privileges: Iterable[str], grantee: str, home: Home, option: str) -> str:
    columns = f" ({ident(home.column)})" if home.column else ""
    shown = ", ".join(f"{privilege}{columns}" for privilege in privileges)
    return shown and f"GRANT {shown} ON {_target(home)} TO {role(grantee)}{option};"
