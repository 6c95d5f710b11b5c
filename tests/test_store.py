"""Records: nothing is lost, nothing is changed unseen, and history costs what changed."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from filelock import FileLock

from snapshot import model
from snapshot.codec import text_of
from snapshot.errors import BrokenFile, ChronicleError
from snapshot.records import Record, Replayed, read
from snapshot.store import RECORD_DEPTH, Assertion, Store
from snapshot.verify import verify
from tests.conftest import REPOSITORY, Project, run_sql
from tests.made import header, record, state, table

USERS = table("users", id="integer", email="text")
MORE = table("users", id="integer", email="text", name="text")
BILLS = table("bills", id="integer")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "production")


def again(store: Store) -> Store:
    """The same folder, read anew."""
    return Store(store.root)


def names(store: Store) -> list[str]:
    return sorted(path.name for path in store.history.folder.iterdir())


def test_every_state_is_replayed_from_the_records(store: Store) -> None:
    told = [(USERS,), (USERS, BILLS), (MORE, BILLS), (MORE,)]
    entries = [record(store, *things, day=day) for day, things in enumerate(told, 1)]
    for entry, things in zip(entries, told, strict=True):
        assert again(store).history.replay(entry) == state(*things)
    walked = [found and found.objects for _, found in again(store).history.walk()]
    assert walked == [state(*things).objects for things in told]
    assert verify(again(store)).problems == ()


def test_a_record_holds_what_changed_and_nothing_else(store: Store) -> None:
    record(store, USERS, BILLS, day=1)
    second = record(store, MORE, day=2)
    body = store.history.load(second).body
    assert list(body.objects) == ["public/tables/users"]
    assert body.removed == ("public/tables/bills",)


def test_an_unchanged_deploy_costs_a_small_file(store: Store) -> None:
    wide = [table(f"t{n}", **{f"c{m}": "text" for m in range(30)}) for n in range(40)]
    first, second = record(store, *wide, day=1), record(store, *wide, day=2)
    assert first.path.stat().st_size > 50_000
    assert second.path.stat().st_size < 1_500


def test_files_are_canonical(store: Store) -> None:
    told = {"public/tables/users": Assertion(domain="core", count={"columns": 2})}
    for day, things in enumerate([(USERS,), (MORE, BILLS)], 1):
        record(store, *things, day=day, told=told)
    for stream in (store.history, store.expectations):
        for entry in stream.entries:
            found = read(entry.path, Record[stream.item])  # type: ignore[name-defined]
            assert text_of(found, RECORD_DEPTH).encode() == entry.path.read_bytes()
    for path in store.current.rglob("*.json"):
        text = path.read_bytes()
        assert text.endswith(b"}\n")
        assert text_of(msgspec.json.decode(text, type=model.any_object())).encode() == text


def test_current_holds_the_latest_state_and_nothing_else(store: Store) -> None:
    record(store, USERS, BILLS, day=1)
    record(store, MORE, day=2)
    files = [path.relative_to(store.current).as_posix() for path in store.current.rglob("*.json")]
    assert files == ["public/tables/users.json"]
    assert text_of(MORE) == (store.current / "public/tables/users.json").read_text("utf-8")
    record(store, day=3)
    assert list(store.current.rglob("*")) == []


def test_order_comes_from_the_parents_and_not_from_the_clock(store: Store) -> None:
    first = record(store, USERS, day=20)
    second = record(store, MORE, day=3)
    entries = again(store).history.entries
    assert [entry.id for entry in entries] == [first.id, second.id]
    assert entries[1].header.parents == (first.id,)
    assert again(store).history.latest == entries[1]


def test_two_records_of_one_moment_are_both_kept(store: Store) -> None:
    record(store, USERS)
    record(store, MORE)
    assert len(again(store).history.entries) == 2
    assert verify(again(store)).problems == ()


def test_a_failed_capture_is_a_gap(store: Store) -> None:
    record(store, USERS, day=1)
    failed = msgspec.structs.replace(header("2025-01-02T00:00:00Z"), failure="no luck")
    gap = store.record(failed, None)
    last = record(store, USERS, day=3)
    assert gap.header.failed
    assert [found is None for _, found in again(store).history.walk()] == [False, True, False]
    assert last.header.parents == (gap.id,)
    assert store.history.load(last).body.objects == {}
    assert verify(again(store)).problems == ()
    assert (store.current / "public/tables/users.json").is_file()


def test_the_expectation_is_recorded_when_it_changed(store: Store) -> None:
    one = {"public/tables/users": Assertion(domain="core")}
    two = {"public/tables/users": Assertion(domain="core", count={"columns": 2})}
    entries = [record(store, USERS, day=d, told=t) for d, t in enumerate([one, one, two, one], 1)]
    ids = [entry.header.expectation for entry in entries]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3, "back to what it was is a change, too"
    assert len(list(store.expectations.folder.glob("*.json"))) == 3
    for entry, told in zip(entries, [one, one, two, one], strict=True):
        found = store.expectations.entry(entry.header.expectation or "")
        assert store.expectations.replay(found).objects == told


def _write_many(root: str, who: int) -> None:
    for n in range(8):
        record(Store(Path(root)), table(f"t{who}_{n}", id="integer"), day=who)


def test_concurrent_writers_lose_nothing_and_make_one_chain(store: Store) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_many, args=(str(store.root), n)) for n in (1, 2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    entries = again(store).history.entries
    assert len(entries) == 16
    assert [entry.header.parents for entry in entries[1:]] == [(e.id,) for e in entries[:-1]]
    assert verify(again(store)).problems == ()


def test_the_next_record_joins_two_branches(store: Store) -> None:
    record(store, USERS, day=1)
    other = Store(store.root.parent / "other")
    shutil.copytree(store.root, other.root)
    ours, theirs = record(store, MORE, day=2), record(other, USERS, BILLS, day=3)
    shutil.copy(theirs.path, store.history.folder)  # what `git merge` does
    assert {e.id for e in again(store).history.heads} == {ours.id, theirs.id}
    (problem,) = verify(again(store)).problems
    assert "ends here too" in problem
    joined = record(again(store), MORE, BILLS, day=4)
    assert set(joined.header.parents) == {ours.id, theirs.id}
    assert [e.id for e in again(store).history.heads] == [joined.id]
    assert again(store).history.replay(joined) == state(MORE, BILLS)
    assert verify(again(store)).problems == ()


KILLED = """
import os, signal
from pathlib import Path
from snapshot import store
from tests.made import record, table

