"""Django builds what its models mean: a project of its own, since it names keys by a digest."""

from __future__ import annotations

from pathlib import Path

from snapshot.building import build
from snapshot.catalog import capture
from snapshot.listening import Listening
from tests import tools
from tests.tools.conftest import assert_same

PROJECT = tools.HERE / "django"


def test_django_migrates_to_it(listening: Listening, scratch: str, tmp_path: Path) -> None:
    programs = tools.python(PROJECT)
    with tools.copied(PROJECT, tmp_path) as folder:
        there = listening.address(scratch)
        done = tools.run("python manage.py migrate --no-input", folder, there, programs).ok()
        assert "Applying registry.0002_visits... OK" in done.out
        tools.run("python manage.py makemigrations --check", folder, there, programs).ok()
    assert_same(
        build(listening, PROJECT / "expected.sql"), capture(scratch, "what Django made"),
        {"public/tables/django_migrations"},
    )  # fmt: skip
