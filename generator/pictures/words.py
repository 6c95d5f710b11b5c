"""The few words that stand in drawings."""

from __future__ import annotations

from generator.moments import MONTHS, day

__all__ = ("MONTHS", "counted", "day")


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 table`, `2 tables`, `no indexes`."""
    many = plural or noun + ("es" if noun.endswith(("x", "s")) else "s")
    return f"{number or 'no'} {noun if number == 1 else many}"
