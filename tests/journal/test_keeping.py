"""Which days can be meant, and which are slips of the pen."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from samordner.journal.keeping import not_a_day, not_this_century


@pytest.mark.parametrize("day", [None, date(1990, 1, 1), date(2099, 12, 31)])
def test_something_lasting_can_have_begun_on_any_day_between_1990_and_2099(day: date | None) -> None:
    assert not_a_day("begins", day) is None


@pytest.mark.parametrize("day", [date(1989, 12, 31), date(2100, 1, 1), date(202, 1, 1)])
def test_a_day_outside_is_refused_at_its_input(day: date) -> None:
    with override("nn"):
        assert not_a_day("begins", day) == ("begins", "Skriv ein dag mellom 1990 og 2099.")


def test_of_several_days_the_first_that_is_not_of_this_century_is_told() -> None:
    with override("nb"):
        found = not_this_century(
            opens=None, sent=date(2000, 1, 1), deadline=date(1999, 12, 31), until=date(2100, 1, 1)
        )
    assert found == ("deadline", "Skriv en dag i dette århundret.")
    assert not_this_century(sent=date(2000, 1, 1), deadline=date(2099, 12, 31), opens=None) is None
