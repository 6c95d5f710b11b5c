"""The example as teams keep it: every version builds the same schema, by real tools.

`examples/koveo/as/` holds it as SQL, for Drizzle and for Alembic.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from chronicle.demo import _files
from snapshot.building import build
from snapshot.catalog import Capture, capture
from snapshot.listening import Listening
from snapshot.scratch import Server
from snapshot.sources import Source
from tests import tools
from tests.conftest import Project, run_sql
from tests.test_zero import KOVEO
from tests.tools.conftest import DAY, ROLES, assert_same, deploy, tables

AS = KOVEO / "as"
ALEMBIC = {"public/tables/alembic_version"}
RAILS = """
CREATE TABLE public.schema_migrations (version character varying NOT NULL);
CREATE TABLE public.ar_internal_metadata (
    key character varying NOT NULL, value character varying,
    created_at timestamp(6) without time zone NOT NULL,
    updated_at timestamp(6) without time zone NOT NULL
);
ALTER TABLE ONLY public.ar_internal_metadata
    ADD CONSTRAINT ar_internal_metadata_pkey PRIMARY KEY (key);
ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);
SET search_path TO "$user", public;

INSERT INTO "schema_migrations" (version) VALUES
('20251210070000'),
('20250616070000');
"""  # what `rails db:schema:dump` adds to pg_dump's text when the format is :sql


def test_a_difference_is_seen(scratch: str, truth: Capture) -> None:
    assert len(tables(truth)) == 45
    deploy(scratch)
    assert_same(truth, capture(scratch, "the same"))
    run_sql(scratch, "ALTER TABLE users ALTER phone SET NOT NULL; CREATE TABLE alembic_version ()")
    changed = capture(scratch, "another")
    with pytest.raises(AssertionError, match=r"users\.phone"):
        assert_same(truth, changed, ALEMBIC)
    with pytest.raises(AssertionError, match="alembic_version"):
        assert_same(truth, changed)
    with pytest.raises(AssertionError, match="django_migrations"):
        assert_same(truth, truth, {"public/tables/django_migrations"})


def test_numbered_sql(truth: Capture) -> None:
    assert_same(truth, build(Source(migrations="sql/migrations"), AS))


def test_a_structure_of_rails(listening: Listening, truth: Capture, tmp_path: Path) -> None:
    """`structure.sql` is what pg_dump writes; this is made of it as Rails makes it."""
    path = tmp_path / "structure.sql"
    with listening.database() as url:
        deploy(url)
        subprocess.run(
            [listening.bindir / "pg_dump", "--schema-only", "--no-privileges", "--no-owner",
             "--file", path, url], check=True,
        )  # fmt: skip
    path.write_text(path.read_text("utf-8") + RAILS, "utf-8")
    own = {"public/tables/schema_migrations", "public/tables/ar_internal_metadata"}
    assert_same(truth, build(Source(sql="structure.sql"), tmp_path), own)


def test_drizzle_pushes_it(truth: Capture, tmp_path: Path) -> None:
    folder = tools.copied(AS / "drizzle", tmp_path)
    source = Source(command="npm run --silent build-database")
    assert_same(truth, build(source, folder, ROLES))


@pytest.mark.slow
def test_drizzle_exports_it(truth: Capture, tmp_path: Path) -> None:
    """`export` prints SQL and asks no database; it tells the same schema as `push`."""
    folder = tools.copied(AS / "drizzle", tmp_path)
    command = "cat sql/before.sql && npx drizzle-kit export && cat sql/after.sql sql/comments.sql"
    assert_same(truth, build(Source(command=command, stdout_is_sql=True), folder, ROLES))


@pytest.mark.slow
def test_alembic_upgrades_to_it(truth: Capture, tmp_path: Path) -> None:
    programs = tools.python(AS / "alembic")
    folder = tools.copied(AS / "alembic", tmp_path)
    up = f"{programs}/alembic upgrade head"
    assert_same(truth, build(Source(command=up), folder, ROLES), ALEMBIC)
    around = f"{up} && {programs}/alembic downgrade base && {up}"
    assert_same(truth, build(Source(command=around), folder, ROLES), ALEMBIC)


FORMS = {
    "yaml": "expected/",
    "sql": "{migrations: as/sql/migrations, domains: expected/}",
    "drizzle": "{command: npm --prefix as/drizzle run --silent build-database,"
               " env: DATABASE_URL, timeout: 120, domains: expected/}",
    "alembic": "{command: alembic -c as/alembic/alembic.ini upgrade head, env: DATABASE_URL,"
               " domains: expected/, ignore: [public.alembic_version]}",
}  # fmt: skip
"""What stands behind `expected:`, for the example in each of its forms."""


@pytest.fixture
def switched(
    project: Project, server: Server, database: str, monkeypatch: pytest.MonkeyPatch
) -> Project:
    """The example as a project of its own, with every form of it, and a database that has it."""
    server.provide(ROLES)
    deploy(database)
    (project.root / "expected").mkdir(exist_ok=True)
    for path in _files(DAY.parent, DAY):
        shutil.copy(path, project.root / "expected")
    for form in ("sql", "drizzle", "alembic"):
        tools.copied(AS / form, project.root / "as")
    programs = tools.python(AS / "alembic")
    monkeypatch.setenv("PATH", str(programs), prepend=":")
    return project


def judged(project: Project, form: str) -> dict[str, Any]:
    """What `check` says when the expectation has this form."""
    project.configure("url: ${TEST_DATABASE_URL}", f"expected: {FORMS[form]}")
    project.ok("snapshot")
    found: dict[str, Any] = json.loads(project.run("check", "--format", "json").out)
    return found


@pytest.mark.slow
def test_the_expectation_is_switched_between_its_forms(switched: Project) -> None:
    for form in FORMS:
        found = judged(switched, form)
        assert (form, found["verdict"], found["findings"]) == (form, "in sync", [])


@pytest.mark.slow
def test_every_form_finds_the_same_drift(switched: Project, database: str) -> None:
    run_sql(database, "ALTER TABLE users DROP COLUMN profile_image, ALTER phone TYPE text;"
                      "CREATE TABLE extra (id integer); DROP TRIGGER bills_set_updated_at ON bills;"
                      "ALTER POLICY demands_own ON demands USING (true)")  # fmt: skip
    told = {form: sorted(f["sentence"] for f in judged(switched, form)["findings"])
            for form in FORMS}  # fmt: skip
    assert len(told["yaml"]) == 5
    assert dict.fromkeys(FORMS, told["yaml"]) == told
