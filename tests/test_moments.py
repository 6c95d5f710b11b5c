"""Moments and days on pages are those of one time zone; everything else stays UTC."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator import moments
from generator.render import when
from snapshot.store import Store
from tests.conftest import Project
from tests.made import table
from tests.sites import expected, recorded

LATE = "2025-09-06T02:30:00Z"  # the evening before, in Québec


@pytest.mark.parametrize(
    ("zone", "day", "clock"),
    [
        ("America/Toronto", "5 Sep 2025", "22:30 EDT"),
        ("Europe/Paris", "6 Sep 2025", "04:30 CEST"),
        ("Asia/Kolkata", "6 Sep 2025", "08:00 IST"),
        ("America/Sao_Paulo", "5 Sep 2025", "23:30 UTC−03"),  # it has no letters
        ("Asia/Kathmandu", "6 Sep 2025", "08:15 UTC+05:45"),
        ("UTC", "6 Sep 2025", "02:30 UTC"),
    ],
)
def test_a_moment_is_told_in_the_zone(zone: str, day: str, clock: str) -> None:
    with moments.told_in(ZoneInfo(zone)):
        assert (moments.day(LATE), moments.clock(LATE)) == (day, clock)
        assert when(LATE) == f'<time datetime="{LATE}">{day}, {clock}</time>'
        assert moments.zone() == zone
        assert moments.day("2025-09-06") == "6 Sep 2025", "a day is that day, wherever"
    assert moments.zone() == "UTC"
    assert moments.day(LATE) == "6 Sep 2025"


def test_summer_and_winter_are_told_apart() -> None:
    with moments.told_in(ZoneInfo("America/Toronto")):
        assert moments.clock("2025-11-02T05:30:00Z") == "01:30 EDT"
        assert moments.clock("2025-11-02T06:30:00Z") == "01:30 EST"


def test_the_first_day_that_there_is_has_no_day_before() -> None:
    with moments.told_in(ZoneInfo("America/Toronto")):
        assert moments.local("0001-01-01T00:00:00Z") == "0001-01-01 00:00 UTC"


def test_zones_within_zones_end_with_what_was_before() -> None:
    with moments.told_in(ZoneInfo("Asia/Tokyo")):
        with pytest.raises(ZeroDivisionError), moments.told_in(UTC):
            raise ZeroDivisionError
        assert moments.clock(LATE) == "11:30 JST"


def history(project: Project, zone: str) -> None:
    """Three snapshots at midnight UTC, one of which failed, told in a zone."""
    project.write("chronicle.yml", f"databases: {{production: {{}}}}\nsite: {{timezone: {zone}}}\n")
    shutil.rmtree(project.root / "snapshots", ignore_errors=True)
    store = Store(project.root / "snapshots" / "production")
    told = expected(table("users"))
    recorded(store, table("users"), day=2, told=told)
    recorded(store, table("users"), table("more"), day=3, told=told)
    recorded(store, day=4, failure="boom")


def docs(project: Project) -> dict[str, str]:
    """Every file under docs/ by its path."""
    root = project.root / "docs"
    found = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in found}


def test_pages_are_told_in_the_zone_and_addresses_are_not(project: Project) -> None:
    history(project, "UTC")
    project.ok("pages")
    plain, said = docs(project), project.ok("log")
    history(project, "America/Toronto")
    project.ok("pages")
    found = docs(project)

    assert found.keys() == plain.keys()
    report = found["history/production/reports/2025-01-03t000000z.md"]
    assert 'title: "Report of 2025-01-02: production"' in report.replace("'", '"')
    assert "# Schema validation report of 2 Jan 2025" in report
    assert '<time datetime="2025-01-03T00:00:00Z">2 Jan 2025, 19:00 EST</time>' in report
    assert "3 Jan 2025 →" in report  # the failed one of the 4th, in UTC
    trends = found["history/production/trends.md"]
    assert "A cell is a day (America/Toronto)" in trends
    assert "A cell is a day (UTC)" in plain["history/production/trends.md"]
    assert "4 Jan 2025" not in "".join(found.values()), "every day is that of the zone"
    assert "UTC<" not in "".join(found.values())
    for name, text in plain.items():
        assert "EST" not in text, name
    assert "2025-01-02 19:00 EST" in found["history/production/data/moments.js"]
    assert project.ok("log") == said, "the terminal stays with UTC"


@pytest.mark.parametrize("zone", ["America/Toronto", "UTC"])
@pytest.mark.sampled(2)
def test_the_machine_has_no_say(project: Project, zone: str, tmp_path: Path) -> None:
    """The same bytes, whatever TZ says; in processes of their own, which read it at their start."""
    history(project, zone)
    seen, root = [], str(project.root)
    for here in ("Asia/Tokyo", "America/Los_Angeles", ""):
        shutil.rmtree(project.root / "docs", ignore_errors=True)
        subprocess.run(
            [sys.executable, "-c", "from chronicle.cli import main; main()", "-C", root, "pages"],
            env={**os.environ, "TZ": here, "XDG_CACHE_HOME": str(tmp_path / f"kept{len(seen)}")},
            check=True, capture_output=True,
        )  # fmt: skip
        seen.append(docs(project))
    assert len(seen[0]) > 10
    assert seen[0] == seen[1] == seen[2]


def test_pages_of_another_zone_are_made_anew(project: Project) -> None:
    """Though nothing else changed, and the last build is on the shelf."""
    history(project, "Asia/Tokyo")
    project.ok("pages")
    configuration = (project.root / "chronicle.yml").read_text("utf-8")
    project.write("chronicle.yml", configuration.replace("Asia/Tokyo", "America/Toronto"))
    project.ok("pages")
    again = docs(project)
    shutil.rmtree(project.root / "docs")
    project.ok("pages")
    assert again == docs(project)
    assert "JST" not in "".join(again.values())
    assert "EST" in again["history/production/reports/2025-01-02t000000z.md"]


@pytest.mark.parametrize(
    ("zone", "hint"),
    [
        ("America/Torronto", "Did you mean `America/Toronto`?"),
        ("toronto", "Did you mean `America/Toronto`?"),
        ("America", "IANA name such as `America/Toronto`"),
        ("../etc/passwd", "is no time zone"),
        ("EDT", "is no time zone"),
    ],
)
def test_a_zone_that_is_not_known_is_an_error(project: Project, zone: str, hint: str) -> None:
    history(project, zone)
    told = project.run("pages")
    assert told.code == 2
    assert told.err.startswith("chronicle: chronicle.yml: site.timezone: ")
    assert hint in told.err
    assert project.run("log").code == 0, "only pages need it"


def test_a_machine_without_zones_says_what_to_do(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    import zoneinfo

    def none(name: str) -> ZoneInfo:
        raise zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(zoneinfo, "ZoneInfo", none)
    monkeypatch.setattr(zoneinfo, "available_timezones", set)
    history(project, "America/Toronto")
    told = project.run("pages")
    assert told.code == 2
    assert "tzdata" in told.err
    history(project, "UTC")
    project.ok("pages")
