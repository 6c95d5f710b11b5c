"""What a project sets of its own about its pages: how moments are told, and its templates.

A folder of a project may hold templates with the names of ours; each takes the place of ours, and
may build on it as `ours/NAME`.
"""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path

import msgspec
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    TemplateSyntaxError,
    meta,
)

from generator import language, moments
from snapshot import model
from snapshot.errors import BrokenFile, ChronicleError

OURS = Path(__file__).parent / "templates"
ENDING = ".j2"


class Templates(msgspec.Struct, frozen=True):
    """The templates of a project: their folder, what messages call it, and their digest."""

    folder: str
    shown: str
    digest: str


@dataclass(frozen=True)
class Custom:
    """How the pages of a project differ from those of others. `zone_mark` is another whenever the
    same zone may tell another time."""

    zone: tzinfo = UTC
    zone_mark: str = ""
    templates: Templates | None = None
    language: str = language.ENGLISH

    @property
    def mark(self) -> tuple[str, ...]:
        """What is the same as long as the same facts make the same pages."""
        digest = self.templates.digest if self.templates else ""
        return self.language, str(self.zone), self.zone_mark, digest

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """All that is told within is told in this language and this zone."""
        with language.spoken_in(self.language), moments.told_in(self.zone):
            yield


PLAIN = Custom()


def templates(folder: Path, shown: str) -> Templates:
    """The templates of a folder. Raises where one of them would never be used, or there is none."""
    own = _names(folder)
    if not own:
        raise BrokenFile(
            shown, f"no template (*{ENDING}) is in this folder",
            "Put one there that has the name of one of ours, such as `report.md.j2`.",
        )  # fmt: skip
    known = _names(OURS)
    used = {*known, *_sections(), *_mentioned(folder, own)}
    for name in sorted({*own} - used):
        near = difflib.get_close_matches(name, known, 1)
        hint = f" Did you mean `{near[0]}`?" if near else ""
        raise BrokenFile(
            f"{shown}/{name}", "there is no template of ours with this name, and no other of"
            f" yours uses it.{hint}",
            "Give it the name of the one whose place it takes, or remove it.",
        )  # fmt: skip
    found = hashlib.sha256()
    for name in sorted(own):
        found.update(f"\n{name}\n".encode() + own[name].read_bytes())
    return Templates(str(folder), shown, found.hexdigest())


def _names(folder: Path) -> dict[str, Path]:
    found = (path for path in folder.rglob(f"*{ENDING}") if path.is_file())
    return {path.relative_to(folder).as_posix(): path for path in found}


def _sections() -> set[str]:
    """How a template for a kind of part would be called, whether we have one or not."""
    return {f"sections/{kind}.md{ENDING}" for kind in model.parts()}


def _mentioned(folder: Path, own: dict[str, Path]) -> set[str]:
    """What own templates extend, include or import by name."""
    found: set[str] = set()
    parser = Environment(loader=loader(None))
    for path in own.values():
        with contextlib.suppress(TemplateSyntaxError, UnicodeError):  # told where it is used
            told = meta.find_referenced_templates(parser.parse(path.read_text("utf-8")))
            found.update(name for name in told if name)
    return found


def loader(own: Templates | None) -> BaseLoader:
    """Where templates are looked for: ours by their full name, those of the project, ours."""
    ours = FileSystemLoader(OURS)
    chosen = [FileSystemLoader(own.folder)] if own else []
    return ChoiceLoader([PrefixLoader({"ours": ours}), *chosen, ours])


@contextlib.contextmanager
def blamed(own: Templates | None, page: str) -> Iterator[None]:
    """What goes wrong in a template of a project names its file, its line, and the page."""
    try:
        yield
    except Exception as error:
        if own is None or (place := _place(own, error)) is None:
            raise
        what = str(error) or type(error).__name__
        raise ChronicleError(
            f"{place}: {what}\n"
            f"  It is used for the page {page}. Mend it; without the file, ours is used."
        ) from error


def _place(own: Templates, error: Exception) -> str | None:
    """Where a template of the project failed; else the one of ours that missed something in it."""
    places = [(f.filename, f.lineno or 0) for f in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError) and error.filename:
        places.append((error.filename, error.lineno))
    for folder, shown, more in (
        (Path(own.folder), own.shown, ""),
        (OURS, "ours", f" (does a template in {own.shown} lack what ours has?)"),
    ):
        for name, line in reversed(places):
            if name.endswith(ENDING) and Path(name).is_relative_to(folder):
                inside = Path(name).relative_to(folder).as_posix()
                return f"{shown}/{inside}, line {line}{more}"
    return None
