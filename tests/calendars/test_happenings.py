"""What has a day: single happenings and series, when they are over, and whom they concern."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from samordner.access.actors import Actor, Holding
from samordner.calendars.months import month_page, span_of
from samordner.happenings.happenings import Concerned, Place, occurrences
from samordner.happenings.sources import install, is_mine
from samordner.project.happenings import SOURCES
from samordner.timeline.series import Series
from tests.calendars.happenings import (
    CANCELLED,
    MOVED_FROM,
    MOVED_TO,
    at,
    meeting,
    named_days,
    weekly,
)

YEAR = (date(2021, 1, 1), date(2022, 1, 1))


def test_a_series_is_at_the_same_time_on_the_clock_before_and_after_the_clocks_change() -> None:
    found = occurrences(weekly(), *YEAR)
    assert len(found) == 26
    assert {f"{one.at:%H:%M}" for one in found if one.at and one.moved_from is None} == {"09:00"}
    assert {one.at.utcoffset() for one in found if one.at} == {timedelta(hours=1), timedelta(hours=2)}
    assert [(one.start, one.end, one.place, one.moved_from) for one in found if one.moved_from] == [
        (MOVED_TO, at(3, 30, 14), "Storsalen", MOVED_FROM)
    ]
    assert [one.start for one in found if one.cancelled] == [CANCELLED]


def test_days_that_are_named_one_by_one_are_moved_and_cancelled_one_by_one() -> None:
    found = occurrences(named_days(), *YEAR)
    assert [(one.start, one.moved_from, one.cancelled) for one in found] == [
        (date(2021, 3, 1), None, False),
        (date(2021, 4, 10), date(2021, 3, 27), False),
        (date(2021, 10, 31), None, True),
    ]


def test_what_is_over_at_midnight_does_not_touch_the_day_after() -> None:
    (evening,) = occurrences(meeting(start=at(4, 28, 18), end=at(4, 29, 0)), *YEAR)
    (days,) = occurrences(meeting(start=date(2021, 4, 28), end=date(2021, 4, 30)), *YEAR)
    assert (evening.first, evening.last) == (date(2021, 4, 28), date(2021, 4, 28))
    assert (days.first, days.last) == (date(2021, 4, 28), date(2021, 4, 30))


def test_only_what_touches_the_days_asked_for_is_found() -> None:
    several = meeting(start=date(2021, 4, 28), end=date(2021, 4, 30))
    assert len(occurrences(several, date(2021, 4, 30), date(2021, 5, 1))) == 1
    assert occurrences(several, date(2021, 5, 1), date(2021, 6, 1)) == []
    assert occurrences(several, date(2021, 4, 1), date(2021, 4, 28)) == []


def test_a_series_has_a_rule_with_an_end_or_dates() -> None:
    for wrong in ({}, {"rule": "FREQ=DAILY"}, {"rule": "FREQ=DAILY", "last": YEAR[0], "dates": YEAR}):
        with pytest.raises(ValueError, match="a series has"):
            Series(**wrong)


def test_two_kinds_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="two kinds"):
        install((*SOURCES, SOURCES[0]))


MINE = [
    (Concerned(accounts=("u9",)), True),
    (Concerned(accounts=("u8",)), False),
    (Concerned(office="havbukta", apparatus=True), True),
    (Concerned(apparatus=True), True),
    (Concerned(office="sorviken", apparatus=True), False),
    (Concerned(office="havbukta", organisations=("  ks ",)), True),
    (Concerned(office="havbukta", organisations=("USHT",)), False),
    (Concerned(office="sorviken", organisations=("KS",)), False),
    (Concerned(office="havbukta", organisations=("",)), False),
    (Concerned(office="havbukta", municipalities=(Place("9101", "Øyvik"),)), False),
]


@pytest.mark.parametrize(("concerned", "expected"), MINE)
def test_mine_is_what_names_me_my_organisation_or_my_apparatus(concerned: Concerned, expected: bool) -> None:
    partner = Actor("u9", "Kim", (Holding("partner", "havbukta", organisation="KS"),))
    assert is_mine(concerned, partner) is expected


def test_a_municipality_s_contact_has_what_concerns_the_municipality() -> None:
    contact = Actor("u7", "Ada", (Holding("contact", "havbukta", "9101", "Øyvik kommune"),))
    here, there = (
        Concerned(office="havbukta", municipalities=(Place(code, code),), apparatus=True)
        for code in ("9101", "9102")
    )
    assert (is_mine(here, contact), is_mine(there, contact)) == (True, False)


def test_a_month_is_whole_weeks_from_monday_with_their_numbers_and_what_is_on_each_day() -> None:
    single = meeting(start=date(2021, 4, 30), end=date(2021, 5, 2))
    vague = meeting("try:2", start=date(2021, 5, 1), end=date(2021, 5, 31), loosely="mai 2021")
    found = [one for each in (single, vague) for one in occurrences(each, *span_of(date(2021, 5, 1)))]
    page = month_page(date(2021, 5, 1), found, date(2021, 5, 3))
    assert [week.number for week in page.weeks] == [17, 18, 19, 20, 21, 22]
    assert {len(week.days) for week in page.weeks} == {7}
    days = [day for week in page.weeks for day in week.days]
    assert (days[0].day, days[-1].day) == (date(2021, 4, 26), date(2021, 6, 6))
    assert [day.day.day for day in days if day.here] == [30, 1, 2]
    assert [day.day for day in days if day.is_today] == [date(2021, 5, 3)]
    assert [one.happening.key for one in page.loosely] == ["try:2"]


def test_the_weeks_about_new_year_have_the_numbers_of_their_own_years() -> None:
    assert [week.number for week in month_page(date(2021, 1, 1), [], date(2021, 1, 1)).weeks] == [
        53,
        1,
        2,
        3,
        4,
    ]
