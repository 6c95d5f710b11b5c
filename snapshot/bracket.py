"""Whether the catalog held still while it was read: told by the rows that were read.

The fingerprint of every capture is cheap: it sums up transaction ids. But TRUNCATE, REINDEX,
CLUSTER and VACUUM FULL write a relation's row anew, too, to say in which file it is kept now. So
once a fingerprint moved, the next attempts look closer, at each relation's row.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

Row = tuple[str, str, str]


class Mark(msgspec.Struct, frozen=True):
    """`rest` is the fingerprint of all other catalogs; `relations` has a row for each relation:
    the transaction that wrote it, the number of its file, and a digest of all that it says."""

    rest: str
    relations: Mapping[str, Row]

    def still(self, later: Mark) -> bool:
        """Whether nothing that a capture reads was changed between the two marks.

        A row that another transaction wrote must say the same, and of another file. So a name that
        was changed and changed back, which leaves the file alone, counts as a change: in between,
        the functions that write out expressions may have seen it.
        """
        return (
            self.rest == later.rest
            and self.relations.keys() == later.relations.keys()
            and all(_same(row, later.relations[key]) for key, row in self.relations.items())
        )


def _same(row: Row, later: Row) -> bool:
    (writer, file, said), (later_writer, later_file, later_said) = row, later
    return writer == later_writer or (file != later_file and said == later_said)
