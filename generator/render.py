"""Pages → Markdown text. Undefined names are errors; autoescape is off, since this is Markdown:
everything that is not ours goes through a filter of `markdown.py`."""

from __future__ import annotations

import glob
import shlex
from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context

from generator import (
    dependents,
    language,
    ledger,
    links,
    listed,
    lists,
    markdown,
    moments,
    sentences,
    sizes,
)
from generator.catalogue import catalogue
from generator.changes import SEVERITIES, Change, fingerprint, hazard_words
from generator.claims import claimtexts, stated
from generator.custom import Templates, blamed, loader
from generator.history import Finding
from generator.matrix import Row
from generator.matrix.beside import who
from generator.moments import day
from generator.pictures import filters as pictures
from generator.pictures import relating
from generator.report import Row as Tabled
from generator.site import Page
from generator.standing import by_rule, gravest_first, once
from snapshot import known, model
from snapshot.codec import qualified, readable, text_of

MARK = listed.MARK


def when(at: str) -> str:
    """A moment in words; the browser adds how long ago that is."""
    return f'<time datetime="{markdown.attr(at)}">{day(at)}, {moments.clock(at)}</time>'


def anchored(title: str, place: str) -> str:
    """A heading that has, in every language, the anchor which English words give it."""
    english = language.spoken() == language.ENGLISH
    return title if english else f'<a id="{place}"></a>{title}'


def value(thing: Any) -> str:
    """Any value of the model, as a table shows it."""
    if thing is None or thing in ((), [], {}):
        return "–"
    if isinstance(thing, bool):
        return language.gettext("yes") if thing else language.gettext("no")
    if isinstance(thing, list | tuple):
        whole = any(isinstance(item, msgspec.Struct | dict) for item in thing)
        return ("; " if whole else ", ").join(value(item) for item in thing)
    if isinstance(thing, msgspec.Struct):
        return value(msgspec.to_builtins(thing))
    if isinstance(thing, dict):
        return ", ".join(
            f"{markdown.text(language.words(str(k)))} {value(v)}" for k, v in thing.items()
        )
    return markdown.code(thing)


def others(part: msgspec.Struct, shown: Iterable[str]) -> str:
    """The facts of a part that differ from their default, but for its name and those in `shown`.

    So a field that no template knows of looks plain on a page, and is never missing from it.
    """
    skipped, told = {*shown, getattr(part, "KEY", "")}, []
    for field, default in model.defaults(type(part)).items():
        given = getattr(part, field)
        if field in skipped or given == default:
            continue
        label = markdown.text(language.words(field))
        if isinstance(given, bool):
            told.append(label if given else language.gettext("not %(what)s", what=label))
        else:
            told.append(f"{label} {value(given)}")
    return " · ".join(told)


@pass_context
def to(context: Context, label: str, target: str | None) -> str:
    """A link from the page being rendered; the bare label when there is no such page."""
    if target is None:
        return label
    return f"[{label}]({links.relative(context['page'].path, target)})"


@pass_context
def told(context: Context, change: Change, target: str | None) -> str:
    """The sentence of a change or finding; the thing that it is about leads to its page."""
    before, mark, rest = change.sentence.partition(f"`{change.name}`")
    if not mark:
        return markdown.sentence(change.sentence)
    label = to(context, markdown.code(change.name), target)
    return f"{markdown.sentence(before)}{label}{markdown.sentence(rest, start=False)}"


@pass_context
def rule(context: Context, name: str) -> str:
    """A rule by its id; it leads to what the catalogue says of it."""
    known = name in catalogue()
    return to(context, markdown.code(name), f"{links.RULES}#{name}" if known else None)


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
    before, mark, rest = row.about.partition(f"`{row.name}`")
    if not mark:
        return markdown.sentence(row.about)
    label = to(context, markdown.code(row.name), target)
    return f"{markdown.sentence(before)}{label}{markdown.sentence(rest, start=False)}"


@pass_context
def name(context: Context, key: str, part: str = "") -> str:
    """The name of an object or part as people write it, in full where it was ever seen."""
    about = Change(object=key, kind="", part=part, action="changed")
    return sentences.name_of(about, _things(context, key, part))


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


def worst(severities: list[str]) -> str:
    """The gravest of some severities."""
    return min(severities, key=SEVERITIES.index, default="safe")


