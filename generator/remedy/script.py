"""A plan as a script to read and to run, and as the batches that a trial sends."""

from __future__ import annotations

from collections.abc import Iterable

from generator.changes import Doubtful, Hazard
from generator.ddl.quoting import commented
from generator.language import gettext
from generator.remedy.step import Step

LOCK_TIMEOUT = "5s"
_HEAD = f"""\
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET check_function_bodies = off;
SET search_path = '';
SET lock_timeout = '{LOCK_TIMEOUT}';
"""


def script(steps: Iterable[Step]) -> str:
    """All steps from top to bottom, the hazards of each above it. Nothing for no steps."""
    found = blocks(steps)
    return "\n".join([_HEAD, *found]) if found else ""


def blocks(steps: Iterable[Step]) -> list[str]:
    """Each step as text, its hazards above it as comments."""
    return [_block(one) for one in steps]


def _block(one: Step) -> str:
    told = [_hazard(hazard) for hazard in one.hazards]
    lost = (hazard for hazard in one.hazards if hazard.kind == "data loss")
    if any(not isinstance(hazard, Doubtful) for hazard in lost):
        told.insert(0, gettext("DATA LOSS: what this removes, only a backup brings back."))
    if not one.transactional:
        told.append(gettext("by itself: not inside a transaction block"))
    lines = [commented("\n".join(told))] if told else []
    return "\n".join([*lines, *(t for t in (one.text, one.remarks) if t)]) + "\n"


def _hazard(hazard: Hazard) -> str:
    """Those of steps are English, so that a plan is the same in every language."""
    detail = hazard.detail if hazard.kind == "lock" else gettext(hazard.detail)
    return gettext("%(hazard)s: %(detail)s", hazard=gettext(hazard.kind), detail=detail)


def batches(steps: Iterable[Step]) -> list[str]:
    """The same as a server is sent it: what may share a transaction together, the rest alone."""
    found: list[list[str]] = []
    alone = True
    for one in steps:
        texts = [text for text in (one.text, one.remarks) if text]
        if not one.transactional:
            found += [[text] for text in texts]
            alone = True
        elif alone:
            found.append([_HEAD, *texts])
            alone = False
        else:
            found[-1] += texts
    return ["\n".join(texts) for texts in found]
