"""The lives of objects and parts: since when, last changed, under which names; and their pages."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest

from generator import report
from generator.book import open_book
from generator.history import History
from snapshot import model
from snapshot.codec import key_of, segment
from snapshot.records import Server
from snapshot.store import Replayed, Store
from tests.made import header, table
from tests.sites import ALL_KINDS, recorded, rendered

LISTED = "history/production/tables.md"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "snapshots" / "production")


def test_each_part_has_its_age_and_keeps_it_under_a_new_name(store: Store) -> None:
    server = Server(version="18.6", version_number=180006, system_identifier="7", database_oid=5)
    for day, (name, columns) in enumerate(
        [
            ("bills", {"id": 1}),
            ("bills", {"id": 1, "amount": 2}),
            ("old_bills", {"id": 1, "sum": 2}),
        ],
        start=1,
    ):
        thing = table(name, **dict.fromkeys(columns, "int"))
        numbers = {key_of(thing): {"oid": 9, "columns": columns}}
        head = msgspec.structs.replace(
            header(f"2025-01-{day:02}T00:00:00Z"), server=server, coverage=ALL_KINDS
        )
        store.record(head, Replayed({key_of(thing): thing}, numbers))
    lives = open_book(store, "production").history.lives
    assert list(lives.by_key) == ["public/tables/old_bills"]
    life = lives.by_key["public/tables/old_bills"]
    assert (life.since, life.changed, life.names) == (0, 2, [("public/tables/bills", 2)])
    assert (life.ages["columns/sum"].since, life.ages["columns/sum"].changed) == (1, 2)
    text = rendered(store)["history/production/schema/public/tables/old_bills.md"]
    assert "Earlier name: <code>bills</code> until [3 Jan 2025]" in text
    row = next(line for line in text.splitlines() if "columns-sum" in line)
    assert "[2 Jan 2025]" in row and "[3 Jan 2025]" in row


def test_a_removed_table_keeps_its_page(store: Store) -> None:
    recorded(store, table("users", id="int"), table("gone", id="int"), day=1)
    recorded(store, table("users", id="int"), day=2)
    texts = rendered(store)
    text = texts["history/production/schema/public/tables/gone.md"]
    assert "Removed" in text and "It is not in the snapshot of [2 Jan 2025]" in text
    assert "sc-removed" in texts[LISTED]


def test_what_comes_back_under_its_name_remembers_the_one_before(store: Store) -> None:
    for day, things in enumerate(([table("t", a="int")], [], [table("t", b="int")]), start=1):
        recorded(store, table("users", id="int"), *things, day=day)
    life = open_book(store, "production").history.lives.by_key["public/tables/t"]
    assert (life.since, life.gone) == (2, None)
    assert life.before is not None and life.before.gone == 1
    text = rendered(store)["history/production/schema/public/tables/t.md"]
    assert "Before it, another table had this name" in text


def test_every_kind_of_part_is_shown_even_without_a_template(store: Store) -> None:
    """The generic section: nothing that the model has can be missing from a page."""
    key = model.ExclusionConstraint(name="no_overlap", definition="EXCLUDE USING gist (during)")
    recorded(store, msgspec.structs.replace(table("t", a="int"), exclusion_constraints=(key,)))
    text = rendered(store)["history/production/schema/public/tables/t.md"]
    assert "## Exclusion constraints" in text and "EXCLUDE USING gist" in text


def test_keys_of_parts_and_paths_of_changes_are_the_same() -> None:
    """Ages are looked up by the paths that changes have."""
    from generator.lives import _paths

    thing = msgspec.structs.replace(
        table("t", **{"Odd name": "int"}), primary_key=model.PrimaryKey(name="pk", columns=("a",))
    )
    assert set(_paths(thing)) == {f"columns/{segment('Odd name')}", "primary_key"}


def test_the_history_is_read_once(store: Store) -> None:
    recorded(store, table("users", id="int"), day=1)
    history = History("production")
    for moment, side in history.walk(store):
        assert side is not None
        assert report.build(history, moment, side, history.told, {}).numbers.found
    assert history.latest is not None


def test_every_field_of_every_part_is_on_the_page(store: Store) -> None:
    """Each text field of each kind of part holds a word of its own, and each word is shown."""
    words: list[str] = []

    def word(hint: object) -> object:
        words.append(f"w{len(words)}x")
        return (words[-1],) if hint is not str else words[-1]

    def made(cls: type[msgspec.Struct], deep: bool = True) -> msgspec.Struct:
        given: dict[str, object] = {}
        inner = model.children(cls)
        for name, hint in get_type_hints(cls).items():
            if name in inner and deep:
                part = made(inner[name], deep=False)
                given[name] = part if model.is_single(cls, name) else (part,)
            elif hint in (str, str | None):
                given[name] = word(str)
            elif get_origin(hint) is Literal:
                given[name] = get_args(hint)[-1]
            elif hint == tuple[str, ...]:
                given[name] = word(tuple)
        return cls(**given)  # type: ignore[arg-type]

    for cls in (model.Table, model.View, model.MaterializedView, model.Domain, model.Function):
        words.clear()
        thing = made(cls)
        own = Store(store.root / cls.__name__)
        recorded(own, thing)  # type: ignore[arg-type]
        page = next(t for path, t in rendered(own).items() if "/schema/" in path)
        assert [each for each in words if each not in page] == []


def test_a_fact_that_no_template_knows_is_shown_all_the_same(store: Store) -> None:
    thing = model.Table(
        name="t", schema="public", owner="app", replica_identity="index t_key",
        columns=(
            model.Column(
                name="a", type="int", storage="external", inherited=True, privileges=(
                    model.Privilege("PUBLIC", ("SELECT", "INSERT"), ("SELECT",)),
                ),
                not_null=model.NotNull(name="a_there", valid=False),
                identity=model.Identity(generation="always", sequence="public.s", increment=7),
            ),
        ),
        indexes=(model.Index(name="i", keys=(model.IndexKey(column="a", options=("n=5",)),)),),
    )  # fmt: skip
    recorded(store, thing)
    text = rendered(store)["history/production/schema/public/tables/t.md"]
    for words in (
        "<small>storage <code>external</code> · inherited · not null name <code>a_there</code>",
        "increment <code>7</code>", "options <code>n=5</code>", "(with grant option: SELECT)",
        "| Replica identity | <code>index t_key</code> |",
    ):  # fmt: skip
        assert words in text


def test_every_kind_has_a_page(store: Store) -> None:
    """Also those without a comment, an owner or a schema."""
    things = [
        cls(**{
            field.name: get_args(hint)[0] if get_origin(hint) is Literal else "x"
            for field in msgspec.structs.fields(cls)
            if field.required
            for hint in (get_type_hints(cls)[field.name],)
        })
        for cls in model.kinds().values()
    ]  # fmt: skip
    recorded(store, *things)  # type: ignore[arg-type]
    recorded(store, *things[:3], day=2)  # type: ignore[arg-type]
    shown = [path for path in rendered(store) if "/schema/" in path]
    assert len(shown) == len(model.kinds())


LONG = ", ".join(["timestamp with time zone"] * 9)


def test_over_long_names_are_shown_whole(store: Store) -> None:
    f = model.Function(name="f", schema="public", owner="o", language="sql", argument_types=LONG)
    odd = table("É" * 31, **{"Ü" * 31: "int"})
    recorded(store, f, odd, day=1)
    changed = msgspec.structs.replace(f, routine="procedure", privileges=(model.Privilege("x"),))
    recorded(store, changed, table("É" * 31, **{"Ü" * 31: "text"}), day=2)
    texts = rendered(store)
    page = next(text for path, text in texts.items() if "/functions/" in path)
    assert f"# <code>f({LONG})</code>" in page and f'title: "f({LONG})' in page
    report = texts["history/production/reports/2025-01-02t000000z.md"]
    assert f"f({LONG})</code>" in report and f"{'É' * 31}.{'Ü' * 31}</code>" in report
    difference = open_book(store, "production").history.moments[1].difference
    assert difference is not None
    told = [change.sentence for change in difference.changes]
    assert f"Procedure `f({LONG})`: routine changed from `function` to `procedure`." in told
    assert f"The privileges of `x` on `f({LONG})` were added ()." not in told


def test_what_was_not_captured_is_not_gone(store: Store) -> None:
    """Unknown is not empty: a kind that a snapshot lacks keeps its objects and their ages."""
    users = table("users", id="int")
    status = model.Enum(name="status", schema="public", owner="app", labels=("on",))
    blind = msgspec.structs.replace(
        ALL_KINDS, captured=tuple(kind for kind in ALL_KINDS.captured if kind != "enum")
    )
    recorded(store, users, status, day=1)
    recorded(store, users, day=2, coverage=blind)
    recorded(store, users, status, day=3)
    life = open_book(store, "production").history.lives.by_key["public/enums/status"]
    assert (life.since, life.gone, life.known) == (0, None, False)
    assert len(life.events) == 1


def test_what_is_first_captured_later_may_be_older(store: Store) -> None:
    users = table("users", id="int")
    indexed = msgspec.structs.replace(users, indexes=(model.Index(name="i"),))
    blind = msgspec.structs.replace(
        ALL_KINDS, captured=tuple(kind for kind in ALL_KINDS.captured if kind != "index")
    )
    recorded(store, users, day=1, coverage=blind)
    recorded(store, indexed, day=2)
    age = (
        open_book(store, "production").history.lives.by_key["public/tables/users"].ages["indexes/i"]
    )
    assert (age.since, age.known) == (1, False)
    text = rendered(store)["history/production/schema/public/tables/users.md"]
    assert "≤ [2 Jan 2025]" in text
