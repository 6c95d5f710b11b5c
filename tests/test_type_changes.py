"""The matrix of type changes is what the servers do: `--update-golden` measures it anew."""

from __future__ import annotations

import json

import psycopg
import pytest

from generator import typechanges
from tests.conftest import BINARIES, REPOSITORY, Servers, run_sql

_FILE = REPOSITORY / "generator/type_changes.json"
_TYPES = (
    "smallint", "integer", "bigint", "numeric", "numeric(10,2)", "numeric(12,2)", "numeric(12,4)",
    "numeric(10,4)", "real", "double precision", "money", "character varying(10)",
    "character varying(20)", "character varying", "text", "citext", "character(10)",
    "character(20)", "bytea", "uuid",
    "boolean", "date", "timestamp(3) without time zone", "timestamp(6) without time zone",
    "timestamp without time zone", "timestamp(3) with time zone", "timestamp(6) with time zone",
    "timestamp with time zone", "time(3) without time zone", "time(6) without time zone",
    "time without time zone", "time with time zone", "interval", "json", "jsonb", "xml", "inet",
    "cidr", "macaddr", "bit(8)", "bit(16)", "bit varying(8)", "bit varying(16)", "bit varying",
    "oid", "tsvector", "int4range", "point", "integer[]", "bigint[]", "text[]",
    "character varying(10)[]", "character varying(20)[]", "character varying[]", "an enum",
    "another enum", "a domain of text", "a domain of text with a check", "a domain of integer",
)  # fmt: skip
_LONG, _MOMENT = "x" * 30, "2020-02-29 12:34:56"
_PROBES: dict[str, tuple[str, ...]] = {  # values that a type must keep to be as wide: its edges
    "smallint": ("-32768", "32767"), "integer": ("-2147483648", "2147483647"),
    "bigint": ("-9223372036854775808", "9223372036854775807"),
    "numeric": ("12345678901234567890123.4567891", "-0.0000001", "NaN"),
    "numeric(10,2)": ("-99999999.99", "0.01"), "numeric(12,2)": ("-9999999999.99", "0.01"),
    "numeric(12,4)": ("-99999999.9999", "0.0001"), "numeric(10,4)": ("-999999.9999", "0.0001"),
    "real": ("0.1", "-3e38"), "double precision": ("0.1", "-1e300"),
    "character varying(10)": ("", "a ", "x" * 10), "character varying(20)": ("", "a ", "x" * 20),
    "character varying": ("", "a ", _LONG), "text": ("", "a ", _LONG), "citext": ("", "A ", _LONG),
    "character(10)": ("a", "x" * 10), "character(20)": ("a", "x" * 20),
    "date": ("2020-02-29", "0044-03-15 BC", "infinity"),
    **{f"{name}({digits}) {zone} time zone": (f"{day}12:34:56.{'789123'[:digits]}",)
       for digits in (3, 6)
       for name, zone, day in (("timestamp", "without", "2020-02-29 "),
                               ("timestamp", "with", "2020-02-29 "), ("time", "without", ""))},
    "timestamp without time zone": (f"{_MOMENT}.789123", "infinity"),
    "timestamp with time zone": (f"{_MOMENT}.789123", "infinity"),
    "time without time zone": ("12:34:56.789123",), "time with time zone": ("12:34:56.789123+03",),
    "inet": ("10.0.0.1", "10.0.0.1/8"), "cidr": ("10.0.0.0/8",),
    "bit(8)": ("10110001",), "bit(16)": ("1011000110110001",), "bit varying(8)": ("10110001", "1"),
    "bit varying(16)": ("1011000110110001", "1"), "bit varying": ("1" * 30, ""),
    "integer[]": ("{-2147483648,2147483647,NULL}",), "bigint[]": ("{9223372036854775807}",),
    "text[]": (f"{{{_LONG}}}", "{}"), "character varying[]": (f"{{{_LONG}}}", "{}"),
    "character varying(10)[]": ("{xxxxxxxxxx}", "{}"),
    "character varying(20)[]": ("{xxxxxxxxxxxxxxxxxxxx}", "{}"),
    "a domain of text": ("", "a ", _LONG), "a domain of text with a check": ("a ", _LONG),
    "a domain of integer": ("-2147483648", "2147483647"),
}  # fmt: skip
_MADE = """
CREATE EXTENSION citext;
CREATE TYPE "an enum" AS ENUM ('a');
CREATE TYPE "another enum" AS ENUM ('a');
CREATE DOMAIN "a domain of text" AS text;
CREATE DOMAIN "a domain of text with a check" AS text CHECK (value <> '');
CREATE DOMAIN "a domain of integer" AS integer;
"""


