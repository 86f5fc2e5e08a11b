"""Registering for an open event, by oneself: a place, or the end of the waiting list; changed and cancelled by a link."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from samordner.invitations import letters
from samordner.invitations.models import Answer, EventTerms, How, Invitation, Registration, who_is
from samordner.invitations.operations.places import (
    KIND,
    PURPOSE,
    Person,
    free,
    give,
    locked,
    move_up,
    tell_places,
)
from samordner.invitations.queries import place_in_line
from samordner.journal.deeds import Conflict, Refusal, change
from samordner.journal.operations import Detail, record
from samordner.letters.composing import can_be_reached
from samordner.links.operations import revoke
from samordner.meetings.models import Meeting, State
from samordner.participation.models import Participation

Stands = Registration.State
FOR_ONE_ADDRESS = 10
"""So many may be registered for one event with one e-mail address."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody writes who registers."""

    name: str
    email: str
    organisation: str = ""
    participation: Participation | None = None
    access: str = ""
    diet: str = ""


def why_not_register(meeting: Meeting, terms: EventTerms, now: datetime) -> str | None:
    """Why nobody can register for the meeting now; None: they can, for a place or the waiting list."""
    if meeting.state is State.CANCELLED:
        return _("The event is cancelled.")
    if meeting.state is State.POSTPONED or not meeting.has_day:
        return _("The event is postponed. A new day is told here.")
    starts = letters.begins(meeting)
    if meeting.state is State.HELD or (starts is not None and starts <= now):
        return _("The event has begun, or is over.")
    if terms.opens and now < terms.opens:
        return _("Registration opens %(moment)s.") % {"moment": letters.moment_words(terms.opens)}
    if terms.deadline and terms.deadline <= now:
        return _("The deadline has passed.")
    return None


@transaction.atomic
def register(
    meeting: Meeting, wish: Wish, *, form: str, language: str, receipt: bool = True, day: date, by: str, now: datetime
) -> Registration:  # fmt: skip
    """Register somebody for an open event. Raises Refusal.

    `form` is the key that the form carried: the same form sent again, however often, is the registration that it was. The same
    person by another form has the one that there is, and gets the letter again, once an hour at most. Without a `receipt` no
    letter is written of it.
    """
    terms = locked(meeting)
    said = hashlib.sha256(form.encode()).hexdigest()
    if there := Registration.objects.filter(form=said, meeting=meeting).first():
        return there
    if sentence := _why_not_wish(wish):
        raise Refusal(sentence[1], field=sentence[0])
    who = who_is(wish.email, wish.name)
    known = Registration.objects.filter(meeting=meeting, who=who).exclude(state=Stands.CANCELLED).first()
    if known is not None:
        _tell(terms, meeting, known, f"again-{now:%Y%m%d%H}", day=day, by=by, now=now)
        return known
    if sentence_now := why_not_register(meeting, terms, now):
        raise Refusal(sentence_now)
    same = Registration.objects.filter(meeting=meeting, email=wish.email.strip())
    if same.exclude(state=Stands.CANCELLED).count() >= FOR_ONE_ADDRESS:
        text = _("%(number)d have registered with this address. Ask the office to register more.")
        raise Refusal(text % {"number": FOR_ONE_ADDRESS}, field="email")
    person = Person(
        name=" ".join(wish.name.split()), who=who, email=wish.email.strip(), organisation=wish.organisation.strip(),
        participation=wish.participation, access=wish.access.strip() if terms.asks_access else "",
        diet=wish.diet.strip() if terms.asks_diet else "",
    )  # fmt: skip
    [row] = give(terms, [person], form=said, language=language, now=now)
    row.meeting = meeting
    if receipt:
        _tell(terms, meeting, row, "registered", day=day, by=by, now=now)
    detail: Detail = {"meeting": meeting.pk, "number": row.number, "state": row.state}
    record(by, "register", "registration", str(row.pk), now, detail, office=meeting.office.key)
    return row


