"""The example: every planted incident is found, nothing else; its records are what they were."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.render import render
from generator.site import open_book, pages
from snapshot.store import Store
from tests.conftest import REPOSITORY, Project

DEPLOYS = sorted((REPOSITORY / "examples/koveo/deploys").iterdir())


def deploy(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((folder / "deploy.yml").read_text("utf-8"))
    return found


def open_at(folder: Path) -> dict[str, set[str]]:
    """Incident → objects, of those that are open after a deploy."""
    found: dict[str, set[str]] = {}
    for earlier in DEPLOYS:
        for incident in deploy(earlier).get("incidents", []):
            if incident.get("opened"):
                found[incident["id"]] = set(incident["objects"])
            elif incident.get("resolved"):
                del found[incident["id"]]
            elif "objects" in incident:
                found[incident["id"]] = set(incident["objects"])
        if earlier == folder:
            break
    return found


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
    named = {finding["object"] for finding in found["findings"]}
    incidents = open_at(folder)
    assert named == set().union(*incidents.values())
    assert code == (1 if incidents else 0)
    for incident, objects in incidents.items():
        assert objects <= named, incident


def test_the_incidents_are_of_many_kinds() -> None:
    kinds = {
        i["kind"] for folder in DEPLOYS for i in deploy(folder).get("incidents", []) if "kind" in i
    }
    assert len(kinds) >= 6
    assert len([f for f in DEPLOYS if open_at(f)]) >= 6
    assert not open_at(DEPLOYS[-1]), "everything is resolved in the end"


def test_the_expectation_of_today_is_that_of_the_last_deploy() -> None:
    code, found = check("koveo")
    assert (code, found["findings"]) == (0, [])


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
    assert apart.run("check").code == 0


DRIFTED = [folder for folder in DEPLOYS if open_at(folder)]


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
