"""The theme around pages that differ only in what it prints: rendered once, then filled in.

Thousands of generated pages are in no navigation; of each, the theme prints the title, the address
and the table of contents, and asks nothing else. So it is rendered once with slots in the place of
all that. A project's own templates may ask anything: where they speak of the page, each page is
rendered. And a frame is taken only once it gave a second page the very bytes of the theme.
"""

from __future__ import annotations

import copy
import posixpath
import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template, meta
from jinja2.filters import do_striptags
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

_THEME = "material"
_GIVEN = {
    "nav", "pages", "base_url", "extra_css", "extra_javascript", "mkdocs_version",
    "build_date_utc", "config", "page",
}  # fmt: skip
_META = {"title", "hide", "search"}
Way = Callable[[str], str]
_WAYS: tuple[Way, ...] = (
    lambda value: str(escape(value)),
    str,
    lambda value: str(escape(do_striptags(value))),
    lambda value: str(do_striptags(value)),
)  # in which the theme prints something
_NAME = "sc0slot"


def _slot(number: object) -> str:
    """Markup of which each way makes something else."""
    return f"<b>'{_NAME}{number}.</b>"


_SLOT = re.compile("|".join(re.escape(way(_slot("N"))).replace("N", r"(\d+)") for way in _WAYS))
Frame = list[tuple[str, Way, int]]  # what stands before a slot, how it is printed, which one


def installed(env: Environment, config: MkDocsConfig, place: str) -> None:
    """Let the templates of the theme be rendered so; `place`: the content of generated pages."""
    if config.theme.name != _THEME or _ask(env, config.theme.custom_dir):
        return
    frames = Frames(place)

    class Framed(Template):
        def render(self, *given: Any, **more: Any) -> str:
            if more or len(given) != 1:
                return super().render(*given, **more)
            return frames.rendered(super().render, self.name, given[0])

    env.template_class = Framed


def _ask(env: Environment, folder: str | None) -> bool:
    """Whether templates of the project's own speak of the page."""
    own = Path(folder).rglob("*.html") if folder else ()
    return any(
        meta.find_undeclared_variables(env.parse(path.read_text("utf-8"))) & {"page", "pages"}
        for path in own
    )


class Frames:
    """Those of one build, by all that the theme asks of a page."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._first: dict[Hashable, Page] = {}
        self._frames: dict[Hashable, Frame | None] = {}

    def rendered(
        self, theme: Callable[[dict[str, Any]], str], template: str | None, given: dict[str, Any]
    ) -> str:
        """The whole text of a page, or of anything else that the theme renders."""
        key = self._key(template, given)
        if key is None:
            return theme(given)
        page = given["page"]
        if key in self._frames:
            frame = self._frames[key]
            return theme(given) if frame is None else _filled(frame, page)
        text = theme(given)
        if key in self._first:
            frame = _framed(theme({**given, "page": self._first.pop(key)}))
            self._frames[key] = frame if frame and _filled(frame, page) == text else None
        else:
            self._first[key] = _blank(page)
        return text

    def _key(self, template: str | None, given: dict[str, Any]) -> Hashable:
        """All that the theme asks; None where it may ask more."""
        page, nav = given.get("page"), given.get("nav")
        if (
            page is None or nav is None or given.keys() != _GIVEN
            or page.content != self._place or not {"title"} <= page.meta.keys() <= _META
            or page.parent or page.previous_page or page.next_page
            or any(item is page for item in nav.items)
        ):  # fmt: skip
            return None
        more = sorted((name, repr(told)) for name, told in page.meta.items() if name != "title")
        address = page.canonical_url is None
        folder = posixpath.dirname(page.url)  # what the theme leads to is told from there
        return template, folder, str(more), address, _shape(page.toc)


def _shape(items: Iterable[AnchorLink]) -> Hashable:
    return tuple((item.level, _shape(item.children)) for item in items)


def _blank(page: Page) -> Page:
    """The same page with slots in the place of what is printed."""
    found = copy.copy(page)
    found.meta = {**page.meta, "title": _slot(0)}
    found.canonical_url = page.canonical_url and _slot(1)
    numbers = count(2)
    found.toc = TableOfContents([_blank_line(item, numbers) for item in page.toc])
    return found


def _blank_line(item: AnchorLink, numbers: Iterator[int]) -> AnchorLink:
    found = copy.copy(item)
    found.title, found.id = _slot(next(numbers)), _slot(next(numbers))
    found.children = [_blank_line(child, numbers) for child in item.children]
    return found


def _values(page: Page) -> list[str]:
    """What belongs in the slots."""
    return [str(page.meta["title"]), page.canonical_url or "", *_lines(page.toc)]


def _lines(items: Iterable[AnchorLink]) -> Iterator[str]:
    for item in items:
        yield from (item.title, item.id)
        yield from _lines(item.children)


def _framed(text: str) -> Frame | None:
    """A text with slots as a frame; None where some way of printing is not known here."""
    found, at = Frame(), 0
    for match in _SLOT.finditer(text):
        way = match.lastindex or 1
        found.append((text[at : match.start()], _WAYS[way - 1], int(match[way])))
        at = match.end()
    found.append((text[at:], str, -1))
    return None if any(_NAME in before for before, _, _ in found) else found


def _filled(frame: Frame, page: Page) -> str:
    values = [*_values(page), ""]  # after the last one comes none
    return "".join(f"{before}{way(values[number])}" for before, way, number in frame)
