"""What people see: colours and progress on a terminal, the plain text elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_STYLES = {
    "  ✗ breaking": "red",
    "  ! risky": "yellow",
    "  + safe": "green",
    "  · cosmetic": "dim",
    "  ✗ line": "red",
    "  ✓ confirmed": "green",
    "  · not checkable": "dim",
    "verdict: in sync": "bold green",
    "verdict: drift": "bold red",
    "verdict: cannot tell": "bold yellow",
    "  note:": "yellow",
    "  not captured:": "dim",
}


def say(text: str) -> None:
    """Print; on a terminal a line is coloured by how it begins (NO_COLOR is honoured)."""
    if not sys.stdout.isatty():
        print(text)
        return
    from rich.console import Console  # loaded only where it shows
    from rich.text import Text

    console = Console(highlight=False)
    for line in text.split("\n"):
        style = next((style for start, style in _STYLES.items() if line.startswith(start)), "")
        console.print(Text(line, style=style), soft_wrap=True)


@contextmanager
def working(what: str) -> Iterator[None]:
    """A spinner on standard error while something takes its time; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield
