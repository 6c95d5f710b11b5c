"""Generated mutations: no field of the model is dropped by differ, writer or reader.

`generated.py` gives any field of any class another value. The differ names just that (every field,
in memory). A server makes the changed state, and it comes back as it was changed (every field, many
at once). Where it does, pg_dump differs too (some, each on its own).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import sha256
from heapq import nsmallest
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.diff import diff
from generator.side import Side
from snapshot import model
from snapshot.codec import key_of, readable, segment
from tests.conftest import REPOSITORY, Servers
from tests.oracle.conftest import everything
from tests.oracle.generated import Field, Mutation, Place, mutations
from tests.oracle.sweeping import Sweep, built_and_dumped, can_be_made
from tests.oracle.test_mutations import mutations as written
from tests.rebuilding import rebuilt_from

DDL = REPOSITORY / "tests" / "ddl"
CLASSES: list[Any] = [
    *model.kinds().values(), *model.parts().values(), model.IndexKey, model.Identity,
]  # fmt: skip
FIELDS = {(cls.__name__, field) for cls in CLASSES for field in cls.__struct_fields__}
PG_DUMP_CANNOT_SEE = {
    ("Aggregate", "final_extra"): "where there is no final function it writes nothing of it",
    ("Aggregate", "final_modify"): "where there is no final function it writes nothing of it",
    ("Aggregate", "moving_final_extra"): "where there is no moving mode it writes nothing of it",
    ("Aggregate", "moving_final_modify"): "where there is no moving mode it writes nothing of it",
    ("CheckConstraint", "comment"): "of one that is inherited it writes nothing",
    ("Extension", "comment"): "of plpgsql, which every database has, it writes nothing",
    ("Extension", "version"): "it writes CREATE EXTENSION without a version",
    ("ForeignKey", "disabled"): "of the triggers of a foreign key it writes nothing",
}
NOT_MUTATED = {  # all of them have a value that is captured and rebuilt: tests/test_ddl.py
    "it is part of the name, so another value is another object": "Aggregate.arguments"
    " DefaultPrivilege.in_schema DefaultPrivilege.objects DefaultPrivilege.role"
    " ForeignDataWrapper.name Function.arguments Operator.left Operator.name Operator.right"
    " Operator.schema TextSearchDictionary.name TextSearchDictionary.schema Transform.name",
    "another value needs other values beside it": "AccessMethod.type Aggregate.deserial_function"
    " Aggregate.moving_inverse_function Aggregate.moving_state_function Aggregate.moving_state_type"
    " Aggregate.serial_function Aggregate.state_type BaseType.length BaseType.shell"
    " Cast.function"
    " Collation.collate Collation.ctype Collation.locale Collation.provider"
    " Conversion.from_encoding Conversion.function Conversion.to_encoding FamilyOperator.operator"
    " ForeignKey.period Function.library MaterializedView.definition OperatorClass.family"
    " Partition.parent Statistics.table UniqueConstraint.without_overlaps ViewColumn.type",
    "there is but one such function, wrapper, parser or template": "AccessMethod.handler"
    " BaseType.input BaseType.output BaseType.receive"
    " EventTrigger.event EventTrigger.function ForeignServer.wrapper Language.handler"
    " TextSearchConfiguration.parser TextSearchDictionary.template TextSearchParser.end"
    " TextSearchParser.start TextSearchParser.token TextSearchParser.token_types"
    " TextSearchTemplate.lexize",
    "the embedded server is built without ICU": "Collation.deterministic Collation.rules",
    "only superusers may own one": "EventTrigger.owner ForeignDataWrapper.owner",
    "no command makes just that": "MaterializedView.replica_identity Partition.detach_pending"
    " Subscription.connection Subscription.enabled SuppliedObject.extension UniqueConstraint.valid",
    "fixed when the database is made, and made by no script": "Database.collate"
    " Database.connectable Database.ctype Database.encoding Database.locale"
    " Database.locale_provider Database.locale_rules Database.name Database.tablespace",
}


@pytest.fixture(scope="module")
def states(servers: Servers) -> dict[str, model.State]:
    """One of everything, and everything in circles, as the server has them."""
    server = servers.get("18")
    server.provide((), ("spc1", "spc2"))
    circles = [(DDL / name).read_text("utf-8") for name in ("everything.sql", "everything-18.sql")]
    rest = (DDL / "rest.sql").read_text("utf-8")
    return {
        "everything": rebuilt_from(server, everything(18), rest).old,
        "circles": rebuilt_from(server, *circles).old,
    }


def named(old: model.State, new: model.State) -> set[Place]:
    """What a comparison says, folds too: object, part, field."""
    found = diff(Side(old, database="x"), Side(new, database="x"))
    told = {(c.object, c.part, c.field) for c in (*found.all, *found.folds)}
    for change in found.all:  # one that was renamed is named by what it was, too
        if change.action == "renamed" and change.part:
            was = f"{change.part.rpartition('/')[0]}/{segment(change.old)}"
            told.add((change.object, was, ""))
        elif change.action == "renamed":
            told |= {(key, "", "") for key in old if readable(key) == change.old}
    return told


def test_the_differ_names_every_field_and_nothing_else(states: dict[str, model.State]) -> None:
    label = model.SecurityLabel("provider", "secret")
    own = model.Database("d", "app", "UTF8", "C", "C", security_labels=(label,),
                         privileges=(model.Privilege("app", ("CONNECT",)),))  # fmt: skip
    seen: Counter[Field] = Counter()
    wrong = []
    for state in ({"databases/d": own}, *states.values()):
        for mutation in mutations(state):
            if seen[mutation.what]:
                continue
            seen[mutation.what] += 1
            made = mutation.made
            found = named({mutation.key: mutation.home}, {key_of(made): made})
            if found != mutation.expected:
                wrong.append(f"{mutation}\n    {sorted(found)}")
    print(f"{seen.total()} mutations of {len(seen)} fields, {len(wrong)} told wrongly")
    assert not wrong, "\n".join(wrong)
    assert sorted(FIELDS - {*seen}) == []


@pytest.mark.slow
def test_every_field_comes_back_as_it_was_changed(
    servers: Servers, states: dict[str, model.State]
) -> None:
    """Made on a server with another value, or changed there by hand."""
    sweep = Sweep()
    for state in states.values():
        sweep.over(servers.get("18"), state)
    by_hand = {field for field in FIELDS if _words(*field) & _written()}
    print(f"{sweep.tried} mutations on {sweep.built} databases: {len(sweep.exact)} fields of"
          f" {len(FIELDS)} came back; {len(by_hand - sweep.exact)} more by hand")  # fmt: skip
    excused = {word for words in NOT_MUTATED.values() for word in words.split()}
    missed = {what for what in FIELDS - sweep.exact - by_hand if ".".join(what) not in excused}
    surplus = {".".join(what) for what in sweep.exact | by_hand} & excused
    assert not surplus, f"they are mutated: take them off the list: {sorted(surplus)}"
    told = [f"{what}: {sweep.seen[what][:3]}" for what in sorted(missed)]
    assert not told, "\n".join(told)


def _written() -> set[str]:
    """What the statements of `mutations.sql`, and the cases, change on a server, and we name."""
    words = {word for mutation in written() for word in mutation.expected}
    for path in (REPOSITORY / "tests" / "cases").glob("*/*/changes*.json"):
        for change in json.loads(path.read_text("utf-8"))["changes"]:
            field = f".{change['field']}" if "field" in change else f" {change['action']}"
            words.add(change["kind"] + field)
    return words


def _words(cls: str, field: str) -> set[str]:
    """How `mutations.sql` names a change of a field."""
    found = next(each for each in CLASSES if each.__name__ == cls)
    inside = {"IndexKey": "index.keys", "Identity": "column.identity"}
    words = {inside.get(cls, f"{model.kind_name(found)}.{field}")}
    if part := model.children(found).get(field):
        words |= {f"{model.kind_name(part)} {action}" for action in ("added", "removed")}
    if field in ("name", *(found.KEY if isinstance(found.KEY, tuple) else (found.KEY,))):
        words |= {f"{model.kind_name(found)} {action}" for action in ("added", "renamed")}
    return words


class Trial:
    """The states as a server makes them, and one mutation after the other against pg_dump."""

    def __init__(self, servers: Servers, states: dict[str, model.State]) -> None:
        self.server = servers.get("18")
        self.states = states
        self.dumps = {name: built_and_dumped(self.server, s)[1] for name, s in states.items()}
        self.all: dict[str, dict[Field, list[Mutation]]] = {}
        for name, state in states.items():
            self.all[name] = found = defaultdict(list)
            for mutation in mutations(state):
                found[mutation.what].append(mutation)
        self.tally: Counter[str] = Counter()

    def run(self, name: str, mutation: Mutation) -> None:
        if not can_be_made(mutation):
            self.tally["not for a script"] += 1
            return
        state = self.states[name]
        wanted = {**state, mutation.key: mutation.made}
        got, dump = built_and_dumped(self.server, wanted)
        differs = dump != self.dumps[name]
        if got == wanted:
            self.tally["made as drawn, and told"] += 1
            assert named(state, got) == mutation.expected, str(mutation)
        else:
            self.tally["made otherwise, and told" if got != state else "refused"] += 1
        assert got != state or not differs, f"only pg_dump sees {mutation}"
        excused = got == state or mutation.what in PG_DUMP_CANNOT_SEE
        assert differs or excused, f"only we see {mutation}"


@pytest.fixture(scope="module")
def trial(servers: Servers, states: dict[str, model.State]) -> Iterator[Trial]:
    found = Trial(servers, states)
    yield found
    print(f"{found.tally.total()} against pg_dump: {dict(found.tally)}")


def sample(trial: Trial, number: int) -> list[tuple[str, Mutation]]:
    """The same ones on every machine: what hypothesis draws goes by what else is imported."""
    every = (
        (name, m) for name, found in trial.all.items() for each in found.values() for m in each
    )
    return nsmallest(number, every, key=lambda one: sha256(f"{one[0]} {one[1]}".encode()).digest())


@pytest.mark.slow
def test_where_pg_dump_differs_so_do_we(trial: Trial) -> None:
    for name, mutation in sample(trial, 10):
        trial.run(name, mutation)


@pytest.mark.slow
def test_where_pg_dump_differs_so_do_we_many_times(trial: Trial) -> None:
    for name, mutation in sample(trial, 300):
        trial.run(name, mutation)


@pytest.mark.matrix
@settings(max_examples=1000, deadline=None, suppress_health_check=[*HealthCheck])
@given(data=st.data())
def test_where_pg_dump_differs_so_do_we_whatever_is_drawn(
    trial: Trial, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(trial.all)))
    field = data.draw(st.sampled_from(sorted(trial.all[name])))
    trial.run(name, data.draw(st.sampled_from(trial.all[name][field])))
