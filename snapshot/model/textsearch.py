"""Text search: how a document becomes words that an index can hold."""

from __future__ import annotations

from snapshot.model.base import Object, Part


class TokenMapping(Part, frozen=True):
    """Which dictionaries see a sort of token, in their order (`pg_ts_config_map`)."""

    KEY = "token"
    token: str
    dictionaries: tuple[str, ...]


class TextSearchConfiguration(Object, tag="text search configuration", frozen=True):
    """`pg_ts_config`."""

    CATALOG = "pg_ts_config"
    schema: str
    owner: str
    parser: str
    comment: str | None = None
    mappings: tuple[TokenMapping, ...] = ()


class TextSearchDictionary(Object, tag="text search dictionary", frozen=True):
    """`pg_ts_dict`."""

    CATALOG = "pg_ts_dict"
    schema: str
    owner: str
    template: str
    comment: str | None = None
    options: str | None = None


class TextSearchParser(Object, tag="text search parser", frozen=True):
    """`pg_ts_parser`. Nobody owns one: only superusers make them."""

    CATALOG = "pg_ts_parser"
    schema: str
    start: str
    token: str
    end: str
    token_types: str
    comment: str | None = None
    headline: str | None = None


class TextSearchTemplate(Object, tag="text search template", frozen=True):
    """`pg_ts_template`. Nobody owns one: only superusers make them."""

    CATALOG = "pg_ts_template"
    schema: str
    lexize: str
    comment: str | None = None
    init: str | None = None
