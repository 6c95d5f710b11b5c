"""The cases of `failures/`: a folder each, with what the tool did as text, free of what changes.

`case.yml` says which tool, the command, its exit code, which tables were there afterwards, and the
line that tells of the failure, if any does. `before.sql` is run first.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import yaml

from snapshot.listening import Address
from tests import tools
from tests.test_zero import KOVEO

HERE = tools.HERE / "failures"
PROJECTS = {
    "drizzle": KOVEO / "as" / "drizzle", "alembic": KOVEO / "as" / "alembic",
    "django": tools.HERE / "django", "prisma": tools.HERE / "prisma",
}  # fmt: skip
"""Tool → the project whose requirements have it; psql comes with the server."""


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a tool fails, and what can be seen of it."""

    tool: str
    command: str
    exit: int
    tables: tuple[str, ...]
    why: str
    stream: str | None = None  # stdout or stderr, where the line stands
    line: str | None = None
    refused: str | None = None  # why an expectation is not built of it; null: nothing speaks of it


def cases() -> dict[str, Case]:
    """Name → case, in the order of the names."""
    return {
        path.parent.name: msgspec.convert(yaml.safe_load(path.read_text("utf-8")), Case)
        for path in sorted(HERE.glob("*/case.yml"))
    }


_FRAMES = re.compile(r"(?m)(?:^\s+at .*\n)*^\s+at .*?(?P<more> \{)?$")
_SOURCE = re.compile(r"(?m)^  line: '\d+',$")  # of the server's own code
_TELLING_FOLDERS = re.compile(r"(?:/[^\s'\"():]+)+/node_modules/")
_SPINNER = re.compile(r"[⣷⣯⣟⡿⢿⣻⣽⣾]")
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def scrubbed(text: str, folder: Path, address: Address) -> str:
    """What a tool said without paths, passwords, ports, its own places in its code and escapes."""
    for found, name in (
        (str(folder), "<folder>"), (address.url, "<url>"), (address.password, "<password>"),
        (address.database, "<database>"), (f"{address.host}:{address.port}", "<server>"),
    ):  # fmt: skip
        text = text.replace(found, name)
    lines = [_ESCAPE.sub("", line).rstrip() for line in text.split("\n")]
    shown = []
    for line in lines:  # a spinner writes over itself as often as the clock says
        while _SPINNER.search(line) and "✓" in line:
            line = line[line.index("✓") - 1 :]  # noqa: PLW2901
        if not _SPINNER.search(line):
            shown.append(line)
    text = _FRAMES.sub(lambda found: f"    at …{found['more'] or ''}", "\n".join(shown))
    text = _SOURCE.sub("  line: '<line>',", text)
    return _TELLING_FOLDERS.sub("<installed>/", text)
