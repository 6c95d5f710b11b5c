"""Keys, file names and canonical JSON hold for any name there is."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from snapshot import model
from snapshot.codec import decode, digest, key_of, readable, segment, text_of
from snapshot.errors import BrokenFile
from tests.made import table

NAMES = st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), min_size=1,
                max_size=63)  # fmt: skip


@given(NAMES)
@example("User")
@example("con")
@example("..")
@example("a/b")
@example("é" * 63)
def test_a_segment_is_safe_on_every_file_system(name: str) -> None:
    made = segment(name)
    assert re.fullmatch(r"[a-z0-9_%.-]+", made)
    assert made not in (".", "..")
    assert not re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)", made)
    assert len(made) <= 170
    assert made == segment(name)


@given(NAMES, NAMES)
@example("User", "user")
@example("a%41", "aA")
@example("é" * 60 + "a", "é" * 60 + "b")
def test_two_names_have_two_segments(one: str, other: str) -> None:
    assert (segment(one) == segment(other)) == (one == other)


@given(NAMES.filter(lambda name: "/" not in name and len(name.encode()) < 50))
def test_a_segment_can_be_read(name: str) -> None:
    assert readable(segment(name)) == name


@given(NAMES, NAMES, st.none() | st.text())
def test_any_table_goes_through_a_file_and_back(
    name: str, column: str, comment: str | None
) -> None:
    made = msgspec.structs.replace(table(name, **{column: "text"}), comment=comment)
    text = text_of(made)
    assert decode(text.encode("utf-8", "surrogatepass"), model.any_object(), "x") == made
    assert text.count("\n") == 9 + (comment is not None), "one line per field and column"
    assert key_of(made) == f"public/tables/{segment(name)}"


@given(st.permutations(["id", "email", "name"]))
def test_a_digest_does_not_follow_the_order_of_maps(names: list[str]) -> None:
    assert digest(dict.fromkeys(names, 1)) == digest(dict.fromkeys(sorted(names), 1))
    ordered = digest(table("t", **dict.fromkeys(names, "text")))
    same = names == sorted(names)
    assert (ordered == digest(table("t", **dict.fromkeys(sorted(names), "text")))) == same


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"kind": "tabel", "name": "x"}', '{"kind": "table", "name": "x"}',
     '{"kind": "table", "name": 1, "schema": "s", "owner": "o"}', b"\xff".decode("latin-1"),
     '{"kind": "table", "name": "x", "schema": "s", "owner": "o", "colums": []}'],
)  # fmt: skip
def test_what_is_not_exactly_so_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(BrokenFile, match=r"some/file\.json: "):
        decode(text.encode("latin-1"), model.any_object(), "some/file.json")


def test_defaults_are_left_out_and_come_back() -> None:
    text = text_of(table("users", id="integer"))
    assert "nullable" not in text
    found = decode(text.encode(), model.any_object(), "x")
    assert found.columns[0].nullable is True
