"""docs/adding-a-kind.md is true: done backwards and forwards again, in a copy of the code.

Its steps are undone for one kind, and for nothing else anything is touched. Then no trace of the
kind is left, everything runs, and what the database has of it is reported as not captured. Put back
step by step, it is captured, compared, checked, written as SQL and shown.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from snapshot import sql
from tests.conftest import REPOSITORY, run_sql

PACKAGES = ("snapshot", "generator", "chronicle")
KIND, CLASS, CATALOG = "conversion", "Conversion", "pg_conversion"
TRACE = re.compile(rf"\b{CLASS}\b|[\"']{KIND}(--\w+)?[\"']|\b{CATALOG}\b|\b{KIND}\.sql\b")
MAKES = "CREATE CONVERSION mine FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1"
USE = """
import json, sys
from generator.check import check
from generator.ddl import sql_of
from generator.diff import diff
from generator.side import Side
from generator.render import render
from generator.book import open_book
from generator.site import pages
from snapshot import adopting, expectation, model
from snapshot.catalog import capture
from snapshot.records import FORMAT, Header, Replayed
from snapshot.store import Store
from pathlib import Path
import chronicle.cli

found = capture(sys.argv[1], "test")
folder = Path(sys.argv[2])
state = {k: t for k, t in found.objects.items() if not k.startswith("databases/")}
before, side = Side({}, coverage=found.coverage), Side(state, coverage=found.coverage)
domain = folder / "all.yml"
domain.write_text(adopting.text_of_domain("all", list(state.values()), "full"), "utf-8")
told = expectation.load_files([domain])
header = Header(format=FORMAT, database="d", at="2025-01-01T00:00:00Z", why="manual", parents=(),
                taken="2025-01-01T00:00:00Z", digests=None, coverage=found.coverage)
store = Store(folder / "store")
store.record(header, Replayed(state, {k: found.identity[k] for k in state}), told)
shown = "".join(render(page) for page in pages("d", [open_book(store, "d")]))
print(json.dumps({
    "objects": sorted(state), "missed": found.coverage.not_captured,
    "verdict": check(told, side).verdict, "stated": domain.read_text("utf-8"),
    "changes": [c.sentence for c in diff(before, side).changes if "mine" in c.object],
    "sql": sql_of(state), "shown": shown,
}))
"""


class Copy:
    """The code in another folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for package in PACKAGES:
            shutil.copytree(REPOSITORY / package, root / package,
                            ignore=shutil.ignore_patterns("__pycache__"))  # fmt: skip

    def use(self, url: str, folder: Path) -> dict[str, Any]:
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", USE, url, str(folder)],
            capture_output=True, text=True, check=False, cwd=self.root,
            env={"PYTHONPATH": str(self.root), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def undo(self) -> list[str]:
        """The recipe backwards; the files that it touches."""
        touched = ["snapshot/model/registry.py", "snapshot/queries/_fingerprint.sql"]
        self._drop_lines(touched[0], rf": \w+\.{CLASS}$")
        self._drop_arm(touched[1])
        for folder, what in (
            ("snapshot/model", CLASS),
            ("generator/ddl", f"writes(model.{CLASS})"),
            ("generator/remedy", f"alters(model.{CLASS}"),
        ):
            touched += self._drop_definition(folder, what)
        touched += [f"snapshot/queries/{KIND}.sql", "generator/severities.py"]
        (self.root / touched[-2]).unlink()
        self._drop_lines(touched[-1], rf'^    "{KIND}--')
        text = (self.root / touched[-1]).read_text("utf-8")
        (self.root / touched[-1]).write_text(text.replace(f'"{KIND}", ', ""), "utf-8")
        return touched

    def _drop_arm(self, name: str) -> None:
        path = self.root / name
        text = path.read_text("utf-8")
        kept = sql.without(text, {CATALOG})
        assert kept != text, f"{name}: there is no arm of {CATALOG}"
        path.write_text(kept, "utf-8")

    def _drop_lines(self, name: str, pattern: str) -> None:
        path = self.root / name
        lines = path.read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not re.search(pattern, line.rstrip())]
        assert len(kept) < len(lines), f"{name}: there is no such line"
        path.write_text("".join(kept), "utf-8")

    def _drop_definition(self, folder: str, what: str) -> Iterator[str]:
        """A class by its name, a function by its decorator."""
        for path in sorted((self.root / folder).glob("*.py")):
            text = path.read_text("utf-8")
            lines = text.splitlines(keepends=True)
            for node in ast.parse(text).body:
                if isinstance(node, ast.ClassDef | ast.FunctionDef):
                    marks = [ast.unparse(mark) for mark in node.decorator_list]
                    if what == node.name or any(mark.startswith(what) for mark in marks):
                        first = min([node.lineno, *(m.lineno for m in node.decorator_list)])
                        path.write_text("".join(lines[: first - 1] + lines[node.end_lineno :]))
                        yield str(path.relative_to(self.root))

    def traces(self) -> list[str]:
        """Where the code still speaks of the kind."""
        return [
            f"{path.relative_to(self.root)}: {line.strip()}"
            for path in sorted(self.root.rglob("*"))
            if path.suffix in (".py", ".sql", ".j2")
            for line in path.read_text("utf-8").splitlines()
            if TRACE.search(line)
        ]


@pytest.fixture
def url(database: str) -> str:
    run_sql(database, f"CREATE TABLE t (a int); {MAKES}")
    return database


def test_the_recipe_is_all_that_it_takes(url: str, tmp_path: Path) -> None:
    copy = Copy(tmp_path / "code")
    touched = copy.undo()
    assert copy.traces() == [], "the recipe does not name these places"

    without = copy.use(url, tmp_path / "without")
    assert without["missed"] == {CATALOG: 1}, "what is not captured is reported"
    assert "public/tables/t" in without["objects"]
    assert without["verdict"] == "in sync"

    for name in touched:
        shutil.copy(REPOSITORY / name, copy.root / name)
    found = copy.use(url, tmp_path / "with")
    assert found["missed"] == {}
    assert {*found["objects"]} - {*without["objects"]} == {"public/conversions/mine"}
    assert found["verdict"] == "in sync"
    (change,) = found["changes"]
    assert change == "Conversion `mine` was added."
    assert "CREATE CONVERSION public.mine" in found["sql"]
    assert "mine" in found["stated"] and "mine" in found["shown"]
    assert "mine" not in without["stated"] + without["shown"] + without["sql"]


def test_the_page_names_every_place_of_it() -> None:
    page = (REPOSITORY / "docs" / "adding-a-kind.md").read_text("utf-8")
    steps = page.split("\n## ")[0]
    for place in (
        "`snapshot/model/`", "`registry.py`", "`snapshot/queries/<kind>.sql`", "`_fingerprint.sql`",
        "`generator/ddl/`", "`generator/severities.py`", "`tests/cases/<kind>/<case>/`",
        "`tests/oracle/everything.sql`",
    ):  # fmt: skip
        assert place in steps
    assert (REPOSITORY / "tests" / "cases" / KIND).is_dir()
