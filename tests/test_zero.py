"""Where nothing changed, nothing is found: across captures, dumps, processes and locales."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec
import psycopg
import pytest

from generator.changes import Difference
from generator.diff import diff
from generator.side import Side
from snapshot.catalog import Capture
from snapshot.codec import state_digest
from snapshot.scratch import Server
from snapshot.store import Store
from tests.conftest import REPOSITORY, Project, Servers, captured, run_sql
from tests.test_cases import CASES, cases, files, since

KOVEO = REPOSITORY / "examples/koveo"
FOLDED = {"array-cast", "inherited-order"}  # spellings that a dump and its restoration change


# names in the database itself would meet; tests/oracle restores one of each of those
_SHARED = re.compile(
    r"WRAPPER|SERVER|PUBLICATION|SUBSCRIPTION|EVENT TRIGGER|CREATE CAST|ACCESS METHOD|TRANSFORM"
    r"|CREATE LANGUAGE|DEFAULT PRIVILEGES|TABLESPACE|SECURITY LABEL|pg_catalog\."
)


def everything() -> list[Path]:
    """Scripts of cases that go into one database, each in a schema of its own."""
    apart = (
        "schema/",
        "database/",
        "table/moved",
        "privilege/of_every_kind",
        "extension/moved",
        "foreign_key/disabled",  # which pg_dump does not see
        "partition/of_an_identity",  # restored, a partition's partition has no identity any more
        "column/identity_of_a_smaller_type",  # pg_dump does not write the type of its sequence
    )
    return [
        case for case in cases()
        if not f"{case.parent.name}/{case.name}".startswith(apart)
        and not any(_SHARED.search(path.read_text("utf-8")) for path in case.glob("*.sql"))
    ]  # fmt: skip


def build(url: str, major: str, versions: Mapping[str, str] = {}) -> None:
    """Every case that a major takes, in schemas of one database; extensions, in `public`, are
    shared.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        for name in ("btree_gist", "hstore", "file_fdw", "pg_trgm"):
            version = f" VERSION '{versions[name]}'" if name in versions else ""
            connection.execute(f"CREATE EXTENSION {name}{version}".encode())
        for n, case in enumerate(everything()):
            if int(major) < since(case):
                continue
            schema = f"{case.parent.name}_{case.name}_{n}"
            connection.execute(f'CREATE SCHEMA "{schema}"'.encode())
            connection.execute(f'SET search_path = "{schema}", public'.encode())
            for script in ("old.sql", "new.sql"):
                text = (case / script).read_text("utf-8")
                if "EXTENSION" in text and case.parent.name == "extension":
                    continue
                text = text.replace("CREATE EXTENSION", "CREATE EXTENSION IF NOT EXISTS")
                text = text.replace("public.own", f'"{schema}".own')
                text = text.replace("SCHEMA public", f'SCHEMA "{schema}"')
                connection.execute(text.encode())


def restored(server: Server, source: str, target: str, folder: Path) -> None:
    """`pg_dump --schema-only` of one database, run by psql on another."""
    dump = folder / "dump.sql"
    subprocess.run(
        [server.bindir / "pg_dump", "--schema-only", "--restrict-key=k", "-f", dump, source],
        check=True,
    )
    subprocess.run(
        [server.bindir / "psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", target, "-f", dump],
        check=True, stdout=subprocess.DEVNULL,
        env={**os.environ, "PGOPTIONS": "-c client_min_messages=error"},
    )  # fmt: skip


def side(found: Capture, database: str | None = None) -> Side:
    return Side(found.objects, found.identity, found.server, found.coverage, database)


def assert_nothing(found: Difference, *, folds: set[str] = set()) -> None:  # noqa: B006
    assert [msgspec.to_builtins(change) for change in found.changes] == []
    assert {fold.rule for fold in found.folds} <= folds
    assert set(found.not_compared) <= {"database"}


@pytest.mark.parametrize("major", ["18", "15"])
def test_a_restored_dump_is_equal_to_its_source(
    servers: Servers, major: str, tmp_path: Path
) -> None:
    server = servers.get(major)
    with server.database() as source, server.database() as target:
        build(source, major)
        before = captured(source)
        assert files(before) == files(captured(source))
        restored(server, source, target, tmp_path)
        after = captured(target)
        assert len(before.objects) > 200
        assert_nothing(diff(side(before), side(after)), folds=FOLDED)
        assert_nothing(diff(side(after), side(before)), folds=FOLDED)
        assert not before.server.same_database(after.server)


