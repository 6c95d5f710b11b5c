"""One plain sentence for each change or finding."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from generator.changes import Change
from generator.markdown import tame
from snapshot import model
from snapshot.codec import readable, segment

Things = tuple[model.Object, ...]  # the object that a change is about, as it was and is, if known

_LABELS = {
    "nullable": "NOT NULL",
    "columns.count": "number of columns",
    "columns.order": "order of the columns",
    "attributes.order": "order of the attributes",
    "default": "default value",
    "claimed": "claimed by a domain",
}
_ADJECTIVES = {
    "binary", "by_value", "claimed by a domain", "collatable", "connectable", "deferrable",
    "deterministic", "disabled", "enabled", "enforced", "inherited", "initially_deferred",
    "leakproof", "permissive", "preferred", "strict", "trusted", "unique", "unlogged", "valid",
    "virtual",
}  # fmt: skip
_CUT = re.compile(r"\.[0-9a-f]{16}\Z")  # the end of an over-long name in a key
_CUT_AT = 145
_SHORT = 100  # characters of a value where several stand side by side


def one_line(text: str) -> str:
    """Text that cannot break a line, or do anything to a terminal."""
    return tame(text.replace("\r\n", "\n").replace("\n", "↵"))


def subject(change: Change, things: Things = ()) -> str:
    """`column bills.amount`, `table users`, `the primary key of bills`."""
    name = f"`{name_of(change, things)}`"
    kind = change.kind.replace("_", " ")
    steps = change.part.split("/") if change.part else []
    if change.kind in ("privilege", "sequence_privilege") and steps:
        on = "the sequence of " if change.kind == "sequence_privilege" else ""
        return f"the privileges of `{_inner(steps[-1], steps, things)}` on {on}{name}"
    if len(steps) % 2:  # the only one of its field: a primary key
        return f"the {kind} of {name}"
    if not change.part and things:
        kind = getattr(things[0], "routine", kind).replace("window", "window function")
    return f"{kind.removeprefix('view ') if change.part else kind} {name}"


def about(change: Change, things: Things = ()) -> str:
    """What a change is about, with the field: `column users.email: type`."""
    told = subject(change, things).removeprefix("the ")
    return f"{told}: {_field(change.field)}" if change.field else told


def name_of(change: Change, things: Things = ()) -> str:
    """The thing's name as people write it: with its table, without the schema `public`."""
    owner = object_name(change.object, things)
    steps = change.part.split("/") if change.part else []
    if change.kind in ("privilege", "sequence_privilege"):
        steps = steps[:-2]  # what the privilege is on
    return ".".join([owner, *(_inner(step, steps, things) for step in steps[1::2])])


def object_name(key: str, things: Things = ()) -> str:
    """`users` for `public/tables/users`, `billing.invoices` in another schema."""
    parts = key.split("/")
    for thing in things:
        if parts[-1] == segment(thing.identifier):
            schema = getattr(thing, "schema", "public") if len(parts) > 2 else "public"
            return thing.identifier if schema == "public" else f"{schema}.{thing.identifier}"
    name = _decoded(parts[-1])
    return name if len(parts) < 3 or parts[0] == "public" else f"{_decoded(parts[0])}.{name}"


def _decoded(step: str) -> str:
    """The name in a segment of a key; of an over-long one, which is cut, what is left of it."""
    if _CUT.search(step):
        return readable(re.sub(r"%.?\Z", "", step[:-17])).rstrip("\ufffd") + "…"
    return readable(step)


def _inner(step: str, steps: list[str], things: Things) -> str:
    """The name of a part, in full where it stands in an object that is known."""
    if _CUT.search(step):
        for field in steps[::2]:
            for thing in things:
                for part in getattr(thing, field, ()):
                    if segment(str(getattr(part, part.KEY))) == step:
                        return str(getattr(part, part.KEY))
    return _decoded(step)


def _old_name(change: Change) -> str:
    """What a renamed thing was called; of objects a change tells the decoded key."""
    if change.part:
        return str(change.old)
    steps = str(change.old).split("/", change.object.count("/"))
    name = steps[-1]
    if _CUT.search(name) and len(segment(name[:-17])) >= _CUT_AT:
        name = name[:-17].rstrip("\ufffd") + "…"
    return name if len(steps) < 3 or steps[0] == "public" else f"{steps[0]}.{name}"


def with_doubt(sentence: str, change: Change) -> str:
    """How we know of a rename where no number of the server's tells; what else it may be."""
    if change.evidence is not None:
        why = f"{change.evidence.strength} evidence: {change.evidence.reason}"
    elif change.perhaps:
        why = change.perhaps
    else:
        return sentence
    return f"{sentence.removesuffix('.')} ({why})."


def change(change: Change, things: Things = ()) -> str:
    """What happened, with the past first."""
    about = subject(change, things)
    if change.field:
        return _field_changed(change, about)
    what, verb = _capital(about), "were" if about.startswith("the privileges") else "was"
    if change.kind == "column" and change.part.startswith("partitions/"):
        if change.action == "added":
            return f"{what} is not as in its table any more{_detail(change.new)}."
        return f"{what} is as in its table again."
    if change.action == "recreated":
        added = change.kind in ("column", "attribute")
        return f"{what} was dropped and {'added' if added else 'made'} anew."
    if change.kind == "partition" and change.action == "added" and isinstance(change.old, str):
        table = object_name(change.object, things)
        return f"Table `{object_name(change.old)}` became a partition of `{table}`."
    if change.kind == "partition" and change.action == "removed" and isinstance(change.new, str):
        return f"{what} became a table of its own, `{object_name(change.new)}`."
    if change.action == "renamed":
        return f"{what} {verb} renamed; it was `{_old_name(change)}`."
    detail = _detail(change.new if change.action == "added" else change.old)
    return f"{what} {verb} {change.action}{detail}."


