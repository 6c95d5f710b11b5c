"""A scratch server that programs of others can reach: on a port of this machine, by password.

What they need beside a server is made before: roles, and stubs of extensions that are not there.
"""

from __future__ import annotations

import re
import secrets
import socket
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import psycopg
from psycopg import sql

from snapshot.errors import BrokenFile, ChronicleError
from snapshot.scratch import NoServer, Server

HERE = "127.0.0.1"
_TRIES = 5
STUB_VERSION = "0.stub"
_ACCESS = f"local all all trust\nhost all all {HERE}/32 scram-sha-256\n"


class Address(NamedTuple):
    """Where a program finds a scratch database."""

    host: str
    port: str
    user: str
    password: str
    database: str

    @property
    def url(self) -> str:
        return f"postgresql://{self.user}:{self.password}@{self.host}:{self.port}/{self.database}"


class Listening(Server):
    """A scratch server with a port and a password of its own, gone with it.

    `stubs`: extension → a file of SQL with what it is to bring (types, functions), or None for
    nothing at all. They need PostgreSQL 18, whose server takes extensions from any folder.
    """

    def __init__(
        self, bindir: Path | None = None, *, roles: Iterable[str] = (),
        stubs: Mapping[str, Path | None] | None = None,
    ) -> None:  # fmt: skip
        self._stubs = stubs or {}
        self._password = secrets.token_hex(16)
        for tries_left in reversed(range(_TRIES)):
            self.port = _free_port()
            try:
                super().__init__(bindir)
                break
            except NoServer as error:  # another program may have been quicker
                if not tries_left or "TCP/IP" not in str(error):
                    raise
        try:
            self._open(roles)
        except BaseException:
            self.stop()
            raise

    def _open(self, roles: Iterable[str]) -> None:
        if self._stubs and self.major < 18:
            raise ChronicleError(
                f"stubs of extensions need PostgreSQL 18; the scratch server is {self.version}.\n"
                "  Install the extension there, or name newer binaries in CHRONICLE_PG_BIN."
            )
        with psycopg.connect(self.url("postgres"), autocommit=True) as admin:
            known = sql.SQL("ALTER ROLE postgres PASSWORD {}")
            admin.execute(known.format(sql.Literal(self._password)))
        self.provide(roles)

    def settings(self) -> dict[str, str]:
        (self.root / "data" / "pg_hba.conf").write_text(_ACCESS, "ascii")
        mine = {"listen_addresses": HERE, "port": str(self.port)}
        if self._stubs:
            for name, file in self._stubs.items():
                _write_stub(self.root / "stubs" / "extension", name, file)
            mine["extension_control_path"] = f"$system:{self.root / 'stubs'}"
        return super().settings() | mine

    def address(self, url: str) -> Address:
        """Where others find the database that a URL of ours names."""
        name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
        return Address(HERE, str(self.port), "postgres", self._password, str(name))

    def is_filled(self, name: str) -> bool:
        """Whether something was made in one of the databases that every server has."""
        with psycopg.connect(self.url(name)) as connection:
            told = connection.execute(
                "SELECT EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid >= 16384)"
                " OR EXISTS (SELECT FROM pg_catalog.pg_proc WHERE oid >= 16384)"
                " OR EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE oid >= 16384)"
            ).fetchone()
        return bool(told and told[0])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


def _write_stub(folder: Path, name: str, file: Path | None) -> None:
    """The files that CREATE EXTENSION looks for."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", name) or "--" in name:
        raise ChronicleError(f"stubs.{name}: the name of an extension is due.")
    try:
        text = file.read_text("utf-8") if file else ""
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenFile(str(file), f"cannot read: {error}", "It is to hold SQL.") from error
    folder.mkdir(parents=True, exist_ok=True)
    control = f"default_version = '{STUB_VERSION}'\nrelocatable = true\n"
    (folder / f"{name}.control").write_text(control, "utf-8")
    (folder / f"{name}--{STUB_VERSION}.sql").write_text(text, "utf-8")
