"""A meeting in words."""

from __future__ import annotations

from datetime import date

from samordner.timeline.periods import MONTHS


def label_of(first: date, last: date) -> str:
    """The days as people write them in either form of Norwegian: "15. januar 2021", "15.–16. januar 2021"."""
    if first == last:
        return f"{first.day}. {_month(first)} {first.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}.–{last.day}. {_month(last)} {last.year}"
    if first.year == last.year:
        return f"{first.day}. {_month(first)}–{last.day}. {_month(last)} {last.year}"
    return f"{label_of(first, first)}–{label_of(last, last)}"


def _month(day: date) -> str:
    return MONTHS[day.month - 1][0]
