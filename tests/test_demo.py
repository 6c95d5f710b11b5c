"""The example: every planted incident is found, nothing else; its records are what they were."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from chronicle.demo import DURING, _files
from generator.book import open_book
from generator.render import render
from generator.site import pages
from snapshot.codec import readable
from snapshot.store import Store
from tests.conftest import REPOSITORY, Project

DEPLOYS = sorted((REPOSITORY / "examples/koveo/deploys").iterdir())


def deploy(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((folder / "deploy.yml").read_text("utf-8"))
    return found


def incidents_at(folder: Path) -> dict[str, dict[str, Any]]:
    """Incident → what its latest deploy says of it, of those that are not resolved by a deploy."""
    found: dict[str, dict[str, Any]] = {}
    for earlier in DEPLOYS:
        for incident in deploy(earlier).get("incidents", []):
            if incident.get("resolved"):
                del found[incident["id"]]
            else:
                found[incident["id"]] = incident
        if earlier == folder:
            break
    return found


def accepted(incident: dict[str, Any], folder: Path) -> bool:
    """Whether the story says that it is waived on the day of a deploy."""
    return bool(incident.get("waived_until", "") >= deploy(folder)["at"][:10])


def open_at(folder: Path) -> dict[str, set[str]]:
    """Incident → objects, of those that are open after a deploy, and not accepted."""
    found = incidents_at(folder)
    return {i: set(told["objects"]) for i, told in found.items() if not accepted(told, folder)}


def waived_at(folder: Path) -> set[str]:
    """The objects of the incidents that are accepted at a deploy."""
    told = incidents_at(folder).values()
    return {key for each in told if accepted(each, folder) for key in each["objects"]}


class Koveo(Project):
    """The repository itself, of which nothing is written here."""

    def __init__(self) -> None:
        self.root = REPOSITORY

    @property
    def store(self) -> Store:
        return Store(REPOSITORY / "snapshots" / "koveo")


def check(ref: str) -> tuple[int, dict[str, Any]]:
    result = Koveo().run("check", ref, "--format", "json")
    assert result.err == ""
    return result.code, json.loads(result.out)


def test_validation_day_is_in_sync() -> None:
    code, found = check("koveo@2025-09-06")
    numbers = found["summary"]
    assert (code, found["verdict"], found["findings"]) == (0, "in sync", [])
    assert {k: v for k, v in numbers.items() if k.startswith(("tables", "columns"))} == {
        "tables_expected": 44, "tables_found": 44, "tables_missing": 0, "tables_unexpected": 0,
        "columns_expected": 592, "columns_found": 592,
        "columns_counted": 592,
    }  # fmt: skip


@pytest.mark.parametrize("folder", DEPLOYS, ids=[folder.name for folder in DEPLOYS])
def test_each_deploy_shows_its_open_incidents_and_nothing_else(folder: Path) -> None:
    code, found = check(f"koveo@{deploy(folder)['at']}")
    named = {readable(finding["object"]) for finding in found["findings"]}
    incidents = open_at(folder)
    assert named == set().union(*incidents.values())
    assert {readable(finding["object"]) for finding in found["waived"]} == waived_at(folder)
    assert code == (1 if incidents else 0)
    for incident, objects in incidents.items():
        assert objects <= named, incident


def test_the_incidents_are_of_many_kinds() -> None:
    kinds = {
        i["kind"] for folder in DEPLOYS for i in deploy(folder).get("incidents", []) if "kind" in i
    }
    assert len(kinds) >= 20
    assert len(DEPLOYS) >= 20
    drifted = [len(open_at(folder)) for folder in DEPLOYS]
    assert drifted.count(0) >= 4 and max(drifted) >= 10, "days in step, and one with much open"
    assert {deploy(folder)["at"][:7] for folder in DEPLOYS} >= {"2025-06", "2026-06"}


def test_the_expectation_of_today_is_that_of_the_last_deploy() -> None:
    """File by file; and so the latest snapshot is judged today as it was on its day."""
    files = {path.name: path.read_bytes() for path in _files(DEPLOYS[0].parent, None)}
    assert {p.name: p.read_bytes() for p in (REPOSITORY / "expected").iterdir()} == files
    then, now = check(f"koveo@{deploy(DEPLOYS[-1])['at']}")[1], check("koveo")[1]
    marks = [{f["fingerprint"] for f in (*d["findings"], *d["waived"])} for d in (then, now)]
    assert marks[0] == marks[1]


def test_the_present_day_has_something_of_everything() -> None:
    """A few findings of every severity and of several ages; one waiver holds, one has ended."""
    last = DEPLOYS[-1]
    found = check(f"koveo@{deploy(last)['at']}")[1]
    severities = {finding["severity"] for finding in found["findings"]}
    assert severities == {"breaking", "risky", "safe", "cosmetic"}
    assert 3 <= len(found["findings"]) <= 6
    assert len({finding["age"]["days"] for finding in found["findings"]}) >= 3
    (waived,) = found["waived"]
    told = [i for i in incidents_at(last).values() if "waived_until" in i]
    assert waived["waiver"]["expires"] == max(incident["waived_until"] for incident in told)
    (expired,) = found["waivers_expired"]
    assert expired["waiver"]["expires"] == min(incident["waived_until"] for incident in told)
    assert found["waivers_unused"] == []


@pytest.mark.parametrize("folder", DEPLOYS, ids=[folder.name for folder in DEPLOYS])
def test_the_timeline_of_the_readme_has_these_numbers(folder: Path) -> None:
    text = (REPOSITORY / "examples/koveo/README.md").read_text("utf-8")
    told = deploy(folder)
    rows = [[cell.strip(" *") for cell in line.split("|")] for line in text.split("\n")]
    (row,) = (row for row in rows if row[1:2] == [told["at"][:10]])
    assert row[2] == told["label"].split(",")[0] or row[2] == told["label"]
    if _held(folder):
        assert row[4:6] == ["–", "–"]
        return
    numbers = check(f"koveo@{told['at']}")[1]["summary"]
    assert row[4:6] == [str(numbers["tables_found"]), str(numbers["columns_found"])]
    assert (row[6] == "none") == (not open_at(folder) and not waived_at(folder))


def test_one_snapshot_is_a_gap() -> None:
    """Its record says why, and has no state; what stood before it stands after it."""
    failed = [e for e in Koveo().store.history.entries if e.header.failed]
    assert [e.header.at for e in failed] == [deploy(f)["at"] for f in DEPLOYS if _held(f)]
    assert "no lock within" in (failed[0].header.failure or "")
    assert len(failed) == 1


def _held(folder: Path) -> bool:
    return (folder / DURING).exists()


def test_the_records_are_whole() -> None:
    out = Koveo().ok("verify", "koveo")
    assert f"koveo: {len(DEPLOYS)} records" in out
    assert "whole" in out


def test_a_renamed_column_is_one_change() -> None:
    result = Koveo().run("diff", "koveo@2025-10-14", "koveo@2025-10-15", "--format", "json")
    renamed = [c for c in json.loads(result.out)["changes"] if c["action"] == "renamed"]
    assert {c["kind"] for c in renamed} >= {"table", "column"}


def test_the_demo_takes_every_snapshot_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real run on a real server; building the site is another test's."""
    from chronicle import publish

    monkeypatch.setattr(publish, "site", lambda *_: 0)
    before = _status()
    out = Koveo().ok("demo")
    assert "proven by its state digest" in out
    assert re.search(r"^demo: remedies of all findings: \d+ proven$", out, re.MULTILINE)
    for folder in DEPLOYS:
        assert deploy(folder)["at"][:10] in out
    assert _status() == before


