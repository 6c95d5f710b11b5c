"""The same Markdown, built by others: MkDocs is one way to the site, and its theme will end.

ProperDocs runs our hook, as MkDocs does; without it, it renders all Markdown itself. Zensical knows
no hooks. Every way leads to the same pages, words and links.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from chronicle import cli
from tests import tools
from tests.conftest import REPOSITORY
from tests.sites import Html, own
from tests.test_site import Built, unresolved

SETTINGS = "others.yml"
TABLE = "history/koveo/schema/public/tables/bills.html"
_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's pages, built by MkDocs, with settings that others take as they are."""
    root = own(tmp_path_factory.mktemp("builders") / "p")
    assert cli.main(["-C", str(root), "site"]) == 0
    made = (root / ".cache" / "mkdocs.yml").read_text("utf-8")
    assert "\nnav:\n" in made
    nav = made[made.index("nav:\n") : made.index("hooks:\n")]
    (root / SETTINGS).write_text(f"INHERIT: mkdocs.yml\nsite_dir: other\n{nav}", "utf-8")
    return root


def built(root: Path, program: Path, *, hook: bool = False) -> Built:
    """Run a builder on the pages, and read what it made."""
    shutil.rmtree(root / "other", ignore_errors=True)
    settings = root / ("hooked.yml" if hook else SETTINGS)
    if hook:
        more = f"hooks:\n- {REPOSITORY / 'generator' / 'hook.py'}\n"
        settings.write_text((root / SETTINGS).read_text("utf-8") + more, "utf-8")
    done = subprocess.run(
        [program, "build", "-f", settings.name], cwd=root, capture_output=True, text=True,
        check=False, env={**os.environ, "PYTHONPATH": str(REPOSITORY)}, timeout=tools.TIME_LIMIT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    found = sorted((root / "other").rglob("*.html"))
    return {path: Html(path) for path in found if path.name != "404.html"}


def words(page: Path) -> Counter[str]:
    """The words of what a page says, and how often it says them."""
    found = _ARTICLE.search(page.read_text("utf-8"))
    assert found, page
    return Counter(" ".join(Html(text=found[0]).words).split())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "hook"), [("properdocs", False), ("properdocs", True), ("zensical", False)]
)
def test_another_builder_makes_the_same_site(name: str, hook: bool, root: Path) -> None:
    found = built(root, tools.python(tools.HERE / name) / name, hook=hook)
    pages = {path.relative_to(root / "docs").with_suffix("") for path in root.rglob("docs/**/*.md")}
    french = {page for page in pages if page.suffix == ".fr"}  # our hook puts them in their places
    made = {path.relative_to(root / "other").with_suffix(""): path for path in found}
    assert made.keys() == (pages - french if hook else pages)
    assert len(pages) > 100 and french
    assert {"bills_building_id_fkey", "total_amount", "numeric(10,2)"} <= {
        *words(root / "other" / TABLE)
    }
    differing = [
        page.as_posix()
        for page, path in made.items()
        if page not in french
        and words(path) != words(root / "site" / path.relative_to(root / "other"))
    ]
    assert differing == []
    assert unresolved(found) == []
