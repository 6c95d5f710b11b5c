"""What MkDocs calls while it builds the site, so that it is fast.

Generated pages are whole Markdown, and any builder can take them. Here they go past MkDocs: their
headings are parsed as it does (`headings`), the rest by `forge`, and both are put in their place at
the end. The theme is rendered once for pages that differ in what it only prints (`frames`).
With `--dirty` MkDocs builds only what changed; the search keeps what it knew of the others.
"""

from __future__ import annotations

import logging
import os
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from html import unescape
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from generator import forge, frames, headings, reread, searching
from generator.compiled import Compiled
from generator.forge import Piece
from generator.headings import Heading, Headings
from generator.language import languages
from generator.links import HISTORY, HOME
from generator.listed import generated
from generator.themed import themed

log = logging.getLogger("mkdocs.plugins.chronicle")
_SPOKEN = re.compile(r"(.+)\.([a-z]{2})\.md")
# Where a page comes; the theme looks whether it has a heading of its own.
_PLACE = '<div class="sc-late" title="<h1"></div>'


@dataclass
class Build:
    """What is known while one site is built."""

    dirty: bool = False
    known: list[searching.Doc] = field(default_factory=list)  # what the site before was found by
    headings: Headings | None = None
    late: dict[str, list[str]] = field(default_factory=dict)  # page → its parts, until written
    found: dict[str, list[searching.Doc]] = field(
        default_factory=dict
    )  # page → what it is found by
    targets: dict[str, set[str]] = field(default_factory=dict)  # page → where it leads to
    anchors: dict[str, set[str]] = field(default_factory=dict)  # page → the places that it has
    pages: set[str] = field(default_factory=set)  # all that there are, by address
    files: set[str] = field(default_factory=set)  # these, and all other files of the site


build = Build()


def on_startup(*, command: str, dirty: bool) -> None:
    build.dirty = dirty and command == "build"


def on_pre_build(config: MkDocsConfig) -> None:
    build.known = searching.known(Path(config.site_dir, searching.INDEX)) if build.dirty else []
    build.headings = Headings(config)
    made = config.theme.get_env
    config.theme.get_env = lambda: themed(made())  # type: ignore[method-assign]
    for known in (build.late, build.found, build.targets, build.anchors):
        known.clear()


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """`runbook.fr.md` is `runbook.md` where the site speaks French, and no page of its own."""
    for file in files.documentation_pages():
        told = _SPOKEN.match(file.src_uri)
        plain = files.get_file_from_path(f"{told[1]}.md") if told else None
        if told is None or plain is None or told[2] not in languages():
            continue
        files.remove(file)
        if told[2] == config.theme.get("language"):
            plain.abs_src_path = file.abs_src_path
    if build.dirty:  # MkDocs asks twice of each page
        for file in files.documentation_pages():
            file.is_modified = cache(file.is_modified)  # type: ignore[method-assign]
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    build.pages = {file.url for file in files.documentation_pages()}
    build.files = {file.dest_uri for file in files}
    if build.dirty:
        for page in reread.reread(nav, config):
            page.file.is_modified = lambda: True  # type: ignore[method-assign]
    return nav


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """The theme's templates are compiled once for many builds, and rendered once for many pages."""
    folder = os.environ.get("CHRONICLE_COMPILED")
    if folder:
        env.bytecode_cache = Compiled(Path(folder), f"mkdocs{metadata.version('mkdocs')}")
    frames.installed(env, config, _PLACE)
    return env


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Of a generated page, MkDocs is given the headings, and is not asked to render them."""
    if not _is_ours(page) or build.headings is None:
        return markdown
    lines, pieces = list[str](), [forge.NOTHING]
    for is_heading, text in forge.pieces(markdown):
        if is_heading:
            lines.append(text)
            pieces.append(forge.NOTHING)
        elif text.strip():
            pieces[-1] = forge.piece(text)
    told = build.headings.of_page(lines)
    page.render = partial(_render, page, told, pieces)  # type: ignore[method-assign]
    return "\n\n".join(lines)


def _render(
    page: Page, told: list[Heading], pieces: list[Piece], config: MkDocsConfig, files: Files
) -> None:
    """What MkDocs does with the Markdown of other pages."""
    page.content = _PLACE
    page.toc = headings.contents(told)
    build.late[page.url] = list(_parts(told, pieces))
    build.found[page.url] = searching.told(page, told, pieces)
    targets = [each.targets for each in told] + [each.targets for each in pieces]
    build.targets[page.url] = set[str]().union(*targets)
    places = [each.places for each in told] + [each.places for each in pieces]
    build.anchors[page.url] = page.present_anchor_ids = set[str]().union(*places)


def _parts(told: list[Heading], pieces: list[Piece]) -> Iterator[str]:
    """The HTML of a page, from its beginning; MkDocs leaves an empty line after each piece, too."""
    for heading, piece in zip([None, *told], pieces, strict=True):
        if heading:
            yield heading.shown
        if piece.shown:
            yield f"{piece.shown}\n"


def _is_ours(page: Page) -> bool:
    path = page.file.src_uri
    if path != HOME and not path.startswith(f"{HISTORY}/"):
        return False
    return generated(Path(str(page.file.abs_src_path)))


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    late = build.late.pop(page.url, None)
    if late is not None:
        return output.replace(_PLACE, "\n".join(late).removesuffix("\n"), 1)
    build.anchors[page.url] = set(forge.anchors(output))
    return output


@event_priority(-50)  # after search and offline
def on_post_build(config: MkDocsConfig) -> None:
    _check_links()
    site = Path(config.site_dir)
    others = build.pages - build.anchors.keys()
    before = [doc for doc in build.known if searching.page_of(doc) in others]
    searching.write(site / searching.INDEX, build.found, before)
    forge.piece.cache_clear()
    if build.dirty:
        _sweep(site)


def _check_links() -> None:
    """MkDocs checks the links of what it renders; these are ours to check."""
    for here, targets in build.targets.items():
        folder = posixpath.dirname(here)
        for target in sorted(targets):
            page, place = _led(folder, target)
            page = page or here
            if page not in build.files:
                log.warning("%s leads to %s, which is not there", here, target)
            elif place and place not in build.anchors.get(page, {place}):
                log.warning("%s leads to %s, where there is no such place", here, target)


@cache
def _led(folder: str, target: str) -> tuple[str, str]:
    """The page of the site, and the place on it, that a link in a folder leads to."""
    path, _, place = unquote(unescape(target)).partition("#")
    path = path.partition("?")[0]
    return path and posixpath.normpath(posixpath.join(folder, path)), place


def _sweep(site: Path) -> None:
    """Remove pages and copies that are no longer there, which a dirty build leaves behind."""
    kept = build.files | {"404.html"}
    for folder, _, names in os.walk(site):
        here = Path(folder).relative_to(site).as_posix()
        ours = here == HISTORY or here.startswith(f"{HISTORY}/")
        for name in names:
            path = posixpath.join(here, name).removeprefix("./")
            if (ours or name.endswith(".html")) and path not in kept:
                Path(folder, name).unlink()
