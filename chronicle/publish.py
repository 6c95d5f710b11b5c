"""Pages and site: records → Markdown under `docs/` → MkDocs → `site/`. Needs no server."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from time import monotonic
from typing import Any

import yaml

from chronicle import customs, mkdocs_build
from chronicle.config import FILE, Project
from chronicle.stamp import Stamp
from generator import copies, language, making, markdown, navigation, render, shelf
from generator.book import Beside, Book, open_book
from generator.compiled import Compiled
from generator.language import known
from generator.navigation import Nav
from generator.shelf import Shelf
from generator.write import Written
from snapshot.errors import ChronicleError
from snapshot.files import cache_home
from snapshot.garbage import seldom_collected

SETTINGS = "mkdocs.yml"
_MOST = 20  # complaints that are shown
_HOOK = Path(navigation.__file__).with_name("hook.py")
_BUILD = Path(".cache") / SETTINGS  # the settings with the navigation: what MkDocs is run with


def pages(project: Project, args: Namespace) -> int:
    """`chronicle pages`: the Markdown, complete and readable as it is."""
    _pages(project)
    return 0


def site(project: Project, args: Namespace) -> int:
    """`chronicle site`: the pages, then the site; ends with its address."""
    books = _pages(project)
    started = monotonic()
    settings = _settings(project, books)
    stamp = Stamp(project.root, settings)
    dirty = stamp.holds and not _hooks(project)  # who knows what they look at
    environment = _environment(project, books)
    del books  # MkDocs takes the room that they took
    stamp.remove()  # until the site is whole: a build that is killed leaves a search half told
    told = mkdocs_build.build(project.root, settings, environment, dirty=dirty)
    if told:
        more = [f"… and {len(told) - _MOST} more"] if len(told) > _MOST else []
        shown = "\n".join(f"  {line}" for line in [*told[:_MOST], *more])
        raise ChronicleError(f"mkdocs build:\n{shown}")
    stamp.write()
    print(f"site: built in {monotonic() - started:.1f} s")
    print((project.root / "site" / "index.html").as_uri())
    return 0


def serve(project: Project, args: Namespace) -> int:
    """`chronicle serve`: the site with live reload, until it is stopped."""
    books = _pages(project)
    address = f"127.0.0.1:{args.port}"
    print(f"serve: http://{address}/ (Ctrl-C stops it; `chronicle pages` elsewhere reloads it)")
    settings = _settings(project, books)
    command = [sys.executable, "-m", "mkdocs"]  # never with -q, which hides its complaints
    command += ["serve", "-f", str(settings), "-a", address, "--livereload"]
    environment = {**os.environ, **_environment(project, books)}
    sys.stdout.flush()
    if os.name == "posix":  # MkDocs takes this process over: whoever stops it stops it all
        os.chdir(project.root)
        os.execve(sys.executable, command, environment)
    return subprocess.run(command, cwd=project.root, env=environment, check=False).returncode


@seldom_collected()
def _pages(project: Project) -> list[Book]:
    started = monotonic()
    title, site, custom = project.config.title, _site_url(project), customs.custom_of(project)
    with custom.told():
        mark = f"{shelf.tool()[:16]}-{language.spoken()}"
        render.environment(custom.templates).bytecode_cache = Compiled(_compiled(), mark)
        books = [
            open_book(
                project.store(name), name, _beside(project, name), Shelf(_shelf(project, name))
            )
            for name in project.config.databases
        ]
        done = making.make(title, books, project.root / "docs", site, custom)
    _say(done, monotonic() - started)
    return books


def _beside(project: Project, name: str) -> Beside:
    return Beside(
        variable=_variable(project, name), files=project.files(name),
        severities=project.config.severities, origins=project.origins(name),
    )  # fmt: skip


def _shelf(project: Project, name: str) -> Path:
    """Where the work on a database is kept: in the cache of this user, by project."""
    where = f"{project.root.resolve()}\n{name}"
    mark = hashlib.sha256(where.encode()).hexdigest()[:32]
    return cache_home() / "pages" / mark


def _compiled() -> Path:
    """Where compiled templates are kept: ours and those of the theme."""
    return cache_home() / "templates"


def _say(done: Written, seconds: float) -> None:
    print(
        f"pages: {done.pages} under docs/, {sum(map(_is_page, done.touched))} written, "
        f"{len(done.removed)} removed, in {seconds:.1f} s"
    )


def _is_page(name: str) -> bool:
    return name.endswith(".md")


def _variable(project: Project, name: str) -> str | None:
    """The variables that a connection string is made of; nothing of the string itself."""
    url = project.config.databases[name].url or ""
    return ", ".join(re.findall(r"\$\{(\w+)\}", url)) or None


def _settings(project: Project, books: list[Book]) -> Path:
    """Write what MkDocs is run with: the project's own settings, and the navigation."""
    own = project.root / SETTINGS
    if not own.is_file():
        raise ChronicleError(
            f"{own}: there are no settings of the site.\n"
            f"  Put a {SETTINGS} beside {FILE}; that of Schema Chronicle is a start."
        )
    build = project.root / _BUILD
    up = os.path.relpath(project.root, build.parent)
    more = customs.settings(project, _own(own), up)
    raw = {
        **more,
        "INHERIT": f"{up}/{SETTINGS}",
        "docs_dir": f"{up}/docs",
        "site_dir": f"{up}/site",
        "theme": {"custom_dir": f"{up}/overrides", **_palette(project, own), **more["theme"]},
        "extra": {
            "feeds_of_changes": copies.found_at(books, project.config.title),
            **more["extra"],
        },
        "nav": _nav(project, books, own),
        "hooks": [str(path) for path in (_HOOK, customs.HOOK, *_hooks(project))],
    }
    build.parent.mkdir(exist_ok=True)
    build.write_text(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False), "utf-8")
    return build


