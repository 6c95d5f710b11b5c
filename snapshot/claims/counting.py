"""Numbers of things in a text: `31 expected tables`, `Missing tables: 0`, what each is of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from snapshot import model
from snapshot.claims import phrases
from snapshot.claims.phrases import Role

# Words that leave the meaning of a number as it is.
_PLAIN = phrases.words("""
    a all also an and are as at by code column columns count currently database environment exactly
    from has have here holds in is it its just list listed main name names now number of on only our
    plus public schema schemas sql status table tables the there these this to we were
    with alle am auf aus das datenbank der die es gibt hat im ist sind spalten tabelle tabellen und
    vom von zahl zu base bases dans de des données du en il la le les nombre sont sur toutes y
""")
_OTHER_NOUNS = {
    "domain": "domain", "domains": "domain", "domäne": "domain", "domänen": "domain",
    "domaine": "domain", "domaines": "domain", "tabelle": "table", "tabellen": "table",
    "spalte": "column", "spalten": "column", "colonne": "column", "colonnes": "column",
    "col": "column", "cols": "column", "fk": "foreign_key", "fks": "foreign_key",
    "files": "file", "issues": "issue",
    "problems": "issue", "errors": "issue", "differences": "issue", "probleme": "issue",
    "abweichungen": "issue", "problèmes": "issue", "écarts": "issue",
}  # fmt: skip
_NUMBER = (
    r"(?<![\w.,:/$~≈<>≤≥-])(\d{1,3}(?:[.,’'\u00a0\u202f]\d{3})+|\d{1,9})(?![\w%:/]|[.,-]\d|\s*%)"
)
_ALONE = r"(\d{1,3}(?:[.,’'\u00a0\u202f]\d{3})+|\d{1,9})(?:\s*(?:/|of|out of|von|sur)\s*\d+)?"
_PART = re.compile(r"\b(?:domain|domäne|domaine|modul\w*|area|bereich|section)\b", re.I)
_MORE = re.compile(r"(?:and|plus|also|und|sowie|et)\b", re.I)  # what goes on is no total
_PER = re.compile(r"\b(?:per|each|every|their|counts?|je|pro|jeder?|ihre|par|leurs)\b", re.I)
_SHARE = r"(\d{1,3}(?:[.,]\d{1,3})?)\s*%"
_NONE = r"none|nothing|keine?|aucune?s?"


SEVERAL = "several"  # a sum of things of more than one kind


class Counted(msgspec.Struct, frozen=True):
    """A number in a text, what it is of, and what it was taken to mean."""

    number: int
    noun: str  # a kind of the model, `domain`, `file`, `issue`, SEVERAL; "": none is said
    role: Role
    about: str = ""  # the words that are not understood
    percent: str = ""


@cache
def _nouns() -> dict[str, str]:
    """Word → kind: whatever the model has, in singular and plural."""
    kinds = [*(model.kind_name(cls) for cls in model.kinds().values()), *model.parts()]
    found = dict(_OTHER_NOUNS)
    for kind in kinds:
        word = kind.replace("_", " ")
        plural = word[:-1] + "ies" if re.search(r"[^aeiou]y$", word) else (
            word + ("es" if word.endswith(("x", "s")) else "s")
        )  # fmt: skip
        found |= {word: kind, plural: kind}
    return found


@cache
def _noun() -> str:
    return "|".join(sorted(map(re.escape, _nouns()), key=len, reverse=True))


def _noun_of(label: str) -> str:
    """What a label counts: the last noun before what it is of; "" when there is none.

    Nearly anything is in a database and of a schema, so these two only count when alone.
    """
    for part in (re.split(r"\b(?:of|in|from|per|with|von|aus|de|dans)\b", label)[0], label):
        words = re.findall(rf"\b(?:{_noun()})(?![\w-])", part, re.I)
        kinds = [_nouns()[word.lower()] for word in words]
        told = [kind for kind in kinds if kind not in ("schema", "database")]
        if len({*told}) > 1 and re.search(r"[+/&,]|\b(?:and|or|und|oder|et|ou)\b", part, re.I):
            return SEVERAL
        if told:
            return told[-1]
    return kinds[-1] if kinds else ""


@cache
def _counting() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """`31 expected tables`; as a whole, `Label: 31 tables (100 %)`, and `Label (31):`."""
    noun = _noun()
    return (
        re.compile(
            rf"{_NUMBER}\s+((?:[^\W\d][\w/-]*\s+){{0,4}}?)({noun})"
            rf"(?:\s+({noun}))?(?![\w-])", re.I,
        ),
        re.compile(
            rf"([^:]{{1,80}}):\s*(?:{_ALONE}|({_NONE})\b(?:\s+\w+)?)(?:\s+({noun}))?"
            rf"(?:\s*\(\s*{_SHARE}[^)]*\))?[\s.!]*", re.I,
        ),
        re.compile(rf"([^:()]{{1,80}}?)\s*\(\s*{_NUMBER}\s*\)\s*:?", re.I),
    )  # fmt: skip


def _without(label: str, kind: str) -> str:
    """A label without the words for what it counts."""
    words = [re.escape(word) for word, told in _nouns().items() if told == kind]
    return re.sub(rf"\b(?:{'|'.join(words)})\b", " ", label, flags=re.I) if words else label


def is_number_of(label: str, kind: str) -> bool:
    """Whether a column's title says how many of a kind there are, and nothing besides."""
    return _noun_of(label) == kind and _meaning(_without(label, kind))[0] != "other"


