"""Functions, aggregates, operators, languages, transforms: replaced under the same signature."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from generator.ddl.quoting import depends
from generator.ddl.statement import Home, Phase
from generator.remedy.homes import statements
from generator.remedy.step import Step, alters, step
from snapshot import model


@alters(
    model.Function, "language", "volatility", "parallel", "strict", "security_definer",
    "leakproof", "cost", "rows", "support", "transforms", "settings", "library", "body",
)  # fmt: skip
def function(old: model.Function, new: model.Function, home: Home) -> Iterator[Step] | None:
    """OR REPLACE keeps whoever calls it; its arguments and its result must be the same."""
    if (old.arguments, old.returns, old.routine) != (new.arguments, new.returns, new.routine):
        return None
    return replaced(old, new, home)


def replaced(old: Any, new: Any, home: Home) -> Iterator[Step]:
    made = statements(new, home)[0]
    yield step(
        made.text.replace("CREATE ", "CREATE OR REPLACE ", 1), made.phase, makes=made.makes,
        after=made.after, hopes=made.hopes, frees=statements(old, home)[0].text,
        remarks=depends(home.alter, getattr(new, "depends_on_extensions", ())),  # it forgets them
    )  # fmt: skip


@alters(
    model.Aggregate, *(
        field for field in model.Aggregate.__struct_fields__
        if field not in ("name", "schema", "owner", "comment", "privileges", "security_labels")
    )
)  # fmt: skip
def aggregate(old: model.Aggregate, new: model.Aggregate, home: Home) -> Iterator[Step] | None:
    fixed = ("arguments", "aggregate", "state_type", "final_function")
    if any(getattr(old, field) != getattr(new, field) for field in fixed):
        return None
    return replaced(old, new, home)


@alters(model.Language, "handler", "inline", "validator", "trusted")
@alters(model.Transform, "from_sql", "to_sql")
def language(old: Any, new: Any, home: Home) -> Iterator[Step]:
    return replaced(old, new, home)


@alters(model.Operator, "restrict", "join")
def operator(old: model.Operator, new: model.Operator, home: Home) -> Iterator[Step] | None:
    fields = ("restrict", "join")
    bare = [msgspec.structs.replace(o, restrict=None, join=None) for o in (old, new)]
    if any(getattr(bare[0], f) != getattr(bare[1], f) for f in ("function", "hashes", "merges")):
        return None
    said = [f"{f.upper()} = {getattr(new, f) or 'NONE'}" for f in fields
            if getattr(old, f) != getattr(new, f)]  # fmt: skip
    return iter([step(f"{home.alter} SET ({', '.join(said)});", Phase.OPERATION)])
