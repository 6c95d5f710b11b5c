"""Things by their names, and what leads to their pages: the words that templates ask for most.

A page asks hundreds of times, and thousands of pages ask the same: these are functions, not macros.
"""

from __future__ import annotations

import glob
import shlex
from collections import Counter
from collections.abc import Iterable

from jinja2 import pass_context
from jinja2.runtime import Context

from generator import language, links, markdown, sentences
from generator.catalogue import knows
from generator.changes import SEVERITIES, Change
from generator.matrix import Row
from generator.moments import day
from snapshot.codec import qualified


@pass_context
def to(context: Context, label: str, target: str | None) -> str:
    """A link from the page being rendered; the bare label when there is no such page."""
    if target is None:
        return label
    return f"[{label}]({links.relative(context['page'].path, target)})"


@pass_context
def told(context: Context, change: Change, target: str | None) -> str:
    """The sentence of a change or finding; the thing that it is about leads to its page."""
    return _leading(context, change.sentence, change.name, target)


@pass_context
def rule(context: Context, name: str) -> str:
    """A rule by its id; it leads to what the catalogue says of it."""
    target = f"{links.RULES}#{name}" if knows(name) else None
    return to(context, markdown.code(name), target)


@pass_context
def subject(context: Context, change: Change, target: str | None) -> str:
    """`table users`, `primary key of users`: after "the", leading to its page."""
    things = _things(context, change.object, change.part)
    words = sentences.subject(change, things, bare=True)
    before, _, rest = sentences.one_line(words).partition(f"`{change.name}`")
    label = to(context, markdown.code(change.name), target)
    return f"{markdown.sentence(before)}{label}{markdown.sentence(rest, start=False)}"


@pass_context
def placed(context: Context, row: Row, target: str | None) -> str:
    """What a row of the matrix is about; the thing leads to its page."""
    return _leading(context, row.about, row.name, target)


def _leading(context: Context, text: str, name: str, target: str | None) -> str:
    """A sentence; the name in it leads to a page."""
    before, mark, rest = text.partition(f"`{name}`")
    if not mark:
        return markdown.sentence(text)
    label = to(context, markdown.code(name), target)
    return f"{markdown.sentence(before)}{label}{markdown.sentence(rest, start=False)}"


@pass_context
def name(context: Context, key: str, part: str = "") -> str:
    """The name of an object or part as people write it, in full where it was ever seen."""
    things = _things(context, key, part)
    said = context["book"].said if things else {}
    mark = "name", key, part
    if mark not in said:
        about = Change(object=key, kind="", part=part, action="changed")
        said[mark] = sentences.name_of(about, things)
    return str(said[mark])


@pass_context
def expect_command(context: Context, key: str) -> str:
    """What states an object, as a shell takes it."""
    things = _things(context, key)
    exact = things and key.count("/") == 2 and qualified(things[0]).isprintable()
    pattern = glob.escape(qualified(things[0])) if exact else key
    words = ("chronicle", "expect", context["book"].name, pattern, "--domain", "NAME")
    return shlex.join(words)


def _things(context: Context, key: str, part: str = "") -> sentences.Things:
    book = context.get("book")
    if book:
        book.links.asked.add((key, part))
    life = book.history.lives.by_key.get(key) if book else None
    return (life.thing,) if life else ()


@pass_context
def obj(context: Context, key: str, part: str = "") -> str:
    """An object by its name; it leads to its page, or to a part on it."""
    target = context["book"].links.object(key, part)
    return to(context, markdown.code(name(context, key)), target)


@pass_context
def place(context: Context, key: str, part: str = "") -> str:
    """An object or a part by its name; it leads to it."""
    target = context["book"].links.object(key, part)
    return to(context, markdown.code(name(context, key, part)), target)


@pass_context
def snap(context: Context, number: int) -> str:
    """A snapshot by its day; it leads to its report."""
    book = context["book"]
    moment = book.history.moments[number]
    return to(context, day(moment.header.at), book.links.report(moment.stem))


@pass_context
def said(context: Context, change: Change) -> str:
    """The sentence of a change or finding; what it is about leads to its page."""
    return told(context, change, context["book"].links.object(change.object, change.part))


def pill(word: str, tone: str = "", found: bool = False) -> str:
    """A word in a colour of its own."""
    look = f"{' sc-found' if found else ''} sc-{(tone or word).replace(' ', '-')}"
    return f'<span class="sc-pill{look}">{language.words(word)}</span>'


def severities(changes: Iterable[Change], found: bool = False) -> str:
    """How many changes, or findings, there are of each severity, the gravest first."""
    told, look = Counter(change.severity for change in changes), " sc-found" if found else ""
    return " ".join(
        f'<span class="sc-pill{look} sc-{word}">{language.of_sort(told[word], word)}</span>'
        for word in SEVERITIES
        if word in told
    )


FILTERS = (to, told, rule, subject, placed, name, expect_command)
SHAPES = frozenset({obj, place, snap, said})
