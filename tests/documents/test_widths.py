"""Columns share a page's width so that words stay whole where they can."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samordner.documents.widths import spread


def test_each_column_gets_what_its_longest_word_needs_and_the_rest_by_weight() -> None:
    assert spread([1, 1, 2], 400) == [100, 100, 200]
    assert spread([1, 1, 2], 400, [120, 50, 50]) == pytest.approx([120, 95, 185])


def test_where_words_have_no_room_only_the_columns_that_need_most_break_them() -> None:
    assert spread([1, 8, 1, 1], 200, [30, 90, 40, 60]) == [30, 70, 40, 60]
    assert spread([1, 8, 1, 1], 200, [30, 90, 40, 100]) == [30, 65, 40, 65]


WIDTHS = st.lists(st.tuples(st.floats(0.5, 5), st.floats(1, 160)), min_size=1, max_size=12)


@given(WIDTHS, st.floats(50, 800))
def test_the_columns_fill_the_page_and_no_more(columns: list[tuple[float, float]], width: float) -> None:
    weights, needs = [weight for weight, _need in columns], [need for _weight, need in columns]
    assert sum(spread(weights, width, needs)) == pytest.approx(width)
