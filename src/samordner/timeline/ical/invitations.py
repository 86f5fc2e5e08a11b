"""Invitations that calendar programs answer by themselves (RFC 5546, sent by mail as RFC 6047 says).

An invitation, the same again with a higher sequence when something changed, and its cancelling. One mail to each,
with only that one in `invited`, tells nobody who else is invited.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from icalendar import Timezone, vCalAddress

from samordner.timeline.ical.events import EUROPE_OSLO, Event, bytes_of, calendar_of, component_of
from samordner.timeline.moments import is_moment

REQUEST, CANCEL = "REQUEST", "CANCEL"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a mail address."""

    address: str
    name: str = ""


def media_type(method: str) -> str:
    """What the part of a mail that holds it is called; programs look at the method here too."""
    return f"text/calendar; method={method}; charset=utf-8"


def invitation(
    event: Event, *, organizer: Person, invited: Sequence[Person], now: datetime, language: str = ""
) -> bytes:
    """METHOD:REQUEST, to be answered; with a higher `sequence` of the event it takes the place of what was sent before."""
    return _message(REQUEST, event, organizer, invited, now, language)


def cancellation(
    event: Event, *, organizer: Person, invited: Sequence[Person], now: datetime, language: str = ""
) -> bytes:
    """METHOD:CANCEL, for an event called off, or for those who are no longer invited to it."""
    return _message(CANCEL, replace(event, cancelled=True), organizer, invited, now, language)


def _message(
    method: str, event: Event, organizer: Person, invited: Sequence[Person], now: datetime, language: str
) -> bytes:
    if not invited:
        raise ValueError("nobody is invited")
    calendar = calendar_of(language)
    calendar.add("method", method)
    if is_moment(event.start):
        calendar.add_component(Timezone.from_ical(EUROPE_OSLO))
    component = component_of(event)
    del component["dtstamp"]
    component.add("dtstamp", now.astimezone(UTC))
    component.add("organizer", _said(organizer))
    for person in invited:
        attendee = _said(person)
        attendee.params["CUTYPE"] = "INDIVIDUAL"
        attendee.params["ROLE"] = "REQ-PARTICIPANT"
        if method == REQUEST:
            attendee.params["PARTSTAT"] = "NEEDS-ACTION"
            attendee.params["RSVP"] = "TRUE"
        component.add("attendee", attendee)
    calendar.add_component(component)
    return bytes_of(calendar)


def _said(person: Person) -> vCalAddress:
    said = vCalAddress(f"mailto:{person.address}")
    if name := _name(person.name):
        said.params["CN"] = name
    return said


def _name(name: str) -> str:
    """A parameter cannot hold a quote, nor what ends a line."""
    return " ".join(name.replace('"', "'").split())
