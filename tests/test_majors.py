"""The same schema on PostgreSQL 14 to 18: nothing differs, and every other spelling is listed.

The servers of every major are installed by the run itself (`tests/majors/`). What one major does
otherwise by default is said in the script, since there it is a difference: versions of extensions,
who may create in `public`, how a subscription is applied.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import permutations
from pathlib import Path

import msgspec
import pytest

from chronicle import spell
from generator.diff import diff
from generator.side import Side
from generator.spelling import MARK
from snapshot import model, session
from snapshot.catalog import Capture
from snapshot.codec import key_of, state_digest
from snapshot.records import Server as Server_
from snapshot.scratch import Server
from tests import majors
from tests.conftest import ROLES, Project, Servers, captured, run_sql
from tests.oracle.conftest import everything
from tests.test_cases import golden
from tests.test_zero import KOVEO, build, restored

OLDEST = {"btree_gist": "1.6", "citext": "1.6", "hstore": "1.8", "pg_trgm": "1.6",
          "postgres_fdw": "1.1", "file_fdw": "1.0"}  # fmt: skip
"""Versions of extensions that every major has."""
RULES = {"respelled", "not-on-version"}
PUBLIC = """
ALTER SCHEMA public OWNER TO pg_database_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
"""


def of_cases(url: str, major: int) -> None:
    build(url, majors.MAJORS[0], OLDEST)
    run_sql(url, PUBLIC)


def of_everything(url: str, major: int) -> None:
    for name, version in OLDEST.items():
        if name in ("hstore", "btree_gist", "postgres_fdw"):
            run_sql(url, f"CREATE EXTENSION {name} SCHEMA public VERSION '{version}'")
    run_sql(url, re.sub(r"CREATE EXTENSION .*", "", everything(int(majors.MAJORS[0]))))
    run_sql(url, PUBLIC)
    for name in ("sub", "sub2"):
        run_sql(url, f"ALTER SUBSCRIPTION {name} SET (streaming = off)")
        if major >= 16:  # before, it always was so
            run_sql(url, f"ALTER SUBSCRIPTION {name} SET (run_as_owner = true)")


def of_koveo(url: str, major: int) -> None:
    run_sql(url, (KOVEO / "roles.sql").read_text("utf-8"))
    for script in sorted(KOVEO.glob("deploys/*/production.sql")):
        text = script.read_text("utf-8")
        text = re.sub(r"(create extension if not exists (\w+) with schema public)",
                      lambda m: f"{m[1]} version '{OLDEST[m[2]]}'", text)  # fmt: skip
        text = text.replace("security_invoker", "security_barrier")
        run_sql(url, text.replace("nulls not distinct", ""))
    run_sql(url, PUBLIC)


INPUTS: dict[str, Callable[[str, int], None]] = {
    "cases": of_cases, "everything": of_everything, "koveo": of_koveo,
}  # fmt: skip


@pytest.fixture(scope="module")
def every() -> Iterator[dict[str, Server]]:
    """A running server of each major."""
    running: dict[str, Server] = {}
    try:
        for major in majors.MAJORS:
            running[major] = server = Server(majors.binaries(major))
            server.provide(ROLES, ("spc1", "spc2"))
        yield running
    finally:
        for server in running.values():
            server.stop()


def seen(server: Server, make: Callable[[str, int], None], *, known: bool = True) -> Side:
    """A schema as one server tells it, with what the scratch server makes of that."""
    with server.database("chronicle_majors") as url:
        make(url, server.major)
        found = captured(url)
    return told(found) if known else side(found)


def side(found: Capture) -> Side:
    return Side(
        found.objects, found.identity, found.server, found.coverage, "production",
        state=state_digest(found.objects),
    )  # fmt: skip


def told(found: Capture) -> Side:
    bare = side(found)
    spellings = spell.made_anew(bare, 18)
    return msgspec.structs.replace(bare, spellings=(spellings,) if spellings else ())


def folded(old: Side, new: Side) -> Counter[str]:
    """Compare one schema on two majors: no change; how many folds by which rule."""
    found = diff(old, new)
    assert [change.sentence for change in found.changes] == []
    assert set(found.not_compared) <= {"not_null"}
    rules = Counter(fold.rule for fold in found.folds)
    assert set(rules) <= RULES
    assert all(fold.old != fold.new for fold in found.folds)
    assert found.upgrade
    assert found.upgrade.spellings == len(found.folds)
    return rules


@pytest.mark.slow
def test_one_schema_is_one_on_every_major(every: dict[str, Server], update_golden: bool) -> None:
    lines = []
    for name, make in INPUTS.items():
        sides = {major: seen(server, make) for major, server in every.items()}
        assert all(s.server and str(s.server.major) == m for m, s in sides.items())
        assert all(not told.missing for s in sides.values() for told in s.spellings)
        for old, new in permutations(majors.MAJORS, 2):
            rules = folded(sides[old], sides[new])
            number = ", ".join(f"{n} {rule}" for rule, n in sorted(rules.items())) or "none"
            lines.append(f"{name:<10}  {old} → {new}  {len(sides[old].objects)} objects  {number}")
    print(*lines, sep="\n")
    golden("\n".join(lines) + "\n", Path(majors.__file__).parent / "folds.txt", update_golden)


@pytest.mark.parametrize("name", INPUTS)
def test_one_schema_is_one_on_two_majors(name: str, servers: Servers) -> None:
    sides = []
    for major in ("15", "18"):
        server = servers.get(major)
        server.provide((), ("spc1", "spc2"))
        sides.append(seen(server, INPUTS[name]))
    rules = folded(*sides)
    assert rules == folded(*reversed(sides))
    assert bool(rules) == (name != "koveo")


UPGRADED = """
CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL, gone boolean DEFAULT false);
CREATE VIEW active AS SELECT id, email FROM users WHERE NOT gone;
CREATE VIEW both_ways AS SELECT u.id, v.email FROM users u JOIN active v USING (id);
CREATE MATERIALIZED VIEW emails AS SELECT email FROM users;
CREATE POLICY own ON users USING (email = current_user);
"""


class Upgrade:
    """A project whose `production` was a server of 15, and is one of 18 after `upgrade`."""

    def __init__(self, project: Project, patch: pytest.MonkeyPatch, old: str, new: str) -> None:
        self.project, self.patch, self.old, self.new = project, patch, old, new
        patch.setenv("TEST_DATABASE_URL", old)

    def run(self, server: Server, folder: Path) -> None:
        restored(server, self.old, self.new, folder)
        self.patch.setenv("TEST_DATABASE_URL", self.new)


@pytest.fixture
def upgrade(
    project: Project, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Upgrade]:
    with servers.get("15").database("app") as old, servers.get("18").database("app") as new:
        run_sql(old, UPGRADED)
        yield Upgrade(project, monkeypatch, old, new)


def test_an_upgrade_is_one_line_and_no_change(
    upgrade: Upgrade, server: Server, tmp_path: Path
) -> None:
    project = upgrade.project
    project.ok("snapshot")
    project.ok("expect", "production")
    assert project.run("check").code == 0
    upgrade.run(server, tmp_path)
    out = project.ok("snapshot")
    assert re.search(r"server upgraded from 15\.\d+ to 18\.\d+: 2 spellings folded\n", out)
    assert "no changes" in out
    assert "verdict: in sync" in out
    (file,) = (project.store.folds).glob("*.json")
    before = file.read_bytes()

    result = project.run("diff", "production~1", "production", "--format", "json")
    assert result.code == 0
    output = msgspec.json.decode(result.out)
    assert output["changes"] == []
    assert output["upgrade"]["spellings"] == 2
    assert [(f["object"], f["rule"]) for f in output["folds"]] == [
        ("public/materialized_views/emails", "respelled"), ("public/views/active", "respelled"),
    ]  # fmt: skip
    assert output["folds"][1]["old"][0] == " SELECT users.id,"
    assert output["folds"][1]["new"][0] == " SELECT id,"
    assert project.run("check").code == 0
    assert project.run("verify").code == 0

    monkey = upgrade.patch
    monkey.setenv("CHRONICLE_PG_BIN", str(tmp_path))  # from here on no server can be started
    assert project.run("diff", "production~1", "production").code == 0
    project.ok("pages")
    pages = {p: p.read_text("utf-8") for p in (project.root / "docs").rglob("*.md")}
    (timeline,) = (text for path, text in pages.items() if path.name == "timeline.md")
    assert re.search(r"server upgraded from 15\.\d+ to 18\.\d+: 2 spellings folded", timeline)
    reports = [t for t in pages.values() if "**Server upgraded from" in t]
    assert reports
    for text in reports:  # a line for each: against the snapshot before, and the expectation
        rows = [row for row in text.splitlines() if row.endswith("<code>respelled</code> |")]
        assert len(rows) == 4
        assert all("users.email" in row for row in rows)
    assert file.read_bytes() == before


def test_a_change_on_top_of_another_spelling_is_seen(
    upgrade: Upgrade, server: Server, tmp_path: Path
) -> None:
    project = upgrade.project
    project.ok("snapshot")
    upgrade.run(server, tmp_path)
    run_sql(upgrade.new, "CREATE OR REPLACE VIEW active AS SELECT id, email FROM users")
    out = project.ok("snapshot")
    assert "1 change: " in out
    result = project.run("diff", "production~1", "production", "--format", "json")
    output = msgspec.json.decode(result.out)
    (change,) = output["changes"]
    assert (change["object"], change["field"]) == ("public/views/active", "definition")
    assert change["old"] == [
        " SELECT id,", "    email", "   FROM public.users", "  WHERE (NOT gone);",
    ]  # fmt: skip
    assert change["new"] == [" SELECT id,", "    email", "   FROM public.users;"]
    assert [f["object"] for f in output["folds"]] == [
        "public/materialized_views/emails", "public/views/active",
    ]  # fmt: skip
    assert project.run("diff", "production", "production~1").code == 1


def test_without_a_scratch_server_nothing_is_claimed(
    upgrade: Upgrade, server: Server, tmp_path: Path
) -> None:
    project = upgrade.project
    project.ok("snapshot")
    upgrade.run(server, tmp_path)
    with pytest.MonkeyPatch.context() as without:
        without.setenv("CHRONICLE_PG_BIN", str(tmp_path))
        result = project.run("snapshot")
        assert result.code == 0
        assert "2 changes" in result.out
        assert result.out.count(MARK) == 2
        assert "not compared: spelling (2 texts of PostgreSQL 15 and 18 may differ" in result.out
        assert "where a scratch server of PostgreSQL 18 or later can be started" in result.out
        assert "CHRONICLE_PG_BIN" in result.err
        assert project.run("diff", "production~1", "production").code == 1
    assert not project.store.folds.exists()
    assert project.run("diff", "production~1", "production").code == 0


def test_what_the_scratch_server_lacks_is_said(servers: Servers) -> None:
    with servers.get("15").database() as url:
        run_sql(url, UPGRADED)
        run_sql(
            url,
            """
            CREATE EXTENSION pgcrypto;
            CREATE VIEW hashes AS SELECT digest(email, 'md5') AS d FROM users;
        """,
        )
        old = told(captured(url))
    (known,) = old.spellings
    assert known.missing == ("extensions/pgcrypto", "public/views/hashes")
    assert any('extension "pgcrypto" is not available' in reason for reason in known.reasons)
    assert [text.object for text in known.texts] == [
        "public/materialized_views/emails", "public/views/active",
    ]  # fmt: skip
    view = old.objects["public/views/hashes"]
    assert isinstance(view, model.View)
    respelled = tuple(line.replace("users.", "") for line in view.definition)
    assert old.server
    new = Side(
        {**old.objects, "public/views/hashes": msgspec.structs.replace(view, definition=respelled)},
        {}, msgspec.structs.replace(old.server, version="18.6", version_number=180006),
        old.coverage, "production", state="x",
    )  # fmt: skip
    found = diff(old, new)
    (change,) = found.changes
    assert change.sentence.endswith(f": {MARK}.")
    assert "pgcrypto" in found.not_compared["spelling"]


@pytest.mark.slow
def test_a_major_that_nobody_knows_yet_works_with_a_warning(
    project: Project, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    with servers.get("15").database() as old:
        run_sql(old, UPGRADED)
        monkeypatch.setenv("TEST_DATABASE_URL", old)
        project.ok("snapshot")
        with monkeypatch.context() as later:
            real = session.server_of
            later.setattr(session, "server_of", lambda connection: msgspec.structs.replace(
                real(connection), version="19.1", version_number=190001))  # fmt: skip
            run_sql(old, "CREATE OR REPLACE VIEW active AS SELECT id, email FROM users")
            out = project.ok("snapshot")
        assert "note: PostgreSQL 19.1 is newer than 18" in out
        assert "scratch server of PostgreSQL 19 or later" in out
        assert out.count(MARK) == 1
        result = project.run("diff", "production~1", "production")
        assert (result.code, "PostgreSQL 19.1 is newer" in result.err) == (1, True)
        assert not project.store.folds.exists()


@pytest.mark.slow
def test_a_file_of_spellings_that_was_touched_is_found(
    upgrade: Upgrade, server: Server, tmp_path: Path
) -> None:
    project = upgrade.project
    project.ok("snapshot")
    upgrade.run(server, tmp_path)
    project.ok("snapshot")
    (file,) = project.store.folds.glob("*.json")
    good = file.read_text("utf-8")
    for wrong, why in (
        (good + " ", "not the bytes"),
        (good.replace(" SELECT users.id,", " SELECT users.email,"), "does not say that"),
        (good.replace('"state": "', '"state": "0'), "not the bytes"),
        ("{", "truncated"),
    ):
        file.write_text(wrong, "utf-8")
        result = project.run("verify")
        assert result.code == 1
        assert why in result.out
    file.unlink()
    assert project.run("verify").code == 0
    assert project.run("diff", "production~1", "production").code == 0
    assert file.read_text("utf-8") == good


def told_by(major: int, *things: model.Object) -> Side:
    """A state that nobody captured."""
    server = Server_(f"{major}.1", major * 10000 + 1, None, 1)
    return Side({key_of(thing): thing for thing in things}, {}, server)


def test_members_follow_the_version_of_their_extension() -> None:
    old = model.Extension("hstore", "public", "1.7", members={"function": 60})
    new = msgspec.structs.replace(old, version="1.8", members={"function": 61})
    found = diff(told_by(18, old), told_by(18, new))
    assert [change.field for change in found.changes] == ["version"]
    assert [(fold.field, fold.rule) for fold in found.folds] == [("members", "follows-version")]
    alone = msgspec.structs.replace(old, members={"function": 61})
    assert len(diff(told_by(18, old), told_by(18, alone)).changes) == 1


ALL = ("DELETE", "INSERT", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE")
EVERY = tuple(sorted((*ALL, "MAINTAIN")))


@pytest.mark.parametrize(
    ("grantee", "before", "after", "majors", "changed"),
    [
        ("reader", ALL, EVERY, (16, 17), False),
        ("reader", EVERY, ALL, (17, 16), False),
        ("app", ("SELECT",), ("MAINTAIN", "SELECT"), (15, 18), False),  # the owner
        ("reader", ("SELECT",), ("MAINTAIN", "SELECT"), (15, 18), True),
        ("reader", ALL, EVERY, (17, 18), True),  # both know it
        ("reader", ALL, EVERY, (17, 16), True),  # 16 does not know it
        ("app", ("SELECT",), ("INSERT", "MAINTAIN", "SELECT"), (15, 18), True),
    ],
)
def test_a_privilege_that_a_major_does_not_know_is_no_change(
    grantee: str, before: tuple[str, ...], after: tuple[str, ...], majors: tuple[int, int],
    changed: bool,
) -> None:  # fmt: skip
    sides = [
        told_by(major, model.Table("t", "public", "app",
                                   privileges=(model.Privilege(grantee, words),)))
        for major, words in zip(majors, (before, after), strict=True)
    ]  # fmt: skip
    found = diff(*sides)
    assert bool(found.changes) is changed
    assert [fold.rule for fold in found.folds] == ([] if changed else ["not-on-version"])
