"""What can go wrong, each with the thing it is about and the remedy. Exit codes are the CLI's."""

from __future__ import annotations


class ChronicleError(Exception):
    """Something could not be done. `str()` is one message for people; no secret is in it."""


class BrokenFile(ChronicleError):
    """A file of ours, or of the user's, is not what it must be."""

    def __init__(self, where: str, what: str, remedy: str = "") -> None:
        super().__init__(f"{where}: {what}" + (f"\n  {remedy}" if remedy else ""))


class CannotConnect(ChronicleError):
    """No session with the database: nothing was read, and nothing is written."""


class CannotCapture(ChronicleError):
    """A session was had, but no snapshot came of it: a gap in the timeline, to be recorded."""


class CannotReadExpectation(BrokenFile):
    """An expectation that is not well formed."""


class CannotBuild(ChronicleError):
    """SQL, or a command, makes no schema: nothing is known of what is expected."""
