"""`chronicle.yml`: which databases there are, and what is expected of them."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import Any

import msgspec

from generator.changes import Severity
from generator.colors import is_color
from snapshot import yamlfile
from snapshot.errors import BrokenFile, ChronicleError
from snapshot.sources import Origins, Source
from snapshot.store import Store

FILE = "chronicle.yml"
_VARIABLE = re.compile(r"\$\{(\w+)\}")


def shown(ref: str) -> str:
    """A reference or name as messages may show it: nothing that could hold a password."""
    secret = "://" in ref or "=" in ref or re.search(r":.*@", ref, re.DOTALL)
    return "(not shown, since it may hold a password)" if secret else ref


class DatabaseConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One source. Without a `url` or a `build` it has a history only."""

    url: str | None = None
    build: Source | None = None  # a database of what the code makes
    include: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    expected: str | Source | None = None

    def __post_init__(self) -> None:
        if self.build is None:
            return
        if self.url is not None:
            raise ValueError("`url` and `build` exclude each other: take two databases")
        if self.build.domains or self.build.asserts:
            raise ValueError("`domains` and `asserts` go with `expected`, not with `build`")


class Colors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`#rrggbb` or `#rgb`: of the header, and of links and lines."""

    primary: str = ""
    accent: str = ""

    def __post_init__(self) -> None:
        for key in ("primary", "accent"):
            told = getattr(self, key)
            if told and not is_color(told):
                raise ValueError(f"`{key}`: {told!r} is no colour such as '#26305f'")


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the site of a team looks; paths are seen from the folder of `chronicle.yml`."""

    logo: str | None = None
    favicon: str | None = None  # left out: the logo
    colors: Colors = Colors()
    language: str = "en"  # of what is ours on pages: `en`, `fr`
    timezone: str = "UTC"  # that moments and days are told in, on pages
    templates: str | None = None  # a folder; those called as ours take their place


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str = "Schema Chronicle"
    databases: dict[str, DatabaseConfig] = {}
    contradicted_after: int = 30  # days, and a finding is told as an expectation nobody keeps
    severities: dict[str, Severity] = {}  # rule or pattern → what it is here
    site: Site = Site()


class Project(msgspec.Struct, frozen=True):
    """A folder with a `chronicle.yml`."""

    root: Path
    config: Config
    stores: dict[str, Store] = {}  # one of each: it remembers the states that were replayed

    def database(self, name: str | None) -> str:
        """The name of a configured database; the only one when `name` is None."""
        known = self.config.databases
        if name is None:
            if len(known) == 1:
                return next(iter(known))
            raise ChronicleError(f"which database? {FILE} has {', '.join(known)}.")
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            raise ChronicleError(
                f"{shown(name)}: no such database in {FILE}, which has {', '.join(known)}.{hint}"
            )
        return name

    def shown(self, path: Path) -> str:
        """A path as messages show it: below the project where it is there."""
        inside = path.is_relative_to(self.root)
        return path.relative_to(self.root).as_posix() if inside else str(path)

    def store(self, name: str) -> Store:
        return self.stores.setdefault(name, Store(self.root / "snapshots" / name))

    def expected(self, name: str) -> Path | None:
        """The folder of YAML that says what is expected, alone or beside what is built."""
        told = self.config.databases[name].expected
        folder = told.domains if isinstance(told, Source) else told
        return self.root / folder if folder else None

    def source(self, name: str) -> Source | None:
        """What builds the expectation, where something does."""
        told = self.config.databases[name].expected
        return told if isinstance(told, Source) else None

    def origins(self, name: str) -> Origins:
        """What a database and its expectation come from: the same text, the same origin."""
        told = self.config.databases[name]
        expected = told.expected
        return Origins(
            told.build.origin if told.build else name,
            expected.origin if isinstance(expected, Source) else expected,
        )

    def files(self, name: str) -> dict[str, str]:
        """Domain → its file, as the files are named now; nothing when they cannot be read."""
        folder = self.expected(name)
        found = {}
        for path in sorted(folder.glob("*.yml")) if folder else ():
            try:
                domain = yamlfile.scalar_at_top(path, "domain") or path.stem
            except ChronicleError:
                continue  # `chronicle check` says what is wrong with it
            found[str(domain)] = self.shown(path)
        return found

    @property
    def variables(self) -> set[str]:
        """Every environment variable that a connection string is made of."""
        return {
            v for one in self.config.databases.values() for v in _VARIABLE.findall(one.url or "")
        }

    def url(self, name: str) -> tuple[str, str]:
        """(connection string, what messages call it). The string is never shown."""
        raw = self.config.databases[name].url
        if raw is None:
            raise ChronicleError(
                f"{name}: {FILE} gives no `url`, so it has a history only.\n"
                f"  Add `url: ${{DATABASE_URL}}` to databases.{name}, and set that variable."
            )
        if re.search(r"://[^/@]*:[^/@$]+@|\bpassword\s*=\s*[^$\s]", raw):
            raise ChronicleError(
                f"{FILE}: databases.{name}.url holds a password.\n"
                "  Write `url: ${DATABASE_URL}`, and put it into that environment variable."
            )
        variables = _VARIABLE.findall(raw)
        for variable in variables:
            if not os.environ.get(variable):
                raise ChronicleError(
                    f"{name}: the environment variable {variable} is not set.\n"
                    f"  export {variable}=postgresql://user@host:5432/database"
                )
        source = f"{name} ({', '.join(variables)})" if variables else name
        return _VARIABLE.sub(lambda m: os.environ[m[1]], raw), source


def _remedy(wrong: str) -> str:
    if "$.site.colors." in wrong and "Expected `str`" in wrong:
        return "Put it in quotes: in YAML, what follows a # is a comment."
    if match := re.search(r"unknown field `(.*)` - at `\$\.site(\.colors)?`", wrong):
        known = (Colors if match[2] else Site).__struct_fields__
        near = difflib.get_close_matches(match[1], known, 1)
        hint = f" Did you mean `{near[0]}`?" if near else ""
        return f"There are {', '.join(known)}.{hint} See docs/configuration.md."
    return "See docs/configuration.md."


def load(folder: Path) -> Project:
    """Read the configuration of a folder. Raises with the remedy when there is none."""
    path = folder / FILE
    if not path.is_file():
        raise ChronicleError(
            f"{path}: there is no configuration.\n"
            "  Write one:\n"
            "    databases:\n"
            "      production:\n"
            "        url: ${DATABASE_URL}\n"
            "        expected: expected/"
        )
    raw: Any = yamlfile.load(path)
    try:
        config = msgspec.convert(raw, Config)
    except msgspec.ValidationError as error:
        raise BrokenFile(str(path), f"{error}", _remedy(f"{error}")) from error
    if not config.databases:
        raise BrokenFile(str(path), "`databases` names none", "Add one, with a `url`.")
    for name in config.databases:
        if not re.fullmatch(r"[a-z0-9_-]+", name):
            raise BrokenFile(
                str(path), f"databases.{name}: a name of a-z, 0-9, - and _ is due: it is a folder"
            )
    if config.severities:
        from generator import overrides  # which reads the whole catalogue of rules

        overrides.checked(config.severities, str(path))
    return Project(folder, config)
