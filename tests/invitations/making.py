"""A meeting to invite to, and those who are invited."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any

from samordner.invitations.models import EventTerms, Invitation
from samordner.invitations.operations.inviting import invite, set_terms
from samordner.invitations.queries import Guest, lines, terms_of
from samordner.letters.models import Letter
from samordner.meetings.models import Meeting
from samordner.meetings.operations import Facts, plan_meeting
from samordner.participation.models import Contact, Participation
from samordner.timeline.periods import Period
from tests.factories.participation import BY, DAY, NOW, Region

MEETING_DAY = date(2021, 5, 11)
DEADLINE = datetime(2021, 5, 4, 10, 0, tzinfo=UTC)
AFTER = datetime(2021, 5, 12, 8, 0, tzinfo=UTC)
LINK = re.compile(r"/(svar|pamelding)/([\w-]+)/")


def facts(day: date = MEETING_DAY, **more: Any) -> Facts:
    usual: dict[str, Any] = {
        "topic": "Dialogmøte om mat", "period": Period(f"{day.day}. mai {day.year}", day, day), "starts": time(9, 0),
        "ends": time(11, 30), "place": "Rådhuset", "minutes_each": 120,
    }  # fmt: skip
    return Facts(**{**usual, **more})


def planned(place: Region, day: date = MEETING_DAY, **more: Any) -> Meeting:
    return plan_meeting(place.programme, place.office, facts(day, **more), by=BY, now=NOW)


def contact(row: Participation, role: str = "main", name: str = "Kari Eksempel", email: str = "?") -> Contact:
    address = (
        f"{name.split(maxsplit=1)[0].lower()}.{row.municipality.code}@example.org" if email == "?" else email
    )
    return Contact.objects.create(
        participation=row, role=role, name=name, email=address, since=date(2020, 1, 1)
    )


def terms(meeting: Meeting, **more: Any) -> EventTerms:
    usual: dict[str, Any] = {
        "public": False, "opens": None, "deadline": DEADLINE, "capacity": None, "waiting_list": True, "max_each": 3,
        "asks_access": False, "asks_diet": False, "remind_days": None, "retention_days": 365,
    }  # fmt: skip
    version = terms_of(meeting).version if terms_of(meeting).pk else 0
    return set_terms(meeting, version=version, day=DAY, by=BY, now=NOW, **{**usual, **more})


def guests(*rows: Participation, roles: tuple[str, ...] = ("main",)) -> list[Guest]:
    return [guest for line in lines(rows, Contact.objects.all(), roles, DAY) for guest in line.guests]


def invited(meeting: Meeting, *rows: Participation, **more: Any) -> list[Invitation]:
    """A main contact in each of these municipalities, invited."""
    for row in rows:
        contact(row)
    made = invite(meeting, guests(*rows), day=DAY, by=BY, now=NOW, **more)
    return list(Invitation.objects.filter(pk__in=[row.pk for row in made]))


def secret_of(letter: Letter) -> str:
    """The secret end of the personal link in a letter."""
    found = LINK.search(letter.body)
    assert found is not None, letter.body
    return found[2]


def letters(kind: str = "") -> list[Letter]:
    rows = Letter.objects.order_by("pk")
    return list(rows.filter(kind=kind) if kind else rows)