def die(*_args, **_more):
    os.kill(os.getpid(), signal.SIGKILL)

def die_after(*args):
    replace(*args)
    die()

def die_in_current(path, target):
    if "current" in str(target):
        die()
    return replace(path, target)

replace, home = Path.replace, store.Store(Path({root!r}))
{how}
record(home, table("users", id="integer", email="text", name="text"), table("new"), day=2)
"""


@pytest.mark.parametrize(
    ("how", "kept"),
    [
        pytest.param("os.fsync = die", 1, id="while the record is written"),
        pytest.param("Path.replace = die", 1, id="before the record has its name"),
        pytest.param("Path.replace = die_after", 2, id="after the record has its name"),
        pytest.param("Path.replace = die_in_current", 2, id="while current/ is written"),
    ],
)
def test_a_run_killed_half_way_leaves_the_store_valid(store: Store, how: str, kept: int) -> None:
    record(store, USERS, BILLS, day=1)
    script = KILLED.format(root=str(store.root), how=how)
    done = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(again(store).history.entries) == kept
    latest = again(store).history.latest
    assert latest and again(store).history.replay(latest)
    problems = verify(again(store)).problems
    assert all("put right" in problem for problem in problems), problems
    assert verify(again(store)).problems == ()
    record(again(store), MORE, day=3)
    assert not list(store.root.rglob(".unfinished-*"))
    assert verify(again(store)).problems == ()


def _swap(old: str, new: str) -> Callable[[Store], None]:
    def tamper(store: Store) -> None:
        path = store.history.entries[1].path
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return tamper


def _truncate(store: Store) -> None:
    path = store.history.entries[1].path
    path.write_bytes(path.read_bytes()[:-200])


def _remove(store: Store) -> None:
    store.history.entries[1].path.unlink()


def _add_stranger(store: Store) -> None:
    (store.history.folder / "notes.txt").write_text("hello", "utf-8")


def _forge_beginning(store: Store) -> None:
    other = Store(store.root.parent / "forger")
    shutil.copy(record(other, BILLS, day=9).path, store.history.folder)


def _forge_end(store: Store) -> None:
    other = Store(store.root.parent / "forger")
    shutil.copytree(store.root, other.root)
    for entry in other.history.entries[2:]:
        entry.path.unlink()
    shutil.copy(record(Store(other.root), BILLS, day=9).path, store.history.folder)


def _drop_expectation(store: Store) -> None:
    store.expectations.entries[0].path.unlink()


def _copy(store: Store) -> None:
    shutil.copy(store.history.entries[1].path, store.history.folder / "copy.json")


def _copy_of_the_moment(store: Store) -> None:
    path = store.history.entries[1].path
    shutil.copy(path, path.with_name(f"{path.stem}-copy.json"))


def _rename(store: Store) -> None:
    path = store.history.entries[1].path
    path.rename(path.with_name("2024-01-01T000000Z.json"))


def _lose_history(store: Store) -> None:
    shutil.rmtree(store.history.folder)


def _base_on_itself(store: Store) -> None:
    first, second, _ = store.history.entries
    text = second.path.read_text("utf-8")
    second.path.write_text(text.replace(f'"base": "{first.id}"', f'"base": "{second.id}"'), "utf-8")


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        pytest.param(_swap('"name", "type": "text"', '"name", "type": "uuid"'), "digest",
                     id="body"),
        pytest.param(_swap('"why": "manual"', '"why": "deploy"'), "missing or was changed",
                     id="header"),
        pytest.param(_swap('"why": "manual"', '"why":  "manual"'), "not the bytes", id="a space"),
        pytest.param(_swap('"why"', '"who"'), "who", id="an unknown word"),
        pytest.param(_truncate, "version control", id="truncated"),
        pytest.param(_remove, "missing", id="missing"),
        pytest.param(_add_stranger, "not a file of ours", id="a strange file"),
        pytest.param(_forge_beginning, "second beginning", id="forged beginning"),
        pytest.param(_forge_end, "ends here too", id="forged end"),
        pytest.param(_drop_expectation, "expectation", id="expectation missing"),
        pytest.param(_copy, "same record as 2025-01-02T000000Z.json", id="a copy"),
        pytest.param(_copy_of_the_moment, "the same record", id="a copy of the moment"),
        pytest.param(_rename, "under another name", id="another name"),
        pytest.param(_lose_history, "current/ is not empty", id="no history"),
        pytest.param(_base_on_itself, "leads back to itself", id="base"),
    ],
)  # fmt: skip
def test_verify_finds_what_was_changed(
    store: Store, tamper: Callable[[Store], None], says: str
) -> None:
    told = {"public/tables/users": Assertion(domain="core")}
    for day, things in enumerate([(USERS,), (MORE,), (MORE, BILLS)], 1):
        record(store, *things, day=day, told=told)
    assert verify(again(store)).problems == ()
    tamper(again(store))
    problems = verify(again(store)).problems
    assert any(says in problem for problem in problems), problems
    assert all(str(store.root) in problem for problem in problems), "each names its file"


def test_verify_puts_current_right(store: Store) -> None:
    record(store, USERS, BILLS)
    users, bills = (store.current / f"public/tables/{name}.json" for name in ("users", "bills"))
    stray = store.current / "public/tables/stray.json"
    before = users.read_bytes()
    users.write_bytes(before.replace(b"integer", b"bigint"))
    bills.unlink()
    stray.write_text("{}")
    problems = verify(again(store)).problems
    assert sorted(re.findall(r"(\w+)\.json", " ".join(problems))) == ["bills", "stray", "users"]
    assert users.read_bytes() == before
    assert bills.is_file()
    assert not stray.exists()
    assert verify(again(store)).problems == ()


def test_a_changed_record_is_never_replayed_in_silence(store: Store) -> None:
    record(store, USERS, day=1)
    record(store, MORE, day=2)
    _swap('"name", "type": "text"', '"name", "type": "uuid"')(again(store))
    fresh = again(store)
    with pytest.raises(BrokenFile, match=r"2025-01-02T000000Z\.json.*digest"):
        fresh.history.replay(fresh.history.entries[1])
    with pytest.raises(BrokenFile, match="digest"):
        record(again(store), BILLS, day=3)
    assert len(names(store)) == 2


def test_a_newer_format_says_so(store: Store) -> None:
    path = record(store, USERS).path
    text = path.read_text("utf-8").replace('"format": 3,', '"format": 99,\n    "novelty": 1,')
    path.write_text(text, "utf-8")
    with pytest.raises(BrokenFile, match=r"format 99 is newer.*\n.*Update"):
        _ = again(store).history.entries
    assert "newer" in verify(again(store)).problems[0]


def test_a_full_disk_after_the_record_is_told_as_what_it_is(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Store, objects: model.State, old: model.State | None) -> list[str]:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "write_current", full)
        with pytest.raises(ChronicleError, match=r"No space left.*\n.*snapshot is recorded"):
            record(store, USERS)
    assert len(again(store).history.entries) == 1


def test_unknown_identity_is_not_kept_from_before(store: Store) -> None:
    record(store, USERS, BILLS, day=1)
    bare = Replayed(state(USERS, BILLS).objects, {})
    last = store.record(header("2025-01-02T00:00:00Z"), bare)
    assert again(store).history.replay(last).identity == {}
    assert verify(again(store)).problems == ()


def test_a_new_column_is_one_line_of_one_file_in_git(project: Project, database: str) -> None:
    def git(*args: str) -> str:
        command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", *args]
        return subprocess.run(
            command, cwd=project.root, capture_output=True, text=True, check=True,
            env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull},
        ).stdout  # fmt: skip

    run_sql(database, "CREATE TABLE users (id integer PRIMARY KEY, email text); CREATE TABLE b ()")
    project.ok("snapshot")
    git("init", "-q")
    git("add", "snapshots")
    git("commit", "-qm", "first")
    run_sql(database, "ALTER TABLE users ADD COLUMN age integer NOT NULL DEFAULT 0")
    project.ok("snapshot")
    where = "snapshots/production/current"
    assert git("diff", "--name-only", "--", where).split() == [f"{where}/public/tables/users.json"]
    lines = [
        line for line in git("diff", "-U0", "--", where).splitlines()
        if re.match(r"[+-](?![+-])", line)
    ]  # fmt: skip
    assert lines == [
        '-    {"name": "email", "type": "text"}',
        '+    {"name": "email", "type": "text"},',
        '+    {"name": "age", "type": "integer", "nullable": false, "default": "0"}',
    ]
    assert git("ls-files", "--others", "--", "snapshots/production/current") == ""


def test_another_writer_is_told_as_what_it_is(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(store, USERS)
    monkeypatch.setattr("snapshot.store._PATIENCE", 0.1)
    with FileLock(store.root / ".lock"), pytest.raises(ChronicleError) as error:
        record(again(store), MORE)
    assert "another snapshot of this database is being recorded" in str(error.value)
    assert "Make room" not in str(error.value)


def test_a_file_where_a_folder_is_due_is_named(tmp_path: Path) -> None:
    (tmp_path / "snapshots").write_text("")
    store = Store(tmp_path / "snapshots/production")
    for act in (lambda: record(store, USERS), lambda: store.history.entries):
        with pytest.raises(ChronicleError, match=r"snapshots: a file, where a folder is due"):
            act()
    assert any("snapshots: a file" in problem for problem in verify(store).problems)


def test_a_folder_where_a_record_is_due_is_named(store: Store) -> None:
    record(store, USERS)
    (store.history.folder / "sub.json").mkdir()
    (problem,) = verify(again(store)).problems
    assert "sub.json: not a file of ours" in problem
    with pytest.raises(BrokenFile, match=r"sub\.json: a folder, where a record is due"):
        record(again(store), MORE)
