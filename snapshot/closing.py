"""`unlisted`: of which kinds nothing more may be there than the files list.

A closed place is `public/tables` (a kind in a schema), `schemas` (a kind of the database itself),
`public/*` (all that lives in a schema) or `*` (all that lives in the database itself).
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from snapshot import model
from snapshot.codec import segment

ALL = "all"
DATABASE = "database"  # the word for what lives in no schema; a schema called so is quoted
_NEVER = "databases"  # there is exactly one, always: `all` does not mean it
_DUE = "`all`, a list of kinds such as [tables, enums], or a mapping of schemas to these, is due"


class Unclear(Exception):
    """(place, what) of something that is not well formed."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(where, what)
        self.where, self.what = where, what


def read(told: Any, schema: str) -> tuple[str, ...]:
    """The places that a domain file closes, sorted. Raises `Unclear`."""
    if told is None or told == []:
        return ()
    if told == ALL:
        return tuple(sorted(("*", f"{segment(schema)}/*")))
    if isinstance(told, list):
        return tuple(sorted(_place(kind, schema, "unlisted.") for kind in told))
    if not isinstance(told, dict):
        raise Unclear("unlisted", _DUE)
    places: list[str] = []
    for name, kinds in told.items():
        where = f"unlisted.{name}"
        if not isinstance(name, str) or not name:
            raise Unclear(where, "the name of a schema, or `database`, is due: quote it")
        inside = None if name == DATABASE else name.removeprefix('"').removesuffix('"')
        if kinds == ALL:
            places.append("*" if inside is None else f"{segment(inside)}/*")
        elif isinstance(kinds, list):
            places += [_place(kind, inside, f"{where}.", strict=True) for kind in kinds]
        else:
            raise Unclear(where, "`all`, or a list of kinds such as [tables, enums], is due")
    return tuple(sorted(places))


def _place(kind: Any, schema: str | None, where: str, *, strict: bool = False) -> str:
    if not isinstance(kind, str) or kind not in model.kinds():
        near = difflib.get_close_matches(str(kind), list(model.kinds()), 1)
        hint = f"; did you mean `{near[0]}`?" if near else ""
        raise Unclear(f"{where}{kind}", "no such word" + hint)
    if not model.lives_in_schema(kind):
        if strict and schema is not None:
            raise Unclear(f"{where}{kind}", f"these live in no schema: put it under `{DATABASE}`")
        return kind
    if schema is None:
        raise Unclear(f"{where}{kind}", "these live in a schema: put it under the schema's name")
    return f"{segment(schema)}/{kind}"


def written(places: Mapping[str, Iterable[str]], whole: Collection[str]) -> Any:
    """How a domain file says it.

    `whole` are schemas to close for good, and the database with them; else `places` closes kinds
    by schema.
    """
    if whole:
        return ALL if set(whole) == {"public"} else dict.fromkeys([DATABASE, *_words(whole)], ALL)
    if set(places) == {"public"}:
        return list(places["public"])
    return dict(zip(_words(sorted(places)), (list(places[s]) for s in sorted(places)), strict=True))


def _words(schemas: Iterable[str]) -> list[str]:
    return [f'"{name}"' if name == DATABASE else name for name in sorted(schemas)]


def closes(places: Collection[str], key: str) -> bool:
    """Whether a thing that nobody lists is a finding."""
    folder = key.rpartition("/")[0]
    whole = f"{folder.split('/')[0]}/*" if "/" in folder else "*"
    return folder in places or (whole in places and folder != _NEVER)


def kinds(places: Iterable[str], *, explicitly: bool = False) -> set[str]:
    """The folders of all kinds that are closed anywhere, or of those that are named."""
    found: set[str] = set()
    for place in places:
        folder = place.rpartition("/")[2]
        if folder != "*":
            found.add(folder)
        elif not explicitly:
            inside = "/" in place
            found |= {kind for kind in model.kinds() if model.lives_in_schema(kind) == inside}
            found -= {_NEVER}
    return found
