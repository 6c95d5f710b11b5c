"""Text → `docs/`. Touches only what changed, removes what is stale, never what people wrote."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec

from generator.links import HISTORY, HOME
from generator.listed import MARK, Listed, generated
from snapshot.errors import ChronicleError
from snapshot.files import write_text

_IGNORED = f"# {MARK.lstrip('# ')}\n/.gitignore\n/{HOME}\n/{HISTORY}/\n"


class Written(msgspec.Struct, frozen=True):
    """What was done to `docs/`."""

    pages: int
    touched: tuple[str, ...]
    removed: tuple[str, ...]


def write(docs: Path, texts: dict[str, str], kept: Collection[str] = ()) -> Written:
    """Bring the generated files of a folder to these texts, by path below it.

    `kept` are files that stand there as they are due.
    """
    ignored = docs / ".gitignore"
    ours = not ignored.is_file() or generated(ignored)
    wanted = {".gitignore": _IGNORED, **texts} if ours else texts
    with _said(docs):
        listed = Listed(docs)
        changed = [
            name for name, text in sorted(wanted.items()) if _differs(docs / name, text, listed)
        ]
        listed.announce(wanted)
        for name in changed:
            write_text(docs / name, wanted[name])
        removed = _sweep(docs, {*wanted, *kept}, listed)
        listed.settle(wanted, kept)
    touched = tuple(name for name in changed if name in texts)
    pages = sum(name.endswith(".md") for name in (*texts, *kept))
    return Written(pages, touched, tuple(removed))


@contextlib.contextmanager
def _said(docs: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ChronicleError(
            f"{docs}: cannot write: {error.strerror or error}\n"
            "  Make room, or make the folder writable, and run again."
        ) from error


def _differs(path: Path, text: str, listed: Listed) -> bool:
    """Whether a file must be written. Raises when it is there, and not one of ours."""
    if not path.is_file():
        return True
    if path.read_bytes() == text.encode():
        return False
    if not (generated(path) or listed.holds(path)):
        raise ChronicleError(
            f"{path}: this file was written by hand, and a generated page belongs here.\n"
            "  Give it another name; nothing was written."
        )
    return True


def _sweep(docs: Path, wanted: set[str], listed: Listed) -> list[str]:
    """Remove generated files that are no longer wanted, and the folders that they leave empty."""
    removed = []
    top = docs / HISTORY
    for folder, _, names in os.walk(top, topdown=False):
        here = Path(folder)
        place = here.relative_to(docs).as_posix()
        for name in sorted({f"{place}/{each}" for each in names} - wanted):
            path = docs / name
            if (path.suffix in (".md", ".js") and generated(path)) or listed.holds(path):
                path.unlink()
                removed.append(name)
        if here != top:
            with contextlib.suppress(OSError):
                here.rmdir()  # only when empty
    return sorted(removed)
