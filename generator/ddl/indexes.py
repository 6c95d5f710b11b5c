"""Indexes that no constraint owns."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from generator.ddl.quoting import (
    comment,
    commented,
    depends,
    ident,
    idents,
    joined,
    qualified,
    storage_options,
)
from generator.ddl.statement import Home, Phase, Statement, writes
from snapshot import model


@writes(model.Index)
def index(part: model.Index, home: Home) -> Iterator[Statement]:
    """An index; an invalid one is a comment, for no command makes one that is not whole.

    But on a partitioned table: ONLY makes an index that its partitions still lack.
    """
    partitioned = getattr(home.thing, "partition_by", None) is not None
    only = partitioned and not part.valid
    command = f"CREATE {_definition(part, home, only)};"
    name = qualified(home.schema, part.name)
    said = comment("INDEX", name, part.comment)
    if not part.valid and not partitioned:
        head = (
            f"Index {ident(part.name)} was invalid: a build that failed, which cannot be rebuilt."
        )
        yield Statement(phase=Phase.INDEX, text=commented(f"{head}\n{command}"))
        return
    own = isinstance(home.thing, model.Partition) and not _twin(part, home)
    yield Statement(
        phase=Phase.OWN_INDEX if own else Phase.INDEX,
        text=command,
        remarks=joined(tuned(part, name), said),
        makes=((home.schema, part.name),),
    )


def _definition(part: model.Index, home: Home, only: bool) -> str:
    """Everything that follows CREATE."""
    unique = "UNIQUE " if part.unique else ""
    using = f" USING {ident(part.using)}" if part.using != "btree" else ""
    include = f" INCLUDE ({idents(part.include)})" if part.include else ""
    distinct = " NULLS NOT DISTINCT" if part.nulls_not_distinct else ""
    where = f"\n    WHERE {part.predicate}" if part.predicate is not None else ""
    return (
        f"{unique}INDEX {ident(part.name)} ON {'ONLY ' if only else ''}{home.name}{using} "
        f"({', '.join(map(_key, part.keys))}){include}{distinct}"
        f"{storage_options(part.options)}{_tablespace(part.tablespace)}{where}"
    )


def _tablespace(name: str | None) -> str:
    return f" TABLESPACE {ident(name)}" if name is not None else ""


def tuned(part: model.Index, name: str) -> str:
    numbered = ((number, key.statistics) for number, key in enumerate(part.keys, 1))
    return joined(
        *(
            f"ALTER INDEX {name} ALTER COLUMN {number} SET STATISTICS {target};"
            for number, target in numbered
            if target is not None
        ),
        depends(f"ALTER INDEX {name}", part.depends_on_extensions),
    )


def _key(key: model.IndexKey) -> str:
    words = [ident(key.column) if key.column is not None else key.expression or ""]
    if key.collation:
        words.append(f"COLLATE {key.collation}")
    if key.opclass:
        options = storage_options(key.options).removeprefix(" WITH")
        words.append(f"{key.opclass}{options}")
    if key.descending:
        words.append("DESC")
    if key.nulls:
        words.append(f"NULLS {key.nulls.upper()}")
    return " ".join(words)


def _twin(part: model.Index, home: Home) -> bool:
    """Whether a parent has the same index. Made first, it would be taken for the parent's own."""
    if part.comment is not None:
        return False  # it is told because of its comment: the parent's own
    bare, stored = _nameless(part), (part.options, part.tablespace)
    plain = tuple(key.column for key in part.keys)
    for parent in home.parents:
        twins = [other for other in parent.indexes if _nameless(other) == bare]
        if twins:  # one that is stored otherwise is told because of that: the parent's own
            return any((other.options, other.tablespace) == stored for other in twins)
        keys = [parent.primary_key, *parent.unique_constraints]
        if part.unique and any(key is not None and key.columns == plain for key in keys):
            return True
    return False


def _nameless(part: model.Index) -> model.Index:
    return msgspec.structs.replace(
        part, name="", comment=None, valid=True, options=(), tablespace=None
    )
