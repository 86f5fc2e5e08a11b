"""What can be done with a meeting, and what remains of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.meetings import followers
from samordner.meetings.models import Meeting, MeetingStep, State
from samordner.meetings.operations import (
    NewPoint,
    Rhythm,
    add_point,
    announce,
    cancel_meeting,
    change_meeting,
    change_point,
    days_of,
    facts_of,
    hold_meeting,
    move_point,
    plan_series,
    remove_meeting,
    remove_point,
    reopen_meeting,
    restore_meeting,
    restore_point,
)
from samordner.meetings.queries import in_series, points_of
from samordner.meetings.wording import label_of
from samordner.plans.models import PeriodMeasure
from samordner.timeline.periods import Period
from tests.factories.participation import BY, NOW, region
from tests.meetings.making import facts, meeting, on

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
MAY, JUNE = date(2021, 5, 12), date(2021, 6, 2)


@pytest.fixture(autouse=True)
def in_english(language_of_the_product: None) -> Iterator[None]:
    with translation.override("en"):
        yield


def steps(row: Meeting) -> list[str]:
    return [each.kind for each in row.steps.all()]


def moved(row: Meeting, day: date, words: str = "") -> Meeting:
    said = replace(facts_of(row), period=on(day))
    return change_meeting(row, said, version=row.version, by=BY, now=LATER, words=words)


def test_a_meeting_that_was_moved_twice_says_where_it_was_each_time() -> None:
    row = moved(moved(meeting(region(1)), JUNE, "Kollisjon"), date(2021, 6, 9))
    told = [(each.kind, each.day_before, each.day_after, each.words) for each in row.steps.all()]
    assert told == [
        ("planned", MAY, MAY, ""),
        ("moved", MAY, JUNE, "Kollisjon"),
        ("moved", JUNE, date(2021, 6, 9), ""),
    ]
    assert (row.day, row.sequence, row.state) == (date(2021, 6, 9), 0, State.PLANNED)


def test_what_the_invited_must_be_told_anew_is_counted_only_after_somebody_was_invited() -> None:
    row = meeting(region(1))
    moved(row, JUNE)
    assert row.sequence == 0
    announce(row, by=BY, now=LATER)
    change_meeting(row, replace(facts_of(row), about="Mer"), version=row.version, by=BY, now=LATER)
    assert (row.sequence, row.state) == (0, State.INVITED)
    moved(row, MAY)
    cancel_meeting(row, why="Sykdom", version=row.version, by=BY, now=LATER)
    assert (row.sequence, row.state) == (2, State.CANCELLED)
    reopen_meeting(row, version=row.version, by=BY, now=LATER)
    assert (row.sequence, row.state) == (3, State.INVITED)
    assert steps(row) == ["planned", "moved", "announced", "changed", "moved", "cancelled", "reopened"]


def test_an_announced_meeting_that_loses_its_day_is_postponed_and_planned_again_when_it_gets_one() -> None:
    row = announce(meeting(region(1)), by=BY, now=LATER)
    loose = replace(
        facts_of(row),
        period=Period("høsten 2021", date(2021, 8, 1), date(2021, 12, 31)),
        starts=None,
        ends=None,
    )
    change_meeting(row, loose, version=row.version, by=BY, now=LATER)
    assert (row.state, row.day, steps(row)[-1]) == (State.POSTPONED, None, "postponed")
    moved(row, date(2021, 9, 1))
    assert (row.state, row.day, steps(row)[-1]) == (State.INVITED, date(2021, 9, 1), "moved")


def test_a_meeting_is_held_no_earlier_than_its_day_and_taken_up_again_when_it_was_a_slip() -> None:
    row = meeting(region(1))
    with pytest.raises(Refusal, match="not before"):
        hold_meeting(row, today=MAY - timedelta(days=1), version=row.version, by=BY, now=LATER)
    hold_meeting(row, today=MAY, version=row.version, by=BY, now=LATER, result="Enige om mat")
    assert (row.state, row.done_on, row.result) == (State.HELD, MAY, "Enige om mat")
    with pytest.raises(Refusal, match="has been held"):
        cancel_meeting(row, why="Nei", version=row.version, by=BY, now=LATER)
    reopen_meeting(row, version=row.version, by=BY, now=LATER)
    assert (row.state, row.done_on, row.result) == (State.PLANNED, None, "Enige om mat")


def test_what_people_were_invited_to_is_cancelled_with_a_reason_and_never_removed() -> None:
    row = announce(meeting(region(1)), by=BY, now=LATER)
    with pytest.raises(Refusal, match="Cancel it instead"):
        remove_meeting(row, version=row.version, by=BY, now=LATER)
    with pytest.raises(Refusal, match="why") as refused:
        cancel_meeting(row, why="  ", version=row.version, by=BY, now=LATER)
    assert refused.value.field == "words"
    other = meeting(region(1, key="innlandet", county="92"))
    remove_meeting(other, version=other.version, by=BY, now=LATER)
    assert Meeting.objects.get(pk=other.pk).removed_at == LATER
    restore_meeting(other, by=BY, now=LATER)
    assert (Meeting.objects.get(pk=other.pk).removed_at, steps(other)) == (
        None,
        ["planned", "removed", "restored"],
    )


def test_nobody_is_invited_to_a_meeting_without_a_day() -> None:
    row = meeting(
        region(1), starts=None, ends=None, period=Period("vår 2021", date(2021, 1, 1), date(2021, 6, 30))
    )
    with pytest.raises(Refusal, match="on which day"):
        announce(row, by=BY, now=LATER)


def test_two_who_change_one_meeting_do_not_overwrite_each_other() -> None:
    row = meeting(region(1))
    mine = Meeting.objects.get(pk=row.pk)
    moved(row, JUNE)
    with pytest.raises(Conflict):
        change_meeting(mine, facts("Noe annet"), version=mine.version, by="u2", now=LATER)
    assert Meeting.objects.get(pk=row.pk).topic == "Mat og måltid"


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("topic", {"topic": " ", "period": Period(""), "starts": None, "ends": None}),
        ("last_day", {"period": Period("", JUNE, MAY)}),
        ("day", {"period": on(date(1999, 1, 1))}),
        ("ends", {"ends": time(8)}),
        ("starts", {"starts": None}),
        ("day", {"period": Period("en gang")}),
        ("kind", {"kind": "fest"}),
        ("areas", {"areas": ("Z",)}),
        ("solutions", {"solutions": ("Z9",)}),
        ("measures", {"measures": (123456,)}),
        ("minutes_each", {"minutes_each": 10**6}),
    ],
)
def test_what_a_meeting_cannot_say_is_refused_at_its_input(field: str, said: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        meeting(region(1), **said)
    assert (refused.value.field, Meeting.objects.count()) == (field, 0)


def test_another_office_s_measure_cannot_be_linked() -> None:
    from tests.factories import plans

    place = region(1)
    theirs = PeriodMeasure.objects.create(plan=plans.plan("innlandet"), position=1, measure="Hemmelig")
    with pytest.raises(Refusal) as refused:
        meeting(place, measures=(theirs.pk,))
    assert refused.value.field == "measures"


def test_organisers_are_kept_in_order_once_each_however_they_are_written() -> None:
    row = meeting(region(1), organisers=("KS", "Statsforvalteren", " ks "))
    assert [each.organisation for each in row.organisers.all()] == ["ks", "Statsforvalteren"]
    assert facts_of(row).organisers == ("ks", "Statsforvalteren")


def test_the_history_cannot_be_changed_or_removed() -> None:
    row = meeting(region(1))
    for change in (lambda: row.steps.update(words="Noe"), lambda: row.steps.all().delete()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()
    assert MeetingStep.objects.get().words == ""


def test_a_series_has_its_days_and_one_that_is_moved_keeps_its_place() -> None:
    place = region(1)
    made = plan_series(
        place.programme, place.office, facts(day=date(2021, 1, 31)), Rhythm(unit="months", step=1, times=4),
        title="Støtteapparatet", by=BY, now=NOW,
    )  # fmt: skip
    days = [date(2021, 1, 31), date(2021, 2, 28), date(2021, 3, 31), date(2021, 4, 30)]
    assert [each.day for each in made] == days
    moved(made[1], date(2021, 3, 3))
    assert made[0].series is not None
    assert [(each.series_day, each.day) for each in in_series(made[0].series)] == [
        (days[0], days[0]),
        (days[1], date(2021, 3, 3)),
        (days[2], days[2]),
        (days[3], days[3]),
    ]


def test_what_is_changed_for_the_rest_of_a_series_leaves_their_days_and_those_that_are_over() -> None:
    place = region(1)
    made = plan_series(
        place.programme, place.office, facts(day=MAY), Rhythm(unit="weeks", step=2, times=4),
        title="", by=BY, now=NOW,
    )  # fmt: skip
    cancel_meeting(made[2], why="Fri", version=made[2].version, by=BY, now=NOW)
    said = replace(facts_of(made[1]), place="Biblioteket", starts=time(10))
    change_meeting(made[1], said, version=made[1].version, by=BY, now=LATER, and_after=True)
    rows = Meeting.objects.order_by("series_day")
    assert [(each.place, each.starts, each.day) for each in rows] == [
        ("Rådhuset", time(9), MAY),
        ("Biblioteket", time(10), MAY + timedelta(weeks=2)),
        ("Rådhuset", time(9), MAY + timedelta(weeks=4)),
        ("Biblioteket", time(10), MAY + timedelta(weeks=6)),
    ]


@pytest.mark.parametrize(
    ("field", "rhythm"),
    [("times", Rhythm(unit="weeks", step=1, times=61)), ("step", Rhythm(unit="weeks", step=0, times=3)),
     ("unit", Rhythm(unit="days", step=1, times=3)), ("times", Rhythm(unit="years", step=52, times=60))],
)  # fmt: skip
def test_a_series_that_cannot_be_is_refused_and_nothing_of_it_stays(field: str, rhythm: Rhythm) -> None:
    place = region(1)
    with pytest.raises(Refusal) as refused:
        plan_series(place.programme, place.office, facts(), rhythm, title="", by=BY, now=NOW)
    assert (refused.value.field, Meeting.objects.count()) == (field, 0)


@given(
    first=st.dates(date(2019, 1, 1), date(2040, 12, 31)),
    unit=st.sampled_from(["weeks", "months", "years"]),
    step=st.integers(1, 12),
    times=st.integers(2, 40),
)
@settings(deadline=None)
def test_the_days_of_a_series_go_forward_and_keep_the_weekday_or_the_day_of_the_month(
    first: date, unit: str, step: int, times: int
) -> None:
    days = days_of(first, Rhythm(unit=unit, step=step, times=times))
    assert (days[0], len(days), list(days)) == (first, times, sorted(set(days)))
    if unit == "weeks":
        assert {each.weekday() for each in days} == {first.weekday()}
    else:
        assert all(each.day == first.day or (each + timedelta(days=1)).day == 1 for each in days)


def test_points_keep_their_places_when_they_are_moved_taken_off_and_put_back() -> None:
    row = meeting(region(1))
    a, b, c = (add_point(row, NewPoint(title=name), by=BY, now=NOW) for name in "abc")
    move_point(c, to=1, by=BY, now=NOW)
    assert [each.title for each in points_of(row)] == ["c", "a", "b"]
    a.refresh_from_db()
    remove_point(a, version=a.version, by=BY, now=NOW)
    assert [(each.position, each.title) for each in points_of(row)] == [(1, "c"), (2, "b")]
    restore_point(a, by=BY, now=NOW)
    add_point(row, NewPoint(title="d"), by=BY, now=NOW, at=2)
    assert [(each.position, each.title) for each in points_of(row)] == [
        (1, "c"),
        (2, "d"),
        (3, "a"),
        (4, "b"),
    ]
    b.refresh_from_db()
    mine = b.version
    change_point(
        b, NewPoint(title="B", responsible="KS", starts=time(9, 15), minutes=20), version=mine, by=BY, now=NOW
    )
    with pytest.raises(Conflict):
        change_point(b, NewPoint(title="bb"), version=mine, by="u2", now=NOW)


def test_every_deed_leaves_one_entry_in_the_journal_and_is_told_once() -> None:
    told: list[str] = []

    class Listener(followers.Follower):
        def after(self, meeting: Meeting, step: MeetingStep) -> None:
            told.append(step.kind)

    before = followers.followers()
    followers.install((Listener(),))
    try:
        row = meeting(region(1))
        start = Entry.objects.count()
        moved(row, JUNE)
        announce(row, by=BY, now=LATER)
        announce(row, by=BY, now=LATER)
        cancel_meeting(row, why="Storm", version=row.version, by=BY, now=LATER)
    finally:
        followers.install(before)
    assert told == ["planned", "moved", "announced", "cancelled"]
    entries = Entry.objects.order_by("number")[start:]
    assert [(each.verb, each.kind, each.key, each.office) for each in entries] == [
        ("moved", "meeting", str(row.pk), "havbukta"),
        ("announced", "meeting", str(row.pk), "havbukta"),
        ("cancelled", "meeting", str(row.pk), "havbukta"),
    ]
    assert "Storm" not in str(list(Entry.objects.values()))


def test_the_clock_in_norway_tells_when_it_begins_on_both_sides_of_summer_time() -> None:
    place = region(1)
    winter, summer = meeting(place, day=date(2021, 3, 27)), meeting(place, day=date(2021, 3, 28))
    assert [each.begins_at.astimezone(UTC) for each in (winter, summer) if each.begins_at] == [
        datetime(2021, 3, 27, 8, tzinfo=UTC),
        datetime(2021, 3, 28, 7, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2021, 1, 15), date(2021, 1, 15), "15. januar 2021"),
        (date(2021, 1, 15), date(2021, 1, 16), "15.–16. januar 2021"),
        (date(2021, 1, 31), date(2021, 2, 1), "31. januar–1. februar 2021"),
        (date(2021, 12, 31), date(2022, 1, 1), "31. desember 2021–1. januar 2022"),
    ],
)
def test_days_are_written_as_people_write_them_and_read_back_the_same(
    first: date, last: date, said: str
) -> None:
    from samordner.timeline.periods import read

    found = read(said)
    assert (label_of(first, last), found.start, found.end) == (said, first, last)
