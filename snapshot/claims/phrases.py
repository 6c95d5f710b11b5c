"""The words of hand-written reports, in English, German and French: roles, names, ticks, dates.

Nothing here knows a particular report. What is not understood is told as such, so these lists only
ever decide how much can be checked, never that something is wrong.
"""

from __future__ import annotations

import datetime
import re
from typing import Literal

Role = Literal["expected", "found", "additional", "missing", "", "other"]
"""What a number or a list is of: "" for all there are; `other` for what is not understood."""

_ROLES: tuple[tuple[Role, str], ...] = (
    ("missing", r"missing|absent|not (?:found|present|in production)|fehl\w*"
                r"|nicht (?:gefunden|vorhanden)|manqu\w*"),
    ("additional", r"additional\w*|extra|unexpected|unlisted|surplus|not in (?:\w+ ){0,3}schema"
                   r"|zusätzlich\w*|unerwartet\w*|überzählig\w*|supplémentaire\w*"),
    ("expected", r"expect\w*|defined|erwart\w*|soll|attendu\w*|définie?s?"),
    ("found", r"found|present|exist\w*|actual\w*|production|live|total|gefunden\w*|vorhanden\w*"
              r"|produktion\w*|insgesamt|gesamt\w*|trouvé\w*|existante?s?|au total"),
)  # fmt: skip
ROLES = {role: re.compile(rf"\b(?:{words})\b", re.I) for role, words in _ROLES}
TICKED = re.compile(r"[✅✓✔☑🟢🎉]|\[[xX]\]")
_REFUSED = re.compile(r"[❌✗✘☒⛔🔴🚫]|\[ \]")
_SIGNS = re.compile(r"[✅✓✔☑🟢🎉❌✗✘☒⛔🔴🚫⚠\ufe0f]|\[[ xX]\]")


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_YES = words("yes y x true ok ja vorhanden oui present found synced")
_NO = words("no n false nein non missing fehlt absent manque none")
_FILE = re.compile(r"\.(?:sql|ya?ml|md|json|ts|js|py|rb|txt|toml)$", re.I)
_MISSING = re.compile(
    r"(?:(?:table|tabelle)\s+)?(?:is\s+|ist\s+|est\s+)?"
    r"(?:missing|absente?|not (?:found|present|there)|does not exist|fehlt|fehlend|manque"
    r"|manquante?|introuvable|nicht (?:gefunden|vorhanden)|not(?= in\b)|nicht(?= in\b))"
    r"(?:\s+(?:in|from|aus|dans|en|de)\s+(?:(?:the|der|la)\s+)?"
    r"(?:production|prod|produktion|database|db|datenbank|base))?", re.I,
)  # fmt: skip
_QUOTED = r'"(?:[^"\n]|""){1,127}"'
_SQL = re.compile(rf"({_QUOTED}|[\w$]+)(?:\.({_QUOTED}|[\w$]+))?")
_NAMED = re.compile(
    r"(?i:(?:the|die|la)\s+)?((?i:table|tabelle)\s+)?"
    rf"(?:`(?P<code>[^`\n]{{1,127}})`|(?P<sql>{_QUOTED}(?:\.{_QUOTED})?)"
    r"|(?P<bare>[a-z_][a-z0-9_$]*(?:\.[a-z_][a-z0-9_$]*)?))(?=$|[\s:(,–—-])"
)
_APART = re.compile(r"\s*[:(]|\s+[–—-]\s")
_BARE = re.compile(r"[a-z_][a-z0-9_$]*(?:\.[a-z_][a-z0-9_$]*)?")
_MONTHS = (
    ("jan",), ("feb", "fév", "fev"), ("mar", "mär"), ("apr", "avr"), ("may", "mai"),
    ("jun", "juin"), ("jul", "juil"), ("aug", "aoû"), ("sep",), ("oct", "okt"), ("nov",),
    ("dec", "dez", "déc"),
)  # fmt: skip
_DATES = (
    re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?P<m>[^\W\d_]{3,9})\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})(?:\.|st|nd|rd|th|er)? (?P<m>[^\W\d_]{3,9})\.?,? "
               r"(?P<y>\d{4})(?!\d)"),
)  # fmt: skip


