"""A schema rebuilt from its snapshot is the same: captured, written as SQL, run, captured again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from chronicle import cli
from generator.ddl import WRITERS, notes, sql_of, without_versions
from generator.ddl.quoting import dollar, ident
from generator.ddl.unwritten import FIELDS, KINDS
from generator.ddl.words import KEYWORDS
from generator.diff import diff
from generator.side import Side
from snapshot import model
from snapshot.codec import state_digest
from snapshot.store import Store
from tests.conftest import BINARIES, Servers
from tests.oracle.conftest import everything as one_of_everything
from tests.random_schemas import ROLES, schemas
from tests.rebuilding import (
    Rebuilt,
    captured,
    rebuild,
    rebuilt_from,
)
from tests.test_cases import majors

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "ddl"
KOVEO = [e for e in Store(ROOT / "snapshots" / "koveo").history.entries if not e.header.failed]
CASES = sorted(path.parent for path in (ROOT / "tests" / "cases").glob("*/*/old.sql"))
TALLY: Counter[str] = Counter()

NO_PROVIDER = "the provider of the labels would have to be loaded"
NOT_REBUILT = {  # a case's step → why its schema cannot be had again from its snapshot
    "extension/member_left/new": "CREATE EXTENSION makes the member that was taken out of it",
    "security_label/properties/old": NO_PROVIDER,
    "security_label/properties/new": NO_PROVIDER,
}


@pytest.fixture(scope="module")
def scratch() -> Iterator[Servers]:
    found = Servers(("spc1", "spc2"))
    yield found
    found.stop()
    for how, number in sorted(TALLY.items()):  # shown with -s
        print(f"rebuilt: {number} {how}")


def everything(major: str) -> list[str]:
    names = ["everything.sql", "everything-18.sql"] if major == "18" else ["everything.sql"]
    return [(FOLDER / name).read_text("utf-8") for name in names]


# the model and the writers


@pytest.mark.parametrize("cls", [*model.kinds().values(), *model.parts().values()])
def test_every_class_has_a_writer_or_a_reason(cls: type) -> None:
    assert (cls in WRITERS) != (cls in KINDS)


def test_every_writer_is_of_the_model() -> None:
    assert {*WRITERS, *KINDS} == {*model.kinds().values(), *model.parts().values()}


SILENT = {  # fields whose value the script need not show, and why
    ("Aggregate", "aggregate"): "said by the arguments",
    ("SuppliedObject", "extension"): "says only when",
    ("Extension", "members"): "CREATE EXTENSION makes them",
    ("Function", "argument_types"): "said by the arguments",
    ("ViewColumn", "name"): "said by the definition",
    ("ViewColumn", "type"): "said by the definition",
}
NOT_IN_EVERYTHING = {  # fields that no rebuilt schema can have, and why
    ("SecurityLabel", "provider"): NO_PROVIDER,
    ("SecurityLabel", "label"): NO_PROVIDER,
    ("Collation", "deterministic"): "the embedded server is built without ICU",
    ("Collation", "rules"): "the embedded server is built without ICU",
    ("Partition", "detach_pending"): "only what breaks off makes it so",
}


def walk(thing: Any) -> Iterator[msgspec.Struct]:
    """A thing and everything inside it."""
    if isinstance(thing, msgspec.Struct):
        yield thing
        for field in thing.__struct_fields__:
            yield from walk(getattr(thing, field))
    elif isinstance(thing, tuple):
        for item in thing:
            yield from walk(item)


@pytest.fixture(scope="module")
def all_of_it(scratch: Servers) -> list[Rebuilt]:
    """Two schemas, since each has its own `app`: ours with the circles, and that of the oracle."""
    server = scratch.get("18")
    return [
        rebuilt_from(server, *everything("18")),
        rebuilt_from(server, one_of_everything(18), (FOLDER / "rest.sql").read_text("utf-8")),
    ]


def test_everything_has_a_value_for_every_field(all_of_it: list[Rebuilt]) -> None:
    """The fixture of these tests is whole: a new field must be shown there."""
    fields = {
        (cls.__name__, field)
        for cls in [*model.kinds().values(), *model.parts().values()]
        for field in cls.__struct_fields__
        if cls is not model.Database and field != "security_labels"
    }
    shown = {
        (type(item).__name__, field)
        for found in all_of_it
        for thing in found.old.values()
        for item in walk(thing)
        for field in item.__struct_fields__
        if getattr(item, field) != model.defaults(type(item))[field]
    }
    assert sorted(fields - shown - {*NOT_IN_EVERYTHING}) == []


def without(thing: Any, target: msgspec.Struct, field: str, value: Any) -> Any:
    """A copy of a thing in which one struct inside it has another value for one field."""
    if thing is target:
        return msgspec.structs.replace(target, **{field: value})
    if isinstance(thing, msgspec.Struct):
        changed = {
            f: without(getattr(thing, f), target, field, value) for f in thing.__struct_fields__
        }
        return msgspec.structs.replace(thing, **changed)
    if isinstance(thing, tuple):
        return tuple(without(item, target, field, value) for item in thing)
    return thing


def test_no_field_is_forgotten(all_of_it: list[Rebuilt]) -> None:
    """Whatever a snapshot states changes the script, somewhere at least."""
    told: set[tuple[str, str]] = set()
    silent: set[tuple[str, str]] = set()
    for thing in [thing for found in all_of_it for thing in found.old.values()]:
        text = sql_of({"": thing})
        for item in walk(thing):
            for field, default in model.defaults(type(item)).items():
                if default is not msgspec.NODEFAULT and getattr(item, field) != default:
                    same = sql_of({"": without(thing, item, field, default)}) == text
                    (silent if same else told).add((type(item).__name__, field))
    assert silent - told - {*SILENT, *FIELDS} == set()


def test_what_is_not_written_is_said(
    all_of_it: list[Rebuilt], monkeypatch: pytest.MonkeyPatch
) -> None:
    state = all_of_it[1].old
    assert "not written" not in sql_of(
        {key: thing for key, thing in state.items() if not isinstance(thing, model.Subscription)}
    )
    monkeypatch.setitem(KINDS, model.EventTrigger, "for this test")
    monkeypatch.setitem(KINDS, model.Rule, "for this test")
    text = sql_of(state)
    assert text.startswith("-- not written: 1 × event trigger, 4 × rule")
    assert "CREATE EVENT TRIGGER" not in text
    assert "CREATE RULE" not in text


def test_masked_values_are_named_at_the_head(all_of_it: list[Rebuilt]) -> None:
    found = notes(all_of_it[1].old)
    assert [line.partition(":")[0] for line in found] == [
        "masked in the snapshot, to be set by hand"
    ]
    for told in ("srv: dsn", "srv: password", "sub: connection", "w: api_token"):
        assert told in found[0]


def test_the_list_is_of_the_model() -> None:
    known = {cls.__name__: cls for cls in [*model.kinds().values(), *model.parts().values()]}
    assert all(field in known[name].__struct_fields__ for name, field in FIELDS)
    broken = model.Partition("public.p", "DEFAULT", detach_pending=True)
    table = model.Table("t", "public", "o", partitions=(broken,), replica_identity="index")
    told = "not written: 1 × partition: detach pending, 1 × table: replica identity index"
    assert notes({"": table}) == [told]
    on = model.Subscription("s", "o", publications=("p",))
    off = model.Subscription("s", "o", publications=("p",), enabled=False)
    assert notes({"": on}) == ["not written: 1 × subscription: enabled"]
    assert notes({"": off}) == []


# rebuilt schemas


@pytest.mark.parametrize("major", BINARIES)
def test_everything_is_rebuilt(major: str, scratch: Servers) -> None:
    found = rebuilt_from(scratch.get(major), *everything(major))
    assert found.proof() == "byte for byte"
    assert rebuild(scratch.get(major), found.new).script == found.script


@pytest.mark.parametrize("major", BINARIES)
def test_the_oracles_everything_is_rebuilt(major: str, scratch: Servers) -> None:
    scripts = [one_of_everything(int(major))]
    if major == "18":
        scripts.append((FOLDER / "rest.sql").read_text("utf-8"))
    found = rebuilt_from(scratch.get(major), *scripts)
    assert found.proof() == "byte for byte"
    assert rebuild(scratch.get(major), found.new).script == found.script


@pytest.mark.parametrize("major", BINARIES)
def test_twists_are_rebuilt(major: str, scratch: Servers) -> None:
    names = ["twists.sql", "twists-18.sql"] if major == "18" else ["twists.sql"]
    for name in names:
        found = rebuilt_from(scratch.get(major), (FOLDER / name).read_text("utf-8"))
        assert found.proof() == "byte for byte"


@pytest.mark.parametrize("major", BINARIES)
def test_an_empty_database_and_one_with_nothing_at_all(major: str, scratch: Servers) -> None:
    server = scratch.get(major)
    assert rebuilt_from(server).proof() == "byte for byte"
    nothing = "DROP SCHEMA public; DROP EXTENSION plpgsql; CREATE SCHEMA alone"
    assert rebuilt_from(server, nothing).proof() == "byte for byte"


def of_koveo() -> Iterator[Any]:
    for number, entry in enumerate(KOVEO):
        day = entry.header.at[:10]
        for major in BINARIES:
            often = day == "2025-09-06" or number in (0, len(KOVEO) - 1)
            marks = () if often and major == "18" else (pytest.mark.slow,)
            yield pytest.param(number, major, id=f"{day}-{major}", marks=marks)


@pytest.mark.parametrize(("number", "major"), [*of_koveo()])
def test_koveo_is_rebuilt(number: int, major: str, scratch: Servers) -> None:
    """On 18, where its records are from; on 15 what 15 made of it, in the versions that it has."""
    store = Store(ROOT / "snapshots" / "koveo")
    old = store.history.replay(KOVEO[number]).objects
    old = {key: thing for key, thing in old.items() if not key.startswith("databases/")}
    if major != "18":
        old = rebuild(scratch.get(major), without_versions(old)).new
    found = rebuild(scratch.get(major), old)
    TALLY[msgspec.structs.replace(found, old=uncounted(old), new=uncounted(found.new)).proof()] += 1


def uncounted(state: model.State) -> model.State:
    """Without the members of extensions: the record's server had other builds of them."""
    return {
        key: msgspec.structs.replace(thing, members={})
        if isinstance(thing, model.Extension)
        else thing
        for key, thing in state.items()
    }


