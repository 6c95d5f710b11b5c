"""Labels of enums in the literals that a server writes: `'sad'`, `'{sad,"so so"}'`."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ELEMENT = re.compile(r'"(?:[^"\\]|\\.)*"|[^{},"\s][^{},]*')  # of an array


def follows(old: str, new: str, labels: Mapping[str, str]) -> bool:
    """Whether a literal of an enum, or of an array of them, has the labels as they are now."""
    was, now = _value(old), _value(new)
    if was in labels:
        return labels[was] == now
    if was.startswith("{"):
        was = _ELEMENT.sub(lambda match: _element(match[0], labels), was)
    return was == now


def _element(written: str, labels: Mapping[str, str]) -> str:
    """An element of an array; NULL without quotes is none of the labels."""
    bare = written
    if written.startswith('"'):
        bare = re.sub(r"\\(.)", r"\1", written[1:-1])
    elif written.upper() == "NULL":
        return written
    label = labels.get(bare, bare)
    if label == bare:
        return written
    if label and label.upper() != "NULL" and not re.search(r'[{},"\\\s]', label):
        return label
    return '"' + re.sub(r'(["\\])', r"\\\1", label) + '"'


def _value(literal: str) -> str:
    """What stands in quotes; the server writes labels without escapes (`E'…'`)."""
    return literal[1:-1].replace("''", "'")
