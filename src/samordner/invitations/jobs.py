"""What is due by itself: reminders are written, and what has been kept long enough is erased."""

from __future__ import annotations

from datetime import date, datetime

from samordner.invitations.models import Invitation
from samordner.invitations.operations.erasing import erase_due
from samordner.invitations.operations.inviting import remind, why_not_remind
from samordner.invitations.queries import to_remind
from samordner.letters.due import without_letters
from samordner.meetings.models import Meeting


def write_reminders(*, day: date, by: str, now: datetime) -> int:
    """Remind those who have not answered, so long before the deadline as the terms say. `letters.due.Writer`."""
    found: dict[Meeting, list[Invitation]] = {}
    for row in to_remind(now):
        found.setdefault(row.meeting, []).append(row)
    return sum(
        remind(meeting, rows, day=day, by=by, now=now)
        for meeting, rows in found.items()
        if why_not_remind(meeting, now) is None
    )


erase = without_letters(erase_due)
"""Erase what has been kept long enough."""
