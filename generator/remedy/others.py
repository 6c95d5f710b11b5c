"""Extensions, event triggers, foreign data, publications, subscriptions, text search, grants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from generator.ddl.quoting import ident, idents, joined, literal
from generator.ddl.statement import Home, Phase
from generator.remedy.general import foreign
from generator.remedy.homes import statements
from generator.remedy.step import Step, alters, drops, step
from snapshot import model

_ENABLED = {
    "origin": "ENABLE", "disabled": "DISABLE", "replica": "ENABLE REPLICA",
    "always": "ENABLE ALWAYS",
}  # fmt: skip


@alters(model.Extension, "version", "members")
def version(old: model.Extension, new: model.Extension, home: Home) -> Iterator[Step]:
    if old.version != new.version:
        text = f"ALTER EXTENSION {home.name} UPDATE TO {literal(new.version)};"
        yield step(text, Phase.EXTENSION, makes=(("EXTENSION", new.name),))


@alters(model.Extension, "schema")
def moved(old: model.Extension, new: model.Extension, home: Home) -> Iterator[Step]:
    yield step(f"{home.alter} SET SCHEMA {ident(new.schema)};", Phase.EXTENSION)


@alters(model.EventTrigger, "enabled")
def event_trigger(old: Any, new: model.EventTrigger, home: Home) -> Iterator[Step]:
    yield step(f"{home.alter} {_ENABLED[new.enabled]};", Phase.LATER)


@alters(model.ForeignDataWrapper, "handler", "validator", "options")
def wrapper(
    old: model.ForeignDataWrapper, new: model.ForeignDataWrapper, home: Home
) -> Iterator[Step]:
    words = []
    for field in ("handler", "validator"):
        value = getattr(new, field)
        if getattr(old, field) != value:
            words.append(f"{field.upper()} {value}" if value else f"NO {field.upper()}")
    if old.options != new.options:
        words.append(foreign(old.options, new.options, "").strip().removesuffix(";"))
    yield step(f"{home.alter} {' '.join(words)};", Phase.FUNCTION)


@alters(model.ForeignServer, "version", "options")
def server(old: model.ForeignServer, new: model.ForeignServer, home: Home) -> Iterator[Step]:
    if new.version is None and old.version is not None:
        told = " VERSION NULL"
    else:
        told = f" VERSION {literal(new.version or '')}" if old.version != new.version else ""
    options = foreign(old.options, new.options, "").removesuffix(";")
    yield step(f"{home.alter}{told}{options if old.options != new.options else ''};",
               Phase.FUNCTION)  # fmt: skip


@alters(model.UserMapping, "options")
def mapping(old: model.UserMapping, new: model.UserMapping, home: Home) -> Iterator[Step]:
    head = "ALTER" + statements(new, home)[0].text.partition(" OPTIONS")[0].removeprefix("CREATE")
    yield step(foreign(old.options, new.options, head.removesuffix(";")), Phase.TABLE)


@alters(model.Publication, "operations", "via_root", "generated_columns")
def publication(old: model.Publication, new: model.Publication, home: Home) -> Iterator[Step]:
    words = []
    if old.operations != new.operations:
        words.append(f"publish = {literal(', '.join(new.operations))}")
    if old.via_root != new.via_root:
        words.append(f"publish_via_partition_root = {str(new.via_root).lower()}")
    if old.generated_columns != new.generated_columns:
        words.append(f"publish_generated_columns = {new.generated_columns}")
    yield step(f"{home.alter} SET ({', '.join(words)});", Phase.LINK)


@alters(model.Publication, "schemas")
def schemas(old: model.Publication, new: model.Publication, home: Home) -> Iterator[Step]:
    gone, come = (
        sorted({*a.schemas} - {*b.schemas}) for a, b in ((old, new), (new, old))
    )  # fmt: skip
    yield step(joined(
        f"{home.alter} DROP TABLES IN SCHEMA {idents(gone)};" if gone else "",
        f"{home.alter} ADD TABLES IN SCHEMA {idents(come)};" if come else "",
    ), Phase.LINK)  # fmt: skip


_SUBSCRIBED = (
    "binary", "streaming", "two_phase", "disable_on_error", "password_required", "run_as_owner",
    "failover", "synchronous_commit", "origin",
)  # fmt: skip


@alters(model.Subscription, *_SUBSCRIBED)
def subscription(old: model.Subscription, new: model.Subscription, home: Home) -> Iterator[Step]:
    shown = [f"{f} = {_value(getattr(new, f))}" for f in _SUBSCRIBED
             if getattr(old, f) != getattr(new, f)]  # fmt: skip
    yield step(f"{home.alter} SET ({', '.join(shown)});", Phase.LINK)


def _value(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@alters(model.Subscription, "slot")
def slot(old: model.Subscription, new: model.Subscription, home: Home) -> Iterator[Step]:
    shown = literal(new.slot) if new.slot else "NONE"
    yield step(f"{home.alter} SET (slot_name = {shown});", Phase.LINK)


@alters(model.Subscription, "enabled")
def subscribed(old: model.Subscription, new: model.Subscription, home: Home) -> Iterator[Step]:
    yield step(f"{home.alter} {'ENABLE' if new.enabled else 'DISABLE'};", Phase.LATER)


@alters(model.Subscription, "connection")
def connection(old: model.Subscription, new: model.Subscription, home: Home) -> Iterator[Step]:
    words = new.connection.keywords if new.connection else ()
    text = " ".join(f"{word}={model.MASKED}" for word in words)
    yield step(f"{home.alter} CONNECTION {literal(text)};", Phase.LINK)


@drops(model.Subscription)
def drop_subscription(thing: model.Subscription, home: Home) -> str:
    """Without its slot, which is at the other end: that stays, and is dropped there."""
    return joined(
        f"{home.alter} DISABLE;", f"{home.alter} SET (slot_name = NONE);",
        f"DROP SUBSCRIPTION {home.name};",
    )  # fmt: skip


@alters(model.TokenMapping, "dictionaries")
def token(old: model.TokenMapping, new: model.TokenMapping, home: Home) -> Iterator[Step]:
    text = f"{home.alter} ALTER MAPPING FOR {ident(new.token)} WITH {', '.join(new.dictionaries)};"
    yield step(text, Phase.OPERATION, frees=" ".join(old.dictionaries))


@alters(model.TextSearchDictionary, "options")
def dictionary(
    old: model.TextSearchDictionary, new: model.TextSearchDictionary, home: Home
) -> Iterator[Step] | None:
    """An option by its name alone goes back to what it is by default."""
    was, now = (_names(thing.options) for thing in (old, new))
    shown = [*([new.options] if new.options else []), *sorted(was - now)]
    return iter([step(f"{home.alter} ({', '.join(shown)});", Phase.OPERATION)])


def _names(options: str | None) -> set[str]:
    return {part.partition("=")[0].strip() for part in (options or "").split(",") if part.strip()}


@alters(model.SecurityLabel, "label")
def label(old: Any, new: model.SecurityLabel, home: Home) -> Iterator[Step]:
    for one in statements(new, home):
        yield step(one.text, Phase.PRIVILEGE)


@alters(model.DefaultPrivilege, "privileges")
def default_privileges(
    old: model.DefaultPrivilege, new: model.DefaultPrivilege, home: Home
) -> Iterator[Step]:
    """First what is too much, then all of what is to be: the writer's way."""
    yield step(joined(drop_default(old, home), *(s.text for s in statements(new, home))),
               Phase.LATER)  # fmt: skip


