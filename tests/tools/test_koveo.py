"""The example as teams keep it: every version builds the schema of the last deploy, by real tools.

`examples/koveo/as/` holds it as SQL, for Drizzle and for Alembic.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from snapshot.building import build
from snapshot.catalog import Capture, capture
from snapshot.listening import Listening
from tests import tools
from tests.conftest import run_sql
from tests.test_zero import KOVEO
from tests.tools.conftest import assert_same, deploy, tables

AS = KOVEO / "as"
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


def test_the_truth_is_whole(truth: Capture) -> None:
    assert len(tables(truth)) == 45


def test_a_difference_is_seen(scratch: str, truth: Capture) -> None:
    deploy(scratch)
    assert_same(truth, capture(scratch, "the same"))
    run_sql(scratch, "ALTER TABLE users ALTER phone SET NOT NULL; CREATE TABLE alembic_version ()")
    changed = capture(scratch, "another")
    with pytest.raises(AssertionError, match=r"users\.phone"):
        assert_same(truth, changed, {"public/tables/alembic_version"})
    with pytest.raises(AssertionError, match="alembic_version"):
        assert_same(truth, changed)
    with pytest.raises(AssertionError, match="django_migrations"):
        assert_same(truth, truth, {"public/tables/django_migrations"})


def test_numbered_sql(listening: Listening, truth: Capture) -> None:
    assert_same(truth, build(listening, AS / "sql" / "migrations"))


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
    assert_same(truth, build(listening, path), own)


def test_drizzle_pushes_it(
    listening: Listening, scratch: str, truth: Capture, tmp_path: Path
) -> None:
    with tools.copied(AS / "drizzle", tmp_path) as folder:
        done = tools.run("npm run --silent build-database", folder, listening.address(scratch))
    assert "[✓] Changes applied" in done.ok().out
    assert_same(truth, capture(scratch, "what Drizzle made"))


def test_drizzle_exports_it(
    listening: Listening, scratch: str, truth: Capture, tmp_path: Path
) -> None:
    """`export` prints SQL and asks no database; it tells the same schema as `push`."""
    with tools.copied(AS / "drizzle", tmp_path) as folder:
        there = listening.address(scratch)
        exported = tools.run("drizzle-kit export", folder, there).ok().out
        assert exported.count("CREATE TABLE") == 44
        (folder / "sql" / "exported.sql").write_text(exported, "utf-8")
        files = "before.sql exported.sql after.sql comments.sql"
        tools.run(f"node sql/run.mjs {files}", folder, there).ok()
    assert_same(truth, capture(scratch, "what Drizzle exported"))


def test_alembic_upgrades_to_it(
    listening: Listening, scratch: str, truth: Capture, tmp_path: Path
) -> None:
    programs = tools.python(AS / "alembic")
    with tools.copied(AS / "alembic", tmp_path) as folder:
        there = listening.address(scratch)
        done = tools.run("alembic upgrade head", folder, there, programs).ok()
        assert done.err.count("INFO Running upgrade") == 10
        assert_same(truth, capture(scratch, "what Alembic made"), {"public/tables/alembic_version"})
        tools.run("alembic downgrade base", folder, there, programs).ok()
    left = capture(scratch, "what Alembic left")
    assert tables(left) == {"public/tables/alembic_version"}
    assert not [key for key in left.objects if "/enums/" in key or "/functions/" in key]
