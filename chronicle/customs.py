"""`site:` of the configuration → what pages are made with, and the settings of the site."""

from __future__ import annotations

import difflib
import hashlib
import os
import zoneinfo
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Any

from chronicle.config import FILE, Project
from generator import colors, custom, language, scripts
from snapshot.errors import BrokenFile

HOOK = Path(colors.__file__).with_name("added.py")
_FOLDER = "assets/own"  # where added files are in the site
_WORDS = f"{_FOLDER}/words.js"  # before all other scripts
_IMAGES = (".svg", ".png", ".webp", ".jpg", ".jpeg", ".gif", ".ico")
_BUILT = ("site", ".cache", "build", "docs/history")  # folders that are made, and emptied


def custom_of(project: Project) -> custom.Custom:
    """How the pages of this project are made. Raises when something that it names is not there."""
    told = project.config.site
    own = None
    if told.templates is not None:
        folder = _there(project, "templates", told.templates)
        if not folder.is_dir():
            raise _broken("templates", f"{told.templates} is no folder", "Name a folder.")
        own = custom.templates(folder.resolve(), told.templates.rstrip("/"))
    zone = _zone(told.timezone)
    return custom.Custom(zone, _mark(told.timezone), own, _language(told.language))


def _broken(key: str, what: str, remedy: str) -> BrokenFile:
    return BrokenFile(FILE, f"site.{key}: {what}", remedy)


def _there(project: Project, key: str, told: str) -> Path:
    """What a path of the configuration leads to: below the project, and not made by a build."""
    inside = os.path.normpath(told).replace(os.sep, "/")
    if Path(told).is_absolute() or inside == ".." or inside.startswith("../"):
        raise _broken(key, f"{told} is not in the project", f"Give a path seen from {FILE}.")
    if any(f"{inside}/".startswith(f"{folder}/") for folder in _BUILT):
        raise _broken(
            key, f"{told} is in a folder that is made anew by each build",
            "Keep it elsewhere, such as under `brand/`.",
        )  # fmt: skip
    path = project.root / inside
    if not path.exists():
        raise _broken(key, f"{told} is not there", f"Give a path seen from the folder of {FILE}.")
    return path


def _language(code: str) -> str:
    if code not in (known := language.languages()):
        raise _broken(
            "language", f"the site does not speak {code!r}",
            f"Choose one of {', '.join(known)}; `docs/customising.md` tells how to add one.",
        )  # fmt: skip
    return code


def _zone(name: str) -> tzinfo:
    if name == "UTC":
        return UTC
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        pass
    known = zoneinfo.available_timezones()
    if not known:
        raise _broken(
            "timezone", "this machine knows no time zones",
            "Install the system's tzdata, or the Python package `tzdata`; or leave it out for UTC.",
        )  # fmt: skip
    by_last = {each.lower(): each for each in sorted(known)}
    by_last |= {each.rpartition("/")[2].lower(): each for each in sorted(known) if "/" in each}
    near = difflib.get_close_matches(name.lower(), by_last, 1)
    hint = f" Did you mean `{by_last[near[0]]}`?" if near else ""
    raise _broken(
        "timezone", f"{name!r} is no time zone that this machine knows.{hint}",
        "Write an IANA name such as `America/Toronto`. Is it one that is new? Update tzdata.",
    )  # fmt: skip


def _mark(name: str) -> str:
    """The digest of a zone's rules, which governments change: the same name, other times."""
    for folder in zoneinfo.TZPATH:
        path = Path(folder, name)
        if path.is_file():
            return hashlib.sha256(path.read_bytes()).hexdigest()
    return ""


def settings(project: Project, own: dict[str, Any], up: str) -> dict[str, Any]:
    """What MkDocs is told besides `own`, the project's own settings; `up` is how the project is
    called from where the settings are."""
    told = project.config.site
    styles, code = ([*(own.get(f"extra_{key}") or [])] for key in ("css", "javascript"))
    files: dict[str, dict[str, str]] = {}
    theme: dict[str, str] = {"language": told.language}
    for key, name in (("logo", told.logo), ("favicon", told.favicon or told.logo)):
        if name is not None:
            theme[key] = _image(project, key, name, up, files)
    found: dict[str, Any] = {"theme": theme, "extra": {"chronicle_files": files}}
    style = colors.style(told.colors.primary or None, told.colors.accent or None)
    if told.colors.primary or told.colors.accent:
        files[f"{_FOLDER}/colors.css"] = {"text": style}
        found["extra_css"] = [*styles, f"{_FOLDER}/colors.css"]
    if told.language != language.ENGLISH:
        files[_WORDS] = {"text": _words(project, told.language)}
        found["extra_javascript"] = [_WORDS, *code]
    return found


def _words(project: Project, code: str) -> str:
    """What the scripts of this project say, in a language."""
    assets = sorted((project.root / "docs" / "assets").glob("*.js"))
    texts = [path.read_text("utf-8") for path in assets]
    with language.spoken_in(code):
        return scripts.words(text for text in texts if scripts.SPEAKS in text)


def _image(
    project: Project, key: str, name: str, up: str, files: dict[str, dict[str, str]]
) -> str:  # fmt: skip
    """The address of an image in the site; one that is not under `docs/` is added to `files`."""
    path = _there(project, key, name)
    if path.suffix.lower() not in _IMAGES or not path.is_file():
        raise _broken(key, f"{name} is no image", f"Take one of {', '.join(_IMAGES)}.")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    inside = path.relative_to(project.root).as_posix()
    address = f"{_FOLDER}/{'logo' if name == project.config.site.logo else key}{path.suffix}"
    files[address] = {"file": f"{up}/{inside}", "digest": digest}
    return address
