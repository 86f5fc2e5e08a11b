"""One row of every model of meetings and cooperation that people edit, with the deed that edits it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from django.utils.timezone import localtime

from prove.standing import BY, Standing
from prove.written import Edited, edited
from samordner.cooperation.models import ArenaKind, ArenaVisit
from samordner.cooperation.operations.agreements import Terms, agree, change_agreement
from samordner.cooperation.operations.arenas import (
    Day,
    Described,
    add_arena,
    change_arena,
    change_visit,
    note_visit,
)
from samordner.cooperation.operations.partners import Reached, Settled, add_contact, change_contact, settle
from samordner.invitations.models import Answer, EventTerms, How
from samordner.invitations.operations.answering import answer
from samordner.invitations.operations.inviting import invite, set_terms
from samordner.invitations.operations.registering import Wish, correct, register
from samordner.invitations.queries import Guest
from samordner.meetings.models import Meeting
from samordner.meetings.operations import Facts, NewPoint, change_point, plan_meeting
from samordner.meetings.operations import add_point as add_programme_point
from samordner.minutes import operations as minuting
from samordner.pages import clock
from samordner.timeline.due import said as day_text
from samordner.timeline.periods import Period

PARTNER = "KS"


def of_meetings(standing: Standing) -> Iterator[Edited]:
    """A meeting's programme, the terms on which people come, an invitation, a registration, and the minutes."""
    now = clock.now()
    today = localtime(now).date()
    day = today + timedelta(days=60)
    facts = Facts(topic="Møte", period=Period(day_text(day), day, day), starts=time(9), ends=time(11))
    meeting = plan_meeting(standing.programme, standing.office, facts, by=BY, now=now)

    point = add_programme_point(meeting, NewPoint(title="Status"), by=BY, now=now)
    yield edited(
        point, "title",
        lambda row, text: change_point(row, NewPoint(title=text), version=row.version, by=BY, now=clock.now()),
    )  # fmt: skip
    yield _terms(meeting, today, now)
    guest = Guest(name="Navn", email="invitert@example.org", organisation=PARTNER)
    [invitation] = invite(meeting, [guest], day=today, by=BY, now=now)
    yield edited(
        invitation, "declined_why",  # without a receipt: the letter is a deed of its own, with its own entry
        lambda row, text: answer(
            row, answer=Answer.DECLINED, why=text, how=How.COORDINATOR, version=row.version, day=today, by=BY,
            now=clock.now(), receipt=False,
        ),
    )  # fmt: skip
    wish = Wish(name="Navn", email="deltaker@example.org")
    yield edited(
        register(meeting, wish, form="prove", language="nb", day=today, by=BY, now=now), "name",
        lambda row, text: correct(
            row, name=text, organisation="", access="", diet="", version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    yield from _minutes(meeting, today, now)


def _terms(meeting: Meeting, today: date, now: datetime) -> Edited:
    """The terms hold no text: each text is told by a number of places of its own."""
    said: dict[int | None, str] = {}
    places = count(1000)
    rest: dict[str, Any] = {
        "public": True, "opens": None, "deadline": None, "waiting_list": True, "max_each": 3, "asks_access": False,
        "asks_diet": False, "remind_days": None, "retention_days": 365,
    }  # fmt: skip
    terms = set_terms(meeting, capacity=None, version=0, day=today, by=BY, now=now, **rest)

    def save(row: EventTerms, text: str) -> object:
        capacity = next(places)
        said[capacity] = text
        return set_terms(
            row.meeting, capacity=capacity, version=row.version, day=today, by=BY, now=clock.now(), **rest
        )

    rows = EventTerms.objects.filter(pk=terms.pk)
    return Edited(EventTerms, rows.get, save, lambda: said.get(rows.get().capacity, ""))


def _minutes(meeting: Meeting, today: date, now: datetime) -> Iterator[Edited]:
    """The minutes, a point of them, a decision and a task."""
    minutes = minuting.begin(meeting, language="nb", by=BY, now=now)
    yield edited(
        minutes, "present",
        lambda row, text: minuting.write_front(
            row, present=text, language="nb", version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    said = minuting.add_point(minutes, title="Kom til", by=BY, now=now)
    yield edited(
        said, "text",
        lambda row, text: minuting.write_point(
            row, title=row.title, text=text, version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    yield edited(
        minuting.decide(said, text="Vedtak", by=BY, now=now), "text",
        lambda row, text: minuting.change_decision(
            row, text=text, version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    giving = minuting.Giving("Oppgave", organisation=PARTNER)
    yield edited(
        minuting.give(said, giving, today=today, by=BY, now=now), "text",
        lambda row, text: minuting.change_task(
            row, replace(giving, text=text), today=today, version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip


def of_cooperation(standing: Standing) -> Iterator[Edited]:
    """A partner, a contact there, an agreement, an arena and a day of it."""
    office, now = standing.office, clock.now()
    today = localtime(now).date()

    yield edited(
        settle(office, PARTNER, Settled(note="Slik"), by=BY, now=now), "note",
        lambda row, text: settle(
            row.office, PARTNER, Settled(note=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    reached = Reached(position="Leder", name="Navn")
    yield edited(
        add_contact(office, PARTNER, reached, by=BY, now=now), "name",
        lambda row, text: change_contact(
            row, replace(reached, name=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    terms = Terms(partner=PARTNER, what="Avtale")
    yield edited(
        agree(office, terms, by=BY, now=now), "what",
        lambda row, text: change_agreement(
            row, replace(terms, what=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    described = Described(name="Nettverk", kind=ArenaKind.NETWORK)
    arena = add_arena(office, described, by=BY, now=now)
    yield edited(
        arena, "about",
        lambda row, text: change_arena(
            row, replace(described, about=text), version=row.version, by=BY, now=clock.now()
        ),
    )  # fmt: skip
    said = Day(day=today, state=ArenaVisit.State.PLANNED)
    yield edited(
        note_visit(arena, said, today=today, by=BY, now=now), "theme",
        lambda row, text: change_visit(
            row, replace(said, theme=text), version=row.version, today=today, by=BY, now=clock.now()
        ),
    )  # fmt: skip