def of_cases() -> Iterator[Any]:
    for case in CASES:
        for major in majors(case):
            for step in ("old", "new"):
                name = f"{case.parent.name}/{case.name}/{step}"
                first = case == min(case.parent.iterdir())  # one of each kind is quick enough
                often = first and major == "18" and step == "new"
                marks = () if often else (pytest.mark.slow,)
                yield pytest.param(case, step, major, id=f"{name}-{major}", marks=marks)


@pytest.mark.parametrize(("case", "step", "major"), [*of_cases()])
def test_a_case_is_rebuilt(case: Path, step: str, major: str, scratch: Servers) -> None:
    scripts = [(case / "old.sql").read_text("utf-8")]
    if step == "new":
        scripts.append((case / "new.sql").read_text("utf-8"))
    known = NOT_REBUILT.get(f"{case.parent.name}/{case.name}/{step}")
    try:
        TALLY[rebuilt_from(scratch.get(major), *scripts).proof()] += 1
    except Exception:
        if known:
            pytest.xfail(known)
        raise
    assert known is None, "it is rebuilt now: take it off the list"


def check_random(drawn: model.State, scratch: Servers) -> None:
    """Stronger than a round trip: nothing that was drawn may be lost on the way."""
    server = scratch.get("18")
    server.provide(ROLES)
    with server.database() as url:
        start = captured(url)
    found = rebuild(server, {**start, **drawn})
    assert diff(Side(found.old), Side(found.new)).changes == ()
    assert state_digest(found.old) == state_digest(found.new)


