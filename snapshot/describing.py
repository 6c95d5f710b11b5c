"""JSON Schemas of the YAML that people write, found by walking the model: editors read them.

What they cannot know: whether a thing stands in two files, or twice by two spellings of its name;
whether a declared rename makes sense; that a key is no text; and what YAML 1.1 reads as something
else than text (`on`, `2024-01-01`), which editors may take for text.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import cache
from typing import Any, get_args, get_type_hints

import msgspec

from snapshot import closing, model, waivers
from snapshot.renaming import WORD

Schema = dict[str, Any]
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Schema = {"type": "string", "minLength": 1}
_NUMBER: Schema = {"type": "integer", "minimum": 0, "description": "How many there are."}
_ABSENT: Schema = {"type": "null", "description": "Must not be there."}
_NAMED: Schema = {"minLength": 1}


def expected() -> Schema:
    """Of a domain file."""
    made = _Made()
    kinds = model.kinds()
    told = {
        "domain": {**_TEXT, "type": ["string", "null"], "description": "Default: the file's name."},
        "owner": {"type": ["string", "null"], "description": "Who answers for it."},
        "description": {"type": ["string", "null"]},
        "schema": {
            **_TEXT, "type": ["string", "null"],
            "description": "Where names without a schema live. Default: public.",
        },
        "unlisted": _closed(),
    }  # fmt: skip
    for folder, cls in kinds.items():
        thing = {"anyOf": [_ABSENT, made.ref(cls, top=True)]}
        told[folder] = {
            "description": comment_of(cls), "type": "object", "propertyNames": _NAMED,
            "additionalProperties": thing,
        }  # fmt: skip
    return {
        "$schema": _DRAFT, "title": "A domain of the expectation (expected/*.yml)",
        "type": "object", "properties": told, "additionalProperties": False, "$defs": made.defs(),
    }  # fmt: skip


def waived() -> Schema:
    """Of `waivers.yml`."""
    own = _values([waivers.Waiver])[1]["Waiver"]
    own["properties"]["expires"]["format"] = "date"
    for field in own["required"]:
        own["properties"][field]["minLength"] = 1
    own["anyOf"] = [
        {"required": [field], "properties": {field: _TEXT}}
        for field in ("finding", "rule", "object")
    ]
    _describe(own, waivers.Waiver)
    listed = {"type": ["array", "null"], "items": own}
    return {
        "$schema": _DRAFT, "title": "Findings that are accepted for a time (waivers.yml)",
        "type": "object", "properties": {"waivers": listed}, "additionalProperties": False,
    }  # fmt: skip


def of_struct(cls: type[msgspec.Struct], title: str) -> Schema:
    """Of a file that is one struct, such as `chronicle.yml`."""
    (own,), parts = _values([cls])
    found = {**own, "$defs": parts}
    return {"$schema": _DRAFT, "title": title, **found}


def text(schema: Schema) -> str:
    """As it is published."""
    raw = msgspec.json.encode(schema, order="sorted")
    return msgspec.json.format(raw, indent=2).decode() + "\n"


def _closed() -> Schema:
    """`unlisted` of a domain."""
    inside = [kind for kind in model.kinds() if model.lives_in_schema(kind)]
    beside = [kind for kind in model.kinds() if not model.lives_in_schema(kind)]

    def of(kinds: list[str]) -> Schema:
        return {"anyOf": [{"const": closing.ALL}, _list_of(kinds)]}

    return {
        "description": "Of which kinds nothing more may be there than the files list.",
        "anyOf": [
            {"type": "null"}, {"const": closing.ALL}, _list_of([*model.kinds()]),
            {"type": "object", "properties": {closing.DATABASE: of(beside)},
             "additionalProperties": of(inside), "propertyNames": _NAMED},
        ],
    }  # fmt: skip


def _list_of(words: list[str]) -> Schema:
    return {"type": "array", "items": {"enum": words} if words else False}


class _Made:
    """Definitions, each made once. What is deeper than an object's own parts can state less."""

    def __init__(self) -> None:
        self.found: dict[str, Schema] = {}
        self.hints: list[Any] = []  # of the fields that hold values
        self.open: list[Schema] = []  # where their schemas go

    def ref(self, cls: type, *, top: bool, single: bool = False) -> Schema:
        name = cls.__name__ + ("" if top else "Inside") + ("Single" if single else "")
        if name not in self.found:
            self.found[name] = {}  # a class may hold itself
            self.found[name].update(self._of(cls, top=top, single=single))
        return {"$ref": f"#/$defs/{name}"}

    def _of(self, cls: type, *, top: bool, single: bool) -> Schema:
        thing = issubclass(cls, model.Object)
        own = cls.KEY if thing else () if single else (cls.KEY,)  # type: ignore[attr-defined]
        inner = model.children(cls)
        told: dict[str, Schema] = {}
        for field, hint in get_type_hints(cls).items():
            if field not in model.defaults(cls) or field in own:
                continue
            told[field] = self._field(cls, field, top=thing) if field in inner else {}
            if field not in inner:
                self.hints.append(hint)
                self.open.append(told[field])
        _describe({"properties": told}, cls)
        found = {"type": "object", "properties": told, "additionalProperties": False}
        if description := comment_of(cls):
            found["description"] = description
        if thing:
            self._of_object(cls, found)
        elif top and not single and own == ("name",):
            told[WORD] = {**_TEXT, "description": "What it was called before."}
        return found

    def _of_object(self, cls: type[model.Object], found: Schema) -> None:
        told, inner = found["properties"], model.children(cls)
        told["full"] = {"type": "boolean", "description": "What is not stated has its default."}
        told["unlisted"] = {
            **_list_of([*inner]), "description": "Of which parts nothing more may be there.",
        }  # fmt: skip
        told[WORD] = {**_TEXT, "description": "What it was called before."}
        for field in cls.NUMBERED:
            told[f"{field}_{WORD}"] = {
                "description": "New names, and what they were before.",
                "type": "object", "additionalProperties": _TEXT,
            }  # fmt: skip
        if inner:
            found["if"] = {"properties": {"full": {"const": True}}, "required": ["full"]}
            no = {"not": {"type": "integer"}}
            found["then"] = {"properties": dict.fromkeys(inner, no)}

    def _field(self, cls: type, field: str, *, top: bool) -> Schema:
        """What may stand at a field that holds parts."""
        part = model.children(cls)[field]
        if model.is_single(cls, field):
            stated = self.ref(part, top=top, single=True)
        else:
            one = {"anyOf": [_ABSENT, self.ref(part, top=top)]}
            stated = {"type": "object", "propertyNames": _NAMED, "additionalProperties": one}
        return {"anyOf": [_ABSENT, *([_NUMBER] if top else []), stated]}

    def defs(self) -> dict[str, Schema]:
        """All of them, those of the values too."""
        made, parts = _values(self.hints)
        for place, schema in zip(self.open, made, strict=True):
            place.update({**schema, **place})
        return self.found | parts


