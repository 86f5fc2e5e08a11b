"""The last day that a deadline allows, as people write deadlines."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samordner.timeline.due import Due, read, said

SAYS = {
    "innen 1. juni 2022": date(2022, 6, 1),
    "utgangen av 2023": date(2023, 12, 31),
    "vår 2022": date(2022, 6, 30),
    "1.6.": date(2021, 6, 1),
    "frå 2022": None,
    "årleg": None,
    "snarast": None,
    "": None,
}


@pytest.mark.parametrize(("label", "day"), SAYS.items(), ids=list(SAYS))
def test_a_deadline_is_its_last_day_and_stays_as_written(label: str, day: date | None) -> None:
    assert read(label, year=2021) == Due(label, day)


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_a_day_that_we_write_is_read_back(day: date) -> None:
    assert read(said(day)).day == day
