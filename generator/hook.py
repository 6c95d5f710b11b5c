"""What MkDocs calls while it builds the site, so that it is fast.

Generated pages are whole Markdown, and any builder can take them. Of each, MkDocs is given the
headings and the words to search for; the rest is rendered by `forge` and put in its place at the
end. With `--dirty` MkDocs builds only what changed; the search keeps what it knew of the others.
"""

from __future__ import annotations

import json
import logging
import os
import posixpath
import re
from dataclasses import dataclass, field
from html import unescape
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from generator import forge
from generator.compiled import Compiled
from generator.language import languages
from generator.links import HISTORY, HOME
from generator.render import MARK

log = logging.getLogger("mkdocs.plugins.chronicle")
INDEX = "search/search_index.json"
_LINK = re.compile(r'(?<= href=")([^":#?]+)\.md([?#][^"]*)?(?=")')
_TARGET = re.compile(r' (?:xlink:)?href="([^":]*)"')
_ID = re.compile(r' id="([^"]+)"')
_ENTRY = re.compile(r'<a id="([^"]+)" class="sc-entry"></a><code>([^<]+)</code>')
_NAME = re.compile(r"[^\W_]+(?:_+[^\W_]+)+")
_JOINT = re.compile("_+")
_SPOKEN = re.compile(r"(.+)\.([a-z]{2})\.md")
_LATE = re.compile(r'<div class="sc-late" data-piece="(\d+)">.*?</div>', re.DOTALL)


@dataclass
class Build:
    """What is known while one site is built."""

    dirty: bool = False
    known: dict[str, Any] | None = None  # the search index of the build before
    late: dict[str, list[str]] = field(default_factory=dict)  # page → its pieces, until written
    targets: dict[str, set[str]] = field(default_factory=dict)  # page → where these lead to
    anchors: dict[str, set[str]] = field(default_factory=dict)  # page → the places that it has
    entries: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # … found by name
    pages: set[str] = field(default_factory=set)  # all that there are, by address
    files: set[str] = field(default_factory=set)  # these, and all other files of the site


build = Build()


def on_startup(*, command: str, dirty: bool) -> None:
    build.dirty = dirty and command == "build"


def on_pre_build(config: MkDocsConfig) -> None:
    index = Path(config.site_dir, INDEX)
    build.known = json.loads(index.read_bytes()) if build.dirty and index.is_file() else None
    for known in (build.late, build.targets, build.anchors, build.entries):
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
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    build.pages = {file.url for file in files.documentation_pages()}
    build.files = {file.dest_uri for file in files}
    if build.dirty:  # their titles are read from their text
        for page in nav.pages:
            page.file.is_modified = lambda: True  # type: ignore[method-assign]
    return nav


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """The theme's templates are compiled once for many builds."""
    folder = os.environ.get("CHRONICLE_COMPILED")
    if folder:
        env.bytecode_cache = Compiled(Path(folder), f"mkdocs{metadata.version('mkdocs')}")
    return env


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The headings of a generated page, and where its pieces come."""
    if not _is_ours(page):
        return markdown
    late = build.late[page.url] = []
    kept = []
    for heading, text in forge.pieces(markdown):
        if heading:
            kept.append(text)
        elif text.strip():
            shown = forge.rendered(text)
            kept.append(f'<div class="sc-late" data-piece="{len(late)}">{forge.words(shown)}</div>')
            late.append(_LINK.sub(lambda match: f"{match[1]}.html{match[2] or ''}", shown))
            build.targets.setdefault(page.url, set()).update(_TARGET.findall(late[-1]))
            build.entries.setdefault(page.url, []).extend(_ENTRY.findall(late[-1]))
    return "\n\n".join(kept)


def _is_ours(page: Page) -> bool:
    path = page.file.src_uri
    if path != HOME and not path.startswith(f"{HISTORY}/"):
        return False
    with Path(str(page.file.abs_src_path)).open("rb") as file:
        return MARK.lstrip("# ").encode() in file.read(200)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    late = build.late.pop(page.url, None)
    if late is not None:
        output = _LATE.sub(lambda match: late[int(match[1])], output)
    build.anchors[page.url] = set(_ID.findall(output))
    return output


@event_priority(-50)  # after search and offline
def on_post_build(config: MkDocsConfig) -> None:
    _check_links()
    site = Path(config.site_dir)
    _index(site / INDEX)
    if build.dirty:
        _sweep(site)


def _check_links() -> None:
    """MkDocs checks the links of what it renders; these are ours to check."""
    for here, targets in build.targets.items():
        for target in sorted(targets):
            path, _, place = unquote(unescape(target)).partition("#")
            path = path.partition("?")[0]
            page = (
                posixpath.normpath(posixpath.join(posixpath.dirname(here), path)) if path else here
            )
            if page not in build.files:
                log.warning("%s leads to %s, which is not there", here, target)
            elif place and place not in build.anchors.get(page, {place}):
                log.warning("%s leads to %s, where there is no such place", here, target)


def _index(path: Path) -> None:
    """What a search finds, by page: of those that were not built now, what was known before."""
    if not path.is_file():
        return
    found = json.loads(path.read_bytes())
    for doc in build.known["docs"] if build.known else ():
        page = _page(doc)
        if page in build.pages and page not in build.anchors:
            found["docs"].append(doc)
    for page, entries in build.entries.items():
        for place, title in entries:  # a rule is looked up by its id
            found["docs"].append({"location": f"{page}#{place}", "title": title, "text": ""})
    found["docs"].sort(key=_page)
    for doc in found["docs"]:
        doc["text"] = findable(f"{doc['title']} {doc['text']}")[len(doc["title"]) + 1 :]
    path.write_text(json.dumps(found, separators=(",", ":")), "utf-8")


def findable(text: str) -> str:
    """The text with what its names end with, so that a search finds a name by its beginning and by
    that of any word in it: of `users_email_key` it adds `email_key` and `key`. Twice is as once."""
    known = set(text.split())
    ends = {}
    for name in dict.fromkeys(_NAME.findall(text)):
        for joint in _JOINT.finditer(name):
            end = name[joint.end() :]
            if end not in known:
                ends[end] = True
    return f"{text} {' '.join(ends)}" if ends else text


def _page(doc: dict[str, str]) -> str:
    return doc["location"].partition("#")[0]


def _sweep(site: Path) -> None:
    """Remove pages and copies that are no longer there, which a dirty build leaves behind."""
    for path in [*site.rglob("*.html"), *(site / HISTORY).rglob("*")]:
        name = path.relative_to(site).as_posix()
        if name != "404.html" and name not in build.files and path.is_file():
            path.unlink()
