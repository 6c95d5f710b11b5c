"""What changes the effect of other commands, or the privileges of what is there already."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ddl.privileges import grantee
from generator.ddl.quoting import comment, ident, joined, literal, role
from generator.ddl.statement import Home, Phase, Statement, owned, writes
from generator.ddl.walk import parts_of
from snapshot import model

_ENABLED = {"disabled": "DISABLE", "replica": "ENABLE REPLICA", "always": "ENABLE ALWAYS"}
_TYPED = {"functions": "EXECUTE", "types": "USAGE"}  # what PUBLIC may do when nobody said anything
_TARGETS = {  # as pg_identify_object has it → as GRANT has it
    "aggregate": "FUNCTION", "foreign table": "TABLE",
    "foreign-data wrapper": "FOREIGN DATA WRAPPER", "materialized view": "TABLE",
    "server": "FOREIGN SERVER", "table": "TABLE", "view": "TABLE", "window function": "FUNCTION",
}  # fmt: skip


@writes(model.EventTrigger)
def event_trigger(thing: model.EventTrigger) -> Iterator[Statement]:
    """Last of all, or it would see the rest of the script."""
    name = ident(thing.name)
    home = Home(word="EVENT TRIGGER", name=name, owner=thing.owner, thing=thing)
    tags = f"\n    WHEN TAG IN ({', '.join(map(literal, thing.tags))})" if thing.tags else ""
    state = _ENABLED.get(thing.enabled)
    yield Statement(
        phase=Phase.LATER,
        text=f"CREATE EVENT TRIGGER {name} ON {thing.event}{tags}\n"
        f"    EXECUTE FUNCTION {thing.function}();",
        remarks=joined(
            owned(home),
            f"{home.alter} {state};" if state else "",
            comment("EVENT TRIGGER", name, thing.comment),
        ),
    )
    yield from parts_of(thing, home)


@writes(model.DefaultPrivilege)
def default_privilege(thing: model.DefaultPrivilege) -> Iterator[Statement]:
    """Once everything is made: it is about what comes after."""
    scope = f" IN SCHEMA {ident(thing.in_schema)}" if thing.in_schema is not None else ""
    alter = f"ALTER DEFAULT PRIVILEGES FOR ROLE {ident(thing.role)}{scope}"
    on = f"ON {thing.objects.upper()}"
    commands = []
    listed = {part.grantee for part in thing.privileges}
    if thing.in_schema is None:
        gone = [thing.role] if thing.role in listed else []
        gone += ["PUBLIC"] if thing.objects in _TYPED else []
        commands = [f"{alter} REVOKE ALL {on} FROM {role(name)};" for name in gone]
    for part in thing.privileges:
        plain = [word for word in part.privileges if word not in part.grantable]
        for words, option in ((plain, ""), (part.grantable, " WITH GRANT OPTION")):
            if words:
                shown = ", ".join(words)
                commands.append(f"{alter} GRANT {shown} {on} TO {role(part.grantee)}{option};")
    yield Statement(phase=Phase.LATER, text=joined(*commands))


@writes(model.SuppliedObject)
def supplied_object(thing: model.SuppliedObject) -> Iterator[Statement]:
    """What came with PostgreSQL or an extension keeps what it came with, but for these."""
    commands = []
    for word in thing.revoked:
        who, what = grantee(word), word[len(grantee(word)) + 2 :]
        what, columns, on = _target(thing.name, what.removesuffix(" WITH GRANT OPTION"))
        commands.append(f"REVOKE {what}{columns} ON {on} FROM {role(who)};")
    for word in thing.granted:
        who, what = grantee(word), word[len(grantee(word)) + 2 :]
        option = " WITH GRANT OPTION" if what.endswith(" WITH GRANT OPTION") else ""
        what, columns, on = _target(thing.name, what.removesuffix(" WITH GRANT OPTION"))
        commands.append(f"GRANT {what}{columns} ON {on} TO {role(who)}{option};")
    after = (("EXTENSION", thing.extension),) if thing.extension is not None else ()
    yield Statement(phase=Phase.PRIVILEGE, text=joined(*commands), after=after)


def _target(name: str, what: str) -> tuple[str, str, str]:
    """The privilege, the column in parentheses, the object: of `table column a.b.c`."""
    for word in [f"{kind} column " for kind, word in _TARGETS.items() if word == "TABLE"]:
        if name.startswith(word):
            table, _, column = _rsplit(name.removeprefix(word))
            return what, f" ({column})", f"TABLE {table}"
    kinds = sorted((*_TARGETS, "function", "procedure", "language", "schema", "sequence", "type",
                    "domain"), key=len, reverse=True)  # fmt: skip
    kind = next(kind for kind in kinds if name.startswith(f"{kind} "))
    return what, "", f"{_TARGETS.get(kind, kind.upper())} {name.removeprefix(kind).strip()}"


def _rsplit(name: str) -> tuple[str, str, str]:
    """The last part of a qualified name, in quotes or not, and what stands before it."""
    if not name.endswith('"'):
        return name.rpartition(".")
    start = name.rindex('."')
    return name[:start], ".", name[start + 1 :]


@writes(model.SecurityLabel)
def security_label(part: model.SecurityLabel, home: Home) -> Iterator[Statement]:
    """Its provider must be loaded on the server."""
    on = f"{home.word} {home.name}"
    if home.column:
        on = f"COLUMN {home.name}.{ident(home.column)}"
    text = f"SECURITY LABEL FOR {ident(part.provider)} ON {on} IS {literal(part.label)};"
    yield Statement(phase=Phase.PRIVILEGE, text=text)
