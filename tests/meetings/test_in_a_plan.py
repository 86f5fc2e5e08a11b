"""The rows of a plan's meeting table are the meetings: one truth, whichever page somebody writes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from samordner.journal.deeds import Refusal
from samordner.meetings.documents import MEETINGS
from samordner.meetings.models import Meeting, State
from samordner.meetings.operations import announce, cancel_meeting, change_meeting, facts_of, hold_meeting
from samordner.plans.models import Earlier, Plan
from samordner.plans.new import NewRow
from samordner.plans.operations import add_row, change_row, create_plan, remove_row, restore_row
from samordner.plans.queries import rows_of
from samordner.timeline.periods import read
from tests.factories.participation import BY, NOW, Region, region
from tests.meetings.making import meeting, on

pytestmark = pytest.mark.django_db
JUNE = date(2021, 6, 2)


@pytest.fixture(autouse=True)
def in_english(language_of_the_product: None) -> Iterator[None]:
    with translation.override("en"):
        yield


def plan_of(place: Region) -> Plan:
    return create_plan(
        programme=place.programme, office=place.office, title="Plan", period=read("2021-2023"),
        prepared_by=[], language="nb", by=BY, now=NOW,
    )  # fmt: skip


def test_a_row_that_is_written_in_the_plan_is_a_meeting_of_its_office_and_programme() -> None:
    place = region(1)
    add_row(MEETINGS, plan_of(place), NewRow({"date": "12. mai 2021", "topic": "Mat"}), by=BY, now=NOW)
    row = Meeting.objects.get()
    assert (row.office, row.programme, row.day, row.state) == (
        place.office,
        place.programme,
        date(2021, 5, 12),
        State.PLANNED,
    )


def test_a_meeting_planned_into_a_plan_stands_last_in_its_table_and_one_outside_stands_in_none() -> None:
    place = region(1)
    plan = plan_of(place)
    add_row(MEETINGS, plan, NewRow({"date": "11. januar 2021"}), by=BY, now=NOW)
    inside, outside = meeting(place, plan=plan), meeting(place, "Utenfor")
    assert [(row.position, row.pk == inside.pk) for row in rows_of(MEETINGS, plan)] == [(1, False), (2, True)]
    assert outside.plan is None


def test_moving_a_meeting_moves_it_in_the_plan_and_what_stood_there_is_kept() -> None:
    place = region(1)
    row = meeting(place, plan=plan_of(place))
    change_meeting(row, replace(facts_of(row), period=on(JUNE)), version=row.version, by=BY, now=NOW)
    hold_meeting(row, today=JUNE, version=row.version, by=BY, now=NOW, result="Enige")
    [kept] = rows_of(MEETINGS, row.plan)
    assert (kept.period_start, kept.status_key, kept.result) == (JUNE, "done", "Enige")
    before = [
        each.fields["period_start"] for each in Earlier.objects.filter(kind="meetings").order_by("version")
    ]
    assert before == ["2021-05-12", "2021-06-02"]


def test_a_new_date_in_the_plan_is_a_step_of_the_meeting() -> None:
    row = meeting((place := region(1)), plan=plan_of(place))
    change_row(MEETINGS, row, version=row.version, cells={"date": read("2. juni 2021")}, by=BY, now=NOW)
    change_row(MEETINGS, row, version=row.version, cells={"status": "Avlyst"}, by=BY, now=NOW)
    assert [(each.kind, each.day_after) for each in row.steps.all()] == [
        ("planned", date(2021, 5, 12)),
        ("moved", JUNE),
        ("cancelled", JUNE),
    ]


def test_a_meeting_that_somebody_was_invited_to_is_not_moved_cancelled_or_removed_behind_their_backs() -> (
    None
):
    row = meeting((place := region(1)), plan=plan_of(place))
    announce(row, by=BY, now=NOW)
    for cells in ({"date": read("2. juni 2021")}, {"status": "Avlyst"}):
        with pytest.raises(Refusal, match="own page"):
            change_row(MEETINGS, row, version=row.version, cells=cells, by=BY, now=NOW)
    with pytest.raises(Refusal, match="Cancel it instead"):
        remove_row(MEETINGS, row, version=row.version, by=BY, now=NOW)
    change_row(MEETINGS, row, version=row.version, cells={"topic": "Nytt tema"}, by=BY, now=NOW)
    cancel_meeting(row, why="Storm", version=row.version, by=BY, now=NOW)
    assert (row.day, row.topic, row.status_key) == (date(2021, 5, 12), "Nytt tema", "dropped")


def test_a_row_taken_out_of_the_plan_is_a_removed_meeting_and_comes_back() -> None:
    row = meeting((place := region(1)), plan=plan_of(place))
    remove_row(MEETINGS, row, version=row.version, by=BY, now=NOW)
    assert Meeting.objects.get().removed_at == NOW
    restore_row(MEETINGS, row, by=BY, now=NOW)
    assert Meeting.objects.get().removed_at is None


def test_a_meeting_does_not_stand_in_another_office_s_plan() -> None:
    place, other = region(1), region(1, key="innlandet", county="92")
    with pytest.raises(Refusal, match="another office"):
        meeting(place, plan=plan_of(other))
