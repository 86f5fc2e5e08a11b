"""The clock is read here and in commands, nowhere else: below, the day and the moment are arguments."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The moment, aware."""
    return timezone.now()


def today() -> date:
    """The day in Norway."""
    return timezone.localdate()
