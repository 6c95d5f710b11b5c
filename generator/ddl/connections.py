"""What reaches other servers. Secrets are masked in a snapshot: `***` stands for them here too."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ddl.quoting import comment, foreign_options, ident, idents, joined, literal, role
from generator.ddl.statement import Home, Phase, Statement, owned, writes
from generator.ddl.walk import parts_of
from snapshot import model


@writes(model.ForeignDataWrapper)
def foreign_data_wrapper(thing: model.ForeignDataWrapper) -> Iterator[Statement]:
    name = ident(thing.name)
    home = Home(word="FOREIGN DATA WRAPPER", name=name, owner=thing.owner, thing=thing)
    handler = f" HANDLER {thing.handler}" if thing.handler else ""
    validator = f" VALIDATOR {thing.validator}" if thing.validator else ""
    yield Statement(
        phase=Phase.FUNCTION,
        text=f"CREATE {home.word} {name}{handler}{validator}{foreign_options(thing.options)};",
        remarks=joined(owned(home), comment(home.word, name, thing.comment)),
        makes=(("FOREIGN DATA WRAPPER", thing.name),),
    )
    yield from parts_of(thing, home)


@writes(model.ForeignServer)
def foreign_server(thing: model.ForeignServer) -> Iterator[Statement]:
    name = ident(thing.name)
    home = Home(word="SERVER", name=name, owner=thing.owner, thing=thing)
    kind = f" TYPE {literal(thing.type)}" if thing.type is not None else ""
    version = f" VERSION {literal(thing.version)}" if thing.version is not None else ""
    yield Statement(
        phase=Phase.FUNCTION,
        text=f"CREATE SERVER {name}{kind}{version} FOREIGN DATA WRAPPER {ident(thing.wrapper)}"
        f"{foreign_options(thing.options)};",
        remarks=joined(owned(home), comment("SERVER", name, thing.comment)),
        makes=(("SERVER", thing.name),),
        after=(("FOREIGN DATA WRAPPER", thing.wrapper),),
    )
    yield from parts_of(thing, home)


@writes(model.UserMapping)
def user_mapping(part: model.UserMapping, home: Home) -> Iterator[Statement]:
    yield Statement(
        phase=Phase.TABLE,
        text=f"CREATE USER MAPPING FOR {role(part.user)} SERVER {home.name}"
        f"{foreign_options(part.options)};",
    )


@writes(model.Publication)
def publication(thing: model.Publication) -> Iterator[Statement]:
    name = ident(thing.name)
    home = Home(word="PUBLICATION", name=name, owner=thing.owner, thing=thing)
    lines = [*parts_of(thing, home)]
    members = [line.inline for line in lines if line.inline is not None]
    shown = [f"TABLE {', '.join(members)}"] if members else []
    if thing.schemas:
        shown.append(f"TABLES IN SCHEMA {idents(thing.schemas)}")
    what = " FOR ALL TABLES" if thing.all_tables else f" FOR {', '.join(shown)}" if shown else ""
    options = [f"publish = {literal(', '.join(thing.operations))}"]
    if thing.via_root:
        options.append("publish_via_partition_root = true")
    if thing.generated_columns != "none":
        options.append(f"publish_generated_columns = {thing.generated_columns}")
    yield Statement(
        phase=Phase.LINK,
        text=f"CREATE PUBLICATION {name}{what} WITH ({', '.join(options)});",
        remarks=joined(owned(home), comment("PUBLICATION", name, thing.comment)),
    )
    yield from (line for line in lines if line.inline is None)


@writes(model.PublishedTable)
def published_table(part: model.PublishedTable, home: Home) -> Iterator[Statement]:
    """One of the tables of CREATE PUBLICATION."""
    columns = f" ({idents(part.columns)})" if part.columns else ""
    where = f" WHERE ({part.where})" if part.where is not None else ""
    yield Statement(phase=Phase.LINK, inline=f"ONLY {part.name}{columns}{where}")


@writes(model.Subscription)
def subscription(thing: model.Subscription) -> Iterator[Statement]:
    """A subscription that does not connect: where to is masked in a snapshot."""
    name = ident(thing.name)
    home = Home(word="SUBSCRIPTION", name=name, owner=thing.owner, thing=thing)
    lines = [*parts_of(thing, home)]
    connection = next((line.inline for line in lines if line.inline is not None), "")
    slot = ident(thing.slot) if thing.slot else "NONE"
    options = ["connect = false", f"streaming = {thing.streaming}", f"slot_name = {slot}"]
    options += [
        f"{option} = {value}"
        for option, value in _options(thing)
        if value not in ("false", "off", "any", "default")
    ]
    if not thing.password_required:
        options.append("password_required = false")
    yield Statement(
        phase=Phase.LINK,
        text=f"CREATE SUBSCRIPTION {name} CONNECTION {literal(connection or '')}\n"
        f"    PUBLICATION {idents(thing.publications)}\n    WITH ({', '.join(options)});",
        remarks=joined(
            owned(home), _as_owner(thing, home), comment("SUBSCRIPTION", name, thing.comment)
        ),
    )
    yield from (line for line in lines if line.inline is None)


def _as_owner(thing: model.Subscription, home: Home) -> str:
    """Before 16 every subscription ran as its owner, and no option said so."""
    if not thing.run_as_owner:
        return ""
    told = literal(f"{home.alter} SET (run_as_owner = true)")
    return (
        "DO $chronicle$BEGIN IF current_setting('server_version_num')::integer >= 160000 THEN\n"
        f"    EXECUTE {told};\nEND IF; END$chronicle$;"
    )


def _options(thing: model.Subscription) -> Iterator[tuple[str, str]]:
    for field in ("binary", "two_phase", "disable_on_error", "failover"):
        yield field, str(getattr(thing, field)).lower()
    for field in ("synchronous_commit", "origin"):
        yield field, getattr(thing, field)


@writes(model.ConnectionString)
def connection_string(part: model.ConnectionString, home: Home) -> Iterator[Statement]:
    """Its keywords, each with a mask for its value."""
    shown = " ".join(f"{word}={model.MASKED}" for word in part.keywords)
    yield Statement(phase=Phase.LINK, inline=shown)
