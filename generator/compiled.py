"""Templates, compiled once for many builds: Jinja takes half a second of each for its own.

They lie in the cache of the user who runs the tool, as what `shelf.py` keeps, and may be thrown
away at any time. Jinja takes what was compiled only while the template's text is the same.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import jinja2
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from generator.shelf import forget_old


class Compiled(FileSystemBytecodeCache):
    """A folder of compiled templates; where it cannot be written, they are compiled each time."""

    def __init__(self, folder: Path, tool: str) -> None:
        """`tool`: what an environment is set up by; another one compiles otherwise."""
        super().__init__(str(folder), f"{tool}-{jinja2.__version__}-%s")
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            forget_old(folder)

    def load_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)