def _hooks(project: Project) -> list[Path]:
    """Those of the project's own settings."""
    told = _own(project.root / SETTINGS).get("hooks") or []
    return [project.root / each for each in (told if isinstance(told, list) else [told])]


def _palette(project: Project, settings: Path) -> dict[str, Any]:
    """The switches between light and dark with names in the language, where they need others."""
    theme = _own(settings).get("theme")
    palette = theme.get("palette") if isinstance(theme, dict) else None
    with customs.custom_of(project).told():
        told = [_switched(each) for each in palette] if isinstance(palette, list) else palette
    return {} if told == palette else {"palette": told}


def _switched(palette: dict[str, Any]) -> dict[str, Any]:
    toggle = palette.get("toggle")
    if not isinstance(toggle, dict) or "name" not in toggle:
        return palette
    return {**palette, "toggle": {**toggle, "name": known(str(toggle["name"]))}}


def _nav(project: Project, books: list[Book], settings: Path) -> Nav:
    """The generated pages, then the hand-written ones."""
    with customs.custom_of(project).told():
        return [*navigation.nav(books), *_own_nav(settings)]


def _own_nav(settings: Path) -> Nav:
    """The hand-written pages that the settings list; titles of ours are told in the language."""
    listed: Nav = _own(settings).get("nav") or []
    return _titled([entry for entry in listed if list(entry.values()) != ["index.md"]])


def _titled(listed: Nav) -> Nav:
    return [
        {known(title): _titled(under) if isinstance(under, list) else under}
        for entry in listed
        for title, under in entry.items()
    ]


def _own(settings: Path) -> dict[str, Any]:
    from mkdocs.utils.yaml import yaml_load

    with settings.open("rb") as file:
        return yaml_load(file) or {}


def _site_url(project: Project) -> str | None:
    """Where the site is published, when its settings say so."""
    own = project.root / SETTINGS
    return (_own(own).get("site_url") or None) if own.is_file() else None


def _environment(project: Project, books: list[Book]) -> dict[str, str]:
    last = [book.history.moments[-1].header.at for book in books if book.history.moments]
    return {
        "NO_MKDOCS_2_WARNING": "1",
        "CHRONICLE_COMPILED": str(_compiled()),
        "CHRONICLE_TITLE": markdown.plain_title(project.config.title),
        "SOURCE_DATE_EPOCH": _epoch(max(last, default="1970-01-01T00:00:00Z")),
    }


def _epoch(at: str) -> str:
    """The moment of the last record, for the dates in the site map: no clock is asked."""
    from datetime import datetime

    return str(int(datetime.fromisoformat(at).timestamp()))
