"""Whether the site that stands can be brought up to date, or must be built anew.

A page depends on its own text, and on what all pages share: the settings with the navigation, the
theme, the style, hooks of the project, and the tools. The digest of all that is kept beside the
settings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from generator import shelf

_TOOLS = ("mkdocs", "mkdocs-material", "pymdown-extensions", "pyromark", "pygments")
_SHARED = ("mkdocs.yml", "overrides", "docs/assets")


class Stamp:
    """The digest of all that pages share, as it is now, and as it was when the site was built."""

    def __init__(self, root: Path, settings: Path, hooks: Iterable[str]) -> None:
        self._file = settings.with_suffix(".stamp")
        self._site = root / "site" / "index.html"
        found = hashlib.sha256(settings.read_bytes())
        for name in _TOOLS:
            found.update(f"{name} {metadata.version(name)}\n".encode())
        found.update(shelf.tool().encode())
        for path in map(root.joinpath, (*_SHARED, *hooks)):
            for file in sorted(path.rglob("*") if path.is_dir() else [path]):
                if file.is_file():
                    found.update(f"{file.name}\n".encode() + file.read_bytes())
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
