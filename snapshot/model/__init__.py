"""The schema model: every noun, its fields, its key, its order.

`InDatabase` and `InSchema` register the kinds that have a file of their own; a field of such a
class that holds `Part`s (`Table.policies`) registers a kind that lives inside it. Reader, codec,
differ and pages walk these type hints. Names are those of the PostgreSQL manual; a field that has
its default is left out of the files, so a default never changes once it is published.
"""

from snapshot.model.base import *  # noqa: F403
from snapshot.model.connections import *  # noqa: F403
from snapshot.model.database import *  # noqa: F403
from snapshot.model.parts import *  # noqa: F403
from snapshot.model.registry import *  # noqa: F403
from snapshot.model.relations import *  # noqa: F403
from snapshot.model.routines import *  # noqa: F403
from snapshot.model.textsearch import *  # noqa: F403
from snapshot.model.types import *  # noqa: F403