def _named(name: str) -> str:
    return f'"{name}"' if name.startswith(("a ", "an ")) or name == "another enum" else name


def _state(c: psycopg.Connection) -> tuple[int, int | None, int]:
    """The files of the table and of its index, and how often the table was read."""
    row = c.execute(
        "SELECT t.relfilenode, (SELECT i.relfilenode FROM pg_class AS i WHERE i.relname = 'i'),"
        " (SELECT s.seq_scan FROM pg_stat_xact_user_tables AS s WHERE s.relid = t.oid)"
        " FROM pg_class AS t WHERE t.relname = 't'"
    ).fetchone()
    assert row is not None
    return row


def _tried(c: psycopg.Connection, old: str, new: str, using: bool, index: bool) -> str | None:
    """The code of a change of type on this server; None when it refuses."""
    try:
        with c.transaction(force_rollback=True):
            c.execute(f"CREATE TABLE t (v {_named(old)})".encode())
            if index:
                c.execute("CREATE INDEX i ON t (v)")
            was = _state(c)
            cast = f" USING v::{_named(new)}" if using else ""
            c.execute(f"ALTER TABLE t ALTER v TYPE {_named(new)}{cast}".encode())
            now = _state(c)
    except psycopg.Error:
        return None
    if was[0] != now[0]:
        return "r"
    return "i" if was[1] != now[1] else "s" if was[2] != now[2] else "."


def _code(c: psycopg.Connection, old: str, new: str) -> str:
    if old == new:
        return "="
    c.execute("SET timezone = 'Europe/Paris'")
    using = ""
    found = _tried(c, old, new, False, False)
    if found is None:
        using, found = "u", _tried(c, old, new, True, False)
    if found is None:
        return "x"
    if found == "r":
        c.execute("SET timezone = 'UTC'")
        return using + ("r" if _tried(c, old, new, bool(using), False) == "r" else "z")
    rebuilt = _tried(c, old, new, bool(using), True) == "i"
    return using + ("i" if rebuilt and found == "." else found)


def _sort(c: psycopg.Connection, name: str) -> tuple[int, bool] | None:
    """The family that an index sorts a type, or its elements, by; and whether they are numbers."""
    one = name.removesuffix("[]")
    try:
        with c.transaction(force_rollback=True):
            c.execute(f"CREATE TABLE t (v {_named(one)}); CREATE INDEX i ON t (v)".encode())
            return c.execute(
                "SELECT o.opcfamily, (SELECT typcategory = 'N' FROM pg_type WHERE oid = opcintype)"
                " FROM pg_index AS x JOIN pg_opclass AS o ON o.oid = x.indclass[0]"
                " WHERE x.indexrelid = 'i'::regclass"
            ).fetchone()
    except psycopg.Error:
        return None


def _width(c: psycopg.Connection, old: str, new: str, code: str) -> str:
    """Whether the edges of one type are in another of the same sort; nothing for other sorts."""
    sort = _sort(c, old)
    if code[-1] in "=xz" or sort is None or sort != _sort(c, new):
        return ""
    if old.endswith("[]") != new.endswith("[]"):
        return ""
    was, now = _named(old), _named(new)
    signs = set()
    for probe in _PROBES[old]:
        value = f"'{probe}'::{was}"
        try:
            query = f"SELECT {value}::{now}::{was} = {value}, {value}::{now}::text = {value}::text"
            kept, alike = c.execute(query.encode()).fetchone()  # type: ignore[misc]
        except psycopg.Error:
            kept = alike = False
        signs.add("<" if not kept else ">" if alike or sort[1] else "")
    return "<" if "<" in signs else "" if "" in signs else ">"


def _measure(url: str) -> dict[str, list[str]]:
    run_sql(url, _MADE)
    with psycopg.connect(url, autocommit=True) as c:
        return {
            old: [(code := _code(c, old, new)) + _width(c, old, new, code) for new in _TYPES]
            for old in _TYPES
        }


