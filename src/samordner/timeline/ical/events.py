"""Events as an iCalendar file (RFC 5545), as calendar programs read it.

Times are on Norwegian clocks, with the rules of summer time in the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from icalendar import Calendar, Timezone
from icalendar import Event as Component
from icalendar.prop import vRecur

from samordner.timeline.moments import DAY, NORWAY, When, in_norway, is_moment

MEDIA_TYPE = "text/calendar; charset=utf-8"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""When something was last changed, of what never says: that does not change from one reading to the next."""
EUROPE_OSLO = """BEGIN:VTIMEZONE
TZID:Europe/Oslo
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")
"""The rules of Norwegian clocks since 1996: no file tells of an earlier day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event, or a series.

    `end`: of days the last one, inclusive; of a moment when it is over. `address` is a whole one
    ("https://example.org/…"). `sequence` goes up with every change, `changed_at` is the moment of the last.
    A series has a `rule` up to and with the day `last`, or `dates` besides the start; `left_out` are dates of it that
    do not happen. `planned`: this event stands instead of that date of the series that has the same `uid`.
    """

    uid: str
    title: str
    start: When
    end: When | None = None
    place: str = ""
    text: str = ""
    address: str = ""
    categories: tuple[str, ...] = ()
    sequence: int = 0
    changed_at: datetime = LONG_AGO
    cancelled: bool = False
    rule: str = ""
    last: date | None = None
    dates: tuple[When, ...] = ()
    left_out: tuple[When, ...] = ()
    planned: When | None = None


def written(events: Iterable[Event], *, name: str, language: str) -> bytes:
    """A file to be read again and again, of that name; the same bytes for the same events."""
    calendar = calendar_of(language)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Europe/Oslo")
    calendar.add("refresh-interval;value=duration", "PT1H")
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(Timezone.from_ical(EUROPE_OSLO))
    for event in events:
        calendar.add_component(component_of(event))
    return bytes_of(calendar)


def bytes_of(calendar: Calendar) -> bytes:
    content: bytes = calendar.to_ical()
    return content


def calendar_of(language: str = "") -> Calendar:
    """An empty calendar that says who wrote it."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//Samordner//Calendar//{language.upper() or 'EN'}")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def component_of(event: Event) -> Component:
    """The event as it stands in a file; DTSTAMP is its last change."""
    found = Component()
    found.add("uid", event.uid)
    found.add("dtstamp", event.changed_at.astimezone(UTC))
    found.add("last-modified", event.changed_at.astimezone(UTC))
    found.add("sequence", event.sequence)
    found.add("dtstart", in_norway(event.start))
    if not is_moment(event.start):
        found.add("dtend", (event.end or event.start) + DAY)
    elif event.end is not None:
        found.add("dtend", in_norway(event.end))
    found.add("summary", event.title)
    found.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    found.add("transp", "OPAQUE" if is_moment(event.start) else "TRANSPARENT")
    if event.categories:
        found.add("categories", list(event.categories))
    if event.place:
        found.add("location", event.place)
    if event.address:
        found.add("url", event.address)
    if event.text:
        found.add("description", event.text)
    _comes_back(event, found)
    return found


def _comes_back(event: Event, found: Component) -> None:
    parameters = {} if is_moment(event.start) else {"VALUE": "DATE"}
    if event.rule:
        assert event.last is not None
        found.add("rrule", vRecur.from_ical(f"{event.rule};UNTIL={_until(event.start, event.last)}"))
    if event.dates:
        found.add("rdate", [in_norway(when) for when in event.dates], parameters=parameters)
    if event.left_out:
        found.add("exdate", [in_norway(when) for when in event.left_out], parameters=parameters)
    if event.planned is not None:
        found.add("recurrence-id", in_norway(event.planned))


def _until(start: When, last: date) -> str:
    """The end of a rule, in the same shape as its start: a moment in UTC, or a day."""
    if not is_moment(start):
        return f"{last:%Y%m%d}"
    end = datetime.combine(last, time(23, 59, 59), tzinfo=NORWAY)
    return f"{end.astimezone(UTC):%Y%m%dT%H%M%SZ}"
