"""The house stands as the design says: who imports whom, how long things are, nothing forgotten."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from snapshot import model
from tests.conftest import REPOSITORY

PACKAGES = ("chronicle", "generator", "snapshot")
FILES = sorted(path for package in PACKAGES for path in (REPOSITORY / package).rglob("*.py"))
NEEDS_POSTGRESQL = tuple(
    f"snapshot.{name}"
    for name in ("catalog", "listening", "scratch", "session", "trial", "trouble")
)
NEED_THE_SCRATCH_SERVER = ("chronicle.demo", "chronicle.publish", "chronicle.remedies")
IDS = [path.relative_to(REPOSITORY).as_posix() for path in FILES]
by_file = pytest.mark.parametrize("path", FILES, ids=IDS)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def module_of(path: Path) -> str:
    parts = path.relative_to(REPOSITORY).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it, but for types only."""
    checked = {
        node
        for block in ast.walk(tree(path))
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    shown = {ast.dump(node) for node in checked if isinstance(node, ast.Import | ast.ImportFrom)}
    for node in ast.walk(tree(path)):
        if ast.dump(node) in shown:
            continue
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            yield from (f"{node.module}.{name.name}" for name in node.names)
            yield node.module or ""


def test_there_is_something_to_check() -> None:
    assert len(FILES) > 20


@by_file
def test_imports_point_one_way(path: Path) -> None:
    package = module_of(path).split(".")[0]
    forbidden = {
        "snapshot": ("generator", "chronicle"), "generator": ("chronicle",), "chronicle": (),
    }[package]  # fmt: skip
    for name in imports(path):
        assert not name.startswith(forbidden), name
        if package == "generator":
            assert not f"{name}.".startswith(tuple(f"{n}." for n in NEEDS_POSTGRESQL)), name


@by_file
def test_only_the_edges_know_the_driver_and_deepdiff(path: Path) -> None:
    used = {name.split(".")[0] for name in imports(path)}
    module = module_of(path)
    assert ("psycopg" not in used) or module in NEEDS_POSTGRESQL
    assert ("deepdiff" not in used) or module == "generator.compare"
    assert ("graphlay" not in used) or module == "generator.pictures.layout"


@by_file
def test_files_and_functions_fit_on_a_screen_or_three(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, node.name


@by_file
def test_every_file_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(tree(path))


@pytest.mark.parametrize("package", ["generator", "chronicle"])
def test_pages_and_reports_need_no_driver(package: str) -> None:
    """Everything but the capture runs where no driver is installed."""
    names = [module_of(p) for p in FILES if module_of(p).split(".")[0] == package]
    names = [n for n in names if n not in NEED_THE_SCRATCH_SERVER]
    script = (
        "import sys; sys.modules['psycopg'] = None\n"
        f"from importlib import import_module\nfor name in {names}: import_module(name)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_query_belongs_to_a_kind() -> None:
    kinds = {model.kind_name(cls) for cls in model.kinds().values()} | set(model.parts())
    for path in (REPOSITORY / "snapshot/queries").iterdir():
        assert path.suffix == ".sql"
        assert path.stem.startswith("_") or path.stem in kinds, path.name


def test_queries_ask_the_catalog_only() -> None:
    for path in (REPOSITORY / "snapshot/queries").glob("*.sql"):
        text = path.read_text("utf-8").lower()
        text = re.sub(r"'[^']*'|--.*", "''", text)  # words in literals and comments do nothing
        for word in (
            "information_schema.",
            "insert into",
            "update ",
            "delete from",
            "create ",
            "alter ",
        ):
            assert not re.search(rf"\b{re.escape(word)}", text), path.name


def test_every_target_is_phony_and_explained() -> None:
    text = (REPOSITORY / "Makefile").read_text("utf-8")
    phony = next(line for line in text.splitlines() if line.startswith(".PHONY")).split()[1:]
    targets = [line.split(":")[0] for line in text.splitlines() if " ## " in line]
    assert set(targets) <= set(phony)
    wanted = {
        "setup",
        "demo",
        "snapshot",
        "check",
        "site",
        "serve",
        "test",
        "test-all",
        "bench",
        "clean",
    }
    assert wanted <= set(targets)


def test_no_machine_is_named_in_what_is_committed() -> None:
    done = subprocess.run(
        ["git", "grep", "-lIE", r"/(root|home/[a-z]+)/", "--", ".", ":!tests/test_architecture.py"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == ""


@pytest.mark.parametrize(
    "command", [["--help"], ["log", "koveo"], ["show", "koveo", "public/tables/users"]]
)
def test_what_only_reads_is_quick_to_start(command: list[str]) -> None:
    """Neither the driver nor what it and the lock bring is loaded: half of the time to start."""
    script = (
        "import contextlib, io, sys\n"
        "from chronicle.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        f"    main({command})\n"
        "heavy = ('psycopg', 'asyncio', 'filelock', 'deepdiff', 'jinja2', 'rich')\n"
        "print(*(name for name in heavy if name in sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_an_installation_has_every_package_and_file() -> None:
    """An editable one, which the Makefile makes, would not show what is missing."""
    told = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    listed = {*told["packages"]}
    assert {module_of(path.parent) for path in FILES} == listed
    files = {
        path.relative_to(REPOSITORY)
        for package in PACKAGES
        for path in (REPOSITORY / package).rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    }
    shipped = {
        path.relative_to(REPOSITORY)
        for package, patterns in told["package-data"].items()
        for pattern in patterns
        for path in (REPOSITORY / package.replace(".", "/")).glob(pattern)
    }
    assert sorted(files - shipped) == []