@pytest.mark.slow
@pytest.mark.parametrize("major", list(BINARIES))
def test_the_matrix_is_what_the_server_does(
    major: str, servers: Servers, update_golden: bool
) -> None:
    with servers.get(major).database() as url:
        found = _measure(url)
    if update_golden:
        _write(major, found)
    known = typechanges.measured()
    assert known.types == _TYPES
    rows = {old: row.split() for old, row in known.rows.items()}
    assert known.older.get(major, {}) == _other(rows, found)


def _other(rows: dict[str, list[str]], found: dict[str, list[str]]) -> dict[str, str]:
    """Where a server does otherwise than the newest one."""
    return {
        f"{old} → {new}": code
        for old, codes in found.items()
        for new, usual, code in zip(_TYPES, rows[old], codes, strict=True)
        if code != usual
    }


def _write(major: str, found: dict[str, list[str]]) -> None:
    """The newest major comes first in BINARIES, and fills the matrix."""
    older: dict[str, dict[str, str]] = {}
    rows = found
    if major != next(iter(BINARIES)):
        known = typechanges.measured()
        rows = {old: row.split() for old, row in known.rows.items()}
        older = {**known.older, major: _other(rows, found)}
    told = {old: " ".join(codes) for old, codes in rows.items()}
    text = json.dumps({"types": _TYPES, "rows": told, "older": older}, indent=1, ensure_ascii=False)
    _FILE.write_text(text + "\n", "utf-8")
    typechanges.measured.cache_clear()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("character varying(40)", "character varying(80)", "."),
        ("character varying(80)", "character varying(40)", "r"),
        ("character varying(80)", "text", "."),
        ("numeric(8,2)", "numeric(9,2)", "."),
        ("numeric(8,2)", "numeric(9,3)", "r"),
        ("integer", "bigint", "r"),
        ("timestamp without time zone", "timestamp with time zone", "z"),
        ("text", "public.citext", "i"),
        ("text", "public.own", None),
        ("bigint", "uuid", "x"),
    ],
)
def test_a_type_stands_for_those_of_its_sort(old: str, new: str, code: str | None) -> None:
    told = typechanges.of(old, new)
    assert (told.code if told else None) == code


def test_every_code_is_explained() -> None:
    codes = [code for row in typechanges.measured().rows.values() for code in row.split()]
    assert {typechanges.read(code).code for code in codes} <= set(typechanges.CODES)
    assert {typechanges.read(code).width for code in codes} == {*typechanges.WIDTHS.values(), None}


@pytest.mark.parametrize(
    ("old", "new", "judged"),
    [
        ("character varying(50)", "character varying(60)", "wider"),
        ("character varying(50)", "text", "wider"),
        ("character varying", "text", "wider"),
        ("text", "character varying(50)", "narrower"),
        ("character varying(50)", "character varying(20)", "narrower"),
        ("character varying(50)", "character(60)", None),
        ("numeric(10,2)", "numeric(12,2)", "wider"),
        ("numeric(10,2)", "numeric(12,4)", "wider"),
        ("numeric(8,2)", "numeric(9,3)", "wider"),
        ("numeric(10,2)", "numeric(10,4)", "narrower"),
        ("numeric(8,2)", "numeric(8,3)", "narrower"),
        ("numeric(10,2)", "numeric(12,1)", "narrower"),
        ("numeric(10,2)", "numeric", "wider"),
        ("numeric", "numeric(10,2)", "narrower"),
        ("smallint", "bigint", "wider"),
        ("bigint", "integer", "narrower"),
        ("real", "double precision", "wider"),
        ("integer", "text", None),
        ("integer", "character varying(50)", None),
        ("integer", "numeric", None),
        ("integer[]", "bigint[]", "wider"),
        ("integer[]", "text[]", None),
        ("character varying(30)[]", "character varying(50)[]", "wider"),
        ("text", "public.citext", None),
        ("cidr", "inet", "wider"),
        ("inet", "cidr", "narrower"),
        ("date", "timestamp without time zone", None),
        ("timestamp without time zone", "date", "narrower"),
        ("timestamp without time zone", "timestamp with time zone", None),
        ("timestamp without time zone", "timestamp(6) without time zone", "wider"),
        ("timestamp without time zone", "timestamp(2) without time zone", "narrower"),
        ("timestamp(2) without time zone", "timestamp(4) without time zone", "wider"),
        ("public.own", "text", None),
    ],
)
def test_which_type_is_wider(old: str, new: str, judged: str | None) -> None:
    told = typechanges.of(old, new)
    assert (told.width if told else None) == judged
