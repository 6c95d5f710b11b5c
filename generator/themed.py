"""The files of the theme without its thousands of icons, which no site gets as files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader


class _Shown(FileSystemLoader):
    """Lists nothing of hidden folders: MkDocs would ask of each file there, and leave it out."""

    def list_templates(self) -> list[str]:
        return sorted({name for folder in self.searchpath for name in _listed(folder)})


def _listed(folder: str) -> Iterator[str]:
    for here, folders, files in os.walk(folder, followlinks=False):
        folders[:] = (name for name in folders if not name.startswith("."))
        for name in files:
            yield Path(here, name).relative_to(folder).as_posix()


def themed(env: Environment) -> Environment:
    """The environment of the theme, which finds all that it did."""
    assert isinstance(env.loader, FileSystemLoader)
    env.loader = _Shown(env.loader.searchpath)
    return env
