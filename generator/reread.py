"""Which pages of the navigation are rendered again, though their files are as they were, in a build
that brings a site up to date."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from generator.links import HISTORY, HOME
from generator.listed import generated

_PLUGINS = {"material/search", "material/offline"}  # these look at one page
_EXTENSIONS = {
    "toc", "tables", "fenced_code", "admonition", "attr_list", "md_in_html",
    "pymdownx.superfences", "pymdownx.highlight",
}  # fmt: skip
_LEADS = re.compile(rf"""(\]\(|\]:\s*|href=["']?)[./]*({HISTORY}/|{re.escape(HOME)})""")


def reread(nav: Navigation, config: MkDocsConfig) -> list[Page]:
    """Those that tell others their title, that may lead to what is not there any more, or that come
    of more than what people wrote (which is as it was: `chronicle.stamp`)."""
    own = _own(config)
    return [
        page
        for page in nav.pages
        if not page.file.is_modified() and _must_be_read(page, config, own)
    ]


def _own(config: MkDocsConfig) -> bool:
    """Whether the project has plugins or extensions of its own, which may do anything."""
    plugins = {*config.plugins} - {*config.hooks} - _PLUGINS
    return bool(plugins or {*config.markdown_extensions} - _EXTENSIONS)


def _must_be_read(page: Page, config: MkDocsConfig, always: bool) -> bool:
    named = page.title  # as the settings have it: no text is known yet
    page.read_source(config)  # its icon and its status stand in the navigation of all
    if generated(Path(str(page.file.abs_src_path))):  # they are written again when they change
        return not named
    return not named or always or bool(_LEADS.search(str(page.markdown)))
