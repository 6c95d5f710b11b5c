"""Prisma builds what its schema means, with the schema engine that npm brings.

Its own engine is a binary that comes from another host than npm's. The one in WebAssembly goes
through the driver of `pg`: `migrate deploy` and `migrate diff` run with it, `db push` does not,
since the adapter cannot read the type "char" of the catalog.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshot.building import build
from snapshot.errors import CannotBuild
from snapshot.sources import Source
from tests import tools
from tests.tools.conftest import assert_same

PROJECT = tools.HERE / "prisma"
OWN = {"public/tables/_prisma_migrations"}
# the query engine is not needed; a file that is there keeps Prisma from fetching one
ENV = {
    "DATABASE_URL": "{url}", "CHECKPOINT_DISABLE": "1",
    "PRISMA_QUERY_ENGINE_LIBRARY": "package.json",
}  # fmt: skip
EXPECTED = Source(sql="expected.sql")


@pytest.mark.slow
def test_prisma_deploys_it(tmp_path: Path) -> None:
    folder = tools.copied(PROJECT, tmp_path)
    deployed = build(Source(command="npx prisma migrate deploy", env=ENV), folder)
    assert_same(build(EXPECTED, folder), deployed, OWN)


@pytest.mark.slow
def test_prisma_prints_it(tmp_path: Path) -> None:
    folder = tools.copied(PROJECT, tmp_path)
    told = "npx prisma migrate diff --from-empty --to-schema-datamodel schema.prisma --script"
    printed = build(Source(command=told, env=ENV, stdout_is_sql=True), folder)
    assert_same(build(EXPECTED, folder), printed)


@pytest.mark.slow
def test_prisma_cannot_push_without_its_own_engine(tmp_path: Path) -> None:
    """If this fails, `docs/sources.md` says less than is true."""
    folder = tools.copied(PROJECT, tmp_path)
    with pytest.raises(CannotBuild, match="Column type 'char' could not be deserialized"):
        build(Source(command="npx prisma db push", env=ENV), folder)


def test_the_folder_of_prisma_is_read_without_it() -> None:
    assert_same(build(EXPECTED, PROJECT), build(Source(migrations="migrations"), PROJECT))