def _values(hints: list[Any]) -> tuple[list[Schema], dict[str, Schema]]:
    """The schemas of values, and those of the structs among them."""
    schemas, parts = msgspec.json.schema_components(hints, ref_template="#/$defs/{name}")
    for cls in {cls for hint in hints for cls in _structs(hint)}:
        part = parts[cls.__name__]
        part.pop("title", None)
        part["additionalProperties"] = False
        _describe(part, cls)
    return list(schemas), parts


def _structs(hint: Any) -> set[type]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return {hint, *(c for inner in get_type_hints(hint).values() for c in _structs(inner))}
    return {cls for inner in get_args(hint) for cls in _structs(inner)}


def _describe(schema: Schema, cls: type) -> None:
    """Give its fields the comments that stand beside them in the model."""
    for field, told in schema["properties"].items():
        if (comment := _beside(cls).get(field)) and "description" not in told:
            told["description"] = comment


def comment_of(cls: type) -> str:
    """What a class says of itself."""
    return inspect.cleandoc(cls.__doc__ or "").replace("\n", " ").replace("  ", "\n\n")


@cache
def _beside(cls: type) -> dict[str, str]:
    """Field → the comment at the end of its line."""
    found: dict[str, str] = {}
    for base in reversed([c for c in cls.__mro__ if c.__module__.startswith("snapshot.")]):
        lines = textwrap.dedent(inspect.getsource(base)).split("\n")
        for node in ast.parse("\n".join(lines)).body[0].body:  # type: ignore[attr-defined]
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                rest = (
                    lines[(node.end_lineno or 1) - 1].encode()[node.end_col_offset or 0 :].decode()
                )
                _, mark, comment = rest.partition("#")
                if mark:
                    found[node.target.id] = comment.split("  # ")[0].strip()
    return found
