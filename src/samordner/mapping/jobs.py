"""What is due by itself: reminders are written, and whom rounds went to is erased when it has been kept long enough.

Closing is not: when a deadline has passed the first page asks somebody to close the round or to give more time, for from then
on nothing that was half written can be finished.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from samordner.letters.due import without_letters
from samordner.mapping.models import MappingRound
from samordner.mapping.rounds.operations.asking import remind, why_not_remind
from samordner.mapping.rounds.operations.erasing import erase_due
from samordner.timeline.moments import NORWAY


def write_reminders(*, day: date, by: str, now: datetime) -> int:
    """Remind those who have not answered, so many days before the deadline as each round says. `letters.due.Writer`.

    Each is reminded once for each of these days; whoever was written to since the day began for which it is due is not.
    """
    number = 0
    for of in MappingRound.objects.filter(state=MappingRound.State.OPEN, deadline__gte=day):
        due = reminder_day(of, day)
        if due is not None and why_not_remind(of, now) is None:
            number += remind(of, since=datetime.combine(due, time(), NORWAY), day=day, by=by, now=now)
    return number


def reminder_day(of: MappingRound, day: date) -> date | None:
    """The last day on or before `day` on which the round reminds; None: none has come yet."""
    days = [of.deadline - timedelta(days=before) for before in of.remind_days]
    return max((each for each in days if each <= day), default=None)


erase = without_letters(erase_due)
"""Erase what has been kept long enough."""
