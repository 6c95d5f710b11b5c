"""What every noun of the model is made of."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import msgspec

Lines = tuple[str, ...]
SPELLED = "spelled by the server"  # marks text that each major may write in other words
Expression = Annotated[str, SPELLED]
Query = Annotated[Lines, SPELLED]
TYPED = "a type, as the server names it"  # marks what people may call otherwise: int, integer
TypeName = Annotated[str, TYPED]
Enabled = Literal["origin", "replica", "always", "disabled"]  # when a trigger or a rule fires


class Part(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One thing inside an object: a column, a key, a policy. Fits on one line of a file."""

    CATALOG: ClassVar[str] = ""  # where its oid is of; "" when its number is its home's, or none
    KEY: ClassVar[str] = "name"  # the field that tells it from its siblings; "" for a mere value
    ORDERED: ClassVar[bool] = False  # whether the order they stand in is a fact


class Object(
    msgspec.Struct,
    frozen=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="kind",
):
    """One thing of a schema with a key and a file of its own."""

    CATALOG: ClassVar[str] = "pg_class"  # where its comment and privileges hang
    KEY: ClassVar[tuple[str, ...]] = ("name", "schema")  # the fields that its key is made of
    NUMBERED: ClassVar[tuple[str, ...]] = ()  # fields that list names, each with a number there

    name: str

    @property
    def identifier(self) -> str:
        """What tells it from its siblings: the name, for functions with the argument types."""
        return self.name


class Privilege(Part, frozen=True):
    """What one role may do, effectively (`pg_catalog.aclexplode`).

    The owner appears only when the set differs from what every owner has by default.
    """

    KEY = "grantee"
    grantee: str
    privileges: tuple[str, ...] = ()
    grantable: tuple[str, ...] = ()  # those of them WITH GRANT OPTION


class SecurityLabel(Part, frozen=True):
    """What a label provider, such as SELinux, knows a thing by (`pg_seclabel`)."""

    KEY = "provider"
    provider: str
    label: str
