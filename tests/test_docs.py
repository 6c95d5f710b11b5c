"""What the handbook shows is what the commands print: every `$` line of a console block is run."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

from chronicle import cli

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"```console\n\$ chronicle (.*)\n((?:.*\n)*?)```", re.MULTILINE)
BLOCKS = [
    (page, match.group(1))
    for page in sorted((ROOT / "docs").glob("*.md"))
    for match in BLOCK.finditer(page.read_text("utf-8"))
]


def printed(command: str) -> str:
    """What a command prints in this repository, colours off."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        cli.main(["-C", str(ROOT), *shlex.split(command)])
    return out.getvalue()


@pytest.mark.parametrize(("page", "command"), BLOCKS, ids=[f"{p.stem}: {c}" for p, c in BLOCKS])
def test_the_handbook_prints_what_the_command_prints(
    page: Path, command: str, request: pytest.FixtureRequest
) -> None:
    text = page.read_text("utf-8")
    now = f"```console\n$ chronicle {command}\n{printed(command)}```"
    shown = next(m.group(0) for m in BLOCK.finditer(text) if m.group(1) == command)
    if request.config.getoption("--update-golden", default=False):
        page.write_text(text.replace(shown, now), "utf-8")
        return
    assert shown == now


def test_every_verb_is_in_the_handbook() -> None:
    usage = (ROOT / "docs" / "usage.md").read_text("utf-8")
    verbs = cli.parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    missing = [
        verb for verb in verbs if f"`chronicle {verb}" not in usage and f"`{verb}`" not in usage
    ]
    assert BLOCKS
    assert not missing