CHECKS = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(
    max_examples=30, deadline=None, derandomize=True, phases=(Phase.generate,),
    suppress_health_check=CHECKS,
)  # fmt: skip
@given(drawn=schemas())
def test_random_schemas_are_made_as_they_were_drawn(drawn: model.State, scratch: Servers) -> None:
    check_random(drawn, scratch)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=CHECKS)
@given(drawn=schemas())
def test_many_random_schemas(drawn: model.State, scratch: Servers) -> None:
    check_random(drawn, scratch)


# quoting


@pytest.mark.parametrize("major", BINARIES)
def test_names_are_quoted_as_the_server_quotes_them(major: str, scratch: Servers) -> None:
    names = [*KEYWORDS, "plain", "Upper", "a b", 'q"q', "é", "_x1", "1a", "a$b", "none", "value"]
    with psycopg.connect(scratch.get(major).url("postgres")) as connection:
        rows = connection.execute("SELECT n, quote_ident(n) FROM unnest(%s::text[]) AS n", [names])
        words = connection.execute("SELECT word FROM pg_get_keywords() WHERE catcode <> 'U'")
        assert {row[0] for row in words} <= KEYWORDS
        if major == "18":
            assert [(n, q) for n, q in rows if ident(n) != q] == []


@pytest.mark.parametrize("body", ["", "$", "$$", "x$", "$body$ $$", "$body", "$$ $body$ $body1$"])
def test_a_dollar_quoted_body_ends_where_it_should(body: str, scratch: Servers) -> None:
    with psycopg.connect(scratch.get("18").url("postgres")) as connection:
        row = connection.execute(f"SELECT {dollar(body)}".encode()).fetchone()
    assert row == (body,)


# the command


def test_the_command_prints_a_schema_and_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["-C", str(ROOT), "show", "koveo@2025-09-06", "--format", "sql"])
    whole = capsys.readouterr().out
    cli.main(["-C", str(ROOT), "show", "koveo@2025-09-06", "session", "--format", "sql"])
    one = capsys.readouterr().out
    assert whole.startswith("SET ")
    assert one.startswith("CREATE TABLE public.session (")
    assert one.split("\n\n")[0] in whole


def test_the_command_says_what_is_not_written(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(KINDS, model.Index, "for this test")
    told = cli.main(["-C", str(ROOT), "show", "koveo@2025-09-06", "session", "--format", "sql"])
    shown = capsys.readouterr()
    assert told == 0
    assert shown.out.startswith("-- not written: 1 × index\nCREATE TABLE public.session (")
    assert shown.err == "not written: 1 × index\n"
