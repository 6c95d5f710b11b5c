"""Whether the site that stands can be brought up to date, or must be built anew.

A page depends on its own text, and on what all pages share: the settings with the navigation, the
theme, and the tools. What people wrote under `docs/`, the style included, leads from one to the
other, and its titles and signs stand in every navigation: it is as it was, all of it, or the site
is built anew. The digest of all that is kept beside the settings.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from generator import shelf
from generator.links import HISTORY, HOME
from generator.listed import generated

_TOOLS = ("mkdocs", "mkdocs-material", "pymdown-extensions", "pyromark", "pygments")
_SHARED = ("mkdocs.yml", "overrides")


class Stamp:
    """The digest of all that pages share, as it is now, and as it was when the site was built."""

    def __init__(self, root: Path, settings: Path) -> None:
        self._file = settings.with_suffix(".stamp")
        self._site = root / "site" / "index.html"
        found = hashlib.sha256(settings.read_bytes())
        for name in _TOOLS:
            found.update(f"{name} {metadata.version(name)}\n".encode())
        found.update(shelf.tool().encode())
        for path in map(root.joinpath, _SHARED):
            for file in sorted(path.rglob("*") if path.is_dir() else [path]):
                if file.is_file():
                    found.update(f"{file.name}\n".encode() + file.read_bytes())
        for name, told in sorted(_written(root / "docs")):
            found.update(f"{name} {told.st_size} {told.st_mtime_ns}\n".encode())
        self._now = found.hexdigest()

    @property
    def holds(self) -> bool:
        """Whether the site was built with just this, to its end."""
        known = self._file.read_text("utf-8") if self._file.is_file() else ""
        return known == self._now and self._site.is_file()

    def write(self) -> None:
        """Keep it: the site is whole."""
        self._file.write_text(self._now, "utf-8")

    def remove(self) -> None:
        """Forget it: the next site is built anew."""
        self._file.unlink(missing_ok=True)


def _written(docs: Path) -> Iterator[tuple[str, os.stat_result]]:
    """What people wrote, by its path, with what is known of it without reading it."""
    for folder, folders, names in os.walk(docs):
        here = Path(folder)
        if here == docs and HISTORY in folders:
            folders.remove(HISTORY)
        for path in map(here.joinpath, names):
            if path != docs / HOME or not generated(path):
                yield path.relative_to(docs).as_posix(), path.stat()
