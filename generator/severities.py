"""How bad each sort of change is, and why: data for `rules.py`, in English; that says it.

The key is `<kind>-<field>-<action>`, the most specific first. `breaking`: something that worked
before can fail. `risky`: it can behave otherwise, or slower, or be seen by others. `safe`: nothing
that worked before can notice. `cosmetic`: people only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from generator.changes import Change, Severity

_T = TypeVar("_T")


def look_up(table: Mapping[str, _T], change: Change) -> _T | None:
    """What a table says of a change; the kind counts for more than the field."""
    for kind in (change.kind, "*"):
        for field in (change.field, "*"):
            found = f"{kind}-{field}-{change.action}"
            if found in table:
                return table[found]
    return None


_READS = "what reads or writes it fails"
_RENAMED = "what uses the old name fails"
_UNUSED = "nothing uses it yet"
_CALLS = "what calls it fails"
_CASTS = "what casts to it fails"
_ROWS = "other rows are seen than before"
_PLANS = "only the plans of queries can change"
_PLACE = "only where and how it is stored"
TABLE: dict[str, tuple[Severity, str]] = {
    "*-columns.order-changed": ("cosmetic", "only SELECT * and INSERT without names can notice"),
    "*-attributes.order-changed": ("risky", "row values are read by position"),
    "*-owner-changed": ("risky", "other roles may alter it"),
    "privilege-*-added": ("risky", "access is widened"),
    "privilege-*-removed": ("breaking", "access is narrowed: what relied on it fails"),
    "privilege-*-changed": ("risky", "access is widened or narrowed"),
    "sequence_privilege-*-added": ("risky", "access is widened"),
    "sequence_privilege-*-removed": ("breaking", "access is narrowed: what relied on it fails"),
    "sequence_privilege-*-changed": ("risky", "access is widened or narrowed"),
    "default_privilege-*-added": ("risky", "what is made from now on is open to others"),
    "default_privilege-*-removed": ("risky", "what is made from now on is open to others"),
    "supplied_object-*-added": ("risky", "access is not what it came with"),
    "supplied_object-*-removed": ("risky", "access is again what it came with"),
    "supplied_object-*-changed": ("risky", "access is widened or narrowed"),
    "security_label-*-added": ("risky", "the label's provider may refuse access"),
    "security_label-*-removed": ("risky", "the label's provider may allow more"),
    "security_label-*-changed": ("risky", "the label's provider may decide otherwise"),
    "*-tablespace-changed": ("safe", _PLACE),
    "*-storage-changed": ("safe", _PLACE),
    "*-compression-changed": ("safe", _PLACE),
    "*-cluster_on-changed": ("safe", "only CLUSTER without an index reads it"),
    "*-statistics-changed": ("safe", _PLANS),
    "*-replica_identity-changed": ("risky", "UPDATE and DELETE of a published table may fail"),
    "*-depends_on_extensions-changed": ("risky", "DROP EXTENSION takes it along, or no longer"),
    "table--added": ("safe", _UNUSED),
    "table--removed": ("breaking", "its data is gone, and what reads or writes it fails"),
    "table-row_security-changed": ("breaking", _ROWS),
    "table-force_row_security-changed": ("breaking", "the owner sees other rows than before"),
    "table-claimed-changed": ("cosmetic", "no domain says whose it is"),
    "table-columns.count-changed": (
        "risky",
        "some column came or went; the count does not say which",
    ),
    "column--added": ("safe", "what names its columns does not notice"),
    "column--removed": ("breaking", "its data is gone, and what reads or writes it fails"),
    "column-options-changed": ("safe", _PLANS),
    "column-type-changed": ("risky", "values are stored, compared and sent otherwise"),
    "column-default-changed": ("risky", "rows that leave it out get another value"),
    "column-generated-changed": ("risky", "other values are computed"),
    "column-identity-changed": ("risky", "rows that leave it out are numbered otherwise"),
    "column-collation-changed": ("risky", "text sorts and compares otherwise"),
    "view_column--removed": ("breaking", _READS),
    "view_column--added": ("safe", "what names its columns does not notice"),
    "primary_key--removed": (
        "breaking",
        "rows may be doubled, and replication loses their identity",
    ),
    "primary_key--added": ("breaking", "writes of doubles or nulls fail"),
    "unique_constraint--removed": ("risky", "doubles are no longer refused"),
    "unique_constraint--added": ("breaking", "writes of doubles fail"),
    "foreign_key-disabled-changed": ("risky", "rows that point to nothing may pass, or no longer"),
    "foreign_key--removed": ("risky", "rows may point to nothing"),
    "foreign_key--added": ("breaking", "writes of rows that point to nothing fail"),
    "check_constraint--removed": ("risky", "values are no longer refused"),
    "check_constraint--added": ("breaking", "writes of other values fail"),
    "exclusion_constraint--removed": ("risky", "conflicting rows are no longer refused"),
    "exclusion_constraint--added": ("breaking", "writes of conflicting rows fail"),
    "primary_key-columns-changed": ("breaking", "writes of other doubles or nulls fail"),
    "unique_constraint-columns-changed": ("breaking", "writes of other doubles fail"),
    "foreign_key-columns-changed": ("breaking", "writes of rows that point to nothing fail"),
    "foreign_key-references-changed": ("breaking", "writes of rows that point to nothing fail"),
    "foreign_key-referenced_columns-changed": (
        "breaking",
        "writes of rows that point to nothing fail",
    ),
    "check_constraint-expression-changed": ("breaking", "writes of other values fail"),
    "exclusion_constraint-definition-changed": (
        "breaking",
        "writes of otherwise conflicting rows fail",
    ),
    "*-valid-changed": ("risky", "existing rows may break the rule"),
    "index--added": ("safe", _PLANS),
    "index--removed": ("risky", "queries that used it get slower"),
    "index-valid-changed": ("risky", "an invalid index slows writes and serves nobody"),
    "trigger--added": ("risky", "writes do more than before"),
    "trigger--removed": ("risky", "writes do less than before"),
    "trigger-enabled-changed": ("risky", "writes do more or less than before"),
    "rule-*-added": ("risky", "writes do something else than before"),
    "rule-*-removed": ("risky", "writes do something else than before"),
    "rule-*-changed": ("risky", "writes do something else than before"),
    "statistics--added": ("safe", _PLANS),
    "statistics--removed": ("risky", "queries may get worse plans"),
    "statistics-*-changed": ("safe", _PLANS),
    "policy--added": ("breaking", _ROWS),
    "policy--removed": ("breaking", _ROWS),
    "policy-*-changed": ("breaking", _ROWS),
    "partition--added": ("safe", "rows find a place that had none"),
    "partition--removed": ("risky", "its rows are out of the table"),
    "view--added": ("safe", _UNUSED),
    "view--removed": ("breaking", _READS),
    "view-definition-changed": ("risky", "it shows other rows or values"),
    "view-options-changed": ("breaking", "whose rights its rows are read with may change"),
    "materialized_view--added": ("safe", _UNUSED),
    "materialized_view--removed": ("breaking", _READS),
    "sequence--added": ("safe", _UNUSED),
    "sequence--removed": ("breaking", "what draws numbers from it fails"),
    "enum-labels-renamed": ("breaking", "what writes or expects the old label fails"),
    "enum--added": ("safe", _UNUSED),
    "enum--removed": ("breaking", _CASTS),
    "domain--added": ("safe", _UNUSED),
    "domain--removed": ("breaking", _CASTS),
    "composite_type--added": ("safe", _UNUSED),
    "composite_type--removed": ("breaking", _CASTS),
    "range_type--added": ("safe", _UNUSED),
    "range_type--removed": ("breaking", _CASTS),
    "base_type--added": ("safe", _UNUSED),
    "base_type--removed": ("breaking", _CASTS),
    "collation--added": ("safe", _UNUSED),
    "collation--removed": ("breaking", "what sorts by it fails"),
    "collation-*-changed": ("risky", "text sorts and compares otherwise; indexes may be wrong"),
    "conversion--added": ("safe", _UNUSED),
    "conversion--removed": ("breaking", "clients of that encoding may fail"),
    "function--added": ("safe", _UNUSED),
    "function--removed": ("breaking", _CALLS),
    "function-body-changed": ("risky", "it does something else"),
    "function-security_definer-changed": ("breaking", "it runs with other rights"),
    "function-cost-changed": ("safe", _PLANS),
    "function-rows-changed": ("safe", _PLANS),
    "function-support-changed": ("safe", _PLANS),
    "aggregate--added": ("safe", _UNUSED),
    "aggregate--removed": ("breaking", _CALLS),
    "operator--added": ("safe", _UNUSED),
    "operator--removed": ("breaking", "what uses it fails"),
    "operator_family--added": ("safe", _UNUSED),
    "operator_family--removed": ("breaking", "its operator classes are gone"),
    "operator_class--added": ("safe", _UNUSED),
    "operator_class--removed": ("breaking", "no index of it can be made"),
    "operator_class-default-changed": ("risky", "new indexes sort otherwise"),
    "family_operator-*-added": ("safe", _PLANS),
    "family_operator-*-removed": ("risky", "queries that used an index get slower"),
    "cast--added": ("risky", "an expression may mean something else"),
    "cast--removed": ("breaking", "what casts so fails"),
    "transform--removed": ("risky", "functions of that language see other values"),
    "language--added": ("risky", "functions can be written in it"),
    "language--removed": ("breaking", "its functions are gone"),
    "language-trusted-changed": ("risky", "other roles may write functions in it"),
    "access_method--added": ("safe", _UNUSED),
    "access_method--removed": ("breaking", "what is stored so is gone"),
    "event_trigger-*-added": ("risky", "migrations do more than before, or fail"),
    "event_trigger-*-removed": ("risky", "migrations do less than before"),
    "event_trigger-*-changed": ("risky", "migrations do more or less than before"),
    "text_search_configuration--added": ("safe", _UNUSED),
    "text_search_configuration--removed": ("breaking", "searches that name it fail"),
    "text_search_dictionary--added": ("safe", _UNUSED),
    "text_search_dictionary--removed": ("breaking", "searches that name it fail"),
    "text_search_parser--added": ("safe", _UNUSED),
    "text_search_parser--removed": ("breaking", "its configurations are gone"),
    "text_search_template--added": ("safe", _UNUSED),
    "text_search_template--removed": ("breaking", "its dictionaries are gone"),
    "text_search_dictionary-*-changed": ("risky", "stored search vectors no longer fit"),
    "token_mapping-*-changed": ("risky", "stored search vectors no longer fit"),
    "foreign_data_wrapper--added": ("safe", _UNUSED),
    "foreign_data_wrapper--removed": ("breaking", "its servers are gone"),
    "foreign_server--added": ("safe", _UNUSED),
    "foreign_server--removed": ("breaking", "its foreign tables are gone"),
    "foreign_server-*-changed": ("risky", "foreign tables may reach another place"),
    "user_mapping-*-added": ("risky", "that role can reach the other server"),
    "user_mapping-*-removed": ("risky", "that role may no longer reach the other server"),
    "user_mapping-*-changed": ("risky", "that role may reach the other server otherwise"),
    "publication--added": ("safe", "nobody subscribes to it yet"),
    "publication--removed": ("breaking", "its subscribers get nothing more"),
    "publication-*-changed": ("risky", "subscribers get more or less than before"),
    "published_table--added": ("breaking", "UPDATE and DELETE fail without a replica identity"),
    "published_table--removed": ("breaking", "its subscribers get nothing more"),
    "published_table-*-changed": ("risky", "subscribers get more or less than before"),
    "subscription--added": ("risky", "rows may arrive from elsewhere"),
    "subscription--removed": ("breaking", "no rows arrive any more"),
    "subscription-*-changed": ("risky", "rows arrive otherwise than before, or not at all"),
    "connection_string-*-changed": ("risky", "rows may arrive from another place"),
    "schema--added": ("safe", _UNUSED),
    "schema--removed": ("breaking", "everything in it is gone"),
    "extension--added": ("safe", _UNUSED),
    "extension--removed": ("breaking", "its types and functions are gone"),
    "extension-version-changed": ("risky", "its types and functions may behave otherwise"),
    "database-*-changed": ("risky", "every session can notice"),
    "*--renamed": ("breaking", _RENAMED),
    "*--removed": ("risky", "what relied on it can notice"),
    "*--added": ("risky", "writes and reads can notice"),
    "*-*-changed": ("risky", "it behaves otherwise"),
}

# The reasons that say something else of a finding, which nobody need have changed.
FOUND: dict[str, str] = {
    _ROWS: "other rows are seen than expected",
    _RENAMED: "what uses the new name fails",
    "the owner sees other rows than before": "the owner sees other rows than expected",
    "writes do more than before": "writes do more than expected",
    "writes do less than before": "writes do less than expected",
    "writes do more or less than before": "writes do more or less than expected",
    "writes do something else than before": "writes do something else than expected",
    "what writes or expects the old label fails": "what writes or expects the new label fails",
    "migrations do more than before, or fail": "migrations do more than expected, or fail",
    "migrations do less than before": "migrations do less than expected",
    "migrations do more or less than before": "migrations do more or less than expected",
    "subscribers get more or less than before": "subscribers get more or less than expected",
    "rows arrive otherwise than before, or not at all":
        "rows arrive otherwise than expected, or not at all",
}  # fmt: skip

# Findings: what is there and nobody states it. Where it can refuse writes, the change says so too.
HARMLESS = frozenset((
    "index", "statistics", "sequence", "schema", "partition", "enum", "domain", "composite_type",
    "range_type", "base_type", "collation", "conversion", "access_method", "operator_family",
    "operator_class", "family_operator", "family_function", "text_search_configuration",
    "text_search_dictionary", "text_search_parser", "text_search_template", "token_mapping",
))  # fmt: skip
REFUSING = frozenset((
    "column", "index", "not_null", "primary_key", "unique_constraint", "foreign_key",
    "check_constraint", "exclusion_constraint",
))  # fmt: skip
