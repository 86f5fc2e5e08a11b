"""Meetings for the tests."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from samordner.meetings.models import Meeting
from samordner.meetings.operations import Facts, plan_meeting
from samordner.timeline.periods import Period
from tests.factories.participation import BY, NOW, Region


def on(day: date, until: date | None = None) -> Period:
    return Period(f"{day:%d.%m.%Y}", day, until or day)


def facts(topic: str = "Mat og måltid", day: date = date(2021, 5, 12), **more: Any) -> Facts:
    said: dict[str, Any] = {
        "topic": topic, "kind": "dialogue", "period": on(day), "starts": time(9), "ends": time(11, 30),
        "place": "Rådhuset", "organisers": ("Statsforvalteren", "KS"),
    }  # fmt: skip
    return Facts(**(said | more))


def meeting(
    place: Region, topic: str = "Mat og måltid", day: date = date(2021, 5, 12), **more: Any
) -> Meeting:
    """A dialogue meeting of a region's office."""
    beside = {name: more.pop(name) for name in ("plan", "series", "series_day") if name in more}
    return plan_meeting(place.programme, place.office, facts(topic, day, **more), by=BY, now=NOW, **beside)