def _field_changed(change: Change, about: str) -> str:
    what, field = _capital(about), _field(change.field)
    if change.field == "nullable":
        return f"{what} {'accepts nulls now' if change.new else 'no longer accepts nulls'}."
    if change.action == "renamed":
        one = field.removesuffix("s").capitalize()
        return f"{one} {value(change.new)} of {about} was renamed; it was {value(change.old)}."
    if change.field == "labels":
        return f"{what}: {_labels(change.old, change.new, ('gained', 'lost'))}."
    if _is_text(change):
        return f"{what}: {field} changed ({_lines(change.old, change.new)})."
    if isinstance(change.new, bool) and field in _ADJECTIVES:
        return f"{what} is {f'{field} now' if change.new else f'not {field} any more'}."
    if isinstance(change.new, bool):
        return f"{_capital(field)} of {about} was switched {'on' if change.new else 'off'}."
    if change.field == "privileges":
        return f"{what} changed from {value(change.old)} to {value(change.new)}."
    return _ended(f"{what}: {field} changed from {value(change.old)} to {value(change.new)}")


def finding(change: Change, things: Things = ()) -> str:
    """What is found, and what is expected."""
    about = subject(change, things)
    what, verb = _capital(about), "are" if about.startswith("the privileges") else "is"
    if change.action == "removed":
        return f"{what} {verb} missing{_detail(change.old)}."
    if change.action == "added":
        return f"{what} {verb} not expected{_detail(change.new)}."
    if change.action == "renamed" and change.field:
        one = _field(change.field).removesuffix("s").capitalize()
        return f"{one} {value(change.new)} of {about} is still called {value(change.old)}."
    if change.action == "renamed":
        return f"{what} {verb} still called `{_old_name(change)}`."
    if change.field == "nullable":
        found = "accepts nulls" if change.new else "does not accept nulls"
        return f"{what} {found}; the expectation says the opposite."
    if change.field == "labels":
        return f"{what}: {_labels(change.old, change.new, ('not expected', 'missing'))}."
    field = _field(change.field)
    if _is_text(change):
        return f"{what}: {field} not as expected ({_lines(change.old, change.new)})."
    if isinstance(change.new, bool) and field in _ADJECTIVES:
        return f"{what} is {'' if change.new else 'not '}{field}; the opposite is expected."
    if isinstance(change.new, bool):
        found, wanted = ("on", "off") if change.new else ("off", "on")
        return f"{_capital(field)} of {about} is {found}; {wanted} is expected."
    what = f"{what}:" if change.field == "privileges" else f"{what}: {field}"
    return f"{what} {value(change.new)} found, {value(change.old)} expected."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ended(text: str) -> str:
    """A sentence with its full stop, but not after another: comments have one of their own."""
    return text if text.endswith((".`", "!`", "?`")) else f"{text}."


def _field(field: str) -> str:
    return _LABELS.get(field, field.replace("_", " ").replace(".", " "))


def _is_text(change: Change) -> bool:
    return change.field in ("body", "definition") and isinstance(change.new, list)


def _lines(old: list[str] | None, new: list[str] | None) -> str:
    gone = sum(line not in (new or []) for line in old or [])
    come = sum(line not in (old or []) for line in new or [])
    return f"{come} line{'s' * (come != 1)} in, {gone} out"


def _labels(old: list[str], new: list[str], words: tuple[str, str]) -> str:
    come = [label for label in new or [] if label not in (old or [])]
    gone = [label for label in old or [] if label not in (new or [])]
    told = [
        f"{word} {', '.join(f'`{label}`' for label in labels)}"
        for word, labels in zip(words, (come, gone), strict=True)
        if labels
    ]
    return "; ".join(told) or "the same labels in another order"


def _detail(thing: Any) -> str:
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


def short(thing: Any, field: str) -> str:
    """A value of a field in a few words that cannot break a line; of a text, how long it is."""
    if field in ("body", "definition") and isinstance(thing, list):
        return f"a text of {len(thing)} line{'s' * (len(thing) != 1)}"
    if field == "nullable":
        return "nulls accepted" if thing else "NOT NULL"
    told = one_line(value(thing))
    if len(told) <= _SHORT:
        return told
    return f"{told[:_SHORT].rstrip('`')}…{'`' * (told[:_SHORT].count('`') % 2)}"


def listed(names: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def value(thing: Any) -> str:
    """A value as a sentence shows it."""
    if thing is None:
        return "none"
    if isinstance(thing, bool):
        return "on" if thing else "off"
    if isinstance(thing, list):
        return ", ".join(value(item) for item in thing) or "none"
    if isinstance(thing, dict):
        return "`" + ", ".join(f"{k} {v}" for k, v in thing.items()) + "`"
    return f"`{thing}`"