def koveo(url: str) -> None:
    run_sql(url, (KOVEO / "roles.sql").read_text("utf-8"))
    for script in sorted(KOVEO.glob("deploys/*/production.sql")):
        run_sql(url, script.read_text("utf-8"))


def test_a_restored_dump_of_the_example_is_equal_to_its_source(
    server: Server, tmp_path: Path
) -> None:
    with server.database() as source, server.database() as target:
        koveo(source)
        restored(server, source, target, tmp_path)
        found = diff(side(captured(source)), side(captured(target)))
        assert_nothing(found, folds=FOLDED)


def test_live_is_equal_to_the_snapshot_just_taken(project: Project, database: str) -> None:
    build(database, "18")
    project.ok("snapshot")
    result = project.run("diff", "production", "live:production")
    assert result.code == 0, result.out
    assert "no change" in result.out


def test_the_last_record_of_the_example_is_what_its_scripts_make(server: Server) -> None:
    latest = Store(REPOSITORY / "snapshots/koveo").history.latest
    assert latest
    assert latest.header.digests
    with server.database("koveo") as url:
        koveo(url)
        assert state_digest(captured(url).objects) == latest.header.digests.state


SCRIPT = """
import sys
from snapshot.catalog import capture
from snapshot.codec import text_of
from generator import formats, output
from generator.diff import diff
from generator.side import Side
sides = []
for url in sys.argv[1:]:
    found = capture(url, "x")
    sys.stdout.writelines(text_of(t) for k, t in found.objects.items() if "databases/" not in k)
    sides.append(Side(found.objects, found.identity, found.server, found.coverage))
print(formats.json(output.of_diff("a", "b", diff(*sides), sides[1].coverage)))
"""


def test_neither_hash_seed_nor_locale_is_seen_in_the_bytes(server: Server, tmp_path: Path) -> None:
    with server.database() as old, server.database() as new:
        run_sql(old, (CASES / "column/type/old.sql").read_text("utf-8"))
        build(new, "18")
        seen = set()
        for seed, locale in (("0", "C"), ("1", "C.UTF-8"), ("4711", "POSIX")):
            done = subprocess.run(
                [sys.executable, "-X", "utf8", "-c", SCRIPT, old, new],
                cwd=REPOSITORY, capture_output=True, check=True,
                env={
                    **os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": f"UTC-{seed[0]}",
                },
            )  # fmt: skip
            seen.add(done.stdout)
        assert len(seen) == 1
        assert len(seen.pop()) > 50_000


def test_settings_of_the_session_are_not_seen(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(database, "18")
    before = files(captured(database))
    name = psycopg.conninfo.conninfo_to_dict(database)["dbname"]
    run_sql(database, f"""
        ALTER DATABASE {name} SET search_path = column_type_0, public;
        ALTER DATABASE {name} SET quote_all_identifiers = on;
        ALTER DATABASE {name} SET timezone = 'Asia/Tokyo';
        ALTER DATABASE {name} SET datestyle = 'SQL, DMY';
        ALTER DATABASE {name} SET intervalstyle = 'iso_8601';
        ALTER DATABASE {name} SET extra_float_digits = -3;
        ALTER DATABASE {name} SET bytea_output = 'escape';
        ALTER DATABASE {name} SET standard_conforming_strings = on;
        ALTER DATABASE {name} SET default_transaction_isolation = 'serializable';
    """)  # fmt: skip
    after = files(captured(database))
    without = [line for line in after.splitlines() if "=" not in line or "TimeZone" not in line]
    run_sql(database, f"ALTER DATABASE {name} RESET ALL")
    assert files(captured(database)) == before
    changed = {
        line
        for line in set(without) - set(before.splitlines())
        if "schema" in line or "name" in line
    }
    assert changed == set()


def test_another_major_version_tells_the_example_in_the_same_words(servers: Servers) -> None:
    """But for extensions, which are of other versions there."""
    found = []
    for major in ("15", "18"):
        with servers.get(major).database() as url:
            koveo(url)
            found.append(side(captured(url)))
    assert {change.kind for change in diff(*found).changes} <= {"extension"}
