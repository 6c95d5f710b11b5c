"""What the scripts of the site say: found in them, and written for them in the language spoken.

A script says a message as `docs/assets/words.js` lets it: `gettext("…")`. English is what it says
itself; of another language it is given its words in a file that is loaded before it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import get_args

from generator import language
from generator.changes import Severity
from snapshot import model

Message = tuple[str, ...]
"""One message, or two: of one, and of many."""

SPEAKS = "chronicleWords"  # what a script says messages by
_SAYS = ("gettext", "parts", "noted", "ngettext")
_COUNTS = "counted"
_OPEN, _SHUT = ("(", "[", "{"), (")", "]", "}")


def messages(script: str) -> Iterator[Message]:
    """Every message that a script says by name, in its order."""
    for says, given in _calls(script):
        if says == _COUNTS and len(given) > 1 and given[1]:
            many = language.plural_of(given[1])
            yield f"%(num)s {given[1]}", f"%(num)s {many}"
            yield (f"no {many}",)
        elif says in _SAYS and given and given[0]:
            both = says == "ngettext" and len(given) > 1
            yield (given[0], given[1] or "") if both else (given[0],)


def _calls(script: str) -> Iterator[tuple[str, list[str | None]]]:
    """The calls of our functions, each with its arguments: the text of one, None for what is none.

    `"a" + "b"` is one text, `"a" + b` is none.
    """
    from babel.messages.jslexer import tokenize, unquote_string

    tokens = list(tokenize(script))
    for at, token in enumerate(tokens[:-1]):
        name = token.value.rpartition(".")[2]
        if token.type != "name" or name not in (*_SAYS, _COUNTS) or tokens[at + 1].value != "(":
            continue
        given: list[str | None] = [""]
        depth = 0
        for each in tokens[at + 1 :]:
            depth += (each.value in _OPEN) - (each.value in _SHUT)
            if depth == 0:
                break
            if depth == 1 and each.value == ",":
                given.append("")
            elif depth == 1 and each.type == "string" and given[-1] is not None:
                given[-1] += unquote_string(each.value)
            elif depth > 1 or each.value not in ("(", "+"):
                given[-1] = None
        yield name, given


def data_words() -> Iterator[Message]:
    """What scripts say by words that are in the data: kinds of the model, and severities."""
    for kind in (*map(model.kind_name, model.kinds().values()), *model.parts()):
        yield (kind.replace("_", " "),)
    for severity in get_args(Severity):
        yield (severity,)
        yield f"%(num)s {severity}", f"%(num)s {severity}"


def words(scripts: Iterable[str]) -> str:
    """A script with the words of all that these scripts say, in the language that is spoken."""
    said = dict.fromkeys([*data_words(), *(each for text in scripts for each in messages(text))])
    told = {each[0]: _told(each) for each in sorted(said)}
    head = json.dumps(language.spoken())
    body = json.dumps(told, separators=(",", ":"))
    rule = f"function (n) {{ return Number({language.plural_rule()}); }}"
    return f"window.chronicleSaid = {{\nlanguage: {head},\nplural: {rule},\nwords: {body}}};\n"


def _told(message: Message) -> str | list[str]:
    found = language.unfilled(*message)
    return found if len(message) > 1 else found[0]
