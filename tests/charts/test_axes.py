"""Numbers and moments beside a chart."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samordner.charts.axes import Numbers, Times, apart, decimals_for, plain, span, steps
from tests.charts.series import months


@pytest.mark.parametrize(
    ("number", "lang", "decimals", "text"),
    [
        (0.5, "nb", 1, "0,5"), (0.5, "en", 1, "0.5"), (-3, "nn", 1, "−3"), (12345.6, "nb", 1, "12\u00a0345,6"),
        (12345.6, "en", 1, "12,345.6"), (1234, "nb", 0, "1234"), (-0.0001, "nb", 1, "0"), (20.0, "nb", 2, "20"),
    ],
)  # fmt: skip
def test_a_number_is_written_as_the_language_writes_it(
    number: float, lang: str, decimals: int, text: str
) -> None:
    assert plain(number, lang, decimals) == text


def test_a_share_is_shown_in_per_cent_and_none_as_a_dash() -> None:
    numbers = Numbers("nb", 100, "%", 1)
    assert (numbers.said(0.125), numbers.written(0.125), numbers.said(None)) == ("12,5\u00a0%", "12,5", "–")
    assert [decimals_for(values) for values in ([1, 2], [1.5, 20], [0.5], [0.012], [])] == [0, 1, 3, 4, 0]


@given(st.floats(-1e6, 1e6), st.floats(0.001, 1e6))
def test_an_axis_has_few_round_numbers_that_hold_what_is_shown(low: float, wide: float) -> None:
    found = steps(low, low + wide)
    assert 2 <= len(found) <= 9
    assert found[0] <= low + wide * 1e-6 + abs(low) * 1e-9
    assert found[-1] >= low + wide - wide * 1e-6 - abs(low) * 1e-9


def test_an_axis_begins_at_nought_unless_that_would_press_everything_together() -> None:
    assert span([5, 20])[0] == 0
    assert span([80, 100])[0] > 70
    assert span([0.2, 0.9], most=1.0)[1] == pytest.approx(0.954)
    assert span([]) == (0.0, 1.06)


@pytest.mark.parametrize(
    ("days", "lang", "rhythm", "full", "short"),
    [
        (months(3), "nb", "month", "februar 2019", "feb"),
        (("2019-01-01", "2019-04-01", "2019-07-01"), "nn", "quarter", "2. kvartal 2019", "2. kv."),
        (("2019-01-01", "2020-01-01", "2021-01-01"), "nb", "year", "2020", "2020"),
        (("2020-01-06", "2020-01-13", "2020-01-27"), "nn", "week", "veke 3 2020", "3"),
        (("2020-01-06", "2020-01-07", "2020-02-03"), "en", "day", "7 January 2020", "7/1"),
        (("1", "2", "3"), "nb", "other", "2", "2"),
    ],
)
def test_moments_are_named_by_what_they_stand_for(
    days: tuple[str, ...], lang: str, rhythm: str, full: str, short: str
) -> None:
    times = Times(days, lang)
    assert (times.rhythm, times.full(1), times.short(1)) == (rhythm, full, short)


def test_a_day_has_its_place_within_its_month() -> None:
    times = Times(months(12), "nb")
    assert times.position("2019-03-01") == 2
    assert times.position("2019-03-31", end=True) == 3
    assert times.position("2018-05-01") == 0
    assert times.position("2025-05-01") == 12
    assert times.position("aldri") is None
    assert Times(("a", "b"), "nb").position("b") == 1


def test_months_are_marked_at_quarters_when_there_is_no_room_for_all() -> None:
    times = Times(months(24), "nb")
    assert [times.short(place) for place in times.marks(8)] == ["jan", "apr", "juli", "okt"] * 2
    assert [place for place in range(24) if times.year(place)] == [0, 12]


@given(st.lists(st.floats(0, 100), max_size=6))
def test_labels_are_kept_apart_in_their_order(wanted: list[float]) -> None:
    placed = apart(wanted, 16, 0, 200)
    together = sorted(zip(wanted, placed, strict=True))
    assert all(b - a >= 15.999 for a, b in pairwise(sorted(placed)))
    assert [place for _, place in together] == sorted(placed) or len(set(wanted)) < len(wanted)


def test_an_open_day_is_written_in_full() -> None:
    assert Times(months(6), "nb").written(date(2019, 5, 17).isoformat()) == "17. mai 2019"
