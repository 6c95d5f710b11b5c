"""One plain sentence for each change or finding."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from generator.changes import Change
from generator.language import gettext, noted, words
from generator.markdown import tame
from generator.values import detail, ended, labels, lines, value
from snapshot import model
from snapshot.codec import readable, segment

Things = tuple[model.Object, ...]  # the object that a change is about, as it was and is, if known

_LABELS = {
    "nullable": noted("NOT NULL"),
    "columns.count": noted("number of columns"),
    "columns.order": noted("order of the columns"),
    "attributes.order": noted("order of the attributes"),
    "default": noted("default value"),
    "claimed": noted("claimed by a domain"),
}
_ADJECTIVES = {
    "binary", "claimed", "collatable", "connectable", "deferrable", "deterministic", "disabled",
    "enabled", "enforced", "inherited", "leakproof", "permissive", "preferred", "strict", "trusted",
    "unique", "unlogged", "valid", "virtual",
}  # fmt: skip
_ROUTINES = {
    "function": noted("function"), "procedure": noted("procedure"),
    "window": noted("window function"),
}  # fmt: skip
_GRANTS = ("privilege", "sequence_privilege")
_SUBJECTS = {  # with the article, and without
    "of": (noted("the %(kind)s of %(name)s"), noted("%(kind)s of %(name)s")),
    "privilege": (
        noted("the privileges of %(role)s on %(name)s"), noted("privileges of %(role)s on %(name)s")
    ),
    "sequence_privilege": (
        noted("the privileges of %(role)s on the sequence of %(name)s"),
        noted("privileges of %(role)s on the sequence of %(name)s"),
    ),
}  # fmt: skip
_CHANGED = {  # of one thing, and of privileges
    "added": (noted("%(what)s was added%(detail)s."), noted("%(what)s were added%(detail)s.")),
    "removed": (
        noted("%(what)s was removed%(detail)s."), noted("%(what)s were removed%(detail)s.")
    ),
    "renamed": (
        noted("%(what)s was renamed; it was `%(old)s`."),
        noted("%(what)s were renamed; it was `%(old)s`."),
    ),
}  # fmt: skip
_FOUND = {
    "added": (
        noted("%(what)s is not expected%(detail)s."), noted("%(what)s are not expected%(detail)s.")
    ),
    "removed": (
        noted("%(what)s is missing%(detail)s."), noted("%(what)s are missing%(detail)s.")
    ),
    "renamed": (
        noted("%(what)s is still called `%(old)s`."), noted("%(what)s are still called `%(old)s`.")
    ),
}  # fmt: skip
_CUT = re.compile(r"\.[0-9a-f]{16}\Z")  # the end of an over-long name in a key
_CUT_AT = 145


def one_line(text: str) -> str:
    """Text that cannot break a line, or do anything to a terminal."""
    return tame(text.replace("\r\n", "\n").replace("\n", "↵"))


def subject(change: Change, things: Things = (), *, bare: bool = False) -> str:
    """`column bills.amount`, `table users`, `the primary key of bills`; `bare`: without "the"."""
    name = f"`{name_of(change, things)}`"
    steps = change.part.split("/") if change.part else []
    if _are_many(change):
        role = f"`{_inner(steps[-1], steps, things)}`"
        return gettext(_SUBJECTS[change.kind][bare], role=role, name=name)
    if len(steps) % 2:  # the only one of its field: a primary key
        only = _SUBJECTS["of"][bare]
        return gettext(only, kind=words(change.kind), name=name)
    if not change.part and things and hasattr(things[0], "routine"):
        return f"{gettext(_ROUTINES[things[0].routine])} {name}"
    kind = change.kind.removeprefix("view_") if change.part else change.kind
    return f"{words(kind)} {name}"


def about(change: Change, things: Things = ()) -> str:
    """What a change is about, with the field: `column users.email: type`."""
    told = subject(change, things, bare=True)
    if not change.field:
        return told
    return gettext("%(what)s: %(field)s", what=told, field=_field(change.field))


def _are_many(change: Change) -> bool:
    """Whether what a change is about are several: the privileges of a role."""
    return change.kind in _GRANTS and bool(change.part)


def name_of(change: Change, things: Things = ()) -> str:
    """The thing's name as people write it: with its table, without the schema `public`."""
    owner = object_name(change.object, things)
    steps = change.part.split("/") if change.part else []
    if change.kind in _GRANTS:
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
    why = change.perhaps if change.evidence is None else change.evidence.told
    return f"{sentence.removesuffix('.')} ({why})." if why else sentence


def because(change: Change, why: str) -> Change:
    """A change whose sentence ends in a reason."""
    told = gettext("%(sentence)s: %(why)s.", sentence=change.sentence.removesuffix("."), why=why)
    return msgspec.structs.replace(change, sentence=told)


