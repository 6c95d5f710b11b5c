"""How the tools fail while they look like success, held to what they really do.

Whoever runs a command of a team must not trust its exit code; `failures/README.md` is the table.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from snapshot import model
from snapshot.building import build
from snapshot.catalog import capture
from snapshot.errors import CannotBuild
from snapshot.listening import Listening
from snapshot.sources import Source, makes_something
from tests import tools
from tests.conftest import REPOSITORY, run_sql
from tests.test_cases import golden
from tests.tools.failing import HERE, PROJECTS, Case, cases, scrubbed

CASES = cases()
STREAMS = ("stdout", "stderr")
MORE = {"PRISMA_QUERY_ENGINE_LIBRARY": "schema.prisma", "CHECKPOINT_DISABLE": "1"}
by_case = pytest.mark.parametrize("name", CASES)


@contextmanager
def project(name: str, into: Path) -> Iterator[Path]:
    """The project of a case, with the tool in it where that is of npm."""
    folder = into / name
    shutil.copytree(HERE / name, folder, ignore=shutil.ignore_patterns("case.yml", "*.txt"))
    if CASES[name].tool in ("drizzle", "prisma"):
        installed = tools.node(PROJECTS[CASES[name].tool])
        (folder / "node_modules").symlink_to(installed / "node_modules")
    yield folder
    shutil.rmtree(folder)


@pytest.mark.slow
@by_case
def test_it_fails_as_it_is_written(
    name: str, listening: Listening, scratch: str, tmp_path: Path, update_golden: bool
) -> None:
    case = CASES[name]
    programs = listening.bindir
    if case.tool in ("alembic", "django"):
        programs = tools.python(PROJECTS[case.tool])
    if (HERE / name / "before.sql").exists():
        run_sql(scratch, (HERE / name / "before.sql").read_text("utf-8"))
    address = listening.address(scratch)
    with project(name, tmp_path) as folder:
        done = tools.run(case.command, folder, address, programs, MORE)
    for stream, text in zip(STREAMS, (done.out, done.err), strict=True):
        told = scrubbed(text, folder, address)
        golden(told, HERE / name / f"{stream}.txt", update_golden)
    assert done.code == case.exit
    found = capture(scratch, "what it made")
    made = [thing for thing in found.objects.values() if isinstance(thing, model.Table)]
    assert {f"{table.schema}.{table.name}".removeprefix("public.") for table in made} == {
        *case.tables
    }


@pytest.mark.slow
@by_case
def test_no_expectation_is_built_where_anything_speaks_against_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CASES[name]
    if case.tool in ("alembic", "django"):
        monkeypatch.setenv("PATH", str(tools.python(PROJECTS[case.tool])), prepend=":")
    with project(name, tmp_path) as folder:
        before = 'psql -q "$DATABASE_URL" -f before.sql && '
        source = Source(
            command=(before if (folder / "before.sql").exists() else "") + case.command,
            env={"DATABASE_URL": "{url}", **MORE}, stdout_is_sql="export" in case.command,
        )  # fmt: skip
        if case.refused is None:
            assert makes_something(build(source, folder).objects)
            return
        with pytest.raises(CannotBuild, match=re.escape(case.refused)):
            build(source, folder)


@pytest.mark.slow
def test_what_a_push_leaves_behind(listening: Listening, tmp_path: Path) -> None:
    """Where no line tells, only what was made does; and what `export` says of the same schema."""
    made, exported = {}, {}
    for name in ("drizzle_policies", "drizzle_two_enums", "drizzle_impossible_keys"):
        with listening.database() as url, project(name, tmp_path) as folder:
            address = listening.address(url)
            exported[name] = tools.run("npx drizzle-kit export", folder, address).ok().out
            tools.run(CASES[name].command, folder, address).ok()
            made[name] = capture(url, "what it made").objects
    (policy,) = made["drizzle_policies"]["public/tables/documents"].policies  # type: ignore[attr-defined]
    assert policy.using is None
    assert "USING (owner_id = " in exported["drizzle_policies"]
    assert len([key for key in made["drizzle_two_enums"] if "/enums/" in key]) == 1
    assert exported["drizzle_two_enums"].count("CREATE TYPE") == 1
    residences = made["drizzle_impossible_keys"]["public/tables/residences"]
    assert residences.foreign_keys == ()  # type: ignore[attr-defined]
    assert exported["drizzle_impossible_keys"].count("FOREIGN KEY") == 2


@pytest.mark.slow
def test_what_django_can_be_asked(listening: Listening, scratch: str, tmp_path: Path) -> None:
    """`docs/sources.md` says which question tells of which failure."""
    programs = tools.python(PROJECTS["django"])
    address = listening.address(scratch)
    for name, command, code in (
        ("django_unmade", "python manage.py makemigrations --check", 1),
        ("django_no_migrations", "python manage.py makemigrations --check", 0),
        ("django_no_migrations", "python manage.py makemigrations --check registry", 1),
    ):
        with project(name, tmp_path) as folder:
            assert tools.run(command, folder, address, programs).code == code, command


@by_case
def test_the_line_that_tells_stands_where_it_is_said_to(name: str) -> None:
    case = CASES[name]
    said = {stream: (HERE / name / f"{stream}.txt").read_text("utf-8") for stream in STREAMS}
    assert (case.stream is None) == (case.line is None)
    if case.stream:
        assert case.line in said[case.stream].split("\n")
    here = (tempfile.gettempdir(), Path.home(), REPOSITORY, ".cache", "postgresql://", "127.0.0.1:")
    for text in said.values():
        assert not [place for place in here if str(place) in text]
        assert not re.search(r"scratch_[0-9a-f]+|\b[0-9a-f]{32}\b|\d+ ?ms\b|\x1b", text)


def row(name: str, case: Case) -> str:
    where = f"{case.stream}: `{case.line.strip()}`" if case.stream and case.line else "nowhere"
    made = ", ".join(f"`{table}`" for table in case.tables) or "none"
    said = case.refused or "**builds**"
    return f"| `{name}` | `{case.command}` | {case.exit} | {where} | {made} | {case.why} | {said} |"


def test_the_table_is_that_of_the_cases(update_golden: bool) -> None:
    path = HERE / "README.md"
    head = path.read_text("utf-8").split("\n| `")[0].rstrip()
    rows = "\n".join(row(name, case) for name, case in CASES.items())
    golden(f"{head}\n{rows}\n", path, update_golden)
