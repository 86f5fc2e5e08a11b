"""Dates that follow a rule are told as a rule, and nothing else is."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from samordner.timeline.moments import DAY, NORWAY, When
from samordner.timeline.series import Series, planned_dates, rule_of


def nine(month: int, day: int) -> datetime:
    return datetime(2021, month, day, 9, tzinfo=NORWAY)


FOLLOWED: list[tuple[list[When], str]] = [
    ([nine(3, 1), nine(3, 8), nine(3, 15)], "FREQ=WEEKLY"),
    ([nine(3, 16), nine(3, 30), nine(4, 13)], "FREQ=WEEKLY;INTERVAL=2"),
    ([nine(1, 12), nine(2, 9), nine(3, 9), nine(4, 13)], "FREQ=MONTHLY;BYDAY=2TU"),
    ([nine(1, 29), nine(2, 26), nine(3, 26), nine(4, 30)], "FREQ=MONTHLY;BYDAY=-1FR"),
    ([nine(1, 15), nine(2, 15), nine(3, 15)], "FREQ=MONTHLY;BYMONTHDAY=15"),
    ([date(2021, 3, 26), date(2021, 3, 27), date(2021, 3, 28), date(2021, 3, 29)], "FREQ=DAILY"),
    ([date(2021, 3, 2), date(2021, 3, 4), date(2021, 3, 9), date(2021, 3, 11)], "FREQ=WEEKLY;BYDAY=TU,TH"),
    ([date(2019, 9, 3), date(2020, 9, 1), date(2021, 9, 7)], "FREQ=MONTHLY;INTERVAL=12;BYDAY=1TU"),
]


@pytest.mark.parametrize(("dates", "rule"), FOLLOWED, ids=lambda said: said if isinstance(said, str) else "")
def test_dates_that_follow_a_rule_are_told_by_it(dates: list[When], rule: str) -> None:
    assert rule_of(dates) == (rule, ())
    assert rule_of(dates[::-1]) == (rule, ())


def test_a_date_that_was_skipped_is_named_when_it_is_one_of_a_few() -> None:
    dates = [nine(3, 9), nine(3, 16), nine(3, 23), nine(4, 6), nine(4, 13)]
    assert rule_of(dates) == ("FREQ=WEEKLY", (nine(3, 30),))


def test_dates_that_follow_no_rule_have_none() -> None:
    assert rule_of([nine(3, 1), nine(3, 9), nine(4, 13)]) == ("", ())
    assert rule_of([nine(3, 1), nine(3, 8)]) == ("", ())  # too few to say
    assert rule_of([nine(3, 1), nine(3, 8), nine(3, 15).replace(hour=10)]) == ("", ())
    assert rule_of([nine(3, 1), nine(3, 1), nine(3, 8)]) == ("", ())
    assert rule_of([]) == ("", ())


@given(
    first=some.dates(date(2018, 1, 1), date(2030, 12, 31)), every=some.integers(1, 8), number=some.integers(3, 30),
    hour=some.none() | some.integers(3, 23),
)  # fmt: skip
def test_a_rule_gives_back_just_the_dates_that_it_was_made_of(
    first: date, every: int, number: int, hour: int | None
) -> None:
    days = [first + 7 * every * each * DAY for each in range(number)]
    dates: list[When] = [
        day if hour is None else datetime(day.year, day.month, day.day, hour, tzinfo=NORWAY) for day in days
    ]
    rule, skipped = rule_of(dates)
    assert skipped == ()
    assert planned_dates(dates[0], Series(rule=rule, last=days[-1])) == dates
