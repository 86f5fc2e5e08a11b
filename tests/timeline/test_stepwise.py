"""What holds until the next step."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import OuterRef, Q, Subquery
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.timeline.models import Post, Reading

FIRST = date(2020, 1, 1)
days = st.integers(0, 5).map(lambda number: FIRST + timedelta(days=number))
steps = st.tuples(st.integers(1, 2), st.sampled_from("ab"), days, st.integers(0, 2), st.integers(0, 2))


def fold(readings: list[Reading], day: date, known_at: int = 9) -> set[Reading]:
    """The naive way: read the steps by day, the latest written last, and keep the last of each series."""
    held: dict[tuple[int, str], Reading] = {}
    for reading in sorted(readings, key=lambda row: (row.since, row.pk)):
        if reading.since <= day and reading.known_from <= known_at:
            held[reading.house, reading.dial] = reading
    return set(held.values())


class Naively(TestCase):
    @given(st.lists(steps, max_size=12), days, st.integers(0, 2))
    def test_as_of_equals_the_fold_of_the_steps(
        self, drawn: list[tuple[int, str, date, int, int]], day: date, known_at: int
    ) -> None:
        readings = [
            Reading.objects.create(house=house, dial=dial, since=since, value=value, known_from=known)
            for house, dial, since, value, known in drawn
        ]
        assert set(Reading.objects.as_of(day)) == fold(readings, day)
        known = Q(known_from__lte=known_at)
        assert set(Reading.objects.as_of(day, among=known)) == fold(readings, day, known_at)
        assert set(Reading.objects.filter(value=1).as_of(day)) == set(
            Reading.objects.as_of(day).filter(value=1)
        )
        for house, dial in ((1, "a"), (1, "b"), (2, "a"), (2, "b")):
            held = {row for row in fold(readings, day, known_at) if (row.house, row.dial) == (house, dial)}
            assert set(Reading.objects.filter(known).step(day, house=house, dial=dial)) == held


@pytest.mark.django_db
def test_of_two_steps_on_one_day_the_one_written_last_holds() -> None:
    Reading.objects.create(house=1, dial="a", since=FIRST, value=1)
    corrected = Reading.objects.create(house=1, dial="a", since=FIRST, value=2)
    assert list(Reading.objects.as_of(FIRST)) == [corrected]


@pytest.mark.django_db
def test_a_step_may_be_looked_up_for_each_row_of_a_board() -> None:
    for number in (1, 2, 3):
        Post.objects.create(pk=number, holder=str(number))
    for house, value in ((1, 10), (1, 11), (2, 20)):
        Reading.objects.create(house=house, dial="a", since=FIRST + timedelta(days=value), value=value)
    probe = Reading.objects.step(FIRST + timedelta(days=20), house=OuterRef("pk"), dial="a")
    board = Post.objects.annotate(value=Subquery(probe.values("value"))).order_by("pk")
    assert list(board.values_list("pk", "value")) == [(1, 11), (2, 20), (3, None)]


def test_a_series_must_be_given_whole() -> None:
    with pytest.raises(TypeError, match="house, dial"):
        Reading.objects.step(FIRST, house=1)
