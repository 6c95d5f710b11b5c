"""MkDocs, run in this process: most of what it needs is loaded here already, and to load it again
took as long as two dozen pages."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
import traceback
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path

from mkdocs.exceptions import MkDocsException

from snapshot.garbage import seldom_collected

_FORM = logging.Formatter("%(levelname)-8s-  %(message)s")
_NEAREST = 4  # frames of an error that are told


def build(root: Path, settings: Path, environment: Mapping[str, str], *, dirty: bool) -> list[str]:
    """Build the site of a project; returns what MkDocs, or whatever it ran, complained of.

    `environment`: variables that hold meanwhile. Without complaints the site is whole. That is what
    --strict does, but for the notice of --dirty.
    """
    said = io.StringIO()
    with (
        contextlib.chdir(root), _found(root), _told(environment), _heard(said),
        contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()),
    ):  # fmt: skip
        try:
            _build(settings, dirty)
        except MkDocsException as error:  # MkDocs has logged what it is about
            said.write(f"{error.format_message()}\n")
        except (Exception, SystemExit) as error:  # of a plugin, or a hook of the project
            said.write("".join(traceback.format_exception(error, limit=-_NEAREST)))
    return _complaints(said.getvalue())


@seldom_collected()
def _build(settings: Path, dirty: bool) -> None:
    from mkdocs.commands.build import build as built
    from mkdocs.config import load_config
    from mkdocs.config.config_options import Plugins
    from mkdocs.config.defaults import MkDocsConfig

    known = MkDocsConfig.plugins
    assert isinstance(known, Plugins)
    known.plugin_cache.clear()  # MkDocs hands plugins on to the next build, with all that they know
    config = load_config(config_file=str(settings))
    config.plugins.on_startup(command="build", dirty=dirty)
    try:
        built(config, dirty=dirty)
    finally:
        config.plugins.on_shutdown()


@contextlib.contextmanager
def _found(root: Path) -> Iterator[None]:
    """What lies beside the settings can be imported: extensions of the project."""
    usual = [*sys.path]
    sys.path.insert(0, str(root))
    try:
        yield
    finally:
        sys.path[:] = usual


@contextlib.contextmanager
def _told(environment: Mapping[str, str]) -> Iterator[None]:
    usual = dict(os.environ)
    os.environ.update(environment)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(usual)


@contextlib.contextmanager
def _heard(said: io.StringIO) -> Iterator[None]:
    """What MkDocs logs, as its own command shows it; warnings of Python are news there."""
    log, handler = logging.getLogger("mkdocs"), logging.StreamHandler(said)
    handler.setFormatter(_FORM)
    usual = log.level, log.propagate
    log.setLevel(logging.INFO)
    log.propagate = False
    log.addHandler(handler)
    try:
        with warnings.catch_warnings():
            warnings.showwarning = lambda message, *_, **__: log.info(message)
            yield
    finally:
        log.removeHandler(handler)
        log.setLevel(usual[0])
        log.propagate = usual[1]


def _complaints(said: str) -> list[str]:
    """Lines of MkDocs that --strict would not let pass, with those that belong to them."""
    told, news = [], True
    for line in said.splitlines():
        if not line.startswith(" "):
            news = line.startswith("INFO") or "'dirty' build" in line
        if not news:
            told.append(line)
    return told
