"""Triggers and row-level security policies."""

from __future__ import annotations

from collections.abc import Iterator

from generator.ddl.quoting import comment, depends, ident, idents, joined, literal, role
from generator.ddl.statement import Home, Phase, Statement, writes
from snapshot import model

_ENABLED = {
    "disabled": "DISABLE TRIGGER",
    "replica": "ENABLE REPLICA TRIGGER",
    "always": "ENABLE ALWAYS TRIGGER",
}


@writes(model.Trigger)
def trigger(part: model.Trigger, home: Home) -> Iterator[Statement]:
    name = ident(part.name)
    state = _ENABLED.get(part.enabled)
    on = f"TRIGGER {name} ON {home.name}"
    if any(other.name == part.name for parent in home.parents for other in parent.triggers):
        again = state or "ENABLE TRIGGER"  # it came with the parent's, and is told for its state
        text = joined(
            f"ALTER TABLE {home.name} {again} {name};",
            comment("TRIGGER", f"{name} ON {home.name}", part.comment),
        )
        yield Statement(phase=Phase.POLICY, text=text)
        return
    yield Statement(
        phase=Phase.TRIGGER,
        text=f"CREATE {'CONSTRAINT ' if part.constraint else ''}TRIGGER {name}\n    "
        + "\n    ".join(_clauses(part, home)) + ";",
        remarks=joined(
            f"ALTER TABLE {home.name} {state} {name};" if state else "",
            depends(f"ALTER {on}", part.depends_on_extensions),
            comment("TRIGGER", f"{name} ON {home.name}", part.comment),
        ),
    )  # fmt: skip


def _clauses(part: model.Trigger, home: Home) -> Iterator[str]:
    """Everything after the trigger's name, a line each."""
    columns = f" OF {idents(part.columns)}" if part.columns else ""
    events = (event.upper() + (columns if event == "update" else "") for event in part.events)
    yield f"{part.timing.upper()} {' OR '.join(events)} ON {home.name}"
    if part.references is not None:
        yield f"FROM {part.references}"
    if part.deferrable:
        yield "DEFERRABLE INITIALLY DEFERRED" if part.initially_deferred else "DEFERRABLE"
    tables = [
        f"{word} TABLE AS {ident(name)}"
        for word, name in (("OLD", part.old_table), ("NEW", part.new_table))
        if name is not None
    ]
    if tables:
        yield f"REFERENCING {' '.join(tables)}"
    yield f"FOR EACH {part.for_each.upper()}"
    if part.when is not None:
        yield f"WHEN ({part.when})"
    yield f"EXECUTE FUNCTION {part.function}({', '.join(map(literal, part.arguments))})"


@writes(model.Rule)
def rule(part: model.Rule, home: Home) -> Iterator[Statement]:
    name = ident(part.name)
    state = _ENABLED.get(part.enabled, "").replace("TRIGGER", "RULE")
    definition = "\n".join(part.definition)
    yield Statement(
        phase=Phase.TRIGGER,
        text=f"CREATE RULE {name} AS\n    ON {part.event.upper()} TO {home.name}\n  {definition}",
        remarks=joined(
            f"ALTER TABLE {home.name} {state} {name};" if state else "",
            comment("RULE", f"{name} ON {home.name}", part.comment),
        ),
    )


@writes(model.Policy)
def policy(part: model.Policy, home: Home) -> Iterator[Statement]:
    name = ident(part.name)
    lines = [
        "" if part.permissive else "AS RESTRICTIVE",
        f"FOR {part.command.upper()}" if part.command != "all" else "",
        f"TO {', '.join(map(role, part.roles))}" if part.roles != ("PUBLIC",) else "",
        f"USING ({part.using})" if part.using is not None else "",
        f"WITH CHECK ({part.check})" if part.check is not None else "",
    ]
    shown = "".join(f"\n    {line}" for line in lines if line)
    yield Statement(
        phase=Phase.POLICY,
        text=f"CREATE POLICY {name} ON {home.name}{shown};",
        remarks=comment("POLICY", f"{name} ON {home.name}", part.comment),
    )
