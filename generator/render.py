"""Pages → Markdown text. Undefined names are errors; autoescape is off, since this is Markdown:
everything that is not ours goes through a filter of `markdown.py`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec
from jinja2 import StrictUndefined
from jinja2.runtime import Macro

from generator import (
    dependents,
    language,
    leading,
    ledger,
    links,
    listed,
    lists,
    markdown,
    modules,
    moments,
    sizes,
)
from generator.changes import SEVERITIES, Change, fingerprint, hazard_words
from generator.claims import claimtexts, stated
from generator.custom import Templates, blamed, loader
from generator.history import Finding
from generator.matrix.beside import who
from generator.moments import day
from generator.pictures import filters as pictures
from generator.pictures import relating
from generator.site import Page
from generator.standing import by_rule, told_once
from snapshot import known, model
from snapshot.codec import readable, text_of


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
    *leading.FILTERS, who, day, when,
    anchored, value, others, worst, grouped, lists.parts, lists.sheet_of,
    gravest, told_once, by_rule, lists.of_status, claimtexts.cards, stated.table_key, key, lines,
    fingerprint, share, *pictures.FILTERS,
)  # fmt: skip


class Quick(modules.Importing):
    """Most of what templates call wants no context: Jinja asks twice each time, and catches."""

    def call(self, called: Any, /, *args: Any, **more: Any) -> Any:
        """What a template calls, called."""
        if type(called) is Macro:
            args = (self.eval_ctx, *args)
        elif type(called) not in modules.PLAIN:
            return super().call(called, *args, **more)
        elif hasattr(called, "jinja_pass_arg"):
            if called not in leading.SHAPES:
                return super().call(called, *args, **more)
            args = (self, *args)  # these ask for the page and the book, which no loop sets
        if more:
            more.pop("_block_vars", None)
            more.pop("_loop_vars", None)
        return called(*args, **more)


@cache
def environment(own: Templates | None = None) -> modules.Pages:
    """The one Jinja environment, of our templates and those of a project."""
    made = modules.Pages(
        loader=loader(own), undefined=StrictUndefined, autoescape=False,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, auto_reload=False,
    )  # fmt: skip
    made.context_class = Quick
    made.filters.update({each.__name__: each for each in _FILTERS})
    made.filters.update(count=language.counted, noun=language.noun_of, of_sort=language.of_sort)
    made.filters.update(kind=language.words, plural=language.plural, decimal=language.decimal)
    language.installed(made)
    made.globals.update(lead=leading, unified=unified, GUIDE=links.GUIDE, HOME=links.HOME)
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
        try:
            body = environment(own).get_template(page.template).render(page=page, **page.data)
        finally:
            modules.take_back()
    kept: list[str] = []
    fenced = ""
    for line in body.split("\n"):
        if line.startswith("```"):
            ticks = line[: len(line) - len(line.lstrip("`"))]
            if not fenced or line == fenced:
                fenced = "" if fenced else ticks
        if fenced:
            kept.append(line)
        elif (told := line.rstrip()) or (kept and kept[-1].strip()):
            kept.append(told)
    return _front(page) + "\n".join(kept).strip() + "\n"


def _front(page: Page) -> str:
    rows = ["---", listed.MARK]
    if page.path != links.HOME:  # that one has the site's own title
        rows.append(f"title: {markdown.title(page.title)}")
    if page.hide:
        rows.append(f"hide: [{', '.join(page.hide)}]")
    if not page.searched:
        rows.append("search: {exclude: true}")
    elif page.boost is not None:
        rows.append(f"search: {{boost: {page.boost:g}}}")
    return "\n".join([*rows, "---", "", ""])
