"""An invented meeting, those it is between, and the invitations that were sent for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from samordner.timeline.ical.events import Event
from samordner.timeline.ical.invitations import Person, cancellation, invitation
from samordner.timeline.moments import NORWAY

OFFICE = Person("svar+7@havbukta.example", "Embetet i Havbukta")
ADA = Person("ada.vik@oyvik.example", "Ada Vik")
SENT = datetime(2021, 3, 1, 8, 30, tzinfo=UTC)
MEETING = Event(
    uid="meeting:7.0123456789abcdef@samordner", title="Dialogmøte: Måltid, og vegen vidare", place="Kai 3, rom «B»",
    start=datetime(2021, 3, 29, 9, tzinfo=NORWAY), end=datetime(2021, 3, 29, 11, 30, tzinfo=NORWAY),
    text="Dagsorden:\n1. Mat\n2. Skyss; og anna", address="https://samordner.example/moter/7/", sequence=1, changed_at=SENT,
)  # fmt: skip
MOVED = replace(
    MEETING,
    start=datetime(2021, 11, 1, 9, tzinfo=NORWAY),
    end=datetime(2021, 11, 1, 11, 30, tzinfo=NORWAY),
    sequence=2,
)
CALLED_OFF = replace(MOVED, sequence=3)

INVITATIONS = {
    "request": invitation(MEETING, organizer=OFFICE, invited=[ADA], now=SENT, language="nn"),
    "moved": invitation(MOVED, organizer=OFFICE, invited=[ADA], now=SENT.replace(day=2), language="nn"),
    "cancelled": cancellation(CALLED_OFF, organizer=OFFICE, invited=[ADA], now=SENT.replace(day=3), language="nn"),
}  # fmt: skip
