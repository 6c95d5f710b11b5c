"""Databases that have one of everything, on each server, and what pg_dump makes of them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psycopg
import pytest

from generator.ddl import roles_of, sql_of, without_versions
from snapshot.scratch import Server, binaries
from snapshot.store import Store
from tests.conftest import BINARIES, REPOSITORY, Servers, run_sql

HERE = Path(__file__).parent
DATABASE = "chronicle_everything"
SCHEMAS = ("everything", "circles", "koveo")


def everything(major: int) -> str:
    sections = re.split(r"-- from (\d+)\n", (HERE / "everything.sql").read_text("utf-8"))
    later = zip(sections[1::2], sections[2::2], strict=True)
    return sections[0] + "".join(text for since, text in later if major >= int(since))


def dumped(url: str) -> str:
    command = [str(binaries() / "pg_dump"), "--schema-only", "--restrict-key=k", "-d", url]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def major_of(server: Server) -> int:
    with psycopg.connect(server.url("postgres")) as admin:
        return admin.info.server_version // 10000


@pytest.fixture(params=list(BINARIES))
def server(request: pytest.FixtureRequest, servers: Servers) -> Server:
    """Each major in turn, with two tablespaces."""
    found = servers.get(request.param)
    found.provide((), ("spc1", "spc2"))
    return found


@pytest.fixture
def full(server: Server) -> Iterator[tuple[Server, int, str]]:
    major = major_of(server)
    with server.database(DATABASE) as url:
        run_sql(url, everything(major))
        yield server, major, url


class Made(msgspec.Struct, frozen=True):
    """A database that was made for a test."""

    name: str
    major: int
    url: str


@pytest.fixture(params=SCHEMAS)
def made(request: pytest.FixtureRequest, server: Server) -> Iterator[Made]:
    """One of everything; the schemas whose objects need each other in circles; a real one."""
    major = major_of(server)
    with server.database(DATABASE if request.param == "everything" else None) as url:
        run_sql(url, _script(request.param, major, server))
        yield Made(request.param, major, url)


def _script(name: str, major: int, server: Server) -> str:
    if name == "everything":
        return everything(major)
    if name == "circles":
        server.provide(("app", "reader", 'Odd "role"', "writer"))
        folder = REPOSITORY / "tests" / "ddl"
        more = (folder / "everything-18.sql").read_text("utf-8") if major >= 18 else ""
        return (folder / "everything.sql").read_text("utf-8") + more
    history = Store(REPOSITORY / "snapshots" / name).history
    last = [entry for entry in history.entries if not entry.header.failed][-1]
    state = {k: t for k, t in history.replay(last).objects.items() if "databases/" not in k}
    server.provide(roles_of(state))
    return sql_of(without_versions(state))