def _status() -> str:
    return subprocess.run(
        ["git", "status", "--porcelain", "snapshots", "expected"],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


@pytest.mark.slow
def test_the_demo_keeps_away_from_a_configuration_of_somebodys_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the handbook's recipe for one's own database nothing of it is touched."""
    from chronicle import publish

    built: list[Path] = []

    def site(project: Project, _: object) -> int:
        built.append(project.root)
        return 0

    monkeypatch.setattr(publish, "site", site)
    project = Project(tmp_path)
    for name in ("docs", "overrides", "examples"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    shutil.copy(REPOSITORY / "mkdocs.yml", tmp_path)
    before = project.files()
    out = project.ok("demo")
    assert "has no `koveo`: all of this goes to build/demo/" in out
    assert built == [tmp_path / "build/demo"]
    after = project.files()
    assert {k: v for k, v in after.items() if not k.startswith("build/")} == before
    apart = Project.__new__(Project)
    apart.root = tmp_path / "build/demo"
    assert f"koveo: {len(DEPLOYS)} records" in apart.ok("verify")
    assert {p.name for p in (apart.root / "expected").iterdir()} >= {"core.yml", "waivers.yml"}
    found = json.loads(apart.run("check", "--format", "json").out)
    assert {readable(finding["object"]) for finding in found["findings"]} >= set().union(
        *open_at(DEPLOYS[-1]).values()
    )


DRIFTED = [folder for folder in DEPLOYS if open_at(folder) and not _held(folder)]


@pytest.fixture(scope="module")
def reports() -> dict[str, str]:
    """Moment of a deploy → its report as Markdown."""
    book = open_book(Koveo().store, "koveo")
    return {
        page.data["moment"].header.at: render(page)
        for page in pages("Koveo", [book])
        if page.template == "report.md.j2"
    }


@pytest.mark.parametrize("folder", DRIFTED, ids=lambda folder: folder.name)
def test_a_drifted_deploy_is_told_whole(folder: Path, reports: dict[str, str]) -> None:
    """In terminal, JSON and page: sentence, severity, hazards, dependents, ways out, proof, age."""
    at = deploy(folder)["at"]
    findings = check(f"koveo@{at}")[1]["findings"]
    text = Koveo().run("check", f"koveo@{at}").out
    assert findings
    for finding in findings:
        mark = f"{finding['rule']} {finding['fingerprint']}"
        head = next(line for line in text.split("\n") if mark in line)
        block = text.split(head)[1].split("\n  ! ")[0].split("\n  + ")[0].split("\n  ✗ ")[0]
        proof = finding["remedy"]["proof"]
        assert finding["reason"] and finding["sentence"] in head
        assert f"since {finding['age']['since'][:10]}" in head
        assert finding["severity"] in head
        assert proof["outcome"] == "proven" and f"proven on PostgreSQL {proof['scratch']}" in block
        assert finding["adoption"]["at"] in block
        assert finding["dependents"] is not None, "the example's records know them"
        for dependent in finding["dependents"][:3]:
            assert dependent["name"] in block
        for hazard in finding["hazards"]:
            assert hazard["kind"] in block
        for line in "".join(finding["remedy"]["sql"][:3]).rstrip().split("\n"):
            assert line in block and line in reports[at]
        for word in (finding["severity"], "sc-proven", finding["adoption"]["at"].split(".")[-1]):
            assert word in reports[at]
