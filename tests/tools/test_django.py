"""Django builds what its models mean: a project of its own, since it names keys by a digest."""

from __future__ import annotations

from pathlib import Path

import pytest

from snapshot.building import build
from snapshot.sources import Source
from tests import tools
from tests.tools.conftest import assert_same

PROJECT = tools.HERE / "django"


@pytest.mark.slow
def test_django_migrates_to_it(tmp_path: Path) -> None:
    python = f"{tools.python(PROJECT)}/python"
    folder = tools.copied(PROJECT, tmp_path)
    command = f"{python} manage.py makemigrations --check && {python} manage.py migrate --no-input"
    assert_same(
        build(Source(sql="expected.sql"), folder), build(Source(command=command), folder),
        {"public/tables/django_migrations"},
    )  # fmt: skip
