"""What stands in several plans is one meeting: in the list, and in the calendar of everybody who is to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from samordner.meetings.documents import MEETINGS
from samordner.meetings.models import Meeting
from samordner.meetings.operations import announce, cancel_meeting
from samordner.meetings.queries import every_meeting, told
from samordner.plans.models import Plan
from samordner.plans.new import NewRow
from samordner.plans.operations import add_row, create_plan
from samordner.timeline.periods import read
from tests.boards.conftest import SignIn, signed_in, today
from tests.factories.participation import BY, NOW, Region, region

__all__ = ["signed_in", "today"]

pytestmark = pytest.mark.django_db
MAY, JUNE = "12. mai 2021", "2. juni 2021"


def plan_with(place: Region, *rows: tuple[str, str], later: int = 0, period: str = "2021-2023") -> Plan:
    """A plan that was read in so many days later, with a meeting table: (day, topic)."""
    now = NOW + timedelta(days=later)
    plan = create_plan(
        programme=place.programme, office=place.office, title="Plan", period=read(period), prepared_by=[], language="nb",
        by=BY, now=now,
    )  # fmt: skip
    for day, topic in rows:
        add_row(MEETINGS, plan, NewRow({"date": day, "topic": topic}), by=BY, now=now)
    return plan


def of(plan: Plan) -> Sequence[tuple[str, str]]:
    """What is told of a plan's meetings: (day, topic)."""
    return [(row.period_label, row.topic) for row in told(every_meeting().order_by("pk")) if row.plan == plan]


def test_of_two_plans_for_one_period_the_newest_one_s_meetings_are_told() -> None:
    place = region(1)
    first = plan_with(place, (MAY, "Mat"), (JUNE, "Transport"))
    second = plan_with(place, (MAY, "Mat"), (JUNE, "Transport og ferje"), later=1)
    assert (of(first), of(second)) == ([], [(MAY, "Mat"), (JUNE, "Transport og ferje")])


def test_a_meeting_that_somebody_is_invited_to_stays_when_its_plan_is_replaced_and_is_told_once() -> None:
    place = region(1)
    first = plan_with(place, (MAY, "Mat"), (JUNE, "Transport"))
    announce(Meeting.objects.get(topic="Mat"), by=BY, now=NOW)
    second = plan_with(place, (MAY, "  mat"), (JUNE, "Transport"), later=1)
    assert (of(first), of(second)) == ([(MAY, "Mat")], [(JUNE, "Transport")])


def test_a_meeting_without_a_day_is_told_of_the_last_plan() -> None:
    place = region(1)
    first = plan_with(place, ("Ikke fastsatt", "Frivillighet"))
    second = plan_with(place, ("Ikke fastsatt", "Frivillighet"), later=1)
    assert (of(first), of(second)) == ([], [("Ikke fastsatt", "Frivillighet")])


def test_plans_for_periods_one_after_the_other_tell_each_their_own_days() -> None:
    place = region(1)
    first = plan_with(place, (MAY, "Mat"), ("12. mai 2024", "For sent"), period="2021-2023")
    second = plan_with(place, ("12. mai 2024", "Mat"), later=1, period="2024-2027")
    assert (of(first), of(second)) == ([(MAY, "Mat")], [("12. mai 2024", "Mat")])


def test_another_office_s_plan_replaces_nothing() -> None:
    place, other = region(1), region(1, key="innlandet", county="92")
    mine = plan_with(place, (MAY, "Mat"))
    plan_with(other, (MAY, "Mat"), later=1)
    assert of(mine) == [(MAY, "Mat")]


def test_the_list_says_how_many_are_left_out_and_shows_them_when_asked(
    signed_in: SignIn, today: date
) -> None:
    place = region(1)
    plan_with(place, (MAY, "Mat"), (JUNE, "Transport"))
    cancel_meeting(Meeting.objects.get(topic="Transport"), why="Sykdom", version=1, by=BY, now=NOW)
    plan_with(place, (MAY, "Mat"), (JUNE, "Transport"), later=1)
    client = signed_in("coordinator", place.office)
    page = client.get("/moter/?when=all").content.decode()
    assert (page.count(">Mat</a>"), page.count(">Transport</a>")) == (1, 1)
    assert "2 meetings are left out" in page
    assert [row["topic"] for row in client.get("/moter/?when=all&format=json").json()["rows"]] == [
        "Mat",
        "Transport",
    ]
    page = client.get("/moter/?when=all&plans=all").content.decode()
    assert (page.count(">Mat</a>"), page.count(">Transport</a>")) == (2, 2)
    assert "Show each meeting once" in page
