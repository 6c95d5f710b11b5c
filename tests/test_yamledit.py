"""A YAML text is changed where its content is to be another, and nowhere else."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as some

from snapshot import yamlfile
from snapshot.errors import BrokenFile
from snapshot.yamledit import edited
from snapshot.yamlvalues import copied, same
from tests.conftest import REPOSITORY

HERE = Path("expected/core.yml")
ODD = """\
# The core: who may log in.
domain:   'Core'        # as the team says
tables:
    users:              # everybody
        columns:
            # the key
            id:    {type: uuid,   nullable: false}   # never reused
            "email": { type: 'text' , default: "'x'::text" }
            # gone soon

            note: {
                type: text,     # free
                comment: "what\\u00e9 ver",
            }
        unlisted:
        - columns   # all
        - indexes
    bills: ~            # not yet
    x: {columns: &two {id: {type: uuid}, at: {type: date}}}
    y: {columns: *two}
    z: {full: true,
        columns: {a: {type: text}},
        unlisted: []}
    # the end of tables

enums:
    mood: {labels: [sad,   ok]}
    side:
        labels:
            - left
            # between
            - right
"""


def hunks(old: str, new: str) -> list[str]:
    """The lines that differ, with their signs; the context is left out."""
    lines = difflib.unified_diff(old.split("\n"), new.split("\n"), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def put(*path: Any, first: bool = False) -> Callable[[dict[str, Any]], None]:
    """Set what is last at the path that is before it."""

    def edit(told: Any) -> None:
        *way, key, value = path
        for step in way:
            told = told[step]
        rest = dict(told) if first else {}
        if first:
            told.clear()
        told[key] = value
        told |= rest

    return edit


def drop(*path: Any) -> Callable[[dict[str, Any]], None]:
    def edit(told: Any) -> None:
        for step in path[:-1]:
            told = told[step]
        del told[path[-1]]

    return edit


CASES: dict[str, tuple[Callable[[dict[str, Any]], object], list[str]]] = {
    "a plain value": (
        put("tables", "users", "columns", "id", "type", "bigint"),
        ["-            id:    {type: uuid,   nullable: false}   # never reused",
         "+            id:    {type: bigint,   nullable: false}   # never reused"],
    ),
    "a quoted value": (
        put("tables", "users", "columns", "email", "default", "'y'::text"),
        ["-            \"email\": { type: 'text' , default: \"'x'::text\" }",
         "+            \"email\": { type: 'text' , default: \"'y'::text\" }"],
    ),
    "a key that is added to a map on one line": (
        put("tables", "users", "columns", "id", "comment", "a, b"),
        ["-            id:    {type: uuid,   nullable: false}   # never reused",
         "+            id:    {type: uuid,   nullable: false, comment: 'a, b'}   # never reused"],
    ),
    "a key that is taken out of a map on one line": (
        drop("tables", "users", "columns", "id", "type"),
        ["-            id:    {type: uuid,   nullable: false}   # never reused",
         "+            id:    {nullable: false}   # never reused"],
    ),
    "the last key of one": (
        drop("tables", "users", "columns", "id", "nullable"),
        ["-            id:    {type: uuid,   nullable: false}   # never reused",
         "+            id:    {type: uuid}   # never reused"],
    ),
    "a line that is added": (
        put("tables", "users", "columns", "new", yamlfile.Flow(type="text")),
        ["+            new: {type: text}"],
    ),
    "a first line": (
        put("tables", "users", "columns", "new", yamlfile.Flow(type="text"), first=True),
        ["+            new: {type: text}"],
    ),
    "a line that is taken out": (
        drop("tables", "users", "columns", "id"),
        ["-            id:    {type: uuid,   nullable: false}   # never reused"],
    ),
    "all of one thing": (drop("tables", "z"), [
        "-    z: {full: true,", "-        columns: {a: {type: text}},", "-        unlisted: []}",
        "-    # the end of tables"][:3]),
    "a map of several lines, inside": (
        put("tables", "users", "columns", "note", "nullable", False),
        ["+                nullable: false,"],
    ),
    "a map of several lines, its value": (
        put("tables", "users", "columns", "note", "type", "integer"),
        ["-                type: text,     # free", "+                type: integer,     # free"],
    ),
    "null becomes a block": (
        put("tables", "bills", {"full": True, "columns": {"a": yamlfile.Flow(type="text")}}),
        ["-    bills: ~            # not yet", "+    bills:            # not yet",
         "+        full: true", "+        columns:", "+            a: {type: text}"],
    ),
    "a block becomes empty": (
        put("tables", "users", {}),
        ["-    users:              # everybody", *(f"-{line}" for line in ODD.split("\n")[4:17]),
         "+    users: {}              # everybody"],
    ),
    "what an alias stands for": (
        put("tables", "y", "columns", {"id": {"type": "uuid"}}),
        ["-    y: {columns: *two}", "+    y: {columns: {id: {type: uuid}}}"],
    ),
    "what an anchor stands before": (
        put("tables", "x", "columns", "id", {"type": "bigint"}),
        ["-    x: {columns: &two {id: {type: uuid}, at: {type: date}}}",
         "-    y: {columns: *two}",
         "+    x: {columns: &two {id: {type: bigint}, at: {type: date}}}",
         "+    y: {columns: {id: {type: uuid}, at: {type: date}}}"],
    ),
    "an anchor goes": (
        drop("tables", "x"),
        ["-    x: {columns: &two {id: {type: uuid}, at: {type: date}}}",
         "-    y: {columns: *two}", "+    y: {columns: {id: {type: uuid}, at: {type: date}}}"],
    ),
    "an item more": (
        put("enums", "mood", "labels", ["sad", "so", "ok"]),
        ["-    mood: {labels: [sad,   ok]}", "+    mood: {labels: [sad, so,   ok]}"],
    ),
    "an item more, on a line of its own": (
        put("enums", "side", "labels", ["left", "mid", "right", "top"]),
        ["+            - mid", "+            - top"],
    ),
    "an item less": (
        put("enums", "side", "labels", ["left"]), ["-            - right"],
    ),
    "an item less, of lists that stand further out": (
        put("tables", "users", "unlisted", ["indexes"]), ["-        - columns   # all"],
    ),
    "a kind more": (
        put("views", {"v": yamlfile.Flow()}), ["+views:", "+    v: {}"],
    ),
    "a kind less": (
        drop("enums"), [f"-{line}" for line in ODD.strip().split("\n")[-8:]][1:],
    ),
}  # fmt: skip


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("end", [True, False], ids=["", "no newline at its end"])
@pytest.mark.parametrize("name", CASES)
def test_only_what_is_another_changes(name: str, newline: str, end: bool) -> None:
    edit, told = CASES[name]
    text = ODD.replace("\n", newline)
    text = text if end else text.removesuffix(newline)
    wanted = copied(yamlfile.parse(text, HERE))
    edit(wanted)
    new = edited(text, wanted, HERE)
    assert new.endswith(newline) == end
    assert ("\r" in new) == (newline == "\r\n")
    assert "\n" not in new.replace("\r\n", "") or newline == "\n"
    ours = ODD if end else ODD.removesuffix("\n")
    lines = hunks(ours, new.replace("\r\n", "\n"))
    if name == "a kind less" and not end:  # the empty line above it was not the last one
        lines.remove("-")
    assert sorted(lines) == sorted(told), "\n".join(lines)


def test_what_is_moved_takes_its_comments_along() -> None:
    text = "c:\n  # of a\n  a: 1 # one\n  b: 2\n  # of c\n  c: 3\n"
    wanted = {"c": {"b": 2, "c": 3, "a": 1}}
    assert edited(text, wanted, HERE) == "c:\n  b: 2\n  # of c\n  c: 3\n  # of a\n  a: 1 # one\n"
    assert edited("c: {a: 1, b: 2, c: 3}", wanted, HERE) == "c: {b: 2, c: 3, a: 1}"


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "{}\n", "--- {}\n"])
def test_a_file_that_says_nothing(text: str) -> None:
    new = edited(text, {"tables": {"a": yamlfile.Flow()}}, HERE)
    assert yamlfile.parse(new, HERE) == {"tables": {"a": {}}}
    assert text.startswith("#") == ("# nothing" in new)


def test_what_cannot_be_edited_is_said_with_its_line() -> None:
    text = "tables:\n  ? a\n  : {}\n  b: {}\n"
    with pytest.raises(BrokenFile, match=r"core\.yml:2: written in a way"):
        edited(text, {"tables": {"b": {}}}, HERE)


def test_our_own_files_stay_as_they_are() -> None:
    for path in (*REPOSITORY.glob("expected/*.yml"), *REPOSITORY.glob("examples/**/*.yml")):
        text = path.read_bytes().decode()
        assert edited(text, yamlfile.parse(text, path), path) == text


names = some.sampled_from(["a", "b", "c d", "on", "1", "é: x", "#y", "it's", "f(int, text)"])
leaves = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(0, 20),
    some.sampled_from(["", "x", "a: b", "~"]),
    some.text("ab'\"\\ #,[]{}&*:\n", max_size=8),
    some.lists(names, max_size=4),
)
trees = some.dictionaries(
    names,
    some.recursive(leaves, lambda inner: some.dictionaries(names, inner, max_size=4),
                   max_leaves=12),
    max_size=5,
)  # fmt: skip


@settings(max_examples=150, deadline=None, phases=[Phase.generate])
@given(trees, trees, some.booleans(), some.sampled_from([None, False, True]),
       some.sampled_from([2, 4]), some.booleans())  # fmt: skip
def test_any_text_becomes_any_other(
    old: dict[str, Any], new: dict[str, Any], crlf: bool, flow: bool | None, indent: int,
    comments: bool,
) -> None:  # fmt: skip
    text = yaml.safe_dump(old, sort_keys=False, default_flow_style=flow,
                     indent=indent, allow_unicode=True, width=40)  # fmt: skip
    if comments and "'" not in text and '"' not in text and "|" not in text and "\n\n" not in text:
        text = "".join(f"# {n}\n{line}\n" for n, line in enumerate(text.splitlines()))
    if crlf:
        text = text.replace("\n", "\r\n")
    there = yamlfile.parse(text, HERE)
    assert edited(text, there, HERE) == text
    told = edited(text, new, HERE)
    assert same(yamlfile.parse(told, HERE), new)
    assert edited(told, new, HERE) == told
