"""Without a programme in the address a page is about the one that is nearest to its day, and offices have their names."""

from __future__ import annotations

from datetime import date

import pytest

from samordner.participation.choosing import chosen
from samordner.participation.models import Participation
from samordner.participation.operations import enrol
from samordner.programmes.operations import load
from tests.factories.participation import BY, NOW, Region, region, shipped

pytestmark = pytest.mark.django_db

FIRST, LAST = "leve-hele-livet", "bo-trygt-hjemme"


@pytest.fixture
def two() -> Region:
    """One programme from 2019 to the end of 2022, and another from 2024 on."""
    place = region(2, since=date(2019, 1, 1), until=date(2023, 1, 1))
    later = load(shipped(LAST), by=BY, now=NOW).programme
    enrol(later, place.office, since=date(2024, 1, 1), by=BY, now=NOW)
    return place


@pytest.mark.parametrize(
    ("day", "programme"),
    [
        (date(2017, 1, 1), FIRST), (date(2019, 1, 1), FIRST), (date(2022, 12, 31), FIRST),
        (date(2023, 6, 1), FIRST), (date(2024, 1, 1), LAST), (date(2030, 1, 1), LAST),
    ],
)  # fmt: skip
def test_the_programme_that_runs_else_the_one_before_else_the_first_that_comes(
    two: Region, day: date, programme: str
) -> None:
    found = chosen(Participation.objects.all(), day, asked=True)
    assert found is not None
    assert (found.definition.key, found.day) == (programme, day)


def test_on_a_day_before_the_office_was_it_is_told_by_its_first_name_and_not_by_its_key(two: Region) -> None:
    found = chosen(Participation.objects.all(), date(1990, 1, 1), asked=True)
    assert found is not None
    assert found.offices == {"havbukta": "Havbukta"}
