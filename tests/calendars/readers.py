"""Two readers of iCalendar that know nothing of each other, nor of what wrote it.

The first is `icalendar` with `recurring_ical_events`. The second is `vobject`: it makes its clock from the file's own
rules of summer time, and expands series by `dateutil`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import recurring_ical_events
import vobject
from icalendar import Calendar


@dataclass(frozen=True, order=True)
class Read:
    """One time that something happens, as a reader tells it: days as days, moments in UTC."""

    start: str
    end: str
    summary: str
    status: str
    place: str = ""


def _text(when: Any) -> str:
    return when.astimezone(UTC).isoformat() if isinstance(when, datetime) else f"{when}"


def first_reader(content: bytes, since: date, until: date) -> list[Read]:
    calendar = Calendar.from_ical(content)
    found = recurring_ical_events.of(calendar, keep_recurrence_attributes=True).between(since, until)
    return sorted(
        Read(
            _text(event["DTSTART"].dt), _text(event["DTEND"].dt), str(event["SUMMARY"]), str(event["STATUS"]),
            str(event.get("LOCATION", "")),
        )
        for event in found
    )  # fmt: skip


def second_reader(content: bytes, since: date, until: date) -> list[Read]:
    calendar = vobject.readOne(content.decode())
    events = calendar.vevent_list
    changed = {
        (event.uid.value, _text(event.recurrence_id.value)): event
        for event in events
        if hasattr(event, "recurrence_id")
    }
    found = []
    for event in events:
        if hasattr(event, "recurrence_id"):
            continue
        lasts = event.dtend.value - event.dtstart.value
        for start in _starts(event):
            other = changed.get((event.uid.value, _text(start)))
            if other is not None:
                found.append((other, other.dtstart.value, other.dtend.value))
            else:
                found.append((event, start, start + lasts))
    return sorted(
        Read(_text(start), _text(end), event.summary.value, event.status.value, _said(event, "location"))
        for event, start, end in found
        if since <= _day(start) < until
    )


def _said(event: Any, name: str) -> str:
    return getattr(event, name).value if hasattr(event, name) else ""


def _day(when: Any) -> date:
    return when.date() if isinstance(when, datetime) else when


def _starts(event: Any) -> list[Any]:
    start = event.dtstart.value
    if not isinstance(start, datetime):  # dateutil knows moments only: days as midnights, and back
        named = (
            event.getrruleset(addRDate=True) if hasattr(event, "rrule") or hasattr(event, "rdate") else None
        )
        return [each.date() for each in named] if named is not None else [start]
    named = event.getrruleset(addRDate=True)
    return list(named) if named is not None else [start]


WHOLE_YEAR = (date(2021, 1, 1), date(2022, 1, 1))
DAY = timedelta(days=1)
