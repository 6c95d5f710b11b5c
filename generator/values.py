"""Values in a sentence: what they are, what of them came and went."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.changes import Change
from generator.language import gettext, ngettext, pgettext


def listed(names: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = names
    if not most:
        return last
    return gettext("%(names)s and %(last)s", names=", ".join(most), last=last)


def value(thing: Any) -> str:
    """A value as a sentence shows it."""
    if thing is None or thing == []:
        return pgettext("value", "none")
    if isinstance(thing, bool):
        return pgettext("value", "on") if thing else pgettext("value", "off")
    if isinstance(thing, list):
        return ", ".join(value(item) for item in thing)
    if isinstance(thing, dict):
        return "`" + ", ".join(f"{k} {v}" for k, v in thing.items()) + "`"
    return f"`{thing}`"


def lines(change: Change) -> str:
    """How many lines of a text came, and how many went."""
    old, new = change.old or [], change.new or []
    gone = sum(line not in new for line in old)
    come = sum(line not in old for line in new)
    return ngettext("%(num)s line in, %(gone)s out", "%(num)s lines in, %(gone)s out", come,
                    gone=gone)  # fmt: skip


def labels(change: Change, more: str, less: str) -> str:
    """Those that came, in the message `more`, and those that went."""
    old, new = change.old or [], change.new or []
    told = [
        gettext(message, labels=", ".join(f"`{label}`" for label in names))
        for message, names in (
            (more, [label for label in new if label not in old]),
            (less, [label for label in old if label not in new]),
        )
        if names
    ]
    return "; ".join(told) or gettext("the same labels in another order")


def detail(thing: Any) -> str:
    """The few words that say most about a whole part: a type, columns, an expression."""
    if not isinstance(thing, dict) or "kind" in thing:
        return ""
    if "references" in thing and "columns" in thing:
        return f" ({', '.join(thing['columns'])} → {thing['references']})"
    if thing.get("privileges") and "grantee" in thing:
        return f" ({', '.join(thing['privileges'])})"
    for field in ("type", "expression", "bound", "predicate"):
        if thing.get(field):
            words = [str(thing[field])]
            words += ["not null"] if thing.get("nullable") is False and field == "type" else []
            return f" (`{' '.join(words)}`)"
    if thing.get("columns"):
        return f" ({', '.join(map(str, thing['columns']))})"
    return ""


def ended(text: str) -> str:
    """A sentence with its full stop, but not after another: comments have one of their own."""
    return text if text.endswith((".`", "!`", "?`")) else f"{text}."
