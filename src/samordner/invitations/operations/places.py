"""Giving places: one at a time, in order of arrival. Whoever gives or frees one holds the lock on the terms (`locked`).

Every caller is in a transaction. On PostgreSQL the row is locked until its end; on SQLite one transaction writes at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from samordner.invitations import letters
from samordner.invitations.models import EventTerms, Invitation, Registration
from samordner.journal.deeds import Refusal
from samordner.letters.composing import can_be_reached, worded_letters
from samordner.letters.kinds import Kind as Sort
from samordner.letters.operations import write
from samordner.links.operations import issue, issue_all
from samordner.meetings.models import Meeting
from samordner.participation.models import Participation
from samordner.timeline.ical.invitations import REQUEST

PURPOSE, ANSWERING = "change", "answer"
"""What the personal links are for: to change a registration, to answer an invitation."""
KIND, INVITED = "registration", "invitation"
State = Registration.State


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who wants to come. `who` tells the same person again (see `models.who_is`)."""

    name: str
    who: str
    email: str = ""
    organisation: str = ""
    participation: Participation | None = None
    access: str = ""
    diet: str = ""


def locked(meeting: Meeting) -> EventTerms:
    """The terms of the meeting, locked until the transaction ends; those from the start where nobody has said any."""
    rows = EventTerms.objects.select_for_update().filter(meeting=meeting)
    if (found := rows.first()) is None:
        EventTerms.objects.get_or_create(meeting=meeting)
        found = rows.get()
    return found


def taken(terms: EventTerms) -> int:
    return Registration.objects.filter(meeting=terms.meeting_id, state=State.PLACE).count()


def give(
    terms: EventTerms, people: Sequence[Person], *, invitation: Invitation | None = None, form: str | None = None,
    language: str = "nb", over_full: bool = False, now: datetime,
) -> list[Registration]:  # fmt: skip
    """Register these people, each with a place if there is one left, else at the end of the waiting list.

    Raises Refusal when it is full and keeps no list; `over_full`: everyone has a place all the same.
    """
    there = taken(terms)
    made = []
    for person in people:
        full = terms.capacity is not None and there >= terms.capacity and not over_full
        if full and not terms.waiting_list:
            raise Refusal(_("There are no places left, and no waiting list is kept."))
        terms.last_number += 1
        made.append(Registration(
            meeting_id=terms.meeting_id, invitation=invitation, participation=person.participation, number=terms.last_number,
            form=form, who=person.who, name=person.name, organisation=person.organisation, email=person.email,
            language=language, access=person.access, diet=person.diet, registered_at=now,
            state=State.WAITING if full else State.PLACE,
        ))  # fmt: skip
        there += not full
    EventTerms.objects.filter(pk=terms.pk).update(last_number=terms.last_number)
    for row in made:
        row.save(force_insert=True)
    return made


def free(terms: EventTerms, rows: Sequence[Registration], *, now: datetime) -> None:
    """These do not come after all."""
    for row in rows:
        Registration.objects.filter(pk=row.pk).update(
            state=State.CANCELLED, cancelled_at=now, version=row.version + 1
        )
        row.refresh_from_db()


def move_up(terms: EventTerms, meeting: Meeting, *, day: date, by: str, now: datetime) -> list[Registration]:
    """Give what is free to those who have waited longest, and write to them."""
    rows = Registration.objects.filter(meeting=terms.meeting_id, state=State.WAITING).order_by("number")
    if terms.capacity is not None:
        rows = rows[: max(0, terms.capacity - taken(terms))]
    lucky = list(rows.select_related("invitation"))
    if not lucky:
        return []
    Registration.objects.filter(pk__in=[row.pk for row in lucky]).update(state=State.PLACE)
    for row in lucky:
        row.state = State.PLACE
        row.meeting = meeting
    tell_places(letters.PLACE_FREE, terms, meeting, lucky, "free", day=day, by=by, now=now)
    return lucky


def tell_places(
    kind: Sort, terms: EventTerms, meeting: Meeting, rows: Sequence[Registration], what: str, *, method: str = REQUEST,
    more: dict[str, dict[str, str]] | None = None, linked: bool = True, was: date | None = None, day: date,
    by: str, now: datetime,
) -> int:  # fmt: skip
    """Write to those who have registered by themselves; who came by an invitation is written to there."""
    reached = [row for row in rows if can_be_reached(row.email)]
    if not reached:
        return 0
    for row in reached:
        row.meeting = meeting
    secret = issue_for(reached, meeting, now) if linked else [""] * len(reached)
    occasion = letters.occasion_of(meeting, method, was=was, day=day, now=now)
    to = [
        letters.to_registered(
            row, terms, f"registration/{row.pk}/{what}/{row.version}", link=link, occasion=occasion, more=more, now=now,
        )
        for row, link in zip(reached, secret, strict=True)
    ]  # fmt: skip
    return write(worded_letters(kind, meeting.office, to, day=day), by=by, now=now)


def issue_for(rows: Sequence[Registration], meeting: Meeting, now: datetime) -> list[str]:
    """A personal link to each registration."""
    ends = letters.links_end(meeting, now)
    return issue_all(PURPOSE, KIND, [str(row.pk) for row in rows], expires_at=ends, now=now)


def issue_to_invited(row: Invitation, meeting: Meeting, now: datetime) -> str:
    """A personal link to an invitation."""
    return issue(ANSWERING, INVITED, str(row.pk), expires_at=letters.links_end(meeting, now), now=now)
