"""The language that people read on the site: English as the code says it, others by catalogue.

A catalogue is a PO file of gettext, `locale/fr.po`, whose keys are the English words. Whoever makes
pages sets the language around it; the terminal and what programs read speak English always. Names
and texts that come from a database are never translated.
"""

from __future__ import annotations

import contextlib
import gettext as standard
import io
from collections.abc import Iterator
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

LOCALE = Path(__file__).parent / "locale"
ENGLISH = "en"
_Catalogue = standard.NullTranslations
_SPOKEN: ContextVar[tuple[str, _Catalogue]] = ContextVar(
    "spoken", default=(ENGLISH, standard.NullTranslations())
)


def languages() -> tuple[str, ...]:
    """Those that the site can speak, by their codes of ISO 639-1."""
    return ENGLISH, *sorted(path.stem for path in LOCALE.glob("*.po"))


@contextlib.contextmanager
def spoken_in(code: str) -> Iterator[None]:
    """All that is said within is said in this language; outside of any it is English."""
    before = _SPOKEN.set((code, catalogue(code)))
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def spoken() -> str:
    """The code of the language that is spoken: `en`."""
    return _SPOKEN.get()[0]


@cache
def catalogue(code: str) -> _Catalogue:
    """The words of a language; a message that it lacks stays English."""
    if code == ENGLISH:
        return standard.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with (LOCALE / f"{code}.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return standard.GNUTranslations(compiled)


def noted(message: str) -> str:
    """The very same message: it is said elsewhere, and this marks it for the catalogue."""
    return message


def gettext(message: str, /, **values: Any) -> str:
    """A message with its `%(name)s` filled in; a per cent sign is written `%%`, as in templates."""
    return _SPOKEN.get()[1].gettext(message) % values


def ngettext(one: str, many: str, num: int, /, **values: Any) -> str:
    """The same for a number, which `%(num)s` stands for."""
    return _SPOKEN.get()[1].ngettext(one, many, num) % {"num": num, **values}


def pgettext(context: str, message: str, /, **values: Any) -> str:
    """The same where one English word needs several others: `context` tells them apart."""
    return _SPOKEN.get()[1].pgettext(context, message) % values


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 table`, `2 tables`, `no tables`; a noun of one's own, or a kind of the model."""
    if not number:
        noun = noun.replace("_", " ")
        return gettext(f"no {plural or plural_of(noun)}")
    return numbered(number, noun, plural)


def numbered(number: int, noun: str, plural: str = "") -> str:
    """The same, but `0 tables`."""
    noun = noun.replace("_", " ")
    return ngettext(f"%(num)s {noun}", f"%(num)s {plural or plural_of(noun)}", number)


def noun_of(number: int, noun: str) -> str:
    """The noun alone, after its number: `table`, `tables`."""
    form = getattr(_SPOKEN.get()[1], "plural", lambda n: n != 1)
    return plural(noun) if form(number) else words(noun)


def of_sort(number: int, sort: str) -> str:
    """So many of a sort: `3 breaking`."""
    return ngettext(f"%(num)s {sort}", f"%(num)s {sort}", number)


def plural(name: str) -> str:
    """A kind of the model in words, many of them: `foreign keys`."""
    return gettext(plural_of(name.replace("_", " ")))


def plural_of(noun: str) -> str:
    """The English plural of a noun."""
    if noun.endswith("y") and noun[-2:-1] not in "aeou":
        return f"{noun[:-1]}ies"
    return noun + ("es" if noun.endswith(("x", "s")) else "s")


def known(words: str) -> str:
    """Words that may be ours or somebody's own: in the language, where the catalogue has them."""
    return gettext(words.replace("%", "%%")) if words else words


def words(name: str) -> str:
    """A kind or a field of the model in words: `foreign_key`."""
    return gettext(name.replace("_", " ").replace("%", "%%"))


def telling(what: object, which: object) -> str:
    """`what: which`; before the colon stands what the language puts there."""
    return gettext("%(what)s: %(which)s", what=what, which=which)


def unfilled(one: str, many: str = "") -> list[str]:
    """The words of a message as they are, for who fills them in: one for each form of a number."""
    known = _SPOKEN.get()[1]
    if not many:
        return [known.gettext(one)]
    rule = standard.c2py(plural_rule())
    form = {rule(number): number for number in (0, *range(999, 0, -1))}  # the least
    return [known.ngettext(one, many, form[each]) for each in sorted(form)]


def plural_rule() -> str:
    """Which form a number `n` has, as C and JavaScript write it: `(n > 1)`."""
    told = _SPOKEN.get()[1].info().get("plural-forms", "nplurals=2; plural=(n != 1);")
    return told.partition("plural=")[2].strip(" ;")


def decimal(number: float) -> str:
    """`2.5`, with the language's own mark for what follows."""
    return f"{number:g}".replace(".", pgettext("in a number", "."))


def npgettext(context: str, one: str, many: str, num: int, /, **values: Any) -> str:
    """Both."""
    return _SPOKEN.get()[1].npgettext(context, one, many, num) % {"num": num, **values}


def installed(environment: Environment) -> None:
    """Let templates speak: `_("…", name=value)`, `ngettext`, `{% trans %}`."""
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    said = {"gettext": gettext, "ngettext": ngettext}  # ours: those of Jinja call three others each
    environment.globals.update(said, _=gettext, pgettext=pgettext, npgettext=npgettext)