def _meaning(text: str) -> tuple[Role, str]:
    """(role, the words that are not understood) of the words around a number."""
    role = phrases.role_of(text)
    rest = text
    for pattern in phrases.ROLES.values():
        rest = pattern.sub(" ", rest)
    left = [word for word in re.findall(r"[^\W\d]+", rest) if word.lower() not in _PLAIN]
    return ("other", " ".join(left)) if left else (role, "")


def counted(text: str) -> Iterator[Counted]:
    """Every number of things that a text says."""
    sentence, labelled, headed = _counting()
    plain = phrases.bare(text)
    whole = labelled.fullmatch(plain) or headed.fullmatch(plain)
    if whole:
        label = whole[1]
        number, none, noun, percent = (*whole.groups()[1:], None, None, None)[:4]
        kind = _nouns()[noun.lower()] if noun else _noun_of(label)
        role, about = _meaning(_without(label, kind))
        if kind or (none is None and role not in ("", "other")):
            yield Counted(_whole(number or "0"), kind, role, about, percent or "")
        return
    hits = list(sentence.finditer(plain))
    for at, hit in enumerate(hits):
        begin = hits[at - 1].end() if at else 0
        end = hits[at + 1].start() if at + 1 < len(hits) else len(plain)
        before = re.split(r"[,.;()—–]", plain[begin : hit.start()])[-1]
        after = re.split(r"[,.;:()—–]", plain[hit.end() : end])[0]
        before = before or (plain[begin : hit.start()].rstrip(" (") if not at else "")
        role = phrases.role_of(hit[2])
        about = ""
        if not role or _PART.search(f"{before} {after}"):
            role, about = _meaning(f"{before} {hit[2]} {after}")
        if not role and _MORE.match(plain):
            role, about = "other", "and"
        kind = _nouns()[(hit[4] or hit[3]).lower()]
        if "domain" in hit[2].lower() and kind == "file":
            kind, role, about = "domain", "", ""
        yield Counted(_whole(hit[1]), kind, role, about)


def of_table(text: str, *, plainly: bool) -> tuple[str, list[Counted]] | None:
    """(name, numbers) of a text about one table; None when it is about more, or has no number.

    A number of columns has no role when it is of all that the table has; whatever else is counted
    is not understood.
    """
    named = phrases.named(text, plainly=plainly)
    if named is None:
        return None
    name, rest = named
    if name.lower() in _PLAIN or name.lower() in _nouns():
        return None
    found = list(counted(rest))
    if not found or any(each.noun in ("table", "domain", "file", SEVERAL) for each in found):
        return None
    role, _ = _meaning(_counting()[0].sub(" ", rest))
    columns = [each for each in found if each.noun == "column"]
    sure = role in ("", "found") and not re.search(r'[`"]', rest) and len(columns) == 1
    return name, [
        Counted(each.number, each.noun, "")
        if sure and each.noun == "column" and each.role in ("", "found")
        else Counted(each.number, each.noun, "other", name)
        for each in found
    ]


def of_some_columns(label: str) -> bool:
    """Whether a label speaks of columns, and not of all that a table has: `Columns added`."""
    if not re.search(r"\b(?:columns?|cols?|spalten?|colonnes?)\b", label, re.I):
        return False
    role, _ = _meaning(_PER.sub(" ", _without(label, "column")))
    return role not in ("", "found", "expected")


def _whole(number: str) -> int:
    return int(re.sub(r"\D", "", number))
