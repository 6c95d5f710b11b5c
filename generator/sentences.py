"""One plain sentence for each change or finding."""

from __future__ import annotations

from typing import Any

from generator.changes import Change
from snapshot.codec import readable

_LABELS = {
    "nullable": "the NOT NULL",
    "body": "the body",
    "definition": "the definition",
    "labels": "the labels",
    "columns.count": "the number of columns",
    "columns.order": "the order of the columns",
}


def subject(change: Change) -> str:
    """`column bills.amount`, `table public.users`, `index invitations.one_pending`."""
    return f"{change.kind.replace('_', ' ')} `{name_of(change)}`"


def name_of(change: Change) -> str:
    """The thing's name as people write it: with its table, without the schema `public`."""
    owner = object_name(change.object)
    if not change.part:
        return owner
    steps = change.part.split("/")
    if len(steps) == 1:  # the only one of its field: a primary key
        return owner
    inner = ".".join(readable(step) for step in steps[1::2])
    return f"{owner}.{inner}"


def object_name(key: str) -> str:
    """`users` for `public/tables/users`, `billing.invoices` in another schema."""
    parts = [readable(part) for part in key.split("/")]
    return parts[-1] if len(parts) < 3 or parts[0] == "public" else f"{parts[0]}.{parts[-1]}"


def change(change: Change) -> str:
    """What happened, with the past first."""
    what = _capital(subject(change))
    if change.kind == "column" and not change.field and change.part.startswith("partitions/"):
        if change.action == "added":
            return f"{what} is not as in its table any more{_detail(change.new)}."
        return f"{what} is as in its table again."
    if change.action == "added":
        return f"{what} was added{_detail(change.new)}."
    if change.action == "removed":
        return f"{what} was removed{_detail(change.old)}."
    if change.action == "renamed":
        old = object_name(change.old) if not change.part else change.old
        return f"{what} was renamed; it was `{old}`."
    if change.field == "nullable":
        return f"{what} {'accepts nulls now' if change.new else 'no longer accepts nulls'}."
    if change.field == "labels":
        return f"{what}: {_labels(change.old, change.new, ('gained', 'lost'))}."
    if _is_text(change):
        return f"{what}: {_field(change.field)} changed ({_lines(change.old, change.new)})."
    if isinstance(change.new, bool):
        return f"{what}: {_field(change.field)} is {'on' if change.new else 'off'} now."
    return f"{what}: {_field(change.field)} was {value(change.old)}, is {value(change.new)}."


def finding(change: Change) -> str:
    """What is found, and what is expected."""
    what = _capital(subject(change))
    if change.action == "removed":
        return f"{what} is missing{_detail(change.old)}."
    if change.action == "added":
        return f"{what} is not expected{_detail(change.new)}."
    if change.field == "nullable":
        found = "accepts nulls" if change.new else "does not accept nulls"
        return f"{what} {found}; the expectation says the opposite."
    if change.field == "labels":
        return f"{what}: {_labels(change.old, change.new, ('not expected', 'missing'))}."
    if _is_text(change):
        lines = _lines(change.old, change.new)
        return f"{what}: {_field(change.field)} is not the expected one ({lines})."
    if isinstance(change.new, bool):
        state = "on" if change.new else "off"
        return f"{what}: {_field(change.field)} is {state}; the opposite is expected."
    return f"{what}: {_field(change.field)} is {value(change.new)}, expected {value(change.old)}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _field(field: str) -> str:
    return _LABELS.get(field, f"the {field.replace('_', ' ').replace('.', ' ')}")


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
    if "references" in thing:
        return f" ({', '.join(thing.get('columns', []))} → {thing['references']})"
    if "privileges" in thing and "grantee" in thing:
        return f" ({', '.join(thing['privileges'])})"
    for field in ("type", "expression", "bound", "predicate"):
        if thing.get(field):
            words = [str(thing[field])]
            words += ["not null"] if thing.get("nullable") is False and field == "type" else []
            return f" (`{' '.join(words)}`)"
    if thing.get("columns"):
        return f" ({', '.join(map(str, thing['columns']))})"
    return ""


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
