"""The few words that stand in drawings."""

from __future__ import annotations

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(at: str) -> str:
    """`6 Sep 2025`, whatever the machine's language."""
    year, month, number = at[:10].split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 table`, `2 tables`, `no indexes`."""
    many = plural or noun + ("es" if noun.endswith(("x", "s")) else "s")
    return f"{number or 'no'} {noun if number == 1 else many}"
