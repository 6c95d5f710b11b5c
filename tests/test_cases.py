"""Every case: two scripts, two snapshots of one database, and what must be said of them.

`old.sql` is run on an empty database, `new.sql` on top of it. `changes.json` is what `diff` must
find; `changes-15.json` stands beside it where PostgreSQL 15 says it in other words. A first line
`-- needs 18` in `old.sql` keeps a case away from older servers.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from generator.check import check
from generator.diff import diff
from generator.side import Side
from snapshot import adopting, expectation, model
from snapshot import sql as queries
from snapshot.catalog import Capture
from snapshot.codec import decode, key_of, state_digest, text_of
from tests.conftest import BINARIES, Servers, captured, run_sql

CASES = Path(__file__).parent / "cases"
_MADE_OF_TABLES = {"partition"}  # no rows of its own: `partitions.fold` makes it


def cases() -> list[Path]:
    return sorted(path.parent for path in CASES.glob("*/*/old.sql"))


def since(case: Path) -> int:
    """The oldest major that takes a case; 0 when every one does."""
    needs = re.match(r"-- needs (\d+)\n", (case / "old.sql").read_text("utf-8"))
    return int(needs[1]) if needs else 0


def majors(case: Path) -> list[str]:
    return [major for major in BINARIES if int(major) >= since(case)]


def side(found: Capture) -> Side:
    return Side(found.objects, found.identity, found.server, found.coverage, "test")


def golden(text: str, path: Path, update: bool) -> None:
    """Compare with the expected file, or write it."""
    if update:
        path.write_text(text, "utf-8")
    assert path.is_file(), f"{path} is missing: run `make golden` and read what it wrote"
    assert text == path.read_text("utf-8")


def expected(case: Path, major: str, text: str, update: bool) -> Path:
    """The file that holds for a major: its own one where there is one."""
    common, own = case / "changes.json", case / f"changes-{major}.json"
    if major == majors(case)[0]:
        return common
    if update:
        own.unlink(missing_ok=True)
        return common if text == common.read_text("utf-8") else own
    return own if own.is_file() else common


def told(old: Capture, new: Capture) -> str:
    """A difference as golden files show it: what is empty is left out."""
    found = diff(side(old), side(new))
    order = ("action", "kind", "object", "part", "field", "old", "new", "rule", "severity")

    def line(item: Any, fields: tuple[str, ...]) -> str:
        plain = msgspec.to_builtins(item)
        shown = {f: plain[f] for f in fields if plain[f] not in ("", None)}
        if brought := [each.rule for each in getattr(item, "consequences", ())]:
            shown["with it"] = brought
        return json.dumps(shown, ensure_ascii=False)

    parts = []
    for name, items, fields in (
        ("changes", found.changes, order),
        ("folds", found.folds, ("object", "part", "field", "old", "new", "rule")),
    ):
        rows = ",\n".join(f"    {line(item, fields)}" for item in items)
        parts.append(f'  "{name}": [\n{rows}\n  ]' if rows else f'  "{name}": []')
    assert found.not_compared == {}
    return "{\n" + ",\n".join(parts) + "\n}\n"


def files(found: Capture) -> str:
    return "".join(f"{key}\n{text_of(thing)}" for key, thing in found.objects.items())


def check_round_trip(found: Capture) -> None:
    """Text → object → text; and the key is that of the object."""
    for key, thing in found.objects.items():
        text = text_of(thing)
        again = decode(text.encode(), model.any_object(), key)
        assert again == thing
        assert text_of(again) == text
        assert key_of(again) == key


def check_expectation(old: Capture, new: Capture, path: Path) -> None:
    """Stated in full, the new state is in sync with itself, and the old one is not."""
    things = [thing for key, thing in new.objects.items() if not key.startswith("databases/")]
    path.write_text(adopting.text_of_domain("all", things, "full"), "utf-8")
    asserted = expectation.load_files([path])
    found = check(asserted, side(new))
    assert (found.verdict, found.findings, found.folds) == ("in sync", (), ())
    keys = {*old.objects, *new.objects}
    differing = {key for key in keys if old.objects.get(key) != new.objects.get(key)}
    gone = {key for key in old.objects if key not in new.objects and _unlisted(asserted, key)}
    was = check(asserted, side(old))
    named = {finding.object for finding in was.findings}
    named |= {fold.object for fold in was.folds}
    assert named == {k for k in differing if k in new.objects or k in gone} - _databases(new)


def _unlisted(asserted: dict[str, Any], key: str) -> bool:
    scopes = {scope for a in asserted.values() for scope in a.unlisted}
    return key.rpartition("/")[0] in scopes


def _databases(found: Capture) -> set[str]:
    return {key for key in found.objects if key.startswith("databases/")}


@pytest.mark.parametrize(
    ("case", "major"),
    [
        pytest.param(
            case,
            major,
            id=f"{case.parent.name}/{case.name}-{major}",
            marks=pytest.mark.slow if major != majors(case)[-1] and number % 4 else (),
        )
        for number, case in enumerate(cases())
        for major in majors(case)
    ],
)
def test_case(
    case: Path, major: str, servers: Servers, update_golden: bool, tmp_path: Path
) -> None:
    server = servers.get(major)
    with server.database("chronicle_case") as url:
        run_sql(url, (case / "old.sql").read_text("utf-8"))
        old = captured(url)
        run_sql(url, (case / "new.sql").read_text("utf-8"))
        new, again = captured(url), captured(url)
    assert files(new) == files(again)
    assert state_digest(new.objects) == state_digest(again.objects)
    assert new.identity == again.identity
    for found in (old, new):
        check_round_trip(found)
        overlooked = {w for w in found.coverage.not_captured if w.startswith("pg_")}
        assert not overlooked, "the server knows more than was read"
        nothing = diff(side(found), side(found))
        assert (nothing.changes, nothing.folds) == ((), ())
    check_expectation(old, new, tmp_path / "expected.yml")
    golden(told(old, new), expected(case, major, told(old, new), update_golden), update_golden)


def _kinds() -> list[str]:
    return [model.kind_name(cls) for cls in model.kinds().values()] + list(model.parts())


@pytest.mark.parametrize("kind", _kinds())
def test_every_kind_has_a_case(kind: str) -> None:
    assert list((CASES / kind).glob("*/changes.json")), f"no case in tests/cases/{kind}/"


@pytest.mark.parametrize("kind", _kinds())
def test_every_kind_has_a_query(kind: str) -> None:
    assert kind in queries.kinds() or kind in _MADE_OF_TABLES


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_case_shows_a_change_of_its_kind(case: Path) -> None:
    found = json.loads((case / "changes.json").read_text("utf-8"))
    assert found["changes"]
    kinds = {change["kind"] for change in found["changes"]}
    for change in found["changes"]:  # the object and each part on the way count, too
        cls: type = model.kinds()[change["object"].split("/")[-2]]
        kinds.add(model.kind_name(cls))
        for field in change.get("part", "").split("/")[:1]:
            kinds |= {model.kind_name(part) for part in [model.children(cls).get(field)] if part}
    assert case.parent.name in kinds
