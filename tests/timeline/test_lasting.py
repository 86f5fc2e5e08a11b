"""What lasts from a day until another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.timeline.models import Post

FIRST = date(2020, 1, 1)
days = st.integers(0, 40).map(lambda number: FIRST + timedelta(days=number))
ends = st.none() | days


@st.composite
def periods(draw: st.DrawFn) -> tuple[date | None, date | None]:
    since, until = draw(ends), draw(ends)
    if since and until and until <= since:
        until = since + timedelta(days=1)
    return since, until


@pytest.mark.django_db
def test_a_post_is_held_on_its_first_day_and_no_longer_on_the_day_it_ends() -> None:
    post = Post.objects.create(holder="a", since=date(2020, 1, 1), until=date(2024, 1, 1))
    held = [date(2019, 12, 31), date(2020, 1, 1), date(2023, 12, 31), date(2024, 1, 1)]
    assert [list(Post.objects.as_of(day)) for day in held] == [[], [post], [post], []]


@pytest.mark.django_db
def test_a_post_that_ends_the_day_it_begins_cannot_be_stored() -> None:
    with pytest.raises(IntegrityError):
        Post.objects.create(holder="a", since=date(2020, 1, 1), until=date(2020, 1, 1))


class Naively(TestCase):
    @given(st.lists(periods(), max_size=6), days)
    def test_as_of_finds_the_rows_that_a_reader_would_pick(
        self, drawn: list[tuple[date | None, date | None]], day: date
    ) -> None:
        posts = [Post.objects.create(holder="a", since=since, until=until) for since, until in drawn]
        picked = {
            post
            for post, (since, until) in zip(posts, drawn, strict=True)
            if (since or date.min) <= day < (until or date.max)
        }
        assert set(Post.objects.as_of(day)) == {post for post in posts if post.holds(day)} == picked

    @given(st.lists(periods(), max_size=6), periods())
    def test_overlapping_finds_the_rows_with_a_day_in_common(
        self, drawn: list[tuple[date | None, date | None]], span: tuple[date | None, date | None]
    ) -> None:
        posts = [Post.objects.create(holder="a", since=since, until=until) for since, until in drawn]
        # Every day that a row or the span begins or ends, and its neighbours: two that meet, meet on one.
        watched = [FIRST + timedelta(days=number) for number in range(-1, 43)]
        asked = Post(since=span[0], until=span[1])
        common = {post for post in posts if any(post.holds(day) and asked.holds(day) for day in watched)}
        assert set(Post.objects.overlapping(*span)) == common
