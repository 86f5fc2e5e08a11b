"""The moment that things are noted at and deadlines held against: in a demonstration, a moment of its own day."""

from __future__ import annotations

from datetime import datetime

from samordner.pages.models import Demonstration, demonstration
from samordner.timeline.moments import NORWAY


def here(now: datetime) -> datetime:
    """The moment as it is here. A view has it already: `request.moment`."""
    return moment_in(demonstration(), now)


def moment_in(held: Demonstration | None, now: datetime) -> datetime:
    """The same clock, on the demonstration's day if there is one."""
    if not held:
        return now
    return datetime.combine(held.day, now.astimezone(NORWAY).timetz().replace(tzinfo=None), NORWAY)