def change(change: Change, things: Things = ()) -> str:
    """What happened, with the past first."""
    about = subject(change, things)
    if change.field:
        return _field_changed(change, about)
    what = _capital(about)
    if change.kind == "column" and change.part.startswith("partitions/"):
        if change.action == "added":
            return gettext("%(what)s is not as in its table any more%(detail)s.",
                           what=what, detail=detail(change.new))  # fmt: skip
        return gettext("%(what)s is as in its table again.", what=what)
    if change.action == "recreated" and change.kind in ("column", "attribute"):
        return gettext("%(what)s was dropped and added anew.", what=what)
    if change.action == "recreated":
        return gettext("%(what)s was dropped and made anew.", what=what)
    if change.kind == "partition" and change.action == "added" and isinstance(change.old, str):
        return gettext(
            "Table `%(table)s` became a partition of `%(parent)s`.",
            table=object_name(change.old), parent=object_name(change.object, things),
        )  # fmt: skip
    if change.kind == "partition" and change.action == "removed" and isinstance(change.new, str):
        table = object_name(change.new)
        return gettext("%(what)s became a table of its own, `%(table)s`.", what=what, table=table)
    return _whole(_CHANGED, change, what, change.new if change.action == "added" else change.old)


def _whole(
    table: dict[str, tuple[str, str]], change: Change, what: str, thing: Any
) -> str:  # fmt: skip
    """The sentence of a whole thing that came, went or has another name."""
    message = table[change.action][_are_many(change)]
    if change.action == "renamed":
        return gettext(message, what=what, old=_old_name(change))
    return gettext(message, what=what, detail=detail(thing))


def _field_changed(change: Change, about: str) -> str:
    what, field = _capital(about), _field(change.field)
    old, new = value(change.old), value(change.new)
    if change.field == "nullable" and change.new:
        return gettext("%(what)s accepts nulls now.", what=what)
    if change.field == "nullable":
        return gettext("%(what)s no longer accepts nulls.", what=what)
    if change.action == "renamed":
        return gettext("%(field)s %(new)s of %(about)s was renamed; it was %(old)s.",
                       field=_one(change), new=new, about=about, old=old)  # fmt: skip
    if change.field == "labels":
        told = labels(change, noted("gained %(labels)s"), noted("lost %(labels)s"))
        return gettext("%(what)s: %(told)s.", what=what, told=told)
    if _is_text(change):
        return gettext("%(what)s: %(field)s changed (%(lines)s).",
                       what=what, field=field, lines=lines(change))  # fmt: skip
    if isinstance(change.new, bool) and change.field in _ADJECTIVES:
        if change.new:
            return gettext("%(what)s is %(field)s now.", what=what, field=field)
        return gettext("%(what)s is not %(field)s any more.", what=what, field=field)
    if isinstance(change.new, bool):
        field = _capital(field)
        if change.new:
            return gettext("%(field)s of %(about)s was switched on.", field=field, about=about)
        return gettext("%(field)s of %(about)s was switched off.", field=field, about=about)
    if change.field == "privileges":
        return gettext("%(what)s changed from %(old)s to %(new)s.", what=what, old=old, new=new)
    return ended(gettext("%(what)s: %(field)s changed from %(old)s to %(new)s",
                          what=what, field=field, old=old, new=new))  # fmt: skip


def finding(change: Change, things: Things = ()) -> str:
    """What is found, and what is expected."""
    about = subject(change, things)
    what = _capital(about)
    if change.action in _FOUND and not change.field:
        return _whole(
            _FOUND, change, what, change.old if change.action == "removed" else change.new
        )
    field, old, new = _field(change.field), value(change.old), value(change.new)
    if change.action == "renamed":
        return gettext("%(field)s %(new)s of %(about)s is still called %(old)s.",
                       field=_one(change), new=new, about=about, old=old)  # fmt: skip
    if change.field == "nullable" and change.new:
        return gettext("%(what)s accepts nulls; the expectation says the opposite.", what=what)
    if change.field == "nullable":
        return gettext("%(what)s does not accept nulls; the expectation says the opposite.",
                       what=what)  # fmt: skip
    if change.field == "labels":
        told = labels(change, noted("not expected %(labels)s"), noted("missing %(labels)s"))
        return gettext("%(what)s: %(told)s.", what=what, told=told)
    if _is_text(change):
        return gettext("%(what)s: %(field)s not as expected (%(lines)s).",
                       what=what, field=field, lines=lines(change))  # fmt: skip
    if isinstance(change.new, bool) and change.field in _ADJECTIVES:
        if change.new:
            return gettext("%(what)s is %(field)s; the opposite is expected.",
                           what=what, field=field)  # fmt: skip
        return gettext("%(what)s is not %(field)s; the opposite is expected.",
                       what=what, field=field)  # fmt: skip
    if isinstance(change.new, bool):
        field = _capital(field)
        if change.new:
            return gettext("%(field)s of %(about)s is on; off is expected.",
                           field=field, about=about)  # fmt: skip
        return gettext("%(field)s of %(about)s is off; on is expected.", field=field, about=about)
    if change.field == "privileges":
        return gettext("%(what)s: %(new)s found, %(old)s expected.", what=what, new=new, old=old)
    return gettext("%(what)s: %(field)s %(new)s found, %(old)s expected.",
                   what=what, field=field, new=new, old=old)  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _field(field: str) -> str:
    """A field in words, also of the number and the order of parts."""
    if told := _LABELS.get(field):
        return gettext(told)
    name, _, what = field.partition(".")
    if what == "count":
        return gettext("%(parts)s count", parts=words(name))
    return gettext("%(parts)s order", parts=words(name)) if what else words(name)


def _one(change: Change) -> str:
    """One of what a field lists: `Label`."""
    return _capital(words(change.field.removesuffix("s")))


def _is_text(change: Change) -> bool:
    return change.field in ("body", "definition") and isinstance(change.new, list)
