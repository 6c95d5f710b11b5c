"""A schema as SQL: `chronicle show REF --format sql`, and what is rebuilt to prove a snapshot.

One function per class of the model, found by its class (`statement.writes`); a kind is added by
adding its function, in any module here. The order is made of what the statements mention
(`ordering`), so it lists no kinds either.
"""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

from generator.ddl.databases import without_versions  # noqa: E402  # all writers are there by now
from generator.ddl.script import roles_of, sql_of, steps_of, tablespaces_of  # noqa: E402
from generator.ddl.statement import WRITERS  # noqa: E402
from generator.ddl.unwritten import notes  # noqa: E402

__all__ = [
    "WRITERS",
    "notes",
    "roles_of",
    "sql_of",
    "steps_of",
    "tablespaces_of",
    "without_versions",
]
