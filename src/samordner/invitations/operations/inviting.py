"""Inviting: to whom, on which terms, withdrawn, sent again, reminded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.asks import operations as asks
from samordner.asks.models import Ask
from samordner.asks.models import Kind as AskKind
from samordner.invitations import letters
from samordner.invitations.models import EventTerms, Invitation, Registration
from samordner.invitations.operations.places import (
    ANSWERING,
    INVITED,
    free,
    locked,
    move_up,
    taken,
)
from samordner.invitations.operations.requests import asked, recipients
from samordner.invitations.queries import Guest, already_invited
from samordner.journal.deeds import Refusal, change
from samordner.journal.operations import record
from samordner.letters.addressing import languages
from samordner.letters.composing import can_be_reached, worded_letters
from samordner.letters.kinds import Kind, Text
from samordner.letters.operations import write
from samordner.letters.queries import letterhead_of
from samordner.links.operations import issue_all, revoke
from samordner.meetings.models import Meeting, State
from samordner.meetings.operations import announce
from samordner.participation.models import Participation
from samordner.places.queries import issuer_name
from samordner.timeline.ical.invitations import CANCEL, REQUEST

AT_ONCE = 200
MOST = 2000
"""So many can be invited at once."""


# The terms


def why_not_set(meeting: Meeting, said: Mapping[str, Any], there: int) -> tuple[str, str] | None:
    """Why people cannot come on these terms, `there` of whom have a place: (the input it concerns, a sentence)."""
    opens, deadline, capacity = said["opens"], said["deadline"], said["capacity"]
    starts = letters.begins(meeting)
    if opens and deadline and deadline <= opens:
        return "deadline", _("The deadline must be after the moment that it opens.")
    if deadline and starts and deadline > starts:
        return "deadline", _("The deadline must be before the meeting begins.")
    if capacity is not None and capacity < there:
        return "capacity", _("%(number)d have a place already.") % {"number": there}
    if said["public"] and not meeting.has_day:
        return "public", _("Say on which day the meeting is before everybody can come.")
    if said["remind_days"] is not None and deadline is None:
        return "deadline", _("A reminder needs a deadline.")
    return None


@transaction.atomic
def set_terms(
    meeting: Meeting, *, version: int, day: date, by: str, now: datetime, **said: Any
) -> EventTerms:
    """Let people come on these terms; who waits moves up when there are more places. Raises Refusal, Conflict."""
    terms = locked(meeting)
    if fault := why_not_set(meeting, said, taken(terms)):
        raise Refusal(fault[1], field=fault[0])
    change(terms, version=version or terms.version, **said)
    record(by, "set_terms", "meeting", str(meeting.pk), now,
           {"public": terms.public, "capacity": terms.capacity}, office=meeting.office.key)  # fmt: skip
    move_up(terms, meeting, day=day, by=by, now=now)
    return terms


# Sending


def why_not_invite(meeting: Meeting, now: datetime) -> str | None:
    """Why nobody can be invited to the meeting now; None: they can."""
    if meeting.removed_at:
        return _("The meeting is removed.")
    if meeting.state in {State.CANCELLED, State.HELD}:
        return _("The meeting is held or cancelled.")
    starts = letters.begins(meeting)
    if starts is None:
        return _("Say on which day the meeting is before anybody is invited.")
    return _("The meeting has begun.") if starts <= now else None


@transaction.atomic
def invite(
    meeting: Meeting, guests: Sequence[Guest], *, audience: str = "", texts: Mapping[str, Text] | None = None, day: date,
    by: str, now: datetime,
) -> list[Invitation]:  # fmt: skip
    """Invite these: an invitation each, a letter to those who can be written to, and one request to the municipalities.

    Who is invited already is left as it stands. Those who were invited now. Raises Refusal, also when nobody is left.
    """
    if sentence := why_not_invite(meeting, now):
        raise Refusal(sentence)
    terms = locked(meeting)
    if terms.deadline and terms.deadline <= now:
        raise Refusal(_("The deadline for answers has passed. Set a later one first."), field="deadline")
    new = _new(meeting, guests)
    if not new:
        raise Refusal(_("Choose somebody who is not invited already, and who has an address."), field="who")
    if len(new) > MOST:
        raise Refusal(_("Invite at most %(number)d at once.") % {"number": MOST}, field="who")
    asked = {guest.participation.pk: guest.participation for guest in new if guest.participation}
    ours = letterhead_of(meeting.office).language
    spoken = languages(asked.values(), day, ours)
    rows = [_row(meeting, guest, spoken, ours, by, now) for guest in new]
    Invitation.objects.bulk_create(rows, batch_size=AT_ONCE)
    announce(meeting, by=by, now=now)
    reached = [row for row in rows if row.email]
    tell_invited(letters.INVITATION, terms, meeting, reached, "sent", texts=texts, day=day, by=by, now=now)
    Invitation.objects.filter(pk__in=[row.pk for row in reached]).update(sent_at=now, told=meeting.sequence)
    if asked:
        _ask(terms, meeting, list(asked.values()), audience, day, by, now)
    detail = {"number": len(rows), "letters": len(reached), "municipalities": len(asked)}
    record(by, "invite", "meeting", str(meeting.pk), now, detail, office=meeting.office.key)
    return rows


def _new(meeting: Meeting, guests: Sequence[Guest]) -> list[Guest]:
    there = already_invited(meeting)
    found: dict[tuple[int | None, str], Guest] = {}
    for guest in guests:
        if guest.participation and guest.participation.office_id != meeting.office_id:
            raise Refusal(
                _("%(municipality)s belongs to another office.") % {"municipality": guest.participation}
            )
        if guest.email and not can_be_reached(guest.email):
            raise Refusal(_("“%(address)s” is no e-mail address.") % {"address": guest.email}, field="who")
        key = (guest.participation_key, guest.who)
        if key not in there and (guest.email or guest.noted.strip()):
            found.setdefault(key, guest)
    return list(found.values())


def _row(
    meeting: Meeting, guest: Guest, spoken: Mapping[int, tuple[str, bool]], ours: str, by: str, now: datetime
) -> Invitation:
    """`ours`: the language that the office writes in to those who have asked for none."""
    return Invitation(
        meeting=meeting, participation=guest.participation, role=guest.role, also=list(guest.also), contact=guest.contact,
        who=guest.who, name=guest.name.strip(), email=guest.email.strip(), organisation=guest.organisation.strip(),
        language=spoken[guest.participation.pk][0] if guest.participation else guest.language or ours,
        noted="" if guest.email else guest.noted.strip(), made_at=now, made_by=by,
    )  # fmt: skip


def tell_invited(
    kind: Kind, terms: EventTerms, meeting: Meeting, rows: Sequence[Invitation], what: str, *, method: str = REQUEST,
    linked: bool = True, was: date | None = None, more: Mapping[str, Mapping[str, str]] | None = None,
    texts: Mapping[str, Text] | None = None, day: date, by: str, now: datetime,
) -> int:  # fmt: skip
    """A letter of the kind to each of these, with a personal link and a calendar object; `what` tells it from the others."""
    if not rows:
        return 0
    for row in rows:
        row.meeting = meeting
    keys = [str(row.pk) for row in rows]
    secret = (
        issue_all(ANSWERING, INVITED, keys, expires_at=letters.links_end(meeting, now), now=now)
        if linked
        else [""] * len(keys)
    )
    occasion = letters.occasion_of(meeting, method, was=was, day=day, now=now)
    to = [
        letters.to_invited(
            row, terms, f"invitation/{row.pk}/{what}/{meeting.sequence}", link=link, occasion=occasion, more=more, now=now,
        )
        for row, link in zip(rows, secret, strict=True)
    ]  # fmt: skip
    return write(worded_letters(kind, meeting.office, to, day=day, texts=texts), by=by, now=now)


def _ask(
    terms: EventTerms,
    meeting: Meeting,
    who: list[Participation],
    audience: str,
    day: date,
    by: str,
    now: datetime,
) -> None:
    """One request for the whole meeting: its work lies on the day of the meeting."""
    row = asked(terms)
    if row is not None:
        there = set(row.recipients.values_list("participation", flat=True))
        if more := [each for each in who if each.pk not in there]:
            asks.ask_more(row, more, by=by, now=now)
        again = row.recipients.filter(participation__in=[each.pk for each in who])
        again = again.exclude(withdrawn_on=None, closed_on=None)
        if found := list(again.select_related("participation__municipality")):
            asks.reopen(row, found, by=by, now=now)
        return
    assert meeting.day is not None
    title = letters.title_of(meeting)
    said = {
        "asked_by": issuer_name(meeting.office, day, "nb"), "kind": AskKind.MEETING, "sent": min(day, meeting.day),
        "deadline": meeting.day,
    }  # fmt: skip
    alike = Ask.objects.filter(programme=meeting.programme, office=meeting.office, **said)
    taken_titles = set(alike.values_list("title", flat=True))
    names = [
        title[:180],
        f"{title[:150]} – {meeting.place[:20] or meeting.pk}",
        f"{title[:150]} – {meeting.pk}",
    ]
    name = next(each for each in names if each not in taken_titles)
    wording = asks.Wording(title=name, minutes=meeting.minutes_each, **said)  # type: ignore[arg-type]
    made = asks.ask(meeting.programme, meeting.office, wording, who, audience=audience[:300], by=by, now=now)
    EventTerms.objects.filter(pk=terms.pk).update(ask=made.pk)
    terms.ask = made.pk


# One invitation


def why_not_withdraw(row: Invitation) -> str | None:
    if row.withdrawn_at:
        return _("The invitation has been withdrawn already.")
    return None


@transaction.atomic
def withdraw(
    row: Invitation, *, why: str = "", version: int, day: date, by: str, now: datetime
) -> Invitation:
    """They are not invited after all: their places go to the next, the links do nothing more, and they are told."""
    meeting = row.meeting
    terms = locked(meeting)
    if sentence := why_not_withdraw(row):
        raise Refusal(sentence)
    change(row, version=version, withdrawn_at=now)
    row.meeting = meeting
    revoke(ANSWERING, INVITED, [str(row.pk)], now=now)
    held = list(row.registrations.exclude(state=Registration.State.CANCELLED))
    free(terms, held, now=now)
    if row.sent_at and row.email and meeting.state is State.INVITED:
        words = {"words": why.strip()}
        tell_invited(letters.WITHDRAWN, terms, meeting, [row], "withdrawn", method=CANCEL, linked=False,
                     more={"nb": words, "nn": words}, day=day, by=by, now=now)  # fmt: skip
    _spare(terms, row, day, by, now)
    record(by, "withdraw", "invitation", str(row.pk), now, {"meeting": meeting.pk}, office=meeting.office.key)
    move_up(terms, meeting, day=day, by=by, now=now)
    return row


def _spare(terms: EventTerms, row: Invitation, day: date, by: str, now: datetime) -> None:
    """A municipality of which nobody is invited any more need not answer."""
    request = asked(terms)
    if request is None or row.participation_id is None or day < request.sent:
        return
    others = Invitation.objects.filter(
        meeting=row.meeting, participation=row.participation_id, withdrawn_at=None
    )
    if others.exists():
        return
    if who := recipients(request, [row.participation_id], waiting=True):
        why = _("The invitation was withdrawn.")
        asks.withdraw(request, who, on=day, why=why, today=day, by=by, now=now)


def why_not_send_again(row: Invitation, now: datetime) -> str | None:
    if row.withdrawn_at or row.erased_at:
        return _("The invitation has been withdrawn, or whom it went to is erased.")
    return why_not_invite(row.meeting, now)


@transaction.atomic
def send_again(
    row: Invitation, *, email: str, name: str = "", version: int, day: date, by: str, now: datetime
) -> Invitation:
    """Write once more, to the same address or a better one. A better one: links that went astray do nothing more."""
    meeting = row.meeting
    terms = locked(meeting)
    if sentence := why_not_send_again(row, now):
        raise Refusal(sentence)
    if not can_be_reached(email):
        raise Refusal(_("“%(address)s” is no e-mail address.") % {"address": email}, field="email")
    guest = Guest(participation=row.participation, email=email)
    if email.casefold() != row.email.casefold():
        others = Invitation.objects.filter(
            meeting=meeting, participation=row.participation_id, who=guest.who, withdrawn_at=None
        )
        if others.exclude(pk=row.pk).exists():
            raise Refusal(_("Somebody with this address is invited already."), field="email")
        revoke(ANSWERING, INVITED, [str(row.pk)], now=now)
    change(
        row, version=version, email=email, name=name.strip() or row.name, who=guest.who, noted="", sent_at=now,
        told=meeting.sequence,
    )  # fmt: skip
    row.meeting = meeting
    tell_invited(letters.INVITATION, terms, meeting, [row], f"again-{row.version}", day=day, by=by, now=now)
    record(
        by, "send_again", "invitation", str(row.pk), now, {"meeting": meeting.pk}, office=meeting.office.key
    )
    return row


def why_not_remind(meeting: Meeting, now: datetime) -> str | None:
    return why_not_invite(meeting, now)


@transaction.atomic
def remind(meeting: Meeting, rows: Sequence[Invitation], *, day: date, by: str, now: datetime) -> int:
    """Write to those of `rows` who have not answered, once a day at most. How many letters were new. Raises Refusal."""
    if sentence := why_not_remind(meeting, now):
        raise Refusal(sentence)
    terms = locked(meeting)
    ids = [row.pk for row in rows]
    waiting = Invitation.objects.filter(pk__in=ids, meeting=meeting, answer="", withdrawn_at=None).exclude(
        email=""
    )
    due = [
        row
        for row in waiting.select_related("participation__municipality")
        if row.sent_at and (row.reminded_at is None or row.reminded_at.date() != now.date())
    ]
    number = tell_invited(
        letters.REMINDER, terms, meeting, due, f"reminder-{day.isoformat()}", day=day, by=by, now=now
    )
    if number:
        Invitation.objects.filter(pk__in=[row.pk for row in due]).update(reminded_at=now)
        record(by, "remind", "meeting", str(meeting.pk), now, {"number": number}, office=meeting.office.key)
    return number
