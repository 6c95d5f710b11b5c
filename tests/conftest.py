"""Scratch servers for all tests, a project to run the command in, and `--update-golden`."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from snapshot.catalog import Capture, capture
from snapshot.scratch import Server, run_script
from snapshot.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REPOSITORY = Path(__file__).resolve().parent.parent
ROLES = ("app", "reader", "writer")  # what the scripts of the cases may name
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
BINARIES: dict[str, Path | None] = {"18": None, "15": Path("/usr/lib/postgresql/15/bin")}
"""Major → folder of binaries: the embedded server, and the one of Debian."""


def pytest_configure(config: pytest.Config) -> None:
    """A job in the background may ignore Ctrl-C, and hand that on to whatever tests interrupt."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected files anew")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`sampled(n)`: of its parameters every nth is in the default run, all are in `test-all`."""
    seen: Counter[str] = Counter()
    for item in items:
        if mark := item.get_closest_marker("sampled"):
            name = item.nodeid.partition("[")[0]
            if seen[name] % mark.args[0]:
                item.add_marker(pytest.mark.slow)
            seen[name] += 1


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


def absent(what: str) -> None:
    """A missing part of the machine: skipped on a desk, a failure in CI."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and CI must have it")
    pytest.skip(f"{what} is not installed here")


class Servers:
    """One running server per major version, started when first asked for."""

    def __init__(self, tablespaces: tuple[str, ...] = ()) -> None:
        self.running: dict[str, Server] = {}
        self.tablespaces = tablespaces

    def get(self, major: str = "18") -> Server:
        if major not in self.running:
            bindir = BINARIES[major]
            if bindir is not None and not (bindir / "postgres").exists():
                absent(f"PostgreSQL {major} ({bindir})")
            self.running[major] = server = Server(bindir)
            server.provide(ROLES, self.tablespaces)
        return self.running[major]

    def stop(self) -> None:
        for server in self.running.values():
            server.stop()


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    found = Servers()
    yield found
    found.stop()


@pytest.fixture(scope="session")
def server(servers: Servers) -> Server:
    """The embedded server."""
    return servers.get()


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    """The URL of a fresh, empty database on the embedded server."""
    with server.database() as url:
        yield url


@pytest.fixture(params=list(BINARIES))
def any_database(request: pytest.FixtureRequest, servers: Servers) -> Iterator[str]:
    """A fresh database on each of the servers in turn."""
    with servers.get(request.param).database() as url:
        yield url


class Result(msgspec.Struct, frozen=True):
    """What a command did."""

    code: int
    out: str
    err: str


class Project:
    """A folder with a `chronicle.yml`, and the command that is run in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "expected").mkdir(parents=True)
        self.configure("url: ${TEST_DATABASE_URL}", "expected: expected/")

    def configure(self, *lines: str, more: str = "") -> None:
        """Write `chronicle.yml` with one database, `production`."""
        told = "".join(f"    {line}\n" for line in lines)
        self.write("chronicle.yml", f"databases:\n  production:\n{told}{more}")

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    @property
    def store(self) -> Store:
        return Store(self.root / "snapshots" / "production")

    def run(self, *args: str) -> Result:
        """Run `chronicle` in this process."""
        from chronicle import cli

        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = cli.main(["-C", str(self.root), *args])
            except SystemExit as stop:  # argparse
                code = int(stop.code or 0)
        return Result(code, out.getvalue(), err.getvalue())

    def ok(self, *args: str) -> str:
        """Run what must succeed; returns what it printed."""
        result = self.run(*args)
        assert result.code == 0, result.err + result.out
        return result.out

    def apart(self, *args: str, prefix: tuple[str, ...] = (), **env: str) -> Result:
        """Run `chronicle` in a process of its own."""
        done = subprocess.run(
            [*prefix, sys.executable, "-m", "tests.command", "-C", str(self.root), *args],
            capture_output=True, text=True, check=False, cwd=REPOSITORY,
            env={**os.environ, **env},
        )  # fmt: skip
        return Result(done.returncode, done.stdout, done.stderr)

    def files(self) -> dict[str, bytes]:
        """Every file of the project but the lock, by its name."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and path.name != ".lock" and ".git" not in path.parts
        }


@pytest.fixture
def project(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project whose `production` is the fresh `database`."""
    monkeypatch.setenv("TEST_DATABASE_URL", database)
    for variable in ("GITHUB_SHA", "GITHUB_RUN_ID", "GITHUB_ACTOR", "CI_COMMIT_SHA"):
        monkeypatch.delenv(variable, raising=False)
    return Project(tmp_path / "project")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one browser of this process: two would not start beside each other."""
    from playwright.sync_api import Error, sync_playwright

    path = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        absent("a browser (apt-get install chromium)")
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except Error as error:
            absent(f"a browser that starts ({error})")
        yield started
        started.close()


def run_sql(url: str, script: str) -> None:
    """Run statements on a database of a test."""
    run_script(url, script, "a test's script")


@pytest.fixture
def recorded(project: Project, database: str) -> Project:
    """A project with two records."""
    run_sql(database, "CREATE TABLE users (id integer, email text)")
    project.ok("snapshot", "--at", "2025-01-01T00:00:00Z")
    run_sql(database, "ALTER TABLE users ADD COLUMN name text")
    project.ok("snapshot", "--at", "2025-01-02T00:00:00Z")
    return project


def captured(url: str) -> Capture:
    return capture(url, "test")
