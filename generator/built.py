"""A schema that was built by a team's own SQL or command, as assertions; and YAML laid over it.

Every built object is asserted in full, but for what SQL does not say by itself (`unsaid`), and the
kinds that SQL can make are closed in the schemas that it fills. YAML adds what SQL cannot say:
whose a table is, who may read it, what must not be there; where it says otherwise, it holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from generator import unsaid
from generator.ddl.walk import several
from generator.merging import over, remove
from snapshot import model, waivers
from snapshot.codec import segment
from snapshot.expectation import CODE, DOMAINS
from snapshot.records import Coverage
from snapshot.store import Assertion


class Told(msgspec.Struct, frozen=True):
    """What is asserted, and where YAML holds against what was built: `object` or `object part`."""

    assertions: dict[str, Assertion]
    overruled: tuple[str, ...] = ()


def assertions(
    objects: model.State, coverage: Coverage, label: str, *, domain: str = CODE,
    asserts: Collection[str] = (), stubs: Collection[str] = (),
) -> dict[str, Assertion]:  # fmt: skip
    """What the built objects assert, by key, with the places that are closed.

    `asserts`: fields that count although SQL does not say them by itself. `stubs`: extensions that
    were stubbed, of which no more than that they are there is known.
    """
    unread = {*coverage.not_on_version, *coverage.not_permitted}
    found: dict[str, Assertion] = {}
    for key, thing in objects.items():
        if model.kind_name(type(thing)) in unsaid.KINDS:
            continue
        if isinstance(thing, model.Extension) and thing.name in stubs:
            found[key] = Assertion(domain=domain, source=label)
            continue
        silent = unsaid.fields(type(thing), unread, asserts)
        is_ = _plain(thing, thing.KEY, silent)
        inner = model.children(type(thing))
        order = {f: tuple(is_[f]) for f, part in inner.items() if part.ORDERED and f in is_}
        found[key] = Assertion(
            domain=domain,
            is_=is_,
            full=True,
            order=order,
            source=label,
            unasserted=tuple(sorted(silent)),
        )
    about = f"Built from `{label}`."
    if stubs:
        about += f" Stubbed, and so hardly asserted: {', '.join(sorted(stubs))}."
    whole = Assertion(
        domain=domain, is_={"description": about}, unlisted=tuple(sorted(_closed(found, unread)))
    )
    return dict(sorted({**found, DOMAINS + segment(domain): whole}.items()))


def _plain(
    thing: msgspec.Struct, names: Collection[str], silent: Collection[str]
) -> dict[str, Any]:  # fmt: skip
    """The fields that are not the model's defaults, parts by their names, at any depth.

    `names`: the fields that the thing stands under, which are not stated again.
    """
    cls = type(thing)
    told = msgspec.to_builtins(thing)
    found: dict[str, Any] = {}
    for field in cls.__struct_fields__:
        if field not in told or field in silent or field in names:
            continue
        if part := model.children(cls).get(field):
            single = model.is_single(cls, field)
            own = () if single else (part.KEY,)
            found[field] = {
                "" if single else getattr(p, part.KEY): _plain(p, own, silent)
                for p in several(getattr(thing, field))
            }
        else:
            found[field] = model.listed(told[field])
    return found


def _closed(found: Iterable[str], unread: Collection[str]) -> Iterator[str]:
    """The places in which nothing more may be there: every kind that was read, and can be said."""
    schemas = {key.split("/")[0] for key in found if key.count("/") == 2}
    for folder, cls in model.kinds().items():
        if model.kind_name(cls) in {*unsaid.KINDS, *unread}:
            continue
        if model.lives_in_schema(folder):
            yield from (f"{schema}/{folder}" for schema in schemas)
        else:
            yield folder


def overlaid(built: Mapping[str, Assertion], yaml: Mapping[str, Assertion]) -> Told:
    """YAML over what was built: its domain, what it states, and what must not be there."""
    found = dict(built)
    overruled: list[str] = []
    for key, told in yaml.items():
        mine = built.get(key)
        if mine is None or key.startswith((DOMAINS, waivers.PREFIX)) or told.full:
            found[key] = told
            continue
        if not told.exists:
            overruled.append(key)
            found[key] = told
            continue
        overruled += (f"{key} {path}".strip() for path in _against(told, mine))
        found[key] = over(mine, told)
    return Told(dict(sorted(found.items())), tuple(sorted(overruled)))


def _against(yaml: Assertion, built: Assertion) -> Iterator[str]:
    """Where YAML says otherwise than what was built: paths of parts and fields."""
    yield from _differing(yaml.is_, built.is_)
    for path in yaml.absent:
        before = dict(built.is_)
        remove(before, path)
        if before != built.is_:
            yield path
    for field, number in yaml.count.items():
        if number != len(built.is_.get(field, {})):
            yield field


def _differing(yaml: Mapping[str, Any], built: Mapping[str, Any], path: str = "") -> Iterator[str]:
    for name, value in yaml.items():
        here = f"{path}/{segment(name)}" if path else segment(name)
        if name not in built:
            continue  # it adds
        if isinstance(value, dict) and isinstance(built[name], dict):
            yield from _differing(value, built[name], here)
        elif value != built[name]:
            yield here
