"""What the scratch server's words for a state teach: which texts it spells otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from generator.compare import compare
from snapshot import model
from snapshot.codec import state_digest
from snapshot.records import FORMAT, Server
from snapshot.spellings import Spelling, Spellings


def learned(
    state: model.State, server: Server, made: model.State, scratch: Server,
    reasons: Iterable[str] = (),
) -> Spellings:  # fmt: skip
    """Compare a state with what the scratch server made of it.

    Only texts count that a server makes anew (`model.spelled`): whatever else differs is what SQL
    cannot say, and says nothing about spelling. `reasons`: why something could not be made there.
    """
    texts: list[Spelling] = []
    missing: list[str] = []
    for key, thing in state.items():
        other = made.get(key)
        if isinstance(thing, model.Database):
            continue
        if other is None:
            missing.append(key)
        elif other != thing:
            cls: type = type(thing)
            for change in compare(key, cls, model.plain(thing), model.plain(other)):
                place = f"{key} {change.part}".rstrip()
                inner = model.parts()[change.kind] if change.part else cls
                if change.action == "removed":
                    missing.append(place)
                elif change.action == "changed" and change.field in model.spelled(inner):
                    texts.append(
                        Spelling(
                            object=key, part=change.part, field=change.field,
                            old=change.old, new=change.new,
                        )
                    )  # fmt: skip
    return Spellings(
        format=FORMAT, state=state_digest(state), server=server.version, scratch=scratch.version,
        texts=tuple(sorted(texts, key=lambda t: (t.object, t.part, t.field))),
        missing=tuple(sorted(missing)), reasons=tuple(sorted({*reasons})),
    )  # fmt: skip
