"""Months before and after a day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def month_after(day: date, months: int = 1) -> date:
    """The first day of the month that lies so many months after the day's (before, when negative)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def months_between(since: date, until: date) -> tuple[date, ...]:
    """The first day of every month with a day from `since` until `until` (exclusive)."""
    months, month = [], since.replace(day=1)
    while month < until:
        months.append(month)
        month = month_after(month)
    return tuple(months)


def months_before(day: date, months: int) -> date:
    """The same day `months` months before; the last of the month where it has no such day."""
    first = month_after(day, -months)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))
