"""Random schemas, straight from the model, spelled as the server spells them (PostgreSQL 16 on)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

from generator.ddl.quoting import ident, qualified
from generator.ddl.words import KEYWORDS
from snapshot import model
from snapshot.codec import key_of

ROLES = ("app", "reader", 'Odd "role"')
_LETTERS = "abzAZ09_$ .'\"\\/%;-()ßéЖ☃𝄞\n\t"
_TYPES = {"integer": "7", "text": "'it''s'::text", "timestamp with time zone": "now()"}


def _longest(letter: str) -> str:
    return (letter * 63).encode()[:63].decode("utf-8", "ignore")


def names() -> st.SearchStrategy[str]:
    """Names as bad as the server takes them: up to 63 bytes of anything, and every keyword."""
    odd = st.text(_LETTERS, min_size=1, max_size=20).filter(lambda s: len(s.encode()) <= 63)
    long = st.sampled_from("aÉ☃").map(_longest)
    plain = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True)
    words = st.sampled_from(sorted(KEYWORDS))
    return st.one_of(plain, odd, words, long).filter(lambda s: not s.startswith("pg_"))


def texts() -> st.SearchStrategy[str]:
    return st.text(_LETTERS + "$body", min_size=1, max_size=30)


def some(draw: Any, what: Callable[[], Any], most: int = 2) -> Iterator[Any]:
    for _ in range(draw(st.integers(0, most))):
        yield what()


class Maker:
    """Draws one schema; every name in it is drawn once only."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.taken = {"public"}
        self.schema = self.name()

    def name(self) -> str:
        found: str = self.draw(names().filter(lambda name: name not in self.taken))
        self.taken.add(found)
        return found

    def flag(self) -> bool:
        return bool(self.draw(st.booleans()))

    def comment(self) -> str | None:
        found: str | None = self.draw(st.none() | texts())
        return found

    def common(self, privileges: tuple[str, ...], public: tuple[str, ...] = ()) -> dict[str, Any]:
        """What every object has. `public` is what everybody may do by default."""
        owner = self.draw(st.sampled_from(("postgres", *ROLES)))
        grants = []
        for role in ("PUBLIC", *ROLES):
            default = public if role == "PUBLIC" else ()
            listed = self.draw(st.sets(st.sampled_from(privileges))) if self.flag() else {*default}
            can = role not in ("PUBLIC", owner)
            grantable = [p for p in sorted(listed) if can and self.flag()]
            if listed and role != owner:
                grants.append(model.Privilege(role, tuple(sorted(listed)), tuple(grantable)))
        grants.sort(key=lambda grant: grant.grantee)
        return {
            "name": self.name(), "schema": self.schema, "owner": owner,
            "comment": self.comment(), "privileges": tuple(grants),
        }  # fmt: skip

    def enum(self) -> model.Enum:
        labels = self.draw(st.lists(texts(), max_size=3, unique=True))
        return model.Enum(**self.common(("USAGE",), ("USAGE",)), labels=tuple(labels))

    def domain(self) -> model.Domain:
        check = model.CheckConstraint(
            self.name(), "(VALUE <> 'x'::text)", valid=self.flag(), comment=self.comment()
        )
        default = self.draw(st.none() | st.just("'it''s'::text"))
        return model.Domain(
            **self.common(("USAGE",), ("USAGE",)), type="text", nullable=self.flag(),
            default=default, check_constraints=(check,) if self.flag() else (),
        )  # fmt: skip

    def composite(self) -> model.CompositeType:
        attributes = some(
            self.draw,
            lambda: model.Attribute(
                self.name(), self.draw(st.sampled_from(sorted(_TYPES))), comment=self.comment()
            ),
        )
        return model.CompositeType(
            **self.common(("USAGE",), ("USAGE",)), attributes=tuple(attributes)
        )

    def parameters(self) -> dict[str, Any]:
        """The parameters of a sequence of integers, in their ranges."""
        increment = self.draw(st.sampled_from((1, 5, -1, -7)))
        low = self.draw(st.none() | st.integers(-50, 0))
        high = self.draw(st.none() | st.integers(2, 50))
        least = low if low is not None else 1 if increment > 0 else -100
        most = high if high is not None else 100 if increment > 0 else -1
        low, high, least, most = (None, None, 1, 100) if least > most else (low, high, least, most)
        if increment < 0 and low is None and high is None:
            least, most = -100, -1
        return {
            "start": self.draw(st.integers(least, most)), "increment": increment,
            "min_value": None if low == 1 and increment > 0 else low,
            "max_value": high, "cache": self.draw(st.integers(1, 3)), "cycle": self.flag(),
        }  # fmt: skip

    def sequence(self) -> model.Sequence:
        return model.Sequence(
            **self.common(("SELECT", "UPDATE", "USAGE")), type="integer", unlogged=self.flag(),
            **self.parameters(),
        )  # fmt: skip

    def function(self) -> model.Function:
        body = tuple(self.draw(texts()).split("\n"))
        arguments = self.draw(st.sampled_from(("", "integer", "integer, text")))
        return model.Function(
            **self.common(("EXECUTE",), ("EXECUTE",)), language="plpgsql", returns="integer",
            argument_types=arguments, arguments=arguments, body=body, strict=self.flag(),
            volatility=self.draw(st.sampled_from(("immutable", "stable", "volatile"))),
            cost=self.draw(st.sampled_from((None, 7.0, 0.5))), security_definer=self.flag(),
        )  # fmt: skip

    def column(self) -> model.Column:
        kind = self.draw(st.sampled_from(sorted(_TYPES)))
        default, identity = None, None
        nullable = self.flag()
        if kind == "integer" and self.draw(st.integers(0, 3)) == 0:
            identity = model.Identity(
                self.draw(st.sampled_from(("always", "by default"))),
                qualified(self.schema, self.name()), **self.parameters(),
            )  # fmt: skip
            nullable = False
        elif self.flag():
            default = _TYPES[kind]
        collation = '"C"' if kind == "text" and self.flag() else None
        return model.Column(
            self.name(), kind, nullable, default, identity, collation=collation,
            comment=self.comment(),
        )  # fmt: skip

    def table(self) -> model.Table:
        first = model.Column(self.name(), "integer", nullable=False, comment=self.comment())
        columns = (first, *some(self.draw, self.column, 3))
        key = model.PrimaryKey(self.name(), (first.name,), comment=self.comment())
        check = model.CheckConstraint(
            self.name(), f"({ident(first.name)} > 0)", valid=self.flag(), no_inherit=self.flag()
        )
        policy = model.Policy(
            self.name(), using=f"({ident(first.name)} > 1)", permissive=self.flag()
        )
        return model.Table(
            **self.common(("DELETE", "INSERT", "SELECT", "UPDATE")), columns=columns,
            unlogged=self.flag(), primary_key=key, row_security=self.flag(),
            check_constraints=(check,) if self.flag() else (),
            policies=(policy,) if self.flag() else (),
            indexes=tuple(sorted(some(self.draw, lambda: self.index(columns)), key=_by_name)),
        )  # fmt: skip

    def index(self, columns: tuple[model.Column, ...]) -> model.Index:
        column = self.draw(st.sampled_from(columns))
        descending = self.flag()
        nulls = self.draw(st.sampled_from((None, "last" if descending else "first")))
        predicate = f"({ident(columns[0].name)} IS NOT NULL)" if self.flag() else None
        include = (columns[0].name,) if self.flag() else ()
        key = model.IndexKey(column.name, descending=descending, nulls=nulls)
        return model.Index(
            self.name(), self.flag(), keys=(key,),
            include=include, predicate=predicate, comment=self.comment(),
        )  # fmt: skip

    def view(self, table: model.Table) -> model.View:
        columns = [model.ViewColumn(c.name, c.type, comment=self.comment()) for c in table.columns]
        shown = ",\n    ".join(ident(column.name) for column in columns)
        text = f" SELECT {shown}\n   FROM {qualified(table.schema, table.name)};"
        return model.View(
            **self.common(("SELECT",)), columns=tuple(columns), definition=tuple(text.split("\n"))
        )


def _by_name(part: model.Index) -> str:
    return part.name


@st.composite
def schemas(draw: Any) -> model.State:
    """The objects of one schema with a foreign key and a view, ready to be made."""
    maker = Maker(draw)
    things: list[model.Object] = [
        model.Schema(maker.schema, draw(st.sampled_from(("postgres", *ROLES))), maker.comment())
    ]
    for what in (maker.enum, maker.domain, maker.composite, maker.sequence, maker.function):
        things += some(draw, what)
    tables = [*some(draw, maker.table)]
    things += tables
    things += [maker.view(table) for table in tables if maker.flag()]
    return {key_of(thing): thing for thing in things}
