"""Print a draft as it stands this moment, and approve exactly that."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from samordner.minutes.documents import printed
from samordner.minutes.gathering import gather
from samordner.minutes.models import Approval, Minutes
from samordner.minutes.operations import approve
from samordner.minutes.operations.writing import locked
from samordner.people.queries import names_of
from samordner.places.queries import look_of


@transaction.atomic
def approve_minutes(
    minutes: Minutes, *, seen: str, today: date, by: str, now: datetime, notice: str = ""
) -> Approval:
    """Gather, print and freeze the minutes. `seen`: the digest of what the approver looked at. Refusal and Conflict as
    `operations.approve`.
    """
    held = locked(minutes)
    content = gather(held, approved_on=today, approved_by=names_of([by]).get(by, ""))
    files = printed(content, notice=notice, look=look_of(held.meeting.office))
    return approve(held, content, files, seen=seen, today=today, by=by, now=now)
