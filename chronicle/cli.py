"""The command line: parse, call, turn errors into one message and an exit code."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from snapshot.errors import ChronicleError

Verb = Callable[[str, str, str], argparse.ArgumentParser]
_WHY = ("deploy", "scheduled", "manual", "backfill", "import")
_REF = "DATABASE, DATABASE~2, DATABASE@2026-03-01, live:DATABASE, a URL or a record's .json file"


def _moment(text: str) -> str:
    """A moment as records write it; any ISO 8601 with a time zone is taken."""
    try:
        moment = datetime.fromisoformat(text)
        in_utc = moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()
    except (ValueError, OverflowError):
        due = "a moment is due, such as 2026-03-01T12:00:00Z"
        raise argparse.ArgumentTypeError(f"{text}: {due}") from None
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text}: a time zone is due, such as Z")
    return f"{in_utc}Z"


class _Parser(argparse.ArgumentParser):
    """Shows no connection string that went astray."""

    def error(self, message: str) -> NoReturn:
        from chronicle.config import shown  # --help needs none of it

        words = message.split(" ")
        flags = [word.startswith("--") and "://" not in word for word in words]
        told = [word if flag else shown(word) for word, flag in zip(words, flags, strict=True)]
        super().error(" ".join(told))


def parser() -> argparse.ArgumentParser:
    """Every verb with its flags; `handler` names the function that does it."""
    main = _Parser(
        prog="chronicle",
        description="The history of a production PostgreSQL schema, and whether it is as expected.",
        epilog="Exit codes: 0 nothing differs, 1 differs, 2 could not be done, 3 cannot tell.",
    )
    main.add_argument("-C", "--folder", type=Path, default=Path(), help="where chronicle.yml is")
    verbs = main.add_subparsers(dest="verb", required=True, metavar="VERB")

    def verb(name: str, handler: str, help: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=help, description=help)
        made.set_defaults(handler=handler)
        return made

    _taking(verb)
    _reading(verb)
    _making(verb)
    return main


def _taking(verb: Verb) -> None:
    made = verb("snapshot", "commands.snapshot", "capture a database, record it, say what changed")
    made.add_argument("database", nargs="?", metavar="DATABASE")
    made.add_argument("--why", choices=_WHY, default="manual")
    made.add_argument(
        "--at", type=_moment, help="the moment it speaks of, 2026-03-01T12:00:00Z (now)"
    )
    for flag, text in (
        ("--label", "a title for people"), ("--revision", "the commit that was deployed"),
        ("--deploy", "the deploy's number"), ("--actor", "who did it"),
        ("--link", "where to read on"),
    ):  # fmt: skip
        made.add_argument(flag, help=text)
    made.add_argument(
        "--full", action="store_true", help="read everything, even if nothing seems to have changed"
    )
    _fewer(made)
    made.add_argument("--commit", action="store_true", help="commit the files of this history")


def _fewer(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--fewer", action="store_true",
        help="the build of what is expected makes less than the last one did, and that is meant",
    )  # fmt: skip


def _reading(verb: Verb) -> None:
    def formatted(made: argparse.ArgumentParser) -> None:
        made.add_argument(
            "--format", choices=("text", "json", "markdown", "sql"), default="text",
            help="sql: what brings the one to the other, tried on a scratch server",
        )  # fmt: skip

    made = verb("log", "looking.log", "the history, the latest first")
    made.add_argument("database", nargs="?", metavar="DATABASE")
    made = verb("show", "looking.show", "a schema, or one object of it, as JSON or SQL")
    made.add_argument("ref", metavar="REF", help=_REF)
    made.add_argument(
        "object", nargs="?", metavar="OBJECT", help="users, public.users, public/tables/users"
    )
    made.add_argument("--format", choices=("json", "sql"), default="json")
    made = verb("blame", "looking.blame", "since when each attribute of an object is as it is")
    made.add_argument("ref", metavar="REF", help=_REF)
    made.add_argument("object", metavar="OBJECT", help="users, public.users, public/tables/users")
    made.add_argument("--format", choices=("text", "json"), default="text")
    made = verb("diff", "commands.compare", "what differs between any two references")
    made.add_argument("old", metavar="OLD", help=_REF)
    made.add_argument("new", metavar="NEW")
    formatted(made)
    made = verb("check", "commands.check", "a snapshot against the expectation: the verdict")
    made.add_argument("ref", nargs="?", metavar="REF", help=_REF)
    _fewer(made)
    formatted(made)
    made = verb("matrix", "matrix.matrix", "schemas and expectations side by side: who is odd")
    made.add_argument("refs", nargs="*", metavar="REF", help=f"{_REF}; expected:DATABASE")
    made.add_argument("--format", choices=("text", "json", "markdown"), default="text")


def _making(verb: Verb) -> None:
    made = verb("expect", "expect.expect", "write or update expected/ from a reference")
    made.add_argument("ref", metavar="REF", help=_REF)
    made.add_argument("only", nargs="*", metavar="PATTERN", help="public.bill*, extensions/*")
    made.add_argument("--domain", help="the one file to write or update (all that are there)")
    made.add_argument(
        "--level", choices=("full", "counts", "names"), help="of what is new (as its neighbours)"
    )
    made.add_argument("--database", help="whose expectation, when REF does not say it")
    made.add_argument("--replace", action="store_true", help="write an existing file anew")
    made = verb(
        "import-report", "importing.import_report", "a hand-written report, each claim judged"
    )
    made.add_argument("file", metavar="FILE", type=Path, help="a report in Markdown")
    made.add_argument("--database", help="whose schema it speaks of")
    made.add_argument("--against", metavar="REF", help=f"{_REF} (the snapshot of its date)")
    made.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    made.add_argument("--keep", action="store_true", help="into the history: a claim, no capture")
    made.add_argument(
        "--expected", action="store_true", help="write its tables, a file for each domain"
    )
    made = verb("schema", "schemas.schema", "the JSON Schema of expected/*.yml, or of another file")
    made.add_argument(
        "name", nargs="?", choices=("expected", "waivers", "chronicle", "report"),
        default="expected",
    )  # fmt: skip
    made = verb("verify", "looking.verify_", "the integrity of snapshots/")
    made.add_argument("database", nargs="?", metavar="DATABASE")
    verb("pages", "publish.pages", "write the pages under docs/")
    verb("site", "publish.site", "the pages, then the site under site/")
    made = verb("serve", "publish.serve", "the site with live reload")
    made.add_argument("--port", type=int, default=8000)
    made = verb("demo", "demo.demo", "the example, end to end, on an embedded PostgreSQL")
    made.add_argument("--update", action="store_true", help="write its records anew")


def main(argv: list[str] | None = None) -> int:
    """Run one command; every expected failure is one message on standard error and exit code 2."""
    args = parser().parse_args(argv)
    from chronicle import config  # --help needs none of it

    module, _, function = args.handler.partition(".")
    try:
        project = config.load(args.folder.resolve())
        handler = getattr(import_module(f"chronicle.{module}"), function)
        return int(handler(project, args))
    except ChronicleError as error:
        print(f"chronicle: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except OSError as error:  # a file of ours or of the user's that cannot be read or written
        what = f"{error.filename}: " if error.filename else ""
        print(f"chronicle: {what}{error.strerror or error}", file=sys.stderr)
        print("  Check the place, the rights and the room there, and run again.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("chronicle: stopped; nothing half-written is left.", file=sys.stderr)
        return 2
    except Exception as error:
        if os.environ.get("CHRONICLE_DEBUG"):
            import traceback

            traceback.print_exc()
        what = " ".join(f"{type(error).__name__}: {error}".split())
        print(f"chronicle: a fault of ours: {what}; please report it", file=sys.stderr)
        return 2


def _stopped(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


def run() -> None:
    """The entry point of the command."""
    for name in ("SIGTERM", "SIGHUP"):  # whoever ends us ends what we started, too
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stopped)
    sys.exit(main())
