"""The meeting plan: when the apparatus meets, and about what."""

from __future__ import annotations

from datetime import date

import pytest

from samordner.meetings.documents import MEETINGS
from samordner.meetings.models import Meeting
from samordner.plans.operations import add_row, change_row
from samordner.plans.queries import shown
from samordner.timeline.periods import read
from tests.factories import plans as make
from tests.factories.plans import BY, NOW, NewRow

pytestmark = pytest.mark.django_db


def test_a_meeting_has_its_date_as_written_and_may_lack_a_topic() -> None:
    plan = make.plan()
    add_row(MEETINGS, plan, NewRow({"date": "11.januar", "topic": ""}), by=BY, now=NOW)
    meeting = Meeting.objects.get()
    assert (meeting.period_label, meeting.period_start, meeting.period_inferred, meeting.topic) == (
        "11.januar",
        date(2021, 1, 11),
        True,
        "",
    )


def test_a_year_given_by_the_document_is_kept_when_the_date_is_written_anew() -> None:
    plan = make.plan()
    row = add_row(MEETINGS, plan, NewRow({"date": read("1.mars", year=2022)}), by=BY, now=NOW)
    change_row(MEETINGS, row, version=1, cells={"topic": "Transport"}, by=BY, now=NOW)
    assert row.period == read("1.mars", year=2022)


def test_meetings_are_sorted_in_time_and_one_without_days_comes_last() -> None:
    plan = make.plan()
    for label in ("1.desember", "seinare", "27.april 2021", "11.januar"):
        add_row(MEETINGS, plan, NewRow({"date": label}), by=BY, now=NOW)
    found = shown(MEETINGS, Meeting.objects.all(), sort="date")
    assert [row.period_label for row in found.rows] == ["11.januar", "27.april 2021", "1.desember", "seinare"]
    assert found.whole is False