def grouped(changes: Iterable[Change]) -> list[tuple[str, list[Change]]]:
    """Changes by object, the objects with the gravest first."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.object, []).append(change)
    rank = {key: min(SEVERITIES.index(c.severity) for c in group) for key, group in found.items()}
    return sorted(found.items(), key=lambda item: (rank[item[0]], item[0]))


def of_status(rows: Iterable[Tabled], status: str, other: bool = False) -> list[Tabled]:
    """Tables of a status, or of any other."""
    return [row for row in rows if (row.status == status) != other]


def gravest(findings: Iterable[Finding]) -> list[Finding]:
    """Findings, the gravest first, and of those the oldest."""
    return sorted(findings, key=lambda f: (SEVERITIES.index(f.change.severity), f.since))


def key(part: model.Part) -> str:
    """What tells a part from its siblings."""
    found = getattr(part, part.KEY)
    return ", ".join(found) if isinstance(found, tuple) else str(found)


def share(part: int, whole: int) -> str:
    """Per cent; rounded down, so that 100 % is all."""
    return f"{language.decimal(part * 1000 // whole / 10)} %"


def lines(text: tuple[str, ...] | list[str]) -> str:
    return "\n".join(text)


def unified(old: Any, new: Any) -> str:
    """The lines that differ between two texts, with a little around them."""
    import difflib

    found = list(difflib.unified_diff(list(old or ()), list(new or ()), n=2, lineterm=""))
    return "\n".join(line for line in found[2:] if not line.startswith("@@"))


_FILTERS = (
    markdown.text, markdown.code, markdown.attr, markdown.fence, markdown.sentence,
    links.anchor, links.report_anchor, links.change_anchor, links.finding_anchor,
    readable, text_of, hazard_words,
    dependents.by_distance,
    to, told, rule, subject, placed, who, name, expect_command, day, when,
    anchored, value, others, worst, grouped, lists.parts, lists.sheet_of,
    gravest, gravest_first, by_rule, of_status, claimtexts.cards, stated.table_key, key, lines,
    fingerprint, share, *pictures.FILTERS,
)  # fmt: skip


@cache
def environment(own: Templates | None = None) -> Environment:
    """The one Jinja environment, of our templates and those of a project."""
    made = Environment(
        loader=loader(own), undefined=StrictUndefined, autoescape=False,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    made.filters.update({each.__name__: each for each in _FILTERS})
    made.filters.update(count=language.counted, noun=language.noun_of, of_sort=language.of_sort)
    made.filters.update(kind=language.words, plural=language.plural, decimal=language.decimal)
    language.installed(made)
    made.globals.update(once=once, unified=unified, GUIDE=links.GUIDE, HOME=links.HOME)
    made.globals.update(RULES_TABLE=links.RULES_TABLE, TABLES=lists.COPIES, SOON=ledger.SOON)
    made.globals.update(REPORT_SCHEMA=links.REPORT_SCHEMA, STATUS_SCHEMA=links.STATUS_SCHEMA)
    made.globals.update(MATRIX=links.MATRIX, WHOLE=relating.WHOLE)
    made.globals.update({name: value for name, value in vars(sizes).items() if name.isupper()})
    made.globals.update(zone=moments.zone)
    made.globals.update(MOST=dependents.MOST, UNKNOWN=dependents.UNKNOWN)
    made.globals.update(WHY=known.WHY, LEFT_OUT=known.LEFT_OUT)
    return made


def noted(page: Page, own: Templates | None = None) -> tuple[str, frozenset[tuple[str, str]]]:
    """The whole text of a page, and the objects and parts that it speaks of."""
    book = page.data.get("book")
    if book is None:
        return render(page, own), frozenset()
    book.links.asked = set()
    return render(page, own), frozenset(book.links.asked)


def render(page: Page, own: Templates | None = None) -> str:
    """The whole text of a page: front matter, then Markdown with one blank line between blocks."""
    with blamed(own, page.path):
        body = environment(own).get_template(page.template).render(page=page, **page.data)
    kept: list[str] = []
    fenced = ""
    for line in body.split("\n"):
        ticks = line[: len(line) - len(line.lstrip("`"))]
        if len(ticks) >= 3 and (not fenced or line == fenced):
            fenced = "" if fenced else ticks
        if line.strip() or fenced or (kept and kept[-1].strip()):
            kept.append(line if fenced else line.rstrip())
    return _front(page) + "\n".join(kept).strip() + "\n"


def _front(page: Page) -> str:
    rows = ["---", MARK]
    if page.path != links.HOME:  # that one has the site's own title
        rows.append(f"title: {markdown.title(page.title)}")
    if page.hide:
        rows.append(f"hide: [{', '.join(page.hide)}]")
    if not page.searched:
        rows.append("search: {exclude: true}")
    elif page.boost is not None:
        rows.append(f"search: {{boost: {page.boost:g}}}")
    return "\n".join([*rows, "---", "", ""])
