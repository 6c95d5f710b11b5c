"""A scratch server for programs of others: reached by password only, with stubs where asked."""

from __future__ import annotations

import socket
from pathlib import Path

import psycopg
import pytest

from snapshot import listening
from snapshot.errors import BrokenFile, ChronicleError
from snapshot.listening import Listening
from snapshot.scratch import NoServer


def test_programs_reach_it_by_password_alone() -> None:
    with Listening(roles=["app"]) as server, server.database() as url:
        there = server.address(url)
        with psycopg.connect(there.url) as connection:
            connection.execute("CREATE TABLE t (id int)")
            connection.execute("GRANT SELECT ON t TO app")
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT count(*) FROM t").fetchone() == (0,)
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(there._replace(password="guessed").url)


def test_two_stand_side_by_side() -> None:
    with Listening() as one, Listening() as other:
        assert one.port != other.port


def test_an_extension_that_is_not_there_is_stubbed_where_asked(tmp_path: Path) -> None:
    types = tmp_path / "gis.sql"
    types.write_text("CREATE DOMAIN geometry AS text;")
    stubs = {"gis": types, "empty": None}
    with Listening(stubs=stubs) as server, server.database() as url, psycopg.connect(url) as told:
        told.execute("CREATE EXTENSION gis; CREATE EXTENSION empty; CREATE EXTENSION citext")
        told.execute("CREATE TABLE t (place geometry)")
    with Listening() as server, server.database() as url, psycopg.connect(url) as told:  # noqa: SIM117
        with pytest.raises(psycopg.errors.FeatureNotSupported):
            told.execute("CREATE EXTENSION gis")


@pytest.mark.parametrize("name", ["../gis", "a--b", "", "a.b"])
def test_a_stub_is_named_as_an_extension_is(name: str) -> None:
    with pytest.raises(ChronicleError, match="the name of an extension is due"):
        Listening(stubs={name: None})


def test_a_stub_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match=r"gis\.sql: cannot read"):
        Listening(stubs={"gis": tmp_path / "gis.sql"})


def test_a_port_that_was_taken_meanwhile_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind((listening.HERE, 0))
        taken.listen()
        ports = iter([taken.getsockname()[1]] * 2)
        free = listening._free_port
        monkeypatch.setattr(listening, "_free_port", lambda: next(ports, None) or free())
        with Listening() as server:
            assert server.port != taken.getsockname()[1]
        ports = iter([taken.getsockname()[1]] * 9)
        with pytest.raises(NoServer, match="TCP/IP"):
            Listening()
