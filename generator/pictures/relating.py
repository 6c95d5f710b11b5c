"""Which tables and foreign keys a diagram shows: of one table, of a domain, of all there is."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

import msgspec

from generator.language import counted, gettext, telling
from generator.links import Links
from generator.pictures.diagram import HUES, Line, Row, Table, draw
from generator.pictures.layout import NoLayout
from generator.pictures.svg import Href
from generator.relations import Relations
from generator.sentences import object_name
from snapshot import model
from snapshot.codec import segment

NEIGHBOURS = 14  # around a table
DOMAIN = 36  # tables in the diagram of a domain
OUTSIDE = 12  # tables of other domains beside them
WHOLE = 300  # tables in the diagram of a database; beyond it the layout takes seconds
NAMED = 7  # neighbours; where there are more, each is a name only


class Reference(msgspec.Struct, frozen=True):
    """A foreign key, between two tables by their keys."""

    child: str
    parent: str
    key: model.ForeignKey


class _Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be drawn: tables by their keys, and the foreign keys between them."""

    label: str
    keys: Sequence[str]
    references: Sequence[Reference]
    detailed: Container[str] = ()  # tables whose columns are shown, those of keys
    focus: str = ""  # the one that it is about
    outside: Container[str] = ()
    left_out: Sequence[str] = ()


class Drawn(msgspec.Struct, frozen=True):
    """A diagram, or why there is none; and how much of what belongs there is not in it."""

    svg: str = ""
    why: str = ""
    left_out: tuple[str, ...] = ()