def role_of(text: str) -> Role:
    """The first role that the words of a heading or label speak of; "" for none."""
    return next((role for role, pattern in ROLES.items() if pattern.search(text)), "")


def bare(text: str) -> str:
    """A text without ticks and crosses."""
    return re.sub(r" {2,}", " ", _SIGNS.sub(" ", text)).strip()


def mark(cell: str) -> bool | None:
    """What a table's cell says: yes, no, or nothing that is known."""
    if TICKED.search(cell) or _REFUSED.search(cell):
        return not _REFUSED.search(cell)
    word = bare(cell).strip("`").lower()
    return True if word in _YES else False if word in _NO else None


def name_in(cell: str) -> str | None:
    """The name of a table that a cell holds, and nothing else."""
    plain = bare(cell).strip()
    if len(plain) > 2 and plain[0] == plain[-1] == "`":
        return unquoted(plain[1:-1])
    if plain.startswith('"') and _SQL.fullmatch(plain):
        return unquoted(plain)
    if not plain or re.search(r"\s|^\d+$", plain) or len(plain) >= 128:
        return None
    return unquoted(plain)


def names_in(item: str) -> tuple[str, ...]:
    """The names that a list's item begins with: in code, or a bare one alone."""
    plain = bare(item)
    if plain.startswith('"') and _SQL.fullmatch(plain):
        return (unquoted(plain),)
    coded = re.match(r"`[^`\s]{1,127}`(?:\s*,\s*`[^`\s]{1,127}`)*(?=\s|$|[:(.–-])", plain)
    found = re.findall(r"`([^`]+)`", coded[0]) if coded else [plain] * bool(_BARE.fullmatch(plain))
    return tuple(unquoted(name) for name in found if not _FILE.search(name))


def named(text: str, *, plainly: bool) -> tuple[str, str] | None:
    """(name, what is said of it) of a text that begins with what may be a table's name.

    Such is a name in code or quotes or with its schema; with `plainly`, any word set apart, too.
    """
    whole = bare(text)
    hit = _NAMED.match(whole)
    if hit is None:
        return None
    rest = whole[hit.end() :]
    name = hit["code"] or hit["sql"] or hit["bare"]
    word = hit["bare"] and "." not in name and not hit[1]
    if word and (role_of(name) or not (plainly and _APART.match(rest))):
        return None
    return None if _FILE.search(name) else (unquoted(name), rest.strip(" :,()–—-."))


def unquoted(name: str) -> str:
    """A name as it is called: without SQL's quotes, unless it holds a point."""
    hit = _SQL.fullmatch(name) if '"' in name else None
    if hit is None:
        return name
    parts = [
        part[1:-1].replace('""', '"') if part[0] == '"' else part for part in hit.groups() if part
    ]
    return name if any("." in part for part in parts) else ".".join(parts)


def says_missing(cell: str) -> bool:
    """Whether a cell says that the table of its row is not there, and nothing else."""
    return bool(_MISSING.fullmatch(bare(cell).strip("`.! ")))


def number_in(cell: str) -> int | None:
    found = re.fullmatch(r"\d{1,9}", bare(cell).strip("`"))
    return int(found[0]) if found else None


def date_in(text: str) -> str | None:
    """The first date of a text, `2025-09-06`. One such as 09/06/2025 says no month for sure."""
    for pattern in _DATES:
        for hit in pattern.finditer(text):
            word = hit["m"].lower()
            month = int(word) if word.isdigit() else _month(word)
            try:
                return datetime.date(int(hit["y"]), month, int(hit["d"])).isoformat()
            except ValueError:
                continue
    return None


def _month(word: str) -> int:
    numbers = (at for at, starts in enumerate(_MONTHS, 1) if word.startswith(starts))
    return next(numbers, 0)
