"""What a process remembers of the database is never older than the database."""

from __future__ import annotations

import pytest

from samordner.participation.models import Participation
from samordner.participation.queries import gathered
from samordner.participation.remembered import forget
from samordner.places.models import Municipality
from tests.factories.participation import DAY, region

pytestmark = pytest.mark.django_db


def test_rows_that_were_gathered_before_say_what_the_database_says_now() -> None:
    place = region(2)
    rows = Participation.objects.all()

    def names() -> list[str]:
        return [str(each.municipality) for each in gathered(rows, DAY, programme=place.definition.key)]

    before = names()
    assert names() == before
    Municipality.objects.filter(pk=place[0].municipality_id).update(label="Nyvik", name="Nyvik")
    after = names()
    assert (sorted(before), sorted(after)) == (["Åsund", "Øyvik"], ["Nyvik", "Åsund"])
    Participation.objects.filter(pk=place[1].pk).update(until=DAY)
    assert names() == ["Nyvik"]


def test_an_answer_that_is_the_same_is_the_same_rows_until_everything_is_forgotten() -> None:
    place = region(2)

    def found() -> tuple[Participation, ...]:
        return gathered(Participation.objects.all(), DAY, programme=place.definition.key)

    first = found()
    assert found() is first
    forget()
    assert found() is not first
    assert found() == first
