"""A meeting with a programme and minutes to write, and someone signed in to write them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.utils.translation import override

from samordner.meetings.models import Meeting
from samordner.meetings.operations import Facts, NewPoint, add_point, plan_meeting
from samordner.minutes.approving import approve_minutes
from samordner.minutes.content import digest
from samordner.minutes.gathering import gather
from samordner.minutes.models import Approval, Decision, Minutes, Said, Task
from samordner.minutes.operations import Giving, begin, decide, give, write_point
from samordner.timeline.periods import Period
from tests.factories.participation import BY, DAY, NOW, Region
from tests.support.conftest import SignIn, signed_in, today

__all__ = ["SignIn", "signed_in", "today"]

MEETING_DAY = date(2021, 4, 13)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are told apart in English."""
    with override("en"):
        yield


def meeting(
    place: Region, topic: str = "Mat og måltid", day: date = MEETING_DAY, points: tuple[str, ...] = ("Status", "Vegen vidare"),
    kind: str = "dialogue", **facts: Any,
) -> Meeting:  # fmt: skip
    """A meeting of the office on a day, with these points on its programme."""
    said = Facts(
        topic=topic, kind=kind, period=Period(f"{day.day}. april {day.year}", day, day), starts=time(9), ends=time(11, 30),
        place="Rådhuset", **facts,
    )  # fmt: skip
    row = plan_meeting(place.programme, place.office, said, by=BY, now=NOW)
    for title in points:
        add_point(row, NewPoint(title=title), by=BY, now=NOW)
    return Meeting.objects.select_related("office", "programme", "series").get(pk=row.pk)


def begun(place: Region, **more: Any) -> Minutes:
    """The minutes of a meeting, begun."""
    return begin(meeting(place, **more), language="nn", by=BY, now=NOW)


def points_of(minutes: Minutes) -> list[Said]:
    return list(Said.objects.filter(minutes=minutes).select_related("minutes__meeting__office"))


def written(place: Region, text: str = "Kommunane fortalde om kjøkena sine.", **more: Any) -> Minutes:
    """Minutes with a text, a decision and a task in the first point."""
    minutes = begun(place, **more)
    first = next(one for one in points_of(minutes) if not one.follows_up)
    write_point(first, title=first.title, text=text, version=first.version, by=BY, now=NOW)
    decide(first, text="Vi møtest igjen i juni.", by=BY, now=NOW)
    given(first)
    return minutes


def given(said: Said, text: str = "Sende ut rettleiaren", **more: Any) -> Task:
    """A task in a point."""
    usual: dict[str, Any] = {"organisation": "KS", "deadline": date(2021, 4, 20)}
    return give(said, Giving(text, **usual | more), today=MEETING_DAY, by=BY, now=NOW)


def approved(minutes: Minutes, day: date = DAY, now: datetime = NOW) -> Approval:
    """The minutes approved as they stand."""
    return approve_minutes(minutes, seen=digest(gather(minutes)), today=day, by=BY, now=now)


def decision_of(minutes: Minutes) -> Decision:
    return Decision.objects.get(said__minutes=minutes)


def task_of(minutes: Minutes) -> Task:
    return Task.objects.get(said__minutes=minutes)


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
