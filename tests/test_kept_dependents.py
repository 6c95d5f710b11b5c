"""Dependents in the records: told against the base, proven by a digest, unknown where they are."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from snapshot import model
from snapshot.errors import BrokenFile
from snapshot.records import Record, read
from snapshot.store import Store
from snapshot.verify import verify
from tests.conftest import Project, run_sql
from tests.made import header, state, table
from tests.test_dependents import SCRIPT

VIEW = model.View(name="v", schema="public", owner="app")
USERS, BILLS = table("users", id="int"), table("bills", id="int")
ON_USERS = {"public/tables/users": {"columns/id": ("public/views/v",)}}
ON_BOTH = {**ON_USERS, "public/tables/bills": {"": ("public/views/v",)}}


def kept(
    store: Store, day: int, known: dict[str, dict[str, tuple[str, ...]]] | None,
    *things: model.Object,
) -> Record[model.Object]:  # fmt: skip
    told = msgspec.structs.replace(state(*things), dependents=known)
    entry = store.record(header(f"2025-01-{day:02}T00:00:00Z"), told)
    assert Store(store.root).history.replay(entry).dependents == known
    return store.history.load(entry)


def test_they_are_told_against_the_base(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = kept(store, 1, ON_USERS, USERS, VIEW)
    assert first.body.dependents == ON_USERS
    assert kept(store, 2, ON_BOTH, USERS, BILLS, VIEW).body.dependents == {
        "public/tables/bills": {"": ("public/views/v",)}
    }
    assert kept(store, 3, ON_BOTH, USERS, BILLS, VIEW).body.dependents == {}
    gone = kept(store, 4, {}, USERS, VIEW)
    assert gone.body.dependents == {"public/tables/users": {}}
    assert gone.body.removed == ("public/tables/bills",)
    assert verify(Store(tmp_path)).problems == ()


def test_unknown_is_not_none(tmp_path: Path) -> None:
    """Records of before, and those of who may not read them, say nothing."""
    store = Store(tmp_path)
    old = kept(store, 1, None, USERS, VIEW)
    text = store.history.entries[0].path.read_text("utf-8")
    assert "dependents" not in text
    assert old.header.digests
    assert old.header.digests.dependents is None
    assert kept(store, 2, ON_USERS, USERS, VIEW).body.dependents == ON_USERS
    assert kept(store, 3, None, USERS, VIEW).body.dependents is None
    assert kept(store, 4, {}, USERS, VIEW).body.dependents == {}
    assert verify(Store(tmp_path)).problems == ()


def test_a_record_of_format_1_keeps_its_id() -> None:
    """The body of such a record has no dependents, its header no digest of them."""
    old = msgspec.structs.replace(header(), format=1)
    told = msgspec.structs.replace(old, digests=state(USERS).digests)
    assert told.id == "07160bd8dd7840ac0e5165ed9bc07e4a37e8d34b730e27bbaabdbc2b8c3296e3"


def test_a_changed_dependence_is_found(tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept(store, 1, ON_USERS, USERS, VIEW)
    path = store.history.entries[0].path
    told = path.read_text("utf-8")
    for was, now in (
        ('"public/views/v"\n', '"public/views/w"\n'),
        (re.search(r',\n    "dependents": \{.*?\n    \}', told, re.DOTALL)[0], ""),  # type: ignore[index]
    ):
        assert told.count(was) == 1
        path.write_text(told.replace(was, now), "utf-8")
        assert any("dependents are not what" in p for p in verify(Store(tmp_path)).problems)
    path.write_text(re.sub(r',\n\s*"dependents": "\w{64}"', "", told), "utf-8")
    assert any("dependents are not what" in p for p in verify(Store(tmp_path)).problems)


def test_dependents_of_another_shape_are_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    kept(store, 1, ON_USERS, USERS, VIEW)
    path = store.history.entries[0].path
    path.write_text(path.read_text("utf-8").replace('"public/views/v"\n', "7\n"), "utf-8")
    with pytest.raises(BrokenFile, match="dependents"):
        read(path, Record[model.any_object()])  # type: ignore[misc]


def test_the_same_bytes_twice_and_none_when_nothing_changed(
    project: Project, database: str
) -> None:
    run_sql(database, SCRIPT)
    for day in (1, 2, 3):
        options = ["--full"] if day == 2 else []
        project.ok("snapshot", "--at", f"2025-01-0{day}T00:00:00Z", *options)
    records = [project.store.history.load(entry) for entry in project.store.history.entries]
    assert records[0].body.dependents
    assert [record.body.dependents for record in records[1:]] == [{}, {}]
    assert len({record.header.digests for record in records}) == 1
    project.ok("verify")
