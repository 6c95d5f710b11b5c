"""Prisma builds what its schema means, with the schema engine that npm brings.

Its own engine is a binary that comes from another host than npm's. The one in WebAssembly goes
through the driver of `pg`: `migrate deploy` and `migrate diff` run with it, `db push` does not,
since the adapter cannot read the type "char" of the catalog.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshot.building import build
from snapshot.catalog import capture
from snapshot.listening import Listening
from tests import tools
from tests.tools.conftest import assert_same

PROJECT = tools.HERE / "prisma"
OWN = {"public/tables/_prisma_migrations"}
# the query engine is not needed; a file that is there keeps Prisma from fetching one
MORE = {"PRISMA_QUERY_ENGINE_LIBRARY": "package.json", "CHECKPOINT_DISABLE": "1"}


@pytest.mark.slow
def test_prisma_deploys_it(listening: Listening, scratch: str, tmp_path: Path) -> None:
    expected = build(listening, PROJECT / "expected.sql")
    with tools.copied(PROJECT, tmp_path) as folder:
        there = listening.address(scratch)
        done = tools.run("prisma migrate deploy", folder, there, more=MORE).ok()
        assert "All migrations have been successfully applied." in done.out
        assert_same(expected, capture(scratch, "what Prisma made"), OWN)
        told = "prisma migrate diff --from-empty --to-schema-datamodel schema.prisma --script"
        path = folder / "schema.sql"
        path.write_text(tools.run(told, folder, there, more=MORE).ok().out, "utf-8")
        assert_same(expected, build(listening, path))


@pytest.mark.slow
def test_prisma_cannot_push_without_its_own_engine(
    listening: Listening, scratch: str, tmp_path: Path
) -> None:
    """If this fails, `docs/sources.md` says less than is true."""
    with tools.copied(PROJECT, tmp_path) as folder:
        done = tools.run("prisma db push", folder, listening.address(scratch), more=MORE)
    assert done.code == 1
    assert "Column type 'char' could not be deserialized" in done.err


def test_the_folder_of_prisma_is_read_without_it(listening: Listening) -> None:
    expected = build(listening, PROJECT / "expected.sql")
    assert_same(expected, build(listening, PROJECT / "migrations"))
