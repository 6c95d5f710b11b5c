"""`make messages`: bring the catalogues of `generator/locale/` up to date with what the code says.

A message that is new comes without words, one that nobody says any more goes; what was translated
stays. `python -m tests.messages OTHER.po` takes words from there where ours has none: two people
can work on copies. Nothing in a catalogue tells a line, a day or a person, so that it differs only
in messages.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

from babel.messages import extract, pofile
from babel.messages.catalog import Catalog
from jinja2 import nodes
from mkdocs.utils.yaml import yaml_load

from generator import (
    changes,
    check,
    claims,
    classes,
    hazards,
    language,
    ledger,
    matrix,
    scripts,
    severities,
    tabled,
    unsaid,
)  # fmt: skip
from generator.claims import stated
from generator.remedy import hazards as step_hazards
from generator.render import environment
from snapshot import known, model, records, trials

GENERATOR = Path(language.__file__).parent
SETTINGS = GENERATOR.parent / "mkdocs.yml"
SCRIPTS = GENERATOR.parent / "docs" / "assets"
_KEYWORDS = {
    "_": None, "gettext": None, "noted": None, "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
    "Judgement": (2,), "Hazard": (2,), "Doubtful": (2,), "hazard": (2,), "may_be": (2,),
    "_wider": None, "_narrower": None, "open_": (2,),
}  # fmt: skip
_COUNTED = ("counted", "numbered")
_OPTIONS = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}


def said() -> Catalog:
    """Every message that the code can say, without words."""
    found = Catalog(fuzzy=False)
    for way, paths in (
        ("python", GENERATOR.rglob("*.py")), ("jinja2", GENERATOR.rglob("*.j2"))
    ):  # fmt: skip
        for path in sorted(paths):
            with path.open("rb") as file:
                for _, message, _, context in extract.extract(
                    way, file, _KEYWORDS, (), _OPTIONS if way == "jinja2" else {}, False
                ):
                    found.add(message, context=context)
    for noun, plural in sorted({*_nouns()}):
        many = plural or language.plural_of(noun)
        found.add((f"%(num)s {noun}", f"%(num)s {many}"))
        found.add(f"no {many}")
    for word in sorted({*get_args(changes.Severity), *get_args(claims.Verdict), "resolved"}):
        found.add((f"%(num)s {word}", f"%(num)s {word}"))
    for said_there in sorted({*_scripts()}):
        found.add(said_there if len(said_there) > 1 else said_there[0])
    for word in sorted({*_words(), *_tables(), *_pills(), *_titles()}):
        found.add(word)
    return found


def _scripts() -> Iterator[scripts.Message]:
    """What the scripts of the site say, by name and by words of the data."""
    yield from scripts.data_words()
    for path in sorted(SCRIPTS.glob("*.js")):
        yield from scripts.messages(path.read_text("utf-8"))


def _nouns() -> Iterator[tuple[str, str]]:
    """What is counted: by name in templates and code, and each kind of the model."""
    for kind in _kinds():
        yield kind.replace("_", " "), ""
    for path in sorted(GENERATOR.rglob("*.j2")):
        tree = environment().parse(path.read_text("utf-8"))
        for each in tree.find_all(nodes.Filter):
            if each.name in ("count", "noun"):
                yield from _constant([a.value for a in each.args if isinstance(a, nodes.Const)])
    for path in sorted(GENERATOR.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] in _COUNTED:
                yield from _constant(
                    [a.value for a in call.args[1:] if isinstance(a, ast.Constant)]
                )


def _constant(given: list[object]) -> Iterator[tuple[str, str]]:
    if given:
        noun, plural = (*map(str, given), "")[:2]
        yield noun, plural


def _kinds() -> list[str]:
    return [*map(model.kind_name, model.kinds().values()), *model.parts()]


def _words() -> Iterator[str]:
    """Kinds, one and many, and the fields of the model, as pages name them."""
    yield "label"  # one of a field's
    for noun, plural in _nouns():
        yield noun
        yield plural or language.plural_of(noun)
    for cls in (*model.kinds().values(), *model.parts().values()):
        for field in model.defaults(cls):
            yield field.replace("_", " ")


def _tables() -> Iterator[str]:
    """What stands in tables of data, which whoever reads them says."""
    yield from (reason for _, reason in severities.TABLE.values())
    yield from severities.FOUND.values()
    yield from (*hazards.LOST.values(), *hazards.WRONG.values())
    yield from (detail for _, _, told in step_hazards.RULES for _, detail in told)
    yield from (*known.WHY.values(), *known.LEFT_OUT.values())
    yield from map(language.plural_of, unsaid.FIELDS)


_VOCABULARIES = (
    changes.Severity, check.Verdict, tabled.Status, tabled.Depth, classes.Class, ledger.State,
    claims.Verdict, matrix.Outcome, records.Why, trials.Outcome,
)  # fmt: skip


def _pills() -> Iterator[str]:
    """What stands in a pill: by name in templates, and every word that data has for one."""
    for vocabulary in _VOCABULARIES:
        yield from get_args(vocabulary)
    yield from (f"the {by}" for by in get_args(stated.By))
    for path in sorted(GENERATOR.rglob("*.j2")):
        for call in environment().parse(path.read_text("utf-8")).find_all(nodes.Call):
            called = getattr(call.node, "attr", getattr(call.node, "name", ""))
            if called == "pill" and isinstance(call.args[0], nodes.Const):
                yield str(call.args[0].value)


def _titles() -> Iterator[str]:
    """Titles of the hand-written pages and names of the switches, as our settings list them."""
    with SETTINGS.open("rb") as file:
        settings = yaml_load(file)
    yield from (palette["toggle"]["name"] for palette in settings["theme"]["palette"])
    waiting = list(settings["nav"])
    while waiting:
        for title, listed in waiting.pop().items():
            yield title
            waiting += listed if isinstance(listed, list) else []


def path_of(code: str) -> Path:
    return language.LOCALE / f"{code}.po"


def read(code: str) -> Catalog:
    """The catalogue of a language as it stands."""
    return _read(path_of(code), code)


def _read(path: Path, code: str) -> Catalog:
    with path.open("rb") as file:
        return pofile.read_po(file, locale=code)


def updated(code: str, more: Sequence[Path] = ()) -> bytes:
    """The catalogue of a language as it should stand."""
    known, now = [read(code), *(_read(path, code) for path in more)], said()
    for message in now:
        for old in (each.get(message.id, context=message.context) for each in known):
            if message.id and old and not all(strings(message.string)):
                message.string = old.string
    found = io.BytesIO()
    pofile.write_po(found, now, width=100, no_location=True, omit_header=True, sort_output=True)
    return _HEAD.format(code=code, plural=known[0].plural_forms).encode() + found.getvalue()


_HEAD = """msgid ""
msgstr ""
"Language: {code}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plural}\\n"

"""


def main() -> None:
    for code in language.languages()[1:]:
        path_of(code).write_bytes(updated(code, [Path(name) for name in sys.argv[1:]]))
        silent = [m.id for m in read(code) if m.id and not all(strings(m.string))]
        print(f"{path_of(code)}: {len(read(code))} messages, {len(silent)} without words")


def strings(told: str | tuple[str, ...]) -> tuple[str, ...]:
    """A message, or its words: one, or one for each form of a number."""
    return told if isinstance(told, tuple) else (told,)


if __name__ == "__main__":
    main()
