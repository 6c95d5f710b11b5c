"""SQL that turns one state of a schema into another: `plan`, and `script` to read and to run it.

Renames first; then everything that differs: altered where PostgreSQL has an ALTER, else dropped
and made again with what depends on it. Nothing here runs anything: a plan is proven on the scratch
server (`snapshot.trial`), and never executed on a configured database.
"""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

from generator.remedy.limits import LIMITS, UNPROVEN  # noqa: E402  # all alterers are there by now
from generator.remedy.plan import Cannot, Plan, plan  # noqa: E402
from generator.remedy.script import batches, script  # noqa: E402
from generator.remedy.step import Step  # noqa: E402

__all__ = ["LIMITS", "UNPROVEN", "Cannot", "Plan", "Step", "batches", "plan", "script"]
