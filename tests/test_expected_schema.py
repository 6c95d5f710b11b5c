"""The JSON Schemas of the YAML: what the loader takes is valid, what it refuses is mostly not."""

from __future__ import annotations

import ast
import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from chronicle import schemas
from snapshot import expectation, model, waivers, yamlfile
from snapshot.errors import ChronicleError
from tests.conftest import REPOSITORY, Project
from tests.test_cases import golden

HERE = Path("expected/core.yml")


@pytest.fixture(scope="module")
def valid() -> Draft202012Validator:
    told = json.loads(schemas.made("expected"))
    Draft202012Validator.check_schema(told)
    return Draft202012Validator(told)


def plain(value: Any) -> Any:
    """As an editor reads it: a date is text."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def loaded(text: str) -> dict[str, Any] | None:
    """What a text says, where the loader takes it as a domain file."""
    try:
        raw = yamlfile.parse(text, HERE)
        expectation.load_files([HERE], lambda _: raw)
    except ChronicleError:
        return None
    return raw


@pytest.mark.parametrize("name", schemas.NAMES)
def test_what_is_published_is_up_to_date(name: str, update_golden: bool) -> None:
    """So a kind that is new in the model is in it without an edit."""
    golden(schemas.made(name), REPOSITORY / f"docs/{name}.schema.json", update_golden)


def test_it_is_printed_for_an_editor(project: Project) -> None:
    assert project.ok("schema") == schemas.made("expected")
    assert project.ok("schema", "chronicle") == schemas.made("chronicle")


def test_every_kind_and_field_of_the_model_is_in_it() -> None:
    told = json.loads(schemas.made("expected"))
    defs = told["$defs"]
    for folder, cls in model.kinds().items():
        assert folder in told["properties"]
        assert {*model.defaults(cls)} - {*cls.KEY} <= {*defs[cls.__name__]["properties"]}
    for cls in model.parts().values():
        mine = [defs[n] for n in defs if re.fullmatch(rf"{cls.__name__}(Inside)?(Single)?", n)]
        assert mine
        for each in mine:
            assert {*model.defaults(cls)} - {cls.KEY} <= {*each["properties"]}


def files() -> list[Path]:
    found = [*REPOSITORY.glob("expected/*.yml"), *REPOSITORY.glob("examples/**/expected/*.yml")]
    return sorted(path for path in found if path.name != waivers.FILE)


@pytest.mark.parametrize("path", files(), ids=lambda p: str(p.relative_to(REPOSITORY)))
def test_our_files_are_valid(valid: Draft202012Validator, path: Path) -> None:
    valid.validate(plain(yamlfile.load(path)))


def written() -> Iterator[tuple[str, str]]:
    """Everything in the handbook and in the tests that may be a domain file."""
    for path in sorted(REPOSITORY.glob("docs/*.md")):
        for block in re.findall(r"```yaml\n(.*?)```", path.read_text("utf-8"), re.DOTALL):
            yield path.name, block
    for path in sorted(REPOSITORY.glob("tests/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and ":" in node.value:
                yield path.name, node.value


def test_whatever_the_loader_takes_is_valid(valid: Draft202012Validator) -> None:
    taken = 0
    for name, text in written():
        if raw := loaded(text):
            assert not [*valid.iter_errors(plain(raw))], f"{name}: {text}"
            taken += 1
    assert taken > 100


REFUSED = {
    "a word of the head": "domian: x",
    "a name that is a number": "domain: 1",
    "an empty name": "domain: ''",
    "a kind": "table: {users: {}}",
    "a kind that is a list": "tables: [users]",
    "nothing under a kind": "tables:",
    "an object that is text": "tables: {users: yes please}",
    "an object that is a list": "tables: {users: []}",
    "a field": "tables: {users: {colums: {}}}",
    "a field of a column": "tables: {users: {columns: {id: {typ: text}}}}",
    "its own name": "tables: {users: {name: users}}",
    "its own name, of a column": "tables: {users: {columns: {id: {name: id}}}}",
    "a type that is a number": "tables: {users: {columns: {id: {type: 1}}}}",
    "nullable as text": "tables: {users: {columns: {id: {nullable: 'no'}}}}",
    "a word that is none of those": "tables: {u: {policies: {p: {command: upsert}}}}",
    "a number below zero": "tables: {users: {columns: -1}}",
    "a number with a point": "tables: {users: {columns: 1.5}}",
    "a number of what is one": "tables: {u: {columns: {a: {privileges: 1}}}}",
    "a number beside full": "tables: {users: {full: true, columns: 3}}",
    "full as a number": "tables: {users: {full: 1}}",
    "unlisted parts": "tables: {users: {unlisted: [colums]}}",
    "unlisted as a word": "tables: {users: {unlisted: columns}}",
    "unlisted kinds": "unlisted: [table]",
    "unlisted everything": "unlisted: everything",
    "unlisted in a schema": "unlisted: {public: [schemas]}",
    "unlisted in the database": "unlisted: {database: [tables]}",
    "an old name that is a number": "tables: {users: {renamed_from: 1}}",
    "an old name of what has none": (
        "tables: {u: {primary_key: {columns: [a], renamed_from: x}}}"),
    "an old name deep inside": (
        "tables: {u: {partitions: {p: {indexes: {i: {renamed_from: x}}}}}}"),
    "old labels as a list": "enums: {mood: {labels: [a], labels_renamed_from: [b]}}",
    "columns of an index as text": "tables: {u: {indexes: {i: {keys: [id]}}}}",
    "a word in a key of an index": "tables: {u: {indexes: {i: {keys: [{colum: id}]}}}}",
    "a list of one that is text": "tables: {u: {primary_key: {columns: id}}}",
    "identity without its sequence": (
        "tables: {u: {columns: {a: {identity: {generation: always}}}}}"),
    "labels that are no text": "enums: {mood: {labels: [1, 2]}}",
    "an empty name of a part": "tables: {u: {columns: {'': {}}}}",
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_loader_refuses_is_refused(valid: Draft202012Validator, name: str) -> None:
    assert loaded(REFUSED[name]) is None
    with pytest.raises(ValidationError):
        valid.validate(plain(yaml.safe_load(REFUSED[name])))


UNKNOWABLE = {
    "the same twice, by two spellings": "tables: {users: {}, public.users: {}}",
    "a rename from itself": "tables: {users: {renamed_from: users}}",
    "a name that is no text": "tables: {1: {}}",
    "a date as text": "tables: {u: {comment: 2024-01-01}}",
    "a part's new name that is not listed": (
        "enums: {mood: {labels: [a], labels_renamed_from: {b: c}}}"),
    "a dot with nothing behind it": "tables: {'billing.': {}}",
}  # fmt: skip


@pytest.mark.parametrize("name", UNKNOWABLE)
def test_what_a_schema_cannot_know(valid: Draft202012Validator, name: str) -> None:
    """The handbook says so; where this fails, it knows more than that."""
    assert loaded(UNKNOWABLE[name]) is None
    told = json.loads(json.dumps(plain(yaml.safe_load(UNKNOWABLE[name]))))
    valid.validate(told)


WAIVERS = [
    ("waivers: []", True), ("waivers:", True),
    ("waivers: [{rule: x-*, reason: r, owner: o, expires: 2026-01-01}]", True),
    ("waivers: [{finding: abc, reason: r, owner: o, expires: '2026-01-01', ticket: T-1}]", True),
    ("waivers: [{reason: r, owner: o, expires: 2026-01-01}]", False),
    ("waivers: [{rule: x, owner: o, expires: 2026-01-01}]", False),
    ("waivers: [{rule: x, reason: '', owner: o, expires: 2026-01-01}]", False),
    ("waivers: [{rule: x, reason: r, owner: o, expires: 2026-01-01, until: x}]", False),
    ("waivers: {}", False), ("waiver: []", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "right"), WAIVERS)
def test_waivers(text: str, right: bool, tmp_path: Path) -> None:
    path = tmp_path / "waivers.yml"
    path.write_text(text, "utf-8")
    told = Draft202012Validator(json.loads(schemas.made("waivers")))
    assert told.is_valid(plain(yaml.safe_load(text))) == right
    if right:
        waivers.load(path)
    else:
        with pytest.raises(ChronicleError):
            waivers.load(path)


def test_the_configuration() -> None:
    told = Draft202012Validator(json.loads(schemas.made("chronicle")))
    told.validate(yamlfile.load(REPOSITORY / "chronicle.yml"))
    assert not told.is_valid({"database": {}})
    assert not told.is_valid({"databases": {"a": {"urls": "x"}}})
