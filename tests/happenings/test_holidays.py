"""Norwegian holidays, against a list that others keep, and said in three languages."""

from __future__ import annotations

from datetime import date

import holidays as others
import pytest
from django.utils.translation import override

from samordner.happenings.holidays import holiday_name, holidays, is_free

NAMES = {
    "nb": [
        "1. nyttårsdag", "Skjærtorsdag", "Langfredag", "1. påskedag", "2. påskedag", "Arbeidernes dag",
        "Kristi himmelfartsdag", "Grunnlovsdagen", "1. pinsedag", "2. pinsedag", "1. juledag", "2. juledag",
    ],
    "nn": [
        "1. nyttårsdag", "Skjertorsdag", "Langfredag", "1. påskedag", "2. påskedag", "Arbeidaranes dag",
        "Kristi himmelfartsdag", "Grunnlovsdagen", "1. pinsedag", "2. pinsedag", "1. juledag", "2. juledag",
    ],
    "en": [
        "New Year's Day", "Maundy Thursday", "Good Friday", "Easter Sunday", "Easter Monday", "Labour Day",
        "Ascension Day", "Constitution Day", "Whit Sunday", "Whit Monday", "Christmas Day", "Second day of Christmas",
    ],
}  # fmt: skip


def test_they_are_the_days_that_a_list_kept_by_others_has_for_a_century() -> None:
    for year in range(1990, 2091):
        theirs = others.country_holidays("NO", years=year, include_sundays=False)
        assert set(holidays(year)) == set(theirs.keys())


@pytest.mark.parametrize("language", NAMES)
def test_they_are_called_what_people_call_them(language: str) -> None:
    with override(language):
        assert [str(name) for names in holidays(2021).values() for name in names] == NAMES[language]


def test_two_on_one_day_are_both_named_and_nobody_is_asked_to_meet_on_a_free_day() -> None:
    with override("nb"):
        assert holiday_name(date(2018, 5, 10)) == "Kristi himmelfartsdag"
        assert holiday_name(date(2008, 5, 1)) == "Arbeidernes dag · Kristi himmelfartsdag"
        assert holiday_name(date(2021, 4, 27)) == ""
    assert [is_free(date(2021, 5, day)) for day in (13, 14, 15, 16, 17, 18)] == [
        True,
        False,
        True,
        True,
        True,
        False,
    ]
