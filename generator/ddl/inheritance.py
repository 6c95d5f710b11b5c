"""Tables that inherit. No command says of a column that it is only inherited, but its being so.

So a table for a while has all columns in their order, and the checks that are handed down; the heir
is made from it, given to its true parents, and the table is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

import msgspec

from generator.ddl import columns
from generator.ddl.quoting import foreign_options, ident, joined, qualified
from generator.ddl.statement import Home, Phase, Statement
from snapshot import model


def is_heir(thing: model.Object | model.Part) -> bool:
    """Whether anything in a table is there only because a parent has it."""
    if not isinstance(thing, model.Table) or not thing.inherits:
        return False
    checks = thing.check_constraints
    return any(c.inherited for c in thing.columns) or any(c.inherited for c in checks)


def for_a_while(home: Home) -> str:
    """The name of the table that stands in for the parents."""
    name = sha256(home.name.encode()).hexdigest()[:12]
    return qualified(home.schema, f"inherited_{name}")


def create(
    thing: model.Table, home: Home, kind: str, suffix: str, lines: list[Statement], *, bare: bool
) -> str:  # fmt: skip
    """CREATE TABLE of an heir, and before it of what it inherits for a while."""
    pieces = [(line, line.bare if bare else line.inline) for line in lines]
    own = [text for line, text in pieces if text is not None and not line.inherited]
    checks = [text for line, text in pieces if text is not None and line.inherited == "check"]
    all_columns = [_plain(part, home, bare) for part in thing.columns]
    stand_in = for_a_while(home)
    return joined(
        f"CREATE TABLE {stand_in} (\n{_lines([*all_columns, *checks])}\n);",
        f"CREATE {kind} {home.name} (\n{_lines(own)}\n) INHERITS ({stand_in}){suffix};",
        *(_own(part, home) for part in thing.columns if part.inherited),
    )


def given_to_parents(thing: model.Table, home: Home) -> Iterator[Statement]:
    """The heir gets its true parents, after the constraints of both are there."""
    commands = [f"{home.alter} INHERIT {parent};" for parent in thing.inherits]
    if is_heir(thing):
        stand_in = for_a_while(home)
        commands += [f"{home.alter} NO INHERIT {stand_in};", f"DROP TABLE {stand_in};"]
    if commands:
        yield Statement(phase=Phase.INHERIT, text=joined(*commands))


def _plain(part: model.Column, home: Home, bare: bool) -> str:
    """A column as it is inherited: what is not handed down stands with the heir."""
    default = part.default if part.inherited and not bare else None
    plain = msgspec.structs.replace(
        part, default=default, identity=None, nullable=True, not_null=None, foreign_options=()
    )
    return columns.line(plain, home)


def _own(part: model.Column, home: Home) -> str:
    """What an inherited column has of its own."""
    alter = f"{home.alter} ALTER COLUMN {ident(part.name)}"
    commands = []
    if part.not_null is not None and part.not_null.valid:
        said = columns.not_null(part.not_null).replace(
            "NOT NULL", f"NOT NULL {ident(part.name)}", 1
        )
        commands.append(f"{home.alter} ADD {said};")
    elif not part.nullable and part.not_null is None:
        commands.append(f"{alter} SET NOT NULL;")
    if part.foreign_options:
        commands.append(f"{alter}{foreign_options(part.foreign_options)};")
    return joined(*commands)


def _lines(lines: Iterable[str]) -> str:
    return ",\n".join(f"    {line}" for line in lines)
