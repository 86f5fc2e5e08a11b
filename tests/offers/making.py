"""Meetings, invitations and those who came, in an invented programme that offers a talk by 30 June 2021 and a fair a year."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from samordner.access.actors import Actor, Holding
from samordner.invitations.models import Invitation
from samordner.invitations.operations.answering import Coming, answer
from samordner.invitations.operations.attending import note, walk_in
from samordner.invitations.operations.inviting import invite
from samordner.invitations.queries import Guest
from samordner.meetings.models import Meeting
from samordner.meetings.operations import Facts, plan_meeting
from samordner.offers.queries import Board, board, window_of
from samordner.participation.models import Participation
from samordner.timeline.periods import Period
from tests.factories.participation import BY, DAY, NOW, Region, region
from tests.programmes.invented import invented

MEETING_DAY = date(2021, 5, 11)
LATER = datetime(2021, 5, 12, 8, 0, tzinfo=UTC)


def place_of(count: int = 3, **more: Any) -> Region:
    return region(count, definition=invented(), **more)


def talk(
    place: Region, day: date = MEETING_DAY, kind: str = "talk", *, where: str = "Rådhuset", **more: Any
) -> Meeting:
    usual: dict[str, Any] = {
        "topic": "Samtale om brønnen", "kind": kind, "period": Period(f"{day:%d.%m.%Y}", day, day), "place": where,
    }  # fmt: skip
    return plan_meeting(place.programme, place.office, Facts(**{**usual, **more}), by=BY, now=NOW)


def guest(row: Participation, role: str = "main", *also: str, noted: str = "") -> Guest:
    email = "" if noted else f"{role}.{row.municipality.code}@example.org"
    return Guest(participation=row, role=role, also=also, name="Kari Eksempel", email=email, noted=noted)


def invited(meeting: Meeting, *guests: Guest, now: datetime = NOW) -> list[Invitation]:
    made = invite(meeting, list(guests), day=now.date(), by=BY, now=now)
    return list(Invitation.objects.filter(pk__in=[row.pk for row in made]).order_by("pk"))


def answered(row: Invitation, said: str = "accepted", *, why: str = "", now: datetime = NOW) -> Invitation:
    row.refresh_from_db()
    coming = Coming(names=("Kari Eksempel",) if said == "accepted" else ())
    return answer(
        row, answer=said, coming=coming, why=why, how="coordinator", version=row.version, day=now.date(), by=BY, now=now
    )  # fmt: skip


def came(row: Invitation, said: bool = True) -> None:
    for one in row.registrations.all():
        note(one, came=said, today=MEETING_DAY, by=BY, now=LATER)


def walked_in(meeting: Meeting, row: Participation) -> None:
    walk_in(meeting, name="Ola Eksempel", participation=row, form="x", today=MEETING_DAY, by=BY, now=LATER)


def everyone() -> Actor:
    return Actor("u1", "Kari", (Holding("administrator"),))


def board_of(place: Region, key: str = "talk", day: date = DAY, *, year: int | None = None) -> Board:
    window = window_of(place.definition.offer(key), day, year)
    assert window is not None
    return board(everyone(), place.definition, window, day, office=place.office.key)


def stands(found: Board, audience: str = "") -> list[str]:
    return [row.cell(audience).stand.value for row in found.rows]
