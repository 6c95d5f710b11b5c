"""The JSON Schemas that are published: of what we write, and of the YAML that people write."""

from __future__ import annotations

from argparse import Namespace

import msgspec

from chronicle.config import Config, Project
from generator.output import Output
from snapshot import describing

NAMES = ("expected", "waivers", "chronicle", "report")


def made(name: str) -> str:
    """The text of one of them."""
    if name == "report":
        return describing.text(msgspec.json.schema(Output))
    if name == "chronicle":
        return describing.text(describing.of_struct(Config, "The configuration (chronicle.yml)"))
    return describing.text(describing.expected() if name == "expected" else describing.waived())


def schema(_: Project, args: Namespace) -> int:
    """Print one of them, for an editor or another program."""
    print(made(args.name), end="")
    return 0
