"""Objects as the YAML of a domain states them: what `chronicle expect` writes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from snapshot import closing, model, patterns, yamlfile
from snapshot.codec import key_of, quoted


def stated(
    thing: model.Object, level: str, unread: Collection[str] = (), unsaid: Collection[str] = ()
) -> dict[str, Any]:
    """How YAML states an object: by `names`, by `counts` of columns, or in `full`.

    In full only when the kinds of all its parts were read: `unread` are those that were not.
    `unsaid` are fields of which nothing is stated.
    """
    if level == "names":
        return yamlfile.Flow()
    if level == "counts":
        counted = "columns" in model.children(type(thing))
        columns = getattr(thing, "columns", ())
        return yamlfile.Flow(columns=len(columns)) if counted else yamlfile.Flow()
    whole = _inside(type(thing)).isdisjoint(unread)
    told = {field: value for field, value in _stated(thing).items() if field not in unsaid}
    return {**({"full": True} if whole else {}), **told}


def _inside(cls: type) -> set[str]:
    """The kinds of the parts of a class, at any depth."""
    parts = model.children(cls).values()
    return {kind for part in parts for kind in (model.kind_name(part), *_inside(part))}


def _stated(thing: msgspec.Struct) -> dict[str, Any]:
    plain = msgspec.to_builtins(thing)
    inner = model.children(type(thing))
    found: dict[str, Any] = {}
    for field, value in plain.items():
        if field == "kind" or (isinstance(thing, model.Object) and field in thing.KEY):
            continue
        if field not in inner:
            found[field] = model.listed(value)
        elif model.is_single(type(thing), field):
            found[field] = yamlfile.Flow(model.listed(value))
        else:
            key = inner[field].KEY
            found[field] = {
                getattr(part, key): yamlfile.Flow(_part(part)) for part in getattr(thing, field)
            }
    return found


def _part(part: model.Part) -> dict[str, Any]:
    fields = {k: v for k, v in _stated(part).items() if k != type(part).KEY}
    return {k: yamlfile.Flow(v) if isinstance(v, dict) else v for k, v in fields.items()}


def written(thing: model.Object, home: str = "public") -> str:
    """The name of an object in a domain file; what would be misread comes quoted as in SQL.

    `home` is the schema that the file speaks of where it names none.
    """
    schema, name = getattr(thing, "schema", ""), thing.identifier
    if not model.lives_in_schema(model.folder_of(type(thing))):
        return name
    wild = patterns.is_wild(name, type(thing))
    if schema != home:
        own = quoted(name) if wild else name
        return (quoted(schema) if re.search('[.("*?]', schema) else schema) + "." + own
    plain = "." not in name.split("(")[0] and not name.startswith('"') and not wild
    return name if plain else quoted(name)


def text_of_domain(
    domain: str, things: Iterable[model.Object], level: str, *, whole: Collection[str] = (),
    unread: Collection[str] = (), unsaid: Collection[str] = (),
) -> str:  # fmt: skip
    """One domain file that states these objects.

    It closes `whole`, schemas, with all of the database; or the kinds that it states, in the
    schemas that it states them in.
    """
    by_folder: dict[str, dict[str, Any]] = {}
    places: dict[str, dict[str, None]] = {}
    for thing in sorted(things, key=key_of):
        folder = model.folder_of(type(thing))
        by_folder.setdefault(folder, {})[written(thing)] = stated(thing, level, unread, unsaid)
        if model.lives_in_schema(folder):
            places.setdefault(thing.schema, {})[folder] = None  # type: ignore[attr-defined]
    in_order = {folder: by_folder[folder] for folder in model.kinds() if folder in by_folder}
    named = {s: [f for f in model.kinds() if f in folders] for s, folders in places.items()}
    closed = {"unlisted": closing.written(named, whole)} if whole or named else {}
    return yamlfile.dump({"domain": domain, **closed, **in_order})


def text_of_counts(domain: str, tables: Mapping[str, int | None]) -> str:
    """One domain file of tables by name, with the number of columns where that is known.

    It closes nothing: who says so much knows no more than that these are there.
    """
    told = {
        name: yamlfile.Flow() if number is None else yamlfile.Flow(columns=number)
        for name, number in sorted(tables.items())
    }
    return yamlfile.dump({"domain": domain, "tables": told})
