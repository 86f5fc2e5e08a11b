"""Who came: noted at the door, walked in, or read out of a video meeting's list of participants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.invitations.models import Invitation, Registration, who_is
from samordner.invitations.operations import requests
from samordner.invitations.operations.places import Person, give, locked
from samordner.journal.deeds import Refusal
from samordner.journal.operations import Detail, record
from samordner.letters.composing import can_be_reached
from samordner.meetings.models import Meeting, State
from samordner.participation.models import Participation

Attended = Registration.Attended
Stands = Registration.State


def why_not_note(meeting: Meeting, today: date) -> str | None:
    """Why nobody can be said to have come; None: they can, on the day and ever after."""
    if meeting.removed_at or meeting.state is State.CANCELLED:
        return _("The meeting is cancelled.")
    if meeting.day is None or meeting.day > today:
        return _("The meeting has not been yet.")
    return None


@transaction.atomic
def note(row: Registration, *, came: bool | None, today: date, by: str, now: datetime) -> Registration:
    """Note that one who is registered came, or did not; None takes it back. Said twice it is said once."""
    meeting = row.meeting
    terms = locked(meeting)
    _refuse(why_not_note(meeting, today))
    row = Registration.objects.get(pk=row.pk)
    row.meeting = meeting
    if row.attended == came:
        return row
    how = "" if came is None else Attended.DOOR
    fields: dict[str, object] = {"attended": came, "attended_how": how, "version": row.version + 1}
    if came and row.state == Stands.CANCELLED:  # they came all the same
        fields |= {"state": Stands.PLACE, "cancelled_at": None}
        _refuse_double(row)
    Registration.objects.filter(pk=row.pk).update(**fields)
    row.refresh_from_db()
    if came:
        requests.came(terms, meeting, today=today, by=by, now=now)
    said = {True: "came", False: "absent", None: "unknown"}[came]
    detail: Detail = {"meeting": meeting.pk, "said": said}
    record(by, "attend", "registration", str(row.pk), now, detail, office=meeting.office.key)
    row.meeting = meeting
    return row


def _refuse_double(row: Registration) -> None:
    alike = Registration.objects.filter(meeting=row.meeting_id, who=row.who).exclude(state=Stands.CANCELLED)
    if row.who and alike.exclude(pk=row.pk).exists():
        raise Refusal(_("The same person stands on the list once more. Note it there."))


@transaction.atomic
def walk_in(
    meeting: Meeting, *, name: str, organisation: str = "", email: str = "", participation: Participation | None = None,
    invitation: Invitation | None = None, form: str, today: date, by: str, now: datetime,
) -> Registration:  # fmt: skip
    """Somebody came who was not on the list: by an invitation, or by themselves. A form sent twice is one. Raises Refusal."""
    terms = locked(meeting)
    said = who_is("", f"walk-in/{meeting.pk}/{form}")
    if there := Registration.objects.filter(meeting=meeting, form=said).first():
        return there
    _refuse(why_not_note(meeting, today))
    if not name.strip():
        raise Refusal(_("Write the name."), field="name")
    if email.strip() and not can_be_reached(email.strip()):
        raise Refusal(_("“%(address)s” is no e-mail address.") % {"address": email}, field="email")
    who = who_is(
        f"invitation/{invitation.pk}" if invitation else email.strip() or f"walk-in/{organisation}", name
    )
    if Registration.objects.filter(meeting=meeting, who=who).exclude(state=Stands.CANCELLED).exists():
        raise Refusal(_("Somebody with this name stands on the list already."), field="name")
    person = Person(
        name=" ".join(name.split()), who=who, email=email.strip(), organisation=organisation.strip(),
        participation=participation,
    )  # fmt: skip
    [row] = give(terms, [person], invitation=invitation, form=said, over_full=True, now=now)
    Registration.objects.filter(pk=row.pk).update(attended=True, attended_how=Attended.DOOR, walked_in=True)
    row.refresh_from_db()
    requests.came(terms, meeting, today=today, by=by, now=now)
    record(
        by, "walk_in", "registration", str(row.pk), now, {"meeting": meeting.pk}, office=meeting.office.key
    )
    row.meeting = meeting
    return row


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One in a list of participants: whose registration or invitation it is, or somebody new."""

    name: str
    email: str = ""
    minutes: int | None = None
    registration: int | None = None
    invitation: int | None = None


def why_not_take(seen: Sequence[Seen]) -> str | None:
    """Why a list cannot be taken in; None: it can."""
    if not seen:
        return _("Nobody on the list is taken in.")
    for pks in ([one.registration for one in seen], [one.invitation for one in seen]):
        said = [pk for pk in pks if pk]
        if len(said) > len(set(said)):
            return _("Two on the list are said to be the same person. Choose otherwise for one of them.")
    return None


@transaction.atomic
def take_list(
    meeting: Meeting, seen: Sequence[Seen], *, others_absent: bool, today: date, by: str, now: datetime
) -> int:
    """Note that all of these came, all or none. `others_absent`: those who had a place and are not among them did not.

    How many were new. Raises Refusal.
    """
    terms = locked(meeting)
    _refuse(why_not_note(meeting, today))
    _refuse(why_not_take(seen))
    rows = {row.pk: row for row in Registration.objects.filter(meeting=meeting)}
    invited = {row.pk: row for row in Invitation.objects.filter(meeting=meeting)}
    came: list[int] = []
    new = 0
    for one in seen:
        row = rows.get(one.registration or 0)
        if (one.registration and row is None) or (one.invitation and one.invitation not in invited):
            raise Refusal(_("“%(name)s” is not among those of this meeting.") % {"name": one.name})
        if row is None:
            row = _new(meeting, invited.get(one.invitation or 0), one)
            if row is None:
                invitation = invited.get(one.invitation or 0)
                person = Person(
                    name=" ".join(one.name.split())[:200], who=_who(invitation, one),
                    email=one.email if can_be_reached(one.email) else "",
                    organisation=str(invitation.whose) if invitation and not invitation.name else "",
                    participation=invitation.participation if invitation else None,
                )  # fmt: skip
                [row] = give(terms, [person], invitation=invitation, over_full=True, now=now)
                Registration.objects.filter(pk=row.pk).update(walked_in=invitation is None)
                new += 1
        fields = {"attended": True, "attended_how": Attended.LIST, "minutes": one.minutes}
        if row.state == Stands.CANCELLED:
            _refuse_double(row)
            fields |= {"state": Stands.PLACE, "cancelled_at": None}
        Registration.objects.filter(pk=row.pk).update(version=row.version + 1, **fields)
        came.append(row.pk)
    if others_absent:
        others = Registration.objects.filter(meeting=meeting, state=Stands.PLACE).exclude(pk__in=came)
        others.filter(attended=None).update(attended=False, attended_how=Attended.LIST)
    requests.came(terms, meeting, today=today, by=by, now=now)
    detail = {"number": len(seen), "new": new}
    record(by, "take_list", "meeting", str(meeting.pk), now, detail, office=meeting.office.key)
    return new


def _who(invitation: Invitation | None, one: Seen) -> str:
    return who_is(f"invitation/{invitation.pk}" if invitation else one.email or "list", one.name)


def _new(meeting: Meeting, invitation: Invitation | None, one: Seen) -> Registration | None:
    """The same list taken in once more finds those whom it made."""
    rows = Registration.objects.filter(meeting=meeting, who=_who(invitation, one))
    return rows.exclude(state=Stands.CANCELLED).first()


def _refuse(sentence: str | None) -> None:
    if sentence:
        raise Refusal(sentence)
