"""Text search: parsers, templates, dictionaries, configurations."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ddl.quoting import comment, ident, joined, qualified
from generator.ddl.statement import Home, Phase, Statement, owned, writes
from generator.ddl.walk import parts_of
from snapshot import model


@writes(model.TextSearchParser)
def parser(thing: model.TextSearchParser) -> Iterator[Statement]:
    clauses = [
        f"START = {thing.start}",
        f"GETTOKEN = {thing.token}",
        f"END = {thing.end}",
        f"LEXTYPES = {thing.token_types}",
        *([f"HEADLINE = {thing.headline}"] if thing.headline else []),
    ]
    yield _made("PARSER", thing, clauses)


@writes(model.TextSearchTemplate)
def template(thing: model.TextSearchTemplate) -> Iterator[Statement]:
    first = [f"INIT = {thing.init}"] if thing.init else []
    yield _made("TEMPLATE", thing, [*first, f"LEXIZE = {thing.lexize}"])


@writes(model.TextSearchDictionary)
def dictionary(thing: model.TextSearchDictionary) -> Iterator[Statement]:
    options = [thing.options] if thing.options else []
    yield _made("DICTIONARY", thing, [f"TEMPLATE = {thing.template}", *options], thing.owner)


@writes(model.TextSearchConfiguration)
def configuration(thing: model.TextSearchConfiguration) -> Iterator[Statement]:
    yield _made("CONFIGURATION", thing, [f"PARSER = {thing.parser}"], thing.owner)
    name = qualified(thing.schema, thing.name)
    home = Home(word="TEXT SEARCH CONFIGURATION", name=name, owner=thing.owner, thing=thing)
    yield from parts_of(thing, home)


@writes(model.TokenMapping)
def token_mapping(part: model.TokenMapping, home: Home) -> Iterator[Statement]:
    dictionaries = ", ".join(part.dictionaries)
    text = f"{home.alter} ADD MAPPING FOR {ident(part.token)} WITH {dictionaries};"
    yield Statement(phase=Phase.OPERATION, text=text)


def _made(
    word: str,
    thing: model.TextSearchParser
    | model.TextSearchTemplate
    | model.TextSearchDictionary
    | model.TextSearchConfiguration,
    clauses: list[str],
    owner: str | None = None,
) -> Statement:
    """Nobody owns a parser or a template."""
    name = qualified(thing.schema, thing.name)
    home = Home(word=f"TEXT SEARCH {word}", name=name, owner=owner or "", thing=thing)
    return Statement(
        phase=Phase.OPERATION,
        text=f"CREATE {home.word} {name} ({', '.join(clauses)});",
        remarks=joined(owned(home) if owner else "", comment(home.word, name, thing.comment)),
        makes=((thing.schema, thing.name),),
    )
