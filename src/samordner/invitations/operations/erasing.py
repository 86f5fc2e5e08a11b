"""Erasing whom an invitation went to and who came: after the time that the terms say, or when somebody asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from samordner.invitations import letters
from samordner.invitations.models import EventTerms, Invitation, Registration
from samordner.invitations.operations.places import ANSWERING, INVITED, KIND, PURPOSE
from samordner.journal.operations import record
from samordner.letters.models import Letter
from samordner.letters.operations import forget
from samordner.links.operations import revoke
from samordner.meetings.models import Meeting
from samordner.places.models import Office

AT_ONCE = 500


@transaction.atomic
def erase_person(
    email: str, invitations: QuerySet[Invitation], registrations: QuerySet[Registration], office: Office, *, by: str,
    now: datetime,
) -> int:  # fmt: skip
    """Erase everything about the one with this address at an office: of `invitations` and `registrations`, and the letters.

    That there was an invitation, an answer, a place and an attendance stays, and names nobody. How many rows were erased.
    Nothing of whom it was is written down: the journal says how many.
    """
    own = Q(email__iexact=email.strip()) if email.strip() else Q(pk=None)
    invited = list(invitations.filter(own, meeting__office=office, erased_at=None))
    named = Q(invitation__in=[row.pk for row in invited])
    rows = list(registrations.filter(own | named, meeting__office=office, erased_at=None))
    number = _erase(invited, rows, now)
    written = Letter.objects.filter(office=office, to_address__iexact=email.strip(), erased_at=None)
    forgotten = forget(written, by=by, now=now) if email.strip() else 0
    if number or forgotten:
        detail = {"invitations": len(invited), "registrations": len(rows), "letters": forgotten}
        record(by, "erase", "participant", now.date().isoformat(), now, detail, office=office.key)
    return number + forgotten


@transaction.atomic
def erase_registration(row: Registration, *, by: str, now: datetime) -> None:
    """Erase who this one is, for good."""
    meeting = row.meeting
    if row.email:
        written = Letter.objects.filter(
            about=letters.about(meeting), to_address__iexact=row.email, erased_at=None
        )
        forget(written, by=by, now=now)
    _erase([], [row], now)
    record(by, "erase", "registration", str(row.pk), now, {"meeting": meeting.pk}, office=meeting.office.key)


@transaction.atomic
def erase_due(*, day: date, by: str, now: datetime) -> int:
    """Erase what has been kept long enough: needs the day after the meeting, the rest after the time of the terms.

    How many rows. Whoever is invited to a meeting that has no day any more is kept until it has one, or is cancelled.
    """
    number = _needs(day)
    for terms in EventTerms.objects.select_related("meeting__office").filter(
        meeting__period_end__lt=day - timedelta(days=1)
    ):
        meeting = terms.meeting
        last = meeting.last_day or meeting.period_end
        if last is None or last + timedelta(days=terms.retention_days) >= day:
            continue
        invited = list(Invitation.objects.filter(meeting=meeting, erased_at=None))
        rows = list(Registration.objects.filter(meeting=meeting, erased_at=None))
        if not invited and not rows:
            continue
        _erase(invited, rows, now)
        forget(Letter.objects.filter(about=letters.about(meeting), erased_at=None), by=by, now=now)
        number += len(invited) + len(rows)
        _told(meeting, len(invited) + len(rows), by, now)
    return number


def _needs(day: date) -> int:
    rows = Registration.objects.filter(Q(meeting__period_end__lt=day), ~Q(access="") | ~Q(diet=""))
    return Registration.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
        access="", diet=""
    )


def _told(meeting: Meeting, number: int, by: str, now: datetime) -> None:
    record(by, "erase", "participants", str(meeting.pk), now, {"number": number}, office=meeting.office.key)


def _erase(invited: Sequence[Invitation], rows: Sequence[Registration], now: datetime) -> int:
    revoke(ANSWERING, INVITED, [str(row.pk) for row in invited], now=now)
    revoke(PURPOSE, KIND, [str(row.pk) for row in rows], now=now)
    for start in range(0, len(invited), AT_ONCE):
        of = Invitation.objects.filter(pk__in=[row.pk for row in invited[start : start + AT_ONCE]])
        of.update(who="", name="", email="", noted="", declined_why="", contact=None, erased_at=now)
    for start in range(0, len(rows), AT_ONCE):
        these = Registration.objects.filter(pk__in=[row.pk for row in rows[start : start + AT_ONCE]])
        these.update(name="", email="", organisation="", access="", diet="", who="", erased_at=now)
    return len(invited) + len(rows)
