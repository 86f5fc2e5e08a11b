"""A day or a moment, and what clocks in Norway show."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

NORWAY = ZoneInfo("Europe/Oslo")
DAY = timedelta(days=1)

When: TypeAlias = date | datetime
"""A whole day, or an aware moment."""


def is_moment(when: When) -> bool:
    return isinstance(when, datetime)


def day_of(when: When) -> date:
    """The day in Norway."""
    return when.astimezone(NORWAY).date() if isinstance(when, datetime) else when


def in_norway(when: When) -> When:
    """A moment as clocks in Norway show it; a day as it is."""
    return when.astimezone(NORWAY) if isinstance(when, datetime) else when
