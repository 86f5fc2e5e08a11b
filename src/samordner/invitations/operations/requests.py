"""The request to the municipalities that a meeting's invitations are: who waits, who has answered, and how it ends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from samordner.asks import operations as asks
from samordner.asks.models import Ask, AskRecipient
from samordner.invitations.models import EventTerms, Invitation, Registration
from samordner.meetings.models import Meeting


def asked(terms: EventTerms) -> Ask | None:
    """The request that a meeting's invitations are, with its programme and office."""
    if terms.ask is None:
        return None
    return Ask.objects.select_related("programme", "office").filter(pk=terms.ask).first()


def recipients(row: Ask, participations: Collection[int], *, waiting: bool) -> list[AskRecipient]:
    """Those of a request that still wait, or that have answered."""
    rows = row.recipients.filter(participation__in=participations, withdrawn_on=None, closed_on=None)
    rows = rows.filter(answered_on__isnull=waiting)
    return list(rows.select_related("participation__municipality"))


def not_settled(row: Ask, participations: Collection[int]) -> list[AskRecipient]:
    """Those of a request that have neither answered nor been spared, also when it was closed for them."""
    rows = row.recipients.filter(participation__in=participations, withdrawn_on=None, answered_on=None)
    return list(rows.select_related("participation__municipality"))


def answered(
    terms: EventTerms, participations: Collection[int], *, on: date, today: date, by: str, now: datetime
) -> None:
    """These municipalities have answered, since somebody there did, or came."""
    request = asked(terms)
    if request is None or not participations or on < request.sent:
        return
    if who := not_settled(request, participations):
        asks.answered(request, who, on=on, today=today, by=by, now=now)


def came(terms: EventTerms, meeting: Meeting, *, today: date, by: str, now: datetime) -> None:
    """Whoever came has answered, whatever was written before."""
    rows = Registration.objects.filter(meeting=meeting, attended=True, participation__isnull=False)
    places = set(rows.values_list("participation", flat=True))
    answered(terms, places, on=min(meeting.day or today, today), today=today, by=by, now=now)


def close(terms: EventTerms, meeting: Meeting, *, on: date, by: str, now: datetime) -> None:
    """The meeting has been: nobody is waited for any more. Who did not answer was asked, and has not said no."""
    request = asked(terms)
    if request is None:
        return
    invited = Invitation.objects.filter(meeting=meeting, participation__isnull=False)
    if who := recipients(request, set(invited.values_list("participation", flat=True)), waiting=True):
        asks.close(request, who, on=on, by=by, now=now)


def open_again(terms: EventTerms, *, by: str, now: datetime) -> None:
    """The meeting has not been after all: those for whom it was closed are waited for again."""
    request = asked(terms)
    if request is None:
        return
    closed = request.recipients.filter(closed_on__isnull=False).select_related("participation__municipality")
    if who := list(closed):
        asks.reopen(request, who, by=by, now=now)