class Relating:
    """The tables of one state and the foreign keys between them, ready to be drawn.

    `domains`: table → the domain that states it; `names`: all domains in their order, which gives
    each its colour.
    """

    def __init__(
        self, objects: Mapping[str, model.Object], relations: Relations,
        domains: Mapping[str, str], names: Sequence[str], links: Links,
    ) -> None:  # fmt: skip
        self.tables = {k: t for k, t in objects.items() if isinstance(t, model.Table)}
        self.domains = {key: domains[key] for key in self.tables if key in domains}
        self.links = links
        self.hues = {name: place % HUES for place, name in enumerate(names)}
        self.of: dict[str, list[Reference]] = {}
        self.references: list[Reference] = []
        for child in sorted(self.tables):
            for reference in self._from(child, relations):
                self.references.append(reference)
                for end in dict.fromkeys((reference.child, reference.parent)):
                    self.of.setdefault(end, []).append(reference)

    def _from(self, child: str, relations: Relations) -> Iterable[Reference]:
        for key in self.tables[child].foreign_keys:
            parent = relations.find(key.references, model.Table)
            if parent is not None:
                yield Reference(child, parent, key)

    def around(self, key: str, href: Href) -> Drawn | None:
        """A table and its neighbours; None when no foreign key leads from it or to it."""
        mine = self.of.get(key, [])
        if not mine:
            return None
        parents = [r.parent for r in mine if r.child == key]
        children = [r.child for r in mine if r.parent == key]
        all_ = [k for k in dict.fromkeys((*parents, *children)) if k != key]
        shown = all_[:NEIGHBOURS]
        inside = {key, *shown}
        kept = [r for r in mine if r.child in inside and r.parent in inside]
        return self._drawn(_Scene(
            label=gettext("%(name)s and the tables it is related to", name=self._name(key)),
            keys=[key, *shown],
            references=kept, detailed={key} if len(shown) > NAMED else inside, focus=key,
            left_out=all_[NEIGHBOURS:],
        ), href)  # fmt: skip

    def within(self, name: str, keys: Iterable[str], href: Href) -> Drawn | None:
        """The tables of a domain, and those of others that these refer to; None without a table."""
        there = [key for key in keys if key in self.tables]
        if not there:
            return None
        there.sort(key=lambda key: (-len(self.of.get(key, ())), key))
        own = sorted(there[:DOMAIN])
        others = sorted({
            r.parent for key in own for r in self.of.get(key, ())
            if r.child == key and r.parent not in there
        })  # fmt: skip
        others, dropped = others[:OUTSIDE], others[OUTSIDE:]
        inside = {*own, *others}
        kept = [r for r in self.references if r.child in own and r.parent in inside]
        return self._drawn(_Scene(
            label=gettext("Tables of the domain %(name)s and their foreign keys", name=name),
            keys=[*own, *others],
            references=kept, detailed=own, outside=others,
            left_out=(*sorted(there[DOMAIN:]), *dropped),
        ), href)  # fmt: skip

    def of_domain(self, name: str) -> list[Reference]:
        """The foreign keys of the tables of a domain."""
        return [each for each in self.references if self.domains.get(each.child) == name]

    def whole(self, href: Href) -> Drawn | None:
        """All tables, by their names; None when there is none, or more than can be drawn."""
        if not 0 < len(self.tables) <= WHOLE:
            return None
        return self._drawn(_Scene(
            label=gettext("All tables and their foreign keys"), keys=sorted(self.tables),
            references=self.references,
        ), href)  # fmt: skip

    def _drawn(self, scene: _Scene, href: Href) -> Drawn:
        place = {key: number for number, key in enumerate(scene.keys)}
        boxes = [self._box(key, scene, href) for key in scene.keys]
        lines = self._lines(scene, place, href)
        left_out = tuple(scene.left_out)
        try:
            return Drawn(draw(boxes, lines, scene.label, tight=not scene.detailed), "", left_out)
        except NoLayout as error:
            return Drawn("", str(error), left_out)

    def _box(self, key: str, scene: _Scene, href: Href) -> Table:
        table, domain, target = self.tables[key], self.domains.get(key), self.links.object(key)
        rows = self._rows(key, scene) if key in scene.detailed else ()
        more = len(table.columns) - len(rows) if key in scene.detailed else 0
        return Table(
            name=self._name(key),
            title=", ".join((
                self._name(key),
                gettext("domain %(name)s", name=domain) if domain else gettext("in no domain"),
                counted(len(table.columns), "column"),
            )),
            target=None if target is None or key == scene.focus else href(target),
            hue=self.hues.get(domain) if domain else None,
            rows=rows, more=f"+ {counted(more, 'column')}" if more else "",
            focus=key == scene.focus, outside=key in scene.outside,
        )  # fmt: skip

    def _rows(self, key: str, scene: _Scene) -> tuple[Row, ...]:
        """The columns of its keys; beside the table in focus, of those that are drawn only."""
        table = self.tables[key]
        primary = table.primary_key.columns if table.primary_key else ()
        keys = [r.key for r in scene.references if r.child == key]
        if scene.focus in ("", key):
            keys = list(table.foreign_keys)
        foreign = {column for each in keys for column in each.columns}
        return tuple(
            Row("PK" if column.name in primary else "FK", column.name)
            for column in table.columns
            if column.name in primary or column.name in foreign
        )

    def _lines(self, scene: _Scene, place: Mapping[str, int], href: Href) -> list[Line]:
        """One for each key; where tables are names only, one for all keys between two tables."""
        lines = [self._line(each, place, href) for each in scene.references]
        if scene.detailed:
            return lines
        found: dict[tuple[int, int], list[Line]] = {}
        for line in lines:
            found.setdefault((line.parent, line.child), []).append(line)
        return [_together(some) for some in found.values()]

    def _line(self, reference: Reference, place: Mapping[str, int], href: Href) -> Line:
        key, child = reference.key, self.tables[reference.child]
        nullable = {column.name for column in child.columns if column.nullable}
        target = self.links.object(reference.child, f"foreign_keys/{segment(key.name)}")
        told = [
            gettext(
                "%(child)s (%(columns)s) refers to %(parent)s (%(referenced)s)",
                child=self._name(reference.child), columns=", ".join(key.columns),
                parent=self._name(reference.parent), referenced=", ".join(key.referenced_columns),
            ), key.name,
        ]  # fmt: skip
        if key.on_delete != "no action":
            told.append(gettext("on delete %(action)s", action=key.on_delete))
        told += [
            word for word, so in ((gettext("not valid"), not key.valid),
                                  (gettext("disabled"), key.disabled),
                                  (gettext("not enforced"), not key.enforced)) if so
        ]  # fmt: skip
        return Line(
            parent=place[reference.parent], child=place[reference.child], title=", ".join(told),
            target=None if target is None else href(target),
            many=not _unique(child, key.columns), optional=bool({*key.columns} & nullable),
            holds=key.valid and key.enforced and not key.disabled,
        )  # fmt: skip

    def _name(self, key: str) -> str:
        return object_name(key, (self.tables[key],))


def _together(lines: Sequence[Line]) -> Line:
    """Several keys between the same two tables as one line, which says what any of them allows."""
    if len(lines) == 1:
        return lines[0]
    return Line(
        parent=lines[0].parent, child=lines[0].child,
        title=telling(
            counted(len(lines), "foreign key"),
            "; ".join([line.title for line in lines[:8]] + ["…"] * (len(lines) > 8)),
        ),
        target=lines[0].target, many=any(line.many for line in lines),
        optional=any(line.optional for line in lines), holds=all(line.holds for line in lines),
    )  # fmt: skip


def _unique(table: model.Table, columns: tuple[str, ...]) -> bool:
    """Whether no two rows have the same values in these columns: some key is made of them only."""
    keys = [set(unique.columns) for unique in table.unique_constraints]
    if table.primary_key:
        keys.append(set(table.primary_key.columns))
    keys += [
        {part.column or "" for part in index.keys}
        for index in table.indexes
        if index.unique and index.valid and index.predicate is None
    ]
    return any(key and key <= set(columns) for key in keys)