def _why_not_wish(wish: Wish) -> tuple[str, str] | None:
    if not wish.name.strip():
        return "name", _("Write your name.")
    if not can_be_reached(wish.email):
        return "email", _("Write an e-mail address that you read.")
    return None


def _tell(
    terms: EventTerms, meeting: Meeting, row: Registration, what: str, *, day: date, by: str, now: datetime
) -> None:
    if row.state == Stands.PLACE:
        tell_places(letters.REGISTERED, terms, meeting, [row], what, day=day, by=by, now=now)
        return
    place = {"place": str(place_in_line(row))}
    tell_places(letters.ON_WAITING_LIST, terms, meeting, [row], what, method="", more={"nb": place, "nn": place},
                day=day, by=by, now=now)  # fmt: skip


def why_not_cancel(row: Registration, now: datetime) -> str | None:
    """Why a registration cannot be cancelled now; None: it can, also after the deadline."""
    if row.state == Stands.CANCELLED:
        return _("You have cancelled already.")
    starts = letters.begins(row.meeting)
    if starts is not None and starts <= now:
        return _("The event has begun, or is over.")
    return None


@transaction.atomic
def cancel(row: Registration, *, version: int, day: date, by: str, now: datetime) -> Registration:
    """Not to come after all: the place goes to the one who has waited longest. Raises Refusal, Conflict."""
    meeting = row.meeting
    terms = locked(meeting)
    row = Registration.objects.get(pk=row.pk)
    row.meeting = meeting
    if row.state == Stands.CANCELLED:
        return row
    if row.version != version:
        raise Conflict(row)
    if sentence := why_not_cancel(row, now):
        raise Refusal(sentence)
    free(terms, [row], now=now)
    row.meeting = meeting
    if row.invitation_id is None:
        tell_places(letters.UNREGISTERED, terms, meeting, [row], "cancelled", method="CANCEL", linked=False,
                    day=day, by=by, now=now)  # fmt: skip
    else:
        _nobody_comes(row.invitation_id, now)
    record(by, "cancel", "registration", str(row.pk), now, {"meeting": meeting.pk}, office=meeting.office.key)
    move_up(terms, meeting, day=day, by=by, now=now)
    return row


def _nobody_comes(invitation: int, now: datetime) -> None:
    """When the last of those whom an answer named does not come, the answer is no."""
    if Registration.objects.filter(invitation=invitation).exclude(state=Stands.CANCELLED).exists():
        return
    rows = Invitation.objects.filter(pk=invitation, answer=Answer.ACCEPTED)
    no = {"answer": Answer.DECLINED, "answered_at": now, "answered_how": How.LINK}
    rows.update(version=F("version") + 1, **no)


@transaction.atomic
def correct(
    row: Registration,
    *,
    name: str,
    organisation: str,
    access: str,
    diet: str,
    version: int,
    by: str,
    now: datetime,
) -> Registration:
    """Let a registration say something else of the person; the address that it was confirmed to stays."""
    meeting = row.meeting
    terms = locked(meeting)
    if row.state == Stands.CANCELLED or row.erased_at:
        raise Refusal(_("You have cancelled already."))
    if not name.strip():
        raise Refusal(_("Write your name."), field="name")
    who = (
        who_is(row.email, name)
        if row.invitation_id is None
        else who_is(f"invitation/{row.invitation_id}", name)
    )
    alike = Registration.objects.filter(meeting=meeting, who=who).exclude(state=Stands.CANCELLED)
    if alike.exclude(pk=row.pk).exists():
        raise Refusal(_("Somebody with this name and address has registered already."), field="name")
    change(
        row, version=version, name=" ".join(name.split()), organisation=organisation.strip(), who=who,
        access=access.strip() if terms.asks_access else "", diet=diet.strip() if terms.asks_diet else "",
    )  # fmt: skip
    row.meeting = meeting
    record(
        by, "correct", "registration", str(row.pk), now, {"meeting": meeting.pk}, office=meeting.office.key
    )
    return row


def end_links(rows: list[Registration], *, now: datetime) -> None:
    """The personal links to these do nothing more."""
    revoke(PURPOSE, KIND, [str(row.pk) for row in rows], now=now)
