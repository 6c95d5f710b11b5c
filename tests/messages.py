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

from babel.messages import extract, pofile
from babel.messages.catalog import Catalog
from jinja2 import nodes

from generator import language, scripts
from generator.render import environment
from snapshot import model

GENERATOR = Path(language.__file__).parent
SCRIPTS = GENERATOR.parent / "docs" / "assets"
_KEYWORDS = {
    "_": None, "gettext": None, "noted": None, "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
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
    for said_there in sorted({*_scripts()}):
        found.add(said_there if len(said_there) > 1 else said_there[0])
    for word in sorted({*_words()}):
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
            if each.name == "count":
                yield from _constant([a.value for a in each.args if isinstance(a, nodes.Const)])
    for path in sorted(GENERATOR.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and "counted" in ast.unparse(call.func).split("."):
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
    for kind in _kinds():
        yield kind.replace("_", " ")
        yield language.plural_of(kind.replace("_", " "))
    for cls in (*model.kinds().values(), *model.parts().values()):
        for field in model.defaults(cls):
            yield field.replace("_", " ")


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
            if message.id and old and not all(_strings(message.string)):
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
        silent = [m.id for m in read(code) if m.id and not all(_strings(m.string))]
        print(f"{path_of(code)}: {len(read(code))} messages, {len(silent)} without words")


def _strings(told: str | tuple[str, ...]) -> tuple[str, ...]:
    return told if isinstance(told, tuple) else (told,)


if __name__ == "__main__":
    main()
