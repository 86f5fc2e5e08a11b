"""Whether what is known is so old that it should be asked for anew."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.timezone import localtime

from samordner.participation.lines import Standing
from samordner.programmes.definition import Subject


def last_said(standing: Standing) -> date:
    """The day when it was last said: the day that it holds from or the day we came to know it, the later."""
    return max(standing.since, localtime(standing.recorded_at).date())


def is_stale(standing: Standing, subject: Subject, day: date) -> bool:
    """Whether, seen on `day`, nobody has said anything new for longer than the subject allows; 0: never stale.

    `standing` is of `subject`. What is unknown has no standing, and is never stale.
    """
    if not subject.stale_after_days:
        return False
    limit = timedelta(days=subject.stale_after_days)
    # The moment is only looked at when the day alone does not settle it: a board asks for thousands of cells
    return day - standing.since > limit and day - last_said(standing) > limit
