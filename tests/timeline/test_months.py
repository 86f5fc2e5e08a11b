"""Months before and after a day."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from samordner.timeline.months import months_before, months_between


def test_months_are_whole_and_cross_the_year() -> None:
    assert months_between(date(2020, 12, 15), date(2021, 2, 1)) == (date(2020, 12, 1), date(2021, 1, 1))


def test_months_are_those_of_the_calendar() -> None:
    assert months_before(date(2021, 8, 31), 6) == date(2021, 2, 28)
    assert months_before(date(2020, 8, 31), 6) == date(2020, 2, 29)
    assert months_before(date(2021, 1, 5), 13) == date(2019, 12, 5)


@given(
    st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)), st.integers(min_value=1, max_value=120)
)
def test_more_months_lie_further_back(day: date, months: int) -> None:
    assert months_before(day, months) < months_before(day, months - 1) <= day