@drops(model.DefaultPrivilege)
def drop_default(thing: model.DefaultPrivilege, home: Home) -> str:
    """Back to what PostgreSQL has by itself: the owner everything, and PUBLIC where it has some."""
    scope = f" IN SCHEMA {ident(thing.in_schema)}" if thing.in_schema is not None else ""
    alter = f"ALTER DEFAULT PRIVILEGES FOR ROLE {ident(thing.role)}{scope}"
    on = f"ON {thing.objects.upper()}"
    names = sorted({p.grantee for p in thing.privileges})
    shown = [n if n == "PUBLIC" else ident(n) for n in names]
    commands = [f"{alter} REVOKE ALL {on} FROM {name};" for name in shown]
    if thing.in_schema is None:
        commands.append(f"{alter} GRANT ALL {on} TO {ident(thing.role)};")
        if thing.objects in ("functions", "types"):
            commands.append(f"{alter} GRANT ALL {on} TO PUBLIC;")
    return joined(*commands)


@alters(model.SuppliedObject, "granted", "revoked")
def supplied(old: model.SuppliedObject, new: model.SuppliedObject, home: Home) -> Iterator[Step]:
    was, now = set(old.granted), set(new.granted)
    gone, back = set(old.revoked), set(new.revoked)
    change = msgspec.structs.replace(
        new, granted=tuple(sorted((now - was) | (gone - back))),
        revoked=tuple(sorted((was - now) | (back - gone))),
    )  # fmt: skip
    yield step(joined(*(s.text for s in statements(change, home))), Phase.PRIVILEGE)


@drops(model.SuppliedObject)
def drop_supplied(thing: model.SuppliedObject, home: Home) -> str:
    mirror = msgspec.structs.replace(thing, granted=thing.revoked, revoked=thing.granted)
    return joined(*(s.text for s in statements(mirror, home)))
