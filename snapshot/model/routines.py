"""Functions and what is made of them: aggregates, operators, casts, conversions."""

from __future__ import annotations

from typing import Literal

from snapshot.model.base import Expression, Object, Part, Privilege, Query, SecurityLabel, TypeName

Modify = Literal["read only", "shareable", "read write"]


class Function(Object, tag="function", frozen=True):
    """A function, procedure or window function (`pg_proc`)."""

    CATALOG = "pg_proc"
    KEY = ("name", "schema", "argument_types")
    schema: str
    owner: str
    language: str
    argument_types: str = ""  # what tells overloads apart
    arguments: Expression = ""  # modes, names and defaults too
    comment: str | None = None
    routine: Literal["function", "procedure", "window"] = "function"
    returns: TypeName | None = None
    volatility: Literal["immutable", "stable", "volatile"] = "volatile"
    parallel: Literal["safe", "restricted", "unsafe"] = "unsafe"
    strict: bool = False
    security_definer: bool = False
    leakproof: bool = False
    cost: float | None = None  # only when it is not the language's default
    rows: float | None = None
    support: str | None = None
    transforms: tuple[str, ...] = ()  # the types
    settings: tuple[str, ...] = ()
    depends_on_extensions: tuple[str, ...] = ()
    library: str | None = None
    body: Query = ()
    privileges: tuple[Privilege, ...] = ()
    security_labels: tuple[SecurityLabel, ...] = ()

    @property
    def identifier(self) -> str:
        return f"{self.name}({self.argument_types})"


class Aggregate(Object, tag="aggregate", frozen=True):
    """`pg_aggregate` and its `pg_proc`, prokind a."""

    CATALOG = "pg_proc"
    KEY = ("name", "schema", "argument_types")
    schema: str
    owner: str
    state_function: str
    state_type: TypeName
    argument_types: str = ""
    arguments: str = ""  # modes and names too; ORDER BY what an ordered set sorts
    comment: str | None = None
    aggregate: Literal["normal", "ordered set", "hypothetical set"] = "normal"
    parallel: Literal["safe", "restricted", "unsafe"] = "unsafe"
    state_size: int = 0
    initial: str | None = None
    final_function: str | None = None
    final_extra: bool = False
    final_modify: Modify | None = None  # only when it is not the default of its sort
    combine_function: str | None = None
    serial_function: str | None = None
    deserial_function: str | None = None
    moving_state_function: str | None = None
    moving_inverse_function: str | None = None
    moving_state_type: TypeName | None = None
    moving_state_size: int = 0
    moving_initial: str | None = None
    moving_final_function: str | None = None
    moving_final_extra: bool = False
    moving_final_modify: Modify | None = None
    sort_operator: str | None = None
    privileges: tuple[Privilege, ...] = ()
    security_labels: tuple[SecurityLabel, ...] = ()

    @property
    def identifier(self) -> str:
        return f"{self.name}({self.argument_types})"


class Operator(Object, tag="operator", frozen=True):
    """`pg_operator`; mere shells of operators are left out, as pg_dump leaves them out."""

    CATALOG = "pg_operator"
    KEY = ("name", "schema", "left", "right")
    schema: str
    owner: str
    function: str
    left: str | None = None
    right: str | None = None
    comment: str | None = None
    commutator: str | None = None
    negator: str | None = None
    restrict: str | None = None
    join: str | None = None
    hashes: bool = False
    merges: bool = False

    @property
    def identifier(self) -> str:
        return f"{self.name}({self.left or 'none'}, {self.right or 'none'})"


class FamilyOperator(Part, frozen=True):
    """An operator of an operator class, or loose in a family (`pg_amop`)."""

    CATALOG = "pg_amop"
    KEY = "slot"
    slot: str  # strategy and operand types
    operator: str
    order_by: str | None = None  # the operator family to sort by


class FamilyFunction(Part, frozen=True):
    """A support function of an operator class, or loose in a family (`pg_amproc`)."""

    CATALOG = "pg_amproc"
    KEY = "slot"
    slot: str  # support number and operand types
    function: str


class OperatorFamily(Object, tag="operator family", frozen=True):
    """`pg_opfamily`; what its classes hold is listed with them."""

    CATALOG = "pg_opfamily"
    KEY = ("name", "schema", "using")
    schema: str
    owner: str
    using: str  # the access method
    comment: str | None = None
    operators: tuple[FamilyOperator, ...] = ()
    functions: tuple[FamilyFunction, ...] = ()

    @property
    def identifier(self) -> str:
        return f"{self.name} using {self.using}"


class OperatorClass(Object, tag="operator class", frozen=True):
    """`pg_opclass`."""

    CATALOG = "pg_opclass"
    KEY = ("name", "schema", "using")
    schema: str
    owner: str
    using: str  # the access method
    type: TypeName
    family: str
    comment: str | None = None
    default: bool = False  # for its type
    storage: str | None = None  # what is stored, when it is not the type
    operators: tuple[FamilyOperator, ...] = ()
    functions: tuple[FamilyFunction, ...] = ()

    @property
    def identifier(self) -> str:
        return f"{self.name} using {self.using}"


class Conversion(Object, tag="conversion", frozen=True):
    """Between two encodings (`pg_conversion`)."""

    CATALOG = "pg_conversion"
    schema: str
    owner: str
    from_encoding: str
    to_encoding: str
    function: str
    comment: str | None = None
    default: bool = False


class Cast(Object, tag="cast", frozen=True):
    """`pg_cast`. It has no name but its types: `source as target`."""

    CATALOG = "pg_cast"
    KEY = ("name",)
    comment: str | None = None
    method: Literal["function", "inout", "binary"] = "function"
    function: str | None = None
    context: Literal["explicit", "assignment", "implicit"] = "explicit"


class Transform(Object, tag="transform", frozen=True):
    """Between SQL and a language (`pg_transform`). Its name: `type language name`."""

    CATALOG = "pg_transform"
    KEY = ("name",)
    comment: str | None = None
    from_sql: str | None = None
    to_sql: str | None = None
